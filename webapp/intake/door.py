"""Who may bring a new packet just now: whoever worked for it, when the slow lane has room."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.crypto.work import work_done
from webapp.errors import WorkRequired
from webapp.intake.headers import Announcement
from webapp.intake.lane import Lane


@dataclass
class Door:
    """`bits` of work for a packet in quiet times; 0 asks for none, at any time."""

    lane: Lane
    bits: int

    @property
    def asked(self) -> int:
        """The work that phones are told to do."""
        return self.bits + self.lane.extra_bits if self.bits else 0

    def without_work(self) -> Door:
        """The same door for what a browser without scripts sends: it can wait, not calculate."""
        return Door(self.lane, 0)

    def admit(self, facts: Announcement) -> None:
        """Raises WorkRequired, or Busy when there are too many.

        A bit less than asked will do under a flood: a phone that worked for what was asked a
        moment ago is not sent back. Only those who worked count as a flood; to make the work
        harder for all costs work.
        """
        if self.bits:
            needed = max(self.bits, self.asked - 1)
            if work_done(bytes.fromhex(facts.sha256), facts.work) < needed:
                raise WorkRequired(bits=self.asked)
        self.lane.enter()
