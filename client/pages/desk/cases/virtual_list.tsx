/**
 * A list of any length of which only what is on screen is in the page. Every line has the same
 * height, so that the place of line 80,000 is known without the 79,999 before it.
 */
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** In rem, as in cases.css. */
export const LINE = 7;
/** Lines beyond the screen's edges, and the step in which the window moves. */
const SPARE = 12;

export interface Window {
  from: number;
  to: number;
}

interface Props {
  total: number;
  label: string;
  /** Which lines should be there; called when that changes. */
  onWindow: (window: Window) => void;
  /** Null while the line has not come. */
  line: (n: number) => { key: string; children: ComponentChildren } | null;
  window: Window;
}

const lineHeight = (): number => LINE * parseFloat(getComputedStyle(document.documentElement).fontSize);

function windowOf(list: HTMLElement): Window {
  const height = lineHeight();
  const first = Math.floor(-list.getBoundingClientRect().top / height);
  const shown = Math.ceil(innerHeight / height);
  const from = Math.max(0, Math.floor((first - SPARE) / SPARE) * SPARE);
  return { from, to: from + shown + 4 * SPARE };
}

export function VirtualList({ total, label, onWindow, line, window }: Props) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    let before = "";
    let frame = 0;
    const look = (): void => {
      frame = 0;
      if (!list.current) return;
      const now = windowOf(list.current);
      if (before !== (before = `${now.from} ${now.to}`)) onWindow(now);
    };
    const soon = (): void => void (frame ||= requestAnimationFrame(look));
    look();
    addEventListener("scroll", soon, { passive: true });
    addEventListener("resize", soon, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener("scroll", soon);
      removeEventListener("resize", soon);
    };
  }, []);
  const to = Math.min(window.to, total);
  const numbers = Array.from({ length: Math.max(0, to - window.from) }, (_, n) => window.from + n);
  return (
    <ul class="lines" ref={list} aria-label={label} style={{ height: `${total * LINE}rem` }}>
      {numbers.map((n) => {
        const made = line(n);
        return made && (
          <li key={made.key} class="lines__line" aria-posinset={n + 1} aria-setsize={total} style={{ top: `${n * LINE}rem` }}>
            {made.children}
          </li>
        );
      })}
    </ul>
  );
}

/** Brings line `n` on screen and puts the focus there once it has come. */
export function scrollToLine(list: Element, n: number): void {
  const height = lineHeight();
  const top = list.getBoundingClientRect().top + scrollY + n * height;
  if (top < scrollY + height) scrollTo({ top: top - 2 * height });
  else if (top + height > scrollY + innerHeight) scrollTo({ top: top + 2 * height - innerHeight });
}
