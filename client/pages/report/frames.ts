/**
 * A few still pictures out of a video that the browser can play, spread evenly over its length.
 * They go through the cleaner like any photo.
 */
import { fit, LONGEST_SIDE } from "../../shared/cleaning/shrink.ts";
import { isHonest } from "../../shared/cleaning/surface.ts";
import { CleaningError } from "../../shared/cleaning/types.ts";
import { el } from "../common/dom.ts";
import type { Work } from "./picture_work.ts";

const FRAMES = 6;
const STEP_MS = 20_000;
const QUALITY = 0.92;
/** Beyond the end of any video: seeking there makes browsers find out how long one is. */
const FAR = 1e7;

/** Throws CleaningError: `canvas`, or `broken` when the browser cannot show it. */
export async function videoFrames(file: File, most: number, { step, stop }: Work): Promise<File[]> {
  if (!isHonest()) throw new CleaningError("canvas");
  // Without the name's type, which is often wrong: browsers look into the file instead.
  const address = URL.createObjectURL(new Blob([file]));
  const video = el("video", { preload: "auto", playsinline: true });
  video.muted = true;
  try {
    const ready = event(video, "loadeddata");
    video.src = address;
    await ready;
    if (!video.videoWidth) throw new CleaningError("broken");
    const frames = await spread(video, Math.min(FRAMES, most), { step, stop });
    return stop.aborted ? [] : frames;
  } finally {
    video.removeAttribute("src");
    video.load();
    URL.revokeObjectURL(address);
  }
}

/** The frames in the middle of `all` equal parts; fewer where the end of the video is missing. */
async function spread(video: HTMLVideoElement, all: number, { step, stop }: Work): Promise<File[]> {
  const frames = [await frame(video)];
  const length = await duration(video);
  for (let i = 0; i < all && !stop.aborted; i++) {
    const there = await seek(video, (length * (i + 0.5)) / all).then(() => true, () => false);
    if (!there) break;
    frames[i] = await frame(video);
    step(i + 1, all);
  }
  return frames;
}

/** In seconds; recordings made in a browser often do not say. */
async function duration(video: HTMLVideoElement): Promise<number> {
  if (!Number.isFinite(video.duration)) await seek(video, FAR);
  return Number.isFinite(video.duration) ? video.duration : video.currentTime;
}

async function seek(video: HTMLVideoElement, seconds: number): Promise<void> {
  const there = event(video, "seeked");
  video.currentTime = seconds;
  await there;
}

async function frame(video: HTMLVideoElement): Promise<File> {
  const { width, height } = fit({ width: video.videoWidth, height: video.videoHeight }, LONGEST_SIDE);
  const canvas = el("canvas", { width, height });
  canvas.getContext("2d", { alpha: false })?.drawImage(video, 0, 0, width, height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  canvas.width = canvas.height = 0;
  if (!blob) throw new CleaningError("out_of_memory");
  return new File([blob], "");
}

/** Resolves at the next such event; a video that fails or hangs is one that cannot be shown. */
function event(video: HTMLVideoElement, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(reject, STEP_MS, new CleaningError("timeout"));
    const ended = (end: () => void) => () => {
      clearTimeout(timer);
      end();
    };
    video.addEventListener(name, ended(resolve), { once: true });
    video.addEventListener("error", ended(() => reject(new CleaningError("broken"))), { once: true });
  });
}
