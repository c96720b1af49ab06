/**
 * How much a hostile package may ask of a phone: counted before anything is inflated, and again
 * while it is.
 */
export const MAX_FILE = 64 << 20;
export const MAX_ENTRIES = 4096;
/** All entries together, inflated. Text of a whole book takes less than a tenth of it. */
export const MAX_TOTAL = 192 << 20;
/** One part of XML: as a string it takes twice this. */
export const MAX_XML = 48 << 20;
/** Sheets of the same row a thousand times reach 100; bombs start at 1000. */
export const MAX_RATIO = 400;
export const MAX_DEPTH = 256;
