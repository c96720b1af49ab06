/** Fetches the script that covers parts of photos when somebody first wants it. */
import { scriptUrl } from "../../shared/trusted/index.ts";

const page = globalThis as { redact?: (file: Blob) => Promise<Blob | null> };

/** The photo with parts covered, or null when it was left as it is. */
export async function redact(file: Blob): Promise<Blob | null> {
  if (!page.redact) await import(scriptUrl("redact"));
  return page.redact ? page.redact(file) : null;
}
