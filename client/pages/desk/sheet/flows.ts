/** Making a recovery sheet, and getting in by one. The code itself never goes out: desk-keys.md §9. */
import { random } from "../../../shared/crypto/bytes.ts";
import { SALT_BYTES, fromPassphrase } from "../../../shared/desk_keys/derive.ts";
import { unwrapIdentity, wrapIdentity } from "../../../shared/desk_keys/identity.ts";
import { fromSheet, newSheetCode } from "../../../shared/desk_keys/sheet.ts";
import { binary, post } from "../api.ts";
import { type Access, type Entered, type Progress, signInWith } from "../flows.ts";

/** A new sheet's code; the sheet before it is worth nothing from now on. */
export async function makeSheet({ identity, recipient, authentication }: Access): Promise<string> {
  const code = newSheetCode();
  const keys = fromSheet(code);
  const wrapped = await wrapIdentity(identity, recipient, keys.wrapping);
  await post("sheet", { ...(authentication && { authentication }), sheet: keys.authentication, identity: wrapped });
  return code;
}

/** They typed a part of it off the paper. */
export async function proveSheet(): Promise<void> {
  await post("sheet/proven");
}

/** A sheet that was found good; whoever holds this can set a new passphrase. */
export interface OpenedSheet {
  name: string;
  code: string;
  recipient: string;
  identity: string;
}

export async function openSheet(name: string, code: string): Promise<OpenedSheet> {
  const keys = fromSheet(code);
  const told = await (await post("sheet/open", { name, sheet: keys.authentication })).json();
  const identity = await unwrapIdentity(binary(told.identity), told.recipient, keys.wrapping);
  return { name, code, recipient: told.recipient, identity };
}

/** Sets the new passphrase, which signs every other browser out, and signs in with it. */
export async function restore(
  { name, code, recipient, identity }: OpenedSheet,
  passphrase: string,
  onProgress: Progress,
): Promise<Entered> {
  const salt = random(SALT_BYTES);
  const keys = await fromPassphrase(passphrase, salt, onProgress);
  await post("sheet/restore", {
    name,
    sheet: fromSheet(code).authentication,
    salt,
    authentication: keys.authentication,
    identity: await wrapIdentity(identity, recipient, keys.wrapping),
  });
  return signInWith(name, keys);
}
