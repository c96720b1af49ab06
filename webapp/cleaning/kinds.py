"""Every kind of file that is judged or cleaned here, by its media type."""

from __future__ import annotations

from typing import Literal

Format = Literal[
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/gif",
    "image/avif",
    "image/heic",
    "image/tiff",
    "image/bmp",
    "video/mp4",
    "video/quicktime",
    "video/3gpp",
    "audio/mp4",
    "video/x-matroska",
    "video/webm",
    "audio/mpeg",
    "audio/ogg",
    "audio/wav",
    "audio/aac",
    "audio/amr",
    "audio/flac",
    "application/pdf",
    "application/zip",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.presentation",
    "application/vnd.oasis.opendocument.graphics",
    "text/plain",
    "text/csv",
]

DOCX: Format = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX: Format = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX: Format = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT: Format = "application/vnd.oasis.opendocument.text"
ODS: Format = "application/vnd.oasis.opendocument.spreadsheet"
ODP: Format = "application/vnd.oasis.opendocument.presentation"
ODG: Format = "application/vnd.oasis.opendocument.graphics"

# Extensions are one to five of a-z and 0-9, as a packet's attachments demand.
EXTENSIONS: dict[Format, str] = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/gif": "gif",
    "image/avif": "avif",
    "image/heic": "heic",
    "image/tiff": "tiff",
    "image/bmp": "bmp",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
    "video/3gpp": "3gp",
    "audio/mp4": "m4a",
    "video/x-matroska": "mkv",
    "video/webm": "webm",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/wav": "wav",
    "audio/aac": "aac",
    "audio/amr": "amr",
    "audio/flac": "flac",
    "application/pdf": "pdf",
    "application/zip": "zip",
    DOCX: "docx",
    XLSX: "xlsx",
    PPTX: "pptx",
    ODT: "odt",
    ODS: "ods",
    ODP: "odp",
    ODG: "odg",
    "text/plain": "txt",
    "text/csv": "csv",
}

MOVIES: tuple[Format, ...] = ("video/mp4", "video/quicktime", "video/3gpp", "audio/mp4")
MATROSKA: tuple[Format, ...] = ("video/x-matroska", "video/webm")
OFFICE: tuple[Format, ...] = (DOCX, XLSX, PPTX, ODT, ODS, ODP, ODG)
PHOTOS: tuple[Format, ...] = ("image/jpeg", "image/png", "image/webp")
