"""The settings file is read with care, and a mistake in it is one clear line."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reader.settings import Settings, checked, read_settings


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "none.toml") == Settings()


def test_what_is_written_is_what_counts(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('library = "~/papers"\ntheme = "nord"\n[keys]\n"paper.tag" = "T"\nmove.down = ["J", "PgDn"]\n')
    settings = read_settings(file)
    assert (settings.library, settings.theme, settings.path) == ("~/papers", "nord", str(file))
    assert dict(settings.keys) == {"paper.tag": ("T",), "move.down": ("J", "pagedown")}


def test_how_services_are_asked() -> None:
    told = {"contact": "ann@example.org", "arxiv_url": "http://127.0.0.1:1/arxiv", "arxiv_pause": 4}
    settings = checked(told, "file")
    assert settings.problems == ()
    assert (settings.contact, settings.arxiv_url, settings.arxiv_pause) == tuple(told.values())


@pytest.mark.parametrize(
    ("written", "goal"), [("1 a week", 1), (" 12 per Week ", 12), ("", 0), (" ", 0), ("999 a week", 999)]
)
def test_a_goal_is_a_number_of_papers_a_week(written: str, goal: int) -> None:
    settings = checked({"goal": written}, "file")
    assert (settings.goal, settings.problems) == (goal, ())


MISTAKES = [
    ("colour = 1", "there is no setting 'colour'"),
    ("theme = 3", "theme must be text"),
    ("mouse = 'no'", "mouse must be true or false"),
    ("keys = 3", "keys must be a table"),
    ("library = 3", "library must be text"),
    ("citation_key = 3", "citation_key must be text"),
    ("citation_key = '{yaer}'", "citation_key: there is no field '{yaer}'; did you mean 'year'?"),
    ("goal = 1", "goal must be text"),
    *(
        (f"goal = '{goal}'", "goal must be a number of papers a week")
        for goal in ("1", "0 a week", "1 a day", "one a week")
    ),
    ("contact = 'ann'", "contact must be a mail address"),
    ("hf_url = 'ftp://x.org'", "hf_url must be an http or https address"),
    ("doi_url = 3", "doi_url must be text"),
    ("arxiv_pause = -1", "arxiv_pause must be a number of seconds"),
    ("arxiv_pause = true", "arxiv_pause must be a number"),
    ("[keys]\nsearch = 3", "keys.search must be a key"),
    ("[keys]\nsearch = ['/', 'ctlr+f']", "keys.search: there is no key 'ctlr+f'"),
]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        *MISTAKES,
        ("theme = ", "this is not TOML"),
        pytest.param("theme = " + "[" * 9_000, "it is nested too deeply", id="deep"),
        ("\udcff = 1", "not in UTF-8"),
    ],
)
def test_a_mistake_is_one_line_that_names_file_and_key(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text, errors="surrogateescape")
    (problem,) = read_settings(file).problems
    assert str(file) in problem
    assert words in problem
    assert "\n" not in problem


@pytest.mark.parametrize(("text", "words"), MISTAKES)
def test_the_other_settings_count_where_one_is_wrong(text: str, words: str) -> None:
    wrong = tomllib.loads(text)
    right: dict[str, Any] = {
        "library": "/x", "theme": "nord", "mouse": False, "citation_key": "{auth}", "keys": {"quit": "Q"},
    }  # fmt: skip
    keys = {**right["keys"], **wrong.pop("keys")} if isinstance(wrong.get("keys"), dict) else right["keys"]
    settings = checked({**right, "keys": keys, **wrong}, "f")
    found = {name: getattr(settings, name) for name in ("library", "theme", "mouse", "citation_key")}
    found["keys"] = {id: key[0] for id, key in settings.keys.items()}
    assert found == {name: value if name not in wrong else getattr(Settings(), name) for name, value in right.items()}
    assert words in settings.problems[0]


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        ('libary = "/x"', ["library"]),
        ('Library = "/x"', ["library"]),
        ('[reader]\nlibrary = "/x"', ["library"]),
        ('[reader.more]\nlibrary = "/x"', ["library"]),
        ('[keys]\nlibrary = "/x"', ["library"]),
        ('citation_kye = "{auth}"', ["citation_key"]),
        ('theem = "nord"', []),
        ('[keys]\n"paper.str" = "x"', []),
        ('[reader]\ntheme = "nord"', []),
    ],
)
def test_what_nothing_can_stand_for_is_in_doubt_where_its_name_is_mistyped(text: str, doubted: list[str]) -> None:
    """Who meant a library by a line that is no setting has none that may be edited."""
    settings = checked(tomllib.loads(text), "f")
    found = {"library": settings.library_doubt, "citation_key": settings.citation_key_doubt}
    assert [name for name, doubt in found.items() if doubt] == doubted
    assert all(doubt in settings.problems for doubt in found.values() if doubt)


def test_the_line_of_a_setting_is_told_whatever_ends_the_lines(tmp_path: Path) -> None:
    file = tmp_path / "reader.toml"
    for end in ("\n", "\r\n"):
        file.write_bytes(end.join(('theme = "nord"', "[keys]", "quit = 3", "")).encode())
        assert read_settings(file).place("keys.quit") == f"{file}, line 3"


def test_a_file_that_the_user_named_must_be_there(tmp_path: Path) -> None:
    gone = tmp_path / "none.toml"
    settings = read_settings(gone, must_exist=True)
    assert settings.problems == (f"{gone}: there are no settings here, though $READER_CONFIG names this file.",)


def test_a_mark_of_utf_8_is_no_mistake(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('\ufefftheme = "nord"\n', encoding="utf-8")
    assert (read_settings(file).theme, read_settings(file).problems) == ("nord", ())


def test_the_null_device_is_an_empty_file() -> None:
    assert read_settings(Path(os.devnull), must_exist=True).problems == ()


@pytest.mark.skipif(os.name == "nt", reason="there are no such files there")
@pytest.mark.parametrize(
    ("make", "words"),
    [
        (os.mkfifo, "it is no ordinary file"),
        (lambda path: path.symlink_to("/dev/zero"), "it is no ordinary file"),
        (lambda path: path.write_bytes(b"#" * 1_000_001), "it is longer than 1,000,000 bytes"),
        (lambda path: path.mkdir(), "Is a directory"),
        (lambda path: path.symlink_to(path), "Too many levels of symbolic links"),
        (lambda path: path.write_bytes("theme = 1".encode("utf-16")), "not in UTF-8"),
    ],
)
def test_what_can_be_no_settings_file_is_told_and_not_waited_for(
    tmp_path: Path, make: Callable[[Path], object], words: str
) -> None:
    make(tmp_path / "config.toml")
    (problem,) = read_settings(tmp_path / "config.toml").problems
    assert words in problem


def test_keys_are_read_as_people_write_them() -> None:
    keys = checked({"keys": {"a": ["Ctrl+T", "Esc", "G", " ", "ctrl++"]}}, "f").keys
    assert keys["a"] == ("ctrl+t", "escape", "G", "space", "ctrl++")


def test_keys_that_a_terminal_sends_as_others_are_those() -> None:
    keys = checked({"keys": {"a": ["shift+s", "Shift+Ä", "ctrl+i", "Ctrl+M", "ctrl+[", "ctrl+h"]}}, "f").keys
    assert keys["a"] == ("S", "Ä", "tab", "enter", "escape", "backspace")


@pytest.mark.parametrize(
    "key", ["t", "é", "+", "ctrl++", "ctrl+-", "F5", "shift+tab", "ctrl+shift+up", "alt+Home", "PgDn", "Return",
            "ctrl+backslash", "ctrl+circumflex_accent", "alt+question_mark", "super+k"],
)  # fmt: skip
def test_a_key_that_there_is_can_be_given(key: str) -> None:
    assert checked({"keys": {"quit": key}}, "f").problems == ()


@pytest.mark.parametrize("key", ["ctlr+q", "cq", "ctrl+nokey", "f99", "ctrl+", "++", "q q", "page-down", "ctrl+ctrl"])
def test_a_key_that_there_is_not_is_said_and_the_command_keeps_its_own(key: str) -> None:
    settings = checked({"keys": {"quit": key}}, "f")
    assert dict(settings.keys) == {}
    assert settings.problems[0].startswith("f: keys.quit: there is no key ")


def test_a_key_that_is_wrong_is_told_with_the_line_in_which_it_is_given(tmp_path: Path) -> None:
    file = tmp_path / "reader.toml"
    file.write_text('''theme = """
[keys]
quit = "ctlr+x"
"""
[keys]
# quit = "q"
quit = "ctlr+q"

"paper.tag" = [
    "t",
    "cq",
]
list.new = 3
''')
    problems = read_settings(file).problems
    assert [
        problem.removeprefix(f"{file}, ").partition(" must")[0].partition(": there")[0] for problem in problems
    ] == [
        "line 7: keys.quit",
        "line 9: keys.paper.tag",
        "line 13: keys.list.new",
    ]
    assert read_settings(file).place("theme") == f"{file}, line 1"
    assert read_settings(file).place("mouse") == str(file)


@pytest.mark.parametrize("columns", [["when"], [1], "year", ["year", ["venue"]]])
def test_columns_that_there_are_not_are_told_with_those_that_there_are(columns: object) -> None:
    settings = checked({"columns": columns}, "file")
    assert settings.columns == checked({}, "file").columns
    assert settings.problems[0].startswith("file: columns must be a list")
    assert checked({"columns": ["venue", "year"]}, "file").columns == ("year", "venue")
