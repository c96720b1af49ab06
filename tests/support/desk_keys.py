"""What a moderator's browser does with keys, done here, so that tests can do it wrongly as well."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from tests.support.desk_people import Person
from webapp.crypto.base64 import decode_url, encode_url
from webapp.crypto.fingerprint import fingerprint
from webapp.crypto.recipients import HybridIdentity, HybridRecipient
from webapp.crypto.rotation import sign_rotation, signing_text
from webapp.crypto.vouch import Holder, member_signing_text, sign_vouch, vouched
from webapp.desk.keyring import keys
from webapp.models import today


def account(person: Person) -> dict[str, Any]:
    return dict(person.get("keys").json or {})


def held(person: Person) -> list[HybridIdentity]:
    """The desk keys that this person can unwrap with what the server hands out, newest last."""
    files = account(person)["files"]
    return [
        keys.unwrap_desk_key(decode_url(one["file"]), person.identity, one["recipient"])
        for one in files
    ]


def mark_of(desk_key: HybridIdentity) -> str:
    return fingerprint(str(desk_key.recipient()), signing_text(desk_key))


def vouch_for_oneself(person: Person) -> None:
    """As every browser does once after unlocking."""
    told, desk_key = account(person), held(person)[-1]
    signing = member_signing_text(person.identity)
    holder = Holder(
        kind="moderator", name=told["name"], recipient=told["recipient"], signing=signing
    )
    vouch = sign_vouch(desk_key, told["desk"]["id"], mark_of(desk_key), holder)
    answer = person.post("vouch", key=mark_of(desk_key), signing=signing, vouch=vouch)
    assert answer.status_code == 204


def holder_of(one: dict[str, Any]) -> Holder:
    return Holder(
        kind="moderator", name=one["name"], recipient=one["recipient"], signing=one["signing"]
    )


def is_vouched(person: Person, desk: str, one: dict[str, Any]) -> bool:
    """Whether the desk key that `person` holds said so."""
    key = held(person)[-1]
    return vouched(signing_text(key), one["vouch"] or "", desk, mark_of(key), holder_of(one))


@dataclass
class NextKey:
    """A desk key that an administrator's browser made, and what it posts with it."""

    secret: HybridIdentity
    body: dict[str, Any]


def next_key(by: Person, gone: str, left_out: Collection[str] = ()) -> NextKey:
    """The post that takes the member `gone` off the desk and leaves nobody else out."""
    desk, told = account(by)["desk"]["id"], by.get("holders").json or {}
    old, new = held(by)[-1], HybridIdentity.generate()

    def handed(holder: Holder, holder_id: str | None) -> dict[str, Any]:
        to = HybridRecipient.parse(holder.recipient)
        return {
            "kind": holder.kind,
            "id": holder_id,
            "recipient": holder.recipient,
            "signing": holder.signing or None,
            "file": encode_url(keys.wrap_desk_key(new, to)),
            "vouch": sign_vouch(new, desk, mark_of(new), holder),
        }

    people = [one for one in told["holders"] if one["id"] not in (gone, *left_out)]
    paper = Holder(kind="recovery", name="", recipient=told["recovery"]["recipient"], signing="")
    key = {
        "recipient": str(new.recipient()),
        "signing": signing_text(new),
        "signature": sign_rotation(old, desk, mark_of(old), mark_of(new), today()),
        "day": today().isoformat(),
    }
    files = [handed(paper, None), *(handed(holder_of(one), one["id"]) for one in people)]
    body = {
        "authentication": encode_url(by.secret),
        "left_out": list(left_out),
        "key": key,
        "files": files,
        "recovery": None,
    }
    return NextKey(new, body)


def id_of(person: Person) -> str:
    return str(account(person)["id"])
