"""A reading list as a folder for Obsidian (or Logseq), and its way back.

`file_names` makes file names, `tags` and `properties` what stands in a file's head, `vault` the files; `merge_file`
puts a fresh file into an edited one, and `read_back` reads an edited vault, of which `paper_file` says what a paper's
file means, and `typed_notes` which notes a person made of papers.

    >>> from reader.formats.markdown import document_of
    >>> from reader.paper import Paper
    >>> files = render_vault(document_of(None, [Paper("2312.00752", "Mamba")]))
    >>> list(files)
    ['Papers.md', 'Mamba 2312.00752.md']
    >>> [is_of_vault(text) for text in files.values()]
    [True, True]
"""

from reader.formats.markdown.note_names import is_note
from reader.formats.obsidian.merge_vault import facts_in, ids_of, is_of_vault, merge_file, with_links_to, with_own_links
from reader.formats.obsidian.paper_file import listed_in, strayed, that_count, with_marks_again, without_marks
from reader.formats.obsidian.read_back import mentions_in, read_back_file, read_back_vault
from reader.formats.obsidian.typed import typed_over_properties
from reader.formats.obsidian.typed_notes import notes_of, papers_of_others
from reader.formats.obsidian.vault import render_paper, render_vault

__all__ = [
    "facts_in",
    "ids_of",
    "is_note",
    "is_of_vault",
    "listed_in",
    "mentions_in",
    "merge_file",
    "notes_of",
    "papers_of_others",
    "read_back_file",
    "read_back_vault",
    "render_paper",
    "render_vault",
    "strayed",
    "that_count",
    "typed_over_properties",
    "with_links_to",
    "with_marks_again",
    "with_own_links",
    "without_marks",
]
