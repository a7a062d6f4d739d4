"""Every call that a command makes of the system may fail: it says so in a sentence that names the file, and does half
of nothing.

    python -m tests.proof faults

Each command runs in this process on a library with all that lies around it: settings, remembered state, backups, kept
indexes, files to import, exported files that somebody edited. Of the calls that it makes when nothing fails, each fails
once, and from then on, in each way in which the system may let it fail; then the command runs again without. What is
judged:

- no traceback, no error that nobody foresaw; what could not be done is one sentence that names a file, exit status 1
- done means done: what the library and the files hold then is what they hold where nothing fails
- not done means not: the library is as it was; each file is the old one or the new one, whole, and none lies beside it
- what only makes it quicker (indexes, remembered state) never keeps a command from its work
- the command that could not be done does all of it when it is asked again
"""

from __future__ import annotations

import errno
import io
import json
import os
import re
import shutil
import socket
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from pathlib import Path
from typing import Any
from unittest.mock import patch

from reader.cli.main import main
from reader.library.library import Library
from reader.operations import undo
from reader.store import open_library
from tests.support.faults import Faults, Way
from tests.support.typing_in import typed_in

WAYS = (
    *(Way(error) for error in (errno.EIO, errno.EACCES, errno.ENOSPC, errno.EMFILE, errno.EROFS, errno.ENOENT)),
    *(Way(error) for error in (errno.ENOMEM, errno.ECONNRESET, errno.ETIMEDOUT)),
    Way(0), Way(0, lasting=True), Way(errno.ENOSPC, half=True),
    *(Way(error, lasting=True) for error in (errno.EIO, errno.EACCES, errno.ENOSPC, errno.EMFILE)),
)  # fmt: skip
"""How calls fail."""
_HOMES = ("state", "data", "cache", "config")
_BOUND = re.compile(r'"(by|own)":(\[[^]]*\]|"[^"]*")')
_BIB = "@article{lee2024, title={On the Merging of Models by Weights}, author={Lee, Ann}, year={2024}}\n"


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run of the command line gave back."""

    status: int
    out: str
    err: str

    @property
    def is_done(self) -> bool:
        """Whether it says that all was done: a batch refuses one request and goes on."""
        return self.status == 0 and '{"ok": false' not in self.out


@dataclass(frozen=True, slots=True)
class Command:
    """A call of the command line that meets faults."""

    arguments: tuple[str, ...]
    stdin: str = ""
    prepare: Callable[[Place], None] | None = None
    """What is done before it."""
    parts: bool = False
    """Whether it does more than one thing, each of which stands for itself: a file that it could not write undoes no
    edit that it took from there."""
    serves: bool = False
    """Whether it asks an address."""

    def __str__(self) -> str:
        return " ".join(self.arguments)


@dataclass(slots=True)
class Found:
    """What stands on the disk."""

    library: str
    """Papers and lists, one a line."""
    past: str
    """Which steps stand and which are undone."""
    files: Mapping[str, str]
    """Files that were exported or are imported, by name."""

    def like(self, other: Found, *, parts: bool) -> bool:
        """Whether the same stands in both; of what is done in `parts`, in however many steps."""
        return self.library == other.library and self.files == other.files and (parts or self.past == other.past)


class Place:
    """A library and all that lies around it, which can be put back as it was."""

    def __init__(self, root: Path) -> None:
        self.root = root / "place"
        self._kept = root / "kept"
        self._aside = root / "aside"
        self._states: dict[object, tuple[str, str]] = {}
        self.work = self.root / "work"
        self.work.mkdir(parents=True)
        (self.root / "tmp").mkdir()
        with self.entered():
            self._fill()
        shutil.copytree(self.root, self._kept, symlinks=True)

    def _fill(self) -> None:
        facts = [
            {"title": f"The paper that has the number {n}", "arxiv_id": f"2401.{n:05d}", "abstract": f"About {n}."}
            for n in range(6)
        ]
        (self.work / "papers.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in facts[:4]), encoding="utf-8")
        (self.work / "more.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in facts), encoding="utf-8")
        (self.work / "one.bib").write_text(_BIB, encoding="utf-8")
        (self.work / "mine.j2").write_text("{% for paper in papers %}{{ paper.title }}\n{% endfor %}", encoding="utf-8")
        config = self.root / "config" / "reader"
        config.mkdir(parents=True)
        (config / "config.toml").write_text('goal = "2 a week"\n[keys]\n"paper.tag" = "T"\n', encoding="utf-8")
        for arguments in (
            ("import", "work/papers.jsonl"), ("tag", "2401.00000", "--add", "first"), ("star", "2401.00001"),
            ("note", "2401.00001", "--set", "A note."), ("list", "new", "Edge"),
            ("list", "add", "Edge", "2401.00000", "2401.00001"), ("export", "-o", "work/all.md"),
            ("export", "--format", "obsidian", "-o", "work/vault"), ("search", "paper"),
            ("related", "2401.00000"),
        ):  # fmt: skip
            ran = self.run(*arguments)
            assert ran.status == 0, ran

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Whatever is run meanwhile finds its folders here."""
        homes = {f"XDG_{kind.upper()}_HOME": str(self.root / kind) for kind in _HOMES}
        before = Path.cwd()
        with (
            patch.dict(os.environ, {**homes, "HOME": str(self.root)}),
            patch.object(tempfile, "tempdir", str(self.root / "tmp")),
            patch.object(os, "fsync", lambda _: None),
        ):
            for name in ("READER_LIBRARY", "READER_CONFIG", "NO_COLOR", "VISUAL", "EDITOR"):
                os.environ.pop(name, None)
            os.chdir(self.root)
            try:
                yield
            finally:
                os.chdir(before)

    def again(self) -> None:
        """Put all back as it was."""
        for path in self.root.iterdir():  # The folder itself stays: whoever is in it stays there.
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copytree(self._kept, self.root, symlinks=True, dirs_exist_ok=True)

    def run(self, *arguments: str, stdin: str = "") -> Ran:
        """Run a command here."""
        out, err = io.BytesIO(), io.BytesIO()
        streams = [io.TextIOWrapper(stream, encoding="utf-8") for stream in (io.BytesIO(stdin.encode()), out, err)]
        with patch.multiple(sys, stdin=streams[0], stdout=streams[1], stderr=streams[2]):
            try:
                main(["--library", str(self.root / "library"), *arguments])
                status = -1
            except SystemExit as ended:
                status = int(ended.code or 0)
            except BaseException:  # noqa: BLE001  that it came through is what is looked for
                status = -1
                traceback.print_exc()
            for stream in streams[1:]:
                stream.flush()
        return Ran(status, out.getvalue().decode(), err.getvalue().decode())

    def found(self) -> Found:
        """What stands here, looked at without leaving a trace."""
        library = self.root / "library"
        held = tuple(
            (str(path.relative_to(library)), path.read_bytes()) for path in sorted(library.rglob("*")) if path.is_file()
        )
        if held not in self._states:
            self._states[held] = self._asked(library)
        files = {
            str(path.relative_to(self.work)): _BOUND.sub(r'"\1":""', path.read_bytes().decode("utf-8", "replace"))
            for path in sorted(self.work.rglob("*")) if path.is_file()
        }  # fmt: skip
        return Found(*self._states[held], files)

    def _asked(self, folder: Path) -> tuple[str, str]:
        """Papers, lists and history of a copy of the library, opened as on another machine."""
        shutil.rmtree(self._aside, ignore_errors=True)
        here = self._aside / "library"
        if folder.is_dir():
            shutil.copytree(folder, here)
        aside = self._aside
        opened = open_library(here, state_dir=aside / "state", data_dir=aside / "data", cache_dir=aside / "cache")
        library = Library(opened)
        papers = [
            replace(paper, added="", starred_at="", reading_at="", read_at="", changed_at="")
            for paper in library.papers.values()
        ]
        past = [line.undone for line in undo.past(library)]
        opened.close()
        held = sorted(map(str, [*papers, *library.lists.values(), *library.warnings]))
        return "\n".join(held), str(past)


def _edited(place: Place) -> None:
    """Somebody marks a paper as read and ticks another off in the exported file."""
    path = place.work / "all.md"
    was = path.read_text(encoding="utf-8")
    path.write_text(typed_in(was, "unread", "read"), encoding="utf-8")


def _edited_vault(place: Place) -> None:
    path = place.work / "vault" / "The paper that has the number 0 2401.00000.md"
    was = path.read_text(encoding="utf-8")
    path.write_text(was.replace('status: "unread"', 'status: "read"', 1), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != was


def _tagged(place: Place) -> None:
    place.run("tag", "2401.00002", "--add", "second")


def _warm(place: Place) -> None:
    place.run("search", "paper")


def _none(place: Place) -> None:
    for name in ("library", "state", "data", "cache"):
        shutil.rmtree(place.root / name)


def _requests(*requests: dict[str, Any]) -> str:
    return "".join(f"{json.dumps(one)}\n" for one in requests)


COMMANDS = (
    Command(("import", "work/more.jsonl")),
    Command(("import", "work/more.jsonl"), prepare=_none),
    Command(("import", "work/more.jsonl", "--tag", "new", "--list", "Edge", "--json")),
    Command(("import", "work"), parts=True),
    Command(("import", "work/one.bib", "work/more.jsonl"), parts=True),
    Command(("import", "-", "--format", "bibtex"), stdin=_BIB),
    Command(("import", "work/all.md"), prepare=_edited),
    Command(("import", "http://127.0.0.1:{port}/more.jsonl"), serves=True),
    Command(("export", "-o", "work/new.md")),
    Command(("export", "-o", "work/all.md"), prepare=_tagged),
    Command(("export", "-o", "work/all.md", "--force"), prepare=_edited),
    Command(("export", "--list", "Edge", "--format", "bibtex", "-o", "work/edge.bib")),
    Command(("export", "--template", "work/mine.j2", "-o", "work/own.md")),
    Command(("export", "--template", "work/mine.j2")),
    Command(("export", "--format", "obsidian", "-o", "work/vault"), prepare=_tagged, parts=True),
    Command(("export", "--format", "obsidian", "-o", "work/other"), parts=True),
    Command(("sync", "work/all.md"), prepare=_edited, parts=True),
    Command(("sync", "work/all.md"), prepare=_tagged, parts=True),
    Command(("sync", "work/vault"), prepare=_edited_vault, parts=True),
    Command(("search", "paper")),
    Command(("search", "paper", "--json"), prepare=_warm),
    Command(("search", "tag:first"), prepare=_none),
    Command(("show", "2401.00001")),
    Command(("related", "2401.00000")),
    Command(("next",)),
    Command(("tag", "2401.00002", "--add", "second")),
    Command(("tag", "--query", "paper", "--yes", "--add", "second")),
    Command(("tags",)),
    Command(("note", "2401.00002", "--set", "Another note.")),
    Command(("note", "2401.00002", "--file", "work/one.bib")),
    Command(("mark", "read", "2401.00003")),
    Command(("triage", "queue", "2401.00003")),
    Command(("list", "new", "Other")),
    Command(("list", "add", "Edge", "2401.00003")),
    Command(("list", "show", "Edge")),
    Command(("remove", "2401.00003", "--yes")),
    Command(("undo",)),
    Command(("history",)),
    Command(("stats",)),
    Command(("doctor",)),
    Command(("doctor", "--repair")),
    Command(("backup", "list")),
    Command(("backup", "restore", "{day}"), prepare=_tagged),
    Command(
        ("batch",),
        stdin=_requests(
            {"op": "tag", "papers": ["2401.00002"], "add": ["second"]}, {"op": "search", "query": "paper"},
            {"op": "recommend"}, {"op": "note", "paper": "2401.00003", "text": "Said."},
            {"op": "import", "text": _BIB, "format": "bibtex"}, {"op": "stats"},
        ),
        parts=True,
    ),
)  # fmt: skip


@contextmanager
def served(place: Place) -> Iterator[int]:
    """Answer whoever asks an address of this machine with a file; its port."""
    server = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        Faults.pass_over()
        with suppress(OSError):
            while True:
                connection, _ = server.accept()
                with suppress(OSError), connection:
                    connection.recv(1 << 16)
                    body = (place._kept / "work" / "more.jsonl").read_bytes()
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    try:
        yield server.getsockname()[1]
    finally:
        with suppress(OSError):
            server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join()


class Trials:
    """One command, and what it does when nothing fails."""

    def __init__(self, place: Place, command: Command, port: int = 0) -> None:
        self.place = place
        self.command = command
        day = next(iter(sorted((place._kept / "data").rglob("*.jsonl.gz"))), Path("none")).name[:10]
        self._arguments = [
            part.format(port=port, day=day) if "{port}" in part or "{day}" in part else part
            for part in command.arguments
        ]
        self._prepared()
        self.before = place.found()
        with Faults(place.root, Way(0)) as faults:
            self.plain = self._run()
        self._calls = faults.calls
        self.after = place.found()
        assert self.plain.is_done, (command, self.plain)
        assert "Traceback" not in self.plain.err

    def __str__(self) -> str:
        return str(self.command)

    def calls(self, way: Way, name: str = "", about: str = "*") -> list[int]:
        """The numbers of all calls that may fail in a way; of those of one name, on paths of some form."""
        met = [(call, path) for call, path in self._calls if way.meets(call)]
        return [at for at, (call, path) in enumerate(met, 1) if call == (name or call) and fnmatch(path, about)]

    def _prepared(self) -> None:
        self.place.again()
        if self.command.prepare is not None:
            self.command.prepare(self.place)

    def _run(self) -> Ran:
        return self.place.run(*self._arguments, stdin=self.command.stdin)

    def wrong(self, way: Way, at: int) -> list[str]:
        """What does not hold when call `at` fails in a way."""
        self._prepared()
        with Faults(self.place.root, way, at) as faults:
            ran = self._run()
        if not faults.hit:
            return []
        found = self.place.found()
        wrong = [*self._said(ran, faults, way), *self._stands(ran, found, way, faults)]
        if not ran.is_done:
            ran = self._run()
            again = self.place.found()
            if not ran.is_done or not again.like(self.after, parts=self.command.parts):
                wrong.append(f"asked again it does not do all of it: {_differ(again, self.after)} {ran}")
        where = faults.path.removeprefix(str(self.place.root))
        return [f"{self.command}: {way} at {at} ({faults.hit} {where}): {what}" for what in wrong]

    def _said(self, ran: Ran, faults: Faults, way: Way) -> list[str]:
        wrong = []
        everything = ran.out + ran.err
        if "Traceback" in everything or ran.status == -1:
            wrong.append(f"a traceback: {ran.err}")
        if "it does not know" in everything:
            wrong.append(f"an error that nobody foresaw: {everything} {self._reports()}")
        if "It could not be done" in everything:
            wrong.append(f"a sentence that names nothing: {everything}")
        if ran.status not in (0, 1):
            wrong.append(f"exit status {ran.status}: {everything}")
        if ran.status == 1:
            told = [line for line in ran.err.splitlines() if line.startswith("reader: ")]
            if ran.out.startswith('{"error"'):
                told = [f"reader: {json.loads(ran.out)['error']['message']}"]
            if len(told) > 1 and not self.command.parts:
                wrong.append(f"not one sentence: {ran.err} {ran.out}")
            apart = faults.hit in ("pipe", "fork") and not faults.path
            """Whether it was no file that the system refused."""
            if not apart and not any(name in everything for name in self._names(faults)):
                wrong.append(f"no sentence names a file: {everything}")
        if not way.error and ran.status:
            wrong.append(f"it failed, though nothing did: {everything}")
        return wrong

    def _names(self, faults: Faults) -> list[str]:
        names = [part for part in Path(faults.path.removeprefix(str(self.place.root))).parts if part != "/"]
        given = [self.place.root / part for part in self._arguments]
        names += [path.name for folder in given if folder.is_dir() for path in folder.rglob("*") if path.is_file()]
        return [*names, "library", *(Path(part).name for part in self._arguments if "/" in part)]

    def _without(self, way: Way, faults: Faults) -> bool:
        """Whether the system said of a file that a command does without that it is not there: settings, a backup, one
        of the files of a folder. It then does what it does without that file."""
        path = str(self.place.root / faults.path)
        named = [str(self.place.root / kind) for kind in ("config", "data")]
        named += [str(self.place.work)] if self._arguments == ["import", "work"] else []
        return way.error == errno.ENOENT and any(path.startswith(f"{folder}{os.sep}") for folder in named)

    def _reports(self) -> str:
        reports = [*(self.place.root / "state").rglob("crash-*"), *(self.place.root / "tmp").rglob("crash-*")]
        return "\n".join(path.read_text(encoding="utf-8") for path in reports)

    def _stands(self, ran: Ran, found: Found, way: Way, faults: Faults) -> list[str]:
        wrong = []
        done, told = ran.is_done, ran.err != self.plain.err or "not readable: " in ran.out
        left = "was left as it is: the library has lost" in ran.out
        """Whether a sync said that it left the file, since not all of the library was there; it may take edits."""
        without = self._without(way, faults)
        if left and found.library not in (self.before.library, self.after.library):
            wrong.append(f"said to be left, and yet there: {_differ(found, self.before)} {ran}")
        if done and not left and not without and found.library != self.after.library:
            wrong.append(f"acknowledged, and not there: {_differ(found, self.after)} {ran}")
        forced = "--force" in self.command.arguments and "are missing" in ran.err
        poorer = forced or (("cannot be read" in ran.err or "are missing" in ran.err) and self._fresh(found))
        """Whether it was told that what was read is not all that there is."""
        if done and found.files != self.after.files and not poorer:
            wrong.append(f"said to be done, and not in the files: {_differ(found, self.after)} {ran}")
        if (
            done
            and ran.out != self.plain.out
            and not told
            and not without
            and self.command.arguments[0] not in ("batch", "doctor")
        ):
            wrong.append(f"it answers otherwise without a word: {ran.out!r} for {self.plain.out!r}")
        if not done and not self.command.parts and found.library != self.before.library:
            wrong.append(f"not done, and yet there: {_differ(found, self.before)} {ran}")
        if found.library not in (self.before.library, self.after.library) and not self.command.parts:
            wrong.append(f"half of it is there: {_differ(found, self.after)}")
        for name in {*found.files, *self.before.files}:
            text = found.files.get(name)
            allowed = (self.before.files.get(name), self.after.files.get(name))
            if (
                text not in allowed
                and not (poorer and done)
                and not (name.endswith(".tmp") and faults.hit in ("unlink", "remove"))
            ):
                wrong.append(f"the file {name} is neither old nor new: {text!r}")
        return wrong

    def _fresh(self, found: Found) -> bool:
        """Whether the files that are not what they are where nothing fails are new: nothing was written over."""
        return all(found.files.get(name) == text for name, text in self.before.files.items())


def _differ(one: Found, other: Found) -> str:
    names = [name for name in sorted({*one.files, *other.files}) if one.files.get(name) != other.files.get(name)]
    lines = {*one.library.splitlines()} ^ {*other.library.splitlines()}
    told = [
        ("+ " if line in one.library else "- ") + re.sub(r"\w+=(''|\(\)|False|None), |, \w+=''", "", line)
        for line in sorted(lines)
    ]
    return "\n".join([f"files {names}", *told, one.past, other.past])
