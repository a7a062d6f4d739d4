"""Where a formatter or an editor breaks the lines of an export says nothing; a tag typed on any of them is taken."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.formats.markdown import (
    ExportRecord,
    Returned,
    document_of,
    merge_into,
    read_back_text,
    render_document,
    typed_over,
)
from reader.formats.markdown.escaping import escape_tags
from reader.formats.markdown.state import parse_state
from reader.formats.markdown.tags import ShownTags, read_tags
from reader.paper import ListEntry, Paper, ReadingList, Status
from reader.text import fold_name, new_tag
from tests.support.laws import law
from tests.support.markdown_library import libraries

TAGS = ("attentive birds", "deep water", "river to river", "slow translation")
HELD = {
    "1": Paper(
        "1",
        "Herons Stand Still in the Reeds",
        authors=("Odile Marsh",),
        tags=TAGS,
        starred=True,
        note="Why?",
        status=Status.READING,
    ),
    "2": Paper("2", "Otters Learn from Stones", tags=("C++", "a,b", "rl/offline")),
    "3": Paper("3", "A Pike in the Pond"),
}
POND = ReadingList("Pond", entries=tuple(ListEntry(id) for id in HELD))


def exported(style: str = "list") -> str:
    """The list as text."""
    return render_document(document_of(POND, HELD), style=style)


def back(text: str, held: dict[str, Paper] = HELD, lst: ReadingList = POND) -> Returned:
    """What a text asks for."""
    return read_back_text(text, held, {lst.name: lst})


NOTHING = replace(Returned(), papers=len(HELD))
"""What a text asks for that says what it said."""


def merged(wrapped: str, text: str, papers: dict[str, Paper] = HELD, lst: ReadingList = POND) -> Returned:
    """What a wrapped text asks for once a whole one took its place, which the same one leaves as it is then."""
    written = merge_into(wrapped, text).text
    assert merge_into(written, text).text == written
    assert not typed_over(wrapped, written, Holding(papers))
    return back(written, papers, lst)


class Holding:
    """A library that holds no more of papers than they are."""

    def __init__(self, papers: Mapping[str, Paper]) -> None:
        self.papers = papers

    def is_here(self, id: str) -> bool:
        """Whether a paper is there."""
        return id in self.papers

    def versions_of(self, id: str) -> tuple[Paper, ...]:
        """Papers."""
        return (self.papers[id],) if id in self.papers else ()

    def texts_of(self, kind: str, id: str) -> tuple[str, ...]:
        """Notes."""
        return ()

    def titles_of(self, id: str) -> tuple[str, ...]:
        """Titles."""
        return tuple(paper.title for paper in self.versions_of(id))

    def namesake_of(self, record: ExportRecord) -> str:
        """No list bears the name of another."""
        return ""


def body(text: str) -> str:
    """A text without the comment at its end."""
    return text.partition("<!-- reader-base")[0]


WRAPPED = {
    "within a tag": ("slow translation", "slow\n  translation"),
    "behind a comma": ("deep water, ", "deep water,\n      "),
    "before the tags": ("reading · ★ · tags: attentive birds, deep", "reading ·\n  ★ · tags:\n  attentive birds, deep"),
    "before a dot": (" · ★ · tags", "\n  · ★\n  · tags"),
    "everywhere": (" · ★ · tags: attentive birds, deep", "\n\t·\n\t★ ·\n\ttags:\n\tattentive\n\tbirds,\n\tdeep"),
    "without an indent": ("slow translation", "slow\ntranslation"),
    "joined, then wrapped": ("\\\n  reading · ★ · tags: attentive", " reading ·\n  ★ · tags: attentive"),
    "joined with its backslash": ("\\\n  reading · ★", "\\ reading\n  · ★"),
    "within an anchor": ("<!-- reader:1 -->", "<!--\n  reader:1 -->"),
    "around an anchor's name": ("<!-- reader:1 -->", "<!--\n  reader:1\n  -->"),
    "at an anchor's end": ("<!-- reader:1 -->", "<!-- reader:1\n  -->"),
}


@pytest.mark.parametrize("style", ["list", "tasks"])
@pytest.mark.parametrize(("old", "new"), WRAPPED.values(), ids=WRAPPED)
def test_a_state_broken_over_lines_is_one_state(style: str, old: str, new: str) -> None:
    text = exported(style)
    assert old in text
    wrapped = text.replace(old, new, 1)
    assert back(wrapped) == NOTHING
    assert not typed_over(wrapped, text, Holding(HELD))
    assert merged(wrapped, text) == NOTHING


@pytest.mark.parametrize(
    ("old", "new", "tags"),
    [
        ("slow translation", "slow\n  translation, fresh", (*TAGS, "fresh")),
        ("slow translation", "slow translation, fresh\n  water, eels", ()),
        ("river to river, slow translation", "slow\n  translation", TAGS[:2] + TAGS[3:]),
        ("deep water, river", "deep\n  water, fresh\n  fish, river", (*TAGS, "fresh fish")),
        ("slow translation", "slow translation\n  My own words, and more", TAGS),
        ("slow translation", "slow translation, eels\n  id:: 77-ab", (*TAGS, "eels")),
    ],
)
def test_a_tag_typed_on_a_wrapped_line_is_taken_or_its_line_is_named(old: str, new: str, tags: tuple[str, ...]) -> None:
    found = back(exported().replace(old, new, 1))
    want = set(tags or TAGS)
    more = {str(change.after) for change in found.changes if change.before is None}
    less = {str(change.before) for change in found.changes if change.after is None}
    assert (set(TAGS) | more) - less == want
    assert any("as its note" not in problem.message for problem in found.problems) is (not tags)


@pytest.mark.parametrize("style", ["list", "table"])
@pytest.mark.parametrize(
    "line",
    [
        "; ".join(TAGS), " / ".join(TAGS), "<br>".join(TAGS), "<br/> ".join(TAGS), f"[{', '.join(TAGS)}]",
        ", ".join(f"`{tag}`" for tag in TAGS), ", ".join(f"**{tag}**" for tag in TAGS), ", ".join([*TAGS, ";"]),
        " #".join(["", *[f"{tag}," for tag in TAGS]]),
    ],
)  # fmt: skip
def test_tags_that_went_out_are_found_between_any_separators(style: str, line: str) -> None:
    text = exported(style).replace(", ".join(TAGS), line)
    assert line in text
    assert back(text) == NOTHING
    if "[" in line or "#" in line:
        added = back(text.replace(TAGS[3], f"{TAGS[3]}, eels", 1))
        assert [change.after for change in added.changes] == ["eels"]


@pytest.mark.parametrize(
    "line", [" and ".join(TAGS), " ".join(TAGS), "[deep water](x.md), [attentive birds](y.md)", "?", "—"]
)
def test_tags_that_cannot_be_told_apart_stay_and_their_line_is_named(line: str) -> None:
    found = back(exported().replace(", ".join(TAGS), line))
    assert not found.changes
    assert "cannot be told apart" in found.problems[0].message


@pytest.mark.parametrize(
    ("text", "known", "tags"),
    [
        ("a; b", ("a; b",), ("a; b",)),
        ("a; new", ("a",), ("a", "new")),
        ("new; newer", (), ("new; newer",)),
        ("rl/offline", ("rl",), ("rl/offline",)),
        ("x · y", ("x · y",), ("x · y",)),
        ("\\&amp; b", ("&amp; b",), ("&amp; b",)),
        ("a", ("a", "\\a"), ("a",)),
        ("one, two three", ("one",), ("one", "two three")),
    ],
)
def test_known_tags_are_matched_before_the_rest_is_split(
    text: str, known: tuple[str, ...], tags: tuple[str, ...]
) -> None:
    assert read_tags(text, known).tags == tags


@law(100)
@given(
    st.lists(st.text(st.sampled_from('abC12 ,;·/|#*_`"[]<>&\\-.~$'), min_size=1, max_size=6), min_size=1, max_size=3)
)
def test_tags_are_known_as_an_export_writes_them_and_with_one_more(typed: list[str]) -> None:
    """However much like a separator what is in them looks."""
    tags = tuple({fold_name(tag): tag for each in typed if (tag := new_tag(each))}.values())
    line = escape_tags(tags)
    assert read_tags(f" {line}", tags) == ShownTags(tags)
    assert read_tags(f"{line}, quite-new", tags).tags == (*tags, "quite-new")


@pytest.mark.parametrize("style", ["list", "tasks", "table"])
def test_an_abstract_broken_over_lines_is_one_and_does_not_part_a_paper_from_its_note(style: str) -> None:
    held = {**HELD, "1": replace(HELD["1"], abstract="Herons wait, as we show, for hours and for days.")}
    text = render_document(document_of(POND, held, abstracts=True), style=style)
    wrapped = text.replace("as we show, for", "as\n  we show,\n  for")
    assert wrapped != text
    assert back(wrapped, held).empty
    assert merged(wrapped, text, held).empty


def test_a_line_with_words_of_ones_own_is_no_state() -> None:
    assert parse_state("unread · tags: a · before noon", ("a",)) is None


def rewrapped(text: str, width: int, indent: int, bullet: str) -> str:
    """A text whose items are filled anew, with another bullet: all blanks of a paragraph are as good as line breaks."""
    found: list[str] = []
    for line in re.sub(r"\\\n +(?=unread|reading|read|★|tags:)", " ", body(text)).split("\n"):
        item = re.match(r"- (\[.\] )?(?=.*<!-- reader:)", line)
        if item is None:
            found.append(line)
            continue
        pieces, at = [f"{bullet} {item[1] or ''}"], len(item[0])
        for word in line[at:].split(" "):
            starts = re.match(r"[-+*#>|`~=:]|\d+[.)]|<!--|$", word)
            if len(pieces[-1]) + len(word) > width and not starts:
                pieces.append(" " * indent + word)
            else:
                pieces[-1] += f"{'' if pieces[-1].endswith(' ') and len(pieces) == 1 else ' '}{word}"
        found += pieces
    return "\n".join(found) + text[len(body(text)) :]


def test_a_title_wrapped_so_that_a_line_is_called_like_a_section_heads_nothing() -> None:
    lst = replace(POND, sections=("Stones",), entries=(*POND.entries[:2], ListEntry("3", "Stones")))
    text = render_document(document_of(lst, HELD))
    wrapped = text.replace("Learn from Stones", "Learn from\n  Stones")
    assert back(wrapped, HELD, lst).empty
    assert merged(wrapped, text, HELD, lst).empty


@law(60)
@given(libraries(), st.sampled_from(["list", "tasks"]), st.integers(10, 100), st.integers(1, 6),
       st.sampled_from(["-", "*", "+", "1."]))  # fmt: skip
def test_filling_the_lines_anew_changes_nothing(
    library: tuple[dict[str, Paper], ReadingList], style: str, width: int, indent: int, bullet: str
) -> None:
    papers, lst = library
    papers = {id: replace(paper, title=f"Sound {paper.title}") for id, paper in papers.items()}
    text = render_document(document_of(lst, papers), style=style)
    wrapped = rewrapped(text, width, indent, bullet)
    found = back(wrapped, papers, lst)
    assert found.empty, wrapped
    assert merged(wrapped, text, papers, lst).empty
    assert not typed_over(wrapped, text, Holding(papers)), wrapped


PLAIN = st.lists(
    st.lists(st.sampled_from(["river", "bank", "C++", "rl/offline", "a,b", "deep", "of", "x;y", "c · d", "(low)"]),
             min_size=1, max_size=3).map(" ".join),
    max_size=6, unique=True,
)  # fmt: skip


@pytest.mark.skipif(shutil.which("pandoc") is None, reason="needs pandoc")
@law(12)
@given(PLAIN, st.sampled_from(["", "A *word* of mine on several things\n\n- one\n- two"]), st.booleans(),
       st.sampled_from(["list", "tasks", "table"]), st.integers(20, 100))  # fmt: skip
@example(list(TAGS), "", True, "list", 72)
@example(["C++", "machine learning", "rl/offline"], "", True, "tasks", 30)
def test_what_pandoc_writes_is_what_it_read(tags: list[str], note: str, starred: bool, style: str, width: int) -> None:
    paper = replace(HELD["1"], tags=tuple(sorted(tags)), note=note, starred=starred)
    held = {"1": paper, "3": HELD["3"]}
    lst = ReadingList("Pond", entries=(ListEntry("1"), ListEntry("3")))
    text = render_document(document_of(lst, held), style=style)
    command = ["pandoc", "-f", "gfm", "-t", "gfm", f"--columns={width}"]
    made = subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout
    found = back(made, held, lst)
    assert found.empty, made
    assert merge_into(made, text).text.count("Herons") == text.count("Herons")
    assert back(merge_into(made, text).text, held, lst).empty
    assert not typed_over(made, merge_into(made, text), Holding(held))


@pytest.mark.parametrize("blank", ["\u00a0", "\u202f", "\u2009", "\u3000"])
def test_blanks_of_other_kinds_part_what_a_state_line_says(blank: str) -> None:
    state = parse_state(f"reading{blank}·{blank}★{blank}·{blank}tags:{blank}rl,{blank}vision", ("rl", "vision"))
    assert state is not None
    assert (state.status, state.starred, state.read.tags) == ("reading", True, ("rl", "vision"))
