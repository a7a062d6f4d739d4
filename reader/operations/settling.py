"""What several devices wrote on one text, each without sight of the others' words, made one again."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from reader.errors import LimitError, Refused, UsageError
from reader.library.library import Library, Outcome
from reader.library.moments import NOTE
from reader.library.note_versions import join
from reader.operations.sentences import TITLE_SAID
from reader.paper import Paper
from reader.suggestions import perhaps_of
from reader.text import NOTE_LIMIT, clean_text, shortened


def clean_note(text: str) -> str:
    """A note as it is stored: clean text, blank when there is nothing but white space. Raises `LimitError`."""
    note = clean_text(text)
    if len(note) > NOTE_LIMIT:
        raise LimitError(f"A note may have at most {NOTE_LIMIT:,} characters; this one has {len(note):,}.")
    return note if note.strip() else ""


class Settling(StrEnum):
    """What becomes of a text of which another text was written without sight of the one that is shown."""

    JOIN = "join"
    SHOWN = "shown"
    OTHER = "other"


def settling_called(name: str) -> Settling:
    """What is called so. Raises `UsageError`."""
    try:
        return Settling(name)
    except ValueError:
        raise UsageError(f"'{name}' settles nothing{perhaps_of(name, list(Settling))}") from None


class OpenText(NamedTuple):
    """A text that is shown and on which others may have been written unseen."""

    at: tuple[str, str]
    """The subject and the key of its register."""
    shown: str


def note_of(paper: Paper) -> OpenText:
    """The note on a paper."""
    return OpenText((paper.id, NOTE), paper.note)


def settle(library: Library, text: OpenText, how: Settling) -> Outcome:
    """Let a text that is shown and all that was written without sight of it be one: all joined, the shown
    one as it is, or the other in its place.

    Raises `Refused` where there is nothing to settle, and where the other is one of several.
    """
    others = [one.text for one in library.state.unseen(*text.at)]
    told = library.state.text_at(*text.at)
    if not others:
        raise Refused(f"Nothing was written on the {told.called} without sight of what is shown.")
    if how is Settling.OTHER and len(others) > 1:
        raise Refused(
            f"There are {len(others)} other texts of that {told.kind}: join them all, and edit what comes of it."
        )
    return settle_as(library, text, {Settling.SHOWN: text.shown, Settling.OTHER: others[-1]}.get(how), others)


def settle_as(library: Library, text: OpenText, wanted: str | None, others: Sequence[str]) -> Outcome:
    """Let `wanted` stand where a text is shown, by one who has seen that and these others, which are settled by it;
    None joins them all. Raises `LimitError`, and what `Library.settle_text` raises."""
    if wanted is None:
        wanted = text.shown
        for other in others:
            wanted = join(other, wanted)
    told = library.state.text_at(*text.at)
    say = f"Settled the {told._replace(title=shortened(told.title, TITLE_SAID)).called}"
    return library.settle_text(text.at, text.shown, clean_note(wanted), others, say)
