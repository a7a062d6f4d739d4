"""`python -m reader` is the command `reader`."""

import os
import signal
import sys
from types import FrameType


def _at_once(_number: int, _frame: FrameType | None) -> None:
    """Nothing was begun: leave without a word of what was being loaded."""
    os.write(2, b"Interrupted.\n")
    os._exit(130)


def main() -> None:
    """The command `reader`; interrupted while it is being loaded, it says no more than that."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, _at_once)
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
