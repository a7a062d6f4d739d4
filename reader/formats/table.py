"""The table of formats: what each is called, which module knows it, and what it can do.

A module is loaded when its format is first used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import PurePath
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING

from reader.citation_keys import keys_for
from reader.formats.parsed import Parsed
from reader.formats.styles import STYLES, SUFFIXES

if TYPE_CHECKING:
    from reader.paper import IncomingEntry, Paper

_loaded = cache(import_module)
"""Each piece of a text is tried in several formats, and to import what is there takes longer than that."""


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
        return _loaded(self.module)

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
    Format("markdown", "Markdown", SUFFIXES, "reader.formats.markdown", reads=False, writes=True,
           syncs=True, styles=STYLES,
           about="Reader's own, in one of its styles or by your template"),
    Format("html", "HTML", (".html", ".htm"), "reader.formats.markdown.html_page", reads=False, writes=True,
           about="one page to send or print, by your template too; it does not come back"),
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
                 " arXiv's dump, Europe PMC, INSPIRE"),
    Format("plain-json", "JSON of papers", (), "reader.formats.plain_json",
           about="lists of conferences and small programs, with the usual names of fields"),
    Format("yaml", "YAML", (), "reader.formats.other_yaml",
           about="papis, cobib, Hayagriva, CSL in YAML and plain lists of papers"),
    Format("xml", "XML of other programs", (), "reader.formats.other_xml",
           about="EndNote, PubMed, the ACL Anthology, dblp, Zotero RDF, MODS"),
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

TAGGED = ("ris", "pubmed", "endnote", "refworks", "web-of-science")
"""Formats of records whose lines begin with tags."""

IN_PARTS = ("bibtex", *TAGGED, "arxiv-mail", "arxiv-page", "hf-page", "read-later", "csv", "markdown-lists")
"""Formats of which one text may hold several: each knows the line where it `begins`, and most what they leave."""

SHEETS = ("hf-paper", "arxiv-mail", "arxiv-page", "scholar-alert", "nep", "hf-page")
"""Formats of mails and pages, which go on to the end of a text: each knows the `signs` by which its lines are known."""

JSON = ("hf-json", "json", "bookmarks-json", "csl-json", "plain-json", "jsonl")

XML = ("arxiv-atom", "xml", "feed", "oai-pmh")

DATA = (*JSON, *XML)
"""Formats that show themselves where they begin."""

RECORDS = ("bibtex", *TAGGED, "read-later", "csv")
"""Formats of records whose values may be any text, also several lines of Markdown."""

WHOLE = ("bookmarks", "note", "scholar-alert", "hf-paper", "nep")
"""Formats that a text is in as a whole, which stands in no other."""

LOOSE = ("yaml", "pdf-names", "ids")
"""Formats of which every paragraph may be another part."""


def named_by_ending(path: str) -> tuple[str, ...]:
    """The formats that are written and whose files usually end as this one does."""
    ending = PurePath(path).suffix.lower()
    return tuple(known.name for known in WRITTEN if ending in known.extensions)
