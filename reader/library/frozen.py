"""What came of very many steps, in bytes: what each register held, to be taken up again where it is asked for.

Who opens a library of a million steps needs few of the values that were ever set: of most papers only what is shown of
them. So each subject's registers lie here as a piece of their own, which is opened when something is said of the
subject again or its past is asked for; what is shown of a paper stands beside it, ready.

Blocks: "registers" has the pieces one after another, each {key: [[clock, id, wall, undoes, redoes, value], ...]} as
JSON (the values in the order of their stamps, the one that holds the last; the clock of one with a longer stamp is a
list of what stands before the id) deflated (RFC 1950): so a million steps
take some 30 bytes each, in memory too. A value with a text is followed by where its writer started: [device, texts...],
or the device alone where that was the text before. "subjects" says where each piece lies: {subject: [first byte,
length, words]}, as JSON like the others. Its words are those of `Words` for a paper that is shown, null for one that
nobody said anything of, what `gone` holds for one that was removed, and left out where only the registers tell.
"places" has the entries of lists, "pairs" the subjects that are alike or told apart, "unseen" the texts that were
written unseen (see `note_versions`): {subject: {key: [[text, device, wall, step], ...]}}, "revisits" the steps that
were ever undone or brought back, with the step that did it last: {id: [[clock, id], wall, undoes, redoes]}.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from sys import intern
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

from reader.library.moments import Register, Start, Writer, texts_of
from reader.library.note_versions import UnseenText
from reader.paper import Status

BLOCKS = ("registers", "subjects", "places", "pairs", "unseen", "revisits")
"""The names of the blocks."""
_FAST = 1
"""How hard to deflate: 6 takes three times as long and saves a tenth."""
_made: Callable[[type, tuple[Any, ...]], Any] = tuple.__new__
"""Makes a named tuple of its fields, in half the time that it takes by its name: of one paper there may be hundreds."""
_SHOWN = 2
"""Where the words stand in what is told of a subject."""
_BARE = 6
"""So much is told of a value, without where its writer started."""

HeldRegisters: TypeAlias = tuple[dict[str, Register], dict[str, list[Register]]]
"""The registers of a subject, and what they held before."""
Places: TypeAlias = dict[str, dict[str, dict[str, str]]]
"""List -> paper -> its place there."""

UnseenTexts: TypeAlias = dict[str, dict[str, tuple[UnseenText, ...]]]
"""Subject -> key -> the texts of that register that were written unseen."""


class Words(NamedTuple):
    """What the user's words make of a paper that is shown."""

    world: Any
    """What the registers of that name make: facts of imports that can be undone (see `completions`)."""
    tags: tuple[str, ...]
    starred: bool
    status: Status
    note: str
    starred_at: str
    reading_at: str
    read_at: str
    changed_at: str
    added: str
    """"" where it came when its facts say."""
    triage: str
    corrections: Mapping[str, Any] = MappingProxyType({})
    """What the registers of that name hold, by what they correct."""


ShownWords: TypeAlias = Words | str | bool | None
"""`Words` of a paper that is shown, None where nobody said anything; else what `gone` holds."""


class Frozen:
    """The registers of many subjects. Raises ValueError, TypeError, LookupError for blocks that are none of those of
    `blocks_of`."""

    def __init__(self, blocks: Mapping[str, bytes]) -> None:
        self._pieces = memoryview(blocks["registers"])
        self._subjects: dict[str, list[Any]] = json.loads(blocks["subjects"])
        self.places: Places = json.loads(blocks["places"])
        self._pairs: list[str] = json.loads(blocks["pairs"])
        self.unseen: UnseenTexts = {
            subject: {key: tuple(UnseenText(*one) for one in found) for key, found in told.items()}
            for subject, told in json.loads(blocks["unseen"]).items()
        }
        self.revisits: dict[str, Writer] = {
            step: Writer((clock, id), wall, undoes, redoes)
            for step, ((clock, id), wall, undoes, redoes) in json.loads(blocks["revisits"]).items()
        }
        for told in self._subjects.values():
            first, length = told[:2]
            if not 0 <= first <= first + length <= len(self._pieces):
                raise ValueError("a piece that is not there")
            if len(told) > _SHOWN and isinstance(told[_SHOWN], list):
                told[_SHOWN] = _words(*told[_SHOWN])

    def __contains__(self, subject: str) -> bool:
        return subject in self._subjects

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._subjects))

    @property
    def pairs(self) -> list[str]:
        """The subjects that are alike, or told apart."""
        return [subject for subject in self._pairs if subject in self._subjects]

    def shown(self, subject: str) -> list[ShownWords]:
        """What is shown of a paper, as a list of one; an empty one where only its registers tell."""
        return self._subjects[subject][_SHOWN:]

    def piece(self, subject: str) -> memoryview:
        """The bytes of a subject."""
        first, length = self._subjects[subject][:2]
        return self._pieces[first : first + length]

    def take(self, subject: str) -> HeldRegisters:
        """The registers of a subject, which is here no more then."""
        held = opened(self.piece(subject))
        del self._subjects[subject]
        return held


def _words(world: Any, tags: list[str], starred: bool, status: str, *rest: Any) -> Words:
    return Words(world, tuple(map(intern, tags)), starred, Status(status), *rest)


def piece_of(registers: Mapping[str, Register], earlier: Mapping[str, list[Register]]) -> bytes:
    """The registers of a subject in bytes."""
    told = {key: _all_told((*earlier.get(key, ()), held)) for key, held in registers.items()}
    return zlib.compress(json.dumps(told, separators=(",", ":")).encode(), _FAST)


def _all_told(held: Sequence[Register]) -> list[list[Any]]:
    told = []
    before: Any = None
    for stamp, wall, undoes, redoes, value, start in ((*one.by, *one[1:]) for one in held):
        told.append([stamp[0] if len(stamp) == 2 else stamp[:-1], stamp[-1], wall, undoes, redoes, value])
        if start is not None:
            told[-1].append(start.device if start.texts == texts_of(before) else [start.device, *start.texts])
        before = value
    return told


def opened(piece: bytes | memoryview) -> HeldRegisters:
    """What `piece_of` made bytes of."""
    registers: dict[str, Register] = {}
    earlier: dict[str, list[Register]] = {}
    for name, told in json.loads(zlib.decompress(piece)).items():
        key = intern(name)
        starts = _starts(told) if any(len(values) > _BARE for values in told) else ()
        held: list[Register] = [
            _made(Register, (_made(Writer, (_stamp(clock, id), wall, undoes, redoes)), value, None))
            for clock, id, wall, undoes, redoes, value in told
        ]
        if starts:
            held = [register._replace(start=start) for register, start in zip(held, starts, strict=True)]
        registers[key] = held.pop()
        if held:
            earlier[key] = held
    return registers, earlier


def _stamp(clock: int | list[Any], id: str) -> tuple[Any, ...]:
    return (*clock, id) if isinstance(clock, list) else (clock, id)


def _starts(told: list[list[Any]]) -> list[Start | None]:
    """Where the writers of a text's values started, None where none was known; what tells that is taken off each."""
    starts: list[Start | None] = []
    before: Any = None
    for values in told:
        start = values.pop() if len(values) > _BARE else None
        if start is not None:
            start = Start(start, texts_of(before)) if isinstance(start, str) else Start(start[0], tuple(start[1:]))
        starts.append(start)
        before = values[-1]
    return starts


def blocks_of(
    pieces: Mapping[str, bytes | memoryview],
    shown: Mapping[str, ShownWords],
    places: Places,
    pairs: list[str],
    unseen: UnseenTexts,
    revisits: Mapping[str, Writer],
) -> dict[str, bytes]:
    """The blocks of these subjects, which `Frozen` takes up again."""
    subjects: dict[str, list[Any]] = {}
    first = 0
    for subject, piece in pieces.items():
        subjects[subject] = [first, len(piece), *([shown[subject]] if subject in shown else [])]
        first += len(piece)
    rest = {"subjects": subjects, "places": places, "pairs": pairs, "unseen": unseen, "revisits": revisits}
    return {
        "registers": b"".join(pieces.values()),
        **{name: json.dumps(value).encode() for name, value in rest.items()},
    }
