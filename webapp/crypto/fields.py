"""Reads JSON from strangers field by field, and names the field that is at fault.

Only what JSON has in every language is relied on: numbers count by value (`1.0` is one), a
repeated key counts as its last, characters are Unicode scalar values.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import NoReturn, TypeVar

from webapp.crypto import limits
from webapp.errors import PacketLimits, PacketReport

Value = TypeVar("Value")


def fault(field: str) -> PacketReport:
    """The error for a field that is missing or malformed."""
    return PacketReport(field=field)


class Fields:
    """One JSON object whose every read either yields a checked value or raises."""

    def __init__(self, value: object, path: str) -> None:
        if not isinstance(value, dict):
            raise fault(path)
        self._value = value
        self._path = path

    @classmethod
    def parse(cls, data: bytes, name: str = "report.json") -> Fields:
        """The object in UTF-8 JSON without a byte order mark; raises PacketReport."""
        try:
            value = json.loads(data.decode("utf-8"), parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise fault(name) from error
        return cls(value, name)

    def inner(self, name: str) -> Fields:
        """The object under `name`."""
        return Fields(self._take(name), name)

    def items(self, name: str, most: int) -> list[Fields]:
        """The objects of the list under `name`."""
        return [Fields(item, name) for item in self._list(name, most)]

    def string(self, name: str, most: int = limits.STRING_CHARACTERS) -> str:
        """A string of at most `most` characters, counted as Unicode scalar values."""
        value = self._take(name)
        if not isinstance(value, str) or (not value.isascii() and _has_surrogate(value)):
            raise fault(name)
        if len(value) > most:
            raise PacketLimits(field=name)
        return value

    def matching(self, name: str, pattern: str) -> str:
        """A string that the pattern matches as a whole."""
        value = self.string(name)
        if not re.fullmatch(pattern, value):
            raise fault(name)
        return value

    def choice(self, name: str, words: Sequence[str]) -> str:
        """One of `words`."""
        value = self.string(name)
        if value not in words:
            raise fault(name)
        return value

    def words(self, name: str, known: Sequence[str]) -> tuple[str, ...]:
        """A list of different words, each of them known."""
        values = self._list(name, len(known))
        if any(value not in known for value in values) or len(set(values)) != len(values):
            raise fault(name)
        return tuple(str(value) for value in values)

    def integer(self, name: str, most: int | None = None) -> int:
        """A whole number that is not negative."""
        value = self._take(name)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise fault(name)
        if most is not None and value > most:
            raise PacketLimits(field=name)
        return value

    def day(self, name: str) -> str:
        """A day that the Gregorian calendar has, from 2000 to 2199."""
        value = self.matching(name, r"2[01][0-9]{2}-[0-9]{2}-[0-9]{2}")
        try:
            date.fromisoformat(value)
        except ValueError as error:
            raise fault(name) from error
        return value

    def nullable(self, name: str, read: Callable[[str], Value]) -> Value | None:
        """None for a written null, else what `read` makes of the field."""
        return None if self._take(name) is None else read(name)

    def optional(self, name: str, read: Callable[[str], Value]) -> Value | None:
        """As `nullable`, for a field that came later: older writers leave it out."""
        return self.nullable(name, read) if name in self._value else None

    def _take(self, name: str) -> object:
        if name not in self._value:
            raise fault(name)
        return self._value[name]

    def _list(self, name: str, most: int) -> list[object]:
        value = self._take(name)
        if not isinstance(value, list):
            raise fault(name)
        if len(value) > most:
            raise PacketLimits(field=name)
        return value


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


def _no_constant(_: str) -> NoReturn:
    raise ValueError("NaN and Infinity are not JSON")
