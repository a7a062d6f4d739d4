"""What all tests share: a home of their own, so that no test ever touches the user's library."""

from __future__ import annotations

import gc
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest

from tests.support import cases, compiled, laws, reports
from tests.support.cli import Copies, Reader

ROOT = Path(__file__).parent.parent
FOLDERS = {f"XDG_{name.upper()}_HOME": name for name in ("data", "state", "config", "cache")}
_HOMES, _FOLDERS = count(), count()
MEMORY = Path("/dev/shm")
"""Where Linux keeps files in memory."""
ROOM = 4 << 30
"""Bytes that must be free there; what the last runs left, which pytest keeps, takes some hundred million."""
WHOLE_RUN = 4 << 30
"""Bytes that must be free for each worker, if nothing is to be searched for that nobody holds: twice what one takes."""


def pytest_configure(config: pytest.Config) -> None:
    """Laws draw the same examples in every run, and fresh ones with `-m long`; what is compiled is kept. Until all is
    collected nothing of it is left that nobody holds, so nothing is searched for."""
    gc.disable()
    compiled.keep(config)
    in_memory(config)
    laws.begin(long=laws.asked(config.getoption("markexpr")))
    cases.begin(config)


def in_memory(config: pytest.Config) -> None:
    """Let the folders of tests lie in memory where there is enough of it and nobody said where: to make and to delete
    thousands of files on a disk takes the system a tenth of a run's time."""
    if not config.option.basetemp and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


@pytest.hookimpl(trylast=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The cases of a test are run as one, in a home of its own each."""
    cases.fold(metafunc, but={"own_home"})


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Runs them; any other test runs as ever."""
    home = pyfuncitem.funcargs["own_home"]
    assert isinstance(home, Path)
    return cases.run(pyfuncitem, lambda: new_home(home.parent)) or None


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """A worker tells of a test how it went, and of its beginning and its end only where they failed."""
    return reports.run(item, nextitem) or None


@pytest.hookimpl(trylast=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """A worker's share is imported when what is run is measured already: the lines of a module run at its import."""
    compiled.share(session.config)


def pytest_collection_finish(session: pytest.Session) -> None:
    """What was collected stays to the end, and what nobody holds is searched for seldom, or never where there is memory
    for it all: a search looks through all that was made since the last, a fifth of what a window costs.

    Also where memory is short, each looks through all of it but once: the program itself freezes what is there."""
    gc.enable()
    gc.freeze()
    workers = getattr(session.config, "workerinput", {"workercount": 1})["workercount"]
    gc.set_threshold(0 if free_memory() > workers * WHOLE_RUN else 200_000, 10, 20)


def free_memory() -> int:
    """How many bytes of memory may be used; none where the system does not tell."""
    with suppress(OSError):
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) << 10
    return 0


def pytest_sessionfinish() -> None:
    """Nor is anything searched for at the end, when all of it goes."""
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def plain_machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing of the caller's settings is seen, and a test's files need not outlive a power cut: what that takes is
    counted and proved by `tests/proof`."""
    with pytest.MonkeyPatch.context() as machine:
        for variable in FOLDERS:
            machine.setenv(variable, str(tmp_path_factory.getbasetemp() / "home"))
        for variable in ("READER_LIBRARY", "READER_CONFIG", "NO_COLOR", "VISUAL", "EDITOR"):
            machine.delenv(variable, raising=False)
        machine.setattr(os, "fsync", lambda fd: None)
        yield


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every platform folder of a test lies here, where nothing is yet.

    It lies beside the folders of `tmp_path`, not in one: most tests need no folder, and each takes time to make.
    """
    return new_home(tmp_path_factory.getbasetemp())


def new_home(beside: Path) -> Path:
    """A new place for them in a folder."""
    home = beside / f"home-{next(_HOMES)}"
    os.environ.update({variable: str(home / name) for variable, name in FOLDERS.items()})
    return home


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the test's own, called as pytest calls it, which looks for a free number in the names of all tests'
    folders first."""
    name = re.sub(r"\W", "_", request.node.name)[:30]
    return tmp_path_factory.mktemp(f"{name}{next(_FOLDERS)}", numbered=False)


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Reader:
    """The command line on an empty library."""
    return Reader(tmp_path / "library", monkeypatch, capsys)


@pytest.fixture
def copy_of(reader: Reader, own_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Copies:
    """Gives the command line on a library that a function makes: by the first test that asks, later ones get a copy.

    With it comes what this machine knows of the library, so nothing of it was lost and it is the same device.
    """

    def copied(make: Callable[[Reader], None]) -> Reader:
        made = tmp_path_factory.getbasetemp() / f"made-{make.__module__}-{make.__qualname__}"
        pairs = [(reader.folder, made / "library"), (own_home, made / "home")]
        if not made.exists():
            make(reader)
            for own, kept in pairs:
                shutil.copytree(own, kept)
        else:
            for own, kept in pairs:
                shutil.copytree(kept, own)
        return reader

    return copied


@pytest.fixture
def fixtures() -> Path:
    """The pages written for this project."""
    return ROOT / "fixtures"


@pytest.fixture
def corpus() -> Path:
    """The shared real pages; the test is skipped where they are absent."""
    folder = ROOT.parent / "shared" / "corpus"
    if not folder.is_dir():
        pytest.skip("the shared corpus is not here")
    return folder
