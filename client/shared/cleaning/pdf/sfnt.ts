/**
 * TrueType and OpenType files cut down to the tables that draw (ISO/IEC 14496-22): names, notices,
 * signatures and editors' own tables are left out, dates are zero.
 */
import { u16, u32 } from "../bytes.ts";
import { CleaningError } from "../types.ts";
import { cleanCff } from "./cff.ts";
import { join } from "./inflate.ts";

const DRAWS = /^(OS\/2|cmap|glyf|head|hhea|hmtx|loca|maxp|cvt |fpgm|prep|post|vhea|vmtx|VORG|CFF |kern|gasp)$/;

interface Table {
  tag: string;
  bytes: Uint8Array;
}

export function cleanSfnt(font: Uint8Array): Uint8Array {
  const kind = u32(font, 0);
  if (![0x00010000, 0x4f54544f, 0x74727565].includes(kind)) throw new CleaningError("no_clean_way");
  return assembled(kind, tablesOf(font).map(bared));
}

function tablesOf(font: Uint8Array): Table[] {
  const tables: Table[] = [];
  for (let i = 0; i < u16(font, 4); i++) {
    const at = 12 + i * 16;
    const tag = String.fromCharCode(...font.subarray(at, at + 4));
    const start = u32(font, at + 8);
    const bytes = font.slice(start, start + u32(font, at + 12));
    if (DRAWS.test(tag) && bytes.length && !tables.some((table) => table.tag === tag)) tables.push({ tag, bytes });
  }
  return tables.sort((a, b) => (a.tag < b.tag ? -1 : 1));
}

/** The vendor's four letters and dates of creation and change become zero. */
function bared({ tag, bytes }: Table): Table {
  if (tag === "head") bytes.fill(0, 20, 36).fill(0, 8, 12);
  if (tag === "OS/2") bytes.fill(32, 58, 62);
  return { tag, bytes: tag === "CFF " ? cleanCff(bytes) : bytes };
}

function assembled(kind: number, tables: Table[]): Uint8Array {
  const head = new DataView(new ArrayBuffer(12 + tables.length * 16));
  const power = 31 - Math.clz32(tables.length || 1);
  head.setUint32(0, kind);
  [tables.length, 16 << power, power, (tables.length - (1 << power)) * 16].forEach((value, i) => head.setUint16(4 + i * 2, value));
  let offset = head.byteLength;
  for (const [i, { tag, bytes }] of tables.entries()) {
    [u32(Uint8Array.from(tag, (letter) => letter.charCodeAt(0)), 0), sum(bytes), offset, bytes.length]
      .forEach((value, field) => head.setUint32(12 + i * 16 + field * 4, value));
    offset += (bytes.length + 3) & ~3;
  }
  return join([new Uint8Array(head.buffer), ...tables.map(({ bytes }) => padded(bytes))]);
}

function padded(bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array((bytes.length + 3) & ~3);
  whole.set(bytes);
  return whole;
}

function sum(bytes: Uint8Array): number {
  let total = 0;
  for (let at = 0; at < bytes.length; at += 4) total = (total + u32(bytes, at)) >>> 0;
  return total;
}
