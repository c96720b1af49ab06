/**
 * Characters that nobody sees: they can number a copy, turn a file's name around or hide a
 * message, so they go. Joiners stay between letters of the scripts that write with them, and in
 * composed emoji; selectors of an emoji's look go, which would hide behind any letter. The word
 * space of Thai, Khmer, Lao and Burmese text (U+200B) goes as well: it only says where a line may
 * break, which browsers find out by themselves, and a row of spaces that are there or not is the
 * oldest way to mark a copy.
 */
const INVISIBLE =
  /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb]|\ud82f[\udca0-\udca3]|\ud834[\udd73-\udd7a]|[\udb40-\udbff][\udc00-\udfff]/g;
const JOINERS = /([^\u200c\u200d]?)([\u200c\u200d]+)(?=([^]?))/gu;
const JOINING =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\u0640\u0964]/u;
const PICTORIAL = /[\p{Extended_Pictographic}\u{1f3fb}-\u{1f3ff}]/u;

export function withoutInvisible(text: string): string {
  // Nothing below U+00AD is at stake: most texts of spreadsheets are done here.
  if (!/[^\0-\xac\u0e01-\u0e5b]/.test(text)) return text;
  return text.replace(INVISIBLE, "").replace(JOINERS, (_, before, joiners, after) => {
    const fit = [JOINING, PICTORIAL].some((kind) => kind.test(before) && kind.test(after));
    return fit ? before + joiners[0] : before;
  });
}
