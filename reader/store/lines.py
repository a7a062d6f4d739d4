"""The lines of a journal: one step a line, with a checksum, so that what is torn or altered is never taken for a step.

    {"i":"<session>-<n>","t":<clock>,"w":<wall ms>,"say":"...","ops":[[subject, key, after, before], ...],"c":"<crc32>"}

The checksum is the CRC-32 (as in gzip) of the bytes before `,"c"`, in eight hexadecimal digits. In `ops` the subject
may be a list of subjects that share the rest. Further keys: "u" the step that this one undoes, "r" the one it redoes,
"d" the device when the line may stand in another device's journal, "by" the program that made the step where it was not
the user, "without" what the user goes on without (see `Draft.without`), "p" the checksum of the line before it in its
journal (see `chain`), which stands last but for "c", and "as": beside each of the ops null, or the [clock, id] of the
word that it only stands above (see `Draft.times`), always that of an earlier step, so that nothing stands later than
the clock of its line; "mends" is true of a step that put back what was lost.
The first line of a journal names the format, and of copies that were put back, in "copied_by", the step that did it.

A clock counts steps, so that one beyond `SENSE` was made by a foreign hand. Such a line is no step, unless it says in
"after" that it followed upon the clock one below its own: so does every line that the program itself writes beyond
`SENSE`, should a foreign line have brought it there. What a line is therefore never depends on the lines beside it.
Where a foreign line has taken the last clock that there is, the steps after it have that one too, and each is later by
its id (see `id_above`): nothing that stands in a file uses up a library's clock.
"""

from __future__ import annotations

import json
import re
import zlib
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from sys import intern
from typing import Any

from reader.library.change import NO_TIMES, Change, Step, Times
from reader.patterns import regex
from reader.text import TAG_LIMIT, clean_line, fold_name

VERSION = 1
"""Of the format of catalogue and journals. A larger one is read as well as can be and never written."""
SENSE = 1 << 48
"""A Lamport clock beyond this is no count of anybody's steps."""
CLOCK_LIMIT = 1 << 60
"""No clock is larger: the steps after one of this clock have it too."""
DEPTH = 20
"""Lists and objects within one another in a value; the program's own have two."""
_MARK = b',"c":"'
_TAIL = len(_MARK) + 10
_LINK = b',"p":"'
_CHECKSUM = regex(rb"[0-9a-f]{8}")
_LINKED = len(_LINK) + 9
_ABOVE = regex(r"(.*)~~([0-9]{15})-.*", re.DOTALL)
_NAMED = ("tag", "list", "search")
"""The kinds of subjects and keys that hold the folded name of something."""


@dataclass(frozen=True, slots=True)
class Header:
    """The first line of a journal."""

    version: int
    device: str
    copied_by: str = ""
    """The id of the step that put back the lines beneath, where they are copies of lost ones."""


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One whole line of a journal."""

    offset: int
    raw: bytes
    text: bytes
    """The line without what an editor or a disk puts around it."""
    said: Step | Header | None
    device: str
    """Whose journal it stands in."""
    told: bool = False
    """Whether a line of the journal tells that, and not its name alone, which a copy may have from anybody."""
    copied_by: str = ""
    """As the last header above it says."""

    @property
    def damaged(self) -> bool:
        """Whether it is no step, and neither blank nor left by a write that never finished or by a Git merge."""
        return self.said is None and not (self.blank or is_closed(self.text) or is_merge_mark(self.text))

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it: an editor leaves such lines."""
        return not self.raw.strip()

    @property
    def marred(self) -> bool:
        """Whether it says something, among NULs that a disk has left in the place of what it never wrote."""
        return self.text is not self.raw and self.said is not None and b"\0" in self.raw


def parse(
    data: bytes, device: str, offset: int = 0, *, told: bool = False, copied_by: str = ""
) -> Iterator[JournalLine]:
    """The whole lines of a journal, which stand at `offset` of the file; what follows the last newline is no line.

    `device` is whose the journal is, as the lines before have `told`, or else its name; `copied_by` is theirs, too.
    """
    for raw in data.split(b"\n")[:-1]:
        line = _parsed(raw, device, offset, told, copied_by)
        device, told, copied_by = line.device, line.told, line.copied_by
        yield line
        offset += len(raw) + 1


def last_line(
    data: bytes, device: str, offset: int = 0, *, told: bool = False, copied_by: str = ""
) -> JournalLine | None:
    """What follows the last newline of a journal, None where nothing does; `device`, `told` and `copied_by` are those
    of the line before it, and the journal stands at `offset` of the file.

    It is no line, whatever it says, unless it is known to have been one (see `memory.was_here`).
    """
    start = data.rfind(b"\n") + 1
    return _parsed(data[start:], device, offset + start, told, copied_by) if start < len(data) else None


def whole_lines(
    data: bytes, device: str, was_here: Callable[[Step], bool]
) -> tuple[list[JournalLine], JournalLine | None]:
    """The lines of a journal, the last one among them where it has only lost its newline, as `was_here` knows of its
    step; and what else follows the last newline, None for nothing."""
    lines = list(parse(data, device))
    left = _last_behind(lines[-1], data) if lines else last_line(data, device)
    if left is not None and isinstance(left.said, Step) and was_here(left.said):
        return [*lines, left], None
    return lines, left


def _last_behind(line: JournalLine, data: bytes) -> JournalLine | None:
    return last_line(data, line.device, told=line.told, copied_by=line.copied_by)


def _parsed(raw: bytes, device: str, offset: int, told: bool, copied_by: str) -> JournalLine:
    text, said = raw, decode(raw, device)
    if said is None and (text := bare(raw)) != raw:
        said = decode(text, device)
    if isinstance(said, Header):
        device, told, copied_by = said.device or device, bool(said.device) or told, said.copied_by
    elif not told and said is not None:
        told = link_of(text) == checksum(encode_header(device)[:-1])
    if copied_by and isinstance(said, Step):
        said = replace(said, copied_by=(copied_by,))
    return JournalLine(offset, raw, text, said, device, told, copied_by)


def bare(line: bytes) -> bytes:
    """A line without what an editor saves around it (blanks, a carriage return, a byte order mark), and without the
    NULs that a disk leaves in the place of what it never wrote."""
    return line.strip(b"\r\0 \t").removeprefix(BOM_UTF8)


def encode(step: Step, *, signed: bool = False) -> bytes:
    """A step as its line, newline included; `signed` writes the device into it."""
    line: dict[str, Any] = {"i": step.id, "t": step.clock, "w": step.wall, "say": step.say}
    line["ops"], times = _pack(step)
    signature = step.device if signed else ""
    further: dict[str, Any] = {"u": step.undoes, "r": step.redoes, "d": signature, "by": step.author}
    further |= {"without": list(step.without), "as": times if any(times) else [], "mends": step.mends}
    line.update((key, value) for key, value in further.items() if value)
    if step.clock > SENSE:
        line["after"] = step.clock - 1
    return seal(line)


def id_above(id: str, session: str) -> str:
    """What the ids of a session begin with so that they are later than an id by what they are, at the last clock that
    there is. A tilde more than is put behind an id that stands in the journals twice."""
    found = _ABOVE.fullmatch(id)
    base, number = (found[1], int(found[2]) + 1) if found else (id, 1)
    return f"{base}~~{number:015d}-{session}" if number < 10**15 else f"{id}~~{1:015d}-{session}"


def encode_header(device: str, copied_by: str = "") -> bytes:
    """The first line of a device's journal, or of copies of its lines that a step puts back."""
    copies = {"copied_by": copied_by} if copied_by else {}
    return seal({"reader": "journal", "version": VERSION, "device": device, **copies})


def seal(line: dict[str, Any]) -> bytes:
    """An object as a line that carries its checksum, newline included."""
    text = json.dumps(line, ensure_ascii=False, separators=(",", ":"))[:-1]
    try:
        head = text.encode()
    except UnicodeEncodeError:  # A lone surrogate: plain ASCII JSON can hold it.
        head = json.dumps(line, separators=(",", ":"))[:-1].encode()
    return b'%s,"c":"%08x"}\n' % (head, zlib.crc32(head))


def checksum(line: bytes) -> bytes:
    """The checksum that a line (without its newline) carries."""
    return line[-10:-2]


def chained(line: bytes, before: bytes) -> bytes:
    """A sealed line, newline included, that names the line before it in its journal by that one's checksum.

    b"" when there is none: the line stays as it is.
    """
    if not before:
        return line
    link = b'%s%s"' % (_LINK, before)
    return b'%s%s%s%08x"}\n' % (line[: -_TAIL - 1], link, _MARK, zlib.crc32(link, int(line[-11:-3], 16)))


def unchained(line: bytes) -> bytes:
    """A sealed line (without its newline) as it is where it names no line before it."""
    if not link_of(line):
        return line
    head = line[: -_TAIL - _LINKED]
    return b'%s%s%08x"}' % (head, _MARK, zlib.crc32(head))


def link_of(line: bytes) -> bytes:
    """The checksum of the line before, as a line (without its newline) names it; b"" when it names none."""
    if line[-_TAIL - _LINKED : -_TAIL - 9] != _LINK:
        return b""
    link = line[-_TAIL - 9 : -_TAIL - 1]
    return link if line[-_TAIL - 1 : -_TAIL] == b'"' and _CHECKSUM.fullmatch(link) else b""


def unsealed(line: bytes) -> bool:
    """Whether a line (without its newline) carries the checksum of what stands in it."""
    return line[-_TAIL:] == b'%s%08x"}' % (_MARK, zlib.crc32(line[:-_TAIL]))


def decode(line: bytes, device: str) -> Step | Header | None:
    """What a line (without its newline) says; `device` is the journal's. None when it is damaged or no step."""
    if not unsealed(line):
        return None
    try:
        said = json.loads(line, parse_constant=_reject)
        return _header(said) if "reader" in said else _step(said, device)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _reject(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def flaw(line: bytes) -> str:
    """Why a line is no step, as half a sentence, for one that `decode` cannot read."""
    if not unsealed(line):
        return "is damaged: its checksum does not fit"
    try:
        clock = json.loads(line).get("t")
    except (ValueError, AttributeError, RecursionError):
        clock = None
    if type(clock) is int and clock > SENSE:
        return f"has a clock beyond all sense ({str(clock)[:24]})"
    return "is no step of reader, though its checksum fits"


def is_closed(line: bytes) -> bool:
    """Whether this is the rest of a write that never finished, closed by a later writer: no step, and no damage."""
    return line.endswith(b"~")


def is_merge_mark(line: bytes) -> bool:
    """Whether Git left this line behind in a merge that nobody finished."""
    return line.startswith((b"<<<<<<< ", b">>>>>>> ", b"||||||| ")) or line == b"======="


def _header(said: dict[str, Any]) -> Header:
    version, device = said["version"], said["device"]
    if said["reader"] != "journal" or not isinstance(version, int) or not isinstance(device, str):
        raise ValueError("not the first line of a journal")
    copied_by = said.get("copied_by", "")
    return Header(version, clean_line(device), copied_by if isinstance(copied_by, str) else "")


def _step(said: dict[str, Any], device: str) -> Step:
    id, clock, wall, say = said["i"], said["t"], said["w"], said["say"]
    undoes, redoes, device, author = said.get("u", ""), said.get("r", ""), said.get("d", device), said.get("by", "")
    if not all(isinstance(text, str) for text in (id, say, undoes, redoes, device, author)):
        raise ValueError("not a text")
    if type(clock) is not int or type(wall) is not int or not 0 <= clock <= CLOCK_LIMIT:
        raise ValueError("not a clock")
    if clock > SENSE and said.get("after") != clock - 1:
        raise ValueError("a clock beyond all sense")
    changes = tuple(_unpack(said["ops"]))
    without = _texts(said.get("without"))
    times = _times(said, (clock, id)) if "as" in said else NO_TIMES
    mends = said.get("mends") is True
    return Step(
        id, clock, wall, clean_line(say), changes, undoes, redoes, device, without, clean_line(author), times, mends
    )


def _shallow(value: Any, depth: int = DEPTH) -> bool:
    """Whether lists and objects are not nested so deeply that to compare or to write them could fail."""
    if isinstance(value, dict):
        return depth > 0 and all(_shallow(one, depth - 1) for one in value.values())
    if isinstance(value, list):
        return depth > 0 and all(_shallow(one, depth - 1) for one in value)
    return True


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(text for text in value if isinstance(text, str)) if isinstance(value, list) else ()


def _pack(step: Step) -> tuple[list[list[Any]], list[tuple[int, str] | None]]:
    """The changes of a step as ops, and the time of each; neighbours that differ in their subject only share one."""
    ops: list[list[Any]] = []
    times: list[tuple[int, str] | None] = []

    def time(change: Change) -> tuple[int, str] | None:
        return step.times.get((change.subject, change.key)) if step.times else None

    for (*_, when), run in groupby(
        step.changes, key=lambda change: (change.key, repr(change.after), repr(change.before), time(change))
    ):
        same = list(run)
        subject = same[0].subject if len(same) == 1 else [change.subject for change in same]
        ops.append([subject, same[0].key, same[0].after, same[0].before])
        times.append(when)
    return ops, times


def _unpack(ops: Any) -> Iterable[Change]:
    for subject, key, after, before in ops:
        if not isinstance(key, str):
            raise ValueError("not a key")
        if not (_shallow(after) and _shallow(before)):
            raise ValueError("a value that nobody wrote")
        for one in subject if isinstance(subject, list) else (subject,):
            if not isinstance(one, str):
                raise ValueError("not a subject")
            # A tag stands in a line for each of its papers, a paper in many lines: each is held once.
            yield Change(intern(_folded(one)), intern(_folded(key)), _held(before), _held(after))


def _times(said: dict[str, Any], stamp: tuple[int, str]) -> Times:
    """The times of a step's changes, which has this stamp. Raises ValueError or TypeError for what nobody wrote."""
    times: dict[tuple[str, str], tuple[int, str]] = {}
    for op, time in zip(said["ops"], said["as"], strict=True):
        if time is None:
            continue
        above, id = time
        if type(above) is not int or not isinstance(id, str) or not (above >= 0 and (above, id) < stamp):
            raise ValueError("not the time of an earlier word")
        times.update(((change.subject, change.key), (above, id)) for change in _unpack([op]))
    return times


def _held(value: Any) -> Any:
    return intern(value) if isinstance(value, str) and len(value) <= TAG_LIMIT else value


def _folded(register: str) -> str:
    """A subject or key with its name folded as names are now: some letters were folded otherwise once."""
    if register.isascii():
        return register
    kind, _, name = register.partition(":")
    return f"{kind}:{fold_name(name)}" if kind in _NAMED else register
