/**
 * From an invitation or a passphrase to an open desk. Keys come and go here; no markup.
 *
 * The passphrase is stretched on this device and never handed to `api`: only what is derived
 * from it goes out.
 */
import { type Bytes, random } from "../../shared/crypto/bytes.ts";
import { deskKeyFor, wrapDeskKey } from "../../shared/desk_keys/desk_key.ts";
import { type PassphraseKeys, SALT_BYTES, fromInvitation, fromPassphrase } from "../../shared/desk_keys/derive.ts";
import { newIdentity, unwrapIdentity, wrapIdentity } from "../../shared/desk_keys/identity.ts";
import * as api from "./api.ts";
import { vouchForOneself } from "./holders/oneself.ts";

/** An open desk: the identities that open its packets. Dropping this object is what locks. */
export interface OpenDesk {
  account: api.Account;
  identities: string[];
}

/**
 * What changes who can get in needs once more: the moderator's own identity, and the secret that shows
 * the server that the passphrase is known; null where a passkey was touched, which the server saw itself.
 * Held for the length of one task.
 */
export interface Access {
  identity: string;
  recipient: string;
  authentication: Bytes | null;
}

/** Half-way in: the passphrase was right, and something else is asked for. */
export interface Half {
  second: api.Second;
  wrapping: Bytes;
}

/** With `access` where the account still has to be made safe: nobody types a passphrase twice in a minute. */
export type Entered = (OpenDesk & { access?: Access }) | Half;

export type Progress = (part: number) => void;

export interface Invited {
  desk: api.Desk;
  token: Bytes;
  /** Null for those who read no reports. */
  deskKey: string | null;
}

/** Asks for the invitation and opens the desk key that it carries. */
export async function accept(secret: Bytes): Promise<Invited> {
  const { token, identity } = fromInvitation(secret);
  const { desk, key } = await api.invitation(token);
  return { desk, token, deskKey: key && (await deskKeyFor(key.recipient, key.file, identity)) };
}

export interface Joined {
  desk: OpenDesk;
  access: Access;
}

/** Makes the moderator's identity, wraps both keys, signs up; the desk is then open. */
export async function join(
  invited: Invited,
  name: string,
  passphrase: string,
  onProgress: Progress,
): Promise<Joined> {
  const salt = random(SALT_BYTES);
  const { authentication, wrapping } = await fromPassphrase(passphrase, salt, onProgress);
  const { identity, recipient } = await newIdentity();
  const { token, deskKey } = invited;
  await api.join({
    token,
    name,
    salt,
    authentication,
    recipient,
    identity: await wrapIdentity(identity, recipient, wrapping),
    ...(deskKey === null ? {} : { file: await wrapDeskKey(deskKey, recipient) }),
  });
  const desk = { account: await api.account(), identities: deskKey === null ? [] : [deskKey] };
  void vouchForOneself(desk, identity);
  return { desk, access: { identity, recipient, authentication } };
}

export async function openWith(account: api.Account, wrapping: Bytes): Promise<OpenDesk> {
  return openAs(account, await unwrapIdentity(account.identity, account.recipient, wrapping));
}

/** Unwraps the desk's keys with the moderator's own identity. */
export async function openAs(account: api.Account, identity: string): Promise<OpenDesk> {
  const files = account.files.map(({ recipient, file }) => deskKeyFor(recipient, file, identity));
  const desk = { account, identities: await Promise.all(files) };
  void vouchForOneself(desk, identity);
  return desk;
}

/** One passphrase step: signs in, and opens the desk with what the server kept sealed. */
export async function signIn(name: string, passphrase: string, onProgress: Progress): Promise<Entered> {
  const salt = await api.salt(name);
  return signInWith(name, await fromPassphrase(passphrase, salt, onProgress));
}

/** The passphrase once more, at an open desk; nothing goes over the network. */
export async function accessBy(
  account: api.Account,
  passphrase: string,
  onProgress: Progress,
): Promise<Access> {
  const { authentication, wrapping } = await fromPassphrase(passphrase, account.salt, onProgress);
  const identity = await unwrapIdentity(account.identity, account.recipient, wrapping);
  return { identity, recipient: account.recipient, authentication };
}

/** The same open desk with what the server knows of the account now; as it was without an answer. */
export const refreshed = (desk: OpenDesk): Promise<OpenDesk> =>
  api.account().then((account) => ({ ...desk, account }), () => desk);

/** Signs in with what was derived from a passphrase just now, and opens the desk. */
export async function signInWith(name: string, { authentication, wrapping }: PassphraseKeys): Promise<Entered> {
  const second = await api.signIn(name, authentication);
  if (second) return { second, wrapping };
  const account = await api.account();
  const identity = await unwrapIdentity(account.identity, account.recipient, wrapping);
  const desk = await openAs(account, identity);
  return account.bare ? { ...desk, access: { identity, recipient: account.recipient, authentication } } : desk;
}

/** How long an unlocking waits to hear whether the desk has a new key. */
const PATIENCE_MS = 3_000;

/** The account as the server has it, or as it was when there is no signal or no session any more. */
function asOfNow(account: api.Account): Promise<api.Account> {
  const late = new Promise<api.Account>((resolve) => setTimeout(resolve, PATIENCE_MS, account));
  const now = api.account().then((fresh) => (fresh.recipient === account.recipient ? fresh : account), () => account);
  return Promise.race([now, late]);
}

/** Opens a locked desk whose session lives on, with the key that the desk has by now if it can be asked. */
export async function unlock(
  account: api.Account,
  passphrase: string,
  onProgress: Progress,
): Promise<OpenDesk> {
  const { wrapping } = await fromPassphrase(passphrase, account.salt, onProgress);
  const identity = await unwrapIdentity(account.identity, account.recipient, wrapping);
  return openAs(await asOfNow(account), identity);
}
