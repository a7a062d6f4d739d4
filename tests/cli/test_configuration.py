"""`reader config`, and what a broken settings file stops: nothing that can do without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.cli.main import main
from tests.support.cli import Answer, Reader

WRONG = """
thme = "nord"
theme = "nrod"
library = "~nobody-of-this-name/papers"
goal = "soon"
[keys]
"paper.fly" = "z"
zork = "z"
quit = "j"
search = "j"
"paper.tag" = "nokey"
"""
BROKEN = "library = \n"


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A settings file that is named, and not there yet."""
    path = tmp_path / "config.toml"
    monkeypatch.setenv("READER_CONFIG", str(path))
    return path


def bare(capsys: pytest.CaptureFixture[str], *arguments: str) -> Answer:
    """What a call without --library gives."""
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    return Answer(int(ended.value.code or 0), *capsys.readouterr())


def test_each_wrong_setting_is_one_line_that_says_what_is_allowed(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On standard output, exit 1; of themes, commands and keys too, and of keys that clash."""
    config.write_text(WRONG, encoding="utf-8")
    answer = bare(capsys, "config", "check")
    assert answer.status == 1
    assert answer.err == "8 settings to put right; the others count.\n"
    places, told = zip(*sorted((line.split(": ", 1) for line in answer.lines), key=lambda line: line[1]), strict=True)
    lines = ("", 7, 11, 10, 8, "", "", 3)
    assert list(places) == [f"{config}, line {line}" if line else str(config) for line in lines]
    for line, begin in zip(
        told,
        (
            'goal must be a number of papers a week: "1 a week"',
            "keys.paper.fly: there is no such command; did you mean 'paper.",
            "keys.paper.tag: there is no key 'nokey'; there are \"t\"",
            "keys.search: 'j' is given to 'quit' already",
            "keys.zork: there is no such command; one of back, ",
            "library: '~nobody-of-this-name/papers' is no path",
            "there is no setting 'thme'; did you mean 'theme'? There are library, theme, ",
            "there is no theme 'nrod'; did you mean 'nord'? There are ansi-dark, ",
        ),
        strict=True,
    ):
        assert line.startswith(begin)


def test_all_well_is_one_sentence(config: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    config.write_text('theme = "nord"\n', encoding="utf-8")
    answer = bare(capsys, "config", "check")
    assert (answer.status, answer.out, answer.err) == (0, f"{config}: all settings are right.\n", "")


def test_no_file_is_no_mistake_unless_it_is_named(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, own_home: Path
) -> None:
    answer = bare(capsys, "config", "check")
    assert (answer.status, "$READER_CONFIG names this file" in answer.out) == (1, True)
    monkeypatch.delenv("READER_CONFIG")
    usual = own_home / "config" / "reader" / "config.toml"
    answer = bare(capsys, "config", "check")
    assert (answer.status, answer.out) == (0, f"{usual}: there is no settings file, so all is as usual.\n")
    assert bare(capsys, "config", "path").out == f"{usual}\n"


def test_the_path_is_printed_whether_the_file_is_there_or_not(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bare(capsys, "config", "path").out == f"{config}\n"
    config.write_text(BROKEN, encoding="utf-8")
    answer = bare(capsys, "config", "path")
    assert (answer.status, answer.out, answer.err) == (0, f"{config}\n", "")


@pytest.mark.parametrize(
    "call", ["config path", "help", "help search", "search --help", "--help", "completion bash", "--version",
             "export --show-template list"],
)  # fmt: skip
def test_what_needs_no_settings_says_nothing_of_them(
    config: Path, capsys: pytest.CaptureFixture[str], call: str
) -> None:
    config.write_text(BROKEN, encoding="utf-8")
    answer = bare(capsys, *call.split(" "))
    assert (answer.status, answer.err) == (0, "")
    assert answer.out


def test_the_doctor_looks_at_the_library_that_was_named_last(
    config: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """It says which; where it would write, it is refused."""
    folder = tmp_path / "papers"
    config.write_text(f'library = "{folder}"\n', encoding="utf-8")
    assert bare(capsys, "add", "--title", "On Lamps", "--author", "Ada Sample").status == 0
    config.write_text(BROKEN, encoding="utf-8")
    answer = bare(capsys, "doctor")
    assert answer.status == 0
    assert f"{config}: this is not TOML" in answer.err
    assert f"Meanwhile '{folder}' is looked at." in answer.err
    assert "Everything about the library's files is as it should be." in answer.out
    refused = bare(capsys, "doctor", "--repair")
    assert (refused.status, "It is not known which library is meant" in refused.err) == (1, True)


def test_the_doctor_looks_at_the_usual_library_where_none_was_named(
    config: Path, capsys: pytest.CaptureFixture[str], own_home: Path
) -> None:
    config.write_text(BROKEN, encoding="utf-8")
    answer = bare(capsys, "doctor")
    assert f"Meanwhile '{own_home / 'data' / 'reader' / 'library'}' is looked at." in answer.err
    assert (answer.status, "There is no folder." in answer.out) == (1, True)


def test_a_pause_that_is_shorter_than_arxiv_asks_for_is_said_where_it_counts_for_nothing(
    config: Path, reader: Reader
) -> None:
    """A service of this machine's own may be asked as often as one likes."""
    config.write_text("arxiv_pause = 1\n", encoding="utf-8")
    said = f"{config}, line 1: arxiv_pause is below the 3 seconds that arXiv asks for, which are kept.\n"
    assert (reader("config", "check", check=False).out, reader("stats").err) == (said, said)
    for text in ('arxiv_pause = 1\narxiv_url = "http://127.0.0.1:80"\n', "arxiv_pause = 3\n"):
        config.write_text(text, encoding="utf-8")
        assert reader("stats").err == ""


def test_an_unknown_theme_is_said_by_every_start(config: Path, reader: Reader) -> None:
    """And what was asked for is done."""
    config.write_text('theme = "nrod"\n', encoding="utf-8")
    answer = reader("tags")
    assert (answer.status, answer.err.count("\n")) == (0, 1)
    assert answer.err.startswith(f"{config}, line 1: there is no theme 'nrod'; did you mean 'nord'? There are ")


@pytest.mark.parametrize("call", ["show 2405.00001", "search", "list", "stats", "tags", "tag 2405.00001 -a x"])
def test_a_library_that_is_named_with_the_call_is_worked_on_whatever_the_settings_hold(
    config: Path, reader: Reader, call: str
) -> None:
    reader("import", "-", stdin='{"title": "On Lamps", "arxiv_id": "2405.00001"}\n', check=False)
    config.write_text(BROKEN, encoding="utf-8")
    answer = reader(*call.split(" "), check=False)
    assert (answer.status, "this is not TOML" in answer.err) == (0, True)


def test_a_command_that_is_left_without_a_key_is_named_and_nothing_wrong(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the check alone: who gives the key away may mean that."""
    config.write_text('[keys]\n"paper.star" = "t"\n', encoding="utf-8")
    answer = bare(capsys, "config", "check")
    told = f"{config}, line 2: keys.paper.star: 't' was the key of 'paper.tag', which has none now.\n"
    assert (answer.status, answer.err, "all settings are right" in answer.out) == (0, told, True)
    config.write_text('[keys]\n"paper.star" = "t"\n"paper.tag" = "s"\n', encoding="utf-8")
    assert bare(capsys, "config", "check").err == ""


def test_a_key_that_dialogs_have_for_something_else_is_named_with_its_line(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config.write_text('theme = "nord"\n[keys]\n"move.down" = ["n", "down"]\n', encoding="utf-8")
    answer = bare(capsys, "config", "check")
    assert answer.status == 0
    assert f"{config}, line 3: keys.move.down: 'n' means something of their own in some dialogs" in answer.err


@pytest.mark.parametrize(
    ("library", "said"),
    [
        ("{here}/file", "'{here}/file' can be no library: it is not a folder."),
        ("{here}/file/papers", "'{here}/file/papers' can be no library: '{here}/file' is not a folder."),
        ("papers", "'papers' is no whole path, such as /home/me/papers or ~/papers."),
        (" ", "' ' is no whole path, such as /home/me/papers or ~/papers."),
    ],
)
def test_a_folder_that_can_be_no_library_is_told(
    config: Path, capsys: pytest.CaptureFixture[str], library: str, said: str
) -> None:
    """Also one that would be another folder wherever one calls; nothing is made to find out."""
    here = config.parent
    (here / "file").write_text("")
    config.write_text(f'library = "{library.format(here=here)}"\n', encoding="utf-8")
    answer = bare(capsys, "config", "check")
    assert (answer.status, answer.out) == (1, f"{config}: library: {said.format(here=here)}\n")
    assert sorted(path.name for path in here.iterdir()) == ["config.toml", "file"]


def test_of_a_file_that_is_no_toml_nothing_counts(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config.write_text(BROKEN, encoding="utf-8")
    answer = bare(capsys, "config", "check")
    assert (answer.status, answer.err) == (1, "Nothing in the file counts until it can be read.\n")
