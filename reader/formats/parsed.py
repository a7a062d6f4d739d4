"""What a format makes of a text: papers, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from reader.errors import InputError, ReaderError, in_words
from reader.paper import IncomingEntry, Paper
from reader.text import shortened

EXCERPT_LIMIT = 80
"""Characters of the source shown with a problem."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a source that could not be read; reading went on after it."""

    line: int
    """1-based number of the line where it begins; 0 when it concerns the whole source."""
    message: str
    """What is wrong and what was done about it, one clause without a final full stop."""
    excerpt: str = ""
    """The beginning of what could not be read, one clean line; "" when there is nothing to show."""
    file: str = ""
    """The file that the line is in, where the source is a folder."""

    def place(self, source: str = "") -> str:
        """Where it is, for people: the source, the file in it and the line; of the one file that is meant the line."""
        file = "/".join(filter(None, (source, self.file)))
        if not file:
            return f"line {self.line}" if self.line else ""
        return f"{file}:{self.line}" if self.line else file


@dataclass(frozen=True, slots=True)
class Parsed:
    """The outcome of reading one text."""

    papers: tuple[Paper, ...] = ()
    """In the order of the text. `id` is "" unless the text itself carries ids (JSON Lines)."""
    problems: tuple[Problem, ...] = ()
    """In the order of the text."""
    entries: tuple[tuple[IncomingEntry, ...], ...] = ()
    """Parallel to `papers`: where each stands in reading lists; () when the format has none."""
    left: str = ""
    """The text without what was read of it, each line in its place; "" when the format reads the whole."""


def title_of(papers: Mapping[str, Paper], id: str) -> str:
    """What stands for a paper in a line for people: the beginning of its title, or its id where it is not there."""
    return excerpt(papers[id].title) if id in papers else id


def excerpt(text: str) -> str:
    """The beginning of a clean line, cut with an ellipsis."""
    return shortened(text, EXCERPT_LIMIT)


def split_lines(text: str) -> list[str]:
    """The lines of a text, which end at "\\n", "\\r\\n" and "\\r" only (`str.splitlines` knows many more)."""
    return with_plain_ends(text).split("\n")


def with_plain_ends(text: str) -> str:
    """A text with all its lines ending at "\\n"."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


@contextmanager
def contained(shown: str) -> Iterator[None]:
    """Reading the text called `shown`: an error that nobody foresaw is one of that text, and of nothing else.

    Raises `InputError` in its place; what is a `ReaderError` already passes.
    """
    try:
        yield
    except ReaderError:
        raise
    except Exception as error:  # foreign texts meet foreign parsers, and what these may raise has no end
        raise InputError(f"{shown} cannot be read: something in it is not understood ({in_words(error)}).") from error
