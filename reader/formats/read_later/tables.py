"""The tables of services that keep pages to be read: which one is told by its columns.

Pocket, Instapaper, Raindrop, Readwise (its highlights, and its Reader's list), Matter, Diigo. Of Readwise's highlights
all lines of one text are one paper.

    >>> parse("title,url,time_added,tags,status\\n,https://arxiv.org/abs/2401.00011,1700000000,a|b,archive\\n").papers[0].tags
    ('a', 'b')
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace

from reader.formats.beginnings import begins_part, begins_table, from_line
from reader.formats.field_names import cell_text, not_read
from reader.formats.parsed import Parsed, Problem, excerpt, split_lines
from reader.formats.read_later.saved import SavedPage, own_folders, papers_of
from reader.formats.remainder import AskedObject
from reader.formats.user_fields import kept_answer, yes_or_no
from reader.paper import Status
from reader.text import clean_line

_HEADER = 2_000
"""Characters of a header that are looked at."""
_FIELD_LIMIT = 4 << 20
_FOLDERS = re.compile(r"\s*/\s*")
"""What stands between a collection and one within it."""
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")


@dataclass(frozen=True, slots=True)
class _Service:
    """One service's table."""

    needs: frozenset[str]
    """Columns that its tables have and others have not."""
    read: Callable[[int, AskedObject], SavedPage]
    one_text: bool = False
    """Whether several rows may be of one text."""
    answers: tuple[str, ...] = ()
    """Columns that answer with yes or no."""
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Columns that hold one of a few words, with these."""
    shares: tuple[str, ...] = ()
    """Columns of how much was read."""
    mere: frozenset[str] = frozenset()
    """Columns of what the service keeps for itself: its numbers, when a page was saved or read, what its page shows."""


def _pocket(line: int, row: AskedObject) -> SavedPage:
    return SavedPage(
        line, row["url"], row["title"], tags=tuple(row.get("tags", "").split("|")),
        status=Status.READ if row["status"].strip().lower() == "archive" else Status.UNREAD,
    )  # fmt: skip


def _instapaper(line: int, row: AskedObject) -> SavedPage:
    folder = clean_line(row["folder"])
    return SavedPage(
        line, row["url"], row["title"], tags=_several(row.get("tags", "")), notes=(row["selection"],),
        folders=own_folders([folder]), starred=folder.lower() == "starred",
        status=Status.READ if folder.lower() == "archive" else Status.UNREAD,
    )  # fmt: skip


def _raindrop(line: int, row: AskedObject) -> SavedPage:
    return SavedPage(
        line, row["url"], row["title"], tags=_several(row["tags"]), folders=own_folders(_FOLDERS.split(row["folder"])),
        notes=(row["note"], row.get("highlights", "")), starred=yes_or_no(row.get("favorite", "")) is True,
    )  # fmt: skip


def _highlights(line: int, row: AskedObject) -> SavedPage:
    marked = "\n".join(f"> {text}" for text in row["highlight"].strip().splitlines())
    marks = clean_line(row.get("tags", ""))
    return SavedPage(
        line, row.get("url", "") or row.get("source url", ""), row["book title"], row["book author"],
        tags=_several(row.get("document tags", "")), notes=(marked, row.get("note", ""), marks and f"Tags: {marks}"),
        written=not row.get("amazon book id", "").strip(),
    )  # fmt: skip


def _reader(line: int, row: AskedObject) -> SavedPage:
    done = _share(row["reading progress"]) or 0
    status = Status.READ if done >= 1 or row.get("location", "") == "archive" else _begun(done)
    return SavedPage(line, row["url"], row["title"], tags=_several(row["document tags"]), status=status)


def _share(cell: str) -> float | None:
    """How much of a text was read, None for a cell that is no number."""
    with suppress(ValueError):
        return float(cell.strip() or 0)
    return None


def _begun(done: float) -> Status:
    return Status.READING if done > 0 else Status.UNREAD


def _matter(line: int, row: AskedObject) -> SavedPage:
    return SavedPage(
        line, row["url"], row["title"], row.get("author", ""), tags=_several(row.get("tags", "")),
        status=Status.READ if yes_or_no(row.get("read", "")) else Status.UNREAD,
        starred=yes_or_no(row["favorited"]) is True,
    )  # fmt: skip


def _diigo(line: int, row: AskedObject) -> SavedPage:
    notes = (row.get("description", ""), row.get("comments", ""), row.get("annotations", ""))
    return SavedPage(line, row["url"], row["title"], tags=_several(row["tags"]), notes=notes)


_PLACES = ("new", "later", "shortlist", "archive", "feed", "inbox", "library")
"""Where a text stands in Readwise's Reader."""


def _columns(names: str) -> frozenset[str]:
    return frozenset(name.replace("_", " ") if " " not in name else name for name in names.split(","))


_SERVICES = (
    _Service(
        _columns("title,url,time_added,status"),
        _pocket,
        words={"status": ("unread", "archive")},
        mere=_columns("time_added"),
    ),
    _Service(_columns("url,title,selection,folder"), _instapaper, mere=_columns("timestamp")),
    _Service(
        _columns("id,title,note,excerpt,url,folder,tags,created"),
        _raindrop,
        answers=("favorite",),
        mere=_columns("id,excerpt,created,cover"),
    ),
    _Service(
        _columns("highlight,book title,book author"),
        _highlights,
        one_text=True,
        mere=_columns("color,location_type,location,highlighted_at"),
    ),
    _Service(
        _columns("title,url,document tags,saved date,reading progress"),
        _reader,
        words={"location": _PLACES},
        shares=("reading progress",),
        mere=_columns("id,saved_date,seen"),
    ),
    _Service(
        _columns("title,url,in queue,favorited"),
        _matter,
        answers=("favorited", "read"),
        mere=_columns("publisher,word_count,in_queue,highlight_count,last_interaction_date,file_id"),
    ),
    _Service(_columns("title,url,tags,comments,annotations"), _diigo, mere=_columns("created_at")),
)


def sniff(text: str) -> bool:
    """Whether the first line has the columns of such a service."""
    return _service(_header(text)) is not None


def begins(text: str) -> int:
    """The 1-based number of the line of the first such header, be it below something else; 0 for none."""
    lines = split_lines(text)
    return next((at + 1 for at, line in enumerate(lines) if heads_table(line)), 0)


def heads_table(line: str) -> bool:
    """Whether a line has the columns of such a service."""
    return ("url" in line.lower() or "highlight" in line.lower()) and _service(_header(line)) is not None


def _parted(text: str) -> tuple[str, str]:
    """The table with which a text begins, and what is left of it: below a line that begins something else, outside of
    quotes."""
    lines = split_lines(text)
    quoted = begun = False
    for at, line in enumerate(lines):
        if begun and not quoted and (begins_part(line) or (begins_table(line) and not heads_table(line))):
            return "\n".join(lines[:at]), from_line(text, at + 1)
        begun = begun or bool(line.strip("\ufeff \t"))
        quoted ^= line.count('"') % 2 == 1
    return text, ""


def parse(text: str) -> Parsed:
    """Read the rows that are papers; every other row is a problem, but for a header that comes again."""
    text, left = _parted(text)
    names = _header(text)
    service = _service(names)
    if service is None:
        return Parsed(problems=(Problem(1, "the first line does not name the columns of a service that is known"),))
    pages: list[SavedPage] = []
    problems: list[Problem] = []
    texts: dict[tuple[str, str], SavedPage] = {}
    unread: dict[str, None] = {}
    for found in _rows(text):
        if isinstance(found, Problem):
            problems.append(found)
            continue
        line, cells = found
        if [cell.lower().replace("_", " ") for cell in cells] == names:
            continue
        if len(cells) < len(names) and not any("//" in cell for cell in cells) and not service.one_text:
            message = f"a row with {len(cells)} of {len(names)} cells, skipped"
            problems.append(Problem(line, message, excerpt(clean_line(" ".join(cells)[:300]))))
            continue
        row = AskedObject(dict(zip(names, [*cells, *[""] * len(names)], strict=False)))
        for name in service.answers:
            kept_answer(line, name, row.get(name, ""), problems)
        for name, words in service.words.items():
            if (word := row.get(name, "").strip()) and word.lower() not in words:
                problems.append(
                    Problem(line, f"{name} is none of {', '.join(words)}, left out", excerpt(clean_line(word)))
                )
        for name in service.shares:
            if _share(cell := row.get(name, "")) is None:
                problems.append(Problem(line, f"{name} is no number, left out", excerpt(clean_line(cell))))
        page = service.read(line, row)
        known = row.asked | service.needs | service.mere
        unread |= dict.fromkeys(name for name, cell in row.items() if cell.strip() and name not in known)
        key = (clean_line(page.title), clean_line(page.authors))
        if service.one_text and (first := texts.setdefault(key, page)) is not page:
            first.notes += page.notes
            first.tags += page.tags
        else:
            pages.append(page)
    problems += not_read("columns", unread)
    return replace(papers_of(pages, problems), left=left)


def _service(names: list[str]) -> _Service | None:
    columns = set(names)
    return next((service for service in _SERVICES if service.needs <= columns), None)


def _header(text: str) -> list[str]:
    first = next((line for line in text.lstrip("\ufeff")[:_HEADER].splitlines() if line.strip()), "")
    with suppress(csv.Error):
        return [clean_line(cell).lower().replace("_", " ") for cell in next(csv.reader([first]), [])]
    return []


def _rows(text: str) -> Iterator[tuple[int, list[str]] | Problem]:
    """(line, cells) of every row below the header, or what is wrong with one."""
    csv.field_size_limit(_FIELD_LIMIT)
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    begun, head = 1, True
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Problem(begun, f"a row that cannot be read ({error}), skipped")
        else:
            if any(map(str.strip, cells)):
                if not head:
                    yield begun, [*map(cell_text, cells)]
                head = False
        begun = reader.line_num + 1


def _several(cell: str) -> tuple[str, ...]:
    """The tags of a cell: a list of JSON or Python, or words between commas."""
    text = cell.strip()
    if text.startswith("["):
        with suppress(ValueError, RecursionError):
            found = json.loads(text)
            return tuple(name for name in found if isinstance(name, str))
        return tuple(one or two for one, two in _QUOTED.findall(text))
    return tuple(text.split(","))
