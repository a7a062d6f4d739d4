"""The interface's ways out: an export to a file, a folder or the clipboard, and a sync with what was exported."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from reader.commands.context import CommandContext
from reader.commands.imports import complete_path
from reader.commands.questions import (
    AskChoice,
    AskExport,
    AskSync,
    Choice,
    Confirm,
    ExportAnswer,
    Progress,
    Scope,
    SyncPreview,
)
from reader.counting import count
from reader.errors import InputError, Refused, UsageError
from reader.formats import FORMATS, WRITTEN
from reader.operations import exports, roundtrip
from reader.operations.choosing import (
    doubted_collection,
    missing_names,
    mistyped_part,
    unknown_of_collection,
    unknown_parts,
)
from reader.operations.collection import Kind, collection_now, followed_list
from reader.operations.exports import Exported, Wish
from reader.operations.search import PaperFinder
from reader.paper import Paper, ReadingList
from reader.paths import expanded
from reader.query import doubted, parse
from reader.text import clean_text, for_terminal, signs_in

KEPT_AS = "export"
"""Under which the context keeps it."""
_OPTION = re.compile(r"(?:;|,(?= or )|(?<=\.)) [^.;,]*--force.*", re.DOTALL)
"""The end of a sentence on a file that is left, or the sentence behind it, which names an option."""


@dataclass(frozen=True, slots=True)
class LastExport:
    """What was exported last, and how."""

    answer: ExportAnswer
    """With the whole path, whatever folder it was begun in."""
    subject: str
    """What the papers were: the collection that was open, and the query where only what it found was exported."""

    @property
    def folder(self) -> Path | None:
        """Where it was written; None for the clipboard."""
        return Path(self.answer.path).parent if self.answer.path else None


def keep(context: CommandContext, answer: ExportAnswer, subject: str) -> None:
    """Keep what was done."""
    path = str(expanded(answer.path.strip()).absolute()) if answer.path.strip() else ""
    context.keep(KEPT_AS, json.dumps({**asdict(answer), "path": path, "subject": subject}, ensure_ascii=False))


def recall(context: CommandContext) -> LastExport | None:
    """What was kept; None where there is nothing that can be read, or a format or style that is not known."""
    known: object = None
    with suppress(ValueError, RecursionError):
        known = json.loads(context.kept(KEPT_AS))
    if not isinstance(known, dict) or not isinstance(subject := known.get("subject"), str):
        return None
    given: dict[str, Any] = {one.name: known.get(one.name) for one in fields(ExportAnswer)}
    if not all(isinstance(value, bool if name == "abstracts" else str) for name, value in given.items()):
        return None
    if any(value != clean_text(value) for value in (subject, *given.values()) if isinstance(value, str)):
        return None
    answer = ExportAnswer(**given)
    styles = {one.name: ("", *one.styles) for one in WRITTEN}
    return LastExport(answer, subject) if answer.style in styles.get(answer.format, ()) else None


SYNCED = "synced"
"""Under which the context keeps what can be synced."""
_REMEMBERED = 20
"""How many files and folders can be synced without typing their path."""


def syncable(context: CommandContext) -> tuple[str, ...]:
    """The files and folders that were exported or synced and are still there, the last one first."""
    known: object = None
    with suppress(ValueError, RecursionError):
        known = json.loads(context.kept(SYNCED))
    paths = [path for path in known if isinstance(path, str)] if isinstance(known, list) else []
    last = recall(context)
    if not paths and last is not None and FORMATS[last.answer.format].syncs and last.answer.path:
        paths = [last.answer.path]
    return tuple(path for path in paths if path == clean_text(path) and _exists(path))


def _exists(path: str) -> bool:
    try:
        return bool(path) and Path(path).exists()
    except (OSError, ValueError):
        return False


def keep_syncable(context: CommandContext, target: Path) -> None:
    """Keep what was exported or synced last as the first that is offered."""
    path = str(target.absolute())
    paths = (path, *(known for known in syncable(context) if known != path))
    context.keep(SYNCED, json.dumps(paths[:_REMEMBERED], ensure_ascii=False))


def shown_path(path: Path) -> str:
    """A path as it is said in the dialog: without the folder that the program was begun in."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) and path != here else path)


RENDERED = 40
"""So many papers are rendered for a preview."""


class Chooser:
    """What an answer of the dialog means: papers, their list, a wish; and with which answer it begins."""

    def __init__(self, context: CommandContext) -> None:
        self._last = recall(context)
        self._library = context.library
        self._shown = list(context.matching)
        self._selected = list(context.selected)
        collection = context.navigator.collection
        self._in_list = collection.kind is Kind.LIST
        self._plain = self._in_list and not context.navigator.query.strip() and not context.navigator.order
        self._kind, self._title = collection.kind.name, collection.title
        self._query = context.navigator.query.strip()
        self._collection = collection

    def scopes(self) -> tuple[Scope, ...]:
        """What can be exported, the likeliest first."""
        found = [Scope("selection", "The selected papers", len(self._selected))] if self._selected else []
        if self._in_list:
            lst = followed_list(self._library, self._collection.name)
            found.append(Scope("list", f"The list '{lst.name}'", len(self._of_list(lst))))
        if not self._plain:
            found.append(Scope("shown", "The papers shown", len(self._shown)))
        return (*found, Scope("all", "The whole library", len(self._library.papers)))

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
            why = doubted_collection(self._library, collection_now(self._library, self._collection))
        if answer.scope == "shown":
            query = parse(self._query)
            missing = " ".join(missing_names(self._library, query))
            why = why or doubted(query) or missing or mistyped_part(self._library, query)
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
        """How it is to be written."""
        title = "" if answer.scope == "list" else "Papers" if answer.scope == "all" else self._title
        return Wish(answer.format, answer.style or "list", abstracts=answer.abstracts, title=title)

    def suggest(self, answer: ExportAnswer) -> str:
        """A path that fits, in the folder of the last export."""
        name = self._title if answer.scope in ("list", "shown") else "papers" if answer.scope == "all" else "selection"
        safe = signs_in(name, besides=".-").sub("-", name.lower()).strip("-.") or "papers"
        suffix = FORMATS[answer.format].suffix
        folder = self._last.folder if self._last is not None else None
        return shown_path(folder / (safe + suffix)) if folder is not None else safe + suffix

    def about(self) -> tuple[str, ...]:
        """What can be exported: the collection that is open, the query, the papers that are selected."""
        return (self._kind, self._title, self._query, *(paper.id for paper in self._selected))

    def subject(self, answer: ExportAnswer) -> str:
        """What the papers of an answer are."""
        if answer.scope == "all":
            return "all"
        return f"{self._title} {self._query}".strip() if answer.scope == "shown" else self._title

    def first(self) -> ExportAnswer:
        """The last export, as far as it can be repeated here: to the same file only when it is of the same papers."""
        scopes = [scope.value for scope in self.scopes()]
        if self._last is None:
            answer = ExportAnswer(scopes[0], "markdown", "list")
            return replace(answer, path=self.suggest(answer))
        last = self._last.answer
        answer = replace(last, scope=last.scope if last.scope in scopes and not self._selected else scopes[0])
        if last.path:
            same = answer.scope == last.scope and self.subject(answer) == self._last.subject
            path = shown_path(Path(last.path)) if same else self.suggest(answer)
            answer = replace(answer, path=path)
        return answer

    def render(self, answer: ExportAnswer) -> str:
        """The beginning of what would be written."""
        papers, lst = self.papers(answer)
        wish = self.wish(answer)
        if FORMATS[answer.format].folder:
            wish = replace(wish, format="markdown")
        return exports.text_of(self._library, wish, papers[:RENDERED], lst)


async def export_papers(context: CommandContext) -> None:
    """Ask what, how and where; write it, and say where it is."""
    chooser = Chooser(context)
    ways = (WRITTEN, chooser.suggest, chooser.render, complete_path)
    answer = await context.ask(AskExport(chooser.scopes(), *ways, chooser.first(), chooser.about()))
    if answer is None:
        return
    context.follow_others()
    chooser.must_be_understood(answer)
    wish = chooser.wish(answer)
    path = expanded(answer.path.strip()) if answer.path.strip() else None
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
    keep(context, answer, chooser.subject(answer))
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


async def sync(context: CommandContext) -> None:
    """Ask for an exported file or folder, show what goes which way, and do both directions once."""
    library, folder = context.library, context.folder

    def plan(path: str, progress: Progress) -> SyncPreview:
        if not path.strip():
            raise InputError("Name a file or folder that was exported.")
        target = expanded(path.strip())
        if not target.exists():
            raise InputError(f"There is no '{for_terminal(path)}'; export writes it first.")
        progress.report(0, None, "comparing")
        back = roundtrip.sync(library, folder, target, PaperFinder(library), dry_run=True)
        found, written = back.returned, without_option(back.written)
        problems = tuple(f"line {p.line}: {p.message}" if p.line else p.message for p in found.problems)
        brake = (found.brake,) if found.brake else ()
        return SyncPreview(
            tuple(found.diff),
            back.out if back.is_left or not written else (*back.out, written),
            (*brake, *found.conflicts, *problems, *back.notes),
            left=written if back.is_left else "",
            brake=found.brake,
            is_foreign=back.is_foreign,
        )

    known = tuple(shown_path(Path(path)) for path in syncable(context))
    answer = await context.ask(AskSync(plan, complete_path, known))
    if answer is None:
        return
    target = expanded(answer.path.strip())
    brake = answer.preview.brake
    if brake:
        meant = Confirm("Is all of this meant?", brake, answer.preview.into_library, yes="Take it as it is", grave=True)
        if not await context.ask(meant):
            context.say("Nothing was synced.")
            return
    force = False
    if answer.preview.is_foreign:
        wanted = Confirm("Write it?", answer.preview.left, yes="Write it", no="Leave the file", grave=True)
        force = await context.ask(wanted) is True

    def carry_out(progress: Progress) -> roundtrip.Back:
        progress.report(0, None, for_terminal(target.name))
        return roundtrip.sync(library, folder, target, PaperFinder(library), accept=bool(brake), force=force)

    back = await context.work("Syncing", carry_out)
    if back is not None:
        keep_syncable(context, target)
        if back.outcome is not None:
            context.done(back.outcome, quiet=True)
        came = back.outcome.say if back.outcome is not None else back.nothing.removesuffix(".")
        context.say(" ".join(filter(None, [f"{came}.", without_option(back.written), *back.notes])))


def without_option(sentence: str) -> str:
    """What is said of a file, without its end on the option by which the command line writes it all the same."""
    bare = _OPTION.sub("", sentence)
    return bare if bare == sentence or bare.endswith(".") else f"{bare}."
