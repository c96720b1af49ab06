/**
 * The package as a row of bytes: headers that say nothing but names and sizes, one after another
 * from the first byte to the last, and a directory that repeats them.
 */
const view = (b: Uint8Array): DataView => new DataView(b.buffer, b.byteOffset, b.byteLength);

function insist(fine: boolean): void {
  if (!fine) throw new Error("package");
}

/** The names in their order. Throws when a byte is out of place. */
export function checkEntries(b: Uint8Array): string[] {
  const data = view(b);
  const names: string[] = [];
  const locals: number[] = [];
  let at = 0;
  for (; data.getUint32(at, true) === 0x04034b50; ) {
    const nameSize = checkHeader(data, at + 4, names.length);
    names.push(new TextDecoder("utf-8", { fatal: true }).decode(b.subarray(at + 30, at + 30 + nameSize)));
    locals.push(at);
    at += 30 + nameSize + data.getUint32(at + 18, true);
  }
  const start = at;
  for (const local of locals) at = checkListed(b, data, at, local);
  checkEnd(data, at, start, names.length);
  insist(new Set(names.map((name) => name.toLowerCase())).size === names.length);
  return names;
}

/** Version 2.0, UTF-8, deflated (the first may be stored), 1 January 1980, no extra field. */
function checkHeader(data: DataView, at: number, index: number): number {
  const [version, flags, method, time, date] = [0, 2, 4, 6, 8].map((offset) => data.getUint16(at + offset, true));
  insist(version === 20 && flags === 0x800 && time === 0 && date === 0x21);
  insist(method === 8 || (method === 0 && index === 0));
  insist(data.getUint16(at + 24, true) === 0);
  return data.getUint16(at + 22, true);
}

function checkListed(b: Uint8Array, data: DataView, at: number, local: number): number {
  insist(data.getUint32(at, true) === 0x02014b50 && data.getUint16(at + 4, true) === 20);
  const size = data.getUint16(at + 28, true);
  for (let offset = 0; offset < 26; offset++) insist(b[at + 6 + offset] === b[local + 4 + offset]);
  for (let offset = 0; offset < size; offset++) insist(b[at + 46 + offset] === b[local + 30 + offset]);
  for (let offset = 32; offset < 42; offset++) insist(b[at + offset] === 0);
  insist(data.getUint32(at + 42, true) === local);
  return at + 46 + size;
}

function checkEnd(data: DataView, at: number, start: number, count: number): void {
  insist(data.getUint32(at, true) === 0x06054b50 && data.getUint32(at + 4, true) === 0);
  insist(data.getUint16(at + 8, true) === count && data.getUint16(at + 10, true) === count);
  insist(data.getUint32(at + 12, true) === at - start && data.getUint32(at + 16, true) === start);
  insist(data.getUint16(at + 20, true) === 0 && at + 22 === data.byteLength);
}
