"""Which vocabularies a part may speak, and under which prefixes: all are declared at its root.

A declaration anywhere else, or of an address that nobody knows, is a place to hide words in.
"""

from __future__ import annotations

import re

_KNOWN = re.compile(
    r"(?:https?://(?:schemas\.|www\.)?|urn:(?:\w+:names:tc:|schemas-)?)(?:openxmlformats\.org"
    r"|microsoft\.com|microsoft-com|purl\.(?:oclc\.)?org|w3\.org|oasis|documentfoundation)[\w/:.+-]*"
)
_PREFIX = re.compile(r"[A-Za-z]\w*", re.ASCII)
XML = "http://www.w3.org/XML/1998/namespace"


def is_known(space: str) -> bool:
    return bool(_KNOWN.fullmatch(space))


class Prefixes:
    """The prefix of each namespace in the new part: the one it came with, if that is free."""

    def __init__(self) -> None:
        self._elements: dict[str, str] = {}
        self._attributes: dict[str, str] = {XML: "xml"}

    def element(self, space: str, wanted: str, local: str) -> str:
        if space not in self._elements:
            # One that attributes use already is as good; the empty one is only for elements.
            known = self._attributes.get(space)
            self._elements[space] = known if known is not None else self._free(wanted)
        prefix = self._elements[space]
        return f"{prefix}:{local}" if prefix else local

    def attribute(self, space: str, wanted: str) -> str:
        """The prefix, never empty."""
        if space not in self._attributes:
            known = self._elements.get(space)
            self._attributes[space] = known or self._free(wanted or "ns")
        return self._attributes[space]

    def declared(self) -> str:
        pairs = {(prefix, space) for space, prefix in self._elements.items()}
        pairs |= {(prefix, space) for space, prefix in self._attributes.items() if space != XML}
        return "".join(
            f' xmlns{":" if prefix else ""}{prefix}="{space}"' for prefix, space in sorted(pairs)
        )

    def _free(self, wanted: str) -> str:
        taken = {*self._elements.values(), *self._attributes.values()}
        if wanted not in taken and (not wanted or _PREFIX.fullmatch(wanted)):
            return wanted
        return next(name for n in range(1, 10_000) if (name := f"ns{n}") not in taken)
