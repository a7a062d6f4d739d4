"""The page of figures as a command: what it opens, and the week that it writes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

from reader.commands.figures import COUNTED_BESIDE
from reader.commands.questions import AskText, ReadingAnswer, ShowReading
from reader.operations.collection import Collection, Kind, some_papers
from reader.operations.reading_figures import Period
from reader.operations.week_digest import digest_name
from tests.support.context import PlainContext
from tests.support.memory import library
from tests.support.reading import Diary

WRITE = ReadingAnswer(Period.MONTH, 3, None)


def pages(context: PlainContext) -> list[ShowReading]:
    """The pages that were shown."""
    return [question for question in context.asked if isinstance(question, ShowReading)]


def test_the_page_has_the_figures_of_every_period_and_the_users_goal() -> None:
    context = PlainContext(Diary().library)
    context.goal = 3
    (page,) = pages(context.run("stats"))
    assert list(page.figures) == list(Period)
    assert {found.goal.a_week for found in page.figures.values() if found.goal} == {3}
    assert (page.period, page.said, context.said, context.navigator.calls) == (Period.WEEK, "", [], [])


def test_the_papers_of_a_line_are_opened_in_the_list() -> None:
    place = some_papers("Read this week", ["a", "b"])
    context = PlainContext(Diary().library, ReadingAnswer(Period.WEEK, 0, place)).run("stats")
    assert context.navigator.collection == place
    assert context.navigator.collection.title == "Read this week"
    assert context.navigator.calls == [("focus", "list")]
    context = PlainContext(Diary().library, ReadingAnswer(Period.WEEK, 0, Collection(Kind.LIST, "Queue"), "b"))
    assert context.run("stats").navigator.calls == [("focus", "list"), ("go_to", "b")]


def test_the_week_is_written_as_markdown_and_the_page_shown_again(tmp_path: Path) -> None:
    diary = Diary()
    diary.now = datetime.now(UTC)
    diary.mark(*diary.came("Of Lamps"))
    path = tmp_path / "week.md"
    context = PlainContext(diary.library, WRITE, f" {path} ", folder=tmp_path / "library").run("stats")
    assert path.read_text(encoding="utf-8").startswith("# Reading, ")
    first, asked, again = context.asked
    assert isinstance(first, ShowReading)
    assert isinstance(asked, AskText)
    assert asked.initial == digest_name(datetime.now().date())
    assert isinstance(again, ShowReading)
    assert (again.period, again.at, again.said, again.failed) == (Period.MONTH, 3, f"Wrote {path}.", False)


def test_no_file_of_somebody_else_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "week.md"
    path.write_text("mine", encoding="utf-8")
    context = PlainContext(Diary().library, WRITE, str(path), folder=tmp_path / "library").run("stats")
    assert path.read_text(encoding="utf-8") == "mine"
    again = pages(context)[-1]
    assert (again.said, again.failed) == (f"{path} exists.", True)


def test_nothing_is_written_into_the_library_and_without_a_name(tmp_path: Path) -> None:
    for name in (None, " ", str(tmp_path / "week.md")):
        context = PlainContext(Diary().library, WRITE, name, folder=tmp_path).run("stats")
        assert len(pages(context)) == 2
        assert list(tmp_path.iterdir()) == []


def test_a_large_library_is_counted_beside_the_screen() -> None:
    """And nothing is shown where the user did not wait for it."""
    context = PlainContext(library())
    worked: list[str] = []

    async def work(what: str, job: object) -> None:
        worked.append(what)

    with patch.object(context, "work", work), patch("reader.commands.figures.COUNTED_BESIDE", 0):
        context.run("stats")
    assert (worked, context.asked) == (["Counting"], [])
    assert COUNTED_BESIDE > 1_000
    with patch("reader.commands.figures.COUNTED_BESIDE", 0):
        assert len(pages(context.run("stats"))) == 1


def test_a_week_that_the_user_did_not_wait_for_is_not_written(tmp_path: Path) -> None:
    context = PlainContext(library(), WRITE, str(tmp_path / "week.md"), folder=tmp_path / "library")
    worked: list[str] = []

    async def work(what: str, job: Callable[[object], object]) -> object:
        worked.append(what)
        return job(None) if len(worked) == 1 else None

    with patch.object(context, "work", work), patch("reader.commands.figures.COUNTED_BESIDE", 0):
        context.run("stats")
    assert (len(worked), [page.said for page in pages(context)], list(tmp_path.iterdir())) == (2, ["", ""], [])
