"""The law over all faults, asserted at the end of each of their tests.

A report that the reporter was told is saved is never lost, never sent twice, never in the clear,
and never shown as received before a receipt.
"""

from __future__ import annotations

from tests.support.faults.phone import WORDS, Phone


def law(phone: Phone, *, received: bool = False) -> None:
    """Holds the law against phone, wire, server and screen.

    `received`: besides, everything arrived and has left the phone.
    """
    never_lost(phone)
    never_twice(phone)
    never_in_the_clear(phone)
    never_received_too_soon(phone)
    if received:
        all_received(phone)


def never_lost(phone: Phone) -> None:
    """Every sealed report is whole on the phone, or opens at the desk to what was written."""
    stored, arrived = phone.stored(), phone.site.home.packets()
    for packet_id, words in phone.sealed.items():
        if packet_id in phone.deleted:
            continue
        at_desk = packet_id in arrived and arrived[packet_id].report.text == words
        assert at_desk or stored.has_whole(packet_id), f"lost: {packet_id}"


def never_twice(phone: Phone) -> None:
    """Each report is at most one packet of the server, for its desk once."""
    arrived = list(phone.site.home.packets().values())
    for words in phone.sealed.values():
        assert sum(one.report.text == words for one in arrived) <= 1, "sent twice"
    desks = phone.site.home.rows("SELECT packet_id, desk_id FROM packet_desk")
    assert len(desks) == len(set(desks)) == len(arrived)


def never_in_the_clear(phone: Phone) -> None:
    """No word of a report on the phone, on the wire or on the server."""
    written = [words.split()[-1] for words in phone.sealed.values()]
    stored = phone.stored().text
    assert not [word for word in written if word in stored], "in the clear on the phone"
    for one in phone.site.proxy.passed:
        sent = bytes(one.body) + repr((one.path, one.headers)).encode()
        assert not [word for word in written if word.encode() in sent], "in the clear on the wire"
    for file in phone.site.home.files():
        content = file.read_bytes()
        assert not [word for word in written if word.encode() in content], file


def never_received_too_soon(phone: Phone) -> None:
    """What the screen says of each packet is so."""
    held = phone.site.home.held()
    items = {item["id"]: item for item in phone.items()}
    shown = {id for id, item in items.items() if item["state"] == "received"} | set(
        phone.receipts()
    )
    assert shown <= set(held), "shown as received without a receipt"
    for item in items.values():
        said = WORDS[f"report.state.{item['state']}"]
        assert said in item["words"] or WORDS["report.reason.held"] in item["words"]
    on_phone = set(phone.stored().packets)
    assert on_phone <= set(items), "on the phone, but not on the screen"
    assert not shown & on_phone, "shown as received, but still on the phone"


def all_received(phone: Phone) -> None:
    """Everything is at the desk, told so, and gone from the phone."""
    ours = set(phone.sealed) - phone.deleted
    assert ours <= set(phone.site.home.held())
    stored = phone.stored()
    assert not ours & {*stored.packets, *stored.stores.get("bytes", {})}
