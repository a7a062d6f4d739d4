"""The search index of a library."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from time import perf_counter

from reader.citation_keys import citation_key
from reader.paper import Paper
from reader.query import Filter, Node, Query, parse, sorted_papers
from reader.query.line import is_dressed, is_reference
from reader.query.narrowing import narrowed, widened
from reader.query.nodes import as_typed
from reader.query.scripts import parts
from reader.search.blocks import Blocks, Unsound, packed
from reader.search.columns import HUGE
from reader.search.entries import Entries, Held
from reader.search.evaluate import Evaluation, Stays
from reader.search.explain import lost, sought, suggestion
from reader.search.hits import Hits, Result
from reader.search.lookup import Asked, asked, led_by_author, led_by_month, named_spans
from reader.search.otherwise import alike, as_found, is_borne, readings, sure_readings, without_strange_tags
from reader.search.postings import TAGS
from reader.search.snippet import Snippet, snippet
from reader.search.spans import Sought, Span, matches
from reader.search.titled import bearers, titles_in, undressed, whole_titles

CHUNK = 0.004
"""Seconds of building between two breaths of `Index.building`."""
WITHOUT_TAG = 12
"""So many papers are shown that have all words of a line, and no tag that a hashtag in it names."""
ALIKE = 20
"""So many of the papers that a part of a reference finds may be the one that it cites."""


def _no_lists(_: str) -> Collection[str]:
    return ()


@dataclass(frozen=True, slots=True)
class _Among:
    """What a query is asked of."""

    papers: Mapping[str, Paper]
    lists: Callable[[str], Collection[str]]
    today: date
    key_of: Callable[[Paper], str]
    inside: Collection[str] | None


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a query found."""

    hits: Hits
    held: int
    """How many papers have all words, whatever is asked beside these."""
    words: Query
    beside: tuple[Node, ...]
    reading: Query
    """The reading of the query that was answered."""
    named: bool
    sentence: str
    """That no paper has what the query names."""


class Index:
    """All words of a library's papers, kept up to date paper by paper. For one thread at a time."""

    def __init__(self, papers: Iterable[Paper] | None = None, kept: Blocks | None = None, *, few: int = 0) -> None:
        """`kept` is what another index gave (see `blocks`): its papers are held, and where `papers` are given, those
        of them that still are so. Raises `Unsound` where it is not what an index of this program gives. `few` is
        how many searches are made before what makes each of them quicker is loaded, which few would not repay."""
        try:
            self._entries = Entries(kept, HUGE if few else None)
        except (LookupError, TypeError, ValueError):
            raise Unsound from None
        self._few = few
        """So many searches are made yet without what makes many of them quicker."""
        self._sought: tuple[Query, list[Sought]] | None = None
        self._read: tuple[Query, Query] | None = None
        """The query that was asked last, and the reading of it that was answered."""
        for _ in self.building(papers) if papers is not None else ():
            pass

    @classmethod
    def at_once(cls, papers: Sequence[Paper]) -> Index:
        """The index of many papers, made without a pause, in the least time."""
        from reader.search.at_once import blocks_of  # noqa: PLC0415  (numpy loads for large libraries only)

        index = cls(None, Blocks(memoryview(b"".join(packed(dict(blocks_of(papers)), {})))))
        index._entries.take(papers)
        return index

    def __len__(self) -> int:
        return self._entries.count

    def building(self, papers: Iterable[Paper]) -> Iterator[None]:
        """Enters papers piece by piece and pauses every few milliseconds, so that others may go first.

        It may be searched and updated meanwhile: what is not entered yet is not found by its words. What was kept of
        other papers than these is taken out.
        """
        pause = perf_counter() + CHUNK
        gone = set(self._entries.slots)
        for paper in papers:
            gone.discard(paper.id)
            self._entries.enter(paper)
            if perf_counter() > pause:
                yield
                pause = perf_counter() + CHUNK
        self._entries.leave_all(gone)
        if self.kept is not None:
            self.kept.rest()  # Each paper was held against what is there of it.
        if len(self):
            yield
            for _ in self._entries.readying():
                if perf_counter() > pause:
                    yield
                    pause = perf_counter() + CHUNK

    def blocks(self) -> Iterator[tuple[str, bytes]]:
        """All of it, piece by piece, for another index (see `Index`)."""
        return self._entries.blocks()

    @property
    def kept(self) -> Blocks | None:
        """What was kept, as long as this lies over it; None for an index that was built anew."""
        return self._entries.base

    def held(self, ids: Sequence[str]) -> Mapping[str, Paper]:
        """The papers that it holds, which have these ids, in this order. Raises ValueError where they have others."""
        if len(ids) != len(self) or not self._entries.slots.keys() >= set(ids):
            raise ValueError("other papers are held")
        return Held(self._entries, ids)

    @property
    def changed(self) -> Collection[str]:
        """The ids of the papers that came, went or are not as they were in `kept`."""
        return self._entries.changed

    def update(self, paper: Paper) -> None:
        """Enters a paper, or what changed of it."""
        self._sought = None
        self._entries.enter(paper)

    def remove(self, id: str) -> None:
        """Takes a paper out; an unknown id is left alone."""
        self._sought = None
        self._entries.leave(id)

    def follow(self, papers: Mapping[str, Paper], ids: Iterable[str]) -> None:
        """Enters or takes out the papers of these ids: what changed, came or went among `papers`."""
        self._sought = None
        gone = []
        for id in ids:
            if paper := papers.get(id):
                self._entries.enter(paper)
            else:
                gone.append(id)
        self._entries.leave_all(gone)

    def search(
        self,
        query: Query,
        papers: Mapping[str, Paper],
        *,
        limit: int = 0,
        sort: str | None = None,
        lists: Callable[[str], Collection[str]] = _no_lists,
        today: date | None = None,
        key_of: Callable[[Paper], str] = citation_key,
        nearest: bool = False,
        naming: bool = False,
        inside: Collection[str] | None = None,
    ) -> Result:
        """The papers of `papers` that match, best first; without free words in the order of `papers`.

        `sort` is a key of `SORTS`, "-" in front reverses it; what the query itself asks for goes before it. `limit` 0
        gives all. `lists` gives the names of a paper's reading lists, `key_of` its citation key. Equal scores keep the
        order of `papers`. It is quickest when the same mapping is passed each time.

        With `nearest` the papers follow that do not have all words and come nearest to them, where none has them all
        or these say more of the query. Without it none is ever among the hits: what changes, exports or saves papers
        by a query asks so. With `naming` only those are found that the query names, by a citation key, or by a title
        that it holds. `inside` are the ids of the papers that may be found, all if it is None.
        """
        self._count()
        seen = _Among(papers, lists, today or date.today(), key_of, inside)
        answer = self._answer(query, seen, nearest=nearest, naming=naming)
        hits, self._read = answer.hits, (query, answer.reading)
        key, back = query.sort or ((sort or "relevance").lstrip("-"), (sort or "").startswith("-"))
        if key != "relevance":
            place = {id: at for at, id in enumerate(hits.ids)}
            listed = sorted_papers((papers[id] for id in hits.ids), key, reverse=back)
            hits = hits.taken([place[paper.id] for paper in listed])
        elif back:
            hits = hits.taken(range(len(hits) - 1, -1, -1))
        better = "" if answer.held or len(hits) or answer.named else suggestion(self._entries, query)
        better = better if better and len(self._answer(parse(better), seen).hits) else ""
        unknown = "" if len(hits) else answer.sentence or lost(answer.words, answer.beside, answer.held)
        return Result(hits[:limit] if limit > 0 else hits, len(hits), hits.strict, better, unknown, answer.held)

    def _answer(self, query: Query, seen: _Among, *, nearest: bool = False, naming: bool = False) -> _Answer:
        """What a query finds: its words decide what is near enough, and what stands beside them only takes away."""
        told, strange = without_strange_tags(query, self._has_tag, hashtags=nearest)
        words, beside = narrowed(told, strange)
        stays = self._evaluation(told, seen).staying(beside, seen.inside)
        wanted = asked(self._entries, words, seen.papers, seen.key_of)
        hits, read = self._found(wanted, seen, nearest=nearest, stays=stays, naming=naming)
        held = hits.strict if seen.inside is None else sum(id in seen.inside for id in hits.ids[: hits.strict])
        for test in stays:
            hits = hits.taken(at for at, id in enumerate(hits.ids) if test(id))
        if not all(tag.value.isdecimal() for tag in strange):
            hits = hits.as_nearest(WITHOUT_TAG)
        return _Answer(hits, held, words, beside, widened(read, beside), wanted.named, wanted.sentence)

    def _evaluation(self, query: Query, seen: _Among, papers: Mapping[str, Paper] | None = None) -> Evaluation:
        held = seen.papers if papers is None else papers
        return Evaluation(self._entries, query, held, seen.lists, seen.today)

    def _has_tag(self, asked: Filter) -> bool:
        """Whether a paper has the tag that is asked for, or one that begins so while it is typed."""
        first = parts(asked.value)[:1]
        begun = self._entries.vocabulary.beginning(first[0]) if first else ()
        slots = {slot for word in begun for slot in self._entries.postings.table(TAGS).get(word, ())}
        return is_borne(asked, (paper for slot in slots if (paper := self._entries.papers[slot]) is not None))

    def _count(self) -> None:
        """One more search is made."""
        if self._few:
            self._few -= 1
            if not self._few:
                self._entries.hasten()

    def _found(self, wanted: Asked, seen: _Among, *, nearest: bool, stays: Stays, naming: bool) -> tuple[Hits, Query]:
        """The papers that answer the words of a query, and the reading of them that they answer; those that only come
        near stay, too."""
        query, papers = wanted.query, wanted.papers

        def run(query: Query) -> Hits:
            return self._evaluation(query, seen, papers).run()

        def with_nearest(query: Query, hits: Hits) -> Hits:
            return self._evaluation(query, seen, papers).with_nearest(hits, stays) if nearest else hits

        if wanted.named or query.exact or not query.has_words:
            hits = run(query)
            if query.exact and query.root is not None and (typed := as_typed(query.root)) != query.root:
                # What changes papers takes none that who looks for them by the same words does not find.
                found = set(run(replace(query, root=typed)).ids)
                hits = hits.taken(at for at, id in enumerate(hits.ids) if id in found)
            return hits, wanted.shown or query
        whole = whole_titles(self._entries, query.text, papers) if query.words else []
        if not whole and query.is_plain:
            whole = bearers(self._entries, query.text, papers)
        if not whole and (bare := undressed(self._entries, query.text, papers)):
            return Hits([paper.id for paper in bare]), as_found(query, bare)
        if not whole and (cited := titles_in(self._entries, query.text, papers)):
            ids = [paper.id for paper in cited]
            alone = is_reference(query.text) or is_dressed(query.text) or naming
            return Hits(ids) if alone else run(query).led(ids), as_found(query, cited)
        if naming:
            return Hits(whole), query
        likeliest = None
        for reading in sure_readings(self._entries, query) if not whole else ():
            likeliest = likeliest or reading
            if len(hits := run(reading)):
                return with_nearest(reading, led_by_author(hits, papers, reading)), reading
        if not is_reference(query.text) and len(hits := led_by_month(run(query), papers, wanted.month).led(whole)):
            return with_nearest(query, led_by_author(hits, papers, query, wanted.first_author)), query
        for reading, title in readings(self._entries, query):
            likeliest = likeliest or reading
            hits = run(reading)
            if title:
                hits = hits.taken([at for at, id in enumerate(hits.ids[:ALIKE]) if alike(papers[id].title, title)])
            if len(hits):
                return led_by_author(hits, papers, reading), reading
        hits = run(query) if is_reference(query.text) else Hits([])
        likeliest = query if len(hits) else likeliest or query
        return with_nearest(likeliest, hits), likeliest

    def matches(self, query: Query, paper: Paper) -> dict[str, list[Span]]:
        """Where the paper matches: for each of the fields of `spans.fields` the spans in characters, and the whole of
        an id, DOI, address or citation key by which the query names it."""
        return matches(paper, self._why(query)) | named_spans(paper, query)

    def snippet(self, query: Query, paper: Paper, width: int = 120) -> Snippet | None:
        """A piece of the abstract or the note when the title does not show why the paper was found, else None."""
        return snippet(paper, self._why(query), width)

    def _why(self, query: Query) -> list[Sought]:
        """What to look for in papers that the query found, kept while the same query is shown."""
        if self._sought is None or self._sought[0] is not query:
            read = self._read[1] if self._read is not None and self._read[0] is query else query
            self._sought = (query, sought(self._entries, read))
        return self._sought[1]
