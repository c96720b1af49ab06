/**
 * For each kind of file that may arrive: the types that it may be declared as, and the verifier
 * that has the last word on it.
 */
import { verifyFlac } from "./media/audio/flac.ts";
import { adtsFrame } from "./media/audio/frames.ts";
import { verifyMp3 } from "./media/audio/mp3.ts";
import { verifyAmr, verifyFrames } from "./media/audio/plain.ts";
import { verifyWav } from "./media/audio/wav.ts";
import { verifyMatroska } from "./media/matroska/verify.ts";
import { verifyMp4 } from "./media/mp4/verify.ts";
import { verifyOgg } from "./media/ogg/verify.ts";
import type { Verify } from "./media/result.ts";
import { Source } from "./media/source.ts";
import type { Kind } from "./sniff.ts";
import { checkOffice, checkPdf, checkText } from "./verdict_documents.ts";
import { verifyGif } from "./verify_gif.ts";
import { verifyHeif } from "./verify_heif.ts";
import { verifyJpeg } from "./verify_jpeg.ts";
import { verifyPng } from "./verify_png.ts";
import { verifyWebp } from "./verify_webp.ts";

/** Throws CleaningError when the file is not in the one clean form. `type` may be empty. */
type Refuse = (b: Uint8Array, type: string) => void | Promise<void>;

interface Check {
  types: RegExp;
  check?: Refuse;
}

const streamed = (verify: Verify): Refuse => (b) => verify(new Source(new Blob([b as BlobPart])));

/** Brands of these families overlap: which of them a file is, says nothing about anybody. */
const MOVIE: Check = { types: /^(video|audio)\/(mp4|quicktime|3gpp2?|x-m4a)$/, check: streamed(verifyMp4) };
const HEIF: Check = { types: /^image\/(avif|hei[cf])$/, check: verifyHeif };

export const CHECKS: Record<Kind, Check> = {
  jpeg: { types: /^image\/jpe?g$/, check: verifyJpeg },
  png: { types: /^image\/png$/, check: verifyPng },
  webp: { types: /^image\/webp$/, check: verifyWebp },
  gif: { types: /^image\/gif$/, check: verifyGif },
  avif: HEIF,
  heic: HEIF,
  // No cleaning writes these two, so that nothing vouches for them.
  tiff: { types: /^image\/(tiff|x-(adobe-dng|[a-z]+-(raw|cr2|nef|arw)))$/ },
  bmp: { types: /^image\/(x-ms-)?bmp$/ },
  mp4: MOVIE,
  mov: MOVIE,
  "3gp": MOVIE,
  m4a: MOVIE,
  matroska: { types: /^(video|audio)\/(webm|x-matroska)$/, check: streamed(verifyMatroska) },
  mp3: { types: /^audio\/(mpeg|mp3)$/, check: streamed(verifyMp3) },
  ogg: { types: /^((audio|video|application)\/ogg|audio\/opus)$/, check: streamed(verifyOgg) },
  wav: { types: /^audio\/((x-)?wav|(vnd\.)?wave)$/, check: streamed(verifyWav) },
  aac: { types: /^audio\/aacp?$/, check: streamed(verifyFrames(adtsFrame)) },
  amr: { types: /^audio\/amr(-wb)?$/, check: streamed(verifyAmr) },
  flac: { types: /^audio\/(x-)?flac$/, check: streamed(verifyFlac) },
  pdf: { types: /^application\/pdf$/, check: checkPdf },
  zip: { types: /^application\/vnd\.(openxmlformats-officedocument|oasis\.opendocument)\.|^application\/zip$/, check: checkOffice },
  text: { types: /^text\/(plain|csv|tab-separated-values)$/, check: checkText },
};
