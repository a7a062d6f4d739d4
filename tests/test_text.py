"""Text from outside is cleaned; folding and words compare as people do."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.text import (
    clean_line,
    clean_text,
    fold,
    fold_name,
    for_terminal,
    new_tag,
    spelt_words,
    under,
    whole_tag,
    without_plural,
    words,
)
from tests.support.laws import law
from tests.support.scripts import ALIKE, APART, MARKED_WORDS

CASES = [
    ("\x1b[31mred", "red"),
    ("\x1b]0;TITLE\x07x", "x"),
    ("\x1b]52;c;Zm9v\x1b\\copied", "copied"),
    ("\x9b31mred \x9d0;x\x9c!", "red !"),
    ("two\nlines\tand\u00a0blanks", "two lines and blanks"),
    ("A\u2028B\u0085C", "A B C"),
    ("npm \u202egnp.exe\u202c", "npm gnp.exe"),
    ("Zero\u200bWidth\ufeff", "ZeroWidth"),
    ("soft\u00adhyphen", "softhyphen"),
    ("bad \ud800 end", "bad \ufffd end"),
    ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
    ("cafe\u0301", "café"),
    ("Non\ufffeChar \uffff", "NonChar"),
    ("x" + "".join(chr(0xE0000 + ord(c)) for c in "hidden"), "x"),
    ("מודלים في", "מודלים في"),
    ("葛\U000e0100城 辻\U000e01ef", "葛\U000e0100城 辻\U000e01ef"),
]


@pytest.mark.parametrize(("raw", "clean"), CASES)
def test_what_is_not_text_goes(raw: str, clean: str) -> None:
    """Escape sequences go whole, invisible and reordering characters go, the rest stays."""
    assert clean_line(raw) == clean


def test_a_note_keeps_its_lines_and_tabs() -> None:
    """Line ends become one kind; controls go."""
    assert clean_text("line1\r\nline2\ttab \x1b[31m\x00\x08end\rlast") == "line1\nline2\ttab end\nlast"


def test_at_most_four_marks_stand_on_a_letter() -> None:
    """A tower of accents cannot climb over the lines above."""
    tower = clean_line("Z" + "\u0300\u0301\u0302\u0303" * 40 + "algo")
    assert sum(map(unicodedata.combining, tower)) > 0
    assert len(tower) <= 5 + 4


@law()
@given(st.text())
def test_cleaning_is_idempotent_and_leaves_nothing_forbidden(text: str) -> None:
    """What is clean stays as it is; no control, bidi, zero-width character or surrogate is ever left."""
    once = clean_text(text)
    assert clean_text(once) == once
    assert clean_line(clean_line(text)) == clean_line(text)
    kinds = {unicodedata.category(c) for c in once if c not in "\n\t"}
    assert not kinds & {"Cc", "Cs"}
    assert not set(once) & set("\u200b\u200e\u200f\u202a\u202e\u2066\u2069\ufeff\u00ad\u2060\u061c")


def test_folding_ignores_case_accents_and_width() -> None:
    """People type what their keyboard has."""
    assert fold("Łukasz GÖDEL ｆｕｌｌ") == "lukasz godel full"
    assert words("Fine-Tuning π₀ (v2)") == ["fine", "tuning", "π0", "v2"]


@pytest.mark.parametrize(("one", "other"), APART)
def test_a_mark_that_makes_another_word_stays(one: str, other: str) -> None:
    """Vowel signs, tone marks, sound marks and the breve of "й" are no accents."""
    assert fold(one) != fold(other)
    assert [len(words(one)), len(words(other))] == [1, 1]


@pytest.mark.parametrize(("written", "typed"), ALIKE)
def test_a_mark_that_people_leave_out_goes(written: str, typed: str) -> None:
    """Accents of Latin and Greek, points of Hebrew and Arabic, stress, and what chooses the form of a letter."""
    assert words(written) == words(typed)


@law(200)
@given(MARKED_WORDS, MARKED_WORDS)
def test_two_words_that_differ_never_fold_to_one(one: str, other: str) -> None:
    """They are one where Unicode says that they are written alike."""
    same = unicodedata.normalize("NFKC", one) == unicodedata.normalize("NFKC", other)
    assert (fold(one) == fold(other)) is same
    assert words(f"{one} {other}, ({one})") == [fold(one), fold(other), fold(one)]


@law(200)
@given(st.one_of(st.text(), st.lists(MARKED_WORDS, min_size=1).map(" ".join)))
@example("\u0301\u200d")
@example("Ϊ́й ガ क़ ئ")
def test_what_is_composed_otherwise_folds_alike(text: str) -> None:
    """Files of other systems hold letters and marks apart."""
    forms = {unicodedata.normalize(form, text) for form in ("NFC", "NFD")}
    assert {fold(form) for form in forms} == {fold(text)}
    assert fold(fold(text)) == fold(text)


def test_a_mark_of_any_script_is_a_part_of_its_word() -> None:
    marks = [sign for sign in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(sign) in ("Mn", "Mc")]
    assert len(marks) > 2_000
    assert [mark for mark in marks if spelt_words(f"-क{mark}म{mark}, {mark}x") != [f"क{mark}म{mark}", "x"]] == []


@pytest.mark.parametrize("text", ["x \u0301y", "1\ufe0f\u20e3", "♥\ufe0f", "e≠f"])
def test_a_mark_on_no_letter_is_no_part_of_a_text(text: str) -> None:
    assert not any(unicodedata.category(sign).startswith("M") for sign in fold(text))


def test_names_differ_by_accent_and_not_by_case() -> None:
    """`NLP` is `nlp`; `café` is not `cafe`."""
    assert fold_name("NLP") == fold_name("nlp")
    assert fold_name("café") != fold_name("cafe")


def test_a_name_is_the_same_in_capitals_in_small_letters_and_composed_otherwise() -> None:
    """For every letter that has both, alone and behind another; only the Turkish i without a dot is a letter of its
    own, since two Turkish words differ by it."""
    cased = [letter for letter in map(chr, range(sys.maxunicode + 1)) if {letter.upper(), letter.lower()} != {letter}]
    different = {
        letter
        for letter in cased
        for name in (letter, f"a{letter}")
        for form in {name.upper(), name.lower(), name.title(), fold_name(name)}
        for other in (form, unicodedata.normalize("NFD", form), unicodedata.normalize("NFC", form))
        if fold_name(other) != fold_name(name)
    }
    assert different == {"ı"}
    assert fold_name("ΤΈΛΟΣ") == fold_name("τέλος") == fold_name("τέλοσ")
    assert fold_name("İstanbul") == fold_name("istanbul")


@law()
@given(st.text())
@example("Ϊ́")
@example("i\u0307\u0301")
def test_the_key_of_a_name_is_its_own_key(name: str) -> None:
    assert fold_name(fold_name(name)) == fold_name(name)


def test_a_file_name_of_any_bytes_can_be_printed() -> None:
    """What is no UTF-8 shows as a replacement character, never as an error."""
    assert for_terminal(b"a\xff\x1b[31mb".decode("utf-8", "surrogateescape")) == "a\ufffdb"


@law(200)
@given(st.text(min_size=1, max_size=6), st.text(min_size=1, max_size=6))
@example("Straße", "x")
@example("İ", "ﬁ")
@example("a", "\u0338")
def test_what_lies_under_a_name_is_the_rest_of_it_as_it_is_spelt(parent: str, rest: str) -> None:
    """Whatever becomes of the letters of the parent when names are compared; nothing else lies under it."""
    for spelling in (parent, parent.upper(), parent.casefold(), fold_name(parent)):
        if fold_name(spelling) != fold_name(parent):
            continue
        found = under(f"{spelling}/{rest}", parent)
        if found is not None:
            assert f"{spelling}/{rest}".endswith(found)
            assert fold_name(f"{spelling}/{rest}".removesuffix(found)) == fold_name(parent) + "/"
        if rest[0].isascii():
            assert found == rest
    assert under(f"{parent}x/{rest}", parent) != rest


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        ("#deep", "deep"),
        (" deep / trees ", "deep/trees"),
        ("# deep", "deep"),
        ("##deep", "deep"),
        ("# # deep", "deep"),
        ("C#", "C#"),
        ("##", "#"),
        (" / ", ""),
        ("", ""),
    ],
)
def test_a_tag_has_one_clean_form(typed: str, tag: str) -> None:
    assert new_tag(typed) == tag


@pytest.mark.parametrize(
    ("typed", "tag"),
    [("/x", "x"), ("x/", "x"), ("a//b", "a/b"), ("/ #x", "x"), ("ml / nlp", "ml/nlp"), (" // ", ""), ("C#", "C#")],
)
def test_a_tag_that_is_made_has_no_empty_part(typed: str, tag: str) -> None:
    assert whole_tag(typed) == tag


@law(200)
@given(st.text(alphabet=st.one_of(st.sampled_from("#/ a"), st.characters()), max_size=8))
@example("/#/x")
def test_what_a_tag_is_made_of_is_the_same_again(typed: str) -> None:
    """A tag that is made is of the one clean form, and its parts have letters or signs."""
    whole = whole_tag(typed)
    assert whole_tag(whole) == new_tag(whole) == whole
    assert "" not in whole.split("/")[1:]


@law(200)
@given(st.text(alphabet=st.one_of(st.sampled_from("#/ a"), st.characters()), max_size=8))
@example("##0")
@example("# #/ /#")
def test_the_form_of_a_tag_is_the_same_again(typed: str) -> None:
    assert new_tag(new_tag(typed)) == new_tag(typed)


@pytest.mark.parametrize(
    ("word", "singular"),
    [
        ("studies", "study"), ("caches", "cache"), ("gpus", "gpu"), ("llms", "llm"), ("bias", "bias"),
        ("corpus", "corpus"), ("analysis", "analysis"), ("loss", "loss"), ("gas", "gas"), ("ties", "tie"),
        ("status", "status"), ("biases", "biase"),
    ],
)  # fmt: skip
def test_a_plural_is_known_by_its_last_letters(word: str, singular: str) -> None:
    assert without_plural(word) == singular
