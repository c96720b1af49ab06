/**
 * What an export says of itself, and the desk's signature under it.
 *
 * Normative: `docs/formats/export.md` §3.
 */
import { hex, sha256, utf8 } from "../crypto/bytes.ts";
import { signingOf, signLine } from "../desk_keys/signing.ts";
import type { Listed, Member } from "./archive.ts";

/** What the moderator chose beyond what is always in it. */
export type Chosen = "notes" | "unsafe_files";

/** Why something is not in it: hidden data is left in a file, nobody could tell, or it did not open. */
export type Why = "residue" | "unknown" | "unreadable";

/** `name`: of the attachment, as in the report; null for a packet of which nothing is here. */
export interface LeftOut {
  packet: string;
  name: string | null;
  why: Why;
}

export interface ListedCase {
  case: string;
  /** `cases/001` */
  folder: string;
  reports: { packet: string; name: string }[];
}

/** The server's words on the cases, as they came from it. */
export interface Extract {
  custody: string;
  signature: string;
  receiptKey: string;
}

export interface Origin {
  desk: { id: string; name: { th: string; en: string } };
  /** The desk's key, `AGE-SECRET-KEY-PQ-1…`. */
  identity: string;
  day: string;
  chosen: readonly Chosen[];
  extract: Extract;
}

export interface Contents {
  cases: ListedCase[];
  leftOut: LeftOut[];
}

/** The log's words, before the manifest that lists them. */
export const custodyOf = ({ custody, signature }: Extract): Member[] => [
  { name: "custody.json", bytes: utf8(custody) },
  { name: "custody.sig", bytes: utf8(signature) },
];

/** The manifest and its signature: the last two files. */
export async function closingOf(origin: Origin, { cases, leftOut }: Contents, files: Listed[]): Promise<Member[]> {
  const { desk, identity, day, chosen, extract } = origin;
  const manifest = utf8(JSON.stringify({
    version: 1,
    day,
    desk: { id: desk.id, name: desk.name, signing: signingOf(identity) },
    receipt_key: extract.receiptKey,
    chosen,
    cases,
    files,
    left_out: leftOut,
  }));
  const digest = hex(await sha256(manifest));
  const line = signLine(identity, `hinghoi-export-v1.${desk.id}.${day}.${digest}`);
  return [{ name: "manifest.json", bytes: manifest }, { name: "manifest.sig", bytes: utf8(line) }];
}

const three = (n: number): string => String(n).padStart(3, "0");

/** Where things of the n-th case are, counted from 1. */
export const folderOf = (n: number): string => `cases/${three(n)}`;
export const reportName = (folder: string, n: number): string => `${folder}/reports/${three(n)}.json`;
export const fileName = (folder: string, n: number, attachment: string): string => `${folder}/files/${three(n)}-${attachment}`;
