/**
 * Which pictures may be shown: only those whose first bytes are of the kind that they claim.
 *
 * Everything else is offered for download, because a browser that guesses a type can be led to
 * run what it was given as a picture.
 */
const SIGNS = new Map<string, [offset: number, bytes: number[]][]>([
  ["image/jpeg", [[0, [0xff, 0xd8, 0xff]]]],
  ["image/png", [[0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]]]],
  ["image/webp", [[0, [0x52, 0x49, 0x46, 0x46]], [8, [0x57, 0x45, 0x42, 0x50]]]],
]);

/** True when `type` is a picture type that we show and `bytes` begin as that type does. */
export function showable(type: string, bytes: Uint8Array): boolean {
  const signs = SIGNS.get(type);
  return !!signs && signs.every(([offset, sign]) => sign.every((byte, n) => bytes[offset + n] === byte));
}
