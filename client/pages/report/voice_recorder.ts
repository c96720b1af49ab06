/** Listens to the microphone into memory, and into nothing else: no disk ever sees the voice. */
import { Resampler } from "../../shared/voice/resample.ts";
import { forget, MOST_SECONDS, peak, RATE } from "../../shared/voice/sound.ts";

const WANTED = { audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true } };

export interface Heard {
  seconds: number;
  /** The loudest moment of the last piece, from 0 to 1. */
  level: number;
}

export class Recorder {
  readonly #context: AudioContext;
  readonly #stream: MediaStream;
  readonly #resampler: Resampler;
  readonly #samples = new Float32Array(MOST_SECONDS * RATE);
  #length = 0;

  private constructor(context: AudioContext, stream: MediaStream) {
    this.#context = context;
    this.#stream = stream;
    this.#resampler = new Resampler(context.sampleRate);
  }

  /** Asks for the microphone; `heard` is called several times a second, `ended` when it is taken away. */
  static async start(worklet: string, heard: (heard: Heard) => void, ended: () => void): Promise<Recorder> {
    const stream = await navigator.mediaDevices.getUserMedia(WANTED);
    const recorder = new Recorder(new AudioContext(), stream);
    try {
      await recorder.#listen(worklet, heard, ended);
    } catch (error) {
      recorder.drop();
      throw error;
    }
    return recorder;
  }

  async #listen(worklet: string, heard: (heard: Heard) => void, ended: () => void): Promise<void> {
    const context = this.#context;
    await context.audioWorklet.addModule(worklet);
    const node = new AudioWorkletNode(context, "microphone");
    node.port.onmessage = ({ data }: MessageEvent<Float32Array>) => {
      this.#take(data);
      heard({ seconds: this.#length / RATE, level: peak(data) });
      if (this.#length === this.#samples.length) ended();
    };
    context.createMediaStreamSource(this.#stream).connect(node).connect(context.destination);
    for (const track of this.#stream.getTracks()) track.addEventListener("ended", ended);
    await context.resume();
  }

  #take(piece: Float32Array): void {
    const more = this.#resampler.push(piece).subarray(0, this.#samples.length - this.#length);
    this.#samples.set(more, this.#length);
    this.#length += more.length;
  }

  /** Lets go of the microphone; the sound so far is the caller's to forget. */
  stop(): Float32Array {
    for (const track of this.#stream.getTracks()) track.stop();
    void this.#context.close();
    const sound = this.#samples.slice(0, this.#length);
    forget(this.#samples);
    return sound;
  }

  drop(): void {
    forget(this.stop());
  }
}
