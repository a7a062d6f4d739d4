"""Which themes the interface has, for whoever asks without opening it."""

from __future__ import annotations

from textual.theme import BUILTIN_THEMES


def theme_names() -> list[str]:
    """The names of all themes, in the order of the alphabet."""
    return sorted(BUILTIN_THEMES)
