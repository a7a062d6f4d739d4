"""The command line: what it prints, what it changes, how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.cli import Reader

PAGE = """new

Get trending papers in your email inbox!

Subscribe

byAK and the research community

Mar 12

{}
"""
WORDS = (
    "We present a method and evaluate it on several benchmarks, where it is better than what was there before by a "
    "margin that readers would notice. " * 4
)


def page(folder: Path, *titles: str, name: str = "page.txt") -> str:
    """A page of papers in the spaced layout; each abstract names its paper's title."""
    parts = [part for title in titles for part in (title, f"{WORDS}This one is about {title}.")]
    path = folder / name
    path.write_text(PAGE.format("\n\n".join(parts)), encoding="utf-8")
    return str(path)


@pytest.fixture
def three(reader: Reader, tmp_path: Path) -> Reader:
    """A library of three papers."""
    reader("import", page(tmp_path, "FlatQuant: Flatness Matters", "Mamba: Linear-Time Sequences", "On Tokens, Time"))
    return reader


def ids(reader: Reader) -> list[str]:
    """The ids of all papers in the library's order."""
    return reader("search", "--ids").lines


def test_an_import_says_what_came_of_it(reader: Reader, tmp_path: Path) -> None:
    """Counts as JSON and as a sentence; importing again changes nothing."""
    path = page(tmp_path, "FlatQuant: Flatness Matters", "Mamba: Linear-Time Sequences")
    first = reader("import", path, "--json").json
    assert first["totals"] == {"new": 2, "updated": 0, "unchanged": 0, "problems": 0}
    assert first["sources"][0]["format"] == "hf-page"
    assert "2 known already" in reader("import", path).err
    assert len(reader("history").lines) == 1


def test_tag_and_list_of_an_import_go_to_all_its_papers(three: Reader, tmp_path: Path) -> None:
    """Known papers too; one undo takes it all back."""
    path = page(tmp_path, "On Tokens, Time", "A Fourth Paper Arrives", name="more.txt")
    three("import", path, "--tag", "march", "--list", "March")
    assert three("search", "#march", "--ids").lines == three("search", 'list:"March"', "--ids").lines
    assert len(three("search", "#march", "--ids").lines) == 2
    three("undo")
    assert len(ids(three)) == 3
    assert three("tags").out == ""


def test_a_dry_run_changes_nothing(reader: Reader, tmp_path: Path) -> None:
    """It says what would happen."""
    assert "2 new" in reader("import", "--dry-run", page(tmp_path, "One Paper of Two", "Two Papers of Two")).err
    assert ids(reader) == []


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "no-such"),
        (b"", "empty"),
        (bytes(range(256)) * 30, "binary"),
        (b"%PDF-1.7\n\x00\x01", "PDF"),
        (PAGE.format("").encode(), "No papers"),
        (b"<!doctype html><html><body>x</body></html>", "HTML"),
    ],
)
def test_a_bad_source_is_one_sentence_and_exit_1(
    three: Reader, tmp_path: Path, content: bytes | None, reason: str
) -> None:
    """The file and the reason are named, and the library is untouched."""
    path = tmp_path / "no-such.txt"
    if content is not None:
        path.write_bytes(content)
    before = (three.folder / "catalogue.json").read_bytes()
    answer = three("import", str(path), check=False)
    assert answer.status == 1
    assert reason.lower() in answer.err.lower()
    assert "no-such.txt" in answer.err
    assert answer.err.count("\n") == 1
    assert (three.folder / "catalogue.json").read_bytes() == before


def test_one_bad_source_among_good_ones_fails_and_the_good_are_imported(reader: Reader, tmp_path: Path) -> None:
    """Exit 1 says that a source gave nothing; what the others gave is there."""
    answer = reader("import", page(tmp_path, "The Only Good Paper Here"), str(tmp_path / "nope.txt"), check=False)
    assert answer.status == 1
    assert "nope.txt" in answer.err
    assert len(ids(reader)) == 1


def test_strict_makes_a_problem_a_failure(reader: Reader, tmp_path: Path) -> None:
    """Without it a dangling title is only reported."""
    path = Path(page(tmp_path, "A Whole Paper With Abstract"))
    path.write_text(path.read_text() + "\nA Dangling Title Without Anything\n")
    assert reader("import", str(path)).err.count("Dangling") == 1
    assert reader("import", "--strict", str(path), check=False).status == 1


def test_search_finds_with_a_typo_and_says_where(three: Reader) -> None:
    """Score and matches are in the JSON, in characters of the text."""
    (found,) = three("search", "--json", "flatqunat").json
    assert found["title"] == "FlatQuant: Flatness Matters"
    assert 0 < found["score"] <= 100
    ((start, end),) = found["matches"]["title"][:1]
    assert found["title"][start:end] == "FlatQuant"


def test_a_leading_minus_excludes_and_is_no_option(three: Reader) -> None:
    """As in the interface; options still work before, between and after the words."""
    assert len(three("search", "-mamba", "--ids").lines) == 2
    assert len(three("search", "--ids", "-title:mamba", "--limit=1", "is:unread").lines) == 1
    assert "Mamba" not in three("export", "*", "-title:mamba", "--style", "list").out
    assert three("search", "--nonsense", check=False).status == 2


def test_nothing_found_is_not_an_error(three: Reader) -> None:
    """Exit 0, an empty array, and a word about what was perhaps meant."""
    assert three("search", "--json", "zxqvbn").json == []
    assert "Nothing matches" in three("search", "zxqvbn").err


def test_show_gives_one_object_or_a_page_for_people(three: Reader) -> None:
    """By id, by the start of an id; an unknown name is one sentence."""
    id = ids(three)[0]
    assert three("show", id[:8], "--json").json["id"] == id
    assert "FlatQuant: Flatness Matters" in three("show", id).out
    answer = three("show", "nope", "--json", check=False)
    assert (answer.status, answer.json["error"]["kind"]) == (1, "unknown-paper")


def test_an_ambiguous_name_lists_the_candidates(reader: Reader, tmp_path: Path) -> None:
    """Exit 1 with ids and titles."""
    reader("import", page(tmp_path, "Twin Papers of One Kind", "Twin Papers of Another Kind"))
    answer = reader("show", "twin", check=False)
    assert answer.status == 1
    assert answer.err.count("Twin Papers of") == 2


def test_the_journey_on_the_command_line_alone(three: Reader, tmp_path: Path) -> None:
    """Search, tag, star, note, list, mark, next, undo, redo; each prints a sentence and is durable."""
    a, b, c = ids(three)
    three("tag", a, b, "--add", "edge", "--add", "RL")
    three("star", a)
    note = "zwei | Zeilen\n*ü* bleibt"
    three("note", a, "--set", note)
    three("list", "add", "Edge models", b, a)
    three("mark", "read", b)
    shown = three("show", a, "--json").json
    assert (shown["tags"], shown["starred"]) == (["edge", "RL"], True)
    assert (shown["note"], shown["lists"]) == (note, ["Edge models"])
    assert three("next", "Edge models", "--json").json["id"] == a
    assert three("tags", "--json").json == [{"tag": "edge", "papers": 2}, {"tag": "RL", "papers": 2}]
    assert "   1/2     Edge models" in three("list").lines
    three("undo", "5")
    assert three("show", a, "--json").json["tags"] == []
    three("redo", "5")
    assert three("show", a, "--json").json["note"] == note
    assert c not in three("list", "show", "Edge models").out


def test_papers_are_triaged_by_name_or_by_query_as_one_step(three: Reader) -> None:
    """A dry run lists those that would change and asks for nothing."""
    a, b, c = ids(three)
    tried = three("triage", "queue", "--query", "*", "--dry-run")
    assert ([line.split()[0] for line in tried.lines], tried.err) == (
        [a, b, c], "3 papers would change.\nWithout --dry-run: Queued 3 papers.\n",
    )  # fmt: skip
    assert three("search", "is:inbox", "--ids").lines == [a, b, c]
    three("triage", "queue", a, b)
    assert three("search", "list:Queue", "--ids").lines == [a, b]
    assert three("triage", "inbox", a).err.startswith("Put '")
    assert three("search", "is:inbox", "--ids").lines == [a, c]
    wrong = three("triage", "quue", a, check=False)
    assert (wrong.status, "did you mean 'queue'" in wrong.err) == (2, True)
    three("undo", "2")
    assert three("search", "is:inbox", "--ids").lines == [a, b, c]


def test_a_query_in_place_of_papers_needs_yes_off_a_terminal(three: Reader) -> None:
    """Nothing is changed unasked."""
    answer = three("star", "--query", "is:unread", check=False)
    assert (answer.status, "--yes" in answer.err) == (2, True)
    three("star", "--query", "mamba", "--yes")
    assert len(three("search", "is:starred", "--ids").lines) == 1


def test_removing_needs_yes_and_comes_back(three: Reader) -> None:
    """Removed papers are in the undo history."""
    id = ids(three)[0]
    assert three("remove", id, check=False).status == 2
    three("remove", id, "--yes")
    assert len(ids(three)) == 2
    three("undo")
    assert ids(three)[0] == id


def test_wrong_usage_is_exit_2(three: Reader) -> None:
    """A sentence that points to the help."""
    for call in (["nonsense"], ["mark", "maybe", "x"], ["triage", "quue", "x"], ["search", "--limit", "-1"], ["tag"]):
        answer = three(*call, check=False)
        assert answer.status == 2, call
        assert answer.err.startswith("reader: ")


def test_batch_answers_every_line_in_order(three: Reader) -> None:
    """A bad line is answered and the next one is read."""
    a = ids(three)[0]
    answers = three.batch(
        {"op": "count"},
        {"op": "search", "query": "mamba", "limit": 1},
        {"op": "tag", "papers": [a], "add": ["x"]},
        {"op": "show", "paper": a},
        {"op": "note", "paper": a, "text": "one"},
        {"op": "note", "paper": a, "append": "two"},
        {"op": "star", "query": "mamba", "on": True},
        {"op": "mark", "papers": [a], "status": "reading"},
        {"op": "list", "name": "L", "action": "add", "papers": [a]},
        {"op": "list", "name": "L", "action": "show"},
        {"op": "undo", "steps": 2},
        {"op": "redo"},
        {"op": "mark", "papers": [a], "status": "maybe"},
        {"op": "nope"},
        {"op": "show", "paper": "nobody"},
        {"op": "import", "text": PAGE.format(f"A Paper That Was Sent\n\n{WORDS}")},
        {"op": "count"},
    )
    assert [answer["ok"] for answer in answers] == [True] * 12 + [False] * 3 + [True] * 2
    assert answers[0]["papers"] == 3
    assert answers[1]["papers"][0]["title"].startswith("Mamba")
    assert answers[3]["paper"]["tags"] == ["x"]
    assert answers[9]["papers"][0]["note"] == "one\n\ntwo"
    assert answers[14]["error"]["kind"] == "unknown-paper"
    assert answers[15]["totals"]["new"] == 1
    assert answers[16]["papers"] == 4


def test_batch_refuses_a_stale_note_with_both_texts(three: Reader) -> None:
    """What was written meanwhile is not overwritten."""
    a = ids(three)[0]
    three("note", a, "--set", "theirs")
    (answer,) = three.batch({"op": "note", "paper": a, "text": "mine", "started_from": ""})
    assert answer["error"] == {
        "kind": "note-conflict",
        "message": answer["error"]["message"],
        "stored": "theirs",
        "mine": "mine",
    }


def test_batch_survives_lines_that_are_no_request(three: Reader) -> None:
    """Not JSON, not an object, nested without end, half a letter: each is answered."""
    lines = ["nonsense", "[]", "null", '{"op": 5}', "[" * 100_000, '{"op": "search", "query": "\\ud800"}']
    answers = [json.loads(line) for line in three("batch", stdin="\n".join(lines) + "\n").lines]
    assert [answer["ok"] for answer in answers] == [False] * 6


def test_hostile_text_is_printed_as_text(reader: Reader, tmp_path: Path) -> None:
    """No escape sequence reaches the terminal, markup is shown as it is."""
    reader("import", page(tmp_path, "[bold]x[/] [@click=app.quit]y \x1b]0;OWNED\x07 z", "Plain Paper for Company"))
    out = reader("search").out + reader("show", ids(reader)[0]).out
    assert "\x1b" not in out
    assert "[bold]x[/] [@click=app.quit]y z" in out


def test_a_search_never_loads_the_interface(tmp_path: Path) -> None:
    """Nor what only some formats need."""
    code = (
        "import sys; from reader.cli.main import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "heavy = {'textual', 'rich', 'markdown_it', 'numpy', 'yaml'} & set(sys.modules)\n"
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )
    call = ["--library", str(tmp_path / "x"), "search"]
    done = subprocess.run([sys.executable, "-c", code, *call], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_completion_scripts_are_printed(reader: Reader) -> None:
    """For the three shells."""
    for shell in ("bash", "zsh", "fish"):
        assert "_READER_COMPLETE" in reader("completion", shell).out


def test_every_command_has_help(reader: Reader) -> None:
    """A sentence each."""
    from reader.cli.front import VERBS

    for name in VERBS:
        assert reader(name, "--help").out.count("\n") > 3
