/**
 * One spelling for what looks the same in Thai, so that a plain search finds it.
 *
 * Thai keyboards let people type marks in any order and some letters in two ways; on screen the
 * results are alike. `tidy` makes the usual spelling of them, once, when a card is sealed.
 * `fold` then makes case and digits alike for searching, and never moves a character, so that a
 * place found in folded text is the same place in the text itself.
 */

const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
/** Upper and lower vowels; tone marks, and the signs that sit above like them. */
const VOWEL = "[\\u0e31\\u0e34-\\u0e3a]";
const TONE = "[\\u0e47-\\u0e4c\\u0e4e]";

const SPELLINGS: readonly [RegExp, string][] = [
  [/\r\n?/g, "\n"],
  [/เเ/g, "แ"],
  // Nikhahit and sara aa, with a tone between them or after them, are sara am.
  [/\u0e4d([\u0e48-\u0e4b]?)\u0e32/g, "$1\u0e33"],
  [/\u0e33([\u0e48-\u0e4b])/g, "$1\u0e33"],
  [new RegExp(`(${TONE}+)(${VOWEL})`, "g"), "$2$1"],
  [new RegExp(`(${VOWEL})\\1+`, "g"), "$1"],
  [new RegExp(`(${TONE})\\1+`, "g"), "$1"],
];

/** Nothing of Thai, nothing invisible, nothing to compose: most of what a quick look can pass. */
const PLAIN = /^[\n\x20-\x7e]*$/;

export function tidy(text: string): string {
  if (PLAIN.test(text)) return text;
  let done = text.normalize("NFC");
  for (let before = ""; before !== done; ) {
    before = done;
    for (const [wrong, right] of SPELLINGS) done = done.replace(wrong, right);
    done = done.replace(INVISIBLE, "");
  }
  return done;
}

const THAI_DIGIT = /[๐-๙]/;
const THAI_DIGITS = /[๐-๙]/g;
const SPACE = /[\n\t\u00a0\u2000-\u200a\u3000]/g;

/** As long as `text`, code unit for code unit. */
export function fold(text: string): string {
  const digits = THAI_DIGIT.test(text) ? text.replace(THAI_DIGITS, (digit) => String(digit.charCodeAt(0) - 0xe50)) : text;
  return lower(digits).replace(SPACE, " ");
}

function lower(text: string): string {
  const whole = text.toLowerCase();
  if (whole.length === text.length) return whole;
  // A few capitals become two characters (İ); those stay as they are.
  return text.replace(/\p{Lu}/gu, (one) => (one.toLowerCase().length === one.length ? one.toLowerCase() : one));
}

const MOST_TERMS = 8;
const LONGEST_TERM = 200;

/** The phrases of a search, folded: parts between spaces, and whole what stands in quotes. */
export function terms(query: string): string[] {
  const folded = fold(tidy(query.slice(0, MOST_TERMS * LONGEST_TERM)));
  const parts = folded.match(/["“”][^"“”]+["“”]?|[^\s"“”]+/g) ?? [];
  const bare = parts.map((part) => part.replace(/["“”]/g, "").trim().slice(0, LONGEST_TERM)).filter(Boolean);
  return [...new Set(bare)].slice(0, MOST_TERMS);
}
