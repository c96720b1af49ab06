/** The form's fields as a draft holds them and as a report needs them. */
import type { Category, ReportDraft } from "../../shared/crypto/packet.ts";
import { localDay } from "../../shared/crypto/packet.ts";
import { t } from "../../shared/i18n/index.ts";
import { find } from "../common/dom.ts";
import type { PlaceFields } from "./places.ts";

export type Fields = Record<string, string>;

const WRITTEN = ["text", "place", "when", "agency", "accused"];
const CODES = ["province", "district", "tambon"];

export class ReportForm {
  readonly element = find<HTMLFormElement>("[data-form]");
  private places: PlaceFields;

  constructor(places: PlaceFields) {
    this.places = places;
  }

  get fields(): Fields {
    const data = new FormData(this.element);
    const names = [...WRITTEN, ...CODES, "category"];
    return Object.fromEntries(names.map((name) => [name, String(data.get(name) ?? "")]));
  }

  set fields(fields: Fields) {
    for (const name of WRITTEN) this.control(name).value = fields[name] ?? "";
    this.places.restore(CODES.map((name) => fields[name]).reverse().find(Boolean) ?? "");
    const category = this.element.querySelector<HTMLInputElement>(`[value="${CSS.escape(fields["category"] ?? "")}"]`);
    if (category?.name === "category") category.checked = true;
    this.light();
  }

  /** The ids of the chosen desks. */
  get desks(): string[] {
    return new FormData(this.element).getAll("desk").map(String);
  }

  private get saysWhatHappened(): boolean {
    const { text, category } = this.fields;
    return Boolean(text?.trim() || category);
  }

  get isEmpty(): boolean {
    return Object.values(this.fields).every((value) => !value.trim());
  }

  /** The first thing that keeps this report from being sealed, in words; null when nothing does. */
  obstacle(attached: boolean): string | null {
    const missing = !this.saysWhatHappened && !attached;
    find("#text-error").hidden = !missing;
    if (missing) {
      this.control("text").focus();
      return t("report.fill_first");
    }
    return this.desks.length ? null : t("report.no_desk");
  }

  report(): ReportDraft {
    const { text = "", place = "", when = "", agency = "", accused = "", category } = this.fields;
    return {
      kind: "report",
      language: __LANG__,
      day: localDay(),
      category: (category || null) as Category | null,
      text: text.trim(),
      place: this.places.value(place.trim()),
      when: when.trim(),
      agency: agency.trim(),
      accused: accused.trim(),
      watchpoint: null,
      mailbox: null, // Comes with the receipt code, at the last moment.
    };
  }

  clear(): void {
    this.element.reset();
    this.places.restore("00");
    this.light();
  }

  /** Lights the lamp of every step that holds something. */
  light(): void {
    for (const step of this.element.querySelectorAll<HTMLElement>("[data-step]")) {
      const controls = [...step.querySelectorAll<HTMLInputElement>("input, select, textarea")];
      const filled = controls.some((control) => /radio|checkbox/.test(control.type) ? control.checked : control.value);
      step.classList.toggle("lit", filled || step.querySelector("[data-clean]") !== null);
    }
  }

  private control(name: string): HTMLInputElement {
    return this.element.elements.namedItem(name) as HTMLInputElement;
  }
}
