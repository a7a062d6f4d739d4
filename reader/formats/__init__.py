"""The formats that papers come in and go out by: one module each, in one table.

A module is loaded when its format is first used, and the library behind BibTeX when a text is parsed.

    >>> text = "TY  - JOUR\\nTI  - Mamba\\nAU  - Gu, Albert\\nER  - \\n"
    >>> detect(text)
    'ris'
    >>> found = read(text, "ris")
    >>> found.papers[0].authors, found.problems
    (('Albert Gu',), ())
    >>> print(FORMATS["bibtex"].dump(found.papers), end="")
    @article{gumamba,
      title = {Mamba},
      author = {Albert Gu}
    }
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING

from reader.citation_keys import keys_for
from reader.errors import InputError
from reader.formats.beginnings import (
    OWN_MARKS,
    begins_data,
    blank,
    data_starts,
    enclosed,
    from_line,
    in_code,
    is_page,
    without_code,
)
from reader.formats.between import TextPart, pieces, told_paragraphs
from reader.formats.json_rows import texts
from reader.formats.parsed import Parsed, Problem, contained, excerpt, split_lines
from reader.formats.styles import STYLES
from reader.identity import identified
from reader.titles import title_key

if TYPE_CHECKING:
    from reader.paper import IncomingEntry, Paper


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
    lists: bool = False
    """Whether `dump` also takes where the papers stand in reading lists."""
    keys: bool = False
    """Whether `dump` names each paper by a citation key, which it also takes."""
    styles: tuple[str, ...] = ()
    """The looks that it can be written in; () when there is no choice."""
    html: bool = False
    """Whether it is read from the source of a web page, too; the source of a page is in no other format."""
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

    def write(
        self,
        papers: Sequence[Paper],
        entries: Mapping[str, Sequence[IncomingEntry]],
        keys: Mapping[str, str] = MappingProxyType({}),
    ) -> str:
        """Write papers, where they stand in reading lists (by id) if the format tells it, and under `keys` (by id)."""
        module = self.load()
        if self.keys:
            keyed: str = module.dump(papers, keys_for(papers, keys))
            return keyed
        text: str = module.dump(papers, entries) if self.lists else module.dump(papers)
        return text


_TABLE = (
    Format("markdown", "Markdown", (".md", ".markdown"), "reader.formats.markdown", reads=False, writes=True,
           syncs=True, styles=STYLES,
           about="Reader's own, in one of its styles or by your template"),
    Format("obsidian", "Obsidian", (), "reader.formats.obsidian", reads=False, writes=True, syncs=True, folder=True,
           hint="a folder",            about="a vault: a folder with a note a paper and an index"),
    Format("hf-page", "Hugging Face papers page", (), "reader.formats.huggingface.page", doubts=True,
           about="the text of a Hugging Face papers page, as a person or a crawler saves it"),
    Format("hf-paper", "Hugging Face paper page", (), "reader.formats.huggingface.paper_page", html=True,
           about="the page of one paper there, saved or copied, without those that cite or resemble it"),
    Format("hf-json", "Hugging Face daily papers", (".json",), "reader.formats.huggingface.daily_json",
           about="the answers of its daily-papers API"),
    Format("json", "JSON of other programs", (".json",), "reader.formats.other_json",
           about="Zotero, Paperpile, Mendeley, Semantic Scholar, Crossref, OpenAlex, DataCite, OpenReview, dblp,"
                 " arXiv's dump, Europe PMC"),
    Format("plain-json", "JSON of papers", (), "reader.formats.plain_json",
           about="lists of conferences and small programs, with the usual names of fields"),
    Format("yaml", "YAML", (), "reader.formats.other_yaml",
           about="papis, cobib, Hayagriva, CSL in YAML and plain lists of papers"),
    Format("xml", "XML of other programs", (), "reader.formats.other_xml",
           about="EndNote, PubMed, the ACL Anthology, Zotero RDF, MODS"),
    Format("arxiv-atom", "arXiv feed", (".xml", ".atom"), "reader.formats.arxiv.atom", about="the arXiv API's answers"),
    Format("web-page", "page of a paper", (), "reader.formats.web_page", html=True,
           about="a saved web page that says in its tags of which paper it is, whoever published it"),
    Format("arxiv-mail", "arXiv mailing", (), "reader.formats.arxiv.mail",
           about="its daily mails and its archives of them"),
    Format("arxiv-page", "arXiv page", (), "reader.formats.arxiv.page", html=True,
           about="its lists of new, recent or found papers and the page of one, saved or copied"),
    Format("feed", "RSS or Atom feed", (".rss", ".rdf"), "reader.formats.feed",
           about="feeds of arXiv, Hugging Face and journals"),
    Format("oai-pmh", "OAI-PMH", (), "reader.formats.oai_pmh",
           about="what arXiv and other repositories answer to harvesters"),
    Format("bibtex", "BibTeX", (".bib", ".bibtex"), "reader.formats.bibtex", writes=True, keys=True,
           about="reference managers"),
    Format("ris", "RIS", (".ris",), "reader.formats.ris", writes=True, keys=True, about="reference managers"),
    Format("pubmed", "PubMed", (".nbib",), "reader.formats.tagged.pubmed", about="PubMed's and MEDLINE's text"),
    Format("endnote", "EndNote tags", (".enw",), "reader.formats.tagged.endnote", about="EndNote's export, and refer"),
    Format("refworks", "RefWorks tags", (), "reader.formats.tagged.refworks", about="RefWorks' tagged format"),
    Format("web-of-science", "Web of Science", (".ciw",), "reader.formats.tagged.web_of_science",
           about="its plain text, its table with tabs and its file for EndNote"),
    Format("csl-json", "CSL JSON", (".json",), "reader.formats.csl_json", writes=True, keys=True,
           about="citation processors and reference managers"),
    Format("csv", "CSV", (".csv", ".tsv"), "reader.formats.csv", writes=True, doubts=True, lists=True,
           about="spreadsheets"),
    Format("jsonl", "JSON Lines", (".jsonl", ".ndjson", ".json"), "reader.formats.jsonl", writes=True, doubts=True,
           lists=True, hint="with everything you said", about="scripts; with everything you said"),
    Format("read-later", "Read-later list", (), "reader.formats.read_later.tables",
           about="CSV of Pocket, Instapaper, Raindrop, Readwise, Matter, Diigo: the pages that lead to papers"),
    Format("bookmarks", "Bookmarks", (), "reader.formats.read_later.bookmarks", html=True,
           about="of browsers, and as Pocket, Instapaper, Raindrop, Pinboard write them: the pages of papers"),
    Format("bookmarks-json", "Bookmarks in JSON", (".json",), "reader.formats.read_later.records",
           about="of Firefox, Chrome, Omnivore, Pinboard, Raindrop, Readwise, wallabag, linkding"),
    Format("note", "Note on a paper", (), "reader.formats.notes",
           about="of Obsidian, Logseq, Dendron and others: properties of a paper (YAML, TOML) above one's own words"),
    Format("scholar-alert", "Google Scholar alert", (), "reader.formats.scholar_alert", html=True,
           about="the mail as a file, its HTML or its text"),
    Format("nep", "NEP mailing", (), "reader.formats.nep", about="new working papers in economics, of RePEc"),
    Format("pdf-names", "Names of PDF files", (".pdf",), "reader.formats.pdf_names",
           about="by arXiv id, DOI or as Zotero and Mendeley call them: files, folders, lists (or by a first page)"),
    Format("ids", "List of ids, DOIs and addresses", (), "reader.formats.identifiers",
           about="arXiv ids, DOIs or addresses of papers, one or several a line: papers to be completed"),
    Format("markdown-lists", "Markdown list", (".md", ".markdown"), "reader.formats.awesome_list",
           about="\"awesome\" lists and other people's Markdown"),
)  # fmt: skip

FORMATS = MappingProxyType({known.name: known for known in _TABLE})
"""Every format by name."""

WRITTEN = tuple(known for known in _TABLE if known.writes)
"""The formats of an export."""

TOLD = tuple(known.name for known in _TABLE if known.reads or known.name == "markdown")
"""The names of the formats that a source can be said to be in: a vault shows what it is by its folder."""

_TAGGED = ("ris", "pubmed", "endnote", "refworks", "web-of-science")
"""Formats of records whose lines begin with tags."""

_BY_CONTENT = (
    "note", "hf-json", "json", "bookmarks-json", "csl-json", "plain-json", "jsonl", "arxiv-atom", "xml", "feed",
    "oai-pmh", "bibtex", *_TAGGED, "arxiv-mail", "hf-paper", "arxiv-page", "scholar-alert", "nep", "hf-page",
    "bookmarks", "read-later", "csv", "pdf-names", "ids", "yaml", "markdown-lists",
)  # fmt: skip
"""In the order in which contents are compared: the stricter sign first."""

_IN_PARTS = ("bibtex", *_TAGGED, "arxiv-mail", "arxiv-page", "hf-page", "csv", "markdown-lists")
"""Formats of which one text may hold several: each knows the line where it `begins`, and most what they leave."""

_JSON = ("hf-json", "json", "bookmarks-json", "csl-json", "plain-json", "jsonl")
_XML = ("arxiv-atom", "xml", "feed", "oai-pmh")
_DATA = (*_JSON, *_XML)
"""Formats that show themselves where they begin."""
_RECORDS = ("bibtex", *_TAGGED, "csv")
"""Formats of records whose values may be any text, also several lines of Markdown."""

_WHOLE = ("bookmarks", "read-later", "note", "scholar-alert", "hf-paper", "nep")
"""Formats that a text is in as a whole, which stands in no other."""

_LOOSE = ("yaml", "pdf-names", "ids")
"""Formats of which every paragraph may be another part."""

_IN_PROSE = ("arxiv-mail", "arxiv-page", "hf-page", "markdown-lists")
"""Formats of pages and mails, whose words may name further papers."""

_BELOW_CODE = (*_DATA, "csv")
"""Formats that say nothing of a block of code above them."""

_BLANKS = "\ufeff \t\n"
_LOOKED_AT = 200_000
"""Characters in which such a format shows itself."""
_MOST = 100
"""Parts of one text."""


def named_by_ending(path: str) -> tuple[str, ...]:
    """The formats that are written and whose files usually end as this one does."""
    ending = PurePath(path).suffix.lower()
    return tuple(known.name for known in WRITTEN if ending in known.extensions)


def detect(text: str, name: str = "") -> str | None:
    """The name of the format that a text is in, by its content first and its file name second; None when unsure.

    A name only tells which parser says what is wrong: each of them asks every record for a sign of a paper itself.
    """
    if is_page(text):
        return next((known.name for known in _TABLE if known.html and _sign(known.sniff, text)), None)
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
    """Read a text in a format, and what that leaves in the format that it is surely in, part by part.

    What is left of a text whose format is `told`, and what stands in a block of code, by which a list asks to be cited,
    is not read but is a problem.
    """
    if name in _WHOLE or is_page(text):
        parsed = FORMATS[name].read(text, told=told)
        return _joined([parsed, Parsed(problems=tuple(_quoted(text, parsed)))]) if name == "note" else parsed
    if told:
        parts = [FORMATS[name].read(text, told=True)]
        left = parts[0].left
    elif name in _LOOSE:
        return _read_loose(text, name)
    else:
        parts, left = _begun(text, name)
    prose = name in _IN_PROSE
    problems: list[Problem] = []
    count = len(parts)
    while (begun := _first(left)) is not None:
        line, other = begun
        passed, left = _past_code(left, line)
        problems += passed
        if count >= _MOST:
            parts.append(Parsed(problems=(Problem(line, f"more than {_MOST} parts; from here on none was read"),)))
            break
        if other not in ("hf-page", "arxiv-page"):
            parts += _between(_above(left, line), told=told, prose=prose)
        # A page begins above its first sign, with a title perhaps.
        cut, rest = _cut(other, left if other == "hf-page" else from_line(left, line))
        parts += [_part(one, part, line, told=told) for one, part in cut]
        count += len(cut)
        left = from_line(parts[-1].left or rest, line + 1)
        prose = prose or other in _IN_PROSE
    else:
        parts += _between(without_code(left), told=told, prose=prose)
    problems += _in_code(left)
    return _joined([*parts, Parsed(problems=tuple(problems))])


def _quoted(text: str, parsed: Parsed) -> Iterator[Problem]:
    """The records below the properties of a note, which stay a part of its words, but for those of its own paper."""
    own = {sign for paper in parsed.papers for sign in _signs_of(paper)}
    for piece in _records_in(text):
        papers = FORMATS[piece.format].read(piece.text).papers
        if any(own.isdisjoint(_signs_of(paper)) for paper in papers):
            message = f"{FORMATS[piece.format].label} in a note, kept in its words and not read"
            yield Problem(piece.line, message, excerpt(papers[0].title))


def _signs_of(paper: Paper) -> set[str]:
    """By what a record is known as that of a paper: its arXiv id, DOI or title."""
    paper = identified(paper)
    return {paper.arxiv_id, paper.doi, title_key(paper.title)} - {""}


def _records_in(text: str) -> Iterator[TextPart]:
    """The records in the words of a note, each run of one format."""
    left, above = text, enclosed(text.split("\n"))
    for _ in range(_MOST):
        begun = _first(left, among=_RECORDS)
        between = left if begun is None else _above(left, begun[0])
        yield from (piece for piece in _pieces(from_line(between, above + 1))[0] if piece.format == "yaml")
        if begun is None:
            return
        above, name = begun
        cut, rest = _cut(name, from_line(left, above))
        yield from (TextPart(above, one, part) for one, part in cut)
        left = from_line(FORMATS[cut[-1][0]].read(cut[-1][1]).left or rest, above + 1)


def _begun(text: str, name: str) -> tuple[list[Parsed], str]:
    """The first part of a text, in a format that begins it, and what is left; nothing yet where it begins further
    below, in a format that does not say what stands above it."""
    from_top = name in _XML and text.lstrip(_BLANKS).startswith("<")
    begun = _first(text) if name in _BELOW_CODE and not from_top else None
    if begun is not None and begun[1] == name and _above(text, begun[0]).strip(_BLANKS):
        return [], text
    cut, rest = _cut(name, text)
    parts = [FORMATS[one].read(part) for one, part in cut]
    return parts, (parts[-1].left if parts else "") or rest


def _read_loose(text: str, name: str) -> Parsed:
    """Read a text whose paragraphs each may be a part: as a whole where it is in one format, else by paragraphs."""
    begun = _first(text, among=_beside(name))
    above = text if begun is None else _above(text, begun[0])
    parts = [FORMATS[name].read(above)]
    if name != "yaml" or not FORMATS[name].load().is_whole(above):
        formats, by_paragraphs = _by_paragraph(above)
        gain = sum(len(part.papers) for part in by_paragraphs) - len(parts[0].papers)
        if gain > 0 or (gain == 0 and formats - {name}):
            parts = by_paragraphs
    if begun is not None:
        parts.append(read(from_line(text, begun[0]), begun[1]))
    return _joined(parts)


def _by_paragraph(text: str) -> tuple[set[str], list[Parsed]]:
    """The formats that the paragraphs of a text are in, and what each gives."""
    found, left = _pieces(text)
    parts = [FORMATS[piece.format].read(piece.text) for piece in found]
    below = _first(left)
    message = "no record, note or name of a paper, skipped"
    others = told_paragraphs(left if below is None else _above(left, below[0]))
    parts.append(Parsed(problems=tuple(Problem(line, message, shown) for line, shown in others)))
    if below is not None:
        parts.append(read(from_line(left, below[0]), below[1]))
    return {piece.format for piece in found}, parts


def _beside(name: str | None) -> Sequence[str]:
    """The formats of which a text in one may hold parts: the items of YAML look like those of a list."""
    return [one for one in _IN_PARTS if name != "yaml" or one != "markdown-lists"]


def _above(text: str, line: int) -> str:
    """What of a text stands above a line."""
    return "\n".join(text.split("\n")[: line - 1])


def _pieces(text: str) -> tuple[list[TextPart], str]:
    """What stands in a text between its parts in a known format, and what is left of it."""
    return pieces(text, _is_in)


def _is_in(name: str, text: str) -> bool:
    """Whether a paragraph is in a format whose parts begin with no sign of their own."""
    known = FORMATS[name].load()
    return bool(_sign(known.is_bare if name == "ids" else known.sniff, text))


def _between(text: str, *, told: bool, prose: bool) -> Iterator[Parsed]:
    """What stands in a text above, between and below parts in other formats: read, or a problem where the format of
    the whole is `told`. In a list or a page, `prose` may name other papers."""
    found, left = _pieces(text)
    for piece in found:
        yield _part(piece.format, piece.text, piece.line, told=told)
    if not prose:
        yield Parsed(problems=tuple(FORMATS["ids"].load().mentions(left)))


def _past_code(text: str, line: int) -> tuple[list[Problem], str]:
    """What stands in blocks of code above a line and would be read elsewhere, and the text without those blocks."""
    above = _above(text, line)
    return list(_in_code(above)), without_code(above) + text[len(above) :]


def _part(name: str, text: str, line: int, *, told: bool) -> Parsed:
    """A part of a text that begins in a line; a problem where it may not be read, or gave nothing."""
    parsed = FORMATS[name].read(text) if FORMATS[name].reads else Parsed()
    if told or not FORMATS[name].reads:
        message = f"{FORMATS[name].label} in a text of another format, not read"
        return Parsed(problems=(Problem(line, message),), left=parsed.left)
    if parsed.papers or parsed.problems:
        return parsed
    message = f"from here on stands what looks like {FORMATS[name].label}; nothing of it was read"
    return Parsed(problems=(Problem(line, message),), left=parsed.left)


def _in_code(left: str) -> Iterator[Problem]:
    """What stands in blocks of code and would be read elsewhere."""
    for start, end in in_code(left):
        body = left[:start].count("\n") + 1
        if (begun := _first(left[left.find("\n", start, end) + 1 : end], code=True)) is not None:
            yield Problem(body + begun[0], f"{FORMATS[begun[1]].label} in a block of code, not read")


def _joined(parts: Sequence[Parsed]) -> Parsed:
    """The parts of one text as one."""
    if len(parts) == 1:
        return parts[0]
    papers = tuple(paper for part in parts for paper in part.papers)
    problems = sorted((problem for part in parts for problem in part.problems), key=lambda problem: problem.line)
    entries = tuple(entry for part in parts for entry in (part.entries or ((),) * len(part.papers)))
    return Parsed(papers, tuple(problems), entries if any(entries) else ())


def _by_content(text: str) -> str | None:
    """The name of the format that a text is surely in, or begins in, by its content alone."""
    if (
        any(mark in text for mark in OWN_MARKS)
        and _sign(FORMATS["markdown"].load().is_ours, text)
        and not quotes_export(text)
    ):
        return "markdown"
    found = next((name for name in _BY_CONTENT if _sign(FORMATS[name].sniff, text)), None)
    if found in (*_JSON, *_WHOLE):
        return found
    begun = _first(text, among=_beside(found)) or (_first(text, code=True) if found not in (None, "yaml") else None)
    if found is None or found in _LOOSE:
        return _by_paragraphs(text, begun, found)
    return begun[1] if begun is not None else found


def _by_paragraphs(text: str, begun: tuple[int, str] | None, found: str | None) -> str | None:
    """The same of a text that is in no format as a whole, or in one whose paragraphs may be other parts (`found`), and
    in which the first part that is known by its beginning is `begun`."""
    if begun is None and found is not None:
        return found
    above = text if begun is None else _above(text, begun[0])
    if not above.strip(_BLANKS):
        return found and begun and begun[1]
    loose = (found,) if found is not None else _LOOSE
    if begun is not None and (name := next((one for one in loose if _sign(FORMATS[one].sniff, above)), "")):
        return name
    parts, left = _pieces(above)
    top = next(number for number, line in enumerate(above.split("\n"), start=1) if line.strip(_BLANKS))
    sure = begun is not None or (
        len(parts) > 1 and (not left.strip(_BLANKS) or any(part.format in ("note", "yaml") for part in parts))
    )
    if parts and parts[0].line == top and sure:
        return parts[0].format
    return begun[1] if found is not None and begun is not None else None


def quotes_export(text: str) -> bool:
    """Whether a text is in another format, and its records quote what Reader exported: our marks stand in them only."""
    if all(mark not in text for mark in OWN_MARKS):
        return False
    beside = _beside_records(text)
    return all(mark not in beside for mark in OWN_MARKS)


def beside_export(text: str) -> tuple[str, Parsed]:
    """What stands in other formats above and below an export of ours, as files that were joined into one have it: the
    format of the first part, and what was read; "" where nothing does.

    Between its heading and its comment stands the export, whose notes may quote anything.
    """
    body, comment, below = FORMATS["markdown"].load().opened(text).parts
    mark = _first_mark(body)
    heading = body.rfind("\n# ", 0, mark) + 1
    if not heading and not body.startswith("# "):
        heading = body.rfind("\n", 0, mark) + 1
    inner = body[heading:] + comment
    parts: list[tuple[str, Parsed]] = []
    for above, piece in (("", body[:heading]), (blank(body[:heading] + inner), below)):
        if (begun := _first(piece[: _first_mark(piece)], among=_RECORDS)) is not None:
            line, name = begun
            parts.append((name, read(from_line(above + piece, above.count("\n") + line), name)))
    return (parts[0][0], _joined([parsed for _, parsed in parts])) if parts else ("", Parsed())


def _first_mark(text: str) -> int:
    """Where the first of our marks stands, the end of a text without any."""
    return min((at for at in map(text.find, OWN_MARKS) if at >= 0), default=len(text))


def _beside_records(text: str) -> str:
    """What of a text with our marks does not stand in the records in another format that begin above the first of them.

    Where its first line begins such records, a mark of one paper beside them is none of an export: a record may be
    damaged. The comment of a whole export is.
    """
    mark = _first_mark(text)
    top = next(number for number, line in enumerate(text.split("\n"), start=1) if line.strip("\ufeff \t"))
    name = next((one for one in _DATA if _sign(FORMATS[one].sniff, text)), "")
    if begins_data(text.split("\n")[top - 1]):
        rest = _cut(name, text)[1] if name else ""
        return _whole_export(rest)
    plain = without_code(text)
    begins = {name: _sign(FORMATS[name].load().begins, plain) for name in _RECORDS}
    name = min((name for name in _RECORDS if begins[name]), key=begins.__getitem__, default="")
    if name and len("\n".join(plain.split("\n")[: begins[name] - 1])) <= mark:
        rest = FORMATS[name].parse(text).left
        return _whole_export(rest) if begins[name] == top else rest
    return text


def _whole_export(text: str) -> str:
    """A text that holds the comment of an export, "" for any other."""
    return text if FORMATS["markdown"].load().opened(text).has_comment else ""


def _first(text: str, *, code: bool = False, among: Sequence[str] = _IN_PARTS) -> tuple[int, str] | None:
    """The line where the first part in some format begins, outside blocks of code unless `code`, and that format.

    Records stand in other texts and quote them: what begins first holds the rest.
    """
    plain = text if code else without_code(text)
    begins = {name: _sign(FORMATS[name].load().begins, plain) for name in among}
    if _is_of_page(plain, begins.get("hf-page", 0), begins.get("markdown-lists", 0)):
        begins["markdown-lists"] = 0
    for start in data_starts(plain):
        if (
            name := next((name for name in _DATA if _sign(FORMATS[name].sniff, plain[start : start + _LOOKED_AT])), "")
        ) != "":
            begins[name] = plain.count("\n", 0, start) + 1
            break
    first = min((name for name in begins if begins[name]), key=begins.__getitem__, default="")
    if first != "markdown-lists":
        return (begins[first], first) if first else None
    lines = plain.split("\n")[: begins[first] - 1]
    while lines and lines[-1].lstrip().startswith("|"):
        lines.pop()  # The heading of the table whose first row with a paper was found.
    return len(lines) + 1, first


def _is_of_page(text: str, page: int, row: int) -> bool:
    """Whether a row of a list is one of the page that begins above it and was saved as Markdown."""
    return 0 < page < row and any("](" in line for line in split_lines(text)[page - 1 : row - 1])


def _cut(name: str, text: str) -> tuple[list[tuple[str, str]], str]:
    """The parts of a text that begins in a format which does not say what it leaves, each with its format, and what
    stands below them."""
    if name in _JSON:
        return _cut_json(name, text)
    end = len(text)
    if name in _XML:
        end = import_module("reader.formats.xml_records").end(text)
    elif name == "hf-page" and (page := FORMATS[name].load().begins(text)):
        end = _end_of_page(text, page)
    return [(name, text[:end])], blank(text[:end]) + text[end:]


def _end_of_page(text: str, page: int) -> int:
    """Where a page ends whose header stands in a line."""
    inner = from_line(text, page + 1)
    among = [name for name in _IN_PARTS if name != "hf-page"]
    if _is_of_page(text, page, _sign(FORMATS["markdown-lists"].load().begins, inner)):
        among.remove("markdown-lists")
    below = _first(inner, among=among)
    if below is None:
        return len(text)
    return len(_above(text, below[0])) + 1


def _cut_json(name: str, text: str) -> tuple[list[tuple[str, str]], str]:
    """The JSON texts that a text begins with, those in one format as one part."""
    if _sign(FORMATS["jsonl"].load().is_plain, text):
        return [(name, text)], ""
    found: list[tuple[str, int, int]] = []
    for start, end in texts(text):
        one = next(
            (one for one in _JSON if _sign(FORMATS[one].sniff, text[start:end])), found[-1][0] if found else name
        )
        begin = found.pop()[1] if found and found[-1][0] == one else start
        found.append((one, begin, end))
    end = found[-1][2] if found else 0
    return [(one, blank(text[:start]) + text[start:end]) for one, start, end in found], blank(text[:end]) + text[end:]


def _sign(sign: Callable[[str], int], text: str) -> int:
    """Whether, or in which line, a text has the sign of a format; a sign that cannot be told is none."""
    try:
        with contained("the text"):
            return sign(text)
    except InputError:
        return 0
