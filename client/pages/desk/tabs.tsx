/** The two ways to see what came: as cases, which are worked on, and as packets, which were sent. */
import { t } from "../../shared/i18n/index.ts";

export type Tab = "cases" | "packets";

const KEPT = "hinghoi.desk.tab";

/** Where this browser was last; one word that tells nothing of the desk. */
export function keptTab(): Tab {
  try {
    return localStorage.getItem(KEPT) === "cases" ? "cases" : "packets";
  } catch {
    return "packets";
  }
}

export function keepTab(tab: Tab | null): void {
  try {
    if (tab) localStorage.setItem(KEPT, tab);
    else localStorage.removeItem(KEPT);
  } catch {
    // A browser that keeps nothing begins with the packets.
  }
}

export function Tabs({ tab, cases, onTab }: { tab: Tab; cases: number | null; onTab: (tab: Tab) => void }) {
  const words = { packets: t("desk.tab.packets"), cases: cases === null ? t("desk.tab.cases") : t("desk.tab.cases_n", { n: cases.toLocaleString(__LANG__) }) };
  return (
    <nav class="tabs" aria-label={t("desk.tab.title")}>
      {(["packets", "cases"] as const).map((one) => (
        <button
          key={one}
          class={one === tab ? "button tab tab--here" : "button tab"}
          type="button"
          data-tab={one}
          aria-current={one === tab ? "page" : undefined}
          onClick={() => onTab(one)}
        >
          {words[one]}
        </button>
      ))}
    </nav>
  );
}
