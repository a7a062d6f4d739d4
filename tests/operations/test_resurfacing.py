"""What may be looked at again, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from reader.dates import moment
from reader.operations.resurfacing import NOTE_DAYS, UNREAD_DAYS, again
from reader.paper import Decision, Paper, Status

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


def ago(days: float) -> str:
    return moment(NOW - timedelta(days))


def starred(days: float, status: Status = Status.UNREAD) -> Paper:
    """A paper that was starred so many days ago."""
    return Paper("p", "P", starred=True, starred_at=ago(days), status=status)


@pytest.mark.parametrize(
    ("paper", "why"),
    [
        (starred(UNREAD_DAYS), "starred in May, not read"),
        (starred(UNREAD_DAYS - 1), ""),
        (starred(400), "starred in October 2025, not read"),
        (starred(400, Status.READ), ""),
        (starred(400, Status.READING), ""),
        (replace(starred(400), triage=Decision.DISMISS), ""),
        (Paper("p", "P", starred=True), ""),
        (Paper("p", "P", note="ask\nBea", changed_at=ago(NOTE_DAYS)), "your note is a year old: ask Bea"),
        (Paper("p", "P", note="ask", changed_at=ago(NOTE_DAYS - 1)), ""),
        (Paper("p", "P", note="ask", changed_at=ago(3 * NOTE_DAYS)), "your note is 3 years old: ask"),
        (Paper("p", "P", changed_at=ago(900)), ""),
        (Paper("p", "P", note="ask", changed_at="soon"), ""),
        (replace(starred(200), note="ask", changed_at=ago(200)), "starred in May, not read"),
    ],
)
def test_old_stars_that_were_not_read_and_old_notes_come_again(paper: Paper, why: str) -> None:
    assert again([paper], NOW) == ({"p": why} if why else {})


def test_what_lies_back_longest_comes_first() -> None:
    papers = [
        Paper("a", "A", starred=True, starred_at=ago(300)),
        Paper("b", "B", note="n", changed_at=ago(500)),
        Paper("c", "C", starred=True, starred_at=ago(800)),
    ]
    assert list(again(papers, NOW)) == ["c", "b", "a"]
