"""`python -m reader` is the command `reader`.

Ctrl+c must be heard from the first moment, so nothing is loaded here before: `_signal`, `os` and `sys` are there since
Python itself began, and `gc` is a part of it, while `signal` loads as much as twelve modules. An interrupt before that
is Python's to tell.
"""

import _signal  # type: ignore[import-not-found]  # as above
import gc
import os
import sys


def _at_once(*_: object) -> None:
    """Nothing was begun: leave without a word of what was being loaded."""
    os.write(2, b"Interrupted.\n")
    os._exit(130)


def _unheard(lost: "sys.UnraisableHookArgs") -> None:
    """An interrupt within what Python runs between two lines, where nothing can be raised, is still one; what is on
    disk is whole at any moment."""
    if lost.exc_type is KeyboardInterrupt:
        _at_once()
    sys.__unraisablehook__(lost)


def main() -> None:
    """The command `reader`; interrupted while it is being loaded, it says no more than that."""
    gc.disable()  # Nothing of what is loaded is garbage; what then is done has it looked for again.
    if _signal.getsignal(_signal.SIGINT) != _signal.SIG_IGN:
        _signal.signal(_signal.SIGINT, _at_once)
    sys.unraisablehook = _unheard
    if "_READER_COMPLETE" in os.environ:
        from reader.cli.shells import answered_tab  # noqa: PLC0415  asked for by shells only

        if answered_tab(os.environ):
            return
    from reader.cli.front import answered  # noqa: PLC0415  what is loaded here can be interrupted

    if answered(sys.argv[1:]):
        return
    from reader.cli.main import main as run  # noqa: PLC0415  as above

    run()


if __name__ == "__main__":
    main()
