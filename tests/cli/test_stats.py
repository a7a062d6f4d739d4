"""`reader stats`: the page, its JSON, a week as Markdown; and the same in a batch."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.support.cli import Reader

MONDAY = date.today() - timedelta(date.today().weekday())
KEYS = [
    "period", "unit", "since", "until", "before", "came_in", "not_for_me", "read", "to_read", "columns", "read_a_week",
    "growth_a_week", "queue", "goal", "ages", "tags", "lists", "days_from_queue_to_read", "read_this_week", "left_out",
]  # fmt: skip


@pytest.fixture
def begun(reader: Reader) -> Reader:
    """A library of two imports, in which a paper was read and one starred."""
    reader.take({"2401.00001": "Of Lamps", "2401.00002": "Of Mazes"})
    reader.take({"2401.00003": "Of Bridges"})
    reader("mark", "read", "2401.00001")
    reader("note", "2401.00001", "--set", "Worth it.")
    reader("star", "2401.00003")
    return reader


def test_the_page_is_printed_at_80_columns(begun: Reader) -> None:
    lines = begun("stats").lines
    assert lines[0].startswith("━ Your reading ━")
    assert len(lines[0]) == 80
    assert max(map(len, lines)) == 80
    assert lines[2].split() == ["came", "in", "1", "█", "1.0", "a", "week"]
    assert lines[4].split()[:2] == ["read", "1"]
    assert " Left out: the first import of 2 papers." in lines
    assert "   ✓ Of Lamps" in lines


def test_plain_signs_are_drawn_where_they_are_asked_for_and_where_the_locale_wants_them(
    begun: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = begun("stats", "--ascii").out
    assert plain.isascii()
    monkeypatch.setenv("LC_ALL", "C")
    assert begun("stats").out == plain


def test_json_has_numbers_and_keys_that_stay(begun: Reader) -> None:
    found = begun("stats", "--json").json
    assert list(found) == KEYS
    assert (found["came_in"], found["read"], found["to_read"], found["before"]) == (1, 1, 2, 2)
    assert found["columns"] == [{"start": MONDAY.isoformat(), "came_in": 1, "not_for_me": 0, "read": 1, "to_read": 2}]
    assert found["queue"] == {"papers": 0, "weeks": 0.0}
    assert found["goal"] is None
    assert found["read_this_week"] == ["2401.00001"]
    assert found["left_out"] == {"first_import": 2, "undone": 0, "removed": 0, "came_read": 0, "ahead": 0}


def test_another_period_and_another_beginning_are_asked_for(begun: Reader) -> None:
    assert begun("stats", "--by", "month", "--json").json["unit"] == "month"
    found = begun("stats", "--since", "30d", "--json").json
    assert (found["period"], found["unit"]) == ("all", "week")
    assert "1 year to" in begun("stats", "--by", "year").lines[0]


def test_the_goal_of_the_settings_is_shown(begun: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.toml").write_text('goal = "2 a week"\n', encoding="utf-8")
    monkeypatch.setenv("READER_CONFIG", str(tmp_path / "config.toml"))
    assert begun("stats", "--json").json["goal"] == {"a_week": 2, "met": 0, "weeks": 0, "so_far": 1}
    assert "Goal, 2 a week: 1 so far." in begun("stats").out


def test_a_week_is_printed_as_markdown(begun: Reader) -> None:
    text = begun("stats", "--markdown").out
    assert text.startswith(f"# Reading, {MONDAY} to {MONDAY + timedelta(6)}\n\n1 paper read, 1 starred, 1 came in")
    assert "- [Of Lamps](https://arxiv.org/abs/2401.00001)\n\n  Worth it.\n" in text
    other = begun("stats", "--markdown", "--week", (MONDAY - timedelta(3)).isoformat()).out
    assert other.startswith(f"# Reading, {MONDAY - timedelta(7)} to")


def test_a_week_is_written_to_a_file_and_never_over_another(begun: Reader, tmp_path: Path) -> None:
    path = tmp_path / "week.md"
    assert begun("stats", "--markdown", "-o", str(path)).err == f"Wrote {path}.\n"
    assert path.read_text(encoding="utf-8") == begun("stats", "--markdown").out
    path.write_text("mine", encoding="utf-8")
    refused = begun("stats", "--markdown", "-o", str(path), check=False)
    assert (refused.status, path.read_text(encoding="utf-8")) == (1, "mine")
    begun("stats", "--markdown", "-o", str(path), "--force")
    assert path.read_text(encoding="utf-8").startswith("# Reading")
    inside = begun("stats", "--markdown", "-o", str(begun.folder / "week.md"), check=False)
    assert inside.status == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--by", "yera"), "did you mean 'year'?"),
        (("--since", "soon"), "'soon' is no day"),
        (("--markdown", "--week", "2999"), "has not come yet"),
        (("--markdown", "--json"), "--json does not go with --markdown."),
        (("--markdown", "--by", "week"), "--by does not go with --markdown."),
        (("--week", "today"), "--week goes with --markdown."),
        (("-o", "x.md"), "--output goes with --markdown."),
        (("--markdown", "-o", ""), "names no file"),
    ],
)
def test_what_does_not_go_together_or_is_no_day_is_wrong_usage(
    reader: Reader, arguments: tuple[str, ...], said: str
) -> None:
    answer = reader("stats", *arguments, check=False)
    assert answer.status == 2
    assert said in f"{answer.err}{answer.out}"


def test_a_batch_gives_the_same(begun: Reader) -> None:
    figures, week, *wrong = begun.batch(
        {"op": "stats", "by": "month"},
        {"op": "stats", "week": "today"},
        {"op": "stats", "week": "today", "by": "week"},
        {"op": "stats", "by": "mnth"},
        {"op": "stats", "since": 3},
    )
    assert figures == {"ok": True, **begun("stats", "--by", "month", "--json").json}
    assert week == {"ok": True, "digest": begun("stats", "--markdown").out}
    messages = [answer["error"]["message"] for answer in wrong]
    assert messages[0] == "'week' is the digest of one week: it takes neither 'by' nor 'since'."
    assert messages[1:] == ["'mnth' is no period; did you mean 'month'?", "'since' must be a text."]


def test_the_page_of_a_narrow_terminal_is_narrow(begun: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.cli.stats._width", lambda: 40)
    assert max(map(len, begun("stats").lines)) == 40
    assert json.loads(begun("stats", "--json").out)["read"] == 1
