/** The files of a report: cleaned as soon as they are picked; only what was cleaned is kept. */
import { CleaningError, cleanFile, type CleanResult, type Mode } from "../../shared/cleaning/index.ts";
import { MAX_ATTACHMENT, MAX_ATTACHMENTS } from "../../shared/crypto/limits.ts";
import type { Attachment } from "../../shared/crypto/packet.ts";
import { type Key, t } from "../../shared/i18n/index.ts";
import { el, find } from "../common/dom.ts";
import { redact } from "./redact_loader.ts";
import { offerPictures } from "./pages_loader.ts";
import { cleanRow, refusedRow, type RowActions } from "./file_row.ts";

interface Entry {
  row: HTMLLIElement;
  /** The original, for as long as the page is open; null when it came with a draft. */
  file: File | null;
  /** Its bytes until it is cleaned: pickers of clouds take files away, and people change them. */
  copy?: Promise<ArrayBuffer | null> | null;
  attachment: Attachment | null;
}

/** Failures where somebody may still want to send the file, knowing what that means. */
const MAY_GO_AS_IT_IS = ["type_unsupported", "no_clean_way", "not_clean", "archive", "encrypted", "broken"];
/** All copies together; what goes beyond is read where it lies, as a small phone has no memory for films. */
const COPIES = 48 << 20;
const MAY_BE_TRIED_AGAIN = ["needs_signal", "timeout", "out_of_memory"];

export class Attachments {
  private entries: Entry[] = [];
  private list = find("[data-files]");
  private pending = new Set<Promise<void>>();
  private changed: () => void;
  private refuse: (sentence: string | null) => void;

  /** `changed` is called whenever a cleaned file comes or goes; `refuse` says what was wrong. */
  constructor(changed: () => void, refuse: (sentence: string | null) => void) {
    this.changed = changed;
    this.refuse = refuse;
    const input = find<HTMLInputElement>("[name=files]");
    input.addEventListener("change", () => {
      this.pick([...(input.files ?? [])]);
      input.value = "";
    });
  }

  /** The cleaned files, once none is being cleaned any more. */
  async settled(): Promise<Attachment[]> {
    while (this.pending.size) await Promise.all(this.pending);
    return this.ready;
  }

  get ready(): Attachment[] {
    return this.entries.flatMap(({ attachment }) => attachment ?? []);
  }

  /** How many are being cleaned: of these a draft keeps nothing. */
  get unfinished(): number {
    return this.entries.filter(({ row, attachment }) => !attachment && !row.dataset["problem"]).length;
  }

  private get copied(): number {
    return this.entries.reduce((sum, { copy, file }) => sum + (copy ? file?.size ?? 0 : 0), 0);
  }

  /** `unfinished` files were not clean yet when the draft was kept, so they are to be picked again. */
  restore(attachments: Attachment[], unfinished: number): void {
    for (const attachment of attachments) this.show(this.add(null), attachment, null, "light");
    for (let n = 0; n < unfinished; n++) this.fail(this.add(null), "interrupted");
  }

  clear(): void {
    this.entries = [];
    this.list.replaceChildren();
  }

  /** A file that was made here rather than picked. */
  addFile(file: File): void {
    this.pick([file]);
  }

  private pick(files: File[]): void {
    const room = MAX_ATTACHMENTS - this.entries.length;
    this.refuse(files.length > room ? t("report.problem_many", { n: MAX_ATTACHMENTS }) : null);
    for (const file of files.slice(0, room)) {
      const entry = this.add(file);
      if (this.copied + file.size <= COPIES) entry.copy = file.arrayBuffer().catch(() => null);
      this.start(entry, "light");
    }
    this.changed();
  }

  private add(file: File | null): Entry {
    const entry: Entry = { row: el("li", { class: "file card" }), file, attachment: null };
    this.entries.push(entry);
    this.list.append(entry.row);
    return entry;
  }

  private start(entry: Entry, mode: Mode): void {
    delete entry.row.dataset["problem"];
    delete entry.row.dataset["clean"];
    entry.row.replaceChildren(t("report.file_cleaning"));
    this.wait(this.clean(entry, mode));
  }

  private wait(doing: Promise<void>): void {
    const work = doing.finally(() => this.pending.delete(work));
    this.pending.add(work);
  }

  private async clean(entry: Entry, mode: Mode): Promise<void> {
    if (!entry.file) return;
    try {
      const result = await cleanFile(await original(entry), mode);
      entry.copy = null;
      const attachment = await attached(result);
      if (this.entries.includes(entry)) this.show(entry, attachment, result, mode);
    } catch (error) {
      this.failed(entry, error instanceof CleaningError ? error.code : "unknown");
    }
    this.changed();
  }

  /** A photo that was clean already stays so when it cannot be cleaned in the other way. */
  private failed(entry: Entry, code: string): void {
    if (!entry.attachment) return this.fail(entry, code);
    this.show(entry, entry.attachment, null, "light");
    this.refuse(`${this.actions(entry, {}).name}: ${t(`error.${code}` as Key)}`);
  }

  private show(entry: Entry, attachment: Attachment, result: CleanResult | null, mode: Mode): void {
    entry.attachment = attachment;
    entry.row.dataset["clean"] = "";
    const again = entry.file ? (other: Mode) => this.start(entry, other) : null;
    const cover = () => void this.cover(entry, attachment);
    entry.row.replaceChildren(...cleanRow(attachment, result, mode, this.actions(entry, { again, cover })));
    if (!attachment.type.startsWith("image/")) this.offerPictures(entry);
  }

  private fail(entry: Entry, code: string): void {
    entry.row.dataset["problem"] = code;
    const again = MAY_BE_TRIED_AGAIN.includes(code) ? (mode: Mode) => this.start(entry, mode) : null;
    const asItIs = MAY_GO_AS_IT_IS.includes(code) ? () => void this.keepAsItIs(entry) : null;
    entry.row.replaceChildren(...refusedRow(code, this.actions(entry, { again, asItIs })));
    this.offerPictures(entry);
  }

  private offerPictures(entry: Entry): void {
    const { file, row } = entry;
    if (!file) return;
    void offerPictures({
      file,
      row,
      room: MAX_ATTACHMENTS + 1 - this.entries.length,
      take: (pictures) => this.replace(entry, pictures),
      wait: (work) => this.wait(work),
    });
  }

  /** Gives pictures the place of the file that they were made of. */
  private replace(entry: Entry, pictures: (CleanResult | File)[]): HTMLElement[] {
    if (!this.entries.includes(entry)) return [];
    this.remove(entry);
    return pictures.map((picture) => {
      const isFile = picture instanceof File;
      const made = this.add(isFile ? picture : null);
      if (isFile) this.start(made, "light");
      else this.show(made, picture, null, "light");
      return made.row;
    });
  }

  private actions(entry: Entry, more: Partial<RowActions>): RowActions {
    const name = t("report.file_name", { n: this.entries.indexOf(entry) + 1 });
    return { name, remove: () => this.remove(entry), again: null, cover: null, asItIs: null, ...more };
  }

  private remove(entry: Entry): void {
    this.entries = this.entries.filter((other) => other !== entry);
    entry.row.remove();
    this.changed();
  }

  /** The covered picture takes the original's place: nothing can bring back what lies under it. */
  private async cover(entry: Entry, { bytes, type }: Attachment): Promise<void> {
    const covered = await redact(new Blob([bytes as BlobPart], { type }));
    if (!covered) return;
    entry.file = new File([covered], "");
    entry.attachment = null;
    this.start(entry, "light");
  }

  /** The reporter was told what may be in the file and wants it sent all the same. */
  private async keepAsItIs(entry: Entry): Promise<void> {
    const { file } = entry;
    if (!file || file.size > MAX_ATTACHMENT || !confirm(t("report.file_as_it_is_sure"))) return;
    const extension = /\.([a-z0-9]{1,5})$/i.exec(file.name)?.[1]?.toLowerCase() ?? "bin";
    const bytes = new Uint8Array(await (await original(entry)).arrayBuffer());
    delete entry.row.dataset["problem"];
    entry.file = null; // There is no cleaner way to go back to.
    this.show(entry, { type: "application/octet-stream", extension, bytes, removed: [] }, null, "full");
    this.changed();
  }
}

/** The file as it was when it was picked. A copy is made a Blob only now: browsers write many of those to disk. */
async function original({ file, copy }: Entry): Promise<File> {
  const bytes = await copy;
  return bytes ? new File([bytes], file?.name ?? "") : (file as File);
}

/** What goes into the packet of a cleaned file; its name and times never do. */
async function attached({ bytes, blob, type, extension, removed }: CleanResult): Promise<Attachment> {
  if ((blob?.size ?? bytes.length) > MAX_ATTACHMENT) throw new CleaningError("too_large");
  const content = blob ? new Uint8Array(await blob.arrayBuffer()) : bytes;
  return { type, extension, bytes: content, removed };
}
