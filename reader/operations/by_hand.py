"""Which papers a person typed into an exported file: those of the library, and those that come into it.

An import decides which paper each is (`reader.library.merging`), by its ids, address or title; but nothing that was
typed completes a paper that is there, and an item without anything that leads to a paper is only ever a known one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from reader.formats.markdown import NO_PAPER, UNLINKED, UNTITLED, TypedFinder, is_led_to
from reader.formats.parsed import excerpt
from reader.io.read import Source
from reader.library.library import Library
from reader.operations.authorship import arrivals_taken_back
from reader.operations.imports import BY_HAND, stamped
from reader.paper import Paper
from reader.titles import title_key


def typed_finder(library: Library) -> TypedFinder:
    """What finds the papers of items that were typed into a file of this library."""

    def find(items: Sequence[Paper]) -> Sequence[Paper | str]:
        return [*_found(library, items)]

    return find


def _found(library: Library, items: Sequence[Paper]) -> Iterator[Paper | str]:
    """The paper of each item, or why there is none."""
    leading = [at for at, item in enumerate(items) if item.id or item.arxiv_id or item.doi or item.url]
    plan = library.merge(stamped([Source(BY_HAND, papers=tuple(items[at] for at in leading))]))
    place = {at: number for number, at in enumerate(leading)}
    new = {paper.id: paper for paper in plan.new}
    back = {paper.id: paper for paper in plan.revived}
    never = {id: back[id] for id in arrivals_taken_back(library, back)}
    others = dict((*plan.mistaken, *plan.retitled))
    titled: defaultdict[str, list[Paper]] = defaultdict(list)
    if len(leading) < len(items):
        for paper in library.papers.values():
            titled[title_key(paper.title)].append(paper)
    for at, item in enumerate(items):
        if at not in place:
            yield _by_title(titled.get(title_key(item.title), []))
            continue
        id = plan.ids[place[at]]
        if item.id:
            # Nobody typed a line with a mark: a paper that the user removed, or that was lost here, does not come of
            # it; one whose coming was undone (`never`) does. What an import takes for a paper of the library is that
            # one, under another id.
            held = library.papers.get(id) if place[at] not in others else None
            known = new.get(id) or never.get(id) or held
            yield "" if library.loss or item.id in library.state.orphans else known or ""
        elif (other := others.get(place[at])) is not None and item.title:
            there = library.papers.get(other) or new[other]
            yield f"leads to '{excerpt(there.title)}' and is another title; it was not taken"
        elif id in library.papers:
            yield library.papers[id]
        elif not is_led_to(item):
            yield NO_PAPER
        else:
            yield (new.get(id) or back[id]) if item.title else UNTITLED


def _by_title(papers: Sequence[Paper]) -> Paper | str:
    if len(papers) > 1:
        return f"is the title of {len(papers)} papers; it was not taken (an arXiv id or a DOI beside it says which)"
    return papers[0] if papers else UNLINKED
