/**
 * Sound without a container: AAC in ADTS and AMR are their frames and nothing else.
 */
import { byte } from "../../bytes.ts";
import { CleaningError } from "../../types.ts";
import { Found } from "../found.ts";
import { Output } from "../output.ts";
import type { Made } from "../result.ts";
import type { Source } from "../source.ts";
import { ascii, join } from "../writer.ts";
import { adtsFrame, amrFrame, amrHead, type ReadFrame } from "./frames.ts";
import { copyFrames, onlyFrames } from "./walk.ts";

const SILENT = { width: 0, height: 0 };

export async function cleanAac(source: Source): Promise<Made> {
  const [output, found] = [new Output(source), new Found()];
  await copyFrames({ source, output, found, read: adtsFrame }, 0);
  return { output, found, type: "audio/aac", extension: "aac", ...SILENT, verify: verifyFrames(adtsFrame) };
}

export async function cleanAmr(source: Source): Promise<Made> {
  const [output, found] = [new Output(source), new Found()];
  const head = amrHead(await source.peek(0, 9));
  const read = amrFrame(head.includes("W"));
  output.put(join(ascii(head)));
  await copyFrames({ source, output, found, read }, head.length);
  const type = head.includes("W") ? "audio/amr-wb" : "audio/amr";
  return { output, found, type, extension: "amr", ...SILENT, verify: verifyAmr };
}

/** Nothing but frames that all say the same about themselves. */
export const verifyFrames =
  (read: ReadFrame) =>
  async (source: Source): Promise<void> => {
    if (!(await onlyFrames(source, 0, read))) throw new CleaningError("not_clean");
  };

/** The magic line, then frames to the last byte (RFC 4867 §5.1, §5.3). */
export async function verifyAmr(source: Source): Promise<void> {
  const wide = byte(await source.bytes(0, 9), 5) === 0x2d;
  if (!(await onlyFrames(source, wide ? 9 : 6, amrFrame(wide)))) throw new CleaningError("not_clean");
}
