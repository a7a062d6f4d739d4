"""Reader from Python: open a library, search, edit, undo, import, export. The names here stay as they are.

>>> from pathlib import Path
>>> from tempfile import TemporaryDirectory
>>> from reader import api
>>> record = "TY  - JOUR\\nTI  - Selective State Spaces\\nAU  - Gu, Albert\\n"
>>> with TemporaryDirectory() as place, api.open_library(Path(place) / "library", author="my script") as library:
...     came = library.import_text(record + "ER  - \\n")
...     print(came.new, came.edit.say)
...     again = library.import_text(record + "N1  - Read it.\\nER  - \\n")
...     print(again.unchanged, again.possible_duplicates, [*again.words_not_taken.values()])
...     for paper in library.search("state spaces"):
...         print(paper.title, paper.authors)
...     print(library.tag(library.search("author:gu"), add=["ssm"]).say)
...     print(library.export(format="bibtex").splitlines()[0])
...     print(library.undo().say, [paper.tags for paper in library.search()])
1 Imported 1 paper from text
1 () [('note',)]
Selective State Spaces ('Albert Gu',)
Tagged 'Selective State Spaces' 'ssm'
@article{guselective,
Undid: Tagged 'Selective State Spaces' 'ssm' [()]

What a query does not say clearly is refused here as in every command that changes something, an empty one too, and so
is an argument of another kind than it is declared to be. Every error that can be
foreseen is a `ReaderError`, whose text is one sentence (see `reader.errors` for the tree of them). Several processes
may have one library open at a time: each call sees what the others wrote.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import wraps
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, TypeVar

from reader import paths, store
from reader.citation_keys import key_pattern, library_keys
from reader.errors import ReaderError, SettingsError, StoreError, UsageError, WrongValue
from reader.io.read import Source, read, read_text
from reader.library.change import Draft, subjects
from reader.library.library import Library, Outcome
from reader.operations import annotate, corrections, exports, reading_lists, roundtrip, triage, unseen
from reader.operations import undo as past
from reader.operations.choosing import choose, doubted_list
from reader.operations.imports import ImportResult
from reader.operations.removal import remove_papers
from reader.operations.search import PaperFinder
from reader.paper import Paper, ReadingList, Status
from reader.settings import read_settings
from reader.store.named_library import NamedLibrary
from reader.suggestions import perhaps_of
from reader.text import clean_line, is_whole, shortened

__all__ = ["Edit", "Imported", "OpenLibrary", "Paper", "ReaderError", "ReadingList", "open_library"]

T = TypeVar("T")
_LONGEST_NAME = 60
"""Characters of the name that the history has for who changed something."""
Papers = str | Paper | Iterable[str | Paper]
"""Papers by name (an id, the start of one, an arXiv id, a DOI, an address or a citation key), or as they are."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What an edit did; one step of the history, which `undo` takes back."""

    say: str
    """A sentence for people: "Starred 2 papers"."""
    step: str
    """The id of the step; "" when all was so already."""
    changed: tuple[str, ...]
    """The ids of the papers that changed, and "list:NAME" (small letters) of lists."""
    notes: tuple[str, ...] = ()
    """Sentences on what came up, and on what an undo left alone because it was changed since."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import."""

    new: int
    """How many papers are new; likewise the others."""
    updated: int
    unchanged: int
    problems: tuple[str, ...]
    """What could not be read, a sentence each with its source and line."""
    edit: Edit
    possible_duplicates: tuple[tuple[str, str], ...] = ()
    """Pairs of ids of papers that are both kept and may be one; `joined` has those that became one since a record has
    the ids of both."""
    joined: tuple[tuple[str, str], ...] = ()
    words_not_taken: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By the ids of papers that were there before, what the sources say for the user and was not taken of it ("note",
    "tags", "star", "status", "triage", "lists"): only a new paper brings such words along."""


class _Kind(NamedTuple):
    """A kind of arguments."""

    told: str
    """What one must be, in words."""
    holds: Callable[[Any], bool]
    """Whether a value is one."""


_KINDS = {
    "str": _Kind("a text", lambda value: isinstance(value, str)),
    "int": _Kind("a whole number, 0 or more", lambda value: type(value) is int and value >= 0),
    "bool": _Kind("True or False", lambda value: isinstance(value, bool)),
    "str | Path": _Kind("a path", lambda value: isinstance(value, str | Path) and str(value).strip() != ""),
    "str | Paper": _Kind("a paper or its name", lambda value: isinstance(value, str | Paper)),
    "Papers": _Kind(
        "papers or their names", lambda value: isinstance(value, Paper | Iterable) and not isinstance(value, bytes)
    ),
    "Sequence[str]": _Kind(
        "a text or a list of texts",
        lambda value: isinstance(value, Sequence) and all(isinstance(one, str) for one in value),
    ),
    "Mapping[str, object]": _Kind(
        "a dictionary of fields",
        lambda value: isinstance(value, Mapping) and all(isinstance(one, str) for one in value),
    ),
}
"""The kinds of arguments, as they are declared; with " | None" behind one, None is one too."""


def _must_be(name: str, declared: str, value: object) -> None:
    """Raise `UsageError` for a value of another kind than the argument `name` is declared to be."""
    kind = _KINDS[declared.removesuffix(" | None")]
    if (value is None and declared.endswith(" | None")) or kind.holds(value):
        if not (_is_path(value) if declared.startswith("str | Path") else _are_whole(value)):
            raise UsageError(f"'{name}' holds half a character, as the name of a file does that is not UTF-8.")
        return
    shown = f"a {type(value).__name__}" if not isinstance(value, str | int | None) else repr(value)
    raise UsageError(f"'{name}' must be {kind.told}, not {shortened(clean_line(shown), 40)}.")


def _are_whole(value: object) -> bool:
    """Whether each text of a value is whole: what is not would be stored as U+FFFD."""
    if isinstance(value, str):
        return is_whole(value)
    if isinstance(value, Mapping):
        return all(map(_are_whole, value.values()))
    return not isinstance(value, list | tuple) or all(map(_are_whole, value))


def _is_path(value: object) -> bool:
    """Whether a value can be the path of a file, be its name UTF-8 or not."""
    try:
        os.fsencode(str(value))
    except UnicodeEncodeError:
        return False
    return True


def _checked(function: Callable[..., T]) -> Callable[..., T]:
    """A function that refuses an argument of another kind than it is declared to take, before it does anything."""
    signature = inspect.signature(function)

    @wraps(function)
    def outer(*args: Any, **kwargs: Any) -> T:
        for name, value in signature.bind(*args, **kwargs).arguments.items():
            one = signature.parameters[name]
            if one.annotation is not one.empty and one.kind is not one.VAR_KEYWORD:
                for each in value if one.kind is one.VAR_POSITIONAL else [value]:
                    _must_be(name, one.annotation, each)
        return function(*args, **kwargs)

    return outer


def _all_checked(cls: type[T]) -> type[T]:
    """A class of which each public method is checked so."""
    for name, member in list(vars(cls).items()):
        if inspect.isfunction(member) and not name.startswith("_"):
            setattr(cls, name, _checked(member))
    return cls


@_checked
def open_library(folder: str | Path | None = None, *, author: str = "") -> OpenLibrary:
    """Open the library in a folder, which is made at its first use; without one, that which `reader` opens: of
    $READER_LIBRARY, the settings, or the usual one. `author` is the name that the history has for what is changed by
    this; "" for the user.

    Raises `StoreError` where it cannot be read, `SettingsError` where the settings leave open which is meant or how
    citation keys are made, `InputError` for what can be no path or was not filled in (`$HOME/papers`).
    """
    name = clean_line(author)
    if name != author.strip() or len(name) > _LONGEST_NAME or (author and not name):
        raise UsageError(f"'author' must be a name on one line, of at most {_LONGEST_NAME} characters.")
    settings = read_settings(*paths.config_file())
    if settings.citation_key_doubt:
        raise SettingsError(settings.citation_key_doubt)
    where = paths.library_at(folder) if folder is not None else paths.named_folder(None)
    if where is None:
        where = NamedLibrary(settings, paths.config_file()[0], paths.state_dir()).folder
    return OpenLibrary(where, settings.citation_key, name)


@_all_checked
class OpenLibrary:
    """An open library, to be closed by `close` or at the end of a `with`."""

    def __init__(self, folder: Path, citation_key: str, author: str) -> None:
        """As `open_library` opens it."""
        self._files = store.open_library(folder)
        self._library = Library(self._files, lambda papers: library_keys(papers, key_pattern(citation_key)))
        self._library.must_be_here()
        self._library.review = lambda draft: _signed(draft, author)
        self._finder = PaperFinder(self._library)
        self._closed = False
        self.folder = folder

    def __enter__(self) -> OpenLibrary:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files; what was edited is backed up. Another call after it raises `StoreError`."""
        if not self._closed:
            self._closed = True
            self._files.close()
            self._library.leave()

    # -- looking -------------------------------------------------------------------------------------------------------

    @property
    def papers(self) -> Mapping[str, Paper]:
        """All papers by id, in the order in which they came."""
        return self._fresh().papers

    @property
    def lists(self) -> Mapping[str, ReadingList]:
        """The reading lists by name. What a smart list holds, `papers_of` tells."""
        return self._fresh().lists

    def paper(self, name: str) -> Paper:
        """The paper of a name. Raises `UnknownPaper` where there is none, or several may be meant."""
        return self._fresh().resolve(name)

    def papers_of(self, list_name: str) -> list[Paper]:
        """The papers of a reading list in its order. Raises `UnknownList`, and `UsageError` where the query of a smart
        list cannot be answered."""
        return self._on_list(list_name)

    def search(self, query: str = "*", *, limit: int = 0) -> list[Paper]:
        """The papers that match a query (words and filters, as on the command line), best first; "*" and no query give
        all, in the order in which they came.

        `limit` 0 gives all that match. Raises `UsageError` for a query that is not understood, and for an empty one:
        what is found may be about to be changed.
        """
        library = self._fresh()
        if query.strip() == "*":
            return list(library.papers.values())[: limit or None]
        finds = self._finder.papers
        return finds(choose(library, query, finds))[: limit or None]

    def history(self) -> list[dict[str, Any]]:
        """What was done, newest first: `{id, when, say, undone, own, session}`, and its `author` where there is one."""
        return [past.past_json(line) for line in past.past(self._fresh())]

    # -- editing -------------------------------------------------------------------------------------------------------

    def tag(self, papers: Papers, *, add: Sequence[str] = (), remove: Sequence[str] = ()) -> Edit:
        """Add tags to papers, or take them off."""
        return self._done(annotate.tag_papers(self._library, self._named(papers), _texts(add), _texts(remove)))

    def star(self, papers: Papers, on: bool = True) -> Edit:
        """Star papers, or take their stars away."""
        return self._done(annotate.star_papers(self._library, self._named(papers), on))

    def mark(self, papers: Papers, status: str) -> Edit:
        """Mark papers as "unread", "reading" or "read". Raises `UsageError` for another word."""
        known = [one.value for one in Status]
        if status not in known:
            raise UsageError(f"'{status}' is no status{perhaps_of(status, known)}")
        return self._done(annotate.mark_papers(self._library, self._named(papers), Status(status)))

    def triage(self, papers: Papers, decision: str) -> Edit:
        """Decide on papers: "queue", "later", "star", "dismiss" or "inbox". Raises `UsageError` for another word."""
        return self._done(triage.decide(self._library, self._named(papers), triage.decision_called(decision)))

    def note(self, paper: str | Paper, text: str) -> Edit:
        """Replace the note of a paper (Markdown); "" removes it."""
        (found,) = self._named(paper)
        return self._done(annotate.set_note(self._library, found, unseen.told_text(text)))

    def edit(self, paper: str | Paper, values: Mapping[str, object], *, clear: Sequence[str] = ()) -> Edit:
        """Put right what the world says about a paper: `values` by field (title, authors, year, venue, doi …), and
        fields to `clear`. Raises `UsageError` for what is no field, or no value of one."""
        (found,) = self._named(paper)
        if not values and not _texts(clear):
            raise UsageError("Say what to put right: values by their fields, or fields to clear.")
        told = {field: corrections.written(field, value) for field, value in values.items()}
        return self._done(corrections.correct(self._library, found, corrections.typed(found, told, _texts(clear), ())))

    def remove(self, papers: Papers) -> Edit:
        """Remove papers; `undo` brings them back with all that was said about them."""
        return self._done(remove_papers(self._library, self._named(papers)))

    def add_to_list(self, list_name: str, papers: Papers, *, section: str = "") -> Edit:
        """Put papers at the end of a reading list, or of a section of it; both are made where they are new."""
        added = reading_lists.add_to_list(self._library, list_name, self._named(papers), section=section)
        return self._done(added)

    def remove_from_list(self, list_name: str, papers: Papers) -> Edit:
        """Take papers off a reading list; they stay in the library."""
        return self._done(reading_lists.remove_from_list(self._library, list_name, self._named(papers)))

    def undo(self, step: str | None = None) -> Edit:
        """Take back the last step, or the one with this id, also where others were made since. Raises `Refused`, and
        `UsageError` for "", which is the step of an edit that changed nothing."""
        library = self._fresh()
        return self._done(*(past.undo(library) if step is None else past.undo_step(library, step)))

    def redo(self) -> Edit:
        """Bring back the step that was undone last. Raises `Refused` where there is none."""
        return self._done(*past.redo(self._fresh()))

    # -- in and out ----------------------------------------------------------------------------------------------------

    def import_text(
        self, text: str, *, format: str | None = None, tags: Sequence[str] = (), list_name: str | None = None
    ) -> Imported:
        """Import papers from a text in any form that Reader reads; `format` names it. Every paper of it gets the tags
        and joins the list. Raises `InputError` where it holds none."""
        return self._import([read_text(text, "text", format=format)], tags, list_name)

    def import_files(
        self, *sources: str | Path, format: str | None = None, tags: Sequence[str] = (), list_name: str | None = None
    ) -> Imported:
        """Import papers from files, folders and addresses, as `import_text` does from a text. A source that gave
        nothing is among the problems, unless it is the only one."""
        if not sources or any(str(source) in ("", "-") for source in sources):
            raise UsageError("Name files, folders or addresses to import.")
        return self._import([one for source in sources for one in read(source, format=format)], tags, list_name)

    def export(
        self,
        papers: Papers | None = None,
        *,
        list_name: str | None = None,
        format: str | None = None,
        path: str | Path | None = None,
        **wishes: Any,
    ) -> str:
        """Papers, a reading list, or the whole library in a format ("markdown", which is the usual one, "bibtex",
        "ris", "csl-json", "csv", "jsonl", "html" …): the text; with `path` it is written there, and a sentence says so.

        `wishes` are those of the command line: style, template, group, title, abstracts, front_matter, bom, force; and
        `audience`, "me" or "others" (`--for`), `authors`, a number as text or "all".
        Raises `UsageError` for another, for one that the format has no use for and for a `path` that is named as one of
        another format while none is said; `Refused` for a file that is there and is not this library's.
        """
        library = self._fresh()
        given = {"format": format, **wishes}
        if papers is not None and list_name is not None:
            raise UsageError("Give papers or a list_name, one of the two.")
        if strange := next((name for name in wishes if name not in exports.WISHES), None):
            raise UsageError(f"'{strange}' is nothing that an export can be told{perhaps_of(strange, exports.WISHES)}")
        for name, value in wishes.items():
            _must_be(name, "bool" if isinstance(getattr(exports.Wish(), name), bool) else "str", value)
        lst = library.reading_list(reading_lists.clean_name(list_name)) if list_name is not None else None
        chosen = self._on_list(lst.name) if lst is not None else list(library.papers.values())
        chosen = chosen if papers is None else self._named(papers)
        wish = exports.wished(given, None if path is None else str(path))
        written = exports.export(library, self.folder, wish, chosen, lst=lst, path=Path(path) if path else None)
        return written.say if path else written.text

    # -- what these have in common -------------------------------------------------------------------------------------

    def _fresh(self) -> Library:
        """The library with what others wrote meanwhile. Raises `StoreError` for one that is closed or not there."""
        if self._closed:
            raise StoreError("The library is closed.")
        self._finder.follow(self._library.refresh())
        self._library.must_be_here()
        return self._library

    def _on_list(self, name: str) -> list[Paper]:
        library = self._fresh()
        lst = library.reading_list(name)
        if why := doubted_list(library, lst):
            raise UsageError(why)
        return self._finder.on_list(lst)

    def _named(self, papers: Papers) -> list[Paper]:
        library = self._fresh()
        given = [papers] if isinstance(papers, str | Paper) else list(papers)
        if not given:
            raise WrongValue("Name at least one paper.")
        for one in given:
            _must_be("papers", "str | Paper", one)
        found = (library.resolve(one.id if isinstance(one, Paper) else one) for one in given)
        return list({paper.id: paper for paper in found}.values())

    def _done(self, *outcomes: Outcome) -> Edit:
        changed: dict[str, None] = {}
        notes: list[str] = []
        for outcome in outcomes:
            self._finder.follow(outcome)
            notes += [*outcome.warnings, *outcome.skipped]
            changed |= dict.fromkeys(subjects(outcome.changes))
        steps = [outcome.step.id for outcome in outcomes if outcome.step is not None]
        say = ". ".join(outcome.say for outcome in outcomes) or "Nothing to change"
        return Edit(say, steps[0] if steps else "", tuple(changed), tuple(dict.fromkeys(notes)))

    def _import(self, sources: Sequence[Source], tags: Sequence[str], list_name: str | None) -> Imported:
        library = self._fresh()
        if len(sources) == 1 and sources[0].error is not None:
            raise sources[0].error
        wanted = annotate.wanted_tags(library, _texts(tags))
        name = reading_lists.clean_name(list_name) if list_name is not None else ""
        report, _ = roundtrip.take_in(library, sources, tags=wanted, list_name=name)
        return _imported(report, self._done(*report.outcomes))


def _imported(report: ImportResult, edit: Edit) -> Imported:
    new, updated, unchanged = (
        sum(getattr(source, name) for source in report.sources) for name in ("new", "updated", "unchanged")
    )
    problems = tuple(f"{problem.place(source)}: {problem.message}" for source, problem in report.unreadable)
    words: dict[str, dict[str, None]] = {}
    for left in (one for source in report.sources for one in source.untaken):
        words.setdefault(left.id, {}).update(dict.fromkeys(left.words))
    return Imported(
        new, updated, unchanged, problems, edit,
        tuple(pair for source in report.sources for pair in source.possible_duplicates),
        tuple((kept.id, other.id) for kept, other in report.joined),
        {id: tuple(kinds) for id, kinds in words.items()},
    )  # fmt: skip


def _signed(draft: Draft, author: str) -> Draft:
    return replace(draft, author=author) if author else draft


def _texts(given: Sequence[str]) -> list[str]:
    """Several texts, or one."""
    return [given] if isinstance(given, str) else list(given)
