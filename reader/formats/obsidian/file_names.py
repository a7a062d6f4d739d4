"""File names of a vault: legal on Linux, macOS and Windows, harmless in a wikilink, no two alike but for case.

The rules of Windows are the strictest (https://learn.microsoft.com/windows/win32/fileio/naming-a-file); Obsidian adds
`# ^ [ ] |`, which mean something inside a link.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from reader.formats.markdown.note_names import stem_of
from reader.paper import Paper
from reader.text import clean_line

TITLE_BYTES = 110
"""Of UTF-8, at most, from the title."""
NAME_BYTES = 180
"""Of UTF-8, at most, of a whole name without its suffix; every file system takes 255."""

_ILLEGAL = re.compile(r"[<>:\"/\\|?*#^\[\]%`$~={}_\x00-\x1f\x7f-\x9f]+|&(?=\w+;)|(?<=\w)\.(?=[^\W\d])")
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|CLOCK\$|CONIN\$|CONOUT\$|COM[0-9¹²³]|LPT[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_SLUGGED = re.compile(r"[a-z0-9.-]+-([0-9a-f]{10}(?:-\d{1,3})?)")
"""An id made from a title, which the name has already: its digest is enough."""
_NOT_IN_ID = re.compile(r"[^A-Za-z0-9.-]+")


def paper_name(paper: Paper) -> str:
    """The name of a paper's file, without suffix: its title as far as a name allows, then its id."""
    title = clean_name(paper.title, TITLE_BYTES)
    slugged = _SLUGGED.fullmatch(paper.id) if title else None
    id = slugged[1] if slugged else _bare(paper.id)
    return _unreserved(f"{title} {id}" if title else id)


def ends_in_id(stem: str, id: str) -> bool:
    """Whether a file's name, without suffix, ends as `paper_name` ends it, whatever the paper was called then."""
    slugged = _SLUGGED.fullmatch(id)
    return stem.endswith((_bare(id), slugged[1] if slugged else _bare(id)))


def _bare(id: str) -> str:
    """An id as a file name may hold it."""
    return _NOT_IN_ID.sub("-", id).strip(".-")[:60].rstrip(".-") or "paper"


def list_name(name: str) -> str:
    """The name of the file that lists the papers, without suffix."""
    return _unreserved(clean_name(name, NAME_BYTES) or "Reading list")


def clean_name(text: str, limit: int) -> str:
    """Text as a file name may hold it, at most `limit` bytes; may be ""."""
    text = _ILLEGAL.sub(" ", clean_line(text))
    text = clean_line(text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)).strip(" .-")
    return text.encode()[:limit].decode(errors="ignore").strip(" .-")


def _unreserved(name: str) -> str:
    return f"_{name}" if _RESERVED.fullmatch(name) else name


class Names:
    """Names given out one by one, each different from all others even where case does not count."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {_key(stem_of(name)) for name in taken}

    def give(self, wanted: str) -> str:
        """`wanted`, or `wanted (2)`, ...; without suffix."""
        name, number = wanted, 1
        while _key(name) in self._taken:
            number += 1
            name = f"{wanted} ({number})"
        self._taken.add(_key(name))
        return name


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKD", name).casefold())
