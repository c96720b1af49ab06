/**
 * Writing a part anew while it is read: rules say of each element whether it stays, goes with all
 * that is in it, or goes but leaves its content. What was written can still be taken back until
 * the part is finished, since some things are known to be unwanted only after their beginning.
 */
import { type Element, elements, type Prefixes } from "./elements.ts";
import { escapeText, escapeValue } from "./escape.ts";

export type Verdict = "keep" | "drop" | "unwrap";

export interface Frame {
  name: string;
  /** Where its start tag stands in `out`. */
  at: number;
  verdict: Verdict;
}

export interface Rules {
  prefixes: Prefixes;
  /** The prefix whose elements are written without one. */
  bare?: string;
  /** May rename the element and change its attributes. */
  open(element: Element, page: Page): Verdict;
  /** What is to be written for a text, or null to take back the element that it stands in. */
  text(text: string, page: Page): string | null;
  close?(frame: Frame, page: Page): void;
  /** Whether nobody remembers places in what is written, beyond those of open elements. */
  settled?(): boolean;
  /** Attributes of the root that can be known only at the end. */
  root?(used: ReadonlySet<string>): [name: string, value: string][];
}

const MANY_PIECES = 32;

/** The part as far as it is written. */
export class Page {
  readonly out: string[] = [];
  readonly frames: Frame[] = [];
  readonly used = new Set<string>();
  /** What the prefixes of the document stand for at this place. */
  scope: ReadonlyMap<string, string> = new Map();
  #dropped = 0;

  get parent(): string {
    return this.frames[this.frames.length - 1]?.name ?? "";
  }

  get dropping(): boolean {
    return this.#dropped > 0;
  }

  push(frame: Frame): void {
    this.frames.push(frame);
    if (frame.verdict === "drop") this.#dropped++;
  }

  pop(): Frame | undefined {
    const frame = this.frames.pop();
    if (frame?.verdict === "drop") this.#dropped--;
    return frame;
  }

  /** Takes back an open element: what was written of it, and what is still to come. */
  takeBack(frame: Frame): void {
    this.out.length = frame.at;
    if (frame.verdict !== "drop") this.#dropped++;
    frame.verdict = "drop";
  }

  /** Makes one piece of all from a place on: a sheet is millions of them. */
  fold(from: number): void {
    const piece = this.out.slice(from).join("");
    this.out.length = from;
    this.out.push(piece);
  }

  inside(name: string): boolean {
    return this.frames.some((frame) => frame.name === name);
  }
}

/** Throws CleaningError("broken") for what is not plain XML. Null: the root itself was dropped. */
export function rewrite(xml: string, rules: Rules): string | null {
  const page = new Page();
  for (const piece of elements(xml, rules.prefixes)) {
    if ("start" in piece) {
      page.scope = piece.scope;
      start(piece.start, page, rules);
    } else if ("end" in piece) end(page, rules);
    else if (!page.dropping) text(piece.text, page, rules);
  }
  return page.out.length ? finish(page, rules) : null;
}

function start(element: Element, page: Page, rules: Rules): void {
  const verdict = page.dropping ? "drop" : rules.open(element, page);
  page.push({ name: element.name, at: page.out.length, verdict });
  if (verdict === "keep") page.out.push(startTag(element, page.used, rules));
}

function end(page: Page, rules: Rules): void {
  const frame = page.pop();
  if (!frame || page.dropping || frame.verdict === "drop") return;
  rules.close?.(frame, page);
  if (frame.verdict !== "keep") return;
  if (page.out.length > frame.at + 1) page.out.push(`</${written(frame.name, rules)}>`);
  else page.out[frame.at] = page.out[frame.at]!.replace(/>$/, "/>");
  // The root's start tag is not finished yet.
  const many = frame.at > 0 && page.out.length - frame.at > MANY_PIECES;
  if (many && (rules.settled?.() ?? true)) page.fold(frame.at);
}

function text(raw: string, page: Page, rules: Rules): void {
  const kept = rules.text(raw, page);
  if (kept !== null) page.out.push(escapeText(kept));
  else page.takeBack(page.frames[page.frames.length - 1]!);
}

function written(name: string, { bare }: Rules): string {
  return bare && name.startsWith(`${bare}:`) ? name.slice(bare.length + 1) : name;
}

function startTag({ name, attributes }: Element, used: Set<string>, rules: Rules): string {
  let tag = `<${written(name, rules)}`;
  for (const full of [name, ...attributes.keys()]) {
    if (full.includes(":")) used.add(full.slice(0, full.indexOf(":")));
  }
  for (const [key, value] of attributes) tag += ` ${key}="${escapeValue(value)}"`;
  return `${tag}>`;
}

/** The root's start tag is completed with the namespaces that were really used. */
function finish({ out, used }: Page, rules: Rules): string {
  const added = rules.root?.(used) ?? [];
  for (const [name] of added) if (name.includes(":")) used.add(name.slice(0, name.indexOf(":")));
  const extra = added.map(([name, value]) => ` ${name}="${escapeValue(value)}"`);
  out[0] = out[0]!.replace(/\/?>$/, (end) => `${declarations(used, rules)}${extra.join("")}${end}`);
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${out.join("")}`;
}

function declarations(used: ReadonlySet<string>, { prefixes, bare }: Rules): string {
  const known = new Map<string, string>();
  for (const [uri, prefix] of prefixes) if (!known.has(prefix)) known.set(prefix, uri);
  return [...used]
    .filter((prefix) => prefix !== "xml")
    .sort()
    .map((prefix) => ` xmlns${prefix === bare ? "" : `:${prefix}`}="${known.get(prefix)}"`)
    .join("");
}
