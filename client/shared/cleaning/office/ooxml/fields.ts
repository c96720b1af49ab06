/**
 * Fields of Word (ECMA-376 part 1 §17.16): the few that only count and refer stay fields; those
 * that show what is about the document (its author, its file) lose their result; of all others,
 * links and data of citation programs among them, the shown result stays as plain text.
 */
import type { Frame, Page } from "../xml/rewrite.ts";

const COUNTING =
  /^\s*(PAGE|NUMPAGES|SECTION|SECTIONPAGES|PAGEREF|REF|NOTEREF|SEQ|STYLEREF|TOC|TC|XE|INDEX|EQ|SYMBOL|ADVANCE|LISTNUM|FORMTEXT|FORMCHECKBOX|FORMDROPDOWN|=)(\s|$)/i;
const TELLING =
  /^\s*(AUTHOR|LASTSAVEDBY|USERNAME|USERINITIALS|USERADDRESS|FILENAME|FILESIZE|TEMPLATE|CREATEDATE|SAVEDATE|PRINTDATE|EDITTIME|REVNUM|DOCPROPERTY|DOCVARIABLE|INFO|COMMENTS)(\s|$)/i;
const LINK_INSIDE = /^\s*HYPERLINK\s+\\l\s+"[^"\\]*"\s*$/i;

export type Fate = "field" | "text" | "nothing";

export function fate(instruction: string): Fate {
  if (TELLING.test(instruction)) return "nothing";
  const outside = /"?\b(https?|file|mailto|ftp):|\\\\/i.test(instruction);
  return (COUNTING.test(instruction) || LINK_INSIDE.test(instruction)) && !outside ? "field" : "text";
}

/** From and to, both inclusive, in what is written. */
type Range = [from: number, to: number];

interface Field {
  instruction: string;
  /** The field's own marks, and the texts of its result. */
  marks: Range[];
  results: Range[];
  ended: boolean;
}

/** The fields that are open at one place of a part. */
export class Fields {
  readonly #open: Field[] = [];
  /** Whether a result was taken away. */
  blanked = false;

  get settled(): boolean {
    return this.#open.length === 0;
  }

  /** Before a w:fldChar is written. */
  enter(type: string | undefined): void {
    const field = this.#open[this.#open.length - 1];
    if (type === "begin") this.#open.push({ instruction: "", marks: [], results: [], ended: false });
    else if (type === "separate" && field) field.ended = true;
  }

  /** Before a w:fldChar or w:instrText is closed; the last mark goes at once, unless it stays. */
  leave(frame: Frame, last: boolean, page: Page): void {
    const field = this.#open[this.#open.length - 1];
    // Of an empty element there is only one piece, of others the end tag is still to come.
    field?.marks.push([frame.at, Math.max(frame.at, page.out.length - (page.out.length === frame.at + 1 ? 1 : 0))]);
    if (!last) return;
    this.#open.pop();
    if (field && this.#settle(field, page) === "field") return;
    page.out.length = frame.at;
    frame.verdict = "unwrap";
  }

  instruct(text: string): void {
    const field = this.#open[this.#open.length - 1];
    if (field) field.instruction += text;
  }

  /** Before a text is written: the result of the fields that wait for one, else an instruction. */
  show(page: Page): void {
    const here: Range = [page.out.length, page.out.length];
    for (const field of this.#open) (field.ended ? field.results : field.marks).push(here);
  }

  /** A field that was never closed is judged where its part ends. */
  finish(page: Page): void {
    for (const field of this.#open.splice(0)) this.#settle(field, page);
  }

  #settle(field: Field, page: Page): Fate {
    const end = fate(field.instruction);
    if (end !== "field") blank(field.marks, page);
    if (end === "nothing") {
      this.blanked = true;
      blank(field.results, page);
    }
    return end;
  }
}

function blank(ranges: Range[], { out }: Page): void {
  for (const [from, to] of ranges) {
    for (let place = from; place <= to && place < out.length; place++) out[place] = "";
  }
}
