/** Asks before somebody leaves a screen with which something would be lost. The way out in danger asks nothing. */
import { useEffect } from "preact/hooks";

type Go = () => void;

let asked: ((go: Go) => void) | null = null;

/** Whether leaving is to be asked for first. */
export const isHeld = (): boolean => asked !== null;

/** Goes there, unless a screen wants to be asked: then it is handed the way on. */
export function leave(go: Go): void {
  const ask = asked;
  if (!ask) return go();
  ask(() => {
    asked = null;
    go();
  });
}

/** While this screen is shown, `onLeave` decides; with `warns` the browser, too, asks before it closes the page. */
export function useHeld(onLeave: (go: Go) => void, warns: boolean): void {
  useEffect(() => {
    asked = onLeave;
    const warn = (event: BeforeUnloadEvent): void => {
      if (warns) event.preventDefault();
    };
    addEventListener("beforeunload", warn);
    return () => {
      if (asked === onLeave) asked = null;
      removeEventListener("beforeunload", warn);
    };
  }, [onLeave, warns]);
}
