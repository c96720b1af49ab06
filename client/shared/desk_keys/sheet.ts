/**
 * The code on a recovery sheet: eight groups of five random digits and a check digit.
 *
 * Normative: docs/formats/desk-keys.md §9. Digits, because they are typed off paper, perhaps in Thai
 * numerals; a check digit for each group, so that the page can say which one to look at again.
 */
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { type Bytes, random, utf8 } from "../crypto/bytes.ts";
import { readDigits } from "../mailbox/code.ts";

export const GROUPS = 8;
const RANDOM = 5;
export const GROUP = RANDOM + 1;
/** What a QR code says before the digits: only signs that its compact alphabet has. */
const SCANNED = "HINGHOI-SHEET-1:";

/** H. M. Damm, 2004: catches every wrong digit and every swap of neighbours. */
const DAMM = [
  "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
  "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
];

const checkDigit = (digits: string): string =>
  Array.from(digits).reduce((interim, digit) => DAMM[Number(interim)]![Number(digit)]!, "0");

/** A new code of 48 digits; each of its 40 random ones is as likely as any other. */
export function newSheetCode(): string {
  let digits = "";
  while (digits.length < GROUPS * RANDOM) {
    const [byte = 255] = random(1);
    if (byte < 250) digits += String(byte % 10);
  }
  return (digits.match(/.{5}/g) ?? []).map((group) => group + checkDigit(group)).join("");
}

export const sheetGroups = (code: string): string[] => code.match(/.{6}/g) ?? [];

export const groupHolds = (group: string): boolean => group.length === GROUP && checkDigit(group) === "0";

/** `fault`: the number of the first group that is not right, from 1, or 0 when the length is not. */
export type ReadSheet = { code: string } | { fault: number };

/** What somebody typed or scanned. Spaces, dots and hyphens may stand anywhere. */
export function readSheet(typed: string): ReadSheet {
  const code = readDigits(typed.replace(SCANNED, ""));
  if (code === null) return { fault: 0 };
  const groups = sheetGroups(code.padEnd(Math.ceil(code.length / GROUP) * GROUP, " "));
  const wrong = groups.findIndex((group) => !group.includes(" ") && !groupHolds(group));
  if (wrong >= 0) return { fault: wrong + 1 };
  return code.length === GROUPS * GROUP ? { code } : { fault: 0 };
}

/** What the sheet's QR code says. */
export const scannedSheet = (code: string): string => SCANNED + code;

export interface SheetKeys {
  authentication: Bytes;
  wrapping: Bytes;
}

/** No stretching: there are 10^40 codes. */
export function fromSheet(code: string): SheetKeys {
  const secret = utf8(sheetGroups(code).map((group) => group.slice(0, RANDOM)).join(""));
  const expand = (purpose: string): Bytes =>
    new Uint8Array(hkdf(sha256, secret, undefined, utf8(`hinghoi/v1/sheet/${purpose}`), 32));
  return { authentication: expand("authentication"), wrapping: expand("wrapping") };
}
