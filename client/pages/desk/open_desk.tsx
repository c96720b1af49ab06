/** An open desk: cases, packets and the menu, and one of each at a time, until it is locked or left. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Filters } from "../../shared/cards/query.ts";
import { t } from "../../shared/i18n/index.ts";
import { CaseList, FIRST_WANTED } from "./cases/case_list.tsx";
import { CaseView } from "./cases/case_view.tsx";
import { useCards } from "./cases/use_cards.ts";
import { ExportPage } from "./export/export_page.tsx";
import type { OpenDesk as Keys } from "./flows.ts";
import { Frame, Title } from "./frame.tsx";
import { HandOverPage } from "./handover/hand_over_page.tsx";
import { leave } from "./leaving.ts";
import { Menu, Page, isDue } from "./menu.tsx";
import { Packets } from "./packet_list.tsx";
import { PacketView } from "./packet_view.tsx";
import { Seen } from "./seen.ts";
import { keepTab, keptTab, type Tab, Tabs } from "./tabs.tsx";
import { useIdleLock } from "./use_idle_lock.ts";
import { usePackets } from "./use_packets.ts";
import { useRoute } from "./use_route.ts";
import { clearShelf } from "./viewer/shelf.ts";

interface Props {
  desk: Keys;
  onLock: (idle: boolean) => void;
  onSignOut: (everywhere: boolean) => void;
  onEnded: () => void;
  onDesk: (desk: Keys) => void;
}

export function OpenDesk({ desk, onLock, onSignOut, onEnded, onDesk }: Props) {
  const route = useRoute();
  const cases = useCards(desk, onEnded);
  const list = usePackets(cases.covers, onEnded);
  const [seen] = useState(() => new Seen());
  useEffect(() => clearShelf, []);
  const [tab, setTab] = useState<Tab>(keptTab);
  const [wanted, setWanted] = useState(FIRST_WANTED);
  const scrolled = useRef(0);
  useIdleLock(() => onLock(true));
  const me = desk.account.id;
  const turn = (to: Tab): void => {
    keepTab(to);
    setTab(to);
  };
  const showCase = (id: string): void => {
    if (route.case === null) scrolled.current = scrollY;
    route.showCase(id);
    scrollTo({ top: 0 });
  };
  const showList = (filters: Filters): void => {
    setWanted({ text: "", filters, sort: "newest" });
    turn("cases");
    route.showTabs();
    scrollTo({ top: 0 });
  };
  const actions = (
    <>
      <button class="button" type="button" data-action="lock" onClick={() => leave(() => onLock(false))}>{t("desk.lock")}</button>
      <button class="button button--quiet" type="button" data-action="sign-out" onClick={() => leave(() => onSignOut(false))}>
        {t("desk.sign_out")}
      </button>
    </>
  );
  // Who holds no key has neither cases nor packets to see.
  const reads = desk.identities.length > 0;
  const tabs = reads && <Tabs tab={tab} cases={cases.standing?.cases ?? null} due={isDue(desk)} onTab={turn} />;
  return (
    <Frame actions={actions}>
      {route.export !== null ? (
        <ExportPage desk={desk} cases={cases} ids={route.export} wanted={wanted} onBack={route.back} onEnded={onEnded} />
      ) : route.packet !== null ? (
        <PacketView
          id={route.packet}
          key={route.packet}
          desk={desk}
          cases={cases}
          seen={seen}
          onMarkRead={list.markRead}
          onCover={list.dropCover}
          onShow={route.show}
          onBack={route.back}
          onEnded={onEnded}
        />
      ) : route.case !== null && route.hand ? (
        <HandOverPage id={route.case} desk={desk} cases={cases} onShowPacket={route.show} onBack={route.back} onEnded={onEnded} />
      ) : route.case !== null ? (
        <CaseView id={route.case} key={route.case} desk={desk} cases={cases} me={me} onShow={showCase} onShowPacket={route.show} onHandOver={route.showHand} onExport={route.showExport} onBack={route.back} onEnded={onEnded} />
      ) : route.page !== null ? (
        <Page name={route.page} key={route.page} desk={desk} cases={cases} onPackets={list.refresh} onList={showList} onBack={route.back} onEnded={onEnded} onDesk={onDesk} />
      ) : tab === "menu" || !reads ? (
        <>
          {tabs}
          <Menu desk={desk} onPage={route.showPage} onSignOutEverywhere={() => onSignOut(true)} />
        </>
      ) : tab === "packets" ? (
        <>
          {tabs}
          <Packets desk={desk} list={list} onShow={route.show} />
        </>
      ) : (
        <>
          {tabs}
          <section class="stack" data-screen="cases">
            <div>
              <p class="soft">{desk.account.desk.name[__LANG__]}</p>
              <Title>{t("desk.cases.title")}</Title>
            </div>
            <CaseList cases={cases} me={me} wanted={wanted} scrolled={scrolled} onWant={setWanted} onShow={showCase} onExport={route.showExport} onEnded={onEnded} />
          </section>
        </>
      )}
    </Frame>
  );
}
