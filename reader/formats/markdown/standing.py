"""Words that a mention no longer shows and that still stand elsewhere in the file: then nobody took them away.

A mark that an editor removed, a line moved or wrapped by a formatter, a note cut out and put under a heading of one's
own: in each of these the words are there. Only lines that belong to no stretch of ours are looked at, since the rest is
read as what it says.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cached_property

from reader.formats.markdown import marks
from reader.formats.markdown.escaping import encode_id, unescape
from reader.formats.markdown.lines import heading_at
from reader.formats.markdown.scan import File
from reader.text import words

_ITEM = re.compile(r"\s*(?:[-*+|\[]|\d{1,9}[.)])")
"""What a paper's line begins with, in a list or a table."""
_DEFINITION = re.compile(r" {0,3}\[((?:\\.|[^\]\\])+)\]:\s*\S.*")
"""What a link or footnote that a text names leads to."""
_MARK = re.compile(r"<!--\s*/?reader\b.*?-->")
"""What is ours in a line that is not."""
_JOINED = re.compile(r"<!--\s*reader-(?:note|remark|description)\b[^>]*-->(.*\S)")
"""A mark that opens a block, with something behind it on its line."""
FEW = 3
"""Fewer words than this are found only as the whole of a line: two words are soon said by accident."""


def end_of_definition(lines: Sequence[str], start: int) -> int:
    """The index after the definition that begins at a line: that of a footnote goes on in the lines right below it, and
    in those that are indented behind an empty one."""
    end = start + 1
    if not lines[start].lstrip().startswith("[^"):
        return end
    for at in range(end, len(lines)):
        line = lines[at]
        if not line.strip():
            continue
        goes_on = at == end or line.startswith(("    ", "\t"))
        if not goes_on or _DEFINITION.match(line) or line.lstrip().startswith("<!--"):
            break
        end = at + 1
    return end


class _LooseWords(Mapping[int, list[str]]):
    """Index -> the words of each loose line, without those of our marks. They are kept as one text a line: a file
    may have very many tiny lines."""

    def __init__(self, lines: Iterable[str | None]) -> None:
        """`lines` are all those of a file, None for one that is not loose."""
        bare = (line if line is None or "<!--" not in line else _MARK.sub(" ", line) for line in lines)
        self._said = [None if line is None else " ".join(words(unescape(line.replace("&#60;", "<")))) for line in bare]

    def __getitem__(self, index: int) -> list[str]:
        if (said := self._said[index]) is None:
            raise KeyError(index)
        return said.split(" ") if said else []

    def __contains__(self, index: object) -> bool:
        return isinstance(index, int) and self._said[index] is not None

    def __iter__(self) -> Iterator[int]:
        return (index for index, said in enumerate(self._said) if said is not None)

    def __len__(self) -> int:
        return sum(said is not None for said in self._said)


class LooseLines:
    """The loose lines of one file."""

    def __init__(self, file: File, known: Container[str], not_taken: Container[int] = ()) -> None:
        """`known` are the ids of the library: a mention of any other paper is not ours; nor is a stretch that begins at
        one of the lines `not_taken`, whose words were taken for nothing."""
        self._file = file
        self._known = known
        self._not_taken = not_taken

    @cached_property
    def _loose(self) -> _LooseWords:
        """Index -> the words of each line that is not ours."""
        file = self._file
        pieces = (
            piece
            for piece in file.pieces
            if piece.key[0] not in ("item", "noted")
            or (piece.key[1] in self._known and piece.start not in self._not_taken)
        )
        ours = bytearray(len(file.lines))  # A byte a line: a comment may have very many tiny ones.
        for piece in pieces:
            ours[piece.start : piece.end] = b"\1" * (piece.end - piece.start)
        for index in (*file.unclosed, *file.unread, *self._set_aside(), *self._blocks_not_taken()):
            ours[index] = 0
        return _LooseWords(_loose_part(line, ours=bool(ours[n])) for n, line in enumerate(file.lines))

    def _blocks_not_taken(self) -> Iterator[int]:
        """The indices of the lines of notes and remarks beneath a paper's own line of which nothing was taken."""
        for piece in self._file.pieces if self._not_taken else ():
            lines = range(piece.start, piece.end)
            if piece.key[0] == "item" and any(line in self._not_taken for line in lines):
                opens = next((line for line in lines if marks.OPENING.fullmatch(self._file.lines[line])), piece.end)
                yield from (n for n in lines[1:] if n >= opens or marks.QUOTED.fullmatch(self._file.lines[n]))

    def _set_aside(self) -> Iterator[int]:
        """The indices of the lines of notes without marks beneath papers of which others stand between marks: those
        count, and a mark that was moved may have left these outside."""
        says = (mention for mention in self._file.mentions if mention.remark is not None or not mention.typed)
        marked = {mention.id for mention in says if mention.note is not None or mention.remark is not None}
        ends = {piece.start: piece.end for piece in self._file.pieces}
        for mention in self._file.mentions:
            if mention.typed and mention.id in marked:
                lines = range(mention.line + 1, ends.get(mention.line, mention.line))
                yield from (index for index in lines if marks.QUOTED.fullmatch(self._file.lines[index]))

    @cached_property
    def _run(self) -> tuple[str, list[tuple[int, int]]]:
        """All loose words as one text, and for each line where it begins there."""
        parts: list[str] = []
        starts: list[tuple[int, int]] = []
        at = 0
        for index, found in self._loose.items():
            if found:
                starts.append((at, index))
                parts.append(" ".join(found))
                at += len(parts[-1]) + 1
        return " ".join(parts), starts

    def line_of(self, text: str) -> int | None:
        """The index of the line where `text`, or one of its lines that says enough, still stands; None when it is gone.

        Signs, white space, case and how the lines are wrapped do not count.
        """
        wanted = [words(unescape(line)) for line in text.split("\n")]
        whole = [word for line in wanted for word in line]
        if not whole:
            bare = text.strip()
            lines = self._file.lines
            return next((index for index in self._loose if bare and lines[index].strip().strip("> ") == bare), None)
        runs = [whole, *(line for line in wanted if len(line) >= FEW)] if len(whole) >= FEW else []
        if (found := next((at for run in runs if (at := self._find(run)) is not None), None)) is not None:
            return found
        return next((at for lines in ([whole], wanted) if (at := self._whole_lines(lines)) is not None), None)

    def _whole_lines(self, wanted: Iterable[Sequence[str]]) -> int | None:
        """Where the first of some lines stands, where each that says something is a whole loose line; else None."""
        stand = [self._by_words.get(" ".join(line)) for line in wanted if line]
        return stand[0] if None not in stand else None

    def most_lines(self, text: str) -> int | None:
        """The index of the first loose line, wherever, that is a whole line of `text`, where half of its words stand so
        line by line; None otherwise."""
        wanted = [found for line in text.split("\n") if (found := words(unescape(line)))]
        stand = [(at, len(line)) for line in wanted if (at := self._by_words.get(" ".join(line))) is not None]
        is_most = stand and sum(size for _, size in stand) * 2 >= sum(map(len, wanted))
        return stand[0][0] if is_most else None

    @cached_property
    def _by_words(self) -> dict[str, int]:
        """The words of each loose line -> the index of the first that has just these."""
        return {" ".join(found): index for index, found in reversed([*self._loose.items()])}

    def some_of(self, text: str, above: Collection[int]) -> int | None:
        """The index of the line where enough of a text stands that no mention shows any more; None where it is gone.
        `above` are the indices of the lines beneath which it would stand if its marks were damaged."""
        for find in (self.whole_in_order, self.much_beneath, self.line_beneath):
            if (at := find(text, above)) is not None:
                return at
        return self.most_lines(text)

    def line_beneath(self, text: str, above: Collection[int]) -> int | None:
        """The index of a loose line beneath one of some lines that is a whole line of `text`; None for nowhere."""
        wanted = [found for line in text.split("\n") if (found := words(unescape(line)))]
        return next((n for start in above for n in self._beneath(start) if self._loose[n] in wanted), None)

    def much_beneath(self, text: str, above: Collection[int]) -> int | None:
        """The index of the first line with words of `text` beneath one of some lines, where half of its words still
        stand; None for nowhere.

        Headings do not count, nor lines that have more words of their own than of `text`, nor what is left of marks.
        Where a text need not stand beneath its paper, it is looked for as in `whole_in_order`.
        """
        wanted = words(unescape(text))
        for lines in self._where_of(above):
            said = (n for n in lines if not heading_at(self._file.lines, n)[0])
            shared = {n: in_common(wanted, self._loose[n]) for n in said}
            found = {n: size for n, size in shared.items() if size and size * 2 >= len(self._loose[n])}
            if found and sum(found.values()) * 2 >= len(wanted):
                return min(found)
        return None

    def whole_in_order(self, text: str, above: Collection[int]) -> int | None:
        """The index of the first line with words of `text` where all of them stand in their order beneath one of some
        lines, however many others were put around and between them; None for nowhere.

        Where a text need not stand beneath its paper (below a table, in a user's own form, or without a line to look
        beneath), it may stand in any part of the file between headings and stretches of ours.
        """
        return next((at for lines in self._where_of(above) if (at := self._in_order(text, lines)) is not None), None)

    def _where_of(self, above: Collection[int]) -> Iterable[Iterable[int]]:
        """The groups of loose lines in which the text of a paper may stand whose mentions are in those lines."""
        yield from (self._beneath(start) for start in above)
        if any(self._may_stand_elsewhere(start) for start in above) or not above:
            yield from self._parts

    def beyond_block(self, text: str, held: str, above: Collection[int]) -> int | None:
        """The same for `held` where `text`, which does not have its words, is a block beneath one of those lines that
        lacks its closing mark, so that more may belong to it than was taken; None where it is closed."""
        is_open = any(index in self._file.unclosed for start in above for index in self.near(start))
        if not is_open or are_in_order(words(unescape(held)) or held.split(), words(unescape(text)) or text.split()):
            return None
        return self.whole_in_order(held, above)

    def _in_order(self, text: str, lines: Iterable[int]) -> int | None:
        """The index of the first of some lines with a word of a text that they have in order; signs count where it has
        nothing else."""
        first: int | None = None
        said = words(unescape(text))
        left = deque(said or text.split())
        for index in lines:
            for word in self._loose[index] if said else self._file.lines[index].split():
                if left and (word == left[0] or (not left[0].isascii() and left[0] in word)):
                    left.popleft()
                    first = index if first is None else first
        return None if left else first

    def cut_off(self, kind: str, id: str, text: str, held: str) -> int | None:
        """The index of the mark that opens the note or remark of a paper, where the one that closes it is missing and
        `text` is no more than how `held` begins: who takes words out leaves both marks, or none. None otherwise."""
        said = words(unescape(text))
        return self._file.half.get((kind, id)) if said == words(unescape(held))[: len(said)] else None

    def goes_on(self, text: str, held: str, above: Collection[int]) -> int | None:
        """The index of the first line beneath one of some lines where `held` goes on, of which `text`, a note without
        marks, is only how it begins; None where it is all, or the rest is gone."""
        said, wanted = words(unescape(text)), words(unescape(held))
        rest = wanted[len(said) :] if said and said == wanted[: len(said)] else []
        return self.whole_in_order(" ".join(rest), above) if rest else None

    def may_be(self, kind: str, id: str) -> int | None:
        """The index of the line where words stand that may be the note or remark of a paper, which has lost its marks;
        None where there are none."""
        return self._file.unclear.get((kind, id))

    def _may_stand_elsewhere(self, start: int) -> bool:
        record = self._file.record
        is_template = record is not None and record.form.style == "template"
        return is_template or self._file.lines[start].lstrip().startswith("|")

    @cached_property
    def _parts(self) -> list[list[int]]:
        """The loose lines without comments, parted by headings and by the stretches that are ours."""
        found: list[list[int]] = []
        ours = {index for piece in self._file.pieces for index in range(piece.start, piece.end)}
        begins = True
        for index in range(len(self._file.lines)):
            if index not in self._loose:
                begins = begins or index in ours
                continue
            if "<!--" in self._file.lines[index]:
                continue
            if begins or heading_at(self._file.lines, index)[0]:
                found.append([])
            begins = False
            found[-1].append(index)
        return found

    def _beneath(self, start: int) -> Iterable[int]:
        """The indices of the loose lines that follow a mention, up to the next comment behind one of them."""
        begun = False
        for index in self.near(start):
            if "<!--" not in self._file.lines[index]:
                begun = True
                yield index
            elif begun:
                return

    def comments_on(self, id: str) -> Sequence[int]:
        """The indices of the lines with a comment that names a paper and is no mark of ours any more."""
        return self._comments.get(encode_id(id), ())

    @cached_property
    def _comments(self) -> dict[str, list[int]]:
        """Each word of a loose line with a comment -> the indices of those lines."""
        found: dict[str, list[int]] = {}
        for index in self._loose:
            if "<!--" in (line := self._file.lines[index]):
                for word in line.split():
                    found.setdefault(word, []).append(index)
        return found

    @cached_property
    def _definitions(self) -> dict[str, tuple[int, str]]:
        """Where a link or footnote of a text is defined, and all lines of that, by its name: a formatter puts them at
        the end of the file."""
        lines = self._file.lines
        found = ((index, _DEFINITION.match(lines[index])) for index in self._loose)
        return {
            match[1].casefold(): (index, "\n".join(lines[index : end_of_definition(lines, index)]))
            for index, match in reversed([*found])
            if match is not None
        }

    def definition_of(self, label: str) -> int | None:
        """The index of the line that defines a link or footnote outside the stretches that are ours."""
        found = self._definitions.get(label.casefold())
        return found[0] if found is not None else None

    def resolved(self, text: str, *, only_used: bool = False) -> str:
        """A text with the file's definitions of links and footnotes that it lacks; with `only_used`, those it names."""
        own = {match[1].casefold() for line in text.split("\n") if (match := _DEFINITION.match(line))}
        folded = text.casefold()
        wanted = [
            lines
            for name, (_, lines) in self._definitions.items()
            if name not in own and (not only_used or f"[{name}]" in folded)
        ]
        return "\n".join([text, "", *wanted]) if wanted else text

    def title_line(self, title: str, address: str) -> int | None:
        """The index of the line where a paper's title, or its address, stands without an anchor; None for nowhere."""
        wanted = words(title)
        if len(wanted) < FEW:
            items = ((n, found) for n, found in self._loose.items() if _ITEM.match(self._file.lines[n]))
            named = (n for n, found in items if wanted and found[: len(wanted)] == wanted)
            if (first := next(named, None)) is not None:
                return first
        elif (found := self._find(wanted)) is not None:
            return found
        lines = self._file.lines
        return next((n for n in self._loose if _names(lines[n], address)), None) if address else None

    def item_line(self, address: str, title: str = "") -> int | None:
        """The index of the first line of a list or table, set beneath nothing, that leads to an address and has a
        title; None for nowhere."""
        if not address:
            return None
        run = f" {' '.join(words(title))} " if title else ""
        return next(
            (
                index
                for index, found in self._loose.items()
                if _ITEM.match(line := self._file.lines[index])
                and not line[:1].isspace()
                and _names(line, f"]({address}")
                and run in f" {' '.join(found)} "
            ),
            None,
        )

    def _find(self, wanted: list[str]) -> int | None:
        text, starts = self._run
        run = " ".join(wanted)
        at = f" {text} ".find(f" {run} ")
        if at < 0:
            return None
        return starts[bisect_right(starts, (at, len(self._file.lines))) - 1][1]

    def near(self, start: int) -> Iterable[int]:
        """The indices of the loose lines that follow a mention up to the next stretch of ours that is not a block's."""
        at = bisect_right(self._starts, start)
        end = self._starts[at] if at < len(self._starts) else len(self._file.lines)
        return (index for index in range(start + 1, end) if index in self._loose)

    @cached_property
    def _starts(self) -> list[int]:
        """Where the stretches begin that part one paper's lines from the next one's."""
        return [piece.start for piece in self._file.pieces if piece.key[0] not in ("noted", "description")]

    def near_words(self, start: int) -> tuple[list[list[str]], str]:
        """The words of those lines, line by line, and the lines themselves as one text."""
        found = list(self.near(start))
        return [self._loose[index] for index in found], "\n".join(self._file.lines[index] for index in found)

    def shows(self, start: int, tag: str) -> bool:
        """Whether a tag stands in one of the lines that follow a mention, or in a state that is nobody's, as words that
        stand side by side."""
        found, text = self.near_words(start)
        again = [self._file.lines[index] for index in self._file.again]
        wanted = words(tag)
        if not wanted:
            return any(tag in line for line in (text, *again))
        found += map(words, again)
        size = len(wanted)
        return any(line[at : at + size] == wanted for line in found for at in range(len(line) - size + 1))


def _loose_part(line: str, *, ours: bool) -> str | None:
    """What of a line is loose: all of one that is not ours, and what was joined behind a mark that opens a block."""
    if not ours:
        return line if line.strip() else None
    joined = _JOINED.search(line) if "<!--" in line else None
    return joined[1] if joined is not None else None


def are_in_order(wanted: Iterable[str], said: Iterable[str]) -> bool:
    """Whether some words are all among others, in their order."""
    rest = iter(said)
    return all(word in rest for word in wanted)


def _names(line: str, address: str) -> bool:
    """Whether an address stands in a line, and is not the beginning of a longer one."""
    at = line.find(address)
    return at >= 0 and not line[at + len(address) : at + len(address) + 1].isalnum()


def in_common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words two texts share in order."""
    return sum(block.size for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks())
