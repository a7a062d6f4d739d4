"""The same for what the interface touches besides the library: what it remembers, drafts, other programs, reports.

Nobody is told there that something failed, or one is in the midst of something else: so nothing may be raised, and of
two texts that a file may hold, the one before and the new one, it holds one, whole.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from reader.commands.context import EditorResult
from reader.crash_report import write_report
from reader.library.library import Library
from reader.settings import read_settings
from reader.store import open_library
from reader.tui.app import ReaderApp
from reader.tui.drafts import Drafts
from reader.tui.library_state import library_state
from reader.tui.outside_programs import browse, copy_with_tool, discard, edit_text
from reader.tui.remember import Remembered, recall, remember
from reader.tui.startup_cache import keep_startup_cache, read_startup_cache
from tests.proof.faults import Place
from tests.support.faults import Faults, Way
from tests.support.pilot import NEVER, driven
from tests.support.screen import bottom, text, until

_EDITOR = "import sys; open(sys.argv[1], 'a', encoding='utf-8').write('and more')"
_FIRST = "2401.00000"


@dataclass(frozen=True, slots=True)
class Act:
    """Something that the interface does, and what must hold of what it gives back."""

    name: str
    does: Callable[[Place], Any]
    wrong: Callable[[Place, Any], str]
    """What does not hold after it, looked at when nothing fails any more; "" for nothing."""
    prepare: Callable[[Place], object] = lambda place: None
    slow: bool = False
    """Whether one trial takes a second."""

    def __str__(self) -> str:
        return self.name


def _state(place: Place) -> Path:
    return place.root / "state" / "reader"


def _own(place: Place) -> Path:
    return library_state(_state(place), place.root / "library")[0]


def _remembered(place: Place, query: str) -> None:
    own = _own(place)
    recall(_state(place) / "window.json", own / "place.json")
    remember(_state(place) / "window.json", own / "place.json", Remembered(theme="nord", query=query))


def _recalled(place: Place, _: object) -> str:
    found = recall(_state(place) / "window.json", _own(place) / "place.json")
    return "" if found.query in ("before", "after") else f"neither the one nor the other is remembered: {found}"


def _glimpsed(place: Place) -> None:
    folder = place.root / "library"
    seen = read_startup_cache(_state(place), folder)
    keep_startup_cache(_state(place), folder, seen.papers, seen.cursor, seen.sidebar, "4 papers")


def _glimpse(place: Place, _: object) -> str:
    count = read_startup_cache(_state(place), place.root / "library").count
    return "" if count in ("", "4 papers") else f"half a glimpse: {count}"


def _drafted(place: Place, text: str) -> bool:
    drafts = Drafts(_own(place))
    drafts.offer(_FIRST)
    kept = drafts.keep(_FIRST, text, "")
    drafts.close()
    return kept


def _draft(place: Place, kept: bool) -> str:
    found = Drafts(_own(place)).text(_FIRST)
    allowed = ("after",) if kept else ("before", "after")
    return "" if found in allowed else f"the draft is {found!r}, kept: {kept}"


def _forgotten(place: Place) -> None:
    drafts = Drafts(_own(place))
    drafts.offer(_FIRST)
    drafts.forget(_FIRST)
    drafts.close()


def _whole_draft(place: Place, _: object) -> str:
    found = Drafts(_own(place)).text(_FIRST)
    return "" if found in (None, "before") else f"half a draft: {found!r}"


def _in_editor(place: Place) -> EditorResult:
    with patch.dict(os.environ, {"EDITOR": f"{sys.executable} -S {place.root / 'editor.py'}"}):
        return edit_text("A text", "a note")


def _edited(place: Place, result: EditorResult) -> str:
    said = bool(result.trouble)
    if result.text is None:
        return "" if said else "no text, and no word about it"
    lies = result.path is not None and "and more" in result.path.read_text(encoding="utf-8")
    discard(result.path)
    right = "and more" in result.text or (said and not lies)
    return "" if right else f"what was written in the editor is lost: {result}"


def _reported(place: Place) -> Path | None:
    try:
        raise ValueError("a mistake")
    except ValueError as error:
        return write_report(error)


def _report(place: Place, path: Path | None) -> str:
    if path is None:
        return ""
    return "" if path.read_text(encoding="utf-8").endswith("ValueError: a mistake\n") else f"half a report in {path}"


def _copied(place: Place) -> bool:
    path = f"{place.root / 'tmp'}{os.pathsep}{os.environ['PATH']}"
    with patch.dict(os.environ, {"PATH": path, "DISPLAY": ":0"}):
        return copy_with_tool("a text")


def _told(place: Place, done: object) -> str:
    return "" if isinstance(done, bool) else f"neither done nor not: {done!r}"


async def _lived(place: Place) -> tuple[bool, list[str]]:
    """Open the interface, star a paper, begin a note, and leave: whether the star was acknowledged; what went wrong."""
    reports: list[BaseException] = []
    folder = place.root / "library"
    app = ReaderApp(
        lambda: Library(open_library(folder)),
        settings=read_settings(place.root / "config" / "reader" / "config.toml"),
        state=_state(place),
        folder=folder,
        library=None,
    )
    starred = False
    with (
        patch("reader.tui.presenter.NOTICE_TIME", NEVER),
        patch("reader.tui.app.POLL", NEVER),
        patch("reader.tui.app.IDLE", NEVER),
        patch("reader.tui.app.write_report", reports.append),
        patch("reader.tui.error_reports.write_report", reports.append),
    ):
        async with driven(app, (80, 24), held=lambda: app.ahead.holding and not app.ahead.blocked) as pilot:
            with suppress(AssertionError):  # It may say instead why it shows nothing.
                await until(pilot, lambda: bool(bottom(app)))
                await until(pilot, lambda: "papers" in bottom(app))
            await pilot.press("s")
            await pilot.pause()
            starred = "Starred" in text(app)
            await pilot.press("e", *"half")
            await pilot.pause()
            app.exit()
    failed = [*map(repr, reports), *([f"it ended with {app.return_code}"] if app.return_code else [])]
    return starred, failed


def _life(place: Place, lived: tuple[bool, list[str]]) -> str:
    starred, failed = lived
    found = place.found().library
    if failed:
        return f"an error that nobody foresaw: {failed}"
    is_starred = any(_FIRST in line and "starred=True" in line for line in found.splitlines())
    if starred != is_starred:
        return f"the star was {'' if starred else 'not '}acknowledged, and is {'' if is_starred else 'not '}there"
    return ""


def _editor(place: Place) -> None:
    (place.root / "editor.py").write_text(_EDITOR, encoding="utf-8")


def _tool(place: Place) -> None:
    tool = place.root / "tmp" / "xclip"
    tool.write_text("#!/bin/sh\ncat > /dev/null\n", encoding="utf-8")
    tool.chmod(0o700)


ACTS = (
    Act("remember", partial(_remembered, query="after"), _recalled, partial(_remembered, query="before")),
    Act("glimpse", _glimpsed, _glimpse, _glimpsed),
    Act("keep a draft", partial(_drafted, text="after"), _draft, partial(_drafted, text="before")),
    Act("forget a draft", _forgotten, _whole_draft, partial(_drafted, text="before")),
    Act("write in an editor", _in_editor, _edited, _editor),
    Act("copy", _copied, _told, _tool),
    Act("browse", lambda place: browse("about:blank"), _told),
    Act("report", _reported, _report),
    Act("open, star, begin a note and leave", lambda place: asyncio.run(_lived(place)), _life, slow=True),
)


class ActTrials:
    """One act, and what it calls when nothing fails."""

    def __init__(self, place: Place, act: Act) -> None:
        self.place = place
        self.act = act
        self._prepared()
        with Faults(place.root, Way(0)) as faults:
            given = act.does(place)
        self._calls = [name for name, _ in faults.calls]
        assert not act.wrong(place, given), (act, act.wrong(place, given))

    def __str__(self) -> str:
        return str(self.act)

    def calls(self, way: Way, name: str = "") -> list[int]:
        """The numbers of all calls that may fail in a way; of those of one name."""
        return [at for at, call in enumerate(filter(way.meets, self._calls), 1) if call == (name or call)]

    def _prepared(self) -> None:
        self.place.again()
        self.act.prepare(self.place)

    def wrong(self, way: Way, at: int) -> list[str]:
        """What does not hold when call `at` fails in a way."""
        self._prepared()
        with Faults(self.place.root, way, at) as faults:
            try:
                given = self.act.does(self.place)
            except Exception as error:  # noqa: BLE001  that it came through is what is looked for
                return [f"{self.act}: {way} at {at} ({faults.hit} {faults.path}): it raises {error!r}"]
        what = self.act.wrong(self.place, given)
        return [f"{self.act}: {way} at {at} ({faults.hit} {faults.path}): {what}"] if what else []
