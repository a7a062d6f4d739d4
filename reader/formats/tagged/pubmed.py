"""PubMed's own text, as its `Cite` and `Save` buttons and MEDLINE write it, and ERIC after it, whose records have no
number of PubMed (https://www.nlm.nih.gov/bsd/mms/medlineelements.html)."""

from __future__ import annotations

import re

from reader.formats.csl_variables import pages
from reader.formats.publication_dates import kept_early
from reader.formats.references import Reference, csl_type, genre_of, group, numbers_of_books
from reader.formats.tagged.reading import Dialect, TaggedRecord
from reader.text import clean_line

_MARKED = re.compile(r"(.*\S)\s*\[(doi|pii)\]", re.IGNORECASE)
_BARE = re.compile(r"(.*\S) ([A-Z]{1,4})(?: (Jr|Sr|\d(?:st|nd|rd|th)))?")


def _reference(fields: TaggedRecord) -> Reference:
    identifiers = [match for match in map(_MARKED.fullmatch, fields.all("LID", "AID")) if match is not None]
    people = fields.all("FAU") or [with_comma(name) for name in fields.all("AU")]
    isbn = numbers_of_books(fields.all("ISBN", "ISSN", "IS"))
    return Reference(
        line=fields.line,
        title=without_stop(fields.first("TI", "BTI", "TT")),
        kind=next((kind for kind in fields.all("PT") if csl_type(kind)), ""),
        abstract=fields.first("AB", "OAB"),
        authors=[*people, *(group(name) for name in fields.all("CN"))],
        editors=fields.all("FED") or [with_comma(name) for name in fields.all("ED")],
        dates=[fields.first("DP") or fields.first("DEP"), fields.first("CDAT")],
        kept={
            **kept_early(fields.first("DEP") if fields.first("DP") else ""),
            "pubmed/pii": "; ".join(dict.fromkeys(match[0] for match in identifiers if match[2].lower() == "pii")),
        },
        venues=fields.all("JT", "TA", "CTI") or ([fields.first("BTI")] if fields.first("TI") else []),
        dois=[*(match[1] for match in identifiers if match[2].lower() == "doi"), *fields.all("DOI", "LID")],
        urls=fields.all("URL", "LID"),
        named=fields.all("LID", "AID", "SI"),
        keywords=[word.replace("*", "") for word in fields.all("OT", "MH")],
        metadata={
            **genre_of("; ".join(filter(genre_of, fields.all("PT")))),
            "volume": fields.first("VI"),
            "issue": fields.first("IP"),
            "page": pages(fields.first("PG")),
            "PMID": fields.first("PMID"),
            "PMCID": fields.first("PMC"),
            "edition": fields.first("EN"),
            "publisher": fields.first("PB"),
            "language": fields.first("LA"),
            "publisher-place": fields.first("PL"),
            "container-title-short": fields.first("TA") if fields.first("JT") else "",
            "collection-title": fields.first("CTI"),
            "original-title": fields.first("TT") if fields.first("TI", "BTI") else "",
            "note": "; ".join(map(clean_line, fields.all("GN"))),
            **isbn,
        },
    )


def without_stop(title: str) -> str:
    """A title without the full stop that PubMed puts behind each."""
    return title[:-1] if title.endswith(".") and not title.endswith("..") else title


def with_comma(name: str) -> str:
    """ "Sample AB" and "Sample AB Jr" as names with a comma behind the family name."""
    match = _BARE.fullmatch(name.strip()) if "," not in name else None
    return ", ".join(filter(None, match.groups())) if match is not None else name


_UNDERSTOOD = """
PMID TI BTI TT AB OAB FAU AU FED ED CN DP DEP CDAT JT TA CTI LID AID DOI URL SI OT MH VI IP PG PMC EN PB LA PT ISBN
ISSN IS PL GN
"""
_OF_PROGRAM = "OWN STAT DCOM DA LR CRDT EDAT MHDA PHST PST PUBM SB JID SO OTO PMCR MID RF"
PUBMED = Dialect(
    name="pubmed",
    field=re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,2}- ?(.*)"),
    reference=_reference,
    understood=frozenset(_UNDERSTOOD.split()),
    partly=frozenset({"SI", "OAB", "BTI", "LID", "AID", "DOI", "URL", "ISBN", "ISSN", "IS", "DEP"}),
    dates=frozenset({"DP", "CDAT"}),
    kinds=frozenset({"PT"}),
    beside=frozenset("BTI TT FED ED CTI PB PL LA PT GN ISBN ISSN IS".split()),  # noqa: SIM905
    of_program=frozenset(_OF_PROGRAM.split()),
    opens=frozenset({"PMID", "OWN"}),
    opening=re.compile(r"PMID ?- ?\d{1,9}|OWN ?- ?ERIC"),
    titles=frozenset({"TI", "BTI", "TT"}),
    signs=frozenset({"OWN", "STAT", "FAU", "AU", "DP", "JT", "TA", "PT", "SO", "LID", "AID"}),
    indent="     ",
    long=frozenset({"AB"}),
)
sniff, begins, parse = PUBMED.sniff, PUBMED.begins, PUBMED.parse
