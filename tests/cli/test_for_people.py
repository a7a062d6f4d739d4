"""What the command line shows on a terminal: fitted to its width, marked, through a pager; elsewhere nothing of it."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from reader.cli.look import Look, look
from reader.cli.on_terminal import SHORTEST, WHOLE, PaperLines, wrapped
from reader.paper import Paper
from reader.tui.drawing.styled_text import cells
from reader.tui.pager import command_in, page_through, pager_command
from tests.support.cli import Answer, Copies, Reader
from tests.support.grids import crossed

ROWS = [
    {"title": "Of Lamps and the Mazes in Which They Burn All Night Long, a Study of Light", "arxiv_id": "2401.00001",
     "authors": ["Ada Vale", "Bo Lind"], "year": 2024, "tags": ["dim", "to read"], "abstract": "Much oil is burnt."},
    {"title": "庭園日本語学" * 9, "abstract": "A garden of words."},
    {"title": "Leeks", "arxiv_id": "2401.00002", "status": "read", "starred": True,
     "abstract": "They grow in the rain, and nobody waters them but the rain. " * 9 + "Lanterns are hung up for them."},
]  # fmt: skip
_CODE = re.compile(r"\x1b\[[\d;]*m")


@pytest.fixture
def three(copy_of: Copies) -> Reader:
    """A library of three papers, one of them on a list with a remark."""
    return copy_of(made)


def made(reader: Reader) -> None:
    """Three papers."""
    reader("import", "-", "--format", "jsonl", stdin="".join(json.dumps(row) + "\n" for row in ROWS))
    reader("list", "add", "Edge", "2401.00001", "--section", "Light")
    reader("list", "annotate", "Edge", "2401.00001", "first\nof all")


class Screen:
    """Standard output as a terminal of some size, and the commands on it."""

    def __init__(self, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
        self._reader, self._monkeypatch = reader, monkeypatch
        self.size(80, 60)
        monkeypatch.setenv("TERM", "xterm")

    def size(self, columns: int, lines: int) -> None:
        """Make it so wide and so high."""
        self._monkeypatch.setenv("COLUMNS", str(columns))
        self._monkeypatch.setenv("LINES", str(lines))

    def __call__(self, *arguments: str) -> str:
        """What is shown there."""
        answer = self.answer(*arguments)
        assert answer.status == 0
        return answer.out

    def answer(self, *arguments: str) -> Answer:
        """The same with the exit status and what is said."""
        with self._monkeypatch.context() as patch:
            patch.setattr(type(sys.stdout), "isatty", lambda stream: stream is sys.stdout, raising=False)
            return self._reader(*arguments, check=False)


@pytest.fixture
def screen(three: Reader, monkeypatch: pytest.MonkeyPatch) -> Screen:
    """A terminal of 80 columns, on which nothing is longer than it is high."""
    return Screen(three, monkeypatch)


ANSWERS = [
    ("search",), ("search", "lantern"), ("show", "2401.00001"), ("list",), ("list", "show", "Edge"), ("tags",),
    ("history",), ("next", "--limit", "0"), ("stats",), ("search", "lamp rain"),
]  # fmt: skip


@crossed
@pytest.mark.parametrize("answer", ANSWERS, ids=" ".join)
@pytest.mark.parametrize("width", [40, 80, 133])
def test_no_line_is_wider_than_the_terminal(screen: Screen, answer: tuple[str, ...], width: int) -> None:
    """Measured in cells, of which an ideograph has two."""
    screen.size(width, 99)
    shown = _CODE.sub("", screen(*answer))
    assert shown
    assert [line for line in shown.splitlines() if cells(line) > width] == []


@pytest.mark.parametrize("width", [40, 80])
def test_what_would_change_is_no_wider_either(screen: Screen, three: Reader, width: int) -> None:
    """Papers of a dry run, long names of lists, backups and what papers lack; off a terminal they are as they were."""
    three("list", "new", "読むべき論文 and all that one has to know of lanterns in the rain")
    calls = [
        ("remove", "--query", "*", "--dry-run"), ("tag", "--query", "*", "--add", "x", "--dry-run"),
        ("triage", "queue", "--query", "*", "--dry-run"), ("list", "delete", "Edge", "--dry-run"), ("list",),
        ("complete", "--dry-run"), ("backup", "list"), ("add", "--title", "A lantern " * 20, "--offline", "--dry-run"),
    ]  # fmt: skip
    screen.size(width, 99)
    for call in calls:
        shown = _CODE.sub("", screen(*call))
        assert [line for line in shown.splitlines() if cells(line) > width] == [], call
        assert "…" not in three(*call).out, call


@pytest.mark.parametrize("answer", ANSWERS, ids=" ".join)
def test_off_a_terminal_no_answer_is_another(screen: Screen, three: Reader, answer: tuple[str, ...]) -> None:
    """No code, nothing cut, whatever the terminal is that it is not on; on it there is colour."""
    plain = three(*answer).out
    screen.size(40, 5)
    assert (three(*answer).out, "\x1b" in plain) == (plain, False)
    screen.size(80, 99)
    assert "\x1b[" in screen(*answer)


def test_in_a_pipe_a_paper_has_the_line_that_it_always_had(three: Reader) -> None:
    assert three("search", "--sort", "title").lines[:2] == [
        "2401.00002  ★✓ Leeks",
        "2401.00001     Of Lamps and the Mazes in Which They Burn All Night Long, a Study of Light "
        "(Vale & Lind, 2024) #dim #to read",
    ]
    assert three("list").out == "   0/1     Edge\n"
    assert three("tags").out == "1  dim\n1  to read\n"
    assert three("list", "show", "Edge").lines[-1] == "        first of all"


@pytest.mark.parametrize(("variable", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_who_wants_no_colour_gets_none(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    """The columns stay."""
    coloured = screen("search")
    monkeypatch.setenv(variable, value)
    assert screen("search") == "\n".join(line.rstrip() for line in _CODE.sub("", coloured).splitlines()) + "\n"


def test_columns_stand_under_one_another_and_what_matched_is_marked(screen: Screen) -> None:
    screen.size(110, 60)
    first, second, third = _CODE.sub("", screen("search", "--sort", "title")).splitlines()
    assert re.fullmatch("2401.00002 +★✓ Leeks", first)
    assert re.fullmatch("2401.00001 +Of Lamps .*in Which They Burn.*…  Vale & Lind, 2024  #dim #to read", second)
    assert third.index("庭") == second.index("Of") == first.index("Leeks")
    assert "\x1b[1;31mLamp\x1b[0m" in screen("search", "lamp")
    leeks, piece = screen("search", "lantern").splitlines()
    assert "Leeks" in leeks
    assert "\x1b[1;31mLantern" in piece
    assert _CODE.sub("", piece).startswith("    …")


def test_papers_that_only_come_near_stand_under_a_line_that_says_so(screen: Screen) -> None:
    assert _CODE.sub("", screen("search", "lamp rain")).startswith("No paper has all these words: the nearest one.\n")


def test_a_list_shows_its_sections_and_remarks(screen: Screen) -> None:
    lines = _CODE.sub("", screen("list", "show", "Edge")).splitlines()
    assert (lines[:2], lines[-1]) == (["", "Light"], "       first of all")
    assert lines[2].startswith("1. 2401.00001")


def test_all_of_a_paper_is_shown_in_wrapped_lines(screen: Screen, three: Reader) -> None:
    """The same words as elsewhere."""
    screen.size(50, 90)
    assert _CODE.sub("", screen("show", "2401.00002")).split() == three("show", "2401.00002").out.split()


def test_a_long_id_is_shown_by_a_beginning_that_names_its_paper(three: Reader) -> None:
    """As short as may be; where another id begins so, longer; where it is short, whole."""
    ids = ["2401.00001", "a-study-of-lamps-0123456789", "a-study-of-leeks-0123456789", "zebra-crossings-12345", "z"]
    lines = PaperLines(Look(80, 24, False, True), [], ids)
    assert [lines.short_id(id) for id in ids] == [
        "2401.00001", "a-study-of-la", "a-study-of-le", "zebra-crossi", "z",
    ]  # fmt: skip
    three("import", "-", "--format", "jsonl", stdin='{"title": "Of Radishes and Their Roots"}\n')
    (long,) = (id for id in three("search", "--ids").lines if len(id) > WHOLE)
    short = PaperLines(Look(80, 24, False, True), [], three("search", "--ids").lines).short_id(long)
    assert (len(short), three("show", short, "--json").json["id"]) == (SHORTEST, long)


def test_an_id_that_stays_long_moves_its_own_title_only() -> None:
    """Its line is as wide as the others."""
    ids = [f"of-one-and-the-same-title-{end}" for end in ("aa", "bb")]
    papers = [Paper(ids[0], "One " * 30), Paper("2401.00001", "Two " * 30)]
    shown = PaperLines(Look(70, 24, False, True), papers, [*ids, "2401.00001"])
    one, two = (Look(70, 24, False, True).painted(shown.line(paper)) for paper in papers)
    assert (one.index("One"), two.index("Two")) == (len(ids[0]) - 1 + 5, 10 + 5)
    assert max(len(one), len(two)) <= 70


@pytest.mark.parametrize("width", [40, 50, 80, 120])
def test_an_id_that_stays_long_makes_no_row_wider_than_the_terminal(width: int) -> None:
    """Two copies of a paper, whose ids differ at their end only; there is room for some of the title."""
    ids = ["kurtail-kurtosis-based-llm-quantization", "kurtail-kurtosis-based-llm-quantization-3"]
    papers = [Paper(id, "KurTail: Kurtosis-based LLM Quantization", authors=("Ada Vale",)) for id in (*ids, "2401.1")]
    for lead in (0, 3):
        lines = PaperLines(Look(width, 24, False, True), papers, [paper.id for paper in papers], lead)
        rows = ["".join(text for text, _ in lines.line(paper)) for paper in papers]
        assert max(map(cells, rows)) <= width - lead
        assert all("KurTail" in row for row in rows)


@pytest.mark.parametrize("width", [30, 40, 80])
def test_two_papers_that_may_be_one_stand_in_the_width_and_their_ids_are_not_alike(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    """Their ids begin alike, as they are made of one title: what is cut of one is its midst."""
    title = "Lamps, Wicks and Oil: A Long Study of Long Nights and How to Light Them"
    rows = [{"title": title, "abstract": text} for text in ("Oil burns all night.", "Sheep are shorn in the spring.")]
    reader("import", "-", "--format", "jsonl", stdin="".join(json.dumps(row) + "\n" for row in rows))
    screen = Screen(reader, monkeypatch)
    screen.size(width, 60)
    left, right, reason = _CODE.sub("", screen("duplicates")).splitlines()
    assert max(map(cells, (left, right, reason))) <= width
    assert left.split()[0] != right.split()[0]
    assert reason.startswith("    equal")


def test_no_text_steers_the_terminal() -> None:
    """Nor one that came past the border."""
    shown = Look(80, 24, True, True).painted([("a\x1b]0;OWNED\x07b\nc\u202e", "tag")])
    assert shown == "\x1b[36mab c\x1b[0m"


def test_a_terminal_that_knows_no_signs_gets_others(monkeypatch: pytest.MonkeyPatch) -> None:
    class Old:
        encoding = "iso-8859-1"

        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdout", Old())
    old = look()
    assert old is not None
    assert old._replace(colour=False).painted([("★◐…", "star")]) == "*~~"


def test_letters_that_a_terminal_lacks_are_measured_as_they_stand_there() -> None:
    """By their numbers, which are longer, and what matched is marked where it stands then."""
    old = Look(60, 24, False, False, "iso-8859-1")
    paper = Paper(
        "a", "Lamps of \u5ead and Wicks, a Study of Light\u2026", "", ("\u0141ukasz H.",), tags=("\u5ead" * 9,)
    )
    lines = PaperLines(old, [paper], ["a"])
    title = paper.title
    rows = [lines.line(paper, {"title": ((11, 14),)}), lines.beneath(title * 3, spans=((9, 10),))]
    rows += wrapped([(title * 3, "")], old, 4)
    for row in rows:
        shown = old.painted(row)
        assert shown.encode("iso-8859-1")
        assert cells(shown) <= 60
    assert [text for row in rows for text, style in row if style == "match"] == ["and", "\\u5ead"]


def test_what_is_longer_than_the_screen_goes_through_the_pager(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its colours. What fits is printed as it is, and so is all where no pager is wanted or can be run."""
    seen = tmp_path / "seen"
    monkeypatch.setenv("PAGER", f"tee {seen}")
    screen.size(80, 4)
    assert screen("search", "lamp") != ""
    assert not seen.exists()
    screen.size(80, 3)
    assert screen("search") == ""
    assert len(seen.read_text("utf-8").splitlines()) == 3
    assert "\x1b[" in seen.read_text("utf-8")
    seen.unlink()
    for none in ("", "cat", "no-such-pager-anywhere", "'half"):
        monkeypatch.setenv("PAGER", none)
        assert len(screen("search").splitlines()) == 3
    monkeypatch.setenv("PAGER", f"tee {seen}")
    monkeypatch.setenv("TERM", "dumb")
    assert len(screen("search").splitlines()) == 3
    assert not seen.exists()


def test_a_pager_that_is_left_before_the_end_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGER", "true")
    assert page_through("x\n" * 200_000) == 0
    monkeypatch.setenv("PAGER", "sh -c 'kill -INT $$'")
    assert page_through("x\n") == 0


def test_a_pager_that_fails_fails_the_command(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody saw the answer; one that cannot be run at all is done without."""
    screen.size(80, 2)
    monkeypatch.setenv("PAGER", "no-such-pager")
    assert "Leeks" in screen("search")
    monkeypatch.setenv("PAGER", "sh -c 'exit 3'")
    failed = screen.answer("search")
    assert (failed.status, failed.err) == (1, "reader: The pager ended with 3; PAGER= shows the answer without one.\n")


def test_which_pager_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    """`less` where none is named and there is one."""
    monkeypatch.delenv("PAGER", raising=False)
    monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}")
    assert pager_command() == ["less"]
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert pager_command() == []
    monkeypatch.setenv("PAGER", "most -s")
    assert pager_command() == ["most", "-s"]


def test_a_program_whose_path_has_blanks_is_one_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Windows has them; there a backslash parts the folders, and quotes hold a path together."""
    program = tmp_path / "My Editor.exe"
    program.touch()
    assert command_in(f" {program} ", "EDITOR") == [str(program)]
    assert command_in("vi -u 'a b'", "EDITOR") == ["vi", "-u", "a b"]
    with pytest.raises(ValueError, match=r"^\$EDITOR is not a command that can be read: no closing quotation\.$"):
        command_in("vi 'a", "EDITOR")
    monkeypatch.setattr("sys.platform", "win32")
    assert command_in(r'"C:\Program Files\Vim\gvim.exe" -f', "EDITOR") == [r"C:\Program Files\Vim\gvim.exe", "-f"]
    assert command_in(r"C:\vim\vim.exe", "EDITOR") == [r"C:\vim\vim.exe"]
