"""Words for papers, names and what is refused, so that every sentence calls them the same way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from reader.counting import count, form
from reader.errors import InputError
from reader.library.change import Change
from reader.paper import Paper
from reader.text import shortened

UNLIKE = "nothing like it among what you starred or read"
"""Why a paper is suggested that is outside of what is known of the user's taste."""

NEWEST, AS_THEY_CAME = "newest first", "as they came in"
"""The orders in which papers stand as long as nothing is known of what is wanted: where any has a date, and where none
has."""


def refused(clean: Callable[[str], str], text: str) -> str:
    """Why a function that cleans what is typed (a tag, a name) refuses a text, as a sentence; "" where it does not."""
    try:
        clean(text)
    except InputError as error:
        return str(error)
    return ""


TITLE_SAID = 60
"""So many characters of a title stand in a sentence."""


def name(papers: Sequence[Paper]) -> str:
    """What stands for these papers in a sentence: the title of one, the number of several."""
    if len(papers) == 1:
        return f"'{shortened(papers[0].title, TITLE_SAID)}'"
    return count(len(papers), "paper")


def first_author(paper: Paper) -> str:
    """Whose paper it is in few words: "Ada Bean", "Ada Bean and others", "" where nobody is named."""
    others = " and others" if len(paper.authors) > 1 else ""
    return f"{paper.authors[0]}{others}" if paper.authors else ""


def marked_unread(papers: Sequence[Paper], changes: Iterable[Change], *, by_itself: bool = False) -> str:
    """What is to be added to a sentence on these papers where its changes make some of them unread that were begun or
    read; "" where they do not. `by_itself` says that the papers, not the user, are its subject.
    """
    touched = {edit.subject for edit in changes if edit.key == "status" and edit.before != edit.after}
    number = sum(paper.id in touched for paper in papers)
    if not number:
        return ""
    if by_itself:
        some = "" if number == len(papers) else f"{number} of them "
        return f", and {some}{form(number, 'is', 'are')} marked as unread"
    whom = "it" if len(papers) == 1 else "them" if number == len(papers) else f"{number} of them"
    return f", and marked {whom} as unread"


def joined(names: Sequence[str]) -> str:
    """ "'a', 'b' and 'c'"."""
    return listed([f"'{name}'" for name in names])


def listed(parts: Sequence[str]) -> str:
    """ "a, b and c"; "nothing" where there is none."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1]))) if parts else "nothing"
