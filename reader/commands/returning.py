"""Markdown that comes back: what was edited in an exported file or vault enters the library, and goes out again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from reader.commands.importing import Report, SourceReport
from reader.commands.wording import count
from reader.errors import InputError, ReaderError, Refused
from reader.exporting import Written, read_export, read_folder, write_file, write_vault
from reader.formats.markdown import Document, Form, Returned, document, form_of, read_back, render
from reader.formats.obsidian import read_back_vault
from reader.formats.parsed import Problem
from reader.library import Library, Outcome
from reader.paper import Paper, ReadingList
from reader.text import for_terminal


@dataclass(frozen=True, slots=True)
class Back:
    """What came back from one file or folder."""

    source: str
    returned: Returned
    outcome: Outcome | None = None
    """None for a dry run, or when nothing was edited."""
    written: str = ""
    """What went out again, for a sync."""

    @property
    def papers(self) -> int:
        """How many papers are changed."""
        return len({change.subject for change in self.returned.changes})

    @property
    def lines(self) -> list[str]:
        """For people: what changed, what was in conflict, what could not be read, what went out."""
        problems = [f"{self.source}:{p.line}: {p.message}" for p in self.returned.problems]
        diff = [f"← {line}" for line in self.returned.diff]
        return [*diff, *self.returned.conflicts, *problems, *([self.written] if self.written else [])]


def is_vault(path: Path) -> bool:
    """Whether a folder holds an Obsidian export of ours."""
    return path.is_dir() and any(_ours(text) for text in _files(path).values())


def _ours(text: str) -> bool:
    return form_of(text) is not None


def _files(path: Path) -> dict[str, str]:
    try:
        return read_folder(path)
    except OSError as error:
        raise ReaderError(f"{for_terminal(str(path))} could not be read: {error.strerror}.") from None


def look(library: Library, path: Path) -> Returned:
    """What was edited in a file or vault since it was exported, against the library as it is; nothing is changed.

    Raises `InputError` when it is not an export of ours.
    """
    shown = for_terminal(str(path))
    if path.is_dir():
        if not is_vault(path):
            raise InputError(f"There is no export of Reader in the folder {shown}.")
        return read_back_vault(_files(path), library.papers, library.lists)
    text = read_export(path)
    if text is None:
        raise InputError(f"{shown} is not a file that Reader exported.")
    return read_back(text, library.papers, library.lists, source=for_terminal(path.name))


def take(library: Library, source: str, returned: Returned) -> Back:
    """Apply what came back, as one step."""
    changes = [*returned.changes]
    for before, after in returned.lists:
        changes += library.list_changes(before, after)
    if not changes:
        return Back(source, returned)
    papers = {change.subject for change in returned.changes}
    parts = [count(len(papers), "paper")] if papers else []
    parts += [f"the list '{after.name}'" for _, after in returned.lists]
    say = f"Took edits of {' and '.join(parts)} from {for_terminal(Path(source).name)}"
    return Back(source, returned, library.apply(changes, say))


def bring_back(library: Library, path: Path, *, dry_run: bool = False) -> Back:
    """Take the edits made in an exported file or vault into the library, as one step that one undo takes back."""
    source = for_terminal(str(path))
    returned = look(library, path)
    return Back(source, returned) if dry_run else take(library, source, returned)


def send_out(library: Library, folder: Path, path: Path, papers_of: Mapping[str, list[Paper]]) -> Written:
    """Write the library's state into an exported file or vault again, in the form in which it was made.

    `papers_of` holds the papers of smart lists by name. Raises `Refused` for a file made with a user's template.
    """
    if path.is_dir():
        made = _again(library, _vault_text(path), papers_of)
        return write_vault(path, made[0], protect=folder)
    text = read_export(path)
    if text is None:
        raise InputError(f"{for_terminal(str(path))} is not a file that Reader exported.")
    made = _again(library, text, papers_of)
    if made[1].style == "template":
        raise Refused(f"{for_terminal(path.name)} was made with a template: export it again with that template.")
    return write_file(path, render(made[0], style=made[1].style), protect=folder, markdown=True)


def _vault_text(path: Path) -> str:
    lists = [text for text in _files(path).values() if (found := form_of(text)) is not None and found.is_list]
    if not lists:
        raise InputError(f"The list of the vault in {for_terminal(str(path))} is gone: export it again.")
    return lists[0]


def _again(library: Library, text: str, papers_of: Mapping[str, list[Paper]]) -> tuple[Document, Form]:
    """The document that the file would be now: its list, or the papers that it named in their order."""
    found = form_of(text)
    if found is None:
        raise InputError("The file has lost the comment that says how it was made: export it again.")
    lst: ReadingList | None = library.lists.get(found.list_name) if found.list_name else None
    named = [library.papers[id] for id in found.papers if id in library.papers]
    papers = list(library.papers.values()) if lst is not None else papers_of.get(found.name, named)
    made = document(
        lst,
        papers,
        name=found.name,
        group=found.form.group,
        abstracts=found.form.abstracts,
        front_matter=found.form.front_matter,
    )
    return made, found.form


def sync(
    library: Library, folder: Path, path: Path, papers_of: Mapping[str, list[Paper]], *, dry_run: bool = False
) -> Back:
    """Both directions once: edits in the file enter the library, then the library's state enters the file."""
    back = bring_back(library, path, dry_run=dry_run)
    if dry_run:
        return back
    written = send_out(library, folder, path, papers_of)
    return replace(back, written=f"→ {written.say}")


def with_returned(report: Report, backs: list[Back]) -> Report:
    """The report of an import that took edits from exported files as well."""
    more = [
        SourceReport(
            source=back.source,
            format="obsidian" if Path(back.source).is_dir() else "markdown",
            updated=back.papers,
            problems=(*back.returned.problems, *(Problem(0, conflict) for conflict in back.returned.conflicts)),
        )
        for back in backs
    ]
    outcomes = tuple(back.outcome for back in backs if back.outcome is not None)
    return Report((*report.sources, *more), (*report.outcomes, *outcomes))
