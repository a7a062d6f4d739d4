"""The search index of a library between two runs: taken up where it still is true, and left for the next one.

There are two ways to trust what was left. Who has opened the library holds every paper against it (`index`): nothing
that is no longer so is used, whatever the files' times say. Who only reads need not open it where the library stands as
it did when the index was left (`as_it_stands`), which its files tell without being read.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from reader import garbage
from reader.library.contents import Contents
from reader.library.kept_state import KeptContents, told_of
from reader.paper import Paper
from reader.search import Index
from reader.search.blocks import Unsound
from reader.search.columns import LARGE
from reader.search.records import paper_of, record
from reader.store.index_file import IndexFile, KeptIndex
from reader.store.standing import FINE, FileMarks, standing

DAY = 86_400
"""Seconds after which a library is opened again though nothing changed: opening remembers when it was there last."""
SEVERAL = 5
"""So many searches take less than to load what makes them quicker; whoever has made them makes more, most likely."""
UNREAD = 10_000
"""The same where the library is not read yet, and loading it anyway."""
NOTED = 250
"""So many papers that changed are noted beside the index; from then on all of it is written again."""

KeysOf = Callable[[Iterable[Paper]], Mapping[str, str]]


class IndexKeeper:
    """What keeps the index of one library."""

    def __init__(
        self, file: IndexFile, state: str, keys_of: KeysOf, quiet: Callable[[], bool], *, few: bool = False
    ) -> None:
        """`state` is the folder that holds what this machine remembers of libraries, `keys_of` gives citation keys.

        `quiet` tells whether the library as it was read is that on disk, and nothing had to be told of it. `few` says
        that few searches will be made.
        """
        self._file = file
        self._state = state
        self._keys_of = keys_of
        self._quiet = quiet
        self._few = few

    @cached_property
    def _kept(self) -> KeptIndex | None:
        return self._file.read()

    def as_it_stands(self) -> tuple[Contents, Index] | None:
        """The library without opening it, and its index; None where it may not be what it was."""
        kept = self._kept
        if kept is None or not kept.note:
            return None
        note = kept.note
        try:
            if note["standing"] is None or not 0 <= time.time() - note["when"] < DAY:
                return None
            if note["standing"] != standing(self._file.library, self._state):
                return None
            index = Index(None, kept.blocks, few=UNREAD)
            for said in note["changed"]:
                index.update(paper_of(said.encode("utf-8", "surrogatepass")))
            for id in note["gone"]:
                index.remove(id)
            ids = note["order"] or _usual(kept.blocks.told("ids"), note["gone"], note["new"])
            return KeptContents(index.held(ids), note["library"], self._keys_of), index
        except (Unsound, LookupError, TypeError, ValueError, AttributeError):
            self.distrust()
            return None

    def still_stands(self) -> bool:
        """Whether the library stands as it did when the index was left."""
        note = self._kept.note if self._kept is not None else {}
        return bool(note) and note.get("standing") == standing(self._file.library, self._state)

    def distrust(self) -> None:
        """Throw away what was kept."""
        self._file.remove()
        vars(self)["_kept"] = None

    def building(self, papers: Sequence[Paper]) -> Iterator[Index | None]:
        """Make the index of these papers of what was kept, else anew: None after each piece of the work, at last it."""
        blocks = self._kept.blocks if self._kept is not None else None
        try:
            index = Index(None, blocks, few=SEVERAL if self._few else 0)
            for _ in index.building(papers):
                yield None
        except Unsound:
            self.distrust()
            index = Index(few=SEVERAL if self._few else 0)
            for _ in index.building(papers):
                yield None
        yield index

    def index(self, papers: Sequence[Paper]) -> Index:
        """The index of these papers."""
        with garbage.none_looked_for():
            if self._kept is None and len(papers) >= LARGE:
                return Index.at_once(papers)
            return next(index for index in self.building(papers) if index is not None)

    def keep(self, library: Contents, index: Index, *, since: int | None = None) -> None:
        """Leave the index for the next run; `since` is when the library was opened that never changed since
        (nanoseconds since 1970; by default it is now)."""
        for _ in index.building(list(library.papers.values())):
            pass
        if self._kept is None or index.kept is not self._kept.blocks or len(index.changed) > NOTED:
            blocks = dict(index.blocks())
            self.write(blocks, self.told(library, blocks, since=since))
        else:
            self.note(library, index, since=since)

    def told(self, library: Contents, blocks: Mapping[str, bytes], *, since: int | None = None) -> Mapping[str, Any]:
        """What is to be noted beside blocks that the index of all that is in a library gave: how that stands."""
        return _note(library, self._stands(since), json.loads(blocks["ids"]), ())

    def write(self, blocks: Mapping[str, bytes], told: Mapping[str, Any]) -> None:
        """Leave blocks and what was `told` beside them; what is kept is read anew then."""
        self._file.write(blocks, told)
        vars(self).pop("_kept", None)

    def note(self, library: Contents, index: Index, *, since: int | None = None) -> None:
        """Note beside the index that was kept how the library stands and what changed since, unless that is much.

        The index must hold all that is in the library, which must not change meanwhile (`Library.at_rest`)."""
        kept, stands = self._kept, self._stands(since)
        if kept is None or index.kept is not kept.blocks or len(index.changed) > NOTED:
            return
        if stands is not None and stands != kept.note.get("standing"):
            self._file.amend(kept.blocks.head, _note(library, stands, kept.blocks.told("ids"), index.changed))

    def note_edits(self, library: Contents, stood: FileMarks, before: Mapping[str, Paper]) -> None:
        """Note beside the index that was kept what changed since the library stood so and held these papers, where it
        was left of just that: who only edited has no index."""
        if (glance := self._file.glance()) is None or glance.note.get("standing") != stood:
            return
        if (stands := self.settled()) in (None, stood):
            return
        now = library.papers
        changed = {id for id in {**before, **now} if now.get(id) is not before.get(id)}
        try:
            changed.update(paper_of(said.encode("utf-8", "surrogatepass")).id for said in glance.note["changed"])
        except (Unsound, LookupError, TypeError, AttributeError):
            return
        if len(changed) <= NOTED:
            self._file.amend(glance.head, _note(library, stands, glance.ids, sorted(changed)))

    def settled(self) -> FileMarks | None:
        """How the library stands, once what was written just now is old enough to tell; None where that is not sure."""
        if (stands := self._stands(None)) is None:
            time.sleep(FINE / 1e9)
            stands = self._stands(None)
        return stands

    def _stands(self, since: int | None) -> FileMarks | None:
        return standing(self._file.library, self._state, since) if self._quiet() else None


def _note(library: Contents, stands: FileMarks | None, ids: Sequence[str], changed: Iterable[str]) -> dict[str, Any]:
    """What is noted beside an index that was kept of these ids, of which some changed."""
    papers = library.papers
    known = set(ids)
    gone, new = [id for id in ids if id not in papers], [id for id in papers if id not in known]
    return {
        "standing": stands,
        "when": time.time(),
        "changed": [record(papers[id]).decode("utf-8", "surrogatepass") for id in changed if id in papers],
        "gone": gone,
        "new": new,
        "order": None if _usual(ids, gone, new) == list(papers) else list(papers),
        "library": told_of(library),
    }


def _usual(ids: Sequence[str], gone: Sequence[str], new: Sequence[str]) -> list[str]:
    """The usual order of a library: what was added since comes last."""
    left = {"", *gone}
    return [*(id for id in ids if id not in left), *new]
