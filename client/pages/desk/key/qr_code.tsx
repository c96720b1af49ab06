/** A QR code drawn here, so that no server has a say in what a poster holds. */
import encodeQR from "qr";

const MARGIN = 4;

/** A quarter of it may be torn or dirty: posters hang outside. */
export function QrCode({ text }: { text: string }) {
  const code = encodeQR(text, "raw", { ecc: "quartile", border: MARGIN });
  const dark = code.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg class="poster__code" viewBox={`0 0 ${code.length} ${code.length}`} aria-hidden="true" shape-rendering="crispEdges">
      <path d={dark.join("")} />
    </svg>
  );
}
