"""How an export will read: its beginning as styled lines, or as its source."""

from __future__ import annotations

from collections.abc import Callable

from reader.operations.foreseen_exports import Beginning
from reader.tui.dialogs.html_lines import HtmlPage
from reader.tui.dialogs.markdown_lines import parse, token_lines
from reader.tui.dialogs.pane import plain_lines
from reader.tui.drawing.styled_text import Line

_LINES = 600
"""So many lines of a text are shown: a person looks at the first, and scrolls a little."""

Drawn = Callable[[int], list[Line]]
"""Lines for a width."""


def drawn(beginning: Beginning, papers: int, *, source: bool) -> Drawn:
    """The lines of how an export begins, of so many papers. The slow part is done here, which may run in a thread."""
    language = "" if source else beginning.language
    parts = [(name, *_read(text, language)) for name, text in beginning.files]
    rest = papers - beginning.papers
    goes_on = any(is_cut for _, _, is_cut in parts)
    more = f"… and {rest} more papers" if rest > 0 else "… and so on" if goes_on else ""

    def lines(width: int) -> list[Line]:
        found: list[Line] = []
        for name, make, _ in parts:
            if name:
                found += [[], *plain_lines(name, width, "title")] if found else plain_lines(name, width, "title")
            found += make(width)
        return [*found, [], *plain_lines(more, width, "quiet")] if more else found

    return lines


def _read(text: str, language: str) -> tuple[Drawn, bool]:
    """What draws a text, as far as it is shown, and whether it goes on."""
    lines = text.split("\n")
    shown = text if language == "html" else "\n".join(lines[:_LINES])
    is_cut = language != "html" and len(lines) > _LINES
    if language == "markdown":
        tokens = parse(shown)
        return lambda width: token_lines(tokens, width), is_cut
    if language == "html":
        return HtmlPage(shown).lines, is_cut
    return lambda width: plain_lines(shown.rstrip("\n"), width), is_cut
