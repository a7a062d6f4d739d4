"""What a person names is looked up and shown before anything is taken; where it may be several, a person chooses."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from reader.errors import Cancelled, NetworkError
from reader.io import read as reading
from reader.io.fetch import WebAnswer
from reader.library.library import Library
from reader.operations import adding, imports, looking_up, named_texts, undo
from reader.operations.looking_up import Lookup, LookupOutcome
from reader.paper import Paper
from tests.operations.test_completion import knowing
from tests.operations.test_likely_records import RECORD
from tests.support.memory import library
from tests.support.services import Question, client, said, serving, work

TWIN = replace(RECORD, arxiv_id="2403.00002", authors=("Cy Oak",))
PAGE = "https://aclanthology.org/2024.acl-long.1"


def looked_up(held: Library, folder: Path, text: str) -> Lookup:
    """What comes of a text that names papers."""
    return looking_up.look_up(held, named_texts.sorted_out([text]).papers, client(folder))


def standings(found: Lookup) -> list[LookupOutcome]:
    """What is known of each."""
    return [one.standing for one in found.named]


def away(question: Question) -> WebAnswer:
    """No network."""
    raise NetworkError("arXiv cannot be reached: no network.")


@pytest.mark.parametrize(
    ("text", "found"),
    [("2401.00001, arXiv:2401.00002 10.1234/lamp.5", ["2401.00001", "2401.00002", "10.1234/lamp.5"]),
     ("https://arxiv.org/abs/2401.00001\n\nOn Light, on Shadows", ["2401.00001", "On Light, on Shadows"]),
     ("10.1234/a,b", ["10.1234/a,b"]), ("On Light", ["On Light"])],
)  # fmt: skip
def test_a_text_names_several_papers(text: str, found: list[str]) -> None:
    assert [paper.arxiv_id or paper.doi or paper.title for paper in named_texts.sorted_out([text]).papers] == found


@pytest.mark.parametrize(
    ("text", "is_path"),
    [("~/papers", True), ("./a", True), ("papers/page.txt", True), ("my page.bib", True), ("page.xyz", True),
     ("cs/0112017", False), ("10.1234/lamp.5", False), ("LoRA", False), ("On/off and its uses", False),
     ("Node.js in the wild", False), ("GPT-4.5", False)],
)  # fmt: skip
def test_what_is_written_as_a_path_names_no_paper(text: str, is_path: bool) -> None:
    assert named_texts.looks_like_path(text) is is_path


@pytest.mark.parametrize(
    ("text", "is_of_paper"),
    [("https://doi.org/10.1234/lamp.5", True), ("https://arxiv.org/pdf/2401.00001v2", True), (PAGE, True),
     ("https://openreview.net/forum?id=abc", True), ("https://arxiv.org/list/cs.CL/recent", False),
     (f"{PAGE}.bib", False), ("https://example.org/page.html", False)],
)  # fmt: skip
def test_the_address_of_a_paper_names_it_and_that_of_a_list_is_read(text: str, is_of_paper: bool) -> None:
    assert named_texts.is_address_of_paper(text) is is_of_paper


def test_each_is_told_by_what_is_known_of_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    services = serving(monkeypatch, knowing(RECORD, TWIN))
    held = library(
        Paper("held", "Of Shadows and Their Lengths", authors=("Cy Oak",)),
        Paper("half", "arXiv:2403.00002", arxiv_id="2403.00002"),
    )
    found = looked_up(
        held, tmp_path, f"2403.00001\n2403.00009\nOf Shadows and Their Lengths\n2403.00002\n{RECORD.title}"
    )
    assert standings(found) == [LookupOutcome.CAME, LookupOutcome.KNOWN, LookupOutcome.CAME, LookupOutcome.DOUBTFUL]
    assert found.missing == ("arXiv has no paper 2403.00009.",)
    assert sum("id_list" in question.query for question in services.asked) == 1
    shown = looking_up.preview(held, found)
    assert shown.summary == "2 new, 1 completed, 1 known already, 2 possible duplicates, 1 not there"
    assert len(held.papers) == 2


def test_a_person_says_which_is_meant(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    serving(monkeypatch, knowing(RECORD, TWIN))
    held = library()
    found = looked_up(held, tmp_path, RECORD.title)
    turns = [found.turned(0, by).sources for by in range(-3, 2)]
    taken = [[paper.arxiv_id for source in sources for paper in source.papers] for sources in turns]
    assert taken == [[], [RECORD.arxiv_id], [TWIN.arxiv_id], [""], []]
    shown = looking_up.preview(held, found.turned(0, -1))
    result = imports.import_sources(held, shown.read, plan=shown.plan, say=adding.said_of)
    (paper,) = held.papers.values()
    assert (paper.arxiv_id, paper.sources) == (TWIN.arxiv_id, ("arxiv.org",))
    assert len(result.outcomes) == 1
    held.undo()
    assert held.papers == {}


def test_the_only_record_of_a_title_is_taken_unless_it_is_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    serving(monkeypatch, knowing(RECORD))
    alone = looked_up(library(), tmp_path, RECORD.title)
    assert [one.chosen for one in alone.named] == [0]
    here = looked_up(library(replace(RECORD, id="a", title="Another", abstract="")), tmp_path, RECORD.title)
    assert [one.chosen for one in here.named] == [1]


def test_without_a_network_papers_are_noted_with_what_is_known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    services = serving(monkeypatch, away)
    found = looked_up(library(), tmp_path, "2403.00001\nOn Light")
    assert standings(found) == [LookupOutcome.NOTED, LookupOutcome.NOTED]
    assert found.unasked == ("arXiv cannot be reached: no network.",)
    assert len(services.asked) == 1
    assert [paper.title for source in found.sources for paper in source.papers] == ["arXiv:2403.00001", "On Light"]


def test_a_page_that_is_none_of_a_paper_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    serving(monkeypatch, knowing(RECORD))
    monkeypatch.setattr(reading, "fetch", lambda address, **_: b"<html><head><title>Shop</title></head></html>")
    found = looked_up(library(), tmp_path, "2403.00001\nhttps://lamps.org/shop")
    assert [one.noted.arxiv_id for one in found.named] == ["2403.00001"]
    assert found.refused[0].startswith("https://lamps.org/shop is no page of one paper that Reader can read.")


def test_a_page_tells_what_no_service_knows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    serving(monkeypatch, knowing())
    told = "".join(
        f'<meta name="citation_{name}" content="{text}">'
        for name, text in (("title", "On Light"), ("author", "Ada Vale"))
    )
    monkeypatch.setattr(reading, "fetch", lambda address, **_: f"<html><head>{told}</head></html>".encode())
    (paper,) = (paper for source in looked_up(library(), tmp_path, PAGE).sources for paper in source.papers)
    assert (paper.title, paper.authors, paper.url) == ("On Light", ("Ada Vale",), PAGE)


def test_a_page_that_cannot_be_had_leaves_its_address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(address: str, **_: object) -> bytes:
        raise NetworkError("No network.")

    serving(monkeypatch, knowing())
    monkeypatch.setattr(reading, "fetch", refuse)
    found = looked_up(library(), tmp_path, f"{PAGE}\nOn Light")
    assert (standings(found), found.unasked) == ([LookupOutcome.NOTED, LookupOutcome.STRANGE], ("No network.",))


def test_it_is_told_how_far_it_is_and_ends_when_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    serving(monkeypatch, knowing(RECORD))
    told: list[tuple[int, int]] = []

    def count(done: int, total: int) -> None:
        told.append((done, total))
        if done == 2:
            raise Cancelled

    papers = named_texts.sorted_out(["2403.00001\nOn Light\nOf Dark"]).papers
    with pytest.raises(Cancelled):
        looking_up.look_up(library(), papers, client(tmp_path), progress=count)
    assert told == [(0, 3), (1, 3), (2, 3)]


def test_a_doi_is_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def answer(question: Question) -> WebAnswer:
        found = {"message-type": "work", "message": work("10.1234/lamp.5", "On Light")}
        return said(json.dumps(found))

    serving(monkeypatch, answer)
    (source,) = looked_up(library(), tmp_path, "10.1234/lamp.5").sources
    assert (source.name, source.papers[0].title) == ("doi.org", "On Light")


def test_a_removed_paper_that_comes_back_with_more_counts_once() -> None:
    held = library()
    adding.add(held, named_texts.sorted_out(["2403.00001"]).papers)
    undo.undo_step(held, held.history()[0].id)
    report = adding.add(held, [RECORD], dry_run=True)
    assert report.to_json()["totals"] == {"new": 1, "updated": 0, "unchanged": 0, "problems": 0}
    assert report.result.summary == "1 new"
