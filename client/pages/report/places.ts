/**
 * Province, district and tambon, chosen from lists that the phone carries.
 *
 * The format of the two lists is described in `client/places.py`, which writes them.
 */
import type { Place } from "../../shared/crypto/packet.ts";
import { t } from "../../shared/i18n/index.ts";
import { addressOf } from "../../shared/trusted/index.ts";
import { el, find } from "../common/dom.ts";

export interface Area {
  code: string;
  name: string;
}

export interface Province extends Area {
  districts: Area[];
  /** The line of tambons.txt where this province's districts start. */
  firstLine: number;
}

/** One line of names, numbered as the official codes are, below `parent`. */
export function areas(line: string, parent: string, same = ""): Area[] {
  let last = 0;
  return line.split("\t").map((cell) => {
    const [, digits = "", name = ""] = /^(\d*)(.*)$/.exec(cell) ?? [];
    last = digits ? Number(digits) : last + 1;
    return { code: parent + String(last).padStart(2, "0"), name: name || same };
  });
}

/** The provinces of districts.txt. */
export function provinces(text: string): Province[] {
  let firstLine = 0;
  return text.split("\n").map((line) => {
    const [head = "", ...rest] = line.split("\t");
    const code = head.slice(0, 2);
    const province = { code, name: head.slice(2), districts: areas(rest.join("\t"), code), firstLine };
    firstLine += rest.length;
    return province;
  });
}

async function list(name: string): Promise<string> {
  const answer = await fetch(addressOf(name), { credentials: "omit" });
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return new TextDecoder("windows-874").decode(await answer.arrayBuffer());
}

function fill(select: HTMLSelectElement, choices: Area[]): void {
  const sorted = [...choices].sort((a, b) => a.name.localeCompare(b.name, "th"));
  const options = sorted.map(({ code, name }) => el("option", { value: code, lang: "th" }, name));
  select.replaceChildren(el("option", { value: "" }, t("report.not_chosen")), ...options);
  select.disabled = choices.length === 0;
}

/** The three lists on the page; each choice fills the next one. */
export class PlaceFields {
  private selects = ["province", "district", "tambon"].map((name) => find<HTMLSelectElement>(`[name=${name}]`));
  private provinces: Province[] = [];
  private tambons: string[] = [];

  constructor() {
    this.select(0).addEventListener("change", () => this.chosen(0));
    this.select(1).addEventListener("change", () => this.chosen(1));
  }

  /** Fetches the lists, districts first: the tambons are six times as large. */
  async load(): Promise<void> {
    this.provinces = provinces(await list("districts"));
    fill(this.select(0), this.provinces);
    this.tambons = (await list("tambons")).split("\n");
    if (this.select(1).value) this.chosen(1);
  }

  /** Chooses the place with this code again, as far as it goes. */
  restore(code: string): void {
    [2, 4, 6].forEach((digits, level) => {
      if (code.length < digits) return;
      this.select(level).value = code.slice(0, digits);
      if (level < 2) this.chosen(level);
    });
  }

  value(words: string): Place {
    const [province = "", district = "", tambon = ""] = this.selects.map(
      (select) => (select.value && select.selectedOptions[0]?.textContent) || "",
    );
    const code = this.selects.map((select) => select.value).reverse().find(Boolean) ?? "";
    return { province, district, tambon, code, words };
  }

  private select(level: number): HTMLSelectElement {
    return this.selects[level] as HTMLSelectElement;
  }

  private chosen(level: number): void {
    const province = this.provinces.find(({ code }) => code === this.select(0).value);
    if (level === 0) fill(this.select(1), province?.districts ?? []);
    fill(this.select(2), province ? this.tambonsOf(province) : []);
  }

  private tambonsOf(province: Province): Area[] {
    const index = province.districts.findIndex(({ code }) => code === this.select(1).value);
    const line = this.tambons[province.firstLine + index];
    const district = province.districts[index];
    if (!district || line === undefined) return [];
    return areas(line, district.code, district.name);
  }
}
