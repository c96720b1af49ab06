/** A voice note as a small file: Opus where the browser can encode it, else the WAV of telephones. */
import { oggOpus, type OpusPacket } from "./ogg.ts";
import { RATE } from "./sound.ts";
import { wav } from "./wav.ts";

const CONFIG = { codec: "opus", sampleRate: RATE, numberOfChannels: 1, bitrate: 20_000 };
/** What encoders leave out at the start unless they say so themselves (RFC 7845 §4.2). */
const USUAL_SKIP = 312;
const OGG_RATE = 48_000;
const PIECE = RATE / 10;

export async function encode(samples: Float32Array): Promise<File> {
  const opus = await opusFile(samples).catch(() => null);
  return opus ?? new File([wav(samples)], "", { type: "audio/wav" });
}

async function opusFile(samples: Float32Array): Promise<File | null> {
  if (!("AudioEncoder" in globalThis)) return null;
  if (!(await AudioEncoder.isConfigSupported(CONFIG)).supported) return null;
  const { packets, skip } = await opusPackets(samples);
  if (!packets.length) return null;
  const total = Math.round((samples.length * OGG_RATE) / RATE);
  return new File([oggOpus(packets, skip, total, RATE)], "", { type: "audio/ogg" });
}

async function opusPackets(samples: Float32Array): Promise<{ packets: OpusPacket[]; skip: number }> {
  const packets: OpusPacket[] = [];
  let skip = USUAL_SKIP;
  let problem: Error | null = null;
  const encoder = new AudioEncoder({
    output: (chunk, about) => {
      packets.push(packet(chunk));
      skip = stated(about?.decoderConfig?.description) ?? skip;
    },
    error: (error) => (problem = error),
  });
  encoder.configure(CONFIG);
  for (let at = 0; at < samples.length; at += PIECE) encoder.encode(piece(samples, at));
  await encoder.flush();
  encoder.close();
  if (problem) throw problem;
  return { packets, skip };
}

function piece(samples: Float32Array, at: number): AudioData {
  const data = samples.slice(at, at + PIECE);
  const timestamp = Math.round((at * 1e6) / RATE);
  return new AudioData({ format: "f32-planar", sampleRate: RATE, numberOfFrames: data.length, numberOfChannels: 1, timestamp, data });
}

function packet(chunk: EncodedAudioChunk): OpusPacket {
  const bytes = new Uint8Array(chunk.byteLength);
  chunk.copyTo(bytes);
  return { bytes, samples: Math.round(((chunk.duration ?? 20_000) * OGG_RATE) / 1e6) };
}

/** The number in the encoder's own OpusHead. */
function stated(description: AllowSharedBufferSource | undefined): number | null {
  if (!(description instanceof ArrayBuffer) || description.byteLength < 12) return null;
  return new DataView(description).getUint16(10, true);
}
