/** The photos of a report: cleaned as soon as they are picked, shown with what was removed. */
import { CleaningError, cleanFile, type CleanResult } from "../../shared/cleaning/index.ts";
import type { Attachment } from "../../shared/crypto/packet.ts";
import { MAX_ATTACHMENTS } from "../../shared/crypto/limits.ts";
import { type Key, t } from "../../shared/i18n/index.ts";
import { button, el, find } from "../common/dom.ts";
import { sizeWords } from "../common/format.ts";

interface Entry {
  row: HTMLLIElement;
  attachment: Attachment | null;
}

export class Attachments {
  private entries: Entry[] = [];
  private list = find("[data-files]");
  private pending = new Set<Promise<void>>();
  private changed: () => void;
  private refuse: (sentence: string | null) => void;

  /** `changed` is called whenever a cleaned photo comes or goes; `refuse` says what was wrong. */
  constructor(changed: () => void, refuse: (sentence: string | null) => void) {
    this.changed = changed;
    this.refuse = refuse;
    const input = find<HTMLInputElement>("[name=files]");
    input.addEventListener("change", () => {
      this.pick([...(input.files ?? [])]);
      input.value = "";
    });
  }

  /** The cleaned photos, once none is being cleaned any more. */
  async settled(): Promise<Attachment[]> {
    while (this.pending.size) await Promise.all(this.pending);
    return this.ready;
  }

  get ready(): Attachment[] {
    return this.entries.flatMap(({ attachment }) => attachment ?? []);
  }

  restore(attachments: Attachment[]): void {
    for (const attachment of attachments) this.done(this.add(), attachment, null);
  }

  clear(): void {
    this.entries = [];
    this.list.replaceChildren();
  }

  private pick(files: File[]): void {
    const room = MAX_ATTACHMENTS - this.entries.length;
    this.refuse(files.length > room ? t("report.problem_many", { n: MAX_ATTACHMENTS }) : null);
    for (const file of files.slice(0, room)) {
      const entry = this.add();
      const work = this.clean(entry, file).finally(() => this.pending.delete(work));
      this.pending.add(work);
    }
  }

  private add(): Entry {
    const row = el("li", { class: "file card" }, t("report.file_cleaning"));
    const entry: Entry = { row, attachment: null };
    this.entries.push(entry);
    this.list.append(row);
    return entry;
  }

  private async clean(entry: Entry, file: File): Promise<void> {
    try {
      const result = await cleanFile(file);
      if (this.entries.includes(entry)) this.done(entry, result, result);
    } catch (error) {
      this.failed(entry, error instanceof CleaningError ? error.code : "unknown");
    }
    this.changed();
  }

  private done(entry: Entry, attachment: Attachment, result: CleanResult | null): void {
    const { type, extension, bytes, removed } = attachment;
    entry.attachment = { type, extension, bytes, removed };
    const after = sizeWords(bytes.length);
    entry.row.dataset["clean"] = "";
    entry.row.replaceChildren(
      preview(attachment),
      el("div", { class: "grow list" },
        el("p", {}, result ? t("report.file_ready", { after, before: sizeWords(result.bytesBefore) }) : after),
        el("p", { class: "soft" }, removedWords(removed)),
        this.removeButton(entry)),
    );
  }

  private failed(entry: Entry, code: string): void {
    entry.row.dataset["problem"] = code;
    entry.row.replaceChildren(
      el("div", { class: "grow list" },
        el("p", { class: "error", role: "alert" }, `${this.name(entry)}: ${t(`error.${code}` as Key)}`),
        this.removeButton(entry)),
    );
  }

  private removeButton(entry: Entry): HTMLButtonElement {
    const remove = button(t("report.file_remove"), "remove-file", () => {
      this.entries = this.entries.filter((other) => other !== entry);
      entry.row.remove();
      this.changed();
    });
    remove.setAttribute("aria-label", `${t("report.file_remove")}: ${this.name(entry)}`);
    return remove;
  }

  private name(entry: Entry): string {
    return t("report.file_name", { n: this.entries.indexOf(entry) + 1 });
  }
}

function preview({ bytes, type }: Attachment): HTMLImageElement {
  const address = URL.createObjectURL(new Blob([bytes as BlobPart], { type }));
  const image = el("img", { src: address, alt: "" });
  image.addEventListener("load", () => URL.revokeObjectURL(address), { once: true });
  return image;
}

function removedWords(removed: string[]): string {
  if (!removed.length) return t("report.file_nothing");
  return t("report.file_removed", { what: removed.map((word) => t(`removed.${word}` as Key)).join(", ") });
}
