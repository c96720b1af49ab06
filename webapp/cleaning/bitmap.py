"""BMP: a header of numbers and the pixels; whatever is longer than both is a finding."""

from __future__ import annotations

from webapp.cleaning.findings import Finding
from webapp.cleaning.structure import check_size
from webapp.errors import FileUnreadable


def verify_bitmap(data: bytes) -> list[Finding]:
    """Raises FileUnreadable and FileTooLarge."""
    if len(data) < 54:
        raise FileUnreadable
    width, height = (int.from_bytes(data[at : at + 4], "little", signed=True) for at in (18, 22))
    check_size(width, abs(height))
    offset, bits = int.from_bytes(data[10:14], "little"), int.from_bytes(data[28:30], "little")
    rows = (width * bits + 31) // 32 * 4 * abs(height)
    compressed = int.from_bytes(data[30:34], "little") not in (0, 3)
    if compressed or len(data) != offset + rows or offset > 138 + 4 * 256:
        return [Finding("other", "BMP", "bytes that are no pixels, or cannot be judged")]
    reserved = data[6:10].strip(b"\0")
    return [Finding("other", "BMP header")] if reserved else []
