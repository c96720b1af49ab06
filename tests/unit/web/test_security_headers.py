"""Security headers on whatever leaves: every route, every error, every file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from webapp import create_app
from webapp.config import ConfigError, Settings
from webapp.models import Desk, db, schema
from webapp.web.assets import Assets
from webapp.web.headers import PLAYER, SecurityHeaders, content_security_policy, player_policy
from webapp.web.pages import Page, read_build
from webapp.web.plain.policy import POLICY, is_plain
from webapp.web.sessions import is_desk
from webapp.web.transaction import transaction

EXPECTED = {
    "Content-Security-Policy": content_security_policy(),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    made = create_app(Settings.from_env({"DATA_DIR": str(tmp_path)}))
    with made.app_context():
        schema.upgrade(db.engine)
        yield made
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def policy_of(path: str, otherwise: str) -> str:
    """Only the desk may hold a frame, and what is in it has a policy of its own."""
    if path == PLAYER:
        player = read_build().player
        return player_policy(player) if player else otherwise
    if is_desk(path):
        return content_security_policy(desk=True)
    return POLICY if is_plain(path) else otherwise


def assert_safe(answer: TestResponse) -> None:
    for name, value in EXPECTED.items():
        if name == "Content-Security-Policy":
            value = policy_of(answer.request.path, value)
        assert answer.headers.get_all(name) == [value], (answer.request.path, name)
    allowed = answer.headers["Permissions-Policy"].split(", ")
    assert {"camera=()", "geolocation=()", "microphone=(self)"} <= set(allowed)
    assert [feature for feature in allowed if not feature.endswith("=()")] == ["microphone=(self)"]


def address(rule: Rule) -> str:
    numbers = {"number": 7}
    built = rule.build({**dict.fromkeys(rule.arguments, "ab" * 16), **numbers})
    assert built is not None
    return str(built[1])


def test_every_route_and_method(app: Flask, client: FlaskClient) -> None:
    for rule in app.url_map.iter_rules():
        for method in METHODS:
            answer = client.open(address(rule), method=method)
            assert_safe(answer)
            if answer.status_code >= 400 and method != "HEAD":
                # A page for people has its code in a header.
                coded = "Hinghoi-Error" in answer.headers
                assert coded or answer.content_type == "application/problem+json", (rule, method)


def test_reporters_get_no_cookie_whatever_they_ask(app: Flask, client: FlaskClient) -> None:
    for rule in app.url_map.iter_rules():
        if not address(rule).startswith("/desk"):
            for method in METHODS:
                answer = client.open(address(rule), method=method)
                assert "Set-Cookie" not in answer.headers, rule
                assert "Cookie" not in answer.headers.get("Vary", ""), rule


def test_moderators_pages_are_never_stored(client: FlaskClient) -> None:
    for path in ("/desk", "/desk/api/packets", "/desk/nothing"):
        assert client.get(path).headers.get_all("Cache-Control") == ["no-store"]


def test_errors_of_every_kind_are_problems(app: Flask, client: FlaskClient) -> None:
    missing = client.get("/nowhere")
    assert (missing.status_code, missing.json["code"]) == (404, "http_404")  # type: ignore[index]
    wrong = client.put("/api/desks")
    assert (wrong.status_code, wrong.json["code"]) == (405, "http_405")  # type: ignore[index]
    assert "GET" in wrong.headers["Allow"]


def test_a_bug_tells_nothing(app: Flask, client: FlaskClient) -> None:
    def broken() -> str:
        raise RuntimeError("secret words")

    app.add_url_rule("/broken", view_func=broken)
    answer = client.get("/broken")
    assert (answer.status_code, answer.json["code"]) == (500, "internal")  # type: ignore[index]
    assert "secret words" not in answer.text
    assert_safe(answer)


def test_https_is_kept(tmp_path: Path) -> None:
    env = {"DATA_DIR": str(tmp_path), "PUBLIC_URL": "https://h.example"}
    answer = create_app(Settings.from_env(env)).test_client().get("/nowhere")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")


def built(folder: Path) -> Path:
    """A small built client, as the build lays it out."""
    build = folder / "build"
    build.mkdir()
    (folder / "manifest.webmanifest").write_text("{}")
    (build / "th.html").write_text("<!doctype html>")
    (build / "th.html.gz").write_bytes(b"packed")
    (build / "sw.js").write_text("//")
    (build / "report.th.0123456789.js").write_text("//")
    (build / "manifest.json").write_text(
        '{"version":"1","assets":{},"pages":{"/":{"file":"th.html",'
        '"script":["sha256-abc"],"style":["sha256-def"]}}}'
    )
    return folder


def test_built_files_are_served_packed_and_by_their_rules(tmp_path: Path, app: Flask) -> None:
    build = read_build(static := built(tmp_path))
    app.wsgi_app = SecurityHeaders(  # type: ignore[assignment, method-assign]
        Assets(Flask("inner", static_folder=None).wsgi_app, build, static), build.pages, https=False
    )
    client = app.test_client()
    page = client.get("/", headers={"Accept-Encoding": "gzip"}, buffered=True)
    assert page.data == b"packed"
    assert page.headers["Content-Security-Policy"] == content_security_policy(build.pages["/"])
    assert "script-src 'self' 'sha256-abc';" in page.headers["Content-Security-Policy"]
    assert page.headers["Cache-Control"] == "no-cache"
    assert client.get("/sw.js", buffered=True).headers["Cache-Control"] == "no-cache"
    script = client.get("/build/report.th.0123456789.js", buffered=True)
    assert "immutable" in script.headers["Cache-Control"]
    manifest = client.get("/manifest.webmanifest", buffered=True)
    assert manifest.content_type == "application/manifest+json"
    assert "Access-Control-Allow-Origin" not in manifest.headers
    for answer in (script, manifest):
        assert_safe(answer)


def test_the_policy_allows_nothing_unsafe() -> None:
    policy = content_security_policy(Page("th.html", ("sha256-a",), ("sha256-b",)))
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "require-trusted-types-for 'script'; trusted-types hinghoi" in policy


def test_what_plays_a_strangers_film_has_no_origin_and_no_network() -> None:
    policy = player_policy(Page("player.html", ("sha256-a",), ("sha256-b",)))
    assert policy.startswith("sandbox allow-scripts; default-src 'none'; ")
    sources = {source for rule in policy.split("; ")[1:] for source in rule.split()[1:]}
    assert sources == {"'none'", "'self'", "blob:", "'script'", "'sha256-a'", "'sha256-b'"}
    assert "frame-ancestors 'self'" in policy
    assert policy.count("'self'") == 1


def test_writing_outside_a_transaction_is_refused(app: Flask) -> None:
    db.session.add(Desk(id="x"))
    with pytest.raises(RuntimeError, match="outside a transaction"), transaction():
        pass
    db.session.rollback()
    assert db.session.scalars(select(Desk)).all() == []


def test_tor_browser_is_told_of_the_onion_service(tmp_path: Path) -> None:
    onion = f"http://{'a2' * 28}.onion"
    app = create_app(Settings.from_env({"DATA_DIR": str(tmp_path), "ONION_URL": f"{onion}/"}))
    page = Page("th.html", (), ())
    app.wsgi_app = SecurityHeaders(  # type: ignore[assignment, method-assign]
        Flask("inner", static_folder=None).wsgi_app, {"/en": page}, https=True, onion=onion
    )
    client = app.test_client()
    assert client.get("/en?w=nan-7").headers["Onion-Location"] == f"{onion}/en"
    assert "Onion-Location" not in client.get("/api/desks").headers


def test_an_onion_address_that_is_none_stops_the_start() -> None:
    with pytest.raises(ConfigError, match="ONION_URL"):
        Settings.from_env({"ONION_URL": "https://example.org"})


def test_the_policy_names_no_other_origin() -> None:
    policy = content_security_policy(Page("th.html", ("sha256-a",), ("sha256-b",)))
    sources = {source for rule in policy.split("; ") for source in rule.split()[1:]}
    ours = {"'none'", "'self'", "blob:", "'script'", "hinghoi", "'sha256-a'", "'sha256-b'"}
    assert sources == ours
