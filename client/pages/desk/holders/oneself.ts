/**
 * Whoever can unwrap the desk's key has it say that this person is one of its holders. That word is what
 * the next administrator who hands the key on believes: docs/formats/desk-keys.md §10.
 */
import { memberSigningOf, signingOf } from "../../../shared/desk_keys/signing.ts";
import { signVouch } from "../../../shared/desk_keys/vouch.ts";
import { fingerprint } from "../../../shared/keys/desks.ts";
import { post } from "../api.ts";
import type { OpenDesk } from "../flows.ts";

/** Once for each desk key; without an answer, again at the next unlocking. */
export async function vouchForOneself({ account, identities }: OpenDesk, identity: string): Promise<void> {
  const [file, deskKey] = [account.files.at(-1), identities.at(-1)];
  if (!file || !deskKey || file.vouched) return;
  const key = await fingerprint(file.recipient, signingOf(deskKey));
  // A key that was made elsewhere has no signing key that anybody knows.
  if (key !== file.fingerprint) return;
  const { name, recipient, desk } = account;
  const signing = memberSigningOf(identity);
  const vouch = signVouch(deskKey, desk.id, key, { kind: "moderator", name, recipient, signing });
  file.vouched = await post("vouch", { key, signing, vouch }).then(() => true, () => false);
}
