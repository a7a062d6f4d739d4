"""What came of a long history, left in the cache folder so that the next opening need not read all of its steps.

    <cache>/indexes/<name made of the library's path>.steps        mode 0600

A library whose journals have `store.LONG_HISTORY` bytes or more, some 50,000 steps, leaves there what came of them up
to how far it had read each journal: the registers (`library.frozen`), the few steps that are asked for often, how many
steps each device has, and the ids of all. Who opens it next reads what was appended since. A smaller library neither
leaves nor seeks anything.

It is never needed and never believed for its name or date. It counts where its checksums fit (`search.blocks`), where
it is of this very program, library and device, and where each journal that it speaks of begins with just the bytes that
were read: their CRC-32 says so. Else all steps are read as ever, and nobody is told. So they are as well where a step
that it knows comes once more in what was appended, and where only the steps themselves can tell what is missing.

Blocks beside those of the registers: "ends" says in JSON all that is told below, "ids" has the first eight bytes of the
BLAKE2b of each step's id as sorted numbers, "steps" the lines of the steps that are kept (see `lines`).
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from hashlib import blake2b
from typing import Any

from reader.library.change import Step
from reader.library.folded import FoldedSteps, KeptSteps
from reader.library.frozen import BLOCKS
from reader.library.registers import State
from reader.store.chain import Chain, Gap
from reader.store.index_file import IndexFile
from reader.store.journal import ReadPosition
from reader.store.lines import decode, encode
from reader.store.loss import Counted
from reader.store.memory import JournalEnd

RENEWED = 20
"""It is left anew when one part in so many of the journals was appended since, and a tenth of what is long."""
_DECIDES = ("library/*.py", "store/*.py")


class KnownIds:
    """The ids of very many steps, in eight bytes each. One that is told to be here may not be, once in 10^13 times."""

    def __init__(self, marks: array[int]) -> None:
        self.marks = marks

    @classmethod
    def of(cls, ids: Iterable[str], more: Iterable[int] = ()) -> KnownIds:
        """These ids, and those of which these are the marks."""
        return cls(array("Q", sorted([*more, *map(_mark, ids)])))

    def __contains__(self, id: object) -> bool:
        mark = _mark(str(id))
        at = bisect_left(self.marks, mark)
        return at < len(self.marks) and self.marks[at] == mark


def _mark(id: str) -> int:
    return int.from_bytes(blake2b(id.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def line_mark(line: bytes) -> str:
    """What tells a line from every other."""
    return blake2b(line, digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What came of the steps up to some place in each journal."""

    ends: Mapping[str, ReadPosition]
    """How far each journal had been read."""
    ids: KnownIds
    imports: Mapping[str, str]
    """The lines of imports that stood in the catalogue, by the steps' ids: their `line_mark`."""
    counted: Counted
    """What tells whether steps are missing."""
    clock: int
    """The highest of the steps."""
    first: tuple[int, str]
    """The stamp of the first of them."""
    twice: bool
    """Whether an id stands there with two contents."""
    folded: FoldedSteps

    @property
    def size(self) -> int:
        """How many bytes of the journals it stands for."""
        return sum(end.offset for end in self.ends.values())


class SnapshotFile:
    """The file of one library's snapshot."""

    def __init__(self, library: str, cache: str, device: str) -> None:
        self._file = IndexFile(library, cache, "steps", *_DECIDES)
        self._device = device

    def read(self) -> Snapshot | None:
        """What is there; None where there is nothing, or not what was written."""
        kept = self._file.read()
        if kept is None or kept.note.get("device") != self._device:
            return None
        from reader.search.blocks import Unsound  # noqa: PLC0415  few libraries are so long

        try:
            told = json.loads(bytes(kept.blocks.block("ends")))
            lines = bytes(kept.blocks.block("steps")).split(b"\n")
            marks = array("Q", bytes(kept.blocks.block("ids")))
            return _snapshot(told, lines, marks, {name: bytes(kept.blocks.block(name)) for name in BLOCKS})
        except (Unsound, ValueError, TypeError, LookupError, AttributeError, RecursionError):
            return None

    def write(self, snapshot: Snapshot) -> None:
        """Put this in the file's place. A cache folder that cannot be written is no reason to complain."""
        told, lines = _told(snapshot)
        blocks = {
            "ends": json.dumps(told).encode(),
            "steps": b"\n".join(lines),
            "ids": snapshot.ids.marks.tobytes(),
            **snapshot.folded.state.frozen(),
        }
        self._file.write(blocks, {"device": self._device})


class _Lines:
    """The lines of steps, each with a number."""

    def __init__(self) -> None:
        self.lines: list[bytes] = []
        self._numbers: dict[bytes, int] = {}

    def number(self, step: Step) -> int:
        """The number of a step."""
        line = encode(step, signed=True)[:-1]
        if line not in self._numbers:
            self._numbers[line] = len(self.lines)
            self.lines.append(line)
        return self._numbers[line]


def _told(snapshot: Snapshot) -> tuple[dict[str, Any], list[bytes]]:
    """A snapshot without its registers and ids: plain values for JSON, and lines of steps."""
    kept, counted, steps = snapshot.folded.steps, snapshot.counted, _Lines()
    return {
        "ends": {name: _told_end(end, steps) for name, end in snapshot.ends.items()},
        "imports": dict(snapshot.imports),
        "tallies": {device: [list(astuple(top)), latest] for device, (top, latest) in counted.tallies.items()},
        "settled": counted.settled,
        "let": sorted(counted.let),
        "clock": snapshot.clock,
        "first": snapshot.first,
        "twice": snapshot.twice,
        "steps": [list(map(steps.number, held)) for held in (kept.recent, kept.done, kept.undone)],
        "all": [kept.all_done, kept.all_undone],
        "top": kept.top,
        "mendings": [sorted(snapshot.folded.mendings), sorted(snapshot.folded.undone)],
    }, steps.lines


def _told_end(end: ReadPosition, steps: _Lines) -> list[Any]:
    chain = end.chain
    gaps = [
        [
            gap.device,
            gap.above.hex(),
            gap.missing.hex(),
            None if gap.after is None else steps.number(gap.after),
            steps.number(gap.before),
            gap.torn.hex(),
        ]
        for gap in chain.gaps
    ]
    step = None if chain.step is None else steps.number(chain.step)
    return [
        [end.device, end.told, end.offset, end.guard.hex(), end.crc, end.damaged, end.merging, end.copied_by],
        [chain.last.hex(), step, chain.linked, chain.torn.hex(), gaps],
    ]


def _end(told: Any, steps: Sequence[Step]) -> ReadPosition:
    (device, whose_told, offset, guard, crc, damaged, merging, copied_by), (last, step, linked, torn, gaps) = told
    chain = Chain(
        last=bytes.fromhex(last),
        step=None if step is None else steps[step],
        linked=linked,
        torn=bytes.fromhex(torn),
        gaps=[
            Gap(
                device=whose,
                above=bytes.fromhex(above),
                missing=bytes.fromhex(missing),
                after=None if after is None else steps[after],
                before=steps[before],
                torn=bytes.fromhex(damage),
            )
            for whose, above, missing, after, before, damage in gaps
        ],
    )
    return ReadPosition(
        device,
        (0, 0, 0),
        whose_told,
        offset,
        bytes.fromhex(guard),
        chain,
        crc=crc,
        damaged=damaged,
        merging=merging,
        copied_by=copied_by,
    )


def _snapshot(told: Any, lines: Sequence[bytes], marks: array[int], blocks: Mapping[str, bytes]) -> Snapshot:
    decoded = [decode(line, "") for line in lines if line]
    steps = [step for step in decoded if isinstance(step, Step)]
    if len(steps) != len(decoded):
        raise ValueError("a line that is no step")
    recent, done, undone = (tuple(steps[at] for at in places) for places in told["steps"])
    all_done, all_undone = told["all"]
    tallies = {device: (JournalEnd(*top), latest) for device, (top, latest) in told["tallies"].items()}
    kept = KeptSteps(recent, done, undone, all_done, all_undone, _stamp(*told["top"]))
    return Snapshot(
        ends={name: _end(end, steps) for name, end in told["ends"].items()},
        ids=KnownIds(marks),
        imports=told["imports"],
        counted=Counted(tallies, _stamp(*told["settled"]), frozenset((name, here) for name, here in told["let"])),
        clock=told["clock"],
        first=_stamp(*told["first"]),
        twice=told["twice"],
        folded=FoldedSteps(State.taken_up(blocks), kept, *map(frozenset, told["mendings"])),
    )


def _stamp(clock: int, id: str) -> tuple[int, str]:
    return (clock, id)
