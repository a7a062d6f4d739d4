"""Queries that the interface is asked to keep or to export, and stored ones that are not understood."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from reader.citation_keys import library_keys
from reader.commands import exports
from reader.commands import library as library_commands
from reader.commands.questions import ExportAnswer, ListSettings
from reader.errors import UnknownPaper, UsageError
from reader.library.library import Library
from reader.operations import annotate, reading_lists, roundtrip
from reader.operations.choosing import choose, complaint, unknown_parts
from reader.operations.collection import Collection, Kind
from reader.operations.exports import Wish, export, text_of
from reader.operations.list_settings import ListEdit
from reader.operations.near_filters import to_be_stored
from reader.operations.search import PaperFinder
from reader.paper import Paper, ReadingList, Status
from reader.query import parse, understood
from tests.support.context import PlainContext
from tests.support.dialog_host import asking, press_hint, type_in
from tests.support.dialog_host import text as dialog_text
from tests.support.memory import Log, MemoryBacking, library, saved_before
from tests.support.screen import lines, opened, text

A = Paper("a", "Heaps and Other Trees")
B = Paper("b", "Caches That Compress")


def shelf() -> Library:
    """Two papers, a list, and what another version stored: a smart list and a search that are not understood."""
    found = library(A, B)
    annotate.tag_papers(found, [A], ["trees"])
    reading_lists.add_to_list(found, "Edge models", [A])
    reading_lists.new_list(found, "Good", query="is:unread")
    odd = ReadingList("Odd", query="is:unred")
    found.apply(found.list_changes(None, odd), "Made the smart list 'Odd'")
    saved_before(found, "Odd one", "is:unred")
    return found


@pytest.mark.parametrize("query", ["is:stared", "heaps OR", "tag:", "sort:year", "-tag:x", "list:Edge", "tga:x"])
async def test_a_query_in_doubt_is_not_kept(query: str) -> None:
    """`w` says why before it asks for a name."""
    context = PlainContext(shelf(), "Name")
    context.navigator.query = query
    before = context.library.history()
    with pytest.raises(UsageError):
        await library_commands.save_search(context)
    assert (context.asked, context.library.history()) == ([], before)


async def test_a_query_that_is_understood_is_kept() -> None:
    """Under its name, as it was typed."""
    context = PlainContext(shelf(), "Unread")
    context.navigator.query = " is:unread  -tag:trees "
    await library_commands.save_search(context)
    assert context.library.reading_list("Unread").query == "is:unread -tag:trees"


async def test_the_settings_of_a_smart_list_refuse_a_query_in_doubt() -> None:
    """The dialog stays and says why; what stood in doubt before may stand while the rest is edited."""
    found = shelf()

    def refusal(query: str) -> str:
        return complaint(found, query)

    async with asking(ListSettings(found.lists["Good"], refusal)) as (host, pilot):
        await pilot.press("tab")
        await type_in(pilot, " is:stared")
        await press_hint(host, pilot, "save")
        assert "did you mean 'is:starred'?" in dialog_text(host)
        await pilot.press("escape")
        assert host.answer is None
    context = PlainContext(found, ListEdit("Odder", "", "is:unred", ()))
    context.navigator.collection = Collection(Kind.LIST, "Odd")
    await library_commands.list_settings(context)
    assert found.lists["Odder"].query == "is:unred"
    context = PlainContext(found, ListEdit("Good", "", "is:unred", ()))
    context.navigator.collection = Collection(Kind.LIST, "Good")
    with pytest.raises(UsageError):
        await library_commands.list_settings(context)
    assert found.lists["Good"].query == "is:unread"


@pytest.mark.parametrize(
    ("place", "query", "scope"),
    [
        (Collection(), "is:stared", "shown"),
        (Collection(Kind.LIST, "Odd"), "", "list"),
        (Collection(Kind.LIST, "Odd"), "heaps", "shown"),
        (Collection(Kind.LIST, "Odd one"), "", "shown"),
    ],
)
async def test_what_a_query_in_doubt_shows_is_not_exported(
    tmp_path: Path, place: Collection, query: str, scope: str
) -> None:
    """One sentence and no file; the whole library can be exported from there all the same."""
    target = tmp_path / "out.md"
    context = PlainContext(shelf(), ExportAnswer(scope, "markdown", "list", path=str(target)))
    context.navigator.collection, context.navigator.query = place, query
    with pytest.raises(UsageError, match="is no filter value"):
        await exports.export_papers(context)
    assert not target.exists()
    context.answers = [ExportAnswer("all", "markdown", "list", path=str(target))]
    await exports.export_papers(context)
    assert target.exists()


async def test_papers_shown_that_only_come_near_empty_no_file(tmp_path: Path) -> None:
    """Nor does a search that found nothing: on the command line it is refused too."""
    target = tmp_path / "out.md"
    context = PlainContext(shelf(), ExportAnswer("all", "markdown", "list", path=str(target)))
    await exports.export_papers(context)
    written = target.read_bytes()
    context.navigator.query = "heaps caches unknownword"
    context.hidden = frozenset(context.library.papers)
    context.answers = [ExportAnswer("shown", "markdown", "list", path=str(target))]
    with pytest.raises(UsageError, match="no paper is shown that matches"):
        await exports.export_papers(context)
    assert target.read_bytes() == written


async def test_a_stored_query_in_doubt_shows_no_papers_and_says_why(tmp_path: Path) -> None:
    """A smart list and a saved search of another version open in the interface; they are not the whole library."""
    async with opened(shelf(), tmp_path, (120, 30)) as (app, pilot):
        for place in (Collection(Kind.LIST, "Odd"), Collection(Kind.LIST, "Odd one")):
            app.main.navigator.open(place)
            await pilot.pause()
            middle = [line.split("│")[1].strip() for line in lines(app) if line.count("│") == 2]
            assert "'is:unred' is no filter value; did you mean 'is:unread'?" in " ".join(middle)
            assert "0 of 2 papers" in text(app)


def test_a_file_of_a_list_in_doubt_keeps_its_papers(tmp_path: Path) -> None:
    """A sync learns nothing from a query that is not understood."""
    found, target = shelf(), tmp_path / "odd.md"
    odd = found.lists["Odd"]
    assert PaperFinder(found).on_list(odd) == []
    target.write_text(text_of(found, Wish(), [A, B], odd), encoding="utf-8")
    annotate.tag_papers(found, [B], ["late"])
    roundtrip.sync(found, tmp_path / "library", target, PaperFinder(found))
    written = target.read_text(encoding="utf-8")
    assert [f"<!-- reader:{id} -->" in written for id in (A.id, B.id)] == [True, True]
    assert "tags: late" in written


@pytest.mark.parametrize(
    "text",
    ["* -tag:tree", "* -#treees", "heaps NOT tag:treez", "* -(is:read OR tag:teres)", "* -tag:m/graphs", "* -tag:tr*",
     "* -tag:*", "* -tag:lr"],
)  # fmt: skip
def test_a_mistyped_tag_leaves_nothing_out(text: str) -> None:
    """Else more papers would be taken than were meant; the tag is named."""
    found = shelf()
    annotate.tag_papers(found, [B], ["ml/graphs", "rl"])
    with pytest.raises(UsageError, match=r"No paper has the tag '.+' that is to be left out[;.]"):
        choose(found, text)


@pytest.mark.parametrize(
    ("typed", "held"),
    [
        ("器械学習", "機械学習"), ("機械", "機械学習"), ("機械学", "機械学習"), ("深度", "深度学习"),
        ("大语言", "大语言模型"), ("量花", "量化"), ("カラズ", "カラス"), ("가중치들", "가중치"), ("학슴", "학습"),
        ("\u0643تاب", "\u06a9تاب"), ("بازي\u0643", "بازی\u06a9"), ("\u0441\u043e\u0440", "cop"), ("book", "cook"),
        ("leep", "keep"), ("craft", "draft"), ("fools", "tools"),
    ],
)  # fmt: skip
def test_a_slip_of_a_tag_leaves_nothing_out_in_any_script(typed: str, held: str) -> None:
    """What is typed exists nowhere, so that to leave it out does nothing: refused, it costs a pair of quotes."""
    found = library(Paper("a", "Heaps", tags=(held,)), Paper("b", "Trees"))
    with pytest.raises(UsageError, match=f"did you mean 'tag:{held}'"):
        choose(found, f"* -tag:{typed}")
    assert choose(found, f'* -tag:"{typed}"').chooses


@pytest.mark.parametrize(
    ("typed", "held"),
    [("王方", "王芳"), ("高桥一朗", "高桥一郎"), ("Cook", "Ada Book"), ("김철쑤", "김철수")],
)
def test_a_slip_of_an_authors_name_leaves_nothing_out_in_any_script(typed: str, held: str) -> None:
    found = library(Paper("a", "Heaps", authors=(held,)), Paper("b", "Trees"))
    with pytest.raises(UsageError, match="that is to be left out; did you mean"):
        choose(found, f"* -author:{typed}")
    assert choose(found, '* -author:"李明"').chooses


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ('* -title:"domain adaption"', 'title:"domain adaptation"'), ("* -title:adaption", "title:adaptation"),
        ("heaps -adaption", "adaptation"), ("* -author:huh", "author:hui"), ("* -abstract:interpetabilty", "abstract:"),
    ],
)  # fmt: skip
def test_a_word_that_is_more_than_one_slip_away_is_named_where_it_is_left_out(text: str, meant: str) -> None:
    found = library(
        Paper("a", "Heaps for Domain Adaptation", "On interpretability and evolution.", ("Bo Hui",)),
        Paper("b", "Trees"),
    )
    with pytest.raises(UsageError, match=re.escape(f"did you mean '{meant}")):
        choose(found, text)
    assert "did you mean" not in complaint(found, "heaps -evaluation")


def test_a_name_that_no_paper_has_is_left_out_only_in_quotes() -> None:
    """What was to stay would be taken; in quotes it is waited for. Where no paper is there is none to be kept."""
    for field in ("tag", "note", "keyword"):
        assert complaint(worded(), f"* -{field}:nobody").endswith(
            f"""that is to be left out. In quotes it is taken at its word: '-{field}:"nobody"'."""
        )
        assert complaint(worded(), f'* -{field}:"no body"').endswith("is understood without it.")
        assert choose(worded(), f'* -{field}:"nobody"').chooses
        assert choose(library(), f"* -{field}:nobody").chooses


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("* -grpah", "graph"), ("is:unread -title:grpah", "title:graph"), ("heaps NOT compres", "compress"),
        ("* -author:lovelce", "author:lovelace"), ('* -"graph treees"', "graph trees"), ("* -kv-comprses", "compress"),
        ('* -title:"Other Treees"', 'title:"other trees"'), ("* -(is:read OR note:rewiev)", "note:review"),
        ("* -abstract:hheaps", "abstract:heaps"), ("* -source:dayly", "source:daily"), ("* -starred", "is:starred"),
        ("* -graphs", "graph"), ("* -pdf", "has:pdf"),
    ],
)  # fmt: skip
def test_a_mistyped_word_leaves_nothing_out(text: str, meant: str) -> None:
    """Whatever the field: no paper has the word, and some paper has one that is a slip away."""
    with pytest.raises(UsageError, match=f"No paper has .+ to be left out; did you mean '{re.escape(meant)}'"):
        choose(worded(), text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("tag:tree", "tag:trees"), ("is:unread #treees", "tag:trees"), ("tag:trees OR tag:teres", "tag:trees"),
        ("title:grpah", "title:graph"), ("is:unread OR author:lovelce", "author:lovelace"),
        ('author:"Ada Lovelase"', 'author:"Ada Lovelace"'), ("source:dayly", "source:daily"),
        ('title:"graph heapz"', 'title:"graph heaps"'), ('is:unread OR "graph heapz"', '"graph heaps"'),
        ('author:"Adaa, Lovelace"', 'author:"Ada Lovelace"'),
    ],
)  # fmt: skip
def test_a_mistyped_name_that_is_asked_for_is_refused_and_in_quotes_taken_at_its_word(text: str, meant: str) -> None:
    """Beside an alternative it would find what else was meant, and a smart list by it stays empty for ever."""
    with pytest.raises(UsageError, match=f"No paper has .+; did you mean '{re.escape(meant)}'"):
        choose(worded(), text)
    assert choose(worded(), 'tag:"tree"').filters
    reading_lists.new_list(worded(), "To come", query='title:"tree heaps" OR tag:"treez"')


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("* -read", "-is:read"), ("* NOT read", "-is:read"), ("is:unread OR queued", "is:queued"),
        ("tag:x OR read", "is:read"), ("tag:x queued", "is:queued"),
    ],
)  # fmt: skip
def test_the_name_of_a_mark_without_its_filter_is_no_word(text: str, meant: str) -> None:
    """Left out, it leaves in what has the mark; as an alternative it finds what is spelt alike. Quotes make it text."""
    found = worded()
    annotate.tag_papers(found, list(found.papers.values())[:1], ["x"])
    annotate.set_note(found, next(iter(found.papers.values())), "We read graph and state.")
    with pytest.raises(UsageError) as refused:
        choose(found, text)
    assert f"did you mean '{meant}'" in str(refused.value)
    with pytest.raises(UsageError, match=r"the word 'xyzzy' that is to be left out.*: '-\"xyzzy-graph\"'"):
        choose(found, "* -xyzzy-graph")
    assert choose(found, '* -"read"').chooses
    assert choose(found, '"read" OR graph').chooses


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("* -lowrank", '"low rank"'), ("* -title:LowRank", 'title:"low rank"'), ("* -taphouses", '"tap houses"'),
        ('* -"graphneural nets"', '"graph neural nets"'), ('* -"low rank house keeping"', '"low rank housekeeping"'),
        ("* -author:张三", 'author:"三 张"'), ("* -深度学刁", "深度学习"), ("* -source:b.bit", "source:b.bib"),
        ("* -c-lamp", "title:Lamps"),
    ],
)  # fmt: skip
def test_what_search_finds_is_not_left_in_by_a_lost_blank_or_by_an_id(text: str, meant: str) -> None:
    """It is refused, and what is proposed leaves a paper out."""
    found = library(
        Paper("a", "Low-Rank Housekeeping in Tap Houses", "We use 深度学习方法 at home.", ("三 张",)),
        Paper("b", "Graph Neural Nets", arxiv_id="1706.03762"),
        Paper("c-lamp", "Lamps", doi="10.1093/comjnl/27.2.97", url="https://example.org/lamps", sources=("b.bib",)),
    )
    with pytest.raises(UsageError) as refused:
        choose(found, text)
    assert f"did you mean '{meant}'" in str(refused.value)
    assert len(PaperFinder(found).papers(choose(found, f"* -{meant}"))) == 2


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("* -1706.03762v2", ["c"]), ("* -https://arxiv.org/abs/1706.03762", ["c"]),
        ("* -10.1093/comjnl/27.2.97", ["b"]), ("* -https://doi.org/10.1093/comjnl/27.2.97", ["b"]),
        ("* NOT https://example.org/lamps/", ["b"]),
        ("* -(1706.03762 OR 10.1093/comjnl/27.2.97)", []),
    ],
)  # fmt: skip
def test_an_id_a_doi_or_an_address_leaves_out_the_paper_that_it_names(text: str, left: list[str]) -> None:
    """In every form, and nothing else."""
    lamps = Paper("c", "Lamps", doi="10.1093/comjnl/27.2.97", url="https://example.org/lamps")
    found = library(Paper("b", "Graph Neural Nets", arxiv_id="1706.03762"), lamps)
    assert [paper.id for paper in PaperFinder(found).papers(choose(found, text))] == left


@pytest.mark.parametrize(
    "text",
    ["-id:1706.03763", "-1706.03763", "NOT 1706.03763v2", "-arxiv:1706.03763", "-id:10.48550/arXiv.1706.03763",
     "-https://arxiv.org/abs/1706.03763", "-id:1706", "-1706.0376", "-id:170.603762", "-id:net2017graphs",
     "-id:NET2017grapi", "-net2017grapi", "-net2017graph", "-id:net2017", "-doi:10.1093/comjnl/27.2.98",
     "-10.1093/comjnl/27.2", "-https://example.org/lampz", "-id:c-lam", "-(is:read OR id:1706.03763)",
     "-id:1706.03762 -id:1706.03763", "-https://arxiv.org/abs/1706.0376"],
)  # fmt: skip
def test_a_slip_or_the_beginning_of_a_papers_name_leaves_nothing_out(text: str) -> None:
    """As a mistyped tag does not; in quotes it is taken at its word, and said to name nothing."""
    found = named()
    with pytest.raises(UsageError, match=r"(left out|leave it in); did you mean"):
        choose(found, f"* {text}")
    assert unknown_parts(found, choose(found, '* -id:"1706.03763"')) == [
        "No paper has the arXiv id '1706.03763' that is to be left out."
    ]


CALLED = {
    "starred": "is:starred",
    "queued": "is:queued",
    "pdf": "has:pdf",
    '"edge models"': 'list:"Edge models"',
    "forests": "tag:forests",
}
"""What something is called, by what asks for it."""
OTHERS = [
    (field, value)
    for field in ("id", "tag", "title", "source", "author", "venue", "keyword", "abstract", "note")
    for value, meant in CALLED.items()
    if not meant.startswith(field)
]


@pytest.mark.parametrize(("field", "value"), OTHERS)
@pytest.mark.parametrize("beside", ["*", "is:unread", "(tag:forests OR heaps)"])
def test_what_another_field_asks_for_is_not_left_in_by_a_slip_of_the_field(field: str, value: str, beside: str) -> None:
    """As `id:` for `is:`: refused whatever stands beside it, and in quotes taken at its word."""
    found = library(A, B)
    annotate.tag_papers(found, [A], ["forests"])
    reading_lists.add_to_list(found, "Edge models", [A])
    assert f"did you mean '{CALLED[value]}'?" in complaint(found, f"{beside} -{field}:{value}")
    if '"' not in value:
        assert choose(found, f'{beside} -{field}:"{value}"').chooses


@pytest.mark.parametrize("text", ["* -has:note", "is:unread -has:doi", "* -has:pdf", "* -is:reading", "* -is:later"])
def test_what_no_paper_has_yet_is_left_out_by_its_own_filter(text: str) -> None:
    """It is what the field asks for, though no paper has it: a command that runs every day may leave it out."""
    assert complaint(library(A, B), text) == ""


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("* -(is:read is:reading)", "is:read OR is:reading"),
        ("is:unread -(is:read AND is:later)", "is:read OR is:later"),
        ("heaps NOT (is:later tag:trees is:dismissed)", "is:later OR is:dismissed"),
        ("* -(is:unread is:read)", "is:unread OR is:read"),
        ("* -(is:starred is:untagged tag:trees)", "is:untagged OR tag:trees"),
        ('heaps -(tag:"to read" is:untagged)', 'tag:"to read" OR is:untagged'),
        ("* -(has:tag is:untagged)", "has:tag OR is:untagged"),
        ("* -(year:2023 year:2024)", "year:2023 OR year:2024"),
        ("heaps -(id:a id:b)", "id:a OR id:b"),
        ("* -(is:starred (is:read is:reading))", "is:read OR is:reading"),
        ("* -(is:read (is:reading OR is:unread))", "is:read OR is:reading"),
        ("* -(is:read (is:reading tag:x OR is:unread))", "is:read OR is:reading"),
        ("* -(upvotes:>50 tag:trees upvotes:<10)", "upvotes:>50 OR upvotes:<10"),
        ("* -(year:..2020 year:2023..2024)", "year:..2020 OR year:2023..2024"),
        ("* -(year:2023 published:2024-06)", "year:2023 OR published:2024-06"),
        ("* -(added:2019 added:2020-03..)", "added:2019 OR added:2020-03.."),
        ("* (-is:read OR -is:reading)", "is:read OR is:reading"),
    ],
)
def test_what_no_paper_can_be_at_once_leaves_nothing_out(text: str, meant: str) -> None:
    """An OR is lost there."""
    assert complaint(shelf(), text).endswith(f"so that nothing is left out; did you mean '-({meant})'?")


@pytest.mark.parametrize(
    "text",
    ["heaps -(-(is:inbox is:kept))", "* -(is:starred AND is:read)", "* -(is:unread AND is:later)",
     "heaps -(is:read OR is:reading)", "* -(year:2023.. AND year:..2024)",
     "* -(is:read AND (is:reading OR is:starred))", "* -(is:starred AND has:tag)", "* -(is:untagged AND has:note)",
     "* -(tag:trees -tag:trees/ml)", "* -(title:heap -title:\"heap\")", "* -(upvotes:>50 AND upvotes:<100)",
     "* -(year:2023.. AND published:2023-06)", "* -(added:2019..2020 AND added:2020-03)",
     "* -(is:read OR (tag:trees -title:caches))"],
)  # fmt: skip
def test_what_a_paper_may_be_at_once_is_left_out(text: str) -> None:
    assert complaint(shelf(), text) == ""


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("* -(tag:trees -tag:trees)", "tag:trees", "-tag:trees"),
        ("* -(tag:trees/ml -tag:trees)", "tag:trees/ml", "-tag:trees"),
        ("* -(-#Trees title:heaps (tag:trees OR tag:trees/ml))", "-tag:Trees", "tag:trees"),
        ("* -(year:2024 -year:2020..)", "year:2024", "-year:2020.."),
        ('* -(title:"heaps" -title:heaps)', "title:heaps", "-title:heaps"),
        ('* -("heaps" -"heaps")', '"heaps"', '-"heaps"'),
    ],
)
def test_what_has_a_thing_and_has_it_not_is_refused_without_a_proposal(text: str, one: str, other: str) -> None:
    """With an OR it would leave out every paper."""
    assert complaint(shelf(), text) == f"No paper is both '{one}' and '{other}', so that nothing is left out."


def test_a_group_of_names_leaves_out_the_paper_that_has_all_of_them() -> None:
    """Names of two papers are no group that a paper can be."""
    found = library(Paper("a", "Heaps", arxiv_id="1706.03762", doi="10.1000/xyz", citation_key="oak1"), B)
    query = choose(found, "* -(id:1706.03762 id:10.1000/xyz id:OAK1)", PaperFinder(found).papers)
    assert [paper.id for paper in PaperFinder(found).papers(query)] == ["b"]
    assert complaint(found, "* -(id:1706.03762 id:b)").endswith("did you mean '-(id:1706.03762 OR id:b)'?")


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("* -(title:heaps AND is:read)", "title:heaps is:read"),
        ('* -("heaps" AND (is:read OR title:caches))', '"heaps" (is:read OR title:caches)'),
        ("* (-title:heaps OR NOT is:read)", "title:heaps is:read"),
        ('* -("heaps and" is:unread -tag:trees)', '"heaps and" is:unread -tag:trees'),
    ],
)  # fmt: skip
def test_a_group_of_which_no_paper_has_all_is_said(text: str, group: str) -> None:
    """Each of its parts leaves out some paper, and together they leave out none; it may be so another day."""
    found = shelf()
    annotate.mark_papers(found, [B], Status.READ)
    query = choose(found, text)
    assert unknown_parts(found, query) == [f"No paper has all of '{group}' that is to be left out."]
    assert len(PaperFinder(found).papers(query)) == 2
    assert unknown_parts(found, choose(found, "* -(title:heaps AND is:unread)")) == []


@pytest.mark.parametrize(
    ("text", "near"),
    [("Vaswani et al. 2017", ["v"]), ("(Vaswani et al., 2017)", ["v"]), ("heaps attention", ["h", "v"]),
     ("Vaswani et al. 2017 tag:trees", []), ("Vaswani et al. 2017 is:unread", ["v"]), ("is:read", []), ("qqzz", [])],
)  # fmt: skip
def test_a_query_that_nothing_matches_names_the_nearest_and_acts_on_none(text: str, near: list[str]) -> None:
    """A citation those that a search finds by it; what a filter leaves out is not near."""
    found = library(
        Paper("v", "Attention Is All You Need", authors=("Ashish Vaswani", "Noam Shazeer"), published="2017"),
        Paper("h", "Heaps", tags=("trees",)),
    )
    with pytest.raises(UnknownPaper, match=f"^Nothing matches '{re.escape(text)}'") as refused:
        PaperFinder(found).matching(text, lambda _: None)
    assert [id for id, _ in refused.value.candidates] == near
    assert ("near to it" in str(refused.value)) is bool(near)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('* -id:"2401.00099"', "No paper has the arXiv id '2401.00099' that is to be left out."),
        ('* -id:"nobody"', "No paper has the id or citation key 'nobody' that is to be left out."),
        ("graph OR id:nobody", "No paper has the id or citation key 'nobody'."),
        ('graph OR id:"1706.03763"', "No paper has the arXiv id '1706.03763'; did you mean '1706.03762'?"),
        ("* -upvotes:>50", "No paper has 'upvotes:>50' that is to be left out."),
        ("* -published:7d", "No paper has 'published:7d' that is to be left out."),
        ("* -has:code", "No paper has 'has:code' that is to be left out."),
    ],
)  # fmt: skip
def test_a_name_a_number_or_a_thing_that_no_paper_has_is_said(text: str, said: str) -> None:
    assert unknown_parts(named(), choose(named(), text)) == [said]


def named() -> Library:
    """Two papers with every kind of name."""
    lamps = Paper("c-lamp", "Lamps", doi="10.1093/comjnl/27.2.97", url="https://example.org/lamps")
    return library(Paper("b", "Graph Nets", arxiv_id="1706.03762", citation_key="net2017graph", upvotes=3), lamps)


@pytest.mark.parametrize("text", ['* -id:"10.1093/other"', '* -"lowrank"', '* -"1706.99999"', '* -"tapa"'])
def test_what_names_no_paper_and_no_words_with_other_blanks_may_be_left_out(text: str) -> None:
    found = library(Paper("a", "Low-Rank at a Tap"), Paper("b", "Nets", "As in 1706.03762.", arxiv_id="1706.03762"))
    assert choose(found, text).chooses
    assert [paper.id for paper in PaperFinder(found).papers(choose(found, "* -1706.03762"))] == ["a"]


def test_days_on_which_nothing_came_are_said_where_they_are_left_out() -> None:
    found = worded()
    assert unknown_parts(found, choose(found, "* -added:2019-03-01")) == [
        "No paper has 'added:2019-03-01' that is to be left out."
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('* -"diffusion"', ["No paper has the phrase 'diffusion' that is to be left out."]),
        ('* -author:"nobody"', ["No paper has 'author:nobody' that is to be left out."]),
        ('* -note:"heaps"', ["No paper has 'note:heaps' that is to be left out."]),
        ("* -year:2031..", ["No paper has 'year:2031..' that is to be left out."]),
        ('* -year:"2031"', ["No paper has 'year:2031' that is to be left out."]),
        ('is:unread OR title:"grpah"', ["No paper has 'title:grpah'; did you mean 'title:graph'?"]),
        ("year:2023 OR author:nobody", ["No paper has 'year:2023'.", "No paper has 'author:nobody'."]),
        ("* -graph -author:love -source:dail -year:2024 -is:read -has:note -added:7d -title:gra -kv", []),
        ("graph -(-cache)", []),
        ("grpah -(-grpah)", ["No paper has the word 'grpah'; what is like it counts."]),
    ],
)  # fmt: skip
def test_what_no_paper_has_is_said(text: str, said: list[str]) -> None:
    """A word in quotes that no paper has may be left out: so that what runs every day runs before there is one."""
    assert unknown_parts(worded(), choose(worded(), text)) == said


def worded() -> Library:
    """Two papers with words in every field."""
    return library(
        Paper("a", "Graph Heaps and Other Trees", "Heaps of kv.", ("Ada Lovelace",), "2024", sources=("daily page",)),
        Paper("b", "Caches That Compress", "", ("Cyd Bart",), note="for the review", tags=("trees",)),
    )


@pytest.mark.parametrize(
    "text",
    ["* -tagtrees", "* -tag.trees", "* -tagsTREES", "heaps NOT tagxml", "(* -tag-ml/graphs)", "* -tag trees",
     "* NOT tag ml", "heaps -tags rl", "* -listgood", "* -list Good", "* -lists;good"],
)  # fmt: skip
def test_a_tag_or_list_to_be_left_out_without_its_colon_is_no_word(text: str) -> None:
    """Where what follows is a tag or a list of the library; other words that begin so are words."""
    found = shelf()
    annotate.tag_papers(found, [B], ["ml/graphs", "rl"])
    with pytest.raises(UsageError, match=r"did you mean '(tag|list):"):
        choose(found, text)
    assert choose(found, '-"tagged" -"tagline" -"listing" -"list" heaps -"tag"').chooses


def test_a_name_is_the_same_however_many_blanks_it_has() -> None:
    """A list that is known is also left out."""
    found = shelf()
    assert [paper.id for paper in PaperFinder(found).papers(choose(found, '* -list:"Edge   models"'))] == ["b"]


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("-tag:tree", "did you mean 'tag:trees'"), ("is:unread -like:tree", "tag called 'tree'; did you mean 'trees'"),
        ("-list:Good is:unread", "'Good' is a smart list"),
    ],
)  # fmt: skip
async def test_what_a_mistyped_exclusion_shows_is_not_exported(tmp_path: Path, query: str, why: str) -> None:
    """The papers shown are those that were to be left out too."""
    target = tmp_path / "out.md"
    context = PlainContext(shelf(), ExportAnswer("shown", "markdown", "list", path=str(target)))
    context.navigator.query = query
    with pytest.raises(UsageError, match=why):
        await exports.export_papers(context)
    assert not target.exists()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("* -tag_trees", "tag:trees"), ("* -tag/trees", "tag:trees"), ("* -tag-trees", "tag:trees"),
        ("* -upvotes_50", "upvotes:50"), ("* -list_Good", "list:Good"),
    ],
)  # fmt: skip
def test_a_filter_that_lost_its_colon_is_refused_whatever_words_there_are(text: str, meant: str) -> None:
    """To take it for words would leave in all that the filter leaves out."""
    words = "On tag trees, the list good, upvotes 50 and note-taking."
    held = library(*shelf().papers.values(), Paper("w", "Words", words, upvotes=50, note="Taking it."))
    reading_lists.new_list(held, "Good")
    with pytest.raises(UsageError, match=f"did you mean '{meant}'"):
        choose(held, text)
    assert choose(held, "* -note-taking").chooses


def test_lists_and_tags_count_by_their_whole_names() -> None:
    """An unknown list is an error, a smart one is told apart, an unknown tag is named."""
    found = shelf()
    assert choose(found, 'list:"edge MODELS"').filters
    with pytest.raises(UsageError, match="did you mean 'list:\"Edge models\"'"):
        choose(found, "* -list:Edgemodels")
    with pytest.raises(UsageError, match="is:unread"):
        choose(found, "list:good")
    assert unknown_parts(found, parse("tag:tree OR tag:trees -#x")) == [
        "No paper has the tag 'tree'; did you mean 'tag:trees'?",
        "No paper has the tag 'x' that is to be left out.",
    ]
    annotate.tag_papers(found, [B], ["ml/graphs"])
    assert unknown_parts(found, parse("tag:ML")) == []
    assert unknown_parts(found, parse("tag:graphs")) != []


ABSENT = "No paper has the tag 'absent' that is to be left out."


async def test_what_a_kept_query_leaves_out_and_no_paper_has_is_said() -> None:
    """By `w`, as the command line does."""
    context = PlainContext(shelf(), "Unread")
    context.navigator.query = 'is:unread -tag:"absent"'
    await library_commands.save_search(context)
    assert context.said == [f"Kept as 'Unread', a smart list, which tells what is new. {ABSENT}"]


async def test_the_settings_of_a_smart_list_say_what_a_new_query_leaves_out_and_no_paper_has() -> None:
    """Not of a query that stays as it is."""
    for query, said in (('is:unread -tag:"absent"', ABSENT), ("is:unread", "Changed the list 'Good'")):
        context = PlainContext(shelf(), ListEdit("Good", "Other", query, ()))
        context.navigator.collection = Collection(Kind.LIST, "Good")
        await library_commands.list_settings(context)
        assert context.said[-1] == said


@pytest.mark.parametrize(
    ("place", "query", "scope", "said"),
    [
        (Collection(Kind.LIST, "Fine"), "", "list", True), (Collection(Kind.LIST, "Fine"), "", "shown", True),
        (Collection(Kind.LIST, "Former"), "", "shown", True), (Collection(), 'is:unread -tag:"absent"', "shown", True),
        (Collection(Kind.LIST, "Fine"), "", "all", False), (Collection(Kind.LIST, "Good"), "", "list", False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("copied", [False, True])
async def test_what_an_exported_query_leaves_out_and_no_paper_has_is_said(
    tmp_path: Path, place: Collection, query: str, scope: str, said: bool, copied: bool
) -> None:
    found = shelf()
    reading_lists.new_list(found, "Fine", query='is:unread -tag:"absent"')
    saved_before(found, "Former", "is:unread -tag:absent")
    target = "" if copied else str(tmp_path / "out.md")
    context = PlainContext(found, ExportAnswer(scope, "markdown", "list", path=target), "done")
    context.navigator.collection, context.navigator.query = place, query
    await exports.export_papers(context)
    assert (ABSENT in " ".join(context.said)) is said


async def test_a_sync_says_what_the_query_of_its_smart_list_leaves_out_and_no_paper_has(tmp_path: Path) -> None:
    """Before anything is done, and after it."""
    found = shelf()
    reading_lists.new_list(found, "Fine", query='is:unread -tag:"absent"')
    target = tmp_path / "out.md"
    wish = Wish(format="markdown", style="list")
    fine = found.lists["Fine"]
    export(found, tmp_path / "library", wish, PaperFinder(found).on_list(fine), lst=fine, path=target)
    for dry_run in (True, False):
        back = roundtrip.sync(found, tmp_path / "library", target, PaperFinder(found), dry_run=dry_run)
        assert back.notes == (ABSENT,)


def _authored() -> Library:
    return library(
        Paper("1", "Gradient Descent", authors=("Y. LeCun", "L. Bottou")),
        Paper("2", "Deep Nets", authors=("Yann LeCun", "Yoshua Bengio")),
        Paper("3", "LoRA", authors=("Edward J. Hu",)),
        Paper("4", "A Video Generation Survey", authors=("张三 李四",), abstract="We survey video generation."),
        Paper("5", "Quantization in Hu's Attention", authors=("Jane Doe",)),
    )


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("is:unread -author:Yann LeCun", '-author:"Yann LeCun"'),
        ("is:unread -author:E.J. Hu", '-author:"E.J. Hu"'),
        ("is:unread -authors:Yoshua Bengio nets", '-authors:"Yoshua Bengio"'),
        ("NOT author:Edward Hu", 'NOT author:"Edward Hu"'),
        ("-author:LeCun et al.", '-author:"LeCun et al."'),
        ("author:Yann LeCun", 'author:"Yann LeCun"'),
        ("* -title:video generation", '-title:"video generation"'),
        ("* -abstract:video generation", '-abstract:"video generation"'),
    ],
)
def test_a_name_or_text_without_its_quotes_is_no_filter_and_words_beside_it(query: str, meant: str) -> None:
    """The first of the words alone may leave nothing out, and the second then asks for just what was to be left out."""
    with pytest.raises(UsageError, match=re.escape(f"did you mean '{meant}'?")):
        choose(_authored(), query)


@pytest.mark.parametrize(
    "query",
    [
        '* -author:"Yann LeCun"',
        "attention -author:LeCun",
        "-author:LeCun attention",
        "-author:Hu quantization",
        "author:LeCun gradient",
        "title:video generation",
        "-title:video lora",
        "-year:2020.. lecun",
    ],
)
def test_words_beside_a_filter_that_are_no_part_of_its_value_are_words(query: str) -> None:
    assert choose(_authored(), query).text == query


def test_a_citation_key_that_leaves_no_paper_out_is_named() -> None:
    """A key may be a word without a digit; `-word` would take the paper that was to stay."""
    found = library(replace(A, citation_key="Oak"), replace(B, citation_key="caches"))
    for typed in ("* -Oak", "* NOT Oak"):
        with pytest.raises(UsageError, match=r"'Oak' names a paper, .*title:"):
            choose(found, typed)
    assert "did you mean" not in complaint(found, "* -oak")
    assert choose(found, "* -caches").chooses  # The title has the word.


def test_the_key_under_which_an_export_names_a_paper_is_a_name_of_it_in_a_query() -> None:
    """A smart list keeps the id of the paper: the key may come to be that of another."""
    paper = replace(A, authors=("Ada Oak",), published="2021")
    found = Library(MemoryBacking(Log((paper, replace(A, id="z", title="Other")))), library_keys)
    finds = PaperFinder(found).papers
    assert found.resolve("oak2021heaps").id == "a"
    for asked, ids in (("id:oak2021heaps", "a"), ("* -id:oak2021heaps", "z"), ('id:"Oak2021heaps" OR is:read', "a")):
        assert [one.id for one in finds(choose(found, asked, finds))] == [*ids], asked
        assert unknown_parts(found, choose(found, asked, finds)) == []
    assert to_be_stored(found, "* -id:oak2021heaps id:z") == "* -id:a id:z"
    assert "did you mean 'a'?" in complaint(found, "* -id:oak2021heps")


def test_other_quotes_around_a_name_to_be_left_out_are_no_way_to_take_it_at_its_word() -> None:
    """They may be of the name itself, as it was pasted."""
    found = library(Paper("a", "Heaps", tags=("“new”",)), Paper("b", "Heaps"))
    for query in ("* -tag:“new”", "heaps -#«new»", "* -“zebra”"):
        with pytest.raises(UsageError, match="that is to be left out"):
            choose(found, query)
    assert choose(found, '* -tag:"new"').chooses


def test_alternatives_that_are_asked_for_are_not_told_as_what_is_to_be_left_out() -> None:
    """Each paper has the words of one of the two."""
    found = library(Paper("a", "Deep heaps"), Paper("b", "Old trees"))
    assert choose(found, "(deep heaps) OR (old trees)").chooses


def test_the_papers_of_a_smart_list_are_those_that_an_edit_by_its_query_takes() -> None:
    """Nothing in a query that is kept is half-typed: neither the name of a tag nor the last word."""
    found = library(Paper("a", "Heaps of c and wax", tags=("mlops",)), Paper("b", "Cats at a mill"))
    finder = PaperFinder(found)
    for query, ids in (("tag:mlop", ""), ("c", "a"), ("heaps at", ""), ("heaps of", "a")):
        lst = ReadingList("L", query=query)
        assert "".join(paper.id for paper in finder.on_list(lst)) == ids, query
        assert [paper.id for paper in finder.papers(understood(query))] == [paper.id for paper in finder.on_list(lst)]
