"""Who may call which route of the desk: all of the policy, as data.

A route that is missing here is closed to everybody. The test of the matrix reads this table.
"""

from __future__ import annotations

from enum import Enum


class Who(Enum):
    """Those whom a route lets in."""

    ANYBODY = "anybody"
    MODERATOR = "a signed-in moderator, for their own desk"
    ADDRESSEE = "a signed-in moderator of a desk that the packet was sent to"


PERMISSIONS: dict[str, Who] = {
    "desk.shell": Who.ANYBODY,
    "desk.invitation": Who.ANYBODY,
    "desk.join": Who.ANYBODY,
    "desk.salt": Who.ANYBODY,
    "desk.sign_in": Who.ANYBODY,
    "desk.sign_out": Who.MODERATOR,
    "desk.keys": Who.MODERATOR,
    "desk.packets": Who.MODERATOR,
    "desk.packet": Who.ADDRESSEE,
    "desk.mark_read": Who.ADDRESSEE,
    "desk.write_letter": Who.MODERATOR,
    "desk.mailbox": Who.MODERATOR,
    "desk.letter_copy": Who.MODERATOR,
}
