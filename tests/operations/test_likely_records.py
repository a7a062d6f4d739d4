"""Which found record is a paper: proven, in doubt, or refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.identity import Verdict
from reader.online.answers import PreprintVersion
from reader.operations.likely_records import FoundRecord, is_of_identifier, settled, verdict
from reader.paper import Paper

ABSTRACT = (
    "We grow beans on walls of several heights and say which of them bear the most, in dry years and in wet ones, on "
    "twelve farms of three valleys. Against what the books tell, low walls do as well as high ones if only they look "
    "to the south, and the kind of bean matters more than the stone of which the wall is made."
)
OTHER = (
    "Protein folding with little memory is looked at through recurrent networks that forget on purpose. A benchmark "
    "of nine tasks shows that what is forgotten early is seldom missed, and a proof bounds what may be lost."
)
BEANS = Paper("beans", "Beans on Walls: A Study", ABSTRACT)
RECORD = Paper("", "Beans on Walls: A Study", ABSTRACT, ("Ada Bean", "Bo Pea"), "2024-03-01", arxiv_id="2403.00001")
WITHDRAWN = PreprintVersion(2, "2024-05-01", "This paper has been withdrawn by its author", withdrawn=True)


def told(paper: Paper, record: Paper, version: PreprintVersion | None = None) -> Verdict:
    """What is said of a record that arXiv found."""
    return verdict(paper, FoundRecord(record, "arXiv", version))


@pytest.mark.parametrize(
    ("paper", "record"),
    [
        (BEANS, RECORD),
        (BEANS, replace(RECORD, title="Beans on $W$alls: A Study")),
        (BEANS, replace(RECORD, abstract=ABSTRACT.replace("twelve farms", "many farms"))),
        (BEANS, replace(RECORD, title="Beans on Walls+: A Study with Fewer Assumptions")),
        (replace(BEANS, abstract="", authors=("Ada Bean", "B. Pea")), RECORD),
        (replace(BEANS, abstract="", authors=("A. Bean", "Bo Pea"), published="2024"), replace(RECORD, abstract="")),
    ],
)
def test_title_and_abstract_or_title_and_authors_prove_it(paper: Paper, record: Paper) -> None:
    assert told(paper, record) is Verdict.SAME


@pytest.mark.parametrize(
    ("paper", "record"),
    [
        (BEANS, replace(RECORD, abstract=OTHER)),
        (BEANS, replace(RECORD, abstract="")),
        (
            replace(BEANS, title="Walls of D* Beans", abstract="", authors=("Ada Bean", "B. Pea")),
            replace(RECORD, title="Walls of D Beans"),
        ),
        (replace(BEANS, abstract=""), RECORD),
        (replace(BEANS, abstract="", authors=("Cy Leek",)), RECORD),
        (replace(BEANS, abstract="", authors=("A. Bean",)), RECORD),
        (replace(BEANS, abstract="", authors=("Ada Bean",), published="2015"), RECORD),
        (
            replace(BEANS, title="Introduction", abstract="", authors=("Ada Bean",)),
            replace(RECORD, title="Introduction"),
        ),
        (replace(BEANS, authors=("Cy Leek",)), replace(RECORD, title="Beans on Walls Again")),
    ],
)
def test_an_equal_title_alone_is_a_doubt(paper: Paper, record: Paper) -> None:
    assert told(paper, record) is Verdict.POSSIBLE


@pytest.mark.parametrize(
    "record",
    [
        replace(RECORD, title="Beans on Fences: A Study", abstract=OTHER),
        replace(RECORD, title="Comment on 'Beans on Walls: A Study'"),
        replace(RECORD, title="Erratum: Beans on Walls: A Study"),
        replace(RECORD, title="Supplementary material for Beans on Walls: A Study"),
        replace(RECORD, title="Beans on Walls: A Study, Part II"),
        replace(RECORD, title="Folding with Little Memory", abstract=OTHER),
    ],
)
def test_another_paper_is_refused(record: Paper) -> None:
    assert told(BEANS, record) is Verdict.DIFFERENT
    assert settled(BEANS, [FoundRecord(record, "arXiv")]) == (None, ())


def test_another_identifier_is_another_paper() -> None:
    assert told(replace(BEANS, doi="10.5555/a"), replace(RECORD, arxiv_id="", doi="10.5555/b")) is Verdict.DIFFERENT


def test_a_notice_in_place_of_the_abstract_leaves_the_authors_to_tell() -> None:
    notice = replace(RECORD, abstract="This paper has been withdrawn by its author because of an error in it.")
    mine = replace(BEANS, authors=("Ada Bean", "Bo Pea"))
    assert told(mine, notice) is Verdict.POSSIBLE
    assert told(mine, notice, WITHDRAWN) is Verdict.SAME
    assert told(BEANS, notice, WITHDRAWN) is Verdict.POSSIBLE


def test_of_two_that_it_may_be_none_is_taken() -> None:
    twice = [FoundRecord(RECORD, "arXiv"), FoundRecord(replace(RECORD, arxiv_id="2403.00002"), "arXiv")]
    one, several = settled(BEANS, twice)
    assert one is None
    assert [record.identifier for record in several] == ["2403.00001", "2403.00002"]
    one, several = settled(BEANS, [*twice[:1], FoundRecord(replace(RECORD, arxiv_id="9", abstract=OTHER), "arXiv")])
    assert one == twice[0]


@pytest.mark.parametrize(
    ("paper", "record", "own"),
    [
        (BEANS, RECORD, True),
        (replace(BEANS, title="2403.00001", arxiv_id="2403.00001", abstract=""), RECORD, True),
        (replace(BEANS, title="Of Beans", abstract="", authors=("Bo Pea",)), RECORD, True),
        (replace(BEANS, title="Beans on the Walls", abstract=""), RECORD, True),
        (replace(BEANS, title="Folding", abstract=OTHER), RECORD, False),
        (replace(BEANS, title="Beans on Walls: A Study", abstract=""), replace(RECORD, title="Erratum"), False),
    ],
)
def test_an_id_may_be_that_of_another(paper: Paper, record: Paper, own: bool) -> None:
    assert is_of_identifier(paper, FoundRecord(record, "arXiv")) is own
