"""Marks that an editor took out of an export, and what a person typed around them: it is read, or it stands again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.errors import Refused
from reader.formats.markdown import OpenedExport, merge_into
from reader.formats.styles import STYLES
from reader.library import change
from reader.library.library import Library
from reader.operations.roundtrip import Back, bring_back_text
from reader.operations.untaken import untaken
from reader.paper import ListEntry, Paper, ReadingList, Status
from reader.text import words
from tests.operations.test_small_edits import PAPERS, again, body, exported, shelved
from tests.support.grids import crossed
from tests.support.laws import law
from tests.support.memory import library as in_memory

AMBER, BORROWED, LAMP = (paper.id for paper in PAPERS)
FACES = {paper.id: paper.title.split()[0] for paper in PAPERS}
LINES = {
    "quote": ["  > Zephyr of mine."], "paragraph": ["  Zephyr of mine."], "bullets": ["  - Zephyr", "  - of mine"],
    "code": ["  ```", "  Zephyr of mine", "  ```"], "table": ["  | Zephyr | mine |", "  |---|---|", "  | a | b |"],
    "remark": ["  <!-- reader-remark ID -->", "  Zephyr of mine.", "", "  <!-- /reader-remark -->"],
    "note": ["  <!-- reader-note ID -->", "  Zephyr of mine.", "", "  <!-- /reader-note -->"],
}  # fmt: skip
SAID = ("state", "star", "tags")
_MARK = re.compile(r" ?<!-- /?reader[-:](?!base)\S*.*?-->")


def without(text: str, which: Collection[int]) -> str:
    """A text without some of its marks, counted from 0; one that has a line to itself goes with it."""
    found = [*_MARK.finditer(body(text))]
    for mark in reversed([mark for number, mark in enumerate(found) if number in which]):
        start, end = text.rfind("\n", 0, mark.start()) + 1, text.find("\n", mark.end())
        alone = not (text[start : mark.start()] + text[mark.end() : end]).strip()
        text = text[:start] + text[end + 1 :] if alone else text[: mark.start()] + text[mark.end() :]
    return text


def typed(text: str, style: str, id: str, thing: str, *, apart: bool, last: bool) -> str:
    """A text with something typed beneath a paper, `apart` behind an empty line, or on its line of state; with `last`
    below all that it has already. Where there is no place for it, nothing is."""
    lines = text.split("\n")
    shows = [n for n, line in enumerate(lines) if re.match(r"- |\| |### ", line) and FACES[id] in line]
    at = shows[0]
    if thing in SAID:
        lines[at : at + 2] = _said(lines[at : at + 2], thing, is_row=style == "table")
        return "\n".join(lines)
    block = [line.replace("ID", id) for line in LINES[thing]]
    if style == "table":
        at, block = shows[-1], [line[2:] for line in block]
        if len(shows) == 1:
            return text
    elif lines[at].endswith("\\"):
        at += 1
    while last and at + 1 < len(lines) and not re.match(r"- |#|<!-- reader-base", lines[at + 1]):
        at += 1
    lines[at + 1 : at + 1] = [*([""] if apart else []), *block, ""]
    return "\n".join(lines)


def _said(lines: list[str], thing: str, *, is_row: bool) -> list[str]:
    """The lines of a paper with another state, a star or one more tag."""
    if thing == "state":
        at = 0 if is_row else 1
        was = re.search(r"\b(?:reading|read)\b(?= ·| \||$)", lines[at])
        new = "read" if was and was[0] == "reading" else "reading"
        if was:
            lines[at] = lines[at][: was.start()] + new + lines[at][was.end() :]
        elif is_row:
            lines[0] = re.sub(r"\|  \|(.*\|)$", rf"| {new} |\1", lines[0])
        elif lines[0].endswith("\\"):
            lines[1] = f"  {new} · {lines[1].lstrip()}"
    elif is_row:
        cells = lines[0].split("|")
        cells[-2 if thing == "star" else -4] = " ★ " if thing == "star" else " zephyr "
        lines[0] = "|".join(cells)
    elif lines[1].startswith("  ") and lines[0].endswith("\\"):
        lines[1] = lines[1].replace(" · ★", "") + (" · tags: zephyr" if thing == "tags" else "")
        lines[1] = lines[1].replace("tags:", "★ · tags:", 1) if thing == "star" and "tags" in lines[1] else lines[1]
    return lines


def told_or_kept(style: str, text: str, thing: str, id: str) -> str:
    """What is wrong with the way back of an edited text, and out again; "" for nothing."""
    library = shelved()
    lst = next(iter(library.lists.values()))
    try:
        back = bring_back_text(library, text, "walk.md")
    except Refused:
        return "" if library.papers == shelved().papers else "refused and taken"
    merged = merge_into(text, again(library, style))
    now = next(iter(library.lists.values()))
    if gone := set(lst.papers) - set(now.papers):
        return f"off the list: {gone}"
    before, after = ([*map(str, (each.note for each in held))] for held in (lst.entries, now.entries))
    before += [paper.note for paper in PAPERS]
    after += [paper.note for paper in library.papers.values()]
    if Counter(words(" ".join(before))) - Counter(words(" ".join(after))):
        return "a note or remark lost words in the library"
    if untaken(library, OpenedExport(text), merged):
        return ""
    if thing != "state" and (lost := _words(text) - _words(merged.text)):
        return f"erased: {lost}"
    if thing in SAID and not _is_taken(library, text, id):
        return f"the {thing} was undone"
    if thing not in SAID and "Zephyr" in text and not _is_named(back, text) and "Zephyr" not in " ".join(after):
        return "neither taken nor named"
    other = bring_back_text(library, merged.text, "walk.md")
    return "" if other.outcome is None else f"comes back again: {other.returned.diff}"


def _words(text: str) -> Counter[str]:
    return Counter(words(re.sub(r"<!--.*?-->", "", body(text))))


def _is_taken(library: Library, text: str, id: str) -> bool:
    paper = library.papers[id]
    line = next(line for line in OpenedExport(text).file.lines if FACES[id] in line)
    shown = line + body(text).partition(line)[2].partition("\n- ")[0] if not line.startswith("|") else line
    is_state = re.search(r"\breading\b", shown) is None or paper.status is Status.READING
    return is_state and ("★" not in shown or paper.starred) and ("zephyr" not in shown or "zephyr" in paper.tags)


def _is_named(back: Back, text: str) -> bool:
    """Whether a line of the paper beneath which it was typed is named, or that line itself."""
    at = next(number for number, line in enumerate(text.split("\n"), start=1) if "Zephyr" in line)
    return any(at - 9 <= problem.line <= at + 3 for problem in back.returned.problems)


@law(300)
@given(
    st.sampled_from(STYLES),
    st.sampled_from([*LINES, *SAID]),
    st.sampled_from([*FACES]),
    st.one_of(st.sets(st.integers(0, 8)), st.sampled_from([frozenset(range(9)), frozenset()])),
    st.booleans(),
    st.booleans(),
)
@example("list", "quote", LAMP, {8}, True, False)
@example("tasks", "state", LAMP, set(range(9)), False, False)
@example("table", "star", BORROWED, set(range(9)), False, False)
@example("list", "remark", AMBER, set(), False, False)
@example("tasks", "note", AMBER, set(), False, False)
@example("tasks", "bullets", LAMP, {0, 1, 2, 4, 5, 8}, True, True)
@example("list", "code", BORROWED, {1, 2, 3, 4, 5, 6}, False, False)
def test_what_stands_around_marks_that_are_gone_is_read_or_stands_again(
    style: str, thing: str, id: str, which: Collection[int], apart: bool, last: bool
) -> None:
    text = typed(without(exported(style), which), style, id, thing, apart=apart, last=last)
    assert told_or_kept(style, text, thing, id) == ""


MARKS = ["one", "all"]


def bare(style: str, which: str, id: str = LAMP, library: Library | None = None) -> str:
    """An export of which the mark of one paper is gone, or of all."""
    text = again(library, style) if library is not None else exported(style)
    named = re.escape(id) if which == "one" else r"\S+"
    return re.sub(f" <!-- reader:{named} -->", "", text)


@pytest.mark.parametrize("which", MARKS)
@pytest.mark.parametrize("style", ["list", "tasks"])
def test_a_quote_beneath_a_paper_that_lost_its_mark_becomes_its_note(style: str, which: str) -> None:
    library = shelved()
    text = bare(style, which).replace("  tags: peat\n", "  tags: peat\n\n  > My own note.\n")
    back = bring_back_text(library, text, "walk.md")
    assert library.papers[LAMP].note == "My own note."
    at = text[: text.index("Reading Without")].count("\n") + 1
    assert any(problem.line == at and "without its mark" in problem.message for problem in back.returned.problems)
    merged = merge_into(text, again(library, style)).text
    assert merged == again(library, style)


@pytest.mark.parametrize("which", MARKS)
@pytest.mark.parametrize("style", ["list", "tasks"])
def test_a_quoted_note_is_read_without_its_marks_and_without_the_papers(style: str, which: str) -> None:
    library = shelved()
    library.apply([*change.note(library.papers[LAMP], "# Mine\n\n- as it was")], "Noted")
    text = bare(style, which, library=library).replace("as it was", "as it is")
    text = re.sub(rf"\n *<!-- /?reader-note(?: {LAMP} quoted)? -->(?=\n)", "", text)
    bring_back_text(library, text, "walk.md")
    assert library.papers[LAMP].note == "# Mine\n\n- as it is"


@pytest.mark.parametrize("which", MARKS)
@pytest.mark.parametrize("style", STYLES)
def test_status_star_and_tags_of_a_paper_that_lost_its_mark_are_taken(style: str, which: str) -> None:
    library = shelved()
    old, new = ("  tags: peat\n", "  reading · ★ · tags: peat, moss\n")
    if style == "table":
        old, new = "| peat |  |  |", "| peat, moss | reading | ★ |"
    text = bare(style, which)
    assert old in text
    bring_back_text(library, text.replace(old, new), "walk.md")
    lamp = library.papers[LAMP]
    assert (lamp.status, lamp.starred, lamp.tags) == (Status.READING, True, ("moss", "peat"))


def test_a_tick_on_a_paper_that_lost_its_mark_is_taken() -> None:
    library = shelved()
    bring_back_text(library, bare("tasks", "one").replace("- [ ] **Reading", "- [x] **Reading"), "walk.md")
    assert library.papers[LAMP].status is Status.READ


def test_a_paper_with_other_authors_is_known_by_its_link_and_the_line_is_named() -> None:
    library, text = shelved(), bare("list", "one", AMBER).replace("Ines Vale", "I. Vale")
    bring_back_text(library, text, "walk.md")
    merged = merge_into(text, again(library, "list"))
    (left,) = untaken(library, OpenedExport(text), merged)
    assert "I. Vale" in left.excerpt


def test_a_line_of_ones_own_that_cites_a_paper_is_no_place_of_it() -> None:
    """The paper was taken out, and a bullet beneath another one leads to it."""
    library, link = shelved(), "[Amber Locks on Slow Rivers](https://arxiv.org/abs/2406.03001)"
    text = exported("list")
    start, end = text.index("- [Amber"), text.index("## Upper")
    cited = text[:start] + text[end:].replace("  tags: peat\n", f"  tags: peat\n  - {link} — see there\n")
    bring_back_text(library, cited, "walk.md")
    assert next(iter(library.lists.values())).papers[0] == AMBER
    assert f"  - {link} — see there\n" in merge_into(cited, again(library, "list")).text


def test_papers_that_show_the_same_are_not_told_apart_without_a_mark() -> None:
    """Nothing is taken from their lines, since nobody knows whose they are."""
    papers = [Paper(f"note-{n}", "Notes from the Harbour Wall") for n in range(2)]
    library = in_memory(*papers)
    lst = ReadingList("Wall", entries=tuple(ListEntry(paper.id) for paper in papers))
    library.apply(library.list_changes(None, lst), "Made a list")
    text = re.sub(r" <!-- reader:\S+ -->", "", again(library, "list"))
    text = re.sub(r"\n(- .*)\n", r"\n\1\\\n  reading\n", text, count=1)
    before = dict(library.papers)
    bring_back_text(library, text, "wall.md", accept=True)
    assert dict(library.papers) == before
    assert next(iter(library.lists.values())).papers == tuple(before)


@pytest.mark.parametrize("style", STYLES)
def test_a_note_that_an_unclosed_remark_took_in_stays(style: str) -> None:
    library = shelved()
    bring_back_text(
        library, without(exported(style), [mark_at(style, "/reader-remark"), mark_at(style, "reader-note")]), "w.md"
    )
    assert library.papers[AMBER].note == "Ask Odile about table four."


@pytest.mark.parametrize("style", ["list", "tasks"])
def test_a_paper_that_an_unclosed_description_took_in_is_known(style: str) -> None:
    library = shelved()
    text = without(exported(style), [mark_at(style, "/reader-description"), mark_at(style, f"reader:{AMBER}")])
    bring_back_text(library, text.replace("  reading", "  read", 1), "w.md")
    assert library.papers[AMBER].status is Status.READ


def mark_at(style: str, name: str) -> int:
    """Which of the marks of an export begins so."""
    return next(n for n, mark in enumerate(_MARK.findall(body(exported(style)))) if f"<!-- {name}" in mark)


def test_a_quote_below_a_note_under_its_heading_is_named_where_the_first_mark_there_is_gone() -> None:
    library = shelved()
    text = typed(
        without(exported("table"), [mark_at("table", "reader-remark")]), "table", AMBER, "quote", apart=True, last=True
    )
    back = bring_back_text(library, text, "walk.md")
    at = text.split("\n").index("> Zephyr of mine.") + 1
    assert any(problem.line == at and "as its note" in problem.message for problem in back.returned.problems)


def test_many_papers_without_marks_are_told_in_one_line() -> None:
    """Whatever stands in them is read as ever."""
    papers = [
        Paper(f"2401.{n:05}", f"Harbour light number {n} of the coast", arxiv_id=f"2401.{n:05}") for n in range(12)
    ]
    library = in_memory(*papers)
    lst = ReadingList("Coast", entries=tuple(ListEntry(paper.id) for paper in papers))
    library.apply(library.list_changes(None, lst), "Made a list")
    text = re.sub(r" <!-- reader:\S+ -->", "", again(library, "list"))
    text = re.sub(r"\n(- .*)\n", r"\n\1\\\n  reading\n", text, count=1)
    back = bring_back_text(library, text, "coast.md")
    (problem,) = back.returned.problems
    assert (problem.line, problem.message.partition(" and ")[0]) == (
        3, "12 papers stand from here on without their marks",
    )  # fmt: skip
    assert back.returned.diff == ("Harbour light number 0 of the coast: unread → reading",)


BENEATH = {
    "a paragraph below a remark": ("for Tuesday\n\n  <!-- /reader-remark -->\n", "\n  Zephyr.\n"),
    "a quote below a note": ("table four.\n\n  <!-- /reader-note -->\n", "\n  > Zephyr.\n"),
    "a paragraph below a note": ("table four.\n\n  <!-- /reader-note -->\n", "\n  Zephyr.\n"),
    "a second quote": ("  tags: peat\n", "\n  > One.\n\n  Between.\n\n  > Zephyr.\n"),
    "bullets": ("  tags: peat\n", "  - Zephyr\n"),
    "code": ("  tags: peat\n", "\n  ```\n  Zephyr\n  ```\n"),
}


@crossed
@pytest.mark.parametrize(("above", "new"), BENEATH.values(), ids=BENEATH)
@pytest.mark.parametrize("style", ["list", "tasks"])
def test_words_beneath_a_paper_are_named_wherever_they_stand(style: str, above: str, new: str) -> None:
    library, text = shelved(), exported(style)
    assert above in text
    text = text.replace(above, above + new)
    back = bring_back_text(library, text, "walk.md")
    named = {problem.line for problem in back.returned.problems if "not taken as its note" in problem.message}
    (line,) = named
    first = next(part for part in new.split("\n") if part.strip() and "One" not in part)
    assert text.split("\n")[line - 1] == first
    assert "Zephyr" in merge_into(text, again(library, style)).text
