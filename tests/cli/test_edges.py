"""The command line at its edges: no terminal, a full disk, smart lists, exports that come back among other sources."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reader.cli.main import main
from reader.commands.bindings import remapped
from reader.query import SORTS
from reader.settings import read_settings
from tests.cli.test_cli import page
from tests.support.cli import Reader
from tests.support.laws import is_long


@pytest.fixture
def two(reader: Reader, tmp_path: Path) -> Reader:
    """A library of two papers that begin alike."""
    reader("import", page(tmp_path, "FlatQuant: Flatness Matters", "Flat Minima and Where to Find Them"))
    return reader


def run(
    reader: Reader, *arguments: str, stdout: object = subprocess.PIPE, stderr: object = subprocess.PIPE
) -> tuple[int, str]:
    """Exit status and standard error of a process of its own."""
    call = [sys.executable, "-m", "reader", "--library", str(reader.folder), *arguments]
    done = subprocess.run(
        call, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr, text=True, check=False  # type: ignore[call-overload]
    )  # fmt: skip
    return done.returncode, done.stderr


def test_the_interface_refuses_where_there_is_no_terminal(two: Reader, fixtures: Path) -> None:
    """One sentence at once, and `open` imports nothing before it."""
    assert two(check=False).status == 1
    answer = two("open", str(fixtures), check=False)
    assert (answer.status, answer.out) == (1, "")
    assert "needs a terminal" in answer.err
    assert len(two("search", "--ids").lines) == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("arguments", [("search", "--json"), ("show", "nope", "--json"), ("search",)])
def test_a_full_disk_behind_standard_output_is_one_sentence(two: Reader, arguments: tuple[str, ...]) -> None:
    """Also where the answer, or the error, would be JSON."""
    with open("/dev/full", "w") as full:
        status, said = run(two, *arguments, stdout=full)
    assert status == 1
    assert said == "reader: The output could not be written: No space left on device.\n"


def test_a_reader_that_stops_reading_is_no_error(two: Reader, tmp_path: Path) -> None:
    """`reader export | head -1` ends with 0 and says nothing."""
    two("note", "flatquant", "--set", "long " * 30_000)
    out, into = os.pipe()
    os.close(out)
    status, said = run(two, "export", "--format", "jsonl", stdout=into)
    os.close(into)
    assert (status, said) == (0, "")


def test_an_ambiguous_name_lists_its_candidates_in_json_too(two: Reader) -> None:
    """Scripts can choose among them; the one with that citation key is the likeliest."""
    error = two("show", "flat", "--json", check=False).json["error"]
    assert error["kind"] == "unknown-paper"
    assert [found["title"] for found in error["candidates"]] == [
        "Flat Minima and Where to Find Them",
        "FlatQuant: Flatness Matters",
    ]


BIB = """@article{Vale:2001, title={Of Lamps}, author={Vale, Ada}, year=2001}
@article{, title={Of Mazes and Their Walls}, author={Lind, Bo}, year=2003}
"""


def test_a_paper_is_named_by_its_citation_key_wherever_one_is_named(reader: Reader) -> None:
    """By the key with which it came, and by that of an export; several are read from standard input."""
    reader("import", "-", stdin=BIB)
    reader("star", "Vale:2001")
    reader("list", "add", "L", "lind2003mazes", "Vale:2001")
    reader("list", "move", "L", "Vale:2001", "1")
    reader("note", "lind2003mazes", "--set", "walls")
    shown = reader("list", "show", "L", "--json").json["papers"]
    assert [(paper["title"], paper["starred"], paper["note"]) for paper in shown] == [
        ("Of Lamps", True, ""), ("Of Mazes and Their Walls", False, "walls"),
    ]  # fmt: skip
    reader("tag", "-", "--add", "bib", stdin="Vale:2001\n\nlind2003mazes\n")
    assert reader("tags", "--json").json == [{"tag": "bib", "papers": 2}]
    for call in (("show",), ("link",), ("note", "--set", "wet"), ("edit", "--set", "year=1999"), ("list", "move", "L")):
        one = (*call, "-", *(["2"] if call[0] == "list" else []))
        assert reader(*one, check=False, stdin="Vale:2001\nlind2003mazes\n").status == 2
        assert reader(*one, check=False, stdin="").err.endswith("names no paper: there is nothing to do.\n")
        assert reader(*one, check=False, stdin="Vale:2001\n").status == (1 if call[0] == "link" else 0)
    assert reader("note", "-", "--file", "-", check=False, stdin="Vale:2001\n").status == 2
    assert reader("show", "Vale:2001", "--json").json["note"] == "wet"
    assert reader("duplicates", "different", "-", "-", check=False, stdin="Vale:2001\n").status == 2
    for nothing in ("", " \n\n"):
        answer = reader("tag", "-", "--add", "none", stdin=nothing)
        assert (answer.out, answer.err) == ("", "Standard input names no paper: there is nothing to do.\n")
    assert reader("tags", "--json").json == [{"tag": "bib", "papers": 2}]
    answer = reader("star", "lind2003", check=False)
    assert (answer.status, answer.err.count("Of Mazes and Their Walls")) == (1, 1)
    assert [answer["paper"]["title"] for answer in reader.batch({"op": "show", "paper": "Vale:2001"})] == ["Of Lamps"]


def test_keys_are_made_by_the_pattern_of_the_settings(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In every format and whatever goes out with a paper; a key that came in stays."""
    reader("import", "-", stdin=BIB)
    config = tmp_path / "config.toml"
    config.write_text('citation_key = "{auth:capitalize}_{shortyear}"\n', encoding="utf-8")
    monkeypatch.setenv("READER_CONFIG", str(config))
    for query in ((), ("mazes",)):
        assert "@article{Lind_03," in reader("export", *query, "--format", "bibtex").out
        assert "ID  - Lind_03\n" in reader("export", *query, "--format", "ris").out
        assert '"id": "Lind_03"' in reader("export", *query, "--format", "csl-json").out
    assert "@article{Vale:2001," in reader("export", "--format", "bibtex").out
    assert "Key:       Lind_03\n" in reader("show", "Lind_03").out


def test_nothing_goes_out_under_keys_that_the_settings_do_not_say_rightly(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong pattern is said; what needs no key goes on."""
    reader("import", "-", stdin=BIB)
    config = tmp_path / "config.toml"
    config.write_text('citation_key = "{auth}{yaer}"\n', encoding="utf-8")
    monkeypatch.setenv("READER_CONFIG", str(config))
    why = f"{config}: citation_key: there is no field '{{yaer}}'; did you mean 'year'?"
    answer = reader("export", "--format", "bibtex", check=False)
    assert (answer.status, answer.out) == (1, "")
    assert answer.err.count(why) == 1
    assert "Of Lamps" in reader("export", "--format", "csv").out
    assert "Key:       Vale:2001\n" in reader("show", "Vale:2001").out
    assert "Key:" not in reader("show", "of-mazes").out
    assert reader("star", "lind2003mazes", check=False).status == 1


def test_an_import_does_not_go_onto_a_smart_list(two: Reader, tmp_path: Path) -> None:
    """Its query decides what is in it; the same holds for a dry run and for lists that records come with."""
    two("list", "new", "Starred", "--query", "is:starred")
    for more in ((), ("--dry-run",)):
        answer = two("import", page(tmp_path, "Mamba"), "--list", "starred", *more, check=False)
        assert answer.status == 1
        assert "smart list" in answer.err
    two("import", "-", "--format", "jsonl", stdin='{"title": "Mamba: Linear Time", "lists": ["Starred", "Mine"]}\n')
    assert two("show", "mamba", "--json").json["lists"] == ["Mine"]


def test_batch_answers_what_cannot_be_imported(two: Reader) -> None:
    """An unknown format and Markdown that is not ours are refusals; the next request is read."""
    refusals = two.batch(
        {"op": "import", "text": "x", "format": "zork"},
        {"op": "import", "text": "# x", "format": "markdown"},
        {"op": "tag", "query": "flat", "papers": ["flatquant"], "add": ["x"]},
        {"op": "count"},
    )
    assert [answer["ok"] for answer in refusals] == [False, False, False, True]
    assert refusals[0]["error"]["kind"] == "usage"


def test_batch_takes_an_export_back(two: Reader) -> None:
    """As `import` does: a tag written into the text of an export is a tag in the library."""
    text = two("export", "--style", "tasks").out
    assert "- [ ]" in text
    answer = two.batch({"op": "import", "text": text.replace("- [ ]", "- [x]", 1)})[0]
    assert answer["totals"]["updated"] == 1
    assert len(two("search", "is:read", "--ids").lines) == 1


def test_batch_shows_what_a_smart_list_holds(two: Reader) -> None:
    """Its papers are those that its query finds now."""
    two("star", "flatquant")
    two("list", "new", "Starred", "--query", "is:starred")
    starred = two("search", "--ids", "is:starred").lines
    assert two.batch({"op": "list"})[0]["lists"] == [
        {"name": "Starred", "papers": starred, "read": 0, "query": "is:starred", "description": "", "sections": []}
    ]


def test_an_export_that_cannot_be_read_spoils_no_other_source(two: Reader, tmp_path: Path) -> None:
    """The others are imported, the report names both, and the exit status is 1."""
    bad = tmp_path / "bad.md"
    bad.write_text("# Mine\n\nNothing of Reader's.\n", encoding="utf-8")
    good = tmp_path / "good.md"
    good.write_text(two("export").out, encoding="utf-8")
    answer = two("import", str(bad), str(good), "--format", "markdown", "--json", check=False)
    assert answer.status == 1
    assert [len(source["problems"]) for source in answer.json["sources"]] == [1, 0]


def test_a_wrong_sort_is_wrong_usage(two: Reader) -> None:
    """Exit 2, with the keys that there are."""
    answer = two("search", "flat", "--sort", "size", check=False)
    assert (answer.status, ", ".join(SORTS) in answer.err) == (2, True)


def test_the_readmes_settings_are_settings(tmp_path: Path) -> None:
    """The example in the README is read, and the command whose key it changes exists."""
    text = (Path(__file__).parent.parent.parent / "README.md").read_text(encoding="utf-8")
    example = text.partition("```toml\n")[2].partition("```")[0]
    path = tmp_path / "config.toml"
    path.write_text(example, encoding="utf-8")
    settings = read_settings(path)
    assert settings.problems == remapped(settings.keys)[1] == ()


SETTINGS = 'colour = 1\ntheme = 3\n[keys]\n"paper.fly" = "z"\nquit = "j"\nsearch = "j"\n'


def test_every_command_goes_on_with_the_settings_that_are_right_and_says_the_others(
    two: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence for each wrong one, on standard error; what was asked for is done."""
    config = tmp_path / "config.toml"
    config.write_text(SETTINGS, encoding="utf-8")
    monkeypatch.setenv("READER_CONFIG", str(config))
    answer = two("search", "flat", "--ids")
    assert len(answer.lines) == 2
    assert [line.partition(";")[0].removeprefix(str(config)) for line in answer.err.splitlines()] == [
        ": there is no setting 'colour'",
        ": theme must be text.",
        ", line 4: keys.paper.fly: there is no such command",
        ", line 6: keys.search: 'j' is given to 'quit' already",
    ]


@pytest.mark.parametrize("text", ["library = 3\n", "library = \n", None])
def test_a_library_that_the_settings_do_not_name_rightly_is_not_guessed(
    text: str | None, two: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without its name nothing is done; where the call names one, it goes on with that."""
    config = tmp_path / "config.toml"
    if text is not None:
        config.write_text(text, encoding="utf-8")
    monkeypatch.setenv("READER_CONFIG", str(config))
    with pytest.raises(SystemExit) as ended:
        main(["search", "flat"])
    assert ended.value.code == 1
    assert "It is not known which library is meant; name it with --library DIR." in capsys.readouterr().err
    assert len(two("search", "flat", "--ids").lines) == 2
    monkeypatch.setenv("READER_LIBRARY", str(two.folder))
    with pytest.raises(SystemExit) as ended:
        main(["search", "flat"])
    assert ended.value.code == 0


def test_the_environment_names_the_library_before_the_settings_do(
    two: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """--library, $READER_LIBRARY, the settings: the first of them that names one."""
    config = tmp_path / "config.toml"
    config.write_text(f"library = {str(tmp_path / 'settled')!r}\n", encoding="utf-8")
    monkeypatch.setenv("READER_CONFIG", str(config))
    monkeypatch.setenv("READER_LIBRARY", str(two.folder))
    capsys.readouterr()
    with pytest.raises(SystemExit):
        main(["search", "--ids"])
    assert len(capsys.readouterr().out.splitlines()) == 2
    assert not (tmp_path / "settled").exists()


@pytest.mark.parametrize("variable", ["READER_LIBRARY", "READER_CONFIG", "-o", "library"])
def test_a_home_that_nobody_has_is_no_path(
    variable: str, two: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wherever a path may begin with the home of somebody."""
    if variable == "library":
        (tmp_path / "config.toml").write_text('library = "~no-such-user/x"', encoding="utf-8")
        monkeypatch.setenv("READER_CONFIG", str(tmp_path / "config.toml"))
    elif variable == "-o":
        monkeypatch.setenv("READER_LIBRARY", str(two.folder))
    else:
        monkeypatch.setenv(variable, "~no-such-user/x")
    with pytest.raises(SystemExit) as ended:
        main(["export", "-o", "~no-such-user/x"])
    assert ended.value.code == 1
    wrong = "'~no-such-user/x' is no path: there is no such home.\n"
    if variable == "library":
        # As any setting that is wrong, and `config check` says it too.
        unknown = "reader: It is not known which library is meant; name it with --library DIR.\n"
        assert capsys.readouterr().err == f"{tmp_path / 'config.toml'}: library: {wrong}{unknown}"
    else:
        assert capsys.readouterr().err == f"reader: {wrong}"


def test_a_user_without_a_home_is_told_what_to_set(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A number that no list of users knows, as containers have it."""

    def unknown(*_: object, **__: object) -> str:
        raise RuntimeError("could not determine the home directory")

    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.delenv("HOME")
    monkeypatch.setattr("platformdirs.user_data_dir", unknown)
    with pytest.raises(SystemExit) as ended:
        main(["search"])
    assert ended.value.code == 1
    assert capsys.readouterr().err == (
        "reader: This user has no home folder; set HOME, or XDG_DATA_HOME to an absolute path.\n"
    )


@pytest.mark.parametrize(
    "arguments",
    [("csv", "--style", "table"), ("obsidian", "--style", "list"), ("bibtex", "--title", "Mine"),
     ("jsonl", "--abstracts"), ("ris", "--group", "tag"), ("csv", "--front-matter")],
)  # fmt: skip
def test_an_option_that_a_format_has_no_use_for_is_refused(two: Reader, arguments: tuple[str, ...]) -> None:
    answer = two("export", "--format", *arguments, check=False)
    assert (answer.status, answer.out) == (2, "")
    assert f"{arguments[1]} goes with --format markdown" in answer.err


def test_a_dry_run_says_what_would_get_a_tag_and_join_a_list(two: Reader, tmp_path: Path) -> None:
    path = page(tmp_path, "FlatQuant: Flatness Matters", "Something New about Curvature")
    known = two("search", "FlatQuant", "--ids").lines[0]
    two("tag", known, "--add", "Flat")
    said = two("import", path, "--dry-run", "--tag", "flat", "--tag", "new", "--list", "Edge").err
    for sentence in (
        "1 paper would get the tag 'Flat'.", "2 papers would get the tag 'new'.",
        "2 papers would join the new list 'Edge'.",
    ):  # fmt: skip
        assert sentence in said
    two("list", "add", "Edge", known)
    assert "1 paper would join the list 'Edge'." in two("import", path, "--dry-run", "--list", "edge").err


@pytest.mark.skipif(os.name == "nt", reason="links take a right there that few have")
@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "--json"), ("search", "flat"), ("stats",), ("show", "nope"), ("star", "nope"), ("export", "*"),
        ("undo",), ("next", "--json"),
    ],
)  # fmt: skip
def test_a_library_of_which_nothing_can_be_read_is_not_taken_for_an_empty_one(
    two: Reader, arguments: tuple[str, ...]
) -> None:
    journals = two.folder / "journal"
    journals.rename(two.folder / "elsewhere")
    journals.symlink_to("journal")
    answer = two(*arguments, check=False)
    assert answer.status == 1
    sentence = f"The library '{two.folder}' cannot be read: its links go round in a circle."
    if "--json" in arguments:
        assert (answer.json, answer.err) == ({"error": {"message": sentence, "kind": "store"}}, "")
    else:
        assert (answer.out, answer.err) == ("", f"reader: {sentence}\n")
    answer = two("batch", stdin='\ufeff{"op": "count", "id": 7}\n\n{"op": "search"}\n[\n', check=False)
    refusal = {"ok": False, "error": {"message": sentence, "kind": "store"}}
    assert [json.loads(line) for line in answer.lines] == [{"id": 7, **refusal}, refusal, refusal]
    assert (answer.status, answer.err) == (1, f"reader: {sentence}\n")
    journals.unlink()
    (two.folder / "elsewhere").rename(journals)
    assert len(two("search", "--ids").lines) == 2


@pytest.mark.parametrize("query", ["\x1b[31m*", "tag:rl\u200b", "tag:rl\0", "tag:rl\x1f", "\u200b"])
def test_a_query_is_judged_as_it_was_typed_wherever_it_is_given(reader: Reader, query: str) -> None:
    """Not as it is kept: by a smart list and by what changes papers, from the shell as well as in a batch."""
    reader.take({"2401.00001": "Of Lamps"})
    reader("tag", "2401.00001", "--add", "rl")
    requests = [
        {"op": "list", "action": "new", "name": "Smart", "query": query},
        {"op": "remove", "query": query},
        {"op": "export", "query": query},
    ]
    for answer in reader.batch(*requests):
        assert answer["error"]["kind"] == "usage", answer
    if "\0" not in query:
        assert reader("list", "new", "Smart", "--query", query, check=False).status == 2
    assert reader("search", "--ids").lines == ["2401.00001"]
    assert reader("list", "--json").json == []


@pytest.mark.long
def test_a_very_long_name_is_answered_in_a_sentence(reader: Reader) -> None:
    """Whatever takes it: a paper, a list, a word of few, a field, a query, a path, a tag. In a usual run it is one word
    or many, in a long one also signs alone."""
    reader.take({"2405.00001": "Heaps"})
    for long in ("a" * 4_999, "wo " * 1_666, *["#" * 4_999, "😀" * 4_999] * is_long()):
        asked: list[dict[str, object]] = [
            {"op": long}, {"op": "list", "action": long}, {"op": "show", "paper": long}, {"op": "list", "name": long},
            {"op": "mark", "status": long, "papers": "2405.00001"}, {"op": "search", "fields": long},
            {long: 1, "op": "count"},
            {"op": "star", "query": long}, {"op": "search", "sort": long}, {"op": "export", "path": f"{long}.md"},
            {"op": "tag", "papers": "2405.00001", "add": long}, {"op": "undo", "step": long},
            {"op": "help", "ops": long},
            {"op": "list", "action": "new", "name": long}, {"op": "edit", "paper": "2405.00001", "set": {long: "x"}},
        ]  # fmt: skip
        answers = reader.batch(*asked)
        assert [answer["ok"] for answer in answers] == [False] * len(asked), long[:9]
        assert [asked[at] for at, answer in enumerate(answers) if len(answer["error"]["message"]) > 800] == []
        assert [len(note) for answer in answers for note in answer.get("notes", []) if len(note) > 400] == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_what_a_full_disk_does_not_take_is_told_however_long_it_is_and_changes_no_other_status(two: Reader) -> None:
    """An answer that is longer than the buffer behind it is lost with the first flush; full errors are nobody's."""
    ids = two("search", "--ids").lines
    two("note", ids[0], "--set", "long " * 800)
    assert 4_096 < len(two("export").out) < 8_192
    with open("/dev/full", "w") as full:
        assert run(two, "export", stdout=full) == (
            1, "reader: The output could not be written: No space left on device.\n",
        )  # fmt: skip
        for call, status in ((("tag", ids[0], "--add", "x"), 0), (("undo", "999"), 1), (("nope",), 2)):
            assert run(two, *call, stdout=subprocess.DEVNULL, stderr=full)[0] == status
    assert two("search", "#x", "--ids").lines == ids[:1]
