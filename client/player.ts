/**
 * The page that plays: in a frame without an origin of its own (`sandbox`), under a policy that lets
 * it load nothing but what it was handed. It says `ready`, gets one file, and says what became of it.
 */
export interface PlayTask {
  what: "sound" | "film";
  label: string;
  bytes: Uint8Array<ArrayBuffer>;
}
export type Played = "ready" | "playable" | "broken";

// Its own origin is none that could be named.
const say = (played: Played): void => parent.postMessage(played, "*");

function play({ what, label, bytes }: PlayTask): void {
  const player = document.createElement(what === "film" ? "video" : "audio");
  player.controls = true;
  player.preload = "metadata";
  player.setAttribute("aria-label", label);
  player.setAttribute("controlslist", "nodownload noremoteplayback");
  player.addEventListener("loadedmetadata", () => say("playable"), { once: true });
  player.addEventListener("error", () => say("broken"), { once: true });
  // Without a type: browsers look into the file instead. The address ends with this page.
  player.src = URL.createObjectURL(new Blob([bytes]));
  document.body.append(player);
}

let handed = false;
addEventListener("message", ({ source, data }: MessageEvent<PlayTask>) => {
  if (handed || source !== parent) return;
  handed = true;
  play(data);
});
say("ready");
