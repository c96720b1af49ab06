/** Pixels on screen, without an address that anything could load them from. */
import { useEffect, useRef } from "preact/hooks";

interface Props {
  bitmap: ImageBitmap;
  label: string;
}

export function Canvas({ bitmap, label }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const here = canvas.current;
    if (!here) return undefined;
    [here.width, here.height] = [bitmap.width, bitmap.height];
    here.getContext("2d")?.drawImage(bitmap, 0, 0);
    // Browsers keep the pixels of a canvas that is gone until memory is short.
    return () => {
      here.width = here.height = 0;
    };
  }, [bitmap]);
  return <canvas class="photo" ref={canvas} role="img" aria-label={label} />;
}
