"""The built client and the files served as they are, precompressed, straight from WhiteNoise."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from whitenoise import WhiteNoise
from whitenoise.base import Headers

from webapp.web.pages import STATIC, Build

_HOUR = 3600


class Assets(WhiteNoise):  # type: ignore[misc]  # whitenoise is not typed
    """Wraps a WSGI application; answers for the files itself and passes everything else on."""

    def __init__(self, inner: Any, build: Build, static: Path = STATIC) -> None:
        super().__init__(
            inner,
            max_age=_HOUR,
            # No other site has any business with these files.
            allow_all_origins=False,
            mimetypes={".webmanifest": "application/manifest+json"},
            immutable_file_test=_is_named_by_content,
            add_headers_function=_cache_rules,
        )
        if static.is_dir():
            self.add_files(str(static), prefix="/")
        for path, page in build.pages.items():
            self._add(path, build.folder / page.file)
        self._add("/sw.js", build.folder / "sw.js")
        for language in ("th", "en"):
            # Below /desk, because a worker may have no wider scope than its address.
            self._add(f"/desk/push.{language}.js", build.folder / f"push.{language}.js")

    def _add(self, url: str, file: Path) -> None:
        if file.is_file():
            self.add_file_to_dictionary(url, str(file))


def _is_named_by_content(_path: str, url: str) -> bool:
    """Whether the name holds a hash: `/build/report.th.1a2b3c4d5e.js`."""
    parts = url.rpartition("/")[2].split(".")
    return url.startswith("/build/") and any(_is_hash(part) for part in parts[1:-1])


def _is_hash(part: str) -> bool:
    return len(part) >= 8 and all(sign in "0123456789abcdef" for sign in part)


def _cache_rules(headers: Headers, _path: str, url: str) -> None:
    """Pages and the service worker are asked for anew each time, by their ETag."""
    if url == "/sw.js" or not url.rpartition("/")[2].count("."):
        headers["Cache-Control"] = "no-cache"
