"""What the parts that are left out would have told, by their names."""

from __future__ import annotations

import re

from webapp.cleaning.findings import Kind

_KINDS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"thumbnail", re.IGNORECASE), "thumbnail"),
    (re.compile(r"^docProps/|^meta\.xml$|people|persons|[aA]uthors"), "author"),
    (re.compile(r"comments", re.IGNORECASE), "text"),
    (re.compile(r"printerSettings|^settings\.xml$"), "device"),
)


def kind_of_part(name: str) -> Kind:
    return next((kind for pattern, kind in _KINDS if pattern.search(name)), "other")
