"""Styled text before it is drawn: runs of characters that share a style's name, wrapped into lines by cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from reader.patterns import regex

Run = tuple[str, str]
"""(text, name of a style); the empty name is the plain style."""
Line = list[Run]

Spans = Sequence[tuple[int, int]]
"""What matched in a text: first characters and those after the last, in ascending order, none touching another."""

LINED = frozenset({"link", "match", "code"})
"""Styles whose blanks show, so that a blank after such a run must not take its style."""
_PIECES = regex(r"\s+|[^\s]+")


@lru_cache(4096)
def cells(text: str) -> int:
    """The width of a text on the terminal."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # noqa: PLC0415  the command line does without it as long as it can

    return cell_len(text)


def cut(text: str, width: int) -> str:
    """As much of a text as fits into `width` cells, never half a character."""
    if cells(text) <= width:
        return text
    if text.isascii():
        return text[: max(0, width)]
    used = 0
    for at, character in enumerate(text):
        used += cells(character)
        if used > width:
            return text[:at]
    return text


def fit(text: str, width: int) -> str:
    """A text that fits into `width` cells, with "…" where it was cut."""
    return text if cells(text) <= width else cut(text, width - 1) + "…" if width > 0 else ""


def pad(text: str, width: int) -> str:
    """A text of exactly `width` cells, cut or filled with blanks."""
    text = fit(text, width)
    return text + " " * (width - cells(text))


def wrap(runs: Iterable[Run], width: int) -> list[Line]:
    """Lines of at most `width` cells; a word longer than a line is broken, one of several styles is one word."""
    lines: list[Line] = [[]]
    used = 0
    width = max(width, 4)
    blank: Run | None = None
    for word, style in _words(runs):
        if not word:
            blank = (" ", style) if used else None
            continue
        size = sum(cells(piece) for piece, _ in word)
        gap = 1 if blank else 0
        if used + gap + size > width and used:
            lines.append([])
            used, blank, gap = 0, None, 0
        if blank:
            lines[-1].append(blank)
            used, blank = used + 1, None
        for piece, style in word:
            while used + (size := cells(piece)) > width:
                head = cut(piece, width - used) or ("" if used else piece[0])
                lines[-1] += [(head, style)] if head else []
                piece = piece[len(head) :]
                lines.append([])
                used = 0
            if piece:
                lines[-1].append((piece, style))
                used += size
    return [joined(line) for line in lines]


def _words(runs: Iterable[Run]) -> Iterator[tuple[list[Run], str]]:
    """The words, each in its pieces; none for the blanks between two, with their style."""
    word: list[Run] = []
    for text, style in runs:
        for piece in _PIECES.findall(text):
            if not piece.isspace():
                word.append((piece, style))
                continue
            if word:
                yield word, style
            word = []
            yield [], style
    if word:
        yield word, ""


def joined(line: Line) -> Line:
    """The line with neighbours of the same style in one run."""
    found: Line = []
    for text, style in line:
        if found and (found[-1][1] == style or (text.isspace() and found[-1][1] not in LINED)):
            found[-1] = (found[-1][0] + text, found[-1][1])
        else:
            found.append((text, style))
    return found


def marked(text: str, style: str, spans: Spans, at: int = 0) -> list[Run]:
    """A piece of a text that begins at its character `at`, as runs: what `spans` of the text cover is a "match"."""
    runs: list[Run] = []
    done = 0
    for first, last in spans:
        start, stop = max(first - at, done), min(last - at, len(text))
        if start >= stop:
            continue
        if start > done:
            runs.append((text[done:start], style))
        runs.append((text[start:stop], "match"))
        done = stop
    if done < len(text):
        runs.append((text[done:], style))
    return runs
