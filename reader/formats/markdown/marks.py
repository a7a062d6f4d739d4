"""The marks of an export that no renderer shows, and how a note is kept between two of them.

An anchor `<!-- reader:ID -->` names a paper. A block of the user's Markdown (a note, a remark in one list, a list's
description) stands between `<!-- reader-KIND ID -->` and `<!-- /reader-KIND -->`. Prose, which can neither open
anything nor forge a mark, stands there as it is. Any other block is `quoted`, as its opening mark says: each of its
lines is behind `> `. A quote is a container: a heading, a fence or a comment that is left open inside ends with it, and
since marks count only outside quotes, nothing inside can forge one. What would reach beyond a quote all the same is
written so that it does not (`contained`), and then the opening mark says how `<` is spelt: `quoted &#60;`.
"""

from __future__ import annotations

import re

from reader.formats.markdown.contained import as_typed, contained
from reader.formats.markdown.escaping import encode_id

ANCHOR = re.compile(r"<!--\s*reader:(\S{1,300}?)\s*-->")
OPENING = re.compile(
    r"\s*<!--\s*reader-(note|remark|description)(?:\s+(?!quoted(?:\s+&#0*60;)?\s*-->)(\S{1,300}))?"
    r"(?:\s+(quoted)(?:\s+(&#0*60;))?)?\s*-->\s*"
)
COMMENT = re.compile(r"<!--.*?-->")
"""Any comment within a line, an anchor whole or damaged."""
DAMAGED = re.compile(r"\s*<!--\s*/?reader\b(?:(?!-->).)*+(?:-->\s*)?")
"""What is left of a line that was a mark, where it is none any more."""
CLOSING = re.compile(r"\s*<!--\s*/reader-(note|remark|description)\s*-->\s*")
ABSTRACT = re.compile(r"<!--\s*reader-abstract(?:\s+(\S{1,300}))?\s*-->\s*$")
"""The mark at the end of the one line that holds an abstract, and the id of its paper where it names one."""
QUOTED = re.compile(r"\s*>( ?)(.*)")
_NOT_PROSE = re.compile(
    r"\A\n|\n\Z|\n\n\n"  # empty lines that would be lost
    r"|^(?![^\W_]|[\"'“„‘(«¿¡]|\n)"  # what begins with a sign may begin more than a paragraph
    r"|^\(?(?:\d{1,9}|[A-Za-z]|[ivxlcdmIVXLCDM]+|@[\w-]*)[.)](?:\s|$)"  # an ordered list, Pandoc's included
    r"|[<\[]|```|~~~|%%|\$\$|\{[{%#]|\\[A-Za-z]|^[Tt]able:",  # what may reach beyond its paragraph
    re.MULTILINE,
)


CONTENTS = re.compile(r"\s*<!--\s*(/?)reader-contents\s*-->\s*")
"""The marks around a table of contents, which is made anew with each export."""


def anchor(id: str) -> str:
    """The anchor of a paper."""
    return f"<!-- reader:{encode_id(id)} -->"


def abstract(id: str) -> str:
    """The mark at the end of the line that holds a paper's abstract."""
    return f"<!-- reader-abstract {encode_id(id)} -->"


def enclose(kind: str, text: str, *, id: str = "", indent: int = 0) -> str:
    """A block of the user's Markdown between its marks; ends without a newline.

    The empty line before the closing mark keeps Pandoc from reading the mark as a part of a quote.
    """
    pad = " " * indent
    name = f" {encode_id(id)}" if id else ""
    if is_prose(text):
        body = "\n".join([f"{pad}{line}" if line else "" for line in text.split("\n")])
    else:
        text, reference = contained(text)
        name += f" quoted {reference}".rstrip()
        body = "\n".join([f"{pad}> {line}" if line else f"{pad}>" for line in text.split("\n")])
    return f"{pad}<!-- reader-{kind}{name} -->\n{body}\n\n{pad}<!-- /reader-{kind} -->"


def is_prose(text: str) -> bool:
    """Whether a text is paragraphs and nothing else to every reader of Markdown: no line begins or opens anything."""
    return _NOT_PROSE.search(text) is None


def disclose(lines: list[str], indent: int, quoted: bool, reference: str = "") -> str:
    """The text between two marks. Lines that a person added to a quote without `> ` belong to it too; `reference` is
    what the opening mark says of `<`."""
    while lines and not lines[0].strip():
        lines = lines[1:]
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    found = []
    for line in _of_one_quote(lines) if quoted else lines:
        match = QUOTED.fullmatch(line) if quoted else None
        if match:
            found.append(match[2])
        else:
            found.append(line[indent:] if not line[:indent].strip() else line.lstrip())
    return as_typed("\n".join(found), reference)


def _of_one_quote(lines: list[str]) -> list[str]:
    """The lines of a quote without the empty ones that a formatter set where it took the rest out of its item: what
    follows there stands at another depth. An empty line of the quote itself is behind `>`, too."""
    kept: list[str] = []
    empty: list[str] = []
    above = ""
    for line in lines:
        if not line.strip():
            empty.append(line)
            continue
        if not (_is_in_quote(above) and _is_in_quote(line) and _depth(above) != _depth(line)):
            kept += empty
        kept.append(line)
        empty, above = [], line
    return kept + empty


def _is_in_quote(line: str) -> bool:
    return line.lstrip().startswith(">")


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def has_anchor(text: str) -> bool:
    """Whether a text holds the anchor of a paper anywhere."""
    return "reader:" in text and ANCHOR.search(text) is not None
