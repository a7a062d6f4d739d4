"""Imports add and complete, never touch the user's words, and change nothing the second time, in whatever order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import blake2b
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats import bibtex, ris
from reader.identity import Verdict, same_abstract, same_paper
from reader.library import matching, merging
from reader.library.likeness import near_duplicates
from reader.library.merging import Plan, completed, plan
from reader.paper import Paper, Status
from tests.support.grids import crossed
from tests.support.laws import law
from tests.support.some_papers import SENTENCES, papers

ABSTRACT = " ".join(SENTENCES[:6])
OTHER = " ".join(SENTENCES[6:])
PAGE = Paper("", "Deep Trees", ABSTRACT, sources=("page.txt",))
RECORD = Paper(
    "", "Deep  TREES", ABSTRACT, ("Ada Lovelace",), "2024-08-16", "", "2408.07990", upvotes=7, keywords=("trees",),
    sources=("day.json",),
)  # fmt: skip


def imported(*batches: Sequence[Paper]) -> dict[str, Paper]:
    """A library after importing batch after batch."""
    library: dict[str, Paper] = {}
    for batch in batches:
        outcome = plan(library, batch)
        library |= {paper.id: paper for paper in outcome.new}
        library |= {after.id: after for _, after in outcome.completed}
    return library


def test_a_paper_from_a_page_gains_what_the_record_says_and_keeps_its_id() -> None:
    (page,) = imported([PAGE]).values()
    (both,) = imported([PAGE], [RECORD]).values()
    assert both == replace(
        page,
        authors=("Ada Lovelace",),
        published="2024-08-16",
        arxiv_id="2408.07990",
        upvotes=7,
        keywords=("trees",),
        sources=("page.txt", "day.json"),
    )


@pytest.mark.parametrize(
    "bare",
    [
        Paper("", "arXiv:2408.07990", arxiv_id="2408.07990"),
        Paper("", "10.1234/trees.1", doi="10.1234/trees.1"),
        Paper("", "https://doi.org/10.1234/trees.1", doi="10.1234/trees.1", url="https://doi.org/10.1234/trees.1"),
    ],
)
def test_a_paper_of_which_only_an_identifier_is_known_gets_its_title_from_any_record_of_it(bare: Paper) -> None:
    """In whatever order they come, it is one paper; and a bare identifier takes no title away."""
    full = replace(RECORD, doi="10.1234/trees.1")
    (first,) = imported([bare], [full]).values()
    (second,) = imported([full], [bare]).values()
    (both,) = imported([bare, full]).values()
    assert {first.title, second.title, both.title} == {"Deep  TREES"}
    assert first.authors == second.authors == both.authors == ("Ada Lovelace",)
    assert plan({second.id: second}, [bare]).completed == ()


def test_two_papers_of_which_only_identifiers_are_known_are_two() -> None:
    one, two = Paper("", "10.1234/trees.1", doi="10.1234/trees.1"), Paper("", "10.1234/trees.2", doi="10.1234/trees.2")
    assert len(imported([one, two])) == 2


def test_a_completion_never_touches_the_users_words() -> None:
    (known,) = imported([PAGE]).values()
    mine = replace(known, tags=("rl",), starred=True, status=Status.READ, note="mine", added="2026-01-01T00:00:00Z")
    theirs = replace(RECORD, tags=("other",), note="theirs", status=Status.READING, added="2020-01-01T00:00:00Z")
    ((before, after),) = plan({mine.id: mine}, [theirs]).completed
    assert before == mine
    for name in ("id", "tags", "starred", "status", "note", "added", "read_at", "triage"):
        assert getattr(after, name) == getattr(mine, name)


def test_importing_twice_changes_nothing() -> None:
    library = imported([PAGE, RECORD])
    assert plan(library, [PAGE, RECORD]) == Plan(ids=(*library, *library), unchanged=tuple(library))


@law(60)
@given(st.lists(papers(), max_size=8), st.data())
def test_importing_twice_changes_nothing_whatever_came(incoming: list[Paper], data: st.DataObject) -> None:
    library = imported(incoming)
    again = plan(library, data.draw(st.permutations(incoming)))
    assert again.new == ()
    assert set(again.ids) <= set(library)
    assert set(plan(imported(incoming, incoming), incoming).unchanged) == set(library)


@law(40)
@given(st.data())
def test_the_same_papers_come_in_whatever_the_order(data: st.DataObject) -> None:
    pages = [Paper("", f"Title {n}", ABSTRACT + f" Number {n}.") for n in range(6)]
    records = [replace(p, title=p.title.upper(), arxiv_id=f"2408.{n:05d}", upvotes=n) for n, p in enumerate(pages)]
    library = imported(*[[paper] for paper in data.draw(st.permutations(pages + records))])
    assert len(library) == 6
    assert sorted(paper.upvotes or 0 for paper in library.values()) == list(range(6))
    assert sorted(paper.arxiv_id for paper in library.values()) == [f"2408.{n:05d}" for n in range(6)]


def test_every_incoming_paper_gets_an_id_and_repeated_ones_fold_into_one() -> None:
    outcome = plan({}, [PAGE, RECORD, PAGE, Paper("", "Something Else")])
    assert len(outcome.new) == 2
    assert outcome.ids[0] == outcome.ids[1] == outcome.ids[2] == outcome.new[0].id
    assert outcome.ids[3] == outcome.new[1].id
    assert outcome.new[0].arxiv_id == "2408.07990"


def test_two_papers_of_one_title_are_both_kept_and_reported() -> None:
    outcome = plan({}, [PAGE, replace(PAGE, abstract=OTHER)])
    first, second = outcome.new
    assert outcome.possible_duplicates == ((second.id, first.id),)


def test_a_possible_duplicate_is_reported_when_it_is_new_only() -> None:
    two = [PAGE, replace(PAGE, abstract=OTHER)]
    assert plan(imported(two), two).possible_duplicates == ()


def test_a_removed_paper_comes_back_with_what_is_new() -> None:
    ((id, known),) = imported([PAGE]).items()
    outcome = plan({}, [RECORD], {id: known})
    assert outcome.new == ()
    assert outcome.ids == (id,)
    assert [paper.arxiv_id for paper in outcome.revived] == ["2408.07990"]
    assert outcome.completed == ((known, outcome.revived[0]),)


def test_a_paper_that_was_merged_into_another_stays_merged() -> None:
    survivor = Paper("survivor-0123456789", "Deep Trees, Revisited", OTHER)
    merged = Paper("deep-trees-0123456789", "Deep Trees", ABSTRACT)
    outcome = plan({survivor.id: survivor}, [PAGE], {merged.id: merged}, {merged.id: survivor.id})
    assert outcome.ids == (survivor.id,)
    assert not outcome.new
    assert not outcome.revived


def test_an_id_that_a_file_carries_is_kept_for_a_new_paper() -> None:
    carried = replace(RECORD, id="deep-trees-0123456789")
    assert [paper.id for paper in plan({}, [carried]).new] == ["deep-trees-0123456789"]


def test_an_id_from_elsewhere_is_replaced() -> None:
    assert [paper.id for paper in plan({}, [replace(RECORD, id="1")]).new] == ["2408.07990"]


def test_a_carried_id_alone_does_not_make_two_papers_one() -> None:
    one = Paper("trees-0123456789", "Deep Trees", ABSTRACT)
    other = Paper("trees-0123456789", "Wide Rivers", OTHER)
    ids = plan({}, [one, other]).ids
    assert len(set(ids)) == 2


def test_a_carried_id_and_the_title_make_one_paper_even_after_a_rewritten_abstract() -> None:
    known = Paper("trees-0123456789", "Deep Trees", ABSTRACT)
    assert plan({known.id: known}, [replace(known, abstract=OTHER)]).ids == (known.id,)


def test_what_is_cut_or_damaged_is_replaced_by_what_is_whole() -> None:
    cut = Paper("x", "T", ABSTRACT[:200] + "…", published="2024", authors=("Ada Lovelace", "et al"))
    whole = Paper("", "T", ABSTRACT, published="2024-08-16", authors=("Ada Lovelace", "Alan Turing", "Grace Hopper"))
    after = completed(cut, whole)
    assert (after.abstract, after.published, after.authors) == (ABSTRACT, "2024-08-16", whole.authors)
    assert completed(after, cut).abstract == ABSTRACT
    assert completed(Paper("x", "T", "caf\ufffd"), Paper("", "T", "café")).abstract == "café"


GIRSHICK = """@article{girshick2015fast, title={Fast {R-CNN}}, author={Girshick, R.}, journal={CoRR},
  volume={abs/1504.08083}, year={2014}}
"""
AT_ICCV = """@inproceedings{girshick15, title={Fast R-CNN}, author={Girshick, Ross}, booktitle={ICCV}, year={2015},
  pages={1440--1448}, publisher={IEEE}}
"""
FROM_ARXIV = """TY  - JOUR
ID  - arx15
TI  - Fast R-CNN
AU  - Girshick, R
PB  - arXiv
PY  - 2014
DA  - 2014/12/30/
AN  - arXiv:1504.08083
ER  -
"""


@pytest.mark.parametrize("apart", [False, True], ids=["one file", "files of their own"])
@pytest.mark.parametrize("texts", [*permutations((GIRSHICK, AT_ICCV, FROM_ARXIV))], ids=lambda texts: texts[0][:3])
def test_a_preprint_and_its_publication_make_one_reference_in_whatever_order(
    texts: tuple[str, ...], apart: bool
) -> None:
    came = [(ris if text.startswith("TY") else bibtex).parse(text).papers for text in texts]
    (paper,) = imported(*came).values() if apart else imported([paper for papers in came for paper in papers]).values()
    assert (paper.kind, paper.venue, paper.published, paper.authors, paper.arxiv_id, paper.citation_key) == (
        "paper-conference", "ICCV", "2015", ("Ross Girshick",), "1504.08083", came[0][0].citation_key,
    )  # fmt: skip
    assert (paper.about("publisher"), paper.about("page"), paper.about("volume")) == ("IEEE", "1440-1448", "")
    library = {paper.id: paper}
    assert not plan(library, [one for papers in came for one in papers]).completed
    entry = bibtex.dump([paper])
    assert entry.startswith(f"@inproceedings{{{paper.citation_key},\n")
    assert "booktitle = {ICCV}" in entry
    assert "journal" not in entry
    assert "author = {Girshick, Ross}" in entry
    assert ris.dump([paper]).startswith("TY  - CONF\n")


def test_the_fuller_form_of_a_name_is_kept_where_it_can_be_of_one_person_only() -> None:
    known = Paper("x", "T", authors=("R. Girshick", "Vale, A.", "Bo Ash"), arxiv_id="2101.00001")
    other = replace(known, authors=("Ross Girshick", "Ada Vale", "B. Ash"))
    assert completed(known, other).authors == ("Ross Girshick", "Ada Vale", "Bo Ash")
    assert completed(known, replace(other, authors=other.authors[:2])).authors == known.authors
    longer = replace(known, authors=("Ada Vale", "Amy Vale", "B. Ash"))
    assert completed(replace(known, authors=("Ann Vale",)), longer).authors == longer.authors
    two = replace(known, authors=("A. Vale", "B. Vale"))
    assert completed(two, replace(known, authors=("Bea Vale", "Ada Vale"))).authors == two.authors


def test_what_a_paper_stands_in_and_its_kind_are_those_of_one_record() -> None:
    preprint = Paper("x", "T", arxiv_id="2101.00001", kind="article-journal", metadata=(("publisher", "arXiv"),))
    placed = Paper("x", "T", arxiv_id="2101.00001", venue="ICCV")
    for first, second in permutations((preprint, placed)):
        both = completed(first, second)
        assert (both.kind, both.venue, both.metadata) == ("", "ICCV", ())
    thesis = replace(preprint, kind="thesis", metadata=())
    assert completed(thesis, replace(placed, venue="MIT")).kind == "thesis"


def test_a_finer_fact_is_not_given_up_for_a_rougher_one() -> None:
    fine = Paper("x", "T", ABSTRACT, ("A", "B"), "2024-08-16", "Journal", "2408.07990", upvotes=9)
    rough = Paper("", "T", ABSTRACT[:100] + "...", ("A",), "2023", "Other", upvotes=3)
    assert completed(fine, rough) == fine


@law(80)
@given(papers(), papers())
def test_completing_twice_is_completing_once(known: Paper, incoming: Paper) -> None:
    once = completed(known, incoming)
    assert completed(once, incoming) == once


def test_near_duplicates_are_equal_titles_and_titles_that_almost_agree() -> None:
    shelf = [
        Paper("a", "Deep Trees", ABSTRACT),
        Paper("b", "Deep Trees", OTHER),
        Paper("c", "A Study of Wide Rivers in Large Language Models", ABSTRACT, ("Ada Lovelace",)),
        Paper("d", "Study of Wide Rivers in Large Language Models", OTHER, ("A. Lovelace",)),
        Paper("e", "A Study of Wide Roads in Small Vision Models", OTHER, ("Ada Lovelace",)),
        Paper("f", "A Study of Wide Rivers in Large Language Models, Again", OTHER, ("Alan Turing",)),
    ]
    assert near_duplicates(shelf) == [("a", "b"), ("c", "d")]


def test_papers_with_different_identifiers_are_never_near_duplicates() -> None:
    one = Paper("a", "Deep Trees", ABSTRACT, arxiv_id="2408.07990")
    assert near_duplicates([one, replace(one, id="b", arxiv_id="2408.07991")]) == []


PREPRINT = Paper(
    "", "A Year of Small Lamps", authors=("Ada Sample",), published="2020", venue="bioRxiv", doi="10.1101/1"
)
PRINTED = replace(PREPRINT, published="2021", venue="Journal of Lamps", doi="")


@pytest.mark.parametrize("order", list(permutations((PREPRINT, PRINTED, PRINTED))), ids=str)
def test_a_record_that_stands_twice_beside_its_preprint_is_one_paper_however_it_is_grouped(
    order: tuple[Paper, ...],
) -> None:
    """The second finds the paper that the first came to, in one import as in two."""
    together = plan({}, order)
    assert (len(together.new), together.possible_duplicates) == (1, ())
    assert len(imported([PREPRINT], [PRINTED], [PRINTED])) == 1
    assert len(imported(order[:1], order[1:])) == len(imported(order[:2], order[2:])) == 1


def _namesakes(count: int) -> list[Paper]:
    """Records of one title: by others, in other volumes, with other texts, some of them twice or nearly."""
    texts = [" ".join(f"word{(7 * at + 13 * number) % 97}" for at in range(60)) for number in range(count)]
    found = []
    for number, text in enumerate(texts):
        changed = text.replace("word1 ", "other ") if number % 3 else text[: len(text) // 2]
        found += [
            Paper(
                "", "A study of lamps in the night", authors=(f"Vale, A{number}",), published=str(1900 + number % 90)
            ),
            Paper("", "Editorial", venue="Lamp Letters", metadata=(("volume", str(number // 2)),), sources=("a.bib",)),
            Paper("", "A study of lamps in the night", text, doi=f"10.1234/{number // 2}" if number % 2 else ""),
            Paper("", "A study of lamps in the night", changed, published="2020", url=f"https://a.example/{number}"),
        ]
    return found


def _chapters(count: int) -> list[Paper]:
    """Records of one DOI, its book's: chapters, some of them twice with a slip, a subtitle, a number or no title."""
    found = []
    for number in range(count):
        one, two, three = _SOUNDS[number % 7], _SOUNDS[number // 7 % 7], _SOUNDS[number % 5]
        title = f"{one}{two}re {three}mpet of the {number % 11}th lamp"
        book = Paper("", title.capitalize(), doi="10.1000/book", authors=(f"Vale, {'ABC'[number % 3]}.",))
        found += [book, replace(book, title=f"{book.title}: an essay"), replace(book, title=f"Part {number}")]
        found += [replace(book, title=book.title.replace("re ", "er ")), replace(book, title=book.title[::-1])]
    return [*found, replace(found[0], title="10.1000/book"), replace(found[3], title="The \ufffdamp", authors=())]


_SOUNDS = ("do", "re", "mi", "fa", "sol", "la", "tru")


@crossed
@pytest.mark.parametrize("of", [_namesakes, _chapters])
@pytest.mark.parametrize("split", [0, 24, 50])
def test_records_of_what_many_bear_go_where_they_go_one_by_one(
    of: Callable[[int], list[Paper]], split: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = of(28 if of is _namesakes else 11)
    known = {paper.id: paper for paper in plan({}, records[:split]).new}
    quick = plan(known, records)

    class EveryOne(matching.KnownPapers):
        """Papers that are all looked at, however many bear one title."""

        def _crowd(self, key: str) -> None:
            """None, as for a title of few papers."""

        def _book(self, doi: str) -> None:
            """The same of a DOI."""

    every = matching.KnownPapers
    for slow in (lambda papers, crowded=(): EveryOne(papers), lambda papers, crowded=(): every(papers)):
        monkeypatch.setattr(merging, "KnownPapers", slow)
        assert plan(known, records) == quick
    assert quick.possible_duplicates
    assert len(quick.new) < len(records) - split


@pytest.mark.parametrize("kind", [0, 1, 3])
def test_many_records_of_one_title_are_not_each_compared_with_all(kind: int, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []

    def counting(a: Paper, b: Paper) -> Verdict:
        compared.append((a, b))
        return same_paper(a, b)

    monkeypatch.setattr(matching, "same_paper", counting)
    records = _namesakes(240)[kind::4]
    found = plan({}, records)
    plan({paper.id: paper for paper in found.new}, records)
    assert 0 < len(compared) < 20 * len(records)


def test_many_records_of_one_doi_are_not_each_compared_with_all(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []

    def counting(a: Paper, b: Paper) -> Verdict:
        compared.append((a, b))
        return same_paper(a, b)

    monkeypatch.setattr(matching, "same_paper", counting)
    texts = [blake2b(bytes([number])).hexdigest().translate(_LETTERS) for number in range(130)]
    titles = [" ".join(text[at : at + 6] for at in range(0, 48, 6)) for text in texts]
    records = [Paper("", title, doi="10.1000/book") for title in titles]
    found = plan({}, records)
    assert len(found.new) == len(plan({paper.id: paper for paper in found.new}, records).unchanged) == 130
    assert 0 < len(compared) < 45 * len(records)


_LETTERS = str.maketrans("0123456789", "ghijklmnop")


_TELLING_ONE_THING: dict[str, Callable[[int], Paper]] = {
    "authors": lambda number: Paper("", "Lamps in the rain", authors=(f"Ada {_name(number)}",)),
    "abstracts": lambda number: Paper("", "Lamps in the rain", _text(number), authors=(f"Ada {_name(number)}",)),
    "arXiv ids": lambda number: Paper("", "Lamps in the rain", arxiv_id=f"2401.{number:05}"),
    "years": lambda number: Paper("", "Lamps in the rain", published=str(1000 + 5 * number)),
    "editions": lambda number: Paper("", "Lamps in the rain", metadata=(("edition", str(number + 1)),)),
    "volumes": lambda number: Paper("", "Lamps in the rain", kind="book", metadata=(("volume", str(number + 1)),)),
    "pages": lambda number: Paper("", "Editorial", metadata=(("page", str(number + 1)),)),
}
"""Records of one title which, under one DOI, are each another paper."""
_BESIDE_TITLE: dict[str, Callable[[int], Paper]] = {
    "versions": lambda number: Paper("", "Lamps in the rain", metadata=(("version", f"{number}.0"),)),
    "kept versions": lambda number: Paper("", "Lamps in the rain", kept=(("bibtex/version", f"{number}.0"),)),
    "notes": lambda number: Paper("", "Lamps in the rain", metadata=(("note", f"Volume {number + 1}"),)),
    "ISSNs": lambda number: Paper("", "Lamps in the rain", metadata=(("ISSN", f"1000-{number:04}"),)),
    "translators": lambda number: Paper("", "Lamps in the rain", metadata=(("translator", f"Ada {_name(number)}"),)),
}
"""The same that tell it by what hardly any record tells."""


def _name(number: int) -> str:
    """A family name that sounds like no other."""
    return "".join(("bo", "da", "fi", "gu", "ke", "la", "mi", "nu")[int(digit)] for digit in f"{number:04o}")


def _text(number: int) -> str:
    """An abstract that has some long words in common with others, and no other text's words."""
    common = f"illumination representations demonstrated {'electrification' if number % 2 else 'incandescence'}"
    return " ".join([common, *(f"{_name(number)}{_name(at)}" for at in range(12))])


@pytest.mark.parametrize(
    ("told", "doi"),
    [(each, doi) for each in _TELLING_ONE_THING for doi in ("", "10.1000/book")]
    + [(each, "10.1000/book") for each in _BESIDE_TITLE],
)
def test_many_records_of_one_title_under_one_doi_are_not_each_compared_with_all(
    told: str, doi: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = []

    def counting(a: Paper, b: Paper) -> Verdict:
        compared.append((a, b))
        return same_paper(a, b)

    def counting_texts(a: str, b: str) -> float:
        compared.append((Paper("", "", a), Paper("", "", b)))
        return same_abstract(a, b)

    monkeypatch.setattr(matching, "same_paper", counting)
    monkeypatch.setattr(matching, "same_abstract", counting_texts)
    tell = {**_TELLING_ONE_THING, **_BESIDE_TITLE}[told]
    records = [replace(tell(number), doi=doi) for number in range(100)]
    found = plan({}, records)
    assert len(found.new) == len(plan({paper.id: paper for paper in found.new}, records).unchanged) == 100
    assert len(compared) < 45 * len(records)  # Up to forty are each compared with all.


def _editorials(kind: str, count: int) -> list[Paper]:
    """Records of one title that all have a DOI of their own, a page of their own, or nothing."""
    plain = Paper("", "Editorial", authors=("Ada Vale",), sources=("a.bib",))
    if kind == "DOIs":
        return [replace(plain, doi=f"10.1000/{number}") for number in range(count)]
    if kind == "pages":
        return [replace(plain, venue="Lamp Letters", metadata=(("page", str(number)),)) for number in range(count)]
    return [plain] * count


@pytest.mark.parametrize("kind", ["DOIs", "pages", "nothing"])
def test_what_a_title_costs_grows_with_its_records_whatever_they_tell(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where a few records come to a library that has many of the title."""
    compared = []

    def counting(a: Paper, b: Paper) -> Verdict:
        compared.append((a, b))
        return same_paper(a, b)

    monkeypatch.setattr(matching, "same_paper", counting)
    records = _editorials(kind, 400)
    library = {paper.id: paper for paper in plan({}, records).new}
    assert (len(library), len(plan(library, records).new)) == (400, 0)
    assert len(compared) < 30 * len(records)  # Up to forty are each compared with all.
    compared.clear()
    assert len(plan(library, _editorials(kind, 410)[400:]).new) == (0 if kind == "nothing" else 10)
    assert len(compared) < 20 * 10


def test_records_that_tell_nothing_but_their_title_are_each_a_paper_and_the_first_are_named_in_doubt() -> None:
    found = plan({}, _editorials("nothing", 5))
    first, *others = (paper.id for paper in found.new)
    assert [earlier for later, earlier in found.possible_duplicates if later == others[-1]] == [first, *others[:2]]


REMOVED = Paper("lost", "Bells under the ice of a northern harbour", authors=("Ada Vale",), published="2020")


@pytest.mark.parametrize(
    "pair",
    [
        ({"doi": "10.1000/a"}, {"doi": "10.1000/b"}),
        ({"arxiv_id": "2001.00011"}, {"arxiv_id": "2001.00012"}),
        ({"abstract": ABSTRACT, "doi": "10.1000/a"}, {"abstract": ABSTRACT, "doi": "10.1000/b"}),
        ({"abstract": ABSTRACT}, {"abstract": OTHER}),
        ({"metadata": (("page", "30-39"), ("volume", "3"))}, {"metadata": (("page", "40-49"), ("volume", "4"))}),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_a_paper_that_comes_back_takes_no_record_of_another(pair: Sequence[dict[str, object]], turned: bool) -> None:
    """Both are like what was removed, and by what each brings they are two, as they are where nothing was."""
    records = [replace(REMOVED, id="", **more) for more in (reversed(pair) if turned else pair)]  # type: ignore[arg-type]
    found = plan({}, records, {"lost": REMOVED})
    assert len(set(found.ids)) == 2
    came = {paper.id: paper for paper in (*found.new, *found.revived)}
    for record, id in zip(records, found.ids, strict=True):
        told = (came[id].doi, came[id].arxiv_id, came[id].abstract, came[id].metadata)
        assert told == (record.doi, record.arxiv_id, record.abstract, record.metadata)


def test_a_record_of_what_was_removed_is_that_beside_one_that_tells_more() -> None:
    found = plan({}, [replace(REMOVED, id=""), replace(REMOVED, id="", doi="10.1000/a")], {"lost": REMOVED})
    assert (found.ids, [paper.doi for paper in found.revived]) == (("lost", "lost"), ["10.1000/a"])


def test_a_paper_that_comes_back_beside_its_like_is_in_doubt_as_a_new_one_is() -> None:
    column = Paper("here", "Editorial", authors=("Ada Vale",), published="2020", venue="Harbour Letters")
    gone = replace(column, id="gone", published="2021")
    found = plan({"here": column}, [replace(gone, id="")], {"gone": gone})
    assert [paper.id for paper in found.revived] == ["gone"]
    assert found.possible_duplicates == (("gone", "here"),)
