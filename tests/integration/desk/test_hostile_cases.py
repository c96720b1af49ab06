"""Whatever is posted about cases, the answer is one of ours, and nothing half is left behind."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.desk_cases import card, changes, key, new_case, opened, told
from tests.support.desk_people import Person, member, new_desk
from webapp.crypto.base64 import encode_url

ODD = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=40),
        st.sampled_from(["0" * 32, "0" * 31, "A" * 32, "received", "x\0", "\ud800", card(), 2**63]),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=6,
)
FIELDS = ("id", "packets", "card", "key", "version", "state", "assignee", "into", "count")
NAMES = st.sampled_from([*FIELDS, "changes", "replaces", "file", "hold", "cases", "__proto__"])
BODIES = st.one_of(ODD, st.dictionaries(NAMES, ODD, max_size=7))
PATHS = ("cases", "cases/bulk", "blocks", "cases/{id}", "cases/{id}/merge", "cases/{id}/hold")
CODES = {
    "form_invalid",
    "card_malformed",
    "card_key",
    "case_conflict",
    "case_unknown",
    "packet_unknown",
    "assignee_unknown",
}
quick = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def somsri(app: Flask) -> Person:
    return member(app, new_desk("nan"), "somsri")


@pytest.fixture
def row(somsri: Person) -> dict[str, Any]:
    return opened(somsri)


@given(path=st.sampled_from(PATHS), body=BODIES)
@quick
def test_odd_bodies_are_refused_in_our_own_words(
    somsri: Person, row: dict[str, Any], path: str, body: object
) -> None:
    answer = somsri.post_json(path.format(id=row["id"]), body)
    if answer.status_code == 200:
        # Asking for nothing but that the case is held, or nobody's, is sound.
        assert path.endswith(("hold", "{id}", "bulk"))
    else:
        assert told(answer)[1] in CODES
        assert answer.status_code in (400, 404, 409, 422)


@pytest.mark.parametrize("field", ["id", "packets", "card", "key", "state", "assignee"])
@given(value=ODD)
@quick
def test_one_odd_field_spoils_a_case(somsri: Person, field: str, value: object) -> None:
    before = changes(somsri)["next"]
    sound: dict[str, object] = {"state": "received", "assignee": None, "packets": []}
    answer = somsri.post_json("cases", {**new_case(), **sound, field: value})
    # What is odd by its look may be sound: no packets, nobody, this very state, a card.
    taken = answer.status_code == 201
    assert taken == (changes(somsri)["next"] > before)
    if not taken:
        assert 400 <= answer.status_code < 500


@given(
    data=st.binary(max_size=60) | st.just(b"[" * 100_000) | st.just(b'{"version":' + b"9" * 9999)
)
@quick
def test_what_is_not_json_is_refused(somsri: Person, data: bytes) -> None:
    options: dict[str, Any] = {"data": data, "content_type": "application/json"}
    somsri.open_page()
    answer = somsri.ask("POST", "/desk/api/cases", **options)
    assert told(answer) == (400, "form_invalid")


@pytest.mark.parametrize("size", [0, 27, 28, 1051, 1053, 256 * 1024 + 1052])
def test_a_card_of_another_size_is_refused(somsri: Person, size: int) -> None:
    answer = somsri.post_json("cases", new_case(card=encode_url(bytes(size))))
    assert told(answer) == (422, "card_malformed")


@pytest.mark.parametrize("steps", [1, 256])
def test_cards_of_the_least_and_the_greatest_size_are_taken(somsri: Person, steps: int) -> None:
    row = opened(somsri, card=card(steps))
    assert len(somsri.get(f"blocks/{row['seq']}").data) == steps * 1024 + 28


@pytest.mark.parametrize("steps", [1024, 1025])
def test_a_block_is_bounded(somsri: Person, steps: int) -> None:
    for _ in range(2):
        opened(somsri)
    body = {"replaces": [1, 2], "key": key(), "count": 2, "file": card(steps)}
    answer = somsri.post_json("blocks", body)
    assert answer.status_code == (200 if steps == 1024 else 422)


def test_a_bulk_is_bounded(somsri: Person) -> None:
    row = opened(somsri)
    one = {"id": row["id"], "version": 9, "assignee": None}
    answer = somsri.post_json("cases/bulk", {"changes": [one] * 500})
    assert {result["code"] for result in (answer.json or {})["results"]} == {"case_conflict"}
    for many in ([one] * 501, []):
        assert told(somsri.post_json("cases/bulk", {"changes": many})) == (400, "form_invalid")


@pytest.mark.parametrize(("mebibytes", "code"), [(5, "form_too_large"), (9, "http_413")])
def test_a_body_is_bounded(somsri: Person, mebibytes: int, code: str) -> None:
    large = {"changes": ["x" * (mebibytes * 1024 * 1024)]}
    assert told(somsri.post_json("cases/bulk", large)) == (413, code)


def test_a_form_is_not_taken_for_json(somsri: Person) -> None:
    answer = somsri.post("cases", id="0" * 32)
    assert (told(answer), (answer.json or {})["field"]) == ((400, "form_invalid"), "content-type")
