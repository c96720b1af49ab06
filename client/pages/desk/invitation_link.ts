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

const OTHER = __LANG__ === "th" ? "/desk?lang=en" : "/desk";

/** Goes to the page in the other language; an invitation comes along, though no link shows it. */
export function changeLanguage(invitation: InvitationLink | null): void {
  location.replace(invitation ? `${OTHER}${START}${invitation.text}` : OTHER);
}
