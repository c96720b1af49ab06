/** Puts small blocks together when there are many, so that the next unlocking is quick for everybody. */
import type { Cards } from "../../../shared/cards/cards.ts";
import { codeOf } from "../words.ts";
import * as api from "./api.ts";

/** Each makes one block of up to 500; a desk that was never compacted takes some unlockings. */
const MOST = 20;

export async function compactOnce(cards: Cards): Promise<void> {
  for (let n = 0; n < MOST; n++) {
    const wanted = await cards.ask("compact", null);
    if (!wanted) return;
    const { replaces, ...block } = wanted;
    const refusal = await api.compact(replaces, block).then(() => null, codeOf);
    if (refusal !== null && refusal !== "blocks_changed") return;
    await cards.ask("compacted", { replaces, block: refusal === null ? block : null });
    if (refusal !== null) return;
  }
}
