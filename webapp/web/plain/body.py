"""Reads a posted form into memory and nowhere else.

Werkzeug writes the files of a form to temporary files once they exceed 500 KB, and what is posted
to the pages without JavaScript is plaintext. Its parser is used with a stream of our own, under a
limit for the whole, for the parts and for the text, and never through `request.form`.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any

from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser
from werkzeug.http import parse_options_header
from werkzeug.wsgi import get_content_length, get_input_stream

from webapp.errors import FormInvalid, FormTooLarge

FIELD_BYTES = 256 * 1024  # 20,000 Thai characters take 60,000 bytes
MOST_PARTS = 80
PATIENCE = 15 * 60  # seconds for a whole body: three hundred bytes a second for a report's text


@dataclass(frozen=True)
class Posted:
    """The fields of a form, and the bytes of its files, whose names are forgotten here."""

    fields: MultiDict[str, str]
    files: tuple[bytes, ...]


class _InTime:
    """A stream that ends in an error when it takes too long as a whole, silent or not."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._until = time.monotonic() + PATIENCE

    def read(self, size: int = -1) -> bytes:
        if time.monotonic() > self._until:
            raise OSError("too slow")
        return self._stream.read(size)


def read_form(environ: dict[str, Any], limit: int) -> Posted:
    """The form in a request's body of at most `limit` bytes.

    Raises FormTooLarge, before reading when the length is announced, and FormInvalid.
    """
    mimetype, options = parse_options_header(environ.get("CONTENT_TYPE"))
    parser = FormDataParser(
        stream_factory=_in_memory,
        max_form_memory_size=FIELD_BYTES,
        max_form_parts=MOST_PARTS,
        silent=False,
    )
    try:
        stream: Any = _InTime(get_input_stream(environ, max_content_length=limit))
        length = get_content_length(environ)
        _, fields, files = parser.parse(stream, mimetype, length, options)
    except RequestEntityTooLarge as error:
        raise FormTooLarge(limit=limit) from error
    # Werkzeug meets hostile framing with all kinds of errors; what a WSGI server raises for a
    # broken connection is its own business. None of their words may reach an answer or a log.
    except Exception as error:
        raise FormInvalid(field="body") from error
    every = (file for _, file in files.items(multi=True))
    return Posted(fields, tuple(_bytes(file) for file in every if _is_there(file)))


def _in_memory(
    total_content_length: int | None,  # noqa: ARG001
    content_type: str | None,  # noqa: ARG001
    filename: str | None,  # noqa: ARG001
    content_length: int | None = None,  # noqa: ARG001
) -> IO[bytes]:
    """Werkzeug's choice of a place for a file's bytes, whatever is announced about it."""
    return BytesIO()


def _is_there(file: FileStorage) -> bool:
    """A browser posts a nameless file of no bytes when none was picked."""
    return bool(file.filename) or bool(file.stream.read(1))


def _bytes(file: FileStorage) -> bytes:
    file.stream.seek(0)
    return file.stream.read()
