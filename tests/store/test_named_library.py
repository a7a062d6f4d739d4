"""A settings file that is lost begins no second library: it is known which one it named."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reader import paths
from reader.cli.main import main

PAPER = '{"title": "Tin roofs", "arxiv_id": "2408.07990"}\n'
Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Runs the command line without naming a library: exit status, standard output and error."""

    def call(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return call


@pytest.fixture
def papers(tmp_path: Path) -> str:
    """A page with one paper."""
    page = tmp_path / "page.jsonl"
    page.write_text(PAPER, encoding="utf-8")
    return str(page)


def settle(text: str | None) -> Path:
    """The settings file with this text, or without one."""
    config = paths.config_file()[0]
    config.parent.mkdir(parents=True, exist_ok=True)
    if text is None:
        config.unlink(missing_ok=True)
    else:
        config.write_text(text, encoding="utf-8")
    return config


def named(folder: Path) -> str:
    """The setting that names a library."""
    return f'library = "{folder}"\n'


@pytest.fixture
def settled(tmp_path: Path, call: Call, papers: str) -> Path:
    """A library with one paper that the settings name, as they do."""
    folder = tmp_path / "my papers"
    settle(named(folder))
    assert call("import", papers)[0] == 0
    assert len(call("search", "--ids")[1].splitlines()) == 1
    return folder


@pytest.mark.parametrize("text", [None, "", "# nothing\n", "mouse = true\n"])
@pytest.mark.parametrize("command", [("search",), ("import",), ("doctor",), ("star", "2408.07990"), ("backup", "list")])
def test_without_the_setting_no_library_begins_in_the_usual_place(
    text: str | None, command: tuple[str, ...], settled: Path, call: Call, papers: str
) -> None:
    """Whatever is called: one message says which file is lost or names none, where the library was, and what to do."""
    config = settle(text)
    status, out, err = call(*command, *([papers] if command == ("import",) else []))
    assert (status, out) == (1, "")
    gone = f"'{config}', which named the library '{settled}', is not there any more."
    empty = f"'{config}' names no library any more; it named '{settled}'."
    assert err.startswith(f"reader: The settings file {gone if text is None else empty} ")
    assert f"--library {shlex.quote(str(settled))}" in err
    assert not paths.usual_folder().exists()


def test_each_way_that_is_named_works(settled: Path, call: Call) -> None:
    """With the call, in the environment, by the setting as it is said, and for the usual place by an empty one."""
    settle(None)
    told = call("search")[2]
    assert call("--library", str(settled), "search", "--ids")[:2] == (0, "2408.07990\n")
    assert call("search")[0] == 1
    setting = told.partition("`")[2].partition("`")[0]
    settle(setting)
    assert call("search", "--ids")[:2] == (0, "2408.07990\n")
    settle('library = ""\n')
    assert call("search", "--ids")[:2] == (0, "")


def test_who_says_so_goes_on_in_the_usual_place(settled: Path, call: Call, papers: str) -> None:
    """Once there is something, also where the file is lost then: what it said last was that place."""
    settle('library = ""\n')
    assert call("import", papers)[0] == 0
    assert call("star", "2408.07990")[0] == 0
    settle(None)
    assert call("search", "is:starred", "--ids")[:2] == (0, "2408.07990\n")
    assert settled.exists()


def test_the_environment_goes_before_settings_that_are_lost(
    settled: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So it does where they are there."""
    settle(None)
    monkeypatch.setenv("READER_LIBRARY", str(settled))
    assert call("search", "--ids") == (0, "2408.07990\n", "")


def test_settings_that_cannot_be_read_named_a_library_before(settled: Path, call: Call) -> None:
    settle("library = \n")
    assert (
        f"which library is meant; the settings named '{settled}' before; name it with --library DIR."
        in call("search")[2]
    )


def test_a_library_that_is_away_is_named_all_the_same(settled: Path, call: Call) -> None:
    """Its disk may be away, and the settings lost with it."""
    settled.rename(settled.with_name("elsewhere"))
    settle(None)
    assert f"'{settled}'" in call("search")[2]


def test_an_empty_library_that_was_named_by_a_slip_takes_no_place(settled: Path, call: Call, tmp_path: Path) -> None:
    """That with papers is the one to be named; one in which there never was anything is none to be missed."""
    settle(named(tmp_path / "my ppaers"))
    assert call("search", "--ids")[:2] == (0, "")
    settle(None)
    assert f"which named the library '{settled}'" in call("search")[2]


def test_settings_that_never_named_a_library_with_anything_in_it_are_not_missed(call: Call, tmp_path: Path) -> None:
    settle(named(tmp_path / "empty"))
    assert call("search")[:2] == (0, "")
    settle(None)
    assert call("search")[:2] == (0, "")


def test_two_libraries_are_used_by_turns(settled: Path, call: Call, tmp_path: Path, papers: str) -> None:
    """The last that was named is the one to be missed, and a file that names none is not asked for that of another."""
    settle(named(tmp_path / "second"))
    assert call("import", papers)[0] == 0
    settle(named(settled))
    assert call("star", "2408.07990") == (0, "", "Starred 'Tin roofs'.\n")
    settle(named(tmp_path / "second"))
    assert call("search", "is:starred", "--ids")[:2] == (0, "")
    settle(None)
    assert call("--library", str(settled), "search", "is:starred", "--ids")[:2] == (0, "2408.07990\n")
    assert "call `reader --library" in call("search")[2]


def test_settings_in_another_place_are_others(
    settled: Path, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They never named a library; that there is one is said as long as nothing is in the new one."""
    other = tmp_path / "other.toml"
    other.write_text("mouse = true\n", encoding="utf-8")
    monkeypatch.setenv("READER_CONFIG", str(other))
    status, out, err = call("search")
    usual = paths.usual_folder()
    assert (status, out) == (0, "")
    assert err.startswith(
        f"A new library begins in '{usual}': nothing names another one, though there is one in '{settled}' (1 paper), "
        f"which `--library '{settled}'` opens.\n"
    )


def test_a_library_that_the_call_named_before_is_told_until_there_is_a_new_one(
    call: Call, tmp_path: Path, papers: str
) -> None:
    """As by a variable of the environment that is lost."""
    folder = tmp_path / "first"
    assert call("--library", str(folder), "import", papers)[0] == 0
    assert f"though there is one in '{folder}' (1 paper)" in call("import", papers)[2]
    assert call("search", "--ids") == (0, "2408.07990\n", "")


@pytest.mark.parametrize("way", ["call", "environment", "settings"])
def test_where_a_mistyped_name_begins_a_library_the_one_that_is_there_is_told(
    way: str, call: Call, tmp_path: Path, papers: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one whose path is most like it, as long as nothing is in the new one; reading and writing are done there."""
    right, wrong = tmp_path / "papers", tmp_path / "paprs"
    for folder in (right, tmp_path / "zz"):
        assert call("--library", str(folder), "import", papers)[2].count("begins in") == (folder != right)
    named_so: tuple[str, ...] = ()
    if way == "call":
        named_so = ("--library", str(wrong))
    elif way == "environment":
        monkeypatch.setenv("READER_LIBRARY", str(wrong))
    else:
        settle(named(wrong))
    told = (
        f"A new library begins in '{wrong}': this machine has another one in '{right}' (1 paper), which "
        f"`--library {right}` opens.\n"
    )
    assert call(*named_so, "search") == (0, "", f"{told}The library is empty: `reader import SOURCE` fills it.\n")
    assert call(*named_so, "import", papers)[2].startswith(told)
    assert call(*named_so, "search", "--ids") == (0, "2408.07990\n", "")


def test_where_a_file_stands_no_library_begins(call: Call, tmp_path: Path, papers: str) -> None:
    call("--library", str(tmp_path / "right"), "import", papers)
    (tmp_path / "file").write_text("x")
    for wrong in (tmp_path / "file", "/dev/null"):
        status, _, err = call("--library", str(wrong), "search")
        assert (status, "begins" in err, "not a folder" in err) == (1, False, True)


def test_a_first_library_and_one_that_is_gone_are_no_new_ones_beside_others(
    call: Call, tmp_path: Path, papers: str
) -> None:
    """What this machine remembers of a place is missed there, whatever there is besides."""
    gone = tmp_path / "gone"
    assert "begins" not in call("--library", str(gone), "import", papers)[2]
    call("--library", str(tmp_path / "other"), "import", papers)
    shutil.rmtree(gone)
    status, _, err = call("--library", str(gone), "search")
    assert (status, "begins" in err) == (1, False)


@pytest.mark.parametrize("held", [b"", b"\0\xff", b"[1]", b'{"library": 3}', b'{"library": "x\\u0000"}', b"[" * 5000])
def test_whatever_is_remembered_of_the_settings_nothing_ends_of_it(held: bytes, settled: Path, call: Call) -> None:
    """It is as if nothing were known of them."""
    (file,) = (paths.state_dir() / "named").iterdir()
    file.write_bytes(held)
    settle(None)
    assert call("search", "--ids")[:2] == (0, "")
    settle(named(settled))
    assert call("star", "2408.07990")[0] == 0
    settle(None)
    assert call("search")[0] == 1
