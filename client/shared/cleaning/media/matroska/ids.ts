/**
 * The elements of Matroska (RFC 9559 §5.1) that a cleaned file may have, by the numbers on the wire.
 */
export const EBML = 0x1a45dfa3;
export const DOC_TYPE = 0x4282;
export const SEGMENT = 0x18538067;
export const INFO = 0x1549a966;
export const TRACKS = 0x1654ae6b;
export const CLUSTER = 0x1f43b675;
/** Top-level elements that are dropped; they also end a cluster of unknown size. */
export const SEEK_HEAD = 0x114d9b74;
export const CUES = 0x1c53bb6b;
export const OTHERS = [SEEK_HEAD, CUES, 0x1254c367, 0x1043a770, 0x1941a469];

export const SCALE = 0x2ad7b1;
export const DURATION = 0x4489;
export const MUXING_APP = 0x4d80;
export const WRITING_APP = 0x5741;

export const TRACK_ENTRY = 0xae;
export const TRACK_NUMBER = 0xd7;
export const TRACK_UID = 0x73c5;
export const TRACK_TYPE = 0x83;
export const LANGUAGE = 0x22b59c;
export const CODEC_ID = 0x86;
export const CODEC_PRIVATE = 0x63a2;
export const ENCODINGS = 0x6d80;
export const ENCRYPTION = 0x5035;
export const VIDEO = 0xe0;
export const AUDIO = 0xe1;
export const WIDTH = 0xb0;
export const HEIGHT = 0xba;
export const COLOUR = 0x55b0;
export const MASTERING = 0x55d0;

export const TIMESTAMP = 0xe7;
export const SIMPLE_BLOCK = 0xa3;
export const BLOCK_GROUP = 0xa0;
export const BLOCK = 0xa1;
export const VOID = 0xec;
export const CRC = 0xbf;

/** Numbers that a track, its picture, sound and colours may have, kept as they are. */
export const TRACK_NUMBERS = [0xb9, 0x88, 0x55aa, 0x9c, 0x6de7, 0x6df8, 0x23e383, 0x56aa, 0x56bb];
export const VIDEO_NUMBERS = [
  0x9a, 0x9d, 0x53b8, 0x53c0, WIDTH, HEIGHT, 0x54aa, 0x54bb, 0x54cc, 0x54dd, 0x54b0, 0x54ba, 0x54b2, 0x2eb524,
];
export const AUDIO_NUMBERS = [0xb5, 0x78b5, 0x9f, 0x6264];
export const COLOUR_NUMBERS = [
  0x55b1, 0x55b2, 0x55b3, 0x55b4, 0x55b5, 0x55b6, 0x55b7, 0x55b8, 0x55b9, 0x55ba, 0x55bb, 0x55bc, 0x55bd,
];
export const MASTERING_NUMBERS = [0x55d1, 0x55d2, 0x55d3, 0x55d4, 0x55d5, 0x55d6, 0x55d7, 0x55d8, 0x55d9, 0x55da];
/** How long a block lasts, what it needs, how much sound to throw away at its end. */
export const GROUP_NUMBERS = [0x9b, 0xfb, 0xfa, 0x75a2];
