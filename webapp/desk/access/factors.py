"""A moderator's second factors as a whole: which there are, adding, removing, standing in.

Every change is an event. Flushes; its caller commits.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, or_, select

from webapp.desk.access import code_generators, passkeys, recovery_codes
from webapp.desk.access.passkeys import Made
from webapp.desk.access.relying_party import RelyingParty
from webapp.desk.log import audit
from webapp.errors import SecondFactorRefused
from webapp.models import CodeGenerator, Desk, Moderator, Passkey, db, today


@dataclass(frozen=True)
class Member:
    """Whose factors are meant, and at which desk that is an event."""

    moderator_id: str
    desk_id: str


def has_one() -> ColumnElement[bool]:
    """In a query over moderators: whether they have a second factor."""
    return or_(
        exists(select(Passkey.id).where(Passkey.moderator_id == Moderator.id)),
        exists(select(CodeGenerator.added).where(CodeGenerator.moderator_id == Moderator.id)),
    )


def is_needed(*, moderator_id: str) -> bool:
    """Whether a passphrase alone does not sign this moderator in."""
    found = db.session.scalar(select(has_one()).where(Moderator.id == moderator_id))
    return bool(found)


def add_passkey(*, member: Member, party: RelyingParty, made: Made) -> Passkey:
    """Keep a new passkey; raises as `passkeys.add` does."""
    passkey = passkeys.add(moderator_id=member.moderator_id, party=party, made=made)
    _record("factor_added", member, "passkey")
    return passkey


def remove_passkey(*, member: Member, passkey_id: str) -> None:
    """Forget a passkey and what it unwraps; raises PasskeyUnknown."""
    found = passkeys.own(moderator_id=member.moderator_id, passkey_id=passkey_id)
    db.session.delete(found)
    db.session.flush()
    _removed(member, "passkey")


def turn_codes_on(*, member: Member, token: bytes, code: str) -> None:
    """Take codes of an app from now on; raises SecondFactorRefused."""
    code_generators.turn_on(moderator_id=member.moderator_id, token=token, code=code)
    _record("factor_added", member, "codes")


def turn_codes_off(*, member: Member) -> None:
    """Take no codes of an app any more."""
    if code_generators.turn_off(moderator_id=member.moderator_id):
        _removed(member, "codes")


def make_recovery_codes(*, member: Member) -> list[str]:
    """A new set; raises SecondFactorRefused while there is no factor to stand in for."""
    if not is_needed(moderator_id=member.moderator_id):
        raise SecondFactorRefused
    codes = recovery_codes.make(moderator_id=member.moderator_id)
    _record("recovery_made", member)
    return codes


def use_code(*, member: Member, code: str) -> None:
    """Take a code of the app or a recovery code; raises SecondFactorRefused."""
    if is_short(code):
        code_generators.use(moderator_id=member.moderator_id, code=code)
        return
    recovery_codes.use(moderator_id=member.moderator_id, code=code)
    _record("recovery_used", member)


def note_refused(*, member: Member) -> None:
    """Somebody knew the passphrase and not the code: its owner should know."""
    _record("second_refused", member)


def is_short(code: str) -> bool:
    """Whether it is a code of an app, which can be guessed; recovery codes cannot."""
    return len(code) == 6 and code.isascii() and code.isdigit()


def is_demanded(*, desk_id: str) -> bool:
    """Whether the desk asks everybody for a second factor."""
    return db.session.get_one(Desk, desk_id).second_since is not None


def demand(*, member: Member, demanded: bool) -> None:
    """Let the desk ask everybody for a second factor, or not; `member` is who decides."""
    desk = db.session.get_one(Desk, member.desk_id)
    if (desk.second_since is not None) == demanded:
        return
    desk.second_since = today() if demanded else None
    _record("second_demanded", member, "yes" if demanded else "no")


def forget_all(*, member: Member) -> None:
    """Take every factor from somebody who lost them; for the operator, who knows whom they help."""
    for passkey in passkeys.passkeys_of(moderator_id=member.moderator_id):
        remove_passkey(member=member, passkey_id=passkey.id)
    turn_codes_off(member=member)


def _removed(member: Member, kind: str) -> None:
    if not is_needed(moderator_id=member.moderator_id):
        recovery_codes.forget(moderator_id=member.moderator_id)
    _record("factor_removed", member, kind)


def _record(kind: str, member: Member, detail: str | None = None) -> None:
    audit.record(kind, desk_id=member.desk_id, moderator_id=member.moderator_id, detail=detail)
