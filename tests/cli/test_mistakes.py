"""Slips of the hand on the command line: nothing is changed, removed, exported or saved by a call that has one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from hypothesis import HealthCheck, example, given

from reader.cli.front import LIBRARY_HELP, VERBS
from reader.cli.main import main
from reader.cli.main import reader as commands
from reader.cli.mistakes import CALLED_ELSEWHERE, OneOf, commands_under
from tests.query.test_understood import hostile
from tests.support.cli import Copies, Reader
from tests.support.grids import crossed
from tests.support.laws import is_long, law

RECORDS = (
    '{"title": "Heaps and Other Trees", "arxiv_id": "2405.00001", "tags": ["trees", "keep"]}\n'
    '{"title": "Caches That Compress", "arxiv_id": "2405.00002", "note": "A remark."}\n'
    '{"title": "Part I: Sorting by Hand", "arxiv_id": "2405.00003"}\n'
)
WRONG = ("is:unred", "", "  ", "tag:", "-tag:", "year:2024-2025", "tga:trees", "-is:read", 'tag:"x', "is:read OR",
         "sort:year", "--is:read", "* not trees", "* －trees", "* -'heaps other'", "* -*", "* -tag﹕trees",
         "title:-heaps", "* -n")  # fmt: skip
NOWHERE = ("* -hepas", "* -title:hepas", "* -tag:tress", "* -starred")
"""Queries that leave nothing out, by a slip."""


def made(reader: Reader) -> None:
    reader("import", "-", stdin=RECORDS)
    reader("list", "add", "Edge models", "2405.00001")
    reader("list", "new", "Starred", "--query", "is:starred")


@pytest.fixture
def shelf(copy_of: Copies) -> Reader:
    """Three papers, an ordinary list and a smart one."""
    return copy_of(made)


def everything(reader: Reader) -> list[Any]:
    """The library as it stands."""
    return [reader.holds(question) for question in ("search", "list", "history")]


EDITS = (
    ("remove",), ("star",), ("star", "--off"), ("mark", "read"), ("triage", "dismiss"),
    ("tag", "--add", "y"), ("tag", "--remove", "keep"),
    ("list", "add", "Edge models"), ("list", "remove", "Edge models"),
    ("list", "section", "put", "Edge models", "x"),
)  # fmt: skip
REQUESTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("remove", {}), ("star", {}), ("mark", {"status": "read"}), ("tag", {"add": ["y"]}),
)  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize(("at", "query"), list(enumerate([*WRONG, *NOWHERE])))
def test_no_edit_is_made_by_a_query_that_is_not_understood(shelf: Reader, at: int, query: str) -> None:
    """Exit 2 and one sentence, whatever the command; the library is as it was.

    Some queries, one of each kind, are given to every command; the others, in a usual run, to some in turn."""
    every = is_long() or query in ("is:unred", "", "* -hepas")
    before = shelf.holds("search"), shelf.holds("list")
    for call in EDITS if every else EDITS[at % 4 :: 4]:
        answer = shelf(*call, f"--query={query}", "--yes", check=False)
        assert (answer.status, answer.out, answer.err.count("\n")) == (2, "", 1), call
    for op, more in REQUESTS if every else REQUESTS[at % 4 :: 4]:
        (reply,) = shelf.batch({"op": op, "query": query, **more})
        assert (reply["ok"], reply.get("error", {}).get("kind")) == (False, "usage"), op
    answer = shelf("list", "new", "Smart", f"--query={query}", check=False)
    assert (answer.status, answer.err.count("\n")) == (2, 1)
    assert (shelf.holds("search"), shelf.holds("list")) == before


@pytest.mark.parametrize("query", [query for query in (*WRONG, *NOWHERE) if query != "--is:read"])
def test_nothing_is_exported_by_a_query_that_is_not_understood(shelf: Reader, tmp_path: Path, query: str) -> None:
    """Exit 2, nothing on standard output, no file."""
    path = tmp_path / "out.md"
    for more in ((), ("-o", str(path))):
        answer = shelf("export", *more, "--", query, check=False)
        assert (answer.status, answer.out) == (2, "")
    assert not path.exists()


def test_the_sentence_names_the_part_and_the_nearest_right_one(shelf: Reader) -> None:
    """For people and for scripts."""
    answer = shelf("remove", "--query", "trees is:stared", "--yes", check=False)
    assert answer.err == "reader: 'is:stared' is no filter value; did you mean 'is:starred'?\n"
    error = shelf("export", "is:stared", "--format", "jsonl", check=False)
    assert "is:starred" in error.err


def test_a_star_takes_all_papers(shelf: Reader) -> None:
    """It says so in a command that takes a query, and alone among the words of a search."""
    shelf("tag", "--query", "* -tag:keep", "--add", "rest", "--yes")
    assert len(shelf("search", "tag:rest", "--ids").lines) == 2
    assert len(shelf("search", "*", "--ids").lines) == len(shelf("export", "*", "--format", "jsonl").lines) == 3
    assert len(shelf("export", "--format", "jsonl").lines) == 3


def test_a_tag_that_nobody_has_finds_nothing_and_is_named(shelf: Reader) -> None:
    """Exit 2 where it looks mistyped, else 1; where it is left out in quotes, the edit is made and the tag is named all
    the same."""
    answer = shelf("star", "--query", "tag:kepe", "--yes", check=False)
    assert (answer.status, "did you mean 'tag:keep'" in answer.err) == (2, True)
    assert shelf("star", "--query", "tag:ke", "--yes", check=False).status == 1, "half a name is no name"
    assert shelf("star", "--query", "* -tag:done", "--yes", check=False).status == 2
    answer = shelf("star", "--query", '* -tag:"done"', "--yes")
    assert "No paper has the tag 'done'" in answer.err
    assert len(shelf("search", "is:starred", "--ids").lines) == 3
    assert shelf("list", "new", "Kept", "--query", "tag:kepe", check=False).status == 2
    assert "'tag:keep'" in shelf("list", "new", "Kept", "--query", 'tag:"kepe"').err


def test_a_list_that_does_not_exist_is_named_and_nothing_is_done(shelf: Reader) -> None:
    """Left out or asked for; a smart list holds no papers of its own."""
    before = everything(shelf)
    for query in ('list:"Edge modles"', '* -list:"Edge modles"'):
        answer = shelf("remove", "--query", query, "--yes", check=False)
        assert (answer.status, "did you mean 'list:\"Edge models\"'?" in answer.err) == (2, True)
    answer = shelf("remove", "--query", "* -list:Starred", "--yes", check=False)
    assert (answer.status, "is:starred" in answer.err) == (2, True)
    assert everything(shelf) == before
    for call in (("list", "delete"), ("next",), ("export", "--list")):
        answer = shelf(*call, "Edge modles", check=False)
        assert (answer.status, "did you mean 'Edge models'?" in answer.err) == (1, True), call
    answer = shelf("tags", "delete", "kepe", "--yes", check=False)
    assert (answer.status, "did you mean 'keep'?" in answer.err) == (1, True)
    assert everything(shelf) == before
    shelf("star", "--query", 'list:"edge models"', "--yes")
    assert len(shelf("search", "is:starred", "--ids").lines) == 1


def test_a_search_says_what_it_left_out(shelf: Reader) -> None:
    """It finds by the rest, and standard output stays data."""
    answer = shelf("search", "heaps is:stared OR", "--json")
    assert len(answer.json) == 1
    assert answer.err == "'is:stared' is no filter value; did you mean 'is:starred'?\n'OR' stands before nothing.\n"
    assert shelf("search", "part I: sorting").err == ""


@pytest.mark.parametrize(
    ("call", "meant"),
    [
        ("search --limt=3", "'--limit'"), ("search --dry-run", "--limit, --sort"),
        ("search --no-color", "--limit, --sort"),
        ("search heaps -n 3", "--limit, --sort"), ("search -l 3 heaps", "'--limit'"), ("search --Json", "'--json'"),
        ("search --json=1", "--json"), ("search -limit=3", "'--limit=3'"), ("search -l=3", "'--limit'"),
        ("search --limit", "needs a value"), ("search --sort --ids", "'--sort'"), ("search --lim 3", "'--limit'"),
        ("search --library x", "before the command"), ("search --limit 1 --limit 2", "twice"),
        ("export --dry-run -o out.md", "--force"), ("export -oout.md heaps", "'-o out.md'"),
        ("export -o", "needs a value"), ("export -force heaps -o out.md", "'--force'"),
        ("export heaps -o --force", "'-o'"), ("export -o= heaps", "'-o '"),
        ("export heaps --output=", "-o"), ("export heaps --template=", "--template"),
        ("export heaps -o --frce", "'--output=--frce'"), ("export heaps -o --", "'-o'"),
        ("export heaps -o -force", "'-o'"),
        ("list section", "add, put, remove, rename"), ("undo -1", "'-1' is no option, and no number"),
        ("export heaps -o -", "standard output"), ("tag 2405.00001 --add --yse", "'--add=--yse'"),
        ("tag 2405.00001 -add", "'--add'"), ("tag 2405.00001 -add=x", "'--add=x'"), ("tag 2405.00001 -a=x", "'-a x'"),
        ("tag 2405.00002 -remove=keep", "'--remove=keep'"), ("note 2405.00001 --set --apend", "'--set=--apend'"),
        ("add --title --year=2020", "'--title=--year=2020'"), ("tag 2405.00001 --add --remove=x", "'--add=--remove=x'"),
        ("tag 2405.00001 --add -rtrees", "'--add=-rtrees'"),
        ("note 2405.00001 --set --append=more", "'--set=--append=more'"), ("note 2405.00001 --set -x", "'--set=-x'"),
        ("list new Kept --description --query=trees", "'--description=--query=trees'"),
        ("list add Kept 2405.00001 --section --nonsense=x", "'--section=--nonsense=x'"),
        ("--dry-run star heaps", "and none of 'reader' itself"),
        ("export --limit 3", "'--limit' is an option of"), ("list show Edge --sort year", "none of 'list show', which"),
        ("search --limit", "See 'reader search --help'"), ("list new X --query", "See 'reader list new --help'"),
        ("serach heaps", "'search'"), ("list shwo", "'show'"), ("list section ad x", "'add'"),
        ("tags renam", "'rename'"),
        ("remove --qurey is:read --yes", "'--query'"), ("remove --query trees --query heaps --yes", "twice"),
        ("tag --query trees --add --yes", "'--add'"), ("import - --list --dry-run", "'--list'"),
        ("--library= remove --query * --yes", "--library"), ("--libary x search", "'--library'"),
        ("--library a --library b search", "twice"), ("-x", "--library"),
        ("mark raed 2405.00001", "'raed' is no status; did you mean 'read'?"), ("mark done 2405.00001", "unread, rea"),
        ("export --format bibtx", "value of '--format'; did you mean 'bibtex'?"),
        ("export --format=BibTeX -o out.bib", "'bibtex'"), ("export --style tabel", "'table'"),
        ("export --group statsu", "'status'"), ("export --show-template lits", "'list'"),
        ("import - --format bibtx", "'bibtex'"), ("completion bsh", "is no shell; did you mean 'bash'?"),
        ("list move Edge 2405.00001 tpo", "'tpo' is no position; did you mean 'top'?"),
        ("list move Edge 2405.00001 ２", "'２' is no position; did you mean '2'?"),
        ("edit 2405.00001 --set kind=foo", "one of article, article-journal, article-magazine, "),
        ("export -o x.docx", "no export ends in '.docx'; say --format markdown if that is meant."),
        ("export -o x.bib.", "say which is meant: --format bibtex or --format markdown."),
        ("search --sort -yaer", "did you mean '-year'?"), ("search --sort colour", "with a leading"),
        ("search -n3", "'NOT n3' leaves out"),
        ("remove --query tag:keep -tag:trees --yes", "the whole query in quotes"),
        ("star --query=tag:keep -#trees --yes", "the whole query in quotes"),
        ("note 2405.00001 --set==x", "did you mean '--set=x'?"), ("tag 2405.00001 --add =x", "'--add=x'"),
        ("note 2405.00001 --set =", "too many"), ("tag 2405.00001 -a==x", "'-a x'"),
        ("edit 2405.00001 --set title==X", "'title=X'"), ("edit 2405.00001 --set venue==", "too many"),
        ("export --output==x.md", "'--output=x.md'"), ("import - --list==Edge", "'--list=Edge'"),
        ("note 2405.00001 --set -", "'--file -' does"), ("note 2405.00001 --append -", "'--file -' does"),
        ("edit 2405.00001 --set abstract=-", "'--file -' does"), ("tag 2405.00001 --add -", "'--add=-'"),
        ("list describe Edge -", "TEXT is not read"), ("list annotate Edge 2405.00001 -", "TEXT is not read"),
        ("list new -", "NAME is not read"), ("list add - 2405.00001", "NAME is not read"),
        ("list rename Edge -", "NEW is not read"), ("tags rename keep -", "NEW is not read"),
        ("list section add Edge -", "HEADING is not read"), ("list new X --description -", "'--description=-'"),
        ("duplicates merge - -", "named twice"),
        ("duplicates different - -", "named twice"), ("import - -", "named twice"), ("tag - - --add x", "named twice"),
    ],
)  # fmt: skip
def test_a_mistyped_option_or_verb_is_exit_2(
    shelf: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, meant: str
) -> None:
    """The nearest right one is named, nothing is done and no file is written."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    before = everything(shelf)
    answer = shelf(*call.split(" "), check=False, stdin=RECORDS)
    assert answer.status == 2
    assert meant in answer.err + answer.out
    assert (answer.err + answer.out).count("\n") == 1
    assert list(here.iterdir()) == []
    assert everything(shelf) == before


def test_what_a_command_is_called_elsewhere_is_no_command_and_the_one_that_is_meant_is() -> None:
    ctx = click.Context(commands)
    calls = {" ".join(path) for path, _ in commands_under(commands, ctx)}
    assert {meant for meant in CALLED_ELSEWHERE.values() if not meant.startswith("--")} <= calls
    assert calls.isdisjoint(CALLED_ELSEWHERE)


def test_every_choice_names_the_nearest() -> None:
    """Whatever command takes it: none is left to what click says by itself."""

    def choices(command: click.Command, ctx: click.Context) -> Iterator[click.Parameter]:
        yield from (param for param in command.params if isinstance(param.type, click.Choice))
        if isinstance(command, click.Group):
            for name in command.list_commands(ctx):
                inner = command.get_command(ctx, name)
                assert inner is not None
                yield from choices(inner, ctx)

    found = list(choices(commands, click.Context(commands)))
    assert len(found) >= 6
    assert all(isinstance(param.type, OneOf) for param in found)


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("x.bib", "--format bibtex or"), ("X.RIS", "--format ris or"), ("x.jsonl", "--format jsonl or"),
        ("x.json", "--format csl-json or --format jsonl or"), ("x.csv", "--format csv or --format markdown."),
    ],
)  # fmt: skip
def test_a_file_name_of_another_format_needs_the_format(
    shelf: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, names: str
) -> None:
    """Neither is Markdown written under that name unasked nor is the format guessed; what is said counts."""
    monkeypatch.chdir(tmp_path)
    answer = shelf("export", "-o", path, check=False)
    assert (answer.status, names in answer.err, answer.err.count("\n"), Path(path).exists()) == (2, True, 1, False)
    shelf("export", "--format", "markdown", "-o", path)
    assert "<!-- reader" in Path(path).read_text(encoding="utf-8")


def test_a_file_name_that_says_nothing_else_is_markdown(
    shelf: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And so is one that a template of the user's writes."""
    monkeypatch.chdir(tmp_path)
    Path("mine.j2").write_text("{{ papers | length }}", encoding="utf-8")
    for call in (("x.md",), ("x.markdown",), ("x.txt",), ("x",), ("x.csv", "--template", "mine.j2")):
        shelf("export", "-o", *call)
        assert Path(call[0]).exists()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("reader remove --query ", ""), ("reader search -n ", ""), ("reader serach ", ""), ("reader --library ", ""),
        ("reader export -o ", ""), ("reader list sh", "show"), ("reader search --li", "--limit"),
        ("reader remove --query x --ye", "--yes"),
    ],
)  # fmt: skip
def test_half_a_call_is_completed_and_no_mistake(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: str, offered: str
) -> None:
    """A shell that asks what may follow hears nothing of an option without its value."""
    monkeypatch.setenv("_READER_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(words.count(" ")))
    with pytest.raises(SystemExit):
        main([])
    out, err = capsys.readouterr()
    assert (offered in out, err) == (True, "")
    assert "There is no" not in out


def test_the_verbs_are_completed_without_loading_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A shell asks at each Tab; zsh shows what each verb does."""
    monkeypatch.setattr("reader.cli.main.import_module", lambda name: pytest.fail(f"{name} is loaded"))
    monkeypatch.setenv("_READER_COMPLETE", "zsh_complete")
    for words, verbs in (("reader ", list(VERBS)), ("reader un", ["undo"]), ("reader --l", ["--library"])):
        monkeypatch.setenv("COMP_WORDS", words)
        monkeypatch.setenv("COMP_CWORD", "1")
        with pytest.raises(SystemExit):
            main([])
        lines = capsys.readouterr().out.splitlines()
        assert lines[1::3] == verbs
        assert lines[2::3] == [VERBS[verb].help if verb in VERBS else LIBRARY_HELP for verb in verbs]


def test_an_empty_folder_is_not_the_usual_library(shelf: Reader, capsys: pytest.CaptureFixture[str]) -> None:
    """`--library ""` (a variable that is not set) would otherwise mean another library than the one that was meant."""
    with pytest.raises(SystemExit) as ended:
        main(["--library", "", "search"])
    assert (ended.value.code, capsys.readouterr().err) == (2, "reader: --library names no folder: it is empty.\n")


def test_a_value_may_begin_with_a_dash(shelf: Reader) -> None:
    """Where it looks like no option, and after "=" whatever it looks like."""
    assert shelf("search", "--sort", "-title", "--ids").lines[0] == "2405.00003"
    shelf("note", "2405.00001", "--set", "-- a remark")
    shelf("note", "2405.00002", "--set=--apend")
    shelf("tag", "2405.00001", "-a-x", "--add=-y")
    assert [paper["note"] for paper in shelf("search", "--json").json] == ["-- a remark", "--apend", ""]
    assert shelf("show", "2405.00001", "--json").json["tags"] == ["-x", "-y", "keep", "trees"]


def test_a_value_may_be_the_letter_of_an_option(shelf: Reader) -> None:
    shelf("tag", "2405.00001", "--add", "a", "-a", "r")
    shelf("note", "2405.00001", "--set", "h")
    (paper,) = [paper for paper in shelf("search", "--json").json if paper["note"] == "h"]
    assert paper["tags"] == ["a", "keep", "r", "trees"]


@pytest.mark.parametrize("text", ["- one", "-one two", "-- a remark", "-\u2026", "-- one=two"])
def test_a_text_that_begins_with_a_dash_goes_behind_two_dashes_and_that_is_said(shelf: Reader, text: str) -> None:
    shelf("list", "new", "L")
    refused = shelf("list", "describe", "L", text, check=False)
    assert (refused.status, "goes behind '--'." in refused.err) == (2, True)
    shelf("list", "describe", "L", "--", text)
    assert shelf("list", "show", "L", "--json").json["description"] == text


def test_a_sign_that_is_none_of_an_option_or_of_standard_input_can_be_given(shelf: Reader) -> None:
    """As the refusals say; an arrow is no slip."""
    shelf("list", "describe", "Edge models", "--", "-")
    shelf("edit", "2405.00001", "--set", "title= =X", "--set", "venue= -")
    shelf("tag", "2405.00001", "--add=-", "--add", " =x")
    shelf("note", "2405.00001", "--set", "=> see")
    paper = shelf("show", "2405.00001", "--json").json
    assert (paper["title"], paper["venue"], paper["note"]) == ("=X", "-", "=> see")
    assert paper["tags"] == ["-", "=x", "keep", "trees"]
    assert shelf("list", "show", "Edge models", "--json").json["description"] == "-"


def test_after_two_dashes_all_are_words(shelf: Reader) -> None:
    """A title that begins with a sign can be looked for, and its paper is handed on; before them `-tag:x` and `-word`
    leave out."""
    assert len(shelf("search", "--", "--heaps").lines) == 1
    assert shelf("search", "--ids", "--", "--heaps", check=False).status == 2
    shelf("add", "--title", "The --heaps of a shell")
    assert len(shelf("search", "--ids", "--", "--heaps of a shell").lines) == 1
    assert len(shelf("search", "--ids", "-tag:keep", "-caches").lines) == 2
    assert shelf("search", "--ids", "-json", "-heaps", check=False).status == 2
    assert len(shelf("search", "--ids", "--", '-"json"', '-"limit"', "-heaps").lines) == 2
    assert len(shelf("export", "--format", "jsonl", "--", "*", "-tag:keep").lines) == 3


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("add", "A Title of Some Words", "—dry-run", "--offline"), "did you mean '--dry-run'?"),
        (("add", "–-offline", "A Title of Some Words"), "did you mean '--offline'?"),
        (("list", "new", "—query=is:starred"), "did you mean '--query=is:starred'?"),
        (("list", "describe", "Edge models", "−−dry-run"), "did you mean '--dry-run'?"),
        (("tag", "2405.00001", "--add", "—remove", "x"), "has no value before '—remove'"),
        (("import", "—dryrun", "fixtures/library.bib"), "did you mean '--dry-run'?"),
        (("list", "new", "Kept", "—qeury=is:starred"), "did you mean '--query=is:starred'?"),
    ],
)
def test_an_option_behind_a_dash_of_another_kind_is_no_text(shelf: Reader, args: tuple[str, ...], says: str) -> None:
    """Editors and pages make one dash of two hyphens."""
    before = everything(shelf)
    answer = shelf(*args, check=False)
    assert (answer.status, says in answer.err) == (2, True)
    assert everything(shelf) == before


def test_a_text_may_begin_with_a_dash_of_another_kind(shelf: Reader) -> None:
    shelf("note", "2405.00001", "--set", "— dry run, he said")
    assert "— dry run, he said" in shelf("show", "2405.00001").out


@pytest.mark.parametrize(
    "value", ["-tag:trees", "-is:read", "-heaps", "is:unread", "tag:trees", "#trees", "*", "tga:trees", "is:raed"]
)
@pytest.mark.parametrize("option", ["-o", "--output", "--title", "--template"])
def test_a_part_of_the_query_is_no_value(
    shelf: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str, value: str
) -> None:
    """An option without its value takes the next word for it, and the query would lose that: nothing is written."""
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    answer = shelf("export", "*", option, value, check=False)
    assert (answer.status, answer.out) == (2, "")
    assert f"'{option}' has no value before '{value}'" in answer.err
    assert sorted(tmp_path.iterdir()) == before


def test_a_value_that_looks_like_a_part_of_a_query_goes_behind_an_equals_sign(
    shelf: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the names that files have need none."""
    monkeypatch.chdir(tmp_path)
    for call in (("--output=-tag:trees",), ("--output=is:unread",), ("-o", "my heaps.md"), ("-o", "./-x.md"),
                 ("-o", "2024-01_x#1.md"), ("-o", "a&b (c).md"),
                 ("--title", "Trees: a list", "-o", "t.md")):  # fmt: skip
        shelf("export", "*", *call)
    assert {path.name for path in tmp_path.iterdir()} >= {
        "-tag:trees", "is:unread", "my heaps.md", "-x.md", "2024-01_x#1.md", "a&b (c).md", "t.md",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "whole"),
    [
        (("*", "-tag:to read"), '* -tag:"to read"'), (("*", "tag:to read"), '* tag:"to read"'),
        (("*", "-#to read"), '* -#"to read"'), (("heaps", "-list:Edge models"), 'heaps -list:"Edge models"'),
        (("*", "-state space"), '* -"state space"'), (("*", "NOT", "state space"), '* NOT "state space"'),
        (("*", "NOT", "tag:to read"), '* NOT tag:"to read"'), (("-tag:to read",), '* -tag:"to read"'),
        (("*", "--", "-tag:to read"), '* -tag:"to read"'), (("-by hand",), '* -"by hand"'),
    ],
)  # fmt: skip
def test_a_name_that_lost_its_quotes_to_the_shell_is_no_two_words(
    shelf: Reader, tmp_path: Path, query: tuple[str, ...], whole: str
) -> None:
    """It would leave out less, or find others: it is refused with the way to write it, which then is understood."""
    path = tmp_path / "out.md"
    answer = shelf("export", *query, "-o", str(path), check=False) if "--" not in query else shelf(
        "export", "-o", str(path), *query, check=False)  # fmt: skip
    assert (answer.status, path.exists()) == (2, False)
    assert f"single quotes: '{whole}'." in answer.err
    assert "single quotes" not in shelf("export", whole, check=False).err


def test_a_query_in_one_argument_is_the_whole_query(shelf: Reader) -> None:
    """Its blanks part words, and its quotes are its own."""
    for query, number in (("sorting hand tag:trees", 0), ("tag:trees heaps", 1), ("-tag:keep is:unread", 2),
                          ('* -"by hand"', 2), ("-caches (heaps OR is:unread)", 2)):  # fmt: skip
        assert len(shelf("search", query, "--ids").lines) == number
        assert shelf("export", query, check=False).status == (0 if number else 1), query
    assert len(shelf("search", "sorting", "by hand", "--ids").lines) == 1


def test_an_option_without_its_dashes_and_a_place_of_a_script_are_no_sources(shelf: Reader, tmp_path: Path) -> None:
    """Else the other sources are imported for real; a file that is called so is one."""
    page = tmp_path / "x.jsonl"
    page.write_text('{"title": "Ropes"}\n')
    before = everything(shelf)
    for call, said in (
        (("import", str(page), "dry-run"), "did you mean '--dry-run'?"),
        (("import", "+dry-run", str(page)), "did you mean '--dry-run'?"),
        (("import", str(page), "tag=zz"), "did you mean '--tag'?"), (("import", str(page), "$F"), "was not filled in"),
        (("import", f"{tmp_path}/{{{{ file }}}}"), "was not filled in"), (("export", "*", "-o", "$OUT"), "not filled"),
        (("export", "*", "-o", "{{ out }}.md"), "not filled"),
        *((("export", "*", "-o", f"{tmp_path}/{name}.md"), "not filled") for name in ("x-$(date)", "x-{{d}}", "`x` y")),
        (("add", "--offline", "Ropes of sand", "dry-run"), "did you mean '--dry-run'?"),
        (("add", "--offline", "", "Ropes"), "it is empty"),
        (("add", "--offline", "$TITLE"), "was not filled in"),
    ):  # fmt: skip
        answer = shelf(*call, check=False)
        assert (answer.status, answer.out, said in answer.err) == (2, "", True), (call, answer.err)
    assert everything(shelf) == before
    named = tmp_path / "$F"
    page.rename(named)
    assert "1 new" in shelf("import", str(named)).err


def test_an_empty_place_of_a_script_hands_on_no_papers(shelf: Reader) -> None:
    """No query at all is all papers, and who only looks is shown all by an empty one."""
    for shape in (("--ids",), ("--fields", "id"), ("--format", "{{ id }}")):
        for query, said in (
            (("",), "The query is empty"),
            ((" ", ""), "The query is empty"),
            (("", "is:unread"), "A part"),
        ):
            answer = shelf("search", *shape, *query, check=False)
            assert (answer.status, answer.out, said in answer.err) == (2, "", True), (shape, query)
        assert len(shelf("search", *shape).lines) == len(shelf("search", *shape, "*").lines) == 3
    assert len(shelf("search", "").lines) == len(shelf("search", "", "--json").json) == 3


def test_of_two_ways_to_read_a_query_none_is_guessed(shelf: Reader) -> None:
    """On every side; who only looks is answered."""
    before = everything(shelf)
    for query, way in (
        ("caches tag:trees OR is:unread", "caches (tag:trees OR is:unread)"), ("caches or heaps", "caches OR heaps"),
        ("is:unread -tag:trees OR caches", "is:unread -(tag:trees OR caches)"),
        ("* -(tag:trees AND is:unread OR title:caches)", "* -(tag:trees AND (is:unread OR title:caches))"),
    ):  # fmt: skip
        for call in (("star", "--yes", "--query", query), ("export", query), ("search", "--ids", query),
                     ("list", "new", "X", "--query", query)):  # fmt: skip
            answer = shelf(*call, check=False)
            assert (answer.status, answer.out, way in answer.err) == (2, "", True), (call, answer.err)
        edit, look = shelf.batch({"op": "star", "query": query}, {"op": "search", "query": query})
        assert (edit["ok"], edit["error"]["kind"], look["ok"]) == (False, "usage", True)
    assert everything(shelf) == before
    assert shelf("search", "--ids", "tag:trees is:unread OR tag:trees").lines == ["2405.00001"]


def test_ids_for_another_command_are_of_no_title_whose_words_others_have(shelf: Reader) -> None:
    """Of what asks for the words alone they are."""
    for title in ("Trees of Heaps", "On Heaps of Trees"):
        shelf("add", title)
    for query in ("trees of heaps", "trees of heaps is:unread"):
        for shape in (("--ids",), ("--fields", "id")):
            answer = shelf("search", *shape, query, check=False)
            assert (answer.status, answer.out, "(1 paper) or as '(trees of heaps)" in answer.err) == (2, "", True)
        assert len(shelf("search", query).lines) > 1
    assert len(shelf("search", "--ids", "(trees of heaps)").lines) == 3


def test_a_tag_or_list_of_two_words_without_quotes_is_no_name_of_one(shelf: Reader) -> None:
    """Where it is known; the shell may have taken the quotes, or they were never there."""
    shelf("tag", "2405.00001", "--add", "To Read/Soon")
    before = everything(shelf)
    for query, meant in (
        ("tag:to read", 'tag:"to read"'), ("* -tag:to read", '-tag:"to read"'), ("* -#to  read", '-#"to read"'),
        ("* (NOT tag:to read/soon)", 'NOT tag:"to read/soon"'), ("list:edge models", 'list:"edge models"'),
        ("heaps lists:Edge models is:unread", 'lists:"Edge models"'),
        ("* -list:Edge models is here", '-list:"Edge models"'),
    ):  # fmt: skip
        for call in (("remove", "--yes", "--query", query), ("list", "new", "X", "--query", query)):
            answer = shelf(*call, check=False)
            assert (answer.status, f"did you mean '{meant}'?" in answer.err) == (2, True), (call, answer.err)
        assert f"did you mean '{meant}'?" in shelf("search", query).err
        (found,) = shelf.batch({"op": "search", "query": query})
        assert f"did you mean '{meant}'?" in found["notes"][-1]
    assert everything(shelf) == before
    for query in ("read tag:to", 'tag:"to read" read', '"tag:to read" OR *', "tag:trees heaps", "tag:to AND read"):
        assert "did you mean" not in shelf("star", "--yes", "--query", query, check=False).err, query


@pytest.mark.parametrize("word", ["-dry-run", "-forse", "-formt=bibtex", "-abstract", "-json", "-lists", "-Force",
                                  "-stlye=table", "-query=x", "-yes", "-n3", "-JSON", "-Yes", "-limits", "-FOR",
                                  "-bo", "-lis", "-dry-ru"])  # fmt: skip
def test_an_option_with_one_dash_and_a_slip_is_no_word(shelf: Reader, tmp_path: Path, word: str) -> None:
    path = tmp_path / "out.md"
    answer = shelf("export", "*", word, "-o", str(path), check=False)
    assert (answer.status, path.exists(), f"'{word}' is no option" in answer.err) == (2, False, True)
    assert "'NOT " in answer.err
    shelf("export", "-o", str(path), "--", "*", f'-"{word[1:].partition("=")[0]}"')
    assert path.exists()


@pytest.mark.parametrize(
    "call",
    [
        ("import", ""), ("import", "", "papers.csv"), ("import", "papers.csv", ""), ("import", "--", ""), ("sync", ""),
        ("export", "*", "-o", ""), ("export", "*", "--template", ""), ("note", "2405.00001", "--file", ""),
    ],
)  # fmt: skip
def test_an_empty_name_is_not_the_folder_where_one_stands(
    shelf: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: tuple[str, ...]
) -> None:
    """A variable that is not set: nothing is read or written, whatever lies there and whatever else is named."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "papers.csv").write_text("title\nOne More\n")
    shelf("export", "*", "--format", "obsidian", "-o", str(tmp_path))
    before = everything(shelf)
    answer = shelf(*call, check=False)
    assert (answer.status, answer.out) == (2, "")
    assert "names no file: it is empty." in answer.err
    assert everything(shelf) == before


UMLAUT = "Gr\udcf6\udcdfe"
"""A word in Latin-1, as the shell hands its bytes over."""


@pytest.mark.parametrize(
    "call",
    [
        ("note", "2405.00001", "--set", UMLAUT), ("note", "2405.00001", f"--append={UMLAUT}"),
        ("tag", "2405.00001", "-a", UMLAUT), ("tags", "rename", "trees", UMLAUT), ("list", "new", UMLAUT),
        ("list", "describe", "Edge models", UMLAUT), ("list", "add", UMLAUT, "2405.00001"),
        ("list", "section", "put", "Edge models", UMLAUT, "2405.00001"),
        ("list", "annotate", "Edge models", "2405.00001", UMLAUT), ("import", "-t", UMLAUT, "papers.csv"),
        ("import", f"-t{UMLAUT}", "papers.csv"),
    ],
)  # fmt: skip
def test_letters_that_cannot_be_told_are_not_kept_as_others(
    shelf: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: tuple[str, ...]
) -> None:
    """Words in another encoding would come into the library as `\ufffd`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "papers.csv").write_text("title,doi\nOne More,10.1000/1\n")
    before = everything(shelf)
    answer = shelf(*call, check=False)
    assert (answer.status, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert "is not UTF-8" in answer.err
    assert everything(shelf) == before


def test_a_file_may_be_called_by_any_bytes(shelf: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / UMLAUT).write_text("title,doi\nOne More,10.1000/1\n")
    shelf("import", UMLAUT)
    shelf("export", "*", "-o", f"{UMLAUT}.md")
    shelf("note", "2405.00001", f"--file={UMLAUT}")
    assert (tmp_path / f"{UMLAUT}.md").exists()
    shelf("import", "--dry-run", UMLAUT)
    shelf("export", "*", "-o", f"{UMLAUT}=1.md", "--force")
    assert (tmp_path / f"{UMLAUT}=1.md").exists()


@pytest.mark.parametrize(
    "data", ["Gr\u00f6\u00dfe, na\u00efve\n".encode("latin-1") + b"and more words " * 20, b"words\n\0\0"]
)
def test_a_text_of_ones_own_is_taken_whole_or_not_at_all(shelf: Reader, tmp_path: Path, data: bytes) -> None:
    """A file with one bad byte replaced no note, and filled no template: nothing else would ever show the letter."""
    path = tmp_path / "words.txt"
    path.write_bytes(data)
    before = everything(shelf)
    for call in (("note", "2405.00002", "--file", str(path)), ("export", "*", "--template", str(path))):
        answer = shelf(*call, check=False)
        assert (answer.status, answer.out, answer.err.count("\n")) == (1, "", 1)
        assert "is not a whole text in UTF-8: see line " in answer.err
    assert everything(shelf) == before


@pytest.mark.parametrize("call", [("note", "2405.00001", "--file", "-"), ("batch",), ("import", "-"), ("star", "-")])
def test_standard_input_that_is_closed_is_said(
    shelf: Reader, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], call: tuple[str, ...]
) -> None:
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(SystemExit) as ended:
        main(["--library", str(shelf.folder), *call])
    assert ended.value.code == 1
    assert "There is no standard input to read." in capsys.readouterr().err


def test_an_empty_part_of_a_query_is_no_part(shelf: Reader) -> None:
    """A variable that is not set may have held what was to be left out."""
    assert shelf("export", "*", "", check=False).status == 2
    assert shelf("export", "", check=False).status == 2


def test_an_empty_list_name_is_no_name(shelf: Reader) -> None:
    """`--list ""` (a variable that is not set) imports nothing."""
    assert shelf("import", "-", "--list", "", stdin='{"title": "One More"}\n', check=False).status == 2
    for call in (("list", "show"), ("list", "delete"), ("export", "--list"), ("next",)):
        assert shelf(*call, " ", check=False).status == 2, call
    (answer,) = shelf.batch({"op": "export", "list": ""})
    assert answer["error"] == {"message": "The name of a reading list cannot be empty.", "kind": "usage"}
    assert shelf("show", "", check=False).status == 1
    assert shelf("remove", "", "--yes", check=False).status == 1
    assert len(shelf("search", "--ids").lines) == 3


@law(40, HealthCheck.function_scoped_fixture)
@example("\ud800")
@given(hostile)
def test_any_text_is_searched_for(shelf: Reader, text: str) -> None:
    """`search --json` answers with papers, `batch` with an answer a line; half a character is none."""
    answer = shelf("search", "--json", "--", text)
    assert {paper["arxiv_id"] for paper in answer.json} <= {"2405.00001", "2405.00002", "2405.00003"}
    requests: tuple[dict[str, Any], ...] = ({"op": "search", "query": text}, {"op": "count"})
    whole = not any("\ud800" <= sign <= "\udfff" for sign in json.loads(json.dumps(text)))
    assert [reply["ok"] for reply in shelf.batch(*requests)] == [whole, True]


def test_a_stored_query_that_is_not_understood_never_means_all(
    shelf: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A smart list that another version stored opens empty and says why; it cannot be exported as if it were whole."""
    with monkeypatch.context() as other_version:
        other_version.setattr("reader.operations.choosing.choose", lambda library, text: None)
        shelf("list", "new", "Odd", "--query", "is:unred")
    shown = shelf("list", "show", "Odd")
    assert (shown.out, "'is:unred' is no filter value" in shown.err) == ("", True)
    answer = shelf("export", "--list", "Odd", "-o", str(tmp_path / "odd.md"), check=False)
    assert (answer.status, (tmp_path / "odd.md").exists()) == (2, False)
    (reply,) = shelf.batch({"op": "list", "name": "Odd"})
    assert (reply["papers"], len(reply["notes"])) == ([], 1)
    shelf("list", "rename", "Odd", "Odder")
    assert [lst["query"] for lst in shelf("list", "--json").json] == ["", "is:unred", "is:starred"]


def test_what_a_stored_query_leaves_out_and_no_paper_has_any_more_is_said(shelf: Reader) -> None:
    """The export of a smart list is made all the same; standard error tells."""
    shelf("list", "new", "Rest", "--query", '* -tag:"diffusion"')
    answer = shelf("export", "--list", "Rest", "--format", "jsonl")
    assert (answer.status, len(answer.lines)) == (0, 3)
    assert "No paper has the tag 'diffusion' that is to be left out." in answer.err


@pytest.mark.parametrize("words", ["", "\n", " \n\t\n"])
def test_a_file_without_words_takes_no_note_away(shelf: Reader, tmp_path: Path, words: str) -> None:
    """`false | reader note P --file -`: what was to write the note has failed."""
    shelf("note", "2405.00001", "--set", "Years of work.")
    path = tmp_path / "note.txt"
    path.write_text(words)
    for call, stdin in (("-", words), (str(path), "")):
        answer = shelf("note", "2405.00001", "--file", call, stdin=stdin, check=False)
        assert (answer.status, "holds no words; --set '' removes the note." in answer.err) == (1, True)
    assert shelf("show", "2405.00001", "--json").json["note"] == "Years of work."
    shelf("note", "2405.00001", "--set", "")
    assert shelf("show", "2405.00001", "--json").json["note"] == ""


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ("hist", "did you mean 'history'?"),
        ("edit x --year 2020", "did you mean '--set year=…'?"),
        ("undo 1_1", "'1_1' is no whole number."),
        ("search --limit 1_000", "'1_000' is no whole number."),
        ("read x", "There is no command 'read'; did you mean 'mark read'?"),
        ("unread x", "There is no command 'unread'; did you mean 'mark unread'?"),
        ("dismis x", "There is no command 'dismis'; did you mean 'triage dismiss'?"),
        ("find heaps", "There is no command 'find'; did you mean 'search'?"),
        ("delete x", "There is no command 'delete'; did you mean 'remove' or 'tags delete' or 'list delete'?"),
        ("version", "There is no command 'version'; did you mean '--version'?"),
        ("--search heaps", "There is no option '--search'; did you mean 'reader search'?"),
        ("--serch heaps", "There is no option '--serch'; did you mean 'reader search'?"),
        ("list --show", "There is no option '--show'; did you mean 'reader list show'?"),
        ("mark --raed x", "There is no option '--raed'; did you mean 'reader mark read'?"),
        ("triage x --star", "There is no option '--star'; did you mean 'reader triage star'?"),
        ("undo -x-y", "There is no option '-x'"),
        ("undo -=1", "There is no option '-='"),
        ("undo +1", "'+1' is no whole number; did you mean '1'?"),
        ("search --limit=+3", "'+3' is no whole number; did you mean '3'?"),
        (f"list move L x {'9' * 5_000}", "9…' is no position: give a number from 1 on"),
        ("list move L x -1", "'-1' is no option, and no number that can be given here"),
    ],
)
def test_what_is_hardly_a_slip_of_the_hand_is_told_as_it_was_meant(reader: Reader, call: str, told: str) -> None:
    """A command that is cut short, a field in place of an option, a number as only programs write it."""
    answer = reader(*call.split(" "), check=False)
    assert answer.status == 2
    assert told in answer.err


def test_a_note_of_blanks_removes_none(reader: Reader) -> None:
    """From the shell and in a batch: only an empty text says that there shall be none."""
    reader("add", "--title", "Of Lamps")
    reader("note", "of-lamps", "--set", "Bright.")
    for blank in (" ", "\u200b", "\n\t"):
        assert reader("note", "of-lamps", "--set", blank, check=False).status == 2
        (answer,) = reader.batch({"op": "note", "paper": "of-lamps", "set": blank})
        assert answer["error"]["kind"] == "usage"
    assert reader("show", "of-lamps", "--fields", "note").out == "Bright.\n"
    reader("note", "of-lamps", "--set", "")
    assert reader("show", "of-lamps", "--fields", "note").out == "\n"


@pytest.mark.parametrize("blank", ["", " ", "\t"])
def test_a_file_or_folder_without_a_name_is_none(reader: Reader, blank: str) -> None:
    assert reader("export", "*", "-o", blank, check=False).status == 2
    (answer,) = reader.batch({"op": "export", "query": "*", "path": blank})
    assert answer["error"]["message"] == "'path' names no file; without it the export is the answer itself."


@pytest.mark.parametrize(
    "arguments",
    [
        ("tag", "2405.00001"), ("tag", "2405.00001", "--add", ""), ("tag", "2405.00001", "--add", "x", "--remove", "x"),
        ("list", "new", ""), ("list", "section", "add", "Edge models", " "), ("undo", "--step", ""),
        ("note", "2405.00001", "--append", ""), ("edit", "2405.00001", "--set", "date=2023-13-01"),
        ("add", "--title", "X", "--year", "20x4"), ("import", "-", "--tag", "#"),
    ],
)  # fmt: skip
def test_a_value_that_can_be_none_is_wrong_usage(shelf: Reader, arguments: tuple[str, ...]) -> None:
    """Whatever the library holds."""
    before = everything(shelf)
    answer = shelf(*arguments, check=False)
    assert (answer.status, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert everything(shelf) == before


def test_a_file_that_nobody_could_name_again_is_not_made(shelf: Reader, tmp_path: Path) -> None:
    """A zero-width blank comes with a name that was copied; one that is there so may be written."""
    path = tmp_path / "a\u200bb.md"
    answer = shelf("export", "*", "-o", str(path), check=False)
    assert (answer.status, "a[U+200B]b.md" in answer.err, path.exists()) == (2, True, False)
    shelf("export", "*", "-o", str(tmp_path / "ab.md"))
    (tmp_path / "ab.md").rename(path)
    shelf("export", "*", "-o", str(path))


def test_a_template_is_printed_alone(shelf: Reader, tmp_path: Path) -> None:
    """What else is said would be passed over."""
    assert "A paper has title" in shelf("export", "--show-template", "list").out
    for more in (("is:stared",), ("-o", "x.md"), ("--list", "Edge models"), ("--abstracts",)):
        answer = shelf("export", "--show-template", "list", *more, check=False)
        assert (answer.status, answer.out, "it goes alone" in answer.err) == (2, "", True)


def test_json_with_a_value_is_told_as_json(shelf: Reader) -> None:
    """Who asks for it reads that; behind `--` it is a word."""
    answer = shelf("search", "--json=1", check=False)
    assert (answer.status, answer.json["error"]["kind"], answer.err) == (2, "usage", "")
    assert shelf("export", "--", "--json", check=False).out == ""


@crossed
@pytest.mark.parametrize("shape", [("--ids",), ("--fields", "id"), ("--format", "{{ id }}")])
@pytest.mark.parametrize(
    "query", ["is:stared", "is:", "-", "year:20x3", "* -zebra", "-zebra", "* -tag:treez", "heaps is:stared", "heaps OR",
              "$Q", "$Q heaps", "{q}"],
)  # fmt: skip
def test_ids_for_another_command_are_of_no_query_with_a_slip(shelf: Reader, query: str, shape: tuple[str, ...]) -> None:
    """`reader search --ids is:stared | reader star -` would star every paper."""
    answer = shelf("search", *shape, "--", query, check=False)
    assert (answer.status, answer.out) == (2, "")
    assert shelf("search", "--", query).status == 0
    assert shelf("search", *shape, "--", "Heaps: trees").status == 0
    assert shelf("search", *shape, "--", "-is:read").out
