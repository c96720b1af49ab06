/**
 * Fetching and deleting letters with the mailbox's token. Normative: `docs/formats/mailbox.md` §5.
 *
 * Whatever answers may be a captive portal's: only what has the shape of our server's answers counts.
 */
import { base64url, type Bytes } from "../crypto/bytes.ts";
import { isDay } from "../crypto/day.ts";
import { MAX_LETTER } from "../crypto/limits.ts";

/** More letters than anybody writes to one mailbox. */
const MOST = 500;
const PATIENCE_MS = 60_000;
/** On the slowest wire that letters are still waited for: 1,000 bytes a second. */
const MS_PER_BYTE = 1;

/** One letter as the server lists it. */
export interface Posted {
  id: string;
  day: string;
  bytes: number;
}

/** `network`: nobody of ours answered. Else the server's own code. */
export class PostError extends Error {
  override name = "PostError";
  code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** Throws PostError. */
export function listLetters(token: Bytes): Promise<Posted[]> {
  return patiently(PATIENCE_MS, async (signal) => readList(await (await ask(token, "", { signal })).json()));
}

/** The age file of one letter. Throws PostError. */
export function fetchLetter(token: Bytes, { id, bytes }: Posted): Promise<Bytes> {
  return patiently(PATIENCE_MS + bytes * MS_PER_BYTE, async (signal) => {
    const answer = await ask(token, `/letters/${id}`, { signal });
    if (answer.headers.get("Content-Type") !== "application/octet-stream") throw new PostError("network");
    return new Uint8Array(await answer.arrayBuffer());
  });
}

/** Gone from the server for good. Throws PostError. */
export function deleteLetter(token: Bytes, { id }: Pick<Posted, "id">): Promise<void> {
  return patiently(PATIENCE_MS, async (signal) => {
    const { status } = await ask(token, `/letters/${id}`, { method: "DELETE", signal });
    if (status !== 204) throw new PostError("network");
  });
}

async function patiently<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const gone = new AbortController();
  const timer = setTimeout(() => gone.abort(), ms);
  try {
    return await work(gone.signal);
  } catch (error) {
    throw error instanceof PostError ? error : new PostError("network");
  } finally {
    clearTimeout(timer);
  }
}

async function ask(token: Bytes, path: string, more: RequestInit): Promise<Response> {
  const answer = await fetch(`/api/mailbox${path}`, {
    headers: { Authorization: `Bearer ${base64url(token)}` },
    cache: "no-store", credentials: "omit", redirect: "error", referrerPolicy: "no-referrer", ...more,
  });
  if (answer.ok) return answer;
  const { code } = ((await answer.json().catch(() => null)) ?? {}) as { code?: unknown };
  throw new PostError(typeof code === "string" ? code : "network");
}

/** What lies there, of an answer of `GET /api/mailbox`; throws PostError `network` for anything else. */
export function readList(answer: unknown): Posted[] {
  const { version, letters } = record(answer);
  if (version !== 1 || !Array.isArray(letters) || letters.length > MOST) throw new PostError("network");
  const read = letters.map(readPosted);
  if (new Set(read.map(({ id }) => id)).size < read.length) throw new PostError("network");
  return read;
}

function readPosted(value: unknown): Posted {
  const { id, day, bytes } = record(value);
  const whole = typeof bytes === "number" && Number.isInteger(bytes) && bytes > 0 && bytes <= MAX_LETTER;
  if (typeof id !== "string" || !/^[0-9a-f]{32}$/.test(id) || typeof day !== "string" || !isDay(day) || !whole) {
    throw new PostError("network");
  }
  return { id, day, bytes };
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
