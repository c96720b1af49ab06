/**
 * Pictures in their own codings, with nothing in them but what draws.
 */
import { byte, u16 } from "../bytes.ts";
import { cleanJpegBytes } from "../lossless.ts";
import { CleaningError } from "../types.ts";
import { cutFax } from "./fax.ts";
import { join } from "./inflate.ts";
import { cleanJbig2 } from "./jbig2.ts";
import { cleanJpx } from "./jpx.ts";
import { type Dict, named, type Value } from "./values.ts";

/** An inline picture's data: its coding may be the only filter, else there is no way. */
export function cleanPicture(filter: Value, data: Uint8Array): Uint8Array {
  const names = (Array.isArray(filter) ? filter : [filter]).map(named);
  if (!names.some((name) => /^(DCT|JPX|JBIG2|DCTDecode|JPXDecode|JBIG2Decode)$/.test(name))) return data;
  if (names.length > 1 || !names[0]!.startsWith("DCT")) throw new CleaningError("no_clean_way");
  return cleanDct(data);
}

/** Throws CleaningError `no_clean_way` when it cannot be told what draws. */
export function cleanCoded(coding: string, data: Uint8Array, parms: Dict, coloured = false): Uint8Array {
  if (coding === "DCTDecode") return cleanDct(data);
  if (coding === "JPXDecode") return cleanJpx(data, coloured);
  if (coding === "CCITTFaxDecode") return cutFax(data, parms.get("K"));
  return cleanJbig2(data);
}

/** Turning and colour profiles of a JPEG mean nothing in a PDF, so not even clean ones are kept. */
function cleanDct(data: Uint8Array): Uint8Array {
  const start = Math.max(0, data.subarray(0, 16).findIndex((code, i) => code === 0xff && data[i + 1] === 0xd8));
  const clean = cleanJpegBytes(data.subarray(start));
  if (!clean) throw new CleaningError("no_clean_way");
  const kept: Uint8Array[] = [clean.subarray(0, 2)];
  let at = 2;
  while ((byte(clean, at + 1) & 0xf0) === 0xe0) {
    const end = at + 2 + u16(clean, at + 2);
    if (byte(clean, at + 1) !== 0xe1 && byte(clean, at + 1) !== 0xe2) kept.push(clean.subarray(at, end));
    at = end;
  }
  return join([...kept, clean.subarray(at)]);
}
