"""The paper whose title begins with the name that a line is comes first, however name and number are written."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from reader.paper import Paper
from reader.query import parse
from reader.search import Index
from reader.search.best import other_number
from reader.search.entries import Entries
from reader.search.titled import bearers

TITLES = [
    "Lampra-3.1 for Foggy Streets",
    "The Lampra 3 Herd of Lights",
    "Efficient Lampra-3.2 with Trimmed Wicks",
    "KIT2Long: Kites on Long Lines",
    "KIT 2: Kites in Wind and Rain",
    "Surgical KIT 2: Kites in Theatres",
    "Kites without Numbers Reach 2 Miles",
    "RainCourse-R9 Thoughts: Let Us Think about Rain",
    "RainCourse-R9: Rain by Reinforced Clouds",
    "Gutter2.5-VL Technical Report",
    "Gutter2-VL: Any Gutter at Any Size",
    "Gutter2.5 Technical Report",
    "Gutter Technical Report",
    "Motion of Lamps in the Lab",
    "MotionLab: One Room for All",
    "Fast Lamps in Animated Rain",
    "FAST: Lamps That Hurry",
]
PAPERS = {title: Paper(title, title, "Rain falls on lamps, kites and gutters.") for title in TITLES}
INDEX = Index(PAPERS.values())


def found(text: str) -> list[str]:
    return list(INDEX.search(parse(text), PAPERS, nearest=True).hits.ids)


@pytest.mark.parametrize(
    ("texts", "title"),
    [
        (("kit 2", "KIT2", "kit-2", "Kit_2"), "KIT 2: Kites in Wind and Rain"),
        (("raincourse r9", "raincourser9", "RainCourse-R9"), "RainCourse-R9: Rain by Reinforced Clouds"),
        (("gutter 2.5 vl", "gutter2.5vl", "gutter-2.5-vl"), "Gutter2.5-VL Technical Report"),
        (("gutter 2.5", "gutter2.5"), "Gutter2.5 Technical Report"),
        (("gutter",), "Gutter Technical Report"),
        (("motion lab", "motionlab"), "MotionLab: One Room for All"),
        (("fast", "FAST"), "FAST: Lamps That Hurry"),
        (("лше 2",), "KIT 2: Kites in Wind and Rain"),
    ],
)
def test_the_paper_that_bears_the_name_comes_first(texts: tuple[str, ...], title: str) -> None:
    for text in texts:
        assert found(text)[0] == title, text


def test_a_name_with_a_number_is_none_with_another_number() -> None:
    """But where the number is being typed on."""
    for text in ("lampra 3", "lampra3", "Lampra-3"):
        assert found(text)[0] == "The Lampra 3 Herd of Lights"
        assert set(found(text)) > {"Lampra-3.1 for Foggy Streets", "Efficient Lampra-3.2 with Trimmed Wicks"}
    assert found("lampra-3.")[0] == found("lampra 3.1")[0] == "Lampra-3.1 for Foggy Streets"
    assert found("gutter2")[0] == "Gutter2-VL: Any Gutter at Any Size"


def test_a_name_of_many_papers_leads_none() -> None:
    """It is a word like others then."""
    papers = {f"{at}": Paper(f"{at}", f"Lamp: A Long Survey of Kind {at}") for at in range(6)}
    papers["x"] = Paper("x", "Lamp Rooms")
    index = Index(papers.values())
    assert next(iter(index.search(parse("lamp"), papers).hits.ids)) == "x"
    del papers["5"]
    index.remove("5")
    assert next(iter(index.search(parse("lamp"), papers).hits.ids)) == "0"


def test_who_types_accents_means_the_word_that_is_spelt_with_them() -> None:
    """The others follow; without accents none comes first for having them, and no score is above 100."""
    titles = ("RE-Lighting Lamps", "Done Is Better: Lamps", "Rain and Wicks", "Wicks and Rain")
    papers = {title: Paper(title, title) for title in titles}
    papers["Rain and Wicks"] = Paper("Rain and Wicks", "Rain and Wicks", authors=("Ada R\u00e9", "Bo Donn\u00e9"))
    papers["Wicks and Rain"] = Paper("Wicks and Rain", "Wicks and Rain", authors=("Ada Re", "Bo Donne"))
    index = Index(papers.values())
    for text in ("R\u00c9", "Re\u0301", "donn\u00e9", "DONNE\u0301 ada"):
        hits = index.search(parse(text), papers).hits
        assert (hits.ids[0], hits[0].score <= 100) == ("Rain and Wicks", True), text
        assert "Wicks and Rain" in hits.ids
    assert next(iter(index.search(parse("re"), papers).hits.ids)) == "RE-Lighting Lamps"
    papers["Résumés of Rain"] = Paper("Résumés of Rain", "Résumés of Rain")
    papers["Resume Rain"] = Paper("Resume Rain", "Resume Rain")
    index = Index(papers.values())
    for text in ("rés", "résum", "résumés"):
        assert next(iter(index.search(parse(text), papers).hits.ids)) == "Résumés of Rain"


def test_a_short_title_stays_in_sight_though_others_have_the_last_word_whole() -> None:
    """Typed on it comes again: titles with "lamp" itself leave room for one that goes on with "lamps"."""
    papers = {f"{at}": Paper(f"{at}", f"Small Lamp Number {at} of Several") for at in range(8)}
    papers["short"] = Paper("short", "Small Lamps Rain")
    index = Index(papers.values())
    for text in ("small l", "small lamp", "small lamps"):
        assert "short" in list(index.search(parse(text), papers).hits.ids[:5]), text


def test_a_word_without_an_end_is_looked_up_as_no_name() -> None:
    """Each beginning of a name is looked up, and what may follow it, which of a pasted key would take minutes."""
    asked: list[str] = []

    class Table(dict[str, tuple[int, ...]]):
        def get(self, word: str, default: object = None) -> object:  # type: ignore[override]
            asked.append(word)
            return default

    entries = SimpleNamespace(postings=SimpleNamespace(table=lambda field: Table()), papers=[], ordered=sorted)
    assert bearers(cast(Entries, entries), "a" * 5_000, {}) == []
    assert asked == []
    assert bearers(cast(Entries, entries), "kit2", {}) == []
    assert asked


def test_the_number_of_a_name_is_looked_for_at_the_end_of_a_line_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """From each letter of a word without an end on it would be looked for anew."""
    read: list[str] = []

    def fold(text: str) -> str:
        read.append(text)
        return text.lower()

    monkeypatch.setattr("reader.search.best.fold", fold)
    assert other_number("lamp " * 1_000 + "llama 3")("Llama 3.1")
    assert max(map(len, read)) < 1_000
