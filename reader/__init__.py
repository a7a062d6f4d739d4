"""Reader: a reading-list manager for research papers that lives in the terminal.

ARCHITECTURE.md, beside this file, is the plan of the house. From a text to a library, a search and a file:

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from reader.io.read import read_text
    >>> from reader.library.library import Library
    >>> from reader.operations import annotate, exports, imports, search
    >>> from reader.query import parse
    >>> from reader.store import open_library
    >>> with TemporaryDirectory() as place:
    ...     folder = Path(place)
    ...     library = Library(open_library(folder / "library", state_dir=folder, data_dir=folder))
    ...     text = "TY  - JOUR\\nTI  - Selective State Spaces\\nAU  - Gu, Albert\\nER  - \\n"
    ...     source = read_text(text, "pasted text")
    ...     print(imports.import_sources(library, [source]).summary)
    ...     papers = [library.papers[hit.id] for hit in search.PaperFinder(library).find(parse("selctive")).hits]
    ...     print(annotate.star_papers(library, papers, True).say)
    ...     print(exports.text_of(library, exports.Wish(style="tasks"), papers).splitlines()[2].partition(" <!--")[0])
    1 new
    Starred 'Selective State Spaces'
    - [ ] **Selective State Spaces** — Albert Gu
"""

__version__ = "0.1.0"
