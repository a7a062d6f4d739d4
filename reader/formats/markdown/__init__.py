"""Markdown that leaves and comes back: a reading list as a text that people keep in Git, a wiki or an editor.

Out: `document` gathers what is exported, `escaping` makes any text harmless, `writing` gives it a form through the
templates in `styles/`, which run in `sandbox`. A file carries `marks` (an anchor for each paper, a pair of marks around
each note) and at its end, unseen by any renderer, its `base`: what it said when it was written, so that its way back
needs nothing but the file and the library.

Into an existing file: `merging`, with `front` for its YAML properties. Back: `scan` and `lines` read, `three_way`
compares, `back` tells what a person changed, `typed` what cannot be taken, `outward` what the library did meanwhile. A
file without its base is read two ways, and then only adds.
"""

from collections.abc import Sequence

from reader.formats.markdown import footer
from reader.formats.markdown.document import Document, Grouping, Item, Section, document
from reader.formats.markdown.footer import Base, Form, Made, Said, base_of, form_of
from reader.formats.markdown.library_diff import outward
from reader.formats.markdown.marks import has_anchor
from reader.formats.markdown.merge_file import is_ours, merge_into
from reader.formats.markdown.read_back import Returned, read_back
from reader.formats.markdown.render import STYLES, render, show_template
from reader.formats.markdown.typed import typed_over
from reader.paper import Paper


def dump(papers: Sequence[Paper]) -> str:
    """Papers as a list in Markdown, with nothing around them: what the table of formats calls."""
    return render(document(None, papers))


def same_text(text: str, fingerprint: str) -> bool:
    """Whether a text is what a fingerprint in a base was made of, blanks at line ends aside."""
    return footer.same(text, fingerprint, True)


__all__ = [
    "STYLES",
    "Base",
    "Document",
    "Form",
    "Grouping",
    "Item",
    "Made",
    "Returned",
    "Said",
    "Section",
    "base_of",
    "document",
    "dump",
    "form_of",
    "has_anchor",
    "is_ours",
    "merge_into",
    "outward",
    "read_back",
    "render",
    "same_text",
    "show_template",
    "typed_over",
]
