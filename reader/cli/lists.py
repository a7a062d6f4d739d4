"""`reader list` and what it takes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from reader.cli.later import later
from reader.cli.look import Look, look
from reader.cli.mistakes import OWN_WORDS, Group, Number
from reader.cli.output import line, put, put_json, say
from reader.cli.papers import many_papers, may_be_tried, may_settle
from reader.cli.session import Session
from reader.cli.shaping import Shape, shaped
from reader.errors import UsageError
from reader.paper import QUEUE, Decision, Paper, ReadingList
from reader.paper_json import to_json
from reader.suggestions import nearest, perhaps
from reader.text import NAME_LIMIT, fold_name, plain_digits, shortened

if TYPE_CHECKING:
    from reader.operations import reading_lists, settling, triage, unseen
    from reader.tui.drawing.styled_text import Line
else:
    reading_lists, settling, triage, unseen = later("reading_lists", "settling", "triage", "unseen")

_PLACES = ("top", "bottom", "up", "down")
_DIGITS = 18
"""So many digits a position has at most; no list is so long."""


def _position(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """A position in a list as it was given: a number from 1 on, or a word."""
    word = value.casefold()
    if word not in _PLACES and not _is_number(word):
        near = digits if _is_number(digits := plain_digits(word)) else nearest(word, _PLACES)
        end = perhaps(near) if near else ": give a number from 1 on, or top, bottom, up or down."
        raise click.UsageError(f"'{shortened(value, NAME_LIMIT)}' is no position{end}", ctx)
    return word


def _is_number(word: str) -> bool:
    return re.fullmatch(rf"0*[1-9]\d{{0,{_DIGITS - 1}}}", word, re.ASCII) is not None


@click.group("list", cls=Group, invoke_without_command=True, subcommand_metavar="[COMMAND] [ARGS]...")
@click.option("--json", "as_json", is_flag=True, help="An array of lists.")
@click.pass_context
def list_(ctx: click.Context, as_json: bool) -> None:
    """Show the reading lists, or work on one."""
    if ctx.invoked_subcommand is not None:
        return
    session: Session = ctx.obj
    rows = []
    for lst in session.library.lists.values():
        read, total = reading_lists.progress(session.finder.on_list(lst, say))
        about = reading_lists.about_json(session.library, lst)
        rows.append({"name": lst.name, "papers": total, "read": read, **about})
    if as_json:
        put_json(rows)
        return
    if (seen := look()) is not None:
        seen.show(text for row in rows for text in _list_lines(row, seen))
    for row in rows if seen is None else ():
        put(f"{row['read']:>4}/{row['papers']:<5} {row['name']}{'  = ' + str(row['query']) if row['query'] else ''}")
    if not rows:
        say("There is no reading list yet: `reader list new NAME` makes one.")


@list_.command("show")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="The list as an object, with its papers in order.")
@shaped("section", "entry_note", "unseen_remarks")
@click.pass_obj
def list_show(session: Session, name: str, as_json: bool, shape: Shape) -> None:
    """Show the papers of a list in order."""
    lst = session.library.reading_list(name)
    papers = session.finder.of_list(lst, say)
    entries = {entry.paper: entry for entry in lst.entries}
    if as_json or shape:
        told = reading_lists.entry_json(session.library, lst)
        rows = [{**to_json(paper, session.library.state.lists_of(paper.id)), **told(paper)} for paper in papers]
        if as_json:
            about = reading_lists.about_json(session.library, lst)
            put_json({**about, "papers": [shape.picked(row) for row in rows]})
        else:
            shape.put(rows)
        return
    if (seen := look()) is not None:
        seen.show(_entry_lines(lst, papers, session.library.papers.keys(), seen))
        _show_unseen(session, lst)
        return
    section = ""
    for number, paper in enumerate(papers, 1):
        entry = entries.get(paper.id)
        if entry and entry.section != section:
            section = entry.section
            put(f"\n{section}")
        put(f"{number:>4}. {line(paper)}")
        if entry and entry.note:
            put(f"        {' '.join(entry.note.split())}")
    _show_unseen(session, lst)


def _show_unseen(session: Session, lst: ReadingList) -> None:
    """What was written without sight of the list's description and remarks, with the text that is shown of each."""
    from reader.library.note_versions import unseen_heading  # noqa: PLC0415  help needs no library

    state = session.library.state
    every = [reading_lists.description_of(lst), *(reading_lists.remark_of(lst, entry) for entry in lst.entries)]
    for text in every:
        unseen = state.unseen(*text.at)
        if not unseen:
            continue
        told = state.text_at(*text.at)
        put(f"\n{told.called[0].upper()}{told.called[1:]}\n{text.shown or 'none'}")
        for one in unseen:
            put(f"\n{unseen_heading('Other', one, session.library.device)}\n{one.text}")
        say(f"`{told.settled_by}` settles it.")


def _list_lines(row: Mapping[str, Any], seen: Look) -> Iterator[Line]:
    """A list for a terminal: how many of its papers are read, its name, the query of a smart one."""
    from reader.cli.on_terminal import wrapped  # noqa: PLC0415  off a terminal it is not needed

    query = [("  = ", "quiet"), (str(row["query"]), "quiet")] if row["query"] else []
    numbers = f"{row['read']:>4}/{row['papers']:<5} "
    first, *more = wrapped([(str(row["name"]), "title"), *query], seen, len(numbers), seen.width)
    yield [(numbers, "quiet"), *first[1:]]
    yield from more


def _entry_lines(lst: ReadingList, papers: Sequence[Paper], known: Collection[str], seen: Look) -> Iterator[Line]:
    """The papers of a list for a terminal, numbered, under its sections, each with the remark on it."""
    from reader.cli.on_terminal import PaperLines, wrapped  # noqa: PLC0415  off a terminal it is not needed

    entries = {entry.paper: entry for entry in lst.entries}
    digits = len(str(len(papers))) + 2
    shown = PaperLines(seen, papers, known, digits)
    section = ""
    for number, paper in enumerate(papers, 1):
        entry = entries.get(paper.id)
        if entry and entry.section != section:
            section = entry.section
            yield from ([], [(section, "heading")])
        yield [(f"{number:>{digits - 2}}. ", "quiet"), *shown.line(paper)]
        if entry and entry.note:
            yield from wrapped([(entry.note, "quiet")], seen, digits + 4)


@list_.command("new")
@click.argument("name", type=OWN_WORDS)
@click.option("--query", help="Make it a smart list: all that match, always up to date.")
@click.option("--description", default="", help="Markdown under the heading.")
@may_be_tried
@click.pass_obj
def list_new(session: Session, name: str, query: str | None, description: str) -> None:
    """Make a reading list."""
    told = unseen.told_text(description, "description")
    session.tell(reading_lists.new_list(session.library, name, query=query, description=told))


@list_.command("add")
@click.argument("name", type=OWN_WORDS)
@many_papers
@click.option("--section", default="", help="Under this heading, which is made when it is new.")
@click.option("--position", type=Number(1), help="From this place on; 1 is the top. At the end if not said.")
@click.pass_obj
def list_add(
    session: Session,
    name: str,
    papers: Sequence[str],
    query: str | None,
    yes: bool,
    section: str,
    position: int | None,
) -> None:
    """Put papers at the end of a list; a new one is made.

    They stand above its first section, or under the heading that --section names.
    """

    def besides(chosen: Sequence[Paper]) -> str:
        return triage.unread_besides(chosen, Decision.QUEUE) if fold_name(name) == fold_name(QUEUE) else ""

    chosen = session.papers(papers, query, yes, f"Put on '{name}'", besides)
    session.tell(reading_lists.add_to_list(session.library, name, chosen, section=section, position=position))


@list_.command("remove")
@click.argument("name")
@many_papers
@click.pass_obj
def list_remove(session: Session, name: str, papers: Sequence[str], query: str | None, yes: bool) -> None:
    """Take papers off a list; they stay in the library."""
    chosen = session.papers(papers, query, yes, f"Take off '{name}'")
    session.tell(reading_lists.remove_from_list(session.library, name, chosen))


@list_.command("move")
@click.argument("name")
@click.argument("paper")
@click.argument("position", callback=_position)
@may_be_tried
@click.pass_obj
def list_move(session: Session, name: str, paper: str, position: str) -> None:
    """Move a paper to a position in the list; 1 is the top.

    POSITION is a number, or one of the words top, bottom, up and down.
    """
    moved = session.one(paper)
    session.tell(reading_lists.move_to_place(session.library, name, [moved], position))


@list_.command("rename")
@click.argument("old")
@click.argument("new", type=OWN_WORDS)
@may_be_tried
@click.pass_obj
def list_rename(session: Session, old: str, new: str) -> None:
    """Give a list another name."""
    session.tell(reading_lists.rename_list(session.library, old, new))


@list_.command("delete")
@click.argument("name")
@may_be_tried
@click.pass_obj
def list_delete(session: Session, name: str) -> None:
    """Delete a list; its papers stay, and `reader undo` brings it back."""
    session.tell(reading_lists.delete_list(session.library, name))


@list_.command("describe")
@click.argument("name")
@click.argument("text", type=OWN_WORDS, required=False)
@may_settle
@may_be_tried
@click.pass_obj
def list_describe(session: Session, name: str, text: str | None, settle: str | None) -> None:
    """Replace a list's description (Markdown)."""
    if settle is not None and text is None:
        session.tell(reading_lists.settle_description(session.library, name, settling.settling_called(settle)))
    else:
        session.tell(reading_lists.describe_list(session.library, name, _only_text(text, settle, "description")))


@list_.command("annotate")
@click.argument("name")
@click.argument("paper")
@click.argument("text", type=OWN_WORDS, required=False)
@may_settle
@may_be_tried
@click.pass_obj
def list_annotate(session: Session, name: str, paper: str, text: str | None, settle: str | None) -> None:
    """Write a remark on a paper that belongs to this list only."""
    found = session.one(paper)
    if settle is not None and text is None:
        session.tell(reading_lists.settle_remark(session.library, name, found, settling.settling_called(settle)))
    else:
        session.tell(reading_lists.annotate_entry(session.library, name, found, _only_text(text, settle, "remark")))


def _only_text(text: str | None, settle: str | None, what: str) -> str:
    """The text that was given. Raises `UsageError` where there is none, or --settle as well, and as `told_text`."""
    if text is None or settle is not None:
        raise UsageError("Give one of TEXT and --settle.")
    return unseen.told_text(text, what)


@list_.group("section", cls=Group)
def section() -> None:
    """Work on the headings within a list."""


@section.command("add")
@click.argument("name")
@click.argument("heading", type=OWN_WORDS)
@may_be_tried
@click.pass_obj
def section_add(session: Session, name: str, heading: str) -> None:
    """Add a heading at the end of a list."""
    session.tell(reading_lists.add_section(session.library, name, heading))


@section.command("rename")
@click.argument("name")
@click.argument("old")
@click.argument("new", type=OWN_WORDS)
@may_be_tried
@click.pass_obj
def section_rename(session: Session, name: str, old: str, new: str) -> None:
    """Give a heading another name."""
    session.tell(reading_lists.rename_section(session.library, name, old, new))


@section.command("remove")
@click.argument("name")
@click.argument("heading")
@may_be_tried
@click.pass_obj
def section_remove(session: Session, name: str, heading: str) -> None:
    """Remove a heading; its papers join the section before it."""
    session.tell(reading_lists.remove_section(session.library, name, heading))


@section.command("put")
@click.argument("name")
@click.argument("heading", type=OWN_WORDS)
@many_papers
@click.pass_obj
def section_put(session: Session, name: str, heading: str, papers: Sequence[str], query: str | None, yes: bool) -> None:
    """Move papers of a list under a heading.

    "" is the part before the first heading.
    """
    chosen = session.papers(papers, query, yes, f"Move to '{heading}'")
    session.tell(reading_lists.put_in_section(session.library, name, chosen, heading))


CLICK_COMMANDS = [list_]
