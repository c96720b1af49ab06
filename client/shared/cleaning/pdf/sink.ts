/**
 * Bytes that grow, and values written into them in the one way that the verifier accepts.
 */
import { type Dict, Name, Ref, Stream, Text, type Value } from "./values.ts";

export class Sink {
  size = 0;
  private room = new Uint8Array(4096);

  bytes(): Uint8Array {
    return this.room.subarray(0, this.size);
  }

  /** Latin-1. */
  text(text: string): void {
    this.need(text.length);
    for (let i = 0; i < text.length; i++) this.room[this.size + i] = text.charCodeAt(i);
    this.size += text.length;
  }

  put(bytes: Uint8Array): void {
    this.need(bytes.length);
    this.room.set(bytes, this.size);
    this.size += bytes.length;
  }

  private need(more: number): void {
    if (this.size + more <= this.room.length) return;
    const wider = new Uint8Array(Math.max(this.room.length * 2, this.size + more));
    wider.set(this.bytes());
    this.room = wider;
  }
}

/** A direct value as PDF text. A stream gives its dictionary. */
export function written(value: Value): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return decimal(value);
  if (value instanceof Name) return nameText(value.text);
  if (value instanceof Ref) return `${value.id} 0 R`;
  if (value instanceof Text) return hexText(value.bytes);
  if (Array.isArray(value)) return `[${value.map(written).join(" ")}]`;
  return dictText(value instanceof Stream ? value.dict : value);
}

/** No exponents: PDF has none. */
function decimal(value: number): string {
  if (!Number.isFinite(value)) return "0";
  if (Number.isInteger(value)) return Math.abs(value) < 1e15 ? String(value + 0) : "0";
  return value.toFixed(8).replace(/\.?0+$/, "").replace(/^-0$/, "0");
}

const nameText = (text: string): string =>
  `/${text.replace(/[^!-~]|[#()<>[\]{}/%]/g, (letter) => `#${pair(letter.charCodeAt(0))}`)}`;

const pair = (code: number): string => (code & 255).toString(16).padStart(2, "0");

function hexText(bytes: Uint8Array): string {
  let text = "<";
  for (const code of bytes) text += pair(code);
  return `${text}>`;
}

function dictText(dict: Dict): string {
  return `<<${[...dict].map(([key, value]) => `${nameText(key)} ${written(value)}`).join(" ")}>>`;
}
