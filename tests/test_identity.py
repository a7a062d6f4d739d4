"""Identifiers are recognised in every spelling, ids are the same everywhere, and two papers are never taken for one."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import permutations
from time import process_time

import pytest
from hypothesis import given

from reader import identity
from reader.formats import FORMATS
from reader.formats.recognition import detect
from reader.identity import (
    Verdict,
    arxiv_year,
    contradict,
    doi_at,
    find_arxiv_id,
    identified,
    is_id,
    make_id,
    normal_arxiv_id,
    normal_doi,
    normal_url,
    same_abstract,
    same_paper,
    tell_other_pages,
    wrong_arxiv_id,
)
from reader.paper import Name, Paper
from reader.titles import spelling_key, title_key
from tests.support.laws import law
from tests.support.some_papers import SENTENCES, papers

ABSTRACT = " ".join(SENTENCES[:6])
OTHER = " ".join(SENTENCES[6:])


@pytest.mark.parametrize(
    ("text", "arxiv_id"),
    [
        ("2408.07990", "2408.07990"),
        ("arXiv:2408.07990v3", "2408.07990"),
        (" ARXIV: 0704.0001 ", "0704.0001"),
        ("https://arxiv.org/abs/2408.07990v1", "2408.07990"),
        ("http://arxiv.org/pdf/2408.07990v1.pdf", "2408.07990"),
        ("https://huggingface.co/papers/2408.07990#community", "2408.07990"),
        ("10.48550/arXiv.2408.07990", "2408.07990"),
        ("https://www.alphaxiv.org/overview/2408.07990", "2408.07990"),
        ("https://alphaxiv.org/pdf/2408.07990v1", "2408.07990"),
        ("https://www.alphaxiv.org/abs/2408.garden-hedges-grow", ""),
        ("https://www.semanticscholar.org/arxiv/2408.07990", "2408.07990"),
        ("https://api.semanticscholar.org/arXiv:2408.07990v2", "2408.07990"),
        ("https://api.semanticscholar.org/graph/v1/paper/arXiv:2408.07990?fields=title", "2408.07990"),
        ("https://www.semanticscholar.org/paper/2408.07990", ""),
        ("gr-qc/0103067v1", "gr-qc/0103067"),
        ("math.GT/0309136", "math/0309136"),
        ("https://arxiv.org/abs/hep-th/9901001", "hep-th/9901001"),
        ("arXiv preprint arXiv:2408.07990", "2408.07990"),
        ("arXiv e-prints, p. arXiv:2408.07990", "2408.07990"),
        ("arXiv:2408.07990 [cs.CL]", "2408.07990"),
        ("arXiv:2408.07990 [cond-mat.mtrl-sci, stat] version: 5", "2408.07990"),
        ("arXiv:1706.03762 [cs] Comment: 15 pages, as in arXiv:2408.07990", "1706.03762"),
        ("CoRR abs/2408.07990", "2408.07990"),
        ("Report, published on http://arxiv.org/abs/2408.07990", "2408.07990"),
        ("Preprint at https://arxiv.org/abs/2408.07990 (2024).", "2408.07990"),
        ("arXiv:2408.07990 (http://arxiv.org/abs/2408.07990)", "2408.07990"),
        ("https://export.arxiv.org/abs/2408.07990?context=cs", "2408.07990"),
        ("seen as arXiv:2408.07990 by many", ""),
        ("Reply to arXiv:2408.07990", ""),
        ("See also arXiv:2408.07990", ""),
        ("Comment on arXiv:2408.07990", ""),
        ("arXiv:2408.07990, arXiv:2408.07991", ""),
        ("https://x.org/?ref=arxiv.org/abs/2408.07990", ""),
        ("https://x.org/https://arxiv.org/abs/2408.07990", ""),
        ("https://notarxiv.org/abs/2408.07990", ""),
        ("seen as 2408.07990 by many", ""),
        ("2413.07990", ""),
        ("10.1145/2408.07990", ""),
        ("foo/0103067", ""),
        ("2024", ""),
        ("", ""),
    ],
)
def test_an_arxiv_id_is_found_in_every_spelling_and_not_where_it_is_only_mentioned(text: str, arxiv_id: str) -> None:
    assert find_arxiv_id(text) == arxiv_id


@pytest.mark.parametrize(
    "id",
    ["2106.0968", "1501.0001", "1412.00001", "0912.12345", "0703.1234", "2113.00001", "2100.00001", "9912.12345",
     "hep-th/0801001", "hep-th/0704001", "math/9913001"],
)  # fmt: skip
def test_an_id_with_a_digit_too_few_or_too_many_for_its_month_is_none_wherever_it_stands(id: str) -> None:
    """And neither is the DOI that arXiv would give it."""
    for text in (id, f"arXiv:{id}v2", f"https://arxiv.org/abs/{id}", f"https://doi.org/10.48550/arXiv.{id}"):
        assert (find_arxiv_id(text), wrong_arxiv_id(text, bare=True)) == ("", id)
    assert normal_doi(f"10.48550/arXiv.{id}") == ""
    assert wrong_arxiv_id(id) == ""


@pytest.mark.parametrize("id", ["1412.9999", "1501.00001", "0704.0001", "hep-th/0703123", "math/9201201"])
def test_the_first_and_last_ids_of_each_form_are_some(id: str) -> None:
    assert (find_arxiv_id(f"arXiv:{id}"), wrong_arxiv_id(f"arXiv:{id}")) == (id, "")


def test_only_a_whole_text_is_an_arxiv_id() -> None:
    assert normal_arxiv_id("arXiv:2408.07990v2") == "2408.07990"
    assert normal_arxiv_id("https://arxiv.org/abs/2408.07990") == ""


SICI = "10.1002/(sici)1097-0258(19980815)17:15<1661::aid-sim968>3.0.co;2-2"


@pytest.mark.parametrize(
    "text",
    [
        SICI.replace("<", "%3C").replace(">", "%3e"),
        SICI.replace("<", "%253C").replace(">", "%253E"),
        SICI.replace("<", "&lt;").replace(">", "&gt;"),
        "https://doi.org/" + SICI.replace("<", "%3C").replace(">", "%3E"),
        "doi:" + SICI.upper().replace("/", "%2F", 1),
    ],
)
def test_signs_of_a_doi_may_be_encoded(text: str) -> None:
    assert normal_doi(text) == normal_doi(SICI) == SICI


def test_an_older_library_has_the_paper_of_a_doi_whose_signs_are_encoded() -> None:
    older = Paper("", "Lamps in the rain", doi=SICI.replace("<", "%3c").replace(">", "%3e"))
    assert same_paper(older, Paper("", "Lamps in the rain", doi=SICI)) is Verdict.SAME


def test_a_doi_that_would_be_none_without_its_encoding_stays() -> None:
    assert normal_doi("10.1000/a%20b") == "10.1000/a%20b"
    assert normal_doi("10.1000/a%zz&b") == "10.1000/a%zz&b"


def test_what_says_that_there_are_more_authors_is_nobody() -> None:
    text = Paper("", "Lamps in the rain", " ".join(SENTENCES), ("Ada Sample",), venue="Lamp Letters")
    group = replace(text, authors=("Attic Health Group", "others"), venue="Attic Notes")
    assert not contradict(text, group)  # A group stands for its members.
    assert contradict(text, replace(group, authors=("Bo Muster", "others")))
    bare = replace(text, abstract="")
    assert not contradict(
        replace(bare, authors=("Ada Sample", "others")),
        replace(group, abstract="", authors=("Ada Sample", "Attic Group")),
    )


def test_long_lists_of_one_family_name_are_compared_by_few_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[str] = []

    def may_be(a: str, b: str) -> bool:
        held.append(a)
        return False

    monkeypatch.setattr(identity, "may_be_one_person", may_be)
    one = Paper("", "Lamps in the rain", authors=tuple(f"A{at} Group" for at in range(500)))
    assert same_paper(one, replace(one, authors=one.authors[::-1])) is Verdict.SAME
    assert held == []
    assert same_paper(one, replace(one, authors=tuple(f"A{at} Group" for at in range(500, 1000)))) is Verdict.POSSIBLE
    assert len(held) <= 100


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1000/XYZ", "10.1000/xyz"),
        ("doi:10.1000/xyz.", "10.1000/xyz"),
        ("https://doi.org/10.1000/a%28b%29c", "10.1000/a(b)c"),
        ("http://dx.doi.org/10.1023/A:1017379030770", "10.1023/a:1017379030770"),
        ("10.1000/xyz)", "10.1000/xyz"),
        ("doi.org/10.1000/xyz", "10.1000/xyz"),
        ("10.1000/a b", ""),
        ("10.1/x", ""),
        ("doi", ""),
    ],
)
def test_a_doi_is_bare_and_lower_case(text: str, doi: str) -> None:
    assert normal_doi(text) == doi


@pytest.mark.parametrize(
    "bad", ["javascript:alert(1)", "ftp://x.org", "http://", "https://a b", "http://[x", "x.org", ""]
)
def test_only_http_and_https_addresses_are_addresses(bad: str) -> None:
    assert normal_url(bad) == ""


def test_an_address_stays_as_it_came() -> None:
    assert normal_url(" https://Example.org/A_b?c=%20#d ") == "https://Example.org/A_b?c=%20#d"


def test_the_year_of_an_arxiv_id_is_its_beginning() -> None:
    assert [arxiv_year(id) for id in ("2408.07990", "0704.0001", "hep-th/9901001", "")] == ["2024", "2007", "1999", ""]


def test_an_id_is_made_from_the_arxiv_id_else_the_doi_else_the_text() -> None:
    paper = Paper("", "Deep Trees!", ABSTRACT, arxiv_id="2408.07990", doi="10.1000/xyz")
    assert make_id(paper) == "2408.07990"
    assert make_id(replace(paper, arxiv_id="gr-qc/0103067")) == "gr-qc-0103067"
    assert make_id(replace(paper, arxiv_id="")) == "10.1000-xyz"
    assert re.fullmatch(r"deep-trees-[0-9a-f]{10}", make_id(replace(paper, arxiv_id="", doi="")))


def test_an_id_does_not_depend_on_case_accents_or_spacing() -> None:
    one = make_id(Paper("", "Café  Models: for Text", ABSTRACT))
    assert make_id(Paper("", "Cafe\u0301 MODELS : for text", ABSTRACT.replace(" ", "  "))) == one
    assert make_id(Paper("", "Café Models for Text", OTHER)) != one


def test_titles_without_latin_letters_have_ids_too() -> None:
    ids = {make_id(Paper("", title)) for title in ("大规模语言模型", "מודלים גדולים", "!!", "??")}
    assert len(ids) == 4
    assert all(is_id(id) for id in ids)


@law(100)
@given(papers())
def test_every_id_is_short_portable_and_made_the_same_way_twice(paper: Paper) -> None:
    id = make_id(identified(paper))
    assert re.fullmatch(r"[a-z0-9][a-z0-9.-]{0,99}", id)
    assert id == make_id(identified(paper))
    assert is_id(id)


@pytest.mark.parametrize("foreign", ["1", "-x", "Smith2020", "../../etc", "a/b", "", "con"])
def test_an_id_from_elsewhere_is_not_taken_for_ours(foreign: str) -> None:
    assert not is_id(foreign)


def test_dois_that_differ_in_odd_signs_only_have_different_ids() -> None:
    ids = [make_id(Paper("", "T", doi=f"10.1000/a{sign}b")) for sign in "_-/(:"]
    assert len(set(ids)) == len(ids)


def test_an_arxiv_id_is_found_in_the_address_and_the_doi() -> None:
    assert identified(Paper("", "T", url="https://arxiv.org/abs/2408.07990v2")).arxiv_id == "2408.07990"
    assert identified(Paper("", "T", doi="10.48550/arXiv.2408.07990")).arxiv_id == "2408.07990"


def test_an_equal_identifier_is_the_same_paper_whatever_the_title() -> None:
    one, other = Paper("", "A Title", arxiv_id="2408.07990"), Paper("", "Retitled", arxiv_id="2408.07990")
    assert same_paper(one, other) is Verdict.SAME
    book = Paper("", "Pruning in Small Lamps", doi="10.1000/x")
    assert same_paper(book, replace(book, title="On pruning small lamps: a study")) is Verdict.SAME


def test_a_different_identifier_is_a_different_paper_whatever_the_title() -> None:
    one = Paper("", "A Title", ABSTRACT, arxiv_id="2408.07990")
    assert same_paper(one, replace(one, arxiv_id="2408.07991")) is Verdict.DIFFERENT
    assert same_paper(replace(one, arxiv_id="", doi="10.1000/x"), replace(one, doi="10.1000/y")) is Verdict.DIFFERENT


def test_arxivs_own_doi_does_not_set_a_preprint_apart_from_its_publication() -> None:
    preprint = Paper("", "A Title", ABSTRACT, doi="10.48550/arxiv.2408.07990", arxiv_id="2408.07990")
    assert same_paper(preprint, Paper("", "A Title", ABSTRACT, doi="10.1000/x")) is Verdict.SAME


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        (ABSTRACT, ABSTRACT, Verdict.SAME),
        (ABSTRACT, "", Verdict.SAME),
        (ABSTRACT, ABSTRACT.upper().replace(" ", "  "), Verdict.SAME),
        (ABSTRACT, ABSTRACT + " A revision adds this sentence.", Verdict.SAME),
        (ABSTRACT, ABSTRACT[:150] + "…", Verdict.SAME),
        (ABSTRACT, OTHER, Verdict.POSSIBLE),
    ],
)
def test_one_title_is_one_paper_unless_the_abstracts_really_differ(left: str, right: str, verdict: Verdict) -> None:
    one, other = Paper("", "A Title of Telling Words", left), Paper("", "a title of telling words", right)
    assert same_paper(one, other) is verdict


def test_similar_titles_are_different_papers() -> None:
    assert same_paper(Paper("", "EE-LLM: Early Exits"), Paper("", "EE-MLLM: Early Exits")) is Verdict.DIFFERENT


def test_one_title_without_abstracts_and_without_a_common_author_is_left_to_the_user() -> None:
    one, other = (Paper("", "Introduction", authors=(name,)) for name in ("Ada Lovelace", "Alan Turing"))
    assert same_paper(one, other) is Verdict.POSSIBLE
    assert make_id(one) != make_id(other)
    assert same_paper(one, Paper("", "Introduction", authors=("A. Lovelace",))) is Verdict.POSSIBLE


def test_titles_are_compared_blind_to_punctuation_but_not_to_plus_and_sharp() -> None:
    assert title_key("KurTail : Kurtosis-based") == title_key("KurTail: kurtosis based")
    assert len({title_key("Learning C"), title_key("Learning C++"), title_key("Learning C#")}) == 3


def test_likeness_of_abstracts_is_symmetric_and_at_most_one() -> None:
    assert same_abstract(ABSTRACT, OTHER) == same_abstract(OTHER, ABSTRACT) < 0.8
    assert same_abstract(ABSTRACT, ABSTRACT) == 1.0


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("https://openreview.net/forum?id=a", "https://openreview.net/forum?id=b", Verdict.POSSIBLE),
        ("https://openreview.net/forum?id=a", "https://openreview.net/pdf?id=a", Verdict.SAME),
        ("https://ada.blog/posts/trees", "https://bo.blog/2024/trees", Verdict.POSSIBLE),
        ("https://ada.blog/posts/1", "https://ada.blog/posts/2", Verdict.POSSIBLE),
        ("http://www.ada.blog/posts/1/", "https://ada.blog/posts/1", Verdict.SAME),
        ("https://aclanthology.org/P1-1", "https://aclanthology.org/P1-1.pdf", Verdict.SAME),
        ("https://ada.blog/posts/1", "", Verdict.SAME),
        ("https://arxiv.org/abs/2408.07990", "https://openreview.net/forum?id=b", Verdict.SAME),
    ],
)
def test_records_of_one_title_without_authors_and_of_other_pages_are_two(
    one: str, other: str, verdict: Verdict
) -> None:
    a, b = (identified(Paper("", "How deep trees grow in the cold", url=url)) for url in (one, other))
    assert same_paper(a, b) is verdict
    assert same_paper(b, a) is verdict
    named = [replace(paper, authors=("Ada Lovelace",)) for paper in (a, b)]
    assert same_paper(*named) is (verdict if "bo.blog" not in other else Verdict.SAME)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://dl.acm.org/doi/10.1145/1.2", "https://dl.acm.org/doi/pdf/10.1145/1.2"),
        ("https://dl.acm.org/doi/10.1145/1.2", "https://dl.acm.org/citation.cfm?id=12"),
        ("https://dl.acm.org/ft_gateway.cfm?id=12&type=pdf", "https://dl.acm.org/citation.cfm?id=12"),
        ("https://link.springer.com/article/10.1007/s1", "https://link.springer.com/content/pdf/10.1007/s1.pdf"),
        (
            "https://papers.nips.cc/paper/2017/hash/a1-Abstract.html",
            "https://papers.nips.cc/paper/2017/file/a1-Paper.pdf",
        ),
        ("https://proceedings.mlr.press/v1/x20a.html", "http://proceedings.mlr.press/v1/x20a/x20a.pdf"),
        ("https://www.jmlr.org/papers/v3/x.html", "http://jmlr.org/papers/volume3/x/x.pdf"),
        ("https://openaccess.thecvf.com/content/html/X.html", "https://openaccess.thecvf.com/content/papers/X.pdf"),
        ("https://ieeexplore.ieee.org/document/123/", "https://ieeexplore.ieee.org/stamp/stamp.jsp?arnumber=123"),
        ("https://www.biorxiv.org/content/10.1101/1.1v2.full.pdf", "https://www.biorxiv.org/content/10.1101/1.1v1"),
        ("https://openreview.net/forum?id=a", "https://openreview.net/pdf?id=a"),
        ("https://aclanthology.org/P1-1/", "https://www.aclanthology.org/P1-1.pdf"),
        ("https://ada.blog/posts/a%7Eb?utm_source=x#top", "http://www.ada.blog/posts/a~b/"),
        ("https://ada.blog/lamps/", "https://ada.blog/lamps/text_en.pdf"),
        ("https://ada.blog/posts/1", "https://bo.blog/posts/2"),
        ("https://ada.blog/posts/1", ""),
        ("https://ada.blog/posts/1#top", "https://ada.blog/posts/1#proofs"),
        ("https://ada.blog/posts/1?source=12", "https://ada.blog/posts/1?source=13"),
        ("https://ada.blog/show?vol=3&no=4", "https://ada.blog/show?no=4&vol=3&lang=de"),
        ("https://ada.blog/#/paper/12", "https://ada.blog/#/pdf/12?utm_source=x"),
    ],
)
def test_the_forms_of_one_page_tell_one_paper(one: str, other: str) -> None:
    a, b = (identified(Paper("", "T", url=url)) for url in (one, other))
    assert (tell_other_pages(a, b), tell_other_pages(b, a)) == (False, False)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://who.int/a", "https://who.int/b"),
        ("https://ada.blog/posts/1", "http://www.ada.blog/posts/2/"),
        ("https://openreview.net/forum?id=aaa", "https://openreview.net/pdf?id=bbb"),
        ("https://ada.blog/a?lang=en", "https://ada.blog/b?lang=en"),
        ("https://ada.blog/2020/a.html", "https://ada.blog/2021/a.html"),
        ("https://example.org/report.pdf", "https://example.org/report-2.pdf"),
        ("https://example.org/doi/10.1000/a", "https://example.org/doi/10.1000/b"),
        ("https://ada.blog/v1", "https://ada.blog/v2"),
        ("https://ada.blog/", "https://ada.blog/lamps.pdf"),
        ("https://ada.blog/lamps/", "https://ada.blog/lamps/beds"),
        ("https://ada.blog/#/paper/12", "https://ada.blog/#/paper/13"),
        ("https://ada.blog/app#!/paper?id=12", "https://ada.blog/app#!/paper?id=13"),
        ("https://ada.blog/vol/3/no/4", "https://ada.blog/vol/4/no/3"),
        ("https://ada.blog/vol/3/no/3", "https://ada.blog/vol/3/no/4"),
        ("https://ada.blog/2020/3/3", "https://ada.blog/2020/3"),
        ("https://ada.blog/show?vol=3&no=4", "https://ada.blog/show?vol=4&no=3"),
        ("https://ada.blog/index.php?source=12", "https://ada.blog/index.php?source=13"),
    ],
)
def test_two_pages_of_one_site_tell_two_papers(one: str, other: str) -> None:
    a, b = (identified(Paper("", "T", url=url)) for url in (one, other))
    assert (tell_other_pages(a, b), tell_other_pages(b, a)) == (True, True)


def test_an_address_of_a_thousand_endings_is_soon_looked_at() -> None:
    began = process_time()
    a, b = (Paper("", "T", url=f"https://ada.blog/{'.pdf' * 20_000}{end}") for end in "xy")
    assert tell_other_pages(a, b)
    assert process_time() - began < 1


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("https://doi.org/10.1234/x?utm_source=a", "10.1234/x"),
        ("https://doi.org/10.1234/x#sec-1", "10.1234/x"),
        ("https://doi.org/10.1234/x/", "10.1234/x"),
        ("https://doi.org/10.1234/a%3Fb%23c", "10.1234/a?b#c"),
        ("10.1234/a?b#c", "10.1234/a?b#c"),
        ("10.1234/a?id=3&utm_source=b", "10.1234/a?id=3&utm_source=b"),
        ("doi:10.1234/a?utm_source=b&fbclid=c", "10.1234/a"),
        ("10.1234/a?token=s3cr3t", "10.1234/a"),
        ("doi:10.1234/a;jsessionid=1F0C9A", "10.1234/a"),
        ("10.1234/a?id=3&access_token=b", "10.1234/a?id=3"),
        ("10.1234%2Fa%3Fapi_key%3Db", "10.1234/a"),
        ("10.1234%2Fa", "10.1234/a"),
        ('10.1234/a"]', "10.1234/a"),
        ("10.1234/a[1]", "10.1234/a[1]"),
        ("10.1234/a,https://doi.org/10.1234/b", ""),
        ("https://doi.org/10.1234/?utm_source=a", ""),
    ],
)
def test_a_query_that_counts_visits_and_a_place_on_a_page_are_no_part_of_a_doi(text: str, doi: str) -> None:
    assert normal_doi(text) == doi


@pytest.mark.parametrize(
    ("published", "arxiv_id", "verdict"),
    [
        ("2014", "2402.16107", Verdict.POSSIBLE),
        ("2024", "1402.16107", Verdict.POSSIBLE),
        ("1994", "hep-th/9912001", Verdict.POSSIBLE),
        ("2024-05", "2402.16107", Verdict.SAME),
        ("2025", "2402.16107", Verdict.SAME),
        ("", "2402.16107", Verdict.SAME),
    ],
)
def test_the_year_that_an_arxiv_id_tells_counts_where_only_the_titles_agree(
    published: str, arxiv_id: str, verdict: Verdict
) -> None:
    title = "Knowledge Fusion of Chat Models"
    dated = Paper("", title, authors=("Jane Doe",), published=published, url="https://www.nature.com/articles/nature1")
    for one, other in permutations((dated, Paper("", title, arxiv_id=arxiv_id))):
        assert same_paper(one, other) is verdict


@pytest.mark.parametrize(("url", "doi"), [
    ("https://dl.acm.org/doi/10.1145/3292500.3330701", "10.1145/3292500.3330701"),
    ("https://dl.acm.org/doi/abs/10.1145/3292500.3330701", "10.1145/3292500.3330701"),
    ("https://dl.acm.org/doi/pdf/10.1145/3292500.3330701?download=true", "10.1145/3292500.3330701"),
    ("https://link.springer.com/article/10.1007/s11263-015-0816-y", "10.1007/s11263-015-0816-y"),
    ("https://link.springer.com/content/pdf/10.1007/s11263-015-0816-y.pdf", "10.1007/s11263-015-0816-y"),
    ("https://onlinelibrary.wiley.com/doi/10.1002/anie.201500000/abstract", "10.1002/anie.201500000"),
    ("https://pubs.acs.org/doi/full/10.1021/acs.jctc.1c00001", "10.1021/acs.jctc.1c00001"),
    ("https://www.tandfonline.com/doi/full/10.1080/01621459.2017.1285773", "10.1080/01621459.2017.1285773"),
    ("https://www.science.org/doi/10.1126/science.aar6404", "10.1126/science.aar6404"),
    ("https://journals.aps.org/prl/abstract/10.1103/PhysRevLett.49.91", "10.1103/physrevlett.49.91"),
    ("https://iopscience.iop.org/article/10.1088/0004-637X/1/2/3/meta", "10.1088/0004-637x/1/2/3"),
    ("https://doi.org/10.1234/lamp.5", "10.1234/lamp.5"),
    ("https://dl.acm.org/doi/proceedings/10.1145/3292500", ""),
    ("https://dl.acm.org/doi/book/10.1145/3292500", ""),
    ("https://link.springer.com/book/10.1007/978-3-030-00000-1", ""),
    ("https://dl.acm.org/toc/10.1145/3292500", ""),
    ("https://ieeexplore.ieee.org/document/7780459", ""),
    ("https://example.org/doi/10.1145/3292500.3330701", ""),
    ("see dl.acm.org", ""),
])  # fmt: skip
def test_the_address_of_a_publishers_page_of_a_paper_names_its_doi(url: str, doi: str) -> None:
    assert doi_at(url) == doi


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("American Psychological Association", "American Psychiatric Association", True),
        ("American Psychological Association", "American Psychiatric Association", False),
        ("Meta AI", "Mistral AI", True), ("Meta AI", "Mistral AI", False), ("Gemini Team", "Gemma Team", False),
        ("World Health Organization", "World Heritage Organization", True), ("Qwen Lamps", "Quark Lamps", True),
        ("Open Network", "Other Network", False), ("Meta AI", "Meta AI Research", True),
    ],
)  # fmt: skip
def test_bodies_agree_by_their_whole_names(one: str, other: str, told: bool) -> None:
    """A body has no family name and no initials."""
    papers = [
        Paper("", "Guidelines for Lamps in Small Houses", authors=(name,), published="2020",
              names=((name, Name(literal=name)),) * told)
        for name in (one, other)
    ]  # fmt: skip
    assert same_paper(*papers) is Verdict.POSSIBLE
    assert same_paper(papers[0], replace(papers[0], names=())) is Verdict.SAME


@pytest.mark.parametrize(
    ("long", "metadata", "authors"),
    [
        ("Regression Trees", (("page", "21-40"),), ()), ("Regression Trees", (("chapter-number", "2"),), ()),
        ("Regression Trees", (), ("Bo Other",)),
    ],
)  # fmt: skip
def test_chapters_of_one_doi_are_told_by_their_places_where_one_title_begins_the_other(
    long: str, metadata: tuple[tuple[str, str], ...], authors: tuple[str, ...]
) -> None:
    short = Paper("", "Regression", doi="10.1234/book", authors=("Ada Sample",))
    placed = replace(short, metadata=(("chapter-number", "1"), ("page", "1-20")))
    chapter = Paper("", long, doi="10.1234/book", metadata=metadata, authors=authors)
    assert same_paper(placed, chapter) is Verdict.POSSIBLE
    assert same_paper(chapter, placed) is Verdict.POSSIBLE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Diseases of the Eye", "Diseases of the Ear"), ("Learning to rank", "Learning to sort"),
        ("Chapters of war", "Chapters of peace"), ("A history of lamps in France", "A history of lamps in Spain"),
    ],
)  # fmt: skip
def test_chapters_of_one_doi_are_told_by_a_word_of_their_titles(one: str, other: str) -> None:
    """Their people may be the same or share a given name; an abstract, their pages or a preprint show one text."""
    first = Paper("", one, doi="10.1234/book", authors=("Jane Smith",), published="2020")
    for authors in ((), ("Jane Smith",), ("Jane Poe",)):
        second = replace(first, title=other, authors=authors)
        assert same_paper(first, second) is same_paper(second, first) is Verdict.POSSIBLE
    text = "We study twelve lamps, their light, their shades, and who lit them in the long nights."
    assert same_paper(replace(first, abstract=text), replace(first, title=other, abstract=text)) is Verdict.SAME
    paged = replace(first, metadata=(("page", "21-40"),))
    assert same_paper(paged, replace(paged, title=other)) is Verdict.SAME
    assert same_paper(replace(first, title=other, arxiv_id="2001.00001"), first) is Verdict.SAME


def test_slips_other_endings_and_other_spellings_are_no_other_words() -> None:
    first = Paper("", "Learning to rank lamps with neural networks", doi="10.1234/lamp", authors=("Jane Smith",))
    for title in ("Learning to rank lamp with neural netwoks", "Learning to ranking lamps with a neural network",
                  "Learning-to-rank: lamps with neuralnetworks"):  # fmt: skip
        assert same_paper(first, replace(first, title=title)) is Verdict.SAME


def test_a_given_name_alone_is_no_author_that_two_records_share() -> None:
    first = Paper("", "Lamps", doi="10.1234/lamp", authors=("Jane Smith",))
    assert same_paper(first, replace(first, authors=("Jane Poe",))) is Verdict.POSSIBLE
    assert same_paper(first, replace(first, authors=("Smith Jane",))) is Verdict.SAME


@pytest.mark.parametrize(
    "record",
    [
        '{{"title": "Lamps", "authors": ["A. Vale"], "year": 2020, "url": "{url}", "metadata": {{"volume": "1"}}}}',
        '[{{"id": "a", "type": "article-journal", "title": "Lamps", "author": [{{"family": "V"}}], "URL": "{url}"}}]',
        "TY  - JOUR\nTI  - Lamps\nAU  - Vale, A.\nUR  - {url}\nER  - \n",
        "@misc{{a, title={{Lamps}}, url={{{url}}}}}",
    ],
)
def test_an_address_with_signs_that_none_may_have_is_kept_with_them_encoded(record: str) -> None:
    text = record.format(url="https://lamps.example/(SICI)3:1<16::AID>3.0?id=1|2")
    name = detect(text) or "jsonl"
    (paper,) = FORMATS[name].parse(text).papers
    assert identified(paper).url == "https://lamps.example/(SICI)3:1%3C16::AID%3E3.0?id=1%7C2"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lamps 1 2", "Lamps 12"), ("Lamps in C", "Lamps in C++"), ("Lamps II", "Lamps III"), ("EE-LLM", "EE-MLLM"),
        ("α lamps", "β lamps"), ("And", "&"),
    ],
)  # fmt: skip
def test_titles_of_other_signs_and_numbers_are_spellings_of_none(one: str, other: str) -> None:
    assert spelling_key(one) != spelling_key(other)


@pytest.mark.parametrize("sign", ["\u200b", "\xad", "\ufeff"])
def test_what_nobody_sees_in_an_identifier_is_no_part_of_it(sign: str) -> None:
    """Publishers' pages put it where a line may break."""
    assert normal_doi(f"10.1145/{sign}3292500.1") == "10.1145/3292500.1"
    assert find_arxiv_id(f"2101.{sign}00001") == find_arxiv_id(f"arXiv:{sign}2101.00001") == "2101.00001"
    entry = "@misc{a, title={Lamps}, doi={10.1145/%s3292500.1}, eprint={2101.%s00001}, archiveprefix={arXiv}}"
    (paper,) = FORMATS["bibtex"].parse(entry % (sign, sign)).papers
    assert (paper.doi, paper.arxiv_id) == ("10.1145/3292500.1", "2101.00001")
