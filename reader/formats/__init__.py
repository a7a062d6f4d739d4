"""The formats that papers come in and go out by: one module each, in one table.

A module is loaded when its format is first used, and the libraries behind BibTeX and RIS when a text is parsed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING

from reader.errors import InputError
from reader.formats.parsed import contained

if TYPE_CHECKING:
    from reader.formats.parsed import Parsed
    from reader.paper import Paper


@dataclass(frozen=True, slots=True)
class Format:
    """One format and the module that knows it."""

    name: str
    """As on the command line and in `import --json`."""
    label: str
    """For people."""
    extensions: tuple[str, ...]
    """File names that usually end so, lower case, with the dot; they count only where content does not decide."""
    module: str
    """Where `sniff(text)`, `parse(text)` and perhaps `dump(papers)` are."""
    reads: bool = True
    writes: bool = False
    doubts: bool = False
    """Whether `parse` takes `told`: its records look like many things, so each must show that it is a paper's, unless
    the user told the format."""

    def load(self) -> ModuleType:
        """The module, imported at the first call."""
        return import_module(self.module)

    @property
    def sniff(self) -> Callable[[str], bool]:
        """Whether a text is in this format, by its content."""
        sniff: Callable[[str], bool] = self.load().sniff
        return sniff

    @property
    def parse(self) -> Callable[[str], Parsed]:
        """Read a text."""
        parse: Callable[[str], Parsed] = self.load().parse
        return parse

    def read(self, text: str, *, told: bool = False) -> Parsed:
        """Read a text; `told` when the user named the format, which is then not doubted."""
        if told and self.doubts:
            parsed: Parsed = self.load().parse(text, told=True)
            return parsed
        return self.parse(text)

    @property
    def dump(self) -> Callable[[Sequence[Paper]], str] | None:
        """Write papers; None for a format that is only read."""
        dump: Callable[[Sequence[Paper]], str] | None = self.load().dump if self.writes else None
        return dump


OWN_MARKS = ("<!-- reader:", "<!-- reader-base")
"""What our own Markdown exports contain, an empty list's too."""

_TABLE = (
    Format("markdown", "Markdown", (".md", ".markdown"), "reader.formats.markdown", reads=False, writes=True),
    Format("obsidian", "Obsidian", (), "reader.formats.obsidian", reads=False, writes=True),
    Format("hf-page", "Hugging Face papers page", (), "reader.formats.hf_page", doubts=True),
    Format("hf-json", "Hugging Face daily papers", (".json",), "reader.formats.hf_json"),
    Format("arxiv-atom", "arXiv feed", (".xml", ".atom"), "reader.formats.arxiv_atom"),
    Format("bibtex", "BibTeX", (".bib", ".bibtex"), "reader.formats.bibtex", writes=True),
    Format("ris", "RIS", (".ris",), "reader.formats.ris", writes=True),
    Format("csl-json", "CSL JSON", (".json",), "reader.formats.csl_json", writes=True),
    Format("jsonl", "JSON Lines", (".jsonl", ".ndjson", ".json"), "reader.formats.jsonl", writes=True, doubts=True),
    Format("csv", "CSV", (".csv", ".tsv"), "reader.formats.csv", writes=True, doubts=True),
    Format("markdown-lists", "Markdown list", (".md", ".markdown"), "reader.formats.markdown_list"),
)

FORMATS = MappingProxyType({known.name: known for known in _TABLE})
"""Every format by name."""

_BY_CONTENT = ("hf-json", "csl-json", "jsonl", "arxiv-atom", "bibtex", "ris", "hf-page", "csv", "markdown-lists")
"""In the order in which contents are compared: the stricter sign first."""


def named_by_ending(path: str) -> tuple[str, ...]:
    """The formats that are written and whose files usually end as this one does."""
    ending = PurePath(path).suffix.lower()
    return tuple(known.name for known in _TABLE if known.writes and ending in known.extensions)


def detect(text: str, name: str = "") -> str | None:
    """The name of the format that a text is in, by its content first and its file name second; None when unsure.

    A name only tells which parser says what is wrong: each of them asks every record for a sign of a paper itself.
    """
    if any(mark in text for mark in OWN_MARKS) and _holds(FORMATS["markdown"].load().is_ours, text):
        return "markdown"
    for format in _BY_CONTENT:
        if _holds(FORMATS[format].sniff, text):
            quoted = format == "bibtex" and _holds(FORMATS[format].load().is_quoted, text)
            return "markdown-lists" if quoted and _holds(FORMATS["markdown-lists"].sniff, text) else format
    if _holds(FORMATS["hf-page"].load().is_bare_page, text):
        return "hf-page"
    suffix = PurePath(name).suffix.lower()
    for known in _TABLE:
        if known.reads and suffix in known.extensions:
            return known.name if suffix != ".json" else None
    return None


def _holds(sign: Callable[[str], bool], text: str) -> bool:
    """Whether a text has the sign of a format; a sign that cannot be told is none."""
    try:
        with contained("the text"):
            return sign(text)
    except InputError:
        return False
