"""Every error leaves as RFC 9457 problem+json with a stable code, and tells nothing else."""

from __future__ import annotations

import json
import logging
from http import HTTPStatus

from flask import Flask, Response, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from webapp.errors import HinghoiError
from webapp.web.transaction import as_problem

log = logging.getLogger(__name__)

TYPE = "application/problem+json"


def problem(error: HinghoiError) -> Response:
    """The answer for one of our own errors; `retry_after` and `offset` also become headers."""
    answer = _answer(error.status, error.code, error.title, dict(error.members))
    if "retry_after" in error.members:
        answer.headers["Retry-After"] = str(error.members["retry_after"])
    if "offset" in error.members:
        answer.headers["Upload-Offset"] = str(error.members["offset"])
    return answer


def _answer(status: int, code: str, title: str, members: dict[str, int | str]) -> Response:
    body = {"type": f"/errors#{code}", "title": title, "status": status, "code": code, **members}
    # A HEAD's answer has no body; its code is in the status and the headers.
    text = "" if request.method == "HEAD" else json.dumps(body, ensure_ascii=False)
    answer = Response(text, status=status, content_type=TYPE)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _http(error: HTTPException) -> Response:
    """The answer for what Flask and Werkzeug raise: 404, 405, 413 and their like."""
    if error.code is None or error.code < 400:
        return Response(error.get_response().response, error.code, error.get_headers())
    title = HTTPStatus(error.code).phrase
    answer = _answer(error.code, f"http_{error.code}", title, {})
    for name, value in error.get_headers():
        if name not in ("Content-Type", "Content-Length"):
            answer.headers[name] = value
    return answer


def _database(error: SQLAlchemyError) -> Response:
    known = as_problem(error)
    return problem(known) if known else _unexpected(error)


def _unexpected(error: Exception) -> Response:
    log.error("unexpected", exc_info=error)
    return problem(HinghoiError())


def register_problems(app: Flask) -> None:
    """Make every error of `app` a problem."""
    app.register_error_handler(HinghoiError, problem)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(SQLAlchemyError, _database)
    app.register_error_handler(Exception, _unexpected)
