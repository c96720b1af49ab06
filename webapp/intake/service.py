"""Receiving a packet, piece by piece or at once; docs/formats/delivery.md is its specification.

Bytes first, then the row: an offset or a receipt is written only over bytes that are on disk, so
whatever dies in between leaves at most bytes that nobody was told about.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from webapp.crypto.shape import begins_as_packet, check_shape
from webapp.errors import (
    Busy,
    HinghoiError,
    OffsetMismatch,
    PacketComplete,
    PacketConflict,
    PacketDigestMismatch,
    PacketMalformed,
    PacketTooLarge,
    PacketUnknown,
    StorageFull,
    WorkRequired,
)
from webapp.intake import records
from webapp.intake.door import Door
from webapp.intake.headers import Announcement
from webapp.intake.promises import Promises
from webapp.intake.quotas import RETRY, Quotas
from webapp.intake.records import Held, Underway
from webapp.intake.standing import Standing, require_offset
from webapp.models import db
from webapp.storage import BlobStore
from webapp.web.transaction import transaction, writing

_PREFIX = 64 * 1024  # bytes kept for the header check; sixteen desks need 26 KiB


@dataclass(frozen=True)
class Intake:
    """The use cases, over one store, whoever signs receipts, and the operator's limits."""

    blobs: BlobStore
    promises: Promises
    max_packet: int
    min_room: int
    days: int
    keep_new: Callable[[Announcement], Held | None]
    quotas: Quotas
    door: Door

    def look_up(self, facts: Announcement) -> Standing | None:
        """How the announced packet stands, or None when it is new and welcome.

        Raises PacketTooLarge, PacketConflict, PacketDeskUnknown.
        """
        if facts.length > self.max_packet:
            raise PacketTooLarge(limit=self.max_packet)
        session = db.session()
        held = self._held(facts)
        underway = None if held else records.upload(session, facts.id)
        if not held and not underway:
            records.require_desks(session, facts.desks)
        # A body may follow for minutes: hold no snapshot and no connection meanwhile.
        session.rollback()
        if underway and underway.facts != facts:
            raise PacketConflict()
        return held or (self._underway(underway) if underway else None)

    def _held(self, facts: Announcement) -> Standing | None:
        """The whole packet with this id or these bytes. Raises PacketConflict.

        Under any id, the desks announced now are added: a courier who was first with a packet
        must not be able to keep it from the desks that its writer chose.
        """
        session = db.session()
        found = records.packets(session, facts.id, facts.sha256)
        if any(one.id == facts.id and one.sha256 != facts.sha256 for one in found):
            raise PacketConflict()
        if not found:
            return None
        if found[0].length != facts.length:
            raise PacketConflict()
        with transaction() as writing:
            records.add_desks(writing, found[0], facts.desks)
        self.promises.announced(facts.id, found[0].sha256)
        return self._whole(found[0], facts.id)

    def take_whole(self, facts: Announcement, data: bytes) -> Standing:
        """Keep a packet that came in one request, asking the database once if it is new.

        Raises PacketTooLarge, PacketConflict, PacketDeskUnknown, PacketDigestMismatch,
        PacketMalformed, StorageFull, WorkRequired, Busy.
        """
        if facts.length > self.max_packet:
            raise PacketTooLarge(limit=self.max_packet)
        if hashlib.sha256(data).hexdigest() != facts.sha256:
            raise PacketDigestMismatch()
        check_shape(data[:_PREFIX], len(facts.desks), facts.length)
        try:
            self.door.admit(facts)
            self._require_room(facts.desks, len(data))
        except (StorageFull, WorkRequired, Busy) as refusal:
            return self._known(facts, data, refusal)
        self.blobs.put(facts.sha256, data)
        held = self.keep_new(facts)
        return (
            self._whole(held, facts.id) if held else self._known(facts, data, Busy(retry_after=1))
        )

    def _known(self, facts: Announcement, data: bytes, refusal: HinghoiError) -> Standing:
        """How a packet that is no news here stands. Raises `refusal` for one that is."""
        standing = self.look_up(facts)
        if standing is None:
            raise refusal
        if standing.offset or standing.whole:
            return standing
        return self.append(facts.id, 0, data)

    def begin(self, facts: Announcement) -> Standing:
        """Start an upload at offset 0, or tell how the one that another request began stands.

        Raises WorkRequired, StorageFull, Busy.
        """
        self.door.admit(facts)
        self._require_room(facts.desks, facts.length, comes_now=False)
        try:
            with transaction() as session:
                return self._underway(records.begin(session, facts, self.days))
        except IntegrityError as error:
            standing = self.look_up(facts)
            if standing is None:
                raise Busy(retry_after=1) from error
            return standing

    def append(self, packet_id: str, offset: int, data: bytes) -> Standing:
        """Keep `data` from `offset` on; the last byte makes the packet whole.

        Raises PacketUnknown, OffsetMismatch, PacketTooLarge, PacketLocked, StorageFull, Busy,
        PacketDigestMismatch, PacketMalformed.
        """
        with self.blobs.appending(packet_id):
            underway = self._find(packet_id)
            if isinstance(underway, Held):
                return self._repeated(underway, offset + len(data))
            require_offset(underway.offset, underway.facts.length, offset, len(data))
            if data:
                self._require_sealed(packet_id, offset, data)
                self._require_room(underway.facts.desks, len(data))
                self.blobs.put_part(packet_id, offset, data)
                underway = self._advance(underway, offset + len(data))
            return self._finish(underway) if _is_full(underway) else self._underway(underway)

    def status(self, packet_id: str) -> Standing:
        """How the packet stands. Raises PacketUnknown.

        An upload with all its bytes, whose end was interrupted, is brought to its end; one whose
        packet came whole from another phone meanwhile needs no more bytes.
        """
        found = self._find(packet_id)
        if isinstance(found, Held):
            return self._whole(found, packet_id)
        if _is_full(found):
            return self.append(packet_id, found.offset, b"")
        standing = self._held(found.facts) or self._underway(found)
        # A body may follow for minutes; and what is read after it must not be as old as this.
        db.session().rollback()
        return standing

    def end(self, packet_id: str) -> None:
        """Forget an unfinished upload. Raises PacketUnknown, PacketComplete, PacketLocked."""
        with self.blobs.appending(packet_id):
            if isinstance(self._find(packet_id), Held):
                raise PacketComplete()
            self._discard(packet_id)

    def expire(self, limit: int = 1000) -> int:
        """Forget uploads whose day has come; how many they were."""
        session = db.session()
        late = records.overdue(session, limit)
        session.rollback()
        for packet_id in late:
            with self.blobs.appending(packet_id):
                self._discard(packet_id)
        return len(late)

    def _find(self, packet_id: str) -> Held | Underway:
        session = db.session()
        whole = records.packets(session, packet_id)
        found = whole[0] if whole else records.upload(session, packet_id)
        session.rollback()
        if found is None:
            raise PacketUnknown()
        return found

    def _repeated(self, held: Held, end: int) -> Standing:
        """The last piece came again after its answer was lost: the same receipt again."""
        if end != held.length:
            raise OffsetMismatch(offset=held.length)
        return self._whole(held, held.id)

    def _advance(self, before: Underway, offset: int) -> Underway:
        with transaction() as session:
            after = records.advance(session, before, offset, self.days)
        if after is None:
            # Another node was faster; where it stands now is for HEAD to tell.
            found = self._find(before.facts.id)
            raise OffsetMismatch(offset=found.length if isinstance(found, Held) else found.offset)
        return after

    def _finish(self, underway: Underway) -> Standing:
        """All bytes are there: check them, make them a blob, write the row, then tidy up."""
        facts = underway.facts
        try:
            self._verify(facts)
            self.blobs.publish(facts.id, facts.length, facts.sha256)
        except (PacketDigestMismatch, PacketMalformed):
            self._discard(facts.id)
            raise
        except (EOFError, FileNotFoundError) as error:
            return self._finished_meanwhile(facts, error)
        standing = self._keep(facts)
        self.blobs.drop_parts(facts.id)
        return standing

    def _finished_meanwhile(self, facts: Announcement, error: Exception) -> Standing:
        """Pieces are gone under our hands: another node made the packet whole and tidied up."""
        standing = self._held(facts)
        if standing is None:
            self._discard(facts.id)
            raise PacketDigestMismatch() from error
        return standing

    def _verify(self, facts: Announcement) -> None:
        digest, prefix = hashlib.sha256(), b""
        for piece in self.blobs.read_parts(facts.id, facts.length):
            digest.update(piece)
            prefix = prefix or piece[:_PREFIX]
        if digest.hexdigest() != facts.sha256:
            raise PacketDigestMismatch()
        check_shape(prefix, len(facts.desks), facts.length)

    def _keep(self, facts: Announcement) -> Standing:
        """Write the row, once, whoever else writes it at the same moment."""
        try:
            with writing() as connection:
                records.forget(connection, facts.id)
                held = records.keep(connection, [facts])
            return self._whole(held[0], facts.id)
        except IntegrityError as error:
            return self._kept_by_another(facts, error)

    def _kept_by_another(self, facts: Announcement, error: IntegrityError) -> Standing:
        standing = self._held(facts)
        if standing is None:
            raise Busy(retry_after=1) from error
        with transaction() as session:
            records.forget(session, facts.id)
        return standing

    def _require_sealed(self, packet_id: str, offset: int, data: bytes) -> None:
        """What begins otherwise than packets do may be plaintext, which must not reach the disk."""
        if offset == 0 and not begins_as_packet(data):
            self._discard(packet_id)
            raise PacketMalformed()

    def _discard(self, packet_id: str) -> None:
        """Row first: bytes without a row are unreachable, a row without bytes would lie."""
        with transaction() as session:
            records.forget(session, packet_id)
        self.blobs.drop_parts(packet_id)

    def _require_room(self, desks: tuple[str, ...], length: int, *, comes_now: bool = True) -> None:
        self.quotas.require(desks, length, comes_now=comes_now)
        room = self.blobs.room()
        if room is not None and room - length < self.min_room:
            raise StorageFull(retry_after=RETRY)

    def _whole(self, held: Held, packet_id: str) -> Standing:
        receipt = self.promises.receipt(packet_id, held.sha256, held.day)
        length = held.length
        return Standing(packet_id, length, length, receipt=receipt, held=receipt is None)

    def _underway(self, found: Underway) -> Standing:
        return Standing(found.facts.id, found.facts.length, found.offset, expires=found.expires)


def _is_full(underway: Underway) -> bool:
    return underway.offset == underway.facts.length
