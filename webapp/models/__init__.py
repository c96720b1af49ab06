"""One aggregate a file; imported here so that the metadata is whole wherever models are used."""

from webapp.models.base import Base, db, today
from webapp.models.case import CardBlock, CardFile, Case, CaseCursor, CasePacket, Retention
from webapp.models.correspondence import Correspondence, DeskCopy
from webapp.models.desk import Desk, DeskKey, WrappedKey
from webapp.models.desk_note import DeskNote
from webapp.models.event import Event, LogHead
from webapp.models.factor import CodeGenerator, Passkey, RecoveryCode, SpentChallenge
from webapp.models.invitation import Invitation
from webapp.models.letter import Letter, LetterRound, Mailbox
from webapp.models.moderator import Moderator
from webapp.models.packet import Packet, PacketDesk, Upload
from webapp.models.packet_read import PacketRead
from webapp.models.passage import Passage
from webapp.models.plea import Plea, PleaWord
from webapp.models.push_subscription import PushSubscription
from webapp.models.reminder import Reminder
from webapp.models.session import DeskSession
from webapp.models.sheet import RecoverySheet
from webapp.models.storage_use import StorageUse

__all__ = [
    "Base",
    "CardBlock",
    "CardFile",
    "Case",
    "CaseCursor",
    "CasePacket",
    "CodeGenerator",
    "Correspondence",
    "Desk",
    "DeskCopy",
    "DeskKey",
    "DeskNote",
    "DeskSession",
    "Event",
    "Invitation",
    "Letter",
    "LetterRound",
    "LogHead",
    "Mailbox",
    "Moderator",
    "Packet",
    "PacketDesk",
    "PacketRead",
    "Passage",
    "Passkey",
    "Plea",
    "PleaWord",
    "PushSubscription",
    "RecoveryCode",
    "RecoverySheet",
    "Reminder",
    "Retention",
    "SpentChallenge",
    "StorageUse",
    "Upload",
    "WrappedKey",
    "db",
    "today",
]
