"""The records of an XML text one by one, each with its line, so that a damaged or cut file still gives what it has.

No entity is ever expanded but those of XML and HTML: a text that declares its own is not read
(https://docs.python.org/3/library/xml.html#xml-security).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from html import unescape
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser, fromstring
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from reader.formats.beginnings import begins_part, begins_table
from reader.formats.json_rows import Lines
from reader.formats.parsed import Problem, excerpt
from reader.text import clean_line

XmlRow = tuple[int, Element | Problem]
"""(1-based line where the record begins, the record)."""

_DEEPEST = 200
"""Elements within elements that are read."""
_SHOWN = 200
_LOOKED_AT = 20_000
"""Characters in which the namespaces of a text are declared."""
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z\d]{1,31};")
_BARE = re.compile(r"&(?!#?\w{1,32};)|[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]*)")
_SURROGATE = re.compile("[\ud800-\udfff]")
_DECLARED = re.compile(
    r"""\bxmlns(?::(?P<prefix>[\w.-]{1,40}))?\s*=\s*(?:"(?P<a>[^"<>]{1,200})"|'(?P<b>[^'<>]{1,200})')"""
)
_PREFIX = re.compile(r"[</\s]([A-Za-z_][\w.-]{0,39}):[A-Za-z_]")


def records(text: str, names: Collection[str]) -> Iterator[XmlRow]:
    """Each element of one of these local names that lies in no other of them, with names as `ElementTree` has them.

    Where the text is damaged or cut every record that is whole itself is read, and each other is a problem.
    """
    begun = text.lstrip("\ufeff \n\r\t")
    above = text.count("\n", 0, len(text) - len(begun))
    begun = _NAMED.sub(_letter, begun) if "&" in begun else begun
    begun = begun if begun.isascii() else _SURROGATE.sub("\ufffd", begun)
    found = _Records(names, above)
    try:
        found.read(begun)
    except _Refused as reason:
        yield 1, Problem(1, str(reason))
    except (expat.ExpatError, _TooDeep):
        line = found.line
        yield line, Problem(line, "the text is damaged or cut here; whole records are read")
        yield from _whole("\n" * above + begun, names)
    else:
        yield from found.rows


def end(text: str) -> int:
    """Where the element ends that is the first of a text; where one that was cut ends cannot be told but by what begins
    below it."""
    root = _ROOT.search(text)
    if root is None or "<!ENTITY" in text[:_LOOKED_AT]:
        return len(text)
    depth = 0
    for tag in re.finditer(rf"<(/?){re.escape(root[1])}(?=[\s/>])[^<>]*?(/?)>", text[root.start() :]):
        depth += -1 if tag[1] else not tag[2]
        if depth <= 0:
            return root.start() + tag.end()
    at = root.start()
    while (at := text.find("\n", at) + 1) > 0:
        line = text[at : text.find("\n", at) % (len(text) + 1)]
        if not line.lstrip().startswith("<") and (begins_part(line) or begins_table(line)):
            return at
    return len(text)


def local(name: str) -> str:
    """The name of an element or attribute without its namespace."""
    return name.rpartition("}")[2]


def _letter(entity: re.Match[str]) -> str:
    """The character of an entity of HTML, itself where HTML has none."""
    character = unescape(entity[0])
    return entity[0] if character == entity[0] else escape(character)


class _Refused(Exception):
    """The text does what no list of papers needs to."""


class _TooDeep(Exception):
    """The text is nested deeper than anybody writes."""


class _Records:
    """The records of a text that is well-formed."""

    def __init__(self, names: Collection[str], above: int) -> None:
        """`above` is how many lines stand above the text."""
        self.rows: list[XmlRow] = []
        self._names = names
        self._above = above
        self._builder: TreeBuilder | None = None
        self._begun = 0
        """The line where the record begins that is open."""
        self._depth = 0
        """Elements that are open."""
        self._outside = 0
        """Those of them that hold the record."""
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._data
        self._parser.EntityDeclHandler = self._declared

    @property
    def line(self) -> int:
        """The line that is read now."""
        return self._above + self._parser.CurrentLineNumber

    def read(self, text: str) -> None:
        """Read the whole text. Raises `ExpatError` where it is damaged, `_Refused` where it must not be read."""
        self._parser.Parse(text, True)

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _TooDeep
        if self._builder is None:
            if local(name) not in self._names:
                return
            self._builder, self._begun = TreeBuilder(), self.line
            self._outside = self._depth - 1
        self._builder.start(_tree_name(name), {_tree_name(key): value for key, value in attributes.items()})

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._builder is None:
            return
        self._builder.end(_tree_name(name))
        if self._depth == self._outside:
            self.rows.append((self._begun, self._builder.close()))
            self._builder = None

    def _data(self, text: str) -> None:
        if self._builder is not None:
            self._builder.data(text)

    def _declared(self, *_: object) -> None:
        raise _Refused("a text that declares entities is not read")


class _Shallow(TreeBuilder):
    """Builds an element that is nested no deeper than is read. Raises `_TooDeep`."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = -1

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        """Begin an element."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _TooDeep
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        """End it."""
        self._depth -= 1
        return super().end(tag)


def _tree_name(name: str) -> str:
    return "{" + name if "}" in name else name


def _whole(text: str, names: Collection[str]) -> Iterator[XmlRow]:
    """The records of a damaged text: what stands between an opening tag and the closing one of the same name, with no
    further opening one between them."""
    prefix = r"(?:[A-Za-z_][\w.-]*+:)?"
    opening = re.compile(rf"<{prefix}({'|'.join(map(re.escape, sorted(names)))})(?=[\s/>])")
    edges = {name: re.compile(rf"<(/?){prefix}{re.escape(name)}(?=[\s/>])") for name in names}
    numbers, at = Lines(text), 0
    declared = _namespaces(text[:_LOOKED_AT])
    while (begun := opening.search(text, at)) is not None:
        start, line = begun.start(), numbers.number(begun.start())
        edge = edges[begun[1]].search(text, begun.end())
        if edge is None or not edge[1]:
            yield line, _unread(text, start, edge.start() if edge is not None else len(text), line)
            at = begun.end()
            continue
        at = text.find(">", edge.end()) + 1 or len(text)
        yield line, _record(text[start:at], declared, line)


def _record(piece: str, declared: Mapping[str, str], line: int) -> Element | Problem:
    """The record that a piece of a damaged text is."""
    piece = _BARE.sub(lambda sign: "&amp;" if sign[0] == "&" else " ", piece)
    undeclared = {prefix: f"urn:{prefix}" for prefix in _PREFIX.findall(piece) if prefix != "xml"}
    spaces = {**undeclared, **declared}
    told = "".join(f" xmlns{':' * bool(prefix)}{prefix}={quoteattr(space)}" for prefix, space in spaces.items())
    try:
        return fromstring(f"<records{told}>{piece}</records>", XMLParser(target=_Shallow()))[0]
    except (ParseError, IndexError, _TooDeep):
        return _unread(piece, 0, len(piece), line)


def _unread(text: str, start: int, end: int, line: int) -> Problem:
    shown = excerpt(clean_line(text[start : min(end, start + _SHOWN)]))
    return Problem(line, "a record that is cut or damaged, skipped", shown)


def _namespaces(head: str) -> dict[str, str]:
    """The namespaces that the first lines of a text declare, by their prefixes."""
    found: dict[str, str] = {}
    for match in _DECLARED.finditer(head):
        found.setdefault(match["prefix"] or "", match["a"] or match["b"])
    return found
