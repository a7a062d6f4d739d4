"""The way back: what a person changed in an exported file, as changes to papers and lists."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

from reader.errors import Refused
from reader.formats.markdown.bare_blocks import shown_without_marks
from reader.formats.markdown.beneath import own_words
from reader.formats.markdown.by_hand import Arrived, TypedFinder, arrived
from reader.formats.markdown.document import AUTHORS_NAMED
from reader.formats.markdown.footer import ExportedPaper, ExportRecord, digest, matches_digest
from reader.formats.markdown.lines import heading_at, spelt
from reader.formats.markdown.marked_again import marked_again
from reader.formats.markdown.misplaced import are_in_pieces, copied_blocks, is_mostly_of, misplaced
from reader.formats.markdown.opened_export import OpenedExport, opened
from reader.formats.markdown.read_back_paper import IN_PIECES, IN_VAIN, NOT_TAKEN, PaperBack, is_as_it_went_out
from reader.formats.markdown.render import byline_of, former_byline, link
from reader.formats.markdown.scan import NO_NOTE, File, Mention
from reader.formats.markdown.standing import LooseLines
from reader.formats.markdown.taken_before import without_repeats
from reader.formats.markdown.three_way import (
    Before,
    Settled,
    TextsOf,
    both_changed,
    is_unmarked,
    join_list,
    merge_list,
    no_texts,
    recase_sections,
    run_of,
    settle_since,
    with_unshown,
    without_emptied,
)
from reader.formats.markdown.unmerged import must_be_merged, must_be_one, must_be_readable
from reader.formats.parsed import Problem, excerpt, title_of
from reader.library.change import Change
from reader.paper import ListEntry, Paper, ReadingList, Status
from reader.text import NAME_LIMIT, clean_line, fold_name

_LOST = (
    "the comment at the end that says what was exported is lost or damaged, so the file was read with care:"
    " nothing was taken away on its word"
)
_AGAIN = "the first place counts for the order of the list, and an edit made in any place was taken"
_HALF = "the file ends in the middle of a line, which was not read"
_FOREIGN = (
    "another library wrote this file last, or this one has lost what it said then: what was empty here was filled,"
    " nothing was taken away"
)
_EXAMPLE = (
    "left as it is, since the export in it stands in code without some of its papers, as an example does; take it"
    " out of the code to bring it back"
)
_KNOWN_MANY = (
    "stand from here on without their marks and were read all the same; an export that has them puts the marks back"
)
_KNOWN = "stands here without its mark and was read all the same; an export that has it puts the mark back"
_MANY = 10
"""So many papers that lose something at once, and more than a quarter of the file's, are asked about."""


_SEVERAL = 2
"""So many papers with notes, stars or statuses, and more of these than papers, hardly lose them at once by hand."""


@dataclass(frozen=True, slots=True)
class Returned:
    """What an edited export asks for. Nothing is applied here."""

    changes: tuple[Change, ...] = ()
    """To papers: status, star, tags and notes."""
    lists: tuple[tuple[ReadingList | None, ReadingList], ...] = ()
    """Reading lists as they are (None for one that is new) and as they shall be: order, sections, entries, remarks,
    description."""
    problems: tuple[Problem, ...] = ()
    """What could not be read, in the order of the lines."""
    conflicts: tuple[str, ...] = ()
    """Sentences: what was changed on both sides, and what was made of it."""
    diff: tuple[str, ...] = ()
    """What would change, a line for people each."""
    losing: frozenset[str] = frozenset()
    """Ids of the papers that lose a place, note, remark, status, star or tag because the file does not show it."""
    incoming: tuple[Paper, ...] = ()
    """Papers that a person typed into the file and that the library does not have; `changes` and `lists` are of them,
    too."""
    papers: int = 0
    """How many papers the file showed when it was exported."""
    bare: bool = False
    """Whether the file shows none of the papers that it showed."""
    shrinking: tuple[str, ...] = ()
    """Of each reading list that would lose all or very much of what it has by now, a sentence that says so, and of a
    file that shows nothing private any more."""
    edited: bool = field(default=False, compare=False)
    """Whether the text is not, byte for byte but for its line ends, as it was exported."""
    ticked: frozenset[str] = field(default=frozenset(), compare=False)
    """Ids of the papers that the file shows as read."""
    says: Mapping[str, ExportRecord] = field(default_factory=dict, compare=False)
    """What files say by now, by their ids: those that this library meets for the first time, and of the edited ones
    those that said other things than the library when they last met."""

    @property
    def brake(self) -> str:
        """Why it must be asked before this is applied, as a sentence; "" when so much may well be meant."""
        losing = len(self.losing)
        many = f"{losing} of {self.papers} papers" if self.papers > 1 else "its paper"
        if self.bare and losing:
            return f"No paper is marked in it any more, which would take something from {many}."
        if losing > _MANY and losing * 4 > self.papers:
            return f"It lacks so much that {many} would lose a place, note, remark, status, star or tag."
        return next(iter(self.shrinking), "")

    @property
    def empty(self) -> bool:
        """Whether there is nothing to apply."""
        return not self.changes and not self.lists and not self.incoming


def _shows_read(mention: Mention) -> bool:
    return mention.box is True or mention.status is Status.READ


def read_back_text(
    text: str | OpenedExport,
    papers: Mapping[str, Paper],
    lists: Mapping[str, ReadingList],
    *,
    source: str = "the file",
    foreign: bool = False,
    emptied: Container[tuple[str, str]] = (),
    namesake: str = "",
    shown: Iterable[tuple[str, str]] | None = None,
    find: TypedFinder | None = None,
    ever: TextsOf = no_texts,
) -> Returned:
    """What was changed in `text` since it was exported, against the library as it is now.

    `papers` is keyed by id; of `lists` only the values count. `source` names the file in conflict markers. Headings of
    an export that was grouped by tag, status or year say nothing and are not read. With `foreign` (another library
    wrote it last) it fills what is empty here; what differs is told with both sides, nothing is taken away. Neither it
    nor a file that has lost its comment fills what was `emptied` by the user (subjects and keys of registers, as
    `authorship.emptied` gives them). Nothing enters a list that only bears the name of the one that the file was
    written from: `namesake` says so, as a clause. A paper without its mark is known by its line in `shown` (ids and
    lines as an export has them), or else by that of a style; one that a person typed there is the one that `find` finds
    for it, or none without that. `ever` tells what the library ever held, so that where a text is otherwise on both
    sides it is known whether more than a formatter was at the file's. Raises `Refused` for a file that holds the marks
    of a merge that was not finished, two exports, an export that is an example in code, or bytes that are no UTF-8.
    """
    export = opened(text)
    text = export.text
    must_be_readable(text, source)
    must_be_merged(text, source, export.record)
    must_be_one(text, source)
    if export.file.is_example:
        raise Refused(f"{source}: {_EXAMPLE}")
    if not export.edited and not foreign:
        return Returned()
    if export.record is None and text and not text.endswith(("\n", "\r")):
        export = OpenedExport(text[: text.rfind("\n") + 1])
    marked, known = marked_again(export, _shown(export.file, papers, lists) if shown is None else shown)
    went_out = export.record.papers if export.record is not None else None
    known = {line: id for line, id in known.items() if went_out is None or id in went_out}
    came = Arrived(marked, {})
    if find is not None:
        came = arrived(marked, find, papers, _no_place(export.record, marked.file, lists, namesake, foreign=foreign))
    reading = _Reading(
        came.export.file, {**papers, **came.papers}, lists, source, foreign, emptied, namesake, known, export.kept, ever
    )
    returned = reading.result()
    if came.papers or came.problems:
        told = sorted((*returned.problems, *came.problems), key=lambda problem: problem.line)
        more = tuple(f"{excerpt(paper.title)}: comes into the library" for paper in came.papers.values())
        returned = replace(
            returned, incoming=tuple(came.papers.values()), problems=tuple(told), diff=(*more, *returned.diff)
        )
    if half := text[len(export.text) :]:
        problem = Problem(export.text.count("\n") + 1, _HALF, excerpt(clean_line(half)))
        returned = replace(returned, problems=(*returned.problems, problem))
    if foreign and (returned.problems or returned.conflicts or not returned.empty):
        return replace(returned, problems=(Problem(0, _FOREIGN), *returned.problems))
    return returned


def _no_place(
    record: ExportRecord | None, file: File, lists: Mapping[str, ReadingList], namesake: str, *, foreign: bool
) -> str:
    """Why a paper that was typed into a file has no place there, as a clause behind its title; "" where it has one."""
    name = record.list_name if record is not None else file.title[0] if file.title else ""
    held = next((lst for lst in lists.values() if fold_name(lst.name) == fold_name(name)), None)
    if namesake or (name and held is None and not foreign):
        return f"was not taken: {namesake or f'there is no reading list {name!r} here'}"
    if held is not None and held.query:
        return "was not taken: the papers of a smart list are those that its query finds"
    if not name or (record is not None and "order" in record.hidden):
        return "was not taken: this file is not that of a reading list, which papers could join"
    return ""


@dataclass
class _Reading:
    """One file on its way back."""

    file: File
    papers: Mapping[str, Paper]
    lists: Mapping[str, ReadingList]
    source: str
    foreign: bool
    emptied: Container[tuple[str, str]]
    namesake: str
    known: Mapping[int, str]
    """The lines whose paper was known without its mark."""
    kept: Container[str]
    """The papers that the file shows otherwise than the library, as another one wrote them."""
    ever: TextsOf
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    diff: list[str] = field(default_factory=list)
    losing: set[str] = field(default_factory=set)
    standing: LooseLines = field(init=False)
    said: dict[str, ExportedPaper] = field(default_factory=dict)
    """What the file says of papers by now."""
    remarks: dict[str, str] = field(default_factory=dict)
    """The remarks of the file by now, where they are others than those that went out."""
    description: str | None = None
    """The description of the file by now, None where it is the one that went out."""
    texts: list[str] = field(default_factory=list)
    """Notes of the file by now."""
    not_taken: set[int] = field(default_factory=set)
    """Where the mentions begin of whose notes or remarks nothing was taken."""
    astray: dict[int, str] = field(init=False)
    """The lines of the mentions that show another paper, as `misplaced` gives them."""

    def __post_init__(self) -> None:
        whose = {mention.line: mention.id for mention in self.file.mentions if mention.listed}
        strays = misplaced(self.file, self.papers).items()
        self.astray = {line: other for line, other in strays if other or whose[line] not in self.kept}
        if not self.foreign:
            self.file = shown_without_marks(self.file, self.papers, self.ever, self._remarks_held())
            before = self.file.mentions
            self.file = without_repeats(self.file, self.papers, self.ever, self.source)
            self.not_taken.update(self._repeats_of_others(before))
        self.standing = LooseLines(self.file, self.papers, self.not_taken)

    def _repeats_of_others(self, before: Sequence[Mention]) -> Iterator[int]:
        """Where the mentions begin of which a note or remark does not count, since another one says what was taken, and
        that has few words of the paper's own: it may be what another paper lost."""
        remarks = self._remarks_held()
        for said, now in zip(before, self.file.mentions, strict=True):
            own = {
                "note": self.papers[said.id].note if said.id in self.papers else "",
                "remark": remarks.get(said.id, ""),
            }
            for kind, held in own.items():
                text = getattr(said, kind)
                if text and getattr(now, kind) is None and not is_mostly_of(text, held):
                    yield said.line

    def _remarks_held(self) -> Mapping[str, str]:
        """The remarks of the list that the file is of, by the ids of their papers."""
        name = fold_name(self.file.record.list_name) if self.file.record is not None else ""
        held = (lst for lst in self.lists.values() if name and fold_name(lst.name) == name)
        return {entry.paper: entry.note for lst in held for entry in lst.entries if entry.note}

    def result(self) -> Returned:
        """What the file asks for, worked out from what it mentions, its list and what was exported."""
        record = self.file.record
        self.problems += self.file.problems
        if record is None:
            self.problems.append(Problem(0, _LOST))
        if len(self.known) > _MANY:
            self.problems.append(Problem(min(self.known) + 1, f"{len(self.known):,} papers {_KNOWN_MANY}"))
        else:
            titles = ((line, title_of(self.papers, id)) for line, id in self.known.items())
            self.problems += [Problem(line + 1, f"'{title}' {_KNOWN}") for line, title in titles]
        by_paper: dict[str, list[Mention]] = {}
        for mention in self._mentions():
            by_paper.setdefault(mention.id, []).append(mention)
        backs: dict[str, PaperBack] = {}
        for id, mentions in by_paper.items():
            paper = self.papers.get(id)
            if paper is None and record is not None and id in record.others:
                continue
            if paper is None:
                message = f"no paper in the library has the id '{id}'; its place was skipped"
                self.problems.append(
                    Problem(mentions[0].line + 1, message, excerpt(self.file.lines[mentions[0].line].strip()))
                )
            else:
                exported = self._exported(id)
                if exported is not None and record is not None and is_as_it_went_out(mentions, exported, record):
                    self.said[id] = exported
                    continue
                backs[id] = self._back(paper, mentions)
        if self._look_at_what_was_not_taken(line for back in backs.values() for line in back.not_taken):
            again = [
                id for id, back in backs.items() if any(each.key == "note" and each.before for each in back.changes)
            ]
            backs |= {id: self._back(self.papers[id], by_paper[id]) for id in again}
        for id, back in backs.items():
            self._take(back)
            self.said[id] = back.said
            self.texts += back.texts
        self._heading()
        self._beneath_others()
        lists = self._list(record)
        self._beneath(record)
        return Returned(
            tuple(self.changes),
            lists,
            tuple(sorted(self.problems, key=lambda problem: problem.line)),
            tuple(self.conflicts),
            tuple(self.diff),
            frozenset(self.losing),
            papers=len(record.papers) if record is not None else 0,
            bare=not any(mention.listed and mention.id in self.papers for mention in self.file.mentions),
            shrinking=tuple(
                filter(
                    None,
                    (*(_shrinking(before, after, record) for before, after in lists), self._as_for_others(by_paper)),
                )
            ),
            edited=True,
            ticked=frozenset(id for id, told in by_paper.items() if any(map(_shows_read, told))),
            says={record.id: self._says(record)} if record is not None and (self.foreign or record.own) else {},
        )

    def _look_at_what_was_not_taken(self, lines: Iterable[int]) -> bool:
        """Look for what is lost also where mentions begin of whose notes or remarks nothing was taken: what one paper
        lost may stand there for another one. Whether any of these lines is new."""
        known = len(self.not_taken)
        self.not_taken.update(lines)
        if len(self.not_taken) == known:
            return False
        self.standing = LooseLines(self.file, self.papers, self.not_taken)
        return True

    def _exported(self, id: str) -> ExportedPaper | None:
        """What went out of a paper; None where the file does not tell, or another library wrote it."""
        return None if self.file.record is None or self.foreign else self.file.record.papers.get(id)

    def _back(self, paper: Paper, mentions: Sequence[Mention]) -> PaperBack:
        """A paper as its mentions have it."""
        record, exported = self.file.record, self._exported(paper.id)
        back = PaperBack(paper, exported, record, self.source, self.standing, self.foreign, self.emptied, self.ever)
        back.read(mentions)
        return back

    def _as_for_others(self, by_paper: Mapping[str, Sequence[Mention]]) -> str:
        """That a file which has the record of one for the user shows nothing that one for others would not, as a
        sentence, where it would take that away from several papers; "" where it does or takes nothing."""
        record = self.file.record
        if record is None or record.form.audience == "others" or record.form.style == "tasks" or not self.losing:
            return ""
        said = {
            id: sum((bool(was.note), was.starred, was.status is not Status.UNREAD))
            for id, was in record.papers.items()
            if was.note or was.starred or was.status is not Status.UNREAD
        }
        every = (mention for mentions in by_paper.values() for mention in mentions)
        shows = any(each.note or each.starred or each.status not in (None, Status.UNREAD) for each in every)
        if shows or len(said) < _SEVERAL or sum(said.values()) <= _SEVERAL:
            return ""
        return (
            f"It shows no note, star or status any more, as a file for others does, so that {len(said)} papers would"
            " lose what you said of them."
        )

    def _says(self, record: ExportRecord) -> ExportRecord:
        """What the file says by now."""
        if record.list_name == "" or "order" in record.hidden:
            return replace(record, papers={**record.papers, **self.said}, texts=self._texts_of(record))
        papers: dict[str, ExportedPaper] = {}
        for mention in self.file.mentions:
            if mention.listed and mention.id not in papers and not self._is_astray(mention):
                said = self.said.get(mention.id) or record.papers.get(mention.id, ExportedPaper())
                papers[mention.id] = replace(said, section=self._section(mention.section))
        return replace(
            record,
            papers={
                id: replace(said, remark=digest(self.remarks[id])) if id in self.remarks else said
                for id, said in papers.items()
            },
            sections=tuple(dict.fromkeys(self._section(name) for name, _ in self.file.sections)),
            description=record.description if self.description is None else digest(self.description),
            texts=self._texts_of(record),
        )

    def _texts_of(self, record: ExportRecord) -> dict[str, str]:
        shown = [*record.texts.values(), *self.texts, *self.remarks.values(), self.description or ""]
        return {digest(text): text for text in shown if text}

    def _heading(self) -> None:
        """Say that another heading renames nothing, unless what went out still heads something further down, and that
        it is gone."""
        record, title = self.file.record, self.file.title
        if record is None or record.form.style == "template" or not record.name:
            return
        if title is None:
            self.problems.append(Problem(0, f"the heading '{record.name}' is gone; the next export writes it again"))
        if title is None or spelt(title[0]) == spelt(record.name):
            return
        lines = self.file.lines
        if not any(spelt(heading_at(lines, at)[1]) == spelt(record.name) for at in range(title[1] + 1, len(lines))):
            message = f"the heading is another than '{record.name}', which it does not rename; it stays in the file"
            self.problems.append(Problem(title[1] + 1, message, excerpt(title[0])))

    def _beneath_others(self) -> None:
        """Name notes and remarks that stand beneath another paper than their mark names, in a list whose papers have
        theirs beneath them."""
        written = self.file.written
        if written is None or written.form.style not in ("list", "tasks") or written.is_list_of_vault:
            return
        places = sorted((mention.line, mention.id) for mention in self.file.mentions if mention.listed)
        at_home = {id for _, id in places}
        for mention in self.file.mentions:
            what = "note" if mention.note else "remark" if mention.remark else ""
            above = bisect_left(places, (mention.line, ""))
            if mention.listed or not what or mention.id not in at_home or mention.id not in self.papers:
                continue
            if not above or places[above - 1][1] != mention.id:
                title = excerpt(self.papers[mention.id].title)
                message = (
                    f"the {what} of '{title}' stands beneath another paper here; by its mark it stays where it was"
                )
                self.problems.append(Problem(mention.line + 1, message))

    def _beneath(self, record: ExportRecord | None) -> None:
        """Name words of a person's own beneath a paper that may have been meant for its note, where nothing is said of
        them yet. In a user's own form they may be of the form."""
        hidden = record.hidden if record is not None else frozenset()
        if record is not None and record.form.style == "template":
            return
        told = {problem.line - 1 for problem in self.problems} | self.file.torn
        message = f"words that may be a note stand beneath a paper here, {IN_VAIN}" if "note" in hidden else NO_NOTE
        for id, lines in own_words(self.file):
            paper = self.papers.get(id)
            texts = [paper.note, paper.abstract, *self.remarked.get(id, ())] if paper is not None else []
            held = " ".join(run_of(text) for text in texts if text)
            runs = {at: run_of(self.file.lines[at]) for at in lines if at not in told and at not in self.file.bare}
            own = (at for at, run in runs.items() if not run.strip() or run not in held)
            if (first := next(own, None)) is not None:
                self.problems.append(Problem(first + 1, message, excerpt(clean_line(self.file.lines[first]))))

    def _mentions(self) -> list[Mention]:
        """The mentions, save those that show another paper than their mark names."""
        for line, other in self.astray.items():
            id = next(mention.id for mention in self.file.mentions if mention.line == line and mention.listed)
            mine = excerpt(self.papers[id].title)
            theirs = f"the title '{excerpt(self.papers[other].title)}'" if other else "another title and address"
            message = f"the mark of '{mine}' stands beside {theirs}; nothing was taken from there"
            self.problems.append(Problem(line + 1, message))
        return [self._without_remark(mention) for mention in self.file.mentions if not self._is_astray(mention)]

    def _without_remark(self, mention: Mention) -> Mention:
        """A mention without a note that is a remark on the paper, where an editor took the marks of both."""
        text, paper = mention.note, self.papers.get(mention.id)
        if not mention.typed or not text or paper is None or is_unmarked(text, paper.note):
            return mention
        remarks = [*self.remarked.get(mention.id, ()), *self.ever("remark", mention.id)]
        is_remark = any(is_unmarked(text, remark) for remark in remarks) and not self._before("note", paper.id).was(
            text
        )
        return replace(mention, note=None, typed=False) if is_remark else mention

    @cached_property
    def remarked(self) -> Mapping[str, Sequence[str]]:
        """The remarks on each paper that has any, in whatever list."""
        found: dict[str, list[str]] = {}
        for entry in (entry for lst in self.lists.values() for entry in lst.entries if entry.note):
            found.setdefault(entry.paper, []).append(entry.note)
        return found

    def _is_astray(self, mention: Mention) -> bool:
        return mention.listed and mention.line in self.astray

    def _take(self, edits: PaperBack) -> None:
        self.changes += edits.changes
        self.problems += edits.problems
        self.conflicts += edits.conflicts
        self.diff += edits.diff
        self.losing |= {edits.paper.id} if edits.loses else set()

    def _list(self, record: ExportRecord | None) -> tuple[tuple[ReadingList | None, ReadingList], ...]:
        name = record.list_name if record is not None else self.file.title[0] if self.file.title else ""
        if not name or (record is not None and "order" in record.hidden):
            return ()
        called = (lst for lst in self.lists.values() if fold_name(lst.name) == fold_name(name))
        held = next(called, None) if not self.namesake else None
        if self.foreign and not self.namesake and (held is None or not held.query):
            return self._joined(held, ReadingList(self._section(name)))
        if held is None or held.query:
            if record is not None:
                why = self.namesake or f"there is no reading list '{name}' here"
                self.problems.append(Problem(0, f"{why}; order, sections and remarks were not read"))
            return ()
        entries = self._entries(record, held)
        stay = self._staying(record, held, entries)
        sections = tuple(dict.fromkeys(self._section(name) for name, _ in self.file.sections))
        text = replace(held, description=self.file.description or "", sections=sections, entries=entries)
        if record is not None and record.form.style == "template":
            self._undescribed(record, held)
            text = with_unshown(record, text, held, self.file.description is not None)
        if record is None:
            text, lost = without_emptied(text, held, self.emptied, self._called)
            self.conflicts += lost
        merged, conflicts = merge_list(record, text, held, stay, self._called, self._remarked(record, entries))
        merged, renamed = recase_sections(merged, self.file.recased)
        conflicts += renamed
        was = record.description if record is not None else None
        above = [self.file.title[1]] if self.file.title else []
        own = record.own_description if record is not None else None
        what = f"The description of '{held.name}'"
        settled, self.description = self._settled(
            what, (was, own), text.description, held.description, self._before("description", ""), above
        )
        merged = replace(merged, description=settled.text)
        self.conflicts += conflicts
        self.losing |= set(held.papers) - set(merged.papers)
        if merged == held:
            return ()
        self.diff += list_diff(held, merged, self.papers)
        return ((held, merged),)

    def _undescribed(self, record: ExportRecord, held: ReadingList) -> None:
        """Say of a description that was taken out of the file of a user's template, or stands there in a form of its
        own, that it stays as the library has it: not all such files show one, and earlier ones do not tell."""
        is_hidden, shown = "description" in record.hidden, self.file.description is not None
        if record.description and held.description and is_hidden is shown:
            message = f"the description of '{held.name}' is not taken from this file of a template; it stays as it was"
            self.problems.append(Problem(0, message))

    def _joined(
        self, held: ReadingList | None, fresh: ReadingList
    ) -> tuple[tuple[ReadingList | None, ReadingList], ...]:
        """The list with what it gains from another library's file; one that is not here yet is made."""
        now = held or fresh
        self.description = self.file.description or ""
        text = replace(now, description=self.description, entries=self._entries(None, fresh))
        sections = [self._section(name) for name, _ in self.file.sections]
        if held is not None and held.entries and {*held.papers}.isdisjoint(text.papers) and text.entries:
            self.conflicts.append(
                f"A list '{held.name}' was here already, with other papers, and is taken for the same: both are one now"
            )
        gone = self.emptied if held is not None else ()
        merged, conflicts = join_list(replace(text, sections=tuple(dict.fromkeys(sections))), now, gone, self._called)
        self.conflicts += conflicts
        if merged == now and (held is not None or not merged.entries):
            return ()
        self.diff += list_diff(now, merged, self.papers)
        return ((held, merged),)

    def _remarked(self, record: ExportRecord | None, entries: Iterable[ListEntry]) -> list[str]:
        """The papers that have a remark in the file which they had not: where another library wrote it, or none was
        there. What a formatter made of one is none."""
        written = self.file.written
        if record is None or written is None:
            return []
        was, wrote = (each.papers for each in (record, written))
        return [
            entry.paper
            for entry in entries
            if (id := entry.paper) in was and entry.note
            if not was[id].remark or (id in wrote and wrote[id].remark not in ("", was[id].remark))
        ]

    def _staying(self, record: ExportRecord | None, held: ReadingList, entries: Sequence[ListEntry]) -> set[str]:
        """The papers of the list that have no place in the file and stay, since their title or address is there."""
        if record is None:
            return set()
        shown = {entry.paper for entry in entries}
        astray = {mention.id for mention in self.file.mentions if self._is_astray(mention)}
        stay = (astray | set(self.astray.values()) | {each.id for each in self.file.alone}) - shown
        for id in held.papers:
            if id in record.papers and id not in shown and id not in stay and id in self.papers:
                paper = self.papers[id]
                if (line := self.standing.title_line(paper.title, paper.link)) is not None:
                    stay.add(id)
                    message = f"'{excerpt(paper.title)}' stands here without its mark; it stays on the list as it was"
                    self.problems.append(Problem(line + 1, message))
        return stay

    def _settled(
        self,
        what: str,
        sides: tuple[str | None, str | None],
        text: str,
        held: str,
        before: Before,
        above: Collection[int],
    ) -> tuple[Settled, str | None]:
        """A remark or description, and what is to be said of it; what the file says by now, None where that is what
        went out. `sides` are digests of that and of what the library said then; the rest is as in `settle_since`."""
        record, (was, own) = self.file.record, sides
        stripped = record is not None and record.stripped
        found, now = settle_since(
            was, own, text, held, before=before,
            stripped=stripped, source=self.source, standing=self.standing, above=above,
        )  # fmt: skip
        if found.stands is not None:
            message = f"{what} stands here without its marks, so it was left as it was"
            self.problems.append(Problem(found.stands + 1, message))
        elif found.kept:
            self.conflicts.append(f"{what} was taken out of the file and changed in the library, where it stays")
        elif found.both:
            self.conflicts.append(f"{what} {both_changed(was)}")
        return found, now

    def _before(self, kind: str, id: str) -> Before:
        """What the remark on a paper, or the description, was before."""
        record = self.file.record
        return Before(kind, id, record.texts if record is not None else {}, self.ever)

    def _called(self, id: str) -> str:
        return f"'{title_of(self.papers, id)}'"

    def _section(self, name: str) -> str:
        return name[:NAME_LIMIT].strip()

    def _entries(self, record: ExportRecord | None, held: ReadingList) -> tuple[ListEntry, ...]:
        """The entries that the file shows, each with its merged remark."""
        problems, conflicts, losing = [*self.problems], [*self.conflicts], {*self.losing}
        entries, not_taken = self._entries_by(record, held)
        if self._look_at_what_was_not_taken(not_taken):
            self.problems, self.conflicts, self.losing, self.remarks = problems, conflicts, losing, {}
            entries, _ = self._entries_by(record, held)
        return entries

    def _entries_by(
        self, record: ExportRecord | None, held: ReadingList
    ) -> tuple[tuple[ListEntry, ...], Sequence[int]]:
        """The same as far as is known what was not taken, and where the mentions begin whose remarks are not."""
        now = {entry.paper: entry for entry in held.entries}
        remarks = self._remarks(record, now)
        hidden = self.file.record.hidden if self.file.record is not None else frozenset()
        entries: dict[str, ListEntry] = {}
        not_taken: list[int] = []
        lines: dict[str, list[int]] = {}
        for mention in self.file.mentions:
            lines.setdefault(mention.id, []).append(mention.line)
        for mention in self.file.mentions:
            if not mention.listed or mention.id not in self.papers or self._is_astray(mention):
                continue
            if mention.id in entries:
                message = f"'{mention.id}' stands here again; {_AGAIN}"
                self.problems.append(Problem(mention.line + 1, message))
                continue
            exported = record.papers.get(mention.id) if record is not None else None
            mine = now.get(mention.id)
            text = remarks.get(mention.id, "")
            remark = mine.note if mine else text
            if self.foreign and "remark" not in hidden:
                self.remarks[mention.id] = text
            if record is not None and mine is not None and "remark" not in record.hidden:
                title = excerpt(self.papers[mention.id].title)
                above = [*lines[mention.id], *self.standing.comments_on(mention.id)] if mine.note else []
                was, own = (exported.remark, record.own_paper(mention.id).remark) if exported is not None else ("", "")
                settled, now_there = self._settled(
                    f"The remark on '{title}'", (was, own), text, mine.note, self._before("remark", mention.id), above
                )
                remark = settled.text
                if settled.stands is not None:
                    shown = (other for other in self.file.mentions if other.id == mention.id and other.remark)
                    not_taken += [other.line for other in shown]
                if now_there is not None:
                    self.remarks[mention.id] = now_there
                self.losing |= {mention.id} if mine.note and not remark else set()
            entries[mention.id] = ListEntry(mention.id, self._section(mention.section), remark)
        return tuple(entries.values()), not_taken

    def _remarks(self, record: ExportRecord | None, now: Mapping[str, ListEntry]) -> dict[str, str]:
        """The remark that counts of each paper that has one in the file."""
        found: dict[str, list[tuple[Mention, str]]] = {}
        for mention in self.file.mentions:
            if mention.remark and not self._is_astray(mention):
                found.setdefault(mention.id, []).append((mention, mention.remark))
        remarks: dict[str, str] = {}
        not_taken: list[int] = []
        for id, blocks in found.items():
            was = record.papers[id].remark if record is not None and id in record.papers else ""
            held = now[id].note if id in now else ""
            went_out = self._before("remark", id).text
            stripped = record is not None and record.stripped
            copies = copied_blocks(blocks, held, was, went_out, stripped)
            for mention, text in copies:
                title = title_of(self.papers, id)
                message = f"the remark on '{title}' stands here again with other words, which {NOT_TAKEN}"
                self.problems.append(Problem(mention.line + 1, message, excerpt(clean_line(text))))
            not_taken += [copy.line for copy, _ in copies]
            own = [(mention, text) for mention, text in blocks if all(mention is not copy for copy, _ in copies)]
            edited = [(mention, text) for mention, text in own if not (was and matches_digest(text, was, stripped))]
            mention, remarks[id] = (edited or own)[0]
            if was and are_in_pieces(remarks[id], held, (text for _, text in edited[1:])):
                message = f"the remark on '{title_of(self.papers, id)}' {IN_PIECES}"
                self.problems.append(Problem(mention.line + 1, message))
                remarks[id] = held
        self._look_at_what_was_not_taken(not_taken)
        return remarks


def _shown(
    file: File, papers: Mapping[str, Paper], lists: Mapping[str, ReadingList]
) -> Iterator[tuple[str, str]]:  # fmt: skip
    """The id of each paper that went out, or may have where that is not known, and the lines that a style has for it;
    none for a user's own form."""
    record = file.record
    if record is not None and (record.form.style == "template" or record.is_list_of_vault):
        return
    title = file.title[0] if file.title is not None else ""
    held = (id for lst in lists.values() if fold_name(lst.name) == fold_name(title) for id in lst.papers)
    for id in held if record is None else (id for _, id in record.places):
        if (paper := papers.get(id)) is None:
            continue
        if record is None or record.form.style != "table":
            terse = record is None or record.form.is_terse
            authors = record.form.authors if record is not None else AUTHORS_NAMED
            yield id, f"- {link(paper)}{byline_of(paper, ' — ', authors) if terse else former_byline(paper, ' — ')}"
        if record is None or record.form.style == "table":
            yield id, f"| {link(paper, strong=False)} |"


def _shrinking(before: ReadingList | None, after: ReadingList, record: ExportRecord | None) -> str:
    """That a list would lose all that it has, or so much that it is asked about, as a sentence; "" when it does not.

    Since the file was written, another copy of it may have taken papers off: what goes now is held against the rest.
    """
    has = set(before.papers) if before is not None else set()
    lost = has - set(after.papers)
    if not lost or (after.papers and (len(lost) <= _MANY or len(lost) * 4 <= len(has))):
        return ""
    shown = len(record.papers) if record is not None else 0
    many = f"all {len(has)} papers" if lost == has else f"{len(lost)} of {len(has)} papers"
    what = f"{many if len(has) > 1 else 'the one paper'} that '{after.name}' has now"
    return f"It lacks {what}{f', of {shown} that it had when the file was written' if shown > len(has) else ''}."


def list_diff(before: ReadingList, after: ReadingList, papers: Mapping[str, Paper]) -> Iterable[str]:
    """What happens to a list, a line for people each."""
    name = f"'{before.name}'"
    old, new = ({entry.paper: entry for entry in lst.entries} for lst in (before, after))
    title = partial(title_of, papers)

    yield from (f"{title(id)}: leaves {name}" for id in old if id not in new)
    joined = [entry for id, entry in new.items() if id not in old]
    yield from (f"{title(entry.paper)}: joins {name}{', with a remark' if entry.note else ''}" for entry in joined)
    for id, entry in new.items():
        if id in old and old[id].section != entry.section:
            yield f"{title(id)}: to section '{entry.section}'" if entry.section else f"{title(id)}: out of its section"
        if id in old and old[id].note != entry.note:
            yield f"{title(id)}: remark {'removed' if not entry.note else 'changed' if old[id].note else 'added'}"
    if [id for id in old if id in new] != [id for id in new if id in old]:
        yield f"{name}: order changed"
    if before.sections != after.sections:
        yield f"{name}: sections {', '.join(after.sections) or 'none'}"
    if before.description != after.description:
        yield f"{name}: description changed"
