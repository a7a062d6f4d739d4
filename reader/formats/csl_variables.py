"""The variables of CSL that tell a text from another of its title (volume, issue, pages, edition, part), and the names
by which BibTeX and tables tell them.

A record that says in which edition, under which number or on which page it is found is that of this text and no other
(see `identity.stand_apart`), so what a format tells of it is read by this one table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from reader.dates import date_in
from reader.paper_json import page_range, variables

KEPT: Mapping[str, str] = MappingProxyType(
    {
        "ISBN": "isbn",
        "PMID": "pmid",
        "PMCID": "pmcid",
        "part-number": "part",
        "edition": "edition",
        "chapter-number": "chapter",
    }
)
"""Variables that mean the same everywhere, with their names in BibTeX and in tables."""


def numbered(number: str, *, periodical: bool) -> dict[str, str]:
    """A `number` as what it is: the issue of a journal or of a volume, the number of a report or in a series else."""
    return {"issue" if periodical else "number": number} if number else {}


def pages(whole: str, first: str = "", last: str = "", article: str = "") -> str:
    """The pages that a record tells, whole or by their ends; else the number of the article, which stands for them."""
    if whole:
        return page_range(whole)
    first, last = page_range(first), page_range(last)
    if first and last and last != first and "-" not in first:
        return f"{first}-{last}"
    return first or last or page_range(article)


def edition(text: str) -> str:
    """An edition, "" for a date, which RIS and others keep in the same field."""
    return "" if date_in(text) else text


def metadata_of(
    get: Callable[[str], str], names: Mapping[str, str], told: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """What a record tells of these as `Paper.metadata` holds it: `told`, and the variables of `KEPT` under the
    `names` by which `get` finds them."""
    return variables({**{variable: get(name) for variable, name in names.items()}, **told})
