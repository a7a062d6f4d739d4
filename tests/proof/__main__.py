"""The long proofs of what the store promises (T1-T22 of its specification), run by hand.

    python -m tests.proof                the list
    python -m tests.proof T1 T5          these
    python -m tests.proof --quick all    all, in a short form
    python -m tests.proof T21 --trials 40    this one, with so many trials

The crash tester and the hostile inputs are tools of their own; CHECKS names their folder (by default `../shared/checks`
beside the project). READER names the command that is tested (by default this project's).
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.operations.test_backups import sixty_days
from tests.store.test_devices import history
from tests.store.test_lines import flipped
from tests.store.test_store import there_and_back
from tests.support.folders import Machines

ROOT = Path(__file__).parent.parent.parent
CHECKS = Path(os.environ.get("CHECKS") or ROOT.parent / "shared" / "checks")
PYTHON = shlex.quote(sys.executable)
DRIVER = f"{PYTHON} -m tests.proof.driver"
ADAPTER = f"{PYTHON} {shlex.quote(str(CHECKS / 'adapter.py'))}"


DECIDED: dict[str, list[str]] = {"bom-glued-to-title": ["--format", "hf-page"], "utf-16-no-bom": []}
"""Hostile files of which the manifest wants what was decided otherwise, with the options by which they are imported: a
title and a text without any sign of a page are taken for one where their form is named, as nothing is guessed; and text
in UTF-16 without a byte order mark is read where its zeros show it, not refused."""
WAITED_FOR = ("fifo",)
"""Hostile files that are no faults by now: a named pipe is a source, and whoever writes into it is waited for."""


@dataclass(frozen=True, slots=True)
class Proof:
    """One row of the table of proofs."""

    says: str
    run: Callable[[Path, bool], list[int]]
    """(a folder to work in, short form) -> exit statuses, all 0 when it is proved."""


def crash(folder: Path, mode: str, *options: str, flags: str | None = None, fails: bool = False) -> int:
    """One run of the crash tester: on `reader batch`, or with `flags` on the driver. `fails`: it must find faults."""
    library = folder / f"library-{time.monotonic_ns()}"
    if flags is None:
        source = folder / "seed.jsonl"
        source.write_text("".join(map(entry, range(24))), encoding="utf-8")
        init, edit = f"{ADAPTER} init {{lib}} {shlex.quote(str(source))}", f"{ADAPTER} edit {{lib}} {{start}} {{count}}"
        dump, serve = f"{ADAPTER} dump {{lib}}", f"{ADAPTER} serve"
    else:
        stock = " --broken tinydb" if "tinydb" in flags else ""
        init = f"{DRIVER} init {{lib}}{stock}" if "--first-run" not in flags else ""
        edit = f"{DRIVER} edit {{lib}} {{start}} {{count}} {flags}"
        dump, serve = f"{DRIVER} dump {{lib}}{stock}", f"{DRIVER} serve{stock}"
    command = [sys.executable, str(CHECKS / "crashtest.py"), mode, "--lib", str(library), "--edit", edit]
    command += ["--dump", dump, *(["--init", init] if init else []), *options]
    command += ["--dump-server", serve] if mode == "power" else []
    forgets = mode == "power"  # It rebuilds one state of a library after the other in one place.
    environment = {
        **os.environ,
        "READER": os.environ.get("READER") or f"{PYTHON} -m tests.proof.forgetful",
        "READER_PROOF_FORGETS": "1" if forgets else "",
        "READER_PROOF": str(folder / "aside"),
        "XDG_STATE_HOME": str(folder / "state"),
        "XDG_DATA_HOME": str(folder / "data"),
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "",  # With it the tester's adapter says "ACK" in pieces, which the tester cannot read.
    }
    status = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    return int(status != 1) if fails else status


def entry(n: int) -> str:
    """A paper to begin with."""
    facts = {"title": f"A first paper, number {n}, that is tagged", "arxiv_id": f"2401.{n:05d}"}
    return f"{json.dumps(facts)}\n"


def tests(*names: str) -> int:
    """Some of the ordinary tests."""
    return subprocess.run([sys.executable, "-m", "pytest", "-q", *names], cwd=ROOT, check=False).returncode


def t1(folder: Path, quick: bool) -> list[int]:
    return [crash(folder, "kill", "--trials", "15" if quick else "1000")]


def t2(folder: Path, quick: bool) -> list[int]:
    return [crash(folder, "kill", "--trials", "15" if quick else "300", flags="--mixed")]


def t3(folder: Path, quick: bool) -> list[int]:
    most = ["--max-states", "150"] if quick else []
    through_batch = ["--max-states", "60" if quick else "500"]  # Here every dump is a program of its own.
    statuses = []
    for system in ("strict", "ext4"):
        power = ["power", "--fs", system]
        statuses += [
            crash(folder, *power, "--edits", "12", "--probe-every", "10", *most, flags=""),
            crash(folder, *power, "--edits", "4", "--probe-every", "1", *most, flags=""),
            crash(folder, *power, "--edits", "2", "--probe-every", "5", *most, flags="--first-run"),
            crash(folder, *power, "--edits", "12", "--probe-every", "10", *most, flags="--mixed"),
            crash(folder, *power, "--edits", "4", "--probe-every", "10", *through_batch),
        ]
    return statuses


def t4(folder: Path, quick: bool) -> list[int]:
    states = {"tinydb": ("60", "0"), "fsync": ("400", "0"), "torn": ("40", "1")}
    return [
        crash(
            folder, "power", "--edits", "3", "--max-states", most, "--probe-every", probe,
            flags=f"--broken {what}", fails=True,
        )
        for what, (most, probe) in states.items()
    ]  # fmt: skip


def t5(folder: Path, quick: bool) -> list[int]:
    four = ["--writers", "4", "--edits", "100"]
    return [
        crash(folder, "race", *four, "--rounds", "1" if quick else "10"),
        crash(folder, "race", *four, "--rounds", "2" if quick else "30", "--killers"),
    ]


def t6(folder: Path, quick: bool) -> list[int]:
    return [crash(folder, "full", "--trials", "9" if quick else "200")]


def t7(folder: Path, quick: bool) -> list[int]:
    return [tests("tests/store/test_faults.py")]


def t10(folder: Path, quick: bool) -> list[int]:
    flips, worst = flipped(Machines(folder), 7 if quick else 1)
    say(f"{flips} bits flipped, {worst} steps lost at most")
    return [int(worst > 2), tests("tests/store/test_lines.py")]


def t11(folder: Path, quick: bool) -> list[int]:
    steps = sum(history(folder / str(number), number) for number in range(20 if quick else 300))
    say(f"all converged, {steps} steps, none missing")
    return [0]


def t12(folder: Path, quick: bool) -> list[int]:
    say(f"{there_and_back(Machines(folder), 200 if quick else 3000)} states exact, back and forth")
    return [0]


def t13(folder: Path, quick: bool) -> list[int]:
    tool = [sys.executable, str(CHECKS / "hostile_inputs.py")]
    # Each case has its library anew in the place of the last: to a machine that remembers, one that is away.
    reader = os.environ.get("READER") or f"{PYTHON} -m tests.proof.forgetful"
    cases = str(folder / "cases")
    made = subprocess.run([*tool, "write", cases, *([] if quick else ["--big"])], cwd=ROOT, check=False).returncode
    commands = ["--import-cmd", f"{reader} --library {{lib}} import {{file}}"]
    commands += ["--dump-cmd", f"{reader} --library {{lib}} search --json"]
    commands += ["--only", f"^(?!(?:{'|'.join((*DECIDED, *WAITED_FOR))})$)"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(folder / "state")}
    environment |= {"XDG_DATA_HOME": str(folder / "data"), "XDG_CACHE_HOME": str(folder / "cache")}
    checked = subprocess.run([*tool, "check", cases, *commands], cwd=ROOT, env=environment, check=False).returncode
    decided = [
        imported(Path(cases) / "files" / f"{name}.txt", folder / name, options, environment)
        for name, options in DECIDED.items()
    ]
    return [made, checked, *decided, tests("tests/store/test_hostile.py")]


def imported(file: Path, folder: Path, options: list[str], environment: dict[str, str]) -> int:
    """Whether the one paper of a file comes in under its title, with these options of the command."""
    command = [sys.executable, "-m", "reader", "--library", str(folder)]
    run = partial(subprocess.run, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
    run([*command, "import", str(file), *options])
    found = run([*command, "search", "--json"]).stdout
    titles = [paper["title"] for paper in json.loads(found or "[]")]
    say(f"{file.stem}: {titles}")
    return int(titles != ["A Good Title For Testing"])


def benchmark(folder: Path, quick: bool) -> list[int]:
    sizes = ["356", "2000"] if quick else ["356", "10000", "100000"]
    command = [sys.executable, "-m", "tests.benchmarks.store", *sizes]
    return [subprocess.run(command, cwd=ROOT, check=False).returncode]


def t15(folder: Path, quick: bool) -> list[int]:
    return [tests("tests/store/test_store.py", "-k", "note_that_was_changed")]


def t16(folder: Path, quick: bool) -> list[int]:
    return [tests("tests/store/test_store.py", "tests/store/test_hostile.py", "tests/store/test_doctor.py")]


def t17(folder: Path, quick: bool) -> list[int]:
    from tests.proof import losses

    return [losses.proved(folder, quick, say)]


def t18(folder: Path, quick: bool) -> list[int]:
    restored = sum(sixty_days(folder / str(number), number) for number in range(5 if quick else 100))
    say(f"{restored} lost steps put back, none missing")
    return [0]


def t19(folder: Path, quick: bool) -> list[int]:
    return [tests("tests/store/test_foreign.py", *([] if quick else ["-m", "long"]))]


def model(folder: Path, quick: bool) -> list[int]:
    from tests.store import test_model

    losses = sum(test_model.lived(folder / str(number), number, 24) for number in range(20 if quick else 300))
    say(f"all came to the same, {losses} files lost and given back")
    return [0]


def t20(folder: Path, quick: bool) -> list[int]:
    from tests.proof import states

    return [states.proved(folder, quick, say)]


def t21(folder: Path, quick: bool, trials: int | None = None) -> list[int]:
    from tests.proof import interrupted

    return [interrupted.proved(folder, quick, trials, say)]


def t22(folder: Path, quick: bool) -> list[int]:
    command = [sys.executable, "-m", "tests.proof.fuzz", "--seconds", "2" if quick else "600"]
    return [subprocess.run(command, cwd=ROOT, check=False).returncode]


def faults(folder: Path, quick: bool) -> list[int]:
    from tests.proof import all_faults

    return [all_faults.proved(quick, say)]


PROOFS = {
    "T1": Proof("killed at any instant, acknowledged edits are there", t1),
    "T2": Proof("the same with imports, bulk edits, notes and undo", t2),
    "T3": Proof("power cut at any instant, on a strict and an ordinary file system", t3),
    "T4": Proof("the tester finds what is missing in weaker stores", t4),
    "T5": Proof("four writers at once, then with killers", t5),
    "T6": Proof("files that may not grow", t6),
    "T7": Proof("every single system call fails", t7),
    "T8": Proof("one durable edit at 356, 10,000 and 100,000 papers; opening them (T9)", benchmark),
    "T10": Proof("a journal cut at every byte, every bit flipped", t10),
    "T11": Proof("300 histories of three half-synced devices", t11),
    "T12": Proof("3,000 edits undone and redone across restarts", t12),
    "T13": Proof("hostile files", t13),
    "T15": Proof("a note changed by two processes", t15),
    "T16": Proof("links, modes, files replaced, deleted, damaged, newer", t16),
    "T17": Proof("files lost in every way, and back again", t17),
    "T18": Proof("sixty days of edits with a loss on one of them, noticed or not: the words of before it", t18),
    "T19": Proof("foreign lines of any shape beside edits that are answered", t19),
    "T20": Proof("1,000 random or cut states of what this machine remembers", t20),
    "T21": Proof("the interface ended by signals amid an import, an export, a sync and a note", t21),
    "faults": Proof("every call that a whole command makes of the system fails, whatever it is for", faults),
    "model": Proof("300 histories of edits, syncs, losses, returns, repairs and kills", model),
    "T22": Proof("fuzzing of all that reads what others wrote", t22),
}


def say(sentence: str) -> None:
    """Tell how it goes."""
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def main() -> int:
    """Run the proofs that are named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="T1")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--trials", type=int, metavar="N", help="how often T21 interrupts the interface")
    asked = parser.parse_args()
    if not asked.names:
        for name, proof in PROOFS.items():
            say(f"{name:4} {proof.says}")
        return 0
    failed = []
    proofs = PROOFS | {"T21": Proof(PROOFS["T21"].says, partial(t21, trials=asked.trials))}
    for name in proofs if asked.names == ["all"] else asked.names:
        proof, began = proofs[name], time.monotonic()
        say(f"== {name} {proof.says}")
        with tempfile.TemporaryDirectory(prefix="reader-proof-") as folder:
            statuses = proof.run(Path(folder), asked.quick)
        if any(statuses):
            failed.append(name)
        say(f"== {name} {'FAILED' if any(statuses) else 'proved'} in {time.monotonic() - began:.0f} s")
    say(f"failed: {', '.join(failed)}" if failed else "all proved")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
