"""The shipped outbox over a real IndexedDB: what is saved stays, what is a secret stays one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.support.browser import comes_true
from tests.support.client import Tabs, bundle, tabs
from tests.support.no_database import NO_DATABASE

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def script() -> bytes:
    return bundle("tests/browser/outbox_page.ts")


@pytest.fixture
def phone(browser: Browser, script: bytes) -> Iterator[Tabs]:
    context = browser.new_context()
    with tabs(context, script) as one:
        yield one
    context.close()


def test_packets_stay_in_the_order_they_were_sealed(phone: Tabs) -> None:
    page = phone.open()
    page.evaluate("""async () => {
        const outbox = await openOutbox();
        for (const id of ["ff", "aa", "cc"]) await outbox.putSealed(packet(id), null);
        await outbox.update("aa", { offset: 4096, state: "sending" });
        await outbox.remove("ff", "verified");
        await outbox.putSealed(packet("aa", 1), null);
    }""")
    page.reload()
    items, size, gone = page.evaluate("""async () => {
        const outbox = await openOutbox();
        const [bytes, gone] = [await outbox.bytes("aa"), await outbox.bytes("ff")];
        return [await outbox.list(), bytes.length, gone];
    }""")
    assert [(item["id"], item["offset"], item["state"]) for item in items] == [
        ("aa", 4096, "sending"),
        ("cc", 0, "sealed"),
    ]
    assert (size, gone, items[0]["size"]) == (9000, None, 9000)


def test_an_update_of_a_packet_that_is_gone_brings_nothing_back(phone: Tabs) -> None:
    answer = phone.open().evaluate("""async () => {
        const outbox = await openOutbox();
        return [await outbox.update("aa", { offset: 1 }), await outbox.list()];
    }""")
    assert answer == [None, []]


SAVE = """async () => {
    const outbox = await openOutbox();
    await outbox.saveDraft("d", { fields: { text: "CANARYtext" }, attachments: [photo(100000)] });
}"""
LOAD = """async () => {
    const draft = await (await openOutbox()).loadDraft("d");
    const [file] = draft?.attachments ?? [];
    return draft && [draft.fields.text, file.bytes.length, file.removed];
}"""


def test_a_draft_survives_its_page_and_dies_with_its_tab(phone: Tabs) -> None:
    page = phone.open()
    page.evaluate(SAVE)
    page.reload()
    assert page.evaluate(LOAD) == ["CANARYtext", 100_000, ["gps"]]
    assert phone.open().evaluate(LOAD) is None


def test_nothing_of_a_draft_is_on_disk_in_the_clear(phone: Tabs) -> None:
    page = phone.open()
    page.evaluate(SAVE)
    found = page.evaluate("""async () => {
        const [[draft], [file]] = [await rows("drafts"), await rows("files")];
        const text = new TextDecoder("latin1").decode(draft.sealed);
        const nines = file.slice(12, 1000).every((byte) => byte === 9);
        return [text.includes("CANARY"), nines, Object.keys(draft).sort()];
    }""")
    assert found == [False, False, ["files", "id", "order", "sealed"]]


def test_a_photo_is_written_once_however_often_the_words_are_saved(phone: Tabs) -> None:
    counts = phone.open().evaluate("""async () => {
        const outbox = await openOutbox();
        const [one, two] = [photo(5000), photo(6000)];
        const heads = [];
        const keep = async (attachments, text) => {
            await outbox.saveDraft("d", { fields: { text }, attachments });
            heads.push((await rows("files")).map((file) => file.slice(0, 12).join()).sort());
        };
        await keep([one], "a");
        await keep([one], "ab");
        await keep([one, two], "abc");
        await keep([two], "abcd");
        const same = heads[0].join() === heads[1].join();
        return [same, heads.map((head) => head.length), (await rows("files"))[0].length];
    }""")
    assert counts == [True, [1, 1, 2, 1], 12 + 6000 + 16]


def test_drafts_of_dead_tabs_do_not_pile_up(phone: Tabs) -> None:
    kept = phone.open().evaluate("""async () => {
        const outbox = await openOutbox();
        for (let n = 10; n < 22; n++) {
            await outbox.saveDraft(`d${n}`, { fields: {}, attachments: [photo(100)] });
        }
        await outbox.saveDraft("d14", { fields: { text: "again" }, attachments: [] });
        return [(await rows("drafts")).map(({ id }) => id), (await rows("files")).length];
    }""")
    assert kept == [[f"d{n}" for n in range(14, 22)], 7]


def test_sealing_takes_the_draft_away_in_the_same_step(phone: Tabs) -> None:
    left = phone.open().evaluate("""async () => {
        const outbox = await openOutbox();
        const files = [photo(5000)];
        void outbox.saveDraft("d", { fields: {}, attachments: files });
        await outbox.putSealed(packet("aa"), "d");
        const after = [await rows("drafts"), await rows("files"), (await outbox.list()).length];
        await outbox.saveDraft("e", { fields: {}, attachments: files });
        return [...after, (await outbox.loadDraft("e")).attachments[0].bytes.length];
    }""")
    assert left == [[], [], 1, 5000]


def test_a_connection_that_was_killed_is_opened_again(phone: Tabs) -> None:
    remember = """
        globalThis.connections = [];
        const { open } = IDBFactory.prototype;
        IDBFactory.prototype.open = function (...parameters) {
            const request = open.apply(this, parameters);
            request.addEventListener("success", () => connections.push(request.result));
            return request;
        };
    """
    answer = phone.open(before=remember).evaluate("""async () => {
        const outbox = await openOutbox();
        await outbox.putSealed(packet("aa"), null);
        connections.forEach((db) => db.close());
        await outbox.putSealed(packet("bb"), null);
        return [(await outbox.list()).map(({ id }) => id), connections.length];
    }""")
    assert answer == [["aa", "bb"], 2]


def test_an_older_tab_makes_way_for_a_newer_version_and_says_so(phone: Tabs) -> None:
    old, new = phone.open(), phone.open()
    old.evaluate("async () => { globalThis.outbox = await openOutbox(); }")
    version = new.evaluate("""() => new Promise((resolve, reject) => {
        const opening = indexedDB.open("hinghoi", 99);
        opening.onblocked = () => reject(new Error("blocked"));
        opening.onsuccess = () => resolve(opening.result.version);
    })""")
    assert version == 99
    assert old.evaluate("() => told") == ["outdated"]
    assert old.evaluate("() => fault(() => outbox.list())") == "OutboxError outdated"


@pytest.mark.parametrize("missing", NO_DATABASE.values(), ids=NO_DATABASE)
def test_without_a_database_it_is_unavailable(phone: Tabs, missing: str) -> None:
    assert phone.open(before=missing).evaluate("() => fault(openOutbox)") == "OutboxUnavailable"


def test_of_many_who_reach_for_the_lease_one_gets_it(phone: Tabs) -> None:
    first, second = phone.open(), phone.open()
    reach = """async (tab) => {
        const outbox = await openOutbox();
        const reach = (_, n) => outbox.swapLease(null, { holder: tab + n, beat: 1 });
        return (await Promise.all(Array.from({ length: 20 }, reach))).filter(Boolean).length;
    }"""
    assert first.evaluate(reach, "a") + second.evaluate(reach, "b") == 1


SEND = """async () => {
    globalThis.requests = 0;
    const outbox = await openOutbox();
    const pins = { receiptKey: "k", limits: { packet: 1, chunk: 1 }, desks: [] };
    await outbox.savePins(pins);
    const fetch = () => new Promise(() => { requests += 1; });
    startDelivery({ outbox, fetch, onChange() {} }).kick();
}"""


def test_two_tabs_have_one_sender_and_the_next_takes_over_when_it_dies(phone: Tabs) -> None:
    first, second = phone.open(), phone.open()
    first.evaluate("async () => (await openOutbox()).putSealed(packet('aa'), null)")
    first.evaluate(SEND)
    first.wait_for_function("() => requests === 1")
    second.evaluate(SEND)
    comes_true(second, "async () => (await navigator.locks.query()).pending.length === 1")
    assert second.evaluate("() => requests") == 0
    first.close()
    second.wait_for_function("() => requests === 1")


def test_pins_stay_and_after_a_wipe_no_page_brings_anything_back(phone: Tabs) -> None:
    page, other = phone.open(), phone.open()
    other.evaluate("async () => { globalThis.outbox = await openOutbox(); }")
    answer = page.evaluate("""async () => {
        const outbox = globalThis.outbox = await openOutbox();
        const pins = { receiptKey: "k", limits: { packet: 1, chunk: 1 }, desks: [] };
        await outbox.savePins(pins);
        await outbox.putSealed(packet("aa"), null);
        const kept = JSON.stringify(await outbox.pins()) === JSON.stringify(pins);
        return [kept, await wipe()];
    }""")
    assert answer == [True, []]
    for tab in (page, other):
        for write in ("putSealed(packet('bb'), null)", "list()", "savePins({})"):
            assert tab.evaluate(f"() => fault(() => outbox.{write})") == "OutboxError storage"
        assert tab.evaluate("() => told") == []
    assert page.evaluate("async () => indexedDB.databases()") == []
    # The next visit begins anew.
    assert phone.open().evaluate("async () => (await openOutbox()).list()") == []
