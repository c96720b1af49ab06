/** Text with what was searched for marked in it. Text nodes only: all of it came from strangers. */
import { ranges, type Range } from "../../../shared/cards/excerpt.ts";

export function Marked({ text, terms }: { text: string; terms: readonly string[] }) {
  return <Ranges text={text} ranges={terms.length ? ranges(text, terms) : []} />;
}

export function Ranges({ text, ranges: all }: { text: string; ranges: readonly Range[] }) {
  const parts = all.map(([from, to], n) => [text.slice(all[n - 1]?.[1] ?? 0, from), text.slice(from, to)] as const);
  return (
    <>
      {parts.map(([before, found], n) => <span key={n}>{before}<mark>{found}</mark></span>)}
      {text.slice(all.at(-1)?.[1] ?? 0)}
    </>
  );
}
