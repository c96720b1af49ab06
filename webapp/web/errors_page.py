"""The page that every problem's `type` points to: all codes with their meaning."""

from __future__ import annotations

from flask import Blueprint, Response
from markupsafe import Markup

from webapp.errors import table

blueprint = Blueprint("errors", __name__)


@blueprint.get("/errors")
def errors() -> Response:
    """The table of errors; `/errors#<code>` is a problem's type (RFC 9457 §3.1.1)."""
    rows = Markup("").join(
        Markup('<dt id="{code}"><code>{code}</code> ({status})</dt><dd>{title}</dd>').format(
            code=code, status=kind.status, title=kind.title
        )
        for code, kind in sorted(table().items())
    )
    page = Markup('<!doctype html><html lang="en"><title>Errors</title><h1>Errors</h1><dl>{}</dl>')
    return Response(page.format(rows), content_type="text/html; charset=utf-8")
