/**
 * Which case, packet or page of the menu is open, kept in the history's state so that a phone's back button goes from
 * a packet to its case and from there to the list, instead of leaving the page, which would drop
 * the keys.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { isHeld, leave } from "./leaving.ts";

interface Place {
  page?: string;
  case?: string;
  packet?: string;
  /** Cases to be taken out; none for all that are listed. */
  export?: readonly string[];
  /** The case is being handed to another desk. */
  hand?: true;
}

export interface Route {
  page: string | null;
  case: string | null;
  packet: string | null;
  export: readonly string[] | null;
  hand: boolean;
  show(packet: string): void;
  showCase(id: string): void;
  showPage(name: string): void;
  /** The tabs, in such a way that back leads here again. */
  showTabs(): void;
  showExport(ids: readonly string[]): void;
  showHand(): void;
  back(): void;
}

const current = (): Place => (history.state as Place | null) ?? {};

export function useRoute(): Route {
  const [place, setPlace] = useState(current);
  const shown = useRef(place);
  shown.current = place;
  useEffect(() => {
    const follow = (): void => {
      if (!isHeld()) return setPlace(current());
      // They went back already: here again, until the screen lets them go.
      history.pushState(shown.current, "");
      leave(() => history.back());
    };
    addEventListener("popstate", follow);
    return () => removeEventListener("popstate", follow);
  }, []);
  const go = (next: Place, over: boolean): void => {
    if (over) history.replaceState(next, "");
    else history.pushState(next, "");
    setPlace(next);
  };
  return {
    page: place.page ?? null,
    case: place.case ?? null,
    packet: place.packet ?? null,
    export: place.export ?? null,
    hand: place.hand ?? false,
    // From one packet to another, back still means where the first was opened.
    show: (packet) => go({ ...current(), packet }, current().packet !== undefined),
    showCase: (id) => go({ case: id }, false),
    showPage: (page) => go({ page }, false),
    showTabs: () => go({}, false),
    showHand: () => go({ ...current(), hand: true }, false),
    showExport: (ids) => go({ ...current(), export: ids }, false),
    back: () => history.back(),
  };
}
