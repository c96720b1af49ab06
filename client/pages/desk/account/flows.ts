/** Passkeys and codes between the browser and the server; what a PRF yields never goes out. */
import { type Bytes, random } from "../../../shared/crypto/bytes.ts";
import { unwrapIdentity, wrapIdentity } from "../../../shared/desk_keys/identity.ts";
import { PRF_SALT_BYTES, fromPrf } from "../../../shared/desk_keys/passkey.ts";
import { type Account, ApiError, type Unlocking, account } from "../api.ts";
import { type Access, type Half, type OpenDesk, openWith, openAs } from "../flows.ts";
import * as api from "./api.ts";
import { askPasskey, makePasskey } from "./passkey.ts";

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

/** Opens a locked desk by a touch; nothing goes over the network. */
export async function unlockByPasskey(mine: Account, rp: string): Promise<OpenDesk> {
  const credentials = mine.unlocking.map((one) => one.credential);
  const { assertion, prf } = await askPasskey({ challenge: random(32), rp, credentials });
  const same = (one: Unlocking): boolean => String(one.credential) === String(assertion.credential);
  const found = mine.unlocking.find(same);
  if (!prf || !found) throw new ApiError("passkey_refused", 0);
  return unwrapped(mine, prf, found);
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
