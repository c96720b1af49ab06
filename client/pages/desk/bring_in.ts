/** Delivers one packet that came as a file: a courier file, or an age file as the desk keeps them. */
import { CourierError, looksCarried, looksSealed, MAX_FILE, unwrap } from "../../shared/courier/index.ts";
import { type Bytes, hex, random, sha256 } from "../../shared/crypto/bytes.ts";
import { localDay } from "../../shared/crypto/day.ts";
import type { SealedPacket } from "../../shared/crypto/packet.ts";
import { deliver } from "./delivering.ts";
import { codeOf } from "./words.ts";

/** How it ended; `waiting` is no end. */
export type Ending = "received" | "malformed" | "damaged" | "refused" | "offline" | "waiting";

const ENDINGS: Record<string, Ending> = {
  courier_malformed: "malformed",
  courier_damaged: "damaged",
};

/** `desk` is whom an age file is for, which does not say so itself. Ends when delivered, refused or `gone`. */
export async function bringIn(
  file: File,
  desk: string,
  gone: AbortSignal,
  onWait: (ending: Ending) => void,
): Promise<Ending> {
  if (file.size > MAX_FILE) return "malformed";
  try {
    const packet = await read(new Uint8Array(await file.arrayBuffer()), desk);
    const code = await deliver(packet, gone, () => onWait("waiting"));
    return code === "received" || code === "waiting" ? code : "refused";
  } catch (error) {
    return ENDINGS[codeOf(error)] ?? "offline";
  }
}

/** What is no packet is not even sent. The id is new: only the phone of whoever wrote it knows the one that it announces. */
async function read(bytes: Bytes, desk: string): Promise<SealedPacket> {
  const own = { id: hex(random(16)), day: localDay(), carried: true };
  if (looksCarried(bytes)) return { ...(await unwrap(bytes)), ...own };
  if (!looksSealed(bytes)) throw new CourierError("courier_malformed");
  return { bytes, sha256: hex(await sha256(bytes)), desks: [desk], ...own };
}
