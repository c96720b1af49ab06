/** Passkeys and codes between the browser and the server; what a PRF yields never goes out. */
import { type Bytes, random } from "../../../shared/crypto/bytes.ts";
import { unwrapIdentity, wrapIdentity } from "../../../shared/desk_keys/identity.ts";
import { PRF_SALT_BYTES, fromPrf } from "../../../shared/desk_keys/passkey.ts";
import { type Account, ApiError, type Unlocking, account } from "../api.ts";
import { type Access, type Half, type OpenDesk, openWith, openAs } from "../flows.ts";
import * as api from "./api.ts";
import { type Assertion, type Question, askPasskey, makePasskey } from "./passkey.ts";

/** Adds a passkey of this device; whether it can also unlock. */
export async function addPasskey({ identity, recipient }: Access, label: string): Promise<boolean> {
  const { prf, ...made } = await makePasskey(await api.newPasskey());
  const salt = random(PRF_SALT_BYTES);
  const wrapped = prf && { salt, identity: await wrapIdentity(identity, recipient, fromPrf(prf, salt)) };
  await api.addPasskey({ ...made, label, ...wrapped });
  return prf !== null;
}

async function unwrapped(to: Account, prf: Bytes, { salt, identity }: Unlocking): Promise<OpenDesk> {
  return openAs(to, await unwrapIdentity(identity, to.recipient, fromPrf(prf, salt)));
}

/** One touch: signs in, and opens the desk if the passkey can; else it is there, locked. */
export async function signInByPasskey(): Promise<OpenDesk | { locked: Account }> {
  const { assertion, prf } = await askPasskey(await api.challenge());
  const unlocking = await api.signInByPasskey(assertion);
  const mine = await account();
  return prf && unlocking ? unwrapped(mine, prf, unlocking) : { locked: mine };
}

/** One of those that unlock is touched; the moderator's own identity, and what was signed. */
async function touched(mine: Account, question: Omit<Question, "credentials">): Promise<{ identity: string; assertion: Assertion }> {
  const credentials = mine.unlocking.map((one) => one.credential);
  const { assertion, prf } = await askPasskey({ ...question, credentials });
  const found = mine.unlocking.find((one) => String(one.credential) === String(assertion.credential));
  if (!prf || !found) throw new ApiError("passkey_refused", 0);
  return { identity: await unwrapIdentity(found.identity, mine.recipient, fromPrf(prf, found.salt)), assertion };
}

/** Opens a locked desk by a touch; nothing goes over the network. */
export async function unlockByPasskey(mine: Account, rp: string): Promise<OpenDesk> {
  return openAs(mine, (await touched(mine, { challenge: random(32), rp })).identity);
}

/** A touch where the passphrase is asked for again; the server takes it for the next change. */
export async function accessByPasskey(mine: Account): Promise<Access> {
  const { identity, assertion } = await touched(mine, await api.proofChallenge());
  await api.proveByPasskey(assertion);
  return { identity, recipient: mine.recipient, authentication: null };
}

/** The second half, after the passphrase. */
export async function finishByCode({ wrapping }: Half, code: string): Promise<OpenDesk> {
  await api.signInByCode(code);
  return openWith(await account(), wrapping);
}

export async function finishByPasskey({ second, wrapping }: Half): Promise<OpenDesk> {
  if (!second.passkey) throw new ApiError("passkey_unavailable", 0);
  const { assertion } = await askPasskey(second.passkey);
  await api.signInByPasskey(assertion);
  return openWith(await account(), wrapping);
}
