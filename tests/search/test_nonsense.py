"""What was not meant by a short word that means nothing, and what still is."""

from __future__ import annotations

import pytest

from reader.paper import Paper
from reader.query import parse
from reader.search import Index

TITLES = [
    "Saffron and Tulip: Two Lamps",
    "Fronts of Rain over Humid Harbours",
    "A Wide Kite",
    "The WER of SDF Lamps",
    "Chenoa Meets Heather",
    "Quilts at Harbour 7",
    *(f"Heat in Kiln {at}" for at in range(60)),
]
PAPERS = {title: Paper(title, title) for title in TITLES}
INDEX = Index(PAPERS.values())


def found(text: str) -> list[str]:
    return list(INDEX.search(parse(text), PAPERS, nearest=True).hits.ids)


@pytest.mark.parametrize(
    "text", ["humfron", "fronmip", "asdf", "sdfg", "lkjh", "qwert", "wert", "sdfz", "wipe", "widp", "kiv", "wop", "siv"]
)
def test_a_short_word_that_no_slip_of_a_hand_explains_finds_nothing(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("wied", "A Wide Kite"),
        ("wde", "A Wide Kite"),
        ("wise", "A Wide Kite"),
        ("kkite", "A Wide Kite"),
        ("kitte", "A Wide Kite"),
        ("hewat kiln 3", "Heat in Kiln 3"),
        ("kiite", "A Wide Kite"),
        ("kkte", "A Wide Kite"),
        ("tuilp", "Saffron and Tulip: Two Lamps"),
        ("tuljip", "Saffron and Tulip: Two Lamps"),
        ("safgron", "Saffron and Tulip: Two Lamps"),
        ("sqffron", "Saffron and Tulip: Two Lamps"),
        ("saxfron", "Saffron and Tulip: Two Lamps"),
        ("еду цшву лшеу", "A Wide Kite"),
        ("йгшдеы 7", "Quilts at Harbour 7"),
        ("auilts", "Quilts at Harbour 7"),
    ],
)
def test_a_slip_of_a_hand_finds_what_was_meant(text: str, title: str) -> None:
    """A swap, a letter too few or twice, the next key, also in short words; in longer ones any letter; other keys."""
    assert found(text)[:1] == [title]


def test_a_word_that_papers_hold_is_no_unlikely_slip() -> None:
    """A commoner word stands two typos away, and one that no slip of a hand makes of it: they are others."""
    papers = {**PAPERS, "x": Paper("x", "Helm and Hebt")}
    index = Index(papers.values())
    assert list(index.search(parse("helm kiln"), papers).hits.ids) == []
    assert list(index.search(parse("hebt kiln"), papers).hits.ids) == []
    assert list(INDEX.search(parse("hewt kiln"), PAPERS).hits.ids) != []
