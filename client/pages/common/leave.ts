/**
 * Leaving at once, from any page: nothing stays on the screen, nothing more is kept, and who goes
 * back lands where the page sent them, not here.
 *
 * It runs inside the pages that come prebuilt, before anything else has arrived: every byte counts.
 */

/** The weather office: a page that anybody might have open. */
const INNOCENT = "https://www.tmd.go.th/";
/** Three times Escape within so many milliseconds: nobody does that by accident. */
const WITHIN_MS = 2000;
const MARK = "left";
const LONG_AGO = -WITHIN_MS;
const BACK_OR_FORWARD = 2;

const root = document.documentElement;
let leaving = false;

/** This page was left, or the phone was wiped: nothing of it may be kept any more. */
export const hasLeft = (): boolean => MARK in root.dataset;

export function keepNothingMore(): void {
  root.dataset[MARK] = "";
}

export function leave(): void {
  try {
    sessionStorage.clear();
    // Not after a wipe, which leaves nothing at all.
    if (!hasLeft()) localStorage.setItem(MARK, "");
  } finally {
    // The draft goes, too, where there is one.
    dispatchEvent(new Event(MARK));
    goAway();
  }
}

function goAway(): void {
  leaving = true;
  keepNothingMore();
  // Also what the browser would bring back: a page in its cache is kept as it is now.
  root.textContent = "";
  location.replace(INNOCENT);
}

/**
 * Older pages of ours in the history must not be what Back shows; an address that is typed opens as ever.
 * The mark is for all tabs: Firefox shows older pages of a tab a session storage of before.
 */
function leaveAgain(cameBack: boolean): void {
  try {
    if (localStorage.getItem(MARK) === null) return;
    if (cameBack) goAway();
    else localStorage.removeItem(MARK);
  } catch {
    // No storage here: nobody knows that we were left.
  }
}

export function watchForLeaving(): void {
  let last = LONG_AGO;
  let before = LONG_AGO;
  // The old name for it: Safari 14 knows no other.
  leaveAgain(performance.navigation.type === BACK_OR_FORWARD);
  // Another tab wiped this phone (shared/outbox/wipe.ts): what this one holds would bring it back.
  window.addEventListener("storage", ({ key }) => {
    if (key !== null) return;
    keepNothingMore();
    leave();
  });
  window.addEventListener("pageshow", ({ persisted }) => persisted && leaveAgain(true));
  window.addEventListener("click", ({ target }) => (target as Element).closest("[data-action=exit]") && leave(), true);
  window.addEventListener("keydown", (event) => {
    const { key, repeat, timeStamp } = event;
    const escape = key === "Escape";
    if (repeat) return;
    if (escape && (leaving || timeStamp - before < WITHIN_MS)) {
      // Escape also stops loading, which would be the way out.
      event.preventDefault();
      leave();
    }
    before = escape ? last : LONG_AGO;
    last = escape ? timeStamp : LONG_AGO;
  }, true);
}
