"""Fuzzing of whatever reads what others wrote (T22): every format, queries, the library's files, settings, templates.

    python -m tests.proof.fuzz                                    every target, for a few seconds each
    python -m tests.proof.fuzz bibtex yaml --seconds 600          these, for ten minutes each
    python -m tests.proof.fuzz ris --keep found                   what fails is written into the folder `found`
    python -m tests.proof.fuzz ris --replay found/ris-1a2b.txt    only this input

Of every input is asked: no exception but the tree's (`reader/errors.py`), no hang (`SECONDS` of processor time for one
megabyte), and not more memory than `TIMES` as much as it is long. The seeds are the texts that the tests of formats
hold, the fixtures and the golden exports.

Where atheris can be imported (`pip install atheris`; it is no dependency, and is there for CPython 3.11 to 3.13 on
Linux) it leads the way by what of the program an input runs. Without it inputs are made by `Mutator` alone, and the
first line says so. What fails is made as short as it stays failing; it then belongs into a test of that parser.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import importlib.util
import io
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from itertools import islice
from pathlib import Path
from types import FrameType

from reader.errors import ReaderError

ROOT = Path(__file__).parent.parent.parent
SECONDS = 5.0
"""Of processor time for one megabyte, and for anything shorter."""
TIMES = 40
"""So many bytes of memory for each byte of an input."""
SPARE = 16_000_000
"""Bytes that any input may take beside that: the tables that a parser makes when it is used."""
LARGE = 1_000_000
"""Bytes of the inputs by which time and memory are judged."""
_PACE = {"slow": 1.0}
"""How many times slower the machine is than an idle one: others that share a core make processor time longer too."""
RARELY = 400
"""One of so many inputs is such a one."""
FEW = 8
"""Seeds of a run of so many inputs: to look for all takes longer than to try a few."""
LONGEST = 4_000
"""Bytes of a usual input."""


class Hang(Exception):
    """An input took longer than it may."""


class Greed(Exception):
    """An input took more memory than it may."""


@dataclass(frozen=True, slots=True)
class Target:
    """Something that reads what others wrote."""

    says: str
    run: Callable[[bytes], object]
    """Reads an input. Raises what it will: only errors of the tree are allowed."""
    seeds: Callable[[], Iterable[bytes]]


# -- seeds -------------------------------------------------------------------------------------------------------------


@cache
def _texts() -> tuple[str, ...]:
    """The longer texts that stand in tests of formats and operations, the fixtures and the golden exports."""
    found: dict[str, None] = {}
    for room in ("formats", "operations", "io", "query", "store"):
        for file in sorted((ROOT / "tests" / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) > 20:
                    found[node.value] = None
    for folder in (ROOT / "fixtures", ROOT / "tests" / "golden" / "exports"):
        found |= {file.read_text(encoding="utf-8"): None for file in sorted(folder.rglob("*")) if file.is_file()}
    return tuple(found)


def _bytes(texts: Sequence[str]) -> list[bytes]:
    return [text.encode("utf-8", "surrogatepass")[:LONGEST] for text in texts]


def _of_format(name: str) -> Iterator[bytes]:
    from reader.formats import FORMATS

    for text in _texts():
        if len(text) < 100_000 and FORMATS[name].sniff(text):
            yield from _bytes([text])


# -- what is run -------------------------------------------------------------------------------------------------------


def _read(data: bytes, name: str | None) -> None:
    """An import, of a format that is told or found out. An error that was only contained is raised as it was."""
    from reader.io.read import read

    for source in read("-", stdin=io.BytesIO(data), format=name):
        if source.error is not None:
            if source.error.__cause__ is not None:
                raise source.error.__cause__
            raise source.error


@lru_cache(maxsize=1)
def _library() -> tuple[dict[str, object], dict[str, object], str]:
    """Papers and a reading list, and what is exported of them."""
    from reader.formats.markdown import document_of, render_document
    from reader.paper import ListEntry, Paper, ReadingList

    papers = {
        id: Paper(id, title, note=note, tags=tags, starred=starred, arxiv_id=id)
        for id, title, note, tags, starred in (
            ("2401.00001", "A Tide of *Maps*", "A note\n\n- of two lines", ("maps", "sea/tide"), True),
            ("2401.00002", "Moss", "", (), False),
            ("2401.00003", "Rain in <Brackets>", "> quoted", ("maps",), False),
        )
    }
    entries = tuple(ListEntry(id, "Part" if id.endswith("3") else "", "a remark") for id in papers)
    lst = ReadingList("Edge", "What it is about", ("Part",), entries)
    lists = {"list:edge": lst}
    return (
        papers,
        lists,
        "\0".join(render_document(document_of(lst, papers), style=s) for s in ("list", "tasks", "table")),
    )  # type: ignore[return-value]


def _back(data: bytes) -> None:
    """The way back of an exported file that somebody edited, and an export into it."""
    from reader.formats.markdown import merge_into, opened, read_back_text

    papers, lists, exported = _library()
    text = data.decode("utf-8", "surrogateescape")
    read_back_text(text, papers, lists)  # type: ignore[arg-type]
    merge_into(opened(text), exported.partition("\0")[0])


def _query(data: bytes) -> None:
    """A query, read, refused where it is in doubt, and searched for."""
    from reader.query import parse

    query = parse(data.decode("utf-8", "replace"))
    _index().search(query, _library()[0])  # type: ignore[attr-defined]


@lru_cache(maxsize=1)
def _index() -> object:
    from reader.search.index import Index

    return Index(_library()[0].values())  # type: ignore[arg-type]


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder for the files of one input, in memory where there is such a place."""
    shared = Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="reader-fuzz-", dir=shared if os.access(shared, os.W_OK) else None) as made:
        yield Path(made)


def _opened(data: bytes, place: Callable[[Path], Path]) -> None:
    """A library in which a file holds this; what can be read of it is read, checked, and written to."""
    from reader.library import change as edits
    from tests.support.folders import Machines, seed

    with _folder() as folder:
        machines = Machines(folder)
        seed(machines.library(), 2)
        file = place(folder)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        library = machines.library()
        machines.check()
        library.apply(edits.star(next(iter(library.papers.values())), True), "Starred") if library.papers else None


def _sealed(data: bytes) -> bytes:
    """The lines of an input, each with the checksum that it would need to count, where it is an object of JSON."""
    from reader.store.lines import seal

    lines = []
    for line in data.split(b"\n"):
        try:
            said = json.loads(line)
        except (ValueError, RecursionError):
            said = None
        if isinstance(said, dict):
            said.pop("c", None)
            line = seal(said).rstrip(b"\n")
        lines.append(line)
    return b"\n".join(lines)


def _journal(data: bytes) -> None:
    """A journal of another device, as it stands and with checksums that fit."""
    for text in {data, _sealed(data)}:
        _opened(text, lambda folder: folder / "library" / "journal" / "otherxxxxx.jsonl")


def _catalogue(data: bytes) -> None:
    _opened(data, lambda folder: folder / "library" / "catalogue.json")


def _memory(data: bytes) -> None:
    """What this machine remembers of the library, whole again where that can be."""

    def place(folder: Path) -> Path:
        (file,) = (folder / "here" / "state" / "memory").glob("*.json")
        return file

    for text in {data, _sealed(data)}:
        _opened(text, place)


def _settings(data: bytes) -> None:
    from reader.settings import read_settings

    with _folder() as folder:
        (folder / "settings.toml").write_bytes(data)
        read_settings(folder / "settings.toml")


def _template(data: bytes) -> None:
    """A user's template, filled in."""
    from reader.formats.markdown import document_of, render_document

    papers, lists, _ = _library()
    text = data.decode("utf-8", "replace")
    render_document(document_of(lists["list:edge"], papers), template=text)  # type: ignore[arg-type]


def _files_of(folder: str) -> list[bytes]:
    """What a small library with a step of each kind wrote there, by the first bytes of its path."""
    from reader.library import change as edits
    from tests.support.folders import Machines, seed

    with _folder() as root:
        machines = Machines(root)
        library = machines.library()
        seed(library, 2)
        first, second = library.papers.values()
        for changes, say in (
            (edits.star(first, True), "Starred"),
            (edits.tag(first, add=("maps", "sea/tide")), "Tagged"),
            (edits.note(second, "A note\nof two lines"), "Noted"),
        ):
            library.apply(changes, say)
        library.undo()
        return [file.read_bytes() for file in sorted(root.rglob("*")) if folder in str(file) and file.is_file()]


def _template_seeds() -> list[bytes]:
    styles = ROOT / "reader" / "formats" / "markdown" / "styles"
    return [file.read_bytes() for file in sorted(styles.iterdir())] + _bytes(
        [t for t in _texts() if "{%" in t or "{{" in t]
    )


def _query_seeds() -> list[bytes]:
    short = [text for text in _texts() if "\n" not in text and len(text) < 200]
    return _bytes(["is:read -#maps year:2020-2024 sort:title", *short])


def targets() -> dict[str, Target]:
    """Everything that is fuzzed, by name."""
    from reader.formats import FORMATS

    formats = {
        name: Target(f"{known.label}, as what it was told", partial(_read, name=name), partial(_of_format, name))
        for name, known in FORMATS.items()
        if known.reads
    }
    return formats | {
        "import": Target("any text, whose format is found out", partial(_read, name=None), lambda: _bytes(_texts())),
        "back": Target("an exported file that was edited", _back, lambda: _bytes(_library()[2].split("\0"))),
        "query": Target("a query", _query, _query_seeds),
        "journal": Target("a journal", _journal, lambda: _files_of("library/journal")),
        "catalogue": Target("a catalogue", _catalogue, lambda: _files_of("catalogue.json")),
        "memory": Target("what a machine remembers of a library", _memory, lambda: _files_of("state/memory")),
        "settings": Target(
            "a settings file", _settings,
            lambda: [b'library = "~/p"\ntheme = "x"\nmouse = true\ngoal = "1 a week"\ncitation_key = "{auth}{year}"\n'
                     b'[keys]\n"paper.tag" = "T"\n"move.down" = ["j", "ctrl+n"]\n'],
        ),
        "template": Target("a template", _template, _template_seeds),
    }  # fmt: skip


# -- inputs ------------------------------------------------------------------------------------------------------------

_TOKEN = re.compile(rb"\w+|\s+|[^\w\s]+")
_ODD = (
    b"\0", b"\xff", b"\xef\xbb\xbf", b"\r", b"\r\n", b"\n\n", b"\\", b'"', b"'", b"{", b"}", b"[", b"]", b"(", b")",
    b"<", b">", b"<!--", b"-->", b"&#", b"&amp;", b"$", b"%", b"@", b"#", b"---\n", b"```\n", b"\xe2\x80\x8b",
    b"\xe2\x80\xae", b"\xed\xa0\x80", b"\xc2\xb2", b"\xd9\xa3", b"\xe4\xb8\xad", b"\xf0\x9f\x92\xa5", b"-1", b"0",
    b"1e999", b"9" * 5_000, b"NaN", b"null", b"true", b"[]", b"{}", b"2024-02-30", b"0000-00-00", b"99999-01-01", b"\t",
    b" " * 500,
)  # fmt: skip


class Mutator:
    """Makes inputs of seeds: of bytes, of words, of lines, of pieces of other seeds, and very long ones."""

    def __init__(self, seeds: Sequence[bytes], chance: random.Random) -> None:
        self._seeds = list(seeds) or [b""]
        self._chance = chance
        self._words = sorted({word for seed in self._seeds[:200] for word in _TOKEN.findall(seed[:LONGEST])}) or [b"a"]

    def usual(self) -> bytes:
        """An input of at most `LONGEST` bytes."""
        data = self._chance.choice(self._seeds)
        for _ in range(self._chance.choice((1, 1, 2, 3, 5, 8))):
            data = self.changed(data)
        return data[:LONGEST]

    def changed(self, data: bytes) -> bytes:
        """An input, in one respect another."""
        change: Callable[[bytes], bytes] = self._chance.choice(
            (self._flip, self._insert, self._insert, self._cut, self._double, self._word, self._word, self._splice,
             self._lines, self._nest)
        )  # fmt: skip
        return change(data)

    def large(self, data: bytes) -> bytes:
        """An input of `LARGE` bytes: one piece of it over and over between its beginning and its end."""
        start, end = self._range(data)
        piece = data[start:end] if self._chance.random() < 0.7 else self._chance.choice((*_ODD, *self._words))
        piece = piece[:2_000] or b" "
        return data[:end] + piece * ((LARGE - len(data)) // len(piece)) + data[end:]

    def _range(self, data: bytes) -> tuple[int, int]:
        start = self._chance.randint(0, len(data))
        return start, min(len(data), start + self._chance.choice((1, 2, 4, 16, 64, 256)))

    def _flip(self, data: bytes) -> bytes:
        at = self._chance.randint(0, len(data))
        return data[:at] + bytes([self._chance.randrange(256)]) + data[at + 1 :]

    def _insert(self, data: bytes) -> bytes:
        at = self._chance.randint(0, len(data))
        new: bytes = self._chance.choice(_ODD if self._chance.random() < 0.5 else self._words)
        return data[:at] + new + data[at:]

    def _cut(self, data: bytes) -> bytes:
        start, end = self._range(data)
        return data[:start] + data[end:]

    def _double(self, data: bytes) -> bytes:
        start, end = self._range(data)
        return data[:end] + data[start:end] * self._chance.choice((1, 2, 20)) + data[end:]

    def _word(self, data: bytes) -> bytes:
        found = list(_TOKEN.finditer(data[:LONGEST]))
        if not found:
            return self._insert(data)
        one = self._chance.choice(found)
        other = self._chance.choice((*_ODD, b"")) if self._chance.random() < 0.4 else self._chance.choice(self._words)
        return data[: one.start()] + other + data[one.end() :]

    def _splice(self, data: bytes) -> bytes:
        other = self._chance.choice(self._seeds)
        return data[: self._chance.randint(0, len(data))] + other[self._chance.randint(0, len(other)) :]

    def _lines(self, data: bytes) -> bytes:
        lines = data.split(b"\n")
        one, other = self._chance.randrange(len(lines)), self._chance.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
        return b"\n".join(lines)

    def _nest(self, data: bytes) -> bytes:
        start, end = self._range(data)
        opening, closing = self._chance.choice(
            ((b"{", b"}"), (b"[", b"]"), (b"(", b")"), (b"<a>", b"</a>"), (b"> ", b""))
        )
        many = self._chance.choice((1, 3, 60, 1_200))
        return data[:start] + opening * many + data[start:end] + closing * many + data[end:]


# -- the judge ---------------------------------------------------------------------------------------------------------


@contextmanager
def _in_time(seconds: float) -> Iterator[None]:
    """Raises `Hang` in what takes more processor time: others on this machine do not count."""

    def late(signum: int, frame: FrameType | None) -> None:
        raise Hang(f"it takes more than {seconds:.0f} s")

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def fault(target: Target, data: bytes) -> str:
    """What an input does that it may not, as a line for people; "" when it behaves."""
    is_large = len(data) >= LARGE // 2
    try:
        with _in_time(SECONDS * _PACE["slow"]):
            target.run(data)
    except ReaderError:
        pass  # It was said what is wrong: that is allowed.
    except Exception as error:  # noqa: BLE001  which they are is what is looked for
        return _told(error)
    return _greed(target, data) if is_large else ""


def _greed(target: Target, data: bytes) -> str:
    """Whether an input takes too much memory, which is measured in a run of its own: the measure makes it slow."""
    tracemalloc.start()
    try:
        with _in_time(SECONDS * _PACE["slow"] * 10):
            target.run(data)
    except (ReaderError, Hang):
        pass  # How long it takes was judged without the measure.
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    too_much = peak > TIMES * len(data) + SPARE
    return f"Greed: {peak / len(data):.0f} bytes of memory for each byte" if too_much else ""


def _told(error: BaseException) -> str:
    """An exception and where in the program it arose."""
    frames, found = [], error.__traceback__
    while found is not None:
        code = found.tb_frame.f_code
        if "reader" in Path(code.co_filename).parts:
            frames.append(f"{Path(code.co_filename).name}:{found.tb_lineno} {code.co_name}")
        found = found.tb_next
    return f"{type(error).__name__}: {str(error)[:100]!r} in {' < '.join(reversed(frames[-3:]))}"


def kind_of(said: str) -> str:
    """What two findings have in common that are one: the exception and the place."""
    return f"{said.partition(':')[0]} {said.partition(' in ')[2].partition(' < ')[0]}"


def shortened(target: Target, data: bytes, kind: str, seconds: float = 20) -> bytes:
    """The input without all that it fails without as well."""
    until = time.process_time() + seconds
    size = len(data) // 2
    while size and time.process_time() < until:
        at = 0
        while at < len(data) and time.process_time() < until:
            less = data[:at] + data[at + size :]
            if kind_of(fault(target, less)) == kind:
                data = less
            else:
                at += size
        size //= 2
    return data


def fuzz(
    name: str, *, seconds: float = 0, count: int = 0, chance: random.Random, keep: Path | None = None
) -> list[str]:
    """Try inputs on a target, for so long or so many. What fails, a line for each kind; inputs go into `keep`."""
    target = targets()[name]
    mutator = Mutator(list(islice(target.seeds(), FEW if count else None)), chance)
    found: dict[str, str] = {}
    until, tried = time.process_time() + seconds, 0
    while tried < count or time.process_time() < until:
        tried += 1
        data = mutator.usual()
        data = mutator.large(data) if not count and tried % RARELY == RARELY // 2 else data
        if said := fault(target, data):
            _found(found, name, target, data, said, keep)
    _say(f"{name}: {tried:,} inputs, {len(found)} kinds of faults")
    return list(found.values())


def _found(found: dict[str, str], name: str, target: Target, data: bytes, said: str, keep: Path | None) -> None:
    kind = kind_of(said)
    if kind in found:
        return
    found[kind] = said
    data = shortened(target, data, kind) if keep is not None else data
    where = ""
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        file = keep / f"{name}-{hashlib.sha256(data).hexdigest()[:8]}.txt"
        file.write_bytes(data)
        where = f" ({file})"
    _say(f"{name}: {said}{where}\n    {data[:120]!r}{' ...' if len(data) > 120 else ''}")


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


# -- led by coverage ---------------------------------------------------------------------------------------------------


def led(name: str, seconds: float, keep: Path | None) -> int:
    """Fuzz a target with atheris, in a process of its own, which ends when it is done. Returns 1 for what fails."""
    import atheris  # type: ignore

    with atheris.instrument_imports(include=["reader"]):
        target = targets()[name]
        seeds = list(target.seeds())
        for seed in seeds[:20]:  # What is loaded when it is first used is loaded under its eyes.
            fault(target, seed)
    found: dict[str, str] = {}
    until = time.process_time() + seconds

    def one(data: bytes) -> None:
        if said := fault(target, data):
            _found(found, name, target, data, said, keep)
        if time.process_time() > until:
            _say(f"{name}: {len(found)} kinds of faults")
            sys.stdout.flush()
            os._exit(int(bool(found)))

    mutator = Mutator(seeds, random.Random())

    def mutated(data: bytes, longest: int, seed: int) -> bytes:
        mine = seed % 3 and mutator.changed(data)[:longest]
        given: bytes = mine or atheris.Mutate(data, longest)
        return given

    with tempfile.TemporaryDirectory(prefix="reader-fuzz-") as corpus:
        for number, seed in enumerate(seeds):
            (Path(corpus) / str(number)).write_bytes(seed)
        options = [f"-max_len={LONGEST}", "-verbosity=0", "-rss_limit_mb=0", "-timeout=600", "-print_final_stats=0"]
        atheris.Setup([sys.argv[0], *options, corpus], one, custom_mutator=mutated)
        atheris.Fuzz()
    return int(bool(found))


def run(names: Sequence[str], seconds: float, keep: Path | None, seed: int) -> list[str]:
    """Fuzz these targets one after the other, led by coverage where that can be; the names of those that failed."""
    is_led = importlib.util.find_spec("atheris") is not None
    _say("led by coverage (atheris)" if is_led else f"not led by coverage: atheris is not installed (seed {seed})")
    failed = []
    for name in names:
        if is_led:
            command = [sys.executable, "-m", "tests.proof.fuzz", name, "--led", "--seconds", str(seconds)]
            command += ["--slow", str(_PACE["slow"])]
            command += ["--keep", str(keep)] if keep is not None else []
            wrong = subprocess.run(command, cwd=ROOT, check=False).returncode != 0
        else:
            wrong = bool(fuzz(name, seconds=seconds, chance=random.Random(seed), keep=keep))
        failed += [name] if wrong else []
    return failed


def main() -> int:
    """Fuzz what is named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="target", help=", ".join(targets()))
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--keep", type=Path, help="a folder for the inputs that fail")
    parser.add_argument("--replay", type=Path, help="try only the input in this file")
    parser.add_argument("--slow", type=float, default=1, help="how many times slower this machine is just now")
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    parser.add_argument("--led", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if unknown := [name for name in asked.names if name not in targets()]:
        parser.error(f"there is no target called {unknown[0]}; there are {', '.join(targets())}")
    _PACE["slow"] = asked.slow
    if asked.replay is not None:
        said = [fault(targets()[name], asked.replay.read_bytes()) for name in asked.names]
        _say("\n".join(filter(None, said)) or "nothing is wrong with it")
        return int(any(said))
    if asked.led:
        return led(asked.names[0], asked.seconds, asked.keep)
    failed = run(asked.names or list(targets()), asked.seconds, asked.keep, asked.seed)
    _say(f"failed: {', '.join(failed)}" if failed else "nothing failed")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
