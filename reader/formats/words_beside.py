"""The words behind a title in an item of somebody's list that its paper does not tell: a remark, a summary, a name.

>>> lamp = Paper("", "Lamps that dim", authors=("Ada Sample",), published="2024", venue="ICML")
>>> unread_words("[Lamps that dim](https://arxiv.org/abs/2401.00011), Ada Sample, ICML [code](https://a.org)", [lamp])
''
>>> unread_words("[Lamps that dim](https://arxiv.org/abs/2401.00011) – ask Bo for the data", [lamp])
'ask Bo for the data'
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.formats.list_item import GENERIC, leads_aside, leads_to_its_paper, links_in, plain_text
from reader.formats.title_labels import is_label
from reader.paper import Paper
from reader.text import clean_line, words

_PARTS = re.compile(r"<br\s*/?>|[.,;:()\[\]{}|·•*\"“”]|\s[–—-]\s|[–—-]\s|\s[–—-]|/")
"""What stands between what is said one behind the other."""
_NO_WORDS = frozenset("al and at author authors by cf doi et from id in of on see the via with".split())  # noqa: SIM905
"""Small words that say nothing by themselves."""


def unread_words(item: str, papers: Sequence[Paper]) -> str:
    """What an item says behind the titles of its papers, and none of them tells; "" for nothing."""
    plain, links = links_in(item)
    behind = max((link.end for link in links if any(paper.title == link.text for paper in papers)), default=0)
    for link in reversed(links):
        if leads_to_its_paper(link) or leads_aside(link):
            plain = f"{plain[: link.start]} , {plain[link.end :]}"
    text = plain_text(plain[behind:])
    for paper in papers:
        text = text.rpartition(paper.title)[2]
    told = {word for paper in papers for word in _told(paper)}
    left = [part for part in map(clean_line, _PARTS.split(text)) if _says_more(part, told)]
    return ", ".join(left)


def _told(paper: Paper) -> set[str]:
    """The words that a paper tells."""
    texts = (paper.title, *paper.authors, paper.venue, paper.published, *dict(paper.metadata).values())
    return {word for text in texts for word in words(text)}


def _says_more(part: str, told: set[str]) -> bool:
    """Whether a part of an item has a word that is not told, and is no label, number or name of a link."""
    if GENERIC.fullmatch(part) or is_label(part):
        return False
    return any(word.isalpha() and len(word) > 1 and word not in told and word not in _NO_WORDS for word in words(part))
