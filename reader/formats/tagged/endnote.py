"""EndNote's tagged records (`.enw`, its "EndNote Export"), which are those of refer
(https://en.wikipedia.org/wiki/Refer_(software))."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.formats.csl_variables import pages
from reader.formats.references import Reference, doi_in, number_of_text, numbers_of_books, of_edition
from reader.formats.ris import is_service_note
from reader.formats.tagged.reading import Dialect, TaggedRecord, variables_of
from reader.identity import venues_agree
from reader.persons import names_as_variable

_CONTAINERS = ("%J", "%B")
_IN_BOOK = frozenset({"book section", "conference paper", "conference proceedings", "electronic book section"})


def _reference(fields: TaggedRecord) -> Reference:
    return Reference(
        line=fields.line,
        title=fields.first("%T") or fields.first("%!"),
        kind=fields.first("%0"),
        key=fields.first("%F"),
        abstract=fields.first("%X"),
        authors=fields.lines("%A"),
        editors=fields.lines("%E"),
        dates=_dates(fields.first("%8"), fields.first("%D")),
        venues=fields.all(*_CONTAINERS, "%S"),
        dois=[doi_in(value) for value in fields.all("%R", "%U", "%M")],
        urls=fields.lines("%U", "%>"),
        named=fields.lines("%U", "%M", "%R", "%J", "%I", "%O"),
        keywords=_keywords(fields.lines("%K")),
        notes=[note for note in fields.all("%Z", "%<") if not is_service_note(note)],
        metadata={
            "page": pages(fields.first("%P"), fields.first("%&")),
            "edition": of_edition(fields.first("%7")),
            **variables_of(
                fields,
                {
                    "volume": "%V",
                    "issue": "%N",
                    "publisher": "%I",
                    "publisher-place": "%C",
                    "language": "%G",
                    "call-number": "%L",
                    "number-of-volumes": "%6",
                    "genre": "%9",
                    "accessed": "%[",
                },
            ),
            "collection-title": fields.first("%S") if fields.first(*_CONTAINERS) else "",
            **_other(fields.first("%O"), fields.first(*_CONTAINERS)),
            "title-short": fields.first("%!") if fields.first("%T") else "",
            **number_of_text(fields.first("%0"), *fields.lines("%@")),
            "translator": names_as_variable(fields.lines("%H")),
            **numbers_of_books(fields.lines("%@")),
        },
    )


def _other(told: str, container: str) -> dict[str, str]:
    """What stands under "other": in EndNote the journal's short title, in refer whatever people note of a record."""
    is_short = container != "" and venues_agree(told, container)
    return {"container-title-short" if is_short else "note": told} if told else {}


def _keywords(lines: Sequence[str]) -> list[str]:
    """Keywords stand one in a line, or between semicolons, or all in one line between commas: one comma alone may be
    within a keyword ("Neoplasms, Experimental")."""
    if len(lines) == 1 and ";" not in lines[0] and lines[0].count(",") > 1:
        return lines[0].split(",")
    return [word for line in lines for word in line.split(";")]


def _dates(day: str, year: str) -> list[str]:
    """The year, and with it the day, which may stand without one."""
    has_year = re.search(r"\d{4}", day) is not None
    return [year or day, day if has_year or not year else f"{day} {year}"]


ENDNOTE = Dialect(
    field=re.compile(r"(%[A-Z0-9?@!#$\]&()*+^><\[=~])(?:[ \t](.*))?$"),
    reference=_reference,
    understood=frozenset(f"%{sign}" for sign in "T!XAED8JBSRUMOIKZ<>P&7VNCG@0HL69["),
    name="endnote",
    dates=frozenset({"%8", "%D"}),
    kinds=frozenset({"%0"}),
    beside=frozenset(f"%{sign}" for sign in "EICGOL69@0"),
    partly=frozenset(f"%{sign}" for sign in "JBRUMO&7@>"),
    own=tuple((f"%{sign}", f"custom {number}") for number, sign in enumerate("1234#$]", start=1)),
    key="%F",
    of_program=frozenset({"%=", "%~", "%W"}),
    opens=frozenset({"%0"}),
    opening=re.compile(r"%0[ \t]+[A-Z].{2,60}"),
    paragraphs=True,
    titles=frozenset({"%T"}),
    signs=frozenset({"%0", "%A", "%D", "%J", "%B", "%R", "%I", "%8", "%V", "%@"}),
    sure=re.compile(r"%0[ \t]+[A-Z]|%[D8][ \t].*\b\d{4}\b"),
    prose=frozenset({"%T", "%X", "%K", "%Z", "%O", "%+", "%<", "%A", "%E", "%U", "%>"}),
    long=frozenset({"%X", "%Z", "%O", "%+", "%<"}),
    once=frozenset({"%T", "%D", "%J", "%V", "%P", "%0"}),
)
sniff, begins, parse = ENDNOTE.sniff, ENDNOTE.begins, ENDNOTE.parse
