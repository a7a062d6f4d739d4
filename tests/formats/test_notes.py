"""A note on one paper is that paper with the note; any other text with properties above it is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats import detect
from reader.formats.notes import parse, sniff
from reader.io.read import read_text
from reader.paper import Status
from tests.support.grids import crossed
from tests.support.laws import law

LINK = "https://arxiv.org/abs/2603.00011"
PEOPLE = ("Ada Sample", "Bo Jones")


@pytest.mark.parametrize(
    "text",
    [
        f"---\ntitle: Hedges that grow\nauthors: [Ada Sample, Bo Jones]\nurl: {LINK}\n---\nMine.\n",
        '---\ntitle: "Hedges that grow"\nauthor: Ada Sample; Bo Jones\narxiv: 2603.00011v2\n---\n\nMine.\n',
        f"---\nTitle: Hedges that grow\nAuthors:\n  - '[[Ada Sample]]'\n  - '[[people/Bo Jones]]'\n"
        f"link: '[a]({LINK})'\n---\nMine.\n",
        f'+++\ntitle = "Hedges that grow"\nauthors = ["Ada Sample", "Bo Jones"]\nurl = "{LINK}"\n+++\nMine.\n',
        f"title:: @Hedges that grow\nauthors:: [[Ada Sample]], [[Bo Jones]]\nurl:: {LINK}\n\nMine.\n",
        f"---\nauthors:\n- name: Ada Sample\n- {{given: Bo, family: Jones}}\npaper: {LINK}\n---\n"
        "# Hedges that grow\nMine.\n",
        "---\ntags: []\nbibtex: '@misc{a, title={Hedges that grow}, author={Ada Sample and Bo Jones},"
        " eprint={2603.00011}, archivePrefix={arXiv}}'\n---\nMine.\n",
        f"---\ntitle: Hedges that grow\nauthors: [Ada Sample, Bo Jones]\ncitekey: sample26\n---\nMine.\n[x]({LINK})",
        f"# Hedges that grow\n\nAuthors: Ada Sample, Bo Jones\nURL: {LINK}\n\nMine.\n",
        f"# Hedges that grow\n\n![c](https://x.org/c.png)\n\n## Metadata\n- Author: [[Ada Sample, Bo Jones]]\n"
        f"- Category: #articles\n- URL: {LINK}\n\nMine.\n",
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_note_on_a_paper_is_that_paper_with_the_note(text: str, end: str) -> None:
    source = read_text("\ufeff" + text.replace("\n", end), "note.md")
    assert source.format == "note"
    ((paper,), problems) = source.papers, source.problems
    assert (paper.title, paper.authors, paper.arxiv_id) == ("Hedges that grow", PEOPLE, "2603.00011")
    assert paper.note.startswith("Mine.")
    assert problems == ()


def test_what_the_properties_say_of_paper_and_reader_is_kept_and_the_rest_is_named() -> None:
    (paper,) = (parsed := parse(
        "---\ntitle: Hedges\nauthors: [Ada Sample]\nyear: 2020\njournal: '[[Hedge Letters]]'\nvolume: 3\npages: 1--9\n"
        "doi: https://doi.org/10.1234/HEDGE\ntags: [green, '#late']\nkeywords: hedges, growth\nstatus: Done\n"
        "starred: true\nabstract: We grow.\nrating: 5\naward: best\ncreated: 2024-01-01\naliases: [H]\n---\n"
    )).papers  # fmt: skip
    assert (paper.published, paper.venue, paper.doi) == ("2020", "Hedge Letters", "10.1234/hedge")
    assert (paper.tags, paper.keywords) == (("green", "late"), ("hedges", "growth"))
    assert (paper.status, paper.starred, paper.abstract) == (Status.READ, True, "We grow.")
    assert paper.note == "Rating: 5"
    assert (paper.about("volume"), paper.about("page")) == ("3", "1-9")
    assert [(problem.message, problem.excerpt) for problem in parsed.problems] == [
        ("properties not read: award", "award: best")
    ]


def test_lines_in_the_note_tell_what_its_properties_leave_out_and_its_abstract_is_one() -> None:
    text = (
        "---\ncitekey: sample2020\n---\n# Hedges that grow\n> **Authors**:: Ada Sample, Bo Jones\nYear:: 2020\n\n"
        "## Abstract\nWe grow.\nWe do.\n\n## Notes\nFigure 2.\n"
    )
    (paper,) = parse(text).papers
    assert (paper.title, paper.authors, paper.published) == ("Hedges that grow", PEOPLE, "2020")
    assert paper.abstract == "We grow. We do."
    assert paper.note.endswith("## Notes\nFigure 2.")


def test_properties_that_are_no_yaml_are_read_line_by_line() -> None:
    """Templates put titles with colons, and authors, in no quotes."""
    text = (
        "---\ntitle: Hedges: a study of growth\nauthors: Sample, Ada; Jones, Bo\nyear: 2020\ntags:\n- green\n- 'late'\n"
        "citekey: sample2020\nlist: [broken\n---\nMine.\n"
    )
    ((paper,), problems) = (parse(text).papers, parse(text).problems)
    assert (paper.title, paper.authors, paper.published) == ("Hedges: a study of growth", PEOPLE, "2020")
    assert (paper.tags, paper.note, problems) == (("green", "late"), "Mine.", ())


def test_a_note_of_a_reference_manager_is_known_by_its_link_and_tells_more_below() -> None:
    text = (
        '---\nTitle: "Hedges"\nAuthor: "Ada Sample, Bo Jones"\nDate: "2020-03-01"\ndesktopLink: "zotero://select/items/1"\n'
        "---\n# Hedges\n>[!info] Info\n>- **Author**: Cy Dow\n>- **DOI**: 10.1234/hedge\n\n"
        ">[!abstract] Abstract\n> We grow.\n> We do.\n\nMine.\n"
    )
    ((paper,), problems) = (parse(text).papers, parse(text).problems)
    assert (paper.authors, paper.published, paper.doi) == (PEOPLE, "2020-03-01", "10.1234/hedge")
    assert (paper.abstract, paper.note.endswith("Mine.")) == ("We grow. We do.", True)
    assert problems == ()


@pytest.mark.parametrize(
    ("written", "authors", "said"),
    [
        ("Sample, Jones", ("Jones Sample",), "authors that may be one or two, taken for one, family name first"),
        ("see https://example.org", (), "authors that cannot be told apart for sure, left out"),
    ],
)
def test_authors_that_cannot_be_told_apart_are_named(written: str, authors: tuple[str, ...], said: str) -> None:
    parsed = parse(f"---\ntitle: Hedges\nauthor: {written}\nyear: 2020\njournal: Letters\n---\n")
    assert [paper.authors for paper in parsed.papers] == [authors]
    assert [(problem.message, problem.excerpt) for problem in parsed.problems] == [(said, written)]


LISTED = (
    "- [Lamps that learn](https://arxiv.org/abs/2401.00011)\n- [Hedges that see](https://arxiv.org/abs/2401.00012)\n",
    "| Title | Link |\n|---|---|\n| Lamps that learn | [Paper](https://arxiv.org/abs/2401.00011) |\n"
    "| Hedges that see | [Paper](https://arxiv.org/abs/2401.00012) |\n",
    "".join(f"https://arxiv.org/abs/2401.0001{n}\n" for n in (1, 2, 3, 4)),
    "## Lamps that learn\n\n- **Authors**: Ada Sample, Bo Jones\n- **Link**: https://arxiv.org/abs/2401.00011\n\n"
    "## Hedges that see\n\n- **Authors**: Cy Dow, Di Fox\n- **Link**: https://arxiv.org/abs/2401.00012\n",
)


@crossed
@pytest.mark.parametrize("listed", LISTED)
@pytest.mark.parametrize(
    "head",
    [
        "---\ntitle: What I read\nauthor: Ada Sample\nyear: 2024\n---\n",
        "---\ntitle: What I read\nauthors: [Ada Sample, Bo Jones]\nyear: 2024\n---\n\n# What I read\n\nMy list.\n\n",
        "---\ntitle: What I read\ncreator: Ada Sample\ncitekey: list24\n---\n\n## Lamps\n\n",
        "---\ntitle: What I read\nauthor: Ada Sample\nyear: 2024\njournal: Hedge Letters\n---\n\n",
        '+++\ntitle = "What I read"\nauthors = ["Ada Sample", "Bo Jones"]\nyear = 2024\n+++\n\n',
        "title:: What I read\nauthors:: Ada Sample, Bo Jones\nyear:: 2024\n\n",
    ],
)
def test_a_page_with_properties_above_a_list_of_papers_is_that_list(head: str, listed: str) -> None:
    source = read_text(head + listed, "list.md")
    assert source.format in ("markdown-lists", "ids")
    assert {"2401.00011", "2401.00012"} <= {paper.arxiv_id for paper in source.papers}


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("citekey: sample20", f"## Summary\n\nThey grow.\n\n## Related work\n\n{LISTED[0]}"),
        ("citekey: sample20", f"They grow.\n\nThey prune.\n\nAnd see.\n\n{LISTED[0]}"),
        ("doi: 10.1234/hedge", LISTED[0]),
    ],
)
def test_a_note_that_names_other_papers_stays_a_note(head: str, body: str) -> None:
    ((paper,), _) = (
        (parsed := parse(f"---\ntitle: Hedges that grow\nauthors: [Ada Sample]\n{head}\n---\n{body}")).papers,
        parsed.problems,
    )
    assert (paper.title, paper.arxiv_id) == ("Hedges that grow", "")
    assert "Lamps that learn" in paper.note


@pytest.mark.parametrize(
    ("written", "tags"),
    [
        ("tags:: #ml, #nlp, [[lamps]]", ("ml", "nlp", "lamps")),
        ("tags:: #ml #nlp", ("ml", "nlp")),
        ("tags:: #[[deep learning]] #ml", ("deep learning", "ml")),
        ("tags:: #[[deep learning]], [[hedges, trees]]", ("deep learning", "hedges trees")),
        ("tags:: [[ml]] [[deep learning]]", ("ml", "deep learning")),
        ("tags:: #ml, #deep learning", ("ml", "deep learning")),
        ("tags:: ml; deep learning", ("ml", "deep learning")),
        ("tags:: ml, deep learning,", ("ml", "deep learning")),
        ("tags:: #ml, [a](https://x.org/a,b)", ("ml", "a")),
    ],
)
@pytest.mark.parametrize("form", ["page", "note"])
def test_tags_and_keywords_are_told_apart_however_they_are_written(
    written: str, tags: tuple[str, ...], form: str
) -> None:
    for name in ("tags", "keywords"):
        named = written.replace("tags", name)
        text = f"title:: Hedges\ndoi:: 10.1234/hedge\n{named}\n"
        if form == "note":
            text = f"---\ntitle: Hedges\ndoi: 10.1234/hedge\n{name}: '{named.partition(':: ')[2]}'\n---\n"
        (paper,) = parse(text).papers
        assert sorted(paper.tags if name == "tags" else paper.keywords) == sorted(tags)


NOTES = (
    "---\ntitle: Hedges that grow\nauthors: [Ada Sample]\ndoi: 10.1234/hedge\n---\nOf hedges.\n\n---\n\nMore.\n",
    "---\ntitle: Lamps that learn\nauthors: [Bo Jones]\narxiv: 2401.00011\n---\nOf lamps.\n",
    '+++\ntitle = "Trees that see"\nauthors = ["Cy Dow"]\ndoi = "10.1234/tree"\n+++\nOf trees.\n',
)
DIARY = "---\ntitle: My week\nauthor: Ada Sample\ndate: 2024-03-01\n---\nIt rained.\n"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_notes_in_one_file_are_read_one_by_one_with_their_lines(end: str) -> None:
    parsed = parse("\n".join(NOTES).replace("\n", end))
    assert [(paper.title, paper.note.replace("\r", "")) for paper in parsed.papers] == [
        ("Hedges that grow", "Of hedges.\n\n---\n\nMore."),
        ("Lamps that learn", "Of lamps."),
        ("Trees that see", "Of trees."),
    ]
    assert parsed.problems == ()


@pytest.mark.parametrize("parts", [(DIARY, *NOTES), (*NOTES, DIARY), (NOTES[0], DIARY, *NOTES[1:])])
def test_a_note_on_something_else_among_notes_is_named_with_its_line(parts: tuple[str, ...]) -> None:
    source = read_text(text := "".join(parts), "notes.md")
    assert source.format == "note"
    assert [paper.title for paper in source.papers] == ["Hedges that grow", "Lamps that learn", "Trees that see"]
    ((line, message),) = [(problem.line, problem.message) for problem in source.problems]
    assert text.split("\n")[line : line + 1] == ["title: My week"]
    assert message == "a note whose properties do not say of which paper it is, skipped"
    assert not any("rained" in paper.note for paper in source.papers)


def test_properties_in_a_block_of_code_of_a_note_begin_no_note() -> None:
    (paper,) = parse(f"{NOTES[0]}```yaml\n{NOTES[1]}```\nAs I write them.\n").papers
    assert (paper.title, paper.note.endswith("As I write them.")) == ("Hedges that grow", True)


def test_a_page_of_logseq_below_another_is_a_note_of_its_own() -> None:
    one = "title:: Hedges that grow\nauthors:: [[Ada Sample]]\ndoi:: 10.1234/hedge\n\n- Of hedges.\n"
    two = "title:: Lamps that learn\nauthors:: [[Bo Jones]]\narxiv:: 2401.00011\n\n- Of lamps.\n"
    assert [(paper.title, paper.note) for paper in parse(f"{one}\n{two}").papers] == [
        ("Hedges that grow", "- Of hedges."),
        ("Lamps that learn", "- Of lamps."),
    ]


MEETING = "title: Meeting with Bob\nauthor: Jane Doe\n"


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: Chocolate cake\nauthor: Jane Doe\nyear: 2021\nservings: 8\n---\nBake it.\n",
        "---\ntitle: Chocolate cake\nauthors: [Jane Doe]\nyear: 2021\n---\nBake it.\n",
        "---\ntitle: On gardens\nauthor: Jane Doe\npublication: The Atlantic\nyear: 2021\n"
        "source: https://www.theatlantic.com/on-gardens\n---\nA clipping.\n",
        "---\ntitle: Kid A\ncreator: Radiohead\nyear: 2000\n---\nLoud.\n",
        "---\ntitle: Emma\nauthor: Jane Austen\nyear: 1815\nisbn: 9780141439587\npages: 474\npublisher: Murray\n---\n",
        '+++\ntitle = "Quiz night"\nauthor = "Jane Doe"\nyear = 2024\nvenue = "Local pub"\n+++\nWe won.\n',
        "title:: Weekly meeting\nauthor:: Bob\nyear:: 2024\n\n- Coffee\n",
        f"---\n{MEETING}link: {LINK}\n---\nWe met.\n",
        f"---\n{MEETING}source: {LINK}\ndate: 2024-01-02\ntags: [meeting]\n---\nWe met.\n",
        f"---\n{MEETING}url: https://doi.org/10.1234/hedge\n---\nWe met.\n",
        f"---\ntitle: Out now\nauthor: Jane Doe\npaper: {LINK}\ndate: 2024-01-02\npublished: true\n---\nRead it.\n",
        f"title:: Meeting with Bob\nauthor:: Jane Doe\nlinks:: {LINK}\n",
    ],
)
def test_what_people_write_on_other_things_is_no_paper(text: str) -> None:
    assert not sniff(text)
    assert parse(text).papers == ()
    assert read_text(text, "note.md").papers == ()


@pytest.mark.parametrize(
    "more",
    [
        "author: Ada Sample\npublished: 2026-03-01",
        "author: Ada Sample\nyear: 2026",
        "author: Ada Sample\ntype: paper",
        "author: Ada Sample\ntags: [literature-note]",
        "author: Ada Sample\nabstract: We grow.",
        "citekey: sample26",
        "authors: Ada Sample and Bo Jones",
    ],
)
@pytest.mark.parametrize("key", ["url", "source", "link", "paper"])
def test_an_address_is_the_notes_own_where_more_says_that_it_is_on_a_paper(key: str, more: str) -> None:
    (paper,) = parse(f"---\ntitle: Hedges that grow\n{key}: {LINK}\n{more}\n---\nMine.\n").papers
    assert (paper.title, paper.arxiv_id, paper.note) == ("Hedges that grow", "2603.00011", "Mine.")


@pytest.mark.parametrize(
    "more",
    [
        "author: Ada Sample\nvenue: NeurIPS 2020",
        "author: Ada Sample\npublication: Journal of Hedges",
        "author: Ada Sample\npublication: Hedges\nvolume: 3",
        "author: Ada Sample\nbooktitle: Hedges",
        "authors: [Ada Sample, Bo Jones]",
    ],
)
def test_authors_and_a_year_are_a_papers_beside_what_only_papers_have(more: str) -> None:
    (paper,) = parse(f"---\ntitle: Hedges that grow\nyear: 2020\n{more}\n---\nMine.\n").papers
    assert (paper.title, paper.published) == ("Hedges that grow", "2020")


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: My week in the garden\nauthor: Ada Sample\ndate: 2024-03-01\ntags: [garden]\n---\nIt rained.\n",
        "---\ntitle: Hedge tool\nauthors:\n- name: Ada Sample\n  orcid: 0\ndate: 2020\nbibliography: a.bib\n---\n# A\n",
        f"---\nname: garden-skill\ndescription: Use it for hedges\n---\nSee {LINK}.\n",
        f"---\ntitle: Weekly links\n---\n- [Hedges that grow]({LINK})\n",
        "---\ntitle: x\nurl: https://example.org/a\nauthor: Ada Sample\n---\n",
        "---\nA rule and a line\n---\n",
        "+++\ntitle = unquoted\ndoi = '10.1234/x'\n+++\n",
        f"# Awesome hedges\n\nPaper: {LINK}\nCode: https://github.com/x/y\n\n- [Hedges that prune]({LINK[:-1]}2)\n",
        "# Hedges\n\nAuthor: Ada Sample\nYear: 2020\n\nIt rained.\n",
        "type:: diary\nmood:: fine\n\n- slept\n",
        "key:: value\n",
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: hedge\n---\napiVersion: v1\n",
        "std::vector<int> a;\nstd::string author;\n",
    ],
)
def test_any_other_text_with_properties_is_no_note_on_a_paper(text: str) -> None:
    assert not sniff(text)
    assert parse(text).papers == ()
    assert detect(text, "x.txt") != "note"


def test_a_note_that_grows_by_its_own_names_is_read_in_no_time() -> None:
    bomb = "\n".join(f"k{at + 1}: &k{at + 1} [*k{at}, *k{at}, *k{at}, *k{at}, *k{at}, *k{at}]" for at in range(1, 40))
    text = f"---\nk1: &k1 [x, x]\n{bomb}\ntitle: Hedges\nauthors: *k30\ntags: *k40\ndoi: 10.1234/hedge\n---\n"
    assert [paper.doi for paper in parse(text).papers] == ["10.1234/hedge"]
    deep = "---\ntitle: " + "[" * 5_000 + "\n---\n"
    assert parse(deep).papers == ()


@law()
@given(st.text(max_size=200), st.text(alphabet="abc:-#[]{}'\"&*|>\n ", max_size=200))
def test_no_text_makes_it_fail(text: str, properties: str) -> None:
    for begun in ("---\n", "+++\n", ""):
        for whole in (begun + text, f"{begun}{properties}\n{begun}{text}"):
            assert bool(parse(whole).papers) == sniff(whole)


NOTE = "---\ntitle: Lamps of winter\nauthors: [Ada Sample]\ndoi: 10.1000/x\n{}\n---\nMine.\n"


@pytest.mark.parametrize("name", ["citekey", "citation-key", "bibkey", "cite_key", "bibtex-key"])
@pytest.mark.parametrize("value", ["doe2020", "'@doe2020'", "'[[@doe2020]]'"])
def test_the_citation_key_of_a_note_is_its_papers(name: str, value: str) -> None:
    parsed = parse(NOTE.format(f"{name}: {value}"))
    assert ([paper.citation_key for paper in parsed.papers], parsed.problems) == (["doe2020"], ())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("status", "pinned"),
        ("read", "partially"),
        ("year", "some spring"),
        ("month", "May"),
        ("source", "recommended by Zoe"),
        ("link", "see my Zotero"),
        ("date", "last spring"),
        ("citekey", "ask Zoe"),
        ("description", "why it matters to me"),
        ("related", "'[[Lamps of summer]]'"),
        ("category", "winter"),
        ("extra", "from the shelf"),
        ("collections", "[Thesis]"),
        ("up", "'[[Thesis]]'"),
    ],
)
def test_a_property_whose_value_is_not_understood_is_named(name: str, value: str) -> None:
    problems = parse(NOTE.format(f"{name}: {value}")).problems
    assert [problem.message for problem in problems] == [f"properties not read: {name}"]


@pytest.mark.parametrize(
    "told",
    [
        "status: done",
        "read: false",
        "read: 2024-01-03",
        "year: 2020\nmonth: 5\npublished: 2020-05-01",
        "link: https://doi.org/10.1000/x",
        "date: 2024-01-03\nyear: 2020",
        "edition: 2nd",
        "url: '[paper](https://doi.org/10.1000/x)'",
        "category: paper",
    ],
)
def test_a_property_whose_value_is_understood_is_not_named(told: str) -> None:
    assert [p for p in parse(NOTE.format(told)).problems if "not read" in p.message] == []


@pytest.mark.parametrize("above", ["\n", "\n\n", "\r\n", "\ufeff\n"])
def test_a_blank_line_above_the_properties_of_a_note_changes_nothing(above: str) -> None:
    note = "title:: Lamps that learn\nauthors:: Ada Vale, Bo Ash\nyear:: 2024\ndoi:: 10.1234/x.1\nstatus:: read\n"
    (plain,) = read_text(note, "page.md").papers
    source = read_text(above + note, "page.md")
    assert (source.format, source.papers) == ("note", (plain,))
    assert plain.status.value == "read"
