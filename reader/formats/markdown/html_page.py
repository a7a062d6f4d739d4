"""A document as one page of HTML: nothing is loaded with it and nothing runs in it, it prints, and it is light or dark
as the reader's machine is."""

from __future__ import annotations

from collections.abc import Sequence

from reader.formats.markdown.document import document_of
from reader.formats.markdown.render import render_in
from reader.paper import Paper


def dump(papers: Sequence[Paper]) -> str:
    """Papers as a page with nothing around them: what the table of formats calls."""
    return render_in("html", document_of(None, papers))
