"""The formats that papers come in and go out by: one module each, in one table.

A module is loaded when its format is first used, and the library behind BibTeX when a text is parsed.

    >>> text = "TY  - JOUR\\nTI  - Mamba\\nAU  - Gu, Albert\\nER  - \\n"
    >>> detect(text)
    'ris'
    >>> found = read(text, "ris")
    >>> found.papers[0].authors, found.problems
    (('Albert Gu',), ())
    >>> print(FORMATS["bibtex"].dump(found.papers), end="")
    @misc{gumamba,
      title = {{Mamba}},
      author = {Albert Gu}
    }
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING

from reader.errors import InputError
from reader.formats.parsed import Parsed, Problem, contained

if TYPE_CHECKING:
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
    syncs: bool = False
    """Whether it is Markdown of our own, which `sync` brings back with what a person changed in it."""
    folder: bool = False
    """Whether an export is a folder of files."""
    styles: tuple[str, ...] = ()
    """The looks that it can be written in; () when there is no choice."""
    hint: str = ""
    """What is to be known when it is chosen; "" for nothing."""
    about: str = ""
    """What it is or is for."""

    @property
    def suffix(self) -> str:
        """What the name of a new file ends with; "" for a folder."""
        return self.extensions[0] if self.extensions else ""

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
        """The function that reads a text in this format."""
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
    Format("markdown", "Markdown", (".md", ".markdown"), "reader.formats.markdown", reads=False, writes=True,
           syncs=True, styles=("list", "tasks", "table"),
           about="Reader's own, in one of its styles or by your template"),
    Format("obsidian", "Obsidian", (), "reader.formats.obsidian", reads=False, writes=True, syncs=True, folder=True,
           hint="a folder",            about="a vault: a folder with a note a paper and an index"),
    Format("hf-page", "Hugging Face papers page", (), "reader.formats.huggingface.page", doubts=True,
           about="the text of a Hugging Face papers page, as a person or a crawler saves it"),
    Format("hf-json", "Hugging Face daily papers", (".json",), "reader.formats.huggingface.daily_json",
           about="the answers of its daily-papers API"),
    Format("arxiv-atom", "arXiv feed", (".xml", ".atom"), "reader.formats.arxiv_atom", about="the arXiv API's answers"),
    Format("bibtex", "BibTeX", (".bib", ".bibtex"), "reader.formats.bibtex", writes=True, about="reference managers"),
    Format("ris", "RIS", (".ris",), "reader.formats.ris", writes=True, about="reference managers"),
    Format("csl-json", "CSL JSON", (".json",), "reader.formats.csl_json", writes=True,
           about="citation processors and reference managers"),
    Format("csv", "CSV", (".csv", ".tsv"), "reader.formats.csv", writes=True, doubts=True, about="spreadsheets"),
    Format("jsonl", "JSON Lines", (".jsonl", ".ndjson", ".json"), "reader.formats.jsonl", writes=True, doubts=True,
           hint="with everything you said", about="scripts; with everything you said"),
    Format("markdown-lists", "Markdown list", (".md", ".markdown"), "reader.formats.awesome_list",
           about="\"awesome\" lists and other people's Markdown"),
)  # fmt: skip

FORMATS = MappingProxyType({known.name: known for known in _TABLE})
"""Every format by name."""

WRITTEN = tuple(known for known in _TABLE if known.writes)
"""The formats of an export."""

TOLD = tuple(known.name for known in _TABLE if known.reads or known.name == "markdown")
"""The names of the formats that a source can be said to be in: a vault shows what it is by its folder."""

_BY_CONTENT = ("hf-json", "csl-json", "jsonl", "arxiv-atom", "bibtex", "ris", "hf-page", "csv", "markdown-lists")
"""In the order in which contents are compared: the stricter sign first."""

_IN_PARTS = ("bibtex", "ris", "csv", "markdown-lists")
"""Formats of which one text may hold several: each knows the line where it `begins`, and most what they leave."""


def named_by_ending(path: str) -> tuple[str, ...]:
    """The formats that are written and whose files usually end as this one does."""
    ending = PurePath(path).suffix.lower()
    return tuple(known.name for known in WRITTEN if ending in known.extensions)


def detect(text: str, name: str = "") -> str | None:
    """The name of the format that a text is in, by its content first and its file name second; None when unsure.

    A name only tells which parser says what is wrong: each of them asks every record for a sign of a paper itself.
    """
    if (found := _by_content(text)) is not None:
        return found
    if _sign(FORMATS["hf-page"].load().is_bare_page, text):
        return "hf-page"
    suffix = PurePath(name).suffix.lower()
    for known in _TABLE:
        if known.reads and suffix in known.extensions:
            return known.name if suffix != ".json" else None
    return None


def read(text: str, name: str, *, told: bool = False) -> Parsed:
    """Read a text in a format, and what that leaves in the format that it is surely in.

    What is left of a text whose format is `told`, and an entry in a block of code by which a list asks to be cited, is
    not read but is a problem.
    """
    parts = [FORMATS[name].read(text, told=told)]
    while (left := parts[-1].left) and (other := _by_content(left)) is not None and len(parts) < len(FORMATS):
        part = FORMATS[other].read(left) if FORMATS[other].reads else Parsed()
        quoted = other == "bibtex" and name == "markdown-lists" and _sign(FORMATS[other].load().is_quoted, left)
        if told or quoted or not FORMATS[other].reads:
            line = _sign(FORMATS[other].load().begins, left) if other in _IN_PARTS else 0
            where = "in a block of code" if quoted else "in a text of another format"
            part = Parsed(problems=(Problem(line, f"{FORMATS[other].label} {where}, not read"),), left=part.left)
        parts.append(part)
    return _joined(parts)


def _joined(parts: Sequence[Parsed]) -> Parsed:
    """The parts of one text as one."""
    if len(parts) == 1:
        return parts[0]
    papers = tuple(paper for part in parts for paper in part.papers)
    problems = sorted((problem for part in parts for problem in part.problems), key=lambda problem: problem.line)
    places = tuple(place for part in parts for place in (part.places or ((),) * len(part.papers)))
    return Parsed(papers, tuple(problems), places if any(places) else ())


def _by_content(text: str) -> str | None:
    """The name of the format that a text is surely in, or begins in, by its content alone."""
    if any(mark in text for mark in OWN_MARKS) and _sign(FORMATS["markdown"].load().is_ours, text):
        return "markdown"
    found = next((name for name in _BY_CONTENT if _sign(FORMATS[name].sniff, text)), None)
    if found not in ("bibtex", "ris"):
        return found
    # Records stand in other texts and quote them: what begins first holds the rest.
    begins = {name: _sign(FORMATS[name].load().begins, text) for name in _IN_PARTS}
    if _sign(FORMATS["hf-page"].sniff, text):
        begins["markdown-lists"] = 0
    if any(begins[name] for name in begins if name != "bibtex") and _sign(FORMATS["bibtex"].load().is_quoted, text):
        begins["bibtex"] = 0
    return min((name for name in begins if begins[name]), key=begins.__getitem__, default=found)


def _sign(sign: Callable[[str], int], text: str) -> int:
    """Whether, or in which line, a text has the sign of a format; a sign that cannot be told is none."""
    try:
        with contained("the text"):
            return sign(text)
    except InputError:
        return 0
