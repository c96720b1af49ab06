/**
 * Files changed at random: whatever happens, the answer comes soon, is a typed error or a clean
 * file, and never holds a planted word.
 */
import { ok } from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { cleanMedia } from "../../../../client/shared/cleaning/media/clean.ts";
import { CleaningError } from "../../../../client/shared/cleaning/types.ts";
import { make } from "./ffmpeg.ts";
import { message, movie, picture, text } from "./movie.ts";

const X264 = ["-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac"];
const SEEDS: Record<string, () => Uint8Array> = {
  "by hand": () => movie([...message(text("CANARY message")), ...picture(1)], picture(2)),
  mp4: () => make("f.mp4", "va", ...X264),
  fragments: () => make("f2.mp4", "va", ...X264, "-movflags", "frag_keyframe+empty_moov"),
  mkv: () => make("f.mkv", "va", ...X264),
  webm: () => make("f.webm", "va", "-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libvorbis", "-live", "1"),
  mp3: () => make("f.mp3", "a", "-c:a", "libmp3lame"),
  wav: () => make("f.wav", "a"),
  ogg: () => make("f.ogg", "a", "-c:a", "libvorbis"),
  flac: () => make("f.flac", "a"),
};
/** A word as planted, and not one that a changed byte made out of it: those are in no header. */
const WORD = /CANARY|36\.7123|2024-03-14/;
const SLOW_MS = 5000;

const change = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), value: fc.integer({ min: 0, max: 255 }), head: fc.boolean() });
const mutation = fc.record({ changes: fc.array(change, { minLength: 1, maxLength: 6 }), cut: fc.double({ min: 0.05, max: 1.5, noNaN: true }) });

/** Half of the changes hit the first and the last two kilobytes, where the structure is. */
function mutate(seed: Uint8Array, { changes, cut }: { changes: { at: number; value: number; head: boolean }[]; cut: number }): Uint8Array {
  const bytes = seed.slice(0, Math.max(16, Math.floor(seed.length * Math.min(cut, 1))));
  for (const { at, value, head } of changes) {
    const near = Math.floor(at * Math.min(4096, bytes.length));
    const place = near < 2048 ? near : bytes.length - (4096 - near);
    bytes[head ? Math.max(0, place) : Math.floor(at * (bytes.length - 1))] = value;
  }
  return bytes;
}

async function attempt(bytes: Uint8Array): Promise<Uint8Array | null> {
  try {
    return (await cleanMedia(new Blob([bytes as BlobPart]), "full")).bytes;
  } catch (error) {
    if (error instanceof CleaningError) return null;
    throw error;
  }
}

for (const [name, seed] of Object.entries(SEEDS)) {
  test(`${name}: changed at random`, async () => {
    const original = new Uint8Array(seed());
    await fc.assert(
      fc.asyncProperty(mutation, async (how) => {
        const started = performance.now();
        const after = await attempt(mutate(original, how));
        ok(performance.now() - started < SLOW_MS, "too slow");
        ok(!after || !WORD.test(Buffer.from(after).toString("latin1")), "a planted word is left");
      }),
      { numRuns: 120 },
    );
  });
}
