/** An invitation made here, so that no server ever sees its secret: desk-keys.md §4.3. */
import { base64url, random } from "../../../shared/crypto/bytes.ts";
import { recipientOf } from "../../../shared/crypto/key_file.ts";
import { SECRET_BYTES, fromInvitation } from "../../../shared/desk_keys/derive.ts";
import { wrapDeskKey } from "../../../shared/desk_keys/desk_key.ts";
import { sha256 } from "@noble/hashes/sha2.js";
import { ApiError, type Role } from "../api.ts";
import type { OpenDesk } from "../flows.ts";
import { invite as post } from "./api.ts";

/** Who reads reports is handed the desk's key. */
export const readsReports = (role: Role): boolean => role === "administrator" || role === "moderator";

/** The link, which exists nowhere else. */
export async function invite({ account, identities }: OpenDesk, role: Role): Promise<string> {
  const secret = random(SECRET_BYTES);
  const { token, identity } = fromInvitation(secret);
  const handed = readsReports(role) ? await handedOn(account.files.at(-1)?.fingerprint, identities.at(-1), identity) : {};
  await post({ role, token_hash: new Uint8Array(sha256(token)), ...handed });
  return `${site()}/desk#join=${base64url(secret)}`;
}

async function handedOn(key: string | undefined, deskKey: string | undefined, invitation: string) {
  if (key === undefined || deskKey === undefined) throw new ApiError("desk_key_refused", 0);
  return { key, file: await wrapDeskKey(deskKey, await recipientOf(invitation)) };
}

/** The address that people type, as the operator set it. */
const site = (): string =>
  document.querySelector<HTMLMetaElement>("meta[name=public-url]")?.content || location.origin;
