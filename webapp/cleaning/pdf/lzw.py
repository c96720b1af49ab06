"""LZW as PDF has it from TIFF (ISO 32000-2 §7.4.4): old files, and never more than is allowed."""

from __future__ import annotations

from webapp.errors import FileTooLarge

_CLEAR, _END, _LONGEST = 256, 257, 4096


def unpack_lzw(data: bytes, early: int, most: int) -> bytes:
    """What can be had of it; `early` is 1 where codes grow one code sooner than they must.

    Raises FileTooLarge above `most` bytes.
    """
    made = bytearray()
    words = _start()
    width, bits, held, before = 9, 0, 0, b""
    for byte in data:
        held = (held << 8 | byte) & 0xFFFFFF
        bits += 8
        if bits < width:
            continue
        bits -= width
        code = held >> bits & ((1 << width) - 1)
        if code == _END:
            break
        if code == _CLEAR:
            words, width, before = _start(), 9, b""
            continue
        if code > len(words) or (code == len(words) and not before):
            break
        word = words[code] if code < len(words) else before + before[:1]
        made += word
        if len(made) > most:
            raise FileTooLarge(limit=most)
        if before and len(words) < _LONGEST:
            words.append(before + word[:1])
        before = word
        width = min(12, max(9, (len(words) + early).bit_length()))
    return bytes(made)


def _start() -> list[bytes]:
    return [*(bytes([byte]) for byte in range(256)), b"", b""]
