/**
 * The worker that holds a desk's cards while it is unlocked: opens them, searches them, follows the
 * server. What it may be asked stands in `client/shared/cards/protocol.ts`.
 */
import { cardKey } from "./shared/cards/key.ts";
import type { Asks, Detail, Name, Question, Standing, Told, View } from "./shared/cards/protocol.ts";
import { server } from "./shared/cards/server.ts";
import { similar } from "./shared/cards/similar.ts";
import { cache } from "./shared/cards/store.ts";
import { Cases } from "./shared/cards/sync.ts";

type Doing = { [N in Name]: (value: Asks[N][0]) => Promise<Asks[N][1]> };

let cases: Cases | null = null;
let loaded = false;
/** One at a time: two rounds of changes at once would fetch everything twice. */
let pulling: Promise<boolean> | null = null;
/** Whoever asks while one is under way may know of a change that it will not bring. */
let pullingNext: Promise<boolean> | null = null;
function pull(): Promise<boolean> {
  if (!pulling) return (pulling = here().pull(tellNow).finally(() => (pulling = null)));
  return (pullingNext ??= pulling.catch(() => false).then(() => {
    pullingNext = null;
    return pull();
  }));
}

const post = (told: Told): void => self.postMessage(told);
const tell = (): void => post({ changed: standing() });
/** While much comes in, the page hears of it now and then: each time it asks for its lines anew. */
let told = -Infinity;
function tellNow(): void {
  if (performance.now() - told < PAUSE_MS) return;
  told = performance.now();
  tell();
}
const PAUSE_MS = 700;

function here(): Cases {
  if (!cases) throw Object.assign(new Error("not open"), { code: "internal" });
  return cases;
}

function standing(): Standing {
  const { book, refused, waiting } = here();
  return { cases: book.size, characters: book.characters, refused: refused.size, waiting, loaded };
}

async function detail(id: string): Promise<Detail> {
  return { card: await here().card(id), workflow: here().book.entry(id)?.workflow ?? null };
}

const DOING: Doing = {
  async open({ desk, keys }) {
    const all = await Promise.all(keys.map(({ identity, fingerprint }) => cardKey(identity, desk, fingerprint)));
    cases = new Cases(all, cache(desk), server());
    await cases.load(tellNow);
    loaded = true;
    tell();
    return standing();
  },
  async pull() {
    const changed = await pull();
    if (changed) tell();
    return { ...standing(), changed };
  },
  query: async (query) => here().book.ask(query),
  counts: async (wanted) => here().book.counts(wanted),
  figures: async (asked) => here().book.figures(asked),
  card: (id) => detail(id),
  async mailbox(mailbox) {
    const entry = here().book.ofMailbox(mailbox);
    return entry ? detail(entry.id) : null;
  },
  async similar(id) {
    const card = await here().card(id);
    return (card ? similar(here().book, card) : []).flatMap((one) => {
      const entry = here().book.entry(one.id);
      return entry ? { ...one, name: entry.name, state: entry.state } : [];
    });
  },
  covers: async () => here().book.covers(),
  async referrals(ids) {
    const found = await here().cards(ids);
    return ids.map((id) => found.get(id)?.referral ?? null);
  },
  seal: async (card) => here().seal([card]),
  compact: async () => here().compact().catch(() => null),
  async compacted({ replaces, block }) {
    await here().compacted(replaces, block);
    return null;
  },
  async rest() {
    here().book.prepare();
    await here().rest().catch(() => undefined);
    return null;
  },
  openNote: ({ name, note }) => here().openNote(name, note),
  sealNote: ({ name, list }) => here().sealNote(name, list),
  views: async () => (await here().views()) as View[],
  async keepViews(views) {
    await here().keepViews(views);
    return null;
  },
};

async function answer({ id, name, value }: Question): Promise<void> {
  try {
    post({ id, value: await (DOING[name] as (value: unknown) => Promise<unknown>)(value) });
  } catch (error) {
    post({ id, code: (error as { code?: string } | null)?.code ?? "internal" });
  }
}

self.addEventListener("message", ({ data }: MessageEvent<Question>) => void answer(data));
