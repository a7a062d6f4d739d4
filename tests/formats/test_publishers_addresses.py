"""A link to a publisher's page of a paper gives its DOI, so that its record joins it later."""

from __future__ import annotations

import pytest

from reader.formats import detect, read
from reader.identity import doi_at

ADDRESS = "https://dl.acm.org/doi/abs/10.1145/3292500.3330701"


@pytest.mark.parametrize("text", [
    f"{ADDRESS}\n",
    f"- [Optuna: A Next-generation Hyperparameter Optimization Framework]({ADDRESS})\n",
    f"| Title | Link |\n|---|---|\n| Optuna: A Next-generation Framework | [paper]({ADDRESS}) |\n",
    f"### [Optuna: A Next-generation Framework]({ADDRESS})\n**Authors**: Ada Sample, Bo Jones\n",
])  # fmt: skip
def test_the_address_of_a_publisher_gives_the_doi(text: str) -> None:
    name = detect(text, "x.md")
    assert name is not None
    assert [paper.doi for paper in read(text, name).papers] == ["10.1145/3292500.3330701"]


@pytest.mark.parametrize("page", [
    "https://www.biorxiv.org/content/10.1101/2020.01.02.123456v2", "https://medrxiv.org/content/10.1101/2020.01.02.123456",
    "https://www.biorxiv.org/content/10.1101/2020.01.02.123456v1.full.pdf",
    "https://www.biorxiv.org/content/10.1101/2020.01.02.123456v1.full-text",
    "https://www.biorxiv.org/content/early/2020/01/03/10.1101/2020.01.02.123456",
])  # fmt: skip
def test_a_version_of_a_preprint_has_the_doi_of_all_of_them(page: str) -> None:
    assert doi_at(page) == "10.1101/2020.01.02.123456"


def test_the_pages_of_a_subject_have_none() -> None:
    assert doi_at("https://www.biorxiv.org/collection/10.1101/neuroscience") == ""
