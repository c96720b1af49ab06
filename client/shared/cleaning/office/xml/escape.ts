/**
 * Text in and out of XML: the five names and the numbers, and no character that XML 1.0 §2.2
 * forbids.
 */
import { CleaningError } from "../../types.ts";

const NAMES: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
const BACK: Record<string, string> = {
  "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;",
};
const FORBIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])/g;

export function unescape(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(?:#x([\da-fA-F]{1,6})|#(\d{1,7})|(\w+));|&/g, (_, hex, decimal, name) => {
    const code = hex ? parseInt(hex, 16) : Number(decimal);
    const known = name ? NAMES[name] : code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
    if (known === undefined) throw new CleaningError("broken");
    return known;
  });
}

export const escapeText = (text: string): string =>
  text.replace(FORBIDDEN, "").replace(/[&<>\r]/g, (one) => BACK[one]!);
export const escapeValue = (text: string): string =>
  text.replace(FORBIDDEN, "").replace(/[&<>"\t\n\r]/g, (one) => BACK[one]!);
