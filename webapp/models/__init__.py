"""One aggregate a file; imported here so that the metadata is whole wherever models are used."""

from webapp.models.base import Base, db, today
from webapp.models.desk import Desk, DeskKey, WrappedKey
from webapp.models.packet import Packet, PacketDesk, Upload

__all__ = ["Base", "Desk", "DeskKey", "Packet", "PacketDesk", "Upload", "WrappedKey", "db", "today"]
