"""The daily papers as Hugging Face's interface answers: what each record brings, and what is no part of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from reader.formats.huggingface import daily_json
from reader.paper import Paper

RECORD = {
    "id": "2611.04001", "title": "Lamps with Code", "summary": "A lamp\nwith code.", "authors": [{"name": "Ada Test"}],
    "publishedAt": "2026-11-10T00:00:00.000Z", "upvotes": 7, "githubRepo": "https://github.com/example/lamps",
    "projectPage": " https://example.org/lamps", "ai_summary": "Lamps get\ncode.", "ai_keywords": ["lamp", "code"],
    "githubStars": 12, "organization": {"name": "ex"}, "mediaUrls": ["https://example.org/lamp.png"],
}  # fmt: skip


def read(**changed: Any) -> Paper:
    (paper,) = daily_json.parse(json.dumps([{"title": "T", "paper": {**RECORD, **changed}, "numComments": 3}])).papers
    return paper


def test_votes_links_keywords_and_what_a_machine_wrote_are_kept() -> None:
    """The abstract is the paper's own."""
    paper = read()
    assert paper.links == (("code", "https://github.com/example/lamps"), ("project", "https://example.org/lamps"))
    assert (paper.upvotes, paper.keywords, paper.published) == (7, ("lamp", "code"), "2026-11-10")
    assert (paper.abstract, paper.machine_summary) == ("A lamp with code.", "Lamps get code.")
    assert read(summary="").abstract == ""


@pytest.mark.parametrize("address", ["", None, 5, "javascript:alert(1)", "github.com/x/y", "https://a b", ["https://a.b"],
                                     "https://x.org/" + "a" * 3000])  # fmt: skip
def test_what_is_no_address_of_the_web_is_no_link(address: object) -> None:
    assert read(githubRepo=address).links == (("project", "https://example.org/lamps"),)
    assert read(ai_summary=5).machine_summary == ""
