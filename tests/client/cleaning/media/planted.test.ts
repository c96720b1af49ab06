/**
 * What ffmpeg cannot plant: positions and slack among the media data, messages inside of pictures,
 * tags of every kind around sound.
 */
import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { test } from "node:test";
import { cleanMedia } from "../../../../client/shared/cleaning/media/clean.ts";
import { CleaningError } from "../../../../client/shared/cleaning/types.ts";
import { make, streams } from "./ffmpeg.ts";
import { avc1, big, box, gpmd, message, moov, movie, picture, text, unit, zeros } from "./movie.ts";

const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");
const clean = (bytes: Uint8Array) => cleanMedia(new Blob([bytes as BlobPart]), "full");
const code = (wanted: string) => (error: unknown) => error instanceof CleaningError && error.code === wanted;

test("only samples of pictures and sound go into the new file", async () => {
  const [first, second] = [picture(1), picture(2)];
  const { bytes, removed } = await clean(movie(first, second));
  const after = latin(bytes);
  ok(!after.includes("CANARY") && !after.includes("CNRY") && !after.includes("36.7123"));
  ok(after.endsWith(latin(Uint8Array.from([...first, ...second]))));
  for (const word of ["gps", "time", "device"]) ok(removed.includes(word), word);
});

test("a message of an encoder becomes filler of the same length, and nothing else moves", async () => {
  const kept = unit(6, 1, 2, 7, 7, 0x80);
  const words = [...text("CANARY options"), 0, 0, 3, 1, ...text("CANARY end")];
  const { bytes } = await clean(movie([...kept, ...message(words, 1), ...picture(1)], picture(2)));
  const after = latin(bytes);
  ok(!after.includes("CANARY"));
  ok(after.includes(latin(Uint8Array.from(kept))));
  const filler = [...big(4 + 16 + words.length), 6, 3, 15 + words.length];
  const at = after.indexOf(latin(Uint8Array.from(filler)));
  ok(at > 0);
  ok(after.slice(at).startsWith("\0\0\x03", 4 + 3 + 16 + 14), "escapes are where they were");
  ok(!/\0\0[\0\x01\x02]/.test(after.slice(at + 4, at + 20 + words.length)), "no start code was made");
  ok(after.endsWith(latin(Uint8Array.from([...picture(1), ...picture(2)]))));
});

test("a unit of unknown type in a picture is filled up", async () => {
  const { bytes } = await clean(movie([...unit(30, ...text("CANARY unit")), ...picture(1)], picture(2)));
  ok(!latin(bytes).includes("CANARY"));
});

test("a movie with nothing but data is refused, and so are locked and elsewhere kept pictures", async () => {
  const movieOf = (kind: string, entry: number[]) =>
    Uint8Array.from([...box("ftyp", text("isom"), zeros(4)), ...moov([{ kind, entry, offsets: [8, 9], sizes: [1, 1] }])]);
  await rejects(clean(movieOf("meta", gpmd)), code("no_clean_way"));
  await rejects(clean(movieOf("vide", box("wxyz", zeros(90)))), code("no_clean_way"));
  await rejects(clean(movieOf("vide", box("encv", zeros(90)))), code("encrypted"));
  const elsewhere = movieOf("vide", avc1);
  const url = latin(elsewhere).indexOf("url ");
  elsewhere[url + 7] = 0;
  await rejects(clean(elsewhere), code("no_clean_way"));
});

test("samples that share bytes or lie outside of the file are refused", async () => {
  const twice = (offsets: number[]) =>
    Uint8Array.from([...box("mdat", picture(1)), ...moov([{ kind: "vide", entry: avc1, offsets, sizes: [40, 40] }])]);
  await rejects(clean(twice([8, 9])), code("broken"));
  await rejects(clean(twice([8, 1e6])), code("broken"));
});

const ape = () => [...text("APETAGEX"), ...big(0xd0070000), ...[40, 0, 0, 0], ...zeros(16), ...text("CANARY ape tag, forty bytes in all .....")];
const id3v1 = () => [...text("TAGCANARY"), ...zeros(119)];

test("tags before, between and after the frames of an MP3 are gone, its frames are not", async () => {
  const plain = make("plain.mp3", "a", "-c:a", "libmp3lame", "-write_xing", "0", "-id3v2_version", "0");
  const id3 = [...text("ID3\x04\0\0\0\0\0"), 20, ...text("CANARY twenty bytes!")];
  const planted = Uint8Array.from([...id3, ...plain, ...ape(), ...plain, ...id3v1()]);
  const { bytes } = await clean(planted);
  deepEqual(Buffer.from(bytes), Buffer.concat([plain, plain]));
});

test("the encoder's name in an MP3's first frame is gone, the padding it states is not", async () => {
  const before = make("lame.mp3", "a", "-c:a", "libmp3lame");
  const { bytes } = await clean(new Uint8Array(before));
  ok(/LAME\0{5}/.test(latin(bytes)) && !/Lav[fc]\d/.test(latin(bytes).slice(0, 400)));
  equal(streams(bytes, "lame.mp3", true), streams(before, "lame.mp3", true));
});

test("what follows AAC, AMR and FLAC is gone", async () => {
  const amr = [...text("#!AMR\n"), ...Array.from({ length: 9 }, () => [0x3c, ...zeros(31)]).flat()];
  deepEqual([...(await clean(Uint8Array.from([...amr, ...text("CANARY")]))).bytes], amr);
  for (const [name, codec] of [["a.aac", "aac"], ["a.flac", "flac"]] as const) {
    const before = make(name, "a", "-c:a", codec);
    const { bytes } = await clean(Uint8Array.from([...before, ...id3v1()]));
    ok(!latin(bytes).includes("CANARY"));
    equal(streams(bytes, name), streams(before, name));
  }
});

test("links of an Ogg chain all stay, what is not Ogg does not", async () => {
  const link = make("link.ogg", "a", "-c:a", "libvorbis");
  const { bytes } = await clean(Uint8Array.from([...link, ...link, ...text("CANARY trailer")]));
  ok(!latin(bytes).includes("CANARY"));
  const twice = Buffer.concat([link, link]);
  equal(streams(bytes, "chain.ogg", true), streams(twice, "chain.ogg", true));
});

test("records of a camera after the last box, and of a recorder after the sound, are gone", async () => {
  const { bytes } = await clean(Uint8Array.from([...movie(picture(1), picture(2)), ...text("\0\0\0\x01CANARY record")]));
  ok(!latin(bytes).includes("CANARY"));
  const wav = make("end.wav", "a");
  const cut = Uint8Array.from([...wav.subarray(0, 4), ...zeros(4), ...wav.subarray(8)]);
  const data = wav.indexOf("data");
  cut.set(zeros(4), data + 4);
  equal((await clean(cut)).bytes.length, 44 + wav.length - data - 8);
  const empty = Uint8Array.from([...wav.subarray(0, data + 4), ...zeros(4), ...text("LIST"), 6, 0, 0, 0, ...text("CANARY")]);
  new DataView(empty.buffer).setUint32(4, empty.length - 8, true);
  ok(!latin((await clean(empty)).bytes).includes("CANARY"));
});

test("nothing and the unknown are told apart", async () => {
  await rejects(clean(new Uint8Array(0)), code("empty"));
  await rejects(clean(Uint8Array.from(text("RIFF....AVI LIST"))), code("type_unsupported"));
});
