/**
 * Who holds the desk's key, of whom this browser can be sure, and the next key for those who remain:
 * docs/formats/desk-keys.md §10. What the server lists is believed only as far as the desk's key says it.
 */
import { base64url } from "../crypto/bytes.ts";
import { newIdentity, recipientOf } from "../crypto/key_file.ts";
import { fingerprint } from "../keys/desks.ts";
import { wrapDeskKey } from "./desk_key.ts";
import { signRotation, signingOf } from "./signing.ts";
import { type Holder, signVouch, vouched } from "./vouch.ts";

/** The server names a key as the desk's that this browser does not hold. */
export class ForeignKey extends Error {
  readonly code = "desk_key_foreign";
}

/** As the server lists them; none of it is believed before it was checked. */
export interface Listed {
  id: string;
  name: string;
  role: string;
  recipient: string;
  signing: string;
  vouch: string | null;
}

export interface HolderList {
  /** The fingerprint of the desk's key of now. */
  key: string;
  holders: Listed[];
  recovery: { recipient: string; vouch: string } | null;
}

export interface Known extends Listed {
  /** The desk's key that this browser holds gave its word for them. */
  sure: boolean;
}

export interface KnownHolders {
  /** The desk's key of now, its fingerprint and its signing key. */
  deskKey: string;
  key: string;
  signing: string;
  people: Known[];
  /** The recovery key's recipient; null when nobody can be sure of it. */
  recovery: string | null;
}

export const asHolder = ({ name, recipient, signing }: Listed): Holder => ({ kind: "moderator", name, recipient, signing });

export const asRecovery = (recipient: string): Holder => ({ kind: "recovery", name: "", recipient, signing: "" });

/** Holds the list against the desk's keys in this browser; throws ForeignKey for a key that is not here. */
export async function check(list: HolderList, desk: string, identities: readonly string[]): Promise<KnownHolders> {
  for (const deskKey of [...identities].reverse()) {
    const signing = signingOf(deskKey);
    if ((await fingerprint(await recipientOf(deskKey), signing)) !== list.key) continue;
    const holds = (vouch: string | null, holder: Holder): Promise<boolean> => vouched(signing, vouch, desk, list.key, holder);
    const people = list.holders.map(async (one) => ({ ...one, sure: await holds(one.vouch, asHolder(one)) }));
    const paper = list.recovery && (await holds(list.recovery.vouch, asRecovery(list.recovery.recipient)));
    return { deskKey, key: list.key, signing, people: await Promise.all(people), recovery: paper ? list.recovery!.recipient : null };
  }
  throw new ForeignKey("the server names a key that is not here");
}

/** What goes to the server, less the passphrase's secret. */
export interface Handover {
  left_out: string[];
  key: { recipient: string; signing: string; signature: string; day: string } | null;
  files: { kind: string; id: string | null; recipient: string; signing: string | null; file: string; vouch: string }[];
  recovery: { key: string; file: string }[] | null;
}

export interface Made {
  handover: Handover;
  /** A new recovery key, to be printed; null when the one on paper stays. */
  paper: string | null;
}

/** Without `gone`, and without those of whom this browser cannot be sure. `held`: all desk keys, for a new paper. */
export async function handOver(
  desk: string, known: KnownHolders, gone: string, held: readonly string[], newPaper: boolean, day: string,
): Promise<Made> {
  const next = await newIdentity();
  const signing = signingOf(next.identity);
  const key = await fingerprint(next.recipient, signing);
  const handOn = async (id: string | null, to: Holder) => ({
    kind: to.kind,
    id,
    recipient: to.recipient,
    signing: to.signing || null,
    file: base64url(await wrapDeskKey(next.identity, to.recipient)),
    vouch: signVouch(next.identity, desk, key, to),
  });
  const remain = known.people.filter(({ id }) => id !== gone);
  const paper = newPaper || known.recovery === null ? await newIdentity() : null;
  const files = [await handOn(null, asRecovery(paper?.recipient ?? known.recovery!))];
  for (const one of remain) if (one.sure) files.push(await handOn(one.id, asHolder(one)));
  const handover: Handover = {
    left_out: remain.filter(({ sure }) => !sure).map(({ id }) => id),
    key: { recipient: next.recipient, signing, signature: signRotation(known.deskKey, desk, known.key, key, day), day },
    files,
    recovery: paper && (await Promise.all(held.map((one) => older(one, paper.recipient)))),
  };
  return { handover, paper: paper?.identity ?? null };
}

/** A new paper opens what older keys sealed, too. */
async function older(deskKey: string, paper: string): Promise<{ key: string; file: string }> {
  const key = await fingerprint(await recipientOf(deskKey), signingOf(deskKey));
  return { key, file: base64url(await wrapDeskKey(deskKey, paper)) };
}
