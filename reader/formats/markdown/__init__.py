"""Markdown that leaves and comes back: a reading list as a text that people keep in Git, a wiki or an editor.

Out: `document` gathers what is exported, `escaping` makes any text harmless, `render` gives it a form through the
templates in `styles/`, which run in `sandbox`. A file carries `marks` (an anchor for each paper, a pair of marks around
each note) and at its end, unseen by any renderer, its `footer`: what it said when it was written, so that its way back
needs nothing but the file and the library.

Into an existing file: `merge_file`, with `front_matter` for its YAML properties and `beneath` for the paper that a
person's own lines belong to. Back: `scan`, `lines` and `state` read, `marked_again` knows a paper that has lost its
mark by its line, `bare_blocks` a note by its words, `stripped` a whole list that has lost all marks, `by_hand` a paper
that a person typed, `three_way` compares, `read_back` tells what a person changed, `typed` (with `one_way`) what cannot
be taken, `library_diff` what the library did meanwhile. A file without its footer is read two ways, and then only adds.

    >>> from reader.paper import ListEntry, ReadingList
    >>> papers = {"2312.00752": Paper("2312.00752", "Mamba")}
    >>> edge = ReadingList("Edge", entries=(ListEntry("2312.00752"),))
    >>> text = render_document(document_of(edge, papers), style="tasks")
    >>> print(text.partition("<!-- reader-base")[0])  # doctest: +NORMALIZE_WHITESPACE
    # Edge
    <BLANKLINE>
    - [ ] **Mamba** <!-- reader:2312.00752 -->
    <BLANKLINE>
    <BLANKLINE>
    >>> read_back_text(text.replace("[ ]", "[x]"), papers, {"list:edge": edge}).diff
    ('Mamba: unread → read',)
"""

from collections.abc import Sequence

from reader.formats.markdown.by_hand import NO_PAPER, UNLINKED, UNTITLED, TypedFinder, is_led_to, typed_items
from reader.formats.markdown.document import AUTHORS_NAMED, Document, Grouping, Item, Section, document_of
from reader.formats.markdown.faces import abstracts_of, faces_of
from reader.formats.markdown.footer import (
    WRITERS,
    ExportedPaper,
    ExportForm,
    ExportRecord,
    OwnSide,
    WritingDevice,
    body_of,
    digest,
    matches_digest,
    record_told,
    repaired,
    texts_apart,
    told_of,
)
from reader.formats.markdown.languages import language_of
from reader.formats.markdown.library_diff import come_and_gone, outward
from reader.formats.markdown.marks import has_anchor
from reader.formats.markdown.merge_file import FileWriter, merge_into, nobody
from reader.formats.markdown.opened_export import OpenedExport, is_ours, opened
from reader.formats.markdown.read_back import Returned, read_back_text
from reader.formats.markdown.render import FILTERS_TOLD, VALUES, render_document, render_in, show_template
from reader.formats.markdown.stripped import form_of, is_stripped, list_shown, seems_for_others
from reader.formats.markdown.taken_before import shows_taken
from reader.formats.markdown.typed import LEFT, typed_over
from reader.paper import Paper


def dump(papers: Sequence[Paper]) -> str:
    """Papers as a list in Markdown, with nothing around them: what the table of formats calls."""
    return render_document(document_of(None, papers))


__all__ = [
    "AUTHORS_NAMED",
    "FILTERS_TOLD",
    "LEFT",
    "NO_PAPER",
    "UNLINKED",
    "UNTITLED",
    "VALUES",
    "WRITERS",
    "Document",
    "ExportForm",
    "ExportRecord",
    "ExportedPaper",
    "FileWriter",
    "Grouping",
    "Item",
    "OpenedExport",
    "OwnSide",
    "Returned",
    "Section",
    "TypedFinder",
    "WritingDevice",
    "abstracts_of",
    "body_of",
    "come_and_gone",
    "digest",
    "document_of",
    "dump",
    "faces_of",
    "form_of",
    "has_anchor",
    "is_led_to",
    "is_ours",
    "is_stripped",
    "language_of",
    "list_shown",
    "matches_digest",
    "merge_into",
    "nobody",
    "opened",
    "outward",
    "read_back_text",
    "record_told",
    "render_document",
    "render_in",
    "repaired",
    "seems_for_others",
    "show_template",
    "shows_taken",
    "texts_apart",
    "told_of",
    "typed_items",
    "typed_over",
]
