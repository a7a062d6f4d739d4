"""A vault: legal names, typed properties, links that resolve, and a way back."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reader.errors import Refused
from reader.formats.huggingface.page import parse
from reader.formats.markdown import document_of
from reader.formats.obsidian import ids_of, merge_file, read_back_vault, render_vault
from reader.formats.obsidian.file_names import Names, clean_name, list_name, paper_name
from reader.formats.obsidian.tags import Origins, legal, legal_tags
from reader.paper import ListEntry, Paper, ReadingList, Status
from reader.text import mark_set
from tests.formats.markdown.test_read_back import apply
from tests.support.laws import law
from tests.support.markdown_library import libraries, lines, raw, tags

Library = tuple[dict[str, Paper], ReadingList]
CORPUS = Path(__file__).parent.parent.parent.parent.parent / "shared" / "corpus" / "hf-page"
RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(10))}


def vault(library: Library, **options: bool) -> dict[str, str]:
    papers, lst = library
    return render_vault(document_of(lst, papers, **options))  # type: ignore[arg-type]


def properties(text: str) -> dict[str, object]:
    found = yaml.safe_load(text.split("\n---\n")[0].removeprefix("---\n"))
    assert isinstance(found, dict)
    return found


def is_legal(name: str) -> bool:
    stem = name.removesuffix(".md")
    return (
        bool(stem)
        and name.endswith(".md")
        and not set(name) & set('<>:"/\\|?*#^[]')
        and name.isprintable()
        and stem == stem.strip(" .")
        and stem.split(".")[0].upper() not in RESERVED
        and len(name.encode()) <= 200
    )


@law(30)
@given(raw, raw)
def test_a_file_name_is_legal_everywhere(title: str, id: str) -> None:
    for name in (paper_name(Paper(id, title)), list_name(title), paper_name(Paper("x", title * 300))):
        assert is_legal(f"{name}.md")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("../../../../tmp/evil", "tmp evil"),
        ("/etc/cron.d/x", "etc cron d x"),
        ("CON", "_CON"),
        ("nul.txt", "nul txt"),
        ("...", "Reading list"),
        ("LoRA: Low-Rank [v2]", "LoRA Low-Rank v2"),
        ("a\x00b", "ab"),
        ("--help", "help"),
    ],
)
def test_the_name_of_a_list_stays_readable(title: str, name: str) -> None:
    assert list_name(title) == name


def test_an_id_made_from_the_title_does_not_repeat_it() -> None:
    assert paper_name(Paper("fusechat-knowledge-a264649e2a", "FuseChat: Knowledge")) == "FuseChat Knowledge a264649e2a"
    assert paper_name(Paper("2408.07990", "FuseChat: Knowledge")) == "FuseChat Knowledge 2408.07990"


def test_names_alike_but_for_case_are_told_apart() -> None:
    names = Names(["Taken.md"])
    given = [names.give(clean_name(t, 50)) for t in ("A/B", "A:B", "a?b", "taken", "Straße", "STRASSE")]
    assert given == ["A B", "A B (2)", "a b (3)", "taken (2)", "Straße", "STRASSE (2)"]


@law(30)
@given(st.lists(tags, max_size=4, unique_by=str.casefold))
def test_a_legal_tag_maps_back_to_the_tag_it_came_from(names: list[str]) -> None:
    forms = legal_tags(names)
    assert len({form.casefold() for form in forms}) == len(names)
    for form, tag in forms.items():
        assert re.fullmatch(rf"[\w{mark_set()}/-]+", form)
        assert not re.fullmatch(r"[\d/]+", form)
        assert Origins([]).origin(form, names) == tag


def test_a_tag_of_the_library_is_found_by_its_legal_form() -> None:
    origins = Origins(["two words", "a.b", "a b", "2024"])
    assert [origins.origin(form, ()) for form in ("Two-Words", "a-b", "_2024", "new")] == [
        "two words",
        "a-b",
        "2024",
        "new",
    ]
    assert legal("../../x") == "-/-/x"


def test_a_tag_keeps_the_marks_of_its_letters_and_is_known_by_the_form_it_had_without() -> None:
    """Vaults of earlier versions have that form."""
    tags = ["रोम", "राम", "ガラス", "พี่ ชาย", "की/का"]
    assert list(legal_tags(tags)) == ["रोम", "राम", "ガラス", "พี่-ชาย", "की/का"]
    assert [Origins([]).origin(form, tags) for form in ("र-म", "र-म-2", "राम", "พ-ชาย")] == [
        "रोम",
        "राम",
        "राम",
        "พี่ ชาย",
    ]
    assert [Origins(tags).origin(form, ()) for form in ("र-म", "क-/क-", "राम")] == ["र-म", "की/का", "राम"]


@law(30)
@given(libraries())
def test_properties_give_back_the_same_strings_and_types(library: Library) -> None:
    papers, _ = library
    files = vault(library)
    for text in list(files.values())[1:]:
        held = properties(text)
        paper = papers[re.findall(r"<!-- reader:(\S+) -->", text)[0]]
        assert held["title"] == paper.title
        assert held["aliases"] == [paper.title]
        assert held["authors"] == list(paper.authors)
        assert held.get("year") == paper.year
        assert held["status"] == paper.status.value
        assert held["starred"] is paper.starred
        assert held["added"] == date(2026, 11, 1)
        assert held.get("doi", "") == paper.doi
        assert held.get("url", "") == paper.link
        assert held["tags"] == list(legal_tags(paper.tags))
        if paper.published == "2024-08-15":
            assert held["published"] == date(2024, 8, 15)
        elif len(paper.published) == 10:
            assert held["published"] == paper.published


@law(30)
@given(libraries())
def test_every_link_of_the_list_leads_to_its_file(library: Library) -> None:
    papers, lst = library
    files = vault(library)
    assert all(map(is_legal, files))
    assert len({name.casefold() for name in files}) == len(papers) + 1
    index = next(iter(files.values()))
    found = re.findall(r"^- \[\[([^|\]]*)(?:\|([^\]]*))?\]\] <!-- reader:(\S+) -->$", index, re.MULTILINE)
    assert [id for _, _, id in found] == [entry.paper for entry in lst.entries]
    for name, shown, id in found:
        assert f"<!-- reader:{id} -->" in files[f"{name}.md"]
        assert shown in ("", papers[id].title)


@law(30)
@given(libraries())
def test_a_title_is_the_heading_of_its_file(library: Library) -> None:
    papers, _ = library
    judge = MarkdownIt("gfm-like")
    for text in list(vault(library).values())[1:]:
        id = re.findall(r"<!-- reader:(\S+) -->", text)[0]
        tokens = judge.parse(text.split("\n---\n", 1)[1])
        (heading,) = [after for t, after in pairwise(tokens) if t.type == "heading_open" and not t.level]
        assert "".join(t.content for t in heading.children or [] if t.type == "text").strip() == papers[id].title


@law(30)
@given(libraries(), st.booleans())
def test_a_vault_that_nobody_edited_changes_nothing(library: Library, abstracts: bool) -> None:
    papers, lst = library
    files = vault(library, abstracts=abstracts, front_matter=True)
    assert files == vault(library, abstracts=abstracts, front_matter=True)
    for edited in (files, {name: text + "\nMine.\n" for name, text in files.items()}):
        returned = read_back_vault(edited, papers, {"": lst})
        assert (returned.changes, returned.lists, returned.problems, returned.conflicts) == ((), (), (), ())


@law(30)
@given(libraries(), st.data())
def test_one_edit_in_a_file_changes_exactly_that(library: Library, data: st.DataObject) -> None:
    papers, lst = library
    id = data.draw(st.sampled_from(list(papers)))
    wanted = replace(papers[id], status=data.draw(st.sampled_from(list(Status))), note=data.draw(lines))
    if data.draw(st.booleans()):
        wanted = replace(wanted, starred=not wanted.starred, tags=wanted.tags[:1])
    before, after = vault(library), vault(({**papers, id: wanted}, lst))
    mark = "<!-- reader-base"
    edited = {n: after[n][: after[n].rindex(mark)] + before[n][before[n].rindex(mark) :] for n in before}
    returned = read_back_vault(edited, papers, {"": lst})
    assert not returned.problems
    assert not returned.lists
    assert apply(papers, returned.changes) == {**papers, id: wanted}


def small() -> Library:
    papers = {
        "2401.1": Paper("2401.1", "First: a Paper", tags=("two words", "2024"), note="one\ntwo"),
        "2401.2": Paper("2401.2", "Second", status=Status.READING, starred=True),
    }
    return papers, ReadingList(
        "Edge", sections=("Later",), entries=(ListEntry("2401.1"), ListEntry("2401.2", "Later", "hm"))
    )


def test_properties_that_obsidian_rewrote_are_read() -> None:
    papers, lst = small()
    files = vault((papers, lst))
    name = "First a Paper 2401.1.md"
    files[name] = (
        files[name]
        .replace('status: "unread"', "status: read")
        .replace("starred: false", "starred: true")
        .replace('tags:\n  - "two-words"\n  - "_2024"', "tags: [two-words, new/one]")
        .replace("\ntwo\n", "\ntwo\nthree\n")
    )
    after = apply(papers, read_back_vault(files, papers, {"": lst}).changes)["2401.1"]
    assert after == replace(
        papers["2401.1"], status=Status.READ, starred=True, tags=("new/one", "two words"), note="one\ntwo\nthree"
    )


def test_a_tag_in_which_a_formatter_escaped_a_sign_is_the_same_tag() -> None:
    papers, lst = small()
    files = vault((papers, lst))
    name = "First a Paper 2401.1.md"
    files[name] = files[name].replace('  - "_2024"', r"  - \_2024")
    assert r"\_2024" in files[name]
    assert read_back_vault(files, papers, {"": lst}).empty


def test_a_note_is_written_between_the_marks_that_wait_for_it() -> None:
    papers, lst = small()
    files = vault((papers, lst))
    name = "Second 2401.2.md"
    files[name] = files[name].replace("-->\n\n<!-- /reader-note", "-->\nMy *thought*\n\n- a\n<!-- /reader-note")
    after = apply(papers, read_back_vault(files, papers, {"": lst}).changes)["2401.2"]
    assert after.note == "My *thought*\n\n- a"


def test_properties_with_escapes_of_yaml_are_read() -> None:
    """Other programs write `\\U0001F389` and `\\_` between double quotes, which JSON does not know."""
    papers, lst = small()
    files = vault((papers, lst))
    name = "Second 2401.2.md"
    lines = files[name].split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith("title: "))
    lines[at] = 'title: "\\U0001F389\\_x"'
    files[name] = "\n".join(lines).replace('status: "reading"', "status: read")
    returned = read_back_vault(files, papers, {"": lst})
    assert not returned.problems
    assert not returned.lists


def test_broken_properties_are_a_problem_with_the_files_name() -> None:
    papers, lst = small()
    files = vault((papers, lst))
    name = "Second 2401.2.md"
    files[name] = files[name].replace("status:", "status: [", 1)
    returned = read_back_vault(files, papers, {"": lst})
    assert returned.empty
    assert [p.file for p in returned.problems] == [name]


def test_a_line_taken_from_the_list_takes_the_paper_off_and_a_lost_file_does_not() -> None:
    papers, lst = small()
    files = vault((papers, lst))
    lost = {name: text for name, text in files.items() if not name.startswith("Second")}
    returned = read_back_vault(lost, papers, {"": lst})
    assert returned.empty
    assert "'Second' is gone" in returned.problems[0].message
    files["Edge.md"] = re.sub(r"- \[\[First.*\n", "", files["Edge.md"])
    returned = read_back_vault(files, papers, {"": lst})
    assert returned.lists == ((lst, replace(lst, entries=lst.entries[1:])),)


COPIES = {
    "of a paper": ("Second 2401.2", " (conflicted copy 2026-11-26)"),
    "that would be first": ("Second 2401.2", ".sync-conflict-20261126"),
    "with a name of its own": ("Second 2401.2", None),
    "of the list": ("Edge", " (conflicted copy 2026-11-26)"),
}


@pytest.mark.parametrize(("stem", "more"), COPIES.values(), ids=COPIES)
def test_a_copy_that_a_program_set_beside_a_file_is_named_and_counts_for_nothing(stem: str, more: str | None) -> None:
    papers, lst = small()
    files = vault((papers, lst))
    copy = f"{stem}{more}.md" if more else "A copy.md"
    files[copy] = files[f"{stem}.md"].replace("starred: true", "starred: false").replace("  hm", "  hmm")
    assert files[copy] != files[f"{stem}.md"]
    returned = read_back_vault(files, papers, {"": lst})
    assert returned.empty
    (problem,) = returned.problems
    assert problem.message.startswith("the same ")
    assert problem.file == copy
    assert problem.message.endswith(f" as in {stem}.md, which counts")
    assert set(ids_of(files, "Edge").values()) == set(files) - {copy}


def test_of_two_files_with_names_of_their_own_the_shorter_name_counts() -> None:
    papers, lst = small()
    files = vault((papers, lst))
    files["Mine.md"] = files["Mine (2).md"] = files.pop("Second 2401.2.md")
    assert ids_of(files, "Edge")["2401.2"] == "Mine.md"


def test_what_a_person_added_to_a_file_survives() -> None:
    papers, lst = small()
    files = vault((papers, lst))
    name = "First a Paper 2401.1.md"
    mine = files[name].replace("aliases:\n", 'aliases:\n  - "FP"\n').replace("status:", "cssclass: wide\nstatus:")
    mine = mine.replace("<!-- reader-note", "My own words.\n\n<!-- reader-note") + "below\n"
    changed = replace(papers["2401.1"], title="First: a Paper, Revised", note="", tags=())
    fresh = render_vault(document_of(lst, {**papers, "2401.1": changed}), existing=ids_of(files, "Edge"))
    merged = merge_file(mine, fresh[name]).text
    held = properties(merged)
    assert held["aliases"] == ["First: a Paper, Revised", "FP"]
    assert held["cssclass"] == "wide"
    assert held["tags"] == []
    assert "\n\nMy own words.\n\n" in merged
    assert merged.endswith("-->\nbelow\n")
    assert merge_file(merged, fresh[name]).text == merged
    with pytest.raises(Refused):
        merge_file("mine", fresh[name])


def test_a_paper_goes_above_a_heading_of_ones_own_in_the_file_that_lists_the_vault() -> None:
    papers, lst = small()
    fewer = replace(lst, entries=lst.entries[:1], sections=())
    mine = "## My thoughts\n\nMy own words.\n\n"
    text = vault((papers, fewer))["Edge.md"].replace("<!-- reader-base", f"{mine}<!-- reader-base")
    for entries in (lst.entries, (ListEntry("2401.2"), ListEntry("2401.1"))):
        changed = replace(lst, entries=entries, sections=tuple(entry.section for entry in entries if entry.section))
        files = vault((papers, changed))
        merged = merge_file(text, files["Edge.md"]).text
        mark = "<!-- reader-base"
        assert merged.replace(mine, "").partition(mark)[0] == files["Edge.md"].partition(mark)[0]
        assert f"\n\n{mine}<!-- reader-base" in merged
        returned = read_back_vault({**files, "Edge.md": merged + "!"}, papers, {"": changed})
        assert (returned.changes, returned.lists, returned.problems) == ((), (), ())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("aliases: FP", ["FP"]),
        ("aliases:\n- First: a Paper\n- FP", ["FP"]),
        ("aliases:\n- FP: the first", ["FP: the first"]),
        ("aliases:\n- [FP]\n- 7", ["FP", "7"]),
        ("aliases:", []),
    ],
)
def test_an_alias_that_a_person_typed_without_quotes_stays(typed: str, kept: list[str]) -> None:
    papers, lst = small()
    papers["2401.1"] = replace(papers["2401.1"], title="First: a Paper")
    files = vault((papers, lst))
    name = "First a Paper 2401.1.md"
    mine = re.sub(r"aliases:\n  - .*", typed, files[name])
    merged = merge_file(mine, files[name]).text
    assert properties(merged)["aliases"] == ["First: a Paper", *kept]
    assert merge_file(merged, files[name]).text == merged


@pytest.mark.parametrize("title", ["title: First: a Paper", "title: [MASK]", "title:\n  a: b", "title:"])
def test_a_title_that_is_no_text_to_yaml_does_no_harm(title: str) -> None:
    files = vault(small())
    name = "First a Paper 2401.1.md"
    mine = re.sub(r"title: .*", title, files[name]).replace("aliases:\n", 'aliases:\n  - "FP"\n')
    assert 'title: "First: a Paper"' in merge_file(mine, files[name]).text


def test_properties_below_empty_lines_are_the_files_properties() -> None:
    papers, lst = small()
    files = vault((papers, lst))
    name = "First a Paper 2401.1.md"
    fresh = files[name]
    files[name] = "\n \n" + fresh.replace('status: "unread"', "status: read\nmood: calm")
    changed = apply(papers, read_back_vault(files, papers, {"": lst}).changes)
    assert changed["2401.1"].status is Status.READ
    merged = merge_file(files[name], fresh).text
    assert merged.startswith("---\ntitle: ")
    assert properties(merged)["mood"] == "calm"
    assert merged.count("title: ") == 1
    assert merge_file(merged, fresh).text == merged


def test_a_heading_of_ones_own_above_the_title_stays_and_a_title_without_its_anchor_is_not_doubled() -> None:
    files = vault(small())
    name = "First a Paper 2401.1.md"
    title = next(line for line in files[name].split("\n") if line.startswith("# "))
    merged = merge_file(files[name].replace(title, f"# Mine\n\n{title}"), files[name]).text
    assert f"\n# Mine\n\n{title}\n" in merged
    merged = merge_file(files[name].replace(title, title.partition(" <!--")[0]), files[name]).text
    assert merged.count("# First: a Paper") == 1


@pytest.mark.parametrize("above", ["", "\n", "Words of mine.\n", "# Mine\n\n"])
def test_lost_properties_come_back_at_the_head_and_only_once(above: str) -> None:
    files = vault(small())
    name = "First a Paper 2401.1.md"
    rest = files[name].split("\n---\n", 1)[1]
    merged = merge_file(above + rest, files[name]).text
    assert properties(merged)["status"] == "unread"
    assert above.strip() in merged
    assert merge_file(merged, files[name]).text == merged


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.exists(), reason="the shared corpus is not here")
def test_a_vault_of_the_three_real_pages() -> None:
    """Legal names, none alike but for case; links resolve, properties are typed, nothing changes on the way back."""
    found: dict[str, Paper] = {}
    for page in sorted(CORPUS.glob("0*.txt")):
        for paper in parse(page.read_text(encoding="utf-8")).papers:
            id = f"p-{len(found)}"
            found[id] = replace(paper, id=id, added="2026-11-01T00:00:00Z")
    assert len(found) > 350
    lst = ReadingList("Three pages", entries=tuple(map(ListEntry, found)))
    files = vault((found, lst), abstracts=True)
    assert all(map(is_legal, files))
    assert len({name.casefold() for name in files}) == len(found) + 1
    index = files["Three pages.md"]
    links = re.findall(r"\[\[([^|\]]*)", index)
    assert {f"{link}.md" for link in links} == set(files) - {"Three pages.md"}
    for name in list(files)[1::10]:
        assert properties(files[name])["added"] == date(2026, 11, 1)
    assert read_back_vault({name: text + "\n" for name, text in files.items()}, found, {"": lst}).empty
