/** Hands what the microphone hears to the page, in the thread of the sound; it keeps nothing. */
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: typeof AudioWorkletProcessor): void;

const PIECE = 4096;

class Microphone extends AudioWorkletProcessor {
  #piece = new Float32Array(PIECE);
  #filled = 0;

  /** 128 samples at a time; what goes on to the loudspeaker stays silent. */
  process([input]: Float32Array[][]): boolean {
    const samples = input?.[0];
    if (samples) this.#take(samples);
    return true;
  }

  #take(samples: Float32Array): void {
    this.#piece.set(samples, this.#filled);
    this.#filled += samples.length;
    if (this.#filled < PIECE) return;
    this.port.postMessage(this.#piece, [this.#piece.buffer]);
    this.#piece = new Float32Array(PIECE);
    this.#filled = 0;
  }
}

registerProcessor("microphone", Microphone);
