"""Names of Markdown files, as they are in a folder, and links to them in a vault."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from reader.formats.styles import SUFFIXES

SUFFIX = SUFFIXES[0]
"""How the names of the files of a vault end."""
_LINK = re.compile(
    r"(?P<start>!?\[\[)(?P<file>[^\[\]|#^]+)(?P<part>[#^][^\[\]|]*)?(?:\|(?P<shown>[^\[\]]*))?\]\]"
    r"|(?P<opening>!?\[)(?P<text>(?:\\.|[^\[\]\\])+)(?P<rest>\]\(<?(?P<address>[^<>#:]+)(?:#[^<>]*)?>?\))"
)
"""A link to a note, or the note set in, as Obsidian writes it: `[[file#heading|text]]` or `[text](file.md#heading)`."""


@dataclass(frozen=True, slots=True)
class NoteLink:
    """A link to a note of a vault."""

    whole: str
    target: str
    """The name of the file, maybe with folders before it."""
    shown: str
    """The text that is shown; "" where that is the name."""
    is_special: bool
    """Whether it is otherwise than an export has it: with a folder, to a heading, set in, or in Markdown's form."""
    ends: tuple[str, str]
    """What stands around the text."""

    def leads_to(self, file: str) -> bool:
        """Whether it leads to a file, whose path a vault may tell from another folder than the one that it is in."""
        path, there = ([part for part in name.split("/") if part.strip(". ")] for name in (self.target, file))
        shared = min(len(path), len(there))
        if not shared or stem_of(path[-1]) != stem_of(there[-1]):
            return False
        return path[-shared:-1] == there[-shared:-1]

    def showing(self, text: str) -> str:
        """The same link with another text; "" takes that away, where there may be none."""
        start, end = self.ends
        if end == "]]":
            return f"{start}{f'|{text}' if text else ''}]]"
        return f"{start}{text}{end}" if text else self.whole


def note_link(text: str) -> NoteLink | None:
    """The link to a note that a text is, None where it is something else."""
    found = _LINK.fullmatch(text)
    if found is None:
        return None
    if found["address"]:
        target = unquote(found["address"]).strip()
        return NoteLink(text, target, found["text"], True, (found["opening"], found["rest"]))
    target, part = found["file"].strip(), found["part"] or ""
    is_special = "/" in target or bool(part) or found["start"] != "[["
    return NoteLink(text, target, found["shown"] or "", is_special, (f"{found['start']}{found['file']}{part}", "]]"))


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
