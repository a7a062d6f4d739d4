"""The command that follows what belongs to a paper: its links, authors, tags and lists, and the papers near to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from reader.commands.context import CommandContext, Navigator, Pane
from reader.commands.papers import current_paper, open_address_of
from reader.commands.questions import AskChoice, Choice
from reader.errors import Refused
from reader.operations.collection import Collection, Kind
from reader.operations.links import LINKS
from reader.operations.sentences import name
from reader.paper import Paper

MOST_PEOPLE = 12
"""So many authors of a paper can be followed, as many as its detail names."""


async def follow(context: CommandContext) -> None:
    """Ask what of the paper under the cursor to follow, and go there.

    Raises `Refused` where there is nothing that leads anywhere."""
    paper = current_paper(context)
    ways = list(_ways(context, paper))
    if not ways:
        raise Refused(f"Nothing leads on from {name([paper])}: it has no links, authors, tags or lists.")
    choices = tuple(Choice(str(at), label, what) for at, (label, what, _) in enumerate(ways))
    chosen = await context.ask(AskChoice(f"Follow from {name([paper])}", choices, letters=True))
    if chosen is not None:
        ways[int(chosen)][2]()


def _ways(context: CommandContext, paper: Paper) -> Iterator[tuple[str, str, Callable[[], None]]]:
    """(label, what it is, what goes there) of all that can be followed, in the order of the preview."""
    navigator, library = context.navigator, context.library
    for kind, link in LINKS.items():
        if address := link.of(paper):
            yield "PDF" if kind == "pdf" else kind, address, partial(open_address_of, context, paper, kind)
    for person in paper.authors[:MOST_PEOPLE]:
        yield person, "author", partial(show_person, navigator, person)
    for tag in paper.tags:
        yield f"#{tag}", "tag", partial(_open, navigator, Collection(Kind.TAG, tag))
    for lst in library.state.lists_of(paper.id):
        yield lst, "list", partial(_open, navigator, Collection(Kind.LIST, lst))
    for near, why in context.likely.beside(library, paper.id):
        yield near.title, why or "near this one", partial(_go_to, navigator, near.id)


def show_person(navigator: Navigator, person: str) -> None:
    """Show the papers of a person."""
    navigator.open(Collection())
    navigator.search('author:"{}"'.format(person.replace('"', " ")))
    navigator.focus(Pane.LIST)


def _open(navigator: Navigator, place: Collection) -> None:
    navigator.open(place)
    navigator.focus(Pane.LIST)


def _go_to(navigator: Navigator, id: str) -> None:
    navigator.go_to(id)
    navigator.focus(Pane.LIST)
