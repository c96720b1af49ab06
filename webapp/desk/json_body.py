"""Reads JSON that browsers post, field by field; names the first field that is at fault."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import NoReturn, TypeVar

from flask import request

from webapp.crypto.base64 import decode_url
from webapp.errors import FormInvalid, FormTooLarge

Value = TypeVar("Value")
MOST_BYTES = 4 * 1024 * 1024
TYPE = "application/json"
_ID = re.compile(r"[0-9a-f]{32}")
_LARGEST = 2**53 - 1  # what every JavaScript engine counts exactly


class Body:
    """One JSON object whose every read either yields a checked value or raises FormInvalid."""

    def __init__(self, value: object, path: str = "body") -> None:
        if not isinstance(value, dict):
            raise FormInvalid(field=path)
        self._value = value

    @classmethod
    def read(cls) -> Body:
        """The body of this request."""
        if request.mimetype != TYPE:
            raise FormInvalid(field="content-type")
        data = request.get_data(cache=False)
        if len(data) > MOST_BYTES:
            raise FormTooLarge(limit=MOST_BYTES)
        return cls.parse(data)

    @classmethod
    def parse(cls, data: bytes) -> Body:
        """The object in UTF-8 JSON."""
        try:
            return cls(json.loads(data.decode("utf-8"), parse_constant=_no_constant))
        except (ValueError, RecursionError) as error:
            raise FormInvalid(field="body") from error

    def has(self, name: str) -> bool:
        """Whether the field is there, null or not."""
        return name in self._value

    def inner(self, name: str) -> Body:
        """The object under `name`."""
        return Body(self._take(name), name)

    def items(self, name: str, most: int) -> list[Body]:
        """The objects of a list of 1 to `most`."""
        value = self._list(name, most)
        if not value:
            raise FormInvalid(field=name)
        return [Body(item, name) for item in value]

    def id(self, name: str) -> str:
        """32 lower-case hex digits."""
        return _id(self._take(name), name)

    def ids(self, name: str, most: int) -> tuple[str, ...]:
        """A list of at most `most` different ids."""
        return _different([_id(item, name) for item in self._list(name, most)], name)

    def number(self, name: str, least: int = 1, most: int = _LARGEST) -> int:
        """A whole number in these bounds."""
        return _number(self._take(name), name, least, most)

    def numbers(self, name: str, most: int) -> tuple[int, ...]:
        """A list of at most `most` different whole numbers from 1."""
        values = [_number(item, name, 1, _LARGEST) for item in self._list(name, most)]
        return _different(values, name)

    def choice(self, name: str, words: Sequence[str]) -> str:
        """One of `words`."""
        value = self._take(name)
        if not isinstance(value, str) or value not in words:
            raise FormInvalid(field=name)
        return value

    def text(self, name: str, most: int) -> str:
        """At most so many characters."""
        value = self._take(name)
        if not isinstance(value, str) or len(value) > most:
            raise FormInvalid(field=name)
        return value

    def truth(self, name: str) -> bool:
        """True or false."""
        value = self._take(name)
        if not isinstance(value, bool):
            raise FormInvalid(field=name)
        return value

    def octets_if_any(self, name: str) -> bytes | None:
        """The same, of a field that may be absent or null."""
        return None if self._value.get(name) is None else self.octets(name)

    def octets(self, name: str) -> bytes:
        """Bytes in canonical base64url."""
        value = self._take(name)
        if not isinstance(value, str):
            raise FormInvalid(field=name)
        try:
            return decode_url(value)
        except ValueError as error:
            raise FormInvalid(field=name) from error

    def nullable(self, name: str, read: Callable[[str], Value]) -> Value | None:
        """None for a field that is null or not there."""
        return None if self._value.get(name) is None else read(name)

    def _take(self, name: str) -> object:
        if name not in self._value:
            raise FormInvalid(field=name)
        return self._value[name]

    def _list(self, name: str, most: int) -> list[object]:
        value = self._take(name)
        if not isinstance(value, list) or len(value) > most:
            raise FormInvalid(field=name)
        return value


def _id(value: object, name: str) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise FormInvalid(field=name)
    return value


def _number(value: object, name: str, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise FormInvalid(field=name)
    return value


def _different(values: list[Value], name: str) -> tuple[Value, ...]:
    if len(set(values)) != len(values):
        raise FormInvalid(field=name)
    return tuple(values)


def _no_constant(_: str) -> NoReturn:
    raise ValueError("NaN and Infinity are not JSON")
