"""The formats that papers come in and go out by: one module each, in one table.

A module is loaded when its format is first used, and the library behind BibTeX when a text is parsed.

    >>> text = "TY  - JOUR\\nTI  - Mamba\\nAU  - Gu, Albert\\nER  - \\n"
    >>> detect(text)
    'ris'
    >>> found = read(text, "ris")
    >>> found.papers[0].authors, found.problems
    (('Albert Gu',), ())
    >>> print(FORMATS["bibtex"].dump(found.papers), end="")
    @article{gumamba,
      title = {Mamba},
      author = {Albert Gu}
    }
"""

from __future__ import annotations

from reader.formats.recognition import detect, quotes_export
from reader.formats.table import FORMATS, TOLD, WRITTEN, Format, named_by_ending
from reader.formats.text_parts import beside_export, read

__all__ = [
    "FORMATS", "TOLD", "WRITTEN", "Format", "beside_export", "detect", "named_by_ending", "quotes_export", "read",
]  # fmt: skip
