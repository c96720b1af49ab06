"""XML rewritten in one pass by a set of rules, without ever building a tree.

A document type is refused at its first letter, so that no entity exists: nothing can multiply,
and nothing outside can be read. Comments and processing instructions are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal
from xml.parsers import expat

from webapp.cleaning.findings import Finding, Kind
from webapp.cleaning.office.namespaces import XML, Prefixes, is_known
from webapp.errors import FileTooLarge, FileUnreadable

# drop: with all that is inside, and told; shed: the same, but it tells nothing worth a finding;
# unwrap: only the tags; row: the enclosing table row goes.
Action = Literal["keep", "drop", "shed", "unwrap", "row"]
Attributes = dict[str, str]

MAX_XML = 48 * 1024 * 1024
_DEEPEST = 256
_MOST_SPACES = 256
_LOCAL = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_MARKUP = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_LISTS = frozenset({"Ignorable", "Requires", "MustUnderstand"})
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True)
class Name:
    """A name with the address of its namespace, empty when it has none."""

    space: str
    local: str


@dataclass(frozen=True)
class Rules:
    """What to do with an element, and the value an attribute keeps (None: it goes)."""

    element: Callable[[Name, dict[Name, str]], tuple[Action, Kind]]
    attribute: Callable[[Name, Name, str], tuple[str | None, Kind]]


@dataclass
class Rewriter:
    """One pass. With `judging`, nothing is shed, so that findings are told from inside too."""

    rules: Rules
    judging: bool = False
    findings: dict[Finding, None] = field(default_factory=dict)
    _out: list[str] = field(default_factory=list)
    _spaces: list[dict[str, str]] = field(default_factory=lambda: [{"xml": XML}])
    _open: list[tuple[str, Action, int]] = field(default_factory=list)
    _dropping: int = 0
    _rows: list[bool] = field(default_factory=list)
    _prefixes: Prefixes = field(default_factory=Prefixes)
    _root: tuple[str, str] | None = None

    def run(self, data: bytes) -> bytes:
        """The rewritten document. Raises FileUnreadable and FileTooLarge."""
        if len(data) > MAX_XML:
            raise FileTooLarge(limit=MAX_XML)
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = refuse
        parser.CommentHandler = self._comment
        try:
            parser.Parse(data, True)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise FileUnreadable from error
        if self._root is None:
            raise FileUnreadable
        tag, said = self._root
        root = f"<{tag}{self._prefixes.declared()}{said}>"
        return (_HEAD + root + "".join(self._out)).encode()

    def _start(self, tag: str, raw: Attributes) -> None:
        if len(self._open) >= _DEEPEST:
            raise FileUnreadable
        scope = {**self._spaces[-1], **_declared(raw)} if _declares(raw) else self._spaces[-1]
        if len(scope) > _MOST_SPACES:
            raise FileUnreadable
        self._spaces.append(scope)
        name = _name(tag, scope, default=True)
        action = "drop" if self._dropping else self._act(name, raw, scope)
        if name.local == "tr":
            self._rows.append(False)
        if action == "keep":
            tag = self._prefixes.element(name.space, tag.rpartition(":")[0], name.local)
        self._open.append((tag, action, len(self._out)))
        if action == "keep":
            said = "".join(f' {k}="{quoted(v)}"' for k, v in self._attributes(name, raw, scope))
            self._begin(tag, said)
        elif action == "drop":
            self._dropping += 1

    def _begin(self, tag: str, said: str) -> None:
        """The root's declarations are known only at the end."""
        if self._root is None:
            self._root = tag, said
        else:
            self._out.append(f"<{tag}{said}>")

    def _act(self, name: Name, raw: Attributes, scope: dict[str, str]) -> Action:
        named = {_name(k, scope): v for k, v in raw.items() if not k.startswith("xmlns")}
        action, kind = self.rules.element(name, named)
        if not _speakable(name) or _requires_unknown(name, raw, scope):
            action, kind = "drop", "other"
        if action == "shed":
            return "keep" if self.judging else "drop"
        if action != "keep":
            self._tell(kind, f"<{name.local}>")
        if action == "row":
            if self._rows:
                self._rows[-1] = True
            return "drop"
        return action

    def _attributes(
        self, name: Name, raw: Attributes, scope: dict[str, str]
    ) -> Iterable[tuple[str, str]]:
        for key, value in raw.items():
            if key == "xmlns" or key.startswith("xmlns:"):
                continue
            attribute = _name(key, scope)
            kept, kind = self.rules.attribute(name, attribute, value)
            if attribute.space and not _speakable(attribute):
                kept, kind = None, "other"
            if kept != value:
                self._tell(kind, f"{name.local}/@{attribute.local}")
            if kept is not None:
                kept = self._translated(attribute, kept, scope)
                yield self._key(attribute, key), kept

    def _key(self, attribute: Name, key: str) -> str:
        if not attribute.space:
            return attribute.local
        prefix = self._prefixes.attribute(attribute.space, key.rpartition(":")[0])
        return f"{prefix}:{attribute.local}"

    def _translated(self, attribute: Name, value: str, scope: dict[str, str]) -> str:
        """Lists of prefixes (ECMA-376 part 3 §7) in those of the new part."""
        if attribute.local not in _LISTS or (attribute.space and attribute.space != _MARKUP):
            return value
        spaces = [(prefix, scope.get(prefix, "")) for prefix in value.split()]
        named = [self._prefixes.attribute(uri, prefix) for prefix, uri in spaces if is_known(uri)]
        return " ".join(named)

    def _end(self, tag: str) -> None:
        written, action, mark = self._open.pop()
        scope = self._spaces.pop()
        if action == "drop":
            self._dropping -= 1
        elif action == "keep":
            self._out.append(f"</{written}>")
        if _name(tag, scope, default=True).local == "tr" and self._rows.pop():
            del self._out[mark:]

    def _text(self, text: str) -> None:
        if not self._dropping:
            self._out.append(_escaped(text))

    def _comment(self, _text: str) -> None:
        self._tell("text", "XML comment")

    def _tell(self, kind: Kind, where: str) -> None:
        self.findings[Finding(kind, where)] = None


def _speakable(name: Name) -> bool:
    """Whether a name is of a known vocabulary, and its letters are those of all such names."""
    return (is_known(name.space) or name.space == XML) and bool(_LOCAL.fullmatch(name.local))


def _requires_unknown(name: Name, raw: Attributes, scope: dict[str, str]) -> bool:
    """A choice for readers of a vocabulary that is left out: the fallback beside it is shown."""
    if name != Name(_MARKUP, "Choice"):
        return False
    return not all(is_known(scope.get(prefix, "")) for prefix in raw.get("Requires", "").split())


def refuse(*_: object) -> None:
    raise FileUnreadable


def _declares(raw: Attributes) -> bool:
    return any(key.startswith("xmlns") for key in raw)


def _declared(raw: Attributes) -> dict[str, str]:
    return {key[6:]: value for key, value in raw.items() if key.startswith("xmlns")}


def _name(tag: str, scope: dict[str, str], *, default: bool = False) -> Name:
    prefix, colon, local = tag.rpartition(":")
    if not colon:
        return Name(scope.get("", "") if default else "", local)
    if prefix not in scope:
        raise FileUnreadable
    return Name(scope[prefix], local)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quoted(text: str) -> str:
    text = _escaped(text).replace('"', "&quot;")
    return text.replace("\n", "&#10;").replace("\t", "&#9;").replace("\r", "&#13;")
