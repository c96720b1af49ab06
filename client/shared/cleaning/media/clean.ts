/**
 * Cleaning sound and video: the container is rewritten around untouched streams, without ever
 * holding more of the file than a window, and a verifier of its own has the last word.
 */
import { CleaningError, type CleanResult, type Mode } from "../types.ts";
import { cleanAac, cleanAmr } from "./audio/plain.ts";
import { cleanFlac } from "./audio/flac.ts";
import { cleanMp3 } from "./audio/mp3.ts";
import { cleanWav } from "./audio/wav.ts";
import { type Container, containerOf, id3Length } from "./kind.ts";
import { cleanMatroska } from "./matroska/clean.ts";
import { cleanMp4 } from "./mp4/clean.ts";
import { cleanOgg } from "./ogg/clean.ts";
import type { Made } from "./result.ts";
import { Source } from "./source.ts";

const MAX_BYTES = 2 ** 32;
/** Above this the result is handed over as a Blob. */
const LARGEST_BYTES = 32 << 20;
const MOST_TAGS = 16;

const WAYS: Record<Container, (source: Source) => Promise<Made>> = {
  mp4: cleanMp4,
  matroska: cleanMatroska,
  mp3: cleanMp3,
  aac: cleanAac,
  amr: cleanAmr,
  wav: cleanWav,
  ogg: cleanOgg,
  flac: cleanFlac,
};

/** Cleans one file of sound or video; both modes leave its streams as they are. Throws CleaningError. */
export async function cleanMedia(file: Blob, _mode: Mode): Promise<CleanResult> {
  if (!file.size) throw new CleaningError("empty");
  if (file.size > MAX_BYTES) throw new CleaningError("too_large");
  try {
    return await rewrite(new Source(file));
  } catch (error) {
    throw error instanceof CleaningError ? error : new CleaningError(reason(error as Error));
  }
}

const reason = ({ name, message }: Error) =>
  name === "RangeError" && /alloc|memory|length/i.test(message) ? "out_of_memory" : "broken";

async function rewrite(source: Source): Promise<CleanResult> {
  const tags = await leadingTags(source);
  const container = containerOf(await source.peek(tags, 16));
  if (!container) throw new CleaningError("type_unsupported");
  const inner = tags ? new Source(source.file.slice(tags)) : source;
  const made = await WAYS[container](inner);
  if (tags) made.found.dropped("ID3", await source.peek(0, Math.min(tags, 65536)));
  const { type, extension, width, height, found } = made;
  const blob = await made.output.blob(type);
  await check(blob, made);
  const small = blob.size <= LARGEST_BYTES;
  const bytes = small ? new Uint8Array(await blob.arrayBuffer()) : new Uint8Array(0);
  const removed = [...found.words].sort();
  const result = { bytes, type, extension, removed, bytesBefore: source.size, width, height };
  return small ? result : { ...result, blob };
}

/** Whatever a verifier stumbles over, the file is not clean. */
async function check(blob: Blob, { verify }: Made): Promise<void> {
  try {
    await verify(new Source(blob));
  } catch {
    throw new CleaningError("not_clean");
  }
}

/** How many bytes of ID3 tags come first: they precede sound of several kinds. */
async function leadingTags(source: Source): Promise<number> {
  let at = 0;
  for (let i = 0; i < MOST_TAGS; i++) {
    const length = id3Length(await source.peek(at, 10));
    if (!length) break;
    at += length;
  }
  return at < source.size ? at : 0;
}
