/**
 * The code as a picture: a firefly and digits, in a file whose name tells nothing, so that it can
 * lie among the photos of a phone.
 */
import { t } from "../../shared/i18n/index.ts";
import { groupsOf } from "../../shared/mailbox/code.ts";
import { button, el } from "../common/dom.ts";

const SIDE = 720;
const NIGHT = "#0b1030";
const FILE = "firefly.png";
const A_MINUTE = 60_000;

export function saveButton(code: string, tell: (words: string) => void): HTMLButtonElement {
  return button(t("code.save"), "code-save", () => {
    void save(code).then((saved) => tell(t(saved ? "code.saved" : "code.save_failed")));
  });
}

async function save(code: string): Promise<boolean> {
  const canvas = el("canvas", { width: SIDE, height: SIDE });
  const pen = canvas.getContext("2d");
  if (!pen || !isHonest(pen)) return false;
  draw(pen, groupsOf(code));
  const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  canvas.width = 0; // Lets go of the pixels now.
  if (!picture) return false;
  const address = URL.createObjectURL(picture);
  el("a", { href: address, download: FILE }).click();
  setTimeout(() => URL.revokeObjectURL(address), A_MINUTE);
  return true;
}

/** Browsers that keep phones from being told apart give other pixels back than were drawn. */
function isHonest(pen: CanvasRenderingContext2D): boolean {
  pen.fillStyle = NIGHT;
  pen.fillRect(0, 0, SIDE, SIDE);
  const { data } = pen.getImageData(0, 0, 16, 16);
  return data.every((value, n) => value === [0x0b, 0x10, 0x30, 0xff][n % 4]);
}

function draw(pen: CanvasRenderingContext2D, groups: string[]): void {
  const glow = pen.createRadialGradient(SIDE / 2, 170, 8, SIDE / 2, 170, 150);
  glow.addColorStop(0, "#ffe58a");
  glow.addColorStop(0.2, "rgba(255, 214, 80, 0.55)");
  glow.addColorStop(1, "rgba(255, 214, 80, 0)");
  pen.fillStyle = glow;
  pen.fillRect(0, 0, SIDE, 340);
  pen.fillStyle = "#fff6d5";
  pen.beginPath();
  pen.arc(SIDE / 2, 170, 26, 0, 2 * Math.PI);
  pen.fill();
  pen.font = "bold 88px monospace";
  pen.textAlign = "center";
  groups.forEach((group, n) => pen.fillText(group, SIDE * (n % 2 ? 0.73 : 0.27), 420 + 120 * Math.floor(n / 2)));
}
