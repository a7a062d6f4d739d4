"""Of what people saved to read later the papers come in, with what was said of them; every other page is named."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats import detect
from reader.formats.read_later import bookmarks, records, tables
from reader.io.read import Source, read_text
from reader.paper import Paper, Status
from tests.support.laws import law

LINK = "https://arxiv.org/abs/2603.00011"
SHOP = "https://example.org/shears"


def said(source: Source) -> list[tuple[str, str, tuple[str, ...], str, bool, str]]:
    """What came in, and what its user said."""
    return [(one.title, one.arxiv_id, one.tags, one.status.value, one.starred, one.note) for one in source.papers]


def left_out(source: Source) -> list[tuple[int, str]]:
    """The pages that are no papers, with their lines."""
    return [(problem.line, problem.excerpt) for problem in source.problems]


POCKET = f"title,url,time_added,tags,status\nHedges,{LINK},1,green|later,archive\nShears,{SHOP},2,,unread\n"
INSTAPAPER = f"URL,Title,Selection,Folder,Timestamp\n{LINK},Hedges,They grow.,Starred,1\n{SHOP},Shears,,Unread,2\n"
RAINDROP = (
    "id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n"
    f'1,Hedges,"my, note",Page,{LINK},Gardens/Green,"green, late",2024-01-01T00:00:00Z,,,true\n'
    f"2,Shears,,,{SHOP},Unsorted,,2024-01-01T00:00:00Z,,,false\n"
)
READER = (
    "Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen\n"
    f"Hedges,{LINK},01g,\"['green', 'it is']\",2024-01-01 10:00:00+00:00,0.4,later,True\n"
    f"Shears,{SHOP},01h,[],2024-01-01 10:00:00+00:00,0,new,False\n"
)
MATTER = (
    "Title,Author,Publisher,URL,Tags,Word Count,In Queue,Favorited,Read,Highlight_Count\n"
    f"Hedges,Ada Sample,arXiv,{LINK},green,100,False,True,True,0\nShears,,,{SHOP},,5,True,False,False,0\n"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (POCKET, ("Hedges", "2603.00011", ("green", "later"), "read", False, "")),
        (INSTAPAPER, ("Hedges", "2603.00011", (), "unread", True, "They grow.")),
        (RAINDROP, ("Hedges", "2603.00011", ("green", "late"), "unread", True, "my, note")),
        (READER, ("Hedges", "2603.00011", ("green", "it is"), "reading", False, "")),
        (MATTER, ("Hedges", "2603.00011", ("green",), "read", True, "")),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_papers_of_a_table_come_with_their_marks_and_the_rest_is_named(
    text: str, expected: tuple[str, str, tuple[str, ...], str, bool, str], end: str
) -> None:
    source = read_text("\ufeff" + text.replace("\n", end), "list.csv")
    assert source.format == "read-later"
    assert said(source) == [expected]
    assert left_out(source) == [(3, "Shears")]


def test_folders_that_somebody_made_are_lists() -> None:
    (entry,) = tables.parse(RAINDROP).entries[0]
    assert entry.list == "Green"
    assert tables.parse(INSTAPAPER).entries == ()


def test_a_page_without_a_title_is_known_by_its_id_and_one_of_many_papers_is_one() -> None:
    rows = f",{LINK}v2,1,,unread\n,https://doi.org/10.1234/hedge,2,,unread\nShears,{SHOP},3,,unread\n"
    source = read_text(f"title,url,time_added,tags,status\n{rows}", "list.csv")
    assert [paper.title for paper in source.papers] == ["arXiv:2603.00011", "10.1234/hedge", "Shears"]
    ((problem),) = source.problems
    assert (problem.line, problem.excerpt) == (4, "Shears")
    assert "taken for a paper" in problem.message


@pytest.mark.parametrize(
    "url",
    [
        "https://www.youtube.com/watch?v=a", "https://youtu.be/a", "https://github.com/a/hedges",
        "https://www.amazon.com/dp/1", "https://x.com/a/status/1", "https://news.ycombinator.com/item?id=1",
        "https://www.nytimes.com/2024/hedges.html", "https://a.medium.com/hedges-1", "https://blog.example.org/hedges",
        "https://example.org/en/blog/hedges", "https://en.wikipedia.org/wiki/Hedge",
    ],
)  # fmt: skip
def test_a_film_a_program_or_a_post_among_links_to_papers_is_named(url: str) -> None:
    rows = f"Hedges,{LINK},1,,unread\nLamps,https://doi.org/10.1234/hedge,2,,unread\nOther,{url},3,,unread\n"
    source = read_text(f"title,url,time_added,tags,status\n{rows}", "list.csv")
    assert [paper.title for paper in source.papers] == ["Hedges", "Lamps"]
    assert left_out(source) == [(4, "Other")]


HIGHLIGHTS = "Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,Location,Highlighted at\n"


def test_the_lines_of_one_highlighted_text_are_one_paper() -> None:
    rows = (
        '"Hedges\nare green.",Hedges that sing,"Ada Sample and Bo Jones",,so true,,,page,1,2024\n'
        "They sing.,Hedges that sing,Ada Sample and Bo Jones,,,,fav,page,2,2024\n"
        "Of shears.,Shears of old,garden.example.org,,,,,page,2,2024\n"
        "A book.,Hedges for all,Cy Dow,B00HEDGE11,,,,page,2,2024\n"
    )
    source = read_text(HIGHLIGHTS + rows, "readwise.csv")
    assert [(one.title, one.authors, one.note) for one in source.papers] == [
        (
            "Hedges that sing",
            ("Ada Sample", "Bo Jones"),
            "> Hedges\n> are green.\n\nso true\n\n> They sing.\n\nTags: fav",
        )
    ]
    assert left_out(source) == [(5, "Shears of old"), (6, "Hedges for all")]


PINBOARD = [
    {"href": LINK, "description": "Hedges", "extended": "mine", "tags": "green late", "toread": "no", "shared": "no"},
    {"href": SHOP, "description": "Shears", "extended": "", "tags": "", "toread": "yes", "shared": "no"},
]
OMNIVORE = [
    {"slug": "a", "url": LINK, "title": "Hedges", "savedAt": "2024", "labels": ["green", "late"], "state": "Archived",
     "highlights": [{"quote": "Green.", "annotation": "mine"}]},
    {"slug": "b", "url": SHOP, "title": "Shears", "savedAt": "2024", "labels": [], "state": "Active"},
]  # fmt: skip
WALLABAG = [
    {"url": LINK, "title": "Hedges", "is_archived": 1, "is_starred": 1, "tags": ["green", "late"]},
    {"url": SHOP, "title": "Shears", "is_archived": 0, "is_starred": 0, "tags": []},
]
RAINDROP_API = {"items": [
    {"link": LINK, "title": "Hedges", "excerpt": "", "note": "mine", "tags": ["green", "late"], "important": True,
     "collection": {"$id": 1}},
    {"link": SHOP, "title": "Shears", "excerpt": "", "tags": [], "collection": {"$id": 1}},
]}  # fmt: skip
FIREFOX = {"title": "", "root": "placesRoot", "type": "text/x-moz-place-container", "children": [
    {"title": "menu", "root": "bookmarksMenuFolder", "type": "text/x-moz-place-container", "children": [
        {"title": "Gardens", "type": "text/x-moz-place-container", "children": [
            {"title": "[2603.00011] Hedges", "uri": LINK, "tags": "green,late", "type": "text/x-moz-place"}]},
        {"title": "Shears", "uri": SHOP, "type": "text/x-moz-place"}]}]}  # fmt: skip
CHROME = {"checksum": "0", "version": 1, "roots": {
    "bookmark_bar": {"name": "Bookmarks bar", "type": "folder", "children": [
        {"name": "Hedges", "type": "url", "url": LINK}, {"name": "Shears", "type": "url", "url": SHOP}]},
    "other": {"name": "Other bookmarks", "type": "folder", "children": []}}}  # fmt: skip
TAGGED = ("green", "late")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (PINBOARD, ("Hedges", "2603.00011", TAGGED, "read", False, "mine")),
        (OMNIVORE, ("Hedges", "2603.00011", TAGGED, "read", False, "> Green.\n\nmine")),
        (WALLABAG, ("Hedges", "2603.00011", TAGGED, "read", True, "")),
        (RAINDROP_API, ("Hedges", "2603.00011", TAGGED, "unread", True, "mine")),
        (FIREFOX, ("Hedges", "2603.00011", TAGGED, "unread", False, "")),
        (CHROME, ("Hedges", "2603.00011", (), "unread", False, "")),
    ],
)
def test_the_papers_of_saved_records_come_with_their_marks_and_the_rest_is_named(
    value: object, expected: tuple[str, str, tuple[str, ...], str, bool, str]
) -> None:
    source = read_text(json.dumps(value, indent=1), "list.json")
    assert source.format == "bookmarks-json"
    assert said(source) == [expected]
    assert [problem.excerpt for problem in source.problems] == ["Shears"]


BROWSER = f"""<!DOCTYPE NETSCAPE-Bookmark-file-1>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
<DL><p>
    <DT><H3>Gardens &amp; more</H3>
    <DL><p>
        <DT><A HREF="{LINK}" ADD_DATE="1" TAGS="green,late" DATA-IMPORTANT="true">[2603.00011] Hedges &lt;2&gt;</A>
        <DD>mine
    </DL><p>
    <DT><A HREF="{SHOP}">Shears</A>
</DL><p>
"""
POCKET_PAGE = f"""<!DOCTYPE html>
<html><head><title>Pocket Export</title></head><body>
<h1>Unread</h1><ul><li><a href="{SHOP}" time_added="1" tags="">Shears</a></li></ul>
<h1>Read Archive</h1><ul><li><a href="https://arxiv.org/pdf/2603.00011.pdf" tags="green">2603.00011.pdf</a></li></ul>
</body></html>
"""


def test_the_papers_of_a_page_of_bookmarks_come_with_their_marks_and_the_rest_is_named() -> None:
    source = read_text(BROWSER, "bookmarks.html")
    assert source.format == "bookmarks"
    assert said(source) == [("Hedges <2>", "2603.00011", TAGGED, "unread", True, "mine")]
    assert [entry.list for entry in source.entries[0]] == ["Gardens & more"]
    assert left_out(source) == [(11, "Shears")]
    source = read_text(POCKET_PAGE, "export.html")
    assert said(source) == [("arXiv:2603.00011", "2603.00011", ("green",), "read", False, "")]
    assert source.entries == ()
    assert left_out(source) == [(3, "Shears")]


def test_bookmarks_cut_short_give_what_they_have() -> None:
    assert [paper.title for paper in bookmarks.parse(BROWSER[: BROWSER.index("</A>")]).papers] == ["arXiv:2603.00011"]
    page = f"<!DOCTYPE html><html><title>Links</title><body><a href={LINK}>A link to hedges</a></body></html>"
    assert read_text(page, "page.html").papers == ()


def test_a_folder_of_bookmarks_is_a_list_but_for_those_of_every_browser() -> None:
    assert [[entry.list for entry in entries] for entries in records.parse(json.dumps(FIREFOX)).entries] == [
        ["Gardens"]
    ]
    assert records.parse(json.dumps(CHROME)).entries == ()


@pytest.mark.parametrize(
    "text",
    [
        f"title,url,price\nHedges,{SHOP},3\n",
        "url,title,selection\n",
        json.dumps([{"url": SHOP, "title": "Shears", "tags": []}]),
        json.dumps({"roots": ["a"], "children": []}),
        json.dumps({"name": "hedge", "version": "1.0", "items": [{"link": SHOP}]}),
    ],
)
def test_any_other_table_or_json_is_no_such_list(text: str) -> None:
    assert detect(text) not in ("read-later", "bookmarks-json")


def test_what_is_damaged_is_told_and_the_rest_is_read() -> None:
    text = POCKET.replace("Shears,", '"Shears" x,') + f"Short\nHedges that end,{LINK[:-1]}2,3,,unread"
    source = read_text(text, "list.csv")
    assert [paper.title for paper in source.papers] == ["Hedges", "Hedges that end"]
    assert [problem.line for problem in source.problems] == [3, 4]
    cut = read_text(json.dumps(PINBOARD)[:-40], "list.json")
    assert [paper.title for paper in cut.papers] == ["Hedges"]
    assert [problem.line for problem in cut.problems] == [1]


def test_another_s_table_keeps_the_words_of_its_person() -> None:
    """Notion's and other people's: tags between commas, a status in their words, columns of remarks."""
    hedges = f'Hedges,"green, late",In progress,Nice,,{LINK}'
    text = f"Name,Tags,Status,My thoughts,Comments,URL\n{hedges}\nTrees,,Paused,,,{SHOP}\n"
    source = read_text(text, "export.csv")
    assert said(source)[0] == ("Hedges", "2603.00011", TAGGED, "reading", False, "My thoughts: Nice")
    assert [problem.message for problem in source.problems] == [
        "a row that leads to no paper, in a table that may be of anything, skipped"
    ]


@law()
@given(st.text(max_size=200), st.lists(st.recursive(st.none() | st.booleans() | st.text() | st.integers(), st.lists)))
def test_no_text_makes_it_fail(text: str, values: list[object]) -> None:
    found = tables.parse(POCKET.partition("\n")[0] + "\n" + text).papers
    keys = ("url", "title", "tags", "is_archived", "is_starred", "annotations")
    found += records.parse(json.dumps([dict(zip(keys, values, strict=False))])).papers
    found += records.parse(json.dumps({"roots": values, "children": [{"url": LINK, "name": text}]})).papers
    found += bookmarks.parse(BROWSER.replace("mine", text)).papers + bookmarks.parse(BROWSER + text).papers
    assert {type(paper) for paper in found} == {Paper}
    assert {paper.status for paper in found} <= {*Status}


def test_two_folders_of_one_name_are_two_lists() -> None:
    """By what they lie in; one that has its name alone is called by it."""
    other = LINK.replace("00011", "00012")
    head = "id,title,note,excerpt,url,folder,tags,created\n"
    raindrop = (
        f"{head}1,Hedges,,,{LINK},ML / To read,,\n2,Beds,,,{other},Biology/To read,,\n3,Sheds,,,{LINK[:-1]}3,ML,,\n"
    )
    folder = '<DT><H3>{}</H3><DL><p><DT><H3>To read</H3><DL><p><DT><A HREF="{}">{}</A></DL><p></DL><p>'
    page = "<!DOCTYPE NETSCAPE-Bookmark-file-1><H1>Bookmarks</H1><DL><p>"
    page += folder.format("ML", LINK, "Hedges") + folder.format("Biology", other, "Beds")
    page += f'<DT><H3>ML</H3><DL><p><DT><A HREF="{LINK[:-1]}3">Sheds</A></DL><p></DL>'
    tree = {
        "roots": {"bookmark_bar": {"name": "Bookmarks bar", "children": [
            {"name": name, "children": [{"name": "To read", "children": [{"name": "Hedges", "url": url}]}]}
            for name, url in (("ML", LINK), ("Biology", other))
        ] + [{"name": "ML", "children": [{"name": "Sheds", "url": f"{LINK[:-1]}3"}]}]}},
    }  # fmt: skip
    for parsed in (tables.parse(raindrop), bookmarks.parse(page), records.parse(json.dumps(tree))):
        assert [[entry.list for entry in entries] for entries in parsed.entries] == [
            ["ML/To read"], ["Biology/To read"], ["ML"],
        ]  # fmt: skip
