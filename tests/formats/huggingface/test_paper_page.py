"""The page of one paper on Hugging Face is that paper; what is said of others on it is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats.huggingface.paper_page import parse, sniff
from reader.io.read import read_text
from tests.support.laws import law

COPIED = """Hugging Face
Models
Datasets
Papers
arxiv:2603.00011

Hedges that grow in gardens

Published on Mar 3
· Submitted by
Ann Other
on Mar 5, 2026
Upvote
29

+21
Authors:
Ada Sample
,
Bo Jones
Abstract
A model wrote this line of hedges.

AI-generated summary

We grow hedges.

They grow.
View arXiv page
View PDF
Community
Ann Other
Paper submitter
See also arxiv:2603.00099, Shears of old
"""
SCRAPED = """Title: Paper page - Hedges that grow in gardens

URL Source: https://huggingface.co/papers/2603.00011

*   [Models](https://huggingface.co/models)

# Hedges that grow in gardens

Published on Mar 3, 2026

·Submitted by[![Image 3](https://x.org/a.jpeg) Ann Other](https://huggingface.co/ann)

[- [x] Upvote 29](https://huggingface.co/login?next=%2Fpapers%2F2603.00011)

Authors:

![Image 12](https://x.org/b.svg)[Ada Sample](https://huggingface.co/ada) ,

Bo Jones

## Abstract

We grow hedges.

They grow.

[View arXiv page](https://arxiv.org/abs/2603.00011)[View PDF](https://arxiv.org/pdf/2603.00011)

### Community

*   [Shears of old that cut](https://huggingface.co/papers/2603.00099) (2024)
*   [Trees that grow in woods](https://huggingface.co/papers/2603.00098) (2024)
"""
HTML = (
    "<!DOCTYPE html><html><head><title>Paper page - Hedges that grow in gardens</title></head><body>"
    "<div>arxiv:2603.00011</div><h1>Hedges that grow in gardens</h1><div>Published on Mar 3, 2026</div>"
    "<button>Upvote <span>29</span></button><div>Authors: <span>Ada Sample</span>, <span>Bo Jones</span></div>"
    "<h2>Abstract</h2><p>We grow hedges. They grow.</p><a href=x>View arXiv page</a>"
    "<a href=/papers/2603.00099>Shears</a></body></html>"
)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("text", [COPIED, SCRAPED, HTML])
def test_the_page_is_its_paper_and_nothing_else(text: str, end: str) -> None:
    source = read_text(text.replace("\n", end), "page")
    assert source.format == "hf-paper"
    assert source.problems == ()
    (paper,) = source.papers
    assert (paper.title, paper.arxiv_id) == ("Hedges that grow in gardens", "2603.00011")
    assert (paper.authors, paper.published) == (("Ada Sample", "Bo Jones"), "2026-03-03")
    assert (paper.upvotes, paper.abstract) == (29, "We grow hedges. They grow.")


@pytest.mark.parametrize(
    "text",
    [
        "arxiv:2603.00011\nHedges\nPublished on Mar 3\nNo more is said.\n",
        "Hedges that grow\nPublished on Mar 3, 2026\nAbstract\nWe grow.\n",
        "arxiv:2603.00011\nPublished on Mar 3, 2026\nAbstract\nWe grow.\n",
        "See arxiv:2603.00011 for hedges.\nThe book was published on Mar 3, 2026\nAbstract\nWe grow.\n",
    ],
)
def test_what_is_no_such_page_gives_no_paper(text: str) -> None:
    assert not sniff(text)
    assert parse(text).papers == ()


@law()
@given(st.text(max_size=100), st.integers(0, len(COPIED)))
def test_no_text_makes_it_fail(text: str, at: int) -> None:
    for page in (text, COPIED[:at] + text + COPIED[at:], HTML.replace("Ada", text)):
        assert len(parse(page).papers) == sniff(page)
