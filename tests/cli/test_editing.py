"""`reader edit`: from the shell, in an editor, as an operation of `batch`."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from reader.cli import editing
from reader.cli.batch_keys import OPS
from tests.support.cli import Reader

BIB = "@article{a, title={On Ligth}, author={Ada Vale}, year=2021, doi={10.1000/abc}}"


@pytest.fixture
def one(reader: Reader, tmp_path: Path) -> Reader:
    """The command line on a library of one paper."""
    (tmp_path / "a.bib").write_text(BIB)
    reader("import", str(tmp_path / "a.bib"))
    return reader


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A script that stands for the editor of somebody at a terminal; its text is to be filled in."""
    script = tmp_path / "editor.sh"
    monkeypatch.setenv("EDITOR", f"sh {shlex.quote(str(script))}")
    monkeypatch.setattr(editing, "is_at_terminal", lambda: True)
    return script


def test_fields_are_put_right_shown_and_taken_back(one: Reader) -> None:
    said = one("edit", "a", "--set", "title=On Light = Dark", "--set", "year=2022", "--clear", "authors")
    assert said.err == "Corrected the title, date and authors of 'On Ligth'.\n"
    shown = one("show", "a", "--json").json
    assert (shown["title"], shown["year"], shown["authors"]) == ("On Light = Dark", 2022, [])
    assert shown["corrected"] == ["authors", "published", "title"]
    assert "Corrected: authors, date, title" in one("show", "a").lines
    one("edit", "a", "--reset", "authors", "--reset", "title")
    assert one("show", "a", "--json").json["authors"] == ["Ada Vale"]
    one("undo", "2")
    assert "corrected" not in one("show", "a", "--json").json


@pytest.mark.parametrize(
    ("options", "why"),
    [(["--set", "titlle=x"], "did you mean 'title'?"), (["--set", "title"], "is not of the form FIELD=VALUE"),
     (["--set", "=x"], "is not of the form FIELD=VALUE"), (["--set", "venue="], "--clear venue clears it"),
     (["--set", "venue=a", "--set", "venue=b"], "is named twice"), (["--set", "venue=a", "--clear", "venue"], "twice"),
     (["--reset", "tags"], "`reader tag` changes it"), (["--set", "venue=a", "--file", "x"], "Give --file, or --set"),
     ([], "Say what to put right")],
)  # fmt: skip
def test_a_call_that_is_wrong_changes_nothing(one: Reader, options: list[str], why: str) -> None:
    before = one("show", "a", "--json").json
    refused = one("edit", "a", *options, check=False)
    assert (refused.status, why in refused.err) == (2, True)
    assert one("show", "a", "--json").json == before


def test_a_value_that_cannot_be_one_is_told_with_its_field(one: Reader) -> None:
    refused = one("edit", "a", "--set", "date=2024-02-31", "--set", "title=On Light", check=False)
    assert refused.status == 2
    assert "The date stays as it is. '2024-02-31' is no date" in refused.err
    assert one("show", "a", "--json").json["title"] == "On Ligth"


def test_what_would_change_is_only_said(one: Reader) -> None:
    told = one("edit", "a", "--set", "title=On Light", "--clear", "venue", "--dry-run")
    assert (told.lines, told.err) == (["title: On Ligth -> On Light"], "Nothing was changed.\n")
    assert one("edit", "a", "--clear", "venue", "--dry-run").err == "Nothing would change.\n"
    assert one("show", "a", "--json").json["title"] == "On Ligth"


def test_fields_are_taken_from_a_file(one: Reader) -> None:
    one("edit", "a", "--file", "-", stdin="title: On Light\nabstract:\nLong ago.\n\nAnd now.\n")
    shown = one("show", "a", "--json").json
    assert (shown["title"], shown["abstract"], shown["authors"]) == ("On Light", "Long ago. And now.", ["Ada Vale"])


def test_at_a_terminal_the_fields_open_in_the_editor(one: Reader, editor: Path) -> None:
    editor.write_text("""sed -i 's/^title:.*/title: On Light/' "$1"\n""")
    assert one("edit", "a").err == "Corrected the title of 'On Ligth'.\n"
    editor.write_text("""sed -i 's/^date:.*/date: soon/' "$1"\n""")
    refused = one("edit", "a", check=False)
    assert refused.status == 1
    kept = Path(refused.err.partition("Your text is kept in ")[2].partition(". Put it right")[0])
    assert "date: soon" in kept.read_text()
    editor.write_text("exit 3")
    assert "The paper is as it was." in one("edit", "a", check=False).err
    shown = one("show", "a", "--json").json
    assert (shown["title"], shown["year"]) == ("On Light", 2021)


def test_without_an_editor_it_says_what_else_there_is(
    one: Reader, editor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EDITOR")
    refused = one("edit", "a", check=False)
    assert (refused.status, "--set, --clear, --reset or --file" in refused.err) == (1, True)


def test_batch_edits(one: Reader) -> None:
    done, dry, empty, wrong, none, odd = one.batch(
        {"op": "edit", "paper": "a", "set": {"title": "On Light"}, "clear": ["authors"]},
        {"op": "edit", "paper": "a", "reset": ["title"], "dry_run": True},
        {"op": "edit", "paper": "a", "set": {"title": " "}},
        {"op": "edit", "paper": "a", "set": {"titlle": "x"}},
        {"op": "edit", "paper": "a"},
        {"op": "edit", "paper": "a", "set": [["title", "x"]]},
    )
    assert (done["say"], done["changed"]) == ("Corrected the title and authors of 'On Ligth'", ["10.1000-abc"])
    assert dry == {
        "ok": True,
        "dry_run": True,
        "say": "Took back the correction of the title of 'On Light'",
        "changed": ["10.1000-abc"],
        "rows": ["title: On Light -> On Ligth"],
    }
    assert [answer["error"]["kind"] for answer in (empty, wrong, none, odd)] == ["usage"] * 4
    shown = one("show", "a", "--json").json
    assert (shown["title"], shown["authors"]) == ("On Light", [])


def test_batch_takes_numbers_and_lists(one: Reader) -> None:
    done, told, wrong = one.batch(
        {"op": "edit", "paper": "a", "set": {"year": 2024, "authors": ["Oak, Cy", "Bo Ash"], "keywords": ["a", "b"]}},
        {"op": "add", "title": "Of Shadows", "year": 2020, "authors": ["Oak, Cy"]},
        {"op": "edit", "paper": "a", "set": {"title": ["x"]}},
    )
    shown = one("show", "a", "--json").json
    assert (done["ok"], shown["year"], shown["authors"]) == (True, 2024, ["Cy Oak", "Bo Ash"])
    assert one("show", told["papers"][0], "--json").json["year"] == 2020
    assert wrong["error"]["kind"] == "usage"


def test_what_another_wrote_while_the_editor_was_open_is_not_written_over(one: Reader, editor: Path) -> None:
    library = one("doctor", "--json").json["folder"]
    theirs = f"{shlex.quote(sys.executable)} -m reader --library {shlex.quote(library)} edit a --set title=Theirs"
    editor.write_text(f"""{theirs}\nsed -i 's/^title:.*/title: Mine/' "$1"\n""")
    refused = one("edit", "a", check=False)
    assert refused.status == 1
    assert "was changed elsewhere since you saw it, to 'Theirs'" in refused.err
    assert "Your text is kept in" in refused.err
    assert one("show", "a", "--json").json["title"] == "Theirs"


def test_the_help_of_batch_names_every_operation(reader: Reader) -> None:
    named = reader("batch", "--help").out.split("Ops:")[1].split(".")[0].split()
    assert named == [*OPS]
