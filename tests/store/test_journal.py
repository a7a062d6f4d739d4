"""A folder of journals: read on from where one was, written behind what stands there, and nothing twice."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.library.change import Change, Step
from reader.store.journal import Journals, Replaced, device_of, is_journal, is_plain
from reader.store.lines import Header, encode, encode_header, parse

OWN, OTHER = "aaaaaaaaaa", "bbbbbbbbbb"


def never(step: Step) -> bool:
    """No step was there before."""
    return False


def always(step: Step) -> bool:
    """Each was."""
    return True


def step(id: str, clock: int) -> Step:
    """A step that stars a paper."""
    return Step(id, clock, 1_790_000_000_000 + clock, f"Starred {id}", (Change("2401.00001", "star", None, True),))


def line(id: str, clock: int = 1) -> bytes:
    """Its line, by itself."""
    return encode(step(id, clock))


def journals(folder: Path, had: Callable[[Step], bool] = never) -> Journals:
    """The journals of a folder, as this device opens them."""
    folder.mkdir(exist_ok=True)
    return Journals(str(folder), OWN, had)


def ids(steps: list[Step]) -> list[str]:
    """The ids of steps."""
    return [one.id for one in steps]


def said(path: Path) -> list[str]:
    """What the lines of a journal are: steps by their ids, headers by their devices, what was closed as "~"."""
    found = []
    for one in parse(path.read_bytes(), "nobody"):
        found.append(one.said.id if isinstance(one.said, Step) else one.said.device if one.said else one.text.decode())
    return found


@pytest.mark.parametrize(
    ("name", "may_hold", "plain", "device"),
    [
        (f"{OWN}.jsonl", True, True, OWN),
        (f"{OWN}.JSONL", True, True, OWN),
        (f".{OWN}.jsonl.swp", True, False, OWN),
        (f".{OWN}.jsonl", True, False, OWN),
        (f"{OWN}.jsonl~HEAD", True, False, OWN),
        (f"{OWN}-{OTHER}.jsonl", True, True, OWN),
        (f"{OWN.upper()}-{OTHER}.jsonl", True, True, OWN),
        (f"of {OWN} by {OTHER}.jsonl", True, True, OTHER),
        (f"{OWN} (conflicted copy).jsonl", True, True, OWN),
        (f"conflicted {OWN}.jsonl", True, True, OWN),
        ("notes.jsonl", True, True, "notes"),
        (".jsonl", True, False, ".jsonl"),
        (f"{OWN}.json", False, False, OWN),
        (f".{OWN}.jsonl.icloud", False, False, OWN),
    ],
)
def test_what_tools_make_of_a_journals_name_tells_whose_it_is(
    name: str, may_hold: bool, plain: bool, device: str
) -> None:
    assert (is_journal(name), is_plain(name)) == (may_hold, plain)
    if may_hold:
        assert device_of(name) == device


def test_what_is_appended_is_read_by_others_and_not_again_by_oneself(tmp_path: Path) -> None:
    mine, theirs = journals(tmp_path / "j"), Journals(str(tmp_path / "j"), OTHER, never)
    mine.read()
    mine.append([line("one")])
    mine.append([line("two", 2)])
    assert mine.linked
    assert ids(theirs.read().steps) == ["one", "two"]
    assert mine.read().steps == []
    theirs.append([line("three", 3)])
    assert ids(mine.read().steps) == ["three"]
    assert said(Path(mine.path)) == [OWN, "one", "two"]
    assert not theirs.gaps


@pytest.mark.parametrize("had", [always, never])
def test_a_last_line_that_lost_its_newline_is_closed_and_counts_if_it_was_there(
    tmp_path: Path, had: Callable[[Step], bool]
) -> None:
    """What was never whole must not come alive by the next line."""
    first = journals(tmp_path / "j")
    first.read()
    first.append([line("one"), line("two", 2)])
    path = Path(first.path)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    again = journals(tmp_path / "j", had)
    assert ids(again.read().steps) == ["one", "two"][: 1 + (had is always)]
    again.append([line("three", 3)])
    again.append([line("four", 4)])
    if had is always:
        assert path.read_bytes().startswith(whole)
        assert said(path) == [OWN, "one", "two", "three", "four"]
    else:
        assert path.read_bytes().startswith(whole[:-1] + b"~\n")
        assert [text for text in said(path) if not text.endswith("~")] == [OWN, "one", "three", "four"]
    assert again.read().steps == []
    assert not again.gaps
    (end,) = again.ends().values()
    assert end.offset == path.stat().st_size
    assert end.crc == (zlib.crc32(path.read_bytes()) if had is always else None)


def test_a_reading_goes_on_from_where_another_process_was(tmp_path: Path) -> None:
    """The steps up to there come from the files, those of a copy that does not tell whose it is after the others."""
    one = journals(tmp_path / "j")
    one.read()
    one.append([line("one")])
    (tmp_path / "j" / f"{OTHER} 2.jsonl").write_bytes(line("guessed", 5))
    reading = one.read()
    assert (ids(reading.steps), ids(reading.guessed)) == ([], ["guessed"])
    ends = one.ends()
    other = journals(tmp_path / "j")
    assert other.go_on_from(ends)
    assert other.read().steps == []
    assert ids([*other.early(ends)]) == ["one", "guessed"]
    one.append([line("two", 2)])
    assert ids(other.read().steps) == ["two"]
    Path(one.path).write_bytes(encode_header(OWN) + line("another"))
    assert not journals(tmp_path / "j").go_on_from(ends)
    with pytest.raises(Replaced):
        [*other.early(ends)]
    with pytest.raises(Replaced):
        other.read()


def test_a_journal_of_copied_lines_gets_a_header_of_its_device_once(tmp_path: Path) -> None:
    folder = tmp_path / "j"
    folder.mkdir()
    (folder / f"{OWN}.jsonl").write_bytes(encode_header(OWN, "back-1") + line("one"))
    mine = journals(folder)
    mine.read()
    mine.append([line("two", 2)])
    mine.append([line("three", 3)])
    assert said(Path(mine.path)) == [OWN, "one", OWN, "two", "three"]
    headers = [one.said for one in parse(Path(mine.path).read_bytes(), OWN) if isinstance(one.said, Header)]
    assert [header.copied_by for header in headers] == ["back-1", ""]


@pytest.mark.parametrize("is_there", [True, False])
def test_a_link_in_the_place_of_the_own_journal_is_used_while_it_leads_to_a_file(
    tmp_path: Path, is_there: bool
) -> None:
    folder = tmp_path / "j"
    folder.mkdir()
    if is_there:
        (tmp_path / "kept.jsonl").write_bytes(encode_header(OWN) + line("one"))
    (folder / f"{OWN}.jsonl").symlink_to(tmp_path / "kept.jsonl")
    reading = journals(folder).read()
    assert ("is a link to what is not there" in reading.unreadable) is not is_there
    assert ids(reading.steps) == ["one"] * is_there


def test_the_own_journal_under_capital_letters_is_written_where_both_names_are_one_file(tmp_path: Path) -> None:
    """As on a file system that takes both for one: here by a second name."""
    folder = tmp_path / "j"
    folder.mkdir()
    capital = folder / f"{OWN.upper()}.jsonl"
    capital.write_bytes(encode_header(OWN) + line("one"))
    mine = journals(folder)
    mine.read()
    os.link(capital, folder / f"{OWN}.jsonl")
    mine.append([line("two", 2)])
    assert said(capital) == [OWN, "one", "two"]
    assert mine.path == str(capital)
