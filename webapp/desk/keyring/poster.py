"""A desk's poster: a page to print, whose QR code pins the desk's key before a list is believed.

docs/formats/keys.md, *The poster's link*, is the specification of what stands in the code. The page
needs nothing but itself: no script, no font and no picture from anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import segno
from flask import render_template
from markupsafe import Markup

from webapp.crypto.key_check import check_bytes, key_words, picture_rows
from webapp.desk.keyring.key_picture import PICTURE, picture_path
from webapp.desk.service import active_key
from webapp.models import Desk, db
from webapp.web.words import words

_ROOT = Path(__file__).resolve().parents[3]
_STYLE = _ROOT / "static" / "css" / "poster.css"
# As many as fit on a sheet of A4.
CARDS = 6


@dataclass(frozen=True)
class Poster:
    """What a poster says. `link`: what its QR code holds; `words`: the eight to compare."""

    desk: str
    name: str
    fingerprint: str
    link: str
    language: str
    words: list[str]
    rows: list[list[int]]


def poster_of(*, slug: str, origin: str, language: str) -> Poster:
    """The poster of desk `slug` with its key of now, for a site at `origin`; raises DeskUnknown."""
    fingerprint = active_key(slug).fingerprint
    desk = db.session.get_one(Desk, slug)
    check = check_bytes(fingerprint)
    return Poster(
        desk=slug,
        name=desk.name_en if language == "en" else desk.name_th,
        fingerprint=fingerprint,
        link=f"{origin}/#k={slug}.{fingerprint}",
        language=language,
        words=key_words(check, language),
        rows=picture_rows(check),
    )


def poster_page(poster: Poster, *, cards: bool) -> str:
    """The poster as HTML: one sheet of A4 to hang up, or a sheet of small cards to cut."""
    return render_template(
        "poster.html",
        poster=poster,
        words=words(poster.language),
        host=urlsplit(poster.link).netloc,
        copies=CARDS if cards else 1,
        cards=cards,
        picture=picture_path(poster.rows),
        picture_side=PICTURE,
        # Ours, and read from our own files.
        style=Markup(_STYLE.read_text("utf-8")),  # noqa: S704
        code=Markup(qr_code(poster.link)),  # noqa: S704
    )


def qr_code(link: str) -> str:
    """An SVG element. A quarter of it may be torn or dirty: posters hang outside."""
    code = segno.make_qr(link, error="q")
    return code.svg_inline(omitsize=True, border=4, svgclass="poster__code", lineclass=None)
