/** The picture of a key as one SVG path: black shapes on white, told apart by form and not by colour. */
import type { Cell } from "./check.ts";

const SIDE = 10;
const ROW = 4;

/** The picture is this many units wide and high, without a margin. */
export const PICTURE = 2 * ROW * SIDE;

/** The left half as its rows say, the right half as in a mirror. */
export function picturePath(rows: Cell[][]): string {
  const parts = rows.map((row, y) => [...row, ...[...row].reverse()].map((cell, x) => shape(cell, x, y)).join(""));
  return parts.join("");
}

function shape(cell: Cell, column: number, row: number): string {
  const [x, y] = [column * SIDE, row * SIDE];
  if (cell === 1) return `M${x + 2} ${y + 5}a3 3 0 1 0 6 0a3 3 0 1 0-6 0z`;
  if (cell === 3) return `M${x} ${y}h10v10h-10z`;
  // The upright side of a triangle is the one that is nearer to the middle.
  const upright = column < ROW ? SIDE : 0;
  return cell === 2 ? `M${x} ${y + 10}h10L${x + upright} ${y}z` : "";
}
