"""What the detail pane says about a paper, as styled lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from enum import Enum, auto
from types import MappingProxyType

from reader.counting import count
from reader.dates import day_words, moment_of
from reader.operations.links import LINKS
from reader.paper import BY_MACHINE, Paper, Stage
from reader.readable_tex import readable
from reader.tui.drawing.note_lines import note_lines
from reader.tui.drawing.styled_text import Line, Run, Spans, cells, cut, fit, marked, pad, wrap

STAGE_MARKS = {Stage.INBOX: " ", Stage.QUEUED: "+", Stage.READING: "◐", Stage.READ: "✓", Stage.LATER: ">",
               Stage.DISMISSED: "×", Stage.KEPT: " "}  # fmt: skip
"""How a paper's state is marked: where there is one, by the key that leads there. To be unread is the rule and has no
mark."""
_STAGE_WORDS = {Stage.INBOX: "in the inbox", Stage.LATER: "put off", Stage.DISMISSED: "not for you",
                Stage.KEPT: "unread"}  # fmt: skip
VOTES = "▲"
"""The sign before a number of votes."""


class Amount(Enum):
    """How much of a paper is told where there is so much room."""

    BELOW = auto()
    """A few lines below the list: what the user says stands in the line above them."""
    BESIDE = auto()
    """A column beside the list."""
    WHOLE = auto()
    """All of it: one reads it."""


AUTHORS_SHOWN = {Amount.BELOW: 2, Amount.BESIDE: 2, Amount.WHOLE: 12}
"""So many authors are named, then "and 30 more"; all of these where what is searched for is an author."""
NOTE_SHOWN = {Amount.BELOW: 1, Amount.BESIDE: 4}
"""So many lines of a note, then "… 12 more lines", so that it never pushes the abstract away."""
OPENED = (("page", "page"), ("pdf", "PDF"), ("code", "code"), ("project", "project"))
"""What there is to open of a paper (a key of `LINKS`), and the word for it."""
CAME_IN = 56
"""From so many cells on it is told when a paper came in."""
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
    amount: Amount = Amount.WHOLE,
) -> list[Line]:
    """Title, authors, facts, what the user says about it, note, abstract; each line fits into `width` cells.

    `matches` gives the spans that matched of its texts `as_drawn`, by the names that `search` has for them; `unseen`
    the texts of its note that were written without sight of the one that is shown, each behind what is told of it.
    """
    lines = wrap(marked(paper.title, "title", matches.get("title", ())), width)
    authors = _authors(paper, matches.get("authors", ()), amount)
    if amount is Amount.BELOW:
        facts = [(part, "quiet") for part in ((" · " if authors else ""), _facts(paper, 0)) if part]
        lines += wrap([*authors, *facts], width) if authors or facts else []
    else:
        lines += wrap(authors, width) if authors else []
        lines += wrap([(facts_told, "quiet")], width) if (facts_told := _facts(paper, width)) else []
        lines += [[], *_said(paper, width, lists, matches.get("tags", ()))]
    if paper.note:
        note = _shown_note(note_lines(paper.note, max(4, width - 2), matches.get("note", ())), width, amount)
        lines += note if amount is Amount.BELOW else [[], *note]
    for told, text in unseen:
        lines += [[], *wrap([(told, "heading")], width), *note_lines(text.expandtabs(4), width, ())]
    lines += [] if amount is Amount.BELOW else [[]]
    if paper.abstract:
        lines += wrap(marked(readable(paper.abstract), "", matches.get("abstract", ())), width)
    else:
        lines.append([("No abstract is known.", "quiet")])
    if paper.machine_summary:
        lines += [[], [(BY_MACHINE, "heading")], *wrap([(readable(paper.machine_summary), "")], width)]
    if paper.keywords:
        lines += [[], *wrap([(", ".join(paper.keywords), "quiet")], width)]
    return lines


def _authors(paper: Paper, spans: Spans, amount: Amount) -> list[Run]:
    if not paper.authors:
        return []
    shown, rest = _named(paper, AUTHORS_SHOWN[Amount.WHOLE if spans else amount])
    return [*marked(shown, "authors", spans), *([(rest, "authors")] if rest else [])]


def author_words(paper: Paper, most: int) -> str:
    """So many authors, and how many others there are."""
    return "".join(_named(paper, most)) if paper.authors else ""


def _named(paper: Paper, most: int) -> tuple[str, str]:
    more = len(paper.authors) - most
    # "and 1 more" takes as much room as a name.
    shown = paper.authors[: most + 1 if more == 1 else most]
    more = len(paper.authors) - len(shown)
    return ", ".join(shown), f", and {more} more" if more > 0 else ", et al." if paper.more_authors else ""


def _said(paper: Paper, width: int, lists: Sequence[str], spans: Spans) -> list[Line]:
    """State and star, lists, tags, what there is to open."""
    star: list[Run] = [(" · ", "quiet"), ("★", "star")] if paper.starred else []
    lines = wrap([(state_words(paper), f"status-{paper.status.value}"), *star], width)
    for name in lists:
        lines += wrap([("≡ ", "quiet"), (name, "list")], width)
    lines += wrap(_tags(paper.tags, spans), width) if paper.tags else []
    there = [word for kind, word in OPENED if LINKS[kind].of(paper)]
    runs: list[Run] = []
    for word in there:
        runs += [(word, "opens"), (KEEPING + " ", "")]
    return lines + (wrap(runs[:-1], width) if runs else [])


def _shown_note(lines: list[Line], width: int, amount: Amount) -> list[Line]:
    """A note behind its sign; of a long one the beginning, or what matches with the line before it."""
    most = NOTE_SHOWN.get(amount, len(lines))
    found = next((at for at, line in enumerate(lines) if any(name == "match" for _, name in line)), 0)
    start = max(0, min(found - (most > 1), len(lines) - most))
    shown, more = lines[start : start + most], len(lines) - most
    if amount is Amount.BELOW and more > 0:
        shown = [[*_cut_line(shown[0], width - 4), (" …", "quiet")]]
    told: list[Line] = [[("¶ " if at == 0 else "  ", "mark"), *line] for at, line in enumerate(shown)]
    if amount is not Amount.BELOW and more > 0:
        told.append([(f"  … {count(more, 'more line')}", "quiet")])
    return told


def _cut_line(line: Line, width: int) -> Line:
    """As much of a line as fits."""
    found: Line = []
    for text, name in line:
        text = cut(text, width)
        width -= cells(text)
        found.append((text, name))
    return found


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


def _facts(paper: Paper, width: int) -> str:
    date = "" if len(paper.published) == len("YYYY") and paper.published in paper.venue else paper.published
    votes = f"{VOTES}{paper.upvotes}" if paper.upvotes else ""
    arxiv = f"arXiv {paper.arxiv_id}" if paper.arxiv_id else ""
    doi = f"doi {paper.doi}" if paper.doi and not paper.arxiv_id else ""
    came = moment_of(paper.added) if width >= CAME_IN else None
    added = f"came in {day_words(came, datetime.now(UTC))}" if came is not None else ""
    return " · ".join(part for part in (paper.venue, date, arxiv, doi, votes, added) if part)


def state_words(paper: Paper) -> str:
    """Where a paper stands, behind the mark of that: "◐ reading since Mon"."""
    read, begun = moment_of(paper.read_at), moment_of(paper.reading_at)
    now = datetime.now(UTC)
    when = f" on {day_words(read, now)}" if read is not None else ""
    when = f" since {day_words(begun, now)}" if begun is not None else when
    words = _STAGE_WORDS.get(paper.stage, paper.stage.value)
    return f"{STAGE_MARKS[paper.stage]} {words}{when}".lstrip()
