"""The chain of a journal: each line names the one before it, so that what was taken out of the middle is noticed.

A line says in "p" the checksum of the last line before it in its file that is a step or the first line of a journal. A
first line begins a chain of its own. What says nothing (a torn line that was closed, a mark of Git, a damaged line) has
no place in the chain, and a line of an older version, which has no "p", says nothing about the one before it.

A line whose "p" is not the line before it need not be a loss. Where Git or a person put two versions of a journal into
one file, it stands further up, and where a sync tool left a copy, in another file. So a line is missing only when it
stands in no journal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from reader.library.change import Step
from reader.store.lines import Header, JournalLine, bare, chained, checksum, encode_header, link_of, unchained, unsealed


@dataclass(frozen=True, slots=True)
class Gap:
    """A place in a journal at which the line is not there that the next one names."""

    device: str
    """Whose journal it is."""
    above: bytes
    """The checksum of the line that stands before the gap, b"" when there is none."""
    missing: bytes
    """The checksum of the line that should stand there: the last of those that are missing."""
    after: Step | None
    """The step that stands before the gap, where that is known."""
    before: Step
    """The step that stands behind the gap."""
    torn: bytes
    """The checksum that a damaged line in the gap carries; b"" when there is none. Such a line is told by itself."""

    @property
    def name(self) -> str:
        """What tells this gap from all others, in every copy of the journal."""
        return f"{self.above.decode()}-{self.missing.decode()}"

    @property
    def only_header(self) -> bool:
        """Whether nothing is missing but the journal's first line, which says nothing that could be missed."""
        return self.missing == checksum(encode_header(self.device)[:-1])


@dataclass(slots=True)
class Chain:
    """The chain of one journal, as far as it was followed."""

    last: bytes = b""
    """The checksum of the last line."""
    step: Step | None = None
    """The last step, where that is known."""
    linked: bool = False
    """Whether any line names the one before it."""
    torn: bytes = b""
    """The checksum that a damaged line behind the last one carries; b"" when there is none."""
    gaps: list[Gap] = field(default_factory=list)

    def copy(self) -> Chain:
        """The same, which may be followed on without changing this one."""
        return replace(self, gaps=list(self.gaps))

    def follow(self, line: JournalLine) -> Gap | None:
        """Take the next line; the gap before it, if there is one."""
        said, gap = line.said, None
        if said is None:
            if line.damaged:
                self.torn = checksum(line.text) or b"?"
            return None
        if isinstance(said, Step):
            if link := link_of(line.text):
                self.linked = True
                if link != self.last:
                    gap = Gap(line.device, self.last, link, self.step, said, self.torn)
                    self.gaps.append(gap)
            self.step = said
        # Copies of lines go on from the first line of the journal in which they stood.
        text = encode_header(said.device)[:-1] if isinstance(said, Header) and said.copied_by else line.text
        self.last, self.torn = checksum(text), b""
        return gap


def unmet(gaps: Iterable[Gap], files: Iterable[bytes], imports: Sequence[bytes]) -> list[Gap]:
    """Those of the gaps whose missing line stands in none of the journals, whose content is `files`.

    A line of an import may stand in another journal, or in the catalogue (`imports`, without their newlines), and then
    behind another line.
    """
    there = list(gaps)
    heads = {gap.missing for gap in there if gap.only_header}
    left = {gap.name: gap for gap in there if gap.missing not in heads}
    if not left:
        return []
    found: set[bytes] = set()
    wanted = {gap.missing for gap in left.values()}
    moved = list(imports)
    for data in files:
        for line in map(bare, data.split(b"\n")):
            if checksum(line) in wanted and unsealed(line):
                found.add(checksum(line))
            elif b',"d":"' in line and unsealed(line):
                moved.append(line)
    behind = {gap.above for gap in left.values()}
    found.update(checksum(chained(unchained(line) + b"\n", above)[:-1]) for line in moved for above in behind)
    return [gap for gap in left.values() if gap.missing not in found]
