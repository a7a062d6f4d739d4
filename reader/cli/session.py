"""What one run of the command line holds: where the library is, the library itself once it is needed."""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reader import garbage, paths
from reader.cli.look import Look, look
from reader.cli.output import hand_over, line, put, say
from reader.counting import count
from reader.errors import InputError, Refused, SettingsError, UsageError
from reader.paper import Paper
from reader.suggestions import perhaps_among

if TYPE_CHECKING:
    from reader.library.contents import Contents
    from reader.library.library import Library, Outcome
    from reader.online.client import ServiceClient
    from reader.operations.kept_index import IndexKeeper
    from reader.operations.kept_relevance import RelevanceKeeper
    from reader.operations.search import PaperFinder
    from reader.query import Query
    from reader.search import Index
    from reader.settings import Settings
    from reader.store.folder import Folder
    from reader.store.index_file import IndexFile
    from reader.store.named_library import NamedLibrary
    from reader.store.standing import FileMarks
    from reader.tui.drawing.styled_text import Line

SMALL = 2_000_000
"""Bytes of a catalogue that is read before the interface shows itself, not after."""
WORTH_NOTING = 2_000
"""From so many papers on a command that edits notes beside the search index what it did, so that the next search need
not open the library. It waits for that until the time of what it wrote is sure; a small library is opened as soon."""


def is_at_terminal() -> bool:
    """Whether somebody at a terminal can be asked: what is asked is seen, and can be answered."""
    return bool(sys.stdin and sys.stdin.isatty() and sys.stderr.isatty())


def is_served() -> bool:
    """Whether the interface is shown by something that takes the place of a terminal: `textual serve`, in a browser."""
    return os.environ.get("TEXTUAL_DRIVER", "").endswith(":WebDriver")


class Session:
    """Opened lazily, so that help and mistakes in the call cost nothing."""

    def __init__(self, library: str | None, said: set[str] | None = None) -> None:
        """`said` takes up what was said when the settings were read and the library was opened."""
        self._given = library
        self._said = set() if said is None else said
        self._opened: list[Folder] = []
        self._read: list[Library] = []
        self._since = 0
        self._long = False
        self._before: tuple[FileMarks, Mapping[str, Paper]] | None = None
        """How the library stood that was opened, and its papers; None where no search index was left, or that is not
        sure."""
        self._notices: list[str] = []
        self.dry_run = False
        """Whether the command only says what it would change."""
        self.given_up: threading.Event | None = None
        """Soon after it is set, whoever waits for the network waits no more."""
        self.mends = False
        """Whether the command puts back what is missing, so that its answer tells of that, and nothing else does."""

    def close(self) -> None:
        """Let go of the library's files, which backs up what was edited, and leave the search index to the next run."""
        hand_over()
        for folder in self._opened:
            for sentence in folder.close(long=self._long):
                say(sentence)
        for library in self._read:
            library.leave()
        if self._read and not self._read[-1].is_away:
            from reader.operations.kept_names import keep_names  # noqa: PLC0415  as in `finder`

            keep_names(self._read[-1], self.folder, paths.cache_dir())
        self._leave_index()

    def _leave_index(self) -> None:
        """Keep the search index, and what is near, where they were asked for; else note what was edited since."""
        edited = self._before if self._before is not None and self._stands() != self._before[0] else None
        finder = self.finder if "finder" in vars(self) else None
        if finder is not None and (index := finder.built) is not None:
            stands = self.keeper.settled() if edited is not None else None
            self.keeper.keep(self.library, index, since=self._since if stands is None else None)
        elif edited is not None:
            self.keeper.note_edits(self.library, *edited)
        if finder is not None and (related := finder.related) is not None:
            self.relevance_keeper.keep(related)

    @cached_property
    def settings(self) -> Settings:
        """The settings file, read once; what is wrong with it is said on standard error."""
        for problem in self.unsaid_settings.problems:
            say(problem)
        self._said.update(self.unsaid_settings.problems)
        return self.unsaid_settings

    @cached_property
    def unsaid_settings(self) -> Settings:
        """The same without a word; `problems` has all that is wrong, of themes and keys, too."""
        from reader.settings import THEMES, read_settings  # noqa: PLC0415  help needs neither settings nor library

        settings = read_settings(*paths.config_file())
        wrong: list[str] = []
        if settings.theme and settings.theme not in THEMES:
            from reader.tui.themes import theme_names  # noqa: PLC0415  few settings name one that may not be there

            if settings.theme not in (known := theme_names()):
                gone = f"there is no theme '{settings.theme}'{perhaps_among(settings.theme, known)}"
                wrong.append(f"{settings.place('theme')}: {gone}")
        if settings.keys:
            from reader.commands.bindings import remapped  # noqa: PLC0415  few settings name keys

            wrong += [f"{settings.place(one.partition(': ')[0])}: {one}" for one in remapped(settings.keys)[1]]
        if settings.arxiv_pause is not None:
            from reader.online.endpoints import short_pause  # noqa: PLC0415  few settings name a pause

            wrong += [f"{settings.place('arxiv_pause')}: {one}" for one in filter(None, [short_pause(settings)])]
        return replace(settings, problems=(*settings.problems, *wrong))

    def key(self, id: str) -> str:
        """The key of a command of the interface as people read it; its title where it has none."""
        from reader.commands.bindings import named, remapped, shown_keys  # noqa: PLC0415  few commands name a key

        commands, _ = remapped(self.settings.keys)
        return shown_keys(commands)[id] or f"'{named(commands, id).title}'"

    @cached_property
    def folder(self) -> Path:
        """The library's folder: the one given with the call, else $READER_LIBRARY, else the one that the settings name,
        else the usual one. Raises `SettingsError` where it is not known which is meant."""
        settled = self._from_settings  # What is wrong with the settings is said whatever names the library.
        if (named := paths.named_folder(self._given)) is not None:
            return named
        found = settled.folder
        if notice := settled.notice:
            say(notice)
            self._notices.append(notice)
        return found

    @property
    def folder_looked_at(self) -> Path:
        """The same for what only looks: where the settings cannot be read, the folder that they named last or, where
        they named none, the usual one, which is said."""
        try:
            return self.folder
        except SettingsError as error:
            if not self.settings.library_doubt:
                raise
            likely = self._from_settings.likely
            say(f"{error} Meanwhile '{likely}' is looked at.")
            self._given = str(likely)
        return self.folder

    @cached_property
    def _from_settings(self) -> NamedLibrary:
        from reader.store.named_library import NamedLibrary  # noqa: PLC0415  as in `settings`

        return NamedLibrary(self.settings, paths.config_file()[0], paths.state_dir())

    @cached_property
    def library(self) -> Library:
        """The library, opened; what could not be read of it is said on standard error. Raises `StoreError`, also where
        nothing could: it is not empty. One that is gone is opened for what brings it back."""
        if notice := self._beginning:
            say(notice)
        library = self.open_library()
        if not (self.mends and library.is_away):
            library.must_be_here()
        told = [warning for warning in library.warnings if not self.mends or warning not in library.losses]
        for warning in told:
            say(warning)
        library.only_tries = self.dry_run
        if len(library.papers) >= WORTH_NOTING and os.path.lexists(self.index_file.path):
            stands = self._stands(self._since)
            self._before = (stands, dict(library.papers)) if stands is not None else None
        self._said.update(told)
        if ctx := click.get_current_context(silent=True):
            ctx.call_on_close(self._say_the_rest)
        return library

    @property
    def _beginning(self) -> str:
        """What is to be said where a new library begins in a folder that something names, maybe by mistake; else ""."""
        from reader.store.named_library import beginning  # noqa: PLC0415  as in `settings`

        is_named = paths.named_folder(self._given) is not None or self.settings.library
        return beginning(str(self.folder), str(paths.state_dir())) if is_named else ""

    def _stands(self, since: int | None = None) -> FileMarks | None:
        """How the library's files stand, if nothing was written since; None where that is not sure."""
        from reader.store.standing import standing  # noqa: PLC0415  as in `settings`

        return standing(self.index_file.library, str(paths.state_dir()), since)

    def _say_the_rest(self) -> None:
        """What came up while saving and lost nothing: a backup that could not be made, say."""
        for warning in self.library.refresh().warnings:
            say(warning)

    def open_library(self) -> Library:
        """Open the library anew, without a word."""
        from reader.library.library import Library  # noqa: PLC0415  as in `settings`
        from reader.store import open_library  # noqa: PLC0415

        # Nothing read here is garbage: without the collector a large library opens in half the time.
        self._since = time.time_ns()
        with garbage.none_looked_for():
            try:
                folder = open_library(self.folder, returning=self.mends)
                self._opened.append(folder)
                library = Library(folder, self._citation_keys)
                self._read.append(library)
                if paths.named_folder(self._given) is None:
                    self._from_settings.keep(self.folder)
                return library
            finally:
                gc.freeze()

    def _citation_keys(self, papers: Iterable[Paper]) -> Mapping[str, str]:
        """The keys of a library's papers, made as the settings say. Raises `SettingsError` where that is wrong."""
        from reader.citation_keys import key_pattern, library_keys  # noqa: PLC0415  as in `settings`

        if self.settings.citation_key_doubt:
            raise SettingsError(self.settings.citation_key_doubt)
        return library_keys(papers, key_pattern(self.settings.citation_key))

    @cached_property
    def finder(self) -> PaperFinder:
        """What finds papers of this library; its index is built with the first search for words."""
        from reader.operations.search import PaperFinder  # noqa: PLC0415  the interface's first frame does not wait for search

        return PaperFinder(self.library, self.keeper.index, self.relevance_keeper.relevance)

    @cached_property
    def relevance_keeper(self) -> RelevanceKeeper:
        """What keeps between two runs what tells which papers are near."""
        from reader.operations.kept_relevance import RelevanceKeeper  # noqa: PLC0415  as in `finder`
        from reader.store.index_file import IndexFile  # noqa: PLC0415  as in `finder`

        return RelevanceKeeper(IndexFile(self.folder, paths.cache_dir(), "near"))

    @cached_property
    def keeper(self) -> IndexKeeper:
        """What keeps the library's search index between two runs."""
        return self._keeper(few=True)

    @property
    def index_file(self) -> IndexFile:
        """The file in which the library's search index waits for the next run."""
        from reader.store.index_file import IndexFile  # noqa: PLC0415  as in `finder`

        return IndexFile(self.folder, paths.cache_dir())

    def _keeper(self, *, few: bool) -> IndexKeeper:
        from reader.operations.kept_index import IndexKeeper  # noqa: PLC0415  as in `finder`

        return IndexKeeper(self.index_file, str(paths.state_dir()), self._citation_keys, self._is_quiet, few=few)

    def _is_quiet(self) -> bool:
        """Whether the library as it was read is that on disk, and nothing had to be told of it."""
        return bool(self._opened) and self._opened[-1].quiet and not self._opened[-1].changed()

    def searched(self, query: Query) -> tuple[Contents, Index]:
        """What is there to be read and the index that answers `query`. The library is opened only where it may have
        changed since it last was. Raises `StoreError`."""
        if "library" not in vars(self) and (found := self.keeper.as_it_stands()) is not None:
            return found
        return self.library, self.finder.index(query)

    def service_client(self, say_waiting: Callable[[str], None]) -> ServiceClient:
        """What asks the services on the network, as the settings say; what is waited for is said. Raises
        `SettingsError`."""
        from reader.online.client import ServiceClient  # noqa: PLC0415  few commands ask the network
        from reader.online.endpoints import endpoints  # noqa: PLC0415

        return ServiceClient(endpoints(self.settings), paths.cache_dir(), say=say_waiting, cancel=self.given_up)

    def papers(
        self,
        names: Sequence[str],
        query: str | None,
        yes: bool,
        verb: str,
        besides: Callable[[Sequence[Paper]], str] = lambda _: "",
    ) -> list[Paper]:
        """As `chosen`, for a command that changes them: all that match `query` are shown and confirmed; `besides` gives
        what is to be said in that question of what happens to them besides.

        Raises `Refused` when the user says no.
        """
        papers = self.chosen(names, query)
        if query is not None:
            self.confirm(papers, yes, f"{verb} {count(len(papers), 'paper')}{besides(papers)}?")
        return papers

    def chosen(self, names: Sequence[str], query: str | None) -> list[Paper]:
        """The papers that a command is about: those named, or all that match `query`.

        Raises `UsageError` when it is unclear which are meant or the query is not understood, `UnknownPaper` when
        nothing matches.
        """
        if bool(names) == (query is not None):
            raise UsageError("Name papers, or give --query QUERY, one of the two.")
        return self.named(names) if query is None else self.finder.matching(query, say)

    def named(self, names: Sequence[str]) -> list[Paper]:
        """The papers called `names`, each once; "-" stands for the lines of standard input, and where these are none,
        as of a search that found nothing, there is nothing to do: that is said, and the command is done. Raises
        `UnknownPaper`, and `InputError` where there is no standard input."""
        from reader.operations.search import named  # noqa: PLC0415  as in `finder`

        if "-" not in names:
            return named(self.library, names)
        if sys.stdin is None:
            from reader.io.read import NO_INPUT  # noqa: PLC0415  as in `finder`

            raise InputError(NO_INPUT)
        given = [line for name in names for line in (sys.stdin if name == "-" else (name,)) if line.strip()]
        if not given:
            say("Standard input names no paper: there is nothing to do.")
            raise click.exceptions.Exit(0)
        return named(self.library, given)

    def one(self, name: str, file: str | None = None) -> Paper:
        """The paper called so; of "-" the one that standard input names. Raises as `named`, and `UsageError` where that
        names several, or is the `file` as well that the command reads."""
        if name != "-":
            return self.library.resolve(name)
        if file == "-":
            raise UsageError("Standard input is one of the two, PAPER or --file.")
        found = self.named([name])
        if len(found) > 1:
            raise UsageError(f"Standard input names {len(found)} papers, and this takes one.")
        return found[0]

    def confirm(self, papers: Sequence[Paper], yes: bool, question: str) -> None:
        """Show the papers and ask, unless nothing would be changed anyhow. Raises `UsageError` off a terminal without
        --yes, `Refused` when it is no."""
        if yes or self.dry_run:
            return
        if not is_at_terminal():
            raise UsageError(f"{question} Off a terminal that takes --yes.")
        for told in self._told(papers[:20]):
            say(told)
        if len(papers) > 20:
            say(f"… and {len(papers) - 20} more")
        if not click.confirm(question, err=True):
            raise Refused("Nothing was changed.")

    def tell(self, outcome: Outcome) -> None:
        """Say what an edit did; of a dry run, list the papers that would change and say what would be done."""
        said = outcome.say
        if self.dry_run:
            step = outcome.step
            subjects = dict.fromkeys(edit.subject for edit in outcome.changes)
            changing = self.library.held(subjects)
            self.put_papers(changing)
            if changing or not step:
                say(f"{count(len(changing), 'paper')} would change." if step else "Nothing would change.")
            said = f"Without --dry-run: {said}" if step else ""
        for sentence in filter(None, (*outcome.warnings, said, *outcome.skipped)):
            say(sentence if sentence.endswith((".", "!", "?")) else f"{sentence}.")

    def put_papers(self, papers: Sequence[Paper]) -> None:
        """Print papers, a line each: at a terminal in columns as wide as it is."""
        if (seen := look()) is not None:
            seen.show(self._lines(papers, seen))
            return
        for paper in papers:
            put(line(paper))

    def _told(self, papers: Sequence[Paper]) -> Iterator[str]:
        """The same lines as texts without colours, for what is told beside a question."""
        if (seen := look()) is not None:
            plain = seen._replace(colour=False)
            yield from map(plain.painted, self._lines(papers, plain))
        else:
            yield from map(line, papers)

    def _lines(self, papers: Sequence[Paper], seen: Look) -> Iterator[Line]:
        from reader.cli.on_terminal import PaperLines  # noqa: PLC0415  off a terminal it is not needed

        shown = PaperLines(seen, papers, self.library.papers.keys())
        return map(shown.line, papers)

    @staticmethod
    def must_have_terminal() -> None:
        """Raises `Refused` where the interface could neither be seen nor hear a key."""
        if not is_at_terminal() and not is_served():
            raise Refused("The interface needs a terminal; `reader --help` lists the commands that do without one.")

    def open_interface(self, notices: Sequence[str] = ()) -> int:
        """Run the interface; the only place that loads it. Returns the exit status. Raises `Refused`."""
        self.must_have_terminal()
        self._long = True
        folder = self.folder
        from reader.store.catalogue import first_papers  # noqa: PLC0415  as in `settings`
        from reader.tui.launch import run  # noqa: PLC0415  no other command may pay for loading Textual

        return run(
            self.open_library,
            settings=self.settings,
            folder=folder,
            notices=(*self.settings.problems, *self._notices, *filter(None, [self._beginning]), *notices),
            small=self._small,
            first_papers=partial(first_papers, self.folder),
            index_keeper=partial(self._keeper, few=False),
            relevance_keeper=lambda: self.relevance_keeper,
        )

    @property
    def _small(self) -> bool:
        """Whether the library is read in a few milliseconds, so that the first frame can wait for it."""
        try:
            return (self.folder / "catalogue.json").stat().st_size < SMALL
        except OSError:
            return True
