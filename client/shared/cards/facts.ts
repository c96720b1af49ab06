/**
 * What a list needs to know of a hundred thousand cases, as arrays of whole numbers: an array a
 * fact, a row a case. Objects would take ten times the memory, and many times as long to make at
 * every unlocking; this is kept and brought back as it is (`snapshot.ts`). Column by column, since
 * a search counts few facts of many cases, and what it does not look at would fill the cache.
 */

/** The columns. Words stand as codes (`words.ts`), days as days since 1970, ids in four parts. */
export const COLUMN = {
  id: 0,
  /** Of the reporter's mailbox; zeros for none. A cover has none: here is its packet's. */
  mailbox: 4,
  // What a case has exactly one of, and can be filtered by: in the order of SINGLE.
  state: 8, kind: 9, province: 10, risk: 11, assignee: 12, language: 13, watchpoint: 14,
  district: 15, agency: 16, labels: 17,
  /** Of the card that is held; 0 when there is none. */
  version: 18,
  /** The number of the block that holds the card: a change, of which there are fewer than 2^31. */
  block: 19,
  /** Of the workflow, plus 1; 0 while the server told nothing. */
  seen: 20,
  day: 21, opened: 22, changed: 23,
  /** The day on which it came, and the first one on which it is overdue. */
  came: 24, due: 25,
  files: 26, flags: 27,
  /** Its history, as a list of `turnOf`; the agency that it was referred to, and the day of it. */
  turns: 28, referred: 29, referredOn: 30,
} as const;
export type Column = keyof typeof COLUMN;
export const COLUMNS = 31;

/** What a case has exactly one of, in the order of their columns. */
export const SINGLE = ["state", "kind", "province", "risk", "assignee", "language", "watchpoint"] as const;

export const FLAG = { hold: 1, merged: 2, ended: 4, gone: 8, cover: 16 } as const;
export type Flag = keyof typeof FLAG;

/** Stands for a day that never comes. */
export const NEVER = 2 ** 31 - 1;

const PARTS = [0, 8, 16, 24] as const;
const part = (id: string, from: number): number => parseInt(id.slice(from, from + 8), 16) | 0;
const NO_ID = "0".repeat(32);

export class Facts {
  #columns: Int32Array<ArrayBuffer>[];
  size: number;
  /** How many of them no list shows. */
  #hidden = 0;
  /** Rows by the first part of their id, which is random: a table twice as long as they are many. */
  #slots = new Int32Array(0);

  /** `columns` of at least `size` rows, in the order of COLUMN. */
  constructor(columns = Array.from({ length: COLUMNS }, () => new Int32Array(64)), size = 0) {
    this.#columns = columns;
    this.size = size;
    this.#spread();
    for (let row = 0; row < size; row++) if (this.isHidden(row)) this.#hidden++;
  }

  /** Those that lists show. */
  get shown(): number {
    return this.size - this.#hidden;
  }

  /** In the order of COLUMN, as long as there are rows; until a case is added. */
  get columns(): Int32Array<ArrayBuffer>[] {
    return this.#columns.map((column) => column.subarray(0, this.size));
  }

  /** By row; until a case is added. */
  column(name: Column): Int32Array {
    return this.#columns[COLUMN[name]]!;
  }

  /** The first, second, … 4 bytes of the cases' ids, by row; until a case is added. */
  idPart(n: 0 | 1 | 2 | 3): Int32Array {
    return this.#part("id", n);
  }

  get(row: number, column: Column): number {
    return this.#columns[COLUMN[column]]![row]!;
  }

  set(row: number, column: Column, value: number): void {
    this.#columns[COLUMN[column]]![row] = value;
  }

  has(row: number, flag: Flag): boolean {
    return (this.get(row, "flags") & FLAG[flag]) !== 0;
  }

  flag(row: number, flag: Flag, is: boolean): void {
    const [others, before] = [this.get(row, "flags") & ~FLAG[flag], this.isHidden(row)];
    this.set(row, "flags", is ? others | FLAG[flag] : others);
    this.#hidden += Number(this.isHidden(row)) - Number(before);
  }

  /** Gone for good, or a cover: there is nothing to show. */
  isHidden(row: number): boolean {
    return (this.get(row, "flags") & (FLAG.gone | FLAG.cover)) !== 0;
  }

  idOf(row: number, column: "id" | "mailbox" = "id"): string {
    return PARTS.map((_, n) => (this.#part(column, n)[row]! >>> 0).toString(16).padStart(8, "0")).join("");
  }

  setId(row: number, column: "id" | "mailbox", id: string | null): void {
    PARTS.forEach((from, n) => (this.#part(column, n)[row] = part(id ?? NO_ID, from)));
  }

  /** Whether the id in that column is this one; null is nobody's, and a mailbox of zeros neither. */
  isId(row: number, column: "id" | "mailbox", id: string | null): boolean {
    if (id === null || (column === "mailbox" && id === NO_ID)) return false;
    return PARTS.every((from, n) => this.#part(column, n)[row] === part(id, from));
  }

  /** The row of a case; -1 when there is none. */
  find(id: string): number {
    for (let slot = this.#slot(part(id, 0)); this.#slots[slot]; slot = (slot + 1) % this.#slots.length) {
      if (this.isId(this.#slots[slot]! - 1, "id", id)) return this.#slots[slot]! - 1;
    }
    return -1;
  }

  /** A new row with zeros in it, for a case that has none. */
  add(id: string): number {
    const row = this.size++;
    if (this.size > this.#columns[0]!.length) this.#columns = this.#columns.map(longer);
    this.setId(row, "id", id);
    if (this.size * 2 > this.#slots.length) this.#spread();
    else this.#enter(row);
    return row;
  }

  #part(column: "id" | "mailbox", n: number): Int32Array {
    return this.#columns[COLUMN[column] + n]!;
  }

  #slot(first: number): number {
    return (first >>> 0) % this.#slots.length;
  }

  #spread(): void {
    this.#slots = new Int32Array(Math.max(128, this.size * 4));
    for (let row = 0; row < this.size; row++) this.#enter(row);
  }

  #enter(row: number): void {
    let slot = this.#slot(this.#part("id", 0)[row]!);
    while (this.#slots[slot]) slot = (slot + 1) % this.#slots.length;
    this.#slots[slot] = row + 1;
  }
}

function longer(column: Int32Array): Int32Array<ArrayBuffer> {
  const now = new Int32Array(Math.max(64, column.length * 2));
  now.set(column);
  return now;
}
