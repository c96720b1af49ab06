/**
 * The cases of an unlocked desk: a worker that holds them, kept up to date for as long as the desk
 * is open and on screen. Locking ends the worker, and with it everything that was opened.
 */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { Cards } from "../../../shared/cards/cards.ts";
import type { Standing } from "../../../shared/cards/protocol.ts";
import type { OpenDesk } from "../flows.ts";
import { resealLists } from "../sealed_list.ts";
import { codeOf } from "../words.ts";
import * as api from "./api.ts";
import { openCases, type Skipped } from "./carding.ts";
import { compactOnce } from "./compact.ts";

/** As often as the server wants to be asked at most. */
const PULSE_MS = 15_000;

export interface DeskCases {
  cards: Cards;
  /** Null until the cache was opened. */
  standing: Standing | null;
  /** Counts up with everything that makes an answer old. */
  revision: number;
  people: readonly api.Person[];
  /** Ids of packets that have nothing in them. */
  covers: ReadonlySet<string>;
  /** Why the server could not be asked, or null. */
  failed: string | null;
  /** Asks the server now; resolves when the answer is in. */
  pull(): Promise<void>;
}

export function useCards(desk: OpenDesk, onEnded: () => void): DeskCases {
  const { account, identities } = desk;
  const [standing, setStanding] = useState<Standing | null>(null);
  const [revision, setRevision] = useState(0);
  const [people, setPeople] = useState<readonly api.Person[]>([]);
  const [covers, setCovers] = useState<ReadonlySet<string>>(new Set());
  const [failed, setFailed] = useState<string | null>(null);
  const cards = useMemo(() => new Cards((now) => {
    setStanding(now);
    setRevision((before) => before + 1);
  }), []);

  function settle(error: unknown): void {
    const code = codeOf(error);
    if (code === "sign_in_required") onEnded();
    else if (code !== "ended") setFailed(code);
  }

  async function pull(): Promise<void> {
    try {
      setStanding(await cards.ask("pull", null));
      setFailed(null);
    } catch (error) {
      settle(error);
    }
  }

  useEffect(() => {
    if (standing?.loaded) cards.ask("covers", null).then((ids) => setCovers(new Set(ids)), () => undefined);
  }, [standing]);

  // Packets that are in no case: this browser opens one for each, in the background.
  const [gone] = useState(() => new AbortController());
  const opening = useRef<{ now: boolean; skipped: Skipped }>({ now: false, skipped: new Set() });
  useEffect(() => {
    if (!standing?.waiting || opening.current.now) return;
    opening.current.now = true;
    openCases(cards, desk, opening.current.skipped, gone.signal)
      .then((opened) => (opened ? pull() : undefined), settle)
      .finally(() => (opening.current.now = false));
  }, [standing?.waiting]);

  useEffect(() => {
    // Whoever reads no reports has no key, and no cases here.
    if (identities.length === 0) return () => cards.end();
    const keys = identities.map((identity, n) => ({ identity, fingerprint: account.files[n]?.fingerprint ?? "" }));
    const begin = async (): Promise<void> => {
      performance.mark("hinghoi:unlocked");
      setStanding(await cards.ask("open", { desk: account.desk.id, keys }));
      performance.mark("hinghoi:loaded");
      setPeople(await api.people());
      await pull();
      performance.mark("hinghoi:whole");
      await compactOnce(cards);
      if (keys.length > 1) await resealLists(cards, keys.at(-1)!.fingerprint);
      await cards.ask("rest", null);
      performance.mark("hinghoi:rested");
    };
    begin().catch(settle);
    const onScreen = (): void => {
      if (document.visibilityState === "visible") void pull();
    };
    const timer = setInterval(onScreen, PULSE_MS);
    document.addEventListener("visibilitychange", onScreen);
    return () => {
      gone.abort();
      clearInterval(timer);
      document.removeEventListener("visibilitychange", onScreen);
      cards.end();
    };
  }, []);

  return { cards, standing, revision, people, covers, failed, pull };
}
