"""What a reader says about papers: tags, stars, status, notes; and the tags themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from reader.errors import InputError, LimitError, Refused
from reader.library import change
from reader.library.change import Change
from reader.library.library import Library, Outcome
from reader.operations.new_names import with_near_tags
from reader.operations.sentences import joined, name
from reader.operations.stored_queries import Followed, follow, orphaned
from reader.paper import Paper, Status
from reader.suggestions import meant_name, perhaps
from reader.text import NOTE_LIMIT, TAG_LIMIT, clean_line, clean_text, fold_name, new_tag, under, whole_tag


def clean_tag(text: str) -> str:
    """A tag as it is stored: one clean line, without a leading "#" and without blanks around "/".

    Raises `InputError` when nothing is left and `LimitError` when it is too long.
    """
    tag = new_tag(text)
    if not tag:
        raise InputError("A tag cannot be empty.")
    return short_enough(tag)


def named_tag(library: Library, text: str) -> str:
    """The tag that a person names, old or new: as it stands where a paper has it so, else without empty parts.

    An older library may hold "a//b"; it is found by that name, and no new tag is made so. Raises as `clean_tag`.
    """
    tag = clean_tag(text)
    return tag if tag in library.tags else whole_tag(tag)


def short_enough(tag: str) -> str:
    """The tag itself. Raises `LimitError` when it is too long."""
    if len(tag) > TAG_LIMIT:
        raise LimitError(f"A tag may have at most {TAG_LIMIT} characters; '{tag[:20]}…' has {len(tag)}.")
    return tag


def clean_note(text: str) -> str:
    """A note as it is stored: clean text, blank when there is nothing but white space. Raises `LimitError`."""
    note = clean_text(text)
    if len(note) > NOTE_LIMIT:
        raise LimitError(f"A note may have at most {NOTE_LIMIT:,} characters; this one has {len(note):,}.")
    return note if note.strip() else ""


def tag_papers(
    library: Library, papers: Sequence[Paper], add: Iterable[str] = (), remove: Iterable[str] = ()
) -> Outcome:
    """Add and remove tags on all of `papers`, as one step. A tag known in another spelling keeps that one."""
    wanted = list(dict.fromkeys(library.tags.spelling(named_tag(library, tag)) for tag in add))
    unwanted = [named_tag(library, tag) for tag in remove]
    if not wanted and not unwanted:
        raise InputError("Say which tags to add or to remove.")
    if both := {fold_name(tag) for tag in wanted} & {fold_name(tag) for tag in unwanted}:
        raise InputError(f"{joined(sorted(both))} cannot be added and removed at once.")
    changes = [edit for paper in papers for edit in change.tag(paper, tuple(wanted), tuple(unwanted))]
    touched = {edit.subject for edit in changes}
    changed = [paper for paper in papers if paper.id in touched] or list(papers)
    parts = []
    if any(edit.after is not None for edit in changes) or not unwanted:
        parts.append(f"Tagged {name(changed)} {joined(wanted)}")
    if any(edit.after is None for edit in changes) or not wanted:
        parts.append(f"took {joined(unwanted)} off {name(changed)}")
    say = ", ".join(parts)
    known = library.tags.counts()
    outcome = with_near_tags(library.apply(changes, say[:1].upper() + say[1:]), wanted, known)
    strange = [_no_such_tag(known, tag) for tag in unwanted if fold_name(tag) not in set(map(fold_name, known))]
    return replace(outcome, warnings=(*outcome.warnings, *strange))


def star_papers(library: Library, papers: Sequence[Paper], on: bool) -> Outcome:
    """Star or unstar all of `papers`."""
    changes = [edit for paper in papers for edit in change.star(paper, on)]
    return library.apply(changes, f"{'Starred' if on else 'Unstarred'} {name(_touched(papers, changes))}")


def mark_papers(library: Library, papers: Sequence[Paper], status: Status) -> Outcome:
    """Mark all of `papers` as unread, reading or read."""
    changes = [edit for paper in papers for edit in change.status(paper, status)]
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
    """Add a paragraph to the end of a note. Raises `InputError` for one that is blank."""
    if not clean_note(text):
        raise InputError("There is nothing to append: the text is empty.")
    return set_note(library, paper, f"{paper.note.rstrip()}\n\n{text}" if paper.note.strip() else text)


def tagged(library: Library, tag: str) -> list[Paper]:
    """The papers that have exactly this tag, blind to case."""
    key = fold_name(tag)
    return [paper for paper in library.papers.values() if any(fold_name(own) == key for own in paper.tags)]


def rename_tag(library: Library, old: str, new: str) -> Outcome:
    """Rename a tag everywhere, the tags nested under it too, and in the queries of smart lists and saved searches;
    renaming to a tag that exists, in whatever spelling, merges the two.

    Raises `Refused` when no paper has the tag, `LimitError` when what is nested under it would become too long.
    """
    old, new = named_tag(library, old), named_tag(library, new)
    key = fold_name(old)
    if fold_name(new) != key:
        new = library.tags.spelling(new)

    def new_name(own: str) -> str | None:
        if fold_name(clean_line(own)) == key:
            return new
        rest = under(own, old)
        return None if rest is None else library.tags.spelling(short_enough(f"{new}/{rest}"))

    changes = []
    papers = []
    for paper in library.papers.values():
        renamed = {own: to for own in paper.tags if (to := new_name(own)) is not None}
        if edits := change.retag(paper, renamed):
            changes += edits
            papers.append(paper)
    if not changes and not tagged(library, old):
        raise Refused(_no_such_tag(library.tags.counts(), old))
    others = [tag for tag in library.tags.counts() if fold_name(tag) != key and under(tag, old) is None]
    followed = follow(library, "tag", new_name) if fold_name(new) != key else Followed()
    say = f"Renamed the tag '{old}' to '{new}' on {name(papers)}{followed.say}"
    renamed_all = library.apply([*changes, *followed.changes], say)
    return with_near_tags(renamed_all.telling(followed.warnings), [new], others)


def _no_such_tag(known: Iterable[str], tag: str) -> str:
    return f"No paper has the tag '{tag}'{perhaps(meant_name(tag, known))}"


def delete_tag(library: Library, tag: str) -> Outcome:
    """Take a tag off every paper; which stored queries still name it is told. Raises `Refused` when no paper has it."""
    tag = named_tag(library, tag)
    papers = tagged(library, tag)
    if not papers:
        raise Refused(_no_such_tag(library.tags.counts(), tag))
    changes = [edit for paper in papers for edit in change.tag(paper, remove=(tag,))]
    return library.apply(changes, f"Deleted the tag '{tag}' from {name(papers)}").telling(orphaned(library, "tag", tag))


def _touched(papers: Sequence[Paper], changes: Iterable[Change]) -> list[Paper]:
    touched = {edit.subject for edit in changes}
    return [paper for paper in papers if paper.id in touched] or list(papers)
