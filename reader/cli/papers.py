"""The verbs about papers: search, show, tag, tags, star, mark, triage, note, remove."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

import click

from reader.cli.in_editor import edit_in_editor
from reader.cli.later import later
from reader.cli.look import Look, look
from reader.cli.mistakes import OWN_WORDS, Group, Number, OneOf, filled
from reader.cli.output import line, put, put_json, say, table, whole
from reader.cli.querying import EMPTY_PART, QueryCommand
from reader.cli.session import Session
from reader.cli.shaping import Shape, shaped
from reader.cli.teaching import Taught
from reader.counting import briefest, count, nearest_words
from reader.errors import InputError, ReaderError, UsageError
from reader.paper import DECISIONS, Paper, Status
from reader.paper_json import to_json
from reader.query import SORTS, Query, parse
from reader.query.chosen import unchosen
from reader.query.fields import brief_rows
from reader.text import for_terminal

if TYPE_CHECKING:
    from reader.library.contents import Contents
    from reader.library.library import Library
    from reader.operations import annotate, choosing, links, lost_signs, removal, settling, tag_suggestions, unseen
    from reader.operations import search as searching
    from reader.operations import triage as deciding
    from reader.search import Index, Result
    from reader.tui.drawing.styled_text import Line
else:
    annotate, choosing, links, lost_signs = later("annotate", "choosing", "links", "lost_signs")
    removal, settling, tag_suggestions, unseen = later("removal", "settling", "tag_suggestions", "unseen")
    deciding, searching = later("triage", "search")

F = TypeVar("F", bound=Callable[..., object])


def some_papers(command: F) -> F:
    """The arguments PAPER... and --query, of a verb that changes nothing."""
    command = click.option("--query", metavar="QUERY", help="All papers that match, instead of PAPER...")(command)
    return click.argument("papers", nargs=-1, metavar="PAPER...")(command)


def many_papers(command: F) -> F:
    """The arguments PAPER..., --query, --yes and --dry-run, of a verb that changes them: what it then does with the
    session's library is only tried, and `Session.tell` says what would change."""
    return some_papers(click.option("--yes", is_flag=True, help="Do not ask.")(may_be_tried(command)))


def may_settle(command: F) -> F:
    """The option --settle of a command that writes a text on which two devices may have written."""
    return click.option(
        "--settle",
        type=OneOf(["join", "shown", "other"]),
        help="Where another text was written without sight of the shown one: join both, keep the shown or take the"
        " other.",
    )(command)


def may_be_tried(command: F) -> F:
    """The option --dry-run, of a verb that ends with `Session.tell`."""
    return click.option(
        "--dry-run", is_flag=True, expose_value=False, callback=_only_try, help="Say what would change; change nothing."
    )(command)


def _only_try(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        ctx.ensure_object(Session).dry_run = True


def found_json(
    library: Contents, index: Index, query: Query, result: Result, shape: Shape | None = None
) -> list[dict[str, object]]:
    """What a query found, as `search --json` and `batch` give it; where matched is only looked up if it is shown."""
    marking = not shape or shape.shows("matches")
    papers = [(hit, library.papers[hit.id]) for hit in result.hits]
    return [
        {
            **to_json(paper, library.state.lists_of(paper.id)),
            "score": round(hit.score, 1),
            **({"nearest": True} if hit.nearest else {}),
            **({"matches": _spans(index, query, paper)} if marking else {}),
        }
        for hit, paper in papers
    ]


def _spans(index: Index, query: Query, paper: Paper) -> dict[str, list[list[int]]]:
    return {field: [list(span) for span in spans] for field, spans in index.matches(query, paper).items()}


class SearchCommand(QueryCommand):
    """The command that finds papers: its help tells the query language."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what a query may hold beneath the options, and after it the examples."""
        with formatter.section("Query"):
            formatter.write_dl(list(brief_rows()), col_max=24)
        super().format_epilog(ctx, formatter)


@click.command(cls=SearchCommand)
@click.argument("query", nargs=-1)
@click.option("--limit", type=Number(0), default=0, help="At most so many; 0: all.")
@click.option("--sort", metavar="KEY", help=f"One of {', '.join(SORTS)}; a leading - reverses.")
@click.option("--json", "as_json", is_flag=True, help="A JSON array of papers with score and matches.")
@click.option("--ids", is_flag=True, help="Ids only, one a line.")
@shaped("score", "matches", "nearest")
@click.pass_obj
def search(
    session: Session, query: Sequence[str], limit: int, sort: str | None, as_json: bool, ids: bool, shape: Shape
) -> None:
    """Find papers; without QUERY, list all.

    Words are sought in title, authors, tags, note, abstract, venue and keywords; filters combine with them. Where no
    paper has all words, the nearest are listed under a line that says so; --ids, --fields and --format leave them out,
    unless the field `nearest` is asked for, which marks them, and refuse a query that is not understood.
    """
    if ids and (as_json or shape):
        other = "--json" if as_json else "--fields" if shape.fields else "--format"
        raise UsageError(f"{other} and --ids exclude each other.")
    wanted = parse(" ".join(query))

    def library_there() -> Library:
        return session.library

    def finds(one: Query) -> Sequence[Paper]:
        return session.finder.papers(one)

    with_nearest = _with_nearest(ids, shape)
    if not with_nearest:
        if not all(map(str.strip, query)):  # A place of a script that stayed empty, and not all papers.
            raise UsageError(EMPTY_PART if wanted.text.strip() else unchosen(wanted))
        choosing.must_be_sure(library_there, wanted.text, finds)
    library, index = session.searched(wanted)
    if with_nearest:
        result = searching.find(library, index, wanted, sort=sort, limit=limit, nearest=True)
    else:
        choosing.must_name(library, wanted)
        result = searching.find_strictly(library, index, wanted, sort=sort, limit=limit)
        found = (library.papers[hit.id] for hit in result.hits)
        choosing.must_be_no_title(library_there, wanted.text, found, finds)
    if sort is not None and wanted.sort is not None and wanted.sort != (sort.lstrip("-"), sort.startswith("-")):
        say(f"The order that the query asks for counts, and not '--sort {sort}'.")
    missing = choosing.missing_in_search(library, wanted)
    why = lost_signs.unquoted_name(library, wanted.text)
    for sentence in (*wanted.told, *missing, *filter(None, [why])):
        say(sentence)
    if as_json:
        put_json([shape.picked(row) for row in found_json(library, index, wanted, result, shape)])
        return
    if shape:
        shape.put(found_json(library, index, wanted, result, shape))
    else:
        _put_found(library, index, wanted, result, ids)
    if not result.hits and result.suggestion:
        say(f"Nothing matches. Did you mean '{result.suggestion}'?")
    elif not result.hits and wanted.text.strip():
        near = "" if missing or result.unknown else _left_out(library, index, wanted, ids, shape)
        say(("" if missing else result.unknown) or near or "Nothing matches.")
    elif not result.hits and not library.warnings:
        say("The library is empty: `reader import SOURCE` fills it.")


def _with_nearest(ids: bool, shape: Shape) -> bool:
    """Whether papers are shown that only come near to the words: not where nothing in the answer would tell them from
    the others."""
    return shape.shows("nearest") if shape else not ids


def _left_out(library: Contents, index: Index, query: Query, ids: bool, shape: Shape) -> str:
    """What is said where nothing was found but papers that come near, which the answer leaves out; "" elsewhere."""
    if _with_nearest(ids, shape):
        return ""
    near = len(searching.find(library, index, query, nearest=True).hits)
    return f"No paper has all these words; {count(near, 'paper')} near to them, not listed here." if near else ""


def _put_found(library: Contents, index: Index, query: Query, result: Result, ids: bool) -> None:
    if not ids and (seen := look()) is not None:
        seen.show(_found_lines(library, index, query, result, seen))
        return
    for at, hit in enumerate(result.hits):
        if at == result.hits.strict:
            put(nearest_words(len(result.hits) - at, at, result.held))
        put(hit.id if ids else line(library.papers[hit.id]))


def _found_lines(library: Contents, index: Index, query: Query, result: Result, seen: Look) -> Iterator[Line]:
    """What was found, for a terminal, with what matched; where the title does not show it, the piece that does."""
    from reader.cli.on_terminal import PaperLines  # noqa: PLC0415  off a terminal it is not needed

    papers = [library.papers[hit.id] for hit in result.hits]
    shown = PaperLines(seen, papers, library.papers.keys())
    for at, paper in enumerate(papers):
        if at == result.hits.strict:
            yield [(briefest(nearest_words(len(papers) - at, at, result.held), seen.width), "heading")]
        yield shown.line(paper, {} if query.is_empty else index.matches(query, paper))
        piece = None if query.is_empty else index.snippet(query, paper, seen.width - 6)
        if piece is not None:
            yield shown.beneath(piece.text, spans=piece.spans)


@click.command(cls=Taught)
@click.argument("paper")
@click.option("--json", "as_json", is_flag=True, help="A JSON object.")
@shaped("unseen_notes")
@click.pass_obj
def show(session: Session, paper: str, as_json: bool, shape: Shape) -> None:
    """Show everything about one paper."""
    from reader.library.moments import NOTE  # noqa: PLC0415
    from reader.library.note_versions import unseen_heading, unseen_json  # noqa: PLC0415  help needs no library

    found = session.one(paper)
    names = session.library.state.lists_of(found.id)
    unseen = session.library.state.unseen(found.id)
    if as_json or shape:
        row = {**to_json(found, names), **unseen_json(unseen)}
        if as_json:
            put_json(shape.picked(row))
        else:
            shape.put([row])
        return
    told = [whole(found, names, session.library.key_of(found))]
    for one in unseen:
        told.append(f"\n{unseen_heading('Note', one, session.library.device)}\n{one.text}")
    if (seen := look()) is not None:
        from reader.cli.on_terminal import paper_page  # noqa: PLC0415  off a terminal it is not needed

        seen.show(paper_page("\n".join(told), seen))
    else:
        for text in told:
            put(text)
    if unseen:
        say(f"`{session.library.state.text_at(found.id, NOTE).settled_by}` settles the note.")


@click.command(cls=Taught)
@click.argument("paper")
@click.option("--pdf", "kinds", flag_value="pdf", multiple=True, help="That of its PDF.")
@click.option("--code", "kinds", flag_value="code", multiple=True, help="That of its code.")
@click.option("--project", "kinds", flag_value="project", multiple=True, help="That of its project.")
@click.option("--open", "opens", is_flag=True, help="Open it in the browser, too.")
@click.pass_obj
def link(session: Session, paper: str, kinds: Sequence[str], opens: bool) -> None:
    """Print the address of a paper's page, or of what belongs to it."""
    if len(set(kinds)) > 1:
        raise UsageError(f"{' and '.join(f'--{kind}' for kind in dict.fromkeys(kinds))} exclude each other.")
    address = links.address_of(session.one(paper), kinds[0] if kinds else "page")
    put(address)
    if opens:
        from reader.tui.outside_programs import browse, has_browser  # noqa: PLC0415  no other verb opens a browser

        if not has_browser() or not browse(address):
            raise ReaderError("There is no browser here that could open it.")


@click.command(cls=Taught)
@many_papers
@click.option("--add", "-a", multiple=True, metavar="TAG", help="Add a tag (may be repeated).")
@click.option("--remove", "-r", multiple=True, metavar="TAG", help="Remove a tag (may be repeated).")
@click.pass_obj
def tag(
    session: Session, papers: Sequence[str], query: str | None, yes: bool, add: Sequence[str], remove: Sequence[str]
) -> None:
    """Add tags to papers, or take them off."""
    for name in (*add, *remove):
        annotate.named_tag(session.library, name)
    chosen = session.papers(papers, query, yes, "Tag")
    session.tell(annotate.tag_papers(session.library, chosen, add, remove))


@click.group(cls=Group, invoke_without_command=True, subcommand_metavar="[COMMAND] [ARGS]...")
@click.option("--json", "as_json", is_flag=True, help="An array of {tag, papers}.")
@click.pass_context
def tags(ctx: click.Context, as_json: bool) -> None:
    """List all tags with their numbers of papers; rename or delete one, or have some suggested."""
    if ctx.invoked_subcommand is not None:
        return
    counts = ctx.obj.library.tags.counts()
    rows = [{"tag": name, "papers": number} for name, number in counts.items()]
    if as_json:
        put_json(rows)
    elif (seen := look()) is not None:
        digits = len(str(max(counts.values(), default=0)))
        seen.show([(f"{number:>{digits}}  ", "quiet"), (name, "tag")] for name, number in counts.items())
    elif rows:
        put(table(rows, ["papers", "tag"]))


@tags.command("rename")
@click.argument("old")
@click.argument("new", type=OWN_WORDS)
@may_be_tried
@click.pass_obj
def tags_rename(session: Session, old: str, new: str) -> None:
    """Rename a tag everywhere.

    A tag that exists already takes the papers in.
    """
    session.tell(annotate.rename_tag(session.library, old, new))


@tags.command("delete")
@click.argument("name", metavar="TAG")
@click.option("--yes", is_flag=True, help="Do not ask.")
@may_be_tried
@click.pass_obj
def tags_delete(session: Session, name: str, yes: bool) -> None:
    """Take a tag off every paper."""
    papers = annotate.tagged(session.library, annotate.named_tag(session.library, name))
    if papers:
        session.confirm(papers, yes, f"Take '{name}' off {count(len(papers), 'paper')}?")
    session.tell(annotate.delete_tag(session.library, name))


@tags.command("suggest")
@some_papers
@click.option("--limit", type=Number(0), default=6, show_default=True, help="At most so many; 0: all.")
@click.option("--json", "as_json", is_flag=True, help="A JSON array of {tag, score, reason}.")
@click.pass_obj
def tags_suggest(session: Session, papers: Sequence[str], query: str | None, limit: int, as_json: bool) -> None:
    """Show tags of the library that fit papers, each with its reason.

    None of the papers has them, and nothing is changed.
    """
    chosen = session.chosen(papers, query)
    found = tag_suggestions.likely_tags(session.library, session.finder.relevance, chosen, limit)
    rows = [tag_suggestions.tag_json(one) for one in found]
    if as_json:
        put_json(rows)
    elif rows:
        put(table(rows, ["tag", "reason"]))
    else:
        say("No tag of the library fits.")


@click.command(cls=Taught)
@many_papers
@click.option("--off", is_flag=True, help="Take the star away.")
@click.pass_obj
def star(session: Session, papers: Sequence[str], query: str | None, yes: bool, off: bool) -> None:
    """Star papers, or take their stars away."""
    chosen = session.papers(papers, query, yes, "Unstar" if off else "Star")
    session.tell(annotate.star_papers(session.library, chosen, not off))


@click.command(cls=Taught)
@click.argument("status", type=OneOf([status.value for status in Status]))
@many_papers
@click.pass_obj
def mark(session: Session, status: str, papers: Sequence[str], query: str | None, yes: bool) -> None:
    """Mark papers as unread, reading or read."""
    chosen = session.papers(papers, query, yes, f"Mark as {status}")
    session.tell(annotate.mark_papers(session.library, chosen, Status(status)))


@click.command(cls=Taught)
@click.argument("decision", type=OneOf(list(DECISIONS)))
@many_papers
@click.pass_obj
def triage(session: Session, decision: str, papers: Sequence[str], query: str | None, yes: bool) -> None:
    """Decide on papers: put them on the Queue, put them off, star or dismiss them, or put them back into the inbox.

    However many, they are one step that one undo takes back.
    """
    wanted = deciding.decision_called(decision)

    def again(chosen: Sequence[Paper]) -> str:
        return deciding.unread_besides(chosen, wanted)

    chosen = session.papers(papers, query, yes, f"Triage ({decision})", again)
    if session.dry_run:
        changing = deciding.changing(session.library, chosen, wanted)
        session.put_papers(changing)
        say(deciding.foretold(changing, wanted))
    outcome = deciding.decide(session.library, chosen, wanted)
    if not session.dry_run:
        session.tell(outcome)
    elif outcome.step is not None:
        say(f"Without --dry-run: {outcome.say}.")


@click.command(cls=Taught)
@click.argument("paper")
@click.option("--set", "text", metavar="TEXT", help="Replace the note; an empty TEXT removes it.")
@click.option("--append", metavar="TEXT", help="Add a paragraph.")
@click.option("--file", "path", metavar="FILE", callback=filled, help="Replace the note by a file (-: standard input).")
@may_settle
@may_be_tried
@click.pass_obj
def note(
    session: Session, paper: str, text: str | None, append: str | None, path: str | None, settle: str | None
) -> None:
    """Write the note of a paper; without an option, in $VISUAL or $EDITOR."""
    if sum(value is not None for value in (text, append, path, settle)) > 1:
        raise UsageError("Give one of --set, --append, --file and --settle.")
    found = session.one(paper, path)
    if settle is not None:
        session.tell(settling.settle(session.library, settling.note_of(found), settling.settling_called(settle)))
    elif append is not None:
        session.tell(annotate.append_note(session.library, found, unseen.appended(append)))
    elif text is not None or path is not None:
        told = unseen.told_text(text) if text is not None else unseen.written_text(_file_text(str(path)))
        session.tell(annotate.set_note(session.library, found, told))
    else:
        started = found.note
        edit_in_editor(
            started,
            found.id,
            lambda text: session.tell(annotate.set_note(session.library, found, text, started_from=started)),
            verb="note",
            what="note",
            instead="--set, --append or --file",
        )


def _file_text(path: str) -> str:
    """The words in a file. Raises `InputError` where there are none: what was to write them has failed."""
    from reader.io.read import read_plain  # noqa: PLC0415  the importer is not needed by the other verbs

    text = read_plain(path, pipes=True)
    if not text.strip():
        where = "Standard input" if path == "-" else f"'{for_terminal(path)}'"
        raise InputError(f"{where} holds no words; --set '' removes the note.")
    return text


@click.command(cls=Taught)
@many_papers
@click.pass_obj
def remove(session: Session, papers: Sequence[str], query: str | None, yes: bool) -> None:
    """Remove papers; `reader undo` brings them back with all you said about them."""
    if query is None and papers:
        chosen = session.named(papers)
        session.confirm(chosen, yes, f"Remove {count(len(chosen), 'paper')}?")
    else:
        chosen = session.papers(papers, query, yes, "Remove")
    session.tell(removal.remove_papers(session.library, chosen))


CLICK_COMMANDS = [search, show, link, tag, tags, star, mark, triage, note, remove]
