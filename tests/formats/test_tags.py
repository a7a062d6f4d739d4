"""No tag of any tagged format is lost in silence: what stands under it is told by the paper, kept, or named; only what
a program keeps for itself is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from reader.formats import other_xml, ris
from reader.formats.parsed import Parsed
from reader.formats.tagged import endnote, pubmed, refworks, web_of_science

TAGS = {
    "pubmed": (
        "AB AD AID AU AUID BTI CDAT CI CIN CN COIS CON CRDT CRF CRI CTI DA DCOM DDIN DEP DOI DP DRIN ECF ECI ED"
        " EDAT EFR EIN EN FAU FED FIR FPS GN GR GS IP IR IRAD IS ISBN ISSN JID JT LA LID LR MH MHDA MID NM OAB"
        " OABL OCI OID ORI OT OTO OWN PB PG PHST PL PMC PMCR PS PST PT PUBM RF RIN RN ROF RPF RPI SB SFM SI SO"
        " SPIN STAT TA TT UIN UOF URL VI VTI"
    ),
    "endnote": " ".join(f"%{sign}" for sign in "ABCDEFGHIJKLMNOPQRSUVWXYZ1234679?@!#$]&()*+^><[=~8"),
    "refworks": (
        "SR ID FL A1 JF JO YR FD VO IS SP OP K1 AB NO A2 T2 ED PB PP A3 A4 A5 A6 T3 SN AV AD AN LA CL SF OT LK DO"
        " CN DB DS IP RD ST U1 U2 U3 U4 U5 U6 U7 U8 U9 U10 U11 U12 U13 U14 U15 UL SL LL CR WT WV WP OL PMID PMCID"
    ),
    "web-of-science": (
        "AU AF BA BF CA GP BE SO SE BS LA DT CT CY CL SP HO DE ID AB C1 C3 RP EM RI OI FU FP FX CR NR TC Z9 U1 U2"
        " PU PI PA SN EI BN J9 JI PD PY VL IS PN SU SI MA BP EP AR DI DL D2 EA EY PG P2 WC WE SC GA PM UT OA HC HP"
        " DA"
    ),
    "ris": (
        "A1 A2 A3 A4 AB AD AN AU AV BT C1 C2 C3 C4 C5 C6 C7 C8 CA CN CP CT CY DA DB DO DP ED EP ET ID IS J1 J2 JA"
        " JF JO KW L1 L2 L3 L4 LA LB LK LL M1 M2 M3 N1 N2 NO NV OL OP PA PB PP PY RD RI RN RP RT SE SF SL SN SP SR"
        " ST SV T1 T2 T3 TA TT U1 U2 U3 U4 U5 UR VL VO VR WP WT WV Y1 Y2"
    ),
}  # fmt: skip
"""The tags of each format but for that of the title, as its makers publish them."""
DATES = "DP DEP CDAT %D %8 YR FD PD PY EA EY DA Y1".split()  # noqa: SIM905
NAMES = "AU FAU A1 A2 ED FED BE AF BA BF %A %E %H".split()  # noqa: SIM905
VALUES = {
    **dict.fromkeys(DATES, "2019 May 3"), **dict.fromkeys(("AID", "LID"), "10.1234/voskel [doi]"),
    **dict.fromkeys(("DOI", "DO", "DI", "D2"), "10.1234/voskel"),
    **dict.fromkeys(("ISSN", "%@", "SN", "EI"), "1234-5678"),
    **dict.fromkeys(("ISBN", "BN"), "978-3-16-148410-0"), "PT": "Journal Article", "DT": "Article", "%F": "voskel19",
}  # fmt: skip
"""What stands under a tag that holds no words of its own."""
ADDRESSES = "URL UR LK UL %U L2".split()  # noqa: SIM905
FIRST = {
    "pubmed": "PMID- 30000001\nTI  - Lamps\n", "endnote": "%0 Journal Article\n%T Lamps\n",
    "refworks": "RT Journal Article\nT1 Lamps\n", "web-of-science": "PT J\nTI Lamps\n",
    "ris": "TY  - JOUR\nTI  - Lamps\n",
}  # fmt: skip
SIGN = {"pubmed": "OWN - NLM\n", "refworks": "SR Print(0)\n", "web-of-science": "UT WOS:1\n"}
"""What shows that a record is one, where its beginning does not."""
LAST = {"web-of-science": "ER\n", "ris": "ER  - \n"}
LINE = {"pubmed": "{0:<4}- {1}\n", "ris": "{0}  - {1}\n"}
PARSE: dict[str, Callable[[str], Parsed]] = {
    "pubmed": pubmed.parse, "endnote": endnote.parse, "refworks": refworks.parse,
    "web-of-science": web_of_science.parse, "ris": ris.parse,
}  # fmt: skip
OF_PROGRAM = {
    "pubmed": pubmed.PUBMED.of_program, "endnote": endnote.ENDNOTE.of_program, "refworks": refworks.REFWORKS.of_program,
    "web-of-science": web_of_science.WEB_OF_SCIENCE.of_program, "ris": frozenset({"ID"}),
}  # fmt: skip
REPEATED = {
    "pubmed": "AU ED DP DEP CDAT LID AID DOI IS ISSN URL TA PT",
    "endnote": "%D %8 %R %M",
    "refworks": "YR FD JO DO LK UL SP",
    "web-of-science": "AU BA BF AF PY PD EY EA DI D2 SN EI BP EP AR J9 DT",
    "ris": "A1 AU ED A2 DA Y1 PY",
}
"""Tags that say nothing beside another that says the same, so that one of them may go."""


def value(name: str, tag: str) -> str:
    """What stands under a tag: words that stand nowhere else, a name, an address or a date."""
    word = "vosk" + "".join(chr(ord("a") + ord(sign) % 26) + chr(ord("a") + ord(sign) // 26) for sign in tag)
    if (name, tag) == ("pubmed", "IS"):
        return VALUES["ISSN"]
    if tag in ADDRESSES:
        return f"https://example.org/{word}"
    return VALUES.get(tag) or (f"{word.capitalize()}, Una" if tag in NAMES else f"{word} word{word}")


def record(name: str, *tags: str) -> str:
    """A record with a title and some tags."""
    line = LINE.get(name, "{0} {1}\n")
    return (
        FIRST[name]
        + SIGN.get(name, "")
        + "".join(line.format(tag, value(name, tag)) for tag in tags)
        + LAST.get(name, "")
    )


def told(name: str, *tags: str) -> tuple[object, ...]:
    """The paper of such a record, its lists, and what is named."""
    parsed = PARSE[name](record(name, *tags))
    (paper,) = parsed.papers
    return paper, parsed.entries, [problem.message for problem in parsed.problems]


EACH = [(name, tag) for name, tags in TAGS.items() for tag in tags.split()]


@pytest.mark.parametrize(("name", "tag"), EACH)
def test_what_stands_under_a_tag_is_told_kept_or_named(name: str, tag: str) -> None:
    if tag in OF_PROGRAM[name]:
        return
    with_it, without = (told(name, *tags) for tags in ([tag], []))
    assert with_it != without


@pytest.mark.parametrize("name", TAGS)
def test_a_record_that_holds_every_tag_loses_none_in_silence(name: str) -> None:
    tags = TAGS[name].split()
    whole = told(name, *tags)
    silent = OF_PROGRAM[name] | {*REPEATED[name].split()}
    lost = [tag for tag in tags if told(name, *(one for one in tags if one != tag)) == whole]
    assert {*lost} <= silent


NESTED = (
    "contributors/secondary-authors/author contributors/tertiary-authors/author contributors/subsidiary-authors/author"
    " contributors/translated-authors/author titles/secondary-title titles/tertiary-title titles/alt-title"
    " titles/short-title titles/translated-title periodical/abbr-1 periodical/abbr-2 alt-periodical/full-title"
    " dates/pub-dates/date dates/copyright-dates/date dates/year keywords/keyword urls/related-urls/url"
    " urls/image-urls/url"
)
LEAVES = (
    "auth-address auth-affiliation pages volume number num-vols secondary-volume edition section reprint-edition"
    " reprint-status pub-location publisher orig-pub accession-num call-num report-id coden"
    " electronic-resource-num abstract label image caption notes research-notes work-type reviewed-item availability"
    " remote-source meeting-place work-location size language access-date custom1 custom2 custom3 custom4 custom5"
    " custom6 custom7 misc1 misc2 misc3"
)
"""The elements of a record in EndNote's XML."""


def endnote_xml(*parts: str) -> tuple[object, ...]:
    """What a record of EndNote's XML with these elements gives."""
    body = "<titles><title>Lamps</title></titles>"
    record = f'<record><ref-type name="Journal Article">17</ref-type>{body}{"".join(parts)}</record>'
    parsed = other_xml.parse(f"<xml><records>{record}</records></xml>")
    (paper,) = parsed.papers
    return paper, [problem.message for problem in parsed.problems]


@pytest.mark.parametrize("path", [*NESTED.split(), *LEAVES.split()])
def test_what_stands_in_an_element_of_endnote_is_told_or_named(path: str) -> None:
    names = path.split("/")
    text = "https://example.org/1" if "urls" in path else "2019" if "dates" in path else "Voskel, Una"
    element = "".join(f"<{name}>" for name in names) + text + "".join(f"</{name}>" for name in reversed(names))
    assert endnote_xml(element) != endnote_xml()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ris", "TY  - JOUR\nTI  - Lamps\nU1  - thesis, ch. 2\nU5  - important\nRN  - Dim.\nU3  - 10.1000/7\nER  - \n"),
        ("endnote", "%0 Journal Article\n%T Lamps\n%A Vale, Ada\n%1 thesis, ch. 2\n%$ important\n%< Dim.\n"),
        ("refworks", "RT Journal Article\nA1 Vale, Ada\nT1 Lamps\nU1 thesis, ch. 2\nU5 important\nNO Dim.\n"),
    ],
)
def test_the_fields_for_one_s_own_use_go_into_the_note(name: str, text: str) -> None:
    (paper,) = PARSE[name](text).papers
    what, number = ("Custom", 6) if name == "endnote" else ("User", 5)
    said = {
        f"{what} 1: thesis, ch. 2",
        f"{what} {number}: important",
        "Research notes: Dim." if name == "ris" else "Dim.",
    }
    assert {*paper.note.split("\n\n")} == said


def test_fields_of_ris_that_are_read_in_part_come_back_once() -> None:
    text = (
        "TY  - JOUR\nTI  - Lamps\nAU  - Vale, Ada\nJO  - Lamp Letters\nJA  - Lamp Lett.\nU1  - thesis, ch. 2\n"
        "U3  - 77\nUR  - https://example.org/1\nUR  - https://example.org/2\nAN  - WOS:7\nAN  - arXiv:2101.00009\n"
        "SN  - 1234-5678\nSN  - x7\nC2  - PMC12\nER  - \n"
    )
    (paper,) = ris.parse(text).papers
    assert (paper.venue, paper.url, paper.arxiv_id) == ("Lamp Letters", "https://example.org/1", "2101.00009")
    assert paper.kept_from("ris") == {
        "TY": "JOUR", "JA": "Lamp Lett.", "U3": "77", "UR": "https://example.org/2", "AN": "WOS:7", "SN": "x7",
    }  # fmt: skip
    written = ris.dump([paper])
    assert replace(ris.parse(written).papers[0], citation_key="") == paper
    assert ris.dump(ris.parse(written).papers) == written


def test_a_folder_of_refworks_is_a_list_and_a_general_note_of_pubmed_one_of_the_record() -> None:
    parsed = refworks.parse("RT Journal Article\nFL Thesis\nFL Lamps\nA1 Vale, Ada\nT1 Lamps\n")
    assert [[entry.list for entry in entries] for entries in parsed.entries] == [["Thesis", "Lamps"]]
    (paper,) = pubmed.parse("PMID- 1\nOWN - NLM\nTI  - Lamps\nGN  - KIE: 12 refs.\n").papers
    assert (paper.about("note"), paper.note) == ("KIE: 12 refs.", "")


@pytest.mark.parametrize(
    ("labels", "keys", "notes"),
    [
        (("vale19", "ash20"), ("vale19", "ash20"), ("", "")),
        (("to read", "ash20"), ("", "ash20"), ("Label: to read", "")),
        (("later", "later"), ("", ""), ("Label: later", "Label: later")),
    ],
)
def test_a_label_is_a_citation_key_only_where_one_record_has_it_and_it_can_be_one(
    labels: tuple[str, ...], keys: tuple[str, ...], notes: tuple[str, ...]
) -> None:
    tagged = "\n".join(
        f"%0 Journal Article\n%T Lamps {at}\n%A Vale, Ada\n%F {label}\n" for at, label in enumerate(labels)
    )
    elements = "".join(
        f"<record><titles><title>Lamps {at}</title></titles><label>{label}</label></record>"
        for at, label in enumerate(labels)
    )
    xml = f'<xml><records><source-app name="EndNote">EndNote</source-app>{elements}</records></xml>'
    for parsed in (endnote.parse(tagged), other_xml.parse(xml)):
        assert tuple(paper.citation_key for paper in parsed.papers) == keys
        assert tuple(paper.note for paper in parsed.papers) == notes
