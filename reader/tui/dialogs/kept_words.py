"""What stands typed in a dialog that goes away without an answer: it is kept, and stands there again the next time.

A signal, a crash or a closed terminal ends a dialog in the middle of a word. What its fields hold then is kept for the
library, under the dialog and what it is about (this paper's tags, that list's name), and is put back when the same
dialog opens for the same. Saved or left with Esc, it is gone, but for prose: what was written there is dropped by a
second Esc only, by somebody who saw that it was kept. An answer that the command could not carry out is not saved.
Notes have drafts of their own (`note.py`); one that gave way to what was written elsewhere is kept here
(`drafts.given_way`).

Only what was changed is kept, each word with what its field held when it was begun. A field that holds something else
by now keeps that: the kept word waits beneath, and a key takes it. So no kept word hides what was saved since.

What is only looked for (in the finder and among all tags, the letters typed in a list to choose from) is not
kept: nothing of it was to be saved.
"""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Callable, Mapping
from functools import partial
from typing import ClassVar, NamedTuple, Protocol, TypeVar, cast

from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType

from reader.tui.dialogs.field import CompletingField, Field
from reader.tui.sheet import Sheet

A = TypeVar("A")


class KeptWord(NamedTuple):
    """What was typed into a field."""

    begun: str | None
    """What the field held when it was begun; None where that is not known."""
    text: str


KEEP_EVERY = 0.5
"""Seconds between two looks at what was typed: no more than the typing of one second is ever lost, and writing takes
its time."""


class Keeper(Protocol):
    """Where words are kept, each text under what it is about."""

    def keep(self, subject: str, text: str) -> bool:
        """Keep a text in place of the one before; False when it could not be."""

    def forget(self, subject: str) -> None:
        """It was thrown away."""

    def offer(self, subject: str) -> str | None:
        """What was kept, to be gone on with."""


class Typing(Sheet[A]):
    """The part of a dialog that keeps what stands typed in it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+r", "take_kept", "Take what was kept", show=False)]

    WORDS: ClassVar[tuple[str, ...]] = ()
    """The ids of the fields that hold words of worth, () where none does."""

    def __init__(self) -> None:
        super().__init__()
        self.keeper: Keeper | None = None
        """Where words are kept; None keeps nothing."""
        self.answered: Callable[[str], None] | None = None
        """What is told, with the subject, that it was answered: what was kept goes once the answer was carried out.
        None where an answer is at once the end of it."""
        self.about: tuple[str, ...] = ()
        """What the dialog is about, as far as its title does not say it."""
        self._fields: dict[str, Field] = {}
        self.prose: tuple[str, ...] = ()
        """The names of the words that are sentences of a person's own."""
        self.typed: Mapping[str, str] = {}
        """What stands typed in it from the beginning."""
        self._first_words: dict[str, str] = {}
        self._kept_words: dict[str, KeptWord] = {}
        self._put_back: Mapping[str, str] = {}
        """Kept words that stand in their fields since the beginning."""
        self._waiting: dict[str, KeptWord] = {}
        """Kept words whose fields hold something else by now than when they were begun."""

    @property
    def subject(self) -> str:
        """Under what its words are kept."""
        return "\n".join((type(self).__name__, *self.about))

    def words(self) -> dict[str, str]:
        """What stands typed, by name."""
        return {id: field.value for id, field in self._fields.items()}

    def take_words(self, kept: Mapping[str, str]) -> None:
        """Put the kept words that there are back, as far as they still make sense."""
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
        self._first_words = self.words()
        if self.typed:
            self.take_words(self.typed)
        if self.keeper is None:
            return
        if kept := _read(self.keeper.offer(self.subject)):
            self._begin_with(kept)
        self.set_interval(KEEP_EVERY, partial(self.call_later, self.keep_words))

    def _begin_with(self, kept: Mapping[str, KeptWord]) -> None:
        held = {name: self._first_words.get(name, "") for name in kept}
        new = {name: word for name, word in kept.items() if word.text != held[name]}
        fitting = {
            name: word.text
            for name, word in new.items()
            if (word.begun or "") == held[name] and self.typed.get(name, word.text) == word.text
        }
        self._waiting = {name: word for name, word in new.items() if name not in fitting}
        if fitting:
            self.take_words(fitting)
            self._put_back = fitting
        self._kept_words = self._unsaved()
        self._show_kept()

    def _show_kept(self) -> None:
        told = "; ".join(self.told(name, word.text) for name, word in self._waiting.items())
        if self._waiting:
            self.say_kept(f"Not saved last time; ctrl+r takes it: {told}")
        else:
            self.say_kept("Not saved last time; Esc drops it." if self._unsaved() else "")

    @abstractmethod
    def say_kept(self, sentence: str) -> None:
        """Say where what stands in the dialog comes from, "" to say nothing."""

    def told(self, name: str, word: str) -> str:
        """A kept word for people."""
        return word

    def action_take_kept(self) -> None:
        """Take the words that wait, in place of what their fields hold."""
        waiting, self._waiting = self._waiting, {}
        if waiting:
            self._put_back = {name: word.text for name, word in waiting.items()}
            self.take_words(self._put_back)
            self._show_kept()

    def _unsaved(self) -> dict[str, KeptWord]:
        """What was changed, and what waits and was not."""
        first = self._first_words
        changed = {name: KeptWord(first.get(name, ""), text) for name, text in self.words().items()
                   if text != first.get(name, "")}  # fmt: skip
        return self._waiting | changed

    def keep_words(self) -> None:
        """Keep what stands typed, when it is something else than the last time."""
        words = self._unsaved()
        if self.keeper is None or words == self._kept_words:
            return
        if not words:
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
        """Answer. Words are kept until the command has taken them, or are deliberately dropped."""
        if self.keeper is not None and self.WORDS:
            if result is not None and self.answered is not None:
                self.keep_words()
                self.answered(self.subject)
            elif result is not None or not self._keeps_some(self.keeper):
                self.keeper.forget(self.subject)
        self.keeper = None
        return super().dismiss(result)

    def _keeps_some(self, keeper: Keeper) -> bool:
        """Whether words outlive an Esc: those that wait for a key, and prose that does not come from an Esc before."""
        new = {name: word for name, word in self._unsaved().items()
               if name in self.prose and word.text.strip() and word.text != self._put_back.get(name)}  # fmt: skip
        kept = self._waiting | new
        return bool(kept) and keeper.keep(self.subject, json.dumps(kept))


def _read(text: str | None) -> dict[str, KeptWord]:
    """Kept words, also those of an earlier version; none where what was kept makes no sense."""
    try:
        found = json.loads(text or "null")
    except (ValueError, RecursionError):
        return {}
    known = found if isinstance(found, dict) else {}
    words = {name: [None, word] if isinstance(word, str) else word for name, word in known.items()}
    return {name: KeptWord(*word) for name, word in words.items() if _is_word(word)}


def _is_word(word: object) -> bool:
    return isinstance(word, list) and len(word) == 2 and isinstance(word[0], str | None) and isinstance(word[1], str)
