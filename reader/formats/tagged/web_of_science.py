"""The Web of Science's plain text, its table with tabs and its file for EndNote (`savedrecs.txt`, `.ciw`;
https://images.webofknowledge.com/images/help/WOS/hs_wos_fieldtags.html)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reader.formats.csl_variables import pages
from reader.formats.parsed import Parsed, Problem, excerpt, split_lines
from reader.formats.publication_dates import kept_early
from reader.formats.references import Reference, genre_of, group, numbers_of_books
from reader.formats.tagged.reading import Dialect, TaggedRecord, variables_of
from reader.text import clean_line


def _reference(fields: TaggedRecord) -> Reference:
    year, day = fields.first("PY"), fields.first("PD")
    keywords = " ".join(fields.lines("DE", "ID")) if not fields.all("DE") else " ".join(fields.lines("DE"))
    if fields.all("DE") and fields.all("ID"):
        keywords += "; " + " ".join(fields.lines("ID"))
    people, editors = (
        next(filter(None, (fields.lines(tag) for tag in tags)), []) for tags in (("AF", "AU", "BF", "BA"), ("BE", "ED"))
    )
    article = _UNSPECIFIED.sub("", fields.first("AR"))
    return Reference(
        line=fields.line,
        title=fields.first("TI"),
        kind=fields.first("DT").split(";")[0],
        abstract=fields.first("AB"),
        authors=[name for line in people for name in line.split(";")]
        + [group(name.strip()) for line in fields.lines("CA") for name in line.split(";")],
        editors=[name for line in editors for name in line.split(";")],
        dates=[year or day or fields.first("EY", "EA"), day if re.search(r"\d{4}", day) else f"{day} {year}"],
        kept={
            **kept_early(fields.first("EA", "EY") if year or day else ""),
            "web-of-science/AR": article if fields.first("PS", "BP", "EP") else "",
        },
        venues=fields.all("SO", "BS", "CT", "JI"),
        dois=fields.all("DI", "D2"),
        named=fields.all("SO", "AR", "DI"),
        keywords=keywords.split(";"),
        metadata={
            **genre_of("; ".join(filter(genre_of, fields.first("DT").split(";")))),
            "page": pages(fields.first("PS"), fields.first("BP"), fields.first("EP"), article),
            **variables_of(
                fields,
                {
                    "volume": "VL",
                    "issue": "IS",
                    "PMID": "PM",
                    "part-number": "PN",
                    "publisher": "PU",
                    "publisher-place": "PI",
                    "collection-title": "SE",
                    "language": "LA",
                },
            ),
            **numbers_of_books(fields.lines("BN", "SN", "EI")),
            "event-title": fields.first("CT") if fields.first("SO") else "",
            "event-place": fields.first("CL"),
            "container-title-short": fields.first("JI", "J9") if fields.first("SO") else "",
        },
    )


_UNSPECIFIED = re.compile(r"(?:UNSP|ARTN)\s+")
"""What stands before the number of an article that has no page."""

_UNDERSTOOD = (
    "PT DT TI AB AF AU BF BA CA BE ED PY PD EY EA SO BS CT CL JI DI D2 DE ID BP EP PS AR VL IS PM PN PU PI SE LA BN SN"
    " EI"
)
_OF_PROGRAM = "J9 UT GA DA PG NR TC Z9 U1 U2 CR OA HC HP P2 DL"
WEB_OF_SCIENCE = Dialect(
    name="web-of-science",
    field=re.compile(r"([A-Z][A-Z0-9])(?: (.*))?$"),
    reference=_reference,
    understood=frozenset(_UNDERSTOOD.split()),
    partly=frozenset({"BS", "D2", "BF", "BA", "EY", "EA", "DI", "BN", "SN", "EI"}),
    dates=frozenset({"PY", "PD"}),
    kinds=frozenset({"DT"}),
    beside=frozenset("DT BF BA BE ED BS CT CL PU PI SE LA BN SN EI".split()),  # noqa: SIM905
    of_program=frozenset(_OF_PROGRAM.split()),
    opens=frozenset({"PT"}),
    opening=re.compile(r"PT [A-Z]"),
    closes="ER",
    around=frozenset({"FN", "VR", "EF"}),
    titles=frozenset({"TI"}),
    signs=frozenset({"AU", "AF", "SO", "PY", "UT", "DI", "BA", "CA"}),
    sure=re.compile(
        r"PY \d{4}\s*\Z|UT \S+:|DI 10\.|ER\s*\Z|CR \S.*, \d{4}, |FN .*\b(?:Web of|Clarivate|Thomson|ISI\b)", re.ASCII
    ),
    indent="  ",
    long=frozenset({"AB"}),
)
_TAG = re.compile(r"[A-Z][A-Z0-9]")
_KIND = re.compile(r"[A-Z]")


def sniff(text: str) -> bool:
    """Whether records begin in the text, with a tag a line or as a table."""
    return begins(text) > 0


def begins(text: str) -> int:
    """The 1-based number of the line where the first record begins, or the header of a table of them; 0 for none."""
    lines = split_lines(text)
    tables = (at + 1 for at, line in enumerate(lines[:-1]) if _tags_of(line) and _is_row(lines[at + 1], _tags_of(line)))
    return min(filter(None, (WEB_OF_SCIENCE.begins(text), next(tables, 0))), default=0)


def parse(text: str) -> Parsed:
    """Read every record that has a title, those of tables ("tab-delimited file") too."""
    lines, left = split_lines(text), []
    references = WEB_OF_SCIENCE.references()
    tags: tuple[str, ...] = ()
    rows = []
    for number, line in enumerate(lines, start=1):
        tags = _tags_of(line) or tags
        cells = line.split("\t")
        if _tags_of(line):
            left.append("")
        elif not tags or len(cells) < 2:
            left.append(line)
        elif not _is_row(line, tags):
            message = f"a row with {len(cells)} of {len(tags)} cells, or without its kind, skipped"
            references.problems.append(Problem(number, message, excerpt(clean_line(line[:300]))))
            left.append("")
        else:
            held = {tag: [_unquoted(cell)] for tag, cell in zip(tags, cells, strict=False) if tag and cell.strip()}
            rows.append(TaggedRecord(number, held))
            left.append("")
    WEB_OF_SCIENCE.take(rows, references)
    table, rest = references.parsed(), "\n".join(left)
    if not WEB_OF_SCIENCE.begins(rest):
        return replace(table, left=rest)
    tagged = WEB_OF_SCIENCE.parse(rest)
    problems = sorted((*table.problems, *tagged.problems), key=lambda problem: problem.line)
    return Parsed((*table.papers, *tagged.papers), tuple(problems), left=tagged.left)


def _tags_of(line: str) -> tuple[str, ...]:
    """The tags that the header of a table names, () for any other line."""
    if not line.lstrip("\ufeff").startswith("PT\t"):
        return ()
    tags = tuple(line.lstrip("\ufeff").rstrip("\t\r").split("\t"))
    return tags if {"TI", "AU"} <= {*tags} and all(map(_TAG.fullmatch, tags)) else ()


def _is_row(line: str, tags: Sequence[str]) -> bool:
    """Whether a line below such a header is a record: its kind, and cells up to that of the title at least."""
    cells = line.split("\t")
    return _KIND.fullmatch(cells[0].strip()) is not None and len(cells) > tags.index("TI")


def _unquoted(cell: str) -> str:
    """A cell without the quotes that a spreadsheet put around it."""
    text = cell.strip()
    return text[1:-1].replace('""', '"') if len(text) > 1 and text[0] == text[-1] == '"' else text
