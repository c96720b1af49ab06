/**
 * Every container with every codec that phones and recorders write, planted by ffmpeg: after
 * cleaning no planted word is left, and the streams are what they were.
 */
import { deepEqual, equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { cleanMedia } from "../../../../client/shared/cleaning/media/clean.ts";
import { ATTACHMENT, CHAPTERS, COVER, make, streams, SUBTITLES } from "./ffmpeg.ts";

const X264 = ["-c:v", "libx264", "-preset", "ultrafast"];
/** Takes the encoder's message out, so that packets can be the same. */
const QUIET = [...X264, "-bsf:v", "filter_units=remove_types=6"];
const AAC = ["-c:a", "aac"];
const VP8 = ["-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus", "-ar", "48000"];
const FRAGMENTS = [...QUIET, ...AAC, "-g", "5", "-movflags"];
const cover = ["-i", COVER(), "-map", "0", "-map", "1", "-c:v", "copy"];
const more = ["-i", SUBTITLES(), "-i", CHAPTERS(), "-map", "0", "-map", "1", "-map", "2", "-map_metadata", "3"];

interface Recipe {
  name: string;
  kind: string;
  type: string;
  made: string[];
  /** Packets change where they hold an encoder's words: there only what is decoded is compared. */
  decoded?: boolean;
}

const RECIPES: Recipe[] = [
  { name: "h264.mp4", kind: "va", type: "video/mp4", made: [...QUIET, ...AAC, "-movflags", "use_metadata_tags"] },
  { name: "sei.mp4", kind: "va", type: "video/mp4", made: [...X264, ...AAC], decoded: true },
  { name: "moof.mp4", kind: "va", type: "video/mp4", made: [...FRAGMENTS, "frag_keyframe+empty_moov"] },
  { name: "mixed.mp4", kind: "va", type: "video/mp4", made: [...FRAGMENTS, "frag_keyframe"] },
  { name: "dash.mp4", kind: "va", type: "video/mp4", made: [...FRAGMENTS, "dash+separate_moof", "-frag_duration", "300000"] },
  { name: "hevc.mov", kind: "va", type: "video/quicktime", made: ["-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=0", "-tag:v", "hvc1", ...AAC] },
  { name: "timecode.mov", kind: "va", type: "video/quicktime", made: ["-c:v", "mpeg4", "-c:a", "pcm_s16le", "-timecode", "01:02:03:04"] },
  { name: "vp9.mp4", kind: "va", type: "video/mp4", made: ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus", "-ar", "48000"] },
  { name: "av1.mp4", kind: "v", type: "video/mp4", made: ["-c:v", "libaom-av1", "-cpu-used", "8", "-usage", "realtime"] },
  { name: "old.3gp", kind: "va", type: "video/3gpp", made: ["-c:v", "mpeg4", ...AAC], decoded: true },
  { name: "subtitles.mp4", kind: "va", type: "video/mp4", made: [...more, ...QUIET, ...AAC, "-c:s", "mov_text"] },
  { name: "cover.m4a", kind: "a", type: "audio/mp4", made: [...cover, ...AAC, "-disposition:v:0", "attached_pic"] },
  { name: "alac.m4a", kind: "a", type: "audio/mp4", made: ["-c:a", "alac"] },
  { name: "vp8.webm", kind: "va", type: "video/webm", made: VP8 },
  { name: "live.webm", kind: "va", type: "video/webm", made: [...VP8, "-f", "webm", "-live", "1"] },
  { name: "voice.webm", kind: "a", type: "audio/webm", made: ["-c:a", "libvorbis"] },
  { name: "all.mkv", kind: "va", type: "video/x-matroska", made: [...more, ...QUIET, "-c:a", "libmp3lame", "-attach", ATTACHMENT(), "-metadata:s:3", "mimetype=text/plain"] },
  { name: "sei.mkv", kind: "va", type: "video/x-matroska", made: [...X264, "-c:a", "flac"], decoded: true },
  { name: "tags.mp3", kind: "a", type: "audio/mpeg", made: [...cover, "-c:a", "libmp3lame", "-write_id3v1", "1"] },
  { name: "adts.aac", kind: "a", type: "audio/aac", made: [...AAC, "-write_id3v2", "1"] },
  { name: "bext.wav", kind: "a", type: "audio/wav", made: ["-write_bext", "1", "-metadata", "description=CANARY"] },
  { name: "adpcm.wav", kind: "a", type: "audio/wav", made: ["-c:a", "adpcm_ima_wav"] },
  { name: "vorbis.ogg", kind: "a", type: "audio/ogg", made: ["-c:a", "libvorbis"] },
  { name: "opus.opus", kind: "a", type: "audio/ogg", made: ["-c:a", "libopus", "-ar", "48000"] },
  { name: "flac.ogg", kind: "a", type: "audio/ogg", made: ["-c:a", "flac"] },
  { name: "theora.ogv", kind: "va", type: "video/ogg", made: ["-c:v", "libtheora", "-c:a", "libvorbis"] },
  { name: "cover.flac", kind: "a", type: "audio/flac", made: [...cover, "-c:a", "flac", "-disposition:v:0", "attached_pic"] },
];

for (const { name, kind, type, made, decoded } of RECIPES) {
  test(`${name}: no planted word is left, the streams are`, async () => {
    const before = make(name, kind, ...made);
    ok(before.includes("CANARY"), "nothing was planted");
    const result = await cleanMedia(new Blob([new Uint8Array(before)]), "full");
    const after = Buffer.from(result.bytes);
    for (const word of ["CANARY", "36.7123", "Lavf", "x264", "x265"]) {
      ok(!after.includes(word), `${word} is left`);
      ok(!after.includes(Buffer.from(word, "utf16le")), `${word} is left`);
    }
    ok(result.removed.length > 0);
    equal(result.type, type);
    equal(streams(after, name, decoded), streams(before, name, decoded));
  });
}

test("what was found is said", async () => {
  const bytes = make("said.mp4", "va", ...QUIET, ...AAC, "-movflags", "use_metadata_tags");
  const { removed, width, height } = await cleanMedia(new Blob([new Uint8Array(bytes)]), "light");
  deepEqual(removed, ["author", "device", "gps", "text", "time"]);
  deepEqual([width, height], [160, 120]);
});
