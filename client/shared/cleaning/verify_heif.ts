/**
 * The last word on a cleaned HEIF or AVIF: three boxes, each filled exactly by what it must hold,
 * and every byte of the data belongs to one item. It walks by rules of its own.
 */
import { byte, latin, u16, u32 } from "./bytes.ts";
import { isCanonicalProfile } from "./icc.ts";
import { CleaningError } from "./types.ts";
import { configuredUnits, isDrawn } from "./verify_heif_data.ts";

interface Inner {
  type: string;
  body: number;
  end: number;
}
const FTYP = /^(avif|mif[12]|miaf|hei[cxms]|MA1[AB])\0{4}(avif|mif[12]|miaf|MA1[AB]|hei[cxms])+$/;
const SIZES: Record<string, number> = { ispe: 12, irot: 1, imir: 1, pasp: 8, clap: 32, a1op: 1, lsel: 2 };
const AUXILIARY = /^\0{4}urn:mpeg:(hevc:2015:auxid:1|mpegB:cicp:systems:auxiliary:alpha)\0$/;

function must(truth: boolean): asserts truth {
  if (!truth) throw new CleaningError("not_clean");
}

/** The boxes that fill a range exactly, whose names match. */
function filled(b: Uint8Array, from: number, to: number, names: RegExp): Inner[] {
  const found: Inner[] = [];
  for (let at = from; at < to; ) {
    const end = at + u32(b, at);
    must(end >= at + 8 && end <= to);
    found.push({ type: latin(b, at + 4, at + 8), body: at + 8, end });
    at = end;
  }
  must(names.test(found.map(({ type }) => `${type} `).join("")));
  return found;
}

/** Throws CleaningError `not_clean`. */
export function verifyHeif(b: Uint8Array): void {
  const [ftyp, meta, mdat] = filled(b, 0, b.length, /^ftyp meta mdat $/) as [Inner, Inner, Inner];
  must(FTYP.test(latin(b, ftyp.body, ftyp.end)) && u32(b, meta.body) === 0);
  const inside = filled(b, meta.body + 4, meta.end, /^hdlr pitm iloc iinf (iref )?iprp $/);
  const [hdlr, pitm, iloc, iinf] = inside as [Inner, Inner, Inner, Inner];
  must(latin(b, hdlr.body, hdlr.end) === `${"\0".repeat(8)}pict${"\0".repeat(13)}`);
  const types = entries(b, iinf);
  must(pitm.end === pitm.body + 6 && u32(b, pitm.body) === 0 && isItem(u16(b, pitm.body + 4), types));
  const iref = inside.find(({ type }) => type === "iref");
  if (iref) references(b, iref, types);
  const units = properties(b, inside[inside.length - 1] as Inner, types.length);
  data(b, iloc, mdat, types, units);
}

const isItem = (id: number, types: string[]): boolean => id > 0 && id <= types.length;

/** The types of items, numbered from one. */
function entries(b: Uint8Array, { body, end }: Inner): string[] {
  const rows = filled(b, body + 6, end, /^(infe )+$/);
  must(u32(b, body) === 0 && u16(b, body + 4) === rows.length);
  return rows.map((row, i) => {
    const [, type = ""] = /^\x02\0\0[\0\x01][^]{2}\0\0(av01|hvc1|grid|iovl|iden)\0$/.exec(latin(b, row.body, row.end)) ?? [];
    must(type !== "" && u16(b, row.body + 4) === i + 1);
    return type;
  });
}

function references(b: Uint8Array, { body, end }: Inner, types: string[]): void {
  must(u32(b, body) === 0);
  for (const row of filled(b, body + 4, end, /^((dimg|auxl|prem) )+$/)) {
    must(row.end === row.body + 4 + 2 * u16(b, row.body + 2) && isItem(u16(b, row.body), types));
    for (let at = row.body + 4; at < row.end; at += 2) must(isItem(u16(b, at), types));
  }
}

/** For each item how many bytes state the length of its units, as its decoder is told. */
function properties(b: Uint8Array, { body, end }: Inner, items: number): number[] {
  const [ipco, ipma] = filled(b, body, end, /^ipco ipma $/) as [Inner, Inner];
  const boxes = filled(b, ipco.body, ipco.end, /^((hvcC|av1C|pixi|colr|auxC|ispe|irot|imir|pasp|clap|a1op|lsel) )*$/);
  for (const box of boxes) must(isProperty(b, box));
  must(u32(b, ipma.body) === 1 && u32(b, ipma.body + 4) === items);
  const sizes: number[] = [];
  let at = ipma.body + 8;
  for (let item = 1; item <= items; item++) {
    must(u16(b, at) === item);
    const next = at + 3 + 2 * byte(b, at + 2);
    for (at += 3; at < next; at += 2) {
      const box = boxes[(u16(b, at) & 0x7fff) - 1];
      must(box !== undefined);
      if (box.type === "hvcC") sizes[item - 1] = (byte(b, box.body + 21) & 3) + 1;
    }
  }
  must(at === ipma.end);
  return sizes;
}

function isProperty(b: Uint8Array, { type, body, end }: Inner): boolean {
  if (type === "hvcC" || type === "av1C") return configuredUnits(b.subarray(body, end), type);
  if (type === "pixi") return end - body === 5 + byte(b, body + 4);
  if (type === "auxC") return AUXILIARY.test(latin(b, body, end));
  if (type !== "colr") return end - body === SIZES[type];
  const kind = latin(b, body, body + 4);
  return kind === "nclx" ? end - body === 11 : kind === "prof" && isCanonicalProfile(b.subarray(body + 4, end));
}

/** Items one after another, from the first byte of the data to the last. */
function data(b: Uint8Array, { body, end }: Inner, mdat: Inner, types: string[], units: number[]): void {
  must(latin(b, body, body + 6) === "\0\0\0\0\x44\0" && u16(b, body + 6) === types.length);
  must(end === body + 8 + 14 * types.length);
  let at = mdat.body;
  types.forEach((type, i) => {
    const row = body + 8 + 14 * i;
    must(u32(b, row) === (i + 1) * 65536 && u16(b, row + 4) === 1 && u32(b, row + 6) === at);
    at += u32(b, row + 10);
    must(at <= mdat.end && isDrawn(b.subarray(at - u32(b, row + 10), at), type, units[i] ?? 0));
  });
  must(at === mdat.end);
}
