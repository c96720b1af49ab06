/** The limits of cards and blocks, `docs/formats/cards.md` §3. */

/** Sizes in bytes; the JSON list as it is before it is deflated. */
export const MAX_JSON = 16 * 1024 * 1024;
export const MAX_CARDS = 2_048;
export const PAD = 1_024;
export const NONCE = 12;
export const TAG = 16;
export const MAX_CARD_FILE = 256 * 1024 + NONCE + TAG;
export const MAX_BLOCK_FILE = 1024 * 1024 + NONCE + TAG;
