/**
 * The receipt code: 24 digits, of which the last two catch every wrong digit and every swap.
 *
 * Normative: `docs/formats/mailbox.md` §1.
 */
import { random } from "../crypto/bytes.ts";

export const GROUPS = 6;
const GROUP = 4;
const RANDOM_DIGITS = 22;
export const DIGITS = GROUPS * GROUP;
const LONGEST = 200;
/** The first digit of each script that people may type with: ASCII, Thai, full-width. */
const ZEROS = [0x30, 0xe50, 0xff10];

/** A new code; each of its 22 random digits is as likely as any other. */
export function newCode(): string {
  let digits = "";
  while (digits.length < RANDOM_DIGITS) {
    const [byte = 255] = random(1);
    if (byte < 250) digits += String(byte % 10);
  }
  return withCheckDigits(digits);
}

/** ISO/IEC 7064, MOD 97-10. */
export function withCheckDigits(digits: string): string {
  const rest = Array.from(`${digits}00`).reduce((sum, digit) => (sum * 10 + Number(digit)) % 97, 0);
  return digits + String(98 - rest).padStart(2, "0");
}

/** The 24 digits of what somebody typed, or null. Spaces, dots and hyphens may stand anywhere. */
export function readCode(typed: string): string | null {
  const code = readDigits(typed);
  return code?.length === DIGITS && withCheckDigits(code.slice(0, RANDOM_DIGITS)) === code ? code : null;
}

/** What was typed so far, in ASCII digits; null when it holds anything that no code does. */
export function readDigits(typed: string): string | null {
  if (typed.length > LONGEST) return null;
  const digits = Array.from(typed.replace(/[\s\u200b\u2060.‐‑–—-]+/g, ""), digitOf);
  return digits.includes(null) ? null : digits.join("");
}

function digitOf(character: string): number | null {
  const point = character.codePointAt(0) ?? 0;
  const zero = ZEROS.find((first) => point >= first && point < first + 10);
  return zero === undefined ? null : point - zero;
}

/** The six groups of four, as people write them down. */
export const groupsOf = (code: string): string[] =>
  Array.from({ length: GROUPS }, (_, n) => code.slice(n * GROUP, (n + 1) * GROUP));
