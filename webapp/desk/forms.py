"""What posts to the desk must look like, as WTForms; binary fields are canonical base64url."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, StringField, ValidationError
from wtforms.validators import AnyOf, InputRequired, Length, Optional, Regexp
from wtforms.widgets import TextInput

from webapp.crypto.base64 import decode_url
from webapp.crypto.errors import AgeError
from webapp.crypto.header import read_header
from webapp.crypto.recipients import HybridRecipient
from webapp.desk.roles import Role
from webapp.desk.team.names import fold, is_name
from webapp.errors import FormInvalid, KeyInvalid

# nonce ‖ "AGE-SECRET-KEY-PQ-1" and 58 more signs ‖ tag, and a little room.
WRAPPED_IDENTITY = (60, 256)
KEY_FILE = (1000, 8192)


def is_key_file(data: bytes) -> bool:
    """Whether it looks like an age file to exactly one hybrid recipient."""
    try:
        return [stanza.args[0] for stanza in read_header(data).stanzas] == ["mlkem768x25519"]
    except AgeError:
        return False


class BytesField(Field):  # type: ignore[misc]
    """Canonical unpadded base64url of `least` to `most` bytes."""

    widget = TextInput()

    def __init__(
        self, least: int, most: int | None = None, *, needed: bool = True, **options: Any
    ) -> None:
        super().__init__(validators=[InputRequired() if needed else Optional()], **options)
        self.least, self.most, self.needed = least, most or least, needed
        self.data: bytes | None = None

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or (not valuelist[0] and not self.needed):
            return
        self.data = decode_url(valuelist[0])
        if not self.least <= len(self.data) <= self.most:
            raise ValueError("of another length")


class NameField(StringField):  # type: ignore[misc]
    """A sign-in name, folded to its one spelling."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = fold(valuelist[0]) if valuelist else None

    def pre_validate(self, _form: FlaskForm) -> None:
        if self.data is None or not is_name(self.data):
            raise ValidationError("not a name")


class DeskForm(FlaskForm):  # type: ignore[misc]
    """A form of the desk; the gate has checked its CSRF token already."""

    @classmethod
    def read(cls) -> Any:
        """The valid form of this request; raises FormInvalid naming the first faulty field."""
        form = cls()
        if not form.validate():
            raise FormInvalid(field=next(iter(form.errors)))
        return form


class TokenForm(DeskForm):
    token = BytesField(32)


class NameForm(DeskForm):
    name = NameField()


class SignInForm(NameForm):
    authentication = BytesField(32)


class AgainForm(DeskForm):
    authentication = BytesField(32)


class CodeForm(DeskForm):
    code = StringField(validators=[InputRequired(), Length(max=64)])


class TurnCodesOnForm(CodeForm):
    token = BytesField(56)


class NewPasskeyForm(DeskForm):
    client_data = BytesField(64, 4096)
    attestation = BytesField(32, 8192)
    label = StringField(validators=[InputRequired(), Length(max=64)])
    salt = BytesField(32, needed=False)
    identity = BytesField(*WRAPPED_IDENTITY, needed=False)


class LabelForm(DeskForm):
    label = StringField(validators=[InputRequired(), Length(max=64)])


class AssertionForm(DeskForm):
    credential = BytesField(1, 1023)
    client_data = BytesField(64, 4096)
    authenticator_data = BytesField(37, 4096)
    signature = BytesField(32, 1024)


class SignOutForm(DeskForm):
    everywhere = StringField()


class SheetForm(DeskForm):
    """A new sheet; `authentication` shows the passphrase once more, if no passkey was touched."""

    authentication = BytesField(32, needed=False)
    sheet = BytesField(32)
    identity = BytesField(*WRAPPED_IDENTITY)


class OpenSheetForm(NameForm):
    sheet = BytesField(32)


class RestoreForm(SignInForm):
    sheet = BytesField(32)
    salt = BytesField(16)
    identity = BytesField(*WRAPPED_IDENTITY)


class VouchForm(DeskForm):
    key = StringField(validators=[Regexp(r"[0-9a-f]{32}\Z")])
    signing = BytesField(32)
    vouch = BytesField(64)


class RoleForm(DeskForm):
    role = StringField(validators=[AnyOf([role.value for role in Role])])


class KeyFileForm(DeskForm):
    file = BytesField(*KEY_FILE, needed=False)

    def validate_file(self, field: BytesField) -> None:
        if not is_key_file(field.data or b""):
            raise ValidationError("not an age file to one hybrid recipient")


class InviteForm(RoleForm, KeyFileForm):
    token_hash = BytesField(32)
    key = StringField(validators=[Length(max=32)])


class DemandForm(DeskForm):
    demanded = StringField(validators=[AnyOf(["yes", "no"])])


class RecipientForm(DeskForm):
    recipient = StringField(validators=[InputRequired()])

    def validate_recipient(self, field: StringField) -> None:
        try:
            HybridRecipient.parse(field.data)
        except KeyInvalid as error:
            raise ValidationError("not a hybrid recipient") from error


class PleaForm(SignInForm, RecipientForm):
    salt = BytesField(16)
    signing = BytesField(32)
    identity = BytesField(*WRAPPED_IDENTITY)


class JoinForm(SignInForm, RecipientForm, KeyFileForm):
    token = BytesField(32)
    salt = BytesField(16)
    identity = BytesField(*WRAPPED_IDENTITY)


class ReminderForm(DeskForm):
    """Where a moderator wants to be reminded; empty for nowhere."""

    address = StringField(validators=[Length(max=254)])


class EndpointForm(DeskForm):
    """An address at a push service; empty for all that one has."""

    endpoint = StringField(validators=[Length(max=1024)])


class PushForm(DeskForm):
    """A browser's subscription (Push API §7, `PushSubscription`)."""

    endpoint = StringField(validators=[InputRequired(), Length(max=1024)])
    point = BytesField(65)
    auth = BytesField(16)
