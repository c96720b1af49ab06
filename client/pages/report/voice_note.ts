/** One recorded note: as it was spoken and, once somebody asks for it, in its other voice. */
import { disguising } from "../../shared/voice/disguise.ts";
import { drawShift, secretRandom } from "../../shared/voice/shift.ts";
import { forget } from "../../shared/voice/sound.ts";

/** How long the page may stand still while a voice is changed. */
const SLICE_MS = 30;

export class VoiceNote {
  readonly #spoken: Float32Array;
  #other: Float32Array | null = null;
  #dropped = false;

  constructor(spoken: Float32Array) {
    this.#spoken = spoken;
  }

  /** The sound to hear or to send; the other voice is the same each time. Null once it was dropped. */
  async sound(disguised: boolean, tell: (share: number) => void): Promise<Float32Array | null> {
    if (disguised) this.#other ??= await this.#change(tell);
    return this.#dropped ? null : disguised ? this.#other : this.#spoken;
  }

  async #change(tell: (share: number) => void): Promise<Float32Array | null> {
    const steps = disguising(this.#spoken, drawShift(secretRandom));
    let breath = performance.now();
    for (let step = steps.next(); !this.#dropped; step = steps.next()) {
      if (step.done) return step.value;
      if (performance.now() - breath < SLICE_MS) continue;
      tell(step.value);
      await new Promise((resolve) => setTimeout(resolve));
      breath = performance.now();
    }
    return null;
  }

  /** Overwrites both voices. */
  drop(): void {
    this.#dropped = true;
    forget(this.#spoken);
    if (this.#other) forget(this.#other);
  }
}
