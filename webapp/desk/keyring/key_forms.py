"""Reads what a browser posts to hand the desk's key on: public halves, words and sealed files."""

from __future__ import annotations

import re
from datetime import date

from webapp.crypto.base64 import decode_url
from webapp.crypto.recipients import HybridRecipient
from webapp.crypto.vouch import Holder
from webapp.desk.forms import KEY_FILE, is_key_file
from webapp.desk.json_body import Body
from webapp.desk.keyring.rotation import HandedOn, NextKey
from webapp.desk.team.pleas import HandedBack
from webapp.desk.team.removal import NewRecovery, Removal
from webapp.errors import FormInvalid, KeyInvalid

MOST_HOLDERS = 500
MOST_KEYS = 100
_RECIPIENT = 4096
_MARK = re.compile(r"[0-9a-f]{32}")


def removal(body: Body) -> Removal:
    """A removal, with the desk's next key where one is needed."""
    key = body.nullable("key", body.inner)
    return Removal(
        key=_next_key(key, body) if key else None,
        left_out=body.ids("left_out", MOST_HOLDERS),
        recovery=body.nullable("recovery", lambda name: _recovery(body, name)),
    )


def _next_key(key: Body, body: Body) -> NextKey:
    return NextKey(
        recipient=_recipient(key, "recipient"),
        signing=coded(key, "signing", 32),
        signature=coded(key, "signature", 64),
        day=_day(key, "day"),
        files=[_handed_on(one) for one in body.items("files", MOST_HOLDERS + 1)],
    )


def _handed_on(body: Body) -> HandedOn:
    kind = body.choice("kind", ("moderator", "recovery"))
    known = body.nullable("signing", lambda name: coded(body, name, 32))
    return HandedOn(
        holder_id=body.id("id") if kind == "moderator" else None,
        to=Holder(kind=kind, name="", recipient=_recipient(body, "recipient"), signing=known or ""),
        file=key_file(body, "file"),
        vouch=body.nullable("vouch", lambda name: coded(body, name, 64)),
    )


def _recovery(body: Body, name: str) -> NewRecovery:
    return NewRecovery(
        files=[(mark(one, "key"), key_file(one, "file")) for one in body.items(name, MOST_KEYS)]
    )


def handed_back(body: Body) -> HandedBack | None:
    """The desk's keys for somebody who is let back in, where the browser found enough words."""
    back = body.nullable("back", body.inner)
    if back is None:
        return None
    return HandedBack(
        key=mark(back, "key"),
        files=[(mark(one, "key"), key_file(one, "file")) for one in back.items("files", MOST_KEYS)],
        vouch=coded(back, "vouch", 64),
    )


def key_file(body: Body, name: str) -> bytes:
    """A desk key wrapped to somebody."""
    data = body.octets(name)
    if not KEY_FILE[0] <= len(data) <= KEY_FILE[1] or not is_key_file(data):
        raise FormInvalid(field=name)
    return data


def coded(body: Body, name: str, length: int) -> str:
    """The canonical base64url text of so many bytes."""
    text = body.text(name, 2 * length)
    try:
        fits = len(decode_url(text)) == length
    except ValueError:
        fits = False
    if not fits:
        raise FormInvalid(field=name)
    return text


def mark(body: Body, name: str) -> str:
    """A fingerprint."""
    text = body.text(name, 32)
    if not _MARK.fullmatch(text):
        raise FormInvalid(field=name)
    return text


def _recipient(body: Body, name: str) -> str:
    try:
        return str(HybridRecipient.parse(body.text(name, _RECIPIENT)))
    except KeyInvalid as error:
        raise FormInvalid(field=name) from error


def _day(body: Body, name: str) -> date:
    text = body.text(name, 10)
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise FormInvalid(field=name) from error
    if day.isoformat() != text:
        raise FormInvalid(field=name)
    return day
