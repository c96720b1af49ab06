/**
 * One picture of each kind with canary words in every place where something can hide.
 */
import * as make from "../files.ts";

export const SECRET = "CanarySomchai";
const { text, segment, chunk, riff } = make;
const secret = text(SECRET);
const exif = [...make.tiff([[0x10f, 1], [0x112, 6]], true), ...secret];

const le = (value: number, bytes = 2): number[] => Array.from({ length: bytes }, (_, i) => (value >> (8 * i)) & 255);
const be = (value: number, bytes = 4): number[] => le(value, bytes).reverse();

/** A colour profile of these primaries, with a maker's name in it. */
export function profile(...primaries: number[][]): number[] {
  const data = primaries.map((xyz) => [...text("XYZ \0\0\0\0"), ...xyz.flatMap((value) => be(value))]);
  const table = data.flatMap((_, i) => [...text("rgb"[i] ?? ""), ...text("XYZ"), ...be(168 + 20 * i), ...be(20)]);
  const head = [...be(0), ...text("appl"), ...be(0), ...text("mntrRGB XYZ "), ...Array<number>(108 - 4).fill(0)];
  return [...head.slice(0, 128), ...be(3), ...table, ...data.flat(), ...secret];
}
export const P3 = profile([33759, 15807, -69], [19135, 45367, 2745], [10296, 4363, 51385]);
export const SRGB = profile([28578, 14581, 912], [25241, 46981, 6362], [9376, 3972, 46799]);

export const JPEG_HIDING: number[][] = [
  segment(0xe0, [...text("JFXX\0"), 0x10, ...secret]),
  segment(0xe1, [...text("Exif\0\0"), ...exif]),
  segment(0xe1, [...text("http://ns.adobe.com/xap/1.0/\0"), ...secret]),
  segment(0xe1, [...text("http://ns.adobe.com/xmp/extension/\0"), ...secret]),
  segment(0xe2, [...text("ICC_PROFILE\0\x01\x01"), ...SRGB]),
  segment(0xe2, [...text("MPF\0"), ...exif]),
  segment(0xed, [...text("Photoshop 3.0\0"), ...secret]),
  segment(0xee, [...text("Adobe\0d\0\0\0\0\x01"), ...secret]),
  ...[3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15].map((n) => segment(0xe0 + n, secret)),
  segment(0xfe, secret),
  segment(0xf0, secret),
];

export const jpeg = (): number[][] => {
  const [start = [], ...rest] = make.jpegSegments();
  const end = rest.pop() ?? [];
  return [start, ...JPEG_HIDING, ...rest, segment(0xfe, secret), end, text("ftypmp42"), secret];
};

export const png = (): number[][] => [
  ...make.pngChunks().slice(0, 2),
  ...["tEXt", "zTXt", "iTXt", "eXIf", "tIME", "caBX", "iCCP", "sPLT", "pHYs", "bKGD", "maKr"].map((name) => chunk(name, secret)),
  chunk("cHRM", [...secret, ...secret, ...secret].slice(0, 32)),
  chunk("gAMA", text("CanA")),
  chunk("acTL", [...be(2), ...be(0)]),
  ...make.pngChunks().slice(2),
  secret,
];

export const webp = (): number[][] => [[
  ...make.webp(riff("ICCP", SRGB), riff("EXIF", exif), riff("XMP ", secret), riff("NOTE", secret)),
  ...secret,
]];

const sub = (bytes: number[]): number[] => [bytes.length, ...bytes];
const image = [0x2c, ...le(0), ...le(0), ...le(40), ...le(30), 0x18, 2, ...sub([0x84, 0x8f, 0x51]), 0];
export const gif = (): number[][] => [
  [...text("GIF89a"), ...le(40), ...le(30), 0x80, 0, 49, 0, 0, 0, 255, 255, 255],
  [0x21, 0xff, ...sub(text("NETSCAPE2.0")), ...sub([1, 5, 0]), ...sub(secret), 0],
  [0x21, 0xfe, ...sub(secret), 0],
  [0x21, 0xff, ...sub(text("XMP DataXMP")), ...sub(secret), 0],
  [0x21, 0xf9, 4, 0xe5, 10, 0, 1, 0],
  image,
  [0x21, 0xf9, 4, 0, 10, 0, 1, 0],
  [0x21, 0x01, ...sub(secret), 0],
  image,
  [0x3b],
  secret,
];

const box = (type: string, ...content: number[][]): number[] => {
  const body = content.flat();
  return [...be(body.length + 8), ...text(type), ...body];
};
const full = (type: string, flags: number, ...content: number[][]): number[] => box(type, be(flags), ...content);
const obu = (type: number, payload: number[]): number[] => [(type << 3) | 2, payload.length, ...payload];
const frame = [...obu(2, []), ...obu(5, secret), ...obu(1, [1, 2, 3]), ...obu(6, [9, 8, 7]), ...obu(15, secret)];
const nal = (type: number, payload: number[]): number[] => [...be(payload.length + 2), type << 1, 1, ...payload];
const picture = [...nal(39, secret), ...nal(19, [1, 2, 3]), ...nal(40, secret), ...nal(38, secret)];
const sets = (type: number, payload: number[]): number[] => [type, 0, 1, ...be(payload.length, 2), ...payload];
const hvcC = [1, ...Array<number>(20).fill(0), 3, 2, ...sets(33, [66, 1]), ...sets(39, secret)];

/** A picture of two tiles with transparency, a thumbnail, EXIF and XMP. */
export function heif(avif: boolean): number[][] {
  const coded = avif ? frame : picture;
  const type = avif ? "av01" : "hvc1";
  const items: [string, number[], number[]][] = [
    ["grid", [0, 0, 0, 1, ...be(40, 2), ...be(30, 2)], [3, 5, 7, 0x86]],
    [type, coded, [0x81, 2]],
    [type, coded, [0x81, 2]],
    [type, coded, [0x81, 4]],
    [type, [...coded, ...secret], [0x81, 2]],
    ["Exif", [...be(0), ...exif], []],
    ["mime", secret, []],
    ["spoo", secret, []],
  ];
  const configuration = avif ? box("av1C", [0x81, 0, 0, 0], obu(5, secret)) : box("hvcC", hvcC);
  const properties = [
    configuration,
    full("ispe", 0, be(20), be(30)),
    full("ispe", 0, be(40), be(30)),
    full("auxC", 0, text("urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0"), secret),
    box("colr", text("prof"), SRGB),
    box("irot", [1]),
    full("udes", 0, secret),
  ];
  const meta = (at: number): number[] => {
    let from = at;
    const rows = items.map(([, data], i) => {
      from += data.length;
      return [...be(i + 1, 2), 0, 0, 0, 1, ...be(from - data.length), ...be(data.length)];
    });
    const entries = items.map(([name], i) => full("infe", 0x2000000, be(i + 1, 2), [0, 0], text(name), secret, [0]));
    const links: [string, number, number[]][] = [["dimg", 1, [2, 3]], ["auxl", 4, [1]], ["thmb", 5, [1]], ["cdsc", 6, [1]], ["cdsc", 7, [1]]];
    return full("meta", 0,
      full("hdlr", 0, be(0), text("pict"), be(0), be(0), be(0), secret, [0]),
      full("pitm", 0, be(1, 2)),
      full("iloc", 0, [0x44, 0], be(items.length, 2), ...rows),
      full("iinf", 0, be(items.length, 2), ...entries),
      full("iref", 0, ...links.map(([name, id, to]) => box(name, be(id, 2), be(to.length, 2), ...to.map((one) => be(one, 2))))),
      box("iprp", box("ipco", ...properties), full("ipma", 0, be(items.length), ...items.map(([, , its], i) => [...be(i + 1, 2), its.length, ...its]))),
      box("uuid", secret),
    );
  };
  const head = [...box("ftyp", text(avif ? "avif" : "heic"), secret.slice(0, 4), text(`mif1${avif ? "avif" : "heic"}tech`)), ...box("uuid", secret)];
  const at = head.length + meta(0).length + 8;
  return [head, meta(at), box("mdat", ...items.map(([, data]) => data), secret), box("free", secret), box("mpvd", secret), secret];
}

export const PLANTED: Record<string, () => number[][]> = {
  jpeg, png, webp, gif, avif: () => heif(true), heic: () => heif(false),
};
