/**
 * Builds values and indirect objects from tokens (ISO 32000-1 §7.3).
 */
import { CleaningError } from "../types.ts";
import { Keyword, Lexer, type Token } from "./lexer.ts";
import { MAX_DEPTH } from "./limits.ts";
import { type Dict, isDict, Name, Ref, Stream, type Value } from "./values.ts";

const WORDS: Record<string, Value> = { true: true, false: false, null: null };
const ENDSTREAM = [..."endstream"].map((letter) => letter.charCodeAt(0));

export const isKeyword = (token: Token | undefined, text: string): boolean =>
  token instanceof Keyword && token.text === text;

/** The value at the lexer; `null` for what is none. */
export function parseValue(lexer: Lexer, depth = 0): Value {
  return fromToken(lexer, lexer.next(), depth);
}

function fromToken(lexer: Lexer, token: Token | undefined, depth: number): Value {
  if (depth > MAX_DEPTH) throw new CleaningError("broken");
  if (typeof token === "number") return reference(lexer, token);
  if (!(token instanceof Keyword)) return token ?? null;
  if (token.text === "<<") return dictionary(lexer, depth);
  if (token.text === "[") return array(lexer, depth);
  return WORDS[token.text] ?? null;
}

/** "12 0 R", or just the number. */
function reference(lexer: Lexer, id: number): Value {
  const after = lexer.at;
  if (Number.isInteger(id) && id >= 0 && startsNumber(lexer)) {
    if (typeof lexer.next() === "number" && isKeyword(lexer.next(), "R")) return new Ref(id);
  }
  lexer.at = after;
  return id;
}

function startsNumber(lexer: Lexer): boolean {
  lexer.skipSpace();
  return lexer.peek() >= 48 && lexer.peek() <= 57;
}

function array(lexer: Lexer, depth: number): Value[] {
  const items: Value[] = [];
  for (let token = lexer.next(); token !== undefined && !isKeyword(token, "]"); token = lexer.next()) {
    if (token instanceof Keyword && /^(endobj|stream|>>)$/.test(token.text)) break;
    items.push(fromToken(lexer, token, depth + 1));
  }
  return items;
}

function dictionary(lexer: Lexer, depth: number): Dict {
  const dict: Dict = new Map();
  for (let token = lexer.next(); token !== undefined && !isKeyword(token, ">>"); token = lexer.next()) {
    if (token instanceof Keyword && /^(endobj|stream)$/.test(token.text)) {
      lexer.at = lexer.start;
      break;
    }
    if (token instanceof Name) dict.set(token.text, parseValue(lexer, depth + 1));
  }
  return dict;
}

/** What stands at an offset as "12 0 obj …". `length` answers what a stream's /Length means. */
export interface Indirect {
  id: number;
  value: Value;
  end: number;
}

export function parseIndirect(bytes: Uint8Array, at: number, length: (value: Value) => Value): Indirect | null {
  const lexer = new Lexer(bytes, at);
  const id = lexer.next();
  if (typeof id !== "number" || typeof lexer.next() !== "number" || !isKeyword(lexer.next(), "obj")) return null;
  const value = parseValue(lexer);
  const end = lexer.at;
  if (!isDict(value) || !isKeyword(lexer.next(), "stream")) return { id, value, end };
  const from = bodyStart(lexer);
  const to = bodyEnd(bytes, from, length(value.get("Length") ?? null));
  return { id, value: new Stream(value, bytes.subarray(from, to)), end: to };
}

function bodyStart(lexer: Lexer): number {
  while (lexer.peek() === 32) lexer.at++;
  if (lexer.peek() === 13) lexer.at++;
  return lexer.peek() === 10 ? lexer.at + 1 : lexer.at;
}

/** As /Length says if "endstream" follows, otherwise up to the next "endstream". */
function bodyEnd(bytes: Uint8Array, from: number, length: Value): number {
  if (typeof length === "number" && length >= 0 && Number.isInteger(length)) {
    const lexer = new Lexer(bytes, from + length);
    if (isKeyword(lexer.next(), "endstream")) return from + length;
  }
  const found = findBytes(bytes, ENDSTREAM, from);
  const end = found < 0 ? bytes.length : found;
  const line = bytes[end - 1] === 10 ? (bytes[end - 2] === 13 ? 2 : 1) : bytes[end - 1] === 13 ? 1 : 0;
  return Math.max(from, end - line);
}

/** Where `wanted` stands next in the file, or -1. */
export function findBytes(bytes: Uint8Array, wanted: number[], from: number): number {
  const first = wanted[0]!;
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (wanted.every((code, i) => bytes[at + i] === code)) return at;
  }
  return -1;
}
