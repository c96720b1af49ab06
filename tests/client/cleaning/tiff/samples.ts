/**
 * TIFFs made by Pillow and by hand at test time, and what our own reader makes of them.
 */
import { spawnSync } from "node:child_process";
import { toColours } from "../../../../client/shared/cleaning/tiff/colour.ts";
import { readDirectories } from "../../../../client/shared/cleaning/tiff/directory.ts";
import { type Layout, layoutOf } from "../../../../client/shared/cleaning/tiff/layout.ts";
import { piecesOf, samplesOf } from "../../../../client/shared/cleaning/tiff/samples.ts";

export interface Sample {
  name: string;
  tiff: Uint8Array;
  width: number;
  height: number;
  pixels: Uint8Array;
}

const PYTHON = process.env["PYTHON"] ?? ".venv/bin/python";

export function madeByPython(): Sample[] {
  const run = spawnSync(PYTHON, ["-m", "tests.support.tiffs"], { maxBuffer: 1 << 28 });
  if (run.status !== 0) throw new Error(run.stderr.toString());
  const lines = run.stdout.toString().trim().split("\n");
  return lines.map((line) => {
    const { tiff, pixels, ...rest } = JSON.parse(line) as Record<string, string>;
    return { ...rest, tiff: Buffer.from(tiff!, "base64"), pixels: Buffer.from(pixels!, "base64") } as unknown as Sample;
  });
}

/** The first page's layout. Throws CleaningError. */
export function layout(tiff: Uint8Array): Layout {
  const [first] = readDirectories(tiff);
  if (!first) throw new Error("no directory");
  return layoutOf(first);
}

/** Red, green, blue and opacity of every pixel, put together as a canvas would. */
export function pixels(page: Layout): Uint8Array {
  const out = new Uint8Array(page.width * page.height * 4);
  for (const piece of piecesOf(page)) {
    const colours = toColours(page, samplesOf(page, piece));
    const across = Math.min(piece.width, page.width - piece.x) * 4;
    for (let row = 0; row < Math.min(piece.height, page.height - piece.y); row++) {
      const from = row * piece.width * 4;
      out.set(colours.subarray(from, from + across), ((piece.y + row) * page.width + piece.x) * 4);
    }
  }
  return out;
}
