/**
 * Markup compatibility (ECMA-376 part 3 §7.5): of the alternatives of one content, those that need
 * a vocabulary which is left out go. When the first goes, one of the others takes its place.
 */
import type { Element } from "../xml/elements.ts";
import type { Frame, Page, Verdict } from "../xml/rewrite.ts";

/** The frames without a replacement yet, or with one. */
export type Replaced = Map<Frame, boolean>;

export function alternative(element: Element, page: Page, replaced: Replaced): Verdict | null {
  if (element.name === "mc:AlternateContent") return null;
  const around = page.frames[page.frames.length - 1];
  if (!around || around.name !== "mc:AlternateContent") return "drop";
  const known = element.name === "mc:Fallback" || understood(element, page);
  if (!replaced.has(around)) return known ? null : giveUp(around, page, replaced);
  if (!known || replaced.get(around)) return "drop";
  replaced.set(around, true);
  return "unwrap";
}

/** Puts the prefixes that are written here for those that were read. */
function understood({ name, attributes }: Element, page: Page): boolean {
  if (name !== "mc:Choice") return false;
  const prefixes = (attributes.get("Requires") ?? "?").trim().split(/\s+/);
  const known = prefixes.map((prefix) => page.scope.get(prefix) ?? "?");
  if (known.includes("?")) return false;
  for (const prefix of known) page.used.add(prefix);
  attributes.set("Requires", known.join(" "));
  return true;
}

/** Nothing is written between the frame and its first alternative but white space. */
function giveUp(around: Frame, page: Page, replaced: Replaced): Verdict {
  if (page.out.slice(around.at + 1).every((piece) => !/\S/.test(piece))) {
    page.out.length = around.at;
    around.verdict = "unwrap";
    replaced.set(around, false);
  }
  return "drop";
}
