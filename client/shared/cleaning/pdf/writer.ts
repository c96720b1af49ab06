/**
 * Writes the new file: header, objects one after the other, one table, one trailer, and nothing else.
 */
import { Sink, written } from "./sink.ts";
import { Ref, Stream, type Value } from "./values.ts";

/** The comment of high bytes tells old tools that the file is binary; everybody writes these four. */
export const HEADER = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n";

export class Writer {
  private readonly sink = new Sink();
  private readonly offsets: number[] = [];

  constructor() {
    this.sink.text(HEADER);
  }

  reserve(): Ref {
    return new Ref(this.offsets.push(0));
  }

  write(ref: Ref, value: Value): void {
    this.offsets[ref.id - 1] = this.sink.size;
    this.sink.text(`${ref.id} 0 obj\n`);
    if (value instanceof Stream) this.stream(value);
    else this.sink.text(written(value));
    this.sink.text("\nendobj\n");
  }

  private stream({ dict, raw }: Stream): void {
    this.sink.text(`${written(new Map([...dict, ["Length", raw.length]]))}\nstream\n`);
    this.sink.put(raw);
    this.sink.text("\nendstream");
  }

  finish(root: Ref): Uint8Array {
    const start = this.sink.size;
    const size = this.offsets.length + 1;
    this.sink.text(`xref\n0 ${size}\n0000000000 65535 f \n`);
    for (const offset of this.offsets) this.sink.text(`${String(offset).padStart(10, "0")} 00000 n \n`);
    this.sink.text(`trailer\n<</Size ${size} /Root ${root.id} 0 R>>\nstartxref\n${start}\n%%EOF\n`);
    return this.sink.bytes();
  }
}
