"""Renders the reporter's pages in each language, with their style and first script inside.

A page is the same for everybody, so it is made once, at build time, and served as a file. The
hashes of what is inlined go to manifest.json, from which the server writes its policy: nothing
else may run.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

ROOT = Path(__file__).parent.parent
HOMES = {"th": "/", "en": "/en"}
MAILBOX = {"th": "/mailbox", "en": "/en/mailbox"}
SAFETY = {"th": "/safety", "en": "/en/safety"}
# What the page about safety says, in its order: sections and their points.
ADVICE = {
    "safer": ("network", "phone", "browser", "tor", "words", "pictures", "code", "leave"),
    "protects": ("sealed", "cleaned", "nameless", "seized", "draft"),
    "limits": ("words", "visit", "spied", "first"),
}
KINDS = ("construction", "procurement", "fund", "welfare", "bribe", "land", "school", "other")


def source(text: str) -> str:
    """The CSP source expression for an inline block (CSP level 3, §2.3.1)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def squeeze(html: str) -> str:
    """Without the line breaks and indents that only people who read the template need."""
    return re.sub(r">\s+<", "><", html).strip() + "\n"


def render(template: str, language: str, manifest: dict[str, Any]) -> str:
    words = json.loads((ROOT / f"webapp/locales/{language}.json").read_text("utf-8"))
    templates = Environment(
        loader=FileSystemLoader(ROOT / "webapp/templates"),
        autoescape=True,
        undefined=StrictUndefined,
    )

    def field(name: str, hidden_label: bool = False) -> Markup:
        part = templates.get_template("field.html")
        return Markup(part.render(name=name, hidden_label=hidden_label, t=words.__getitem__))  # noqa: S704

    other = "en" if language == "th" else "th"
    page = templates.get_template(template).render(
        t=words.__getitem__,
        field=field,
        kinds=KINDS,
        language=language,
        other_language=other,
        home=HOMES[language],
        other_home=HOMES[other],
        safety=SAFETY[language],
        other_safety=SAFETY[other],
        mailbox=MAILBOX[language],
        other_mailbox=MAILBOX[other],
        advice=ADVICE,
        ahead=manifest["ahead"][language],
        bundle=manifest["assets"][f"report.{language}.js"],
        mailbox_bundle=manifest["assets"][f"mailbox.{language}.js"],
        # Without these the mailbox page can open, clean and send nothing.
        mailbox_needs=[
            manifest["assets"][name]
            for name in (f"mailbox.{language}.js", f"code.{language}.js", "clean.js", "work.js")
        ],
    )
    return squeeze(page)


def main(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assets = manifest["assets"]
    style_file = folder / Path(assets.pop("report.css")).name
    style = style_file.read_text("utf-8").strip()
    script = (folder / "first.js").read_text("utf-8").strip()
    style_file.unlink()
    manifest["pages"] = {}
    (folder / "pages").mkdir()
    # Pages that work without a network, then those that a phone fetches when they are asked for.
    for addresses, template, file in (
        (HOMES, "report.html", ""),
        (SAFETY, "safety.html", "safety."),
        (MAILBOX, "mailbox.html", "mailbox."),
    ):
        for language, path in addresses.items():
            html = render(template, language, manifest)
            html = html.replace("/*style*/", style).replace("/*script*/", script)
            (folder / f"pages/{file}{language}.html").write_text(html, "utf-8")
            manifest["pages"][path] = {
                "file": f"pages/{file}{language}.html",
                "script": [source(script)],
                "style": [source(style)],
                "version": hashlib.sha256(html.encode()).hexdigest()[:10],
                "offline": addresses is HOMES,
            }
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
