"""What a member of a desk may be. Who reads reports is also who is handed the desk's key.

The others never hold it: that they cannot read is not a rule of the server's but arithmetic.
"""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """`coordinator`: watchpoints and the risk of areas, no reports. `auditor`: the log alone."""

    ADMINISTRATOR = "administrator"
    MODERATOR = "moderator"
    COORDINATOR = "coordinator"
    AUDITOR = "auditor"


EVERYONE = frozenset(Role)
READERS = frozenset({Role.ADMINISTRATOR, Role.MODERATOR})
OVERSEERS = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})


def reads(role: str) -> bool:
    """Whether somebody with this role can read reports, and so holds the desk's key."""
    return Role(role) in READERS
