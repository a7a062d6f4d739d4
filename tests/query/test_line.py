"""A line read otherwise: files' names, slugs, references, camel case, TeX, other keyboards."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.query.line import cleaned, in_other_layouts, is_dressed, is_link, spelt_apart, titles_within
from tests.support.laws import law

LINES = [
    ("lamps-that-learn.pdf", "lamps that learn"),
    ("lamps_that_learn (1).pdf", "lamps that learn"),
    ("lamps%20that%20learn.pdf", "lamps that learn"),
    ("~/Downloads/lamps+that+learn.pdf", "lamps that learn"),
    ("lamps-that-learn", "lamps that learn"),
    ("NeurIPS-2020-lamps-that-learn-Paper.pdf", "lamps that learn"),
    ("Sample et al. - 2020 - Lamps that learn.pdf", "Lamps that learn"),
    ("Sample and Brown - 2020 - Lamps that learn copy.pdf", "Lamps that learn"),
    ("Sample2020_Lamps.pdf", "Sample2020 Lamps"),
    ("[12] Sample, Lamps that learn", "Sample, Lamps that learn"),
    ("Lamps that learn | OpenReview", "Lamps that learn"),
    ("Lamps that learn and d…", "Lamps that learn and d"),
    ("quanti-\n  zation of lamps", "quantization of lamps"),
    ("quanti\xadzation", "quantization"),
    (r"Caf\'e lamps of Erd\H{o}s", "Café lamps of Erdős"),
    (r"$\alpha$-lamps", "alpha lamps"),
    (r"\textbf{Lamps} that {L}earn", "Lamps that Learn"),
    ("Lamps &amp; rain", "Lamps & rain"),
    ("@article{sample2020lamps,\n  title = {Lamps that Learn},\n  year = {2020}\n}", "Lamps that Learn"),
    ("TY  - JOUR\nTI  - Lamps that learn\nAU  - Sample, A.", "Lamps that learn"),
    ("Sample et al. lamps", "Sample lamps"),
    ("- [ ] Lamps that learn", "Lamps that learn"),
    ("* [x] Lamps that learn", "Lamps that learn"),
    ("> - Lamps that learn", "Lamps that learn"),
    ("## Lamps that learn", "Lamps that learn"),
    ("| Lamps that learn", "Lamps that learn"),
    (r"\item Lamps that learn", "Lamps that learn"),
    ("1. [Lamps that learn](https://lamps.example/a_(b))", "Lamps that learn"),
    ("- [[notes/lamps|Lamps that learn]]", "Lamps that learn"),
    ("Submitted by\nsample\n108\nLamps that learn\n· 9 authors\n9", "Lamps that learn"),
    ("sample submitted a paper 3 days ago Lamps that learn", "Lamps that learn"),
    ("#1 Paper of the day\nLamps that learn\nPublished on Jul 19, 2024", "Lamps that learn"),
    ("12\n\nLamps that learn\n\nPublished on Jul 19, 2024 · 5", "Lamps that learn"),
    ("Lamps that learn\n\nPaper • 2401.00011 • Published Feb 9, 2025 • 32", "Lamps that learn"),
    ("Lamps that learn to… 66 upvotes · Oct 3, 2024", "Lamps that learn to"),
]


@pytest.mark.parametrize(("line", "title"), LINES)
def test_what_programs_add_to_a_title_goes(line: str, title: str) -> None:
    """What is left are the words of the title."""
    assert cleaned(line) == title


@pytest.mark.parametrize(
    "line",
    [
        "lamps that learn", "state-of-the-art lamps", "100% rain", "lamps v1.2", "a_b c", "12 lamps of 9 authors",
        "Today", "",
    ],
)  # fmt: skip
def test_a_line_without_such_signs_is_as_it_was(line: str) -> None:
    """Nothing is taken from what somebody typed."""
    assert cleaned(line) == line


@law(150)
@given(st.text(max_size=120) | st.text("ab -_.%20\\{}$&;[](1)pdf|\n'\"", max_size=60))
def test_a_clean_line_stays_as_it_is(line: str) -> None:
    """No text raises, and cleaning once more changes nothing."""
    once = cleaned(line)
    assert cleaned(once) == once
    titles_within(line)
    list(in_other_layouts(line))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("LampsThatLearn", "Lamps That Learn"),
        ("snake_case_name", "snake case name"),
        ("learnLAMPSFast2020b", "learn LAMPS Fast2020b"),
        ("PyTorch LampsThatLearn", "PyTorch Lamps That Learn"),
    ],
)
def test_the_words_of_a_name_are_spelt_apart(name: str, words: str) -> None:
    """But for a name that is known as one word."""
    assert spelt_apart(name, {"PyTorch"}.__contains__) == words
    assert spelt_apart("Fast2020b PyTorch", {"PyTorch"}.__contains__, digits=True) == "Fast 2020 b PyTorch"


@pytest.mark.parametrize(
    "reference",
    [
        "Sample, A., Brown, B., & Cole, C. (2020). Lamps that learn. Journal of Lamps, 3(1), 5-9.",
        'A. Sample et al., "Lamps that learn," in Proc. NIPS, 2020, pp. 5–9.',
        "Sample, Ada, et al. “Lamps That Learn.” Journal of Lamps 3 (2020): 5-9.",
        "Ada Sample, Bo Brown, and Cy Cole. 2020. Lamps that learn. In Proceedings of the Lamp Conference, Vol. 30.",
        "Sample, A. et al. Lamps that learn. J. Lamps 30, 5–9 (2020).",
        "Ada Sample, Bo Brown: Lamps that learn. NIPS 2020: 5-9",
    ],
)
def test_the_title_is_among_the_parts_of_a_reference(reference: str) -> None:
    """In the styles of APA, IEEE, MLA, ACM, Nature and dblp."""
    assert "lamps that learn" in map(str.lower, titles_within(reference))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("дфьзы дуфкт", "lamps learn"),
        ("kfvgs bc[jlyjuj", "лампы исходного"),
        ("λαμπσ", "lamps"),
        ("ךשצפד", "lamps"),
        ("quantiyation", "quantization"),
        ("qttention", "attention"),
        ("ДФЬЗЫ", "LAMPS"),
    ],
)
def test_keys_are_read_as_those_of_other_keyboards(typed: str, meant: str) -> None:
    """Of Russian, Greek, Hebrew, German, French ones, and the other way round."""
    assert meant in in_other_layouts(typed)


def test_no_word_falls_apart_on_another_keyboard() -> None:
    """The m of a French keyboard is a sign of others, and a word of letters is not two words for that."""
    assert not [
        line for line in in_other_layouts("lampmast") if "lamp" in line.replace(";", " ").replace(",", " ").split()
    ]
    assert "quilt" in in_other_layouts("auilt")
    assert "lamps" in in_other_layouts("lq,ps")


@pytest.mark.parametrize("line", [line for line, _ in LINES[-8:]])
def test_an_item_of_a_list_and_a_link_are_more_than_a_title(line: str) -> None:
    """What somebody typed is not."""
    assert is_dressed(line)
    assert is_link(line) is ("](" in line or "[[" in line)
    for typed in ("lamps - rain", "-lamps", "lamps [1]", "2.5 lamps", "#lamps", "[lamps] (rain)"):
        assert not is_dressed(typed)
        assert not is_link(typed)
