"""The upstream's key list (docs/formats/keys.md): checked, and the last good copy kept on disk.

Phones pin what the first list told them. So does the relay: a list with another receipt key is
refused, because no phone would take the receipts under it.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import select

from webapp.crypto.fingerprint import fingerprint
from webapp.crypto.receipts import parse_public_key
from webapp.crypto.recipients import HybridRecipient
from webapp.delivery import DeliveryFailed, Unreachable
from webapp.errors import HinghoiError
from webapp.models import Desk, db, today
from webapp.storage.durable import sync_folder
from webapp.web.transaction import transaction

NAME = "upstream-desks.json"
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_LONGEST_NAME = 200


@dataclass(frozen=True)
class KeyList:
    """A list that holds: `body` is all of it as it came.

    `chunk` and `packet` are in bytes, `work` in bits.
    """

    body: dict[str, Any]
    receipt_key: bytes
    chunk: int
    packet: int
    work: int


def parse(data: bytes) -> KeyList:
    """The list in `data`; ValueError when any of it does not hold."""
    body = json.loads(data)
    try:
        limits = {name: body["limits"][name] for name in ("chunk", "packet")}
        if body["version"] != 2 or any(type(n) is not int or n < 1 for n in limits.values()):
            raise ValueError("another version, or no limits")
        work = body.get("work", {}).get("packet", 0)
        if type(work) is not int:
            raise ValueError("the work is no number")
        ids = [_desk(desk) for desk in body["desks"]]
        if len(set(ids)) != len(ids):
            raise ValueError("a desk is listed twice")
        return KeyList(body, parse_public_key(body["receipt_key"]), work=work, **limits)
    except (KeyError, TypeError, AttributeError, HinghoiError) as error:
        raise ValueError("not a key list") from error


def _desk(told: dict[str, Any]) -> str:
    recipient, signing, name = told["recipient"], told["signing"], told["name"]
    HybridRecipient.parse(recipient)
    if signing is not None:
        parse_public_key(signing)
    if not isinstance(told["chain"], list):
        raise ValueError("a desk has no chain")
    mark = fingerprint(recipient, signing)
    if mark != told["fingerprint"] or not _SLUG.fullmatch(told["id"]):
        raise ValueError("a desk's id or fingerprint is wrong")
    if not all(isinstance(name[language], str) for language in ("th", "en")):
        raise ValueError("a desk has no name")
    return str(told["id"])


def stored(folder: Path) -> KeyList | None:
    """The last good copy, or None before the first."""
    try:
        return parse((folder / NAME).read_bytes())
    except FileNotFoundError:
        return None


def refresh(client: httpx.Client, folder: Path) -> KeyList:
    """Asks the upstream, keeps what it says, and makes its desks known to intake.

    Raises Unreachable, or DeliveryFailed when the answer is no list for this relay's phones.
    """
    try:
        answer = client.get("/api/desks").raise_for_status()
        found = parse(answer.content)
    except httpx.HTTPError as error:
        raise Unreachable("the upstream cannot be reached") from error
    except ValueError as error:
        raise DeliveryFailed("the upstream is no Hinghoi server") from error
    before = stored(folder)
    if before and before.receipt_key != found.receipt_key:
        raise DeliveryFailed("the upstream has another receipt key than before")
    _write(folder / NAME, answer.content)
    _make_known(found)
    return found


def _write(path: Path, data: bytes) -> None:
    draft = path.with_suffix(".new")
    with draft.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync_folder(path.parent)


def _make_known(found: KeyList) -> None:
    """Rows for desks that are new; none is ever removed, for packets wait on phones for weeks."""
    known = set(db.session().execute(select(Desk.id)).scalars())
    with transaction() as session:
        for desk in found.body["desks"]:
            if desk["id"] not in known:
                th, en = (desk["name"][tongue][:_LONGEST_NAME] for tongue in ("th", "en"))
                session.add(Desk(id=desk["id"], name_th=th, name_en=en, created=today()))
