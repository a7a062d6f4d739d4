"""One page that somebody saved, and which of the pages in a list are papers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from reader.dates import date_written
from reader.formats.author_lists import goes_on_behind, names_in
from reader.formats.folders import names_of_folders
from reader.formats.links import is_of_papers, known_by, linked_paper, page_title
from reader.formats.parsed import Parsed, Problem, excerpt
from reader.formats.publication_dates import kept_dates, not_of_publication, published_dates
from reader.formats.user_fields import cut_short, kept_entry, kept_lists, kept_note, kept_tags
from reader.identity import arxiv_year, find_arxiv_id, normal_doi, normal_url
from reader.paper import IncomingEntry, Paper, Status
from reader.paper_json import kept_values
from reader.text import clean_line, clean_text

_NO_PAPER = "a saved page that leads to no paper for sure, left out"
_PERHAPS = "a saved page taken for a paper since most beside it lead to some, though nothing at its address shows one"
_SITE = re.compile(r"[\w-]{3,}\.[a-z]{2,}|[@/]")
_ARCHIVES = ("arxiv.org", "arxiv", "alphaxiv.org", "openreview.net", "aclanthology.org")

_FOLDERS = frozenset(
    ("", "toolbar", "menu", "unfiled", "mobile", "bookmarks", "bookmarks bar", "bookmarks menu", "bookmarks toolbar",
     "other bookmarks", "mobile bookmarks", "tags", "all bookmarks", "unsorted", "unread", "archive", "read archive",
     "starred", "liked", "home", "trash", "favorites bar", "favourites bar", "imported")
)  # fmt: skip
"""Folders that every browser or account has."""


def own_folders(path: Iterable[str]) -> tuple[str, ...]:
    """Those of some folders that somebody made, and not every browser or account has."""
    return tuple(name for name in map(clean_line, path) if name.lower() not in _FOLDERS)


@dataclass(slots=True)
class SavedPage:
    """One page as a list of saved pages tells it."""

    line: int
    url: str = ""
    title: str = ""
    authors: str = ""
    published: str = ""
    tags: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    """The folder or collection that it stands in, behind those that this one lies in; none that everybody has."""
    notes: tuple[str, ...] = ()
    """What somebody wrote, or marked in the text."""
    status: Status = Status.UNREAD
    starred: bool = False
    written: bool = False
    """Whether it may be known by its title and authors, since the list keeps no address of it."""


def papers_of(pages: Sequence[SavedPage], problems: Iterable[Problem] = ()) -> Parsed:
    """The papers among some saved pages; every other page is a problem.

    Where most lead to papers, the others of the list are taken for papers too, but for listings, profiles and the like.
    """
    sure = [_paper(page, anything=False) for page in pages]
    anything = is_of_papers(sum(paper is not None for paper in sure), len(pages))
    papers: list[Paper] = []
    taken: list[SavedPage] = []
    entries: list[tuple[IncomingEntry, ...]] = []
    told = list(problems)
    other_days: list[tuple[int, str]] = []
    for page, certain in zip(pages, sure, strict=True):
        paper = certain or _paper(page, anything=anything)
        if paper is None:
            told.append(
                Problem(page.line, _NO_PAPER, excerpt(clean_line(page.title[:300]) or clean_line(page.url[:300])))
            )
            continue
        if certain is None:
            told.append(Problem(page.line, _PERHAPS, excerpt(paper.title)))
        published, other_day = _dated(page, paper)
        other_days += [(page.line, other_day)] if other_day else []
        notes = [text for text in map(clean_text, page.notes) if text.strip()]
        paper = replace(
            paper,
            authors=names_in(page.authors) or () if _names_persons(page.authors) else (),
            more_authors=_names_persons(page.authors) and goes_on_behind(page.authors),
            published=published,
            kept=kept_values(kept_dates(page.line, [] if other_day else [page.published], published, told)),
            tags=kept_tags(page.line, page.tags, told),
            status=page.status,
            starred=page.starred,
            note=kept_note(page.line, "\n\n".join(dict.fromkeys(notes)), told),
        )
        told += cut_short(page.line, replace(paper, note=""))
        papers.append(paper)
        taken.append(page)
    names = iter(names_of_folders([page.folders for page in taken if page.folders]))
    for page in taken:
        lists = kept_lists(page.line, [next(names)] if page.folders else (), told)
        entries.append(tuple(kept_entry(page.line, name, 0, "", "", told) for name in lists))
    told += not_of_publication(other_days)
    told.sort(key=lambda problem: problem.line)
    return Parsed(tuple(papers), tuple(told), tuple(entries) if any(entries) else ())


def _dated(page: SavedPage, paper: Paper) -> tuple[str, str]:
    """When a saved paper was published, and the day that its page tells where that need not be it."""
    dates, other_day = published_dates([], page.published, paper.arxiv_id, own=not paper.published)
    found = filter(None, map(date_written, dates))
    return next((date for date in found if date.startswith(paper.published)), paper.published), other_day


def _paper(page: SavedPage, *, anything: bool) -> Paper | None:
    if normal_url(clean_line(page.url)):
        return linked_paper(page.url, page.title, anything=anything)
    title = clean_line(page.title).removesuffix(".pdf")
    if (arxiv_id := find_arxiv_id(title)) or (doi := normal_doi(title)):
        doi = "" if arxiv_id else doi
        return Paper("", known_by(arxiv_id, doi, ""), published=arxiv_year(arxiv_id), arxiv_id=arxiv_id, doi=doi)
    if page.written and (anything or _is_written(page)):
        name = page_title(page.title)
        return Paper("", name) if name else None
    return None


def _is_written(page: SavedPage) -> bool:
    """Whether a text without an address is one with a title, by people; or of a site that has nothing but papers."""
    if page.authors.strip().lower() in _ARCHIVES:
        return True
    return " " in page.title.strip() and _names_persons(page.authors)


def _names_persons(text: str) -> bool:
    """Whether what stands for the authors names people, and no site or account."""
    names = names_in(text) or ()
    return bool(names) and all(" " in name and not _SITE.search(name) for name in names)
