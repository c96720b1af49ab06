/** What a code opens, worked out in a worker of its own that ends with it. */
import type { Mailbox } from "../../shared/mailbox/open.ts";

/** `code`: 24 ASCII digits; `script`: the address of this folder's script. Rejects when it cannot be run. */
export async function derive(code: string, script: string): Promise<Mailbox> {
  const worker = new Worker(script);
  try {
    return await new Promise<Mailbox>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<Mailbox>) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage(code);
    });
  } finally {
    worker.terminate();
  }
}
