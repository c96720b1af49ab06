"""Ogg: the headers and data of streams of known codecs are allowed, no comment is."""

from __future__ import annotations

from dataclasses import dataclass, field

from webapp.cleaning.embedded import printable
from webapp.cleaning.findings import Finding
from webapp.cleaning.media.ogg_pages import Page, packets, page_of, read_pages
from webapp.cleaning.media.xiph import Codec, codec_of
from webapp.cleaning.structure import collect_any
from webapp.errors import FileNoCleanWay, FileUnreadable

_SKELETON = b"fishead\0"


@dataclass
class _Stream:
    codec: Codec
    headers: list[Page] = field(default_factory=list)
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
        found += _told(streams[serial])
    return found


def _told(stream: _Stream) -> list[Finding]:
    said = packets(stream.headers)
    found = []
    if said[1] not in stream.codec.silent:
        found.append(Finding("text", "comments", printable(said[1][8:])))
    if said[0] != stream.codec.head(said[0]) or len(said) > len(stream.codec.kept(said)):
        found.append(Finding("other", "headers"))
    return found


def _headers(stream: _Stream, serial: int) -> tuple[list[Page], list[Page]]:
    first, *rest = stream.codec.kept(packets(stream.headers))
    return [*page_of([first], first=True, serial=serial)], [
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
    codec = codec_of(page.body)
    if codec is None:
        raise FileNoCleanWay
    if page.serial in streams:
        raise FileUnreadable
    streams[page.serial] = _Stream(codec)


def _add_header(stream: _Stream, page: Page) -> None:
    """Sound begins on a page of its own, after the page on which the last header packet ends."""
    stream.headers.append(page)
    if page.lacing and page.lacing[-1] == 255:
        return
    said = packets(stream.headers)
    count = stream.codec.count(said)
    if count and len(said) > count:
        raise FileUnreadable
    stream.done = len(said) == count
