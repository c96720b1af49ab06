/**
 * Receipt codes, in a script of its own that comes while somebody writes: a report can be sealed
 * without one. The page shows the code with it, and the same script in a worker works out what the
 * code opens, which takes a slow phone seconds.
 */
import { newCode } from "../../shared/mailbox/code.ts";
import { openMailbox } from "../../shared/mailbox/open.ts";
import type { ReceiptCode } from "../report/code_loader.ts";
import { derive } from "./derive.ts";
import { CodePanel } from "./panel.ts";

async function receiptCode(worker: string): Promise<ReceiptCode> {
  const code = newCode();
  const { id, recipient } = await derive(code, worker);
  document.documentElement.dataset["codeReady"] = "";
  return { mailbox: { id, recipient }, show: (durable) => new CodePanel(code, durable).show() };
}

if (typeof document === "undefined") {
  addEventListener("message", ({ data }: MessageEvent<string>) => {
    void openMailbox(data).then((mailbox) => postMessage(mailbox));
  });
} else {
  Object.assign(globalThis, { receiptCode });
}
