"""The verbs that say what is near to papers and what to read next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from reader.cli.later import later
from reader.cli.look import look
from reader.cli.mistakes import Number
from reader.cli.output import line, put, put_json, say
from reader.cli.papers import some_papers
from reader.cli.session import Session
from reader.cli.shaping import Shape, shaped
from reader.cli.teaching import Taught
from reader.errors import UsageError
from reader.paper import Paper
from reader.paper_json import to_json
from reader.text import for_terminal

if TYPE_CHECKING:
    from reader.library.contents import Contents
    from reader.operations import recommend
else:
    (recommend,) = later("recommend")


@click.command(cls=Taught)
@some_papers
@click.option("--limit", type=Number(0), default=10, show_default=True, help="At most so many; 0: all.")
@click.option("--json", "as_json", is_flag=True, help="A JSON array of {id, title, score, reasons}.")
@shaped("score", "reasons")
@click.pass_obj
def related(
    session: Session, papers: Sequence[str], query: str | None, limit: int, as_json: bool, shape: Shape
) -> None:
    """Show the papers near to some, the nearest first, each with what it shares with them."""
    library = session.library
    chosen = session.chosen(papers, query)
    found = recommend.related_to(library, session.finder.relevance, [paper.id for paper in chosen], limit)
    rows = [recommend.suggestion_json(library, one) for one in found]
    if shape:
        rows = [{**to_json(library.papers[one.id], library.state.lists_of(one.id)), **row}
                for one, row in zip(found, rows, strict=True)]  # fmt: skip
    if as_json:
        put_json([shape.picked(row) for row in rows])
        return
    if shape:
        shape.put(rows)
    else:
        _show(library, [(library.papers[one.id], recommend.because(library, one, alone=len(chosen) == 1))
                        for one in found])  # fmt: skip
    if not found:
        say("Nothing is near.")


@click.command("next", cls=Taught)
@click.argument("name", required=False)
@click.option("--limit", type=Number(0), help="So many, with --json in an array; 0: all. Without it, one.")
@click.option("--explore", is_flag=True, help="One in five from outside of what you starred and read.")
@click.option("--json", "as_json", is_flag=True, help="A JSON object, with --limit an array, with the reason of each.")
@shaped("reason")
@click.pass_obj
def next_(session: Session, name: str | None, limit: int | None, explore: bool, as_json: bool, shape: Shape) -> None:
    """Show what to read next: what is unread on a list, in its order. Without NAME, what is unread on the Queue, then
    what else waits, the likeliest first, and at last what is starred and unread."""
    library = session.library
    if name is not None and explore:
        raise UsageError("A list has its order: --explore goes without a name.")
    found, message = recommend.next_asked(
        library,
        name,
        lambda lst: session.finder.of_list(lst, say),
        lambda: session.finder.relevance,
        limit=1 if limit is None else limit,
        explore=explore,
    )
    if message:
        say(message)
    if as_json or shape:
        rows = [
            {**to_json(one.paper, library.state.lists_of(one.paper.id)), "reason": one.reason or None} for one in found
        ]
        if as_json:
            picked = [shape.picked(row) for row in rows]
            put_json(picked[0] if limit is None else picked)
        else:
            shape.put(rows)
        return
    _show(library, [(one.paper, one.reason) for one in found])


def _show(library: Contents, found: Sequence[tuple[Paper, str]]) -> None:
    """Papers, each above its reason."""
    if (seen := look()) is None:
        for paper, reason in found:
            put(line(paper))
            if reason:
                put(f"    {for_terminal(reason)}")
        return
    from reader.cli.on_terminal import PaperLines, wrapped  # noqa: PLC0415  off a terminal it is not needed

    shown = PaperLines(seen, [paper for paper, _ in found], library.papers.keys())
    seen.show(
        text
        for paper, reason in found
        for text in (shown.line(paper), *(wrapped([(reason, "quiet")], seen, 4) if reason else ()))
    )


CLICK_COMMANDS = [related, next_]
