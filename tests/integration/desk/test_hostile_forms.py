"""Whatever is posted, the answer is one of ours: never a crash, never a way in."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.desk_people import Person, new_desk
from webapp.desk.access import throttle
from webapp.models import Moderator, db

FIELDS = ("token", "name", "salt", "authentication", "recipient", "identity", "file")
ODD = st.one_of(
    st.text(max_size=60),
    st.text("ABCabc012-_=+/ ", max_size=21),
    st.sampled_from(["A" * 23, "A" * 42, "_" * 43, "\0", "ก" * 64, "age1pq1q", "🌙" * 20]),
)
FORMS = st.dictionaries(st.sampled_from(FIELDS), ODD)
ROUTES = st.sampled_from(["invitation", "join", "salt", "sign-in"])
quick = settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@given(route=ROUTES, form=FORMS)
@quick
def test_odd_forms_are_refused_in_our_own_words(
    app: Flask, route: str, form: dict[str, str]
) -> None:
    throttle.limiter.reset()
    person = Person(app.test_client())
    answer = person.post(route, **form)
    assert answer.status_code in (200, 400, 401, 404)
    if answer.status_code == 200:
        assert route == "salt"
    else:
        assert answer.json
        assert answer.json["code"] in ("form_invalid", "sign_in_refused", "invitation_unknown")
    assert db.session.query(Moderator).count() == 0


@pytest.mark.parametrize("field", FIELDS)
@given(value=ODD)
@quick
def test_one_odd_field_spoils_a_sign_up(app: Flask, field: str, value: str) -> None:
    person = Person(app.test_client())
    secret = _secret(app)
    fields = person.joining(secret, "somsri")
    if field == "name":
        value += " !"
    answer = person.post("join", **{**fields, field: value})
    assert answer.status_code in (400, 404)
    assert db.session.query(Moderator).count() == 0


def _secret(app: Flask) -> bytes:
    if "test.secret" not in app.extensions:
        app.extensions["test.secret"] = new_desk("nan").invitation_secret
    found: bytes = app.extensions["test.secret"]
    return found
