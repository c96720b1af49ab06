/**
 * HEIF and AVIF built anew around the main picture: its tiles and its transparency, what a viewer
 * must know to draw them, and not a box more.
 */
import { ascii, byte, joined, long } from "./bytes.ts";
import { chosenItems, type Heif, type Item, readHeif } from "./heif.ts";
import { av1Units, derivedLength, hevcUnits } from "./heif_coded.ts";
import { cleanProperty } from "./heif_property.ts";
import { CleaningError } from "./types.ts";
import { verifyHeif } from "./verify_heif.ts";

const BRANDS = /^(avif|mif[12]|miaf|MA1[AB]|hei[cxms])$/;
const SEQUENCE = /^(avis|msf1|hev[cxms])$/;
type Bytes = Uint8Array | number[];

/** Null when it has no main picture. Throws CleaningError, `no_clean_way` for what is too strange. */
export function cleanHeifBytes(b: Uint8Array): Uint8Array | null {
  const heif = readHeif(b);
  const primary = heif?.items.get(heif.primary);
  if (!heif || !primary) return null;
  if (heif.tracks && SEQUENCE.test(heif.brands[0] ?? "")) throw new CleaningError("no_clean_way");
  const chosen = chosenItems(b, heif);
  const { described, associations } = describe(b, heif, chosen);
  const data = chosen.map((id) => pixels(b, heif, id));
  const meta = (at: number) =>
    full("meta", 0, [
      full("hdlr", 0, [[0, 0, 0, 0], ascii("pict"), Array<number>(13).fill(0)]),
      full("pitm", 0, [short(chosen.indexOf(heif.primary) + 1)]),
      places(data, at),
      full("iinf", 0, [short(chosen.length), ...chosen.map((id, i) => entry(heif, id, i))]),
      ...references(heif, chosen),
      box("iprp", [box("ipco", described), full("ipma", 1, [long(chosen.length), ...associations])]),
    ]);
  const head = [brandsOf(heif), meta(0)];
  const at = head.reduce((sum, { length }) => sum + length, 8);
  const result = joined([head[0] ?? [], meta(at), box("mdat", data)]);
  verifyHeif(result);
  return result;
}

const short = (value: number): number[] => [value >> 8, value & 255];

function box(type: string, content: Bytes[]): Uint8Array {
  const body = joined(content);
  return joined([long(body.length + 8), ascii(type), body]);
}

/** A box with a version and flags. */
const full = (type: string, flags: number, content: Bytes[]): Uint8Array => box(type, [long(flags), ...content]);

function brandsOf({ brands }: Heif): Uint8Array {
  const known = [...new Set(brands.filter((brand) => BRANDS.test(brand)))];
  const names = known.length ? known : ["mif1"];
  return box("ftyp", [ascii(names[0] ?? ""), long(0), ...names.map(ascii)]);
}

/** Numbers every kept property once, and says which item has which. */
function describe(b: Uint8Array, heif: Heif, chosen: number[]): { described: Bytes[]; associations: Bytes[] } {
  const described: Bytes[] = [];
  const numbers = new Map<number, number>();
  const associations = chosen.map((id, i) => {
    const its: number[] = [];
    for (const { at, essential } of heif.items.get(id)?.properties ?? []) {
      const original = heif.properties[at];
      const clean = original && (numbers.has(at) || cleanProperty(b, original, essential));
      if (!clean) continue;
      if (clean !== true) numbers.set(at, described.push(clean));
      its.push(...short((numbers.get(at) ?? 0) + (essential ? 0x8000 : 0)));
    }
    return [...short(i + 1), its.length / 2, ...its];
  });
  return { described, associations };
}

/** One extent for each item, in the order of the items. */
function places(data: Uint8Array[], from: number): Uint8Array {
  let at = from;
  const rows = data.map(({ length }, i) => {
    at += length;
    return [...short(i + 1), 0, 0, 0, 1, ...long(at - length), ...long(length)];
  });
  return full("iloc", 0, [[0x44, 0], short(data.length), ...rows]);
}

/** All but the main picture are hidden: they are parts of it. */
function entry({ items, primary }: Heif, id: number, i: number): Uint8Array {
  const type = items.get(id)?.type ?? "";
  return full("infe", 0x2000000 + (id === primary ? 0 : 1), [short(i + 1), [0, 0], ascii(type), [0]]);
}

function references(heif: Heif, chosen: number[]): Uint8Array[] {
  const rows = heif.references.filter(({ type, from, to }) =>
    /^(dimg|auxl|prem)$/.test(type) && [from, ...to].every((id) => chosen.includes(id)));
  const written = rows.map(({ type, from, to }) =>
    box(type, [from, to.length, ...to].map((value, i) => short(i === 1 ? value : chosen.indexOf(value) + 1))));
  return rows.length ? [full("iref", 0, written)] : [];
}

/** What an item's bytes hold for drawing it. Throws CleaningError `no_clean_way`. */
function pixels(b: Uint8Array, heif: Heif, id: number): Uint8Array {
  const item = heif.items.get(id);
  const data = item?.extents && joined(item.extents.map(([from, to]) => b.subarray(from, to)));
  const pieces = data && drawn(b, heif, id, item, data);
  if (!pieces) throw new CleaningError("no_clean_way");
  return joined(pieces);
}

function drawn(b: Uint8Array, heif: Heif, id: number, item: Item, data: Uint8Array): Uint8Array[] | null {
  if (item.type === "av01") return av1Units(data);
  if (item.type === "hvc1") {
    const boxes = item.properties.map(({ at }) => heif.properties[at]);
    const configuration = boxes.find((found) => found?.type === "hvcC");
    return configuration ? hevcUnits(data, (byte(b, configuration.body + 21) & 3) + 1) : null;
  }
  const parts = heif.references.find(({ type, from }) => type === "dimg" && from === id)?.to.length ?? 0;
  return derivedLength(data, item.type, parts) === data.length ? [data] : null;
}
