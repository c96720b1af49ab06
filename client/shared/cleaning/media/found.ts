/**
 * What was left out, in the words that the reporter sees: one table over the names and the text
 * of the dropped parts of all containers.
 */
import { latin } from "../bytes.ts";
import type { Word } from "../types.ts";

const RULES: [Word, RegExp[]][] = [
  ["gps", [/\xa9xyz|loci|gpmd|camm|gps|location|ISO6709|GEOB/i]],
  ["time", [/\xa9day|\btim|date|TDRC|TYER|TDAT|ICRD|IDIT|year/i]],
  ["device", [/\xa9(mak|mod|too|swr|enc)|manufacturer|model\b|make\b|android|encod/i, /software|ISFT|TSSE|Lav[fc]|serial|x26[45]/i]],
  ["author", [/\xa9(ART|aut|wrt|prf)|artist|author|creator|performer/i, /TPE[1-4]|TCOM|IART|IENG|\bcopyright|cprt|owner/i]],
  ["thumbnail", [/covr|APIC|PICTURE|\bthum|snal|attached/i]],
  ["text", [/\xa9(nam|cmt|des|alb|inf|lyr)|title|comment|descr|keywords/i, /TIT2|TALB|INAM|ICMT|COMM|USLT|lyrics|TAG|chap|\btext|sbtl|subt/i]],
  ["profile", [/rICC|prof/]],
];

export class Found {
  readonly words = new Set<Word>();

  add(word: Word): void {
    this.words.add(word);
  }

  /** A part of this name that the result does not have; what says nothing known is "other". */
  dropped(name: string, bytes: Uint8Array = new Uint8Array(0)): void {
    if (/^(free|skip|wide|void|padding|mdat)$/i.test(name) && !bytes.some(Boolean)) return;
    const text = `${name} ${latin(bytes, 0, bytes.length)}`;
    const words = RULES.filter(([, patterns]) => patterns.some((one) => one.test(text))).map(([word]) => word);
    for (const word of words.length ? words : (["other"] as const)) this.words.add(word);
  }
}
