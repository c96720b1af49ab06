/**
 * Objects of other programs on slides: the object goes, with its file and its authors; the picture
 * of it that everybody sees takes the place of its frame.
 */
import type { Frame, Page } from "../xml/rewrite.ts";

/** The frames that hold an object, as long as no picture stands for it. */
export type Holders = Set<Frame>;

const FRAME = "p:graphicFrame";
const innermost = (page: Page): number => page.frames.map(({ name }) => name).lastIndexOf(FRAME);

export function meetObject(page: Page, holders: Holders): void {
  const holder = page.frames[innermost(page)];
  if (holder) holders.add(holder);
}

/** A picture in an object: it is written where the frame would have been. */
export function liftPicture(page: Page, holders: Holders): void {
  const at = innermost(page);
  const holder = page.frames[at];
  if (!holder || !holders.delete(holder)) return;
  page.out.length = holder.at;
  for (const frame of page.frames.slice(at)) frame.verdict = "unwrap";
}

/** A frame that would stay empty goes too. */
export function leaveFrame(frame: Frame, page: Page, holders: Holders): void {
  if (!holders.delete(frame)) return;
  page.out.length = frame.at;
  frame.verdict = "unwrap";
}

/** Where a drawing is taken back that has nothing to draw: a chart of a kind that is not kept. */
export function leaveEmptyDrawing(page: Page): void {
  const around = page.frames.find(({ name }) => /^(p:graphicFrame|w:drawing|xdr:\w+Anchor)$/.test(name));
  if (around) page.takeBack(around);
}
