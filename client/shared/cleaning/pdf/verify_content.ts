/**
 * Reads cleaned content by rules of its own: numbers, names, strings and operators that draw, no
 * comment, no mark, no dictionary outside an inline picture, and strings only where they are shown.
 */
import { fail, latinOf } from "./canonical.ts";

const DRAWS = new Set(
  `w J j M d ri i gs q Q cm m l c v y h re S s f F f* B B* b b* n W W* BT ET Tc Tw Tz TL Tf Tr Ts Td TD Tm T* Tj TJ ' " d0 d1
  CS cs SC SCN sc scn G g RG rg K k sh Do`.split(/\s+/),
);
const SHOWS = /^(Tj|TJ|'|")$/;
const PIECE = /[\0\t\n\f\r ]+|[[\]]|<[^<>]*>|\/[^\0\t\n\f\r ()<>[\]{}/%]*|[^\0\t\n\f\r ()<>[\]{}/%]+|\(/y;
/** Pictures end as the cleaner wrote it. */
const PICTURE_END = "\nEI\n";

export function verifyContent(bytes: Uint8Array): void {
  const text = latinOf(bytes);
  let said = false;
  PIECE.lastIndex = 0;
  while (PIECE.lastIndex < text.length) {
    const piece = PIECE.exec(text)?.[0] ?? fail();
    if (piece === "(") PIECE.lastIndex = closing(text, PIECE.lastIndex);
    if (piece === "(" || piece.startsWith("<")) said = true;
    if (piece === "BI") PIECE.lastIndex = pictureEnd(text, PIECE.lastIndex);
    else if (/^[^\0\t\n\f\r ()<>[\]/]/.test(piece) && !isNumber(piece)) said = operator(piece, said);
  }
}

/** Strings that were said before must be for this operator. */
function operator(name: string, said: boolean): boolean {
  if (!DRAWS.has(name) || (said && !SHOWS.test(name))) fail();
  return false;
}

const isNumber = (piece: string): boolean => /^[-+.\d][-+.\d]*$/.test(piece);

/** Behind the bracket that closes the string. */
function closing(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === "(") depth++;
    else if (text[at] === ")" && !--depth) return at + 1;
  }
  return fail();
}

function pictureEnd(text: string, from: number): number {
  const end = text.indexOf(PICTURE_END, text.indexOf(" ID ", from) + 4);
  return end < 0 ? fail() : end + PICTURE_END.length;
}
