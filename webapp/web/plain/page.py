"""HTML answers for browsers without JavaScript: pages, and every error as a page in words.

There is no session and no cookie here, so there is nothing that a forged request could act on: a
strange site could make somebody's browser send a report of that site's own words, which it could
as well send itself. This is why these forms carry no CSRF token, and can be posted from a page
that was saved or opened yesterday.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from flask import Blueprint, Response, render_template, request
from markupsafe import Markup
from sqlalchemy.exc import SQLAlchemyError

from webapp.errors import FormInvalid, HinghoiError
from webapp.web.plain.policy import ROOT, STYLE
from webapp.web.transaction import as_problem
from webapp.web.words import words

log = logging.getLogger(__name__)

LANGUAGES = ("th", "en")
_HOMES = {"th": "/", "en": "/en"}
# The other codes get the sentence for all that is unforeseen.
_SENTENCES = {
    "busy": "plain.error.busy",
    "storage_full": "plain.error.full",
    "packet_limits": "plain.too_long",
    "too_many_tries": "plain.error.too_many",
    "form_too_large": "plain.error.too_large",
    "form_invalid": "plain.error.form",
    "letter_unknown": "plain.error.letter_unknown",
    "file_unreadable": "error.broken",
    "file_type_unsupported": "error.type_unsupported",
    "file_too_large": "error.too_large",
    "file_not_clean": "error.not_clean",
    "file_encrypted": "error.encrypted",
    "file_archive": "error.archive",
    "file_no_clean_way": "error.no_clean_way",
}


def language() -> str:
    """That of the address: `/plain/en…` is English, everything else Thai."""
    return "en" if f"{request.path}/".startswith(f"{ROOT}/en/") else "th"


def address(path: str = "", chosen: str = "") -> str:
    """The address of a page of these in a language; by default that of this request."""
    return ROOT + ("/en" if (chosen or language()) == "en" else "") + path


def say(key: str, **values: object) -> str:
    """A sentence of the catalogue in the language of the request."""
    found = words(language())[key]
    return found.format(**values) if values else found


def say_error(error: HinghoiError) -> str:
    """What to do about an error, in words."""
    return say(key_of(error))


def key_of(error: HinghoiError) -> str:
    """The catalogue's key of that sentence."""
    return _SENTENCES.get(error.code, "plain.error.internal")


def page(template: str, status: int = 200, **facts: object) -> Response:
    """A page of `templates/plain`; only Jinja's escaping puts anything into it."""
    here = language()
    html = render_template(
        f"plain/{template}.html",
        t=say,
        address=address,
        language=here,
        other=next(each for each in LANGUAGES if each != here),
        home=_HOMES[here],
        style=Markup(STYLE),  # noqa: S704
        say_error=say_error,
        **facts,
    )
    answer = Response(html, status, content_type="text/html; charset=utf-8")
    return coded(answer, FormInvalid()) if status >= 400 else answer


def coded(answer: Response, error: HinghoiError) -> Response:
    """The answer, with the error's code for programs in a header."""
    answer.headers["Hinghoi-Error"] = error.code
    return answer


def error_page(error: HinghoiError) -> Response:
    """The page for an error; its code is in a header as well."""
    shown = page("error", error.status, code=error.code, sentence=say_error(error))
    answer = coded(shown, error)
    if "retry_after" in error.members:
        answer.headers["Retry-After"] = str(error.members["retry_after"])
    return answer


def make_blueprint(name: str) -> Blueprint:
    """A blueprint whose answers are kept nowhere, and whose errors are pages."""
    made = Blueprint(name, __name__)
    made.after_request(_keep_nothing)
    made.register_error_handler(HinghoiError, error_page)
    made.register_error_handler(SQLAlchemyError, _unexpected)
    made.register_error_handler(Exception, _unexpected)
    return made


def in_both(
    blueprint: Blueprint, path: str, method: str
) -> Callable[[Callable[[], Response]], Callable[[], Response]]:
    """Registers a view under its Thai and its English address."""

    def register(view: Callable[[], Response]) -> Callable[[], Response]:
        for chosen in LANGUAGES:
            rule, name = address(path, chosen), f"{view.__name__}_{chosen}"
            blueprint.add_url_rule(rule, name, view, methods=[method])
        return view

    return register


def _keep_nothing(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _unexpected(error: Exception) -> Response:
    known = as_problem(error)
    if known is None:
        log.error("unexpected", exc_info=error)
    return error_page(known or HinghoiError())
