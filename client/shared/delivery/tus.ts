/**
 * The requests of tus 1.0 that delivery makes, and answers taken only when they are tus.
 *
 * A captive portal answers 200 with a page: without the version header and a sane offset it is
 * not our server that spoke.
 */
import { base64, sha256, utf8 } from "../crypto/bytes.ts";
import type { OutboxItem } from "../outbox/types.ts";
import { PATIENCE, PATIENCE_RATE } from "./tuning.ts";
import type { Clock } from "./types.ts";
import { retryAfter, type Answer } from "./verdict.ts";

/** How far the server is, and its receipt once it has everything. */
export interface Progress {
  offset: number;
  receipt: string | null;
  /** A relay holds the whole packet and will pass it on; the receipt is still to come. */
  held: boolean;
}

export type Reply = { ok: true; progress: Progress } | { ok: false; answer: Answer };

/** The request took longer than its patience. */
export class Stalled extends Error {}

export interface Wire {
  fetch: typeof fetch;
  clock: Clock;
  endpoint: string;
  /** Aborted when delivery stops. */
  stopped: AbortSignal;
}

/** What every request has in common: it tells nothing and follows nobody. */
const ANONYMOUS = { cache: "no-store", credentials: "omit", redirect: "manual", referrerPolicy: "no-referrer" } as const;

const padded = (bytes: Uint8Array): string => {
  const text = base64(bytes);
  return text.padEnd(Math.ceil(text.length / 4) * 4, "=");
};

/** Announces the packet, its first bytes with it; the same again is harmless. */
export async function create(wire: Wire, item: OutboxItem, first: Uint8Array): Promise<Reply> {
  const facts: Record<string, string> = { id: item.id, sha256: item.sha256, desks: item.desks.join(",") };
  if (item.work) facts["work"] = item.work.proof;
  const metadata = Object.entries(facts).map(([name, value]) => `${name} ${padded(utf8(value))}`);
  const headers = { "Upload-Length": String(item.size), "Upload-Metadata": metadata.join(",") };
  return send(wire, item, "POST", wire.endpoint, 201, headers, first);
}

export async function append(wire: Wire, item: OutboxItem, offset: number, chunk: Uint8Array): Promise<Reply> {
  return send(wire, item, "PATCH", address(wire, item), 204, { "Upload-Offset": String(offset) }, chunk);
}

export async function ask(wire: Wire, item: OutboxItem): Promise<Reply> {
  return send(wire, item, "HEAD", address(wire, item), 200, {}, null);
}

/** Asks the server to forget an unfinished packet (termination). Without signal it expires there. */
export async function forget(wire: Wire, id: string): Promise<void> {
  const headers = { "Tus-Resumable": "1.0.0" };
  await wire.fetch(`${wire.endpoint}/${id}`, { method: "DELETE", headers, ...ANONYMOUS, keepalive: true }).catch(() => undefined);
}

const address = (wire: Wire, item: OutboxItem): string => `${wire.endpoint}/${item.id}`;

async function send(
  wire: Wire, item: OutboxItem, method: string, url: string, expected: number,
  extra: Record<string, string>, body: Uint8Array | null,
): Promise<Reply> {
  const headers: Record<string, string> = { "Tus-Resumable": "1.0.0", ...extra };
  if (body) {
    headers["Content-Type"] = "application/offset+octet-stream";
    headers["Upload-Checksum"] = `sha256 ${padded(await sha256(body))}`;
  }
  const patience = PATIENCE + ((body?.length ?? 0) / PATIENCE_RATE) * 1000;
  return within(wire, patience, async (signal) => {
    const response = await wire.fetch(url, {
      method, headers, body: body as BodyInit | null, signal,
      ...ANONYMOUS,
    });
    const progress = response.status === expected ? read(response.headers, item.size) : null;
    return progress ? { ok: true, progress } : { ok: false, answer: await answerOf(response) };
  });
}

/** Runs one request; ends it when delivery stops or patience does (then throws Stalled). */
async function within<T>(wire: Wire, patience: number, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const ender = new AbortController();
  let stalled = false;
  const end = () => ender.abort();
  const calm = wire.clock.after(patience, () => {
    stalled = true;
    end();
  });
  wire.stopped.addEventListener("abort", end);
  if (wire.stopped.aborted) end();
  try {
    return await task(ender.signal);
  } catch (error) {
    throw stalled ? new Stalled() : error;
  } finally {
    calm();
    wire.stopped.removeEventListener("abort", end);
    end(); // Drops whatever of a portal's page is still coming in.
  }
}

/** Null unless these are the headers of a tus server that speaks of this packet. */
function read(headers: Headers, size: number): Progress | null {
  const offset = headers.get("Upload-Offset") ?? "";
  const sane = headers.get("Tus-Resumable") === "1.0.0" && /^\d{1,12}$/.test(offset) && Number(offset) <= size;
  const receipt = headers.get("Hinghoi-Receipt");
  return sane ? { offset: Number(offset), receipt, held: headers.has("Hinghoi-Held") } : null;
}

/** A body that cannot be read (an answer to HEAD has none) leaves the status to speak for itself. */
async function problemOf(response: Response): Promise<Partial<Record<keyof Answer, unknown>>> {
  if (!response.headers.get("Content-Type")?.startsWith("application/problem+json")) return {};
  try {
    return Object(await response.json()) as object;
  } catch {
    return {};
  }
}

async function answerOf(response: Response): Promise<Answer> {
  const { headers } = response;
  const problem = await problemOf(response);
  return {
    status: response.status,
    code: typeof problem.code === "string" ? problem.code : null,
    limit: typeof problem.limit === "number" ? problem.limit : null,
    bits: Number(problem.bits),
    retryAfter: retryAfter(headers.get("Retry-After"), headers.get("Date")),
  };
}
