/** What came, as cases, which are worked on, and as packets, which were sent; and the menu of all else. */
import { t } from "../../shared/i18n/index.ts";

export type Tab = "cases" | "packets" | "menu";

const TABS: readonly Tab[] = ["cases", "packets", "menu"];

const KEPT = "hinghoi.desk.tab";

/** Where this browser was last; one word that tells nothing of the desk. */
export function keptTab(): Tab {
  try {
    return localStorage.getItem(KEPT) === "packets" ? "packets" : "cases";
  } catch {
    return "cases";
  }
}

export function keepTab(tab: Tab | null): void {
  try {
    if (tab) localStorage.setItem(KEPT, tab);
    else localStorage.removeItem(KEPT);
  } catch {
    // A browser that keeps nothing begins with the cases.
  }
}

interface Props {
  tab: Tab;
  /** How many there are, once it is known. */
  cases: number | null;
  /** Something in the menu waits to be done. */
  due: boolean;
  onTab: (tab: Tab) => void;
}

export function Tabs({ tab, cases, due, onTab }: Props) {
  const words = {
    packets: t("desk.tab.packets"),
    cases: cases === null ? t("desk.tab.cases") : t("desk.tab.cases_n", { n: cases.toLocaleString(__LANG__) }),
    menu: t("desk.tab.menu"),
  };
  return (
    <nav class="tabs" aria-label={t("desk.tab.title")}>
      {TABS.map((one) => (
        <button
          key={one}
          class={one === tab ? "button tab tab--here" : "button tab"}
          type="button"
          data-tab={one}
          aria-current={one === tab ? "page" : undefined}
          onClick={() => onTab(one)}
        >
          {words[one]}
          {due && one === "menu" && <span class="tab__due" role="img" aria-label={t("desk.tab.due")} />}
        </button>
      ))}
    </nav>
  );
}
