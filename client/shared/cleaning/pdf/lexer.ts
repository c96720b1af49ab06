/**
 * Splits bytes into PDF tokens (ISO 32000-1 §7.2, §7.3), forgiving what viewers forgive. Bytes past
 * the end read as -1, so that no reader needs to check bounds to stay safe.
 */
import { Name, Text } from "./values.ts";

/** An operator, a delimiter such as "<<", or a word such as "obj". */
export class Keyword {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Token = number | Name | Text | Keyword;

/** 1: white space, 2: delimiter, 0: regular. */
const CLASS = new Uint8Array(256);
for (const code of [0, 9, 10, 12, 13, 32]) CLASS[code] = 1;
for (const letter of "()<>[]{}/%") CLASS[letter.charCodeAt(0)] = 2;
const ESCAPES: Record<string, number> = { n: 10, r: 13, t: 9, b: 8, f: 12 };
const NUMBER = /^[+-]*\d*\.?\d*/;

export const isSpace = (code: number): boolean => CLASS[code] === 1;
export const isRegular = (code: number): boolean => CLASS[code] === 0;
const hex = (code: number): number => "0123456789abcdef".indexOf(String.fromCharCode(code | 32));
/** ASCII digits keep bit 5 set, letters get it: `code | 32` reads both cases of a digit. */
const hexDigit = (code: number): number => (code < 48 || code > 102 ? -1 : hex(code));

export class Lexer {
  readonly bytes: Uint8Array;
  at: number;
  /** Where the last token began. */
  start = 0;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  peek(ahead = 0): number {
    return this.bytes[this.at + ahead] ?? -1;
  }

  skipSpace(): void {
    for (let code = this.peek(); code >= 0; code = this.peek()) {
      if (code === 37) this.skipComment();
      else if (CLASS[code] === 1) this.at++;
      else return;
    }
  }

  /** The next token, or nothing at the end. */
  next(): Token | undefined {
    this.skipSpace();
    this.start = this.at;
    const code = this.peek();
    if (code < 0) return undefined;
    if (code === 47) return this.name();
    if (code === 40) return this.literal();
    if (code === 60 && this.peek(1) !== 60) return this.hexadecimal();
    if (CLASS[code] === 2) return this.delimiter(code);
    return this.word();
  }

  private skipComment(): void {
    while (this.at < this.bytes.length && this.peek() !== 10 && this.peek() !== 13) this.at++;
  }

  private regular(): string {
    let text = "";
    for (; CLASS[this.peek()] === 0; this.at++) text += String.fromCharCode(this.peek());
    return text;
  }

  private word(): Token {
    const first = this.peek();
    const text = this.regular();
    if (first > 57 || first < 43) return new Keyword(text);
    return number(text) ?? new Keyword(text);
  }

  private delimiter(code: number): Keyword {
    const twice = (code === 60 || code === 62) && this.peek(1) === code;
    this.at += twice ? 2 : 1;
    const one = String.fromCharCode(code);
    return new Keyword(twice ? one + one : one);
  }

  private name(): Name {
    this.at++;
    const text = this.regular();
    if (!text.includes("#")) return new Name(text);
    return new Name(text.replace(/#([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16))));
  }

  private hexadecimal(): Text {
    const digits: number[] = [];
    for (this.at++; this.at < this.bytes.length && this.peek() !== 62; this.at++) {
      const digit = hexDigit(this.peek());
      if (digit >= 0) digits.push(digit);
    }
    this.at++;
    if (digits.length % 2) digits.push(0);
    return new Text(Uint8Array.from({ length: digits.length / 2 }, (_, i) => digits[2 * i]! * 16 + digits[2 * i + 1]!));
  }

  private literal(): Text {
    const out: number[] = [];
    let depth = 1;
    for (this.at++; this.at < this.bytes.length; this.at++) {
      const code = this.peek();
      if (code === 92) {
        this.escape(out);
        continue;
      }
      depth += code === 40 ? 1 : code === 41 ? -1 : 0;
      if (!depth) break;
      out.push(code);
    }
    this.at++;
    return new Text(Uint8Array.from(out));
  }

  /** Stands on a backslash; leaves on the last byte of the escape. */
  private escape(out: number[]): void {
    const code = this.peek(1);
    const octal = /^[0-7]{1,3}/.exec(String.fromCharCode(code, this.peek(2), this.peek(3)))?.[0];
    this.at += octal ? octal.length : 1;
    if (octal) out.push(parseInt(octal, 8) & 255);
    else if (code === 13) this.at += this.peek(1) === 10 ? 1 : 0;
    else if (code !== 10 && code >= 0) out.push(ESCAPES[String.fromCharCode(code)] ?? code);
  }
}

/** Also "--5", "4.", ".5" and "1.2-3" as viewers read them; nothing for what is no number. */
function number(text: string): number | undefined {
  const value = Number(text);
  if (!Number.isNaN(value) && !/[ex]/i.test(text)) return value;
  const prefix = NUMBER.exec(text)?.[0] ?? "";
  if (!/\d/.test(prefix) || /[^\d.+-]/.test(text)) return undefined;
  const sign = prefix.startsWith("-") ? -1 : 1;
  return sign * Number(prefix.replace(/^[+-]*/, ""));
}
