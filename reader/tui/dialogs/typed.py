"""What stands typed in a dialog that goes away without an answer: it is kept, and stands there again the next time.

A signal, a crash or a closed terminal ends a dialog in the middle of a word. What its fields hold then is kept for the
library, under the dialog and what it is about (this paper's tags, that list's name), and is put back when the same
dialog opens for the same. Saved or left with Esc, it is gone. Notes have drafts of their own (`note.py`).

What is only looked for (the search of the palette and of the tags, the letters typed in a list to choose from) is not
kept: nothing of it was to be saved.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import ClassVar, Protocol, TypeVar, cast

from textual.await_complete import AwaitComplete

from reader.tui.dialogs.field import CompletingField, Field
from reader.tui.sheet import Sheet

A = TypeVar("A")

KEEP_EVERY = 1.0
"""Seconds between two looks at what was typed."""


class Keeper(Protocol):
    """Where words are kept, each text under what it is about."""

    def keep(self, subject: str, text: str) -> bool:
        """Keep a text in place of the one before; False when it could not be."""

    def forget(self, subject: str) -> None:
        """It was saved or thrown away."""

    def offer(self, subject: str) -> str | None:
        """What was kept, to be gone on with."""


class Typing(Sheet[A]):
    """The part of a dialog that keeps what stands typed in it."""

    WORDS: ClassVar[tuple[str, ...]] = ()
    """The ids of the fields that hold words of worth, () where none does."""

    def __init__(self) -> None:
        super().__init__()
        self.keeper: Keeper | None = None
        """Where words are kept; None keeps nothing."""
        self.about: tuple[str, ...] = ()
        """What the dialog is about, as far as its title does not say it."""
        self._fields: dict[str, Field] = {}
        self._first_words: dict[str, str] = {}
        self._kept_words: dict[str, str] = {}

    @property
    def subject(self) -> str:
        """Under what its words are kept."""
        return "\n".join((type(self).__name__, *self.about))

    def words(self) -> dict[str, str]:
        """What stands typed, by name."""
        return {id: field.value for id, field in self._fields.items()}

    def take_words(self, kept: Mapping[str, str]) -> None:
        """Put kept words back, as far as they still make sense."""
        for id, field in self._fields.items():
            if id in kept:
                field.put(kept[id])

    def on_mount(self) -> None:
        """Begin with what was kept; it comes after the beginning of the dialog itself."""
        if not self.WORDS:
            return
        for id in self.WORDS:
            for found in self.query(f"#{id}"):
                # Held by hand: when a screen goes away, what is in it goes first.
                field = found.query_one(Field) if isinstance(found, CompletingField) else found
                self._fields[id] = cast("Field", field)
        self._first_words = self._kept_words = self.words()
        if self.keeper is None:
            return
        if kept := _read(self.keeper.offer(self.subject)):
            self.take_words(kept)
            self._kept_words = self.words()
            self.query_one("#kept").set_class(self._kept_words != self._first_words, "-there")
        self.set_interval(KEEP_EVERY, partial(self.call_later, self.keep_words))

    def keep_words(self) -> None:
        """Keep what stands typed, when it is something else than the last time."""
        words = self.words()
        if self.keeper is None or words == self._kept_words:
            return
        if words == self._first_words:
            self.keeper.forget(self.subject)
        elif not self.keeper.keep(self.subject, json.dumps(words)):
            return
        self._kept_words = words

    def on_unmount(self) -> None:
        """A dialog that goes away without an answer leaves its words behind."""
        self.keep_words()

    def contain(self, error: Exception, *, leave: bool) -> None:
        """Tell of an error in the dialog; one that has to be given up leaves its words behind."""
        if leave:
            self.keep_words()
            self.keeper = None
        super().contain(error, leave=leave)

    def dismiss(self, result: A | None = None) -> AwaitComplete:
        """Answer: the words were taken, or deliberately not."""
        if self.keeper is not None and self.WORDS:
            self.keeper.forget(self.subject)
        self.keeper = None
        return super().dismiss(result)


def _read(text: str | None) -> dict[str, str]:
    """Kept words; none where what was kept makes no sense."""
    try:
        found = json.loads(text or "null")
    except (ValueError, RecursionError):
        return {}
    known = found if isinstance(found, dict) else {}
    return {name: value for name, value in known.items() if isinstance(value, str)}
