/**
 * HEIF and AVIF (ISO/IEC 23008-12, on ISO/IEC 14496-12) read without trust: which items there are,
 * where their bytes lie, what describes them, and how they hang together.
 */
import { byte, latin, u16, u32 } from "./bytes.ts";
import { CleaningError } from "./types.ts";

export interface Box {
  type: string;
  body: number;
  end: number;
}

export interface Item {
  type: string;
  /** Where its bytes lie in the file; null when in a way that is not followed. */
  extents: [from: number, to: number][] | null;
  properties: { at: number; essential: boolean }[];
}

export interface Reference {
  type: string;
  from: number;
  to: number[];
}

export interface Heif {
  brands: string[];
  /** Whether there are tracks: a sequence of pictures. */
  tracks: boolean;
  primary: number;
  items: Map<number, Item>;
  properties: Box[];
  references: Reference[];
  /** Boxes at the top, but for those that every such file has. */
  strange: string[];
}

/** Boxes that fill a range, up to the first that does not fit. */
export function* boxes(b: Uint8Array, from: number, to: number): Generator<Box> {
  for (let at = from; at + 8 <= to; ) {
    const size = u32(b, at);
    const head = size === 1 ? 16 : 8;
    const end = size === 0 ? to : at + (size === 1 ? u32(b, at + 8) * 2 ** 32 + u32(b, at + 12) : size);
    if (end < at + head || end > to) return;
    yield { type: latin(b, at + 4, at + 8), body: at + head, end };
    at = end;
  }
}

/** Numbers one after another, each of as many bytes as asked, zero beyond the end. */
function reader(b: Uint8Array, from: number, to: number): { next: (bytes: number) => number; left: () => boolean } {
  let at = from;
  const next = (bytes: number) => {
    let value = 0;
    for (let i = 0; i < bytes; i++, at++) value = value * 256 + (at < to ? byte(b, at) : 0);
    return value;
  };
  return { next, left: () => at < to };
}

/** Null when there is no primary item to be found. */
export function readHeif(b: Uint8Array): Heif | null {
  const top = [...boxes(b, 0, b.length)];
  const [first, meta] = [top[0], top.find(({ type }) => type === "meta")];
  if (first?.type !== "ftyp" || !meta) return null;
  const inside = [...boxes(b, meta.body + 4, meta.end)];
  const find = (type: string, within = inside): Box => within.find((box) => box.type === type) ?? { type, body: 0, end: 0 };
  const iprp = find("iprp");
  const described = [...boxes(b, iprp.body, iprp.end)];
  const ipco = find("ipco", described);
  const pitm = find("pitm");
  const items = readItems(b, find("iinf"));
  readPlaces(b, find("iloc"), [find("idat")], top.filter(({ type }) => type === "mdat"), items);
  for (const box of described) if (box.type === "ipma") readAssociations(b, box, items);
  return {
    brands: latin(b, first.body, first.end).match(/[^]{4}/g) ?? [],
    tracks: top.some(({ type }) => type === "moov"),
    primary: byte(b, pitm.body) ? u32(b, pitm.body + 4) : u16(b, pitm.body + 4),
    items,
    properties: [...boxes(b, ipco.body, ipco.end)],
    references: readReferences(b, find("iref")),
    strange: top.map(({ type }) => type).filter((type) => !/^(ftyp|meta|mdat|free|skip)$/.test(type)),
  };
}

function readItems(b: Uint8Array, { body, end }: Box): Map<number, Item> {
  const items = new Map<number, Item>();
  for (const { type, body: at } of boxes(b, body + (byte(b, body) ? 8 : 6), end)) {
    const wide = byte(b, at) > 2 ? 2 : 0;
    const id = wide ? u32(b, at + 4) : u16(b, at + 4);
    if (type !== "infe" || byte(b, at) < 2 || items.has(id)) continue;
    items.set(id, { type: latin(b, at + 8 + wide, at + 12 + wide), extents: null, properties: [] });
  }
  return items;
}

/** The item location box (14496-12 §8.11.3): places within the boxes made for data, and no others. */
function readPlaces(b: Uint8Array, { body, end }: Box, idat: Box[], mdat: Box[], items: Map<number, Item>): void {
  const { next, left } = reader(b, body, end);
  const version = next(4) >>> 24;
  const sizes = next(2);
  const [offset, length, base, index] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15, version ? sizes & 15 : 0];
  const wide = version > 1 ? 4 : 2;
  for (let count = next(wide); count && left(); count--) {
    const item = items.get(next(wide));
    const method = version ? next(2) & 15 : 0;
    const elsewhere = next(2);
    const start = next(base) + (method ? (idat[0]?.body ?? 0) : 0);
    const data = method ? idat : mdat;
    const extents: [number, number][] = [];
    for (let parts = next(2); parts && left(); parts--) {
      next(index);
      const from = start + next(offset);
      const bytes = next(length);
      extents.push([from, from + bytes]);
    }
    if (item && !elsewhere && method < 2 && extents.every(([from, to]) => data.some((box) => from >= box.body && to <= box.end))) item.extents = extents;
  }
}

function readAssociations(b: Uint8Array, { body, end }: Box, items: Map<number, Item>): void {
  const { next, left } = reader(b, body, end);
  const wide = next(1) ? 4 : 2;
  const bytes = next(3) & 1 ? 2 : 1;
  for (let count = next(4); count && left(); count--) {
    const item = items.get(next(wide));
    for (let its = next(1); its && left(); its--) {
      const value = next(bytes);
      const flag = bytes > 1 ? 0x8000 : 0x80;
      item?.properties.push({ at: (value & (flag - 1)) - 1, essential: value >= flag });
    }
  }
}

function readReferences(b: Uint8Array, { body, end }: Box): Reference[] {
  const wide = byte(b, body) ? 4 : 2;
  return [...boxes(b, body + 4, end)].map((box) => {
    const { next, left } = reader(b, box.body, box.end);
    const from = next(wide);
    const to: number[] = [];
    for (let count = next(2); count && left(); count--) to.push(next(wide));
    return { type: box.type, from, to };
  });
}

const DRAWN = /^(av01|hvc1|grid|iovl|iden)$/;
const ALPHA = /:alpha\0|:auxid:1\0/;

/** The main picture, the pictures that it is put together from, and the transparency of all. */
export function chosenItems(b: Uint8Array, heif: Heif): number[] {
  const chosen = new Set([heif.primary]);
  // Sets grow while they are walked: each id comes once.
  for (const id of chosen) {
    for (const { type, from, to } of heif.references) {
      if (type === "dimg" && from === id) for (const part of to) chosen.add(part);
      if (type === "auxl" && to.includes(id) && isAlpha(b, heif, from)) chosen.add(from);
    }
  }
  if ([...chosen].some((id) => !DRAWN.test(heif.items.get(id)?.type ?? ""))) throw new CleaningError("no_clean_way");
  return [...heif.items.keys()].filter((id) => chosen.has(id));
}

function isAlpha(b: Uint8Array, { items, properties }: Heif, id: number): boolean {
  const boxes = items.get(id)?.properties.map(({ at }) => properties[at]) ?? [];
  return boxes.some((box) => box?.type === "auxC" && ALPHA.test(latin(b, box.body, box.end)));
}
