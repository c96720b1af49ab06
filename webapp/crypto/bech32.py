"""Bech32 without a length limit, as age writes recipients and identities.

The hybrid recipient is 1,959 characters long, far beyond the 90 that BIP 173 allows and libraries
enforce; age lifts the limit (C2SP age, "Conventions").
"""

from __future__ import annotations

from collections.abc import Iterable

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def encode(prefix: str, data: bytes) -> str:
    """`data` as lower-case Bech32 under a lower-case `prefix`."""
    words = list(_regroup(data, 8, 5, pad=True))
    check = _polymod([*_expand(prefix), *words, 0, 0, 0, 0, 0, 0]) ^ 1
    words += [(check >> shift) & 31 for shift in (25, 20, 15, 10, 5, 0)]
    return prefix + "1" + "".join(_ALPHABET[word] for word in words)


def decode(text: str) -> tuple[str, bytes]:
    """The lower-case prefix and the data; ValueError when anything is off, mixed case included."""
    if text not in (text.lower(), text.upper()):
        raise ValueError("mixed case")
    prefix, mark, rest = text.lower().rpartition("1")
    if not prefix or not mark or len(rest) < 6 or not prefix.isascii() or not prefix.isprintable():
        raise ValueError("not bech32")
    try:
        words = [_VALUES[letter] for letter in rest]
    except KeyError as error:
        raise ValueError("not a bech32 letter") from error
    if _polymod([*_expand(prefix), *words]) != 1:
        raise ValueError("the checksum does not fit; a letter may be mistyped")
    return prefix, bytes(_regroup(words[:-6], 5, 8, pad=False))


def _expand(prefix: str) -> list[int]:
    codes = prefix.encode("ascii")
    return [code >> 5 for code in codes] + [0] + [code & 31 for code in codes]


def _polymod(words: Iterable[int]) -> int:
    """The checksum of BIP 173: a BCH code over GF(32)."""
    state = 1
    for word in words:
        top = state >> 25
        state = (state & 0x1FFFFFF) << 5 ^ word
        for bit, factor in enumerate(_GENERATOR):
            state ^= factor if top >> bit & 1 else 0
    return state


def _regroup(values: Iterable[int], bits_in: int, bits_out: int, *, pad: bool) -> Iterable[int]:
    """Cuts a stream of `bits_in`-bit values anew; what is left over must be zero bits."""
    pool = held = 0
    for value in values:
        pool, held = (pool << bits_in | value) & 0xFFF, held + bits_in
        while held >= bits_out:
            held -= bits_out
            yield pool >> held & (1 << bits_out) - 1
    rest = pool & (1 << held) - 1
    if pad and held:
        yield rest << bits_out - held
    elif not pad and (held >= bits_in or rest):
        raise ValueError("spare bits are not zero")
