/**
 * Which passphrases are strong enough, and one that the page makes for those who want none of
 * their own: syllables that can be read out, written on paper and typed on any phone.
 */
const CONSONANTS = "bdfghjklmnprstvz";
const VOWELS = "aeiou";
const SYLLABLES = 12;
const LEAST_CHARACTERS = 14;
const LEAST_DIFFERENT = 6;

export type Weakness = "short" | "repetitive" | null;

/** Why a passphrase is refused, or null. Counts code points after NFKC, as the format does. */
export function weakness(passphrase: string): Weakness {
  const characters = [...passphrase.normalize("NFKC")];
  if (characters.length < LEAST_CHARACTERS) return "short";
  return new Set(characters).size < LEAST_DIFFERENT ? "repetitive" : null;
}

/** A number below `limit`, without the bias that a plain remainder has. */
function below(limit: number): number {
  const fair = 256 - (256 % limit);
  for (;;) {
    const drawn = crypto.getRandomValues(new Uint8Array(1))[0] ?? 255;
    if (drawn < fair) return drawn % limit;
  }
}

const syllable = (): string => CONSONANTS.charAt(below(16)) + VOWELS.charAt(below(5));

/** Twelve syllables in six groups, such as `bado-kilu-…`: 75 bits. */
export function makePassphrase(): string {
  const all = Array.from({ length: SYLLABLES }, syllable).join("");
  return (all.match(/.{4}/g) ?? []).join("-");
}
