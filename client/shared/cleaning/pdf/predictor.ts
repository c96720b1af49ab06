/**
 * Undoes PNG and TIFF predictors (ISO 32000-1 §7.4.4.4).
 */
import { CleaningError } from "../types.ts";
import type { Value } from "./values.ts";

export interface Rows {
  predictor: number;
  colors: number;
  bits: number;
  columns: number;
}

export function rowsOf(get: (key: string) => Value): Rows {
  const whole = (key: string, usual: number): number => {
    const value = get(key);
    return typeof value === "number" && Number.isInteger(value) && value > 0 ? value : usual;
  };
  const rows = { predictor: whole("Predictor", 1), colors: whole("Colors", 1), bits: whole("BitsPerComponent", 8), columns: whole("Columns", 1) };
  if (rows.colors > 64 || rows.bits > 32 || rows.columns > 1 << 24) throw new CleaningError("broken");
  return rows;
}

export const rowBytes = ({ colors, bits, columns }: Rows): number => Math.ceil((colors * bits * columns) / 8);

export function undoPredictor(data: Uint8Array, rows: Rows): Uint8Array {
  if (rows.predictor >= 10) return undoPng(data, rowBytes(rows), Math.max(1, (rows.colors * rows.bits) >> 3));
  return rows.predictor === 2 ? undoTiff(data, rows) : data;
}

function undoPng(data: Uint8Array, width: number, pixel: number): Uint8Array {
  const count = Math.ceil(data.length / (width + 1));
  const out = new Uint8Array(Math.max(0, data.length - count));
  for (let row = 0; row < count; row++) {
    const from = row * (width + 1);
    out.set(data.subarray(from + 1, from + 1 + width), row * width);
    undoRow(out, row * width, Math.min(width, data.length - from - 1), width, pixel, data[from]!);
  }
  return out;
}

/** One row in place (ISO/IEC 15948 §9.2); the row above is read where there is one. */
function undoRow(out: Uint8Array, at: number, length: number, width: number, pixel: number, kind: number): void {
  if (kind < 1 || kind > 4) return;
  for (let i = 0; i < length; i++) {
    const left = i >= pixel ? out[at + i - pixel]! : 0;
    const up = at ? out[at + i - width]! : 0;
    if (kind === 1) out[at + i]! += left;
    else if (kind === 2) out[at + i]! += up;
    else if (kind === 3) out[at + i]! += (left + up) >> 1;
    else out[at + i]! += paeth(left, up, at && i >= pixel ? out[at + i - width - pixel]! : 0);
  }
}

function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

/** Only whole bytes: nothing but pictures of other depths use more, and those keep their predictor. */
function undoTiff(data: Uint8Array, rows: Rows): Uint8Array {
  if (rows.bits !== 8) throw new CleaningError("no_clean_way");
  const width = rowBytes(rows);
  const out = data.slice();
  for (let i = 0; i < out.length; i++) {
    if (i % width >= rows.colors) out[i]! += out[i - rows.colors]!;
  }
  return out;
}
