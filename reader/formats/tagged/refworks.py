"""The tagged format of RefWorks (https://www.refworks.com/refworks/help/RefWorks_Tagged_Format.htm)."""

from __future__ import annotations

import re

from reader.formats.csl_variables import pages
from reader.formats.references import Reference, doi_in, number_of_text, numbers_of_books, of_edition
from reader.formats.ris import is_service_note
from reader.formats.tagged.reading import Dialect, TaggedRecord, variables_of

_KINDS = (
    "Abstract|Artwork|Bills|Book|Case|Computer|Conference|Dissertation|Generic|Grant|Hearing|Journal|Laws|Magazine|Map"
    "|Monograph|Motion|Music|Newspaper|Online|Patent|Personal|Report|Sound|Thesis|Unpublished|Video|Web"
)
_TAGS = (
    "RT SR ID FL A1 T1 JF JO YR FD VO IS SP OP K1 AB NO A2 T2 ED PB PP A3 A4 A5 T3 SN AV AD AN LA CL SF OT LK DO CN DB"
    " DS IP RD ST U1 U2 U3 U4 U5 U6 U7 U8 U9 U10 U11 U12 U13 U14 U15 UL SL LL CR WT A6 WV WP OL PMID PMCID ER"
)


_UNDERSTOOD = "RT T1 AB A1 A2 YR FD JF JO T2 T3 DO LK UL AN K1 NO SP OP ED VO IS PB PP LA PMID PMCID SN ST CN RD OT"


def _reference(fields: TaggedRecord) -> Reference:
    year, day = fields.first("YR"), fields.first("FD")
    return Reference(
        line=fields.line,
        title=fields.first("T1"),
        kind=fields.first("RT"),
        abstract=fields.first("AB"),
        authors=[name for line in fields.lines("A1") for name in line.split(";")],
        editors=[name for line in fields.lines("A2") for name in line.split(";")],
        dates=[year or day, day if not year or re.search(r"\d{4}", day) else f"{day} {year}"],
        venues=fields.all("JF", "JO", "T2"),
        dois=[doi_in(value) for value in fields.all("DO", "LK", "UL")],
        urls=[address for line in fields.lines("LK", "UL") for address in line.split()],
        named=fields.lines("LK", "UL", "AN", "DO"),
        keywords=[word for line in fields.lines("K1") for word in line.split(";")],
        notes=[note for note in fields.all("NO") if not is_service_note(note)],
        metadata={
            "page": pages("", fields.first("SP"), fields.first("OP")),
            "edition": of_edition(fields.first("ED")),
            **variables_of(
                fields,
                {
                    "volume": "VO",
                    "issue": "IS",
                    "publisher": "PB",
                    "publisher-place": "PP",
                    "language": "LA",
                    "PMID": "PMID",
                    "PMCID": "PMCID",
                },
            ),
            **numbers_of_books(fields.lines("SN")),
            **number_of_text(fields.first("RT"), *fields.lines("SN", "AN")),
            "collection-title": fields.first("T3"),
            "container-title-short": fields.first("JO") if fields.first("JF") else "",
            "title-short": fields.first("ST"),
            "call-number": fields.first("CN"),
            "accessed": fields.first("RD"),
            "original-title": fields.first("OT"),
        },
    )


REFWORKS = Dialect(
    name="refworks",
    field=re.compile(rf"({'|'.join(sorted(_TAGS.split(), key=len, reverse=True))})(?:[ \t](.*))?$"),
    reference=_reference,
    understood=frozenset(_UNDERSTOOD.split()),
    dates=frozenset({"YR", "FD"}),
    kinds=frozenset({"RT"}),
    beside=frozenset("A2 AN PB PP T3 SN LA OT CN".split()),  # noqa: SIM905
    partly=frozenset({"T2", "DO", "LK", "UL", "AN", "ED", "SN"}),
    own=tuple((f"U{number}", f"user {number}") for number in range(1, 16)),
    folders=frozenset({"FL"}),
    of_program=frozenset({"SR", "ID", "DB", "DS", "SF", "SL", "LL"}),
    opens=frozenset({"RT"}),
    opening=re.compile(rf"RT (?:{_KINDS})\b.{{0,40}}"),
    titles=frozenset({"T1"}),
    signs=frozenset({"A1", "YR", "JF", "AB", "K1", "SR", "ID", "PB"}),
    stray=re.compile(r"([A-Z][A-Z0-9])[ \t]+(\S.*)"),
    prose=frozenset({"T1", "T2", "A1", "A2", "K1", "AB", "NO", "AD", "OT"}),
    long=frozenset({"AB", "NO"}),
)
sniff, begins, parse = REFWORKS.sniff, REFWORKS.begins, REFWORKS.parse
