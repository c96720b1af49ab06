"""Sizes that tell next to nothing: the Padmé rule with a floor of 8 KiB.

Padmé (PURBs, Nikitin et al., PoPETs 2019, §4) keeps only the highest bits of a length, so that
a size leaks O(log log n) bits at a cost of at most 12 %.
"""

from __future__ import annotations

FLOOR = 8192


def padded_size(size: int) -> int:
    """The size in bytes that a plaintext of `size` bytes is padded to; never below FLOOR.

    Every result is a multiple of 512, a tar block.
    """
    if size <= FLOOR:
        return FLOOR
    exponent = size.bit_length() - 1
    dropped = exponent - exponent.bit_length()
    mask = (1 << dropped) - 1
    return (size + mask) & ~mask


def is_padded(size: int) -> bool:
    """Whether `size` is one that the rule yields."""
    return padded_size(size) == size
