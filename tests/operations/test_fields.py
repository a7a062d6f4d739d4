"""Field by field, what a person edits in an export is taken, stands in the file or is named; what the library changes
is never named."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reader.formats.markdown import OpenedExport, document_of, merge_into, render_document
from reader.formats.obsidian import merge_file
from reader.formats.obsidian.read_back import read_back_file
from reader.formats.obsidian.vault import render_paper
from reader.formats.parsed import Problem
from reader.library import change, reading_lists
from reader.library.change import Change
from reader.library.library import Library
from reader.operations.roundtrip import bring_back_text
from reader.operations.untaken import untaken
from reader.paper import ListEntry, Paper, ReadingList, Status
from tests.support import memory
from tests.support.laws import law

ID, OTHER = "2406.04001", "2406.04002"
ABSTRACT = "Selective gates let a model forget. We measure how long it holds 2024 facts of Odo Marsh on slow rivers."
FIELDS = {
    "title": "Gates that Forget on Slow Rivers", "authors": "Ines Vale, Odo Berg Marsh", "year": "2024",
    "link": "https://arxiv.org/abs/2406.04001", "abstract": ABSTRACT,
    "note": "Ask Odo Marsh which gates forget in 2025, and how long the model holds.", "remark": "For chapter two",
    "tags": "gates, long memory",
}  # fmt: skip
PAPERS = (
    Paper(
        ID, FIELDS["title"], ABSTRACT, ("Ines Vale", "Odo Berg Marsh"), "2024-06-05", arxiv_id=ID,
        tags=("gates", "long memory"), note=FIELDS["note"], added="2026-11-01T10:00:00Z",
    ),
    Paper(OTHER, "Borrowed Light", "Lamps burn.", ("Uma Stone",), "2024-06-07", arxiv_id=OTHER, tags=("long memory",)),
)  # fmt: skip
LIST = ReadingList("Harbour", "What boats say.", ("Upper",), (ListEntry(ID, "", FIELDS["remark"]), ListEntry(OTHER)))
FORMS = ["list", "tasks", "table", "obsidian"]
GROUPED = ["list", "tasks", "table"]


def shelved() -> Library:
    """A library of these papers, on one list."""
    library = memory.library(*(replace(paper, tags=(), note="") for paper in PAPERS))
    said = [each for paper in PAPERS for each in change.tag(replace(paper, tags=()), paper.tags)]
    said += [each for paper in PAPERS for each in change.note(replace(paper, note=""), paper.note)]
    library.apply([*said, *library.list_changes(None, LIST)], "Made a list")
    return library


def exported(library: Library, form: str, group: str = "") -> str:
    """The list as a file, or the first paper as one of a vault."""
    if form == "obsidian":
        return render_paper(library.papers[ID], document_of(None, [library.papers[ID]], abstracts=True))
    (lst,) = library.lists.values()
    document = document_of(lst, library.papers, abstracts=True, front_matter=True, group=group)
    return render_document(document, style=form)


def back(library: Library, text: str, form: str, group: str = "") -> tuple[str, tuple[Problem, ...]]:
    """The text that takes the place of an edited one once its edits were taken, and what that would lose."""
    if form == "obsidian":
        returned = read_back_file(OpenedExport(text), library.papers, library.lists, source="gates.md")
        library.apply(returned.changes, "Took edits")
        merged = merge_file(text, exported(library, form)).text
    else:
        bring_back_text(library, text, "harbour.md", accept=True)
        merged = merge_into(text, exported(library, form, group)).text
    return merged, untaken(library, OpenedExport(text), OpenedExport(merged))


def body(text: str) -> str:
    """A text without the comment at its end and without escapes, its white space made even."""
    return " ".join(text.partition("<!-- reader-base")[0].replace("\\", "").split())


QUOTED = {
    "title": ('title: "Gates that Forget on Slow Rivers"', 'title: "{}"'), "year": ("year: 2024", "year: {}"),
    "link": ('url: "https://arxiv.org/abs/2406.04001"', 'url: "{}"'),
    "published": ("published: 2024-06-05", "published: {}"), "authors": ('- "Odo Berg Marsh"', '- "{}"'),
    "aliases": ('  - "Gates that Forget on Slow Rivers"', '  - "{}"'),
    "id": ('arxiv_id: "2406.04001"', 'arxiv_id: "{}"'), "added": ("added: 2026-11-01", "added: {}"),
}  # fmt: skip
PROPERTIES = {
    "title": FIELDS["title"], "year": "2024", "link": FIELDS["link"], "published": "2024-06-05",
    "authors": "Odo Berg Marsh", "aliases": FIELDS["title"], "id": ID, "added": "2026-11-01",
}  # fmt: skip
DRESS = ("**{}**", "=={}==", "~~{}~~", "*{}*", "[[{}]]", "`{}`")
MATERIAL = sorted({word.strip(".,") for text in FIELDS.values() for word in text.split()})


@st.composite
def edits(draw: st.DrawFn, text: str) -> str:
    """A text with a word taken out, put in, set elsewhere or dressed."""
    found = text.split(" ")
    at = draw(st.integers(0, len(found) - 1))
    how = draw(st.sampled_from(["out", "in", "swap", "dress"]))
    if how == "out":
        found.pop(at)
    elif how == "in":
        found.insert(at, draw(st.sampled_from(MATERIAL)))
    elif how == "swap":
        other = draw(st.integers(0, len(found) - 1))
        found[at], found[other] = found[other], found[at]
    else:
        found[at] = draw(st.sampled_from(DRESS)).format(found[at])
    return " ".join(found)


def must_be_told(form: str, old: str, new: str, said: str) -> None:
    """Fail for an edit of an export of which nothing is named, where what it `said` is not in the file that follows."""
    library = shelved()
    text = exported(library, form)
    assert old in text
    merged, left = back(library, text.replace(old, new, 1), form)
    if not left:
        assert [part for part in said.split(",") if " ".join(part.split()) not in body(merged)] == []


@law(200)
@given(st.data(), st.sampled_from(FORMS), st.sampled_from(list(FIELDS)))
def test_any_edit_of_a_field_is_taken_or_named(data: st.DataObject, form: str, field: str) -> None:
    shown = FIELDS[field].split("/")[-1] if field == "link" else FIELDS[field]
    if form == "obsidian":
        assume(field in ("abstract", "note"))
    edited = data.draw(edits(shown))
    assume(edited.split() != shown.split())
    before, after = {"link": ("abs/", ")"), "year": (", " if form != "table" else "| ", " ")}.get(field, ("", ""))
    if field == "title":
        before = "["
    must_be_told(form, f"{before}{shown}{after}", f"{before}{edited}{after}", f"{before}{edited}{after}")


@law(100)
@given(st.data(), st.sampled_from(list(QUOTED)))
def test_any_edit_of_a_property_is_taken_or_named(data: st.DataObject, field: str) -> None:
    old, form = QUOTED[field]
    edited = data.draw(edits(PROPERTIES[field]))
    assume(edited.split() != PROPERTIES[field].split())
    must_be_told("obsidian", old, form.format(edited), form.format(edited).replace(",", ""))


@law(60)
@given(st.data(), st.sampled_from(GROUPED), st.sampled_from(["note", "title", "abstract"]), st.booleans())
def test_any_edit_of_one_of_two_places_of_a_paper_is_taken_or_named(
    data: st.DataObject, form: str, field: str, both: bool
) -> None:
    """In an export by tag a paper stands under each; the second place counts as much as the first."""
    library = shelved()
    text = exported(library, form, "tag")
    places = [match.start() for match in re.finditer(re.escape(FIELDS[field]), text)]
    assume(len(places) > 1)
    said = []
    for at in reversed(places[:2] if both else places[1:2]):
        edited = data.draw(edits(FIELDS[field]))
        assume(edited.split() != FIELDS[field].split())
        said.append(edited)
        text = text[:at] + edited + text[at + len(FIELDS[field]) :]
    merged, left = back(library, text, form, "tag")
    if not left:
        assert [one for one in said if " ".join(one.split()) not in body(merged)] == []


NOTE = f"\n  <!-- reader-note {ID} -->"
FOUND = {
    "a quote above the note": ("list", NOTE, f"\n  > Selective gates let a model forget.\n{NOTE}", "> Selective"),
    "a marked word of an abstract": ("list", "let a model forget", "let a ==model== forget", "==model=="),
    "a sentence taken out of an abstract": ("table", "Selective gates let a model forget. ", "", "We measure"),
    "a year that the abstract names": ("obsidian", "year: 2024", "year: 2025", "year: 2025"),
    "a date made shorter": ("obsidian", "published: 2024-06-05", "published: 2024-06", "published: 2024-06"),
    "an author whom the note names": (
        "obsidian", '  - "Odo Berg Marsh"', '  - "Odo Berg Marsh"\n  - "Odo Marsh"', '- "Odo Marsh"'),
    "an author as a link": ("obsidian", '"Ines Vale"', '"[[Ines Vale]]"', "[[Ines Vale]]"),
    "no other name": ("obsidian", 'aliases:\n  - "Gates that Forget on Slow Rivers"', "aliases: []", "aliases: []"),
    "a comment of YAML": ("obsidian", "year: 2024", "year: 2024 # gates", "# gates"),
    "a property taken out": ("obsidian", "year: 2024\n", "", "---"),
    "the year twice": ("obsidian", "year: 2024", "year: 2024\nyear: 2025", "year: 2025"),
    "the title among the properties of a list": ("list", 'title: "Harbour"', 'title: "Boats"', "Boats"),
    "the count among them": ("table", "papers: 2", "papers: 3", "papers: 3"),
    "a tag in capitals": ("list", "tags: gates, long", "tags: Gates, long", "Gates, long"),
    "a tag in capitals in a cell": ("table", "| gates, long", "| GATES, long", "GATES"),
    "a tag in capitals among the properties": ("obsidian", '  - "gates"', '  - "Gates"', '- "Gates"'),
    "a tag as a link": ("tasks", "tags: gates", "tags: [[gates]]", "[[gates]]"),
    "a title above a note": ("table", "### Gates that Forget", "### Gates that **Forget**", "**Forget**"),
    "a sign of a sentence": ("list", "on Slow Rivers]", "on Slow Rivers?]", "Rivers?]"),
}  # fmt: skip
"""Edits that have been written over without a word."""


@pytest.mark.parametrize(("form", "old", "new", "line"), FOUND.values(), ids=FOUND)
def test_an_edit_with_words_that_the_paper_has_elsewhere_is_named_with_its_line(
    form: str, old: str, new: str, line: str
) -> None:
    library = shelved()
    assert old in exported(library, form)
    text = exported(library, form).replace(old, new, 1)
    _, left = back(library, text, form)
    assert len(left) == 1
    assert line in text.split("\n")[left[0].line - 1]


def changed(
    form: str, old: str, new: str, meanwhile: Callable[[Library], object], group: str = ""
) -> tuple[Problem, ...]:
    """What would be lost of an edit of an export whose library changed meanwhile."""
    library = shelved()
    text = exported(library, form, group).replace(old, new, 1)
    meanwhile(library)
    return back(library, text, form, group)[1]


def take_off(library: Library, id: str = ID) -> None:
    """Take a paper off the list."""
    (lst,) = library.lists.values()
    library.set_list(lst, reading_lists.remove(lst, [id]), "Took off")


@pytest.mark.parametrize("form", GROUPED)
def test_a_remark_edited_with_known_words_on_a_paper_that_left_is_named(form: str) -> None:
    assert not changed(form, "Borrowed", "Borrowed", take_off)
    assert changed(form, FIELDS["remark"], "For chapter two: the model on slow rivers", take_off)
    assert changed(form, FIELDS["remark"], "For chapter", take_off)


@pytest.mark.parametrize("form", GROUPED)
def test_a_state_edited_on_a_paper_that_was_removed_is_named(form: str) -> None:
    """Its words are those of every state."""

    def remove(library: Library) -> None:
        library.apply(change.gone(library.papers[ID]), "Removed")

    old, new = {
        "list": ("  tags: gates", "  read · tags: gates"),
        "tasks": ("- [ ] [Gates", "- [x] [Gates"),
        "table": ("long memory |  |", "long memory | read |"),
    }[form]
    assert changed(form, old, new, remove)
    assert not changed(form, "# Harbour\n", "# Harbour\n\nMy own words.\n", remove)


@pytest.mark.parametrize("form", GROUPED)
def test_the_first_line_of_a_quoted_note_above_its_mark_is_named(form: str) -> None:
    library = shelved()
    library.apply(change.note(library.papers[ID], "# Odo\n\n- gates"), "Noted")
    text = exported(library, form)
    pad = "" if form == "table" else "  "
    mark = f"{pad}<!-- reader-note {ID} quoted -->\n"
    old, new = f"{mark}{pad}> # Odo\n", f"{pad}> # Odo\n{mark}"
    assert old in text
    merged, left = back(library, text.replace(old, new, 1), form)
    if not left:
        assert "# Odo" in merged


def fact(library: Library, **facts: Any) -> None:
    """Let an import say other facts of a paper."""
    held = library.state.completed(ID) or {}
    first = {"title": FIELDS["title"], "authors": list(PAPERS[0].authors), "published": "2024-06-05",
             "abstract": ABSTRACT, "doi": None, "url": None, "arxiv_id": ID}  # fmt: skip
    library.apply([Change(ID, "world", {**first, **held}, {**first, **held, **facts})], "Imported")


def say(library: Library, changes: list[Change]) -> None:
    """Make changes."""
    library.apply(changes, "Said")


def relist(library: Library, after: Callable[[ReadingList], ReadingList]) -> None:
    """Change the list."""
    (lst,) = library.lists.values()
    library.set_list(lst, after(lst), "Edited")


ACTS: dict[str, Callable[[Library, Paper, int], object]] = {
    "title": lambda library, paper, n: fact(library, title=f"Gates v{n}: *they* forget"),
    "authors": lambda library, paper, n: fact(library, authors=["Ines Vale", f"Uma Stone {n}"]),
    "no authors": lambda library, paper, n: fact(library, authors=None),
    "year": lambda library, paper, n: fact(library, published=str(2020 + n)),
    "link": lambda library, paper, n: fact(library, doi=f"10.5555/gates.{n}", arxiv_id=None),
    "abstract": lambda library, paper, n: fact(library, abstract=f"It was withdrawn {n} times."),
    "tags": lambda library, paper, n: say(library, change.tag(paper, (f"peat {n}",), ("gates",))),
    "capitals": lambda library, paper, n: say(library, change.retag(paper, {tag: tag.upper() for tag in paper.tags})),
    "status": lambda library, paper, n: say(library, change.status(paper, [*Status][n % 3])),
    "star": lambda library, paper, n: say(library, change.star(paper, n > 1)),
    "note": lambda library, paper, n: say(library, change.note(paper, "Odo.\n" * n)),
    "gone": lambda library, paper, n: say(library, change.gone(paper, OTHER * (n > 1))),
    "remark": lambda library, paper, n: relist(library, lambda lst: reading_lists.annotate(lst, ID, "Later. " * n)),
    "off": lambda library, paper, n: take_off(library),
    "on": lambda library, paper, n: relist(library, lambda lst: reading_lists.add(lst, [ID], at=1)),
    "describe": lambda library, paper, n: relist(library, lambda lst: replace(lst, description="Boats. " * n)),
    "undo": lambda library, paper, n: library.undo() if len(library.undoable()) > 1 else None,
}


@law(100)
@given(st.sampled_from(FORMS), st.lists(st.tuples(st.sampled_from(list(ACTS)), st.integers(0, 3)), max_size=6))
def test_what_the_library_alone_changes_is_never_named(form: str, acts: list[tuple[str, int]]) -> None:
    """The file has a line of a person's own, so that it is looked into."""
    library = shelved()
    text = exported(library, form).replace("\n# ", "\nMy own words.\n\n# ", 1)
    for what, number in acts:
        (lst,) = library.lists.values()
        if ID in library.papers and (what != "remark" or ID in lst.papers):
            ACTS[what](library, library.papers[ID], number)
    assume(form != "obsidian" or ID in library.papers)
    assert back(library, text, form)[1] == ()
