/** One key as people compare it: eight words, numbered, and its picture beside them. */
import { t } from "../../shared/i18n/index.ts";
import { type KeyCheck, keyCheck } from "../../shared/keys/check.ts";
import { PICTURE, picturePath } from "../../shared/keys/picture.ts";
import { el } from "../common/dom.ts";

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 6;
const SIZE = "9rem";

/** Fills itself as soon as the words are worked out, which takes a slow phone a moment. */
export function keyView(fingerprint: string): HTMLElement {
  const place = el("div", { "data-key": fingerprint }, el("p", { class: "soft", role: "status" }, t("keys.working")));
  Object.assign(place.style, { display: "flex", flexWrap: "wrap", gap: "0.75rem 1.25rem", alignItems: "center" });
  void keyCheck(fingerprint).then((check) => place.replaceChildren(wordList(check), picture(check)));
  return place;
}

function wordList({ words }: KeyCheck): HTMLElement {
  const list = el("ol", { "data-words": true, translate: "no" }, ...words.map((word) => el("li", {}, word)));
  Object.assign(list.style, {
    flex: "1 1 12rem", display: "grid", grid: "repeat(4, auto) / auto-flow 1fr", gap: "0 1.75rem", paddingInlineStart: "1.5rem",
    fontSize: "1.1875rem", fontWeight: "600",
  });
  return list;
}

function picture({ rows }: KeyCheck): SVGElement {
  const side = PICTURE + 2 * MARGIN;
  const drawn = shape("svg", { viewBox: `${-MARGIN} ${-MARGIN} ${side} ${side}`, role: "img", "aria-label": t("keys.picture") },
    shape("rect", { x: -MARGIN, y: -MARGIN, width: side, height: side, rx: MARGIN, fill: "#fff" }),
    shape("path", { d: picturePath(rows), fill: "#000" }));
  Object.assign(drawn.style, { width: SIZE, height: SIZE });
  return drawn;
}

function shape(name: string, attributes: Record<string, string | number>, ...children: Node[]): SVGElement {
  const made = document.createElementNS(SVG, name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}
