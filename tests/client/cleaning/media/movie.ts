/**
 * Movies built box by box, with what ffmpeg would never write: data between samples, tracks of
 * positions, messages in the pictures.
 */
export const text = (words: string): number[] => [...words].map((letter) => letter.charCodeAt(0));
export const big = (value: number, bytes = 4): number[] =>
  Array.from({ length: bytes }, (_, i) => Math.floor(value / 256 ** (bytes - 1 - i)) % 256);
export const zeros = (count: number): number[] => new Array<number>(count).fill(0);

export const box = (type: string, ...parts: number[][]): number[] => {
  const body = parts.flat();
  return [...big(body.length + 8), ...text(type), ...body];
};
export const full = (type: string, ...parts: number[][]): number[] => box(type, zeros(4), ...parts);

const DATE = 0xe2_18_00_00;
const MATRIX = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000].flatMap((value) => big(value));

export interface TrackPlan {
  kind: string;
  entry: number[];
  /** Where each sample lies in the file; each is a chunk of its own. */
  offsets: number[];
  sizes: number[];
}

function track({ kind, entry, offsets, sizes }: TrackPlan, id: number): number[] {
  const tkhd = full("tkhd", big(DATE), big(DATE), big(id), zeros(4), big(100), zeros(16), MATRIX, big(640 << 16), big(480 << 16));
  const mdhd = full("mdhd", big(DATE), big(DATE), big(1000), big(100), [0x55, 0xc4, 0, 0]);
  const hdlr = full("hdlr", zeros(4), text(kind), zeros(12), text("CANARY handler\0"));
  const count = big(offsets.length);
  const stbl = box(
    "stbl",
    full("stsd", big(1), entry),
    full("stts", big(1), count, big(40)),
    full("stsc", big(1), big(1), big(1), big(1)),
    full("stsz", big(0), count, sizes.flatMap((size) => big(size))),
    full("stco", count, offsets.flatMap((offset) => big(offset))),
  );
  const dinf = box("dinf", full("dref", big(1), box("url ", big(1))));
  const udta = box("udta", box("\xa9xyz", [0, 18, 0x15, 0xc7], text("+36.7123+003.1876/")));
  return box("trak", tkhd, box("mdia", mdhd, hdlr, box("minf", full("vmhd", zeros(8)), dinf, stbl)), udta);
}

export function moov(tracks: TrackPlan[]): number[] {
  const mvhd = full("mvhd", big(DATE), big(DATE), big(1000), big(100), big(0x10000), [1, 0], zeros(10), MATRIX, zeros(24), big(9));
  return box("moov", mvhd, ...tracks.map((plan, i) => track(plan, i + 1)), box("meta", text("CANARY meta")));
}

const SPS = [0x67, 66, 0, 10, 0xf8, 0x41, 0xa2];
const PPS = [0x68, 0xce, 0x38, 0x80];
/** A configuration of H.264 with a message of an encoder among the parameter sets. */
const avcC = box("avcC", [1, 66, 0, 10, 0xff, 0xe1], big(SPS.length, 2), SPS, [1], big(PPS.length, 2), PPS);

export const avc1 = box("avc1", zeros(6), [0, 1], zeros(16), [2, 128, 1, 224], zeros(14), [14], text("CANARY encoder"),
  zeros(17), [0, 24, 255, 255], avcC, box("uuid", text("CANARY entry ...")));
export const gpmd = box("gpmd", zeros(6), [0, 1]);

export const unit = (...bytes: number[]): number[] => [...big(bytes.length), ...bytes];
/** A message of unregistered user data: type 5, size, 16 bytes of name, words (ITU-T H.264 §D.1.7). */
export const message = (words: number[], escapes = 0): number[] =>
  unit(6, 5, 16 + words.length - escapes, ...new Array<number>(16).fill(0xab), ...words, 0x80);
export const picture = (fill: number): number[] => unit(0x65, ...new Array<number>(40).fill(fill));

const ftyp = box("ftyp", text("mp42"), zeros(4), text("CNRYisom"));

/** Two pictures, a position and slack in one mdat: where each lies is known only at the end. */
export function movie(first: number[], second: number[]): Uint8Array {
  const position = text("CANARY 36.7123");
  const slack = text("CANARY slack");
  const start = ftyp.length + 8;
  const offsets = [start, start + first.length + position.length + slack.length];
  const mdat = box("mdat", first, position, slack, second);
  const plans = [
    { kind: "vide", entry: avc1, offsets, sizes: [first.length, second.length] },
    { kind: "meta", entry: gpmd, offsets: [start + first.length], sizes: [position.length] },
  ];
  const free = box("free", text("CANARY free"));
  const uuid = box("uuid", text("CANARY 16 bytes."), text("CANARY uuid"));
  return Uint8Array.from([...ftyp, ...mdat, ...free, ...moov(plans), ...uuid]);
}
