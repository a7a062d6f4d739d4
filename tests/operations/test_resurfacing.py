"""What may be looked at again, and why."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from reader.dates import moment
from reader.operations import annotate
from reader.operations.resurfacing import NOTE_DAYS, UNREAD_DAYS, again
from reader.paper import Status
from tests.support.reading import NOW, Diary


def starred(days: float, status: Status = Status.UNREAD) -> Diary:
    """A paper that was starred so many days ago."""
    diary = Diary()
    (id,) = diary.on(900).came("Lamps that learn")
    diary.mark(id, status=status)
    diary.on(days).star(id)
    return diary


def noted(days: float, words: str = "ask") -> Diary:
    """A paper whose note was written so many days ago."""
    diary = Diary()
    (id,) = diary.on(1200).came("Salt for bread")
    annotate.set_note(diary.on(days).library, diary.library.papers[id], words)
    return diary


def why(diary: Diary) -> list[str]:
    """Why papers come again, what lies back longest first."""
    return list(again(diary.library, NOW).values())


@pytest.mark.parametrize(
    ("diary", "said"),
    [
        (starred(UNREAD_DAYS), ["starred in May, not read"]),
        (starred(UNREAD_DAYS - 1), []),
        (starred(400), ["starred in October 2025, not read"]),
        (starred(400, Status.READ), []),
        (starred(400, Status.READING), []),
        (noted(NOTE_DAYS, "ask\nBea"), ["your note is a year old: ask Bea"]),
        (noted(NOTE_DAYS - 1), []),
        (noted(3 * NOTE_DAYS), ["your note is 3 years old: ask"]),
    ],
)
def test_old_stars_that_were_not_read_and_old_notes_come_again(diary: Diary, said: list[str]) -> None:
    assert why(diary) == said


def test_what_is_not_for_the_user_does_not_come_again() -> None:
    diary = starred(400)
    diary.dismiss(*diary.library.papers)
    assert why(diary) == []


def test_a_note_is_as_old_as_its_words_whatever_is_said_of_its_paper_since() -> None:
    diary = noted(3 * NOTE_DAYS)
    (id,) = diary.library.papers
    diary.on(3).tag("rl", id)
    diary.put_on("Edge models", id)
    assert why(diary) == ["your note is 3 years old: ask"]
    annotate.set_note(diary.on(2).library, diary.library.papers[id], "ask Zoë")
    assert why(diary) == []
    diary.library.undo()
    assert why(diary) == ["your note is 3 years old: ask"]


def test_a_note_that_came_with_its_paper_is_as_old_as_what_was_said_of_that_last() -> None:
    diary = Diary()
    diary.on(3).came("Salt for bread", note="ask", changed_at=moment(NOW - timedelta(2 * NOTE_DAYS)))
    diary.came("Lamps that learn", note="whose?")
    diary.on(1).tag("rl", *diary.library.papers)
    assert why(diary) == ["your note is 2 years old: ask"]


def test_a_month_is_one_where_the_user_is() -> None:
    diary = Diary()
    (id,) = diary.on(900).came("Lamps that learn")
    diary.now = datetime(2025, 5, 31, 22, 30, tzinfo=UTC)
    diary.star(id)
    berlin = timezone(timedelta(hours=2))
    assert list(again(diary.library, NOW.astimezone(berlin)).values()) == ["starred in June 2025, not read"]
    assert why(diary) == ["starred in May 2025, not read"]


def test_what_lies_back_longest_comes_first() -> None:
    diary = Diary()
    one, other, third = diary.on(1200).came("Lamps that learn", "Salt for bread", "Bread for salt")
    diary.on(300).star(one)
    annotate.set_note(diary.on(500).library, diary.library.papers[other], "n")
    diary.on(800).star(third)
    assert list(again(diary.library, NOW)) == [third, other, one]
