/**
 * Samples of sound and video made by ffmpeg at test time, with words planted wherever it can plant
 * them, and its view of what is in a file.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const folder = mkdtempSync(join(tmpdir(), "media-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const VIDEO = ["-f", "lavfi", "-i", "testsrc=s=160x120:r=10:d=2"];
const AUDIO = ["-f", "lavfi", "-i", "sine=d=2:f=440:r=16000"];
const WORDS = {
  title: "CANARY title",
  artist: "CANARY artist",
  comment: "CANARY comment",
  location: "+36.7123+003.1876/",
  creation_time: "2024-03-14T09:26:53Z",
  encoder: "CANARY encoder",
};
const PLANTED = Object.entries(WORDS).flatMap(([name, value]) => ["-metadata", `${name}=${value}`]);
const HANDLERS = ["v:0", "a:0"].flatMap((one) => [`-metadata:s:${one}`, "handler_name=CANARY handler"]);

export function ffmpeg(...parameters: string[]): Buffer {
  const run = spawnSync("ffmpeg", ["-nostdin", "-v", "error", "-y", ...parameters], { maxBuffer: 1 << 28 });
  if (run.status !== 0) throw new Error(run.stderr.toString());
  return run.stdout;
}

/** A file in the test's folder. */
export function put(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

export const SUBTITLES = () => put("s.srt", "1\n00:00:00,000 --> 00:00:01,000\nCANARY subtitle\n");
export const CHAPTERS = () =>
  put("c.txt", ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1000\ntitle=CANARY chapter\n");
export const ATTACHMENT = () => put("a.txt", "CANARY attachment");
export const COVER = () => {
  const path = join(folder, "cover.jpg");
  ffmpeg("-f", "lavfi", "-i", "testsrc=s=64x64:d=1:r=1", "-frames:v", "1", path);
  return path;
};

/** `kind` is of what there is: "v", "a" or "va". */
export function make(name: string, kind: string, ...parameters: string[]): Buffer {
  const path = join(folder, name);
  const inputs = [...(kind.includes("v") ? VIDEO : []), ...(kind.includes("a") ? AUDIO : [])];
  ffmpeg(...inputs, ...parameters.filter((_, i) => i < inputsIn(parameters)), ...PLANTED, ...HANDLERS,
    ...parameters.slice(inputsIn(parameters)), path);
  return readFileSync(path);
}

/** Further inputs come first among the parameters. */
function inputsIn(parameters: string[]): number {
  let count = 0;
  while (parameters[count] === "-i") count += 2;
  return count;
}

/** Hashes of the packets of every sound and picture track, or of what they decode to. */
export function streams(bytes: Uint8Array, name: string, decoded = false): string {
  const path = put(`hash-${name}`, bytes);
  const how = decoded ? [] : ["-c", "copy"];
  return ffmpeg("-i", path, "-map", "0:V?", "-map", "0:a?", ...how, "-f", "streamhash", "-").toString();
}

/** When each picture is shown, and whether it stands by itself. */
export function pictures(bytes: Uint8Array, name: string): string {
  const show = ["-select_streams", "v", "-show_entries", "packet=pts_time,flags", "-of", "csv"];
  return spawnSync("ffprobe", ["-v", "error", ...show, put(`show-${name}`, bytes)]).stdout.toString();
}
