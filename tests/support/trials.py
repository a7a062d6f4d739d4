"""Changes of the program tried in forks of one process, which has imported and collected all tests already.

To start pytest for a change costs more than most tests that notice it. Here a change is tried in a fork, whose
functions get the code of the changed text; what runs when a module is imported cannot be tried so. A test that starts
the program as another process does not see the change either: where it alone would notice, the change survives.
"""

from __future__ import annotations

import gc
import json
import os
import pickle
import resource
import shutil
import signal
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, Protocol, TypeVar
from zlib import crc32

import pytest
from coverage import Coverage

LEAST_SECONDS = 20
"""Seconds of a processor that a change may take in any case, before it counts as one that never ends."""
TIMES_AS_LONG = 5
"""How many times as long as measured its tests may take it."""
A_TEST = 0.05
"""Seconds that each test takes besides what is measured of it."""
FIRST = 30
"""So many tests are tried in the order of their promise; what comes after in the order of their files."""
NOTICED, APART, BROKEN = 1, 3, 5
"""How a fork ends whose tests noticed a change; one in which it cannot be tried; and one that fails by itself."""
_REWRITTEN = "pytest.PytestAssertRewriteWarning"
"""What pytest says of plugins that are imported already."""
_SHARE = 10
"""Files whose tests are measured by one fork, so that what is kept of a run that is stopped is not nothing."""
_OPTIMIZED = 0x1
"""The flag of a function's code; that of a class runs at import."""


class Changed(Protocol):
    """A change of one file of the program."""

    @property
    def path(self) -> Path:
        """From the root of the project."""

    @property
    def line(self) -> int:
        """Where it is, from 1."""

    @property
    def source(self) -> str:
        """The whole changed text."""


M = TypeVar("M", bound=Changed)


@dataclass(frozen=True, slots=True)
class _Unchanged:
    """A file as it is."""

    path: Path
    source: str
    line: int = 1


_Asked = tuple[Callable[[Path], int], float, Callable[[int, Path], None]]
"""(what a fork does in its folder, seconds that this takes the processor, what is done with its status and its folder
when it has ended)."""


@dataclass(slots=True)
class Measured:
    """What is known of a test."""

    text: int
    """A sum of the text of its file, to see when it was changed."""
    seconds: float
    """What it takes the processor."""
    passes: bool
    lines: dict[str, list[int]]
    """The lines that it runs of each file that was measured."""


@dataclass(slots=True)
class Outcome:
    """How trying a change went."""

    survived: bool
    by: str = ""
    """The test that noticed it; empty where it had to be stopped, or survived."""


@dataclass(slots=True)
class _Fork:
    """A process that tries something."""

    pid: int
    folder: Path
    until: float
    ended: Callable[[int, Path], None]

    def status(self) -> int | None:
        """How it ended, None while it runs; with it ends what it began, and itself where it takes too long."""
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if not pid and time.monotonic() <= self.until:
            return None
        self.stop()
        if not pid:
            _, status = os.waitpid(self.pid, 0)
        return os.waitstatus_to_exitcode(status)

    def stop(self) -> None:
        """End it and what it began."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)


@dataclass
class Met:
    """Which tests run which line, and which of them noticed something already."""

    tests: dict[str, Measured] = field(default_factory=dict)
    noticed: Counter[str] = field(default_factory=Counter)
    _by_line: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    _by_file: dict[str, list[str]] = field(default_factory=dict)

    def measured(self, tests: dict[str, Measured]) -> None:
        """These are the tests there are."""
        self.tests = tests
        by_line, by_file = defaultdict(list), defaultdict(list)
        for name, test in tests.items():
            for path, lines in test.lines.items() if test.passes else ():
                by_file[path].append(name)
                for line in lines:
                    by_line[path, line].append(name)
        self._by_line, self._by_file = dict(by_line), dict(by_file)

    def promising(self, mutant: Changed, seconds: float) -> list[str]:
        """The tests that run a change's line, or those of all its file where it runs at import, the likeliest to notice
        it first: those of its own file of tests, and of the others as many as take so many seconds with them."""
        path = str(mutant.path)
        found = self._by_line.get((path, mutant.line)) or self._by_file.get(path, [])
        room = "tests/" + "/".join(mutant.path.parts[1:-1])
        own = f"{room}/test_{mutant.path.stem}"

        def promise(name: str) -> tuple[int, bool, bool, float]:
            test = self.tests[name]
            worth = len(test.lines[path]) / (test.seconds + A_TEST)
            return -self.noticed[name], not name.startswith(own), not name.startswith(room), -worth

        chosen: list[str] = []
        taken = 0.0
        for name in sorted(found, key=promise):
            if name.startswith(own) or taken + self.tests[name].seconds <= seconds:
                taken += self.tests[name].seconds
                chosen.append(name)
        return chosen


class Trials:
    """A plugin of pytest that tries changes with the tests that were collected, instead of running these."""

    def __init__(
        self,
        root: Path,
        paths: Sequence[Path],
        work: Callable[[Trials], None],
        *,
        kept: Path | None,
        seconds: float,
        at_once: int,
    ) -> None:
        """`paths` are the files that are changed, and `work` is done once all is collected and measured. What is
        measured of the tests is `kept`, also for a later run. The tests of a change may take so many `seconds`, and so
        many changes are tried `at_once`."""
        self.root = root
        self._met = Met()
        self._work = work
        self._package = paths[0].parts[0]
        self._paths, self._kept, self._seconds = [str(path) for path in paths], kept, seconds
        self._said = os.dup(1)
        self._failure = ""
        self._at_once = at_once
        self._items: dict[str, pytest.Item] = {}
        self._functions: dict[_Known, list[FunctionType]] = {}
        self._caches: list[Any] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Measures the tests, and does the work."""
        self._session = session
        self._items = {item.nodeid: item for item in session.items}
        for path in self._paths:
            import_module(".".join(Path(path).with_suffix("").parts).removesuffix(".__init__"))
        gc.unfreeze()
        for thing in gc.get_objects():
            if not str(getattr(thing, "__module__", "")).startswith(self._package):
                continue
            if isinstance(thing, FunctionType):
                self._functions.setdefault(_known(thing.__code__), []).append(thing)
            elif hasattr(type(thing), "cache_clear"):
                self._caches.append(thing)
        gc.freeze()
        self._met.measured(self._measure())
        self._work(self)
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """In a fork, takes down how a test failed."""
        if report.failed:
            self._failure = report.longreprtext

    def tell(self, said: str) -> None:
        """Say a sentence to whoever called."""
        os.write(self._said, f"{said}\n".encode())

    def promising(self, mutant: Changed) -> list[str]:
        """The tests on which a change is tried."""
        return self._met.promising(mutant, self._seconds)

    def tried(self, mutants: Sequence[M], told: Callable[[M], None]) -> list[Outcome | None]:
        """How each change went, None where it cannot be tried so; each that survives is `told` as it is found.

        Raises `SystemExit` where the tests notice what is no change at all.
        """
        outcomes: list[Outcome | None] = [None] * len(mutants)

        def begun() -> Iterator[_Asked]:
            first: dict[Path, dict[str, None]] = defaultdict(dict)
            for mutant in mutants:
                first[mutant.path].update(dict.fromkeys(self.promising(mutant)[:FIRST]))
            for path, names in first.items():
                unchanged = _Unchanged(path, (self.root / path).read_text(encoding="utf-8"))
                yield self._asked(unchanged, list(names), self._nothing_noticed)
            for at, mutant in enumerate(mutants):
                yield self._asked(mutant, self.promising(mutant), self._ended(outcomes, at, mutant, told))

        self._in_forks(begun())
        return outcomes

    def _asked(self, mutant: Changed, names: Sequence[str], ended: Callable[[int, Path], None]) -> _Asked:
        """To try a change on tests."""
        return self._trial(mutant, names), TIMES_AS_LONG * sum(self._met.tests[name].seconds for name in names), ended

    @staticmethod
    def _nothing_noticed(status: int, folder: Path) -> None:
        """Be sure that the tests pass, in that order, where nothing was changed."""
        if status:
            said = "".join(
                (folder / name).read_text(encoding="utf-8") + "\n" for name in ("by", "how") if (folder / name).exists()
            )
            raise SystemExit(f"Where nothing is changed, a test fails when it is tried as others are: {said}")

    def _trial(self, mutant: Changed, names: Sequence[str]) -> Callable[[Path], int]:
        """What a fork does for a change."""
        chosen = set(names[FIRST:])
        items = [self._items[name] for name in names[:FIRST]]
        items += [item for name, item in self._items.items() if name in chosen]

        def trial(folder: Path) -> int:
            if not self._swapped(mutant):
                return APART
            self._session.config.option.maxfail = 1
            try:
                for item in self._run(items, folder):
                    if self._session.testsfailed:
                        (folder / "by").write_text(item.nodeid, encoding="utf-8")
                        (folder / "how").write_text(self._failure, encoding="utf-8")
                        return NOTICED
            except BaseException as error:  # noqa: BLE001  as when the change ends the process
                (folder / "by").write_text(repr(error), encoding="utf-8")
                return NOTICED
            return 0

        return trial

    def _ended(
        self, outcomes: list[Outcome | None], at: int, mutant: M, told: Callable[[M], None]
    ) -> Callable[[int, Path], None]:
        """Takes down how a change went."""

        def ended(status: int, folder: Path) -> None:
            if status == BROKEN:
                raise SystemExit(f"A change could not be tried: {(folder / 'by').read_text(encoding='utf-8')}")
            if status == APART:
                return
            by = (folder / "by").read_text(encoding="utf-8") if (folder / "by").exists() else ""
            self._met.noticed[by] += 1
            outcomes[at] = Outcome(survived=status == 0, by=by)
            if status == 0:
                told(mutant)

        return ended

    def _swapped(self, mutant: Changed) -> bool:
        """Give the functions of this process the code of a changed text; False where more than functions differ."""
        before = (self.root / mutant.path).read_text(encoding="utf-8")
        old, new = (compile(text, str(self.root / mutant.path), "exec") for text in (before, mutant.source))
        pairs: list[tuple[CodeType, CodeType]] = []
        if not _same_at_import(old, new, pairs):
            return False
        for was, becomes in pairs:
            live = self._functions.get(_known(was), []) if was != becomes else []
            if was != becomes and not live:
                return False
            for function in live:
                try:
                    function.__code__ = becomes
                except ValueError:  # It holds on to other things than before.
                    return False
        for cache in self._caches:  # What is remembered was computed before the change.
            cache.cache_clear()
        return True

    def _run(self, items: Sequence[pytest.Item], folder: Path) -> Iterator[pytest.Item]:
        """Run tests in this fork, with their files in a folder; each is given when it has ended."""
        os.environ["PYTEST_DEBUG_TEMPROOT"] = str(folder)  # Where pytest makes its folders, once it needs the first.
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            yield item

    def _in_forks(self, asked: Iterable[_Asked]) -> None:
        """Do each of these in a fork, as many at once as there are processors."""
        waiting, running = iter(asked), list[_Fork]()
        try:
            while True:
                while len(running) < self._at_once and (following := next(waiting, None)):
                    running.append(_forked(*following))
                if not running:
                    return
                time.sleep(0.01)
                for fork in list(running):
                    if (status := fork.status()) is not None:
                        running.remove(fork)
                        try:
                            fork.ended(status, fork.folder)
                        finally:
                            shutil.rmtree(fork.folder, ignore_errors=True)
        finally:
            for fork in running:
                fork.stop()
                shutil.rmtree(fork.folder, ignore_errors=True)

    def _measure(self) -> dict[str, Measured]:
        """What is known of every test: what was kept of an earlier run where nothing of it was changed since."""
        sums = {path: _sum(self.root / path) for path in self._paths}
        known = self._read(sums)
        missing: dict[str, list[str]] = defaultdict(list)
        for name in self._items:
            if name not in known:
                missing[name.partition("::")[0]].append(name)
        if missing:
            count = sum(map(len, missing.values()))
            self.tell(f"Running {count} tests once, to see which of them run which line ...")
            files = list(missing.values())
            shares = [
                [name for file in files[at : at + _SHARE] for name in file] for at in range(0, len(files), _SHARE)
            ]

            def ended(status: int, folder: Path) -> None:
                if not (folder / "measured").exists():
                    raise SystemExit(f"The tests cannot be measured: the process ended with {status}.")
                known.update(pickle.loads((folder / "measured").read_bytes()))
                self._write(sums, known)

            self._in_forks((self._measuring(share), 10_000.0, ended) for share in shares)
        for name, test in known.items():
            if not test.passes:
                self.tell(f"Left out, since it fails without any change: {name}")
        self._write(sums, known)
        return known

    def _measuring(self, names: Sequence[str]) -> Callable[[Path], int]:
        """What a fork does to measure tests."""

        def measuring(folder: Path) -> int:
            paths = {path: str((self.root / path).resolve()) for path in self._paths}
            sums: dict[str, int] = {}
            coverage = Coverage(data_file=None, config_file=False, include=list(paths.values()), messages=False)
            found = {}
            failed = 0
            coverage.start()
            coverage.switch_context(names[0])
            begin = time.process_time()
            for at, item in enumerate(self._run([self._items[name] for name in names], folder), 1):
                file = item.nodeid.partition("::")[0]
                sums.setdefault(file, _sum(self.root / file))
                passes = self._session.testsfailed == failed
                failed = self._session.testsfailed
                found[item.nodeid] = Measured(sums[file], time.process_time() - begin, passes, {})
                coverage.switch_context(names[at] if at < len(names) else "")
                begin = time.process_time()
            coverage.stop()
            data = coverage.get_data()
            for path, whole in paths.items():
                for line, contexts in data.contexts_by_lineno(whole).items():
                    for context in set(contexts) & found.keys():
                        found[context].lines.setdefault(path, []).append(line)
            (folder / "measured").write_bytes(pickle.dumps(found))
            return 0

        return measuring

    def _read(self, sums: dict[str, int]) -> dict[str, Measured]:
        """What was kept of the tests that were collected, of which neither the file nor what it runs was changed."""
        if not self._kept or not self._kept.exists():
            return {}
        kept: dict[str, Any] = json.loads(self._kept.read_text(encoding="utf-8"))
        changed = {path for path, was in sums.items() if kept["sums"].get(path) != was}
        if not sums.keys() <= kept["sums"].keys():
            return {}
        known = {name: Measured(**values) for name, values in kept["tests"].items() if name in self._items}
        files = {name.partition("::")[0] for name in known}
        texts = {file: _sum(self.root / file) for file in files}
        return {
            name: test
            for name, test in known.items()
            if test.text == texts[name.partition("::")[0]] and not changed & test.lines.keys()
        }

    def _write(self, sums: dict[str, int], tests: dict[str, Measured]) -> None:
        """Keep what is known of the tests for a later run, if that is asked for."""
        if not self._kept:
            return
        values = {
            name: {"text": test.text, "seconds": test.seconds, "passes": test.passes, "lines": test.lines}
            for name, test in tests.items()
        }
        self._kept.write_text(json.dumps({"sums": sums, "tests": values}), encoding="utf-8")


def _sum(path: Path) -> int:
    """A sum of a file's bytes."""
    return crc32(path.read_bytes())


_Known = tuple[str, str, int, bytes]


def _known(code: CodeType) -> _Known:
    """By what a function is known; a code that has run differs from one that was only compiled."""
    return code.co_filename, code.co_qualname, code.co_firstlineno, code.co_code


def _same_at_import(old: CodeType, new: CodeType, pairs: list[tuple[CodeType, CodeType]]) -> bool:
    """Whether two codes do the same when they are imported; their functions are added to `pairs`."""
    if (old.co_code, old.co_names, len(old.co_consts)) != (new.co_code, new.co_names, len(new.co_consts)):
        return False
    for was, becomes in zip(old.co_consts, new.co_consts, strict=True):
        if isinstance(was, CodeType) and isinstance(becomes, CodeType):
            if was.co_flags & _OPTIMIZED:
                pairs.append((was, becomes))
            elif not _same_at_import(was, becomes, pairs):
                return False
        elif (type(was), was) != (type(becomes), becomes):
            return False
    return True


def _forked(work: Callable[[Path], int], seconds: float, ended: Callable[[int, Path], None]) -> _Fork:
    """A process that does this, in a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="reader-mutant-", dir=os.environ.get("PYTEST_DEBUG_TEMPROOT")))
    limit = int(LEAST_SECONDS + seconds)
    pid = os.fork()
    if pid:
        return _Fork(pid, folder, time.monotonic() + 10 * limit, ended)
    status = BROKEN
    try:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        status = work(folder)
    except Exception as error:  # noqa: BLE001  it is told by who asked
        (folder / "by").write_text(f"{error!r}", encoding="utf-8")
    finally:
        os._exit(status)


def trying(trials: Trials, tests: Sequence[str]) -> None:
    """Collect these tests, or all there are, for trials. Raises `SystemExit` where they cannot be collected."""
    options = ["-qq", "-n", "0", "-p", "no:cacheprovider", "--capture=sys", "--rootdir", str(trials.root)]
    status = pytest.main([*options, "-W", f"ignore::{_REWRITTEN}", *tests], plugins=[trials])
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):  # None of them is run here.
        raise SystemExit(int(status))
