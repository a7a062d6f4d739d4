"""What a reader says about papers: tags, stars, status, notes; and the tags themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from reader.counting import count, form
from reader.errors import LimitError, NoteConflict, ReaderError, Refused, WrongValue
from reader.library import change
from reader.library.change import Change
from reader.library.library import Library, Outcome
from reader.library.registers import Tally
from reader.operations.new_names import with_near_tags
from reader.operations.sentences import joined, name
from reader.operations.settling import clean_note
from reader.operations.stored_queries import follow, orphaned
from reader.operations.triage import off_the_queue
from reader.operations.unseen import filled, must_be_seen
from reader.paper import Paper, Status
from reader.suggestions import called_tags, perhaps, told_name
from reader.text import TAG_LIMIT, at_or_under, clean_line, fold_name, new_tag, under, whole_tag

PREVIEWED = 200
"""So many papers are named at most in what a change of tags would do."""


def clean_tag(text: str) -> str:
    """A tag as it is stored: one clean line, without a leading "#" and without blanks around "/".

    Raises `WrongValue` when nothing is left, or nothing but "#", and for what nobody sees, and `LimitError` when it is
    too long; and as `filled`.
    """
    tag = filled(new_tag(text), "tag")
    if not tag:
        raise WrongValue("A tag cannot be empty.")
    if not tag.strip("#/ "):
        raise WrongValue(f"'{tag}' is no tag: it only marks one, as in '#reading'.")
    must_be_seen(text, "tag")
    return short_enough(tag)


def must_be_tags(texts: Iterable[str]) -> None:
    """Raises as `clean_tag` for a text that can be no tag, whatever library it is for."""
    for text in texts:
        clean_tag(text)


def named_tag(library: Library, text: str) -> str:
    """The tag that a person names, old or new: as it stands where a paper has it so, else without empty parts.

    An older library may hold "a//b"; it is found by that name, and no new tag is made so. Raises as `clean_tag`.
    """
    return _named(library.tags, text)


def wanted_tags(library: Library, texts: Iterable[str]) -> list[str]:
    """The tags that a person wants to give, each once; one known in another spelling keeps that. Raises as
    `clean_tag`."""
    found: dict[str, str] = {}
    for text in texts:
        tag = library.tags.spelling(named_tag(library, text))
        found.setdefault(fold_name(tag), tag)
    return list(found.values())


def _named(tags: Tally, text: str) -> str:
    must_be_seen(text, "tag")
    tag = held if (held := new_tag(text)) in tags else clean_tag(text)
    return tag if tag in tags else whole_tag(tag)


def short_enough(tag: str) -> str:
    """The tag itself. Raises `LimitError` when it is too long."""
    if len(tag) > TAG_LIMIT:
        raise LimitError(f"A tag may have at most {TAG_LIMIT} characters; '{tag[:20]}…' has {len(tag)}.")
    return tag


def tag_papers(
    library: Library, papers: Sequence[Paper], add: Iterable[str] = (), remove: Iterable[str] = ()
) -> Outcome:
    """Add and remove tags on all of `papers`, as one step. A tag known in another spelling keeps that one."""
    wanted = wanted_tags(library, add)
    unwanted = [named_tag(library, tag) for tag in remove]
    if not wanted and not unwanted:
        raise WrongValue("Say which tags to add or to remove.")
    if both := {fold_name(tag) for tag in wanted} & {fold_name(tag) for tag in unwanted}:
        raise WrongValue(f"{joined(sorted(both))} cannot be added and removed at once.")
    changes = [edit for paper in papers for edit in change.tag(paper, tuple(wanted), tuple(unwanted))]
    touched = {edit.subject for edit in changes}
    left = {edit.key for edit in changes if edit.after is None}
    off = [tag for tag in unwanted if not left or f"tag:{fold_name(tag)}" in left]
    changed = [paper for paper in papers if paper.id in touched] or list(papers)
    parts = []
    if any(edit.after is not None for edit in changes) or not unwanted:
        parts.append(f"Tagged {name(changed)} {joined(wanted)}")
    if any(edit.after is None for edit in changes) or not wanted:
        parts.append(f"took {joined(off)} off {name(changed)}")
    say = ", ".join(parts)
    known = library.tags.counts()
    outcome = with_near_tags(library.apply(changes, say[:1].upper() + say[1:]), wanted, known)
    folded = set(map(fold_name, known))
    strange = [_no_such_tag(known, tag) for tag in unwanted if fold_name(tag) not in folded]
    return replace(outcome, warnings=(*outcome.warnings, *strange))


def star_papers(library: Library, papers: Sequence[Paper], on: bool) -> Outcome:
    """Star or unstar all of `papers`."""
    changes = [edit for paper in papers for edit in change.star(paper, on)]
    return library.apply(changes, f"{'Starred' if on else 'Unstarred'} {name(_touched(papers, changes))}")


def mark_papers(library: Library, papers: Sequence[Paper], status: Status) -> Outcome:
    """Mark all of `papers` as unread, reading or read; what is read leaves the Queue."""
    changes = [edit for paper in papers for edit in change.status(paper, status)]
    if status is Status.READ:
        changes += off_the_queue(library, papers)
    return library.apply(changes, f"Marked {name(_touched(papers, changes))} as {status.value}")


def set_note(library: Library, paper: Paper, text: str, *, started_from: str | None = None) -> Outcome:
    """Replace a paper's note. `started_from` is the text that the editor opened with; None means the present one.

    Raises `NoteConflict` when the stored note is no longer that text, `LimitError` when the note is too long.
    """
    note = clean_note(text)
    before = paper.note if started_from is None else started_from
    if note == before:
        return Outcome(None)
    edit = Change(paper.id, "note", before or None, note or None)
    verb = "Removed the note on" if not note else "Changed the note on" if before else "Wrote a note on"
    return library.apply([edit], f"{verb} {name([paper])}")


def append_note(library: Library, paper: Paper, text: str) -> Outcome:
    """Add a paragraph to the end of a note, whatever another process made of that meanwhile.

    Raises `WrongValue` for one that is blank.
    """
    if not clean_note(text):
        raise WrongValue("There is nothing to append: the text is empty.")
    while True:
        try:
            outcome = set_note(library, paper, f"{paper.note.rstrip()}\n\n{text}" if paper.note.strip() else text)
        except NoteConflict as error:
            if error.stored == paper.note:
                raise
            paper = replace(paper, note=error.stored)
            continue
        stored = library.papers[paper.id].note if paper.id in library.papers else paper.note
        if outcome.step is not None or stored == paper.note:
            return outcome
        # Another process has appended the same words meanwhile: these are a paragraph of their own.
        paper = replace(paper, note=stored)


def tagged(library: Library, tag: str) -> list[Paper]:
    """The papers that have exactly this tag, blind to case."""
    key = fold_name(tag)
    return [paper for paper in library.papers.values() if any(fold_name(own) == key for own in paper.tags)]


def rename_tag(library: Library, old: str, new: str) -> Outcome:
    """Rename a tag as `merge_tags` does."""
    return merge_tags(library, [old], new)


def merge_tags(library: Library, tags: Sequence[str], new: str) -> Outcome:
    """Give several tags one name everywhere, the tags nested under them too, and in the queries of smart
    lists, as one step; a tag that has the name, in whatever spelling, takes them in. One tag is renamed so.

    Raises `Refused` when no paper has one of the tags, `LimitError` when what is nested under one would become too
    long; nothing was changed then.
    """
    known = library.tags.counts()
    renaming = renaming_of(library.tags, tags, new)
    olds, new = renaming.olds, renaming.new
    changed = renaming.changes(library.papers.values())
    papers = [paper for paper, _ in changed]
    changes = [edit for _, edits in changed for edit in edits]

    def other_name(value: str) -> str | None:
        to = renaming.name(value)
        return None if to is None or fold_name(to) == fold_name(clean_line(value)) else to

    followed = follow(library, "tag", other_name)
    gone = [old for old in olds if fold_name(old) != fold_name(new)] or olds
    others = [tag for tag in known if not any(_is_of(tag, old) for old in olds)]
    takes_in = len(olds) > 1 or fold_name(new) in map(fold_name, others)
    what = (
        f"Merged the {form(len(gone), 'tag', 'tags')} {joined(gone)} into"
        if takes_in
        else f"Renamed the tag '{gone[0]}' to"
    )
    say = f"{what} '{new}' on {name(papers)}{followed.say}"
    made = [] if fold_name(new) in map(fold_name, olds) else [new]
    return with_near_tags(library.apply([*changes, *followed.changes], say).telling(followed.warnings), made, others)


@dataclass(frozen=True, slots=True)
class TagChange:
    """Tags to become one, or to go."""

    tags: tuple[str, ...]
    to: str = ""
    """The name they all get (a rename, or a merge when several or when it exists); "" takes them away."""


def change_tags(library: Library, wish: TagChange) -> Outcome:
    """Rename, merge or delete tags, as one step. Raises as `merge_tags` and `delete_tags`."""
    return merge_tags(library, wish.tags, wish.to) if wish.to else delete_tags(library, wish.tags)


def tag_effect(library: Library, wish: TagChange) -> tuple[str, ...]:
    """What a change would do: which tag becomes which, which become one, and the papers; or why it cannot be done."""
    if not wish.to:
        papers = list({paper.id: paper for tag in wish.tags for paper in tagged(library, tag)}.values())
        lines = [f"{joined(wish.tags)} goes from {count(len(papers), 'paper')}"]
    else:
        counts = library.tags.counts()
        try:
            renaming = renaming_of(library.tags, wish.tags, wish.to)
            names, joins = renaming.names(), renaming.joins()
            papers = [paper for paper, _ in renaming.changes(library.papers.values())]
        except ReaderError as error:
            return (str(error),)
        lines = [*joins, *(f"'{old}' becomes '{to}' on {count(counts[old], 'paper')}" for old, to in names.items())]
    return (*lines, *(paper.title for paper in papers[:PREVIEWED]))


def _is_of(tag: str, parent: str) -> bool:
    """Whether a tag is `parent`, or nested under it."""
    return fold_name(tag) == fold_name(parent) or under(tag, parent) is not None


@dataclass(frozen=True, slots=True)
class Renaming:
    """What becomes of tags where `olds` become `new`; they are renamed by it, and foretold by it."""

    tags: Tally
    olds: tuple[str, ...]
    new: str
    keys: frozenset[str]
    """Those of `olds` (see `fold_name`)."""

    def name(self, own: str) -> str | None:
        """The new name of a tag, None where it stays; a nested one follows the nearest of `olds` that it is under.

        Raises `LimitError` when the name would be too long.
        """
        if fold_name(clean_line(own)) in self.keys:
            return self.new
        rests = [rest for old in self.olds if (rest := under(own, old)) is not None]
        if not rests:
            return None
        to = short_enough(f"{self.new}/{min(rests, key=len)}")
        return to if fold_name(to) == fold_name(clean_line(own)) else self.tags.spelling(to)

    def changes(self, papers: Iterable[Paper]) -> list[tuple[Paper, list[Change]]]:
        """The papers that it changes, each with its changes. Raises as `name`."""
        found = []
        name = cache(self.name)
        for paper in papers:
            renamed = {own: to for own in paper.tags if (to := name(own)) is not None}
            if edits := change.retag(paper, renamed):
                found.append((paper, edits))
        return found

    def names(self) -> dict[str, str]:
        """Each tag that gets another name, with that name. Raises as `name`."""
        becoming = {own: self.name(own) for own in self.tags.counts()}
        return {own: to for own, to in becoming.items() if to is not None and to != own}

    def joins(self) -> tuple[str, ...]:
        """A sentence for each name under which tags become one that were not all named for it. Raises as `name`."""
        becoming: dict[str, list[str]] = {}
        for own in self.tags.counts():
            becoming.setdefault(fold_name(self.name(own) or own), []).append(own)
        sentences = []
        for key, owns in becoming.items():
            if len(owns) > 1 and not self.keys.issuperset(map(fold_name, owns)):
                there = next((own for own in owns if fold_name(own) == key), "")
                many = "the two" if len(owns) == 2 else f"all {len(owns)}"
                sentences.append(
                    f"'{there}' exists already: {many} become one." if there else f"{joined(owns)} become one."
                )
        return tuple(sentences)


def renaming_of(tags: Tally, olds: Sequence[str], new: str) -> Renaming:
    """The renaming of `olds` among `tags`; a tag that has the new name, in whatever spelling, lends its spelling.

    Raises `Refused` when one of them is not there, and as `clean_tag`.
    """
    known = tags.counts()
    names = tuple(_named(tags, old) for old in olds)
    for old in names:
        if not any(_is_of(tag, old) for tag in known):
            raise Refused(_no_such_tag(known, old))
    name = _named(tags, new)
    keys = frozenset(map(fold_name, names))
    return Renaming(tags, names, name if fold_name(name) in keys else tags.spelling(name), keys)


def _no_such_tag(known: Collection[str], tag: str) -> str:
    """A sentence on a tag that no paper has, with one that is near, also to a part of its path, or nested under it."""
    called = called_tags(known)
    near = called.get(told_name(tag, called), "")
    nested = (other for other in known if at_or_under(other, fold_name(tag)))
    return f"No paper has the tag '{tag}'{perhaps(near if near in known else next(nested, ''))}"


def delete_tag(library: Library, tag: str) -> Outcome:
    """Take a tag off every paper as `delete_tags` does."""
    return delete_tags(library, [tag])


def delete_tags(library: Library, tags: Sequence[str]) -> Outcome:
    """Take tags off every paper, as one step; which stored queries still name one is told.

    Raises `Refused` when no paper has one of them; nothing was changed then.
    """
    going = [named_tag(library, tag) for tag in tags]
    papers: dict[str, Paper] = {}
    for tag in going:
        holders = tagged(library, tag)
        if not holders:
            raise Refused(_no_such_tag(library.tags.counts(), tag))
        papers |= {paper.id: paper for paper in holders}
    changes = [edit for paper in papers.values() for edit in change.tag(paper, remove=tuple(going))]
    what = f"the {form(len(going), 'tag', 'tags')} {joined(going)}"
    told = [sentence for tag in going for sentence in orphaned(library, "tag", tag)]
    return library.apply(changes, f"Deleted {what} from {name(list(papers.values()))}").telling(told)


def _touched(papers: Sequence[Paper], changes: Iterable[Change]) -> list[Paper]:
    touched = {edit.subject for edit in changes}
    return [paper for paper in papers if paper.id in touched] or list(papers)
