"""Other programs: the user's editor, with which no text is ever lost; the browser; the tool that copies."""

from __future__ import annotations

import os
import re
import select
import shlex
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from reader.commands.context import EditorResult
from reader.text import for_terminal
from reader.tui.pager import command_in
from reader.tui.signals import ending
from reader.tui.terminal import as_it_was, has_shell

_TOOLS = (
    ("pbcopy", "", ()),
    ("wl-copy", "WAYLAND_DISPLAY", ()),
    ("xclip", "DISPLAY", ("-selection", "clipboard")),
    ("xsel", "DISPLAY", ("--clipboard", "--input")),
    ("clip.exe", "WSL_DISTRO_NAME", ()),
)
"""(program, the variable that says it can work here, its arguments)."""


_CONSOLE_BROWSERS = frozenset({"lynx", "links", "links2", "elinks", "w3m", "www-browser", "browsh"})
"""Browsers that would draw over the interface."""
_OPEN = "import sys, webbrowser; sys.exit(not webbrowser.open(sys.argv[1]))"


def copy_with_tool(text: str) -> bool:
    """Give `text` to the desktop's own clipboard tool; False when there is none here."""
    for name, variable, arguments in _TOOLS:
        path = shutil.which(name)
        if path is None or (variable and not os.environ.get(variable)):
            continue
        with suppress(OSError, subprocess.SubprocessError):
            subprocess.run(
                [path, *arguments],
                input=text.encode("utf-8"),
                timeout=2,
                check=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            return True
    return False


def has_browser() -> bool:
    """Whether a browser can open in a window of its own, so that it does not draw over this one."""
    if sys.platform in ("darwin", "win32") or os.environ.get("WSL_DISTRO_NAME"):
        return True
    if named := os.environ.get("BROWSER", "").strip():
        first = named.split(os.pathsep)[0].split()
        return bool(first) and Path(first[0]).name not in _CONSOLE_BROWSERS
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def browse(address: str) -> bool:
    """Open an address in the browser; False when that failed. It may return no sooner than the browser is closed."""
    quiet = subprocess.DEVNULL
    command = [sys.executable, "-I", "-c", _OPEN, address]
    try:
        opened = subprocess.run(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True, check=False)
    except OSError:
        return False
    return opened.returncode == 0


EDITED_LIMIT = 16 << 20
"""Bytes of a file that is still read as a note; what is larger stays where it is."""
AT_ONCE = 1.0
"""Seconds within which an editor that changed nothing may only have handed the file on to a window that is open."""
_WAITING = {
    ("code", "code-insiders", "codium", "cursor", "windsurf", "subl", "zed", "zeditor", "atom", "pulsar", "gedit",
     "gnome-text-editor", "xed", "pluma", "mousepad"): "--wait",
    ("gvim", "mvim", "gview", "nvim-qt", "neovide"): "-f",
    ("kate", "kwrite"): "--block",
    ("mate", "bbedit"): "-w",
    ("open",): "-W",
}  # fmt: skip
"""The option with which an editor in a window of its own ends no sooner than the file is closed."""
_TOLD_A_LINE = frozenset({
    "vi", "vim", "nvim", "view", "gvim", "nano", "pico", "emacs", "emacsclient", "micro", "joe", "jed", "mg", "kak",
    "ne", "mcedit",
})  # fmt: skip
"""Editors that begin at the line of which "+" and the number stands before the file."""
WAKINGS = 3
"""How often an editor that stops where no shell could go on with it is woken, before it is ended."""
_MANY = 1 << 16
"""Bytes that a pipe holds at most (pipe(7))."""


def has_editor() -> bool:
    """Whether the user named an editor."""
    return any(os.environ.get(name, "").strip() for name in ("VISUAL", "EDITOR"))


def editor_command() -> list[str]:
    """$VISUAL, else $EDITOR, else what every machine has. Raises ValueError for a command that cannot be read."""
    for name in ("VISUAL", "EDITOR"):
        if (stated := os.environ.get(name, "")).strip():
            return command_in(stated, name)
    return ["notepad"] if sys.platform == "win32" else ["vi"]


def edit_text(text: str, name: str) -> EditorResult:
    """The text as the editor left it, without the ends of its last line, and what went wrong, if something did.

    It raises nothing. The file's last line is ended, as files of text are, so that what is put behind it begins a line.
    The file is left where it is, for the caller to `discard` once its text is safe; where the editor failed and changed
    nothing, there is none. `name` becomes part of the file's name. An editor that came back at once with nothing
    changed may be open still, and write later.
    """
    try:
        command = editor_command()
    except ValueError as error:
        return EditorResult(None, str(error))
    given = text if text.endswith("\n") or not text else f"{text}\n"
    try:
        path = _written(given, name)
    except OSError as error:
        return EditorResult(None, f"The text could not be handed to an editor: {error.strerror or error}.")
    began = time.monotonic()
    trouble = _run(command, path)
    at_once = time.monotonic() - began < AT_ONCE
    left, doubt = text_in(path)
    open_still = at_once and not trouble and not doubt and left == given
    if left is not None:
        # The end of the last line is no edit, and no part of the text.
        bare = left.rstrip("\n")
        left = text if bare == text.rstrip("\n") else bare
    if trouble and not doubt and left in (None, "", text):
        discard(path)
        return EditorResult(None, trouble)
    if left is None and not doubt:
        discard(path)
        return EditorResult(None, trouble or f"{_called(command)} left no file.")
    return EditorResult(
        left, " ".join(part for part in (trouble, doubt) if part), path, _how_to_wait(command, open_still)
    )


def edit_in_place(path: Path, line: int) -> str:
    """Have a file edited where it lies, at a line where that is above 0 and the editor can be told; what went wrong, as
    a sentence, "" when nothing did. It raises nothing."""
    try:
        command = editor_command()
    except ValueError as error:
        return str(error)
    at_line = [f"+{line}"] if line > 0 and Path(command[0]).name in _TOLD_A_LINE else []
    return _run([*command, *at_line], path)


def _how_to_wait(command: list[str], open_still: bool) -> str:
    """What to do so that an editor is waited for, as a sentence; "" where it was."""
    if not open_still:
        return ""
    program = Path(command[0]).name.removesuffix(".exe")
    option = next((option for programs, option in _WAITING.items() if program in programs), "")
    if not option or option in command:
        return "An editor with a window of its own needs its option for waiting in $EDITOR."
    return f"With EDITOR='{for_terminal(shlex.join([*command, option]))}' Reader waits for it."


def discard(path: Path | None) -> None:
    """Take an edited file away, with the folder that was made for it."""
    if path is not None:
        shutil.rmtree(path.parent, ignore_errors=True)


def _called(command: list[str]) -> str:
    return f"The editor '{for_terminal(command[0])}'"


def _written(text: str, name: str) -> Path:
    """A file with the text, in a folder of its own. Raises OSError."""
    folder = Path(tempfile.mkdtemp(prefix="reader-"))
    safe = re.sub(r"[^A-Za-z0-9._-]+", "-", name)[:60]
    path = folder / f"{safe}.md"
    try:
        path.write_bytes(text.encode("utf-8", "replace"))
    except OSError:
        discard(path)
        raise
    return path


def text_in(path: Path) -> tuple[str | None, str]:
    """What stands in the file (None: nothing that can be read), and what is doubtful about it as a sentence."""
    try:
        # An editor may leave anything: a pipe would keep whoever opens it waiting.
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            return None, "What the editor left is no file."
        if found.st_size > EDITED_LIMIT:
            return None, "What the editor left is too large for a note."
        data = path.read_bytes()
    except FileNotFoundError:
        return None, ""
    except OSError as error:
        return None, f"What the editor left cannot be read: {error.strerror or error}."
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        return _of_one_byte(data), "What the editor left is not UTF-8."


def _of_one_byte(data: bytes) -> str:
    """Text in Windows-1252, the usual other one; in Latin-1, which has a character for every byte, where it is none."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _run(command: list[str], path: Path) -> str:
    """Run the editor to its end, the terminal and its signals lent meanwhile; a sentence when it failed."""
    running: list[subprocess.Popen[bytes]] = []
    with as_it_was(), _signals_for(running) as missed:
        try:
            process = subprocess.Popen([*command, str(path)])
        except (OSError, ValueError) as error:
            reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
            return f"{_called(command)} cannot be run: {for_terminal(reason)}. Set $EDITOR."
        running.append(process)
        for number in missed:
            process.send_signal(number)
        status = _ended(process)
    if status < 0:
        return f"{_called(command)} was ended by signal {-status} ({signal.strsignal(-status)})."
    return f"{_called(command)} ended with status {status}." if status else ""


@contextmanager
def _signals_for(running: list[subprocess.Popen[bytes]]) -> Iterator[list[int]]:
    """What the user's keys send is the editor's alone (as system(3) has it); what ends this program reaches both.

    `running` holds the editor as soon as it runs; what was heard before that is yielded, for the editor to hear too.
    """
    former: dict[int, object] = {}
    missed: list[int] = []

    def leave_it(_number: int, _frame: FrameType | None) -> None:
        """The editor has heard it too."""

    def pass_on(number: int, frame: FrameType | None) -> None:
        if not running:
            missed.append(number)
        for process in running:
            process.send_signal(number)
        if callable(before := former[number]):
            with suppress(KeyboardInterrupt):  # A command that it ends keeps the text first.
                before(number, frame)

    of_keys = {getattr(signal, name, None) for name in ("SIGINT", "SIGQUIT")}
    try:
        for number in ending():
            with suppress(OSError):  # A system may keep one for itself.
                former[number] = signal.signal(number, leave_it if number in of_keys else pass_on)
        yield missed
    finally:
        for number, before in former.items():
            signal.signal(number, before)  # type: ignore[arg-type]  # what `signal` gave it takes back


def _ended(process: subprocess.Popen[bytes]) -> int:
    """Wait for the end. An editor that stops leaves the user to the shell; where there is none, it is woken."""
    if not hasattr(os, "waitid"):
        return process.wait()
    wakings = 0
    with _any_signal() as wait_for_one:
        if wait_for_one is None:
            return process.wait()
        while process.poll() is None:
            if not _stands_still(process):
                wait_for_one()
                continue
            if has_shell():
                os.kill(os.getpid(), signal.SIGSTOP)
            elif wakings == WAKINGS:
                process.kill()
            wakings += 1
            process.send_signal(signal.SIGCONT)
    return process.returncode


def _stands_still(process: subprocess.Popen[bytes]) -> bool:
    """Whether it was stopped since this was asked last."""
    with suppress(ChildProcessError):  # A signal that was passed on just now has noticed its end.
        return os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WNOHANG) is not None
    return False


@contextmanager
def _any_signal() -> Iterator[Callable[[], None] | None]:
    """What waits for the next signal: for one that came since it waited last too, and whatever thread was told of it.
    None where too many files are open for that.

    A wait in the system would go on for ever after those. A byte in a pipe stays there (D. J. Bernstein's self-pipe).
    A child that stops or ends is told of by a signal as well.
    """
    try:
        told, telling = os.pipe()
    except OSError:
        yield None
        return
    for end in (told, telling):
        os.set_blocking(end, False)
    child = signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
    former = signal.set_wakeup_fd(telling, warn_on_full_buffer=False)

    def wait_for_one() -> None:
        select.select([told], [], [])
        os.read(told, _MANY)

    try:
        yield wait_for_one
    finally:
        signal.set_wakeup_fd(former)
        signal.signal(signal.SIGCHLD, child)
        os.close(told)
        os.close(telling)
