/**
 * New paths for the parts that are kept: a name from the pattern of its kind, with the old number
 * where there is one, since names of files can be anything a writer liked.
 */
export class Paths {
  readonly #bySource = new Map<string, string>();
  readonly #taken = new Set<string>();

  of(source: string): string | undefined {
    return this.#bySource.get(source);
  }

  /** `pattern` is a path with # for the number, or without when there is only one such part. */
  take(source: string, pattern: string): string {
    const [, old] = /(\d{1,4})\.\w+$/.exec(source) ?? [];
    let path = pattern.replace("#", old ? String(Number(old)) : "1");
    for (let number = 1; this.#taken.has(path); number++) {
      path = pattern.includes("#") ? pattern.replace("#", String(number)) : pattern.replace(".", `${number}.`);
    }
    this.#taken.add(path);
    this.#bySource.set(source, path);
    return path;
  }
}
