"""Unsaved notes of one library, kept against a crash, and what stands half-typed in its dialogs.

    drafts/<paper>.<window>.<note>.md  what one window has typed about one paper, and on which note that was begun: the
                                     paper as a hash of its id, the note as a hash of its text
    drafts/<paper>.<window>.md       the same where nobody said on which note
    drafts/<paper>.md                the same of an earlier version
    words/<dialog>.<window>.md       what one window has typed in a dialog, which is named by what it asks about, or
                                     what gave way to the present note on a paper
    open/<window>                    locked as long as that window is open

No window touches what another one is typing: each writes its own file, and offers only what no open window holds.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from pathlib import Path

from reader.errors import Busy
from reader.store.disk import Lock
from reader.text import clean_text
from reader.tui.remember import keep_small, read_small


class Drafts:
    """The drafts in a folder, as one window sees them."""

    def __init__(self, folder: Path, name: str = "drafts", unkept: Callable[[], None] = lambda: None) -> None:
        """`name` is that of the folder in it, for drafts of something else than notes; `unkept` is called where one
        could not be kept."""
        self._folder = folder
        self._unkept = unkept
        self._drafts = folder / name
        self._window = secrets.token_hex(6)
        self._open = ExitStack()
        self._is_open = False
        self._offered: dict[str, Path] = {}

    def close(self) -> None:
        """The window is left: its drafts may be offered by others."""
        with suppress(OSError):  # Its sign may stay: whoever finds it unlocked knows that the window is gone.
            self._open.close()
        self._is_open = False

    def keep(self, paper: str, text: str, begun_on: str | None = None) -> bool:
        """Keep the unsaved note on a paper, in place of the one that was offered; False when it could not be.

        `begun_on` is the note that was there when it was begun; None where that is not known.
        """
        self._hold()
        mine = self._mine(paper, begun_on)
        if not keep_small(mine, text):
            self._unkept()
            return False
        before = self._own(paper)
        if paper in self._offered:
            before.append(self._offered[paper])
            self._offered[paper] = mine
        for path in before:
            if path != mine:
                self._remove(path)
        return True

    def forget(self, paper: str) -> None:
        """The note was saved or thrown away: what this window kept and offered of it goes, and nothing else."""
        for path in self._own(paper):
            self._remove(path)
        if (offered := self._offered.pop(paper, None)) is not None:
            self._remove(offered)

    def begun_on(self, paper: str, note: str) -> bool:
        """Whether what was offered was begun on this note. Where nobody said on which, only an empty one will do."""
        if (offered := self._offered.get(paper)) is None:
            return True
        _, *window_and_note, _ = offered.name.split(".")
        return window_and_note[1] == _mark(note) if window_and_note[1:] else not note

    def offer(self, paper: str) -> str | None:
        """The same as `text`, to be looked at and gone on with: from now on it is this window's."""
        found = self._find(paper)
        if found is None:
            return None
        self._offered[paper] = found[0]
        return found[1]

    def text(self, paper: str) -> str | None:
        """The unsaved note on a paper that no other open window is typing, the newest; None when there is none."""
        found = self._find(paper)
        return found[1] if found is not None else None

    def _find(self, paper: str) -> tuple[Path, str] | None:
        mark = _mark(paper)
        for path in self._files():
            if path.name.split(".")[0] == mark and not self._held(path) and (text := read_small(path)) is not None:
                return path, clean_text(text)
        return None

    def file(self, paper: str) -> Path | None:
        """Where that note is kept."""
        found = self._find(paper)
        return found[0] if found is not None else None

    def papers(self, known: Iterable[str]) -> list[str]:
        """The papers among `known` that have an unsaved note which no other window is typing, the newest first."""
        waiting = dict.fromkeys(path.name.split(".")[0] for path in self._files() if not self._held(path))
        if not waiting:
            return []
        named = {mark: paper for paper in known if (mark := _mark(paper)) in waiting}
        return [named[mark] for mark in waiting if mark in named]

    def _files(self) -> list[Path]:
        """All drafts, the newest first."""
        found: list[tuple[float, Path]] = []
        with suppress(OSError, ValueError):
            for path in self._drafts.glob("[!.]*.md"):
                with suppress(OSError):
                    found.append((path.stat().st_mtime, path))
        return [path for _, path in sorted(found, reverse=True)]

    def _mine(self, paper: str, begun_on: str | None) -> Path:
        note = "" if begun_on is None else f".{_mark(begun_on)}"
        return self._drafts / f"{_mark(paper)}.{self._window}{note}.md"

    def _own(self, paper: str) -> list[Path]:
        """What this window has typed about a paper: one file, or two where it could not take the former away."""
        with suppress(OSError, ValueError):
            return list(self._drafts.glob(f"{_mark(paper)}.{self._window}.*"))
        return []

    def _sign(self, path: Path) -> Path | None:
        """What says that the window which wrote a draft is open; None for one of no window."""
        _, *window, _ = path.name.split(".")
        return self._folder / "open" / window[0] if window else None

    def _hold(self) -> None:
        """Show the others that this window is open."""
        if self._is_open:
            return
        sign = self._folder / "open" / self._window
        with suppress(OSError, ValueError, Busy):
            sign.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = Lock(str(sign), patience=0)
            self._open.callback(sign.unlink, missing_ok=True)
            self._open.callback(lock.close)
            self._open.enter_context(lock.held())
            self._is_open = True

    def _held(self, path: Path) -> bool:
        """Whether another open window is typing it."""
        sign = self._sign(path)
        if sign is None or sign.name == self._window:
            return False
        try:
            if not sign.is_file():
                return False
            lock = Lock(str(sign), patience=0)
            try:
                with lock.held():
                    return False
            finally:
                lock.close()
        except Busy:
            return True
        except (OSError, ValueError):
            return False

    def _remove(self, path: Path) -> None:
        """Take a draft away, and the sign of a window that is gone with it."""
        sign = self._sign(path)
        with suppress(OSError, ValueError):
            path.unlink(missing_ok=True)
            if sign is not None and sign.name != self._window:
                sign.unlink(missing_ok=True)


def given_way(paper: str) -> str:
    """Under what a draft of the note on a paper is kept that gave way to the present note."""
    return f"given way\n{paper}"


def _mark(text: str) -> str:
    """A part of a file's name, of any id and any text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]
