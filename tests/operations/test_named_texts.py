"""What somebody typed, piped or pasted names papers, or is refused; nobody guesses."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.errors import InputError
from reader.operations import named_texts
from reader.paper import Paper
from reader.text import TITLE_LIMIT


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
     ("1412.1234", "1412.1234", "", "", "arXiv:1412.1234"), ("1501.00001", "1501.00001", "", "", "arXiv:1501.00001"),
     ("0704.0001", "0704.0001", "", "", "arXiv:0704.0001"), ("PMC of Lamps", "", "", "", "PMC of Lamps"),
     ("ISBN Numbers of Lamps", "", "", "", "ISBN Numbers of Lamps"),
     ("1984 and after", "", "", "", "1984 and after"), ("大规模语言模型", "", "", "", "大规模语言模型")],
)  # fmt: skip
def test_a_paper_is_noted_by_what_names_it(text: str, arxiv_id: str, doi: str, url: str, title: str | None) -> None:
    paper = named_texts.noted(text)
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
     ("PMC1234567", "begins like an"), ("PMID 31234567", "begins like an"), ("ISBN 978-0-262-03561-3", "begins like"),
     ("ISBN-13: 9780262035613", "begins like an"), ("2408.0799", "no whole"), ("1412.12345v2", "no whole"),
     ("0703.1234", "no whole"), ("https://arxiv.org/abs/2408.0799", "no whole"),
     ("10.48550/arXiv.2408.0799", "no whole"), ("https://hf.co/papers/2408.0799", "no whole"),
     ("hep-th/0801001", "no whole"), ("On Light arXiv:2408.0799", "no whole"),
     ("# to be read", "a remark"), ("#later", "a remark"), ("// later", "a remark"), ("; later", "a remark"),
     ("https://x.org/a b", "leads to no"), ("2502.O9620", "no whole"), ("1O.1126/science.1157784", "no whole"),
     ("10.1126 /science.1157784", "no whole"), ("10.1126/ science.1157784", "no whole"), ("2502,09620", "no whole"),
     ("arXiv 2502.096", "no whole"), ("arXiv 2502.O9620", "no whole"), ("TY  - JOUR", "the beginning of a record"),
     ("TI  - One", "a field of a record"), ("title = {Foo},", "a field of a record"), ("}", "a piece of data"),
     ("<html>", "markup of a page"), ('{"title": "Foo"}', "a piece of data"), ("Title: Foo", "a field of a record"),
     ("| a | b |", "a piece of data"), ("import numpy as np", "a piece of a program"),
     ("title,year", "a piece of data"),
     ("2408.07990v", "no whole"), ("https://huggingface.co/papers/2408.07990l", "leads to no paper"),
     ("https://doi.org/1O.1126/science.1157784", "leads to no"), ("https://doi.org/10.1126", "leads to no"),
     ("https://dl.acm.org/doi/10.1145/", "leads to no paper"), ("is:unread lamps", "a filter of a search in it, 'is:u"),
     ('lamps list:"Edge models"', "a filter of a search"), ("title=On Light", "a filter of a search in it, 'title=On'"),
     ("On Light --tag night", "an option in it, '--tag'"),
     ("Reply to 2408.07990", "may be another paper"), ("Comment on 'On Light' (10.1234/lamp.5)", "may be another"),
     ("On Light arXiv:2408.07990, On Shadows arXiv:2408.07991", "names .+ and .+ among other words")],
)  # fmt: skip
def test_what_names_no_paper_is_refused(text: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        named_texts.noted(text)


@pytest.mark.parametrize(
    "title",
    ["Read: a network that skims", "Attention is NOT all you need", "A title: on light", "Light -- and what it does"],
)  # fmt: skip
def test_words_that_are_nearly_of_a_command_may_be_a_title(title: str) -> None:
    assert named_texts.noted(title).title == title


def test_what_the_library_calls_a_paper_is_no_title() -> None:
    """Its id, and its citation key; an arXiv id names the paper, be it here or not."""
    held = {
        "on-light-2c81ab5099": Paper("on-light-2c81ab5099", "On Light", citation_key="vale2024light"),
        "2408.07990": Paper("2408.07990", "On Shadows", arxiv_id="2408.07990"),
    }
    found = named_texts.sorted_out(["on-light-2c81ab5099", "vale2024light", "2408.07990"], held)
    assert [paper.arxiv_id for paper in found.papers] == ["2408.07990"]
    assert found.refused == tuple(
        f"'{name}' is the name of a paper that is here already, 'On Light'."
        " Where that is its title, tell the paper by hand."
        for name in ("on-light-2c81ab5099", "vale2024light")
    )


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
     ("GPT-4: lamps", ["GPT-4: lamps"]), ("3D-GS", ["3D-GS"]),
     ("- On Light", ["- On Light"])],
)  # fmt: skip
def test_a_line_names_one_paper_or_several_by_their_ids(text: str, titles: list[str]) -> None:
    assert [paper.title for paper in named_texts.sorted_out([text]).papers] == titles


def test_of_several_texts_each_is_refused_for_itself() -> None:
    found = named_texts.sorted_out(["2408.07990, 24061.4833 2408.07991", "2024", "On Light", "2408.07990"])
    assert [paper.title for paper in found.papers] == ["arXiv:2408.07990", "arXiv:2408.07991", "On Light"]
    assert [sentence.partition(" is ")[0] for sentence in found.refused] == ["'24061.4833'", "'2024'"]


RIS = "TY  - JOUR\nTI  - One\nAU  - X, Y\nPY  - 2001\nER  - \n"
BIBTEX = "@article{k,\n title={Foo bar},\n author={A, B},\n year={2001}\n}\n"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (RIS, "1 paper (RIS), which is imported: `reader import -` reads it"),
        (BIBTEX, "1 paper (BibTeX)"),
        (BIBTEX.replace("\n", ""), "1 paper (BibTeX)"),
        ("# My papers\n\n" + BIBTEX, "1 paper (BibTeX)"),
        ("title,authors,year\nOn Light,A. Vale,2001\nOf Shadows,B. Ash,2002\n", "2 papers (CSV)"),
        (BIBTEX[: BIBTEX.index("author")], "(BibTeX)"),
        (RIS.replace("TI  - One\n", ""), "line 1 ('TY - JOUR') is the beginning of a record"),
        ("<html>\n<body>\nOn Light\n</body>\n", "line 1 ('<html>') is markup of a page"),
        ("import numpy as np\nx = np.zeros(3)\nprint(x)\n", "line 1 ('import numpy as np') is a piece of a program"),
        ("We show that lamps\nburn longer without wicks.\n", "line 2 ('burn longer without wicks.') is a sentence"),
        ("\n".join(f"On the light of lamp number {at}" for at in range(51)), "51 lines that may be titles"),
    ],
)
def test_a_text_that_is_no_list_of_names_is_refused_as_a_whole(text: str, why: str) -> None:
    found = named_texts.sorted_out([text])
    assert found.papers == ()
    assert len(found.refused) == 1
    assert why in found.refused[0]


@pytest.mark.parametrize(
    ("text", "titles", "refused"),
    [
        (
            "2502.09620\nhttps://www.youtube.com/watch?v=x\n",
            ["arXiv:2502.09620"],
            ["'https://www.youtube.com/watch?v=x' leads to no paper"],
        ),
        ("2502.09620\nfoo\nOn Light", ["arXiv:2502.09620", "On Light"], ["'foo' is one word among several texts"]),
        ("2502.09620\n<html>", ["arXiv:2502.09620"], ["'<html>' is markup of a page, and no title"]),
        ("2502.09620\nIt is bright.", ["arXiv:2502.09620"], ["'It is bright.' is a sentence"]),
        ("LoRA\n大规模语言模型", ["大规模语言模型"], ["'LoRA' is one word"]),
        ("2502.09620\nnonsense-1", ["arXiv:2502.09620"], ["'nonsense-1' is one word among several texts"]),
        ("2502.09620\n2502.096", ["arXiv:2502.09620"], ["'2502.096' is no whole"]),
        ("2502.09620\n2502.O9621", ["arXiv:2502.09620"], ["'2502.O9621' is no whole"]),
        ("LoRA", ["LoRA"], []),
    ],
)
def test_a_bad_line_of_a_list_is_named_and_the_others_are_taken(
    text: str, titles: list[str], refused: list[str]
) -> None:
    found = named_texts.sorted_out([text])
    assert [paper.title for paper in found.papers] == titles
    assert len(found.refused) == len(refused)
    assert all(sentence.startswith(begun) for sentence, begun in zip(found.refused, refused, strict=True))


def test_words_of_a_title_without_quotes_are_no_titles_each() -> None:
    found = named_texts.sorted_out(["Attention", "Is", "All", "You", "Need"])
    assert found.papers == ()
    assert "quotes hold one together" in found.refused[0]


@pytest.mark.parametrize(
    ("text", "title", "told"),
    [
        ("Tang, Y. (2025). Exploring the Light of Lamps. arXiv:2502.09620.", "Exploring the Light of Lamps", ""),
        ("Title words arXiv:2502.09620", "Title words", ""),
        ("Lamps That Burn arXiv 2502.09620", "Lamps That Burn", ""),
        ("Lamps That Burn. https://arxiv.org/abs/2502.09620", "Lamps That Burn", ""),
        ("see arXiv:2502.09620 for lamps", "arXiv:2502.09620", "only arXiv:2502.09620 was taken"),
        ("[2502.09620] Lamps That Burn", "arXiv:2502.09620", "only 2502.09620 was taken"),
        ("2502.09620: Lamps", "arXiv:2502.09620", "only 2502.09620 was taken"),
        ("Lamps, arXiv:2502.09620, https://arxiv.org/abs/2502.09620v2", "arXiv:2502.09620", "was taken"),
    ],
)  # fmt: skip
def test_the_one_id_amid_words_names_the_paper(text: str, title: str, told: str) -> None:
    found = named_texts.sorted_out([text])
    assert [(paper.title, paper.arxiv_id) for paper in found.papers] == [(title, "2502.09620")]
    assert (found.refused, told in "".join(found.told), bool(told) is bool(found.told)) == ((), True, True)


@pytest.mark.parametrize(
    "text",
    ["arXiv 2502.09620", "arXiv: 2502.09620", "arxiv2502.09620", "2502.09620,", "(2502.09620)", "[2502.09620]",
     "'2502.09620'", "arXiv:2502.09620 [cs.CV]", "arXiv. 2502.09620", "DOI: 10.48550/arXiv.2502.09620"],
)  # fmt: skip
def test_an_id_is_known_however_it_is_printed(text: str) -> None:
    found = named_texts.sorted_out([text])
    assert ([paper.arxiv_id for paper in found.papers], found.refused) == (["2502.09620"], ())


def test_a_doi_is_known_behind_its_mark() -> None:
    assert named_texts.noted("DOI: 10.1126/science.1157784").doi == "10.1126/science.1157784"
    assert named_texts.noted("DOI 10.1126/science.1157784").doi == "10.1126/science.1157784"


def test_a_file_is_to_be_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "page.txt").write_text("x")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="`reader import` reads it"):
        named_texts.noted("page.txt")


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
    assert named_texts.fields_of(typed) == fields
