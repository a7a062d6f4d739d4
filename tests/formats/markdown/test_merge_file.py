"""A fresh export in an existing file: our parts are new, every other byte is as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import Refused
from reader.formats.markdown import document_of, is_ours, merge_into, read_back_text, render_document
from reader.formats.markdown.beneath import parted
from reader.formats.markdown.front_matter import merge_front
from reader.formats.markdown.opened_export import OpenedExport
from reader.formats.markdown.scan import scan
from reader.formats.styles import STYLES
from reader.paper import ListEntry, Paper, ReadingList, Status
from tests.support.grids import crossed
from tests.support.laws import law
from tests.support.markdown_library import libraries

Library = tuple[dict[str, Paper], ReadingList]
styles = st.sampled_from(STYLES)

MINE = (  # No heading of the second level: above a paper it is a section that a person added.
    "A paragraph of mine.",
    "### My heading\n\nwith words",
    "- a bullet\n- another",
    "```\n## code\n```",
    "~~~\nan example <!-- reader:2401.00001 -->\n~~~",
    "Set below\n=========",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "<!-- a comment of mine -->",
    "1. one\n   trailing blanks  \n\n\n2. two",
)


def export(library: Library, style: str = "list", **options: bool) -> str:
    papers, lst = library
    return render_document(document_of(lst, papers, **options), style=style)  # type: ignore[arg-type]


@st.composite
def written_in(draw: st.DrawFn, style: str) -> tuple[Library, str, list[str]]:
    """A library, its export with paragraphs of a person's own between the items, and those paragraphs."""
    library = draw(libraries())
    lines = export(library, style).split("\n")
    if style == "table":
        places = [n for n, line in enumerate(lines) if line.startswith(("## ", "### "))]
    else:
        places = [n for n, line in enumerate(lines) if line.startswith("- ") and "<!-- reader:" in line]
    places += [len(lines) - 1]
    mine = draw(st.lists(st.sampled_from(MINE), min_size=1, max_size=3, unique=True))
    where = sorted(draw(st.lists(st.sampled_from(places), min_size=len(mine), max_size=len(mine))), reverse=True)
    mine = [f"{text}" for text in mine]
    for at, text in zip(where, mine, strict=True):
        lines[at:at] = ["", *text.split("\n"), ""]
    return library, "\n".join(lines), mine


@law(30)
@given(libraries(), styles)
def test_an_export_over_itself_changes_no_byte(library: Library, style: str) -> None:
    text = export(library, style)
    assert merge_into(text, text).text == text


@pytest.mark.parametrize("style", STYLES)
def test_a_file_that_stays_as_it_is_is_not_read_again(style: str) -> None:
    """What was opened is what comes out, by a fresh export that says the same too."""
    opened = OpenedExport(export(small(), style))
    assert opened.with_text(opened.text) is opened
    assert merge_into(opened, export(small(), style)) is opened


@law(30)
@given(st.data(), styles, st.sampled_from(["", "\r"]))
def test_what_a_person_wrote_between_items_survives(data: st.DataObject, style: str, windows: str) -> None:
    """Byte for byte, whatever became of the papers around it, or it is named where it belongs to a paper that leaves;
    and doing it again changes nothing."""
    (papers, lst), text, mine = data.draw(written_in(style))
    text = text.replace("\n", f"{windows}\n")
    same = merge_into(text, export((papers, lst), style)).text
    assert without_comment(same) == without_comment(text)
    order = data.draw(st.permutations(lst.entries))
    fewer = replace(lst, entries=tuple(replace(e, section="") for e in order[: data.draw(st.integers(0, 5))]))
    changed = {id: replace(p, status=Status.READ, note="new\nnote", tags=()) for id, p in papers.items()}
    fresh = export((changed, fewer), data.draw(styles))
    merged = merge_into(text, fresh).text
    named = {text.split("\n")[problem.line - 1].strip() for problem in parted(scan(text), scan(merged))}
    for paragraph in mine:
        if paragraph.replace("\n", f"{windows}\n") not in merged:
            assert named.issuperset(line.strip() for line in paragraph.split("\n") if line.strip())
    assert merge_into(merged, fresh).text == merged
    returned = read_back_text(merged + "!", changed, {"": fewer})
    assert (returned.changes, returned.lists, returned.conflicts) == ((), (), ())


def without_comment(text: str) -> str:
    start = text.index("<!-- reader-base")
    return text[:start] + text[text.index("-->", start) :]


def small() -> Library:
    papers = {n: Paper(n, f"Paper {n}", tags=("rl",)) for n in "123"}
    return papers, ReadingList("Edge", entries=tuple(map(ListEntry, "123")))


def library_of(library: Library) -> tuple[dict[str, Paper], dict[str, ReadingList]]:
    return library[0], {"": library[1]}


def test_a_file_of_somebody_else_is_refused() -> None:
    assert not is_ours("# My notes\n")
    manual = "# How it works\n\n```\n- A paper <!-- reader:1 -->\n```\n"
    for text in ("# My notes\n", "", manual):
        with pytest.raises(Refused, match="not made by Reader"):
            merge_into(text, export(small()))


def test_a_damaged_comment_is_replaced() -> None:
    text = export(small())
    for damaged in (text.replace('["2"', "][2"), text[:-4] + "\n", text.replace('{"name"', '{name"')):
        merged = merge_into(damaged, text).text
        assert merge_into(merged, text).text == merged
        assert not read_back_text(merged + "x", *library_of(small())).problems
        assert merged.count("<!-- reader-base") == 1


def test_a_new_paper_stands_where_the_list_has_it() -> None:
    papers, lst = small()
    text = export((papers, replace(lst, entries=lst.entries[:1] + lst.entries[2:])))
    text = text.replace("- **Paper 3**", "Mine.\n\n- **Paper 3**")
    merged = merge_into(text, export((papers, lst))).text
    places = [merged.index(word) for word in ("Paper 1", "Mine.", "Paper 2", "Paper 3")]
    assert places == sorted(places)


def test_the_rows_of_a_table_stay_together() -> None:
    papers, lst = small()
    text = export((papers, replace(lst, entries=lst.entries[:2])), "table") + "After.\n"
    text = text.replace("\n\n<!-- reader-base", "\n\nMine.\n\n<!-- reader-base", 1)
    merged = merge_into(text, export((papers, lst), "table")).text
    rows = [line for line in merged.split("\n") if line.startswith("|")]
    assert "\n".join(rows) in merged
    assert "\n\nMine.\n\n<!-- reader-base" in merged
    assert merged.endswith("-->\nAfter.\n")


def test_a_heading_that_a_person_changed_stays() -> None:
    papers, lst = small()
    text = export((papers, lst)).replace("# Edge\n", "# Edge models I should read\n")
    assert "# Edge models I should read\n" in merge_into(text, export((papers, replace(lst, description="d")))).text


def test_a_heading_that_a_person_added_stays_until_it_is_a_section() -> None:
    papers, lst = small()
    text = export((papers, lst)).replace("- **Paper 2**", "## Hard ones\n\n- **Paper 2**")
    merged = merge_into(text, export((papers, lst))).text
    assert "\n## Hard ones\n\n- **Paper 2**" in merged
    ((_, after),) = read_back_text(merged, papers, {"": lst}).lists
    again = merge_into(merged, export((papers, after))).text
    assert again.count("## Hard ones") == 1
    assert after.entries[1] == ListEntry("2", "Hard ones")


THOUGHTS = (
    "## My thoughts\n\nMy own words.\n\n",
    "My thoughts\n-----------\n\nMy own words.\n",
    "# Mine\n\n1. one\n\n",
)
PLACES = [
    *((style, place) for style in STYLES for place in ("## A", "## B", "<!-- reader-base")),
    ("table", "## Notes"),
]


def shelf() -> Library:
    """Papers with notes in two sections."""
    papers = {n: Paper(n, f"Paper {n}", note=f"On {n}.") for n in "12345"}
    entries = (ListEntry("1"), ListEntry("2", "A"), ListEntry("3", "A"), ListEntry("4", "B"))
    return papers, ReadingList("Edge", entries=entries, sections=("A", "B"))


CHANGES = (  # The papers and sections of a list, "2A" for paper 2 in section A.
    "1 2A 3A 5A 4B",
    "1 2A 3A 4B 5B",
    "1 5 2A 3A 4B",
    "1 3A 2A 4B",
    "1 2A 4B 3B",
    "1 2A 3A 4A",
    "1 3 2A 4B",
    "4B 2A 3A 1A",
    "1 2A 4B",
    "1 2A 3A",
    "1 2A 3A 4B 5C",
    "5",
)


@crossed
@pytest.mark.parametrize(("style", "place"), PLACES)
@pytest.mark.parametrize("mine", THOUGHTS)
@pytest.mark.parametrize("change", CHANGES)
def test_no_paper_or_note_comes_to_stand_below_a_heading_of_ones_own(
    style: str, place: str, mine: str, change: str
) -> None:
    """What is new or moves goes above it, and it stays where it was typed."""
    papers, lst = shelf()
    text = export((papers, lst), style)
    text = text.replace(f"\n{place}", f"\n{mine}{place}")
    assert mine in text
    entries = tuple(ListEntry(each[0], each[1:]) for each in change.split())
    sections = tuple(dict.fromkeys(entry.section for entry in entries if entry.section))
    changed = replace(lst, entries=entries, sections=sections)
    fresh = export((papers, changed), style)
    merged = merge_into(text, fresh).text
    assert merged.count(mine) == 1
    below = merged[merged.index(mine) + len(mine) :].lstrip("\n")
    assert below.startswith(("## ", "<!-- reader-base"))
    if f"\n{place}" in fresh:
        assert below.startswith(place)
    rest = without_comment(merged.replace(mine, "")).replace("\n\n\n", "\n\n")  # A blank line may part it.
    assert rest == without_comment(fresh)
    assert merge_into(merged, fresh).text == merged
    returned = read_back_text(merged + "!", papers, {"": changed})
    assert (returned.changes, returned.lists, returned.conflicts) == ((), (), ())


@pytest.mark.parametrize("style", STYLES)
def test_a_paper_goes_above_what_follows_its_list_in_a_bigger_document(style: str) -> None:
    papers, lst = small()
    text = export((papers, replace(lst, entries=lst.entries[:2])), style).replace("# Edge", "## Edge")
    text = "# Page\n\nMine.\n\n" + text.replace("<!-- reader-base", "## Related work\n\nElsewhere.\n\n<!-- reader-base")
    moved = replace(lst, entries=(lst.entries[1], lst.entries[0], lst.entries[2]))
    merged = merge_into(text, export((papers, moved), style)).text
    places = [merged.index(word) for word in ("Mine.", "## Edge", "Paper 2", "Paper 1", "Paper 3", "## Related work")]
    assert places == sorted(places)
    assert "\n\n## Related work\n\nElsewhere.\n\n<!-- reader-base" in merged
    assert not read_back_text(merged + "!", papers, {"": moved}).lists


def test_a_heading_below_those_of_sections_moves_with_the_paper_above_it() -> None:
    papers, lst = small()
    text = export((papers, lst)).replace("- **Paper 3**", "### On this one\n\nWords.\n\n- **Paper 3**")
    merged = merge_into(text, export((papers, replace(lst, entries=(*lst.entries[::2], lst.entries[1]))))).text
    places = [merged.index(word) for word in ("Paper 1", "Paper 3", "Paper 2", "### On this one")]
    assert places == sorted(places)


def test_a_place_pasted_from_another_list_stays() -> None:
    papers, lst = small()
    text = export((papers, lst)).replace("- **Paper 2**", "- Other <!-- reader:999 -->\n- **Paper 2**")
    assert "- Other <!-- reader:999 -->\n- **Paper 2**" in merge_into(text, export((papers, lst))).text


def test_properties_of_ones_own_survive() -> None:
    papers, lst = small()
    text = export((papers, lst), front_matter=True)
    mine = text.replace("papers: 3\n", "papers: 3\ncss: [a, b]\n# a remark\nnested:\n  - x\n\n  - y\n")
    fresh = export((papers, replace(lst, entries=lst.entries[:2])), front_matter=True)
    merged = merge_into(mine, fresh).text
    assert "papers: 2\ncss: [a, b]\n# a remark\nnested:\n  - x\n\n  - y\nread: 0\n---\n" in merged
    assert merge_into(mine, export((papers, lst))).text.startswith('---\ntitle: "Edge"\npapers: 3\ncss')


def test_a_property_that_is_gone_is_dropped_only_when_it_was_ours() -> None:
    old = ["---", "doi: x", "mine: y", "---"]
    assert merge_front(old, ["---", "title: t", "---"], gone=frozenset({"doi"})) == [
        "---",
        "mine: y",
        "title: t",
        "---",
    ]


def test_an_edited_text_of_ones_own_template_is_not_overwritten() -> None:
    papers, lst = small()
    source = "{% for p in papers %}\n* {{ p.title }} {{ p | anchor }} and more\n\n  text\n{% endfor %}"
    text = render_document(document_of(lst, papers), template=source)
    fresh = render_document(document_of(replace(lst, entries=lst.entries[:2]), papers), template=source)
    assert merge_into(text, fresh).text.partition("<!-- reader-base")[0] == fresh.partition("<!-- reader-base")[0]
    with pytest.raises(Refused, match="edited since"):
        merge_into(text.replace("* Paper 1", "* My paper 1"), fresh)


@pytest.mark.parametrize("heading", ["Set below\n---------", "Of mine\n===", "# Of mine", "## Of mine ##"])
@pytest.mark.parametrize("kept", ["a note", "a remark"])
def test_a_heading_of_ones_own_between_the_notes_heading_and_the_first_note_is_left_alone(
    heading: str, kept: str
) -> None:
    """However it is written; only the heading that the table itself writes is the table's."""
    paper = Paper(id="2401.00001", title="A lamp", note="Bright." if kept == "a note" else "")
    entry = ListEntry(paper.id, "", "First." if kept == "a remark" else "")
    library = ({paper.id: paper}, ReadingList("Lamps", entries=(entry,)))
    text = export(library, "table")
    text = text.replace("## Notes\n", f"## Notes\n\n{heading}\n\nA paragraph.\n")
    assert heading in text
    assert without_comment(merge_into(text, export(library, "table")).text) == without_comment(text)


def test_a_notes_heading_of_ones_own_above_the_table_is_left_alone() -> None:
    paper = Paper(id="2401.00001", title="A lamp", note="Bright.")
    library = ({paper.id: paper}, ReadingList("Lamps", entries=(ListEntry(paper.id),)))
    text = export(library, "table").replace("| Title", "## Notes\n\nOn all of them.\n\n| Title", 1)
    assert without_comment(merge_into(text, export(library, "table")).text) == without_comment(text)
