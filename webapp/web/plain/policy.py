"""What the pages without JavaScript may do: be styled by one known sheet, and post to this site.

Apart from the pages themselves, because headers are put on below Flask.
"""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

ROOT = "/plain"
_FILE = Path(__file__).resolve().parents[2] / "templates" / "plain" / "plain.css"

STYLE = re.sub(r"\s*\n\s*", "", _FILE.read_text("utf-8"))
_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = "; ".join(
    (
        "default-src 'none'",
        f"style-src 'sha256-{_HASH}'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


def is_plain(path: str) -> bool:
    """Whether the address is one of these pages."""
    return path == ROOT or path.startswith(f"{ROOT}/")
