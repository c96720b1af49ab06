"""Being let back in by others of the desk: k of n, and never by the server alone.

A plea holds a new identity that its maker's browser made. Who knows the person compares eight words
with them by telephone and signs; the browser of the last one that is needed wraps the desk's keys.
docs/formats/desk-keys.md §11 is the specification. Flushes; its caller commits.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import delete, func, select

from webapp.crypto.fingerprint import member_mark
from webapp.crypto.key_check import check_bytes, key_words
from webapp.crypto.recipients import HybridRecipient, Identity
from webapp.crypto.vouch import Holder, plea_statement, sign_vouch, verified
from webapp.desk.access.accounts import clear_account
from webapp.desk.access.passwords import hash_secret
from webapp.desk.keyring import keys
from webapp.desk.log import audit
from webapp.desk.roles import reads
from webapp.desk.service import active_key, desk_key_of, keep_wrapped
from webapp.desk.team.holders import Reader, readers
from webapp.desk.team.names import fold
from webapp.errors import CardKey, DeskKeyRefused, FormInvalid, ModeratorUnknown, PleaUnknown
from webapp.models import Desk, DeskKey, Moderator, Plea, PleaWord, WrappedKey, db, today

DAYS = 7
# Of one name. A flood of false ones pushes out the oldest that nobody gave a word for.
MOST = 10
LEAST_WORDS = 2


@dataclass(frozen=True, kw_only=True)
class NewPlea:
    """What the browser of somebody outside made; the secrets in it are derived or sealed."""

    name: str
    recipient: str
    signing: str
    salt: bytes = field(repr=False)
    authentication: bytes = field(repr=False)
    identity: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class HandedBack:
    """The desk's keys for a new identity: fingerprints and files, and the newest key's word."""

    key: str
    files: Sequence[tuple[str, bytes]] = field(repr=False)
    vouch: str


def plead(new: NewPlea) -> None:
    """Keep a plea for the name, if somebody has it; nobody is told whether."""
    hashed = hash_secret(new.authentication)
    found = db.session.scalars(select(Moderator).where(Moderator.name == new.name)).first()
    if found is None:
        return
    db.session.execute(delete(Plea).where(Plea.day < today() - timedelta(days=DAYS)))
    _make_room(found.id)
    plea = Plea(
        id=secrets.token_hex(16),
        moderator_id=found.id,
        day=today(),
        recipient=new.recipient,
        signing=new.signing,
        salt=new.salt,
        authentication=hashed,
        identity=new.identity,
    )
    db.session.add(plea)
    audit.record("plea", desk_id=found.desk_id, moderator_id=found.id)


def pleas_of(*, desk_id: str) -> list[tuple[Plea, str, list[tuple[str, str]]]]:
    """Each plea at the desk with its maker's name and the words for it: whose, and the word."""
    oldest = today() - timedelta(days=DAYS)
    chosen = (
        select(Plea, Moderator.name)
        .join(Moderator)
        .where(Moderator.desk_id == desk_id, Plea.day >= oldest)
        .order_by(Moderator.name, Plea.day.desc(), Plea.id)
    )
    return [(plea, name, _words(plea)) for plea, name in db.session.execute(chosen)]


def confirm(*, by: Moderator, plea_id: str, word: str, back: HandedBack | None) -> bool:
    """Keep `by`'s word for a plea; with enough words and `back`, the account is theirs again.

    Whether it is. Raises PleaUnknown, DeskKeyRefused for a word or a voucher that does not hold,
    CardKey when the desk has another key by now, and FormInvalid for a plea of one's own.
    """
    plea, pleading = _of_desk(by.desk_id, plea_id)
    if pleading.id == by.id:
        raise FormInvalid(field="plea")
    key = active_key(by.desk_id)
    holders = {one.id: one for one in readers(slug=by.desk_id, key=key) if one.id != pleading.id}
    if not _holds(holders.get(by.id), key, plea, pleading, word):
        raise DeskKeyRefused
    db.session.merge(PleaWord(plea_id=plea.id, moderator_id=by.id, signature=word))
    audit.record("plea_confirmed", desk_id=by.desk_id, moderator_id=by.id, detail=pleading.id)
    sound = [id for id, said in _words(plea) if _holds(holders.get(id), key, plea, pleading, said)]
    if back is None or len(sound) < quorum_of(desk_id=by.desk_id):
        return False
    _let_in(plea, pleading, back, by=by.id)
    return True


def refuse(*, by: Moderator, plea_id: str) -> None:
    """Throw a plea away: it was not theirs. Raises PleaUnknown."""
    plea, pleading = _of_desk(by.desk_id, plea_id)
    db.session.delete(plea)
    audit.record("plea_refused", desk_id=by.desk_id, moderator_id=by.id, detail=pleading.id)


def restore_by_key(*, slug: str, name: str, words: Sequence[str], identity: Identity) -> None:
    """Let somebody back in with the recovery key or the desk's: the plea that has these words.

    Raises DeskUnknown, ModeratorUnknown, PleaUnknown and DeskKeyRefused.
    """
    active = active_key(slug)
    found = db.session.scalars(
        select(Moderator).where(Moderator.desk_id == slug, Moderator.name == fold(name))
    ).first()
    if found is None:
        raise ModeratorUnknown
    said = [plea for plea, by, _ in pleas_of(desk_id=slug) if by == found.name]
    meant = [one for one in said if list(words) in _readings(one)]
    if not meant:
        raise PleaUnknown
    desk_key, to = desk_key_of(active, identity), HybridRecipient.parse(meant[0].recipient)
    holder = _holder(meant[0], found)
    files = [(active.fingerprint, keys.wrap_desk_key(desk_key, to))]
    for older in db.session.scalars(select(DeskKey).where(DeskKey.desk_id == slug)):
        try:
            secret = desk_key_of(older, identity)
        except DeskKeyRefused:
            continue
        if older.id != active.id:
            files.append((older.fingerprint, keys.wrap_desk_key(secret, to)))
    vouch = sign_vouch(desk_key, slug, active.fingerprint, holder)
    back = HandedBack(key=active.fingerprint, files=files, vouch=vouch)
    _let_in(meant[0], found, back, by=None)


def quorum_of(*, desk_id: str) -> int:
    """How many others have to give their word."""
    return max(LEAST_WORDS, db.session.get_one(Desk, desk_id).quorum)


def set_quorum(*, slug: str, quorum: int) -> None:
    """Want so many words, two at least. Raises DeskUnknown."""
    db.session.get_one(Desk, active_key(slug).desk_id).quorum = max(LEAST_WORDS, quorum)
    audit.record("quorum", desk_id=slug, detail=str(quorum))


def _let_in(plea: Plea, pleading: Moderator, back: HandedBack, *, by: str | None) -> None:
    active, holder = active_key(pleading.desk_id), _holder(plea, pleading)
    if active.fingerprint != back.key:
        raise CardKey(key=active.fingerprint)
    said = Reader(id=pleading.id, role=pleading.role, holder=holder, vouch=back.vouch)
    if reads(pleading.role) and not said.vouched_by(active):
        raise DeskKeyRefused
    fields = ("recipient", "salt", "authentication", "identity")
    account = {name: getattr(plea, name) for name in fields}
    mine = (WrappedKey.holder == "moderator", WrappedKey.holder_id == pleading.id)
    db.session.execute(delete(WrappedKey).where(*mine))
    clear_account(pleading.id)
    for name, value in account.items():
        setattr(pleading, name, value)
    for mark, file in back.files if reads(pleading.role) else ():
        key = db.session.scalars(select(DeskKey).where(DeskKey.fingerprint == mark)).first()
        if key is None or key.desk_id != pleading.desk_id:
            raise FormInvalid(field="files")
        vouch = back.vouch if key.id == active.id else None
        keep_wrapped(key, "moderator", pleading.id, file, to=holder, vouch=vouch)
    how = "key" if by is None else "members"
    audit.record("restored", desk_id=pleading.desk_id, moderator_id=pleading.id, detail=how)


def _holds(by: Reader | None, key: DeskKey, plea: Plea, of: Moderator, word: str) -> bool:
    """Whether this is the word of somebody for whom the desk's key vouches."""
    if by is None or not by.vouched_by(key):
        return False
    said = plea_statement(of.desk_id, _holder(plea, of))
    return verified(by.holder.signing, word, said)


def _holder(plea: Plea, moderator: Moderator) -> Holder:
    keys_of = {"recipient": plea.recipient, "signing": plea.signing}
    return Holder(kind="moderator", name=moderator.name, **keys_of)


def _readings(plea: Plea) -> list[list[str]]:
    """The plea's eight words in each language."""
    check = check_bytes(member_mark(plea.recipient, plea.signing))
    return [key_words(check, language) for language in ("th", "en")]


def _of_desk(desk_id: str, plea_id: str) -> tuple[Plea, Moderator]:
    plea = db.session.get(Plea, plea_id)
    moderator = db.session.get(Moderator, plea.moderator_id) if plea else None
    if plea is None or moderator is None or moderator.desk_id != desk_id:
        raise PleaUnknown
    return plea, moderator


def _words(plea: Plea) -> list[tuple[str, str]]:
    chosen = select(PleaWord.moderator_id, PleaWord.signature).where(PleaWord.plea_id == plea.id)
    return [(id, word) for id, word in db.session.execute(chosen.order_by(PleaWord.moderator_id))]


def _make_room(moderator_id: str) -> None:
    """Never push out one that somebody has given a word for."""
    mine = Plea.moderator_id == moderator_id
    count = db.session.scalar(select(func.count()).where(mine)) or 0
    if count < MOST:
        return
    worded = select(PleaWord.plea_id)
    oldest = select(Plea).where(mine, Plea.id.not_in(worded)).order_by(Plea.day, Plea.id)
    for plea in db.session.scalars(oldest.limit(count - MOST + 1)):
        db.session.delete(plea)
    db.session.flush()
