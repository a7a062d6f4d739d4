"""Names of Markdown files, as they are in a folder and as links of a vault have them."""

from __future__ import annotations

from reader.formats.styles import SUFFIXES

SUFFIX = SUFFIXES[0]
"""How the names of the files of a vault end."""


def stem_of(file: str) -> str:
    """The name of a file, without its folders and suffix, as links have it."""
    name = file.rpartition("/")[2]
    return name[: -len(suffix)] if (suffix := _suffix_of(name)) else name


def is_note(file: str) -> bool:
    """Whether a file is Markdown by its name, in whatever case its suffix is: a vault's files are among these, wherever
    they were renamed."""
    return bool(_suffix_of(file))


def _suffix_of(name: str) -> str:
    folded = name.casefold()
    return next((suffix for suffix in SUFFIXES if folded.endswith(suffix)), "")
