"""The records of a JSON text, one by one."""

from __future__ import annotations

from reader.formats.json_rows import rows
from reader.formats.parsed import Problem


def test_of_very_many_values_that_can_be_no_record_one_sentence_is_made() -> None:
    """The first are told one by one, and every record behind them is given."""
    *first, told = rows("{}\n" * 150 + '{"title": "A lamp"}\n' + "7\n" * 50)
    assert [row for row in first if not isinstance(row, Problem) and row[1]] == [(151, {"title": "A lamp"})]
    assert len(first) == 101
    assert told == Problem(101, "100 more values that are no records or empty ones, skipped")


def test_few_of_them_are_told_by_their_reader() -> None:
    assert list(rows("[1, null, {}]")) == [(1, 1), (1, None), (1, {})]
