"""Where a paper, its PDF, its code and its project can be found."""

from __future__ import annotations

import pytest

from reader.errors import Refused
from reader.operations.links import LINKS, address_of
from reader.paper import Paper

FULL = Paper("p", "T", arxiv_id="2401.00001", links=(("code", "https://c.org"), ("project", "https://p.org")))


def test_each_kind_of_address_is_found_or_refused() -> None:
    """What is not known is said in a sentence."""
    assert {kind: address_of(FULL, kind) for kind in LINKS} == {
        "page": "https://arxiv.org/abs/2401.00001", "pdf": "https://arxiv.org/pdf/2401.00001",
        "code": "https://c.org", "project": "https://p.org",
    }  # fmt: skip
    for kind in LINKS:
        with pytest.raises(Refused, match=r"\.$"):
            address_of(Paper("p", "T"), kind)


def test_the_pdf_that_a_paper_came_with_goes_before_that_of_its_arxiv_id() -> None:
    assert address_of(Paper("p", "T", arxiv_id="2401.00001", links=(("pdf", "https://x.org/p.pdf"),)), "pdf") == (
        "https://x.org/p.pdf"
    )
    assert address_of(Paper("p", "T", url="https://x.org/q.pdf"), "pdf") == "https://x.org/q.pdf"
