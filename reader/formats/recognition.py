"""Which format a text is in: by its content first, by the name of its file second."""

from __future__ import annotations

from pathlib import PurePath

from reader.formats.beginnings import OWN_MARKS, begins_data, is_page, without_code
from reader.formats.cutting import BLANKS, cut_off, first_part, held_in, line_of_sign, loose_pieces, text_above
from reader.formats.sheets import sheets
from reader.formats.table import DATA, FORMATS, JSON, LOOSE, RECORDS, SHEETS, TAGGED, WHOLE

_BY_CONTENT = (
    "note", "hf-json", "json", "bookmarks-json", "csl-json", "plain-json", "jsonl", "arxiv-atom", "xml", "feed",
    "oai-pmh", "bibtex", *TAGGED, "arxiv-mail", "hf-paper", "arxiv-page", "scholar-alert", "nep", "hf-page",
    "bookmarks", "read-later", "csv", "pdf-names", "ids", "yaml", "markdown-lists",
)  # fmt: skip
"""In the order in which contents are compared: the stricter sign first."""


def detect(text: str, name: str = "") -> str | None:
    """The name of the format that a text is in, by its content first and its file name second; None when unsure.

    A name only tells which parser says what is wrong: each of them asks every record for a sign of a paper itself.
    """
    if is_page(text):
        return next((known.name for known in FORMATS.values() if known.html and line_of_sign(known.sniff, text)), None)
    if (found := _by_content(text)) is not None:
        return found
    if line_of_sign(FORMATS["hf-page"].load().is_bare_page, text):
        return "hf-page"
    if line_of_sign(FORMATS["ids"].load().is_one_number, text):
        return "ids"
    suffix = PurePath(name).suffix.lower()
    for known in FORMATS.values():
        if known.reads and suffix in known.extensions:
            return known.name if suffix not in (".json", ".xml") else None
    return None


def _by_content(text: str) -> str | None:
    """The name of the format that a text is surely in, or begins in, by its content alone."""
    if (
        any(mark in text for mark in OWN_MARKS)
        and line_of_sign(FORMATS["markdown"].load().is_ours, text)
        and not quotes_export(text)
    ):
        return "markdown"
    found = next((name for name in _BY_CONTENT if line_of_sign(FORMATS[name].sniff, text)), None)
    if found in SHEETS and len(parts := sheets(text)) > 1:
        return parts[0].format
    if found in (*JSON, *WHOLE):
        return found
    begun = first_part(text, among=held_in(found)) or (
        first_part(text, code=True) if found not in (None, "yaml") else None
    )
    if found is None or found in LOOSE:
        return _by_paragraphs(text, begun, found)
    return begun[1] if begun is not None else found


def _by_paragraphs(text: str, begun: tuple[int, str] | None, found: str | None) -> str | None:
    """The same of a text that is in no format as a whole, or in one whose paragraphs may be other parts (`found`), and
    in which the first part that is known by its beginning is `begun`."""
    if begun is None and found is not None:
        return found
    above = text if begun is None else text_above(text, begun[0])
    if not above.strip(BLANKS):
        return found and begun and begun[1]
    loose = (found,) if found is not None else LOOSE
    if begun is not None and (name := next((one for one in loose if line_of_sign(FORMATS[one].sniff, above)), "")):
        return name
    parts, left = loose_pieces(above)
    top = next(number for number, line in enumerate(above.split("\n"), start=1) if line.strip(BLANKS))
    sure = begun is not None or (
        len(parts) > 1 and (not left.strip(BLANKS) or any(part.format in ("note", "yaml") for part in parts))
    )
    if parts and parts[0].line == top and sure:
        return parts[0].format
    return begun[1] if found is not None and begun is not None else None


def quotes_export(text: str) -> bool:
    """Whether a text is in another format, and its records quote what Reader exported: our marks stand in them only."""
    if all(mark not in text for mark in OWN_MARKS):
        return False
    beside = _beside_records(text)
    return all(mark not in beside for mark in OWN_MARKS)


def first_mark(text: str) -> int:
    """Where the first of our marks stands, the end of a text without any."""
    return min((at for at in map(text.find, OWN_MARKS) if at >= 0), default=len(text))


def _beside_records(text: str) -> str:
    """What of a text with our marks does not stand in the records in another format that begin above the first of them.

    Where its first line begins such records, a mark of one paper beside them is none of an export: a record may be
    damaged. The comment of a whole export is.
    """
    mark = first_mark(text)
    top = next(number for number, line in enumerate(text.split("\n"), start=1) if line.strip("\ufeff \t"))
    if begins_data(text.split("\n")[top - 1]):
        name = next((one for one in DATA if line_of_sign(FORMATS[one].sniff, text)), "")
        rest = cut_off(name, text)[1] if name else ""
        return _whole_export(rest)
    if not _records_begin(_up_to(text, mark)):
        return text
    plain = without_code(text)
    begins = {name: line_of_sign(FORMATS[name].load().begins, plain) for name in RECORDS}
    name = min((name for name in RECORDS if begins[name]), key=begins.__getitem__, default="")
    if name and len("\n".join(plain.split("\n")[: begins[name] - 1])) <= mark:
        rest = FORMATS[name].parse(text).left
        return _whole_export(rest) if begins[name] == top else rest
    return text


_SHOWING = 400
"""Lines behind one with which a record begins that are looked at for what shows what it is; few need four."""


def _up_to(text: str, at: int) -> str:
    """A text up to a place in it, and so much more that a record which begins above that shows what it is."""
    end = at
    for _ in range(_SHOWING):
        if (end := text.find("\n", end) + 1) == 0:
            return text
    return text[:end]


def _records_begin(text: str) -> bool:
    """Whether records in another format begin in a text."""
    plain = without_code(text)
    return any(line_of_sign(FORMATS[name].load().begins, plain) for name in RECORDS)


def _whole_export(text: str) -> str:
    """A text that holds the comment of an export, "" for any other."""
    return text if FORMATS["markdown"].load().opened(text).has_comment else ""
