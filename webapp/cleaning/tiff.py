"""TIFF 6.0: a file of tags. Only those that draw the picture are no findings."""

from __future__ import annotations

from webapp.cleaning.exif import exif_findings, read_tags
from webapp.cleaning.findings import Finding
from webapp.errors import FileUnreadable

# §8 and the extensions of parts 2 and 3: size, samples, strips, tiles, compression, colours.
_BASELINE = frozenset(
    {*range(0x0100, 0x0104), 0x0106, 0x0107, 0x010A, 0x0111, 0x0112, 0x0115, 0x0116, 0x0117}
    | {0x00FE, 0x00FF, 0x0118, 0x0119, 0x011A, 0x011B, 0x011C, 0x0124, 0x0125, 0x0128, 0x0129}
    | {0x013D, 0x013E, 0x013F, 0x0140, 0x0142, 0x0143, 0x0144, 0x0145, 0x0152, 0x0153}
    | {0x015B, 0x0211, 0x0212, 0x0213, 0x0214}
)


def verify_tiff(data: bytes) -> list[Finding]:
    """Every tag but the baseline; bytes that no tag uses cannot be judged, and are a finding."""
    tags = read_tags(data)
    if not tags:
        raise FileUnreadable
    told = [tag for tag in tags if tag.number not in _BASELINE or tag.directory != "Image"]
    found = exif_findings(told, "TIFF") if told else []
    return found or _unused(data)


def _unused(data: bytes) -> list[Finding]:
    """Strips may stand anywhere and overlap; only the common plain layout is vouched for."""
    tags = {tag.number: tag for tag in read_tags(data)}
    sizes = tags.get(0x0117)
    directory = 2 + 12 * len(tags) + 4
    if sizes is None or len(sizes.value) > 4:
        return [Finding("other", "TIFF", "cannot be judged beyond its tags")]
    strip = int.from_bytes(sizes.value, sizes.order)
    spare = len(data) - 8 - directory - strip
    return [Finding("other", "TIFF", "bytes that no tag uses")] if spare > 64 else []
