"""A week's reading as Markdown: what stands in it, and that the words of others stay words."""

from __future__ import annotations

from datetime import UTC, date

import pytest
from markdown_it import MarkdownIt

from reader.errors import UsageError
from reader.operations import annotate, reading_lists
from reader.operations.reading_figures import ReadingRecord
from reader.operations.week_digest import CAME_SHOWN, digest_name, digest_of, week_digest
from tests.support.reading import NOW, Diary

TODAY = NOW.date()


def digest(diary: Diary, day: date = TODAY) -> str:
    """The digest of a day's week, written at `NOW`."""
    return week_digest(diary.library, ReadingRecord(diary.library, NOW), day, UTC)


def a_week() -> Diary:
    """A week in which a paper was read, one starred, and some came in."""
    diary = Diary()
    read, starred, both = diary.on(30).came("Of *Lamps*", "Of Mazes", "Of both", authors=("Ada Vale", "Bo Lind"))
    diary.on(2).came("A new one", published="2026", authors=("Ada Vale", "Bo Lind", "Cy Moor"))
    diary.on(1).mark(read)
    diary.on(0.9).mark(both)
    diary.star(starred, both)
    library = diary.library
    annotate.set_note(library, library.papers[read], "First line.\n\n- a point\n- another")
    reading_lists.add_to_list(library, "Edge", diary.papers([read]))
    reading_lists.annotate_entry(library, "Edge", library.papers[read], "for Friday")
    return diary


def test_a_week_tells_what_was_read_with_its_words_then_what_was_starred_and_what_came() -> None:
    assert digest(a_week()) == (
        "# Reading, 2026-11-23 to 2026-11-29\n\n"
        "2 papers read, 2 starred, 1 came in.\n\n"
        "## Read\n\n"
        "- [Of \\*Lamps\\*](https://doi.org/10.1000/here1) (Vale & Lind)\n\n"
        "  First line.\n\n"
        "  - a point\n"
        "  - another\n\n"
        "  *Edge*: for Friday\n"
        "- ★ [Of both](https://doi.org/10.1000/here3) (Vale & Lind)\n\n"
        "## Starred\n\n"
        "- ★ [Of Mazes](https://doi.org/10.1000/here2) (Vale & Lind)\n\n"
        "## Came in\n\n"
        "- [A new one](https://doi.org/10.1000/here4) (Vale et al., 2026)\n"
    )


def test_another_week_tells_of_itself_and_of_the_first_import() -> None:
    counts = "0 papers read, 0 starred, 0 came in, the first import brought 3.\n"
    assert digest(a_week(), date(2026, 10, 28)) == f"# Reading, 2026-10-26 to 2026-11-01\n\n{counts}"


def test_a_week_in_which_nothing_was_done_says_so() -> None:
    assert digest(Diary()) == "# Reading, 2026-11-23 to 2026-11-29\n\n0 papers read, 0 starred, 0 came in.\n"


def test_a_star_that_was_taken_back_or_that_came_with_the_paper_is_none_of_the_week() -> None:
    diary = Diary()
    diary.on(30).came("The first one")
    diary.on(2).came("Starred elsewhere", starred=True)
    (first, _) = diary.library.papers
    diary.star(first)
    diary.library.undo()
    assert "0 starred, 1 came in" in digest(diary)
    diary.library.redo()
    assert "1 starred" in digest(diary)


def test_of_many_that_came_the_first_are_named_and_the_others_counted() -> None:
    diary = Diary()
    diary.on(30).came("The first one")
    diary.on(2).came(*(f"Number {n} of those that came" for n in range(CAME_SHOWN + 3)))
    text = digest(diary)
    assert text.count("of those that came") == CAME_SHOWN
    assert text.endswith("- and 3 more\n")


def test_words_of_others_are_no_markup() -> None:
    """Titles, authors and the names of lists; the note is the user's own Markdown."""
    diary = Diary()
    diary.on(30).came("The first one")
    hostile = "<script>x</script> [a](javascript:b) # `c` _d_"
    (id,) = diary.on(2).came(hostile, authors=("*Ada* <b>Vale</b>",))
    diary.mark(id)
    diary.put_on("<i>list</i>", id)
    reading_lists.annotate_entry(diary.library, "<i>list</i>", diary.library.papers[id], "remark")
    html = MarkdownIt("commonmark").render(digest(diary))
    assert [tag for tag in ("<script", "<b>", "<i>", 'javascript:b"', "<code>") if tag in html] == []
    assert "&lt;script&gt;x&lt;/script&gt; [a](javascript:b) # `c` _d_" in html


def test_a_digest_has_the_name_of_its_week() -> None:
    assert digest_name(date(2026, 11, 25)) == "reading-2026-W48.md"
    assert digest_name(date(2027, 1, 1)) == "reading-2026-W53.md"


def test_a_week_is_named_by_a_day_of_it() -> None:
    assert digest_of(Diary().library, NOW, "2026-11-20").startswith("# Reading, 2026-11-16 to 2026-11-22")
    with pytest.raises(UsageError, match="is no day"):
        digest_of(Diary().library, NOW, "someday")
