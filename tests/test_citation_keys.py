"""A citation key names one paper, in an export and to every command; a pattern says how one is made."""

from __future__ import annotations

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
