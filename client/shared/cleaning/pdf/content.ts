/**
 * Cleans what draws a page (ISO 32000-1 §7.8.2): comments, marks, unknown operators, stray operands
 * and whatever hidden layers draw are left out; every other operator keeps its bytes.
 */
import { imageText } from "./inline_image.ts";
import { Keyword, Lexer, type Token } from "./lexer.ts";
import { COLOUR_OPERANDS, COLOURS, CLIP, OPERATORS, PAINT, PATH, SHOW } from "./operators.ts";
import { parseValue } from "./parse.ts";
import { Sink } from "./sink.ts";
import { Name, Text } from "./values.ts";

interface Operand {
  /** One letter, as in OPERATORS; "d" for a dictionary, "b" for true, false and null. */
  kind: string;
  from: number;
  to: number;
  name: string;
  /** An array's parts. */
  parts: Uint8Array[];
}

export interface Content {
  bytes: Uint8Array;
  /** Every name that it uses: resources of other names are not needed. */
  names: Set<string>;
}

/** `isHidden` answers for the layer that a name of /Properties stands for. */
export function cleanContent(bytes: Uint8Array, isHidden: (name: string) => boolean): Content {
  const cleaner = new Cleaner(bytes, isHidden);
  for (let token = cleaner.lexer.next(); token !== undefined; token = cleaner.lexer.next()) cleaner.take(token);
  return { bytes: cleaner.out.bytes(), names: cleaner.names };
}

class Cleaner {
  readonly lexer: Lexer;
  readonly out = new Sink();
  readonly names = new Set<string>();
  private readonly isHidden: (name: string) => boolean;
  private operands: Operand[] = [];
  /** For each open mark whether it hides what is in it. */
  private readonly marks: boolean[] = [];
  private hiding = 0;
  private path: [string, Operand[]][] = [];
  private clips = false;

  constructor(bytes: Uint8Array, isHidden: (name: string) => boolean) {
    this.lexer = new Lexer(bytes);
    this.isHidden = isHidden;
  }

  take(token: Token): void {
    if (!(token instanceof Keyword)) return this.operand(kindOf(token), token instanceof Name ? token.text : "");
    if (token.text === "[") return this.array();
    if (token.text === "<<") return this.dictionary();
    if (/^(true|false|null)$/.test(token.text)) return this.operand("b");
    if (token.text === "BI") this.image();
    else this.operator(token.text);
    this.operands = [];
  }

  /** More operands than any operator takes are stray. */
  private operand(kind: string, name = "", parts: Uint8Array[] = []): void {
    if (this.operands.length > 40) this.operands.shift();
    this.operands.push({ kind, from: this.lexer.start, to: this.lexer.at, name, parts });
  }

  private array(): void {
    const parts: Uint8Array[] = [];
    for (let token = this.lexer.next(); token !== undefined; token = this.lexer.next()) {
      if (token instanceof Keyword && token.text === "]") break;
      if (typeof token === "number" || token instanceof Text) parts.push(this.lexer.bytes.subarray(this.lexer.start, this.lexer.at));
    }
    this.operand("a", "", parts);
  }

  private dictionary(): void {
    this.lexer.at = this.lexer.start;
    parseValue(this.lexer);
    this.operand("d");
  }

  private image(): void {
    const text = imageText(this.lexer, this.names);
    if (text && !this.hiding) this.out.put(text);
  }

  private operator(name: string): void {
    if (name === "BDC" || name === "BMC") this.openMark(name);
    else if (name === "EMC") this.closeMark();
    else {
      const operands = this.fitting(name);
      if (operands) this.hiding ? this.writeHidden(name, operands) : this.write(name, operands);
    }
  }

  private openMark(name: string): void {
    const [tag, layer] = this.operands.slice(-2);
    const hides = name === "BDC" && tag?.name === "OC" && layer?.kind === "/" && this.isHidden(layer.name);
    this.marks.push(hides);
    if (hides) this.hiding++;
  }

  private closeMark(): void {
    if (this.marks.pop()) this.hiding--;
  }

  /** The operands that the operator takes, or nothing when it is none that draws. */
  private fitting(name: string): Operand[] | null {
    const wanted = OPERATORS.get(name);
    if (wanted === undefined && !COLOURS.test(name)) return null;
    const operands = wanted === undefined ? this.operands : this.operands.slice(-wanted.length || this.operands.length);
    let kinds = "";
    for (const { kind } of operands) kinds += kind;
    return (wanted === undefined ? COLOUR_OPERANDS.test(kinds) : kinds === wanted) ? operands : null;
  }

  private write(name: string, operands: Operand[]): void {
    for (const { kind, from, to, name: used, parts } of operands) {
      if (kind === "/") this.names.add(used);
      if (kind === "a") this.writeArray(parts);
      else this.out.put(this.lexer.bytes.subarray(from, to));
      this.out.text(" ");
    }
    this.out.text(`${name}\n`);
  }

  private writeArray(parts: Uint8Array[]): void {
    this.out.text("[");
    for (const [i, part] of parts.entries()) {
      if (i) this.out.text(" ");
      this.out.put(part);
    }
    this.out.text("]");
  }

  /** In a hidden layer only what changes the state counts; a path only when it clips. */
  private writeHidden(name: string, operands: Operand[]): void {
    if (SHOW.test(name)) return;
    if (!PATH.test(name) && !CLIP.test(name) && !PAINT.test(name)) return this.write(name, operands);
    this.clips ||= CLIP.test(name);
    if (!PAINT.test(name)) this.path.push([name, operands]);
    else this.endHiddenPath();
  }

  private endHiddenPath(): void {
    if (this.clips) for (const [name, operands] of [...this.path, ["n", []] as [string, Operand[]]]) this.write(name, operands);
    this.path = [];
    this.clips = false;
  }
}

function kindOf(token: Token): string {
  return typeof token === "number" ? "n" : token instanceof Name ? "/" : "s";
}
