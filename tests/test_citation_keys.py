"""A citation key names one paper, in an export and to every command; a pattern says how one is made."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.citation_keys import citation_key, is_key, key_pattern, library_keys
from reader.errors import SettingsError
from reader.paper import Paper

ONE = Paper(
    "p",
    "The Ways of Attention in Mazes",
    authors=("Gabriel García-Márquez", "Ada B. Vale", "World Lamp Organization"),
    published="2017-06-12",
    venue="Annals of Mazes",
    metadata=(("page", "31-40"), ("volume", "7")),
)


@pytest.mark.parametrize(
    ("pattern", "key"),
    [
        ("{auth}{year}{veryshorttitle}", "marquez2017ways"),
        ("{family}{year}{word}", "marquez2017ways"),
        ("{auth:capitalize}-{shortyear}", "Marquez-17"),
        ("{authors:capitalize}{month}", "MarquezValeOrganization06"),
        ("{auth:3:upper}:{year}", "MAR:2017"),
        ("{title:capitalize}", "TheWaysOfAttentionInMazes"),
        ("{shorttitle}", "waysattentionmazes"),
        ("{journal}{volume}p{firstpage}", "annalsofmazes7p31"),
        ("doc/{title:4}", "doc/thew"),
    ],
)
def test_a_pattern_makes_a_key_of_what_is_known(pattern: str, key: str) -> None:
    assert citation_key(ONE, key_pattern(pattern)) == key
    assert is_key(key)


def test_a_paper_of_which_no_field_tells_anything_has_a_key_all_the_same() -> None:
    assert citation_key(Paper("p", "大模型"), key_pattern("x{auth}_{year}")) == "paper"


def test_a_key_that_a_paper_came_with_is_no_matter_of_the_pattern() -> None:
    came = Paper("c", "Own", citation_key="Vale:2001", authors=("Ada Vale",))
    assert library_keys([came, ONE], key_pattern("{auth:upper}")) == {"c": "Vale:2001", "p": "MARQUEZ"}


TREES = [
    Paper(f"{at}", f"Fast {what}", authors=(f"{name} Lee",), published="2020", added=f"202{at}")
    for at, (name, what) in enumerate([("Ann", "trees"), ("Bo", "bees"), ("Cy", "seas"), ("Di", "keys")])
]


def test_a_made_key_never_passes_to_another_paper_while_its_own_is_there() -> None:
    """Numbered anew each time, the key of a paper that was removed was that of the next one."""
    keys = library_keys(TREES)
    assert len(set(keys.values())) == 4
    assert all(key.startswith("lee2020fast-") for key in keys.values())
    for left_out in TREES:
        fewer = library_keys(paper for paper in TREES if paper is not left_out)
        assert fewer == {id: key for id, key in keys.items() if id != left_out.id}
    came = Paper("c", "Own", citation_key=keys["0"].upper(), added="2030")
    assert library_keys([*TREES, came])["c"] == came.citation_key
    assert library_keys([*TREES, came])["0"].startswith(keys["0"])
    assert library_keys(TREES[:1]) == {"0": "lee2020fast"}


def test_the_oldest_paper_that_came_with_a_key_has_it() -> None:
    first, second = (Paper(id, f"Title {id}", citation_key="smith2020", added=added) for id, added in ("b1", "a2"))
    keys = library_keys([second, first])
    assert keys["b"] == "smith2020"
    assert keys["a"].startswith("smith2020-")


@pytest.mark.parametrize(("key", "pattern"), [("2017", "{journal}-{year}"), ("marquez", "{auth}-{volume}")])
def test_a_made_key_begins_and_ends_with_a_letter_or_digit(key: str, pattern: str) -> None:
    """Pandoc reads `[@-2017]` and `[@marquez-]` as other things."""
    bare = replace(ONE, venue="大模型", metadata=())
    assert citation_key(bare, key_pattern(pattern)) == key


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("", "names no field"),
        ("smith", "names no field"),
        ("{titel}", "no field '{titel}'; did you mean 'title'?"),
        ("{}", "no field '{}'"),
        ("{auth", "'{' without its other"),
        ("auth}{year}", "'}' without its other"),
        ("{auth} {year}", "' ' cannot stand in a citation key"),
        ("{auth}%{year}", "'%' cannot stand"),
        ("ü{auth}", "'ü' cannot stand"),
        ("{auth:small}", "'{auth:small}' says neither lower, upper, capitalize nor"),
        ("{auth:0}", "'{auth:0}' says neither"),
    ],
)
def test_a_wrong_pattern_is_refused_with_what_is_wrong(pattern: str, words: str) -> None:
    with pytest.raises(SettingsError) as error:
        key_pattern(pattern)
    assert words in str(error.value)
    assert str(error.value).endswith((".", "?"))
