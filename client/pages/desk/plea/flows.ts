/** Asking the others to be let back in, and letting somebody back in. */
import { base64url, fromBase64url, random } from "../../../shared/crypto/bytes.ts";
import { type PassphraseKeys, SALT_BYTES, fromPassphrase } from "../../../shared/desk_keys/derive.ts";
import { newIdentity, wrapIdentity } from "../../../shared/desk_keys/identity.ts";
import { type Plea, handBack, isEnough, pleaMark, signPlea } from "../../../shared/desk_keys/plea.ts";
import { memberSigningOf } from "../../../shared/desk_keys/signing.ts";
import { keyCheck } from "../../../shared/keys/check.ts";
import { ask, post, postJson } from "../api.ts";
import type { Access, OpenDesk, Progress } from "../flows.ts";
import { knownHolders } from "../holders/holders.ts";

/** A plea that was made here; its words are read to the others, and its keys sign in once they agreed. */
export interface Made {
  name: string;
  words: string[];
  keys: PassphraseKeys;
}

export async function plead(name: string, passphrase: string, onProgress: Progress): Promise<Made> {
  const salt = random(SALT_BYTES);
  const keys = await fromPassphrase(passphrase, salt, onProgress);
  const { identity, recipient } = await newIdentity();
  const signing = memberSigningOf(identity);
  const wrapped = await wrapIdentity(identity, recipient, keys.wrapping);
  const { authentication } = keys;
  await post("plea", { name, salt, authentication, recipient, signing: fromBase64url(signing)!, identity: wrapped });
  return { name, words: await wordsOf({ recipient, signing }), keys };
}

export const wordsOf = async (plea: Pick<Plea, "recipient" | "signing">): Promise<string[]> =>
  (await keyCheck(await pleaMark(plea))).words;

export interface Heard {
  quorum: number;
  pleas: Plea[];
}

export const hear = async (): Promise<Heard> => (await ask("pleas")).json();

/** Gives this moderator's word; whether the person is let in by it. */
export async function confirm(desk: OpenDesk, plea: Plea, quorum: number, access: Access): Promise<boolean> {
  const { account, identities } = desk;
  const known = await knownHolders(desk);
  const enough = await isEnough(account.desk.id, known, plea, account.id, quorum);
  const answer = await postJson(`pleas/${plea.id}/confirm`, {
    authentication: access.authentication && base64url(access.authentication),
    word: signPlea(access.identity, account.desk.id, plea),
    back: enough ? await handBack(account.desk.id, known, identities, plea) : null,
  });
  return (await answer.json()).restored;
}

export async function refuse(plea: Plea): Promise<void> {
  await post(`pleas/${plea.id}/refuse`);
}
