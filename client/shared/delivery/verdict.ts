/**
 * What an answer of the network means for the packet: the policy of delivery, as one pure function.
 *
 * Nothing here counts as delivered; only a verified receipt does (`upload.ts`). A packet is parked
 * only on the word of a typed problem of our own server: portals and proxies say 400, too.
 */
import { RETRY_AFTER_DEFAULT, RETRY_AFTER_MAX, STORAGE_FULL_WAIT } from "./tuning.ts";
import type { WaitReason } from "./types.ts";

/** An answer that is not the expected one, with the headers and the problem that matter. */
export interface Answer {
  status: number;
  /** The problem+json `code`, or null when the body is none. */
  code: string | null;
  /** The problem's `limit` in bytes, when it has one. */
  limit: number | null;
  /** The problem's `bits` of work, NaN when it asks for none. */
  bits: number;
  /** `Retry-After` in milliseconds by the server's own clock, or null. */
  retryAfter: number | null;
}

export type Verdict =
  /** Ask with HEAD where the server stands, go on from there. */
  | { do: "resume" }
  /** The server knows nothing of it (any more), or wants work for it: announce it (again) under the same id. */
  | { do: "create"; bits?: number }
  /** Send less at once. */
  | { do: "shrink"; limit: number | null }
  /** Later: after `ms`, or the next back-off when the server named no time. */
  | { do: "wait"; reason: WaitReason; ms: number | null }
  /** Not ever, until a person looks. */
  | { do: "park"; reason: string };

const later = (reason: WaitReason): Verdict => ({ do: "wait", reason, ms: null });

function told(reason: WaitReason, answer: Answer, least: number, fallback: number): Verdict {
  const ms = Math.min(Math.max(answer.retryAfter ?? fallback, least), RETRY_AFTER_MAX);
  return { do: "wait", reason, ms };
}

const RULES: Record<number, (answer: Answer) => Verdict> = {
  400: refused,
  404: () => ({ do: "create" }),
  408: () => later("timeout"),
  409: (answer) => (answer.code === "packet_conflict" ? refused(answer) : { do: "resume" }),
  410: () => ({ do: "create" }),
  413: (answer) => (answer.code === "packet_too_large" ? refused(answer) : { do: "shrink", limit: answer.limit }),
  415: refused,
  422: refused,
  423: () => ({ do: "resume" }),
  425: () => later("busy"),
  428: ({ bits }) => ({ do: "create", bits }),
  429: (answer) => told("slow_down", answer, 0, RETRY_AFTER_DEFAULT),
  460: () => ({ do: "resume" }),
  503: (answer) => (answer.retryAfter === null ? later("busy") : told("busy", answer, 0, 0)),
  507: (answer) => told("storage_full", answer, STORAGE_FULL_WAIT, STORAGE_FULL_WAIT),
  511: () => later("portal"),
};

export function judge(answer: Answer): Verdict {
  const rule = RULES[answer.status];
  if (rule) return rule(answer);
  // A typed refusal that this version does not know is our server's word, not a portal's page.
  return later(answer.code !== null || answer.status >= 500 ? "server" : "portal");
}

function refused(answer: Answer): Verdict {
  return answer.code === null ? later("portal") : { do: "park", reason: answer.code };
}

/** `Retry-After` (RFC 9110 §10.2.3) to milliseconds; a date counts from the server's `Date`, not from our clock. */
export function retryAfter(value: string | null, serverDate: string | null): number | null {
  if (value === null) return null;
  if (/^\d+$/.test(value.trim())) return Number(value) * 1000;
  const ms = Date.parse(value) - Date.parse(serverDate ?? "");
  return Number.isNaN(ms) ? RETRY_AFTER_DEFAULT : Math.max(0, ms);
}

/** Full jitter over the upper half, so that a province does not come back in one second. */
export function backoff(attempt: number, first: number, last: number, random: () => number): number {
  const ceiling = Math.min(last, first * 2 ** Math.min(attempt, 20));
  return ceiling / 2 + (random() * ceiling) / 2;
}
