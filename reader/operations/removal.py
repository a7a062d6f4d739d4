"""Taking papers out of the library, and what is said of one that another process took out meanwhile."""

from __future__ import annotations

from collections.abc import Sequence

from reader.errors import UnknownPaper
from reader.library import change
from reader.library.library import Library, Outcome
from reader.operations.sentences import name
from reader.operations.stored_queries import orphaned_by_papers
from reader.paper import Paper


def remove_papers(library: Library, papers: Sequence[Paper]) -> Outcome:
    """Remove papers from the library, and tell which stored queries still name one; undo brings them back with
    everything the user said about them."""
    changes = [edit for paper in papers for edit in change.gone(paper)]
    told = orphaned_by_papers(library, papers)
    return library.apply(changes, f"Removed {name(papers)}").telling(told)


def still_there(library: Library, seen: Paper) -> Paper:
    """The paper that was shown, as it stands now. Raises `UnknownPaper` where it was removed meanwhile."""
    if seen.id not in library.papers:
        raise UnknownPaper(f"{name([seen])} was removed meanwhile.")
    return library.papers[seen.id]
