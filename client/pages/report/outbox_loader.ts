/** Fetches the outbox's own script, which knows all that can be done with packets, when there is one to show. */
import type { ReportDraft, SealedPacket } from "../../shared/crypto/packet.ts";
import type { OutboxStore } from "../../shared/outbox/types.ts";
import { scriptUrl } from "../../shared/trusted/index.ts";
import type { KeyCheck } from "./keys_loader.ts";
import type { Packets } from "./packets.ts";

/** What that script works with. */
export interface OutboxTools {
  outbox: OutboxStore;
  /** The script that shows keys in words. */
  keyCheck(): Promise<KeyCheck>;
  packets: Packets;
  /** Seals to the first desk; null as long as no desk's key is known. */
  seal(report: ReportDraft): Promise<SealedPacket | null>;
  /** Runs one of the build's scripts in this page: only the first one may name their addresses. */
  load(script: string): Promise<unknown>;
  /** Attaches a file to the report that is being written. */
  attach(file: File): void;
}

/** `place` is the hash of the address: `#outbox`, `#shared` or "". */
const page = globalThis as { outboxPage?: (tools: OutboxTools, place: string) => void };

export async function openOutboxPage(tools: Omit<OutboxTools, "load">, place: string): Promise<void> {
  if (!page.outboxPage) await import(scriptUrl("outbox"));
  page.outboxPage?.({ ...tools, load: (script) => import(scriptUrl(script)) }, place);
}

/** Into the browser's own cache: handing on must not need signal once ours have made room for a report. */
export function fetchOutboxPage(): void {
  void fetch(scriptUrl("outbox")).catch(() => undefined);
}
