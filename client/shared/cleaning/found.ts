/**
 * What a look over a picture finds, gathered part by part.
 */
export interface Found {
  /** The largest that the file states anywhere, in pixels, before it is turned. */
  width: number;
  height: number;
  /** EXIF's 1 to 8, or 0 when the file says none or viewers see to it by themselves. */
  orientation: number;
  /** How many pictures follow each other, where the format tells. */
  frames: number;
  /** Whether pixels may be transparent. */
  alpha: boolean;
  /** Whether the original is lossless: a drawing or a screen, rather than a photo. */
  lossless: boolean;
  words: Set<string>;
  /** The file without anything but pixels and the colour profile, as pieces for a Blob. */
  bare: Uint8Array[];
  /** Draws it instead, where browsers cannot decode it. Throws CleaningError. */
  draw?: (full: boolean) => Promise<ImageBitmap>;
}

export const nothing = (bare: Uint8Array[]): Found => ({
  width: 0,
  height: 0,
  orientation: 0,
  frames: 0,
  alpha: false,
  lossless: false,
  words: new Set(),
  bare,
});

/** Adds words to what was found; a thing that says nothing known is "other". */
export function note(found: Pick<Found, "words">, words: string[]): void {
  for (const word of words.length ? words : ["other"]) found.words.add(word);
}

export function grow(found: Found, width: number, height: number): void {
  found.width = Math.max(found.width, width);
  found.height = Math.max(found.height, height);
}
