/**
 * Packets of Opus as an Ogg file (RFC 7845): a head without a single word of who wrote it, and one
 * page for each second or so.
 */
import { FIRST, LAST, writePage } from "../cleaning/media/ogg/page.ts";
import { ascii, join, le, zeros } from "../cleaning/media/writer.ts";

export interface OpusPacket {
  bytes: Uint8Array;
  /** In samples at 48 kHz, as Ogg counts them whatever was recorded. */
  samples: number;
}

const SERIAL = 1;
const PAGE_PACKETS = 50;
const MOST_LACING = 255;
const SILENT = "OpusTags";

/** `skip`: how many samples at 48 kHz the decoder is to leave out at the start; `total`: how many there are. */
export function oggOpus(packets: OpusPacket[], skip: number, total: number, rate: number): Uint8Array<ArrayBuffer> {
  const head = join(ascii("OpusHead"), [1, 1], le(skip, 2), le(rate, 4), [0, 0, 0]);
  const tags = join(ascii(SILENT), le(0, 4), le(0, 4));
  const pages = [page(FIRST, 0, 0, [head]), page(0, 0, 1, [tags])];
  const groups = grouped(packets);
  let granule = 0;
  groups.forEach((group, i) => {
    const last = i === groups.length - 1;
    granule += group.reduce((sum, { samples }) => sum + samples, 0);
    const end = last ? Math.min(granule, total + skip) : granule;
    pages.push(page(last ? LAST : 0, end, i + 2, group.map(({ bytes }) => bytes)));
  });
  return join(...pages) as Uint8Array<ArrayBuffer>;
}

/** As many packets as one page may hold. */
function grouped(packets: OpusPacket[]): OpusPacket[][] {
  const groups: OpusPacket[][] = [];
  let room = 0;
  for (const packet of packets) {
    const lacing = Math.floor(packet.bytes.length / 255) + 1;
    const group = groups[groups.length - 1];
    if (!group || lacing > room || group.length >= PAGE_PACKETS) groups.push([packet]);
    else group.push(packet);
    room = (groups[groups.length - 1] === group ? room : MOST_LACING) - lacing;
  }
  return groups;
}

function page(flags: number, samples: number, number: number, packets: Uint8Array[]): Uint8Array {
  const lacing = packets.flatMap(({ length }) => [...zeros(Math.floor(length / 255)).fill(255), length % 255]);
  const granule = Uint8Array.from(le(samples, 8));
  return writePage({ flags, granule, serial: SERIAL, lacing: Uint8Array.from(lacing), body: join(...packets) }, number);
}
