/**
 * A file is what its bytes say: phones hand over photos without a name or with a wrong type.
 */
import { latin } from "./bytes.ts";

export type Picture = "jpeg" | "png" | "webp" | "gif" | "avif" | "heic" | "tiff" | "bmp";
export type Media = "mp4" | "mov" | "3gp" | "m4a" | "matroska" | "mp3" | "ogg" | "wav" | "aac" | "amr" | "flac";
export type Kind = Picture | Media | "pdf" | "zip" | "text";

/** How files of each kind begin, as Latin-1; the first that matches counts. */
const PICTURES: [Picture, RegExp][] = [
  ["jpeg", /^\xff\xd8\xff/],
  ["png", /^\x89PNG\r\n\x1a\n/],
  ["webp", /^RIFF[^]{4}WEBP/],
  ["gif", /^GIF8[79]a/],
  ["tiff", /^(II[*+]\0|MM\0[*+]|IIR[OS]|IIU\0|FUJIFILMCCD-RAW)|^[^]{4}ftypcrx /],
  ["bmp", /^BM[^]{8}..\0\0[\x0c-\x7c]\0\0\0/s],
  ["avif", /^[^]{4}ftyp(avi[fs]|(mi[fa][12f]|msf1)[^]{4}([^]{4}){0,15}?avi[fs])/],
  ["heic", /^[^]{4}ftyp(he[iv][cxms]|mif[12]|miaf|msf1)/],
];
const OTHERS: [Kind, RegExp][] = [
  ["m4a", /^[^]{4}ftyp(M4[ABP] |F4A )/],
  ["3gp", /^[^]{4}ftyp3g/],
  ["mov", /^[^]{4}(ftypqt  |moov|mdat|wide|free|skip|pnot)/],
  ["mp4", /^[^]{4}ftyp/],
  ["matroska", /^\x1aE\xdf\xa3/],
  ["ogg", /^OggS/],
  ["flac", /^fLaC/],
  ["wav", /^(RIFF|RF64)[^]{4}WAVE/],
  ["amr", /^#!AMR/],
  ["aac", /^\xff[\xf0\xf1\xf8\xf9]/],
  // Layers II and III with a bit rate and a sampling rate that exist.
  ["mp3", /^(ID3|\xff[\xe2-\xe5\xf2-\xf5\xfa-\xfd][\x10-\xef])/],
  ["zip", /^PK(\x03\x04|\x05\x06|\x07\x08)/],
  ["pdf", /^[^]{0,1019}%PDF-/],
];

/** Marked-up text can run scripts or load pictures from elsewhere: none that cleaning knows. */
const MARKUP = /^[\s\xef\xbb\xbf]*<(!|\?|[a-z])/i;
/** A picture written as numbers, with comments. */
const PNM = /^P[1-7][\s#]/;
/** Thai in one byte a letter (TIS-620, as Windows writes it), and ASCII. */
const THAI = /^[\x01-\x7f\x80\x85\x91-\x97\xa0-\xda\xdf-\xfb]+$/;

/** The kind of file, told from its first bytes, of which 4096 are enough; null when unknown. */
export function sniff(b: Uint8Array): Kind | null {
  const head = latin(b, 0, 4096);
  const known = OTHERS.find(([, pattern]) => pattern.test(head));
  return sniffPicture(b) ?? (known ? known[0] : isText(b.subarray(0, 4096), head) ? "text" : null);
}

/** The same for pictures alone, which need not carry the other kinds along. */
export function sniffPicture(b: Uint8Array): Picture | null {
  const head = latin(b, 0, 64);
  return PICTURES.find(([, pattern]) => pattern.test(head))?.[0] ?? null;
}

function isText(b: Uint8Array, head: string): boolean {
  if (/^(\xff\xfe|\xfe\xff)/.test(head)) return true;
  if (!head || head.includes("\0") || MARKUP.test(head) || PNM.test(head)) return false;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(b, { stream: true });
    return true;
  } catch {
    return THAI.test(head);
  }
}
