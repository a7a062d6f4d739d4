"""The way back: what a person changed in an exported file, as changes to papers and lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reader import change
from reader.change import Change
from reader.formats.markdown.base import Base, Said
from reader.formats.markdown.base import same as same_text
from reader.formats.markdown.scan import File, Place, scan
from reader.formats.markdown.three_way import merge_list, merge_note, merge_tags
from reader.formats.parsed import Problem, excerpt
from reader.paper import Entry, Paper, ReadingList, Status
from reader.text import NAME_LIMIT, NOTE_LIMIT, TAG_LIMIT, fold_name

_LOST = (
    "the comment at the end that says what was exported is lost or damaged, so the file was read with care:"
    " nothing was taken away on its word"
)
_PROGRESS = (Status.UNREAD, Status.READING, Status.READ)


@dataclass(frozen=True, slots=True)
class Returned:
    """What an edited export asks for. Nothing is applied here."""

    changes: tuple[Change, ...] = ()
    """To papers: status, star, tags and notes."""
    lists: tuple[tuple[ReadingList, ReadingList], ...] = ()
    """Reading lists as they are and as they shall be: order, sections, entries, remarks, description."""
    problems: tuple[Problem, ...] = ()
    """What could not be read, in the order of the lines."""
    conflicts: tuple[str, ...] = ()
    """Sentences: what was changed on both sides, and what was made of it."""
    diff: tuple[str, ...] = ()
    """What would change, a line for people each."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to apply."""
        return not self.changes and not self.lists


def read_back(
    text: str, papers: Mapping[str, Paper], lists: Mapping[str, ReadingList], *, source: str = "the file"
) -> Returned:
    """What was changed in `text` since it was exported, against the library as it is now.

    `papers` is keyed by id; of `lists` only the values count. `source` names the file in conflict markers. Headings of
    an export that was grouped by tag, status or year say nothing and are not read.
    """
    file = scan(text)
    if file.base is not None and file.base.body == file.body:
        return Returned()
    return _Reading(file, papers, lists, source).result()


@dataclass
class _Reading:
    """One file on its way back."""

    file: File
    papers: Mapping[str, Paper]
    lists: Mapping[str, ReadingList]
    source: str
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    diff: list[str] = field(default_factory=list)

    def result(self) -> Returned:
        """Everything."""
        base = self.file.base
        self.problems += self.file.problems
        if base is None:
            self.problems.append(Problem(0, _LOST))
        by_paper: dict[str, list[Place]] = {}
        for place in self.file.places:
            by_paper.setdefault(place.id, []).append(place)
        for id, places in by_paper.items():
            paper = self.papers.get(id)
            if paper is None:
                message = f"no paper in the library has the id '{id}'; its place was skipped"
                self.problems.append(
                    Problem(places[0].line + 1, message, excerpt(self.file.lines[places[0].line].strip()))
                )
            else:
                edits = PaperBack(paper, None if base is None else base.papers.get(id), base, self.source)
                edits.read(places)
                self._take(edits)
        lists = self._list(base)
        return Returned(
            tuple(self.changes),
            lists,
            tuple(sorted(self.problems, key=lambda problem: problem.line)),
            tuple(self.conflicts),
            tuple(self.diff),
        )

    def _take(self, edits: PaperBack) -> None:
        self.changes += edits.changes
        self.problems += edits.problems
        self.conflicts += edits.conflicts
        self.diff += edits.diff

    def _list(self, base: Base | None) -> tuple[tuple[ReadingList, ReadingList], ...]:
        name = base.list_name if base is not None else self.file.title[0] if self.file.title else ""
        if not name or (base is not None and "order" in base.hidden):
            return ()
        held = next((lst for lst in self.lists.values() if fold_name(lst.name) == fold_name(name)), None)
        if held is None or held.query:
            if base is not None:
                message = f"there is no reading list '{name}' any more; order, sections and remarks were not read"
                self.problems.append(Problem(0, message))
            return ()
        entries = self._entries(base, held)
        sections = tuple(dict.fromkeys(self._section(name) for name, _ in self.file.sections))
        text = replace(held, sections=sections, entries=entries)
        merged, conflicts = merge_list(base, text, held)
        was = base.description if base is not None else None
        description, both = merge_note(was, self.file.description or "", held.description, _stripped(base), self.source)
        if both:
            conflicts.append(f"The description of '{held.name}' was changed on both sides; it now holds both")
        merged = replace(merged, description=description)
        self.conflicts += conflicts
        if merged == held:
            return ()
        self.diff += list_diff(held, merged, self.papers)
        return ((held, merged),)

    def _section(self, name: str) -> str:
        return name[:NAME_LIMIT].strip()

    def _entries(self, base: Base | None, held: ReadingList) -> tuple[Entry, ...]:
        """The entries that the file shows, each with its merged remark."""
        now = {entry.paper: entry for entry in held.entries}
        remarks: dict[str, str] = {}
        for place in self.file.places:
            if place.remark:
                remarks.setdefault(place.id, place.remark)
        entries: dict[str, Entry] = {}
        for place in self.file.places:
            if not place.listed or place.id not in self.papers:
                continue
            if place.id in entries:
                self.problems.append(Problem(place.line + 1, f"'{place.id}' stands here again; its first place counts"))
                continue
            said = base.papers.get(place.id) if base is not None else None
            mine = now.get(place.id)
            text = remarks.get(place.id, "")
            remark = mine.note if mine else text
            if base is not None and mine is not None and "remark" not in base.hidden:
                remark, both = merge_note(said.remark if said else "", text, mine.note, base.stripped, self.source)
                if both:
                    self.conflicts.append(f"The remark on {place.id} was changed on both sides; it now holds both")
            entries[place.id] = Entry(place.id, self._section(place.section), remark)
        return tuple(entries.values())


def _stripped(base: Base | None) -> bool:
    return base is not None and base.stripped


class PaperBack:
    """One paper on its way back, from any of the forms a file can have."""

    def __init__(self, paper: Paper, said: Said | None, base: Base | None, source: str) -> None:
        self.paper = paper
        self.said = said
        self.stripped = _stripped(base)
        self.hidden = base.hidden if base is not None else frozenset()
        self.source = source
        self.changes: list[Change] = []
        self.problems: list[Problem] = []
        self.conflicts: list[str] = []
        self.diff: list[str] = []

    def read(self, places: Sequence[Place]) -> None:
        """Compare what the places of this paper say."""
        if "status" not in self.hidden:
            self._status([word for place in places if (word := _status(place, self.said)) is not None])
        if "star" not in self.hidden:
            self._star([place.starred for place in places if place.starred is not None])
        if "tags" not in self.hidden:
            self._tags([place.tags for place in places if place.tags is not None], places[0].line)
        if "note" not in self.hidden:
            notes = [place.note for place in places if place.note is not None]
            if notes or any(place.listed for place in places):
                self._note(notes or [""], places[0].line, bool(notes))

    def _status(self, words: Sequence[Status]) -> None:
        was = self.said.status if self.said else None
        wanted = next((word for word in words if word is not was), was)
        if wanted is None or wanted is was or wanted is self.paper.status:
            return
        held = self.paper.status
        if was is None and _PROGRESS.index(wanted) < _PROGRESS.index(held):
            self._conflict(f"the file says {wanted}, the library {held}; the library's status stays")
        elif was is not None and held is not was:
            self._conflict(f"the status was changed to {wanted} in the file and to {held} in the library, which stays")
        else:
            self.changes += change.status(self.paper, wanted)
            self._tell(f"{held} → {wanted}")

    def _star(self, stars: Sequence[bool]) -> None:
        was = self.said.starred if self.said else None
        wanted = next((star for star in stars if star is not was), was)
        if wanted is None or wanted is was or wanted is self.paper.starred:
            return
        if was is None and not wanted:
            return
        self.changes += change.star(self.paper, wanted)
        self._tell("★ set" if wanted else "★ taken away")

    def _tags(self, found: Sequence[tuple[str, ...]], line: int) -> None:
        was = self.said.tags if self.said else None
        add: list[str] = []
        remove: list[str] = []
        for tags in found:
            for tag in tags:
                if len(tag) > TAG_LIMIT:
                    message = f"a tag has more than {TAG_LIMIT} characters and was left out"
                    self.problems.append(Problem(line + 1, message, excerpt(tag)))
            more, less = merge_tags(was, [tag for tag in tags if len(tag) <= TAG_LIMIT], self.paper.tags)
            add += more
            remove += less
        if edits := change.tag(self.paper, tuple(dict.fromkeys(add)), tuple(dict.fromkeys(remove))):
            self.changes += edits
            self._tell("tags " + " ".join([f"+{e.after}" if e.before is None else f"−{e.before}" for e in edits]))

    def _note(self, notes: Sequence[str], line: int, shown: bool) -> None:
        was = self.said.note if self.said else None
        if was is None and not shown:
            return
        text = next((note for note in notes if was is None or not same_text(note, was, self.stripped)), notes[0])
        if len(text) > NOTE_LIMIT:
            self.problems.append(Problem(line + 1, f"the note has more than {NOTE_LIMIT} characters and was left out"))
            return
        note, both = merge_note(was, text, self.paper.note, self.stripped, self.source)
        if both:
            self._conflict("the note was changed in the file and in the library; it now holds both")
        if edits := change.note(self.paper, note):
            self.changes += edits
            self._tell(_note_diff(self.paper.note, note))

    def _conflict(self, what: str) -> None:
        self.conflicts.append(f"{excerpt(self.paper.title)}: {what}")

    def _tell(self, what: str) -> None:
        self.diff.append(f"{excerpt(self.paper.title)}: {what}")


def _status(place: Place, said: Said | None) -> Status | None:
    """What box and word say together: when they disagree, the one that was changed counts."""
    if place.box is None:
        return place.status
    if said is None:
        return Status.READ if place.box else place.status
    if place.box is not (said.status is Status.READ):
        open_word = place.status if place.status is not Status.READ else None
        return Status.READ if place.box else open_word or Status.UNREAD
    return said.status if place.status is None else place.status


def _note_diff(before: str, after: str) -> str:
    if not before or not after:
        text = after or before
        lines = text.count("\n") + 1
        return f"note {'added' if after else 'removed'} ({lines} line{'s' if lines > 1 else ''})"
    return f"note changed ({before.count(chr(10)) + 1} → {after.count(chr(10)) + 1} lines)"


def list_diff(before: ReadingList, after: ReadingList, papers: Mapping[str, Paper]) -> Iterable[str]:
    """What happens to a list, a line for people each."""
    name = f"'{before.name}'"
    old, new = ({entry.paper: entry for entry in lst.entries} for lst in (before, after))

    def title(id: str) -> str:
        return excerpt(papers[id].title) if id in papers else id

    yield from (f"{title(id)}: leaves {name}" for id in old if id not in new)
    yield from (f"{title(id)}: joins {name}" for id in new if id not in old)
    for id, entry in new.items():
        if id in old and old[id].section != entry.section:
            yield f"{title(id)}: to section '{entry.section}'" if entry.section else f"{title(id)}: out of its section"
        if id in old and old[id].note != entry.note:
            yield f"{title(id)}: remark {'changed' if entry.note else 'removed'}"
    if [id for id in old if id in new] != [id for id in new if id in old]:
        yield f"{name}: order changed"
    if before.sections != after.sections:
        yield f"{name}: sections {', '.join(after.sections) or 'none'}"
    if before.description != after.description:
        yield f"{name}: description changed"
