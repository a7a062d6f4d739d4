"""Which paper of a library an incoming record is: first what names it for certain, then what its title and text say.

Candidates are found through indexes (arXiv id, DOI, folded title, carried id); `identity` gives the verdict on each.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from heapq import merge
from itertools import chain, combinations, islice
from operator import and_
from typing import Any

from reader.identity import (
    Verdict,
    are_other_texts,
    authors_agree,
    contradict,
    evidence_mark,
    former_mark,
    full_mark,
    has_telling_abstract,
    identified,
    is_id,
    own_doi,
    same_abstract,
    same_paper,
)
from reader.library.near_texts import NearTexts
from reader.library.shared_doi import TitlesOfOneDoi
from reader.paper import Paper
from reader.titles import spelling_key, title_key

DOUBTS = 3
"""At most so many papers are named that one new paper may be."""
_ISSUES = 40
"""A title of more papers than these recurs."""
_FEW = 6
"""Numbers of pages, volumes and the like in a record at most, all parts of which are looked for."""

_Index = dict[str, str | dict[str, None]]
"""Ids by what identifies their papers; most often there is one."""


class Carried:
    """Which ids the records of one import carry, and for which papers."""

    def __init__(self, claimed: Iterable[str]) -> None:
        self._of: dict[str, set[str]] = {}
        self._by: dict[str, list[str]] = {}
        for id in claimed:
            self.add(id, id)

    def add(self, id: str, carried: str) -> None:
        """The record that carries the id `carried` is the paper `id`."""
        held = self._of.setdefault(id, set())
        if is_id(carried) and carried not in held:
            held.add(carried)
            self._by.setdefault(carried, []).append(id)

    def of(self, id: str) -> Set[str]:
        """The ids that records of a paper carry."""
        return self._of.get(id, frozenset())

    def by(self, carried: str) -> Sequence[str]:
        """The papers that the id stands for."""
        return self._by.get(carried, ())


class IncomingRecord:
    """One incoming record, with what is worked out about it once and only when it is asked for."""

    def __init__(self, at: int, raw: Paper, carried: Carried) -> None:
        self.at = at
        self.paper = identified(raw)
        self.key = title_key(self.paper.title)
        self.spelling = spelling_key(self.paper.title)
        self._carried = carried

    @cached_property
    def mark(self) -> str:
        """What finds the record again (see `identity.evidence_mark`)."""
        return evidence_mark(self.paper)

    @cached_property
    def full(self) -> str:
        """The same of all that the record tells (see `identity.full_mark`)."""
        return full_mark(self.paper)

    @cached_property
    def former(self) -> str:
        """The same as older libraries hold it (see `identity.former_mark`)."""
        return former_mark(self.paper)

    @cached_property
    def is_bare(self) -> bool:
        """Whether a second record that tells the same need not be of the same paper: a title that many bear, or a short
        one without authors, and no identifier, address, page or telling abstract."""
        paper = self.paper
        placed = bool(paper.about("page")) and bool(paper.venue or paper.about("volume"))
        if paper.arxiv_id or own_doi(paper) or paper.url or placed:
            return False
        return same_paper(paper, paper) is not Verdict.SAME

    @property
    def twins(self) -> tuple[tuple[str, ...], str]:
        """Equal for records of one source that tell the same."""
        return self.paper.sources, self.mark

    def claims(self, id: str) -> bool:
        """Whether the record and the paper `id` carry different ids of one import: two papers of one library."""
        held = self._carried.of(id)
        return bool(held) and is_id(self.paper.id) and self.paper.id not in held

    def carriers(self, papers: Mapping[str, Paper]) -> list[str]:
        """The papers that have the id which the record carries, or came with a record that does."""
        return [id for id in self._carried.by(self.paper.id) if id in papers]

    @property
    def order(self) -> tuple[Any, ...]:
        """What decides most comes first, whatever the order of arrival: identifiers, an abstract, many facts."""
        paper, doi = self.paper, own_doi(self.paper)
        told = (paper.authors, paper.published, paper.venue, *paper.places)
        rank = (not paper.arxiv_id, not doi, not paper.abstract, -sum(map(bool, told)))
        place = (paper.authors, paper.published, paper.venue, paper.places, paper.url)
        return (*rank, self.key, paper.title, paper.abstract, paper.arxiv_id, doi, *place, paper.id)


class _Crowd:
    """Many papers of one title, by what a record must have in common with one of them to be that paper.

    What is found may be more than there is, never less: a paper stays under what it told before it was completed.
    """

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._places: dict[str, int] = {}
        self._by_sign: defaultdict[object, dict[str, None]] = defaultdict(dict)
        """Ids by the facts and marks of their papers."""
        self._texts = NearTexts()
        self._came: list[tuple[str, IncomingRecord]] = []
        """Records that came to a paper, whose marks nobody asked for yet."""
        self._identified: dict[str, tuple[bool, bool]] = {}
        """Which papers have an arXiv id, and which a DOI."""
        self._alike: defaultdict[tuple[bool, bool], list[int]] = defaultdict(list)
        """The places of the papers by that, in order."""

    def add(self, paper: Paper) -> None:
        """Take in a paper, or its completed form."""
        if (place := self._places.setdefault(paper.id, len(self._ids))) == len(self._ids):
            self._ids.append(paper.id)
        identifiers = (paper.arxiv_id != "", own_doi(paper) != "")
        if (before := self._identified.get(paper.id)) != identifiers:
            if before is not None:
                del self._alike[before][bisect_left(self._alike[before], place)]
            self._identified[paper.id] = identifiers
            insort(self._alike[identifiers], place)
        facts = (_facts(paper), paper.published)
        for sign in (facts, (*facts, paper.places), evidence_mark(paper), *paper.records):
            self._by_sign[sign][paper.id] = None
        self._texts.add(paper)

    def remember(self, id: str, record: IncomingRecord) -> None:
        """Note that a record came to a paper."""
        self._came.append((id, record))

    def told(self, record: IncomingRecord) -> list[str]:
        """The papers that may be told what a record tells, in their order."""
        return self._with(self._signs_of(record))

    def _signs_of(self, record: IncomingRecord) -> tuple[object, ...]:
        """The signs of which a paper has one that may be told what a record tells."""
        while self._came:
            id, other = self._came.pop()
            self._by_sign[other.mark][id] = self._by_sign[other.full][id] = None
        paper = record.paper
        dates = {paper.published[:length] for length in (0, 4, 7, 10)}
        signs: list[object] = [(_facts(paper), date) for date in dates]
        if len(paper.places) <= _FEW:
            fewer = [places for count in range(len(paper.places) + 1) for places in combinations(paper.places, count)]
            signs = [(_facts(paper), date, places) for date in dates for places in fewer]
        return (*signs, record.mark, record.former)

    def of_text(self, paper: Paper) -> list[str]:
        """The papers whose abstracts may be nearly a paper's, in their order."""
        return sorted(self._texts.near(paper), key=self._places.__getitem__)

    def first(self, paper: Paper, fits: Callable[[str], bool], count: int) -> list[str]:
        """The first papers that fit, in their order, of those that have no identifier of a kind that a paper has: by
        two of one kind they would be one or others."""
        mine = (paper.arxiv_id != "", own_doi(paper) != "")
        places = merge(*(held for identifiers, held in self._alike.items() if not any(map(and_, mine, identifiers))))
        return [*islice(filter(fits, map(self._ids.__getitem__, places)), count)]

    def _with(self, signs: Iterable[object]) -> list[str]:
        found = {id for sign in signs for id in self._by_sign.get(sign, ())}
        return sorted(found, key=self._places.__getitem__)


class _Book(_Crowd):
    """Many papers of one DOI, by the same and by their titles."""

    def __init__(self) -> None:
        super().__init__()
        self._titles = TitlesOfOneDoi()

    def add(self, paper: Paper) -> None:
        super().add(paper)
        self._titles.add(paper)

    def told(self, record: IncomingRecord) -> list[str]:
        """The same without the papers that a record of this DOI is told apart from, unless one that tells all that it
        does came to them."""
        held = [self._by_sign[sign] for sign in self._signs_of(record) if sign in self._by_sign]
        near = {*self.alike(record.paper), *self._by_sign.get(record.full, ())}
        return sorted((id for id in near if any(id in ids for ids in held)), key=self._places.__getitem__)

    def alike(self, paper: Paper) -> list[str]:
        """The papers that may be one with this one by their titles, in their order."""
        return self._titles.alike(paper)


class KnownPapers:
    """Papers by everything that can identify them. Papers are looked up by id, so that completed ones stay findable."""

    def __init__(self, papers: Iterable[Paper], crowded: Iterable[str] = ()) -> None:
        """`crowded` are the keys of titles of which many papers come; those of which many are here are found."""
        self._crowds = {key: _Crowd() for key in crowded}
        self._looked_at: dict[str, int] = {}
        """Of how many papers of a title it was last found out that they are no crowd."""
        self._books: dict[str, _Book] = {}
        """The papers of the DOIs that many have."""
        self._crowds_of: defaultdict[str, list[_Crowd]] = defaultdict(list)
        """For each paper the crowds that it is of."""
        self.papers: dict[str, Paper] = {}
        self.fresh: set[str] = set()
        """Papers that came with the import itself."""
        self._came: dict[str, list[IncomingRecord]] = {}
        """For each paper those of the import's records that came to it otherwise than by its own facts, and whose marks
        nobody asked for yet."""
        self._marks: dict[str, dict[str, list[IncomingRecord]]] = {}
        """The others by their marks."""
        self._arxiv: dict[str, str] = {}
        self._doi: _Index = {}
        self._title: _Index = {}
        for paper in papers:
            self.put(paper)

    def put(self, paper: Paper, key: str = "") -> None:
        """Take in a paper, or its completed form; `key` is its `spelling_key` where that is known."""
        known = self.papers.get(paper.id)
        self.papers[paper.id] = paper
        if paper.arxiv_id:
            self._arxiv.setdefault(paper.arxiv_id, paper.id)
        if doi := own_doi(paper):
            _append(self._doi, doi, paper.id)
            if (book := self._books.get(doi)) is not None and book not in self._crowds_of[paper.id]:
                self._crowds_of[paper.id].append(book)
        if known is None or known.title != paper.title:
            key = key or spelling_key(paper.title)
            _append(self._title, key, paper.id)
            if (crowd := self._crowds.get(key)) is not None and crowd not in self._crowds_of[paper.id]:
                self._crowds_of[paper.id].append(crowd)
        for crowd in self._crowds_of.get(paper.id, ()):
            crowd.add(paper)

    def remember(self, id: str, record: IncomingRecord) -> None:
        """Note that a record came to a paper, so that one that tells the same does."""
        self._came.setdefault(id, []).append(record)
        for crowd in self._crowds_of.get(id, ()):
            crowd.remember(id, record)

    def _crowd(self, key: str) -> _Crowd | None:
        """The papers of a title, by its `spelling_key`, where there are so many that it recurs for sure."""
        if (crowd := self._crowds.get(key)) is not None:
            return crowd
        titled = self.titled(key)
        if len(titled) < 2 * self._looked_at.get(key, 0) or not is_column(self.papers[id] for id in titled):
            self._looked_at[key] = max(len(titled), self._looked_at.get(key, 0))
            return None
        self._crowds[key] = crowd = _Crowd()
        self._gather(crowd, titled)
        return crowd

    def _book(self, doi: str) -> _Book | None:
        """The papers of a DOI, where there are so many that most are others than a record of it for sure."""
        if (book := self._books.get(doi)) is None and len(sharing := self.with_doi(doi)) > _ISSUES:
            self._books[doi] = book = _Book()
            self._gather(book, sharing)
        return book

    def _gather(self, crowd: _Crowd, ids: Iterable[str]) -> None:
        """Fill a crowd with its papers and the records that came to them."""
        for id in ids:
            self._crowds_of[id].append(crowd)
            crowd.add(self.papers[id])
            for record in (*self._came.get(id, ()), *chain(*self._marks.get(id, {}).values())):
                crowd.remember(id, record)

    def titled(self, key: str) -> Collection[str]:
        """The papers of a title, by its `spelling_key`."""
        return _held(self._title, key)

    def with_doi(self, doi: str) -> Collection[str]:
        """The papers of a DOI; several when it is that of a book whose chapters have none of their own."""
        return _held(self._doi, doi) if doi else ()

    def alike_of_doi(self, paper: Paper) -> Collection[str]:
        """Those of a paper's DOI, without such as are other papers for sure where there are many."""
        book = self._book(own_doi(paper))
        return self.with_doi(own_doi(paper)) if book is None else book.alike(paper)

    def exact(self, record: IncomingRecord, adds: Callable[[Paper, Paper], bool], taken: Container[str] = ()) -> str:
        """The id of the paper that a record names by an identifier, or for which it was taken before; "" for none.

        Of several the one to which it adds nothing, as `adds` says: there it was before, by whatever it came there.
        Papers in `taken` have a bare record of their own that says the same.
        """
        paper = record.paper
        if id := self._arxiv.get(paper.arxiv_id):
            return id
        sharing = self.with_doi(own_doi(paper))
        known = self.papers
        one = [id for id in self.alike_of_doi(paper) if self._shares_doi(known[id], record)]
        best = min(one, key=lambda id: (adds(known[id], paper), title_key(known[id].title) != record.key), default="")
        if best and not adds(known[best], paper):
            return best
        crowd = self._crowd(record.spelling)
        titled = self.titled(record.spelling) if crowd is None else crowd.told(record)
        book = self._book(own_doi(paper))
        ranked: dict[tuple[bool, bool], str] = {}
        for id in chain(sharing if book is None else book.told(record), (id for id in titled if id not in sharing)):
            if id not in taken and self._told_before(known[id], record):
                rank = (record.claims(id), adds(known[id], paper))
                ranked.setdefault(rank, id)
                if rank == (False, False):
                    return id
        return best or (ranked[min(ranked)] if ranked else "")

    def carrying(self, record: IncomingRecord) -> str:
        """The id of the paper that has the id which a record carries, if nothing speaks against it; "" for none."""
        return next((id for id in record.carriers(self.papers) if self._agree(self.papers[id], record)), "")

    def _shares_doi(self, known: Paper, record: IncomingRecord) -> bool:
        """Whether one DOI makes a record and a paper one. Two papers of one library stay two, even of one title: what
        was added to either since they were told apart may hide what did so."""
        if known.id in self.fresh and record.claims(known.id):
            return False
        return same_paper(known, record.paper) is Verdict.SAME

    def _told_before(self, known: Paper, record: IncomingRecord) -> bool:
        paper = record.paper
        if known.id in self.fresh and record.claims(known.id):
            return False
        if known.arxiv_id and paper.arxiv_id:
            return False
        told = (_facts(known), known.published, known.places) == (_facts(paper), paper.published, paper.places)
        if (told or self._read_without(known, paper)) and not are_other_texts(known, paper):
            return True
        if record.full in known.records:
            return True  # Also where the paper got another DOI since, by a record that has its arXiv id.
        if same_paper(known, paper) is Verdict.DIFFERENT:
            return False
        came = self._came_before(known.id, record.mark)
        if came or record.mark in known.records or record.mark == evidence_mark(known):
            if not contradict(known, paper):
                return True
            if any(other.full == record.full and not contradict(other.paper, paper) for other in came):
                return True
        return record.former in known.records and authors_agree(known, paper) is not False

    def _came_before(self, id: str, mark: str) -> Sequence[IncomingRecord]:
        """The records of this mark that came to a paper in the import."""
        marks, waiting = self._marks.setdefault(id, {}), self._came.get(id, [])
        while waiting:
            came = waiting.pop()
            marks.setdefault(came.mark, []).append(came)
        return marks.get(mark, ())

    def _read_without(self, known: Paper, paper: Paper) -> bool:
        """Whether a paper came from the same source when its volume, its month and the like were not yet read."""
        if known.id in self.fresh or {*known.sources}.isdisjoint(paper.sources) or _facts(known) != _facts(paper):
            return False
        return paper.published.startswith(known.published) and {*known.places} <= {*paper.places}

    def like(self, record: IncomingRecord, recurs: Callable[[str], bool]) -> tuple[str, list[str]]:
        """The id of the paper that a record is by title and text, "" for none; and those that it may be.

        A title that recurs proves nothing without an abstract, and of several papers that fit none is chosen.
        """
        if (crowd := self._crowd(record.spelling)) is not None:
            return self._like_in_crowd(record, crowd)
        paper = record.paper
        best, best_likeness = "", 0.0
        fitting, possible = [], []
        for id in dict.fromkeys((*self.alike_of_doi(paper), *self._titled_without(record))):
            known = self.papers[id]
            verdict = same_paper(known, paper)
            if verdict is Verdict.DIFFERENT:
                continue
            possible.append(id)
            if verdict is Verdict.POSSIBLE or record.claims(id):
                continue
            likeness = _likeness(known, paper)
            if likeness > best_likeness:
                best, best_likeness = id, likeness
            elif not likeness and not recurs(record.spelling):
                fitting.append(id)
        if best:
            return best, []
        if len(fitting) == 1:
            return fitting[0], []
        return "", [*dict.fromkeys((*self._first_of_doi(paper), *possible))]

    def _titled_without(self, record: IncomingRecord) -> Collection[str]:
        """The papers of a record's title, but for those of its DOI, of which many are others for sure."""
        sharing = self.with_doi(own_doi(record.paper))
        return [id for id in self.titled(record.spelling) if id not in sharing]

    def _first_of_doi(self, paper: Paper) -> Iterator[str]:
        """The first papers of a paper's DOI, of which none is another one for sure."""
        sharing = self.with_doi(own_doi(paper))
        return islice((id for id in sharing if same_paper(self.papers[id], paper) is not Verdict.DIFFERENT), DOUBTS)

    def _like_in_crowd(self, record: IncomingRecord, crowd: _Crowd) -> tuple[str, list[str]]:
        """The same of a title that recurs for sure, where of those that it may be only the first are named."""
        paper = record.paper
        best, best_likeness = "", 0.0
        for id in dict.fromkeys((*self.alike_of_doi(paper), *crowd.of_text(paper))):
            likeness = _likeness(self.papers[id], paper)
            if likeness <= best_likeness or record.claims(id):
                continue
            if same_paper(self.papers[id], paper) is Verdict.SAME:
                best, best_likeness = id, likeness
        if best:
            return best, []

        def may_be(id: str) -> bool:
            return same_paper(self.papers[id], paper) is not Verdict.DIFFERENT

        possible = dict.fromkeys((*self._first_of_doi(paper), *crowd.first(paper, may_be, DOUBTS)))
        return "", [*possible][:DOUBTS]

    @staticmethod
    def _agree(known: Paper, record: IncomingRecord) -> bool:
        """Whether a carried id means one paper: it needs the title too, and no other identifier."""
        paper = record.paper
        if (known.arxiv_id and paper.arxiv_id) or (own_doi(known) and own_doi(paper) not in ("", own_doi(known))):
            return False
        return title_key(known.title) == record.key


def _facts(paper: Paper) -> tuple[object, ...]:
    """What tells of the identity of a paper, as it came, but for its date and its place in its venue."""
    return (paper.title, paper.abstract, paper.authors, paper.venue, paper.arxiv_id, paper.doi, paper.url)


def is_column(papers: Iterable[Paper]) -> bool:
    """Whether there are so many records of one title that it must be that of a column."""
    return len(set(map(printed, papers))) > _ISSUES


def printed(paper: Paper) -> tuple[object, ...]:
    """What a record tells of a text and where it is printed."""
    named = (paper.arxiv_id, paper.doi, paper.url)
    return (paper.abstract, paper.authors, paper.published, paper.venue, *named, paper.places)


def _likeness(known: Paper, paper: Paper) -> float:
    """How alike the abstracts are; 0 where one is missing or tells nothing."""
    if not has_telling_abstract(known) or not has_telling_abstract(paper):
        return 0.0
    return same_abstract(known.abstract, paper.abstract)


def _append(index: _Index, key: str, id: str) -> None:
    held = index.setdefault(key, id)
    if isinstance(held, dict):
        held[id] = None
    elif held != id:
        index[key] = {held: None, id: None}


def _held(index: _Index, key: str) -> Collection[str]:
    held = index.get(key, ())
    return (held,) if isinstance(held, str) else held
