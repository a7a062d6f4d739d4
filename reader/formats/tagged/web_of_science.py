"""The Web of Science's plain text and its file for EndNote (`savedrecs.txt`, `.ciw`;
https://images.webofknowledge.com/images/help/WOS/hs_wos_fieldtags.html)."""

from __future__ import annotations

import re

from reader.formats.csl_variables import pages
from reader.formats.references import Reference, group, numbers_of_books
from reader.formats.tagged.reading import Dialect, TaggedRecord, variables_of


def _reference(fields: TaggedRecord) -> Reference:
    year, day = fields.first("PY"), fields.first("PD")
    keywords = " ".join(fields.lines("DE", "ID")) if not fields.all("DE") else " ".join(fields.lines("DE"))
    if fields.all("DE") and fields.all("ID"):
        keywords += "; " + " ".join(fields.lines("ID"))
    people, editors = (
        next(filter(None, (fields.lines(tag) for tag in tags)), []) for tags in (("AF", "AU", "BF", "BA"), ("BE", "ED"))
    )
    return Reference(
        line=fields.line,
        title=fields.first("TI"),
        kind=fields.first("DT").split(";")[0],
        abstract=fields.first("AB"),
        authors=[name for line in people for name in line.split(";")] + [group(name) for name in fields.lines("CA")],
        editors=[name for line in editors for name in line.split(";")],
        dates=[year or day or fields.first("EY", "EA"), day if re.search(r"\d{4}", day) else f"{day} {year}"],
        venues=fields.all("SO", "BS", "CT", "JI"),
        dois=fields.all("DI", "D2"),
        named=fields.all("SO", "AR", "DI"),
        keywords=keywords.split(";"),
        metadata={
            "page": pages(
                fields.first("PS"), fields.first("BP"), fields.first("EP"), _UNSPECIFIED.sub("", fields.first("AR"))
            ),
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
        },
    )


_UNSPECIFIED = re.compile(r"(?:UNSP|ARTN)\s+")
"""What stands before the number of an article that has no page."""

_UNDERSTOOD = (
    "PT DT TI AB AF AU BF BA CA BE ED PY PD EY EA SO BS CT JI DI D2 DE ID BP EP PS AR VL IS PM PN PU PI SE LA BN SN EI"
)
WEB_OF_SCIENCE = Dialect(
    field=re.compile(r"([A-Z][A-Z0-9])(?: (.*))?$"),
    reference=_reference,
    understood=frozenset(_UNDERSTOOD.split()),
    opens=frozenset({"PT"}),
    opening=re.compile(r"PT [A-Z]"),
    closes="ER",
    around=frozenset({"FN", "VR", "EF"}),
    titles=frozenset({"TI"}),
    signs=frozenset({"AU", "AF", "SO", "PY", "UT", "DI", "BA", "CA"}),
    sure=re.compile(r"PY \d{4}\s*\Z|UT \S+:|DI 10\.|ER\s*\Z"),
    indent="  ",
    long=frozenset({"AB"}),
)
sniff, begins, parse = WEB_OF_SCIENCE.sniff, WEB_OF_SCIENCE.begins, WEB_OF_SCIENCE.parse
