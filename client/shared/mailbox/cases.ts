/** What opened letters say together: where a case stands at each desk, and what is missing or came twice. */
import type { Letter, Step } from "../crypto/letter.ts";
import type { State } from "../crypto/states.ts";

/** What one desk tells in its letters. */
export interface DeskCase {
  desk: string;
  state: State | null;
  agency: Letter["agency"];
  /** Oldest first. */
  history: Step[];
  /** Numbers below the newest that are not here: deleted by the reporter, or withheld. */
  missing: number[];
  /** Numbers that came more than once: a letter was sent again, or somebody else wrote. */
  repeated: number[];
}

/** A desk that claims a million letters is not asked for each of them. */
const MOST_MISSING = 20;

/** In the order of the desks' ids. */
export function casesOf(letters: readonly Letter[]): DeskCase[] {
  const desks = [...new Set(letters.map(({ desk }) => desk))].sort();
  return desks.map((desk) => caseOf(desk, letters.filter((one) => one.desk === desk)));
}

/** A desk says where the case stands in each letter; one that leaves it out changes nothing. */
function caseOf(desk: string, letters: Letter[]): DeskCase {
  const newestFirst = [...letters].sort((a, b) => b.number - a.number);
  const [newest] = newestFirst;
  return {
    desk,
    state: newestFirst.find(({ state }) => state)?.state ?? null,
    agency: newest?.agency ?? null,
    history: newest?.history ?? [],
    ...gaps(newestFirst.map(({ number }) => number)),
  };
}

function gaps([newest = 0, ...others]: number[]): Pick<DeskCase, "missing" | "repeated"> {
  const seen = new Set([newest]);
  const repeated = new Set<number>();
  for (const number of others) (seen.has(number) ? repeated : seen).add(number);
  const missing: number[] = [];
  for (let n = newest - 1; n >= 1 && missing.length < MOST_MISSING; n--) if (!seen.has(n)) missing.unshift(n);
  return { missing, repeated: [...repeated] };
}
