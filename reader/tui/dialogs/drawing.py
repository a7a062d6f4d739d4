"""Text as the dialogs draw it: data, never markup, cut at cells and not at characters."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from reader.text import clean_text, for_terminal


def one_line(text: str) -> str:
    """Text from anywhere, a file's name too, safe to draw on one line."""
    return text if text.isascii() and text.isprintable() else for_terminal(text)


def block(text: str) -> Content:
    """Text from anywhere as content of several lines without any markup."""
    return Content(clean_text(text).expandtabs(4))


def shorten(text: str, width: int) -> str:
    """`text` in at most `width` cells; what is cut off is shown by "…", and no wide character is halved."""
    if width <= 0:
        return ""
    if len(text) <= width and text.isascii():
        return text
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1).rstrip() + "…"


def shorten_middle(text: str, width: int) -> str:
    """As `shorten`, but the end stays too, which tells paths apart."""
    if cell_len(text) <= width or width < 9:
        return shorten(text, width)
    tail = text[-(width // 2) :]
    if cell_len(tail) >= width - 1:
        return shorten(text, width)
    return shorten(text[: -len(tail)] + " ", width - cell_len(tail)) + tail
