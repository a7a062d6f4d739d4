"""Opens the interface. Importing this module loads nothing heavy; `run` loads Textual."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reader.library.library import Library
from reader.paper import Paper
from reader.paths import state_dir
from reader.settings import Settings
from reader.tui.ground import Ground
from reader.tui.remember import remembered_theme
from reader.tui.signals import Ending

if TYPE_CHECKING:
    from reader.operations.kept_index import IndexKeeper
    from reader.operations.kept_relevance import RelevanceKeeper


def run(
    open_library: Callable[[], Library],
    *,
    settings: Settings,
    folder: Path,
    notices: Sequence[str] = (),
    small: bool = False,
    first_papers: Callable[[int], Sequence[Paper]] = lambda count: (),
    index_keeper: Callable[[], IndexKeeper] | None = None,
    relevance_keeper: Callable[[], RelevanceKeeper] | None = None,
) -> int:
    """Run the interface until the user leaves; returns the exit status.

    `folder` is the library's; `small` says that it is read in a few milliseconds: it is on the screen with the first
    frame then. `first_papers` quickly gives the first few of a large one, to be shown while it is read, and
    `index_keeper` makes what keeps its search index, so that it can be searched meanwhile, `relevance_keeper` what
    keeps which papers are near.
    Raises `ReaderError` when the library cannot be opened.
    """
    # An input method's commit of several characters arrives as garbage under the kitty protocol.
    os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
    gc.disable()
    ending = Ending()
    ending.listen()
    ground = None if settings.theme or remembered_theme(state_dir() / "window.json") else Ground(ending)
    if ground is not None and not os.environ.get("NO_COLOR"):
        ground.ask()
    try:
        from reader.tui.app import ReaderApp  # noqa: PLC0415  Textual must see the environment above

        library = open_library() if small else None
        app = ReaderApp(
            open_library,
            settings=settings,
            state=state_dir(),
            folder=folder,
            notices=notices,
            library=library,
            first_papers=first_papers,
            ending=ending,
            index_keeper=index_keeper,
            relevance_keeper=relevance_keeper,
            ground=ground,
        )
        app.run(mouse=settings.mouse)
    finally:
        gc.enable()
        ending.deafen()
    if ending.number:
        return ending.status
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0
