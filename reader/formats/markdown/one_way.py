"""Edits of what only the export of a reading list brings back, in a file that is no such export, or none any more.

Order, sections, membership, remarks and the description come back to a list from its own export. A grouped export has
its places from what the papers are, that of a query its papers too, and a list may be renamed or deleted while a file
of it is edited: what a person changed there nobody can take, and a fresh export would undo it without a word. A place
where the fresh export has the paper, too, is no such change, as where a paper was ticked as read and put below "Read".
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Protocol

from reader.formats.markdown import marks
from reader.formats.markdown.alike import renders_alike
from reader.formats.markdown.footer import ExportRecord, matches_digest
from reader.formats.markdown.lines import spelt
from reader.formats.markdown.scan import File, Mention
from reader.formats.markdown.standing import LooseLines
from reader.formats.markdown.three_way import matching
from reader.formats.parsed import Problem, excerpt
from reader.text import clean_line, fold_name

Place = tuple[str, str]
"""A section as `spelt`, and the id of a paper below it."""


class KnownNames(Protocol):
    """What a library knows of how its papers and lists were called."""

    def titles_of(self, id: str) -> Collection[str]:
        """What the title of a paper was at any time, letter by letter."""

    def texts_of(self, kind: str, id: str) -> Collection[str]:
        """What a paper's "remark" was at any time, or the "description" of any list."""

    def namesake_of(self, record: ExportRecord) -> str:
        """Why the list that bears the name of a file's list is another one, as a clause; "" where it is not."""


def one_way_edits(old: File, new: File, known: KnownNames) -> Iterator[Problem]:
    """What a person changed in `old` of its places, remarks and description, and `new`, a fresh export that takes its
    place, would undo; nothing where they come back."""
    was, now = old.record, new.record
    if was is None or now is None or was.form.style == "template" or _is_of_one_paper(new):
        return
    another = known.namesake_of(was)
    if was.list_name and fold_name(was.origin) == fold_name(now.origin) and not another:
        return
    other = bool(another) or (was.list_name, was.form.group) != (now.list_name, now.form.group)
    why = another or _reason(was)
    for line, what, shown in (*_moved(old, new, was, known, other), *_reworded(old, new, was, known)):
        said = excerpt(clean_line(shown or (old.lines[line] if line >= 0 else "")))
        yield Problem(line + 1, f"{what} here, which was not taken: {why}", said)


def _is_of_one_paper(file: File) -> bool:
    """Whether it is the file of one paper in a vault."""
    return any(file.lines[mention.line].startswith("#") for mention in file.mentions if mention.listed)


def _reason(was: ExportRecord) -> str:
    if was.list_name:
        return f"the library has no list '{was.list_name}' any more"
    if was.form.group:
        return f"an export by {was.form.group} has its places from the papers, and brings back no words of the list"
    return "what a query finds has its papers and their order from there"


def _places(file: File) -> dict[Place, int]:
    """The places of papers in a file, each with the index of its line. A heading that a person typed is a section in
    the export of a list only."""
    record = file.record
    names = {spelt(name) for name in record.sections} if record is not None and not record.list_name else None
    headings = sorted((line, spelt(name)) for name, line in file.sections if names is None or spelt(name) in names)
    found: dict[Place, int] = {}
    section, ahead = "", 0
    for mention in file.mentions:
        if mention.listed:
            while ahead < len(headings) and headings[ahead][0] < mention.line:
                section, ahead = headings[ahead][1], ahead + 1
            found.setdefault((section, mention.id), mention.line)
    return found


def _moved(
    old: File, new: File, record: ExportRecord, known: KnownNames, other: bool
) -> Iterator[tuple[int, str, str]]:  # fmt: skip
    """The papers that stand in other places than they went out, or in none: the index of a line, what was done, and
    what to show of it. Where the fresh export is an `other` one each move counts, wherever that has the paper."""
    was = [(spelt(section), id) for section, id in record.places]
    there, fresh = _places(old), list(_places(new))
    if [*there] in (was, fresh):
        return
    went_out, kept = {id for _, id in was}, set(fresh)
    moved = {
        place: line for place, line in there.items()
        if place not in was and place[1] in went_out and (other or place not in kept)
    }  # fmt: skip
    yield from ((line, "this paper was moved", "") for line in moved.values())
    told = {id for _, id in moved}
    loose = LooseLines(old, went_out)
    above = old.title[1] if old.title is not None else 0
    for place in was:
        above = there.get(place, above)
        if place in there or place[1] in told or not (other or place in kept):
            continue
        titles = known.titles_of(place[1])
        if not any(loose.title_line(title, "") is not None for title in titles):
            yield above, "a paper was taken out below", f"without {next(iter(titles), place[1])}"
    both = [place for place in was if place in there and (other or place in kept)]
    of_both = set(both)
    order = [place for place in there if place in of_both]
    if order not in (both, [place for place in fresh if place in of_both]):
        first = next(place for place, other in zip(order, both, strict=True) if place != other)
        yield there[first], "the order was changed", ""


def _reworded(
    old: File, new: File, record: ExportRecord, known: KnownNames
) -> Iterator[tuple[int, str, str]]:  # fmt: skip
    """The same for remarks and the description that are neither what went out nor what the fresh export says, be it in
    the form that a formatter gave them."""
    loose = LooseLines(old, record.papers)
    said, fresh = _remarks(old), _remarks(new)
    placed = {mention.id: mention.line for mention in reversed(old.mentions) if mention.listed}
    texts: list[tuple[str, str, str, tuple[str, str], int, str]] = [
        (said[id][1] if id in said else "", exported.remark, fresh[id][1] if id in fresh else "", ("remark", id),
         _first_line(old, "remark", said[id][0].line if id in said else placed[id]), "a remark was changed")
        for id, exported in record.papers.items() if id in said or id in placed
    ]  # fmt: skip
    head = old.title[1] if old.title is not None else 0
    texts.append(
        (old.description or "", record.description, new.description or "", ("description", ""),
         _first_line(old, "description", head), "the description was changed")
    )  # fmt: skip
    for text, was, held, kind, line, what in texts:
        if matches_digest(text, was, record.stripped) or renders_alike(text, held):
            continue
        before = matching(was, known.texts_of(*kind)) if was and text else None
        if before is not None and renders_alike(text, before):
            continue
        if text or (held and loose.line_of(held) is None):
            yield line, what, ""


def _remarks(file: File) -> dict[str, tuple[Mention, str]]:
    """The first remark of each paper that has one."""
    return {mention.id: (mention, mention.remark) for mention in reversed(file.mentions) if mention.remark}


def _first_line(file: File, kind: str, start: int) -> int:
    """The index of the first line of a block that follows a line, before another paper; the line itself for none."""
    for at in range(start, len(file.lines) - 1):
        if at > start and marks.ANCHOR.search(file.lines[at]):
            break
        if (match := marks.OPENING.fullmatch(file.lines[at])) and match[1] == kind:
            return at + 1
    return start
