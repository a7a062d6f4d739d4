"""What the tag dialog knows: which tags the papers have, what the user wants, and which tags fit what was typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import Enum

from reader.commands.questions import AskTags, TagEdit
from reader.operations.annotate import short_enough
from reader.operations.sentences import refused
from reader.operations.tag_suggestions import TagSuggestion
from reader.suggestions import meant_name, near_name, slipped_name
from reader.text import fold, fold_name, new_tag, whole_tag
from reader.tui.model.name_search import rank

DIGITS = frozenset("123456789")
"""What takes a tag that is offered."""


class Has(Enum):
    """How many of the papers have a tag."""

    NONE = " "
    SOME = "~"
    ALL = "✓"


class TagBoard:
    """The tags of one question and how they stand."""

    def __init__(self, question: AskTags) -> None:
        self.papers = len(question.papers)
        counted: Counter[str] = Counter()
        spelling: dict[str, str] = {}
        for paper in question.papers:
            for tag in paper.tags:
                counted[fold_name(tag)] += 1
                spelling.setdefault(fold_name(tag), tag)
        self.held = dict(counted)
        """Folded name -> how many of the papers have it."""
        self.library = {fold_name(tag.name): tag.papers for tag in question.known}
        """Folded name -> how many papers of the library have it."""
        own = sorted(counted, key=lambda key: (-counted[key], key))
        self.suggestions: tuple[str, ...] = ()
        """The tags that are suggested, best first."""
        self._reasons: dict[str, str] = {}
        self._known = [tag.name for tag in question.known if fold_name(tag.name) not in counted]
        self.names = [*(spelling[key] for key in own), *self._known]
        """All tags: the papers' own first, then those that are suggested, then as the question orders them."""
        self._spelling = {fold_name(name): name for name in self.names}
        self._wanted: dict[str, bool] = {}
        self.taken: frozenset[str] = frozenset()
        """The suggestions that are wanted by their digits, as long as these stand in the field."""
        self.offer(question.suggestions)

    def offer(self, suggestions: Sequence[TagSuggestion]) -> None:
        """Suggest these: they stand behind the papers' own and what was made here, before all others."""
        self.suggestions = tuple(one.tag for one in suggestions if fold_name(one.tag) not in self.held)[:9]
        self._reasons = {fold_name(one.tag): one.reason for one in suggestions}
        before = self.names[: len(self.names) - len(self._known)]
        named = {*map(fold_name, self.suggestions)}
        rest = [name for name in self._known if fold_name(name) not in named]
        self.names = [*before, *self.suggestions, *rest]
        self._folded = [fold(name) for name in self.names]
        self._spelling |= {fold_name(name): name for name in self.suggestions}

    def suggested(self, tag: str) -> tuple[int, str]:
        """The digit that takes a tag which is suggested, and why it is; (0, "") for any other."""
        return (self.suggestions.index(tag) + 1, self._reasons[fold_name(tag)]) if tag in self.suggestions else (0, "")

    def numbered(self, text: str) -> tuple[str, ...]:
        """The suggestions that a text names by their digits and nothing else, each once; () for any other text, and for
        a tag that there is of several digits. Any other tag that is a number is typed behind a "#"."""
        digits = "".join(text.split())
        known = set(map(str, range(1, len(self.suggestions) + 1)))
        if len(set(digits)) != len(digits) or not known.issuperset(digits) or (digits[1:] and self.known(digits)):
            return ()
        return tuple(self.suggestions[int(digit) - 1] for digit in digits)

    def before(self, tag: str) -> Has:
        """How many of the papers have it now."""
        number = self.held.get(fold_name(tag), 0)
        return Has.NONE if not number else Has.ALL if number == self.papers else Has.SOME

    def after(self, tag: str) -> Has:
        """How many will have it."""
        wanted = tag in self.taken or self._wanted.get(fold_name(tag))
        return self.before(tag) if wanted is None else Has.ALL if wanted else Has.NONE

    def changed(self, tag: str) -> bool:
        """Whether the user touched it to some effect."""
        return self.before(tag) is not self.after(tag)

    def set(self, tag: str, on: bool | None) -> None:
        """Give the tag to all papers, take it from all, or (None) leave it as it is."""
        key = fold_name(tag)
        if key not in self._spelling:
            self._spelling[key] = tag
            self.names.insert(0, tag)
            self._folded.insert(0, fold(tag))
        self._wanted.pop(key, None)
        if on is not None:
            self._wanted[key] = on

    def toggle(self, tag: str) -> None:
        """The next state: on, off, and for a mixed one also as it was."""
        before, after = self.before(tag), self.after(tag)
        if after is Has.SOME:
            self.set(tag, True)
        elif after is Has.ALL:
            self.set(tag, False)
        else:
            self.set(tag, None if before is Has.SOME else True)

    def known(self, text: str) -> str:
        """The tag that `text` names, in its present spelling; "" when there is none."""
        return self._spelling.get(fold_name(new_tag(text)), "")

    def named(self, text: str) -> str:
        """The tag that `text` names: one that there is, else as it would be made; "" when it names none."""
        return self.known(text) or self.known(whole_tag(text)) or whole_tag(text)

    def matching(self, typed: str) -> list[str]:
        """The tags that fit what was typed, best first; all when nothing was."""
        wanted = fold(new_tag(typed)) if new_tag(typed) else fold(typed.strip())
        if not wanted:
            return list(self.names)
        ranked = [(place, number) for number, name in enumerate(self._folded)
                  if (place := rank(name, wanted)) is not None]  # fmt: skip
        return [self.names[number] for _, number in sorted(ranked)]

    def near(self, typed: str) -> str:
        """The tag of which a new one looks like a slip of the hand; "" where it looks like none.

        It begins with one of the first two letters of what was typed, and is about as long.
        """
        wanted = fold(typed)
        alike = [name for name, folded in zip(self.names, self._folded, strict=True)
                 if abs(len(folded) - len(wanted)) <= 2 and folded[:1] in wanted[:2]]  # fmt: skip
        found = near_name(typed, alike)
        return found if found and meant_name(typed, [found]) else ""

    def slipped(self, typed: str) -> str:
        """The tag of which a new one may be two slips, where it looks like none of one; else ""."""
        return "" if self.near(typed) else slipped_name(typed, self.names)

    def complaint(self, pieces: Sequence[str]) -> str:
        """What is wrong with the tags typed; "" when nothing is."""
        return next(filter(None, (refused(short_enough, new_tag(piece)) for piece in pieces)), "")

    def vain_digit(self, typed: str) -> str:
        """The first digit alone that takes no suggestion, as where none is known yet; "" where there is no such one.
        Typed to take what fits, it shall not become a new tag."""
        parts = (part.strip() for part in typed.split(","))
        return next((part for part in parts if part in DIGITS and not (self.numbered(part) or self.known(part))), "")

    def edit(self) -> TagEdit:
        """What the user wants changed."""
        wanted = self._wanted | {fold_name(tag): True for tag in self.suggestions if tag in self.taken}
        add = tuple(self._spelling[key] for key, on in wanted.items() if on and self.changed(self._spelling[key]))
        remove = tuple(
            self._spelling[key] for key, on in wanted.items() if not on and self.changed(self._spelling[key])
        )
        return TagEdit(add, remove)


def pieces(typed: str) -> list[str]:
    """The tags in a text that names several, separated by commas."""
    return [new_tag(part) for part in typed.split(",") if new_tag(part)]
