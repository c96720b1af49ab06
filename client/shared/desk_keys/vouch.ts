/**
 * A desk key's word for whom it is wrapped to (docs/formats/desk-keys.md §10): what makes a holder
 * genuine for the browser that hands the next key on, whatever list the server sends.
 */
import { type Bytes, fromBase64url, hex, sha256, utf8 } from "../crypto/bytes.ts";
import { verify } from "../crypto/ed25519.ts";
import { DESK_SIGNING, sign } from "./signing.ts";

/** `signing` is a moderator's own signing key in base64url; empty for the recovery key, which has no name either. */
export interface Holder {
  kind: "moderator" | "recovery";
  name: string;
  recipient: string;
  signing: string;
}

const statement = (desk: string, fingerprint: string, { kind, name, recipient, signing }: Holder): Uint8Array =>
  lines("hinghoi-desk-holder-v1", desk, fingerprint, kind, name, recipient, signing);

/** What signatures are over: parts that hold no line feed, each ended by one. */
export const lines = (...parts: string[]): Bytes => utf8(parts.map((part) => `${part}\n`).join(""));

/** The word of the desk key with this fingerprint for `holder`. */
export const signVouch = (deskKey: string, desk: string, fingerprint: string, holder: Holder): string =>
  sign(deskKey, DESK_SIGNING, statement(desk, fingerprint, holder));

/** Whether `vouch` is that word; `signing` is the desk's, worked out from the key that this browser holds. */
export const vouched = (
  signing: string, vouch: string | null, desk: string, fingerprint: string, holder: Holder,
): Promise<boolean> => signed(signing, vouch, statement(desk, fingerprint, holder));

export async function signed(signing: string, signature: string | null, text: Uint8Array): Promise<boolean> {
  const [key, sound] = [fromBase64url(signing), fromBase64url(signature ?? "")];
  return key !== null && sound !== null && verify(sound, text, key);
}

/** What people compare of a moderator's own keys, as eight words: 32 hex digits. */
export async function memberMark(recipient: string, signing: string): Promise<string> {
  return hex((await sha256(lines("hinghoi-member-key-v1", recipient, signing))).subarray(0, 16));
}

