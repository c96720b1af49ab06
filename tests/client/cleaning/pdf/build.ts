/**
 * PDFs written by hand, object by object, so that a test can plant anything anywhere in them.
 */
import { zlibSync } from "fflate";

export const CANARY = "CanaryYasmine0042";

export const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");
export const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "latin1"));

export const stream = (dict: string, data: string): string =>
  `<<${dict} /Length ${data.length}>>\nstream\n${data}\nendstream`;

export const squeezed = (dict: string, data: string): string =>
  stream(`${dict} /Filter /FlateDecode`, latin(zlibSync(bytesOf(data))));

/** Objects by number as a file with one table. The catalog is number 1. */
export function pdf(objects: Record<number, string>, trailer = ""): string {
  return update("%PDF-1.4\n", objects, trailer);
}

/** More objects and one more table behind what there is. */
export function update(before: string, objects: Record<number, string>, trailer = ""): string {
  let text = before;
  let table = "xref\n";
  for (const [id, value] of Object.entries(objects)) {
    table += `${id} 1\n${String(text.length).padStart(10, "0")} 00000 n \n`;
    text += `${id} 0 obj\n${value}\nendobj\n`;
  }
  return `${text}${table}trailer\n<</Size 100 /Root 1 0 R ${trailer}>>\nstartxref\n${text.length}\n%%EOF\n`;
}

/** One page that says "Seen"; more keys for the catalog and the page. */
export function simple({ catalog = "", page = "", content = "BT /F1 12 Tf 20 50 Td (Seen) Tj ET", resources = "" } = {}): Record<number, string> {
  return {
    1: `<</Type /Catalog /Pages 2 0 R ${catalog}>>`,
    2: "<</Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 200 100]>>",
    3: `<</Type /Page /Parent 2 0 R /Contents 4 0 R /Resources <</Font <</F1 5 0 R>> ${resources}>> ${page}>>`,
    4: stream("", content),
    5: "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
  };
}

/** The same objects in one object stream, found through a cross-reference stream with a predictor. */
export function compressed(objects: Record<number, string>, streamsOnly: number[] = [4]): string {
  const inside = Object.entries(objects).filter(([id]) => !streamsOnly.includes(Number(id)));
  let heads = "";
  let bodies = "";
  for (const [id, value] of inside) {
    heads += `${id} ${bodies.length} `;
    bodies += `${value} `;
  }
  let text = "%PDF-1.5\n";
  const entries = new Map<number, number[]>();
  const add = (id: number, value: string): void => {
    entries.set(id, [1, text.length >> 8, text.length & 255, 0]);
    text += `${id} 0 obj\n${value}\nendobj\n`;
  };
  for (const id of streamsOnly) add(id, objects[id]!);
  add(50, squeezed(`/Type /ObjStm /N ${inside.length} /First ${heads.length}`, heads + bodies));
  inside.forEach(([id], i) => entries.set(Number(id), [2, 0, 50, i]));
  const start = text.length;
  const rows = Array.from({ length: 51 }, (_, id) => entries.get(id) ?? [0, 0, 0, 0]);
  const dict = "/Type /XRef /Size 51 /W [1 2 1] /Root 1 0 R /DecodeParms <</Predictor 12 /Columns 4>>";
  return `${text}60 0 obj\n${squeezed(dict, upRows(rows))}\nendobj\nstartxref\n${start}\n%%EOF\n`;
}

/** PNG's "up" predictor: each row as its difference from the one above. */
function upRows(rows: number[][]): string {
  return rows.map((row, r) => String.fromCharCode(2, ...row.map((value, i) => (value - (rows[r - 1]?.[i] ?? 0)) & 255))).join("");
}
