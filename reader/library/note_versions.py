"""Which texts of a note, a remark or a description were written unseen: by one who had not seen what another wrote
meanwhile, so that only one of both is shown.

Every step that writes one says from which text its writer started. A text was seen when a later step started from
it, or from one that holds all its lines: who wrote that step had it before the eyes. Of a history without branches each
text was seen but the last, which is shown; where two devices wrote before either had read the other, two were not, and
the one that is not shown is told until somebody settles it, by a step that says that it started from both. So it takes
neither clocks of several devices nor a memory of who had read what: the journals tell it, in whatever order they come,
also where a journal that was lost comes back after its words were written anew.

A step that was undone has seen nothing, and neither has its redoing; and who undid it has seen what was written since,
but nothing of what stood before: what was settled by it is open again. A text that it wrote as it stood before, without
settling it, has been seen by who undid that. So have the texts from which a step started that puts lost ones back: that
step says nothing new, so that it has seen nothing as long as it stands. A text that an undo brought back until that was
redone is told as it was written first, and not once more. What was undone without a word in the register, as a later
text stood there already, is told no more; but who wrote it had seen what it started from, unless that was undone before
with a word: whether it was brought back between is not known, and too much is told rather than too little.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from shlex import quote
from typing import NamedTuple

from reader.dates import day_here
from reader.library.moments import Register, text_of, utc
from reader.text import clean_line, clean_text, shortened

_WHY = "written without sight of what is"
_SHOWN_OF_TEXT = 60
"""So many characters of a text tell it from another."""


class TextKind(StrEnum):
    """What a text is that several devices may write on."""

    NOTE = "note"
    REMARK = "remark"
    DESCRIPTION = "description"


class WrittenText(NamedTuple):
    """A text that several devices may write on, as people know it."""

    paper: str = ""
    """The id of the paper that it is about; "" for a description."""
    title: str = ""
    """The title of that."""
    list: str = ""
    """The name of the list that it belongs to; "" for a note."""

    @property
    def kind(self) -> TextKind:
        """What it is of the three."""
        if not self.list:
            return TextKind.NOTE
        return TextKind.REMARK if self.paper else TextKind.DESCRIPTION

    @property
    def called(self) -> str:
        """What people call it: "note on 'Deep Nets'"."""
        about = f" on '{self.title}'" if self.paper else f" of '{self.list}'"
        return f"{self.kind}{about}{f' in {self.list!r}' if self.kind is TextKind.REMARK else ''}"

    @property
    def shown_by(self) -> str:
        """The command that shows all its texts."""
        return f"reader list show {quote(self.list)}" if self.list else f"reader show {self.paper}"

    @property
    def settled_by(self) -> str:
        """The command that settles it."""
        command = {
            TextKind.NOTE: f"note {self.paper}",
            TextKind.REMARK: f"list annotate {quote(self.list)} {self.paper}",
            TextKind.DESCRIPTION: f"list describe {quote(self.list)}",
        }[self.kind]
        return f"reader {command} --settle join|shown|other"


class UnseenText(NamedTuple):
    """A text that is not shown and that nobody has seen who wrote on."""

    text: str
    device: str
    """The journal that it stands in."""
    wall: int
    """When it was written, by its writer's clock."""
    step: str
    """The id of the step that wrote it."""

    @property
    def when(self) -> str:
        """The same as "YYYY-MM-DDTHH:MM:SSZ", "" for a time that no calendar has."""
        return utc(self.wall)

    @property
    def begins(self) -> str:
        """The beginning of the text, as a clean line."""
        return beginning_of(self.text)


def beginning_of(text: str) -> str:
    """The beginning of a text as one clean line, by which it is told from another."""
    return shortened(clean_line(text), _SHOWN_OF_TEXT)


def told_of_unseen(unseen: UnseenText, device: str) -> str:
    """Where and when a text was written unseen, for people: "on this machine on 2026-11-24"; `device` is this one."""
    where = "on this machine" if unseen.device == device else f"on the machine '{unseen.device}'"
    return f"{where} on {day_here(unseen.when)}" if unseen.when else where


def unseen_heading(what: str, unseen: UnseenText, device: str) -> str:
    """What stands above a text that was written unseen, beneath the shown one: "Note, written on … without sight of
    that above"."""
    return f"{what}, written {told_of_unseen(unseen, device)} without sight of that above"


def unseen_json(unseen: Sequence[UnseenText], kind: TextKind = TextKind.NOTE) -> dict[str, object]:
    """What is told in JSON beside a text on which something was written unseen."""
    rows = [{"text": one.text, "device": one.device, "written": one.when or None} for one in unseen]
    return {f"unseen_{kind}s": rows} if rows else {}


def told_unseen(texts: Sequence[WrittenText]) -> tuple[str, ...]:
    """What is to be said where something was written unseen on these, as one sentence at most."""
    if not texts:
        return ()
    if len(texts) == 1:
        (one,) = texts
        which = f"The {one.called} has another text that is not shown"
        return (f"{which}, {_WHY}: `{one.shown_by}` has both.",)
    of_papers = all(text.kind is TextKind.NOTE for text in texts)
    which = f"The notes on {len(texts)} papers" if of_papers else f"{len(texts)} notes, remarks and descriptions"
    return (f"{which} have texts that are not shown, {_WHY}: `reader doctor` lists them.",)


def unseen_texts(held: Sequence[Register]) -> tuple[UnseenText, ...]:
    """Of all that a register of a text has held, in the order of its steps, what was written unseen, the last first,
    also by steps that were undone without a word in the register.

    What is shown holds the last of them; blank texts, and those of which it has all lines, are none.
    """
    if len(held) < 2:
        return ()
    shown, undone = _text(held[-1]), _undone(held)
    first = {register.by.id: at for at, register in enumerate(held)}
    started: dict[str, int] = {}
    """The texts from which later steps started, each with the place from which on these had seen what stood there."""
    found: list[UnseenText] = []
    refused: set[str] = set()
    """The texts that later steps took back which had not started from them."""
    redone: set[str] = set()
    for at in range(len(held) - 1, -1, -1):
        register = held[at]
        by = register.by
        redone.add(by.redoes)
        if by.id in undone or by.redoes in undone:
            continue
        if at < len(held) - 1 and text_of(register.value) not in refused and not _was_seen(register, at, started):
            text = _text(register)
            came_back = by.undoes != "" and by.undoes in redone and text in map(_text, held[:at])
            if text.strip() and not came_back and not _is_in(text, shown):
                found.append(UnseenText(text, register.start.device if register.start else "", by.wall, by.id))
        again = by.undoes or (by.redoes if by.repeats else "")
        for text in register.start.texts if register.start and (again or not by.repeats) else ():
            started[text] = min(started.get(text, at), first.get(again, 0) if again else 0)
        if by.undoes in first and by.undoes in undone:
            taken_back = held[first[by.undoes]]
            text = text_of(taken_back.value)
            texts = set(taken_back.start.texts if taken_back.start else ())
            refused |= {text, *texts} if taken_back.by.repeats else {text} - texts
    return tuple(found)


def is_open(unseen: UnseenText, held: Sequence[Register], is_taken_back: Callable[[str], bool]) -> bool:
    """Whether a text that was found in what a register has held is still to be told, by what was undone and redone
    without a word in it: neither was the step that wrote it taken back, nor was it an undo of one that stands again,
    the redoing of one that does not, or an undo that brought back what its writers took back since; nor does a step
    stand again that had started from it."""
    at = next(at for at, register in enumerate(held) if register.by.id == unseen.step)
    by = held[at].by
    if is_taken_back(by.id) or (by.revisits and is_taken_back(by.revisits) != bool(by.undoes)):
        return False
    writers = [other.by.id for other in held[:at] if not other.by.revisits and _text(other) == unseen.text]
    if by.undoes and writers and all(map(is_taken_back, writers)):
        return False
    undone = _undone(held)
    return not any(
        register.start is not None and unseen.text in map(clean_text, register.start.texts)
        for register in held[at + 1 :]
        if register.by.id in undone and not is_taken_back(register.by.id)
    )


def _undone(held: Sequence[Register]) -> set[str]:
    """The ids of the steps that do not stand, "" never among them."""
    found: set[str] = set()
    for register in held:
        if register.by.undoes:
            found.add(register.by.undoes)
        elif register.by.redoes:
            found.discard(register.by.redoes)
    return found


def _was_seen(register: Register, at: int, started: dict[str, int]) -> bool:
    """Whether one of the later steps, which `started` so, had seen what a step wrote at that place."""
    if started.get(text_of(register.value), at + 1) <= at:
        return True
    text = _text(register)
    return any(since <= at and _is_in(text, clean_text(whole)) for whole, since in started.items())


def _text(register: Register) -> str:
    return clean_text(text_of(register.value))


def _is_in(part: str, whole: str) -> bool:
    """Whether all lines of a text stand in another, one after the other."""
    return f"\n{_bare(part)}\n" in f"\n{_bare(whole)}\n"


def _bare(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def line_diff(mine: str, stored: str) -> list[tuple[str, list[str], list[str]]]:
    """Runs of lines of two texts, each with "equal" or what else becomes of it."""
    left, right = mine.split("\n"), stored.split("\n")
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    return [(tag, left[a:b], right[c:d]) for tag, a, b, c, d in matcher.get_opcodes()]


def join(mine: str, stored: str) -> str:
    """Both texts in one: lines that they share once, and where they differ those of `stored` and then those of `mine`.

    This is the "union" merge of git (git-merge-file, `--union`): nothing of either is lost.
    """
    lines: list[str] = []
    for tag, left, right in line_diff(mine, stored):
        lines += left if tag == "equal" else [*right, *left]
    return "\n".join(lines)
