"""What is posted to the pages without JavaScript, as WTForms.

No CSRF token: webapp/web/plain/page.py says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, SelectMultipleField, StringField, ValidationError
from wtforms.validators import AnyOf, Length, Optional

from webapp.crypto import limits
from webapp.crypto.report import ANSWERS, CATEGORIES
from webapp.intake.plain_desks import OpenDesk


class PlainForm(FlaskForm):  # type: ignore[misc]
    """What a report and an answer have in common; `text` keeps its line breaks as LF."""

    class Meta:
        csrf = False

    text = StringField(
        validators=[Length(max=limits.TEXT_CHARACTERS, message="plain.too_long")],
        filters=[lambda text: (text or "").replace("\r\n", "\n").strip()],
    )
    desk = SelectMultipleField()
    leave_out = BooleanField(false_values=("", "0"))

    def __init__(self, posted: MultiDict[str, str], desks: Sequence[OpenDesk]) -> None:
        super().__init__(formdata=posted)
        self.desk.choices = list(dict.fromkeys(desk.id for desk in desks))

    def validate_desk(self, field: SelectMultipleField) -> None:
        if not field.data:
            raise ValidationError("report.no_desk")
        field.data = list(dict.fromkeys(field.data))[: limits.DESKS]

    def faults(self) -> list[str]:
        """The catalogue's keys of what is wrong, each once; empty when nothing is."""
        self.validate()
        found = [message for messages in self.errors.values() for message in messages]
        return list(dict.fromkeys(one if _is_key(one) else "plain.error.form" for one in found))


def _short() -> Any:
    return StringField(
        validators=[Length(max=limits.STRING_CHARACTERS, message="plain.too_long")],
        filters=[lambda text: (text or "").strip()],
    )


class ReportForm(PlainForm):
    category = StringField(validators=[Optional(), AnyOf(CATEGORIES)])
    place = _short()
    when = _short()
    agency = _short()
    accused = _short()

    def validate_text(self, field: StringField) -> None:
        if not field.data and not self.category.data:
            raise ValidationError("page.text_missing")


class AnswerForm(PlainForm):
    answer = StringField(validators=[Optional(), AnyOf(ANSWERS)])
    code = StringField()


def _is_key(message: object) -> bool:
    return str(message) in ("plain.too_long", "report.no_desk", "page.text_missing")
