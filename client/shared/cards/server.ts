/** The worker's questions to the server; it asks and never posts. */
import type { Bytes } from "../crypto/bytes.ts";
import type { Server } from "./sync.ts";
import { type Changes, readChanges } from "./wire.ts";

/** A refusal with the server's stable code; `offline` when there was no answer. */
export class Refusal extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

async function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  const answer = await fetch(`/desk/api/${path}`, { cache: "no-store", redirect: "error", headers }).catch(() => {
    throw new Refusal("offline");
  });
  if (answer.ok || answer.status === 304) return answer;
  const problem = (await answer.json().catch(() => ({}))) as { code?: string };
  throw new Refusal(problem.code ?? "internal");
}

export function server(): Server {
  let last: { after: number; tag: string; changes: Changes } | null = null;
  return {
    async changes(after) {
      const known = last?.after === after ? last : null;
      const answer = await get(`changes?after=${after}`, known ? { "If-None-Match": known.tag } : {});
      if (answer.status === 304 && known) return known.changes;
      const changes = readChanges(await answer.json());
      const tag = answer.headers.get("ETag");
      last = tag ? { after, tag, changes } : null;
      return changes;
    },
    async block(number) {
      try {
        return new Uint8Array(await (await get(`blocks/${number}`)).arrayBuffer()) as Bytes;
      } catch (error) {
        if (error instanceof Refusal && error.code === "block_unknown") return null;
        throw error;
      }
    },
  };
}
