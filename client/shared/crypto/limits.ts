/** The limits of packet format 1, in one place; a reader refuses what lies beyond them. */
export const MAX_ATTACHMENTS = 20;
export const MAX_ATTACHMENT = 64 * 1024 * 1024;
export const MAX_PLAINTEXT = 128 * 1024 * 1024;
export const MAX_REPORT = 65_536;
export const MAX_DESKS = 16;
/** In characters (Unicode code points). */
export const MAX_TEXT = 20_000;
export const MAX_STRING = 1_000;
/** Exactly the length of a hybrid recipient. */
export const MAX_RECIPIENT = 1_959;
/** The largest plaintext, its sealing in chunks, and a header with room to spare. */
export const MAX_PACKET = MAX_PLAINTEXT + 1024 * 1024;
/** Nothing is smaller than this, so that short reports cannot be told apart. */
export const FLOOR = 8192;
/** What says who handed a packet over: with the largest report it must fit into age's first two chunks. */
export const MAX_HANDOVER = 61_440;
/** A letter as a whole: small enough for a phone that pays for each megabyte. */
export const MAX_LETTER = 4 * 1024 * 1024;
