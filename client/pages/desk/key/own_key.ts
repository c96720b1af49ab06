/**
 * The desk's key as phones are told it, held against the key in this browser: what moderators read
 * out or print has to be their own, whatever the server says.
 */
import { recipientOf } from "../../../shared/crypto/key_file.ts";
import { ForeignKey } from "../../../shared/desk_keys/handover.ts";
import { signingOf } from "../../../shared/desk_keys/signing.ts";
import { readKeyList } from "../../../shared/keys/desks.ts";
import type { PinnedDesk, Pins } from "../../../shared/outbox/types.ts";
import { ApiError } from "../api.ts";
import type { OpenDesk } from "../flows.ts";

/** The list of keys as the server tells everybody; throws ApiError without a sound answer. */
export async function publicKeys(): Promise<Pins> {
  const answer = await fetch("/api/desks", { cache: "no-cache", redirect: "error" }).catch(() => {
    throw new ApiError("offline", 0);
  });
  return answer.json().then(readKeyList).catch(() => {
    throw new ApiError("internal", answer.status);
  });
}

/** The desk as the list has it; throws ForeignKey, and ApiError without an answer. */
export async function ownKey({ account, identities }: OpenDesk, list?: Pins): Promise<PinnedDesk> {
  list ??= await publicKeys();
  const listed = list.desks.find(({ id }) => id === account.desk.id);
  for (const identity of listed ? identities : []) {
    if (listed && (await isOf(listed, identity))) return listed;
  }
  throw new ForeignKey("the list names another key");
}

/** A desk from before signing keys has none in the list, and can be given none. */
async function isOf({ recipient, signing }: PinnedDesk, identity: string): Promise<boolean> {
  return (await recipientOf(identity)) === recipient && (signing === null || signing === signingOf(identity));
}
