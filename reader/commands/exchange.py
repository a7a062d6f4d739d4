"""What is asked when papers come in or go out: an import, an export, a sync with Markdown files.

Each question carries functions that say what an answer would do; they may take long and touch no widget.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reader.commands.questions import Progress, Question
from reader.paper import Paper


@dataclass(frozen=True, slots=True)
class Source:
    """Where papers come from: a path or address, or pasted text."""

    path: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """Something that could not be read."""

    source: str
    line: int
    """1-based; 0 when it is about the whole."""
    message: str
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would do."""

    sources: tuple[tuple[str, str], ...]
    """(name, what it was recognised as)."""
    new: tuple[Paper, ...]
    completed: tuple[tuple[Paper, Paper], ...]
    """(as it is, as it would be)."""
    unchanged: int
    doubtful: tuple[tuple[Paper, Paper], ...]
    """Possible duplicates: (one in the library or before it in the source, the new one)."""
    problems: tuple[ProblemLine, ...]
    parcel: object = None
    """What the caller needs to carry it out; opaque to the dialog."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to carry out."""
        return not self.new and not self.completed


@dataclass(frozen=True, slots=True)
class ImportAnswer:
    """The preview that the user approved, with wishes."""

    preview: ImportPreview
    tags: tuple[str, ...] = ()
    """Tags for every paper of the import."""
    list_name: str = ""
    """A reading list for them; "" for none."""


@dataclass(frozen=True, slots=True)
class AskImport(Question[ImportAnswer]):
    """Where from, then a preview. The answer is what to carry out."""

    read: Callable[[Source, Progress], ImportPreview]
    """Reads a source; may take long, so in a thread. Raises `ReaderError` (shown in the dialog) and `Cancelled`."""
    complete: Callable[[str], Sequence[str]]
    """Paths that a half-typed one may become."""
    initial: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """What can be exported."""

    value: str
    """"selection", "shown", "all" or "list:NAME"."""
    label: str
    papers: int


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A way to write papers."""

    name: str
    """As on the command line: "markdown", "bibtex"…"""
    label: str
    styles: tuple[str, ...] = ()
    """What `--style` takes; () when there is no choice."""
    suffix: str = ""
    """".md"; "" when a folder is written."""


@dataclass(frozen=True, slots=True)
class ExportAnswer:
    """What to write, how, and where."""

    scope: str
    format: str
    style: str = ""
    abstracts: bool = False
    path: str = ""
    """Where to write; "" copies to the clipboard."""


@dataclass(frozen=True, slots=True)
class AskExport(Question[ExportAnswer]):
    """What, how and where, with the text that would be written."""

    scopes: tuple[Scope, ...]
    formats: tuple[ExportFormat, ...]
    suggest: Callable[[ExportAnswer], str]
    """A path that fits an answer."""
    render: Callable[[ExportAnswer], str]
    """The first few thousand characters that it would write. May take long: in a thread. Raises `ReaderError`."""
    complete: Callable[[str], Sequence[str]]
    initial: ExportAnswer | None = None
    """The last export, so that repeating it is Enter."""


@dataclass(frozen=True, slots=True)
class SyncPreview:
    """What a sync would move."""

    into_library: tuple[str, ...]
    """A sentence for each thing that the file or folder changes in the library."""
    into_file: tuple[str, ...]
    conflicts: tuple[str, ...] = ()
    parcel: object = None


@dataclass(frozen=True, slots=True)
class SyncAnswer:
    """The preview that the user approved."""

    path: str
    preview: SyncPreview


@dataclass(frozen=True, slots=True)
class AskSync(Question[SyncAnswer]):
    """A Markdown file or folder that was exported: what goes which way."""

    plan: Callable[[str, Progress], SyncPreview]
    """Compares a path with the library; may take long: in a thread. Raises `ReaderError` and `Cancelled`."""
    complete: Callable[[str], Sequence[str]]
    known: tuple[str, ...] = ()
    """Paths that were exported to before, the last one first."""
    initial: str = ""
