"""Where the parts of a text begin and end that are in a format of their own, as files joined into one have them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING

from reader.errors import InputError
from reader.formats.beginnings import blank, data_starts, from_line, without_code
from reader.formats.between import TextPart, pieces
from reader.formats.json_rows import texts
from reader.formats.parsed import contained, split_lines
from reader.formats.sheets import JoinedPage
from reader.formats.table import DATA, FORMATS, IN_PARTS, JSON, SHEETS, XML
from reader.titles import title_key

if TYPE_CHECKING:
    from reader.formats.huggingface.page import BarePairs

BLANKS = "\ufeff \t\n"

_LOOKED_AT = 200_000
"""Characters in which such a format shows itself."""


def first_part(text: str, *, code: bool = False, among: Sequence[str] = IN_PARTS) -> tuple[int, str] | None:
    """The line where the first part in some format begins, outside blocks of code unless `code`, and that format.

    Records stand in other texts and quote them: what begins first holds the rest.
    """
    plain = text if code else without_code(text)
    top = plain[: len(plain) - len(plain.lstrip(BLANKS))].count("\n") + 1
    begins: dict[str, int] = {}
    for name in among:
        begins[name] = line_of_sign(FORMATS[name].load().begins, plain)
        if begins[name] == top:
            break  # Nothing begins above it, and of two that begin in one line it is the first.
    if _is_of_page(plain, begins.get("hf-page", 0), begins.get("markdown-lists", 0)):
        begins["markdown-lists"] = 0
    for start in data_starts(plain) if top not in begins.values() else ():
        if (
            name := next(
                (name for name in DATA if line_of_sign(FORMATS[name].sniff, plain[start : start + _LOOKED_AT])), ""
            )
        ) != "":
            begins[name] = plain.count("\n", 0, start) + 1
            break
    first = min((name for name in begins if begins[name]), key=begins.__getitem__, default="")
    if first != "markdown-lists":
        return (begins[first], first) if first else None
    lines = plain.split("\n")[: begins[first] - 1]
    while lines and lines[-1].lstrip().startswith("|"):
        lines.pop()  # The heading of the table whose first row with a paper was found.
    return len(lines) + 1, first


def _is_of_page(text: str, page: int, row: int) -> bool:
    """Whether a row of a list is one of the page that begins above it and was saved as Markdown."""
    return 0 < page < row and any("](" in line for line in split_lines(text)[page - 1 : row - 1])


def cut_off(name: str, text: str) -> tuple[list[tuple[str, str]], str]:
    """The parts of a text that begins in a format which does not say what it leaves, each with its format, and what
    stands below them."""
    if name in JSON:
        return _cut_json(name, text)
    end = len(text)
    if name in XML:
        end = import_module("reader.formats.xml_records").end(text)
    elif name == "hf-page" and (page := FORMATS[name].load().begins(text)):
        end = _end_of_page(text, page)
    return [(name, text[:end])], blank(text[:end]) + text[end:]


def _end_of_page(text: str, page: int) -> int:
    """Where a page ends whose header stands in a line."""
    inner = from_line(text, page + 1)
    among = [name for name in IN_PARTS if name != "hf-page"]
    if _is_of_page(text, page, line_of_sign(FORMATS["markdown-lists"].load().begins, inner)):
        among.remove("markdown-lists")
    below = first_part(inner, among=among)
    if below is None:
        return len(text)
    return len(text_above(text, below[0])) + 1


def below_sheet(sheet: JoinedPage) -> tuple[int, list[int]]:
    """The line below the last sign of a mail or a page where something begins that is surely none of it, 0 for nothing;
    and the lines of what may be.

    Bare names of papers stand on pages, too, and so do items with links, where the page was saved as Markdown.
    """
    lines = split_lines(sheet.text)
    inner = from_line(sheet.text, sheet.last + 1)
    row = line_of_sign(FORMATS["markdown-lists"].load().begins, inner)
    own = lines[sheet.line - 1 : row]
    own_row = any("](" in line for line in own[:-1]) or any(line.startswith("#") for line in own)
    among = [name for name in IN_PARTS if name not in SHEETS and (name != "markdown-lists" or not own_row)]
    begun = first_part(inner, among=among)
    sure = [begun[0]] if begun is not None else []
    unsure: list[int] = []
    above = text_above(inner, begun[0]) if begun is not None else inner
    if own_row and sheet.format != "hf-page":
        unsure += _other_rows(sheet, above)
    parts, left = loose_pieces(above)
    last = max((number for number, line in enumerate(left.split("\n"), start=1) if line.strip(BLANKS)), default=0)
    for part in parts:
        top = lines[part.line - 1].lstrip(BLANKS)
        if part.format == "note" or (part.format == "yaml" and top.startswith(("- ", "---"))):
            sure.append(part.line)
        elif part.line > last:
            unsure.append(part.line)
    if (pairs := _pairs_below(sheet, above)) is not None:
        (sure if pairs.is_page else unsure).append(pairs.pairs[0].line)
        unsure += (pair.line for pair in pairs.above)
    first = min(sure, default=0)
    return first, sorted(line for line in unsure if not first or line < first)


def _pairs_below(sheet: JoinedPage, text: str) -> BarePairs | None:
    """The titles and abstracts below a mail or a page, in `text`, that are none of its own; None for none."""
    if sheet.format == "hf-page" and not FORMATS["hf-page"].load().is_scrape(sheet.text):
        return None
    if (pairs := pairs_in(text)) is None:
        return None
    whole = text_above(sheet.text, pairs.pairs[0].line) if pairs.is_page else sheet.text
    own = {title_key(told) for one in FORMATS[sheet.format].read(whole).papers for told in (one.title, one.abstract)}
    others, above = (
        tuple(pair for pair in some if own.isdisjoint(map(title_key, pair[1:]))) for some in (pairs.pairs, pairs.above)
    )
    return pairs._replace(pairs=others, above=above) if others else None


def _other_rows(sheet: JoinedPage, text: str) -> Iterator[int]:
    """The line of the first item below a page saved as Markdown that is another paper's, and that the page's site does
    not show below it itself."""
    own = {paper.arxiv_id for paper in FORMATS[sheet.format].read(sheet.text).papers}
    items = "\n".join(line.lstrip("#") for line in split_lines(text))  # Below a heading all would be one record.
    found = FORMATS["markdown-lists"].read(items).papers
    others = [one for one in found if one.arxiv_id not in own]
    if sheet.format == "hf-paper":
        others = [one for one in others if f"huggingface.co/papers/{one.arxiv_id}" not in text]
    shown = [one.arxiv_id or one.url for one in others]
    yield from islice((at for at, line in enumerate(split_lines(text), 1) if any(told in line for told in shown)), 1)


def _cut_json(name: str, text: str) -> tuple[list[tuple[str, str]], str]:
    """The JSON texts that a text begins with, those in one format as one part."""
    if line_of_sign(FORMATS["jsonl"].load().is_plain, text):
        return [(name, text)], ""
    found: list[tuple[str, int, int]] = []
    for start, end in texts(text):
        one = next(
            (one for one in JSON if line_of_sign(FORMATS[one].sniff, text[start:end])), found[-1][0] if found else name
        )
        begin = found.pop()[1] if found and found[-1][0] == one else start
        found.append((one, begin, end))
    end = found[-1][2] if found else 0
    return [(one, blank(text[:start]) + text[start:end]) for one, start, end in found], blank(text[:end]) + text[end:]


def text_above(text: str, line: int) -> str:
    """What of a text stands above a line."""
    return "\n".join(text.split("\n")[: line - 1])


def held_in(name: str | None) -> Sequence[str]:
    """The formats of which a text in one may hold parts: the items of YAML look like those of a list."""
    return [one for one in IN_PARTS if name != "yaml" or one != "markdown-lists"]


def loose_pieces(text: str) -> tuple[list[TextPart], str]:
    """What stands in a text between its parts in a known format, and what is left of it."""
    return pieces(text, _is_in)


def _is_in(name: str, text: str) -> bool:
    """Whether a paragraph is in a format whose parts begin with no sign of their own."""
    known = FORMATS[name].load()
    return bool(line_of_sign(known.is_bare if name == "ids" else known.sniff, text))


def pairs_in(text: str) -> BarePairs | None:
    """The bare titles and abstracts in which a text ends; None for none, or where that cannot be told."""
    try:
        with contained("the text"):
            found: BarePairs | None = FORMATS["hf-page"].load().bare_pairs(text)
            return found
    except InputError:
        return None


def line_of_sign(sign: Callable[[str], int], text: str) -> int:
    """Whether, or in which line, a text has the sign of a format; a sign that cannot be told is none."""
    try:
        with contained("the text"):
            return sign(text)
    except InputError:
        return 0
