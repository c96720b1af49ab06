/**
 * Deflated data in and out, bounded, and forgiving about a missing end as viewers are.
 */
import { Inflate, zlibSync } from "fflate";
import { CleaningError } from "../types.ts";
import { type Budget, MAX_STREAM } from "./limits.ts";

/** Deflate grows 1032 times at most: one step stays under 17 MB whatever the data say. */
const STEP = 16384;

/** What zlib data hold, up to their end or first fault. Throws CleaningError when it is a bomb. */
export function inflateZlib(data: Uint8Array, budget: Budget): Uint8Array {
  const parts: Uint8Array[] = [];
  const inflate = new Inflate((part) => parts.push(part));
  let size = 0;
  for (let at = hasHeader(data) ? 2 : 0; at < data.length; at += STEP) {
    const before = parts.length;
    if (!pushed(inflate, data.subarray(at, at + STEP))) break;
    const grown = parts.slice(before).reduce((sum, part) => sum + part.length, 0);
    budget.spend(grown);
    size += grown;
    if (size > MAX_STREAM) throw new CleaningError("too_large");
  }
  return join(parts, size);
}

function hasHeader(data: Uint8Array): boolean {
  return ((data[0] ?? 0) & 15) === 8 && ((data[0] ?? 0) * 256 + (data[1] ?? 0)) % 31 === 0;
}

function pushed(inflate: Inflate, chunk: Uint8Array): boolean {
  try {
    inflate.push(chunk);
    return true;
  } catch {
    return false;
  }
}

/** Large data is squeezed less: pictures are close to noise, and a phone's time is dear. */
export function deflateZlib(data: Uint8Array): Uint8Array {
  return zlibSync(data, { level: data.length > 1 << 20 ? 5 : 6 });
}

export function join(parts: Uint8Array[], size = parts.reduce((sum, part) => sum + part.length, 0)): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
