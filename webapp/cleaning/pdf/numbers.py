"""PDF's plain values written (ISO 32000-2 §7.3): numbers, names, strings."""

from __future__ import annotations

from decimal import Decimal

from pikepdf import Name, Object, String

_REGULAR = frozenset(b"!\"$&'*+,-.0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ\\^_`") | frozenset(
    b"abcdefghijklmnopqrstuvwxyz|~"
)


def plain(value: object) -> bytes:
    """A value that holds no other; what is unknown becomes null."""
    if value is None:
        return b"null"
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if isinstance(value, int):
        return str(value).encode()
    if isinstance(value, Decimal | float):
        return format(Decimal(value), "f").encode() if Decimal(value).is_finite() else b"0"
    if isinstance(value, Name):
        return name(str(value))
    if isinstance(value, String):
        return b"<" + bytes(value).hex().encode() + b">"
    if isinstance(value, Object):
        return value.unparse() if value._type_name in ("integer", "real", "boolean") else b"null"
    return b"null"


def name(text: str) -> bytes:
    raw = text[1:].encode("utf-8", "surrogateescape")
    return b"/" + b"".join(bytes([b]) if b in _REGULAR else b"#%02x" % b for b in raw)
