"""Items of a list, and cells of a table, that link several papers one behind the other: each is a paper.

>>> both = "[Lamps that dim](https://arxiv.org/abs/2401.00011) and [Oil for lamps](https://arxiv.org/abs/2401.00012)"
>>> [entry.paper.title for entry in entries_in(both)]
['Lamps that dim', 'Oil for lamps']

What stands behind the last may be said of each of them, or of that one, so that no paper is given it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from reader.formats.evidence import leads_to_paper
from reader.formats.list_item import ItemLink, TitledItem, entry_in, links_in, reads_like_title, with_links
from reader.formats.markdown.scan import cells_of
from reader.identity import doi_at, find_arxiv_id
from reader.titles import title_key

_JOINS = re.compile(r"(?:<br\s*/?>|[\W_]|\b(?:and|und|et|y)\b)*", re.IGNORECASE)
"""What may stand between two papers of one item."""
_OF_ONE_PAPER = re.compile(
    r"\b(?:appendix|article|discussion|erratum|here|link|page|paper|poster|preprint|proceedings|site|slides|supplement\w*"
    r"|talk|thesis|version)s?\W*$",
    re.IGNORECASE,
)
"""How words end by which a link leads to another form of the paper before it."""
_WORD = re.compile(r"[^\W\d_]")


def entries_in(item: str, head: Sequence[str] | None = None) -> list[TitledItem]:
    """What an item tells, or the row of a table whose columns are called `head`: one paper, each that it links behind
    the other, or none."""
    parts = _parts(item) if head is None else _rows(item, head)
    found = [entry_in(part, head) for part in parts]
    told = [entry for entry in found if entry is not None and entry.sure]
    if len(told) == len(parts) > 1:
        return told
    whole = entry_in(item, head)
    return [whole] if whole is not None else []


def _rows(row: str, head: Sequence[str]) -> list[str]:
    """The row of a table once for each paper of the one cell that links several."""
    cells = cells_of(f"|{row}")
    several = [(at, parts) for at, cell in enumerate(cells) if len(parts := _parts(cell)) > 1]
    if len(several) != 1:
        return [row]
    at, parts = several[0]
    return [f"{' | '.join((*cells[:at], part, *cells[at + 1 :]))} |" for part in parts]


def _parts(item: str) -> list[str]:
    """The parts of a text, from the link of a title to the next; the whole where it links no two papers so."""
    if item.count("](") + item.lower().count("<a") < 2:
        return [item]
    plain, links = links_in(item)
    titles = [link for link in links if _is_title(link)]
    bare = _without(plain, [link for link in links if link not in titles])
    begins = [0]
    last = titles[:1]
    for link, further in pairwise(titles):
        if _are_two(link, further) and _JOINS.fullmatch(bare, link.end, further.start):
            begins.append(further.start)
            last = [further]
    if len(begins) == 1:
        return [item]
    word = _WORD.search(bare, last[0].end)
    row = with_links(item)
    return [row[start:end] for start, end in pairwise((*begins, word.start() if word else len(row)))]


def _is_title(link: ItemLink) -> bool:
    return link.own and leads_to_paper(link.url) and reads_like_title(link.text) and not _OF_ONE_PAPER.search(link.text)


def _are_two(a: ItemLink, b: ItemLink) -> bool:
    """Whether two links lead to two papers, by titles and ids: pages without an id may all be of one."""
    one, other = (find_arxiv_id(link.url) or doi_at(link.url) for link in (a, b))
    return bool(one and other) and one != other and title_key(a.text) != title_key(b.text)


def _without(text: str, links: Sequence[ItemLink]) -> str:
    """A text with blanks in place of some of its links."""
    for link in links:
        text = text[: link.start] + " " * (link.end - link.start) + text[link.end :]
    return text
