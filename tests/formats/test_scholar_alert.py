"""Alerts of Google Scholar give their results, in each form in which a person has them; other mails give none."""

from __future__ import annotations

import base64
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats.scholar_alert import parse, sniff
from reader.io.read import read_text
from tests.support.laws import law

LINK = "https://scholar.google.com/scholar_url?url=https://arxiv.org/pdf/2603.00011v2&amp;hl=en&amp;sa=X"
PAGE = f"""<!doctype html><html><head><style>.gse_alrt_title{{text-decoration:none}}</style></head><body>
<h3><span>[PDF]</span> <a href="{LINK}" class="gse_alrt_title" style="x">Hedges that &amp; <b>how</b> they grow</a></h3>
<div style="color:#006621">A Sample, BC van Jones… - arXiv preprint arXiv&nbsp;…, 2026</div>
<div class="gse_alrt_sni">We grow …</div>
<h3><a href="https://scholar.google.com/citations?user=x" class="gse_alrt_title">Shears of old</a></h3>
<div>D Muster - Journal of Shears, 2020 - Springer</div><div class="gse_alrt_sni">Of old …</div>
<p><a href="https://scholar.google.com/scholar_alerts?x">List alerts</a> This alert is sent by Google Scholar.</p>
</body></html>
"""
RESULTS = [
    ("Hedges that & how they grow", ("A Sample", "BC van Jones"), "2026", "", "2603.00011"),
    ("Shears of old", ("D Muster",), "2020", "Journal of Shears", ""),
]
HELLO = base64.b64encode(b"Hello").decode()
TEXT = """Google Scholar Alert: "hedges" - new results

[PDF] Hedges that & how
they grow <https://scholar.google.com/scholar_url?url=https://arxiv.org/pdf/2603.00011v2>
A Sample, BC van Jones… - arXiv preprint arXiv:2603.00011, 2026
We grow hedges - and more, 2024
A Sample, B Jones - no result, 2024

[HTML] Shears of old
D Muster - Journal of Shears, 2020
Of old ...

This message was sent by Google Scholar because you're following new results
related to research by A Sample.

List alerts
Unsubscribe
"""


def results(text: str) -> list[tuple[str, tuple[str, ...], str, str, str]]:
    """What the papers of an alert are told by."""
    source = read_text(text, "alert")
    assert source.format == "scholar-alert"
    assert source.problems == ()
    return [(one.title, one.authors, one.published, one.venue, one.arxiv_id) for one in source.papers]


def letter(*bodies: tuple[str, str], encoded: str = "base64") -> str:
    """A mail of such an alert as a file."""
    mail = EmailMessage()
    mail["From"] = "Google Scholar Alerts <scholaralerts-noreply@google.com>"
    mail["Subject"] = "hedges - new results"
    mail.set_content(bodies[0][1], subtype=bodies[0][0], cte=encoded)
    for kind, body in bodies[1:]:
        mail.add_alternative(body, subtype=kind, cte=encoded)
    return mail.as_string()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoded", ["base64", "quoted-printable"])
def test_an_alert_gives_its_results_in_each_of_its_forms(end: str, encoded: str) -> None:
    mails = (letter(("html", PAGE), encoded=encoded), letter(("plain", TEXT), ("html", PAGE), encoded=encoded))
    for text in (PAGE, TEXT, *mails, letter(("plain", TEXT), encoded=encoded)):
        assert results(text.replace("\n", end)) == RESULTS


def test_a_result_is_on_its_line_and_has_the_address_that_it_leads_to() -> None:
    assert [paper.url for paper in parse(PAGE).papers] == ["https://arxiv.org/pdf/2603.00011v2", ""]
    nameless = PAGE.replace("Shears of old", "[B]")
    assert [(problem.line, problem.excerpt) for problem in parse(nameless).problems] == [
        (5, "D Muster - Journal of Shears, 2020 - Springer")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "From: Ann <ann@example.org>\nSubject: hedges\n\nA Sample, B Jones - I met them at the gate, 2024\n",
        "Google Scholar is a site.\n\nIt finds papers\nand it is fast, 2024\n",
        f"From: a\nContent-Transfer-Encoding: base64\nContent-Type: text/plain\n\n{HELLO}\n",
        "From: a\nContent-Transfer-Encoding: base64\nContent-Type: text/plain; charset=none\n\n%%%%\n",
        "Google Scholar\n\nA Sample, B Jones - Hedges, 2024\n",
        "<html><body><p>Google Scholar</p><h3>Hedges</h3><div>A Sample - J, 2020</div></body></html>",
    ],
)
def test_any_other_mail_or_text_is_no_alert(text: str) -> None:
    assert not sniff(text)
    assert read_text(text, "mail.eml").papers == ()


def test_an_alert_that_is_cut_short_gives_what_it_has() -> None:
    for text in (PAGE, TEXT):
        for share in (0.3, 0.6, 0.9):
            titles = [paper.title for paper in parse(text[: int(share * len(text))]).papers]
            assert titles == [title for title, *_ in RESULTS][: len(titles)]


@law()
@given(st.text(max_size=200))
def test_no_text_makes_it_fail(text: str) -> None:
    for whole in (
        text,
        PAGE.replace("Shears", text),
        TEXT.replace("Shears", text),
        f"From: {text}\nContent-Type: {text}\n\n{text}",
    ):
        assert [paper for paper in parse(whole).papers if not paper.title.strip()] == []
