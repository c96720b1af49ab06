/**
 * Letting somebody back in who lost passphrase and sheet: docs/formats/desk-keys.md §11.
 *
 * Each of the others signs that a new identity is that person's, after comparing eight words by telephone. The
 * browser of the last one that is needed believes only words of people for whom the desk's key vouches.
 */
import { base64url } from "../crypto/bytes.ts";
import { recipientOf } from "../crypto/key_file.ts";
import { fingerprint } from "../keys/desks.ts";
import { wrapDeskKey } from "./desk_key.ts";
import type { KnownHolders } from "./handover.ts";
import { MEMBER_SIGNING, sign, signingOf } from "./signing.ts";
import { lines, memberMark, signVouch, signed } from "./vouch.ts";

/** A server that says less is not believed: one fooled person and a server must not be enough. */
export const LEAST_WORDS = 2;

export interface Plea {
  id: string;
  /** Whose: the id and the name at the desk. */
  moderator: string;
  name: string;
  day: string;
  recipient: string;
  signing: string;
  /** Who gave a word for it, as the server tells it. */
  words: { moderator: string; word: string }[];
}

/** The desk's keys for the new identity, and the newest key's word for it. */
export interface HandedBack {
  key: string;
  files: { key: string; file: string }[];
  vouch: string;
}

/** What the eight words are made of. */
export const pleaMark = ({ recipient, signing }: Pick<Plea, "recipient" | "signing">): Promise<string> =>
  memberMark(recipient, signing);

const statement = (desk: string, { name, recipient, signing }: Plea): Uint8Array =>
  lines("hinghoi-desk-plea-v1", desk, name, recipient, signing);

/** The word of the moderator with this identity. */
export const signPlea = (identity: string, desk: string, plea: Plea): string =>
  sign(identity, MEMBER_SIGNING, statement(desk, plea));

/** Who gave a word that holds, among those for whom the desk's key vouches; never whose plea it is. */
export async function soundWords(desk: string, known: KnownHolders, plea: Plea): Promise<Set<string>> {
  const sound = plea.words.map(async ({ moderator, word }) => {
    const by = known.people.find(({ id }) => id === moderator);
    if (!by?.sure || by.id === plea.moderator) return [];
    return (await signed(by.signing, word, statement(desk, plea))) ? [by.id] : [];
  });
  return new Set((await Promise.all(sound)).flat());
}

/** Whether it is enough once `me` gives a word, too. */
export async function isEnough(desk: string, known: KnownHolders, plea: Plea, me: string, quorum: number): Promise<boolean> {
  const sound = await soundWords(desk, known, plea);
  return sound.add(me).size >= Math.max(LEAST_WORDS, quorum);
}

/** All desk keys that this browser holds, wrapped to the new identity. */
export async function handBack(desk: string, known: KnownHolders, held: readonly string[], plea: Plea): Promise<HandedBack> {
  const files = held.map(async (deskKey) => ({
    key: await fingerprint(await recipientOf(deskKey), signingOf(deskKey)),
    file: base64url(await wrapDeskKey(deskKey, plea.recipient)),
  }));
  const { name, recipient, signing } = plea;
  const vouch = signVouch(known.deskKey, desk, known.key, { kind: "moderator", name, recipient, signing });
  return { key: known.key, files: await Promise.all(files), vouch };
}
