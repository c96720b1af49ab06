/**
 * Configurations of H.264 and H.265 (ISO/IEC 14496-15 §5.3.3, §8.3.3) rebuilt from nothing but
 * their parameter sets: encoders put their names into further units there.
 */
import { byte, u16 } from "../../bytes.ts";
import { CleaningError } from "../../types.ts";
import { be, join } from "../writer.ts";

const HIGH = [100, 110, 122, 144];

interface Units {
  units: Uint8Array[];
  end: number;
}

function units(b: Uint8Array, from: number, count: number): Units {
  const all: Uint8Array[] = [];
  let at = from;
  for (let i = 0; i < count; i++) {
    const end = at + 2 + u16(b, at);
    if (end > b.length) throw new CleaningError("broken");
    all.push(b.subarray(at + 2, end));
    at = end;
  }
  return { units: all, end: at };
}

const counted = (list: Uint8Array[]): Uint8Array =>
  join(...list.map((unit) => join(be(unit.length, 2), unit)));

/** The content of an avcC box. */
export function cleanAvcC(b: Uint8Array): Uint8Array {
  if (byte(b, 0) !== 1) throw new CleaningError("no_clean_way");
  const first = units(b, 6, byte(b, 5) & 31);
  const second = units(b, first.end + 1, byte(b, first.end));
  const sps = first.units.filter((unit) => (byte(unit, 0) & 31) === 7);
  const pps = second.units.filter((unit) => (byte(unit, 0) & 31) === 8);
  const depth = HIGH.includes(byte(b, 1)) && second.end + 3 < b.length;
  const tail = depth ? [...b.subarray(second.end, second.end + 3), 0] : [];
  const head = [1, ...b.subarray(1, 4), byte(b, 4) | 0xfc, sps.length | 0xe0];
  return join(head, counted(sps), [pps.length], counted(pps), tail);
}

/** The content of an hvcC box: arrays of VPS, SPS and PPS. */
export function cleanHvcC(b: Uint8Array): Uint8Array {
  const arrays: Uint8Array[] = [];
  let at = 23;
  for (let i = byte(b, 22); i > 0; i--) {
    const type = byte(b, at) & 63;
    const { units: list, end } = units(b, at + 3, u16(b, at + 1));
    if (type >= 32 && type <= 34) arrays.push(join([byte(b, at)], be(list.length, 2), counted(list)));
    at = end;
  }
  if (b.length < 23) throw new CleaningError("broken");
  return join(b.subarray(0, 22), [arrays.length], ...arrays);
}

/** In how many bytes each unit's length stands, by a configuration's content. */
export const avcLength = (b: Uint8Array): number => (byte(b, 4) & 3) + 1;
export const hevcLength = (b: Uint8Array): number => (byte(b, 21) & 3) + 1;
