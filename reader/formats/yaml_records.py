"""The records of a YAML text one by one, each with its line, so that a damaged or cut file still gives what it has.

Every value is text as it stands there: "2401.00010" is no number and "2025-12-30" no day. Nothing is made but lists,
mappings and texts, however deep and however often a text refers to itself (https://yaml.org/spec/1.2.2/).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from reader.formats.growth import Growth
from reader.formats.parsed import Problem, excerpt
from reader.text import clean_line

_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""What YAML must not hold, or takes for the end of a line."""
_ITEM = re.compile(r"^(?:- |---(?=\s)|[^\s#\-][^\n]{0,200}:[ \t]*$)", re.MULTILINE)
"""What may begin a record again below damage."""
_DEEPEST = 60
"""Lists and mappings within each other."""
_RESTARTS = 100
"""Damaged places of one text below which is read on."""
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
"""How no value is written."""

YamlRow = tuple[int, Any]
"""(1-based line where the document begins, the document or a `Problem`)."""


class Mapping(dict[str, Any]):
    """A mapping of YAML, which knows where it begins."""

    line: int = 0
    """1-based number of its first line."""
    key: str = ""
    """The key of another mapping that it stands under, "" in a list or alone."""

    def __init__(self) -> None:
        """An empty mapping."""
        super().__init__()
        self.repeated: list[tuple[int, str]] = []
        """The keys that stood in it again, each with its line; the first of them counts."""


class _TooDeepError(Exception):
    """The text is nested deeper than anybody writes."""

    def __init__(self, mark: Any) -> None:
        """`mark` is where."""
        super().__init__()
        self.problem_mark = mark


class _Tree:
    """A document while its events come in."""

    def __init__(self, above: int, growth: Growth) -> None:
        """`above` is how many lines stand above the text that is read, `growth` how much may come of what it says once
        and refers to."""
        self.root: Any = None
        """The document; as much as is whole of it, where it is not yet read to its end."""
        self.line = above + 1
        self._above = above
        self._open: list[tuple[Mapping | list[Any], str]] = []
        """The lists and mappings that are open, with the anchor of each."""
        self._keys: list[str | None] = []
        """Of each the key whose value comes next, None where a key comes next."""
        self._sizes: list[int] = []
        """Of each how many characters and values stand in it so far."""
        self._anchors: dict[str, tuple[Any, int]] = {}
        """The values that can be referred to, each with its size."""
        self._growth = growth
        self.left_out: list[int] = []
        """The lines that refer to something once more than the growth allows."""

    def take(self, event: Any) -> None:
        """Take the next event of the parser. Raises `_TooDeepError`."""
        kind = type(event).__name__
        if kind == "DocumentStartEvent":
            self.root, self._anchors = None, {}
        elif kind == "ScalarEvent":
            value = "" if not event.style and event.value in _NOTHING else event.value
            self._anchored(event.anchor, value, len(value))
            self._put(value, event, len(value))
        elif kind == "AliasEvent":
            held, size = self._anchors.get(event.anchor, ("", 0))
            if not self._growth.takes(size):
                self.left_out.append(self._above + event.start_mark.line + 1)
                held, size = "", 0
            self._put(held, event, size)
        elif kind in ("MappingStartEvent", "SequenceStartEvent"):
            self._begin(Mapping() if kind == "MappingStartEvent" else [], event)
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            held, anchor = self._open.pop()
            self._keys.pop()
            size = self._sizes.pop()
            self._anchored(anchor, held, size)
            if self._open and isinstance(held, Mapping):
                self._put(held, event, size)
            elif self._open:
                self._sizes[-1] += size

    def _begin(self, held: Mapping | list[Any], event: Any) -> None:
        if len(self._open) >= _DEEPEST:
            raise _TooDeepError(event.start_mark)
        line = self._above + event.start_mark.line + 1
        if isinstance(held, Mapping):
            held.line = line
        if not self._open:
            self.root, self.line = held, line
        elif isinstance(held, list):
            self._put(held, event, 0)  # A list has what was whole in it also where it is cut; a mapping would be half.
        self._open.append((held, event.anchor or ""))
        self._keys.append(None)
        self._sizes.append(0)

    def _anchored(self, anchor: str | None, value: Any, size: int) -> None:
        if anchor:
            self._anchors[anchor] = value, size

    def _put(self, value: Any, event: Any, size: int) -> None:
        """Put a value of a size where it belongs: the first of two under one key counts."""
        if not self._open:
            self.root, self.line = value, self._above + event.start_mark.line + 1
            return
        self._sizes[-1] += size + 1
        held, key = self._open[-1][0], self._keys[-1]
        if isinstance(held, list):
            held.append(value)
        elif key is None:
            self._keys[-1] = name = value if isinstance(value, str) else ""
            if name in held:
                held.repeated.append((self._above + event.start_mark.line + 1, name))
        else:
            if isinstance(value, Mapping):
                value.key = key
            held.setdefault(key, value)
            self._keys[-1] = None


def documents(text: str) -> Iterator[YamlRow]:
    """Each document of a text: lists, `Mapping` and text. What is damaged is a problem, what stands above it is read,
    and reading goes on at the next line that may begin a record."""
    import yaml  # noqa: PLC0415  only such a text needs it, and it costs 15 ms

    text = _UNREADABLE.sub(" ", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    at = above = 0
    growth = Growth(len(text))
    for _ in range(_RESTARTS):
        tree = _Tree(above, growth)
        try:
            for event in yaml.parse(text[at:], Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader)):
                tree.take(event)
                if isinstance(event, yaml.DocumentEndEvent):
                    yield tree.line, tree.root
                    if tree.left_out:
                        what = "what is referred to so often that it comes to more than is read, left out"
                        yield tree.left_out[0], Problem(tree.left_out[0], what)
                        tree.left_out.clear()
            return
        except (yaml.YAMLError, _TooDeepError) as error:
            mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
            line = mark.line if mark is not None else 0
            why = "damaged here" if not isinstance(error, _TooDeepError) else "nested too deeply"
        if tree.root is not None:
            yield tree.line, tree.root
        start = _start_of(text, at, line)
        shown = excerpt(clean_line(text[start : start + 200]))
        yield above + line + 1, Problem(above + line + 1, f"not valid YAML ({why}), skipped", shown)
        following = _ITEM.search(text, text.find("\n", start) + 1 or len(text))
        if following is None or mark is None:
            return
        above += text.count("\n", at, following.start())
        at = following.start()
    yield above + 1, Problem(above + 1, f"more than {_RESTARTS} damaged places; from here on none was read")


def repeated(document: Any) -> Iterator[Problem]:
    """A problem for each mapping of a document in which a key stands twice, as where files were joined into one: of
    each such key the first is read."""
    waiting, seen = [document], set[int]()
    while waiting:
        value = waiting.pop()
        if id(value) in seen or not isinstance(value, Mapping | list):
            continue
        seen.add(id(value))
        waiting += value if isinstance(value, list) else value.values()
        if isinstance(value, Mapping) and value.repeated:
            names = ", ".join(dict.fromkeys(name for _, name in value.repeated))
            message = "a key that stands again in the same record, of which only the first was read"
            yield Problem(value.repeated[0][0], message, excerpt(clean_line(names[:200])))


def _start_of(text: str, at: int, line: int) -> int:
    """Where a line begins that is counted from a place."""
    for _ in range(line):
        at = text.find("\n", at) + 1 or len(text)
    return at
