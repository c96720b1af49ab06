/**
 * Hands a sealed packet to somebody else as a file: by the system's share sheet where there is one
 * (Quick Share needs no signal at all), else as a download.
 */
import { fileName, TYPE, wrap } from "../../shared/courier/index.ts";
import { t } from "../../shared/i18n/index.ts";
import { el } from "../common/dom.ts";

interface Sealed {
  sha256: string;
  desks: string[];
  bytes: Uint8Array;
}

/** Answers what to say about it. */
export async function handOver(packet: Sealed): Promise<string> {
  const name = fileName(packet.sha256);
  const content = wrap(packet);
  // Chromium shares only endings that it knows; who reads the file goes by its content.
  const file = new File([content], `${name}.txt`, { type: "text/plain" });
  if (!(await share(file))) save(content, name);
  return t("outbox.handed_over", { name });
}

/** False when this browser cannot; somebody who changes their mind has been served, too. */
async function share(file: File): Promise<boolean> {
  const sharer = navigator as Partial<Navigator>;
  if (!sharer.canShare?.({ files: [file] })) return false;
  try {
    await navigator.share({ files: [file] });
    return true;
  } catch (error) {
    return error instanceof DOMException && error.name === "AbortError";
  }
}

function save(content: BlobPart, name: string): void {
  const address = URL.createObjectURL(new Blob([content], { type: TYPE }));
  el("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
