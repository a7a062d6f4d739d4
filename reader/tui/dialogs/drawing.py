"""Text as the dialogs draw it: data, never markup."""

from __future__ import annotations

from textual.content import Content

from reader.text import clean_text, for_terminal


def one_line(text: str) -> str:
    """Text from anywhere, a file's name too, safe to draw on one line."""
    return text if text.isascii() and text.isprintable() else for_terminal(text)


def block(text: str) -> Content:
    """Text from anywhere as content of several lines without any markup."""
    return Content(clean_text(text).expandtabs(4))
