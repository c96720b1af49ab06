"""Ogg with Vorbis or Opus: the stream's own headers and sound are allowed, no comment is."""

from __future__ import annotations

from dataclasses import dataclass, field

from webapp.cleaning.embedded import printable
from webapp.cleaning.findings import Finding
from webapp.cleaning.media.ogg_pages import Page, packets, page_of, read_pages
from webapp.cleaning.structure import collect_any
from webapp.errors import FileNoCleanWay, FileUnreadable

# First bytes of the first packet -> how many header packets, and an empty comment packet
# (Vorbis I §5.2.1; RFC 7845 §5.2).
_CODECS = {
    b"\x01vorbis": (3, b"\x03vorbis" + bytes(8) + b"\x01"),
    b"OpusHead": (2, b"OpusTags" + bytes(8)),
}
_SKELETON = b"fishead\0"


@dataclass
class _Stream:
    empty: bytes
    count: int
    headers: list[Page] = field(default_factory=list)
    ended: int = 0
    done: bool = False


def clean_ogg(data: bytes) -> bytes:
    """The same packets under empty comments. Raises FileUnreadable and FileNoCleanWay."""
    order, streams, sound = _read(data)
    numbers = {serial: number for number, serial in enumerate(order, 1)}
    counters = dict.fromkeys(order, 0)
    out: list[bytes] = []

    def write(page: Page) -> None:
        out.append(page.write(numbers[page.serial], counters[page.serial]))
        counters[page.serial] += 1

    rebuilt = {serial: _headers(streams[serial], serial) for serial in order}
    for place in (0, 1):
        for serial in order:
            for page in rebuilt[serial][place]:
                write(page)
    for page in sound:
        write(page)
    return b"".join(out)


def verify_ogg(data: bytes) -> list[Finding]:
    pages = collect_any(read_pages(data))
    found = [] if all(pages) else [Finding("other", "gap")]
    if any(page and not page.sound for page in pages):
        found.append(Finding("other", "checksum"))
    try:
        order, streams, _ = _read(data, strict=True)
    except FileNoCleanWay:
        return [*found, Finding("other", "stream", "of a kind that cannot be judged")]
    for serial in order:
        said = packets(streams[serial].headers)[1]
        if said not in (streams[serial].empty, _dashed(streams[serial].empty)):
            found.append(Finding("text", "comments", printable(said[8:])))
    return found


def _dashed(empty: bytes) -> bytes:
    """No comments by a maker called "-", as some readers demand some name."""
    start = len(empty) - 9 if empty[:1] == b"\3" else 8
    return empty[:start] + b"\1\0\0\0-" + empty[start + 4 :]


def _headers(stream: _Stream, serial: int) -> tuple[list[Page], list[Page]]:
    said = packets(stream.headers)
    rest = [stream.empty, *said[2:]]
    return [*page_of(said[:1], first=True, serial=serial)], [
        *page_of(rest, first=False, serial=serial)
    ]


def _read(data: bytes, *, strict: bool = False) -> tuple[list[int], dict[int, _Stream], list[Page]]:
    """The streams in order, each with its header pages, and the pages of sound."""
    streams: dict[int, _Stream] = {}
    sound: list[Page] = []
    for page in collect_any(read_pages(data)):
        if page is None:
            continue
        if page.flags & 2:
            _open(streams, page, strict=strict)
        stream = streams.get(page.serial)
        if stream is not None and stream.done:
            sound.append(page)
        elif stream is not None:
            _add_header(stream, page)
    if not streams or not all(stream.done for stream in streams.values()):
        raise FileUnreadable
    return list(streams), streams, sound


def _open(streams: dict[int, _Stream], page: Page, *, strict: bool) -> None:
    if page.body.startswith(_SKELETON) and not strict:
        return
    known = next((v for k, v in _CODECS.items() if page.body.startswith(k)), None)
    if known is None:
        raise FileNoCleanWay
    if page.serial in streams:
        raise FileUnreadable
    streams[page.serial] = _Stream(known[1], known[0])


def _add_header(stream: _Stream, page: Page) -> None:
    """Sound begins on a page of its own, after the page on which the last header packet ends."""
    stream.headers.append(page)
    stream.ended += sum(length < 255 for length in page.lacing)
    if stream.ended > stream.count:
        raise FileUnreadable
    stream.done = stream.ended == stream.count
