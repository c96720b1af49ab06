/** A server that speaks docs/formats/mailbox.md §5 over a real socket, and lies where a test wants it to. */
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { base64url, type Bytes, hex, random } from "../../../client/shared/crypto/bytes.ts";
import { type LetterDraft, sealLetter } from "../../../client/shared/crypto/letter.ts";
import { recipientOfSeed } from "../../../client/shared/crypto/seed.ts";
import { type Mailbox, mailboxId } from "../../../client/shared/mailbox/open.ts";

export interface Answer {
  status?: number;
  type?: string;
  body: Uint8Array | string;
}

export interface PostOffice {
  letters: Map<string, Uint8Array>;
  /** Answers that are given instead, by path. */
  lies: Map<string, Answer>;
  asked: { path: string; headers: IncomingHttpHeaders }[];
  close(): void;
}

const STEP = 4096;

/** Takes the place of the page's origin for as long as it runs. */
export async function postOffice(token: Bytes): Promise<PostOffice> {
  const letters = new Map<string, Uint8Array>();
  const lies = new Map<string, Answer>();
  const asked: PostOffice["asked"] = [];
  const server = createServer((request, response) => {
    const { url: path = "", method = "", headers } = request;
    asked.push({ path: `${method} ${path}`, headers });
    const known = headers.authorization === `Bearer ${base64url(token)}`;
    const { status = 200, type = "application/json", body } = lies.get(path) ?? answer(known ? letters : new Map(), method, path);
    response.writeHead(status, { "Content-Type": type }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const real = globalThis.fetch;
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  globalThis.fetch = (path, ...more) => real(`${origin}${path as string}`, ...more);
  const close = () => {
    globalThis.fetch = real;
    server.closeAllConnections();
    server.close();
  };
  return { letters, lies, asked, close };
}

function answer(letters: Map<string, Uint8Array>, method: string, path: string): Answer {
  const id = /\/letters\/(\w+)$/.exec(path)?.[1];
  if (id === undefined) return { body: listing(letters) };
  if (method === "DELETE") letters.delete(id);
  if (method === "DELETE") return { status: 204, body: "" };
  const body = letters.get(id);
  return body ? { type: "application/octet-stream", body } : { status: 404, body: JSON.stringify({ code: "letter_unknown" }) };
}

function listing(letters: Map<string, Uint8Array>): string {
  const told = { version: 1, letters: [...letters].map(([id, { length }]) => ({ id, day: "2026-11-21", bytes: length })), pad: "" };
  const bare = JSON.stringify(told).length;
  return JSON.stringify({ ...told, pad: " ".repeat((STEP - (bare % STEP)) % STEP) });
}

/** A mailbox whose code nobody stretched. */
export async function newMailbox(): Promise<Mailbox> {
  const [token, seed] = [random(32), random(32)];
  return { id: await mailboxId(token), recipient: recipientOfSeed(seed), token, seed } as Mailbox;
}

export const letterId = (): string => hex(random(16));

/** A letter for this mailbox, sealed to it unless it is to go astray. */
export const written = ({ id, recipient }: Mailbox, facts: Partial<LetterDraft> = {}, to = recipient): Promise<Bytes> =>
  sealLetter({
    mailbox: id, desk: "nan", number: 1, language: "th", day: "2026-11-21", text: "สวัสดี",
    state: null, agency: null, history: [], ...facts,
  }, [], to);
