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

STANDARD = (
    "annote", "archive", "archive_collection", "archive_location", "archive-place", "authority", "call-number",
    "chapter-number", "citation-number", "collection-number", "collection-title", "container-title",
    "container-title-short", "dimensions", "division", "edition", "editor", "event-place", "event-title", "genre",
    "ISBN", "ISSN", "issue", "jurisdiction", "language", "license", "medium", "note", "number", "number-of-pages",
    "number-of-volumes", "original-publisher", "original-publisher-place", "original-title", "page", "page-first",
    "part-number", "part-title", "PMCID", "PMID", "printing-number", "publisher", "publisher-place", "references",
    "reviewed-genre", "reviewed-title", "scale", "section", "source", "status", "supplement-number", "title-short",
    "translator", "version", "volume", "volume-title", "volume-title-short",
)  # fmt: skip
"""The variables that a record may have beside those that a paper has of its own
(https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables)."""


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
