"""Exports that an editor took every comment out of, known by their heading and by the lines of their papers.

Such a file is nobody's to a program that only looks for marks. Where its first heading is that of a reading list, and
what stands in it are lines as an export of that list has them, it is read as one that has lost its comment, and a fresh
export puts all marks back. For whom it was, and in which style, shows in what stands there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reader.formats.markdown import marks
from reader.formats.markdown.document import AUTHORS_NAMED
from reader.formats.markdown.footer import ExportForm
from reader.formats.markdown.lines import after_front_matter, spelt
from reader.formats.markdown.marked_again import marked_again
from reader.formats.markdown.opened_export import OpenedExport
from reader.formats.markdown.render import byline_of, link
from reader.formats.markdown.scan import File
from reader.formats.markdown.standing import LooseLines
from reader.formats.markdown.state import ITEM, after_bullet, box_of
from reader.paper import Paper, ReadingList, Status
from reader.text import fold_name


def list_shown(export: OpenedExport, lists: Mapping[str, ReadingList]) -> ReadingList | None:
    """The reading list that a file without a comment is headed by; None for none. Of `lists` only the values count."""
    title = export.file.title
    wanted = fold_name(title[0]) if title is not None else ""
    return next((lst for lst in lists.values() if wanted and fold_name(lst.name) == wanted), None)


def is_stripped(export: OpenedExport, papers: Mapping[str, Paper], lists: Mapping[str, ReadingList]) -> bool:
    """Whether a file that has no mark of ours is an export of a reading list that has lost them all: most of the papers
    that it shows stand in lines as exports have them."""
    lst = list_shown(export, lists) if not export.is_ours and "<!-- /reader" not in export.text else None
    held = [papers[id] for id in lst.papers if id in papers] if lst is not None else []
    if not held:
        return False
    _, known = marked_again(export, _lines(held))
    exact = sum(_is_as_exported(export.file.lines[at], papers[id]) for at, id in known.items())
    return exact > 0 and exact * 2 >= len(known)


def form_of(export: OpenedExport, papers: Mapping[str, Paper], lst: ReadingList) -> ExportForm | None:
    """How a file that has lost its comment was made, as far as it shows; None where it has headings that are no section
    of its list, as one that was grouped has."""
    held = [papers[id] for id in lst.papers if id in papers]
    file = marked_again(export, _lines(held))[0].file
    sections = {spelt(name) for name in lst.sections} | {spelt(entry.section) for entry in lst.entries}
    at = {mention.line for mention in file.mentions if mention.listed}
    if any(spelt(name) not in sections for name, line in file.sections if any(other > line for other in at)):
        return None
    style = "table" if any(file.lines[n].lstrip().startswith("|") for n in at) else "list"
    items = (ITEM.match(file.lines[n]) for n in at)
    style = "tasks" if any(item is not None and box_of(item) is not None for item in items) else style
    text = export.text
    return ExportForm(
        style=style,
        abstracts=any(len(paper.abstract) > _TELLING and paper.abstract[:_TELLING] in text for paper in held),
        front_matter=bool(after_front_matter(file.lines)),
        audience="others" if _hides_private(file, held) else "me",
        is_terse=True,
        authors=AUTHORS_NAMED,
    )


_TELLING = 40
"""Characters of an abstract that hardly stand in a file which does not have it."""


def seems_for_others(export: OpenedExport, papers: list[Paper]) -> bool:
    """Whether a file that does not tell for whom it is shows none of what the user said of its papers to nobody else,
    though there is such: written for the user, it would tell others."""
    return _hides_private(marked_again(export, _lines(papers))[0].file, papers)


def _hides_private(file: File, papers: list[Paper]) -> bool:
    """The same of a file that has the marks of its papers again."""
    shown = {mention.id for mention in file.mentions if mention.listed}
    private = [p for p in papers if p.id in shown and (p.note or p.starred or p.status is not Status.UNREAD)]
    told = any(
        mention.note or mention.starred or mention.box or mention.status not in (None, Status.UNREAD)
        for mention in file.mentions
    )
    if told or not private:
        return False
    loose = LooseLines(file, {paper.id for paper in papers})
    return not any(paper.note and loose.line_of(paper.note) is not None for paper in private)


def _lines(papers: list[Paper]) -> Iterator[tuple[str, str]]:
    """The lines that exports have for some papers, each with its id."""
    for paper in papers:
        yield paper.id, f"- {link(paper)}{byline_of(paper, ' — ')}"
        yield paper.id, f"| {link(paper, strong=False)} |"


def _is_as_exported(line: str, paper: Paper) -> bool:
    """Whether a line begins as an export begins that of a paper."""
    bare = marks.COMMENT.sub("", line).strip()
    text = bare.removeprefix("|").strip() if bare.startswith("|") else after_bullet(bare)
    return text.startswith((str(link(paper)), str(link(paper, strong=False)))) and paper.title != ""
