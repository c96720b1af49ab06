/**
 * A voice note, for whoever would rather speak than type: recorded, heard and, unless the reporter
 * says otherwise, given another voice, all on this phone. What was spoken is forgotten as soon as
 * the note is made or thrown away.
 *
 * A script of its own: only who wants to record something fetches it into memory.
 */
import { t } from "../../shared/i18n/index.ts";
import { encode } from "../../shared/voice/encode.ts";
import { MOST_SECONDS } from "../../shared/voice/sound.ts";
import { button, el } from "../common/dom.ts";
import { VoiceNote } from "./voice_note.ts";
import { Player } from "./voice_player.ts";
import { type Heard, Recorder } from "./voice_recorder.ts";

type State = "empty" | "asking" | "recording" | "recorded" | "working";

class VoiceDialog {
  readonly element = el("dialog", { class: "redact", "aria-labelledby": "voice-title", "data-voice": "empty" });
  readonly #worklet: string;
  readonly #finish: (file: File | null) => void;
  readonly #time = el("p", { role: "timer" });
  readonly #level = el("meter", { max: 1, "aria-label": t("report.voice_level") });
  readonly #status = el("p", { role: "status", class: "soft" });
  readonly #disguise = el("input", { type: "checkbox", name: "disguise", checked: true, "aria-describedby": "voice-disguise" });
  readonly #record = button(t("report.voice_record"), "voice-record", () => void this.#start());
  readonly #stop = button(t("report.voice_stop"), "voice-stop", () => this.#stopRecording());
  readonly #listen = button(t("report.voice_listen"), "voice-listen", () => void this.#play());
  readonly #use = button(t("report.voice_use"), "voice-use", () => void this.#done());
  readonly #player = new Player(() => this.#label());
  #recorder: Recorder | null = null;
  #note: VoiceNote | null = null;
  #open = true;

  constructor(worklet: string, finish: (file: File | null) => void) {
    this.#worklet = worklet;
    this.#finish = finish;
    this.element.append(
      el("h2", { id: "voice-title" }, t("report.voice_title")),
      el("p", { class: "soft" }, t("report.voice_hint")),
      this.#time,
      this.#level,
      el("label", { class: "choice" }, this.#disguise, t("report.voice_disguise")),
      el("p", { class: "soft", id: "voice-disguise" }, t("report.voice_disguise_hint")),
      this.#status,
      el("div", { class: "row" }, this.#record, this.#stop, this.#listen),
      el("div", { class: "row" }, this.#use, button(t("report.voice_drop"), "voice-drop", () => this.close(null))),
    );
    this.#disguise.addEventListener("change", () => this.#player.stop());
    this.#heard({ seconds: 0, level: 0 });
    this.#show("empty");
  }

  /** Forgets everything but the finished file. */
  close(file: File | null): void {
    if (!this.#open) return;
    this.#open = false;
    this.#player.stop();
    this.#recorder?.drop();
    this.#note?.drop();
    this.#finish(file);
  }

  async #start(): Promise<void> {
    this.#player.stop();
    this.#note?.drop();
    this.#note = null;
    this.#show("asking");
    try {
      const recorder = await Recorder.start(this.#worklet, (heard) => this.#heard(heard), () => this.#stopRecording());
      if (!this.#open) return recorder.drop();
      this.#recorder = recorder;
      this.#show("recording");
      this.#stop.focus();
    } catch (error) {
      const denied = (error as Error).name === "NotAllowedError";
      this.#show("empty", t(denied ? "report.voice_denied" : "report.voice_failed"));
    }
  }

  #stopRecording(): void {
    if (!this.#recorder) return;
    const spoken = this.#recorder.stop();
    this.#recorder = null;
    this.#level.value = 0;
    if (!spoken.length) return this.#show("empty");
    this.#note = new VoiceNote(spoken);
    this.#show("recorded");
    this.#listen.focus();
  }

  async #play(): Promise<void> {
    if (this.#player.playing) return this.#player.stop();
    const sound = await this.#sound();
    if (!sound) return;
    await this.#player.play(sound).catch(() => this.#player.stop());
    this.#show("recorded");
  }

  async #done(): Promise<void> {
    this.#player.stop();
    const sound = await this.#sound();
    if (sound) this.close(await encode(sound));
  }

  /** What is to be heard or sent; null when there is nothing, or no longer. */
  async #sound(): Promise<Float32Array | null> {
    this.#show("working", t("report.voice_working", { n: 0 }));
    const tell = (share: number) => {
      this.#status.textContent = t("report.voice_working", { n: Math.floor(share * 100) });
    };
    return (await this.#note?.sound(this.#disguise.checked, tell)) ?? null;
  }

  #heard({ seconds, level }: Heard): void {
    this.#time.textContent = t("report.voice_time", { time: clock(seconds), most: clock(MOST_SECONDS) });
    this.#level.value = level;
  }

  #show(state: State, said = ""): void {
    this.element.dataset["voice"] = state;
    this.#status.textContent = said;
    const over = state === "recorded" || state === "working";
    this.#stop.hidden = state !== "recording";
    this.#record.hidden = !this.#stop.hidden;
    this.#listen.hidden = this.#use.hidden = !over;
    this.#record.disabled = state === "asking" || state === "working";
    this.#listen.disabled = this.#use.disabled = this.#disguise.disabled = state === "working";
    this.#label();
  }

  #label(): void {
    this.#record.textContent = t(this.#note ? "report.voice_again" : "report.voice_record");
    this.#listen.textContent = t(this.#player.playing ? "report.voice_quiet" : "report.voice_listen");
  }
}

const clock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

/** The recorded note as a file without a name; null when it was thrown away. */
async function voice(worklet: string): Promise<File | null> {
  return new Promise((resolve) => {
    const dialog = new VoiceDialog(worklet, (file) => {
      dialog.element.remove();
      resolve(file);
    });
    dialog.element.addEventListener("cancel", () => dialog.close(null));
    document.body.append(dialog.element);
    dialog.element.showModal();
  });
}

Object.assign(globalThis, { voice });
