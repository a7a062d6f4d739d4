"""Papers that a person types into an exported file: what comes in, what joins the list, and what is said of others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reader.formats.markdown import by_hand
from reader.formats.markdown.scan import HEADER
from reader.library.library import Library
from reader.operations import removal, roundtrip
from reader.operations.exports import Wish, export, text_of
from reader.operations.search import PaperFinder
from reader.paper import Decision, ListEntry, Paper, ReadingList, Status
from tests.support.memory import library

NEW = "[A new paper on graphs](https://arxiv.org/abs/2403.00001)"
ON_LIST = ("2402.00001", "2402.00002", "2402.00003")


def known(n: int, title: str) -> Paper:
    """A paper of arXiv."""
    id = f"2402.{n:05d}"
    return Paper(id, title, authors=("Ann Lee",), published="2024", arxiv_id=id, url=f"https://arxiv.org/abs/{id}")


def shelf() -> Library:
    """Three papers on a list, the last in a section, and one beside it."""
    titles = {1: "Alpha on attention", 2: "Bravo on memory", 3: "Charlie on planning", 9: "India on agents and gardens"}
    found = library(*(known(n, title) for n, title in titles.items()))
    entries = tuple(ListEntry(id, "Part one" if id == ON_LIST[2] else "") for id in ON_LIST)
    found.set_list(None, ReadingList("Group", sections=("Part one",), entries=entries), "Made a list")
    return found


def exported(held: Library, lines: str, *, style: str = "list", behind: str = ON_LIST[1]) -> str:
    """The list as a text, with lines typed behind the item of a paper."""
    text = text_of(held, Wish(style=style), list(held.papers.values()), held.reading_list("Group"))
    at = text.index("\n", text.index(f"reader:{behind} -->")) + 1
    at = at if style == "table" else text.index("\n", at) + 1
    return text[:at] + lines + text[at:]


def taken(held: Library, text: str) -> roundtrip.Back:
    """What an import of the text did."""
    return roundtrip.bring_back_text(held, text, "group.md")


def synced(held: Library, folder: Path, text: str) -> tuple[roundtrip.Back, str]:
    """What a sync of a file with this text did, and the text that it left."""
    path = folder / "group.md"
    path.write_text(text)
    return roundtrip.sync(held, folder / "library", path, PaperFinder(held)), path.read_text()


def ids(held: Library) -> list[str]:
    """On the list."""
    return [*held.reading_list("Group").papers]


def section(held: Library, id: str) -> str:
    """Of a paper on the list."""
    return next(entry.section for entry in held.reading_list("Group").entries if entry.paper == id)


def test_a_typed_paper_comes_in_at_its_place_and_one_undo_takes_all_back() -> None:
    held = shelf()
    text = exported(held, f"- [x] {NEW} — Ann Author, Bo Other, 2023\n", style="tasks")
    foreseen = roundtrip.bring_back_text(held, text, "group.md", dry_run=True)
    assert "A new paper on graphs: comes into the library" in foreseen.returned.diff
    assert ids(held) == [*ON_LIST]
    taken(held, text)
    came = held.papers["2403.00001"]
    assert ids(held) == [*ON_LIST[:2], came.id, ON_LIST[2]]
    assert (came.title, came.authors, came.year) == ("A new paper on graphs", ("Ann Author", "Bo Other"), 2023)
    assert (came.status, came.triage) == (Status.READ, Decision.STAR)
    held.undo()
    assert ids(held) == [*ON_LIST]
    assert came.id not in held.papers


def test_a_sync_writes_its_mark_and_keeps_what_stands_beside(tmp_path: Path) -> None:
    held, own = shelf(), "- A paper that Mia spoke of\n\nFor the meeting in May.\n"
    back, text = synced(held, tmp_path, exported(held, f"- {NEW}\n{own}"))
    assert "Updated" in back.written
    assert "<!-- reader:2403.00001 -->" in text
    assert own in text
    assert text.count("A new paper on graphs") == 1
    assert synced(held, tmp_path, text)[1] == text


def test_star_tags_and_a_quote_come_with_it(tmp_path: Path) -> None:
    held, lines = shelf(), f"- {NEW}\\\n  reading · ★ · tags: graphs, new one\n\n  > my words\n"
    synced(held, tmp_path, exported(held, lines))
    came = held.papers["2403.00001"]
    assert (came.status, came.starred, came.tags, came.note) == (
        Status.READING,
        True,
        ("graphs", "new one"),
        "my words",
    )


def test_a_row_comes_with_what_its_cells_say(tmp_path: Path) -> None:
    held, lines = shelf(), f"| {NEW} | Ann Author | 2023 | rl | read | ★ |\n"
    _, text = synced(held, tmp_path, exported(held, lines, style="table"))
    came = held.papers["2403.00001"]
    assert (came.authors, came.year, came.tags, came.status) == (("Ann Author",), 2023, ("rl",), Status.READ)
    assert ids(held)[2] == came.id
    assert text.count("2403.00001 -->") == 1


@pytest.mark.parametrize(
    "item",
    ["[India on agents and gardens](https://arxiv.org/abs/2402.00009)", "https://arxiv.org/abs/2402.00009",
     "India on agents and gardens", "**India on agents and gardens** [pdf](https://arxiv.org/pdf/2402.00009)",
     "India on agents and gardens, arXiv:2402.00009"],
)  # fmt: skip
def test_a_known_paper_joins_by_link_id_or_title(tmp_path: Path, item: str) -> None:
    held = shelf()
    _, text = synced(held, tmp_path, exported(held, f"- {item}\n"))
    assert ids(held) == [*ON_LIST[:2], "2402.00009", ON_LIST[2]]
    assert len(held.papers) == len(ON_LIST) + 1
    assert text.count("India") == 1
    assert "reader:2402.00009 -->" in text


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("- A paper that Mia spoke of", "has no link to a paper"),
        ("- https://arxiv.org/abs/2403.00002", "has no title"),
        ("- [The code of it all](https://github.com/somebody/something)", "not known to be a paper"),
        ("- [A page of somebody](https://example.org/thoughts.html)", "not known to be a paper"),
        (f"- {NEW} \n- {NEW}", "a second time"),
        ("- [Alpha on attention](https://arxiv.org/abs/2402.00001) again", "without a mark"),
        ("- [Cheese making in winter mountains](https://arxiv.org/abs/2402.00009)", "is another title"),
        (f"- {NEW} — the one that Noor liked so", "says nothing that a paper has"),
    ],
)
def test_what_is_not_taken_is_named_with_its_line(tmp_path: Path, line: str, why: str) -> None:
    held = shelf()
    text = exported(held, f"{line}\n")
    number = text[: text.index(line)].count("\n") + line.count("\n") + 1
    problems = taken(held, text).returned.problems
    assert [problem.line for problem in problems if why in problem.message] == [number]
    assert line.split("\n")[-1] in synced(held, tmp_path, text)[1]


@pytest.mark.parametrize(
    "lines",
    [f"  - {NEW}\n", f"See also {NEW} on this.\n", f"> - {NEW}\n", f"```\n- {NEW}\n```\n",
     "\nTo do before May:\n- call Mia\n- print it\n",
     "<!-- toc -->\n\n- [Part one](#part-one)\n1. **[Alpha on attention](<#alpha>)** (p. 3)\n\n<!-- tocstop -->\n"],
)  # fmt: skip
def test_a_users_own_words_are_no_papers(lines: str) -> None:
    held = shelf()
    back = taken(held, exported(held, lines))
    assert ids(held) == [*ON_LIST]
    assert back.returned.incoming == ()
    assert all("was not taken" not in problem.message for problem in back.returned.problems)


def test_a_paper_below_a_new_heading_brings_a_section(tmp_path: Path) -> None:
    held = shelf()
    synced(held, tmp_path, exported(held, f"\n## Part two\n\n- {NEW}\n", behind=ON_LIST[2]))
    assert section(held, "2403.00001") == "Part two"


def test_a_removed_paper_comes_back_where_it_is_typed_and_not_of_an_older_file() -> None:
    held = shelf()
    text = exported(held, "- [India on agents and gardens](https://arxiv.org/abs/2402.00009)\n")
    removal.remove_papers(held, [held.papers[id] for id in ("2402.00002", "2402.00009")])
    taken(held, text)
    assert "2402.00009" in held.papers
    assert "2402.00002" not in held.papers


def test_no_paper_joins_what_has_no_order(tmp_path: Path) -> None:
    held = shelf()
    text = text_of(held, Wish(), list(held.papers.values())).replace("\n- [", f"\n- {NEW}\n- [", 1)
    back = taken(held, text)
    assert back.returned.incoming == ()
    assert any("not that of a reading list" in problem.message for problem in back.returned.problems)
    assert f"- {NEW}\n" in synced(held, tmp_path, text)[1]


def test_of_an_export_of_a_search_papers_of_another_library_come_in_and_typed_ones_are_named() -> None:
    held, other = shelf(), library()
    text = text_of(held, Wish(), list(held.papers.values())).replace("\n- [", f"\n- {NEW}\n- [", 1)
    back = taken(other, text)
    assert {*other.papers} == {*held.papers}
    assert any("not that of a reading list" in problem.message for problem in back.returned.problems)


def test_an_item_from_another_library_comes_in_by_its_line(tmp_path: Path) -> None:
    held = shelf()
    lines = "- [Deep gardens](https://example.org/g) — Mia Lee, 2020 <!-- reader:deep-0123abcdef -->\\\n  reading\n"
    synced(held, tmp_path, exported(held, lines))
    came = held.papers["deep-0123abcdef"]
    assert (came.title, came.status, came.url) == ("Deep gardens", Status.READING, "https://example.org/g")
    assert ids(held)[2] == came.id


@pytest.mark.parametrize(
    "line",
    [
        f"- {NEW} #graphs", f"- {NEW} ★", f"- ★ {NEW}", f"- {NEW} 👍", f"- 🔥 {NEW}", f"- ~~{NEW}~~",
        f"- {NEW} <!-- ask Bo -->",
    ],
)  # fmt: skip
def test_signs_and_words_of_the_title_beside_a_typed_paper_are_named_and_kept(line: str, tmp_path: Path) -> None:
    """What a person said in a way of their own is not written over."""
    held = shelf()
    back, text = synced(held, tmp_path, exported(held, f"{line}\n"))
    assert "2403.00001" in ids(held)
    assert any("says nothing that a paper has" in problem.message for problem in back.returned.problems)
    assert f"{line}\n" in text


def test_words_before_a_link_are_no_title() -> None:
    held = shelf()
    back = taken(held, exported(held, f"- see {NEW}\n"))
    assert ids(held) == [*ON_LIST]
    assert [problem.excerpt for problem in back.returned.problems] == [f"- see {NEW}"]


def test_a_typed_row_with_more_cells_comes_in_and_is_named(tmp_path: Path) -> None:
    held = shelf()
    row = f"| {NEW} | A. Mouse | 2024 |  |  |  | more |"
    back, text = synced(held, tmp_path, exported(held, f"{row}\n", style="table"))
    assert "2403.00001" in ids(held)
    assert any("cells" in problem.message for problem in back.returned.problems)
    assert f"{row}\n" in text


@pytest.mark.parametrize(
    ("line", "title", "authors", "rest"),
    [
        ("- [A b c](https://arxiv.org/abs/2403.00001) — Ann Author, Bo Other", "A b c", 2, 0),
        ("- [A b c](https://arxiv.org/abs/2403.00001) — A. Author, B. Other et al. 2024", "A b c", 2, 0),
        ("- [A \\[b\\] &lt;c&gt;](https://doi.org/10.1000/x.7)", "A [b] <c>", 0, 0),
        ("* **[A b c](https://arxiv.org/abs/2403.00001)** must read", "A b c", 0, 2),
        ("1. [A b c](https://arxiv.org/abs/2403.00001) [pdf](https://arxiv.org/pdf/2403.00001)", "A b c", 0, 0),
        ("- A b c (2403.00001)", "A b c", 0, 0),
        ("- A b c, 10.1000/x.7", "A b c", 0, 0),
    ],
)
def test_what_an_item_tells(line: str, title: str, authors: int, rest: int) -> None:
    found = by_hand.read_item(line, HEADER)
    assert found is not None
    assert found.leads
    assert (found.paper.title, len(found.paper.authors), len(found.rest)) == (title, authors, rest)


def test_a_line_with_more_than_its_paper_says_is_not_told_by_it() -> None:
    held = Paper("2403.00001", "A b c", authors=("Ann Author",), published="2024", arxiv_id="2403.00001")
    assert by_hand.is_told_by("- [A b c](https://arxiv.org/abs/2403.00001) — Ann Author, 2024", held)
    assert not by_hand.is_told_by("- [A b c](https://arxiv.org/abs/2403.00001) — Mia Author, 2024", held)
    assert not by_hand.is_told_by("- [A b c](https://arxiv.org/abs/2403.00001) — Ann Author, 2023", held)
    assert not by_hand.is_told_by("- [A b c](https://arxiv.org/abs/2403.00001) great stuff", held)


SAID = "title: My graph paper\narxiv_id: 2403.00007\nauthors: [Ann B, Bo C]\nstatus: reading\ntags:\n  - graphs\n"
NOTE_OF_MINE = f"---\n{SAID}---\nMine.\n"


def vault(held: Library, folder: Path) -> Path:
    """The list as a folder for Obsidian."""
    wish = Wish(format="obsidian")
    lst = held.reading_list("Group")
    export(held, folder / "library", wish, list(held.papers.values()), lst=lst, path=folder / "vault")
    return folder / "vault"


def test_a_vault_takes_notes_and_items_that_were_typed(tmp_path: Path) -> None:
    held = shelf()
    folder = vault(held, tmp_path)
    (folder / "My note.md").write_text(NOTE_OF_MINE)
    (folder / "Loose.md").write_text("---\ntitle: A loose paper\ndoi: 10.1000/loose.1\n---\n")
    (folder / "Clip.md").write_text("---\ntitle: A page\nurl: https://example.org/x\n---\n")
    index = folder / "Group.md"
    typed = "- [[My note]]\n- [A b c of graphs](https://doi.org/10.1000/graphs.7)\n"
    index.write_text(index.read_text().replace("\n## Part one", f"{typed}\n## Part one"))
    back = roundtrip.sync(held, tmp_path / "library", folder, PaperFinder(held))
    assert ids(held) == [*ON_LIST[:2], "2403.00007", "10.1000-graphs.7", ON_LIST[2]]
    came = held.papers["2403.00007"]
    assert (came.title, came.authors, came.status, came.tags) == (
        "My graph paper", ("Ann B", "Bo C"), Status.READING, ("graphs",),
    )  # fmt: skip
    assert [problem.file for problem in back.returned.problems] == ["Loose.md"]
    assert "10.1000-loose.1" in held.papers
    assert (folder / "My note.md").read_text() == NOTE_OF_MINE
    text = index.read_text()
    assert "- [[My note|My graph paper]] <!-- reader:2403.00007 -->\n" in text
    assert text.count("A b c of graphs") == 1 + text.count("|A b c of graphs")
    again = roundtrip.sync(held, tmp_path / "library", folder, PaperFinder(held))
    assert again.returned.empty
    assert index.read_text() == text


def test_what_an_import_took_of_a_vault_keeps_no_sync_from_writing(tmp_path: Path) -> None:
    """A new paper in the list, one that the library has, and tags that stand in a paper's file as one text."""
    held = shelf()
    folder = vault(held, tmp_path)
    index, own = folder / "Group.md", next(folder.glob(f"*{ON_LIST[0]}.md"))
    typed = "- [A b c of graphs](https://doi.org/10.1000/graphs.7)\n"
    index.write_text(index.read_text().replace("\n## Part one", f"{typed}\n## Part one"))
    head, _, rest = own.read_text().partition("\ntags:")
    own.write_text(f"{head}\ntags: slate, chalk\n{rest[rest.index('status:') :]}")
    for _ in range(2):
        roundtrip.bring_back(held, folder)
    back = roundtrip.sync(held, tmp_path / "library", folder, PaperFinder(held))
    assert not back.is_left, back.written
    assert not back.returned.problems
    assert "|A b c of graphs]]" in index.read_text()
    assert sorted(held.papers[ON_LIST[0]].tags) == ["chalk", "slate"]


def test_a_note_of_a_paper_whose_properties_cannot_be_read_is_named(tmp_path: Path) -> None:
    """And no note of another matter."""
    held = shelf()
    folder = vault(held, tmp_path)
    broken = "---\ntitle: A paper: of mine\narxiv_id: 2403.00007\n---\n"
    (folder / "Colon.md").write_text(broken)
    (folder / "Open.md").write_text("---\ntitle: A paper\ndoi: 10.1000/loose.1\n\nText\n")
    (folder / "Diary.md").write_text("---\ntitle: Of: today\nurl: https://example.org/x\n---\n")
    back = roundtrip.sync(held, tmp_path / "library", folder, PaperFinder(held))
    assert [(each.file, each.line) for each in back.returned.problems] == [("Colon.md", 2), ("Open.md", 1)]
    assert all("cannot be read, so its paper does not come in" in each.message for each in back.returned.problems)
    assert (folder / "Colon.md").read_text() == broken


def test_a_vault_of_another_library_brings_its_papers(tmp_path: Path) -> None:
    folder, other = vault(shelf(), tmp_path), library()
    roundtrip.sync(other, tmp_path / "other", folder, PaperFinder(other))
    assert ids(other) == [*ON_LIST]
    assert other.papers[ON_LIST[0]].authors == ("Ann Lee",)


@pytest.mark.parametrize("style", ["list", "tasks", "table"])
def test_an_export_in_an_empty_library_brings_what_its_lines_tell(style: str) -> None:
    """But for authors behind "et al.", abstracts, and who is not called by a name."""
    links = (("code", "https://github.com/a/b"),)
    one = replace(known(1, "Alpha [x] on attention"), venue="NeurIPS", links=links)
    papers = [one, replace(known(2, "Bravo"), authors=("OpenAI", "Bo d'Or"), venue="J. of Memory 12")]
    papers.append(Paper("deep-0123abcdef", "Deep *gardens*", authors=("Mia Lee",), published="2020"))
    held, other = library(*papers), library()
    held.set_list(None, ReadingList("Group", entries=tuple(ListEntry(paper.id) for paper in papers)), "Made a list")
    taken(other, text_of(held, Wish(style=style), papers, held.reading_list("Group")))
    told = ("id", "title", "authors", "published", "venue", "arxiv_id", "url", "links")
    for paper in papers:
        came = other.papers[paper.id]
        assert [getattr(came, name) for name in told] == [getattr(paper, name) for name in told]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("# Group\n\n", "", "the heading 'Group' is gone"),
        ("\n## Part one", "\n## Of my own\n\n## Part one", "'Of my own' has nothing below it"),
        ("\n## Part one", "\n## Notes\n\n## Part one", "'Notes' has nothing below it"),  # That stands below tables.
        ('["2402.00002"]', '["2402.00002","read"]', "Nothing that was changed in group.md is news"),
    ],
)
def test_what_changes_nothing_is_still_said(old: str, new: str, said: str) -> None:
    held = shelf()
    back = taken(held, exported(held, "").replace(old, new))
    assert any(said in line for line in [*back.lines, back.nothing])
    assert back.outcome is None


ID_FIRST = [
    "- 2403.00001 A new paper on graphs",
    "- 2403.00001: A new paper on graphs",
    "- [2403.00001] A new paper on graphs",
    "- **2403.00001** A new paper on graphs",
    "- `2403.00001` A new paper on graphs",
    "- arXiv:2403.00001v2 — A new paper on graphs — Ann Lee, 2024",
    "- https://arxiv.org/abs/2403.00001 A new paper on graphs (2024)",
    "- <https://arxiv.org/abs/2403.00001> “A new paper on graphs”, 2024",
    "- [2403.00001](https://arxiv.org/abs/2403.00001) A new paper on graphs",
    "- [PDF](https://arxiv.org/pdf/2403.00001) - A new paper on graphs.",
]


@pytest.mark.parametrize("line", ID_FIRST)
def test_an_item_may_begin_with_what_leads_to_its_paper(tmp_path: Path, line: str) -> None:
    held = shelf()
    back, text = synced(held, tmp_path, exported(held, f"{line}\n"))
    assert (held.papers["2403.00001"].title, back.returned.problems) == ("A new paper on graphs", ())
    assert ids(held)[2] == "2403.00001"
    assert synced(held, tmp_path, text)[0].returned.empty


def test_words_behind_an_id_that_are_no_title_are_named(tmp_path: Path) -> None:
    """The paper is known by its id; of one that is not there nothing tells the title."""
    held = shelf()
    back, _ = synced(held, tmp_path, exported(held, "- 2402.00009 for Monday, says Bo\n- 2403.00001 to read soon\n"))
    known, unknown = (problem.message for problem in back.returned.problems)
    assert "“for monday says bo” beside it says nothing that a paper has" in known
    assert "has no title, only what leads to a paper" in unknown
    assert "2402.00009" in ids(held)
    assert "2403.00001" not in held.papers


@pytest.mark.parametrize(
    ("cells", "authors"),
    [
        ("Lee | 2024 |  |  |  |", ("Lee",)),
        ("OpenAI | 2024 |  |  |  |", ("OpenAI",)),
        ("Lee, Ann; Chi, Bo | 2024 |  |  |  |", ("Ann Lee", "Bo Chi")),
        ("Ann Lee and Bo Chi | 2024 |", ("Ann Lee", "Bo Chi")),
        ("", ()),
        ("| 2024 | #rl #nlp | | |", ()),
    ],
)
def test_a_row_that_is_taken_whole_is_written_again(tmp_path: Path, cells: str, authors: tuple[str, ...]) -> None:
    """Cells that are missing at its end are empty ones, as renderers show them."""
    held = shelf()
    back, text = synced(held, tmp_path, exported(held, f"| {NEW} | {cells}\n", style="table"))
    assert (back.returned.problems, back.is_left) == ((), False)
    assert held.papers["2403.00001"].authors == authors
    again, _ = synced(held, tmp_path, text)
    assert (again.returned.problems, again.written) == ((), f"{tmp_path / 'group.md'} was up to date.")


@pytest.mark.parametrize("cells", ["Ann Lee | May 2024 | | | |", "see 12 others | 2024 | | | |"])
def test_what_a_row_says_that_no_paper_has_is_named_and_stays(tmp_path: Path, cells: str) -> None:
    held = shelf()
    back, text = synced(held, tmp_path, exported(held, f"| {NEW} | {cells}\n", style="table"))
    assert "beside it says nothing that a paper has" in back.returned.problems[0].message
    assert cells.partition(" |")[0] in text
