/** Few different words in many cards: each is kept once, and has a number. */
export class Words {
  #codes = new Map<string, number>();
  #all: string[] = [];

  constructor(all: readonly string[] = []) {
    for (const word of all) this.code(word);
  }

  get size(): number {
    return this.#all.length;
  }

  get all(): readonly string[] {
    return this.#all;
  }

  code(word: string): number {
    let code = this.#codes.get(word);
    if (code === undefined) {
      code = this.#all.push(word) - 1;
      this.#codes.set(word, code);
    }
    return code;
  }

  word(code: number): string {
    return this.#all[code] ?? "";
  }
}

/** Lists of codes of which there are few different ones: the labels of cases. */
export class Sets {
  #words: Words;
  #sets: (readonly number[])[] = [];

  constructor(all: readonly string[] = [""]) {
    this.#words = new Words(all);
  }

  get all(): readonly string[] {
    return this.#words.all;
  }

  code(codes: readonly number[]): number {
    return this.#words.code(codes.join(" "));
  }

  of(code: number): readonly number[] {
    return (this.#sets[code] ??= this.#words.word(code).split(" ").filter(Boolean).map(Number));
  }
}

const DAY_MS = 86_400_000;
const numbers = new Map<string, number>();
const days = new Map<number, string>();

/** Days since 1970; there are few different days in a hundred thousand cases. */
export function dayNumber(day: string): number {
  let number = numbers.get(day);
  if (number === undefined) numbers.set(day, (number = Math.floor(Date.parse(`${day}T00:00:00Z`) / DAY_MS) || 0));
  return number;
}

/** `YYYY-MM-DD`. */
export function dayOf(number: number): string {
  let day = days.get(number);
  if (day === undefined) days.set(number, (day = new Date(number * DAY_MS).toISOString().slice(0, 10)));
  return day;
}
