"""What the interface knows: the library, what is open, what is shown, what is counted. No widget is touched here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from reader.commands.place_look import PlaceLook
from reader.counting import count
from reader.library.change import Step
from reader.library.contents import Contents, fields_told
from reader.library.library import Library
from reader.operations import reading_lists
from reader.operations.collection import Collection, Kind, collection_now
from reader.operations.resurfacing import again
from reader.paper import QUEUE, STANDINGS, Paper, ReadingList
from reader.query import Completion, Query, complete, cure, parse
from reader.text import fold_name
from reader.tui.model.counts import Counts
from reader.tui.model.live_relevance import LiveRelevance
from reader.tui.model.live_search import LiveSearch
from reader.tui.model.looked import INBOX, Looked
from reader.tui.model.place_looks import PlaceLooks
from reader.tui.model.rows import heading_of
from reader.tui.model.shown import ALL_PAPERS, Shown, show
from reader.tui.widgets.detail_lines import as_drawn, author_words
from reader.tui.widgets.paper_row import RowColumns

if TYPE_CHECKING:
    from reader.search import Index, Snippet

_TOLD_BY = {"year": "published", "authors": "authors", "tags": "tags", "votes": "upvotes"}
"""The field of a paper that a column tells, for columns that are not drawn where no paper has it."""
AUTHORS_BENEATH = 3
"""So many authors stand beneath a title, then how many others there are."""


class SnippetCache:
    """Pieces of abstracts and notes, each found when its row is first drawn and kept while the query is shown."""

    def __init__(self, view_state: ViewState) -> None:
        self._view_state = view_state
        self._query: Query | None = None
        self._kept: dict[tuple[str, int], tuple[Paper, Snippet | None]] = {}

    def of(self, paper: Paper, width: int) -> Snippet | None:
        """At most `width` characters that show why a shown paper matches; None when its title shows it."""
        view_state = self._view_state
        if not view_state.matching:
            return None
        query = view_state.shown.query
        if query is not self._query:
            self._query, self._kept = query, {}
        held = self._kept.get((paper.id, width))
        if held is None or held[0] is not paper:
            held = self._kept[paper.id, width] = (paper, view_state.finder.snippet(query, as_drawn(paper), width))
        return held[1]


class ViewState:
    """Collection, query and order in; rows, numbers and matches out."""

    def __init__(self, collection: Collection = ALL_PAPERS, query: str = "", looks: PlaceLooks | None = None) -> None:
        self.library: Library | None = None
        self.relevance = LiveRelevance()
        self.finder = LiveSearch(self.relevance.placed)
        self.counts = Counts({})
        self._foreseen_fields: frozenset[str] = frozenset()
        """Which fields are told of the papers that are shown until the library has been read."""
        self.collection = collection
        self.query = query
        self.looks = looks or PlaceLooks()
        """How each place is shown."""
        self.shown = Shown(collection, parse(query), look=self.look)
        self.cached: dict[str, Paper] = {}
        """What was on the screen in the last run, by id, while the library is being read."""
        self._kept: Contents | None = None
        self._foreseen = ""
        self.searches: dict[str, int | None] = {}
        """How many papers each smart list finds; None where its query cannot be answered."""
        self.looked = Looked()
        """What each place held when it was last left."""
        self._new: dict[str, frozenset[str]] = {}
        self._new_before_loss: dict[str, frozenset[str]] = {}
        self.recount = False
        """Whether those numbers may be out of date: they are counted anew when nobody waits for an answer."""
        self.lists: Mapping[str, ReadingList] = {}
        """The lists as they were last looked at, by subject."""
        self._renamed: dict[Collection, Collection] = {}
        self._spans: dict[str, Sequence[tuple[int, int]]] = {}
        self._told_here: frozenset[str] | None = None
        """The fields of columns that papers of the place have; None where that is not looked for yet."""

    # -- in -----------------------------------------------------------------------------------------------------------

    def take(self, library: Library) -> None:
        """The library has been read."""
        self.library = library
        self._kept = None
        self.cached = {}
        self.counts = Counts(library.papers)
        self.lists = library.state.lists
        self.count_searches()
        self.derive()

    def forget(self) -> None:
        """Show all papers, whatever was to be shown."""
        self.collection, self.query = ALL_PAPERS, ""
        self.looks.show(ALL_PAPERS, PlaceLook())
        self.derive()

    def derive(self) -> None:
        """Find out anew what is shown."""
        self._spans = {}
        if self.contents is not None:
            now = collection_now(self.contents, self.collection)
            self.looks.follow(self.collection, now)
            self.shown = show(self.contents, self.finder, self.relevance, now, self.query, self.looks.of(now))
            if self.library is not None:
                self.collection = self.shown.collection
            if self.shown.query.is_empty:
                self._told_here = None

    def follow(self, ids: Iterable[str], step: Step | None = None) -> bool:
        """Take in what changed; True when other rows may be shown now. (`derive` was not called then.)"""
        if self.library is None:
            return False
        ids = list(ids)
        self.finder.follow(self.library, ids)
        self.relevance.follow(self.library, ids)
        fields = self.counts.follow(self.library.papers, ids)
        lists = self.library.state.lists
        relisted = lists is not self.lists
        if relisted:
            self._follow_renamed(self.library, self.lists)
        self.lists = lists
        if step is None or step.without or not step.changes or any(not change.of_paper for change in step.changes):
            self.count_searches()
        elif ids and self.searches:
            self.recount = True
        if INBOX in self._new:
            self._new[INBOX] = self._new[INBOX].difference(ids) | self.looked.new(INBOX, self._waiting(ids))
        for id in ids:
            self._spans.pop(id, None)
        return relisted or self.shown.touched_by(fields)

    def _follow_renamed(self, library: Library, before: Mapping[str, ReadingList]) -> None:
        """What is remembered of lists goes with those that are called otherwise now, whether or not one is open."""
        held = library.state.lists
        for was in (Collection(Kind.LIST, lst.name) for key, lst in before.items() if key not in held):
            now = collection_now(library, was)
            if now.kind is Kind.LIST:
                self.looks.follow(was, now)
                self._renamed[was] = now

    def take_renamed(self) -> Mapping[Collection, Collection]:
        """How lists are called now that had another name when this was asked last."""
        found, self._renamed = self._renamed, {}
        return found

    def count_searches(self) -> None:
        """Count what each smart list finds, as far as that can be known now."""
        library = self.library
        self.recount = False
        if library is None:
            return
        lists = library.state.lists
        found = {key: self.finder.stored(library, lst.query) for key, lst in lists.items() if lst.query}
        self.searches = {lists[key].name: None if ids is None else len(ids) for key, ids in found.items()}
        if library.loss:
            # What was decided on by words that are missing stands again where it waited: that is not new.
            self._new_before_loss, self._new = self._new or self._new_before_loss, {}
        elif self.finder.ready:
            there = {place: ids for place, ids in found.items() if ids is not None}
            known = self._new or self._new_before_loss
            self.looked.settle(library.settled, {INBOX: self._waiting(), **there}, known)
            held = self._new.get(INBOX)
            self._new = {
                place: frozenset() if ids is None else self.looked.new(place, ids) for place, ids in found.items()
            }
            self._new[INBOX] = self.looked.new(INBOX, self._waiting()) if held is None else held

    def _waiting(self, ids: Iterable[str] | None = None) -> list[str]:
        """The papers in the inbox: those of `ids`, or all."""
        papers, waits = self.library.papers if self.library is not None else {}, STANDINGS["inbox"].test
        return [id for id in (papers if ids is None else ids) if id in papers and waits(papers[id])]

    def leave(self) -> None:
        """The place that is open is left: what is in it now has been there."""
        library, place = self.library, self._place(self.collection)
        if library is None or place not in self._new:
            return
        lst = library.state.lists.get(place)
        ids = self._waiting() if lst is None else self.finder.stored(library, lst.query)
        if ids is not None:
            self.looked.leave(place, ids)
        self._new[place] = frozenset()

    def _place(self, collection: Collection) -> str:
        """What a collection is called among the places where papers may be new; "" for any other."""
        if collection.kind is Kind.INBOX:
            return INBOX
        return f"list:{fold_name(collection.name)}" if collection.kind is Kind.LIST else ""

    def new_in(self, collection: Collection) -> frozenset[str]:
        """The papers of a collection that were not there when it was last left, as far as that is known by now."""
        return self._new.get(self._place(collection), frozenset())

    def is_new(self, paper: Paper) -> bool:
        """Whether a paper is to be marked as new where it is shown: where most are new, none is."""
        new = self.new_in(self.collection)
        return paper.id in new and 2 * len(new) <= self.shown.papers

    def to_remember(self) -> dict[str, str] | None:
        """What the next run is to know of the places that were left; None where there is nothing new."""
        return self.looked.told(self._new) if self.looked.changed and self._new else None

    def foresee(self, papers: Sequence[Paper], count: str) -> None:
        """Show these until the library has been read; `count` says how many there were."""
        self._foreseen = count
        self.cached = {paper.id: paper for paper in papers}
        self._foreseen_fields = fields_told(papers)
        ids = tuple(self.cached)
        self.shown = replace(self.shown, rows=ids, ids=ids, papers=len(papers))

    def foresee_all(self, contents: Contents, index: Index) -> None:
        """Show and search this until the library has been read."""
        self._kept = contents
        self.cached = {}
        self._foreseen_fields = contents.fields_told
        self.finder.foresee(index)
        self.derive()

    # -- out ----------------------------------------------------------------------------------------------------------

    @property
    def contents(self) -> Contents | None:
        """What can be looked at: the library, and until it has been read, how it was left."""
        return self._kept if self.library is None else self.library

    @property
    def is_looking(self) -> bool:
        """Whether it is still to be told which papers are shown: those of a smart list of words, or those near to some,
        which no error holds up."""
        shown = self.shown
        is_near = shown.collection.kind is Kind.NEAR and shown.waits and not self.relevance.is_given_up
        return is_near or shown.is_sought

    def paper(self, id: str | None) -> Paper | None:
        """The paper with this id, as it is now."""
        if id is None:
            return None
        return self.cached.get(id) if self.contents is None else self.contents.papers.get(id)

    def papers(self) -> list[Paper]:
        """The papers that are shown, in order."""
        return [paper for paper in map(self.paper, self.shown.ids) if paper is not None]

    def matching_papers(self) -> list[Paper]:
        """Those of the papers that are shown that match the query: the nearest ones are left out."""
        return self.papers()[: self.shown.papers - self.shown.nearest]

    @property
    def total(self) -> int:
        """How many papers the library has."""
        return self.counts.views[Kind.ALL]

    @property
    def matching(self) -> bool:
        """Whether papers match by words, so that there is something to highlight."""
        return self.finder.ready and not self.shown.query.is_empty

    def title_spans(self, paper: Paper) -> Sequence[tuple[int, int]]:
        """Where the title of a shown paper matches."""
        if not self.matching:
            return ()
        if paper.id not in self._spans:
            title = Paper(id=paper.id, title=paper.title)
            self._spans[paper.id] = self.finder.spans(self.shown.query, title).get("title", ())
        return self._spans[paper.id]

    def matches(self, paper: Paper) -> Mapping[str, Sequence[tuple[int, int]]]:
        """Where the texts of a paper, as they are drawn, match the query."""
        return self.finder.spans(self.shown.query, as_drawn(paper)) if self.matching else {}

    def progress(self) -> dict[str, tuple[int, int]]:
        """(read, all) of each reading list that is no smart one."""
        library = self.library
        if library is None:
            return {}
        ordinary = (lst for lst in self.lists.values() if not lst.query)
        return {lst.name: reading_lists.progress(library.held(lst.papers)) for lst in ordinary}

    def progress_of(self, collection: Collection) -> tuple[int, int] | None:
        """(read, all) of a reading list that is no smart one; None for anything else."""
        if self.library is None or collection.kind is not Kind.LIST:
            return None
        lst = self.library.list_called(collection.name)
        return None if lst is None or lst.query else reading_lists.progress(self.library.held(lst.papers))

    def lists_of(self, id: str) -> Sequence[str]:
        """The names of the reading lists that hold a paper; that it is on the Queue its state tells."""
        lists = self.contents.state.lists_of(id) if self.contents is not None else ()
        return [name for name in lists if name != QUEUE] if QUEUE in lists else lists

    def is_listed(self, id: str) -> bool:
        """Whether a paper is on a reading list."""
        return bool(self.lists_of(id))

    def columns(self) -> RowColumns:
        """The columns that say something of what is shown."""
        told = self._told() if self.library is not None else self._foreseen_fields
        says = {"note": "note" in told or bool(self.contents and self.contents.lists)}
        says |= {name: field in told for name, field in _TOLD_BY.items()}
        chosen = self.looks.usual if self.look.columns is None else self.look.columns
        tag = fold_name(self.collection.name) if self.collection.kind is Kind.TAG else ""
        return RowColumns(tuple(name for name in chosen if says.get(name, True)), tag)

    def _told(self) -> frozenset[str]:
        """The fields that are known of any paper, those of a column of any paper of the place that is open; what is
        searched for there has the columns of the place."""
        counted = frozenset(field for field, often in self.counts.told.items() if often > 0)
        if self.collection == ALL_PAPERS:
            return counted
        if self._told_here is None:
            papers = list(filter(None, map(self.paper, self.shown.ids)))
            here = (field for field in _TOLD_BY.values() if any(getattr(paper, field) for paper in papers))
            self._told_here = frozenset(here)
        return counted & (self._told_here | {"note"})

    @property
    def look(self) -> PlaceLook:
        """How the place that is open is shown."""
        return self.looks.of(self.collection)

    @property
    def order(self) -> str:
        """The sort key in force, "" for the order of the place."""
        return self.look.order

    def beneath(self, id: str) -> str:
        """What stands beneath a paper of the list: its authors, where that was asked for; why it stands there, or what
        is remarked of it here."""
        paper, shown = self.paper(id), self.shown
        authors = author_words(paper, AUTHORS_BENEATH) if shown.look.beneath and paper is not None else ""
        return " · ".join(filter(None, (authors, shown.reasons.get(id, ""))))

    def fold(self, heading: str) -> None:
        """Fold the group of this heading, or open it."""
        look = self.look
        self.looks.show(self.collection, replace(look, turned=look.turned ^ {heading}))
        self.derive()

    def unfold_for(self, id: str) -> bool:
        """Open the first folded group that hides a paper; False where none does."""
        row = next((row for row, ids in self.shown.hidden.items() if id in ids), None)
        if row is None:
            return False
        self.fold(heading_of(row))
        return True

    def standing_in(self, id: str) -> list[str]:
        """The lists that hold a paper, each with its place in that: "Edge models 4 of 14"."""
        contents = self.contents
        if contents is None:
            return []
        lists = [contents.reading_list(name) for name in contents.state.lists_of(id)]
        return [f"{lst.name} {lst.papers.index(id) + 1} of {len(lst.papers)}" for lst in lists]

    def complete(self, text: str, cursor: int) -> list[Completion]:
        """What may stand at the cursor of the search line; where that is nothing, what puts right what is not
        understood in it."""
        if self.library is None:
            return []
        lists = [lst.name for lst in self.lists.values()]
        return complete(text, cursor, self.counts.tags.counts(), lists) or cure(text)

    def count_again(self) -> int:
        """How many papers may be looked at again."""
        return len(again(self.contents, datetime.now().astimezone())) if self.contents is not None else 0

    def count_words(self) -> str:
        """What is shown: "356 papers", "12 of 356 papers"; how many there are while it is looked for."""
        if self.contents is None:
            return self._foreseen or "Reading the library…"
        papers = count(len(self.contents.papers), "paper")
        if self.collection == ALL_PAPERS and self.shown.query.is_empty:
            return papers
        return papers if self.shown.is_sought else f"{self.shown.papers} of {papers}"

    def filter_words(self, selection: frozenset[str] | set[str] = frozenset()) -> str:
        """How many are selected and how many of these are not seen, the collection, the query as it was typed (what it
        excludes too), the order."""
        if self.contents is None and self._foreseen:
            return "reading…"
        query = self.shown.query
        hidden = len(selection.difference(self.shown.ids)) if selection else 0
        unseen = "" if not hidden else ", not shown here" if hidden == len(selection) else f", {hidden} not shown here"
        parts = [f"{len(selection)} selected{unseen}"] if selection else []
        parts += [self.collection.title] if self.collection != ALL_PAPERS else []
        parts += [f"{new} new"] if (new := len(self.new_in(self.collection))) else []
        parts += [] if query.is_empty else [" ".join(query.text.split())]
        is_sorted = bool(query.sort or self.look.order) and (query.is_empty or not query.sort)
        parts += [self.shown.by] if is_sorted and self.shown.by else []
        return " · ".join(parts)
