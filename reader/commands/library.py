"""The interface's commands on the library as a whole: history, tags, lists, duplicates."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Container, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from reader.commands.at_work import MANY_CHANGES, made_aside
from reader.commands.context import CommandContext, Pane
from reader.commands.list_merge import given_up, settled
from reader.commands.questions import (
    AskText,
    Confirm,
    Duplicates,
    HistoryLine,
    ListSettings,
    ShowHistory,
    TagHygiene,
)
from reader.commands.unseen import settled_text
from reader.counting import count
from reader.dates import day_words, moment_of
from reader.errors import Refused, UnknownPaper
from reader.library.change import Step, subjects
from reader.library.library import Library, Outcome
from reader.library.registers import Tally
from reader.operations import annotate, choosing, duplicates, reading_lists, tag_suggestions
from reader.operations import undo as undo_operations
from reader.operations.annotate import TagChange
from reader.operations.collection import Collection, Kind, collection_now, some_papers
from reader.operations.list_settings import ListEdit, edited, settings_of
from reader.operations.near_filters import to_be_stored
from reader.operations.removal import still_there
from reader.operations.sentences import joined, name
from reader.operations.undo import UndoHistory
from reader.paper import ReadingList
from reader.text import clean_line


def undo(context: CommandContext) -> Awaitable[None] | None:
    """Take the last step back."""
    return _revisit(context, "Undoing", context.library.undoable(1), undo_operations.undo)


def redo(context: CommandContext) -> Awaitable[None] | None:
    """Bring back the step that was undone last."""
    return _revisit(context, "Redoing", context.library.redoable(1), undo_operations.redo)


def _revisit(
    context: CommandContext, what: str, steps: Sequence[Step], act: Callable[[Library], Sequence[Outcome]]
) -> Awaitable[None] | None:
    """Take back or bring back what is next (`steps`); at once where that is no work."""
    changes = sum(len(step.changes) for step in steps)
    if changes < MANY_CHANGES:
        context.done(*act(context.library))
        return None

    async def aside() -> None:
        if outcomes := await made_aside(context, what, changes, partial(act, context.library)):
            context.done(*outcomes)

    return aside()


async def show_history(context: CommandContext) -> None:
    """Show what was done; undo to a chosen step, or show the papers of one.

    Raises `Refused` where that has none any more."""
    lines = history_lines(context.library)
    wish = await context.ask(ShowHistory(lines))
    if wish is None:
        return
    if wish.papers_of:
        context.navigator.open(_papers_of(context.library, wish.papers_of))
        context.navigator.focus(Pane.LIST)
    elif wish.undo:
        seen = [line.id for line in lines if 0 < line.undo <= wish.undo]
        context.follow_others()
        library = context.library
        changes = sum(len(step.changes) for step in library.undoable(len(seen)))
        outcomes = await made_aside(context, "Undoing", changes, partial(undo_operations.undo_these, library, seen))
        if not outcomes:
            return
        context.done(*outcomes, quiet=True)
        told = [sentence for outcome in outcomes for sentence in (*outcome.skipped, *outcome.warnings)]
        if len(outcomes) < len(seen):
            told.append("The history changed meanwhile: look at the others again.")
        context.say(" ".join([f"Undid {count(len(outcomes), 'step')}.", *told]))


def _papers_of(library: Library, id: str) -> Collection:
    """The papers that a step is about, as far as they are here. Raises `Refused` where none is."""
    step = next((step for step in library.history() if step.id == id), None)
    papers = [one for one in subjects(step.changes) if one in library.papers] if step is not None else []
    if step is None or not papers:
        raise Refused("No paper that this step changed is here.")
    return some_papers(step.say, papers)


def history_lines(library: Library) -> tuple[HistoryLine, ...]:
    """The history for people; `undo` counts this device's standing steps from the newest."""
    reach = {step.id: place for place, step in enumerate(library.undoable(), 1)}
    now = datetime.now(UTC)
    return tuple(
        HistoryLine(
            past.id,
            *day_and_time(past.when, now),
            past.say,
            reach.get(past.id, 0),
            past.undone,
            past.elsewhere,
            _origin(past, library),
            past.author,
        )
        for past in undo_operations.past(library)
    )


def _origin(past: UndoHistory, library: Library) -> str:
    """Where a step was made: by which program, if not by the user; else in this window, on this machine or not."""
    if past.author:
        return past.author
    return "this window" if past.id in library.made else "another machine" if past.elsewhere else "this machine"


def day_and_time(when: str, now: datetime) -> tuple[str, str]:
    """A time (UTC, "YYYY-MM-DDTHH:MM:SSZ") as people say the day and the clock here: "today", "14:03"; "" for either
    where it is none."""
    if (then := moment_of(when)) is None:
        return "", ""
    here = then.astimezone()
    days = (now.astimezone().date() - here.date()).days
    return {0: "today", 1: "yesterday"}.get(days) or day_words(then, now), f"{here:%H:%M}"


# -- tags --------------------------------------------------------------------------------------------------------------


async def tags(context: CommandContext) -> None:
    """Rename, merge and delete tags, one after the other."""
    library = context.library
    while True:
        known = tuple(sorted(tag_suggestions.known_tags(library), key=lambda tag: tag.name.casefold()))
        seen = Tally()
        seen.count((tag.name for tag in known), 1)
        wish = await context.ask(
            TagHygiene(known, tag_suggestions.similar_tags(known), partial(annotate.tag_effect, library))
        )
        if wish is None:
            return
        told = annotate.renaming_of(seen, wish.tags, wish.to).joins() if wish.to else ()
        if not wish.to or await may_join(context, wish, told):
            context.done(annotate.change_tags(library, wish))


async def may_join(context: CommandContext, wish: TagChange, told: Container[str] = ()) -> bool:
    """Whether tags may become one by a renaming: asked where the user was not told so (`told`) before.

    Raises as `renaming_of`.
    """
    context.follow_others()
    joins = annotate.renaming_of(context.library.tags, wish.tags, wish.to).joins()
    if all(sentence in told for sentence in joins):
        return True
    undone = f"{context.key('undo') or 'undo'} takes it back."
    sure = Confirm(f"Rename {joined(wish.tags)} to '{wish.to}'?", undone, joins, unforeseen=True)
    return await context.ask(sure) is True


# -- collections -------------------------------------------------------------------------------------------------------


async def new_list(context: CommandContext) -> None:
    """Ask for a name and make an empty reading list."""
    complaint = partial(reading_lists.name_complaint, context.library)
    title = await context.ask(AskText("New reading list", placeholder="Name", complaint=complaint))
    if title is not None and title.strip():
        list_maker(title)(context)


def list_maker(list_name: str) -> Callable[[CommandContext], None]:
    """The command that makes an empty reading list of this name, and opens it."""

    def make(context: CommandContext) -> None:
        context.done(reading_lists.new_list(context.library, list_name))
        context.navigator.open(Collection(Kind.LIST, reading_lists.clean_name(list_name)))

    return make


async def list_settings(context: CommandContext) -> None:
    """Edit name, description and sections (or the query) of the list that is open, the name of what has no more."""
    if context.navigator.collection.kind is not Kind.LIST:
        await rename_collection(context)
        return
    before = context.library.reading_list(context.navigator.collection.name)
    if not await settled_text(context, reading_lists.description_of(before), "list.settings"):
        return
    before = context.library.reading_list(before.name)

    def refusal(query: str) -> str:
        return "" if clean_line(query) == before.query else choosing.complaint(context.library, clean_line(query))

    typed: ListEdit | None = None
    while (typed := await context.ask(ListSettings(before, refusal, typed))) is not None:
        if (found := await settled(context, before, typed)) is None:
            continue
        now, wish = found
        after = edited(now, wish)
        left = " and ".join(given_up(before, typed, now, wish))
        if left and after.name != before.name:
            # Words are kept under the name of their list.
            raise Refused(f"Nothing was changed: {left} would be lost with the name. All that you typed is kept.")
        context.done(reading_lists.edit_list(context.library, now, after, f"Changed the list '{after.name}'"))
        context.navigator.open(Collection(Kind.LIST, after.name))
        if left:
            raise Refused(f"What you typed for {left} is kept; the settings offer it.")
        return


async def save_search(context: CommandContext) -> None:
    """Ask for a name and keep the query that is shown, as a smart list; one of that name with another query is given
    this one on a yes."""
    query = context.navigator.query.strip()
    choosing.choose(context.library, clean_line(query))
    library, place = context.library, context.navigator.collection
    is_whole = place.kind is Kind.ALL
    finds = bool(context.matching) or not is_whole

    def complaint(text: str) -> str:
        held = library.list_called(text)
        return "" if held is not None and held.query else reading_lists.name_complaint(library, text)

    beyond = "" if is_whole else f" in the whole library, not in {place.title} alone"
    what = f"It always holds what matches{beyond}: {query}"
    title = await context.ask(
        AskText("Keep this search", what, placeholder="Name", complaint=complaint, about=(query,))
    )
    if title is None or not title.strip():
        return
    held = library.list_called(title)
    if held is not None and held.query and held.query != to_be_stored(library, clean_line(query)):
        told = f"There already is one of that name; {context.key('undo') or 'undo'} brings its query back."
        queries = (f"now:  {held.query}", f"then: {query}")
        sure = Confirm(f"Give the smart list '{held.name}' another query?", told, queries, unforeseen=True)
        if not await context.ask(sure):
            return
    outcome = reading_lists.keep_search(library, title, query, over=held)
    context.done(outcome, quiet=True)
    name = reading_lists.clean_name(title) if held is None else held.name
    nothing = "" if finds else " No paper has all of it yet."
    context.say(" ".join((f"Kept as '{name}', a smart list, which tells what is new.{nothing}", *outcome.warnings)))


async def rename_collection(context: CommandContext) -> None:
    """Rename the list or tag that is open."""
    collection, library = context.navigator.collection, context.library
    if collection.kind is Kind.LIST:
        await _rename_list(context, library.reading_list(collection.name))
        return
    new = await _new_name(context, collection)
    if not new:
        return
    context.follow_others()
    if await may_join(context, TagChange((collection.name,), new)):
        context.done(annotate.rename_tag(library, collection.name, new))
        context.navigator.open(Collection(Kind.TAG, annotate.named_tag(library, new)))


async def _new_name(context: CommandContext, collection: Collection, typed: str = "") -> str:
    """What a collection is to be called, "" where it keeps its name; `typed` is what was wished before."""
    initial = typed or collection.name
    new = await context.ask(AskText(f"Rename '{collection.name}'", initial=initial, about=(collection.kind,)))
    return "" if new is None or not new.strip() or new == collection.name else new


async def _rename_list(context: CommandContext, before: ReadingList) -> None:
    new = ""
    while new := await _new_name(context, Collection(Kind.LIST, before.name), new):
        if (found := await settled(context, before, replace(settings_of(before), name=new))) is not None:
            now, wish = found
            context.done(reading_lists.rename_list(context.library, now.name, wish.name))
            context.navigator.open(Collection(Kind.LIST, clean_line(wish.name)))
            return


async def delete_collection(context: CommandContext) -> None:
    """Delete the list or tag that is open; its papers stay."""
    collection, library = context.navigator.collection, context.library
    what = {Kind.LIST: "the list", Kind.TAG: "the tag"}[collection.kind]
    lst = library.list_called(collection.name) if collection.kind is Kind.LIST else None
    moved = reading_lists.restaged(library, lst, None) if lst is not None else []
    back = f", {name(moved)} back in the inbox" if moved else ""
    told = f"Its papers stay{back}; {context.key('undo') or 'undo'} brings it back."
    if not await context.ask(Confirm(f"Delete {what} '{collection.name}'?", told)):
        return
    context.follow_others()
    called = collection_now(library, collection).name or collection.name
    if collection.kind is Kind.LIST:
        context.done(reading_lists.delete_list(library, called))
    else:
        context.done(annotate.delete_tag(library, called))
    context.navigator.open(Collection())


# -- duplicates --------------------------------------------------------------------------------------------------------


async def show_duplicates(context: CommandContext) -> None:
    """Go through the possible duplicates."""
    at = 0
    while True:
        pairs = duplicates.possible(context.library)
        if not pairs:
            context.say("No two papers look like one." if at == 0 else "That was the last pair.")
            return
        verdict = await context.ask(Duplicates(pairs, min(at, len(pairs) - 1)))
        if verdict is None:
            return
        context.follow_others()
        shown = next(pair for pair in pairs if (pair.left.id, pair.right.id) == (verdict.left, verdict.right))
        try:
            left, right = (still_there(context.library, paper) for paper in (shown.left, shown.right))
        except UnknownPaper as error:
            context.say(str(error), error=True)
            continue
        at = next((i for i, pair in enumerate(pairs) if pair.left.id == left.id and pair.right.id == right.id), 0)
        if verdict.same and verdict.merged is not None:
            context.done(duplicates.merge(context.library, left, right, verdict.merged))
        else:
            context.done(duplicates.tell_apart(context.library, left, right))
