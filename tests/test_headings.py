"""A heading is the same to the way back, to the pane beside the list and to the note that is typed."""

from __future__ import annotations

import pytest

from reader.formats.markdown.lines import parse_heading
from reader.headings import heading_in, is_rule
from reader.tui.dialogs.note_area import marks
from reader.tui.drawing.note_lines import note_lines

HEADINGS = {
    "# One": (1, "One"),
    "###### Six": (6, "Six"),
    "####### Seven": (0, ""),
    "#tag": (0, ""),
    "## Closed ##": (2, "Closed"),
    "# C#": (1, "C#"),
    "# C# #": (1, "C#"),
    "#  wide  ": (1, "wide"),
    "# ": (1, ""),
    "# ##": (1, ""),
    "#": (0, ""),
    "plain": (0, ""),
}


@pytest.mark.parametrize(("line", "found"), HEADINGS.items())
def test_all_who_look_for_a_heading_find_the_same(line: str, found: tuple[int, str]) -> None:
    level, name = found
    heading = heading_in(line)
    assert (heading.level, line[heading.start : heading.end]) == found
    assert parse_heading(line) == found
    assert (("heading", 0, len(line)) in marks(line)) is bool(level)
    shown = note_lines(line, 60)
    assert ([[(name, "strong")]] == shown) is bool(name)


@pytest.mark.parametrize(("blanks", "level"), [(0, 2), (3, 2), (4, 0)])
def test_a_heading_of_a_note_stands_three_blanks_deep_at_most(blanks: int, level: int) -> None:
    line = " " * blanks + "## A name"
    assert heading_in(line).level == level
    assert [kind for kind, _, _ in marks(line)] == ["heading"] * bool(level)
    assert note_lines(line, 60)[0][-1][1] == ("strong" if level else "")


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("---", True),
        ("* * *", True),
        ("  ____ ", True),
        ("--", False),
        ("-*-", False),
        ("    ---", False),
        ("- a", False),
    ],
)
def test_a_rule_is_one_where_it_is_typed_and_where_it_is_shown(line: str, is_one: bool) -> None:
    assert is_rule(line) is is_one
    assert (marks(line) == [("sign", 0, len(line))]) is is_one
    assert (note_lines(line, 60) == [[("─" * 24, "quiet")]]) is is_one
