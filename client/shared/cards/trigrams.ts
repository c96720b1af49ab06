/**
 * Which of many texts may hold a phrase, told by trigrams, three letters in a row. Each text has a
 * Bloom filter of its trigrams; the filters stand side by side, bit by bit, so that one `and` asks
 * 32 texts at once (bit-sliced signatures, as in BitFunnel, Goodwin et al., SIGIR 2017). Unlike an
 * index of words it knows no words and misses nothing; what it names has to be looked at.
 */
const BITS = 1024;
const hash = (one: number, two: number, three: number): number => (Math.imul(one, 0x9e3b) + Math.imul(two, 0x35d) + three) & (BITS - 1);

export class Trigrams {
  readonly #texts: number;
  /** Words of 32 texts in a row; a row for each bit of the filters. */
  readonly #words: number;
  readonly #rows: Uint32Array;

  /** Text n is from `starts[n]` to `starts[n + 1]`, with a separator at its end. */
  constructor(all: string, starts: Int32Array) {
    this.#texts = starts.length - 1;
    this.#words = Math.ceil(this.#texts / 32);
    this.#rows = new Uint32Array(BITS * this.#words);
    for (let n = 0; n < this.#texts; n++) this.#take(all, starts[n]!, starts[n + 1]! - 1, n);
  }

  #take(all: string, from: number, to: number, n: number): void {
    const [rows, words, word, bit] = [this.#rows, this.#words, n >>> 5, 1 << (n & 31)];
    let [first, second] = [all.charCodeAt(from), all.charCodeAt(from + 1)];
    for (let at = from + 2; at < to; at++) {
      const third = all.charCodeAt(at);
      rows[hash(first, second, third) * words + word]! |= bit;
      first = second;
      second = third;
    }
  }

  /** Every text that holds all of `terms`, and some that do not; a term of two letters tells nothing. */
  candidates(terms: readonly string[]): number[] {
    const found: number[] = [];
    const rows = [...new Set(terms.flatMap(hashes))];
    for (let word = 0; word < this.#words; word++) {
      let bits = -1;
      for (const row of rows) bits &= this.#rows[row * this.#words + word]!;
      for (; bits; bits &= bits - 1) {
        const n = word * 32 + 31 - Math.clz32(bits & -bits);
        if (n < this.#texts) found.push(n);
      }
    }
    return found;
  }
}

const hashes = (term: string): number[] =>
  Array.from({ length: Math.max(0, term.length - 2) }, (_, n) => hash(term.charCodeAt(n), term.charCodeAt(n + 1), term.charCodeAt(n + 2)));
