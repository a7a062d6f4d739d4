"""A link to a publisher's page of a paper gives its DOI, so that its record joins it later."""

from __future__ import annotations

import pytest

from reader.formats import detect, read

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
