"""Blocks of code are the same to the way back, to the pane beside the list and to the note that is typed."""

from __future__ import annotations

import pytest

from reader.fences import fenced_blocks, fenced_lines
from reader.formats.beginnings import begins_part, in_code
from reader.formats.markdown.lines import fenced as hidden
from reader.tui.drawing.note_lines import note_lines

NOTES = [
    ("a\n```\nb\n```\nc", [(1, 3, True)]),
    ("```\nb", [(0, 2, False)]),
    ("````\n```\n````", [(0, 2, True)]),
    ("~~~\n```\n~~~~ ", [(0, 2, True)]),
    ("```\n``` py\n```", [(0, 2, True)]),
    ("``` a`b\nc", []),
    ("    ```\nb", []),
    ("- item\n    ```\n    b\n    ```", [(1, 3, True)]),
    ("- item\n\nplain\n    ```\nb", []),
    ("12. item\n       ```\n       b\n       ```", [(1, 3, True)]),
    ("```\na\n```\n~~~\nb\n~~~", [(0, 2, True), (3, 5, True)]),
    ("``\nb\n``", []),
]


@pytest.mark.parametrize(("note", "blocks"), NOTES)
def test_blocks_of_code_are_those_of_commonmark(note: str, blocks: list[tuple[int, int, bool]]) -> None:
    assert [tuple(block) for block in fenced_blocks(note.split("\n"))] == blocks


@pytest.mark.parametrize("note", [note.replace("    ```", "```") for note, _ in NOTES])
def test_a_text_of_several_parts_has_the_same_blocks(note: str) -> None:
    """There a block that stays open is none, and how deep a fence stands says nothing."""
    found = [(note.count("\n", 0, start), note.count("\n", 0, end)) for start, end in in_code(note)]
    assert found == [(block.start, block.end) for block in fenced_blocks(note.split("\n")) if block.closed]


@pytest.mark.parametrize("line", ["```", "``` py", "~~~~ a`b", "``` a`b", "``", "a ```", "```a```", "~~~"])
def test_what_opens_a_block_begins_a_part(line: str) -> None:
    assert begins_part(line) is bool(list(fenced_blocks([line])))


@pytest.mark.parametrize(("note", "blocks"), NOTES)
def test_all_who_look_for_code_find_the_same(note: str, blocks: list[tuple[int, int, bool]]) -> None:
    """The way back trusts a closed block only; what is typed and what is shown is code to the end."""
    lines = note.split("\n")
    inside = {index for start, end, _ in blocks for index in range(start, min(end + 1, len(lines)))}
    assert fenced_lines(lines) == inside
    assert hidden(lines) == {index for start, end, closed in blocks if closed for index in range(start, end + 1)}
    code = [lines[index] for start, end, _ in blocks for index in range(start + 1, end)]
    shown = [line[0] for line in note_lines(note, 60) if len(line) == 1]
    assert [text for text, style in shown if style == "code" and text in lines] == code
