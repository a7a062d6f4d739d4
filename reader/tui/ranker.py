"""Works out what the user is likely to want, and what is near to what, once it is asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from reader.library.library import Library
from reader.tui.error_reports import ErrorReports
from reader.tui.model.live_relevance import LiveRelevance

GATHERING = 0.2
"""Seconds without an edit before the order is worked out anew: several edits in a row are answered once."""
UNASKED_LIMIT = 20_000
"""With so many papers at most it is told unasked what is near to one: in more it takes seconds to be ready for that."""


class Ranker:
    """One task at most, for one library: it ends when nothing is left to be worked out."""

    def __init__(
        self,
        relevance: LiveRelevance,
        busy: Callable[[], bool],
        worked_out: Callable[[], None],
        error_reports: ErrorReports,
    ) -> None:
        """`busy` says whether the user waits for the answer to a key; `worked_out` is called when something is."""
        self._relevance = relevance
        self._busy = busy
        self._worked_out = worked_out
        self._error_reports = error_reports
        self._library: Library | None = None
        self._task: asyncio.Task[None] | None = None

    def begin(self, library: Library) -> None:
        """The library has been read, and its index is there: from now on what is asked for is worked out."""
        self._library = library
        self._relevance.stirred = self._look
        self._look()

    def prepare(self) -> None:
        """A paper is looked at: be ready to say what is near to it, where that takes little."""
        if self._library is not None and len(self._library.papers) <= UNASKED_LIMIT:
            self._relevance.be_ready()

    def stop(self) -> None:
        """Nothing is worked out any more: the program ends."""
        self._relevance.stirred = lambda: None
        if self._task is not None:
            self._task.cancel()

    @property
    def at_work(self) -> bool:
        """Whether something is being worked out."""
        return self._task is not None and not self._task.done()

    def _look(self) -> None:
        if self._library is not None and self._relevance.is_due and not self.at_work:
            self._task = asyncio.ensure_future(self._work(self._library))

    async def _work(self, library: Library) -> None:
        self._library = None
        with self._error_reports.contained("What you are likely to want"):
            while self._relevance.is_due:
                await self._step(library)
            self._library = library
            return
        # After an error nothing is begun any more: it would come again at every edit.
        self._relevance.is_given_up = True

    async def _step(self, library: Library) -> None:
        relevance, edits = self._relevance, self._relevance.edits
        if not relevance.ready:
            await relevance.build(library, self._busy)
            self._worked_out()
            return
        if relevance.is_ranked:
            await asyncio.sleep(GATHERING)
        if relevance.edits == edits:
            await relevance.rank(library)
            self._worked_out()
