"""Each key in each dialog, in a terminal of each size: nothing crashes, nothing lands beneath, and Esc leads back.

    python -m tests.proof.dialogs [--size WIDTHxHEIGHT] [NAME …]

The key of a command that opens something (NAME is the id of one) and another key come in one packet, with Esc behind
them as often as it takes. What is typed then must stand in the note of the first paper: so the interface is there, and
nothing waits for an answer. Where letters go into a field, the library must say all else as before.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from reader.commands.bindings import COMMANDS, OVER_SCREEN, named
from tests.proof.typed import ESCAPE, LISTS, SIZES, TITLES, Place, Said, Trial, Typist

LETTERS = tuple(map(chr, range(0x21, 0x7F)))
"""What is typed into a field, and chooses something where there is none."""
DIGITS = frozenset("0123456789")
OTHERS = (
    " ", *(chr(code) for code in range(1, 0x20) if code not in (0x03, 0x11, 0x1A, 0x1B)), "\x7f", "é", "漢",
    *(f"\x1b[{end}" for end in (*"ABCDHFZ", "2~", "3~", "5~", "6~", "15~", "24~", "1;3A", "1;3B", "1;5C")),
    "\x1b[100;5u", "\x1b[27;5;100~", "\x1b[<0;20;6M\x1b[<0;20;6m", "\x1b[<2;20;6M\x1b[<2;20;6m", "\x1b[<65;20;6M",
    "\x1b[200~two\nlines\x1b[201~", "\x1b]11;rgb:0/0/0\x07",
)  # fmt: skip
"""All but Esc and what ends the program or lends the terminal: of control, of movement, by number, the mouse, a paste,
an answer."""
FIELDS = frozenset({"paper.tag", "list.add", "list.new", "import", "sync", "go", "go.tag", "palette", "search"})
"""Commands that open a field to type in."""
OPENERS = tuple(
    command.id
    for command in COMMANDS
    if command.keys and command.id in (OVER_SCREEN | {"search"}) - {"duplicates", "paper.note-editor"}
)
"""Those that open something among these papers, of which no two are alike; the user's own editor is none of ours."""
WHERE = {
    "search.save": f"/{TITLES[0].lower()}\r",
    **dict.fromkeys(("list.section", "list.remark", "list.settings", "place.delete"), f"'{LISTS[0].lower()}\r"),
}
"""What is typed before, so that they do."""
SENT = {"enter": "\r", "f22": "\x1b[21;2~", "escape": ESCAPE}
"""The first keys of commands as a terminal sends them, where their names do not say it."""
LEFT_BY = ESCAPE * 6
"""From the deepest that one key leads to."""
ELSEWHERE = "import os; os.chdir({!r})"
"""What an export of a dialog leaves is left in a folder of its own."""


def pressed(
    typist: Typist, id: str, keys: Sequence[str], random: Random, *, typed: bool, leaving: str = LEFT_BY
) -> str:
    """Press each of them in what a command opens, and leave it; what is wrong then, "" for nothing. `typed`: they go
    into a field."""
    opener = named(COMMANDS, id).keys[0]
    for key in keys:
        typist.send(Trial((WHERE.get(id, "") + SENT.get(opener, opener), key, leaving), 0.0), random)
        typist.terminal.listen(0.02)
    mark = f"behind {id} {random.random()}"
    typist.send(Trial(("'all papers\r", f"/{TITLES[0].lower()}\r{ESCAPE}", f"e{mark}{ESCAPE}"), 0.0), random)
    before, written = typist.model.papers, "".join(keys) if id == "paper.note" and typed else ""
    said: list[Said] = []

    def is_there(found: list[Said]) -> bool:
        said[:] = found
        return found[0].note.endswith(f"{written}{mark}")

    wrong = typist.awaited(is_there)
    typist.model.papers = list(said)
    if wrong:
        return f"{wrong}: {said[0].note!r} where {written + mark!r} was meant at its end"
    others = [
        replace(there, note=was.note) if not at else there
        for at, (there, was) in enumerate(zip(said, before, strict=True))
    ]
    return f"{said} where {before} was meant" if typed and others != before else ""


def parts_of(id: str) -> list[tuple[Sequence[str], bool]]:
    """Keys, and whether a command takes them as text; of tags, a digit gives one."""
    if id == "paper.note":
        return [(LETTERS, True), (OTHERS, False)]
    if id in FIELDS:
        text = [key for key in LETTERS if key not in DIGITS]
        return [(text, True), ([*DIGITS, *OTHERS], False)]
    return [((*LETTERS, *OTHERS), False)]


def proved(ids: Sequence[str], sizes: Sequence[tuple[int, int]], say: Callable[[str], None]) -> int:
    """Press all keys in what these commands open, at each size; how many parts of that went wrong."""
    failed = 0
    for size in sizes:
        for id in ids:
            for number, (keys, typed) in enumerate(parts_of(id)):
                with tempfile.TemporaryDirectory() as folder:
                    place = Place(Path(folder))
                    place.run("list", "add", LISTS[0], "--query", TITLES[0], "--yes")
                    typist = Typist(place, size, before=ELSEWHERE.format(folder))
                    try:
                        wrong = pressed(typist, id, keys, Random(number), typed=typed) or typist.leave()
                    finally:
                        typist.terminal.stop()
                if wrong:
                    failed += 1
                    say(f"{id} at {size}, {'text' if typed else 'keys'}: {wrong}")
            say(f"{id} at {size[0]}x{size[1]}: done, {failed} went wrong so far")
    return failed


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("ids", nargs="*", metavar="NAME", default=OPENERS)
    asked.add_argument("--size", help="of the terminal; without it, each in turn")
    given = asked.parse_args()
    width, _, height = (given.size or "").partition("x")
    os.environ.update(BROWSER="true", EDITOR="true", VISUAL="true")
    sys.exit(bool(proved(given.ids, [(int(width), int(height))] if given.size else SIZES, print)))
