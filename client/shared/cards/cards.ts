/** The page's end of the worker that holds the cards. Ending it is what forgets them. */
import { scriptUrl } from "../trusted/index.ts";
import type { Asks, Name, Standing, Told } from "./protocol.ts";

/** What the worker could not do, with a stable code. */
export class CardsError extends Error {
  override name = "CardsError";
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

interface Waiting {
  resolve: (value: never) => void;
  reject: (error: CardsError) => void;
}

export class Cards {
  #worker = new Worker(scriptUrl("cards"));
  #waiting = new Map<number, Waiting>();
  #asked = 0;

  /** `onChange` hears of everything that makes the last answers old. */
  constructor(onChange: (standing: Standing) => void) {
    this.#worker.onmessage = ({ data }: MessageEvent<Told>) => {
      if ("changed" in data) return onChange(data.changed);
      const waiting = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      if ("code" in data) waiting?.reject(new CardsError(data.code));
      else waiting?.resolve(data.value as never);
    };
    this.#worker.onerror = () => this.end("internal");
  }

  ask<N extends Name>(name: N, value: Asks[N][0]): Promise<Asks[N][1]> {
    return new Promise((resolve, reject) => {
      const id = ++this.#asked;
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, name, value });
    });
  }

  /** The keys and everything that was opened with them go with the worker. */
  end(code = "ended"): void {
    this.#worker.terminate();
    for (const { reject } of this.#waiting.values()) reject(new CardsError(code));
    this.#waiting.clear();
  }
}
