"""The names of papers in a line: ids, DOIs and addresses in all their forms, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.naming import kind_of_name, names_in, names_of, names_told
from reader.paper import Paper
from tests.support.laws import law

ADDRESSES = (
    "https://arxiv.org/abs/2401.00011",
    "http://www.arxiv.org/abs/2401.00011v3",
    "arxiv.org/pdf/2401.00011",
    "https://arxiv.org/pdf/2401.00011v1.pdf?download=1#page=3",
    "https://arxiv.org/html/2401.00011v2",
    "https://export.arxiv.org/abs/2401.00011",
    "https://huggingface.co/papers/2401.00011#community",
    "hf.co/papers/2401.00011",
    "www.alphaxiv.org/abs/2401.00011v2",
    "https://alphaxiv.org/overview/2401.00011",
    "https://ar5iv.labs.arxiv.org/html/2401.00011",
    "ar5iv.org/abs/2401.00011",
    "https://www.semanticscholar.org/arxiv/2401.00011",
    "https://api.semanticscholar.org/arXiv:2401.00011",
    "https://papers.cool/arxiv/2401.00011",
    "https://doi.org/10.48550/arXiv.2401.00011",
)
FORMS = (
    "2401.00011",
    "2401.00011v2",
    "arXiv:2401.00011v2",
    "arXiv: 2401.00011",
    "arxiv 2401.00011",
    "arXiv preprint arXiv:2401.00011",
    "CoRR abs/2401.00011",
    "10.48550/arXiv.2401.00011",
    "2401.00011v2.pdf",
    *ADDRESSES,
)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("line", ["{}", "[{}]", "({})", "<{}>,", "see {}.", "Lamps ({}; online)", "a\n{}\nb"])
def test_an_arxiv_id_is_known_in_every_form_and_place(form: str, line: str) -> None:
    """Brackets, points and words around it are no part of the name."""
    assert [names_told(one.text)[0] for one in names_in(line.format(form))] == ["2401.00011"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("cs/0301001", "cs/0301001"),
        ("arXiv:hep-th/9901001v1", "hep-th/9901001"),
        ("math.GT/0309136", "math/0309136"),
        ("https://arxiv.org/abs/math/0309136", "math/0309136"),
        ("doi:10.1234/Lamp.5", "10.1234/lamp.5"),
        ("DOI: 10.1234/lamp.5.", "10.1234/lamp.5"),
        ("https://dl.acm.org/doi/abs/10.1145/3292500.3330701", "10.1145/3292500.3330701"),
        ("https://link.springer.com/article/10.1007/s11263-019-01247-4?utm_source=x", "10.1007/s11263-019-01247-4"),
        ("https://www.nature.com/articles/s41586-021-03819-2.pdf", "10.1038/s41586-021-03819-2"),
        ("https://www.frontiersin.org/articles/10.3389/fnins.2020.00001/full", "10.3389/fnins.2020.00001"),
        ("https://journals.plos.org/plosone/article?id=10.1371/journal.pone.01", "10.1371/journal.pone.01"),
        ("https://aclanthology.org/2020.acl-main.1/", "10.18653/v1/2020.acl-main.1"),
        ("https://aclanthology.org/P18-1234.pdf", "10.18653/v1/p18-1234"),
        ("openreview.net/pdf?id=l4mP", "openreview.net/l4mP"),
        ("https://openreview.net/forum?id=l4mP&noteId=x", "openreview.net/l4mP"),
        ("https://proceedings.mlr.press/v97/tan19a/tan19a.pdf", "proceedings.mlr.press/97/tan19a"),
    ],
)
def test_an_address_tells_by_what_its_paper_is_known(text: str, name: str) -> None:
    """A publisher's address has a DOI in it, or what one is made of; else the page has one name, whatever its form."""
    [one] = names_in(text)
    assert name in names_told(one.text)


@pytest.mark.parametrize(
    "text",
    [
        "GPT-4.5/Claude",
        "Node.js/React",
        "3.1415",
        "2024.12345",
        "v1.2",
        "note:https://x.org/y",
        "and/or",
        "2401.000",
        "",
    ],
)
def test_other_numbers_and_signs_are_no_names(text: str) -> None:
    """A number that no arXiv id can be, a pair of words, the value of a field."""
    assert list(names_in(text)) == []
    assert names_told(text) == ()


def test_several_names_stand_in_one_line() -> None:
    """Each is found, in order, where it stands."""
    line = "arXiv:2401.00011,arXiv:2402.00012 and 10.1234/lamp.5, -2403.00013"
    found = list(names_in(line))
    assert [line[one.at : one.end] for one in found] == [one.text for one in found]
    assert [names_told(one.text)[0] for one in found] == ["2401.00011", "2402.00012", "10.1234/lamp.5", "2403.00013"]


def test_a_paper_has_the_names_by_which_a_line_may_tell_it() -> None:
    """Its arXiv id, its DOI but for arXiv's own, its page; an address that only repeats the arXiv id is none."""
    lamps = Paper(
        "l", "Lamps", arxiv_id="2401.00011", doi="10.48550/arxiv.2401.00011", url="https://arxiv.org/abs/2401.00011"
    )
    assert names_of(lamps) == ("2401.00011",)
    rain = Paper("r", "Rain", doi="10.1234/rain", url="https://aclanthology.org/2020.acl-main.1/")
    assert names_of(rain) == ("10.1234/rain", "10.18653/v1/2020.acl-main.1", "aclanthology.org/2020.acl-main.1")


def test_a_name_is_called_by_its_kind() -> None:
    """In a sentence about it."""
    kinds = ["arXiv:2401.00011", "https://arxiv.org/abs/2401.00011", "10.1234/lamp", "https://example.org/lamp"]
    assert list(map(kind_of_name, kinds)) == ["arXiv id", "arXiv id", "DOI", "address"]


@law(150)
@given(st.text(max_size=80) | st.text("arxivdo:./10v24[]()<>- ?=#&%", max_size=60))
def test_any_text_has_names_where_they_stand(text: str) -> None:
    """No text raises, and each name is what stands there and tells the same again."""
    for one in names_in(text):
        assert text[one.at : one.end] == one.text
        assert names_told(one.text)
