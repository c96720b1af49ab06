"""Every error that a person or a program can meet, with its stable code and HTTP status.

One table, so that an offline client can branch on a code and the words live in one place.
This module imports nothing from the project: anything may raise from it without import loops.
"""

from __future__ import annotations

from typing import ClassVar


class HinghoiError(Exception):
    """An error with a stable `code`, the HTTP `status` it has on the wire, and a `title`.

    `members` are extra facts for the reader of the problem (RFC 9457 §3.2), such as `limit`;
    they never hold anything that a reporter wrote.
    """

    code: ClassVar[str] = "internal"
    status: ClassVar[int] = 500
    title: ClassVar[str] = "Something went wrong here; nothing was lost."

    def __init__(self, **members: int | str) -> None:
        super().__init__(self.title)
        self.members = members


def table() -> dict[str, type[HinghoiError]]:
    """All error classes by code, for the documentation and its test."""
    found: dict[str, type[HinghoiError]] = {}
    queue: list[type[HinghoiError]] = [HinghoiError]
    while queue:
        kind = queue.pop()
        if kind.code in found:
            raise AssertionError(f"two errors share the code {kind.code}")
        found[kind.code] = kind
        queue.extend(kind.__subclasses__())
    return found


class PacketUnknown(HinghoiError):
    code = "packet_unknown"
    status = 404
    title = "No such packet is being received here; create it again."


class PacketConflict(HinghoiError):
    code = "packet_conflict"
    status = 409
    title = "Another packet was announced under this id."


class OffsetMismatch(HinghoiError):
    code = "offset_mismatch"
    status = 409
    title = "The server holds another number of bytes; ask with HEAD and go on from there."


class ChecksumMismatch(HinghoiError):
    code = "checksum_mismatch"
    status = 460
    title = "The piece was damaged on its way; send it again."


class ChunkTooLarge(HinghoiError):
    code = "chunk_too_large"
    status = 413
    title = "The piece is larger than the limit; send a smaller one."


class PacketTooLarge(HinghoiError):
    code = "packet_too_large"
    status = 413
    title = "The packet is larger than this server takes."


class PacketLocked(HinghoiError):
    code = "packet_locked"
    status = 423
    title = "Another request is sending this packet; ask with HEAD and go on from there."


class PacketDigestMismatch(HinghoiError):
    code = "packet_digest_mismatch"
    status = 410
    title = "The bytes do not match the announced digest and were discarded; create it again."


class PacketMalformed(HinghoiError):
    code = "packet_malformed"
    status = 422
    title = "This is not a sealed packet for the announced desks."


class PacketComplete(HinghoiError):
    code = "packet_complete"
    status = 409
    title = "The packet is whole and received; it cannot be ended."


class StorageFull(HinghoiError):
    code = "storage_full"
    status = 507
    title = "There is no room left here just now; keep the packet and try later."


class WorkRequired(HinghoiError):
    code = "work_required"
    status = 428
    title = (
        "A new packet needs some work that proves it is not one of thousands; do it and try again."
    )


class Busy(HinghoiError):
    code = "busy"
    status = 503
    title = "The server is busy; try again in a moment."


class DeskKeyUnsigned(HinghoiError):
    code = "desk_key_unsigned"
    status = 409
    title = "Phones know no signing key of this desk, so they would refuse a new key; see keys.md."


class KeyInvalid(HinghoiError):
    code = "key_invalid"
    status = 422
    title = "This is not a key that can be used here, or a letter of it is mistyped."


class PacketNoKey(HinghoiError):
    code = "packet_no_key"
    status = 422
    title = "None of the given keys opens this packet."


class PacketDamaged(HinghoiError):
    code = "packet_damaged"
    status = 422
    title = "This is not a sealed packet, or it was changed or cut short after sealing."


class PacketPadding(HinghoiError):
    code = "packet_padding"
    status = 422
    title = "The packet opened, but it is not padded as the format demands."


class PacketArchive(HinghoiError):
    code = "packet_archive"
    status = 422
    title = "The packet opened, but what is inside is not an archive in the one allowed form."


class PacketReport(HinghoiError):
    code = "packet_report"
    status = 422
    title = "The packet opened, but its report.json is missing something or is malformed."


class PacketVersion(HinghoiError):
    code = "packet_version"
    status = 422
    title = "The packet was made by a newer version; update this program to read it."


class PacketAttachments(HinghoiError):
    code = "packet_attachments"
    status = 422
    title = "The packet opened, but its files are not the ones that its report declares."


class PacketLimits(HinghoiError):
    code = "packet_limits"
    status = 422
    title = "Something in the packet is longer or more than the format allows."


class CourierMalformed(HinghoiError):
    code = "courier_malformed"
    status = 422
    title = "This is not a packet that somebody handed over as a file."


class CourierDamaged(HinghoiError):
    code = "courier_damaged"
    status = 422
    title = "The file lost something on its way; ask for it to be handed over again."


class ReceiptError(HinghoiError):
    code = "receipt_malformed"
    status = 422
    title = "This is not a receipt."


class ReceiptMismatch(ReceiptError):
    code = "receipt_mismatch"
    status = 422
    title = "The receipt is for another packet."


class ReceiptForged(ReceiptError):
    code = "receipt_forged"
    status = 422
    title = "The receipt was not signed by the expected server."


class ReceiptCodeInvalid(HinghoiError):
    code = "receipt_code_invalid"
    status = 422
    title = "This is not a receipt code, or a digit of it is wrong."


class MailboxToken(HinghoiError):
    code = "mailbox_token"
    status = 401
    title = "A mailbox is opened with a token made from the receipt code; there is none here."


class LetterUnknown(HinghoiError):
    code = "letter_unknown"
    status = 404
    title = "No such letter is in this mailbox; it may have been deleted."


class LetterMalformed(HinghoiError):
    code = "letter_malformed"
    status = 422
    title = "This is not a sealed letter to one mailbox."


class LetterNumber(HinghoiError):
    code = "letter_number"
    status = 409
    title = "Somebody of this desk wrote to this mailbox meanwhile; read that first. See `written`."


class FileUnreadable(HinghoiError):
    code = "file_unreadable"
    status = 422
    title = "The file is empty or damaged; nothing could be read from it."


class FileTypeUnsupported(HinghoiError):
    code = "file_type_unsupported"
    status = 415
    title = "Files of this type cannot be cleaned here; send a picture of it instead."


class FileTooLarge(HinghoiError):
    code = "file_too_large"
    status = 413
    title = "The file is larger than can be cleaned here."


class FileNotClean(HinghoiError):
    code = "file_not_clean"
    status = 422
    title = "The file could not be cleaned with certainty, so it was not kept."


class FileEncrypted(HinghoiError):
    code = "file_encrypted"
    status = 422
    title = "The file is locked with a password; save a copy without one and try again."


class FileArchive(HinghoiError):
    code = "file_archive"
    status = 415
    title = "Archives hide too much; unpack it and send the files one by one."


class FileNoCleanWay(HinghoiError):
    code = "file_no_clean_way"
    status = 422
    title = "What hides in this file cannot be taken out safely; send pictures of it instead."


class SignInRequired(HinghoiError):
    code = "sign_in_required"
    status = 401
    title = "Nobody is signed in here, or the session has ended; sign in again."


class SignInRefused(HinghoiError):
    code = "sign_in_refused"
    status = 401
    title = "This name and this passphrase do not belong together."


class ProofRequired(HinghoiError):
    code = "proof_required"
    status = 403
    title = "Show your passphrase once more before you change this."


class SecondFactorRefused(HinghoiError):
    code = "second_factor_refused"
    status = 401
    title = "This code is wrong, was used already or has run out."


class SecondFactorExpired(HinghoiError):
    code = "second_factor_expired"
    status = 401
    title = "The sign-in took too long; begin with the name and the passphrase again."


class SecondFactorRequired(HinghoiError):
    code = "second_factor_required"
    status = 403
    title = "This desk asks everybody for a second factor; add one first."


class PasskeyRefused(HinghoiError):
    code = "passkey_refused"
    status = 401
    title = "This passkey is not known here, or its answer does not fit; try again."


class PasskeyUnavailable(HinghoiError):
    code = "passkey_unavailable"
    status = 409
    title = "Passkeys do not work at this address; use a code, or the desk's usual address."


class PasskeyKnown(HinghoiError):
    code = "passkey_known"
    status = 409
    title = "This passkey was added already."


class PasskeyUnknown(HinghoiError):
    code = "passkey_unknown"
    status = 404
    title = "You have no passkey under this id; it may have been removed already."


class LastAdministrator(HinghoiError):
    code = "last_administrator"
    status = 409
    title = "A desk needs an administrator; make somebody else one first."


class TooManyTries(HinghoiError):
    code = "too_many_tries"
    status = 429
    title = "Too many tries at once; wait a minute and try again."


class CsrfInvalid(HinghoiError):
    code = "csrf_invalid"
    status = 400
    title = "The page is too old for this request; load it again."


class FormInvalid(HinghoiError):
    code = "form_invalid"
    status = 400
    title = "A field is missing or is not in its form."


class FormTooLarge(HinghoiError):
    code = "form_too_large"
    status = 413
    title = "What was posted is larger than this page takes; nothing of it was kept."


class InvitationUnknown(HinghoiError):
    code = "invitation_unknown"
    status = 404
    title = "This invitation was used, has run out or never was; ask for a new one."


class SheetRefused(HinghoiError):
    code = "sheet_refused"
    status = 401
    title = "This name and this recovery sheet do not belong together, or there is a newer sheet."


class SheetUnknown(HinghoiError):
    code = "sheet_unknown"
    status = 409
    title = "There is no recovery sheet yet; make one first."


class PleaUnknown(HinghoiError):
    code = "plea_unknown"
    status = 404
    title = "Nobody of this desk asks to be let back in with this; it may have run out."


class HoldersChanged(HinghoiError):
    code = "holders_changed"
    status = 409
    title = "Who holds the desk's key changed meanwhile; look at the list again."


class PassphraseRefused(HinghoiError):
    code = "passphrase_refused"
    status = 403
    title = "This needs the passphrase once more, and that was not it."


class PushServiceUnknown(HinghoiError):
    code = "push_service_unknown"
    status = 422
    title = "This server does not call this browser's push service."


class PushFull(HinghoiError):
    code = "push_full"
    status = 409
    title = "You are reminded in as many browsers as one may be; turn the others off first."


class NameTaken(HinghoiError):
    code = "name_taken"
    status = 409
    title = "Another moderator has this name; choose another."


class DeskUnknown(HinghoiError):
    code = "desk_unknown"
    status = 404
    title = "There is no desk with this id."


class DeskExists(HinghoiError):
    code = "desk_exists"
    status = 409
    title = "There is a desk with this id, or one with this key, already."


class DeskKeyRefused(HinghoiError):
    code = "desk_key_refused"
    status = 422
    title = "This key opens nothing of this desk."


class RequestInvalid(HinghoiError):
    code = "request_invalid"
    status = 400
    title = "A header or the body is not as the delivery format says; see `field`."


class ProtocolUnsupported(HinghoiError):
    code = "protocol_unsupported"
    status = 412
    title = "This server speaks tus 1.0.0."


class MediaTypeUnsupported(HinghoiError):
    code = "media_type_unsupported"
    status = 415
    title = "A piece must be sent as application/offset+octet-stream."


class PacketDeskUnknown(HinghoiError):
    code = "packet_desk_unknown"
    status = 422
    title = "One of the announced desks does not exist here."


class ShareNeedsApp(HinghoiError):
    code = "share_needs_app"
    status = 403
    title = (
        "What is shared stays on the phone, so this server reads none of it; open the app first."
    )


class RoleRequired(HinghoiError):
    code = "role_required"
    status = 403
    title = "Your part in this desk does not include this; ask its administrator."


class SessionUnknown(HinghoiError):
    code = "session_unknown"
    status = 404
    title = "None of your browsers is signed in under this id; it may have been signed out already."


class ModeratorUnknown(HinghoiError):
    code = "moderator_unknown"
    status = 404
    title = "Nobody at this desk has this name."


class CaseUnknown(HinghoiError):
    code = "case_unknown"
    status = 404
    title = "This desk has no such case; it may have been deleted."


class CaseConflict(HinghoiError):
    code = "case_conflict"
    status = 409
    title = "Somebody changed this case meanwhile; get the changes and decide again. See `version`."


class CaseState(HinghoiError):
    code = "case_state"
    status = 409
    title = "A case in its present state cannot get this one. See `state`."


class PacketTaken(HinghoiError):
    code = "packet_taken"
    status = 409
    title = "This packet is in a case already. See `case`."


class AssigneeUnknown(HinghoiError):
    code = "assignee_unknown"
    status = 422
    title = "Nobody at this desk who reads reports has this id."


class CardMalformed(HinghoiError):
    code = "card_malformed"
    status = 422
    title = "This is not a sealed card or block of cards of an allowed size."


class CardKey(HinghoiError):
    code = "card_key"
    status = 409
    title = "The desk has another key by now; load the keys again and seal anew. See `key`."


class BlockUnknown(HinghoiError):
    code = "block_unknown"
    status = 404
    title = "This block was put into another one meanwhile; get the changes again."


class BlocksChanged(HinghoiError):
    code = "blocks_changed"
    status = 409
    title = "These blocks are not as they were; get the changes again. Nothing was lost."


class NoteConflict(HinghoiError):
    code = "note_conflict"
    status = 409
    title = "Somebody at the desk changed this list meanwhile; look at it and decide again."


class ExportDamaged(HinghoiError):
    code = "export_damaged"
    status = 422
    title = "This is not an export of a desk, or it was changed or cut short."


class ExportManifest(HinghoiError):
    code = "export_manifest"
    status = 422
    title = "The export's manifest.json is missing something or is malformed."


class ExportFiles(HinghoiError):
    code = "export_files"
    status = 422
    title = "A file of the export is missing, was added, or is not the one that was listed."


class ExportSignature(HinghoiError):
    code = "export_signature"
    status = 422
    title = "The export's list of files is not signed by the desk that it names."


class ExportReport(HinghoiError):
    code = "export_report"
    status = 422
    title = "A report in the export is malformed, or its files are not those that it declares."


class ExportCustody(HinghoiError):
    code = "export_custody"
    status = 422
    title = "What the export says of the server's log is not what the server signed."


class ExportChain(HinghoiError):
    code = "export_chain"
    status = 422
    title = "What the log says of a case does not fit together, or does not fit the case."


class ExportKey(HinghoiError):
    code = "export_key"
    status = 422
    title = "The export names another key than the one that you know."
