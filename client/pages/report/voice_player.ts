/** Plays a sound from memory: a media element would need an address, and the policy has none for it. */
import { RATE } from "../../shared/voice/sound.ts";

export class Player {
  #context: AudioContext | null = null;
  readonly #ended: () => void;

  constructor(ended: () => void) {
    this.#ended = ended;
  }

  get playing(): boolean {
    return this.#context !== null;
  }

  async play(samples: Float32Array): Promise<void> {
    const context = new AudioContext();
    this.#context = context;
    const buffer = context.createBuffer(1, samples.length, RATE);
    buffer.getChannelData(0).set(samples);
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.connect(context.destination);
    source.addEventListener("ended", () => this.stop());
    await context.resume();
    source.start();
  }

  stop(): void {
    if (!this.#context) return;
    void this.#context.close();
    this.#context = null;
    this.#ended();
  }
}
