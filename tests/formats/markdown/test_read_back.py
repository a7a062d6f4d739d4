"""Markdown that comes back: nothing changes unless a person changed it, and then exactly that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from textwrap import indent
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reader.formats.markdown import document_of, read_back_text, render_document
from reader.formats.markdown.merge_file import merge_into
from reader.formats.markdown.read_back_paper import PaperBack
from reader.formats.markdown.scan import Mention
from reader.formats.styles import STYLES
from reader.library.change import Change
from reader.paper import ListEntry, Paper, ReadingList, Status
from reader.paper_json import sorted_tags
from reader.text import words
from tests.support.laws import law
from tests.support.markdown_library import libraries, names, notes, tags
from tests.support.typing_in import typed_in

Library = tuple[dict[str, Paper], ReadingList]
styles = st.sampled_from(STYLES)


def export(library: Library, style: str, **options: bool) -> str:
    papers, lst = library
    return render_document(document_of(lst, papers, **options), style=style)  # type: ignore[arg-type]


@law(30)
@given(libraries(), styles, st.booleans(), st.booleans())
def test_export_then_import_changes_nothing(library: Library, style: str, abstracts: bool, front: bool) -> None:
    papers, lst = library
    text = export(library, style, abstracts=abstracts, front_matter=front)
    for edited in (text, "My own words.\n\n" * (not front) + text + "\nand more\n", text.replace("\n", "\r\n") + "x"):
        returned = read_back_text(edited, papers, {"": lst})
        assert (returned.changes, returned.lists, returned.problems, returned.conflicts) == ((), (), (), ())


@law(30)
@given(libraries(), styles)
def test_a_file_that_lost_its_comment_changes_nothing_either(library: Library, style: str) -> None:
    papers, lst = library
    text = export(library, style)
    returned = read_back_text(text[: text.rindex("<!-- reader-base")], papers, {"": lst})
    assert returned.empty
    assert len(returned.problems) == 1
    assert "lost or damaged" in returned.problems[0].message


values = {
    "status": st.sampled_from(list(Status)),
    "starred": st.booleans(),
    "tags": st.lists(tags, max_size=2).map(sorted_tags),
    "note": notes,
}


def _run(text: str) -> str:
    return f" {' '.join(words(text))} "


def may_be_told(value: Any, was: tuple[str, ...]) -> bool:
    """Whether tags typed in place of others cannot be taken for what a formatter made of those, nor for mere signs."""
    gone = [_run(tag) for tag in was if tag not in value]
    return all(words(tag) and not any(run in _run(tag) for run in gone) for tag in value if tag not in was)


@st.composite
def edits(draw: st.DrawFn) -> tuple[Library, Library, str]:
    """A library, the same with one field of one paper changed, and that field's name."""
    papers, lst = draw(libraries())
    id = draw(st.sampled_from(list(papers)))
    name = draw(st.sampled_from(list(values)))
    value = draw(values[name])
    assume(name != "tags" or may_be_told(value, papers[id].tags))
    changed = replace(papers[id], **{name: value})  # type: ignore[arg-type]
    return (papers, lst), ({**papers, id: changed}, lst), name


def with_comment_of(text: str, older: str) -> str:
    """`text` as if it had been made from `older` in an editor: its comment is the older one's."""
    mark = "<!-- reader-base"
    return text[: text.rindex(mark)] + older[older.rindex(mark) :]


def apply(papers: dict[str, Paper], changes: tuple[Change, ...]) -> dict[str, Paper]:
    """The papers after changes, folded as the library does."""
    done = dict(papers)
    for change in changes:
        paper = done[change.subject]
        if change.key == "status":
            paper = replace(paper, status=Status(change.after or "unread"))
        elif change.key == "star":
            paper = replace(paper, starred=bool(change.after))
        elif change.key == "note":
            paper = replace(paper, note=change.after or "")
        elif change.key == "triage":
            continue  # What a star decides is not read in a file.
        else:
            left = [tag for tag in paper.tags if tag != change.before]
            paper = replace(paper, tags=sorted_tags([*left, *([change.after] if change.after else [])]))
        done[change.subject] = paper
    return done


@law(30)
@given(edits(), styles)
def test_one_edit_in_the_text_changes_exactly_that_field(edit: tuple[Library, Library, str], style: str) -> None:
    (papers, lst), (wanted, _), _ = edit
    text = with_comment_of(export((wanted, lst), style), export((papers, lst), style))
    returned = read_back_text(text, papers, {"": lst})
    assert not returned.problems
    assert not returned.conflicts
    assert not returned.lists
    keys = {paper.id: [tag.casefold() for tag in paper.tags] for paper in wanted.values()}
    after = apply(papers, returned.changes)
    assert {id: [tag.casefold() for tag in paper.tags] for id, paper in after.items()} == keys
    assert [replace(paper, tags=()) for paper in after.values()] == [replace(p, tags=()) for p in wanted.values()]
    assert bool(returned.diff) == (papers != after)


@law(30)
@given(edits(), styles)
def test_an_edit_made_meanwhile_in_the_library_is_not_undone(edit: tuple[Library, Library, str], style: str) -> None:
    """A stale file, edited elsewhere, says nothing about what it did not touch."""
    (papers, lst), (now, _), _ = edit
    text = export((papers, lst), style) + "\nA line of my own.\n"
    assert read_back_text(text, now, {"": lst}).empty


def stands(library: Library, heading: str) -> bool:
    """Whether what a list says of itself or of a paper, or a title, stands in a heading: then nobody took it away."""
    papers, lst = library
    said = [lst.description, *(entry.note for entry in lst.entries), *(paper.title for paper in papers.values())]
    return any(_run(line) in _run(heading) for text in said for line in [text, *text.split("\n")] if line.strip())


@st.composite
def rearranged(draw: st.DrawFn) -> tuple[dict[str, Paper], ReadingList, ReadingList]:
    """A list, and the same with entries moved, dropped, annotated, and sections renamed, added and dropped; one that is
    added without papers is taken for one that is dropped, or that one stays and is named."""
    papers, lst = draw(libraries())
    sections = draw(st.permutations(lst.sections))
    sections = [
        *sections[: draw(st.integers(0, 2))],
        *draw(st.lists(names.filter(lambda n: n not in lst.sections and not stands((papers, lst), n)), max_size=1)),
    ]
    order = draw(st.permutations(lst.entries))
    kept = order[: draw(st.integers(0, len(order)))]
    entries = [
        ListEntry(e.paper, draw(st.sampled_from(["", *sections])), draw(st.one_of(st.just(e.note), notes)))
        for e in kept
    ]
    rank = {name: place for place, name in enumerate(["", *sections])}
    entries.sort(key=lambda entry: rank[entry.section])
    return papers, lst, replace(lst, sections=tuple(sections), entries=tuple(entries), description=draw(notes))


@law(30)
@given(rearranged(), styles)
def test_order_sections_and_remarks_come_back(
    case: tuple[dict[str, Paper], ReadingList, ReadingList], style: str
) -> None:
    papers, lst, wanted = case
    text = with_comment_of(export((papers, wanted), style), export((papers, lst), style))
    used = {entry.section for entry in wanted.entries}
    shown = tuple(name for name in wanted.sections if name in lst.sections or name in used)
    returned = read_back_text(text, papers, {"": lst})
    assert not returned.changes
    assert not returned.conflicts
    after = returned.lists[0][1] if returned.lists else lst
    full = {entry.section for entry in lst.entries}
    lost = {entry.section for entry in lst.entries if entry.paper not in wanted.papers}
    gone = {name for name in lst.sections if name not in wanted.sections} - lost
    if gone and shown != wanted.sections:
        told = any("gone, for which this heading may stand" in problem.message for problem in returned.problems)
        assert {*after.sections} == {*shown, *(gone - full)} if told else after.sections in (wanted.sections, shown)
        if not told and after.sections != wanted.sections:
            assert gone <= full
        shown = after.sections
    assert after == replace(wanted, sections=shown)


def test_a_description_that_stands_in_a_heading_was_not_taken_away() -> None:
    """Nobody can tell a heading of a person's own from a description that lost its marks."""
    papers = {"2401.1": Paper("2401.1", "[MASK]")}
    lst = ReadingList("[MASK]", description="[MASK]", entries=(ListEntry("2401.1"),))
    shown = replace(lst, description="", sections=("[MASK]",), entries=())
    for style in STYLES:
        text = with_comment_of(export((papers, shown), style), export((papers, lst), style))
        returned = read_back_text(text, papers, {"": lst})
        assert returned.lists == ((lst, replace(lst, entries=())),)
        told = [problem for problem in returned.problems if "stands here without its marks" in problem.message]
        assert [problem.line for problem in told] == [3]


@pytest.mark.parametrize(("was", "new"), [(("*a*",), ("a",)), (("[MASK]*",), ("[MASK]",))])
def test_a_tag_that_a_formatter_may_have_made_of_another_is_named_and_left(
    was: tuple[str, ...], new: tuple[str, ...]
) -> None:
    paper, lst = Paper("2401.1", "First", tags=was), ReadingList("L", entries=(ListEntry("2401.1"),))
    papers, wanted = {paper.id: paper}, {paper.id: replace(paper, tags=new)}
    text = with_comment_of(export((wanted, lst), "list"), export((papers, lst), "list"))
    returned = read_back_text(text, papers, {"": lst})
    assert returned.empty
    assert [problem.line for problem in returned.problems] == [3]


@law(30)
@given(libraries(), st.data())
def test_words_of_my_own_between_items_change_nothing(library: Library, data: st.DataObject) -> None:
    papers, lst = library
    lines = export(library, "list").split("\n")
    starts = [index for index, line in enumerate(lines) if "<!-- reader:" in line and line.startswith("- ")]
    at = data.draw(st.sampled_from(starts))
    lines[at:at] = ["### Mine", "", "- a bullet of mine", "", "```", "## code", "```", ""]
    assert read_back_text("\n".join(lines), papers, {"": lst}).empty


@law(30)
@given(libraries(), styles)
def test_an_editor_that_strips_blanks_at_line_ends_changes_nothing(library: Library, style: str) -> None:
    papers, lst = library
    text = "\n".join(line.rstrip(" \t") for line in export(library, style).split("\n")) + "\nmine\n"
    assert read_back_text(text, papers, {"": lst}).empty


def small() -> Library:
    """Two papers in a list with a section."""
    papers = {
        "2401.1": Paper("2401.1", "First", tags=("rl",), note="one\ntwo"),
        "2401.2": Paper("2401.2", "Second", status=Status.READING, starred=True),
    }
    return papers, ReadingList("Edge", sections=("Later",), entries=(ListEntry("2401.1"), ListEntry("2401.2", "Later")))


def edit(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        text = typed_in(text, old, new)
    return text


def test_a_box_that_is_ticked_is_a_paper_read() -> None:
    papers, lst = small()
    text = edit(export((papers, lst), "tasks"), ("- [ ] **Second", "* [X] **Second"))
    returned = read_back_text(text, papers, {"": lst})
    assert [(c.subject, c.key, c.after) for c in returned.changes] == [("2401.2", "status", "read")]
    assert returned.diff == ("Second: reading → read",)


def test_what_people_type_is_understood() -> None:
    """Another bullet, a bare hash before a tag, a quote without marks, lines in a note without their `> `."""
    papers, lst = small()
    papers["2401.1"] = replace(papers["2401.1"], note="# one\ntwo")
    text = edit(
        export((papers, lst), "list"),
        ("unread · tags: rl", "read · ★ · tags: #rl, new one"),
        ("> two", "> two\n  three"),
        ("- **Second", "+ **Second"),
        ("  reading · ★\n", "  reading\n\n  > typed by hand\n"),
    )
    after = apply(papers, read_back_text(text, papers, {"": lst}).changes)
    assert after["2401.1"] == replace(
        papers["2401.1"], status=Status.READ, starred=True, tags=("new one", "rl"), note="# one\ntwo\nthree"
    )
    assert after["2401.2"] == replace(papers["2401.2"], starred=False, note="typed by hand")


def test_whatever_is_typed_into_a_note_comes_back_as_typed() -> None:
    """A quote, a heading, code with an anchor as an example, a deeper line."""
    papers, lst = small()
    typed = "one\n\n> a quote\n\n# mine\n\n```\n<!-- reader:2401.2 -->\n```\n\n    deep\ntwo"
    text = edit(export((papers, lst), "list"), ("  one\n  two", indent(typed, "  ")))
    returned = read_back_text(text, papers, {"": lst})
    assert apply(papers, returned.changes)["2401.1"].note == typed
    assert not returned.problems
    assert not returned.lists
    quoted = export((apply(papers, returned.changes), lst), "list")
    assert "  > # mine\n" in quoted


def test_a_note_that_lost_its_closing_mark_keeps_its_lines() -> None:
    papers, lst = small()
    for style in STYLES:
        for note in ("one\ntwo", "# one\ntwo"):
            papers["2401.2"] = replace(papers["2401.2"], note=note)
            text = edit(export((papers, lst), style), ("<!-- /reader-note -->", ""))
            last = text.rindex("<!-- /reader-note -->")
            text = text[:last] + text[last:].replace("<!-- /reader-note -->", "", 1)
            returned = read_back_text(text, papers, {"": lst})
            assert returned.empty
            assert [p.message.startswith("the mark that closes this note is missing") for p in returned.problems] == [
                True,
                True,
            ]


def test_a_note_changed_on_both_sides_keeps_both_once() -> None:
    papers, lst = small()
    text = edit(export((papers, lst), "list"), ("  two", "  mine"))
    papers["2401.1"] = replace(papers["2401.1"], note="one\nyours")
    returned = read_back_text(text, papers, {"": lst}, source="edge.md")
    after = apply(papers, returned.changes)
    assert after["2401.1"].note == "<<<<<<< library\none\nyours\n=======\none\nmine\n>>>>>>> edge.md"
    assert returned.conflicts == ("First: the note was changed in the file and in the library; it now holds both",)
    assert read_back_text(text, after, {"": lst}, source="edge.md").empty
    (said,) = read_back_text(text[: text.rindex("<!-- reader-base")], papers, {"": lst}, source="edge.md").conflicts
    assert "what was exported is not known any more; it now holds both" in said


@pytest.mark.parametrize("box", ["[-]", "[/]", "[!]", "\\[>\\]", "[ ] [-]", "[cancelled]", "(x)", "TODO", ""])
def test_of_a_read_paper_whose_box_is_none_that_is_known_the_status_stays_and_that_is_said(box: str) -> None:
    papers, lst = small()
    papers["2401.1"] = replace(papers["2401.1"], status=Status.READ)
    text = edit(export((papers, lst), "tasks"), ("- [x] ", f"- {box} ".replace("  ", " ")))
    returned = read_back_text(text, papers, {"": lst})
    assert returned.changes == ()
    (problem,) = returned.problems
    assert "the status stays as it was" in problem.message


def test_a_word_beside_a_box_that_is_none_that_is_known_counts_and_that_is_said() -> None:
    papers, lst = small()
    text = edit(export((papers, lst), "tasks"), ("- [ ] **Second", "- [-] **Second"), ("reading", "unread"))
    returned = read_back_text(text, papers, {"": lst})
    assert [(change.key, change.after) for change in returned.changes] == [("status", None)]
    assert returned.problems[0].message.endswith("'unread', which stands beside it, counts")


@pytest.mark.parametrize("box", ["\\[x\\]", "☒", "[ x ]", "✔"])
def test_a_tick_is_known_as_a_formatter_or_a_person_writes_it(box: str) -> None:
    papers, lst = small()
    text = edit(export((papers, lst), "tasks"), ("- [ ] **First", f"- {box} **First"))
    returned = read_back_text(text, papers, {"": lst})
    assert [change.after for change in returned.changes] == [Status.READ]
    assert returned.problems == ()


@pytest.mark.parametrize("style", ["list", "tasks", "table"])
def test_papers_that_stand_as_they_went_out_are_not_compared(style: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Most do in a long list of which a line was edited."""
    papers, lst = small()
    compared: list[str] = []

    class Counted(PaperBack):
        def read(self, mentions: Sequence[Mention]) -> None:
            compared.append(self.paper.id)
            super().read(mentions)

    monkeypatch.setattr("reader.formats.markdown.read_back.PaperBack", Counted)
    text = edit(export((papers, lst), style), ("two", "mine"))
    papers["2401.2"] = replace(papers["2401.2"], status=Status.READ, starred=False)
    assert [(c.subject, c.key) for c in read_back_text(text, papers, {"": lst}).changes] == [("2401.1", "note")]
    assert compared == ["2401.1"]


def test_a_status_changed_on_both_sides_keeps_the_librarys_and_says_so() -> None:
    papers, lst = small()
    text = edit(export((papers, lst), "table"), ("| reading |", "| read |"))
    papers["2401.2"] = replace(papers["2401.2"], status=Status.UNREAD)
    returned = read_back_text(text, papers, {"": lst})
    assert returned.empty
    assert len(returned.conflicts) == 1


def test_tags_changed_on_both_sides_are_united() -> None:
    papers, lst = small()
    text = edit(export((papers, lst), "list"), ("tags: rl", "tags: from file"))
    papers["2401.1"] = replace(papers["2401.1"], tags=("from library", "rl"))
    after = apply(papers, read_back_text(text, papers, {"": lst}).changes)
    assert after["2401.1"].tags == ("from file", "from library")


def test_an_item_deleted_from_the_file_leaves_the_list_and_not_the_library() -> None:
    papers, lst = small()
    lines = export((papers, lst), "tasks").split("\n")
    kept = [line for line in lines if "reader:2401.2" not in line and "reading · ★" not in line]
    returned = read_back_text("\n".join(kept), papers, {"": lst})
    assert not returned.changes
    assert returned.lists == ((lst, replace(lst, entries=(ListEntry("2401.1"),))),)
    assert returned.diff == ("Second: leaves 'Edge'",)


def test_an_unknown_anchor_is_a_problem_with_its_line() -> None:
    papers, lst = small()
    text = edit(export((papers, lst), "list"), ("# Edge\n", "# Edge\n\n- Other <!-- reader:9999.9 -->\n"))
    returned = read_back_text(text, papers, {"": lst})
    assert [(p.line, "9999.9" in p.message) for p in returned.problems] == [(3, True)]
    assert returned.empty


def test_a_line_that_cannot_be_read_is_a_problem_and_changes_nothing() -> None:
    papers, lst = small()
    text = edit(export((papers, lst), "list"), ("unread · tags: rl", "unred · tags rl"))
    returned = read_back_text(text, papers, {"": lst})
    assert returned.empty
    assert [p.line for p in returned.problems] == [4]


def test_a_new_heading_over_papers_is_a_new_section() -> None:
    papers, lst = small()
    text = edit(export((papers, lst), "list"), ("- **First", "## Now, *first*\n\n- **First"))
    returned = read_back_text(text, papers, {"": lst})
    assert returned.lists[0][1].sections == ("Now, *first*", "Later")


@pytest.mark.parametrize("style", ["list", "tasks"])
def test_what_a_union_of_two_sides_tore_off_a_paper_is_still_said_of_it(style: str) -> None:
    """One person starred and tagged a paper, another began the next one; Git, told to keep all lines, puts the line of
    the first behind those of the second. It does not stay there where the file is written."""
    one, other = Paper("a", "Alpha on lamps", tags=("old", "new one"), starred=True), Paper("b", "Bravo on lamps")
    lst = ReadingList("Edge", entries=(ListEntry("a"), ListEntry("b")))
    text = export(({"a": one, "b": other}, lst), style)
    was = next(line for line in text.split("\n") if "new one" in line)
    item = next(line for line in text.split("\n") if "reader:b" in line)
    merged = edit(text, (f"{was}\n{item}", "\n".join(["  tags: old", f"{item}\\", "  reading", was, item])))
    returned = read_back_text(merged, {"a": one, "b": other}, {"list:edge": lst})
    assert returned.diff == ("Bravo on lamps: unread → reading",)
    (said,) = (problem.message for problem in returned.problems)
    assert said.startswith("'b' stands here again")
    fresh = export(({"a": one, "b": replace(other, status=Status.READING)}, lst), style)
    assert merge_into(merged, fresh).text == fresh


@pytest.mark.parametrize("style", ["list", "tasks"])
def test_what_was_said_of_one_paper_and_is_typed_beneath_the_next_is_said_of_that(style: str) -> None:
    """Nothing tells of a merge there: somebody went on from one paper to the next."""
    one, other = Paper("a", "Alpha on lamps", status=Status.READING, tags=("old",)), Paper("b", "Bravo on lamps")
    lst = ReadingList("Edge", entries=(ListEntry("a"), ListEntry("b")))
    text = export(({"a": one, "b": other}, lst), style)
    was = next(line for line in text.split("\n") if "reading" in line)
    item = next(line for line in text.split("\n") if "reader:b" in line)
    edited = edit(text, (f"{was}\n{item}", f"  read · tags: new\n{item}\\\n{was}"))
    returned = read_back_text(edited, {"a": one, "b": other}, {"list:edge": lst})
    assert not returned.problems
    assert returned.diff == (
        "Alpha on lamps: reading → read",
        "Alpha on lamps: tags +new −old",
        "Bravo on lamps: unread → reading",
        "Bravo on lamps: tags +old",
    )


def test_both_sides_reordered_keeps_the_librarys_order() -> None:
    papers = {str(n): Paper(str(n), f"Paper {n}") for n in range(4)}
    lst = ReadingList("L", entries=tuple(map(ListEntry, "0123")))
    text = export((papers, replace(lst, entries=tuple(map(ListEntry, "1023")))), "list")
    text = with_comment_of(text, export((papers, lst), "list"))
    library = replace(lst, entries=tuple(map(ListEntry, "0132")))
    returned = read_back_text(text, papers, {"": library})
    assert returned.empty
    assert returned.conflicts == ("The order was changed both in the file and in the library; the library's stays",)


def test_papers_added_on_both_sides_stand_behind_their_neighbours() -> None:
    papers = {str(n): Paper(str(n), f"Paper {n}") for n in range(6)}
    lst = ReadingList("L", entries=tuple(map(ListEntry, "0123")))
    text = export((papers, replace(lst, entries=tuple(map(ListEntry, "30412")))), "list")
    text = with_comment_of(text, export((papers, lst), "list"))
    library = replace(lst, entries=tuple(map(ListEntry, "01523")))
    assert read_back_text(text, papers, {"": library}).lists[0][1].papers == tuple("304152")


def test_headings_of_a_grouped_export_are_not_read() -> None:
    papers, lst = small()
    for group in ("tag", "status", "year"):
        text = render_document(document_of(lst, papers, group=group), style="list") + "\nmine\n"
        assert read_back_text(text, papers, {"": lst}).empty
        ticked = edit(text, ("unread · tags: rl", "read · tags: rl"))
        assert [c.key for c in read_back_text(ticked, papers, {"": lst}).changes] == ["status"]


def test_a_template_of_ones_own_gives_back_what_it_shows() -> None:
    """Only boxes and order are in this one; tags and notes that it leaves out stay."""
    papers, lst = small()
    source = (
        "{% for s in sections %}{% for item in s.items %}* [{{ 'x' if item.paper.status == 'read' else ' ' }}] "
        "{{ item.paper.title }} {{ item.paper | anchor }}\n{% endfor %}{% endfor %}"
    )
    text = render_document(document_of(lst, papers), template=source)
    assert read_back_text(text + "mine", papers, {"": lst}).empty
    returned = read_back_text(edit(text, ("[ ] Second", "[x] Second")), papers, {"": lst})
    assert [(c.subject, c.key) for c in returned.changes] == [("2401.2", "status")]
    assert not returned.lists


def test_the_reading_of_any_text_ends_without_an_error() -> None:
    papers, lst = small()
    text = export((papers, lst), "table")
    for cut in range(0, len(text), 7):
        read_back_text(text[:cut], papers, {"": lst})
        read_back_text(text[cut:], papers, {"": lst})


def test_hostile_files_are_read_in_a_moment() -> None:
    """Texts on which a careless pattern would take hours."""
    papers, lst = small()
    text = export((papers, lst), "list")
    for bad in (
        "# " + " " * 200_000 + "x",
        "<!-- reader:" * 50_000,
        "a" + " " * 200_000 + "b",
        "|" * 100_000,
        "`" * 100_000,
    ):
        read_back_text(text + bad, papers, {"": lst})
        read_back_text(edit(text, ("  two", f"  {bad}")), papers, {"": lst})
        read_back_text(edit(text, ("tags: rl", f"tags: {bad}\\")), papers, {"": lst})
        read_back_text(f"---\n{bad}\n---\n{text}", papers, {"": lst})
        read_back_text("| a |\n|" + "-" * 100_000 + "x|\n" + text, papers, {"": lst})
