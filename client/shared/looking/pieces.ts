/** Text that is gathered up to a limit: what a hostile document may make anybody read. */

/** In characters: some hundred pages. */
export const MOST_TEXT = 200_000;

export interface Text {
  text: string;
  /** There is more than is shown. */
  cut: boolean;
}

export class Pieces {
  #parts: string[] = [];
  #length = 0;

  get full(): boolean {
    return this.#length > MOST_TEXT;
  }

  add(text: string): void {
    if (this.full || !text) return;
    this.#parts.push(text);
    this.#length += text.length;
  }

  text(): Text {
    const all = this.#parts.join("").replace(/[\0-\x08\x0b\x0c\x0e-\x1f]/g, "").replace(/\n{3,}/g, "\n\n").trim();
    return { text: all.slice(0, MOST_TEXT), cut: this.full };
  }
}
