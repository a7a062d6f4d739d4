"""Records of a bibliography that this library wrote itself: each is known as the paper of which it was written.

A form may hold less of a paper than the library, or call it otherwise: the publisher of a book comes back as its venue,
an issue as a number. So what comes in is held against what would come of writing the papers now. Only so does each of
several papers of one title get its own record back, as it does from JSON Lines, which carries their ids.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from reader.formats import FORMATS, read
from reader.library.library import Library
from reader.library.merging import Plan
from reader.other_texts import is_mere
from reader.paper import OF_WORLD, Paper
from reader.text import fold_name
from reader.titles import spelling_key

_NOT_OF_FORM = ("id", "sources", "records", "citation_key", "keywords", "kept")
"""Facts of a paper that say nothing of whether a record was written of it: who edits a file may give other keys, tags
stand there as keywords, and of what is kept of a record counts what both have (`_kept_alike`)."""
_FACTS = tuple(name for name in OF_WORLD if name not in _NOT_OF_FORM)
_NO_KEY = "without-key-"
"""What the keys begin with by which papers are told apart where it is not known how the user wants them."""
_SEVERAL = 200
"""Papers of one title that are held against a record at most, unless its key names one."""


def recognised(library: Library, incoming: Sequence[Paper], forms: Sequence[str], plan: Plan) -> list[Paper] | None:
    """What comes in, each record that the library wrote itself as the paper of which it did; None where `plan` knows
    them all so already, or there is none. `forms` has the format of each."""
    settled = set(plan.unchanged)
    open_ = [at for at, form in enumerate(forms) if _has_keys(form) and plan.ids[at] not in settled]
    titled = _titled(library, {spelling_key(incoming[at].title) for at in open_})
    wanted: defaultdict[str, list[int]] = defaultdict(list)
    for at in open_:
        if spelling_key(incoming[at].title) in titled:
            wanted[forms[at]].append(at)
    known: dict[int, Paper] = {}
    for form, places in wanted.items():
        written = _Written(library, form, titled, [incoming[at] for at in places])
        found = ((at, written.paper_of(incoming[at])) for at in places)
        known.update((at, paper) for at, paper in found if paper is not None)
    return [known.get(at, paper) for at, paper in enumerate(incoming)] if known else None


def _has_keys(form: str) -> bool:
    return form in FORMATS and FORMATS[form].keys


def _titled(library: Library, titles: Container[str]) -> Mapping[str, Sequence[str]]:
    """The papers of a library with these titles (see `spelling_key`), by their titles."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for paper in library.papers.values() if titles else ():
        if (title := spelling_key(paper.title)) in titles:
            found[title].append(paper.id)
    return found


class _Written:
    """The papers that some records may be, as they come back from a form."""

    def __init__(
        self, library: Library, form: str, titled: Mapping[str, Sequence[str]], records: Sequence[Paper]
    ) -> None:
        self._library = library
        self._titled = titled
        papers = library.held(chain.from_iterable(titled.values()))
        self._keys = {paper.id: library.key_of(paper) or f"{_NO_KEY}{at}" for at, paper in enumerate(papers)}
        self._by_key = {key.lower(): id for id, key in self._keys.items()}
        self._came = _come_back(form, self._candidates(records), self._keys)
        self._taken: set[str] = set()

    def _candidates(self, records: Iterable[Paper]) -> list[Paper]:
        ids = dict.fromkeys(id for record in records for id in self._ids(record))
        return self._library.held(ids)

    def _ids(self, record: Paper) -> Iterator[str]:
        """The papers of which a record may be written, that first which its key names."""
        titled = self._titled.get(spelling_key(record.title), ())
        named = self._by_key.get(record.citation_key.lower(), "")
        if named in titled:
            yield named
        yield from (id for id in titled[:_SEVERAL] if id != named)

    def paper_of(self, record: Paper) -> Paper | None:
        """The record as the paper of which it was written; None where it is none of the library's."""
        ids = [id for id in self._ids(record) if id in self._came]
        same = [id for id in ids if _facts(self._came[id]) == _facts(record) and _kept_alike(self._came[id], record)]
        id = next((id for id in same if id not in self._taken), same[0] if same else "")
        if not id and ids and self._is_named(ids, record) and _agree(self._came[ids[0]], record):
            id = ids[0]
        if not id:
            return None
        self._taken.add(id)
        return self._as_held(id, record)

    def _is_named(self, ids: Sequence[str], record: Paper) -> bool:
        """Whether the key of a record says that it is the first of some papers: it came with that key, or the key tells
        it from others. The one that its facts give it any program gives a record of another text, too."""
        key, paper = self._keys[ids[0]], self._library.papers[ids[0]]
        if key.lower() != record.citation_key.lower():
            return False
        return len(ids) > 1 or paper.citation_key == key or self._library.lone_key(paper) != key

    def _as_held(self, id: str, record: Paper) -> Paper:
        """A record with the facts of its paper in place of what came of those in a form, and what else it says."""
        held, came = self._library.papers[id], self._came[id]
        facts = {name: getattr(held, name) for name in _FACTS if _same(came, record, name)}
        had = {*map(fold_name, (*held.tags, *held.keywords, *came.keywords))}
        spelled = dict(came.kept)
        return replace(
            record,
            **{**facts, "id": id, "metadata": _variables(held, came, record)},
            keywords=tuple(word for word in record.keywords if fold_name(word) not in had),
            citation_key="" if record.citation_key == self._keys[id] else record.citation_key,
            kept=tuple(pair for pair in record.kept if pair[0] not in spelled),
        )


def _come_back(form: str, papers: Sequence[Paper], keys: Mapping[str, str]) -> dict[str, Paper]:
    """What comes of papers that are written and read again, by their ids."""
    ids = {keys[paper.id]: paper.id for paper in papers}
    came = read(FORMATS[form].write(papers, {}, keys), form, told=True).papers if papers else ()
    return {ids[paper.citation_key]: paper for paper in came if paper.citation_key in ids}


def _kept_alike(came: Paper, record: Paper) -> bool:
    """Whether what is kept of a record, fields that nobody reads and how others are spelled, is what comes back of a
    paper under the same names: two texts may be told apart by nothing else. Which fields there are, and in which order,
    says nothing."""
    mine = dict(came.kept)
    shared = ((name, value) for name, value in record.kept if name in mine and not name.endswith("/@"))
    return all(mine[name] == value or is_mere(name) for name, value in shared)


def _facts(paper: Paper) -> tuple[Any, ...]:
    return tuple(getattr(paper, name) for name in _FACTS)


def _same(came: Paper, record: Paper, name: str) -> bool:
    """Whether a record tells a fact as it comes back from the form, or nothing of it."""
    value = getattr(record, name)
    return value == getattr(came, name) or not value


def _agree(came: Paper, record: Paper) -> bool:
    """Whether a record tells all that a paper does in its form, too, as that does, and where or by whom it is."""
    names = ("title", "abstract", "authors", "venue", "arxiv_id", "doi", "url")
    if any(getattr(came, name) and not _same(came, record, name) for name in names) or not _kept_alike(came, record):
        return False
    if not any(getattr(record, name) and _same(came, record, name) for name in names[2:]):
        return False
    mine, its = dict(came.metadata), dict(record.metadata)
    dates = sorted((came.published, record.published), key=len)
    return dates[1].startswith(dates[0]) and all(mine[name] == its[name] for name in mine.keys() & its.keys())


def _variables(held: Paper, came: Paper, record: Paper) -> tuple[tuple[str, str], ...]:
    """The variables of a paper, with those that a record tells otherwise than its form gives them back."""
    more = dict(record.metadata).items() - dict(came.metadata).items()
    return tuple(sorted({**dict(held.metadata), **dict(more)}.items()))
