/**
 * Writing a package that tells nothing about where and when: the first day that ZIP knows, no
 * extra fields, no comments, one version, and the order of the list.
 */
import { deflateSync } from "fflate";
import { crc32 } from "./crc.ts";

/** One file of the new package. `stored` ones are not deflated (ODF 1.3 part 2 §3.3: mimetype). */
export interface Written {
  name: string;
  bytes: Uint8Array;
  stored?: boolean;
}

const VERSION = 20;
const JANUARY_1980 = 0x21;
const UTF8_NAME = 0x800;

export function writePackage(files: Written[]): Uint8Array {
  const bodies: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name, bytes, stored } of files) {
    const path = new TextEncoder().encode(name);
    const data = stored ? bytes : deflateSync(bytes, { level: 6 });
    const common = [VERSION, UTF8_NAME, stored ? 0 : 8, 0, JANUARY_1980];
    const sizes = [crc32(bytes), data.length, bytes.length];
    const local = fields([[4, 0x04034b50], ...two(common), ...four(sizes), ...two([path.length, 0])]);
    const rest: Field[] = [...two([path.length, 0, 0, 0, 0]), ...four([0, offset])];
    directory.push(fields([[4, 0x02014b50], [2, VERSION], ...two(common), ...four(sizes), ...rest]), path);
    bodies.push(local, path, data);
    offset += local.length + path.length + data.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const counts = two([0, 0, files.length, files.length]);
  return join([...bodies, ...directory, fields([[4, 0x06054b50], ...counts, ...four([size, offset]), [2, 0]])]);
}

type Field = [width: 2 | 4, value: number];
const two = (values: number[]): Field[] => values.map((value) => [2, value]);
const four = (values: number[]): Field[] => values.map((value) => [4, value]);

function fields(list: Field[]): Uint8Array {
  const out: number[] = [];
  for (const [width, value] of list) {
    for (let index = 0; index < width; index++) out.push((value >>> (8 * index)) & 255);
  }
  return Uint8Array.from(out);
}

function join(parts: Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
