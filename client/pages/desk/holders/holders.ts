/** Who holds the desk's key, asked and checked; and taking somebody off. */
import { base64url } from "../../../shared/crypto/bytes.ts";
import { localDay } from "../../../shared/crypto/day.ts";
import { type Handover, type HolderList, type KnownHolders, type Made, check, handOver } from "../../../shared/desk_keys/handover.ts";
import { account, ask, postJson } from "../api.ts";
import { type Access, type OpenDesk, openAs } from "../flows.ts";

/** As the server lists them, held against the desk's keys here; throws ForeignKey for a key that is not. */
export async function knownHolders({ account: { desk }, identities }: OpenDesk): Promise<KnownHolders> {
  const list: HolderList = await (await ask("holders")).json();
  return check(list, desk.id, identities);
}

/** For somebody who never held the desk's key. */
const WITHOUT_KEY: Made = { handover: { left_out: [], key: null, files: [], recovery: null }, paper: null };

/** What takes `gone` off the desk; `known`: null for somebody without a key. */
export async function madeWithout(gone: string, desk: OpenDesk, known: KnownHolders | null, newPaper: boolean): Promise<Made> {
  if (!known) return WITHOUT_KEY;
  return handOver(desk.account.desk.id, known, gone, desk.identities, newPaper, localDay());
}

/** Takes `gone` off the desk, and opens it with the key of now. */
export async function remove(gone: string, handover: Handover, access: Access): Promise<OpenDesk> {
  await postJson(`people/${gone}/remove`, { ...handover, authentication: access.authentication && base64url(access.authentication) });
  return openAs(await account(), access.identity);
}
