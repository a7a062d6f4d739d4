"""What a person names or tells becomes a paper, or is refused; nobody guesses."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.errors import InputError, UsageError
from reader.operations import adding
from reader.paper import Paper
from reader.text import TITLE_LIMIT
from tests.support.memory import library


@pytest.mark.parametrize(
    ("text", "arxiv_id", "doi", "url", "title"),
    [("2408.07990v3", "2408.07990", "", "", "arXiv:2408.07990"), ("arXiv:gr-qc/0103067", "gr-qc/0103067", "", "", None),
     (" https://arxiv.org/pdf/2408.07990 ", "2408.07990", "", "", "arXiv:2408.07990"),
     ("https://huggingface.co/papers/2408.07990", "2408.07990", "", "", None),
     ("https://www.alphaxiv.org/abs/2408.07990", "2408.07990", "", "", None),
     ("10.48550/arXiv.2408.07990", "2408.07990", "", "", None), ("doi:10.1234/Lamp.5", "", "10.1234/lamp.5", "", None),
     ("https://doi.org/10.1234/lamp.5", "", "10.1234/lamp.5", "", "10.1234/lamp.5"),
     ("https://openreview.net/forum?id=abc", "", "", "https://openreview.net/forum?id=abc", None),
     ("https://aclanthology.org/2024.acl-long.1/", "", "", "https://aclanthology.org/2024.acl-long.1/", None),
     ("Attention Is All You Need", "", "", "", "Attention Is All You Need"), ("LoRA", "", "", "", "LoRA"),
     ("1984 and after", "", "", "", "1984 and after"), ("大规模语言模型", "", "", "", "大规模语言模型")],
)  # fmt: skip
def test_a_paper_is_noted_by_what_names_it(text: str, arxiv_id: str, doi: str, url: str, title: str | None) -> None:
    paper = adding.noted(text)
    assert (paper.arxiv_id, paper.url) == (arxiv_id, url)
    assert paper.doi == doi
    assert paper.title == (paper.title if title is None else title)


@pytest.mark.parametrize(
    ("text", "why"),
    [("2408.079", "no whole"), ("arxiv:nonsense", "no whole"), ("10.1234/", "no whole"), ("doi: none", "no whole"),
     ("javascript://x", "leads to no paper"), ("?!", "no arXiv id"), ("", "no arXiv id"), ("a", "no arXiv id"),
     ("x" * (TITLE_LIMIT + 1), "too long"), ("\x00", "no arXiv id"), ("24061.4833", "no whole"),
     ("10.1/x", "no whole"), ("2413.1483v2", "no whole"), ("12, 2024", "a number"), ("2024", "a number"),
     ("id:foo", "begins like an id"), ("javascript:alert(1)", "begins like an id"), ("pmid: 1234567", "begins like an"),
     ("# to be read", "a remark"), ("#later", "a remark"), ("// later", "a remark"), ("; later", "a remark"),
     ("2408.07990 and whatever", "no whole"), ("2408.07990: Lamps", "no whole"), ("https://x.org/a b", "leads to no")],
)  # fmt: skip
def test_what_names_no_paper_is_refused(text: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        adding.noted(text)


@pytest.mark.parametrize(
    ("text", "titles"),
    [("2408.07990 2408.07991  2408.07992v2", ["arXiv:2408.07990", "arXiv:2408.07991", "arXiv:2408.07992"]),
     ("2408.07990, 1509.08401", ["arXiv:2408.07990", "arXiv:1509.08401"]),
     ("arXiv:2408.07990v1, 2408.07991", ["arXiv:2408.07990", "arXiv:2408.07991"]),
     ("10.1234/lamp.5; https://arxiv.org/abs/2408.07990", ["10.1234/lamp.5", "arXiv:2408.07990"]),
     ("doi:10.1234/lamp.5 | arXiv: 2408.07990", ["10.1234/lamp.5", "arXiv:2408.07990"]),
     ("https://openreview.net/forum?id=abc https://lamps.org/paper", ["https://openreview.net/forum?id=abc",
                                                                      "https://lamps.org/paper"]),
     ("On Light\n\n2408.07990 2408.07991\n", ["On Light", "arXiv:2408.07990", "arXiv:2408.07991"]),
     ("2408.07990 2408.07990v2", ["arXiv:2408.07990"]), ("Lamps, 2408 of them", ["Lamps, 2408 of them"]),
     ("1984 and 2024, compared", ["1984 and 2024, compared"]), ("#MeToo in lamps", ["#MeToo in lamps"]),
     ("GPT-4: lamps", ["GPT-4: lamps"]), ("3D-GS", ["3D-GS"]), ("Reply to 2408.07990", ["Reply to 2408.07990"])],
)  # fmt: skip
def test_a_line_names_one_paper_or_several_by_their_ids(text: str, titles: list[str]) -> None:
    assert [paper.title for paper in adding.named(text)] == titles


def test_of_several_texts_each_is_refused_for_itself() -> None:
    papers, refused = adding.sorted_out(["2408.07990, 24061.4833 2408.07991", "2024", "On Light", "2408.07990"])
    assert [paper.title for paper in papers] == ["arXiv:2408.07990", "arXiv:2408.07991", "On Light"]
    assert [sentence.partition(" is ")[0] for sentence in refused] == ["'24061.4833'", "'2024'"]
    with pytest.raises(InputError, match=r"'24061.+ is no whole"):
        adding.named("2408.07990, 24061.4833")


def test_a_file_is_to_be_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "page.txt").write_text("x")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="`reader import` reads it"):
        adding.noted("page.txt")


def test_a_paper_is_told_by_hand_and_is_no_correction() -> None:
    paper = adding.told({"title": "On Light", "authors": "Ada Vale; Bo Ash", "date": "2024-05", "venue": "J. Lamps",
                         "url": "https://arxiv.org/abs/2408.07990", "abstract": "A.\nB."})  # fmt: skip
    assert paper == Paper(
        "", "On Light", abstract="A. B.", authors=("Ada Vale", "Bo Ash"), published="2024-05", venue="J. Lamps",
        arxiv_id="2408.07990", url="https://arxiv.org/abs/2408.07990",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ("On  Light", {"title": "On Light"}),
        ("arXiv:2401.00011v2", {"arxiv": "2401.00011"}),
        ("https://doi.org/10.1234/Lamp.5", {"doi": "10.1234/lamp.5"}),
        ("https://openreview.net/forum?id=lampSHINE1", {"url": "https://openreview.net/forum?id=lampSHINE1"}),
        ("42", {"title": "42"}),
        ("https://lamps.example/a?token=s3cret", {"url": "https://lamps.example/a"}),
        ("~/papers/lamps.bib", {}),
        ("", {}),
    ],
)
def test_what_was_typed_stands_in_the_field_that_it_belongs_in(typed: str, fields: dict[str, str]) -> None:
    assert adding.fields_of(typed) == fields


def test_what_is_told_by_hand_needs_a_title_and_values_that_can_be_ones() -> None:
    with pytest.raises(UsageError, match="needs a title"):
        adding.told({"venue": "J. Lamps"})
    with pytest.raises(InputError, match="The date stays as it is"):
        adding.told({"title": "On Light", "date": "soon"})


def test_papers_are_added_in_one_step_and_known_ones_are_not_doubled() -> None:
    shelf = library(Paper("p", "On Light", arxiv_id="2408.07990", published="2024"))
    papers = [adding.noted("2408.07990"), adding.noted("Of Shadows and Their Lengths"), adding.noted("10.1234/lamp.5")]
    found = adding.add(shelf, papers, tags=["new"], list_name="Read")
    said = "Added 2 papers, tagged 1 known paper 'new' and put 1 known paper on the list 'Read'"
    assert shelf.history()[0].say == said
    assert found.ids == [*shelf.papers]
    assert found.to_json()["totals"] == {"new": 2, "updated": 0, "unchanged": 1, "problems": 0}
    assert [*shelf.lists["Read"].papers] == [*shelf.papers]
    assert all(paper.tags == ("new",) for paper in shelf.papers.values())
    assert not found.failed
    shelf.undo()
    assert [*shelf.papers] == ["p"]


def test_what_would_be_added_is_told_and_nothing_is_changed() -> None:
    shelf = library()
    found = adding.add(shelf, [adding.noted("On Light")], dry_run=True)
    assert (found.to_json()["totals"]["new"], len(shelf.papers)) == (1, 0)


def test_what_an_import_brings_later_completes_what_was_noted() -> None:
    shelf = library()
    adding.add(shelf, [adding.noted("2408.07990")])
    record = Paper("", "On Light", arxiv_id="2408.07990", authors=("Ada Vale",), published="2024-08-15")
    shelf.add([record], say=lambda plan: "Imported")
    (paper,) = shelf.papers.values()
    assert (paper.title, paper.authors, paper.published) == ("On Light", ("Ada Vale",), "2024-08-15")
