/** What a packet that came says of the desk that handed it over, held against what desks are known by. */
import type { Came } from "../../../shared/cards/card.ts";
import type { OpenedBeginning } from "../../../shared/crypto/beginning.ts";
import { base64url } from "../../../shared/crypto/bytes.ts";
import { judge, type Judged } from "../../../shared/handover/judge.ts";
import { logDigest, parseHandover } from "../../../shared/handover/statement.ts";
import type { Handed } from "../cases/api.ts";
import { publicKeys } from "../key/own_key.ts";

type Sealed = Pick<OpenedBeginning, "reportJson" | "handover">;

export interface Arriving {
  came: Came;
  /** Every desk that had it before, the first one first. */
  steps: Judged[];
  /** For the log; null when nobody can read who it was. */
  posted: Handed | null;
}

/** Null for a packet that came from its reporter. Throws ApiError when the desks' keys cannot be asked. */
export async function arrivingOf({ reportJson, handover }: Sealed, own: string, { id, day }: { id: string; day: string }): Promise<Arriving | null> {
  if (!handover) return null;
  const signed = parseHandover(handover) ?? [];
  const steps = signed.length ? await judge(signed, { reportJson, desks: (await publicKeys()).desks, own, arrived: day }) : [];
  const last = steps.at(-1);
  if (!last) return { came: { day, packet: id, from: "", name: "", confirmed: false, reason: "", note: "" }, steps, posted: null };
  const { statement: { from, reason, note }, confirmed, name } = last;
  const digest = base64url(await logDigest("came", handover));
  return { came: { day, packet: id, from, name: name?.[__LANG__] ?? from, confirmed, reason, note }, steps, posted: { from, confirmed, digest } };
}
