/**
 * What a PDF told besides its pages: the keys that were left behind, as words for people.
 */
import type { Word } from "../types.ts";
import { phraseWords } from "../words.ts";
import { dictOf, Stream, Text, type Value } from "./values.ts";

const KEYS: [Word, RegExp][] = [
  ["author", /^(Author|T|Reason|ContactInfo|Cert|Name)$/],
  ["time", /^(CreationDate|ModDate|M|LastModified|Date)$/],
  ["device", /^(Creator|Producer|PieceInfo)$/],
  ["text", /^(Title|Subject|Keywords|Contents|RC|Alt|ActualText|TU|Desc|JS|URI)$/],
  ["thumbnail", /^Thumb$/],
  ["gps", /^(VP|Measure|GPTS|LGIDict)$/],
  ["profile", /^(ICCBased|OutputIntents)$/],
];
/** Structure that says nothing: its loss is not worth a word. */
const SILENT = /^(Type|Length|Filter|DecodeParms|DL|Parent|Pages|P|Count|Kids|ProcSet|Name|MarkInfo|Tabs|StructParents?|Properties|CharSet|CIDSet|PageMode|ViewerPreferences|Resources|Version|N|Alternate|Prev|Size|Root|Index|W|XRefStm)$/;

export class Found {
  readonly words = new Set<string>();

  /** A key of a dictionary was dropped with its value. */
  key(key: string, value: Value): void {
    if (value === null) return;
    const words = KEYS.filter(([, keys]) => keys.test(key)).map(([word]) => word);
    if (!words.length && SILENT.test(key)) return;
    for (const word of words.length ? words : ["other"]) this.words.add(word);
  }

  /** The document information dictionary: only what it really says. */
  info(value: Value): void {
    for (const [key, entry] of dictOf(value)) {
      if (!(entry instanceof Text) || entry.bytes.some((code) => code > 32)) this.key(key, entry);
    }
  }

  /** An XMP packet, as far as it is not compressed. */
  xmp(value: Value): void {
    if (!(value instanceof Stream)) return;
    const words = phraseWords(String.fromCharCode(...value.raw.subarray(0, 60_000)));
    for (const word of words.length ? words : ["other"]) this.words.add(word);
  }

  say(word: Word): void {
    this.words.add(word);
  }
}
