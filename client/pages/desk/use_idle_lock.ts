/** Locks an open desk that nobody touches, also after the device slept through the timer. */
import { useEffect } from "preact/hooks";

export const IDLE_MILLISECONDS = 15 * 60 * 1000;
const SIGNS_OF_LIFE = ["pointerdown", "keydown", "scroll", "visibilitychange"] as const;

/** Calls `onIdle` once no sign of life came for 15 minutes. */
export function useIdleLock(onIdle: () => void): void {
  useEffect(() => {
    let last = Date.now();
    let timer = setTimeout(onIdle, IDLE_MILLISECONDS);
    const touched = (): void => {
      clearTimeout(timer);
      const now = Date.now();
      if (now - last >= IDLE_MILLISECONDS) return onIdle();
      last = now;
      timer = setTimeout(onIdle, IDLE_MILLISECONDS);
    };
    for (const sign of SIGNS_OF_LIFE) document.addEventListener(sign, touched, { passive: true });
    return () => {
      clearTimeout(timer);
      for (const sign of SIGNS_OF_LIFE) document.removeEventListener(sign, touched);
    };
  }, []);
}
