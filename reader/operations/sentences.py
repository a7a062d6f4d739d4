"""Words for papers, names and what is refused, so that every sentence calls them the same way."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reader.counting import count
from reader.errors import InputError
from reader.paper import Paper
from reader.text import shortened


def refused(clean: Callable[[str], str], text: str) -> str:
    """Why a function that cleans what is typed (a tag, a name) refuses a text, as a sentence; "" where it does not."""
    try:
        clean(text)
    except InputError as error:
        return str(error)
    return ""


def name(papers: Sequence[Paper]) -> str:
    """What stands for these papers in a sentence: the title of one, the number of several."""
    if len(papers) == 1:
        return f"'{shortened(papers[0].title, 60)}'"
    return count(len(papers), "paper")


def joined(names: Sequence[str]) -> str:
    """ "'a', 'b' and 'c'"."""
    quoted = [f"'{name}'" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}" if quoted else "nothing"
