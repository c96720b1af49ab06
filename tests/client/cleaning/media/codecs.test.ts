/**
 * Words inside of streams, codec by codec: what hides them becomes filler, everything else stays.
 */
import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import { AVC, HEVC, scrubStarts, scrubUnits } from "../../../../client/shared/cleaning/media/codecs/nal.ts";
import { cleanAvcC, cleanHvcC } from "../../../../client/shared/cleaning/media/codecs/avc.ts";
import { scrubHeaders } from "../../../../client/shared/cleaning/media/codecs/mpeg4.ts";
import { cleanAv1C, scrubObus } from "../../../../client/shared/cleaning/media/codecs/obu.ts";
import type { Scrub } from "../../../../client/shared/cleaning/media/codecs/scrub.ts";
import { Found } from "../../../../client/shared/cleaning/media/found.ts";
import { Output } from "../../../../client/shared/cleaning/media/output.ts";
import { Source } from "../../../../client/shared/cleaning/media/source.ts";
import { big, text, unit, zeros } from "./movie.ts";

async function scrubbed(scrub: Scrub, sample: number[]): Promise<number[]> {
  const source = new Source(new Blob([Uint8Array.from(sample)]));
  const output = new Output(source);
  output.copy(0, sample.length);
  await scrub({ source, output, found: new Found() }, 0, sample.length);
  return [...new Uint8Array(await (await output.blob("")).arrayBuffer())];
}

const ones = (count: number): number[] => new Array<number>(count).fill(255);
const start = [0, 0, 0, 1];

test("H.265: prefix and suffix messages of strangers become filler", async () => {
  const message = (type: number) => unit(type << 1, 1, 5, 6, ...text("CANARY"), 0x80);
  const filler = (type: number) => unit(type << 1, 1, 3, 6, ...ones(6), 0x80);
  const kept = [...unit(39 << 1, 1, 137, 2, 1, 2, 0x80), ...unit(19 << 1, 1, 9, 9, 9)];
  const after = await scrubbed(scrubUnits(HEVC, 4), [...message(39), ...kept, ...message(40)]);
  deepEqual(after, [...filler(39), ...kept, ...filler(40)]);
});

test("H.264 after start codes is looked through like H.264 after lengths", async () => {
  const slice = [...start, 0x65, 1, 2, 3, 4];
  const sample = [...start, 6, 5, 6, ...text("CANARY"), 0x80, ...slice];
  const after = await scrubbed(scrubStarts(AVC), sample);
  deepEqual(after, [...start, 6, 3, 6, ...ones(6), 0x80, ...slice]);
});

test("AV1: metadata become padding", async () => {
  const frame = [0x32, 3, 1, 2, 3];
  const after = await scrubbed(scrubObus, [0x12, 0, 0x2a, 6, ...text("CANARY"), ...frame]);
  deepEqual(after, [0x12, 0, 0x7a, 6, ...ones(6), ...frame]);
});

test("MPEG-4: user data before a picture are overwritten", async () => {
  const code = (value: number) => [0, 0, 1, value];
  const head = [...code(0x20), 1, 2];
  const picture = [...code(0xb6), ...text("any bytes"), ...code(0xb2), 7];
  const after = await scrubbed(scrubHeaders, [...head, ...code(0xb2), ...text("CANARY"), ...picture]);
  deepEqual(after, [...head, ...code(0xb2), ...ones(6), ...picture]);
});

test("configurations keep parameter sets and nothing else", () => {
  const [sps, pps, sei] = [[0x67, 66, 0, 10], [0x68, 1], [6, 5, ...text("CANARY")]];
  const set = (list: number[][]) => list.flatMap((one) => [...big(one.length, 2), ...one]);
  const avc = (list: number[][]) => [1, 66, 0, 10, 255, 0xe0 | list.length, ...set(list), 1, ...set([pps])];
  deepEqual([...cleanAvcC(Uint8Array.from([...avc([sps, sei]), ...text("CANARY")]))], avc([sps]));
  const array = (type: number, one: number[]) => [type, 0, 1, ...set([one])];
  const hevc = (...arrays: number[][]) => [...zeros(21), 3, arrays.length, ...arrays.flat()];
  const kept = array(33, [66, 1, 5]);
  deepEqual([...cleanHvcC(Uint8Array.from(hevc(kept, array(39, sei))))], hevc(kept));
  const sequence = [0x0a, 2, 5, 6];
  const av1 = [0x81, 0, 0, 0, ...sequence];
  deepEqual([...cleanAv1C(Uint8Array.from([...av1, 0x2a, 6, ...text("CANARY")]))], av1);
});
