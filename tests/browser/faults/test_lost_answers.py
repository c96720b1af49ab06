"""Row 6: the server took it, and the phone never heard so."""

from __future__ import annotations

import pytest

from tests.support.fault_rules import Lose, Rule
from tests.support.faults.law import law
from tests.support.faults.phone import Phone

pytestmark = pytest.mark.browser


def test_fault_06_the_answer_to_the_only_request_is_lost(phone: Phone) -> None:
    phone.site.proxy.rules = [Rule(Lose(), method="POST")]
    packet = phone.seal()
    phone.shows(packet, "sealed", "network")
    assert packet in phone.site.home.held()
    law(phone)
    phone.send_now(packet)
    phone.shows(packet, "received")
    law(phone, received=True)
