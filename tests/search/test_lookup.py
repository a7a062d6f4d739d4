"""What a line names is looked up: ids, addresses, keys, titles; and other readings of a line that finds nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.citation_keys import citation_key, key_pattern
from reader.library.library import Library
from reader.operations.search import PaperFinder
from reader.paper import Paper
from reader.query import Not, parse, understood
from reader.query.nodes import tops
from reader.search import Index, Result
from tests.support.laws import law
from tests.support.memory import Log, MemoryBacking

TODAY = date(2026, 11, 21)
PAPERS = [
    Paper("lamps", "Lamps That Learn: Attention for Street Lights", "They dim at dawn.", ("Ada Sample", "Bo Brown"),
          "2020-03-01", arxiv_id="2003.00011", venue="ICLR 2021"),
    Paper("rain", "Rain on Tin Roofs - A Survey", "Drums.", ("Cy Cole",), "2019", doi="10.1234/rain.5",
          url="https://openreview.net/forum?id=r41n", tags=("weather",)),
    Paper("night", "To Be OR NOT To Be Night (Again)", "", ("Dee Dunn",), "2021", citation_key="Dunn:night",
          url="https://aclanthology.org/2021.acl-main.7/"),
    Paper("old", "Quantization of Old Lamps", "Weights.", ("Gil Üstün",), "2001", arxiv_id="cs/0101001"),
    Paper("beta", "βLamps: Meta-Optimizers for ΔRain at nσ", "", ("Ada Sample",), "2022", arxiv_id="2203.00012"),
    Paper("ru", "Квантование весов для ламп", "", ("Иван Петров",), "2023", arxiv_id="2303.00013"),
    Paper("survey", "A Survey of Large Lamp Models", "", ("Eve Ede",), "2023", arxiv_id="2304.00014"),
    Paper("drums", "Drums", "In 2019, they said, drums: and in the dark of morning, more. Tin roofs and rain, Cole.",
          ("Gil Grey",)),
    Paper("short", "Dusk Falls", "", ("Fay Fox",), "2018", doi="10.1038/s41586-018-1"),
]  # fmt: skip
LIBRARY = {paper.id: paper for paper in PAPERS}
INDEX = Index(PAPERS)


def result(text: str, index: Index = INDEX, papers: dict[str, Paper] = LIBRARY) -> Result:
    return index.search(parse(text), papers, today=TODAY)


def found(text: str, index: Index = INDEX, papers: dict[str, Paper] = LIBRARY) -> list[str]:
    return list(result(text, index, papers).hits.ids)


@pytest.mark.parametrize(
    ("line", "id"),
    [
        ("2003.00011", "lamps"),
        ("arXiv:2003.00011v2", "lamps"),
        ("[2003.00011] Some other title", "lamps"),
        ("https://huggingface.co/papers/2003.00011?x=1", "lamps"),
        ("cs/0101001", "old"),
        ("https://doi.org/10.1234/RAIN.5", "rain"),
        ("https://dl.acm.org/doi/pdf/10.1234/rain.5", "rain"),
        ("https://dblp.org/rec/journals/corr/abs-2003-00011", "lamps"),
        ("https://ui.adsabs.harvard.edu/abs/2020arXiv200300011S/abstract", "lamps"),
        ("openreview.net/pdf?id=r41n", "rain"),
        ("10.18653/v1/2021.acl-main.7", "night"),
        ("https://aclanthology.org/2021.acl-main.7.pdf", "night"),
        ("https://www.nature.com/articles/s41586-018-1", "short"),
        ("tin roofs https://doi.org/10.1234/rain.5 for Monday", "rain"),
        ("id:10.1234/rain.5", "rain"),
        ("id:old", "old"),
        ("id:Dunn:night", "night"),
        ("Dunn:night", "night"),
        ("@dunn:night", "night"),
        (r"\citep[p.~5]{Dunn:night}", "night"),
        ("sample2020lamps", "lamps"),
        ("[@cole2019rain, p. 3]", "rain"),
        ("@cole2019rain", "rain"),
        ("@misc{cole2019rain,\n title = {Other}\n}", "rain"),
        ("lamps 2003.00011v1.pdf", "lamps"),
    ],
)
def test_what_a_line_names_is_found_alone(line: str, id: str) -> None:
    """Whatever form the name has, and whatever stands beside it."""
    assert found(line) == [id]


def test_several_names_find_several_papers() -> None:
    """On one line or on several, ids, addresses or keys; in the order in which they are named."""
    assert found("2203.00012, 10.1234/rain.5\nhttps://arxiv.org/abs/2003.00011") == ["beta", "rain", "lamps"]
    assert found(r"\cite{cole2019rain, sample2020lamps}") == ["rain", "lamps"]
    assert found("@cole2019rain; @sample2020lamps") == ["rain", "lamps"]
    assert found("2203.00012 2203.99999") == ["beta"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("2401.00001v2", "No paper has the arXiv id 2401.00001v2."),
        ("lamps 2401.00001", "No paper has the arXiv id 2401.00001."),
        ("https://doi.org/10.1234/fog", "No paper has the DOI https://doi.org/10.1234/fog."),
        ("https://example.org/lamps", "No paper has the address https://example.org/lamps."),
        ("2401.00001 2401.00002 2401.00003",
         "No paper has the arXiv id 2401.00001 or the arXiv id 2401.00002 or any of 1 more."),
    ],
)  # fmt: skip
def test_a_name_that_no_paper_has_finds_nothing_and_says_so(line: str, sentence: str) -> None:
    """Nothing that is only like it, and no other spelling is proposed."""
    answer = result(line)
    assert (list(answer.hits.ids), answer.unknown, answer.suggestion) == ([], sentence, "")


@pytest.mark.parametrize(
    ("line", "ids"),
    [
        ("2003.", ["lamps"]),
        ("2003.0001", ["lamps"]),
        ("arxiv 2203", ["beta"]),
        ("arXiv:2203.0", ["beta"]),
        ("arxiv.org/abs/2203.00", ["beta"]),
        ("https://huggingface.co/papers/2303.0001", ["ru"]),
        ("arXiv:23", ["ru", "survey"]),
        ("cs.LG/01", ["old"]),
        ("2003.0 tag:other", []),
        ("2003.0 -tag:other", ["lamps"]),
        ("2003.0 -lamps", []),
    ],
)
def test_the_beginning_of_an_arxiv_id_finds_those_that_begin_so(line: str, ids: list[str]) -> None:
    """As an id is typed, in their order, and with what else is asked for."""
    assert found(line) == found(line, Index()) == ids
    said = {
        "tag:other": "1 paper has '2003.0', but not 'tag:other'.",
        "-lamps": "1 paper has '2003.0', but not '-lamps'.",
    }
    assert result(line).unknown == said.get(line.partition(" ")[2] if not ids else "", "")
    assert list(INDEX.search(understood(line), LIBRARY, today=TODAY).hits.ids) == ids


@pytest.mark.parametrize(
    "line",
    ["Street Lights (Sample et al., 2020)", "lamps learn (Sample et al. 2020)", "Lamps (see Sample and others, 2020)",
     "(Sample et al., 2020) attention lights"],
)  # fmt: skip
def test_a_citation_in_parentheses_is_read_as_one_without(line: str) -> None:
    """Parentheses are signs of a text there; they group words only where alternatives stand in them."""
    assert found(line.replace("see ", ""))[0] == "lamps"
    assert parse(f"{line} ").root == parse(line.replace("(", "").replace(")", "") + " ").root
    assert found("(lamps OR drums) sample")[0] == "lamps"


BARE = {
    paper.id: paper
    for paper in (
        Paper("dusk", "DuskNet: Lamps That Dim at Dawn"),
        Paper("tea", "Reading Tea Leaves"),
        Paper("roofs", "Tin Roofs of 2024 and Rain"),
    )
}
BARE_INDEX = Index(BARE.values())


def near(text: str) -> list[str]:
    """What is shown, the nearest papers too, in a library of titles alone."""
    return list(BARE_INDEX.search(parse(text), BARE, nearest=True).hits.ids)


@pytest.mark.parametrize(
    "line",
    ["DuskNet (Sample et al., 2023)", "Sample 2023 DuskNet", "sample2023dusknet", "Sample_2023_DuskNet.pdf",
     "DuskNet 2024", "DuskNet (Sample et al., 2024)"],
)  # fmt: skip
def test_what_a_library_cannot_know_of_a_cited_paper_speaks_not_against_it(line: str) -> None:
    """No paper of it has authors or a year; a paper that only has the year in its title is not meant."""
    assert near(line)[0] == "dusk"


@pytest.mark.parametrize("line", ["1999", "qqxv 1999", "qqxv zzkw 1999", "sample 1999"])
def test_a_year_alone_makes_no_paper_near(line: str) -> None:
    assert near(line) == []


@pytest.mark.parametrize(
    ("line", "ids"),
    [
        ("2410.00011v1.DuskNet__Lamps_That_Dim_at_Dawn.pdf", ["dusk"]),
        ("2410.00011_DuskNet.pdf", ["dusk"]),
        ("arxiv 2410.00011 DuskNet", ["dusk"]),
        ("2410.00011 Reading tea leaves", ["tea"]),
        ("2410.00011v1.full.pdf", []),
        ("2410.00011_lamps.pdf", []),
        ("2410.00011v1.Some_Other_Thing_Of_Rain.pdf", []),
        ("2410.00011 lamps", []),
    ],
)
def test_the_title_beside_an_id_that_no_paper_has_is_looked_for(line: str, ids: list[str]) -> None:
    """Words that name no paper are not, and what is said of the id names nothing but that."""
    answer = BARE_INDEX.search(parse(line), BARE)
    assert list(answer.hits.ids) == ids
    id = "2410.00011v1" if "v1" in line else "arxiv 2410.00011" if line[0] == "a" else "2410.00011"
    assert answer.unknown == ("" if ids else f"No paper has the arXiv id {id}.")


def test_no_other_paper_is_shown_where_no_arxiv_id_begins_so() -> None:
    """It is said, and what could be a year stays one."""
    for line in ("2003.1", "arXiv:2003.1", "https://arxiv.org/abs/2003.1"):
        assert (found(line), result(line).unknown) == ([], "No paper has an arXiv id that begins with 2003.1.")
    assert found("2019") == ["rain", "drums"]
    assert result("arxiv 2019").unknown == ""


def test_a_name_goes_with_filters_and_can_be_left_out() -> None:
    """Filters still hold; a minus before it, or another name behind OR, means what it says."""
    assert found("tag:weather 10.1234/rain.5") == ["rain"]
    assert found("tag:other 10.1234/rain.5") == []
    assert "lamps" not in found("lamps -2003.00011")
    assert found("lamps -2003.00011") != []
    assert sorted(found("2003.00011 OR 10.1234/rain.5")) == ["lamps", "rain"]
    assert found('"2003.00011"') == []


def test_what_changes_papers_takes_a_query_at_its_word() -> None:
    """A name among words is one more thing that must hold there, and no other reading is tried."""

    def strictly(text: str) -> list[str]:
        return list(INDEX.search(understood(text), LIBRARY, today=TODAY).hits.ids)

    assert strictly("2003.00011") == ["lamps"]
    assert strictly("2003.00011 learn") == ["lamps"]
    assert strictly("2003.00011 rain") == []
    assert strictly("lamps_that_learn.pdf") == []


@pytest.mark.parametrize(
    ("line", "id"),
    [
        ("lamps_that_learn_attention_for_street.pdf", "lamps"),
        ("lamps%20that%20learn.pdf", "lamps"),
        ("Sample2020_Lamps.pdf", "lamps"),
        ("Cole - 2019 - Rain on Tin Roofs - A Survey.pdf", "rain"),
        ("Rain on Tin Roofs - A Survey | OpenReview", "rain"),
        ("Cole, C. (2019). Rain on tin roofs - a survey. Journal of Drums, 3(1), 5-9.", "rain"),
        ('C. Cole, "Rain on tin roofs - a survey," in Proc. NIPS, 2019, pp. 5-9.', "rain"),
        ("Cole et al. Rain on tin rofs, a survey. J. Drum. Eng. 30, 5-9 (2019).", "rain"),
        ("F. Fox. Dusk Falls. 2018.", "short"),
        ('G. Grey and H. Hill, "Drums," in Proceedings of the Conference on Drumming, 2020, pp. 1-9.', "drums"),
        ("Eve Ede: A Survey of Large Lamp Models. CoRR abs/2399.99999 (2023)", "survey"),
        ("Cole, C. (2019). Rain on Tin Roofs. Journal of Drums and Other Things, 3(1), 5-9.", "rain"),
        ("In 2019, they said, drums: and in the dark of morning, more. Tin roofs and rain, cole", "drums"),
        (r"C:\Users\Sample\Papers\lamps_that_learn.pdf", "lamps"),
        (r"\\shed\papers\Rain on Tin Roofs.pdf", "rain"),
        ("LampsLearnStreet", "lamps"),
        ("learn_streetLights", "lamps"),
        ("дфьзы дуфкт", "lamps"),
        ("rdfynjdfybt dtcjd kfvg", "ru"),
        ("Sample et al. street", "lamps"),
        (r"$\beta$ optimizers", "beta"),
        ("delta optimizers", "beta"),
        ("beta lamps meta", "beta"),
        (r"$\sigma$ meta", "beta"),
        ("uestuen lamps", "old"),
        ("quanti-\nzation of old", "old"),
        ("https://www.semanticscholar.org/paper/Rain-on-Tin-Roofs-Cole/0a1b2c3d", "rain"),
    ],
)
def test_a_line_that_finds_nothing_is_read_otherwise(line: str, id: str) -> None:
    """As the name of a file, a reference, a title of a page, a name in camel case, other keys, other letters."""
    assert found(line)[:1] == [id]


@pytest.mark.parametrize(
    "line",
    [
        "A Survey of Large Lamp Models zebra quilts",
        "zukbra velfin",
        "ZukbraVelfin",
        "ягиуки",
        "dusk zebra",
        '"lamps that rain".pdf',
        "tag:zebra lamps_that_learn.pdf",
        "-lamps lamps_that_learn.pdf",
    ],
)
def test_no_other_reading_finds_what_was_not_meant(line: str) -> None:
    """A title among strange words, nonsense in any spelling; what is quoted, a filter or left out stays so."""
    assert found(line) == []


def test_a_pasted_line_is_read_as_such_though_other_papers_have_all_its_words() -> None:
    """The name of a file, the title of a page, a name in camel case; by whom it is said that there are more authors."""
    other = Paper(
        "other", "Papers with Code in Files", "pdf lamps learn, street lamplearns, sample rain.", ("Bo Sample",)
    )
    papers = {"other": other, **LIBRARY, "more": Paper("more", "Rain", authors=("Al Dunn", "Ada Sample"))}
    index = Index(papers.values())
    assert found("street-lamps-learn.pdf", index, papers)[0] == "lamps"
    assert found("Rain on Tin Roofs - A Survey | Papers With Code", index, papers) == ["rain"]
    assert found("LampsLearn street", index, papers)[0] == "lamps"
    assert found("Dunn et al. rain", index, papers) == ["more"]
    papers["first"] = Paper("first", "More Rain at Night", authors=("Ada Sample", "Cy Cole"))
    assert found("Sample et al. rain", Index(papers.values()), papers)[0] == "first"
    assert found("Sample (2020) learn", index, papers)[0] == "lamps"


@pytest.mark.parametrize(
    ("line", "id"),
    [
        ("- [ ] Dusk Falls", "short"),
        ("1. Dusk Falls", "short"),
        ("> Dusk Falls", "short"),
        ("[Dusk Falls](https://lamps.example/dusk)", "short"),
        ("- [Dusk](https://lamps.example/dusk)", "short"),
        ("Dusk Falls - arXiv", "short"),
        ("To Be OR NOT To Be Night (Again) | Papers With Code", "night"),
        ("A Survey of Large Lamp Models github", "survey"),
        ("slides A Survey of Large Lamp Models", "survey"),
    ],
)
def test_an_item_of_a_list_a_link_and_a_page_find_the_title_in_them(line: str, id: str) -> None:
    """Alone, or before others that have all of the words."""
    chance = Paper("chance", "Odd Falls", "At dusk, a survey of large lamp models on github, arxiv and in slides: 1 x.")
    papers = {"chance": chance, **LIBRARY}
    assert found(line, Index(papers.values()), papers)[0] == id
    assert ("OR" in line) is (parse(line).told != ())


@pytest.mark.parametrize(
    ("lines", "id"),
    [
        (("the paper about tin roofs", "that tin roofs paper", "looking for tin roofs",
          "what was that paper where they survey tin roofs", "papers by Cole on roofs", "find me tin roofs",
          "who wrote the paper on tin roofs?", "authors of tin roofs", "when was tin roofs published",
          "what did Cole write about roofs", "do I have anything on tin roofs", "the one about tin roofs",
          "I want to read about tin roofs", "which paper introduced tin roofs?"), "rain"),
        (("Sample and others street", "Sample and colleagues: street"), "lamps"),
        (("street lamps march 2020", "Mar 2020 street lamps", "street lamps 2020-03", "street (March 2020)"), "lamps"),
        (('"Dusk Falls" - must read', 'read "dusk falls" tonight is:unread'), "short"),
    ],
)  # fmt: skip
def test_what_people_say_beside_what_they_look_for(lines: tuple[str, ...], id: str) -> None:
    """As to a person; of others; when; in quotes with words that no paper has, where the nearest are wanted."""
    chance = Paper("chance", "Odd Papers", "A paper looking for what others read: tin, roofs, street, lamps, survey.")
    papers = {"chance": chance, **LIBRARY}
    index = Index(papers.values())
    for line in lines:
        assert next(iter(index.search(parse(line), papers, nearest=True).hits.ids)) == id, line


def test_a_title_that_begins_as_one_asks_is_that_title() -> None:
    """Letter by letter the paper stays; what nothing begins with is a question."""
    title = "Who Wrote This Rain? Lamps That Tell"
    papers = {"asks": Paper("asks", title), **LIBRARY}
    index = Index(papers.values())
    for size in range(len("Who Wrote"), len(title)):
        assert found(title[:size], index, papers)[0] == "asks"
    assert found("who wrote dusk falls", index, papers)[0] == "short"


def test_a_month_leads_and_leaves_none_out() -> None:
    """Of papers that match, those of the month come first; a number that is no month and a name are words."""
    papers = {f"{at}": Paper(f"{at}", f"Lamps {at}", published=f"2024-{at:02}-09") for at in range(1, 13)}
    index = Index(papers.values())
    for line in ("lamps august 2024", "2024 aug lamps", "lamps 2024-08", "lamps 2024/08"):
        assert (found(line, index, papers)[0], len(found(line, index, papers))) == ("8", 12)
    assert found("lamps 2024 8", index, papers) == ["8"]
    assert found("august lamps", index, papers) == []


def test_what_stands_in_quotes_is_shown_as_nearest_where_no_paper_has_the_rest() -> None:
    """To who asks for these, and only those that pass the filters and are inside."""

    def near(text: str, **more: object) -> list[tuple[str, bool]]:
        answer = INDEX.search(parse(text), LIBRARY, today=TODAY, nearest=True, **more)  # type: ignore[arg-type]
        return [(hit.id, hit.nearest) for hit in answer.hits]

    assert near('"dusk falls" zebra') == [("short", True)]
    assert near('"dusk falls" zebra is:read') == near('"dusk falls" zebra', inside={"lamps"}) == []
    assert near('"dusk rises" zebra') == []
    assert found('"dusk falls" zebra') == []


def test_what_is_left_out_is_no_title() -> None:
    """Though a title is just that word, or begins with it as with a name."""
    papers = {**LIBRARY, "named": Paper("named", "Kites: Their Strings")}
    index = Index(papers.values())
    assert "drums" not in found("-drums", index, papers)
    assert "named" not in found("-kites", index, papers)
    assert found("kites", index, papers) == ["named"]


@pytest.mark.parametrize("paper", PAPERS, ids=[paper.id for paper in PAPERS])
def test_a_title_pasted_whole_finds_its_paper_first(paper: Paper) -> None:
    """Whatever signs and words of the query language it holds, before papers that have all of its words too."""
    more = replace(paper, id="more", title=f"More {paper.title} and more", arxiv_id="", doi="", url="", citation_key="")
    papers = {"more": more, **LIBRARY}
    assert found(paper.title, Index(papers.values()), papers)[0] == paper.id


@law(60)
@example("0:0\r-0", "")
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=60), st.text(max_size=20))
def test_any_title_finds_its_paper_first_and_no_line_raises(title: str, more: str) -> None:
    """A title of one word and more, which is no name or filter itself and leaves no word out."""
    paper = Paper("made", title, authors=("Ada Sample",))
    papers = {"made": paper, **LIBRARY}
    index = Index(papers.values())
    answer = result(title, index, papers)
    result(f"{title} {more}", index, papers)
    index.matches(parse(title), paper)
    query = parse(title)
    if len(query.words) > 1 and not query.filters and not any(isinstance(node, Not) for node in tops(query.root)):
        assert answer.hits.ids[0] == "made"


def test_what_was_looked_up_is_shown() -> None:
    """The field of the name, whole; the title that a reference holds; the words that a key is made of."""
    lamps, rain, night = (LIBRARY[id] for id in ("lamps", "rain", "night"))
    for line, paper, expected in (
        ("arXiv:2003.00011v2 is good", lamps, {"arxiv_id": [(0, 10)]}),
        ("https://doi.org/10.1234/rain.5", rain, {"doi": [(0, 14)]}),
        ("openreview.net/pdf?id=r41n", rain, {"url": [(0, 36)]}),
        ("@Dunn:night", night, {"citation_key": [(0, 10)], "title": [(19, 24)], "authors": [(4, 8)]}),
        ("sample2020lamps", lamps, {"title": [(0, 5)], "authors": [(4, 10)]}),
        ("arxiv 2003.00", lamps, {"arxiv_id": [(0, 4), (5, 7)]}),
        ("C. Cole. Rain on Tin Roofs - A Survey. J. Drums, 2019.", rain, {"title": [(0, 28)]}),
        ("дфьзы дуфкт", lamps, {"title": [(0, 5), (11, 16)]}),
    ):
        query = parse(line)
        INDEX.search(query, LIBRARY, today=TODAY)
        shown = INDEX.matches(query, paper)
        assert {field: shown.get(field) for field in expected} == expected


def test_names_follow_the_papers() -> None:
    """A paper that comes, changes or goes takes its names along; one name may be of several."""
    papers = dict(LIBRARY)
    index = Index(papers.values())
    papers["rain"] = replace(papers["rain"], doi="10.1234/other", citation_key="Lamps1")
    index.update(papers["rain"])
    assert (found("10.1234/rain.5", index, papers), found("10.1234/other", index, papers)) == ([], ["rain"])
    twin = replace(papers["lamps"], id="twin", title="Lamps again")
    papers["twin"] = twin
    index.update(twin)
    assert found("2003.00011", index, papers) == ["lamps", "twin"]
    del papers["lamps"]
    index.remove("lamps")
    assert found("2003.00011", index, papers) == ["twin"]
    index.update(replace(twin, title="Lamps once more"))
    assert found("2003.00011", index, papers) == ["twin"]
    assert found("lamps1", index, papers) == ["rain"]
    assert found("2003.0", index, papers) == ["twin"]


def test_an_index_without_papers_looks_names_up() -> None:
    """A query that is nothing but names needs no words of a library."""
    assert found("https://doi.org/10.1234/rain.5", Index()) == ["rain"]
    assert result("2401.00001", Index()).unknown == "No paper has the arXiv id 2401.00001."


def test_a_key_is_made_as_the_user_wants_it() -> None:
    """By the pattern of the library, and with the letters that tell papers of one key apart."""
    pattern = key_pattern("{auth:capitalize}_{shortyear}:{title:9}")
    query = parse("Cole_19:rainontin")
    keyed = INDEX.search(query, LIBRARY, key_of=lambda paper: citation_key(paper, pattern))
    assert (list(keyed.hits.ids), found("Cole_19:rainontin")) == (["rain"], [])
    library = Library(MemoryBacking(Log()))
    library.add(
        [replace(LIBRARY["rain"], id=""), replace(LIBRARY["rain"], id="", doi="10.1234/rain.6", url="")],
        say=lambda plan: "two",
    )
    finder = PaperFinder(library)
    assert all(key.startswith("cole2019rain-") for key in library.citation_keys.values())
    for id, key in library.citation_keys.items():
        assert list(finder.find(parse(key)).hits.ids) == [id]
    assert len(finder.find(parse("cole2019rain")).hits) == 2


def test_an_address_with_a_title_in_it_is_answered_whatever_was_searched_before() -> None:
    """The first search of a run has no index yet: the words of the address need one."""
    library = Library(MemoryBacking(Log()))
    library.add([replace(paper, id="") for paper in PAPERS], say=lambda plan: "all")
    for address in ("https://www.semanticscholar.org/paper/Rain-on-Tin-Roofs-Cole/0a1b2c3d", "x.org/rain-on-tin-roofs"):
        query = parse(address)
        cold, warm = PaperFinder(library), PaperFinder(library)
        warm.find(parse("lamps"))
        ids = [*cold.find(query).hits.ids]
        assert [*warm.find(query).hits.ids] == ids
        assert library.papers[ids[0]].title == "Rain on Tin Roofs - A Survey"
    alone = PaperFinder(library)
    assert (len(alone.find(parse("2003.00011")).hits), alone.built) == (1, None)


FILED = {
    "b": Paper("b", "Tin Roofs in Rain", arxiv_id="2403.00012"),
    "d": Paper("d", "Copper Gutters", doi="10.1038/nmat4270"),
    "s": Paper("s", "Roofs of Slate: A Survey", tags=("7",)),
}
FILES = Index(FILED.values())


def filed(text: str) -> list[str]:
    return [*FILES.search(parse(text), FILED).hits.ids]


@pytest.mark.parametrize(
    "text",
    ["arxiv.org_2403.00012", "arxiv.org_2403.00012.pdf", "2403.00012v2.full.pdf", "2403.00012v1.Roofs2.pdf",
     "2403.00012_annotated.pdf", "2403.00012-final.pdf"],
)  # fmt: skip
def test_the_name_of_a_file_with_an_id_and_more_names_the_paper(text: str) -> None:
    assert filed(text) == ["b"]
    assert parse(text).doubts == ()


@pytest.mark.parametrize("text", ["nmat4270", "NMAT4270", "10.1038/nm", "10.1038/nmat427", "10.1038/nmat4270"])
def test_a_part_of_a_doi_finds_it(text: str) -> None:
    assert filed(text) == ["d"]


@pytest.mark.parametrize("text", ["nmat427", "mat4270", "10.1038/mat"])
def test_another_part_of_a_doi_finds_nothing(text: str) -> None:
    assert filed(text) == []


@pytest.mark.parametrize(
    "text",
    ["Roofs of Slate: A Survey (#12) · Issue #12 · GitHub", "Roofs of Slate: A Survey · Issue #3 · a/b-c · GitHub",
     "slate #12", "slate #7"],
)  # fmt: skip
def test_the_number_of_an_issue_is_no_tag(text: str) -> None:
    assert filed(text) == ["s"]


@pytest.mark.parametrize(
    "text",
    ["Roofs of Slate: A Survey #NLP", "#AI Roofs of Slate: A Survey #slate_roofs", "Roofs of Slate: A Survey #n"],
)
def test_a_hashtag_that_was_pasted_with_a_title_leaves_its_paper_the_nearest(text: str) -> None:
    """It is not among those that match: no paper has the tag."""
    result = FILES.search(parse(text), FILED, nearest=True)
    assert (list(result.hits.ids), result.strict) == (["s"], 0)
    assert filed(text) == []


@pytest.mark.parametrize("text", ["Roofs of Slate: A Survey #thesis", "Roofs of Slate: A Survey #the"])
def test_a_hashtag_beside_a_title_is_asked_for_where_a_paper_has_the_tag(text: str) -> None:
    tagged = {**FILED, "t": Paper("t", "Tin", tags=("thesis",))}
    assert [*Index(tagged.values()).search(parse(text), tagged, nearest=True).hits.ids] == []


@pytest.mark.parametrize("text", ["tin #7", "#12", "tin tag:12", "tin #nosuch", "roofs of slate: a survey tag:nosuch"])
def test_a_tag_is_asked_for_all_the_same(text: str) -> None:
    assert list(FILES.search(parse(text), FILED, nearest=True).hits.ids) == []
