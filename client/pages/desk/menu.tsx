/** What a desk needs less often than its cases: one list of pages, each for those whose work it is. */
import type { ComponentType } from "preact";
import type { Filters } from "../../shared/cards/query.ts";
import { type Key, t } from "../../shared/i18n/index.ts";
import { AccountPage } from "./account/account_page.tsx";
import type { Role } from "./api.ts";
import type { DeskCases } from "./cases/use_cards.ts";
import { FiguresPage } from "./figures/dashboard.tsx";
import type { OpenDesk } from "./flows.ts";
import { Title } from "./frame.tsx";
import { KeyPage } from "./key/key_page.tsx";
import { TemplatesPage } from "./letters/templates_page.tsx";
import { LogPage } from "./log/log_page.tsx";
import { PeoplePage } from "./people/people_page.tsx";
import { HelpPage } from "./plea/help_page.tsx";
import { ReminderPage } from "./reminder/reminder_page.tsx";
import { RolePage } from "./role_page.tsx";
import { SheetPage, sheetDue } from "./sheet/sheet_page.tsx";
import { TakeInPage } from "./take_in.tsx";

export interface PageProps {
  desk: OpenDesk;
  cases: DeskCases;
  /** New packets are there. */
  onPackets: () => void;
  /** Shows the cases that pass these filters. */
  onList: (filters: Filters) => void;
  onEnded: () => void;
  /** The account or its keys changed here. */
  onDesk: (desk: OpenDesk) => void;
}

/** Its `View` opens with a `Title` of the same words. */
interface MenuPage {
  title: Key;
  lead: Key;
  /** Who finds it in the menu; the server decides for itself what it answers to whom. */
  roles: readonly Role[];
  /** What is still to be done there, or null. */
  due?: (desk: OpenDesk) => Key | null;
  View: ComponentType<PageProps>;
}

const READERS: readonly Role[] = ["administrator", "moderator"];
const OVERSEERS: readonly Role[] = ["administrator", "auditor"];
const EVERYONE: readonly Role[] = [...READERS, "coordinator", "auditor"];

/** By the name that stands in the history, in the order of the menu. */
const PAGES: Record<string, MenuPage> = {
  figures: { title: "desk.figures.title", lead: "desk.figures.lead", roles: READERS, View: FiguresPage },
  key: { title: "desk.key.title", lead: "desk.key.menu", roles: READERS, View: KeyPage },
  templates: { title: "desk.templates.title", lead: "desk.templates.menu", roles: READERS, View: TemplatesPage },
  "take-in": { title: "desk.take_in.title", lead: "desk.take_in.lead", roles: READERS, View: TakeInPage },
  reminder: { title: "desk.reminder.title", lead: "desk.reminder.lead", roles: READERS, View: ReminderPage },
  log: { title: "desk.log.title", lead: "desk.log.lead", roles: OVERSEERS, View: LogPage },
  role: { title: "desk.role.title", lead: "desk.role.lead", roles: ["coordinator"], View: RolePage },
  people: { title: "desk.people.title", lead: "desk.people.menu", roles: [...READERS, "auditor"], View: PeoplePage },
  account: { title: "desk.account.title", lead: "desk.account.menu", roles: EVERYONE, View: AccountPage },
  sheet: { title: "desk.sheet.title", lead: "desk.sheet.menu", roles: EVERYONE, due: sheetDue, View: SheetPage },
  help: { title: "desk.help.title", lead: "desk.help.menu", roles: READERS, View: HelpPage },
};

interface MenuProps {
  desk: OpenDesk;
  onPage: (page: string) => void;
  onSignOutEverywhere: () => void;
}

const pagesOf = ({ account }: OpenDesk): [string, MenuPage][] =>
  Object.entries(PAGES).filter(([, { roles }]) => roles.includes(account.role));

/** Whether something in the menu waits to be done. */
export const isDue = (desk: OpenDesk): boolean => pagesOf(desk).some(([, { due }]) => due?.(desk));

export function Menu({ desk, onPage, onSignOutEverywhere }: MenuProps) {
  return (
    <section class="stack" data-screen="menu">
      <Title>{t("desk.tab.menu")}</Title>
      <ul class="list">
        {pagesOf(desk).map(([name, page]) => (
          <li key={name}><Line name={name} page={page} due={page.due?.(desk) ?? null} onPage={onPage} /></li>
        ))}
      </ul>
      <button class="button button--quiet leave" type="button" data-action="sign-out-everywhere" onClick={onSignOutEverywhere}>
        {t("desk.sign_out_everywhere")}
      </button>
    </section>
  );
}

function Line({ name, page, due, onPage }: { name: string; page: MenuPage; due: Key | null; onPage: (page: string) => void }) {
  return (
    <button class="card menu-line" type="button" data-page={name} onClick={() => onPage(name)}>
      <strong>{t(page.title)}</strong>
      <span class="soft">{t(page.lead)}</span>
      {due && <span class="menu-line__due" data-due>{t(due)}</span>}
    </button>
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
