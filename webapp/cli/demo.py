"""The demonstration desk of `hinghoi serve --demo`, which nobody's safety may depend on.

Only for a demonstration is a sign-up link kept in a file, until it is used: a new link would need
a new desk key, and with it every packet that is already waiting on a phone would be lost.
"""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import func, select

from webapp.config import Settings
from webapp.crypto.base64 import encode_url
from webapp.desk.service import create_desk
from webapp.models import Desk, Invitation, Moderator, db
from webapp.web.transaction import transaction

SLUG = "demo"


def sign_up_line(settings: Settings) -> str:
    """The one-time sign-up link, or a sentence that says why there is none."""
    kept = settings.data_dir / "demo-sign-up-link"
    if not _count(Desk):
        _create(kept)
    if not _count(Invitation):
        kept.unlink(missing_ok=True)
    if kept.exists():
        return f"{settings.public_url}{kept.read_text('ascii').strip()}"
    return "a moderator has signed up already" if _count(Moderator) else _no_link()


def _create(kept: Path) -> None:
    with transaction():
        made = create_desk(slug=SLUG, name_th="โต๊ะสาธิต", name_en="Demonstration desk")
        if made.invitation_secret is None:
            raise RuntimeError("a desk with a key of its own has an invitation")
        _write(kept, "/desk#join=" + encode_url(made.invitation_secret))


def _write(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(handle)


def _no_link() -> str:
    return "there is a desk already; invite with `hinghoi moderator add`"


def _count(model: type[Desk | Invitation | Moderator]) -> int:
    return db.session.execute(select(func.count()).select_from(model)).scalar_one()
