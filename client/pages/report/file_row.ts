/** How one picked file looks: what it is, what was removed, what else can be done about it. */
import type { CleanResult, Mode } from "../../shared/cleaning/index.ts";
import type { Attachment } from "../../shared/crypto/packet.ts";
import { type Key, t } from "../../shared/i18n/index.ts";
import { button, el } from "../common/dom.ts";
import { sizeWords } from "../common/format.ts";

export interface RowActions {
  /** "ไฟล์ที่ 2": how people and screen readers tell files apart; real names can tell too much. */
  name: string;
  remove(): void;
  /** Cleans the original again in the other way; null when the original is gone or has one way. */
  again: ((mode: Mode) => void) | null;
  /** Opens the photo to cover parts of it; null for what is no photo. */
  cover: (() => void) | null;
  /** Attaches the file uncleaned; null when that would not help. */
  asItIs: (() => void) | null;
}

const PHOTO = /^image\/(jpeg|png|webp)$/;

/** A file that was cleaned. `result` is null for one that came back with a draft. */
export function cleanRow(attachment: Attachment, result: CleanResult | null, mode: Mode, actions: RowActions): HTMLElement[] {
  const after = sizeWords(attachment.bytes.length);
  const facts = result ? t("report.file_ready", { after, before: sizeWords(result.bytesBefore) }) : after;
  return [
    preview(attachment),
    el("div", { class: "grow list" },
      el("p", {}, facts, result?.lossless ? t("report.file_exact") : ""),
      el("p", { class: "soft" }, removedWords(attachment, result)),
      el("div", { class: "row" }, 
        ...coverButton(attachment, actions), ...otherWay(attachment, mode, actions), removeButton(actions))),
  ];
}

/** A file that could not be cleaned, for the reason with this code. */
export function refusedRow(code: string, actions: RowActions): HTMLElement[] {
  const buttons = [removeButton(actions)];
  const { again, asItIs } = actions;
  if (again) buttons.unshift(button(t("report.file_again"), "clean-again", () => again("light")));
  if (asItIs) buttons.push(button(t("report.file_as_it_is"), "as-it-is", asItIs));
  return [
    el("div", { class: "grow list" },
      el("p", { class: "error", role: "alert" }, `${actions.name}: ${t(`error.${code}` as Key)}`),
      el("div", { class: "row" }, ...buttons)),
  ];
}

function removeButton({ name, remove }: RowActions): HTMLButtonElement {
  const made = button(t("report.file_remove"), "remove-file", remove);
  made.setAttribute("aria-label", `${t("report.file_remove")}: ${name}`);
  return made;
}

function coverButton({ type }: Attachment, { cover }: RowActions): HTMLButtonElement[] {
  return cover && PHOTO.test(type) ? [button(t("report.redact"), "redact", cover)] : [];
}

function otherWay({ type }: Attachment, mode: Mode, { again }: RowActions): HTMLButtonElement[] {
  if (!again || !PHOTO.test(type)) return [];
  const other: Mode = mode === "light" ? "full" : "light";
  return [button(t(`report.file_${other}`), `clean-${other}`, () => again(other))];
}

function preview({ bytes, type, extension }: Attachment): HTMLElement {
  if (!PHOTO.test(type)) return el("div", { class: "kind", "aria-hidden": "true" }, extension.toUpperCase());
  const address = URL.createObjectURL(new Blob([bytes as BlobPart], { type }));
  const image = el("img", { src: address, alt: "" });
  image.addEventListener("load", () => URL.revokeObjectURL(address), { once: true });
  return image;
}

function removedWords({ removed }: Attachment, result: CleanResult | null): string {
  if (removed.length) {
    return t("report.file_removed", { what: removed.map((word) => t(`removed.${word}` as Key)).join(", ") });
  }
  return t(result ? "report.file_nothing" : "report.file_kept");
}
