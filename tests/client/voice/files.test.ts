import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { cleanMedia } from "../../../client/shared/cleaning/media/clean.ts";
import { readPage } from "../../../client/shared/cleaning/media/ogg/page.ts";
import { Source } from "../../../client/shared/cleaning/media/source.ts";
import { type OpusPacket, oggOpus } from "../../../client/shared/voice/ogg.ts";
import { RATE } from "../../../client/shared/voice/sound.ts";
import { muLaw, wav } from "../../../client/shared/voice/wav.ts";
import { loudness, powerAt, vowel } from "./voices.ts";

const folder = mkdtempSync(join(tmpdir(), "voice-"));
after(() => rmSync(folder, { recursive: true }));
const ffmpeg = spawnSync("ffmpeg", ["-version"]).status === 0;

function put(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

function run(tool: string, ...parameters: string[]): string {
  const { status, stdout, stderr } = spawnSync(tool, ["-v", "error", ...parameters]);
  assert.equal(`${status}${stderr}`, "0");
  return stdout.toString();
}

const probed = (path: string) => JSON.parse(run("ffprobe", "-show_streams", "-show_format", "-of", "json", path));

/** One second of a tone as packets of real Opus, out of ffmpeg's Ogg. */
async function realPackets(): Promise<OpusPacket[]> {
  const path = join(folder, "ffmpeg.ogg");
  run("ffmpeg", "-y", "-f", "lavfi", "-i", "sine=d=1:f=440:r=16000", "-c:a", "libopus", path);
  return (await packetsOf(readFileSync(path))).slice(2).map((bytes) => ({ bytes, samples: 960 }));
}

async function packetsOf(file: Uint8Array): Promise<Uint8Array[]> {
  const source = new Source(new Blob([file as BlobPart]));
  const packets: number[][] = [[]];
  for (let at = 0; at < source.size; ) {
    const { page, length } = await readPage(source, at);
    let from = 0;
    for (const size of page.lacing) {
      packets[packets.length - 1]?.push(...page.body.subarray(from, (from += size)));
      if (size < 255) packets.push([]);
    }
    at += length;
  }
  return packets.slice(0, -1).map((packet) => Uint8Array.from(packet));
}

test("other tools read the Ogg file", { skip: !ffmpeg }, async () => {
  const packets = await realPackets();
  const path = put("ours.ogg", oggOpus(packets, 312, 48_000, RATE));
  const { streams: [stream, ...more], format } = probed(path);
  assert.deepEqual([stream.codec_name, stream.channels, more.length, stream.tags], ["opus", 1, 0, undefined]);
  assert.ok(Math.abs(Number(format.duration) - 1) < 0.01);
  run("ffmpeg", "-xerror", "-i", path, "-f", "null", "-");
});

test("any packets come back as they went in, and the cleaner agrees", async () => {
  const largest = Array.from({ length: 60 }, () => new Uint8Array(1275));
  const packet = fc.uint8Array({ minLength: 1, maxLength: 1500 });
  await fc.assert(fc.asyncProperty(fc.array(packet, { minLength: 1, maxLength: 160 }), async (packets) => {
    const file = oggOpus(packets.map((bytes) => ({ bytes, samples: 960 })), 312, packets.length * 960, RATE);
    assert.deepEqual((await packetsOf(file)).slice(2), packets);
    const cleaned = await cleanMedia(new Blob([file]), "full");
    assert.equal(cleaned.type, "audio/ogg");
    assert.deepEqual((await packetsOf(cleaned.bytes)).slice(2), packets);
  }), { numRuns: 30, examples: [[largest]] });
});

test("µ-law as in G.711", () => {
  assert.deepEqual([0, 1, -1, 0.5, -0.5, 0.01].map(muLaw), [0xff, 0x80, 0x00, 0x8f, 0x0f, 0xe3]);
});

test("other tools hear the WAV file as it was", { skip: !ffmpeg }, () => {
  const sound = vowel(140, 900);
  const path = put("note.wav", wav(sound));
  const { streams: [stream], format } = probed(path);
  assert.deepEqual([stream.codec_name, stream.sample_rate, Number(format.duration)], ["pcm_mulaw", "8000", 1]);
  const raw = spawnSync("ffmpeg", ["-v", "error", "-i", path, "-f", "f32le", "-ar", String(RATE), "-"]).stdout;
  const heard = new Float32Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + sound.length * 4));
  const difference = heard.map((sample, i) => sample - (sound[i] as number)).subarray(500, -500);
  assert.ok(loudness(difference) < 0.1 * loudness(sound), `${loudness(difference) / loudness(sound)}`);
});

test("what a telephone cannot carry is not heard as something else", () => {
  const high = Float32Array.from({ length: RATE }, (_, i) => 0.5 * Math.sin((2 * Math.PI * 6000 * i) / RATE));
  const data = wav(high).subarray(-RATE / 2);
  const quiet = data.filter((value) => (value & 0x7f) > 0x5f);
  assert.ok(quiet.length > 0.95 * data.length);
  assert.ok(powerAt(high, 6000) > 0);
});

test("the cleaner takes the WAV file as it is, of odd length too", async () => {
  for (const seconds of [0.5, 0.501125]) {
    const file = wav(new Float32Array(Math.round(RATE * seconds)));
    const cleaned = await cleanMedia(new Blob([file]), "full");
    assert.deepEqual(Buffer.from(cleaned.bytes), Buffer.from(file));
  }
});
