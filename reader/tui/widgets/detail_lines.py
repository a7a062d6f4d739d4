"""What the detail pane says about a paper, as styled lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from reader.dates import day_here
from reader.paper import BY_MACHINE, Paper, Stage
from reader.readable_tex import readable
from reader.tui.drawing.note_lines import note_lines
from reader.tui.drawing.styled_text import Line, Run, Spans, cells, fit, marked, pad, wrap

STAGE_MARKS = {Stage.INBOX: " ", Stage.QUEUED: "+", Stage.READING: "◐", Stage.READ: "✓", Stage.LATER: ">",
               Stage.DISMISSED: "×", Stage.KEPT: " "}  # fmt: skip
"""How a paper's state is marked: where there is one, by the key that leads there. To be unread is the rule and has no
mark."""
_STAGE_WORDS = {Stage.INBOX: "in the inbox", Stage.LATER: "put off", Stage.DISMISSED: "not for you",
                Stage.KEPT: "unread"}  # fmt: skip
AUTHORS_SHOWN = 12
"""So many authors are named, then "and 30 more"."""
BESIDE = 64
"""From so many cells on what a near paper shares stands beside its title."""
KEEPING = "\ue000"
"""What stands for a blank at which no line may end, of Unicode's signs for private use; it is drawn as a blank."""


def as_drawn(paper: Paper) -> Paper:
    """The paper with its texts as they are drawn, so that a span of one is a span on the screen."""
    abstract, note = readable(paper.abstract), paper.note.expandtabs(4)
    same = abstract is paper.abstract and note == paper.note
    return paper if same else replace(paper, abstract=abstract, note=note)


def detail_lines(
    paper: Paper,
    width: int,
    lists: Sequence[str] = (),
    matches: Mapping[str, Spans] = MappingProxyType({}),
    unseen: Sequence[tuple[str, str]] = (),
) -> list[Line]:
    """Title, authors, facts, what the user says about it, note, abstract; each line fits into `width` cells.

    `matches` gives the spans that matched of its texts `as_drawn`, by the names that `search` has for them; `unseen`
    the texts of its note that were written without sight of the one that is shown, each behind what is told of it.
    """
    lines = wrap(marked(paper.title, "title", matches.get("title", ())), width)
    if paper.authors:
        names = ", ".join(paper.authors[:AUTHORS_SHOWN])
        more = len(paper.authors) - AUTHORS_SHOWN
        runs = marked(names, "authors", matches.get("authors", ()))
        rest = f" and {more} more" if more > 0 else ", et al." if paper.more_authors else ""
        lines += wrap([*runs, (rest, "authors")], width)
    if facts := _facts(paper):
        lines += wrap([(facts, "quiet")], width)
    if paper.link:
        lines += wrap([(paper.link, "link")], width)
    for kind in ("code", "project"):
        if address := paper.linked(kind):
            lines += wrap([(f"{kind} ", "quiet"), (address, "link")], width)
    lines.append([])
    lines += wrap(_state(paper), width)
    if paper.tags:
        lines += wrap(_tags(paper.tags, matches.get("tags", ())), width)
    if lists:
        lines += wrap([("in ", "quiet"), (", ".join(lists), "list")], width)
    if paper.note:
        lines += [[], [("Note", "heading")], *note_lines(paper.note, width, matches.get("note", ()))]
    for told, text in unseen:
        lines += [[], *wrap([(told, "heading")], width), *note_lines(text.expandtabs(4), width, ())]
    lines.append([])
    if paper.abstract:
        lines += wrap(marked(readable(paper.abstract), "", matches.get("abstract", ())), width)
    else:
        lines.append([("No abstract is known.", "quiet")])
    if paper.machine_summary:
        lines += [[], [(BY_MACHINE, "heading")], *wrap([(readable(paper.machine_summary), "")], width)]
    if paper.keywords:
        lines += [[], *wrap([(", ".join(paper.keywords), "quiet")], width)]
    return lines


def near_lines(near: Sequence[tuple[Paper, str]], width: int, key: str) -> list[Line]:
    """The few papers nearest to the one above, each in a line and with what it shares beneath or, where there is room,
    beside it; `key` shows all."""
    if not near:
        return []
    heading = pad("Near this one", width - cells(key) - 4) if key else "Near this one"
    lines: list[Line] = [[], [(heading, "heading"), *([(f"{key} all", "quiet")] if key else [])]]
    for paper, why in near:
        if width >= BESIDE:
            title = pad(f"  {paper.title}", width * 3 // 5)
            lines.append([(title, "near"), (f"  {fit(why, width - cells(title) - 2)}", "quiet")])
        else:
            lines.append([(fit(f"  {paper.title}", width), "near")])
            lines += [[(fit(f"    {why}", width), "quiet")]] if why else []
    return lines


def as_button(tag: str) -> str:
    """A tag as it stands among the others, without a blank in it."""
    return f"#{tag}".replace(" ", KEEPING)


def _tags(tags: Sequence[str], spans: Spans) -> list[Run]:
    """The tags, each unbroken behind its sign, which stands in the place of a comma's blank."""
    runs: list[Run] = []
    at = -1
    for tag in tags:
        runs += [*marked(as_button(tag), "tag", spans, at), (" ", "")]
        at += len(tag) + 2
    return runs


def _facts(paper: Paper) -> str:
    year = str(paper.year) if paper.year and str(paper.year) not in paper.venue else ""
    votes = f"{paper.upvotes} votes" if paper.upvotes else ""
    arxiv = f"arXiv {paper.arxiv_id}" if paper.arxiv_id else ""
    doi = f"doi {paper.doi}" if paper.doi and not paper.arxiv_id else ""
    return " · ".join(part for part in (paper.venue, year, arxiv, doi, votes) if part)


def _state(paper: Paper) -> list[Run]:
    runs: list[Run] = [("★ ", "star")] if paper.starred else []
    when = f" on {day_here(paper.read_at)}" if paper.read_at else ""
    when = f" since {day_here(paper.reading_at)}" if paper.reading_at else when
    words = _STAGE_WORDS.get(paper.stage, paper.stage.value)
    return [*runs, (f"{STAGE_MARKS[paper.stage]} {words}{when}".lstrip(), f"status-{paper.status.value}")]
