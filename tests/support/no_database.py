"""Browsers that give no database, by scripts that run ahead of a page's own."""

from __future__ import annotations

_FORBIDDEN = "() => { throw new DOMException('x', 'SecurityError'); }"
NO_DATABASE = {
    "missing": "Object.defineProperty(globalThis, 'indexedDB', { value: undefined })",
    "forbidden": f"Object.defineProperty(globalThis, 'indexedDB', {{ get: {_FORBIDDEN} }})",
    "throws": f"IDBFactory.prototype.open = {_FORBIDDEN}",
}
