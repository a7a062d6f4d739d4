"""The same command on other machines: consoles of other encodings, pipes that nobody reads, other file systems."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import unicodedata
from contextlib import suppress
from pathlib import Path

import pytest

from reader.cli.main import main
from tests.support.cli import Reader


class Console(io.TextIOWrapper):
    """A stream of some encoding, on a terminal or in a pipe."""

    def __init__(self, encoding: str, terminal: bool) -> None:
        self.held = io.BytesIO()
        super().__init__(self.held, encoding=encoding)
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.fixture
def starred(reader: Reader) -> Reader:
    """A library of one paper with letters that few encodings have."""
    row = {"title": "Über 庭 und 𝔸", "arxiv_id": "2401.00001", "starred": True}
    reader("import", "-", "--format", "jsonl", stdin=json.dumps(row) + "\n")
    return reader


def told(reader: Reader, monkeypatch: pytest.MonkeyPatch, console: Console, *arguments: str) -> bytes:
    """What a command writes there, byte by byte."""
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", console)
        with pytest.raises(SystemExit) as ended:
            main(["--library", str(reader.folder), *arguments])
    assert not ended.value.code
    return console.held.getvalue()


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "ascii", "utf-8"])
def test_in_a_pipe_all_is_utf_8_unless_one_says_otherwise(
    starred: Reader, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    """Whatever the locale is; with $PYTHONIOENCODING a letter that is not in it stands there by its number, and JSON
    stays JSON."""
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    shown = "2401.00001  ★  Über 庭 und 𝔸\n"
    assert told(starred, monkeypatch, Console(encoding, False), "search").decode("utf-8") == shown
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    assert told(starred, monkeypatch, Console(encoding, False), "search") == shown.encode(encoding, "backslashreplace")
    found = json.loads(told(starred, monkeypatch, Console(encoding, False), "search", "--json").decode(encoding))
    assert found[0]["title"] == "Über 庭 und 𝔸"


@pytest.mark.parametrize(("encoding", "cut"), [("ascii", b"..."), ("utf-8", "…".encode())])
def test_what_is_cut_is_told_by_points_where_there_is_no_ellipsis(
    starred: Reader, monkeypatch: pytest.MonkeyPatch, encoding: str, cut: bytes
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    console = Console(encoding, False)
    monkeypatch.setattr(sys, "stderr", console)
    with pytest.raises(SystemExit):
        main(["--library", str(starred.folder), "tag", "2401.00001", "--add", "x" * 300])
    assert b"xxxx" + cut + b"' has 300" in console.held.getvalue()
    said = Console(encoding, False)
    monkeypatch.setattr(sys, "stderr", said)
    with pytest.raises(SystemExit):
        main(["--library", str(starred.folder), "tag", "2401.00001", "--add", "größe"])
    assert "'größe'".encode(encoding, "backslashreplace") in said.held.getvalue()


@pytest.mark.parametrize("is_terminal", [False, True])
def test_figures_are_drawn_with_plain_characters_where_the_encoding_has_no_others(
    starred: Reader, monkeypatch: pytest.MonkeyPatch, is_terminal: bool
) -> None:
    """Whatever the locale is."""
    monkeypatch.setenv("PYTHONIOENCODING", "cp1252")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("PAGER", "")
    assert b"\\u" not in told(starred, monkeypatch, Console("cp1252", is_terminal), "stats", "--by", "all")


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "ascii"])
def test_a_terminal_of_another_encoding_gets_its_own_letters(
    starred: Reader, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    """UTF-8 may steer one that does not know it: "庭" has a byte there that begins a command."""
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    line = told(starred, monkeypatch, Console(encoding, True), "search")
    assert line.decode(encoding).split() == ["2401.00001", "*", *"Über 庭 und 𝔸".encode(encoding, "backslashreplace")
                                             .decode(encoding).split()]  # fmt: skip
    assert [byte for byte in line if 0x80 <= byte < 0xA0] == []


class Deaf(io.StringIO):
    """A pipe that nobody reads."""

    def write(self, text: str) -> int:
        raise BrokenPipeError(32, "Broken pipe")

    def flush(self) -> None:
        raise BrokenPipeError(32, "Broken pipe")


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("search",), 0), (("search", "--json"), 0), (("show", "nope"), 1), (("show", "nope", "--json"), 1),
        (("import", "no-such-file"), 1), (("import", "no-such-file", "--json"), 1), (("search", "--zork"), 2),
        (("star", "--query", "is:stared", "--yes"), 2), (("history",), 0), (("list", "show", "none", "--json"), 1),
    ],
)  # fmt: skip
def test_a_failure_into_a_pipe_that_nobody_reads_keeps_its_status(
    starred: Reader, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], status: int
) -> None:
    """Whether its standard error goes there, too, or not."""
    for names in (("stdout",), ("stdout", "stderr")):
        with monkeypatch.context() as patch:
            for name in names:
                patch.setattr(sys, name, Deaf())
            with pytest.raises(SystemExit) as ended:
                main(["--library", str(starred.folder), *arguments])
        assert (ended.value.code or 0) == status


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell's pipes")
def test_what_is_done_is_done_though_nobody_reads_of_it(starred: Reader) -> None:
    """In a process of its own, whose pipe is closed from the beginning."""
    out, into = os.pipe()
    os.close(out)
    call = [sys.executable, "-m", "reader", "--library", str(starred.folder)]
    more = ["list", "add", "Edge", "2401.00001", "--dry-run"]
    done = subprocess.run([*call, *more], stdout=into, stderr=into, check=False)
    failed = subprocess.run([*call, "show", "nope", "--json"], stdout=into, stderr=subprocess.PIPE, check=False)
    os.close(into)
    assert (done.returncode, failed.returncode, failed.stderr) == (0, 1, b"")


@pytest.mark.parametrize(("arguments", "status"), [(("search",), 1), (("--version",), 1), (("star", "2401.00001"), 0)])
def test_an_answer_that_goes_nowhere_fails_where_standard_output_is_closed(
    starred: Reader,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    status: int,
) -> None:
    """As on a full disk; what answers nothing there is done as ever."""
    monkeypatch.setattr("sys.stdout", None)
    with pytest.raises(SystemExit) as ended:
        main(["--library", str(starred.folder), *arguments])
    with suppress(OSError):
        sys.stdout.close()
    assert (ended.value.code or 0) == status
    assert ("Bad file descriptor" in capsys.readouterr().err) is bool(status)


def test_files_of_a_vault_stay_apart_where_capitals_and_accents_do_not_count(reader: Reader, tmp_path: Path) -> None:
    """On a file system that is blind to case, and on one that takes accents apart."""
    rows = [
        {"title": title, "arxiv_id": f"2401.0000{at}"} for at, title in enumerate(["Über Wasser", "ÜBER WASSER"], 1)
    ]
    reader("import", "-", "--format", "jsonl", stdin="".join(json.dumps(row) + "\n" for row in rows))
    vault = tmp_path / "vault"
    reader("export", "--format", "obsidian", "-o", str(vault))
    names = [path.name for path in vault.rglob("*.md")]
    assert len({unicodedata.normalize("NFD", name).casefold() for name in names}) == len(names) >= 2
    for path in vault.rglob("*.md"):
        path.rename(path.with_name(unicodedata.normalize("NFD", path.name)))
    before = reader("search", "--json").out
    reader("sync", str(vault))
    assert reader("search", "--json").out == before
    forms = [unicodedata.normalize("NFC", path.name) for path in vault.rglob("*.md")]
    assert sorted(forms) == sorted(names)
