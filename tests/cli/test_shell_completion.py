"""Tab in a shell: the commands, options and names that may stand there, each as a word that the shell takes for itself.

The shells that are here are driven in a terminal of their own; what they would hand to the program is printed.
"""

from __future__ import annotations

import json
import os
import re
import select
import shlex
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from reader import paths
from reader.cli import tab
from reader.cli.shells import ASKED_BY, BETWEEN, SHELLS, WORDS, answered_tab, bash_line, bash_word, rows, script
from reader.cli.tab import MOST_OFFERS, LibraryNames, offered, table
from reader.names_file import names_path, read_names
from tests.support.calls import CALLS, call, made
from tests.support.cli import Copies, Reader
from tests.support.laws import by_turns

HOSTILE = "Of $(touch owned) `touch owned` \"and\" 'quotes' & co; 50% * ~ \\ {a,b} é庭"
RECORDS = [
    {"title": "Mamba: Linear Time", "arxiv_id": "2312.00752", "tags": ["ssm", "to read"]},
    {"title": "Mamba Again", "arxiv_id": "2401.00001", "tags": ["$(touch owned)"]},
    {"title": HOSTILE, "arxiv_id": "2401.00002", "citation_key": "vale2001of"},
]


@pytest.fixture
def three(copy_of: Copies) -> Reader:
    """A library of three papers, two of them on lists."""
    reader = copy_of(of_three)
    reader("list")  # The names are kept by the path of the library, which the copy has not.
    return reader


def of_three(reader: Reader) -> None:
    """Three papers, tags and lists with names that could hurt."""
    reader("import", "-", "--format", "jsonl", stdin="".join(json.dumps(row) + "\n" for row in RECORDS))
    reader("list", "add", "Edge models", "2401.00001", "--section", "At first")
    reader("list", "new", '"`touch owned`"')


def ask(three: Reader, *words: str) -> list[str]:
    """What may stand in place of the last word."""
    found = offered(table(), ["--library", str(three.folder), *words[:-1]], words[-1])
    return [one.text for one in found.found] + [f":{found.place}"] * bool(found.place)


def test_the_table_of_commands_is_up_to_date() -> None:
    """`python -m tests.support.readme` writes it anew."""
    assert CALLS.read_text(encoding="utf-8") == made()


def test_the_options_of_help_have_the_names_of_the_context_whichever_asked_first() -> None:
    command = click.Command("lamps")
    command.get_params(click.Context(command))
    told = call(command, click.Context(command, help_option_names=["-h", "--help"]))
    assert list(told["options"]) == ["-h", "--help"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["sho"], ["show"]),
        (["list", "se"], ["section"]),
        (["list", "section", "re"], ["remove", "rename"]),
        (["show", "23"], ["2312.00752"]),
        (["show", "vale"], ["vale2001of"]),
        (["show", "mamba a"], ["2401.00001"]),
        (["star", "2401.00001", "2401"], ["2401.00002"]),
        (["mark", "read"], ["reading", "read"]),
        (["mark", "read", "23"], ["2312.00752"]),
        (["tag", "23", "--add", "to"], ["to read"]),
        (["tag", "23", "-a", "SS"], ["ssm"]),
        (["list", "show", "ed"], ["Edge models"]),
        (["list", "add", "Edge models", "--section", "at"], ["At first"]),
        (["list", "section", "put", "edge models", ""], ["At first"]),
        (["list", "move", "Edge models", "2401.00001", "t"], ["top"]),
        (["export", "--list=ed"], ["--list=Edge models"]),
        (["export", "--format", "bib"], ["bibtex"]),
        (["search", "--so"], ["--sort"]),
        (["search", "--sort", "-st"], ["-status", "-starred"]),
        (["search", "--json", "--js"], []),
        (["search", "--fields", "id,ti"], ["id,title"]),
        (["search", "--fields", "id,i"], []),
        (["tag", "23", "--add", "x", "--ad"], ["--add"]),
        (["search", "tag:to"], ['tag:"to read"']),
        (["search", "#ss"], ["#ssm"]),
        (["search", "mamba", "-is:re"], ["-is:reading", "-is:read"]),
        (["star", "--query", 'mamba list:"ed'], ['mamba list:"Edge models"']),
        (["search", "ta"], ["tag:"]),
        (["search", "sort:-ad"], ["sort:-added"]),
        (["search", "like:23"], ["like:2312.00752"]),
        (["search", "--", "-is:st"], ["-is:starred"]),
        (["search", "mamba l"], ["mamba list:", "mamba like:"]),
        (["search", "mamba:"], []),
        (["search", "Mam"], ['"Mamba: Linear Time"', '"Mamba Again"']),
        (["search", '"Mamba A'], ['"Mamba Again"']),
        (["import", "x"], [":files"]),
        (["export", "-o", "x"], [":files"]),
        (["--library", "x"], [":folders"]),
        (["edit", "23", "--set", "au"], ["authors="]),
        (["edit", "23", "--clear", "au"], ["authors"]),
        (["help", "list", "sh"], ["show"]),
        (["note", "23", "--set", "M"], []),
        (["nothing", "x"], []),
        (["show", "2312.00752", "x"], []),
    ],
)
def test_what_may_stand_there(three: Reader, words: list[str], found: list[str]) -> None:
    assert ask(three, *words) == found


def test_steps_and_backups_are_offered_the_newest_first(three: Reader) -> None:
    """Those that undo would take back, each with what it did, and what a restore can be asked for."""
    steps = [step["id"] for step in three("history", "--json").json if step["own"]]
    assert steps
    assert ask(three, "undo", "--step", "") == ask(three, "undo", "--to", "") == steps
    assert ask(three, "undo", "--step", "zz") == []
    backups = [row["name"] for row in three("backup", "list", "--json").json]
    assert backups
    assert ask(three, "backup", "restore", "2") == backups[::-1]


def test_where_nothing_is_typed_all_is_offered(three: Reader) -> None:
    """Papers with their titles; options where a command takes nothing else."""
    found = offered(table(), ["--library", str(three.folder), "show"], "").found
    assert (found[0].text, found[0].about) == ("2312.00752", "Mamba: Linear Time")
    assert "tag:" in ask(three, "search", "")
    assert "--json" in ask(three, "stats", "")
    assert ask(three, "")[0] == "open"


def test_of_very_many_names_those_are_offered_that_agree_as_far_as_all_do() -> None:
    """So that a shell completes no further than all of them go."""
    few = tab._few([tab.Offer(f"24{number:05d}") for number in range(30_000)])
    assert (len(few), few[0].text, few[-1].text) == (MOST_OFFERS, "2400000", "2429999")


def test_names_are_kept_whenever_a_library_was_open(three: Reader) -> None:
    """An edit changes them; a file that is cut or not there is none."""
    path = names_path(three.folder, paths.cache_dir())
    assert path.stat().st_mode & 0o777 == 0o600
    three("tag", "2312.00752", "--add", "fresh")
    assert "fresh" in ask(three, "tag", "23", "--add", "")
    path.write_bytes(path.read_bytes()[:-1])
    assert read_names(path) == []
    assert "2312.00752" not in ask(three, "show", "")
    path.unlink()
    assert read_names(path) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders here")
def test_a_tab_waits_for_no_pipe_in_the_place_of_the_names(tmp_path: Path) -> None:
    path = tmp_path / "names"
    os.mkfifo(path)
    reading = threading.Thread(target=read_names, args=(path,), daemon=True)
    reading.start()
    reading.join(10)
    waits = reading.is_alive()
    if waits:
        path.open("wb").close()
    assert not waits
    assert read_names(path) == []


def test_of_a_library_that_is_gone_no_name_is_offered(three: Reader) -> None:
    three.folder.rename(three.folder.with_name("elsewhere"))
    assert LibraryNames(lambda: three.folder).of("paper") == []


def test_a_tab_makes_nothing_and_says_nothing(
    tmp_path: Path, own_home: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No library, no cache, no word of what is wrong."""
    ways = ["show\x1f2", f"--library\x1f{tmp_path / 'none'}\x1fshow\x1f2", "--library\x1f~nobody-at-all\x1fshow\x1f2"]
    for words in ways:
        assert answered_tab({ASKED_BY: "zsh", WORDS: words})
    config = tmp_path / "config.toml"
    config.write_text("library = = =", encoding="utf-8")
    monkeypatch.setenv("READER_CONFIG", str(config))
    assert answered_tab({ASKED_BY: "zsh", WORDS: "show\x1f2"})
    assert capfd.readouterr() == ("", "")
    assert not own_home.exists()
    assert [found.name for found in tmp_path.iterdir()] == ["config.toml"]
    assert not answered_tab({ASKED_BY: "bash_complete"})


def test_the_library_is_the_one_that_the_settings_name(
    three: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As for every command: the call, the environment, the settings."""
    config = tmp_path / "config.toml"
    config.write_text(f"library = {json.dumps(str(three.folder))}\n", encoding="utf-8")
    monkeypatch.setenv("READER_CONFIG", str(config))
    assert rows("zsh", {WORDS: "show\x1f23"}) == ["=2312.00752\tMamba: Linear Time"]
    monkeypatch.setenv("READER_LIBRARY", str(tmp_path / "none"))
    assert rows("zsh", {WORDS: "show\x1f23"}) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("reader show 23", (("reader", "show"), "23", "", "")),
        ("reader show ", (("reader", "show"), "", "", "")),
        ("reader search tag:to", (("reader", "search"), "tag:to", "tag:", "")),
        ("reader export --list=ed", (("reader", "export"), "--list=ed", "--list=", "")),
        ("reader search 'tag:to re", (("reader", "search"), "tag:to re", "", "'")),
        ('reader search tag:"to re', (("reader", "search"), "tag:to re", "tag:", '"')),
        (r"reader search to\ re", (("reader", "search"), "to re", "", "")),
        (r"reader search '' a\"b", (("reader", "search", ""), 'a"b', "", "")),
        (r'reader search "a\"b\c', (("reader", "search"), 'a"b\\c', "", '"')),
        ("ls | reader show 2", (("reader", "show"), "2", "", "")),
        ("reader show $(ls", None),
        ("reader show `l", None),
        ('reader show "$HO', None),
        ("reader show '$HO", (("reader", "show"), "$HO", "", "'")),
    ],
)
def test_a_line_is_read_as_bash_reads_it(text: str, line: tuple[object, ...] | None) -> None:
    """Where the shell would put something else in its place, nothing is known of the word."""
    found = bash_line(text)
    assert (tuple(found) if found is not None else None) == line


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_whatever_a_name_is_bash_gets_it_as_one_word(quote: str) -> None:
    """But for a "!" in double quotes, which cannot stand there as itself."""
    texts = [HOSTILE, "plain", "a b", "#tag", "~home", "-x", "{a,b}", "a!b", "é", "$HOME", "*", "a\\", "=", "'"]
    words = {text: word for text in texts if (word := bash_word(text, quote)) is not None}
    assert set(texts) - set(words) == ({"a!b"} if quote == '"' else set())
    line = " ".join(f"{quote}{word}{quote}" for word in words.values())
    told = subprocess.run(["bash", "-c", f"printf '%s\\n' {line}"], capture_output=True, text=True, check=True)
    assert (told.stdout.splitlines(), told.stderr) == (list(words), "")


def test_what_is_the_beginning_of_titles_is_not_taken_away(three: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """bash would put in its place what the ids of those papers begin with."""
    monkeypatch.setenv("READER_LIBRARY", str(three.folder))
    assert rows("bash", {WORDS: "reader show Mamba"}) == ["=2312.00752", "=2401.00001", "=…"]
    assert rows("bash", {WORDS: "reader show 2401"}) == ["=2401.00001", "=2401.00002"]
    assert rows("bash", {WORDS: "reader edit 23 --set au"}) == [":open", "=authors="]
    assert rows("zsh", {WORDS: "show\x1fMamba A"}) == ["~2401.00001\tMamba Again"]


def test_powershell_gets_quoted_words(three: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """In quotes in which nothing is put in the place of anything; its quotes, curved ones too, are doubled."""
    monkeypatch.setenv("READER_LIBRARY", str(three.folder))
    owned, edge = rows("powershell", {WORDS: "list\x1fshow\x1f"})
    assert edge == "='Edge models'\tEdge models\tEdge models"
    assert owned == "='`touch owned`'\t`touch owned`\t`touch owned`"
    assert rows("powershell", {WORDS: "show\x1f23"}) == ["=2312.00752\t2312.00752\tMamba: Linear Time"]
    three("list", "new", "It’s 'so'")
    (row,) = rows("powershell", {WORDS: "list\x1fshow\x1fIt"})
    assert row.partition("\t")[0] == "='It’’s ''so'''"


def test_a_script_is_printed_for_each_shell(reader: Reader) -> None:
    for shell in SHELLS:
        assert reader("completion", shell).out == script(shell)
        assert ASKED_BY in script(shell)
    assert "did you mean 'powershell'?" in reader("completion", "powershel", check=False).err


def test_a_tab_loads_no_more_than_it_needs() -> None:
    """Neither click, nor a library, nor the store."""
    code = (
        "import sys; from reader.__main__ import main; main()\n"
        "rooms = ('click', 'dataclasses', 'reader.store', 'reader.library', 'reader.query', 'platformdirs')\n"
        "sys.exit(', '.join(name for name in sys.modules if name.startswith(rooms)))"
    )
    asked = {**os.environ, ASKED_BY: "zsh", WORDS: BETWEEN.join(("search", "tag:"))}
    done = subprocess.run([sys.executable, "-c", code], env=asked, capture_output=True, text=True, check=False)
    assert done.stderr.strip() == ""


class Shell:
    """An interactive shell in a terminal, in which `args` at the beginning of a line prints the words of the rest."""

    START = {
        "bash": (["bash", "--norc", "--noprofile", "-i"], 'args() { printf "<%s>" "$@"; echo "<end>"; }'),
        "zsh": (["zsh", "-f", "-i"], 'autoload -U compinit; compinit -D; args() { printf "<%s>" "$@"; echo "<end>"; }'),
        "fish": (["fish", "--no-config", "-i"], 'function args; printf "<%s>" $argv; echo "<end>"; end'),
    }
    SOURCE = {
        "bash": 'eval "$(reader completion bash)"',
        "zsh": 'eval "$(reader completion zsh)"',
        "fish": "reader completion fish | source",
    }

    def __init__(self, name: str, folder: Path, library: Path) -> None:
        import pty

        program = folder / "bin" / "reader"
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m reader "$@"\n', encoding="utf-8")
        program.chmod(0o755)
        command, helper = self.START[name]
        environment = {
            **os.environ,
            "PATH": f"{program.parent}:{os.environ['PATH']}",
            "HOME": str(folder),
            "TERM": "xterm",
            "READER_LIBRARY": str(library),
            "LC_ALL": "C.UTF-8",
            "PS1": "$ ",
            "COLUMNS": "200",
            "HISTFILE": "",
        }
        self.pid, self._fd = pty.fork()
        if not self.pid:
            os.chdir(folder)
            os.execvpe(command[0], command, environment)
        self._seen = ""
        self._say(f"{helper}; {self.SOURCE[name]}; args ready\r")
        self._until(r"<ready><end>\r?\n")

    def _say(self, keys: str) -> None:
        os.write(self._fd, keys.encode())

    def _until(self, wanted: str) -> re.Match[str]:
        begun = time.monotonic()
        while (found := re.search(wanted, self._seen)) is None:
            assert time.monotonic() - begun < 60, f"{wanted} never came: {self._seen[-600:]!r}"
            if select.select([self._fd], [], [], 1)[0]:
                self._seen += os.read(self._fd, 65536).decode(errors="replace")
        self._seen = self._seen[found.end() :]
        return found

    def completed(self, line: str) -> list[str]:
        """The words of a line behind which Tab was pressed; a quote that is open is closed."""
        self._say(f"{line}\t\x01args \r")
        return self._until(r"<reader>(<[^\r\n]*>)<end>\r?\n")[1][1:-1].split("><")

    def stop(self) -> None:
        """End it."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._fd)


@pytest.fixture
def shell(request: pytest.FixtureRequest, three: Reader, tmp_path: Path) -> Iterator[Shell]:
    """A shell that completes calls of the program on three papers."""
    if shutil.which(request.param) is None:
        pytest.skip(f"there is no {request.param} here")
    folder = tmp_path / "home of the shell"
    folder.mkdir()
    begun = Shell(request.param, folder, three.folder)
    yield begun
    begun.stop()


OF_ALL = {
    "reader sho": ["show"],
    "reader show 23": ["show", "2312.00752"],
    "reader list show Ed": ["list", "show", "Edge models"],
    "reader list show \\`t": ["list", "show", "`touch owned`"],
    "reader tag 23 --add \\$": ["tag", "23", "--add", "$(touch owned)"],
    "reader tag 23 --add to": ["tag", "23", "--add", "to read"],
    "reader search -- -is:st": ["search", "--", "-is:starred"],
    "reader search mamba zz": ["search", "mamba", "zz"],
    "reader import a-f": ["import", "a-file with blanks"],
    "reader search tag:to": ["search", 'tag:"to read"'],
    "reader export --list=Ed": ["export", "--list=Edge models"],
    "reader show \\$\\(touch\\ owned\\)": ["show", "$(touch owned)"],
}
"""What a line becomes by Tab."""
TITLES = {
    "reader search Of": ["search", '"' + HOSTILE.replace("\\", "\\\\").replace('"', '\\"') + '"'],
    "reader show Of": ["show", "2401.00002"],
    "reader show Mamba": ["show", "Mamba"],
}
"""The same where nothing that may stand there begins with what is typed, which fish does not take."""
OF_BASH = {
    "reader list show 'Ed": ["list", "show", "Edge models"],
    'reader list show "Ed': ["list", "show", "Edge models"],
    "reader search 'tag:ss": ["search", "tag:ssm"],
    'reader search "tag:to': ["search", 'tag:"to read"'],
    "reader search 'tag:to": ["search", 'tag:"to read"'],
    'reader search "list:Ed': ["search", 'list:"Edge models"'],
}


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
@pytest.mark.parametrize(
    ("shell", "lines"),
    [
        ("bash", {**OF_ALL, **TITLES, **OF_BASH}),
        ("zsh", dict(by_turns([*OF_ALL.items(), *TITLES.items()], 3))),
        ("fish", dict(by_turns([*OF_ALL.items()], 3, 1))),
    ],
    ids=["bash", "zsh", "fish"],
    indirect=["shell"],
)
def test_tab_completes_names_as_words_and_runs_none(shell: Shell, lines: dict[str, list[str]], tmp_path: Path) -> None:
    """Whatever they hold; in bash, and by turns in the other shells."""
    folder = tmp_path / "home of the shell"
    (folder / "a-file with blanks").touch()
    found = {line: shell.completed(line) for line in lines}
    assert found == lines
    assert not (folder / "owned").exists()
