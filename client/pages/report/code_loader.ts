/** Fetches the script of receipt codes once somebody writes, and has a code made before they send. */
import type { Mailbox } from "../../shared/mailbox/open.ts";
import { scriptUrl } from "../../shared/trusted/index.ts";

/** A code that is ready for one report. */
export interface ReceiptCode {
  /** The half of the mailbox that travels inside the packet. */
  mailbox: Pick<Mailbox, "id" | "recipient">;
  /** Shows it; `durable`: this phone could keep it. */
  show(durable: boolean): void;
}

const page = globalThis as { receiptCode?: (worker: string) => Promise<ReceiptCode> };

let coming: Promise<ReceiptCode | undefined> | null = null;

export function prepareCode(): Promise<ReceiptCode | undefined> {
  return (coming ??= make().catch(() => undefined));
}

async function make(): Promise<ReceiptCode | undefined> {
  const url = scriptUrl("code");
  if (!page.receiptCode) await import(url);
  return page.receiptCode?.(url);
}

/** The code for this report. A report never waits for a script that has not come: undefined. */
export async function takeCode(): Promise<ReceiptCode | undefined> {
  if (!page.receiptCode) return undefined;
  const code = prepareCode();
  coming = null;
  return code;
}
