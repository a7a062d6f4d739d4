"""A text that Reader may have exported, opened once for all who ask what stands in it."""

from __future__ import annotations

from functools import cached_property

from reader.formats.markdown import footer, marks
from reader.formats.markdown.footer import ExportRecord
from reader.formats.markdown.lines import at_front_matter
from reader.formats.markdown.scan import File, scan_parts


class OpenedExport:
    """A text with its hidden comment and its lines; each is read when somebody first asks for it, and then kept."""

    def __init__(self, text: str, *, is_stripped: bool = False) -> None:
        """`is_stripped` says that an editor took every mark out of it, as `stripped` finds."""
        self.text = text
        self.is_stripped = is_stripped

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
        other.parts, other.told, other.record = self.parts, self.said, record
        return other

    @cached_property
    def file(self) -> File:
        """Its lines, as `scan` reads them."""
        return scan_parts(self.text.removeprefix("\ufeff"), self.parts, self.record)

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
        if footer.footer_lines(other.parts[1]) == footer.footer_lines(self.parts[1]):
            other.record, other.told = self.record, self.told
        return other


def opened(text: str | OpenedExport) -> OpenedExport:
    """A text, opened unless it is already."""
    return OpenedExport(text) if isinstance(text, str) else text


def is_ours(text: str) -> bool:
    """Whether Reader exported a text (see `OpenedExport.is_ours`)."""
    return OpenedExport(text).is_ours
