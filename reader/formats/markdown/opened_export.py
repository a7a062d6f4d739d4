"""A text that Reader may have exported, opened once for all who ask what stands in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cached_property

from reader.formats.markdown import footer, marks, other_ids
from reader.formats.markdown.footer import ExportRecord
from reader.formats.markdown.lines import at_front_matter
from reader.formats.markdown.scan import File, scan_parts


class OpenedExport:
    """A text with its hidden comment and its lines; each is read when somebody first asks for it, and then kept."""

    def __init__(self, text: str, *, is_stripped: bool = False) -> None:
        """`is_stripped` says that an editor took every mark out of it, as `stripped` finds."""
        self.text = text
        self.is_stripped = is_stripped
        self.ids: Mapping[str, str] = {}
        """The ids that papers have in this text instead of their own in the file (see `called`), by the latter."""
        self.kept: Mapping[str, str] = {}
        """The papers that the file goes on to show as it does, with a mark of what both tell (`faces`)."""
        self.strange: Collection[str] = ()
        """The papers that a library which writes the file does not have, and that stay in it for the others."""
        self._read: OpenedExport | None = None
        """Another text whose lines were read, of which this one may only differ in who wrote it (see `file`)."""

    @cached_property
    def parts(self) -> tuple[str, str, str]:
        """What stands before its comment, the comment ("" when there is none), and what follows."""
        return footer.split(self.text.removeprefix("\ufeff"))

    @property
    def has_comment(self) -> bool:
        """Whether it has a comment, be it a damaged one."""
        return bool(self.parts[1])

    @cached_property
    def record(self) -> ExportRecord | None:
        """What its comment says of the export, None when that is lost or damaged."""
        return footer.parse(self.parts[1]) if self.parts[1] else None

    @cached_property
    def told(self) -> ExportRecord | None:
        """What its comment says, whatever it is compared with (see `with_record`)."""
        return self.record

    @cached_property
    def said(self) -> ExportRecord | None:
        """The same, also where that was changed since it was written."""
        return self.record or (footer.parse(self.parts[1], damaged=True) if self.parts[1] else None)

    def with_record(self, record: ExportRecord) -> OpenedExport:
        """The same text, to be compared with this instead of what its comment says."""
        other = OpenedExport(self.text)
        other.parts, other.told, other.record, other.ids = self.parts, self.told or self.said, record, self.ids
        other.kept, other.strange = self.kept, self.strange
        return other

    def keeping(self, kept: Mapping[str, str], strange: Collection[str] = ()) -> OpenedExport:
        """The same, which goes on to show some papers as it does, and `strange` ones whatever takes its place."""
        self.kept, self.strange = kept, strange
        return self

    def called(self, ids: Mapping[str, str]) -> OpenedExport:
        """The same with the papers of some ids under others, which no paper of the file has: what another library
        wrote, to be compared with one that has the papers under ids of its own."""
        if self.record is None or not ids:
            return self
        other = OpenedExport(other_ids.under(self.text, ids))
        other.ids = ids
        other.record = other.told = other_ids.record_under(self.record, ids)
        return other

    def as_given(self, text: str) -> str:
        """A text that takes the place of this one, with the ids that the file has."""
        return other_ids.under(text, {now: was for was, now in self.ids.items()})

    @property
    def given(self) -> str:
        """Its text as it stands in the file."""
        return self.as_given(self.text)

    @cached_property
    def file(self) -> File:
        """Its lines, as `scan` reads them; where only the count of who wrote it is new, they are not read again."""
        read, self._read = self._read, None
        if read is not None and self._differs_in_writers(read):
            lines = [line.removesuffix("\r") for line in self.text.removeprefix("\ufeff").split("\n")]
            return replace(read.file, lines=lines, record=self.record, written=self.told or self.record)
        return scan_parts(self.text.removeprefix("\ufeff"), self.parts, self.record, self.told)

    def _differs_in_writers(self, other: OpenedExport) -> bool:
        """Whether nothing but its id and how often each writer wrote it is otherwise than in another text."""
        (before, comment, after), (was_before, was, was_after) = self.parts, other.parts
        if (before, after, comment.count("\n")) != (was_before, was_after, was.count("\n")):
            return False
        told, said = (
            each and replace(each, id="", by=(), versions=(), back=()) for each in (self.record, other.record)
        )
        return told is not None and told == said and self.told is self.record and other.told is other.record

    @cached_property
    def with_properties(self) -> File:
        """The same as a file of a vault: empty lines that were put before its properties do not count."""
        whole = self.text.removeprefix("\ufeff")
        return self.file if (text := at_front_matter(whole)) == whole else self.with_text(text).file

    @cached_property
    def is_ours(self) -> bool:
        """Whether Reader exported it: it has our comment, or the anchor of a paper, examples in code aside, or is known
        without."""
        return self.is_stripped or self.has_comment or (marks.has_anchor(self.text) and bool(self.file.mentions))

    @property
    def edited(self) -> bool:
        """Whether its text is another than its comment says."""
        return self.record is None or self.record.body != self.file.body

    def with_text(self, text: str) -> OpenedExport:
        """Another text, opened; where its comment says the same, line ends aside, that is not read again, and the same
        text stays what was opened."""
        if text == self.text:
            return self
        other = OpenedExport(text)
        other.ids, other.kept, other.strange = self.ids, self.kept, self.strange
        if footer.says_same(other.parts[1], self.parts[1]):
            other.record, other.told = self.record, self.told
        other._read = self if "file" in self.__dict__ else None
        return other


def opened(text: str | OpenedExport) -> OpenedExport:
    """A text, opened unless it is already."""
    return OpenedExport(text) if isinstance(text, str) else text


def is_ours(text: str) -> bool:
    """Whether Reader exported a text (see `OpenedExport.is_ours`)."""
    return OpenedExport(text).is_ours
