/** The one place above everything where this script says something, loud or quiet. */
import { el, find } from "../common/dom.ts";

let shown: HTMLElement | null = null;

/** Says it in the place of what was said before; `what` names it for tests, `null` says nothing any more. */
export function notice(what: string | null, loud = false, ...content: HTMLElement[]): void {
  shown?.remove();
  shown = null;
  if (!what) return;
  const kind = loud ? "notice notice--danger list" : "notice list";
  shown = el("section", { class: kind, role: loud ? "alert" : "status", "data-poster": what }, ...content);
  find("main").prepend(shown);
  if (!loud) return;
  shown.style.borderWidth = "0 0 0 0.5rem";
  scrollTo(0, 0);
}

/** What is said now. */
export const noticed = (): string | undefined => shown?.dataset["poster"];
