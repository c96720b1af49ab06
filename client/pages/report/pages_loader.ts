/** Fetches the script that makes pictures of what is no picture, when such a file is picked. */
import type { CleanResult } from "../../shared/cleaning/index.ts";
import { scriptUrl } from "../../shared/trusted/index.ts";

/** A picked file, and what may be done with it. */
export interface Picked {
  file: File;
  row: HTMLElement;
  /** Files that may stand in its place. */
  room: number;
  /** Puts these in its place, cleaned already or yet to be; answers their rows. */
  take(pictures: (CleanResult | File)[]): HTMLElement[];
  /** Nothing is sealed before this has ended. */
  wait(work: Promise<void>): void;
}

const page = globalThis as { pages?: (picked: Picked, worker: string) => Promise<void> };

/** Adds a button to the row where pictures can be made of the file; none without the script. */
export async function offerPictures(picked: Picked): Promise<void> {
  if (!page.pages) await import(scriptUrl("pages")).catch(() => undefined);
  await page.pages?.(picked, scriptUrl("pages_pdf"));
}
