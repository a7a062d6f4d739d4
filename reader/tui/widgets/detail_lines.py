"""What the detail pane says about a paper, as styled lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from reader.paper import Paper, Status
from reader.tui.drawing.note_lines import note_lines
from reader.tui.drawing.styled_text import Line, Run, marked, wrap
from reader.tui.drawing.tex import readable

STATUS_MARKS = {Status.UNREAD: "●", Status.READING: "◐", Status.READ: "✓"}
AUTHORS_SHOWN = 12
"""So many authors are named, then "and 30 more"."""


def highlighter(words: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern that finds the words that matched, as they stand in the text; None when there are none."""
    wanted = sorted({word for word in words if word.strip()}, key=lambda word: (-len(word), word))
    if not wanted:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, wanted))})", re.IGNORECASE)


def detail_lines(
    paper: Paper, width: int, lists: Sequence[str] = (), words: re.Pattern[str] | None = None
) -> list[Line]:
    """Title, authors, facts, what the user says about it, note, abstract; each line fits into `width` cells."""
    lines = wrap(marked([(paper.title, "title")], words), width)
    if paper.authors:
        names = ", ".join(paper.authors[:AUTHORS_SHOWN])
        more = len(paper.authors) - AUTHORS_SHOWN
        lines += wrap(marked([(names + (f" and {more} more" if more > 0 else ""), "authors")], words), width)
    if facts := _facts(paper):
        lines += wrap([(facts, "quiet")], width)
    if paper.link:
        lines += wrap([(paper.link, "link")], width)
    lines.append([])
    lines += wrap(_state(paper), width)
    if paper.tags:
        runs = [run for tag in paper.tags for run in ((f"#{tag}".replace(" ", "\u00a0"), "tag"), (" ", ""))]
        lines += wrap(marked(runs, words), width)
    if lists:
        lines += wrap([("in ", "quiet"), (", ".join(lists), "list")], width)
    if paper.note:
        lines += [[], [("Note", "heading")], *note_lines(paper.note, width, words)]
    lines.append([])
    if paper.abstract:
        lines += wrap(marked([(readable(paper.abstract), "")], words), width)
    else:
        lines.append([("No abstract is known.", "quiet")])
    if paper.keywords:
        lines += [[], *wrap([(", ".join(paper.keywords), "quiet")], width)]
    return lines


def _facts(paper: Paper) -> str:
    year = str(paper.year) if paper.year and str(paper.year) not in paper.venue else ""
    votes = f"{paper.upvotes} votes" if paper.upvotes else ""
    arxiv = f"arXiv {paper.arxiv_id}" if paper.arxiv_id else ""
    doi = f"doi {paper.doi}" if paper.doi and not paper.arxiv_id else ""
    return " · ".join(part for part in (paper.venue, year, arxiv, doi, votes) if part)


def _state(paper: Paper) -> list[Run]:
    runs: list[Run] = [("★ ", "star")] if paper.starred else []
    read = f" on {paper.read_at[:10]}" if paper.read_at else ""
    return [*runs, (f"{STATUS_MARKS[paper.status]} {paper.status.value}{read}", f"status-{paper.status.value}")]
