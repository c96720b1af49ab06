"""Who may call which route of the desk: all of the policy, as data.

A route that is missing here is closed to everybody. The test of the matrix asks each route in every
role, from its own desk and from another, and fails for one that it does not know.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from webapp.desk.roles import ADMINISTRATORS, EVERYONE, OVERSEERS, READERS, Role


class Scope(Enum):
    """Whose things a route touches; those of others are answered as if they did not exist."""

    PUBLIC = "nobody's: no session is needed"
    DESK = "the asker's own desk or account, whatever the request says"
    PACKET = "the packet in the address, which must have been sent to the asker's desk"
    CASE = "the case in the address, which must be the asker's desk's"


@dataclass(frozen=True)
class Rule:
    """Lets in moderators with one of `roles`, as far as `scope` goes."""

    roles: frozenset[Role]
    scope: Scope = Scope.DESK
    # Only soon after the passphrase or a passkey was shown: an unlocked screen is not enough.
    proved: bool = False
    # Also for who has no second factor yet at a desk that asks for one.
    bare: bool = False


PUBLIC = Rule(frozenset(), Scope.PUBLIC)
CHANGES_OWN = Rule(EVERYONE, proved=True, bare=True)

PERMISSIONS: dict[str, Rule] = {
    "desk.shell": PUBLIC,
    "desk.player": PUBLIC,
    "desk.invitation": PUBLIC,
    "desk.join": PUBLIC,
    "desk.salt": PUBLIC,
    "desk.sign_in": PUBLIC,
    "desk.open_sheet": PUBLIC,
    "desk.restore_by_sheet": PUBLIC,
    "desk.second_code": PUBLIC,
    "desk.passkey_challenge": PUBLIC,
    "desk.passkey_sign_in": PUBLIC,
    "desk.sign_out": Rule(EVERYONE, bare=True),
    "desk.keys": Rule(EVERYONE, bare=True),
    "desk.sessions": Rule(EVERYONE, bare=True),
    "desk.end_session": Rule(EVERYONE, bare=True),
    "desk.factors": Rule(EVERYONE, bare=True),
    "desk.prove": Rule(EVERYONE, bare=True),
    "desk.proof_challenge": Rule(EVERYONE, bare=True),
    "desk.prove_by_passkey": Rule(EVERYONE, bare=True),
    "desk.offer_codes": CHANGES_OWN,
    "desk.turn_codes_on": CHANGES_OWN,
    "desk.turn_codes_off": CHANGES_OWN,
    "desk.new_passkey": CHANGES_OWN,
    "desk.add_passkey": CHANGES_OWN,
    "desk.name_passkey": Rule(EVERYONE, bare=True),
    "desk.remove_passkey": CHANGES_OWN,
    "desk.recovery_codes": CHANGES_OWN,
    "desk.make_sheet": Rule(EVERYONE, bare=True),
    "desk.prove_sheet": Rule(EVERYONE, bare=True),
    "desk.people": Rule(READERS | OVERSEERS),
    "desk.invite": Rule(ADMINISTRATORS, proved=True),
    "desk.cancel_invitation": Rule(ADMINISTRATORS),
    "desk.give_role": Rule(ADMINISTRATORS, proved=True),
    "desk.demand_second": Rule(ADMINISTRATORS, proved=True),
    "desk.plead": PUBLIC,
    "desk.pleas": Rule(READERS),
    "desk.confirm_plea": Rule(READERS),
    "desk.refuse_plea": Rule(READERS),
    "desk.holders": Rule(READERS),
    "desk.vouch": Rule(READERS),
    "desk.remove_member": Rule(ADMINISTRATORS),
    "desk.log": Rule(OVERSEERS),
    "desk.reminder": Rule(READERS),
    "desk.set_reminder": Rule(READERS),
    "desk.push_on": Rule(READERS),
    "desk.push_keep": Rule(READERS),
    "desk.push_off": Rule(READERS),
    "desk.packets": Rule(READERS),
    "desk.packet": Rule(READERS, Scope.PACKET),
    "desk.mark_read": Rule(READERS, Scope.PACKET),
    "desk.changes": Rule(READERS),
    "desk.block": Rule(READERS),
    "desk.compact": Rule(READERS),
    "desk.open_case": Rule(READERS),
    "desk.change_cases": Rule(READERS),
    "desk.change_case": Rule(READERS, Scope.CASE),
    "desk.merge_cases": Rule(READERS, Scope.CASE),
    "desk.split_case": Rule(READERS, Scope.CASE),
    "desk.hand_over_case": Rule(READERS, Scope.CASE),
    "desk.hold_case": Rule(ADMINISTRATORS, Scope.CASE),
    "desk.agencies": Rule(READERS),
    "desk.keep_agencies": Rule(READERS),
    # Whoever writes letters; the log says who changed what all of them send.
    "desk.templates": Rule(READERS),
    "desk.keep_templates": Rule(READERS),
    "desk.export_cases": Rule(READERS),
    "desk.export_table": Rule(READERS),
    "desk.write_letter": Rule(READERS),
    "desk.mailbox": Rule(READERS),
    "desk.letter_copy": Rule(READERS),
}
