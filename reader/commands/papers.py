"""The interface's commands on papers: each asks what it must, then calls the operation that the command line calls."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from reader.commands.context import CommandContext, targets
from reader.commands.list_merge import list_now
from reader.commands.questions import (
    AskConflict,
    AskList,
    AskNote,
    AskTags,
    AskText,
    Confirm,
    ListChoice,
)
from reader.commands.repeating import adding_to_list, tagging
from reader.commands.unseen import settled_text
from reader.counting import count
from reader.errors import NoteConflict, ReaderError, Refused, UnknownPaper
from reader.library.library import Library, Outcome
from reader.operations import annotate as annotating
from reader.operations import links, reading_lists, tag_suggestions, triage
from reader.operations.collection import DECIDED_IN, Collection, Kind, followed_list
from reader.operations.list_settings import section_now
from reader.operations.removal import remove_papers
from reader.operations.settling import note_of
from reader.operations.tag_suggestions import TagSuggestion
from reader.paper import Decision, Paper, ReadingList
from reader.text import fold_name, for_terminal

CONFIRMED_FROM = 100
"""From so many papers on, an edit of all that are selected is confirmed."""


async def tag(context: CommandContext) -> None:
    """Ask for tags to add and remove."""
    papers = tuple(targets(context))
    library = context.library
    offered = offered_tags(context, papers)
    later = (lambda: offered_tags(context, papers)) if offered is None else None
    answer = await context.ask(AskTags(papers, tag_suggestions.known_tags(library), offered or (), later))
    if answer is not None and (answer.add or answer.remove):
        add, remove = answer.add, answer.remove
        context.done(annotating.tag_papers(library, papers, add, remove))
        context.again = tagging(add, remove)


def offered_tags(context: CommandContext, papers: Sequence[Paper]) -> Sequence[TagSuggestion] | None:
    """The few tags that are offered for papers; None while it is worked out which fit."""
    found = tag_suggestions.offered_tags(context.library, lambda: context.likely.relevance, papers)
    return () if found is None and context.likely.is_given_up else found


def star(context: CommandContext) -> None:
    """Star; when all are starred already, take the stars away."""
    papers = targets(context)
    on = not all(paper.starred for paper in papers)
    context.done(annotating.star_papers(context.library, papers, on=on))
    context.again = lambda library, papers: annotating.star_papers(library, papers, on=on)


def next_status(context: CommandContext) -> None:
    """Move to the status after that of the paper under the cursor."""
    papers = targets(context)
    status = papers[0].status.next
    context.done(annotating.mark_papers(context.library, papers, status))
    context.again = lambda library, papers: annotating.mark_papers(library, papers, status)


async def _settled(context: CommandContext, paper: Paper) -> Paper | None:
    """The paper, once each text that was written on its note without sight of the shown one is settled; None when the
    user leaves that for later, and then all of them stand as they did."""
    is_settled = await settled_text(context, note_of(paper), "paper.note")
    return context.library.papers[paper.id] if is_settled else None


async def note(context: CommandContext) -> None:
    """Write the note in place; leaving saves."""
    paper = await _settled(context, current_paper(context))
    if paper is None:
        return
    text = await _begun(context, paper)
    if text is None:
        return
    keep = partial(context.keep_draft, paper.id, begun_on=paper.note)
    others = len({one.id for one in context.selected} - {paper.id})
    answer = await context.ask(AskNote(paper, text, text != paper.note, keep, others=others))
    if answer is None:
        context.keep_draft(paper.id, None)
    elif await save_note(context, paper, answer):
        context.give_way(paper.id, None)


async def note_in_editor(context: CommandContext) -> None:
    """Write the note in the user's editor."""
    paper = await _settled(context, current_paper(context))
    if paper is None:
        return
    before = await _begun(context, paper)
    if before is None:
        return
    edited = context.edit(before, paper.id)
    text = before if edited.text is None else edited.text
    if edited.open_still and edited.path is not None:
        context.expect(paper.id, edited.path, before, paper.note)
        what = "Your draft" if context.draft(paper.id) is not None else "The note"
        later = f"If the editor is open still, what it saves to {for_terminal(str(edited.path))} becomes a draft."
        context.say(f"{what} is as it was. {later} {edited.open_still}")
        return
    where = f" What it left is kept in {for_terminal(str(edited.path))}" if edited.path is not None else ""
    if not edited.trouble:
        await save_note(context, paper, text)
        if text == paper.note:
            context.say("The note is as it was.")
    elif context.draft(paper.id) is not None:
        context.say(f"{edited.trouble} Your draft is as it was.{where and where + '.'}", error=True)
    elif text in ("", before):
        context.say(f"{edited.trouble} The note is as it was.{where and where + '.'}", error=True)
    elif context.keep_draft(paper.id, text, paper.note):
        context.say(f"{edited.trouble}{where}, and as a draft: {_goes_on(context)}", error=True)
    elif (answer := await _still_typed(context, paper, text, f"{edited.trouble}{where and where + '.'}")) is not None:
        await save_note(context, paper, answer)


async def _begun(context: CommandContext, paper: Paper) -> str | None:
    """What an editor begins with: the draft, where there is one; None when the user leaves that for later.

    A draft that was begun on another note than the present one is shown beside it, and nothing replaces either unasked.
    Where it gives way, the note offers it until one is saved there.
    """
    draft = context.draft(paper.id)
    if draft is None or draft == paper.note or context.draft_begun_on(paper.id, paper.note):
        return paper.note if draft is None else draft
    answer = await context.ask(AskConflict(f"the note on '{paper.title}'", draft, paper.note))
    if answer is None:
        context.say(_later(context))
    elif answer == paper.note:
        context.give_way(paper.id, draft)
    return answer


def _later(context: CommandContext) -> str:
    return f"Your version is kept as a draft; {_goes_on(context)}"


def _goes_on(context: CommandContext) -> str:
    """The end of what is said of a draft: how to go on with it."""
    return f"{context.key('paper.note') or 'the note'} goes on with it."


async def save_note(context: CommandContext, paper: Paper, text: str) -> bool:
    """Save a note; when it changed elsewhere meanwhile, ask. Where the other one is to stay, this one is a draft.
    Whether it was saved.

    What was typed is never lost: it stays as a draft, and where none can be kept either, in the dialog.
    """
    started_from = paper.note
    while True:
        kept = context.keep_draft(paper.id, text, started_from)
        try:
            outcome = annotating.set_note(context.library, paper, text, started_from=started_from)
        except NoteConflict as conflict:
            answer = await context.ask(AskConflict(f"the note on '{paper.title}'", text, conflict.stored))
            if answer is not None and answer != conflict.stored:
                text, started_from = answer, conflict.stored
                continue
            if kept:
                context.say(_later(context))
                return False
            trouble = str(conflict)
        except ReaderError as error:
            if kept:
                file = context.draft_file(paper.id) if isinstance(error, UnknownPaper) else None
                where = f" for when it is back, in {for_terminal(str(file))}" if file is not None else ""
                context.say(f"{error} What you typed is kept as a draft{where}.", error=True)
                return False
            trouble = str(error)
        else:
            context.keep_draft(paper.id, None)
            if outcome.step is not None:
                context.done(outcome)
            return True
        answer = await _still_typed(context, paper, text, trouble)
        if answer is None:
            return False
        text = answer


async def _still_typed(context: CommandContext, paper: Paper, text: str, trouble: str) -> str | None:
    """Show a text that stands nowhere else until it can be kept; None when the user throws it away."""
    told = f"{trouble} It could not be kept as a draft either: Esc tries again, or copy it from here."
    answer = await context.ask(
        AskNote(paper, text, keep=partial(context.keep_draft, paper.id, begun_on=paper.note), trouble=told)
    )
    if answer is None:
        context.keep_draft(paper.id, None)
    return answer


async def add_to_list(context: CommandContext) -> None:
    """Ask for a list, old or new, and put the papers at its end."""
    papers = tuple(targets(context))
    ids = {paper.id for paper in papers}
    lists = {fold_name(lst.name): lst for lst in reading_lists.by_last_use(context.library) if not lst.query}
    choices = tuple(
        ListChoice(lst.name, lst.sections, len(lst.entries), len(ids & set(lst.papers))) for lst in lists.values()
    )
    answer = await context.ask(AskList(papers, choices))
    if answer is not None:
        context.follow_others()
        list_name, section = answer.name, answer.section
        if (seen := lists.get(fold_name(list_name))) is not None:
            now = list_now(context, list_name)
            list_name, section = now.name, section_now(seen, now, section)
        context.done(reading_lists.add_to_list(context.library, list_name, papers, section=section))
        context.again = adding_to_list(list_name, section)


def decider(decision: Decision) -> Callable[[CommandContext], Awaitable[None] | None]:
    """The command that decides so about the papers; that very many are not for the user, or some that are not seen, is
    confirmed."""

    def run(context: CommandContext) -> Awaitable[None] | None:
        papers = list(targets(context))
        doubt = _doubt(context, papers, "{}{}: not for you?") if decision is Decision.DISMISS else None
        if doubt is not None:
            return _decided_after(context, papers, decision, doubt)
        context.done(triage.decide(context.library, papers, decision))
        context.again = _deciding_again(context, decision)
        return None

    return run


async def _decided_after(context: CommandContext, papers: Sequence[Paper], decision: Decision, doubt: Confirm) -> None:
    if await context.ask(doubt):
        context.follow_others()
        context.done(triage.decide(context.library, context.library.held(paper.id for paper in papers), decision))
        context.again = _deciding_again(context, decision)


def _deciding_again(context: CommandContext, decision: Decision) -> Callable[[Library, Sequence[Paper]], Outcome]:
    """Decides so about papers. It raises `Refused` where that is asked before."""

    def decide(library: Library, papers: Sequence[Paper]) -> Outcome:
        if decision is Decision.DISMISS and (doubt := _doubt(context, papers, "{}{} would be not for you")) is not None:
            raise Refused(f"{doubt.title}: that is asked first, so it is not done again.")
        return triage.decide(library, papers, decision)

    return decide


def _doubt(context: CommandContext, papers: Sequence[Paper], asked: str) -> Confirm | None:
    """The question before an edit of very many papers, or of some that are not seen; None where none is needed. `asked`
    has places for how many they are and for how many of them are not seen."""
    shown, folded = {paper.id for paper in context.shown}, context.folded
    hidden = sum(paper.id not in shown or paper.id in folded for paper in papers)
    if len(papers) < CONFIRMED_FROM and not hidden:
        return None
    unseen = f", {hidden} of them not shown here" if hidden else ""
    text = f"{context.key('undo') or 'Undo'} brings them back."
    titles = tuple(paper.title for paper in papers)
    return Confirm(asked.format(count(len(papers), "paper"), unseen), text, titles, unforeseen=bool(hidden))


def take_off(context: CommandContext) -> Awaitable[None] | None:
    """Take the papers off what is open: off the list, its tag or the star off them; where all papers come by, they are
    not for the user."""
    collection = context.navigator.collection
    if collection.kind in DECIDED_IN:
        return decider(Decision.DISMISS)(context)
    take: Callable[[Library, Sequence[Paper]], Outcome]
    if collection.kind is Kind.STARRED:
        take = partial(annotating.star_papers, on=False)
    elif collection.kind is Kind.TAG:
        take = tagging([], [collection.name])
    else:
        take = partial(_taken_off_list, list_name=collection.name)
    context.done(take(context.library, targets(context)))
    context.again = take
    return None


def _taken_off_list(library: Library, papers: Sequence[Paper], list_name: str) -> Outcome:
    """Papers are taken off a list as it is called now. Raises `Refused` where it is gone, and `UnknownPaper` where none
    of them is on it."""
    return reading_lists.remove_from_list(library, followed_list(library, list_name).name, papers)


def move_up(context: CommandContext) -> None:
    """Move the papers one place up in the list that is open."""
    _step(context, -1)


def move_down(context: CommandContext) -> None:
    """Move the papers one place down in the list that is open."""
    _step(context, 1)


def _step(context: CommandContext, by: int) -> None:
    there = context.navigator
    if there.order or there.query.strip() or there.look.group:
        raise Refused("Reordering needs the list in its own order: leave the search, the sort order and groups first.")
    papers, list_name = targets(context), context.navigator.collection.name
    outcome = reading_lists.step_in_list(context.library, list_name, papers, by)
    context.done(outcome, quiet=True)
    context.say(_place(context.library.reading_list(list_name), papers, by, moved=outcome.step is not None))


def _place(lst: ReadingList, papers: Sequence[Paper], by: int, *, moved: bool) -> str:
    """Where papers of a list stand after a move, or why they did not move, in few words: it is said at every key."""
    direction = "up" if by < 0 else "down"
    if not moved:
        return f"{'The top' if by < 0 else 'The end'} of the list: nothing goes further {direction}."
    if len(papers) > 1:
        return f"Moved {direction}."
    at, entry = next((at, entry) for at, entry in enumerate(lst.entries, 1) if entry.paper == papers[0].id)
    section = f", in '{entry.section}'" if entry.section else ""
    return f"Place {at} of {len(lst.entries)}{section}."


def move_to_top(context: CommandContext) -> None:
    """Move the papers to the top of the list that is open."""
    context.done(reading_lists.move_in_list(context.library, context.navigator.collection.name, targets(context), 1))


def dropper(papers: Sequence[str], section: str, after: str) -> Callable[[CommandContext], None]:
    """A command that puts papers of the open list below the paper `after` ("" for the first place) of a section."""

    def run(context: CommandContext) -> None:
        list_name, moving = context.navigator.collection.name, context.library.held(papers)
        outcome = reading_lists.put_below(context.library, list_name, moving, after, section)
        if outcome.step is not None:
            context.done(outcome)

    return run


def tagger(tag: str) -> Callable[[CommandContext], None]:
    """The command that gives this tag."""

    def run(context: CommandContext) -> None:
        give_tag(context, targets(context), tag)

    return run


def give_tag(context: CommandContext, papers: Sequence[Paper], tag: str) -> None:
    """Give papers a tag, which can be done again to others."""
    context.done(annotating.tag_papers(context.library, papers, [tag]))
    context.again = tagging([tag], [])


def lister(list_name: str) -> Callable[[CommandContext], None]:
    """The command that puts papers at the end of this list, which is made where there is none."""

    def run(context: CommandContext) -> None:
        put_on(context, targets(context), list_name)

    return run


def put_on(context: CommandContext, papers: Sequence[Paper], list_name: str) -> None:
    """Put papers at the end of a list, which can be done again with others."""
    context.done(reading_lists.add_to_list(context.library, list_name, papers))
    context.again = adding_to_list(list_name, "")


def dropped_on(ids: Sequence[str], place: Collection) -> Callable[[CommandContext], None]:
    """A command that puts papers on the list, or gives them the tag, on which they were dropped."""

    def run(context: CommandContext) -> None:
        papers = context.library.held(ids)
        if place.kind is Kind.LIST:
            put_on(context, papers, followed_list(context.library, place.name).name)
        else:
            give_tag(context, papers, place.name)

    return run


async def put_in_section(context: CommandContext) -> None:
    """Ask for a section of the list that is open, old or new, and move the papers there."""
    papers, lst = tuple(targets(context)), context.library.reading_list(context.navigator.collection.name)
    known = ("", *lst.sections)

    def complete(text: str) -> list[str]:
        return [section for section in lst.sections if fold_name(section).startswith(fold_name(text))]

    text = "The name of a section, old or new; nothing is the part above the first heading."
    if len(known) > 1:
        text += f" There are: {', '.join(lst.sections)}."
    about = (lst.name, *(paper.id for paper in papers))
    section = await context.ask(AskText("Move to a section", text, complete=complete, about=about))
    if section is not None:
        now = list_now(context, lst.name)
        heading = section_now(lst, now, section.strip())
        context.done(reading_lists.put_in_section(context.library, now.name, papers, heading))
        context.again = lambda library, papers: reading_lists.put_in_section(
            library, followed_list(library, now.name).name, papers, heading
        )


async def annotate(context: CommandContext) -> None:
    """Ask for the remark on the paper that belongs to the open list only."""
    paper, lst = current_paper(context), context.library.reading_list(context.navigator.collection.name)
    if not await settled_text(context, reading_lists.remark_on(lst, paper), "list.remark"):
        return
    held = typed = _remark(context.library.reading_list(lst.name), paper)
    while True:
        title = f"Remark in '{lst.name}'"
        text = await context.ask(AskText(title, paper.title, initial=typed, about=(paper.id,), prose=True))
        if text is None or text == held:
            return
        answer = await _settled_remark(context, lst.name, paper, held, text)
        if answer is not None:
            list_name = list_now(context, lst.name).name
            context.done(reading_lists.annotate_entry(context.library, list_name, paper, answer))
            return
        typed = text


async def _settled_remark(context: CommandContext, list_name: str, paper: Paper, held: str, typed: str) -> str | None:
    """The remark to save; what was written elsewhere meanwhile, also while that was asked, is asked. None when the user
    leaves it undecided.

    Raises `Refused` where the other remark is to stay, so that what was typed is kept.
    """
    while (now := _remark(list_now(context, list_name), paper)) not in (held, typed):
        answer = await context.ask(AskConflict(f"the remark in '{list_name}' on '{paper.title}'", typed, now))
        if answer is None:
            return None
        if answer == now:
            raise Refused("The remark stays as it was written elsewhere. What you typed is kept; the remark offers it.")
        held, typed = now, answer
    return typed


def _remark(lst: ReadingList, paper: Paper) -> str:
    return reading_lists.remark_on(lst, paper).shown


def open_link(context: CommandContext) -> None:
    """Open the paper's page in the browser."""
    _open(context, "page")


def open_pdf(context: CommandContext) -> None:
    """Open the paper's PDF in the browser."""
    _open(context, "pdf")


def open_code(context: CommandContext) -> None:
    """Open the paper's code in the browser."""
    _open(context, "code")


def open_project(context: CommandContext) -> None:
    """Open the page of the paper's project in the browser."""
    _open(context, "project")


def _open(context: CommandContext, kind: str) -> None:
    open_address_of(context, current_paper(context), kind)


def open_address_of(context: CommandContext, paper: Paper, kind: str) -> None:
    """Open the address of that kind, a key of `LINKS`, of a paper. Raises `Refused` where it has none."""
    context.open_address(links.address_of(paper, kind, f"{context.key('palette')}complete"))


async def remove(context: CommandContext) -> None:
    """Remove papers; undo brings them back, so only many at once are confirmed, and those that are not seen."""
    papers = list(targets(context))
    doubt = _doubt(context, papers, "Remove {}{}?")
    if doubt is not None and not await context.ask(doubt):
        return
    context.done(remove_papers(context.library, papers))


def current_paper(context: CommandContext) -> Paper:
    """The paper under the cursor. Raises `ReaderError` where there is none."""
    paper = context.current
    if paper is None:
        raise ReaderError("No paper is under the cursor.")
    return paper
