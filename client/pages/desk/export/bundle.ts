/**
 * Cases as a sealed file: packets are opened one after another, and what comes out of each is sealed
 * before the next is fetched. Only sealed bytes are gathered, which the browser may put on disk.
 */
import { type Opener, sealStream } from "../../../shared/crypto/seal_stream.ts";
import { type Member, writeArchive } from "../../../shared/export/archive.ts";
import { caseNumber } from "../../../shared/export/case_number.ts";
import {
  type Chosen, closingOf, type Contents, custodyOf, fileName, folderOf, type LeftOut, type ListedCase, reportName,
} from "../../../shared/export/manifest.ts";
import type { DeskCases } from "../cases/use_cards.ts";
import { caseJson, reportJson } from "./case_json.ts";
import { caseText, type Told } from "./case_text.ts";
import { gather, type Gathered, objection, openOne, type Work } from "./gather.ts";

export interface Wanted {
  ids: readonly string[];
  chosen: readonly Chosen[];
  opener: Opener;
}

export interface Made {
  file: Blob;
  name: string;
  leftOut: readonly LeftOut[];
}

const PART = 1 << 20;

export async function makeBundle(cases: DeskCases, { ids, chosen, opener }: Wanted, work: Work): Promise<Made> {
  const gathered = await gather(cases, "bundle", ids);
  const { account, identities } = work.desk;
  const contents: Contents = { cases: [], leftOut: [] };
  const origin = {
    desk: { id: account.desk.id, name: account.desk.name },
    identity: identities.at(-1)!,
    day: gathered.custody.day,
    chosen,
    extract: gathered.extract,
  };
  const members = membersOf(gathered, chosen, contents, work);
  const plain = writeArchive(members, (files) => closingOf(origin, contents, files));
  const file = await keep(await sealStream(plain, opener));
  const [only, another] = ids;
  const name = another === undefined ? `case-${caseNumber(only ?? "")}` : `cases-${gathered.custody.day}`;
  return { file, name: `${name}.age`, leftOut: contents.leftOut };
}

async function* membersOf({ extract, cases }: Gathered, chosen: readonly Chosen[], contents: Contents, work: Work): AsyncGenerator<Member> {
  let done = 0;
  for (const [n, { seen, packets }] of cases.entries()) {
    const folder = folderOf(n + 1);
    const listed: ListedCase = { case: seen.card.case, folder, reports: [] };
    contents.cases.push(listed);
    yield { name: `${folder}/case.json`, bytes: caseJson(seen, chosen.includes("notes")) };
    const told: Told[] = [];
    for (const packet of packets) {
      told.push(yield* packetOf(packet, listed, chosen.includes("unsafe_files"), contents.leftOut, work));
      work.tell(++done);
    }
    yield { name: `${folder}/case.txt`, bytes: caseText(seen, told, chosen.includes("notes")) };
  }
  yield* custodyOf(extract);
}

async function* packetOf(
  packet: string, { folder, reports }: ListedCase, unsafe: boolean, leftOut: LeftOut[], work: Work,
): AsyncGenerator<Member, Told> {
  const { report, files } = await openOne(packet, work);
  if (!report) {
    leftOut.push({ packet, name: null, why: "unreadable" });
    return { report, files: [] };
  }
  const n = reports.length + 1;
  const name = reportName(folder, n);
  reports.push({ packet, name });
  yield { name, bytes: reportJson(report) };
  const told: Told["files"] = [];
  for (const file of files) {
    const path = fileName(folder, n, file.fact.name);
    const why = unsafe ? null : objection(file);
    if (why) leftOut.push({ packet, name: file.fact.name, why });
    else yield { name: path, bytes: file.bytes };
    told.push({ name: file.fact.name, sha256: file.fact.sha256, why, path });
  }
  return { report, files: told };
}

/** Sealed pieces of 64 KiB as one file: the browser holds parts of a megabyte, on disk if it likes. */
async function keep(sealed: ReadableStream<Uint8Array>): Promise<Blob> {
  const parts: Blob[] = [];
  let some: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const reader = sealed.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    some.push(read.value.slice());
    size += read.value.length;
    if (size < PART) continue;
    parts.push(new Blob(some));
    [some, size] = [[], 0];
  }
  return new Blob([...parts, ...some], { type: "application/octet-stream" });
}
