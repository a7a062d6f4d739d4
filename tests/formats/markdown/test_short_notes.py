"""A short note whose marks an editor took away, and to which more was written: its words stand, so it stays."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats.markdown import document_of, read_back_text, render_document
from reader.formats.markdown.read_back import Returned
from reader.formats.obsidian import read_back_vault, render_vault
from reader.formats.styles import STYLES
from reader.paper import ListEntry, Paper, ReadingList
from reader.text import words
from tests.support.grids import crossed
from tests.support.laws import law

PPO, AMBER, BELLS = "1707.06347", "2405.01001", "2405.01003"
TITLES = {PPO: "Proximal Policy Optimization Algorithms", AMBER: "Amber Tracks", BELLS: "Copper Bells under Load"}
PAPERS = {id: Paper(id=id, title=title, arxiv_id=id) for id, title in TITLES.items()}
LIST = ReadingList("Reading", entries=tuple(ListEntry(id) for id in PAPERS))
FORMS = (*STYLES, "vault")
BLOCKS = ("note", "remark", "description")
SAID = ("Good baseline.", "clip", "great paper", "Read again", "a b a", "👍", "!!")
AROUND = ("", "Compare with GRPO next week.", "still:", "a", "(yes)", "very", "Und noch ein Absatz.")
written = st.one_of(
    st.sampled_from(SAID),
    st.lists(st.sampled_from(["clip", "the", "good", "Baseline.", "7", "über"]), min_size=1, max_size=5).map(" ".join),
)


def held(kind: str, id: str, text: str) -> tuple[dict[str, Paper], ReadingList]:
    """The library with a note, a remark or a description."""
    papers = {**PAPERS, id: replace(PAPERS[id], note=text)} if kind == "note" else dict(PAPERS)
    entries = tuple(replace(e, note=text) if kind == "remark" and e.paper == id else e for e in LIST.entries)
    return papers, replace(LIST, entries=entries, description=text if kind == "description" else "")


def exported(papers: dict[str, Paper], lst: ReadingList, form: str) -> dict[str, str]:
    """The list in a form, as files."""
    document = document_of(lst, papers)
    return dict(render_vault(document)) if form == "vault" else {"": render_document(document, style=form)}


def read_back(files: dict[str, str], papers: dict[str, Paper], lst: ReadingList, form: str) -> Returned:
    lists = {"": lst}
    return read_back_vault(files, papers, lists) if form == "vault" else read_back_text(files[""], papers, lists)


def holds(returned: Returned, kind: str, id: str, text: str) -> str:
    """What the library would have from then on."""
    if kind == "note":
        return next((str(change.after or "") for change in returned.changes if change.key == "note"), text)
    if not returned.lists:
        return text
    ((_, lst),) = returned.lists
    return lst.description if kind == "description" else next(e.note for e in lst.entries if e.paper == id)


def edited(text: str, mark: str, said: str, now: str, off: frozenset[str]) -> str:
    """A file in which a text stands with others around it, and has lost some of its marks."""
    lines = text.split("\n")
    at = next(n for n, line in enumerate(lines) if mark in line)
    end = next(n for n in range(at, len(lines)) if "<!-- /reader-" in lines[n])
    body = "\n".join(lines[at + 1 : end])
    assert said in body
    pad = " " * (len(lines[at]) - len(lines[at].lstrip()))
    body = body.replace(said, now.replace("\n", f"\n{pad}"), 1)
    above = [] if "opening" in off else lines[at : at + 1]
    below = [] if "closing" in off else lines[end : end + 1]
    return "\n".join([*lines[:at], *above, body, *below, *lines[end + 1 :]])


@crossed
@pytest.mark.parametrize("kind", BLOCKS)
@pytest.mark.parametrize("form", FORMS)
@law(40)
@given(
    st.sampled_from(list(PAPERS)), written, st.sampled_from(AROUND), st.sampled_from(AROUND), st.sampled_from(AROUND),
    st.integers(0, 4), st.sampled_from([" ", "\n", "\n\n"]), st.frozensets(st.sampled_from(["opening", "closing"])),
)  # fmt: skip
def test_a_short_text_is_never_taken_away_while_its_words_stand_in_order(
    kind: str, form: str, id: str, said: str, before: str, within: str, behind: str, at: int, sep: str,
    off: frozenset[str],
) -> None:  # fmt: skip
    papers, lst = held(kind, id, said)
    files = exported(papers, lst, form)
    mark = f"<!-- reader-{kind} " + f"{id} " * (kind != "description")
    (name,) = [name for name, text in files.items() if mark in text]
    parts = said.split(" ")
    now = sep.join(filter(None, [before, *parts[:at], within, *parts[at:], behind]))
    files[name] = edited(files[name], mark, said, now, off)
    after = holds(read_back(files, papers, lst, form), kind, id, said)
    told = words if words(said) else str.split
    rest = iter(told(after))
    assert after
    assert all(word in rest for word in told(said)), after


def test_a_quote_that_may_be_the_remark_without_its_mark_is_no_note() -> None:
    papers, lst = held("remark", PPO, "!!")
    text = exported(papers, lst, "list")[""]
    returned = read_back({"": text.replace(f"  <!-- reader-remark {PPO} quoted -->\n", "")}, papers, lst, "list")
    assert returned.empty
    assert "The remark on" in returned.problems[0].message
    typed = text.replace(f"  <!-- reader-remark {PPO}", f"  > my own\n\n  <!-- reader-remark {PPO}")
    assert holds(read_back({"": typed}, papers, lst, "list"), "note", PPO, "") == "my own"


@pytest.mark.parametrize("form", FORMS)
def test_a_short_note_goes_with_its_words(form: str) -> None:
    """Other words without marks may be what a person made of it: then it stays, and they are named."""
    papers, lst = held("note", PPO, "Good baseline.")
    for now, left in (("", ""), ("baseline, good it is", "Good baseline.")):
        files = exported(papers, lst, form)
        (name,) = [name for name, text in files.items() if f"<!-- reader-note {PPO}" in text]
        off = frozenset({"opening", "closing"} if now else ())
        files[name] = edited(files[name], f"<!-- reader-note {PPO}", "Good baseline.", now, off)
        returned = read_back(files, papers, lst, form)
        assert holds(returned, "note", PPO, "Good baseline.") == left
        assert any("stands here without its marks" in problem.message for problem in returned.problems) is bool(now)
