"""The tagged records of PubMed, EndNote, RefWorks and the Web of Science come in whole, and nothing like them does."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats import detect, read
from reader.formats.parsed import Parsed
from reader.formats.tagged import endnote, pubmed, refworks, web_of_science
from reader.io.read import read as read_source
from tests.support.grids import crossed
from tests.support.laws import law

PUBMED = """
PMID- 30000001
OWN - NLM
STAT- MEDLINE
IS  - 1095-6859 (Electronic)
VI  - 153
IP  - 2
DP  - 2019 May 3
TI  - Lamps that learn
      in the dark.
PG  - 343-55
LID - S0090(19)30133-7 [pii]
LID - 10.1234/Lamp.2019.02 [doi]
AB  - OBJECTIVE: We ask whether
      lamps learn.
FAU - Sample, Ada B
AU  - Sample AB
AD  - House of Lamps, Lampton.
FAU - van Muster, Bo
AU  - van Muster B
CN  - Lamp Group
LA  - eng
PT  - Journal Article
JT  - Lamp letters
MH  - *Light/physiology
OT  - lamp
PMC - PMC1234567
AID - 10.1234/Lamp.2019.02 [doi]
SO  - Lamp Lett. 2019 May;153(2):343-355.

PMID- 30000002
OWN - NLM
DP  - 2020 Nov-Dec
TI  - [Lamps of the north].
AU  - Probe C Jr
JT  - Lamp letters
SO  - Lamp Lett. 2020 Nov-Dec.
"""
ENDNOTE = """%0 Journal Article
%T Lamps that learn
%A Sample, Ada B.
%A Muster, Bo, Jr.
%A Lamp Group,
%J Lamp Letters
%V 153
%N 2
%P 343-355
%@ 1234-5678
%D 2019
%8 May 3
%K lamp
light
%X We ask whether

lamps learn.
%R 10.1234/Lamp.2019.02
%U https://example.org/lamps
%Z read this twice

%0 Book Section
%T Lamps of the north
%A Carl Probe
%B The Book of Lamps
%I Lamp Press
%@ 978-3-16-148410-0
%7 2nd
%D 2020
"""
REFWORKS = """RT Journal Article
SR Print(0)
ID 1
A1 Sample,Ada B.
A1 Muster,Bo,Jr.
T1 Lamps that learn
JF Lamp Letters
YR 2019
FD May 3
VO 153
IS 2
SP 343
OP 355
K1 lamp
K1 light
AB We ask whether
lamps learn.
NO read this twice
SN 1234-5678
LK https://example.org/lamps
DO 10.1234/Lamp.2019.02

RT Book, Section
ID 2
A1 Probe,Carl
T1 Lamps of the north
T2 The Book of Lamps
YR 2020
ED 2nd
PB Lamp Press
SN 9783161484100
"""
WOS = """FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Sample, AB
   Muster, B
AF Sample, Ada B.
   Muster, Bo, Jr.
TI Lamps that learn
   in the dark
SO LAMP LETTERS
LA English
DT Article
DE lamp; blue
   light
ID LUX
AB We ask whether
   lamps learn.
CR Probe C, 1999, LAMP LETT, V1, P1, DOI 10.1234/old
   Probe D, 2000, LAMP LETT, V2, P9
SN 1234-5678
PD MAY 3
PY 2019
VL 153
IS 2
BP 343
EP 355
DI 10.1234/Lamp.2019.02
PM 30000001
UT WOS:000000000000001
ER

PT S
AU Probe, C
TI Lamps of the north
SE Lecture Notes in Lamps
SO BOOK OF LAMPS
PD NOV-DEC
PY 2020
AR UNSP 17
BN 978-3-16-148410-0
ER

EF
"""
TEXTS = {"pubmed": PUBMED, "endnote": ENDNOTE, "refworks": REFWORKS, "web-of-science": WOS}
every = pytest.mark.parametrize("name", TEXTS)
DIALECTS = {
    "pubmed": pubmed.PUBMED,
    "endnote": endnote.ENDNOTE,
    "refworks": refworks.REFWORKS,
    "web-of-science": web_of_science.WEB_OF_SCIENCE,
}
UNREAD = {"pubmed": ("tags not read: AD",)}
"""What is said of them."""
FORMATS_THAT_INDENT = {"pubmed": "      ", "web-of-science": "   "}
"""And what a line that continues a field begins with there."""


def taken(text: str, name: str) -> Parsed:
    """What a text gives that is known by its content to be in a format."""
    assert detect(text) == name
    return read(text, name)


@every
def test_a_record_comes_in_with_what_it_says(name: str) -> None:
    parsed = taken(TEXTS[name], name)
    first, second = parsed.papers
    assert tuple(problem.message for problem in parsed.problems) == UNREAD.get(name, ())
    assert first.title.startswith("Lamps that learn")
    assert not first.title.endswith(".")
    assert first.authors[0] == "Ada B. Sample".replace(".", "" if name == "pubmed" else ".")
    assert first.authors[1] == ("Bo van Muster" if name == "pubmed" else "Bo Muster Jr.")
    assert first.published == "2019-05-03"
    assert first.venue.lower() == "lamp letters"
    assert first.doi == "10.1234/lamp.2019.02"
    assert first.abstract.endswith("We ask whether lamps learn.")
    assert "lamp" in first.keywords
    assert (first.about("volume"), first.about("issue")) == ("153", "2")
    assert first.about("page") in {"343-355", "343-55"}
    assert second.title.strip("[]") == "Lamps of the north"
    assert second.published[:4] == "2020"


def test_what_each_says_in_its_own_way_is_understood() -> None:
    pubmed, endnote, refworks, wos = (taken(text, name).papers for name, text in TEXTS.items())
    assert (pubmed[0].about("PMID"), pubmed[0].about("PMCID")) == ("30000001", "PMC1234567")
    assert pubmed[0].authors[2:] == ("Lamp Group",)
    assert pubmed[1].authors == ("C Probe Jr",)
    assert pubmed[1].published == "2020-11"
    assert endnote[0].authors[2] == "Lamp Group"
    assert endnote[0].keywords == ("lamp", "light")
    assert endnote[0].note == refworks[0].note == "read this twice"
    assert endnote[0].url == refworks[0].url == "https://example.org/lamps"
    assert endnote[1].venue == refworks[1].venue == "The Book of Lamps"
    assert endnote[1].about("edition") == "2nd"
    assert endnote[1].about("publisher") == "Lamp Press"
    assert refworks[1].about("ISBN") == "9783161484100"
    assert wos[0].keywords == ("lamp", "blue light", "LUX")
    assert wos[0].about("PMID") == "30000001"
    assert wos[0].about("ISSN") == "1234-5678"
    assert (wos[1].about("page"), wos[1].about("ISBN")) == ("17", "978-3-16-148410-0")


@every
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_a_mark_of_the_encoding_change_nothing(name: str, end: str, mark: str) -> None:
    text = mark + TEXTS[name].replace("\n", end)
    assert detect(text) == name
    assert read(text, name).papers == read(TEXTS[name], name).papers


@every
def test_a_text_that_is_cut_gives_what_is_whole(name: str) -> None:
    whole = read(TEXTS[name], name).papers
    for share in range(30, 100, 10):
        text = TEXTS[name][: len(TEXTS[name]) * share // 100]
        found = read(text, name).papers
        assert len(found) <= len(whole)
        assert all(
            mine.title in {its.title, its.title[: len(mine.title)]} for mine, its in zip(found, whole, strict=False)
        )


@every
def test_twice_the_text_is_twice_the_records_and_no_others(name: str) -> None:
    text = f"{TEXTS[name].rstrip()}\n\n{TEXTS[name].lstrip()}"
    assert [paper.title for paper in read(text, name).papers] == 2 * [
        paper.title for paper in read(TEXTS[name], name).papers
    ]


ENDED = {
    "endnote": "%0 Journal Article\n%T Lamps that learn\n%A Sample, Ada\n%D 2020\n",
    "refworks": "RT Journal Article\nT1 Lamps that learn\nA1 Sample,Ada\nYR 2020\n",
    "pubmed": "PMID- 30000001\nOWN - NLM\nTI  - Lamps that learn\nFAU - Sample, Ada\nDP  - 2020\n",
    "web-of-science": "FN Clarivate\nVR 1.0\nPT J\nTI Lamps that learn\nAU Sample, Ada\nPY 2020\n",
}
LAST = {
    "endnote": ["%U https://x.org/1", "%R 10.1234/a", "%J Lamp Letters", "%A Muster, Bo", "%K lamp", "%X We ask.",
                "%Z mine", "%B A Book", "%T Lamps that learn"],
    "refworks": ["LK https://x.org/1", "DO 10.1234/a", "JF Lamp Letters", "A1 Muster,Bo", "K1 lamp", "AB We ask.",
                 "NO mine", "OP 3"],
    "pubmed": ["LID - 10.1234/a [doi]", "JT  - Lamp Letters", "FAU - Muster, Bo", "OT  - lamp", "AB  - We ask."],
    "web-of-science": ["DI 10.1234/a", "SO LAMP LETTERS", "AF Muster, Bo", "DE lamp", "AB We ask."],
}  # fmt: skip
"""Fields that may be the last of a record."""


@crossed
@every
@pytest.mark.parametrize(
    "below",
    [
        ["https://arxiv.org/abs/2401.00011"],
        ["arXiv:2401.00011"],
        ["Best regards,", "Carol Smith", "University of X"],
        ["lux", "", "https://doi.org/10.5555/other"],
    ],
)
def test_what_stands_below_a_record_is_no_part_of_it(name: str, below: list[str]) -> None:
    indent = FORMATS_THAT_INDENT.get(name, "")
    for field in LAST[name]:
        own = ENDED[name].replace(f"{field}\n", "") + f"{field}\n"
        (alone,) = read(own, name).papers
        below_it = "\n".join(f"{indent}{line}".rstrip() for line in below)
        parsed = read(f"{own}\n{below_it}", name)
        assert parsed.papers[0] == alone, field
        assert all(paper.title in below_it.replace("https://arxiv.org/abs/", "arXiv:") for paper in parsed.papers[1:])
        assert below_it.split("\n")[0] in DIALECTS[name].parse(f"{own}\n{below_it}").left


@pytest.mark.parametrize("field", [*LAST["endnote"][1:3], "%D 2020", "%V 3", "%P 1-9"])
def test_a_line_right_below_a_field_that_is_no_text_is_no_part_of_it(field: str) -> None:
    own = f"{ENDED['endnote']}{field}\n"
    assert read(f"{own}arXiv:2401.00011\nBest regards", "endnote").papers == read(own, "endnote").papers


def test_a_further_paragraph_is_of_an_abstract_where_the_record_goes_on_below_or_it_reads_like_one() -> None:
    text = ENDED["endnote"] + "%X We ask.\n\nLamps are old.\nThey glow.\n\nWe light them.\n%U https://x.org/1\n"
    (paper,) = taken(text, "endnote").papers
    assert paper.abstract == "We ask. Lamps are old. They glow. We light them."
    assert paper.url == "https://x.org/1"
    (paper,) = taken(ENDED["refworks"] + "AB We ask.\n\nLamps are old.\nSN 1234-5678\n", "refworks").papers
    assert (paper.abstract, paper.about("ISSN")) == ("We ask. Lamps are old.", "1234-5678")
    more = "In this paper we propose a novel method and show that our approach outperforms the baselines on a dataset."
    for below in ("", "\n\n" + ENDED["endnote"].replace("learn", "see"), "\n\nBest regards,\nCarol\n"):
        first, *_ = taken(f"{ENDED['endnote']}%X We ask.\n\n{more}{below}", "endnote").papers
        assert first.abstract == f"We ask. {more}"


def test_a_paragraph_below_that_may_be_of_a_record_s_text_is_named_with_its_line() -> None:
    parsed = taken(ENDED["endnote"] + "%Z mine\n\nCarol says hello.\n\nTwice.\n", "endnote")
    assert [paper.note for paper in parsed.papers] == ["mine"]
    (problem,) = parsed.problems
    assert (problem.line, problem.excerpt) == (7, "Carol says hello.")
    assert taken(ENDED["endnote"] + "%X We ask.\n\narXiv:2401.00011\n", "endnote").problems == ()


def test_a_line_within_a_record_that_is_of_no_field_leaves_the_rest_to_it() -> None:
    parsed = taken(ENDED["endnote"] + "%A Muster, Bo\n\nCarol Smith\n%J Lamp Letters\n%D 2020\n", "endnote")
    (paper,) = parsed.papers
    assert (paper.authors, paper.venue) == (("Ada Sample", "Bo Muster"), "Lamp Letters")
    assert [(problem.line, problem.excerpt) for problem in parsed.problems] == [(7, "Carol Smith")]


def test_a_value_that_was_broken_in_two_is_whole_where_the_record_goes_on_below() -> None:
    text = "%A Ada Sample\n%T Lamps and\nUNIX\n%J The Lamp\nLetters\n%D 1978\n%I The Lamp\nPress\n%K lux\n"
    (paper,) = taken(text, "endnote").papers
    assert (paper.title, paper.venue, paper.about("publisher")) == (
        "Lamps and UNIX",
        "The Lamp Letters",
        "The Lamp Press",
    )


def test_several_addresses_stand_in_lines_of_one_field() -> None:
    (paper,) = taken(ENDED["endnote"] + "%U https://x.org/1\nhttps://arxiv.org/abs/2401.00011\n", "endnote").papers
    assert (paper.url, paper.arxiv_id) == ("https://x.org/1", "2401.00011")


def test_a_record_of_endnote_needs_no_type_and_may_begin_with_its_title() -> None:
    parsed = taken(
        "%T Lamps of a kind\n%0 Journal Article\n%A Sample, Ada\n%D 2018\n%8 September  1, 2018\n\n\n"
        "%T Contents of the volume\n%B Lamp Letters\n%D 2018\n%U https://example.org/2\n", "endnote"
    )  # fmt: skip
    assert [(paper.title, paper.published) for paper in parsed.papers] == [
        ("Lamps of a kind", "2018-09-01"), ("Contents of the volume", "2018"),
    ]  # fmt: skip


def test_records_of_refer_are_read_too() -> None:
    (paper,) = taken(
        "%A Ada Sample\n%A Bo Muster\n%T Lamps and UNIX\n%J Lamp Letters\n%D 1978\n%K lux\n", "endnote"
    ).papers
    assert (paper.authors, paper.venue, paper.published) == (("Ada Sample", "Bo Muster"), "Lamp Letters", "1978")


@pytest.mark.parametrize(
    ("other", "container", "told"),
    [
        ("Lamp Lett.", "%J Lamp Letters\n", ("container-title-short", "Lamp Lett.")),
        ("In press", "%J Lamp Letters\n", ("note", "In press")), ("Reprint of 1960", "", ("note", "Reprint of 1960")),
    ],
)  # fmt: skip
def test_what_is_noted_under_other_is_kept_as_what_it_is(other: str, container: str, told: tuple[str, str]) -> None:
    parsed = taken(f"%0 Book\n%A Ada Sample\n%T Lamps\n{container}%D 1978\n%O {other}\n", "endnote")
    assert (parsed.papers[0].metadata, parsed.problems) == ((told,), ())


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("pubmed", "PMID- 1\nOWN - NLM\nFAU - Sample, Ada\nDP  - 2019\n\n" + PUBMED.lstrip(), 1),
        (
            "endnote",
            ENDNOTE.rstrip() + "\n\n%0 Journal Article\n%A Sample, Ada\n%D 2019\n",
            ENDNOTE.rstrip().count("\n") + 3,
        ),
        ("refworks", "RT Journal Article\nA1 Sample,Ada\nYR 2019\n\n" + REFWORKS, 1),
        ("web-of-science", "PT J\nAU Sample, A\nPY 2019\nER\n\n" + WOS, 1),
    ],
)
def test_a_record_without_a_title_is_named_with_its_line(name: str, text: str, line: int) -> None:
    parsed = read(text, name)
    assert len(parsed.papers) == 2
    assert [(problem.line, problem.message) for problem in parsed.problems if problem.line] == [
        (line, "a record without a title, skipped")
    ]


def test_records_of_eric_have_no_number_and_are_read() -> None:
    one = "OWN - ERIC\nTI  - Lamps at school\nAU  - Sample, Ada\nOT  - Lamps\nJT  - Lamp Letters\nVI  - 4\n"
    one += "PG  - 1-9\nDP  - Jan 2020\nISSN- ISSN-1234-5678\nLID - http://dx.doi.org/10.1234/Eric.1\nAB  - We teach.\n"
    papers = taken(one + "\n" + one.replace("school", "home").replace("Eric.1", "Eric.2"), "pubmed").papers
    assert [(paper.title, paper.doi) for paper in papers] == [
        ("Lamps at school", "10.1234/eric.1"), ("Lamps at home", "10.1234/eric.2"),
    ]  # fmt: skip
    assert (papers[0].authors, papers[0].published, papers[0].about("ISSN")) == (
        ("Ada Sample",),
        "2020-01",
        "1234-5678",
    )


def test_older_records_of_the_web_of_science_have_all_authors_in_one_line_and_their_pages_in_one() -> None:
    text = (
        "FN ISI Export Format\nVR 1.0\nPT J\nTI Lamps\nAU Sample, Ada; Muster, Bo\nSO Lamp Lett\nPS 411-22\nPY 2006\n"
    )
    (paper,) = taken(text + "PD 2006 May-Jun\nUT MEDLINE:1\nER\n\nEF", "web-of-science").papers
    assert (paper.authors, paper.published) == (("Ada Sample", "Bo Muster"), "2006-05")
    assert paper.about("page") == "411-22"


def test_the_end_of_a_record_of_refworks_is_no_part_of_it() -> None:
    (paper,) = taken("RT Journal Article\nA1 Sample, Ada\nT1 Lamps\nJF Lamp Letters\nER \n \n", "refworks").papers
    assert (paper.title, paper.venue) == ("Lamps", "Lamp Letters")


def test_a_record_of_the_web_of_science_without_its_end_is_told() -> None:
    parsed = taken(WOS.replace("ER\n\nPT S", "PT S").replace("ER\n\nEF\n", ""), "web-of-science")
    assert len(parsed.papers) == 2
    assert [(problem.line, problem.message.split(" (")[0]) for problem in parsed.problems] == [
        (3, "a record without its end"), (30, "the text ends in the middle of this record"),
    ]  # fmt: skip


def test_a_file_of_the_web_of_science_that_ends_in_its_first_record_gives_that_and_nothing_it_cites() -> None:
    cited = "".join(f"   Vale A, 2001, LAMP LETT, V{n}, P1, DOI 10.1234/lamp.{n}\n" for n in range(9))
    record = "PT J\nAU Sample, A\nTI Lamps that learn\nSO LAMP LETTERS\nAB On lamps.\n"
    for text in (f"FN Clarivate Analytics Web of Science\nVR 1.0\n{record}", f"{record}CR {cited.strip()}\n"):
        assert detect(text) == "web-of-science"
        (paper,) = taken(text, "web-of-science").papers
        assert (paper.title, paper.authors) == ("Lamps that learn", ("A Sample",))
    assert detect("FN a list of lamps\nVR 1.0\n" + record) is None


def test_what_is_cited_or_commented_on_is_no_paper() -> None:
    commented = PUBMED.replace(
        "LA  - eng\n", "LA  - eng\nCIN - Lamp Lett. 2020;1:1. PMID: 30000009\nRIN - PMID: 30000010\n"
    )
    assert len(taken(commented, "pubmed").papers) == 2
    assert len(taken(WOS, "web-of-science").papers) == 2


@pytest.mark.parametrize("end", ["ER  - \n", ""])
def test_records_of_several_programs_in_one_file_all_come_in(end: str) -> None:
    ris = f"TY  - JOUR\nTI  - Lamps in RIS\nAU  - Sample, Ada\n{end}"
    parsed = read(ris + "\n" + PUBMED + "\n" + WOS, "ris")
    assert [paper.title for paper in parsed.papers] == [
        "Lamps in RIS", "Lamps that learn in the dark", "[Lamps of the north]", "Lamps that learn in the dark",
        "Lamps of the north",
    ]  # fmt: skip


@pytest.mark.parametrize("first", ["FN Clarivate Analytics Web of Science", "%0 Journal Article", "PMID- 30000001"])
def test_what_begins_like_a_record_and_is_none_costs_nothing_below_it(first: str) -> None:
    items = '[\n{"type": "article-journal", "title": "Lamps in CSL", "author": [{"family": "Sample"}]}\n]\n'
    text = f"{first}\n\n{items}\n{WOS}"
    name = detect(text)
    assert name is not None
    titles = [paper.title for paper in read(text, name).papers]
    assert titles == ["Lamps in CSL", "Lamps that learn in the dark", "Lamps of the north"]


NO_RECORDS = {
    "comments of TeX": "%T his is a comment\n%A nother one\n%D o not read\n\\documentclass{article}\n%% end\n",
    "a script": "%T\n%A\n%matplotlib inline\nimport numpy as np\n%timeit f(x)\n",
    "formats": "%A %B %d\n%T %D\n%I:%M %p\n",
    "a log": "PT J\nAU bon pain\nER was full\nTI was closed\n",
    "a letter": "RT @someone: T1 lines are slow\nA1 steak sauce\nYR of the dog\n",
    "ids alone": "PMID- 30000001\nPMID- 30000002\nPMID: 30000003\n",
    "a settings file": "IS - on\nTI - off\nAU - auto\nDP - display port\n",
    "a table": "PT\tAU\tTI\tSO\tPY\n",
    "states": "AK 99501\nAL 35203\nAR 72201\nAZ 85001\nRT 66\nT1 line\n",
    "a poem": "TI tree\nAU gold\nSO it goes\nPY thon\nPT J\n",
}


@pytest.mark.parametrize("name", NO_RECORDS)
def test_a_text_that_only_has_such_tags_is_none_of_them(name: str) -> None:
    text = NO_RECORDS[name]
    assert detect(text) not in TEXTS
    assert all(read(text, one).papers == () for one in TEXTS)


_LINES = st.sampled_from(
    [line for text in TEXTS.values() for line in text.split("\n")]
    + ["", " ", "%", "%T", "%T {", "PMID-", "PMID- x", "ER", "EF", "PT", "   ", "      ]", "@article{x,", "TY  - JOUR",
       "# Lamps"]
)  # fmt: skip


@law()
@given(st.lists(_LINES | st.text(max_size=20), max_size=30), st.sampled_from(sorted(TEXTS)))
def test_no_lines_break_it_and_none_make_a_title_that_is_not_there(lines: list[str], name: str) -> None:
    text = "\n".join(lines)
    parsed = read(text, name)
    assert all(paper.title.split(" ")[0] in text for paper in parsed.papers)
    assert all(0 <= problem.line <= len(lines) + 1 for problem in parsed.problems)


@pytest.mark.parametrize(
    ("name", "file", "count"),
    [("pubmed", "citations.nbib", 1), ("pubmed", "pubmed-2.txt", 2), ("endnote", "ais.enl", 4),
     ("refworks", "refworks-1.txt", 1), ("web-of-science", "wos-2014.txt", 2), ("web-of-science", "wos.ciw", 5)],
)  # fmt: skip
def test_files_as_these_programs_write_them_come_in(name: str, file: str, count: int) -> None:
    path = Path(__file__).parents[3] / "shared/corpus/captures" / file
    if not path.exists():
        pytest.skip("the captured files are not beside the project")
    parsed = taken(path.read_text(encoding="utf-8-sig"), name)
    assert len(parsed.papers) == count
    assert all(problem.message.startswith("tags not read: ") for problem in parsed.problems)


TABLE = (
    "PT\tAU\tBA\tAF\tCA\tTI\tSO\tDT\tDE\tVL\tBP\tEP\tDI\tPY\tUT\n"
    "J\tSample, A; Muster, B\t\tSample, Ada; Muster, Bo\t\tLamps that learn\tLAMP LETTERS\tArticle\tlamp; night\t7\t1"
    "\t9\t10.1234/a\t2020\tWOS:000000000000001\n"
    'J\tProbe, C\t\t"Probe, Carl"\tLamp Group; Night Group\t"Lamps, ""dim"""\t'
    "LAMP LETTERS\tArticle\t\t8\t\t\t\t2021\t\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_of_the_web_of_science_is_read_by_its_tags(encoding: str, end: str, tmp_path: Path) -> None:
    path = tmp_path / "savedrecs.txt"
    path.write_bytes(TABLE.replace("\n", end).encode(encoding))
    (source,) = read_source(path)
    assert (source.format, source.problems) == ("web-of-science", ())
    one, other = source.papers
    assert (one.title, one.authors, one.venue, one.doi, one.published) == (
        "Lamps that learn", ("Ada Sample", "Bo Muster"), "LAMP LETTERS", "10.1234/a", "2020",
    )  # fmt: skip
    assert (one.about("volume"), one.about("page"), one.keywords, one.kind) == (
        "7", "1-9", ("lamp", "night"), "article-journal",
    )  # fmt: skip
    assert (other.title, other.authors) == ('Lamps, "dim"', ("Carl Probe", "Lamp Group", "Night Group"))


def test_a_row_that_is_cut_and_what_stands_around_such_a_table_is_read_or_named() -> None:
    cut = TABLE + "J\tSample, A\n\n" + WOS
    parsed = read(cut, detect(cut, "x.txt") or "")
    assert len(parsed.papers) == 2 + len(read(WOS, "web-of-science").papers)
    assert [(problem.line, problem.message) for problem in parsed.problems] == [
        (4, "a row with 2 of 15 cells, or without its kind, skipped")
    ]
    entry = "@misc{b, title = {Beds}, year = {2020}}\n"
    for text in (f"{entry}\n{TABLE}", f"{TABLE}\n{entry}"):
        found = read(text, detect(text, "x.txt") or "")
        assert {paper.title for paper in found.papers} == {"Lamps that learn", 'Lamps, "dim"', "Beds"}
        assert found.problems == ()


def test_a_table_with_other_columns_is_none_of_the_web_of_science() -> None:
    for header in ("PT\tname\tTI\n", "PT\tAU\nJ\tx\n", "XX\tPT\tAU\tTI\n"):
        assert not web_of_science.sniff(header)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("%K lamps, tin, dim light", ("lamps", "tin", "dim light")),
        ("%K Lamps, Experimental", ("Lamps, Experimental",)),
        ("%K Lamps, of tin, dim\n%K light", ("Lamps, of tin, dim", "light")),
        ("%K lamps; of tin, of brass, dim", ("lamps", "of tin, of brass, dim")),
    ],
)
def test_keywords_of_endnote_stand_in_lines_or_all_between_commas(lines: str, words: tuple[str, ...]) -> None:
    (paper,) = endnote.parse(f"%0 Journal Article\n%T Lamps of tin\n%A Roe, Jane\n%D 2019\n{lines}\n").papers
    assert paper.keywords == words
