"""What the command line prints: papers as lines, papers as JSON, errors as one sentence."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, TextIO

import click

from reader.crash_report import told, write_report
from reader.dates import day_here
from reader.errors import ReaderError, UnknownPaper, bounded, in_words
from reader.paper import BY_MACHINE, Paper, Status
from reader.persons import short_authors
from reader.text import clean_text, for_terminal

_MARKS = {Status.UNREAD: " ", Status.READING: "◐", Status.READ: "✓"}


def say(sentence: str) -> None:
    """One sentence to standard error, without the secrets of what it quotes; where the encoding has no ellipsis, three
    points tell that something is cut."""
    if "=" in sentence or "@" in sentence:
        from reader.address_secrets import told_without_secrets  # noqa: PLC0415  few sentences pay for it

        sentence = told_without_secrets(sentence)
    said = clean_text(bounded(sentence))
    if "…" in said and not is_unicode(sys.stderr):
        said = said.replace("…", "...")
    try:
        # With `err` click writes UTF-8 where $PYTHONIOENCODING says ascii.
        click.echo(_in_lines(said), file=sys.stderr)
    except OSError:
        _abandon(sys.stderr)  # Nobody hears it, or the disk behind it is full: what is done is done all the same.


def _in_lines(said: str) -> str:
    """What is said, on a terminal in lines that end where a word does; one breaks them anywhere."""
    if not sys.stderr.isatty():
        return said
    from textwrap import wrap  # noqa: PLC0415  who reads a file or a pipe gets each sentence in one line

    try:
        width = os.get_terminal_size(sys.stderr.fileno()).columns
    except OSError:
        return said
    if not width:
        return said
    return "\n".join(
        line if len(line) <= width else "\n".join(wrap(line, width, break_long_words=False, break_on_hyphens=False))
        for line in said.split("\n")
    )


class OutputError(ReaderError):
    """Standard output cannot be written: the disk behind it is full, say."""

    kind = "output"

    @classmethod
    def of(cls, error: OSError) -> OutputError:
        """The sentence for what the system said."""
        return cls(f"The output could not be written: {error.strerror or error}.")


def put(text: str) -> None:
    """Text to standard output. Where nobody reads any more (`| head`) the command goes on to its end, for what it does
    and its exit status are wanted still. Raises `OutputError`."""
    try:
        sys.stdout.write(text if text.endswith("\n") else text + "\n")
    except BrokenPipeError:
        _abandon(sys.stdout)
    except OSError as error:
        raise OutputError.of(error) from error


def abandon_stdout() -> None:
    """From now on standard output goes nowhere."""
    _abandon(sys.stdout)


def end_stderr() -> None:
    """Write out what standard error holds; what cannot be written is gone, or Python ends the run with a status of its
    own."""
    try:
        sys.stderr.flush()
    except (OSError, ValueError):
        _abandon(sys.stderr)


def _abandon(stream: TextIO) -> None:
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


_untaken: list[OSError] = []
"""Why what was handed over was not taken."""


def hand_over() -> None:
    """Give away what was printed so far: who waits for it need not wait for what is done besides. Where nobody takes
    it, the end of the run says so (see `untaken`)."""
    try:
        sys.stdout.flush()
    except (BrokenPipeError, ValueError):
        pass  # Nobody is there to take it.
    except OSError as error:
        _untaken.append(error)  # What is larger than the buffer is lost with it, and the next flush has nothing to say.


def untaken() -> OSError | None:
    """Why what was handed over was not taken, once; None where all was."""
    error = _untaken[0] if _untaken else None
    _untaken.clear()
    return error


def put_json(value: object) -> None:
    """One JSON value to standard output, one line unless it is read on a terminal."""
    put(json.dumps(value, ensure_ascii=not is_unicode(sys.stdout), indent=2 if sys.stdout.isatty() else None))


def is_unicode(stream: TextIO) -> bool:
    """Whether a stream can write every letter; one without an encoding keeps what it is given."""
    return (getattr(stream, "encoding", None) or "utf-8").lower().replace("-", "").startswith("utf")


def fail(error: ReaderError, as_json: bool) -> int:
    """Say what went wrong, as a sentence or as the contract's JSON; returns the exit status."""
    message = for_terminal(str(error))
    candidates = error.candidates if isinstance(error, UnknownPaper) else ()
    if as_json:
        more = {"candidates": [{"id": id, "title": title} for id, title in candidates]} if candidates else {}
        put_json({"error": {"message": message, "kind": error.kind, **more}})
    else:
        say(f"reader: {message}")
        for id, title in candidates:
            say(f"  {id}  {title}")
    return error.exit_code


def beyond(error: OSError | MemoryError | RecursionError) -> ReaderError:
    """The sentence for what the system could not do."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else in_words(error)
    if isinstance(error, OSError) and isinstance(error.filename, (str, bytes)):
        return ReaderError(f"'{for_terminal(os.fsdecode(error.filename))}' cannot be used: {reason.lower()}.")
    return ReaderError(f"It could not be done: {reason}.")


def unforeseen(error: Exception) -> ReaderError:
    """The sentence for an error that nobody foresaw, of which a report is written."""
    return ReaderError(f"Reader met an error it does not know; {told(write_report(error))}.")


def line(paper: Paper) -> str:
    """A paper on one line: id, star, status, title, authors and year, tags."""
    who = short_authors(paper)
    when = str(paper.year) if paper.year else ""
    parts = [f"{'★' if paper.starred else ' '}{_MARKS[paper.status]} {paper.title}"]
    if about := ", ".join(filter(None, (who, when))):
        parts.append(f"({about})")
    parts += [f"#{tag}" for tag in paper.tags]
    return f"{paper.id}  {' '.join(parts)}"


def whole(paper: Paper, lists: Iterable[str], key: str) -> str:
    """Everything about one paper, for people; `key` is its citation key, "" where that is not known."""
    rows: list[tuple[str, str]] = [
        ("Authors", ", ".join([*paper.authors, *["et al."] * paper.more_authors])),
        ("Published", ", ".join(filter(None, (paper.published, paper.venue)))),
        ("arXiv", paper.arxiv_id),
        ("DOI", paper.doi),
        ("Link", paper.link),
        ("Code", paper.linked("code")),
        ("Project", paper.linked("project")),
        ("Votes", "" if paper.upvotes is None else str(paper.upvotes)),
        ("Status", _status(paper)),
        ("Tags", " ".join(f"#{tag}" for tag in paper.tags)),
        ("Lists", ", ".join(lists)),
        ("Keywords", ", ".join(paper.keywords)),
        ("Corrected", _corrected(paper)),
        ("Added", f"{paper.added} from {', '.join(paper.sources)}" if paper.sources else paper.added),
        ("Key", key),
        ("Id", paper.id),
    ]
    facts = "\n".join(f"{name + ':':<11}{value}" for name, value in rows if value)
    parts = [paper.title, facts, paper.abstract]
    if paper.machine_summary:
        parts.append(f"{BY_MACHINE}\n{paper.machine_summary}")
    if paper.note:
        parts.append("Note\n" + paper.note)
    return "\n\n".join(part for part in parts if part)


def _corrected(paper: Paper) -> str:
    """What the user put right of it: "title, date"."""
    if not paper.corrected:
        return ""
    from reader.operations.corrections import word_for  # noqa: PLC0415  few papers are corrected

    return ", ".join(map(word_for, paper.corrected))


def _status(paper: Paper) -> str:
    """What the user said of it, each with its day: "read on 2026-11-24, starred on 2026-11-20"."""
    when = paper.reading_at or paper.read_at
    since = "since" if paper.reading_at else "on"
    told = [f"{paper.status.value}{f' {since} {day_here(when)}' if when else ''}"]
    if paper.starred:
        told.append(f"starred{f' on {day_here(paper.starred_at)}' if paper.starred_at else ''}")
    return ", ".join(told)


def table(rows: Iterable[Mapping[str, Any]], columns: Iterable[str]) -> str:
    """Rows of plain values under each other, each column as wide as its widest value."""
    names = list(columns)
    cells = [[str(row[name]) for name in names] for row in rows]
    widths = [max((len(row[i]) for row in cells), default=0) for i in range(len(names))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
                     for row in cells)  # fmt: skip
