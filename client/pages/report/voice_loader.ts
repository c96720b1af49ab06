/** The button for telling it by voice, whose script is fetched when somebody first wants it. */
import { t } from "../../shared/i18n/index.ts";
import { scriptUrl } from "../../shared/trusted/index.ts";
import { find } from "../common/dom.ts";

const page = globalThis as { AudioWorkletNode?: unknown; voice?: (worklet: string) => Promise<File | null> };

/** Shows the button where a microphone can be listened to; `take` gets each finished note. */
export function offerVoice(take: (file: File) => void, refuse: (sentence: string | null) => void): void {
  if (!page.AudioWorkletNode || !(navigator as { mediaDevices?: unknown }).mediaDevices) return;
  const offer = find<HTMLButtonElement>("[data-action=voice]");
  offer.hidden = false;
  offer.addEventListener("click", () => void record().then((file) => file && take(file), () => refuse(t("error.needs_signal"))));
}

async function record(): Promise<File | null> {
  if (!page.voice) await import(scriptUrl("voice"));
  return page.voice ? page.voice(scriptUrl("voice_worklet")) : null;
}
