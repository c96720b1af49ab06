"""The table of errors, on paper and on the wire, is the one in the code."""

from __future__ import annotations

from tests.support.server import ROOT
from webapp import create_app
from webapp.config import Settings
from webapp.errors import table


def test_every_error_is_documented() -> None:
    page = (ROOT / "docs" / "errors.md").read_text("utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    expected = [
        f"| `{code}` | {kind.status} | {kind.title} |" for code, kind in sorted(table().items())
    ]
    assert rows == expected


def test_the_type_of_every_problem_leads_somewhere(tmp_path: object) -> None:
    app = create_app(Settings.from_env({"DATA_DIR": str(tmp_path)}))
    page = app.test_client().get("/errors").text
    assert all(f'id="{code}"' in page for code in table())
