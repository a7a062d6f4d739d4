"""The title of a paper in that of its page."""

from __future__ import annotations

import pytest

from reader.page_titles import without_site


@pytest.mark.parametrize(
    "title",
    [
        "[2401.00011] {}",
        "[cs/0301001] {}",
        "(PDF) {}",
        "[PDF] {}",
        "Paper page - {}",
        "{} | OpenReview",
        "{} - ACL Anthology",
        "{} – arXiv Vanity",
        "{} - arXiv.org",
        "{} — ResearchGate",
        "{} | Papers With Code",
        "{} | Request PDF",
        "{} :: SSRN",
        "(PDF) {} | Semantic Scholar - Mozilla Firefox",
        "{} | alphaXiv and 3 more pages - Personal - Microsoft Edge",
        "NeurIPS 2023 Poster {}",
    ],
)
def test_what_a_site_or_a_browser_adds_goes(title: str) -> None:
    """Before the title and behind it, more than once."""
    assert without_site(title.format("Lamps that learn")) == "Lamps that learn"


@pytest.mark.parametrize("title", ["Lamps - a survey", "Nature | nurture", "GitHub", "Science - Science", "(Re) lamps"])
def test_a_title_without_a_site_is_kept(title: str) -> None:
    """A subtitle is no site, and one that is nothing else stays."""
    kept = {"Science - Science": "Science"}
    assert without_site(title) == kept.get(title, title)
