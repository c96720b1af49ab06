/** What a desk needs less often than its cases: one list of pages, each for those whose work it is. */
import type { ComponentType } from "preact";
import { type Key, t } from "../../shared/i18n/index.ts";
import type { Role } from "./api.ts";
import type { DeskCases } from "./cases/use_cards.ts";
import type { OpenDesk } from "./flows.ts";
import { Title } from "./frame.tsx";
import { KeyPage } from "./key/key_page.tsx";
import { TakeInPage } from "./take_in.tsx";

export interface PageProps {
  desk: OpenDesk;
  cases: DeskCases;
  /** New packets are there. */
  onPackets: () => void;
  onEnded: () => void;
}

/** Its `View` opens with a `Title` of the same words. */
interface MenuPage {
  title: Key;
  lead: Key;
  /** Who finds it in the menu; the server decides for itself what it answers to whom. */
  roles: readonly Role[];
  View: ComponentType<PageProps>;
}

const READERS: readonly Role[] = ["administrator", "moderator"];

/** By the name that stands in the history, in the order of the menu. */
const PAGES: Record<string, MenuPage> = {
  key: { title: "desk.key.title", lead: "desk.key.menu", roles: READERS, View: KeyPage },
  "take-in": { title: "desk.take_in.title", lead: "desk.take_in.lead", roles: READERS, View: TakeInPage },
};

interface MenuProps {
  role: Role;
  onPage: (page: string) => void;
  onSignOutEverywhere: () => void;
}

export function Menu({ role, onPage, onSignOutEverywhere }: MenuProps) {
  const mine = Object.entries(PAGES).filter(([, { roles }]) => roles.includes(role));
  return (
    <section class="stack" data-screen="menu">
      <Title>{t("desk.tab.menu")}</Title>
      <ul class="list">
        {mine.map(([name, { title, lead }]) => (
          <li key={name}>
            <button class="card menu-line" type="button" data-page={name} onClick={() => onPage(name)}>
              <strong>{t(title)}</strong>
              <span class="soft">{t(lead)}</span>
            </button>
          </li>
        ))}
      </ul>
      <button class="button button--quiet leave" type="button" data-action="sign-out-everywhere" onClick={onSignOutEverywhere}>
        {t("desk.sign_out_everywhere")}
      </button>
    </section>
  );
}

export function Page({ name, onBack, ...rest }: PageProps & { name: string; onBack: () => void }) {
  const page = PAGES[name];
  return (
    <section class="stack" data-screen={name}>
      <button class="button button--quiet leave unprinted" type="button" data-action="back" onClick={onBack}>← {t("desk.menu.back")}</button>
      {page && <page.View {...rest} />}
    </section>
  );
}
