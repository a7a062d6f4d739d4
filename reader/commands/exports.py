"""The interface's way out: an export to a file, a folder or the clipboard."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any

from reader.commands.context import CommandContext
from reader.commands.export_ways import EXPORT_WAYS, OTHERS_WAY, default_answer, way_of
from reader.commands.last_exports import LastExport, digest_of, keep, keep_syncable, recall, shown_path, whole_path
from reader.commands.path_completion import complete_path
from reader.commands.questions import (
    AskChoice,
    AskExport,
    Choice,
    Confirm,
    ExportAnswer,
    ExportWay,
    Progress,
    Scope,
)
from reader.commands.shown_query import doubt_of_shown
from reader.counting import count
from reader.errors import ReaderError, Refused, UsageError
from reader.formats import FORMATS
from reader.formats.markdown import language_of
from reader.formats.markdown.languages import LANGUAGES
from reader.operations import exports
from reader.operations.choosing import unknown_of_collection, unknown_parts
from reader.operations.collection import Kind, collection_now, followed_list
from reader.operations.exports import GO_WITH, Exported, Wish
from reader.operations.foreseen_exports import Beginning, Destination, beginning, carried, destination
from reader.operations.search import PaperFinder
from reader.operations.untaken import lost_words
from reader.paper import Paper, ReadingList
from reader.paths import expanded
from reader.query import parse
from reader.text import signs_in

_OPTION = re.compile(r"(?:;|,(?= or )|(?<=\.)) [^.;,]*--force.*", re.DOTALL)
"""The end of a sentence on a file that is left, or the sentence behind it, which names an option."""


class Chooser:
    """What an answer of the dialog means: papers, their list, a wish; and with which answer it begins."""

    def __init__(self, context: CommandContext) -> None:
        self._last = recall(context)
        self._library = context.library
        self._folder = context.folder
        self._shown = list(context.matching)
        self._selected = list(context.selected)
        collection = context.navigator.collection
        self._in_list = collection.kind is Kind.LIST
        self._plain = self._in_list and not context.navigator.query.strip() and not context.navigator.order
        self._kind, self._title = collection.kind.name, collection.title
        self._query = context.navigator.query.strip()
        self._collection = collection
        self._place = "\n".join((self._kind, self._title, self._query))

    def question(self) -> AskExport:
        """For whom, with what would come of each answer."""
        return AskExport(
            self.scopes(), EXPORT_WAYS, self.begin, self.suggest, self.render, self.look, self.carries,
            complete_path, self.first(), self.about(),
        )  # fmt: skip

    def scopes(self) -> tuple[Scope, ...]:
        """What can be exported, the likeliest first."""
        found = (
            [Scope("selection", "The selected papers", len(self._selected), "the selection")] if self._selected else []
        )
        if self._in_list:
            lst = followed_list(self._library, self._collection.name)
            found.append(Scope("list", "This list", len(self._of_list(lst)), f'"{lst.name}"'))
        if not self._plain:
            name = f'"{self._query}" in {self._title}' if self._query else f'"{self._title}"'
            found.append(Scope("shown", "The papers shown", len(self._shown), name))
        return (*found, Scope("all", "The whole library", len(self._library.papers), "the whole library"))

    def papers(self, answer: ExportAnswer) -> tuple[list[Paper], ReadingList | None]:
        """The papers of an answer as they are now, and the list that they are to be written as; papers that were
        selected or shown are those that were it when it was asked. Raises as `followed_list`."""
        match answer.scope:
            case "selection":
                return self._now(self._selected), None
            case "list":
                lst = followed_list(self._library, self._collection.name)
                return self._of_list(lst), lst
            case "shown":
                return self._now(self._shown), None
            case _:
                return list(self._library.papers.values()), None

    def _of_list(self, lst: ReadingList) -> list[Paper]:
        return self._now(self._shown) if self._plain and lst.query else PaperFinder(self._library).on_list(lst)

    def _now(self, papers: Sequence[Paper]) -> list[Paper]:
        return self._library.held(paper.id for paper in papers)

    def must_be_understood(self, answer: ExportAnswer) -> None:
        """Raises `UsageError` when the query that chose an answer's papers is not understood, or found none."""
        why = ""
        if answer.scope in ("list", "shown"):
            typed = self._query if answer.scope == "shown" else ""
            why = doubt_of_shown(self._library, self._collection, typed)
        if not why and answer.scope == "shown" and not self.papers(answer)[0]:
            why = "Nothing is exported: no paper is shown that matches."
        if why:
            raise UsageError(why)

    def unknown(self, answer: ExportAnswer) -> tuple[str, ...]:
        """A sentence for each name or word that no paper has in the query that chose the papers of an answer."""
        place = collection_now(self._library, self._collection)
        of_place = unknown_of_collection(self._library, place) if answer.scope in ("list", "shown") else ()
        typed = unknown_parts(self._library, parse(self._query)) if answer.scope == "shown" else []
        return tuple(dict.fromkeys((*of_place, *typed)))

    def wish(self, answer: ExportAnswer) -> Wish:
        """How it is to be written, as far as its format has use for it."""
        title = "" if answer.scope == "list" else "Papers" if answer.scope == "all" else self._title
        given = {
            "style": answer.style or "list",
            "template": whole_path(answer.template),
            "group": answer.group,
            "title": title,
            "abstracts": answer.abstracts,
            "front_matter": answer.front_matter,
            "authors": answer.authors,
        }
        of_format: dict[str, Any] = {name: value for name, value in given.items() if answer.format in GO_WITH[name]}
        return Wish(answer.format, audience=answer.audience, **of_format)

    def suggest(self, answer: ExportAnswer) -> str:
        """A path that fits, in the folder of the last export; no two ways lead to one file."""
        name = self._title if answer.scope in ("list", "shown") else "papers" if answer.scope == "all" else "selection"
        safe = signs_in(name, besides=".-").sub("-", name.lower()).strip("-.") or "papers"
        if answer.template:
            stem = PurePath(answer.template).name.partition(".")[0]
            safe += f"-{stem}" if stem else ""
        elif answer.format == "markdown" and answer.audience != "others":
            safe += "-tasks"
        file = safe + suffix_of(answer.template, answer.format)
        folder = next((one.folder for one in self._last if one.folder is not None), None)
        return shown_path(folder / file) if folder is not None else file

    def about(self) -> tuple[str, ...]:
        """What can be exported: the collection that is open, the query, the papers that are selected."""
        return (self._kind, self._title, self._query, *(paper.id for paper in self._selected))

    def done(self, answer: ExportAnswer) -> LastExport:
        """An answer that was carried out, as it is kept."""
        path = whole_path(answer.path)
        comes_back = FORMATS[answer.format].syncs and not language_of(answer.template)
        whole = replace(answer, path=path, template=whole_path(answer.template))
        digest = digest_of(Path(path)) if path and not comes_back else ""
        return LastExport(whole, self._subject(answer), self._place, digest)

    def is_as_written(self, path: Path) -> bool:
        """Whether a file that does not tell whose it is is what was exported to it last, to the byte: nothing is lost
        when it is written anew, where the library has lost nothing that it may hold."""
        written = {one.digest for one in self._last if one.digest and one.answer.path == str(path.absolute())}
        return bool(written) and digest_of(path) in written and not lost_words(self._library)

    def _subject(self, answer: ExportAnswer) -> str:
        """What the papers of an answer are."""
        if answer.scope == "all":
            return "all"
        return f"{self._title} {self._query}".strip() if answer.scope == "shown" else self._title

    def first(self) -> ExportAnswer:
        """The last export from here; else the last one of all, as far as it can be repeated here: to the same file only
        when it is of the same papers."""
        scopes = [scope.value for scope in self.scopes()]
        here = [one for one in self._last if one.place == self._place and one.answer.scope in scopes]
        if not self._last:
            return self.begin(OTHERS_WAY, scopes[0])
        last = (here or self._last)[0]
        can_be_same = last.answer.scope in scopes and not self._selected
        answer = replace(last.answer, scope=last.answer.scope if can_be_same else scopes[0])
        return self._with_path(answer, last)

    def begin(self, way: ExportWay, scope: str) -> ExportAnswer:
        """The last export from here that went this way; else the usual one, to a file that fits. What fits a template
        is known once there is one."""
        here = [one for one in self._last if one.place == self._place and one.answer.scope == scope]
        last = next((one for one in here if way_of(one.answer) == way), None)
        if last is not None:
            return self._with_path(last.answer, last)
        answer = default_answer(way, scope)
        return answer if way.has_template else replace(answer, path=self.suggest(answer))

    def _with_path(self, answer: ExportAnswer, last: LastExport) -> ExportAnswer:
        if not last.answer.path:
            return answer
        same = answer.scope == last.answer.scope and self._subject(answer) == last.subject
        return replace(answer, path=shown_path(Path(last.answer.path)) if same else self.suggest(answer))

    def render(self, answer: ExportAnswer) -> Beginning:
        """The beginning of what would be written."""
        papers, lst = self.papers(answer)
        return beginning(self._library, self.wish(answer), papers, lst)

    def look(self, answer: ExportAnswer, progress: Progress) -> Destination:
        """What is there where it would be written."""
        progress.report(0, None, "looking")
        try:
            self.must_be_understood(answer)
            papers, lst = self.papers(answer)
            wish = self.wish(answer)
            path = expanded(answer.path.strip()) if answer.path.strip() else None
            if path is None:
                return Destination("the clipboard")
            found = destination(
                self._library, self._folder, wish, papers, lst, path,
                is_as_written=self.is_as_written(path), still_wanted=lambda: progress.report(0, None, "looking"),
            )  # fmt: skip
        except ReaderError as error:
            return Destination("", str(error))
        return replace(found, obstacle=without_option(found.obstacle))

    def carries(self, answer: ExportAnswer) -> str:
        """Which of the user's words it carries and which not."""
        lst = self._library.list_called(self._collection.name) if answer.scope == "list" else None
        kept, left = carried(self.wish(answer), lst)
        shown = ", ".join(kept) or "none of your words"
        if answer.template:
            shown = f"what your template shows of {shown}"
        return f"{shown}; not your {', '.join(left)}" if left else shown


def suffix_of(template: str, format: str) -> str:
    """How the name of a file ends that is made with a template, "" for none, or in a format."""
    language = language_of(template) if template else ""
    return LANGUAGES[language].endings[0] if language else FORMATS[format].suffix


async def export_papers(context: CommandContext) -> None:
    """Ask what, how and where; write it, and say where it is."""
    chooser = Chooser(context)
    answer = await context.ask(chooser.question())
    if answer is None:
        return
    context.follow_others()
    chooser.must_be_understood(answer)
    wish = chooser.wish(answer)
    path = expanded(answer.path.strip()) if answer.path.strip() else None
    if path is not None and chooser.is_as_written(path):
        wish = replace(wish, force=True)
    try:
        made = await _write(context, wish, *chooser.papers(answer), path)
    except Refused as refusal:
        why = without_option(str(refusal))
        if path is None or not await context.ask(Confirm("Overwrite it?", why, yes="Overwrite", grave=True)):
            raise Refused(why) from refusal
        context.follow_others()
        made = await _write(context, replace(wish, force=True), *chooser.papers(answer), path)
    if made is None:
        return
    keep(context, chooser.done(answer))
    unknown = " ".join(chooser.unknown(answer))
    if path is None:
        what = f"The export of {count(len(chooser.papers(answer)[0]), 'paper')}"
        context.copy(made.text, what)
        if unknown:
            context.say(f"{what} was copied. {unknown}")
    else:
        if FORMATS[answer.format].syncs:
            keep_syncable(context, path)
        await _tell(context, f"{made.say} {unknown}".strip(), path)


async def _write(
    context: CommandContext, wish: Wish, papers: Sequence[Paper], lst: ReadingList | None, path: Path | None
) -> Exported | None:
    library, folder = context.library, context.folder

    def carry_out(progress: Progress) -> Exported:
        progress.report(0, None, count(len(papers), "paper"))
        return exports.export(library, folder, wish, papers, lst=lst, path=path)

    return await context.work("Exporting", carry_out)


async def _tell(context: CommandContext, say: str, path: Path) -> None:
    """Say what was written, and offer to open it or to copy where it is."""
    choices = (Choice("done", "Done"), Choice("open", "Open it"), Choice("copy", "Copy its path"))
    match await context.ask(AskChoice("Exported", choices, say)):
        case "open":
            context.open_file(path)
        case "copy":
            context.copy(str(path.absolute()), "The path")
        case _:
            context.say(say)


def without_option(sentence: str) -> str:
    """What is said of a file, without its end on the option by which the command line writes it all the same."""
    bare = _OPTION.sub("", sentence)
    return bare if bare == sentence or bare.endswith(".") else f"{bare}."
