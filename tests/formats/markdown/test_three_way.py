"""What was exported, what the file says, what the library says: the one that changed counts, and nothing is lost."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from reader.formats.markdown.footer import ExportedPaper, ExportRecord, digest
from reader.formats.markdown.scan import scan
from reader.formats.markdown.standing import LooseLines
from reader.formats.markdown.three_way import (
    Before,
    Settled,
    join_list,
    matching,
    merge_list,
    merge_note,
    merge_tags,
    recase_sections,
    settle,
    settle_since,
)
from reader.paper import ListEntry, ReadingList

# -- tags --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("was", "text", "held", "add", "remove"),
    [
        ("ab", "abc", "ab", "c", ""),
        ("ab", "a", "ab", "", "b"),
        ("ab", "ab", "a", "", ""),
        ("ab", "ab", "abc", "", ""),
        ("a", "ac", "aC", "", ""),
        ("a", "A", "a", "", ""),
        ("azB", "", "azB", "", "aBz"),
        ("ab", "", "b", "", "b"),
        (None, "ac", "ab", "c", ""),
        (None, "", "ab", "", ""),
    ],
)
def test_a_tag_is_added_or_removed_by_the_side_that_changed_it(
    was: str | None, text: str, held: str, add: str, remove: str
) -> None:
    """Each letter is a tag. Where it is not known what was exported, none is removed."""
    assert merge_tags(was, text, held) == ([*add], [*remove])


# -- notes -------------------------------------------------------------------------------------------------------------

BOTH = "<<<<<<< library\nours\n=======\ntheirs\n>>>>>>> a file"


@pytest.mark.parametrize(
    ("was", "text", "held", "stripped", "merged", "both"),
    [
        ("old", "old", "ours", False, "ours", False),
        ("old", "theirs", "old", False, "theirs", False),
        ("old", "", "old", False, "", False),
        ("old", "theirs", "ours", False, BOTH, True),
        ("old", "theirs", BOTH, False, BOTH, False),
        ("", "", "ours", False, "ours", False),
        ("", "theirs", "", False, "theirs", False),
        ("old  \nend", "old\nend", "ours", True, "ours", False),
        ("old  \nend", "old\nnew end", "old  \nend", True, "old  \nnew end", False),
        ("old  \nend", "old\nnew end", "old  \nend", False, "old\nnew end", False),
        ("ours  ", "theirs", "ours", False, BOTH, True),
        ("ours", "ours", "ours", False, "ours", False),
        (None, "", "ours", False, "ours", False),
        (None, "our", "ours", False, "ours", False),
        (None, "theirs and ours", "ours", False, "theirs and ours", False),
        (None, "theirs", "", False, "theirs", False),
        (None, "theirs", "ours", False, BOTH, True),
    ],
)
def test_a_note_is_that_of_the_side_that_changed_it_and_both_where_both_did(
    was: str | None, text: str, held: str, stripped: bool, merged: str, both: bool
) -> None:
    """An editor that strips the ends of lines changes none. Without what was exported the fuller text counts."""
    known = None if was is None else digest(was)
    assert merge_note(known, text, held, stripped, "a file") == (merged, both)


LINE = "Compare the second figure with ours."
TWO = f"{LINE}\n\nIts appendix has the proof of that."
FOOT = "A claim[^1] of theirs.\n\n[^1]: Said in the *third* section."


@pytest.mark.parametrize(
    ("was", "text", "held", "file", "settled"),
    [
        ("old", "* a\n* b", "- a\n- b", "", Settled("- a\n- b")),
        (TWO, LINE, TWO, "", Settled(LINE)),
        (TWO, LINE, TWO, "x\n\nIts appendix has the proof of that.", Settled(TWO, stands=2)),
        (TWO, f"{LINE} Mine.", TWO, "x\n\nIts appendix has the proof of that.",
         Settled(f"{LINE} Mine.\n\nIts appendix has the proof of that.", stands=2)),
        (None, LINE, TWO, "x\n\nIts appendix has the proof of that.", Settled(TWO, stands=2)),
        (LINE, LINE, TWO, "x\n\nIts appendix has the proof of that.", Settled(TWO)),
        (LINE, "", LINE, "", Settled("")),
        (LINE, "", LINE, f"x\n{LINE}", Settled(LINE, stands=1)),
        (LINE, "", f"{LINE} And more.", "", Settled(f"{LINE} And more.", kept=True)),
        (f"{LINE}  ", "", LINE, "", Settled(LINE, kept=True)),
        (f"{LINE}\n\n---\n\nEnd.", f"{LINE}\n\nEnd.", f"{LINE}\n\n---\n\nEnd.", "x\n\n---\n",
         Settled(f"{LINE}\n\nEnd.")),
        (LINE, "", "", f"x\n{LINE}", Settled("")),
        (LINE, "See [this][a].", LINE, "x\n[a]: https://a.example\n[b]: https://b.example",
         Settled("See [this][a].\n\n[a]: https://a.example")),
        (f"{TWO}  ", f"{LINE} Mine.", TWO, "x\n\nIts appendix has the proof of that.",
         Settled(f"<<<<<<< library\n{TWO}\n=======\n{LINE} Mine.\n>>>>>>> a file", both=True)),
        ("", "theirs", "ours", "", Settled(BOTH, both=True)),
        (None, "", LINE, f"x\n{LINE}", Settled(LINE)),
    ],
)  # fmt: skip
def test_what_still_stands_in_the_file_was_not_taken_away(
    was: str | None, text: str, held: str, file: str, settled: Settled
) -> None:
    known = None if was is None else digest(was)
    standing = LooseLines(scan(file), ())
    assert settle(known, text, held, stripped=False, source="a file", standing=standing) == settled


@pytest.mark.parametrize(
    ("was", "text", "held", "marked", "settled"),
    [
        (LINE, "Something else.", LINE, False, Settled(LINE, stands=1)),
        (LINE, LINE, TWO, False, Settled(TWO)),
        ("old", "theirs", LINE, True,
         Settled(f"<<<<<<< library\n{LINE}\n=======\ntheirs\n>>>>>>> a file", both=True)),
    ],
)  # fmt: skip
def test_words_that_stood_between_no_marks_take_no_note_away(
    was: str, text: str, held: str, marked: bool, settled: Settled
) -> None:
    """Between them both sides changed the note, whatever stands elsewhere."""
    standing = LooseLines(scan(f"x\n{LINE}"), ())
    found = settle(digest(was), text, held, stripped=False, source="a file", standing=standing, marked=marked)
    assert found == settled


def test_what_was_not_settled_between_two_sides_is_not_said_to_be() -> None:
    found = settle(digest(LINE), "Mine.", LINE, stripped=False, source="a file", standing=LooseLines(scan(""), ()))
    assert (found.text, found.both, found.stands, found.kept) == ("Mine.", False, None, False)


@pytest.mark.parametrize(
    ("text", "file", "stands"),
    [
        ("A claim[^7] of theirs.", "x\n[^7]: Said elsewhere.", 1),
        ("A claim[^7] of theirs.\n\n[^7]: Said in the file.", "x\n[^7]: Said elsewhere.", None),
        ("A claim[^7] of theirs.", "x", None),
        ("A claim[^7] of ours.", "x\n[^7]: Said elsewhere.", None),
    ],
)
def test_a_footnote_that_a_formatter_numbered_anew_changes_no_note(text: str, file: str, stands: int | None) -> None:
    """What is defined under the new label need not be what the note said."""
    standing = LooseLines(scan(file), ())
    found = settle(digest(FOOT), text, FOOT, stripped=False, source="a file", standing=standing)
    assert found.stands == stands
    assert (found.text == FOOT) is (stands is not None)


def since(was: str | None, own: str | None, text: str, held: str, ever: Sequence[str], file: str = "") -> object:
    """What comes of a note, which the library had as `own` when the file said `was`, and what is news in the file."""
    went_out, own_then = (None if said is None else digest(said) for said in (was, own))
    before = Before("note", "a", ever=lambda kind, id: ever if (kind, id) == ("note", "a") else ())
    standing = LooseLines(scan(file), ())
    return settle_since(
        went_out, own_then, text, held, before=before, stripped=True, source="a file", standing=standing
    )


MINE = "Theirs is the better figure."


@pytest.mark.parametrize(
    ("was", "own", "text", "held", "settled", "news"),
    [
        ("old", "ours", "old", "ours", Settled("ours"), None),
        ("old", "ours", "old", "later", Settled("later"), None),
        ("old", "ours", "old", "", Settled(""), None),
        ("old", "ours", "theirs", "ours", Settled("theirs"), "theirs"),
        ("old", "ours", "", "ours", Settled(""), ""),
        ("old", "ours", "", "later", Settled("later", kept=True), ""),
        ("old", "ours", "theirs", "theirs", Settled("theirs"), "theirs"),
        ("old", "ours", "theirs", "later", Settled(BOTH.replace("ours", "later"), both=True), "theirs"),
        ("", "ours", "", "ours", Settled("ours"), None),
        ("", "ours", "theirs", "ours", Settled("theirs"), "theirs"),
        ("", "ours", "theirs", "later", Settled(BOTH.replace("ours", "later"), both=True), "theirs"),
        ("old", "old", "theirs", "ours", Settled(BOTH, both=True), "theirs"),
        ("old", "old", "theirs", "old", Settled("theirs"), "theirs"),
        ("old", None, "theirs", "ours", Settled(BOTH, both=True), "theirs"),
        ("old", None, "", "old", Settled(""), ""),
        ("old", None, "old", "ours", Settled("ours"), None),
        ("a  \nb", "ours", "a\nb", "ours", Settled("ours"), None),
        (None, None, "old", "ours", Settled("ours"), None),
        (None, None, "theirs", "ours", Settled(BOTH, both=True), None),
        (None, None, "theirs", "", Settled("theirs"), None),
        (None, None, "", "ours", Settled("ours"), None),
    ],
)
@pytest.mark.parametrize("ever", [("old", "ours", "later", "a  \nb"), ()])
def test_a_file_that_said_another_thing_than_the_library_is_asked_for_what_changed_in_it(
    was: str | None, own: str | None, text: str, held: str, settled: Settled, news: str | None, ever: Sequence[str]
) -> None:
    """Also where it is not known any more what it said, when only the digest of that tells; without that, what the
    library ever had is no news."""
    if text == held and not ever:
        news = None  # There is nothing to tell of.
    if was is None and text == "old" and not ever:
        settled = Settled(BOTH.replace("theirs", "old"), both=True)
    assert since(was, own, text, held, ever) == (settled, news)


def test_what_stands_elsewhere_in_the_file_is_no_news() -> None:
    assert since(LINE, None, "", MINE, [], f"x\n{MINE}") == (Settled(MINE, stands=1), None)
    assert since(LINE, None, "", LINE, [], f"x\n{LINE}") == (Settled(LINE, stands=1), None)


def test_a_text_without_its_blanks_is_another_one() -> None:
    """What an editor took from the ends of lines is told by how the file was read, not by the digest."""
    assert matching(digest("a  \nb"), ["a\nb"]) is None
    assert matching(digest("a  \nb"), ["", "a\nb", "a  \nb"]) == "a  \nb"
    assert matching("", [""]) is None
    assert Before("note", "a", {digest("b"): "b"}).text(digest("b")) == "b"
    assert Before("note", "a").text(digest("")) == ""


# -- lists -------------------------------------------------------------------------------------------------------------


def shelf(order: str, description: str = "", sections: Sequence[str] = (), **remarks: str) -> ReadingList:
    """A list "L" of papers that are letters; a digit stands for the section that begins there."""
    entries, section = [], ""
    for letter in order:
        if letter.isdigit():
            section = letter
        else:
            entries.append(ListEntry(letter, section, remarks.get(letter, "")))
    named = tuple(dict.fromkeys([*sections, *(entry.section for entry in entries if entry.section)]))
    return ReadingList("L", description, named, tuple(entries))


def drawn(lst: ReadingList) -> str:
    """The same of a list, empty sections included."""
    held = {
        name: "".join(entry.paper for entry in lst.entries if entry.section == name) for name in ("", *lst.sections)
    }
    return "".join(f"{name}{papers}" for name, papers in held.items())


def export(lst: ReadingList) -> ExportRecord:
    """What the file of a list said when it was written."""
    papers = {entry.paper: ExportedPaper(section=entry.section, remark=digest(entry.note)) for entry in lst.entries}
    return ExportRecord("L", "L", sections=lst.sections, papers=papers)


@pytest.mark.parametrize(
    ("was", "text", "held", "merged", "told"),
    [
        ("abcd", "abcd", "abcd", "abcd", 0),
        ("abcd", "abdc", "abcd", "abdc", 0),
        ("abcd", "abcd", "dcba", "dcba", 0),
        ("abcd", "bacd", "abdc", "abdc", 1),
        ("abcd", "bacd", "bacd", "bacd", 0),
        ("abcd", "abd", "abcd", "abd", 0),
        ("abcd", "abcd", "abd", "abd", 0),
        ("abcd", "axbcd", "abcd", "axbcd", 0),
        ("abcd", "abcd", "aybcd", "aybcd", 0),
        ("abcd", "xabcd", "abcdy", "xabcdy", 0),
        ("abcd", "axbdc", "aybcd", "axybdc", 0),
        (None, "ab", "abcd", "abcd", 0),
        (None, "ba", "abcd", "bcda", 0),
        (None, "axb", "ab", "axb", 0),
        ("ab1c2d", "a1bc2d", "ab1c2d", "a1bc2d", 0),
        ("ab1c2d", "ab1c2d", "ab1c2d", "ab1c2d", 0),
        ("ab1c2d", "a1bc2d", "a1c2bd", "a1c2bd", 1),
        ("ab1c2d", "a1bc2d", "a1bc2d", "a1bc2d", 0),
        ("ab1c", "abc", "ab1c2", "abc2", 0),
        ("ab1c", "ab1c2", "ab1c", "ab1c2", 0),
        ("ab1", "ab", "ab1c", "ab1c", 0),
        ("a1b2c", "a2c1b", "a1b2c", "a2c1b", 0),
        ("a1b2c", "a1b2c", "a2c1b", "a2c1b", 0),
        ("a12", "a2", "a12", "a2", 0),
        ("a12", "a12", "a2", "a2", 0),
        (None, "a2", "a1", "a21", 0),
        (None, "a1b", "ab", "ab1", 0),
    ],
)
def test_papers_order_and_sections_are_those_of_the_side_that_changed_them(
    was: str | None, text: str, held: str, merged: str, told: int
) -> None:
    """What both moved stays as the library has it, and is told."""

    def named(order: str) -> ReadingList:
        return shelf(order, sections=[sign for sign in order if sign.isdigit()])

    record = None if was is None else export(named(was))
    found, conflicts = merge_list(record, named(text), named(held))
    assert (drawn(found), len(conflicts)) == (merged, told)


def test_papers_that_stay_are_not_taken_off_and_the_remarks_of_the_file_count() -> None:
    held = shelf("abc", a="old", b="kept")
    found, _ = merge_list(export(held), shelf("a", a="new"), held, stay="b")
    assert [(entry.paper, entry.note) for entry in found.entries] == [("a", "new"), ("b", "kept")]


@pytest.mark.parametrize(
    ("was", "now", "stays"),
    [
        ("", "", False), ("", "new", True), ("old", "old", False), ("old", "new", True), ("old", "", False),
        ("a  \nb", "a\nb", True),
    ],
)  # fmt: skip
def test_a_paper_with_a_remark_that_is_newer_than_the_file_is_not_taken_off(was: str, now: str, stays: bool) -> None:
    found, conflicts = merge_list(export(shelf("abc", b=was)), shelf("ac"), shelf("abc", b=now))
    assert [(entry.paper, entry.note) for entry in found.entries if entry.paper == "b"] == [("b", now)] * stays
    assert len(conflicts) == stays
    assert all("b was taken off the list in the file" in said for said in conflicts)


def test_what_both_moved_is_told_by_name() -> None:
    was, text, held = shelf("abc1"), shelf("ac1b2", sections="12"), shelf("acb", sections="12")
    held = ReadingList("L", "", ("1", "2"), (ListEntry("a"), ListEntry("c"), ListEntry("b", "2")))
    _, conflicts = merge_list(export(was), text, held)
    assert conflicts == ["b was moved to another section in both; the library's stays"]
    _, conflicts = merge_list(export(shelf("abc")), shelf("bac"), shelf("acb"))
    assert conflicts == ["The order was changed both in the file and in the library; the library's stays"]


def test_capitals_given_to_a_section_in_the_file_stay_but_where_the_library_has_that_section_no_more() -> None:
    """What became of it there stays and is told, unless it is called just so there as well."""
    soft, other = ReadingList("L", "", ("soft", "x")), ReadingList("L", "", ("Limp", "x"))
    assert recase_sections(soft, {"soft": "Soft"}) == (ReadingList("L", "", ("Soft", "x")), [])
    kept, told = recase_sections(other, {"soft": "Soft"})
    assert (kept, [line.partition(" in the file")[0] for line in told]) == (
        other, ["The section 'soft' was renamed to 'Soft'"],
    )  # fmt: skip
    there = ReadingList("L", "", ("Soft",))
    assert recase_sections(there, {"soft": "Soft"}) == (there, [])


# -- another library's file --------------------------------------------------------------------------------------------

STAYS = "in the file; the library's stays"


@pytest.mark.parametrize(
    ("text", "held", "joined", "told"),
    [
        ("ab", "ab", "ab", []),
        ("axb", "ab", "axb", []),
        ("ba", "ab", "ab", [f"The order differs {STAYS}"]),
        ("a1b", "ab", "ab1", [f"The sections differ {STAYS}"]),
        ("a1bx", "a1b", "a1bx", []),
        ("x2y", "ab", "xab2y", []),
        ("b", "ab", "ab", []),
    ],
)
def test_a_list_gains_what_another_library_has_on_it_and_keeps_its_own(
    text: str, held: str, joined: str, told: list[str]
) -> None:
    found, said = join_list(shelf(text), shelf(held))
    assert (drawn(found), said) == (joined, told)


@pytest.mark.parametrize(
    ("text", "held", "joined", "told"),
    [
        ("theirs", "", "theirs", False),
        ("", "ours", "ours", False),
        ("same", "same", "same", False),
        ("theirs", "ours", "ours", True),
    ],
)
def test_an_empty_remark_or_description_is_filled_and_another_is_told(
    text: str, held: str, joined: str, told: bool
) -> None:
    found, said = join_list(shelf("ab", text), shelf("ab", held))
    assert (found.description, said) == (joined, [f"The description differs {STAYS}"] * told)
    found, said = join_list(shelf("ab", a=text), shelf("ab", a=held))
    assert (found.entries[0].note, said) == (joined, [f"The remark on a differs {STAYS}"] * told)


@pytest.mark.parametrize(
    ("emptied", "drawing", "remark", "description", "told"),
    [
        ((), "ax1y2", "theirs", "about", []),
        ((("x", "list:l"),), "a1y2", "", "about", ["x was taken off the list in the library and stays off"]),
        ((("x", "remark:list:l"),), "ax1y2", "", "about",
         ["The remark on x was taken away in the library and stays away"]),
        ((("list:l", "description"),), "ax1y2", "theirs", "",
         ["The description was taken away in the library and stays away"]),
        ((("list:l", "section:2"),), "ax1y", "theirs", "about", []),
        ((("list:l", "section:1"),), "ax1y2", "theirs", "about", []),
        ((("a", "remark:list:l"),), "ax1y2", "theirs", "about", []),
    ],
)  # fmt: skip
def test_what_was_emptied_in_the_library_stays_empty(
    emptied: Sequence[tuple[str, str]], drawing: str, remark: str, description: str, told: list[str]
) -> None:
    text = shelf("ax1y", "about", sections="12", x="theirs")
    found, said = join_list(text, shelf("a"), emptied)
    notes = {entry.paper: entry.note for entry in found.entries}
    assert (drawn(found), notes.get("x", ""), found.description, said) == (drawing, remark, description, told)


def test_a_description_that_the_file_does_not_have_was_not_taken_away_again() -> None:
    assert join_list(shelf("a"), shelf("a"), [("list:l", "description")]) == (shelf("a"), [])
