/** The secret in a sign-up link: docs/formats/desk-keys.md §3. */
import { type Bytes, fromBase64url } from "../../shared/crypto/bytes.ts";

const START = "#join=";

/** `secret` is null when the link is broken, so that the page can say so. */
export interface InvitationLink {
  text: string;
  secret: Bytes | null;
}

/** The invitation in the address, if any; afterwards neither address nor history has it. */
export function takeInvitation(): InvitationLink | null {
  const { hash, pathname, search } = location;
  history.replaceState(null, "", pathname + search);
  if (!hash.startsWith(START)) return null;
  const text = hash.slice(START.length);
  const secret = fromBase64url(text);
  return { text, secret: secret?.length === 32 ? secret : null };
}

/** Where the page is in the other language; an invitation comes along. */
export function otherLanguage(invitation: InvitationLink | null): string {
  const page = __LANG__ === "th" ? "/desk?lang=en" : "/desk";
  return invitation ? `${page}${START}${invitation.text}` : page;
}
