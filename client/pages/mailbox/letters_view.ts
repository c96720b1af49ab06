/** Letters on screen. All of it was written by somebody else: text goes in as text, files are judged by their bytes. */
import { sniff } from "../../shared/cleaning/sniff.ts";
import type { OpenedLetter } from "../../shared/crypto/letter.ts";
import { type Key, t } from "../../shared/i18n/index.ts";
import { button, el } from "../common/dom.ts";
import { dayWords, sizeWords } from "../common/format.ts";

/** Pictures that are shown when their first bytes are what they claim; all else is for saving. */
const SHOWN = new Map([["image/jpeg", "jpeg"], ["image/png", "png"], ["image/webp", "webp"]]);
const A_MINUTE = 60_000;

/** `desk`: who wrote it, as people call it. */
export function letterCard(id: string, { letter, attachments }: OpenedLetter, desk: string, forget: () => void): HTMLElement {
  const { number, day, text } = letter;
  return el("li", { class: "card", "data-letter": id },
    el("h3", {}, t("mailbox.letter", { n: number, day: dayWords(day) })),
    el("p", { class: "soft" }, t("mailbox.letter_from", { desk })),
    ...text.split("\n").filter(Boolean).map((line) => el("p", { dir: "auto" }, line)),
    ...attachments.map((file, n) => fileView(file, n + 1)),
    el("div", { class: "row" }, button(t("mailbox.delete"), "delete-letter", forget)));
}

/** One that could not be opened, and why; what could not be fetched can wait. */
export function refusedCard(id: string, code: string, forget: () => void): HTMLElement {
  const words = REFUSALS[code] ?? "mailbox.refused_damaged";
  const remove = words === LATER ? [] : [el("div", { class: "row" }, button(t("mailbox.delete"), "delete-letter", forget))];
  return el("li", { class: "card", "data-letter": id, "data-refused": code }, el("p", { class: "error" }, t(words)), ...remove);
}

const LATER = "mailbox.refused_network";
const REFUSALS: Record<string, Key> = {
  packet_no_key: "mailbox.refused_foreign",
  packet_report: "mailbox.refused_foreign",
  packet_version: "mailbox.refused_newer",
  network: LATER,
  letter_unknown: LATER,
};

function fileView({ name, type, bytes }: OpenedLetter["attachments"][number], n: number): HTMLElement {
  const view = el("div", { class: "list", "data-attachment": name });
  if (SHOWN.has(type) && sniff(bytes) === SHOWN.get(type)) view.append(picture(bytes, type, n));
  const label = t("mailbox.save_file", { name, size: sizeWords(bytes.length) });
  view.append(el("div", { class: "row" }, button(label, "save-file", () => save(bytes, name))));
  return view;
}

function picture(bytes: Uint8Array, type: string, n: number): HTMLElement {
  const address = URL.createObjectURL(new Blob([bytes as BlobPart], { type }));
  const image = el("img", { src: address, alt: t("mailbox.picture", { n }) });
  image.style.maxWidth = "100%";
  for (const end of ["load", "error"]) image.addEventListener(end, () => URL.revokeObjectURL(address), { once: true });
  return image;
}

/** As a file that no browser will run. */
function save(bytes: Uint8Array, name: string): void {
  const address = URL.createObjectURL(new Blob([bytes as BlobPart], { type: "application/octet-stream" }));
  el("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), A_MINUTE);
}
