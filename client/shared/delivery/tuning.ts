/** Every number that delivery goes by, with its reason. Milliseconds and bytes. */

/** About one TCP window on a phone; at 1 kB/s it still passes within its patience. */
export const CHUNK_MIN = 4 * 1024;
export const CHUNK_START = 64 * 1024;
export const CHUNK_MAX = 1024 * 1024;

/** A chunk faster than this doubles the next: below it the round trip dominates. */
export const CHUNK_FAST = 2_000;
/** A chunk slower than this halves the next: it is what one broken connection costs. */
export const CHUNK_SLOW = 10_000;

/** Patience with a request: a 2G modem may sleep this long before the first byte moves… */
export const PATIENCE = 20_000;
/** …and then moves at least this many bytes a second, or the chunk was too large and is halved. */
export const PATIENCE_RATE = 2_000;

/** Back-off doubles from the first to the last value, with jitter, for weeks. */
export const BACKOFF_FIRST = 2_000;
export const BACKOFF_LAST = 5 * 60_000;

/** A full disk is emptied by people. */
export const STORAGE_FULL_WAIT = 15 * 60_000;

/** When a server asks for patience without a number. */
export const RETRY_AFTER_DEFAULT = 30_000;
/** No server may silence a phone for longer than this. */
export const RETRY_AFTER_MAX = 24 * 3_600_000;

/** Requests in a row that gain nothing before the packet gives way to the next. */
export const FRUITLESS_MAX = 3;

/** How often the sender renews its lease, and how long a waiter watches it stand still. */
export const LEASE_BEAT = 5_000;
export const LEASE_STALE = 20_000;
