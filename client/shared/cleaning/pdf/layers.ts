/**
 * Which optional content is drawn (ISO 32000-1 §8.11) as the file opens. The new file has no layers:
 * what is shown stays as plain content, what is hidden is left behind.
 */
import type { Source } from "./source.ts";
import { type Dict, dictOf, isDict, named, Ref, type Value } from "./values.ts";

export class Layers {
  private readonly source: Source;
  private readonly off = new Set<number>();

  constructor(source: Source, catalog: Dict) {
    this.source = source;
    const properties = dictOf(source.get(catalog.get("OCProperties")));
    const usual = dictOf(source.get(properties.get("D")));
    if (named(source.get(usual.get("BaseState"))) === "OFF") this.each(properties.get("OCGs"), (id) => this.off.add(id));
    this.each(usual.get("ON"), (id) => this.off.delete(id));
    this.each(usual.get("OFF"), (id) => this.off.add(id));
  }

  get any(): boolean {
    return this.off.size > 0;
  }

  /** Asked with a group or a membership dictionary, as it stands in /OC or /Properties. */
  isHidden(value: Value | undefined): boolean {
    if (value instanceof Ref && this.off.has(value.id)) return true;
    const dict = dictOf(this.source.get(value));
    if (named(dict.get("Type")) !== "OCMD") return false;
    const rule = this.source.get(dict.get("VE"));
    if (Array.isArray(rule)) return !this.holds(rule, 0);
    return !this.policy(dict);
  }

  private each(value: Value | undefined, take: (id: number) => void): void {
    const list = this.source.get(value);
    for (const item of Array.isArray(list) ? list : []) if (item instanceof Ref) take(item.id);
  }

  private policy(dict: Dict): boolean {
    const groups = this.source.get(dict.get("OCGs"));
    const listed = isDict(groups) ? [dict.get("OCGs")!] : Array.isArray(groups) ? groups : [];
    const shown = listed.filter((item) => this.source.get(item) !== null).map((item) => !this.isHidden(item));
    if (!shown.length) return true;
    const how = named(this.source.get(dict.get("P")));
    if (how === "AllOn") return shown.every(Boolean);
    if (how === "AllOff") return !shown.some(Boolean);
    return how === "AnyOff" ? !shown.every(Boolean) : shown.some(Boolean);
  }

  /** A visibility expression: a group, or [/And …], [/Or …], [/Not …]. */
  private holds(value: Value, depth: number): boolean {
    const rule = this.source.get(value);
    if (!Array.isArray(rule) || depth > 16) return !this.isHidden(value);
    const parts = rule.slice(1).map((part) => this.holds(part, depth + 1));
    const how = named(this.source.get(rule[0]));
    if (how === "Not") return !parts[0];
    return how === "Or" ? parts.some(Boolean) : parts.every(Boolean);
  }
}
