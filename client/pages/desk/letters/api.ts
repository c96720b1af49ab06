/** Letters on the wire, as the desk sends and keeps them: docs/formats/mailbox.md §6. */
import type { Bytes } from "../../../shared/crypto/bytes.ts";
import { ask, postBytes } from "../api.ts";

/** What the desk may know of a mailbox. Days are `YYYY-MM-DD`. */
export interface Known {
  /** When its reporter last looked, while a letter of this desk lies there. */
  fetched: string | null;
  written: number;
  letters: { id: string; day: string; bytes: number; released: boolean }[];
  copies: { number: number; letter: string; day: string; bytes: number }[];
}

export async function known(mailbox: string): Promise<Known> {
  return (await ask(`mailboxes/${mailbox}`)).json();
}

export async function copy(mailbox: string, number: number): Promise<Bytes> {
  return new Uint8Array(await (await ask(`mailboxes/${mailbox}/copies/${number}`)).arrayBuffer());
}

/** `body`: the letter and the desk's copy, as `sealWithCopy` gives them. */
export async function post(mailbox: string, number: number, body: Bytes): Promise<void> {
  await postBytes("letters", body, { "Hinghoi-Mailbox": mailbox, "Hinghoi-Letter-Number": String(number) });
}
