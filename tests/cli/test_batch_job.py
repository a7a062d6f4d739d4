"""What somebody does with papers in an hour, by `reader batch` alone; and the parts of answers that make it short."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.support.cli import Reader

Json = dict[str, Any]
WORDS = ["heaps", "caches", "trees", "locks", "graphs", "queues", "tables", "hashes", "words", "bits", "pages", "loops"]


def page(number: int, papers: int = 30) -> str:
    """A page of papers with abstracts of 1,200 characters."""
    rows = []
    for at in range(papers):
        title = f"{WORDS[at % 12].title()} That {WORDS[(at * 5 + number) % 12].title()} Number {number * 100 + at} Keep"
        abstract = " ".join(WORDS[(at * step + number) % 12] for step in range(200))[:1200]
        rows.append({"title": title, "abstract": abstract, "arxiv_id": f"24{number:02}.{at + 10000}", "year": 2024})
    return "\n".join(map(json.dumps, rows))


def test_an_hour_with_papers_takes_twelve_requests_and_thirty_thousand_bytes(reader: Reader, tmp_path: Path) -> None:
    """Two pages come in, fifty papers are looked at, some tagged and noted, three lists with sections made, one of them
    exported, edited and brought back, and all of it undone: by 12 requests, with answers of at most 30 kB."""
    pages = [tmp_path / f"{number}.jsonl" for number in (1, 2)]
    for number, path in enumerate(pages, 1):
        path.write_text(page(number))
    exported = tmp_path / "Heaps.md"
    asked: list[Json] = []
    size = 0

    def ask(request: Json) -> Json:
        nonlocal size
        answer = reader("batch", stdin=json.dumps(request) + "\n")
        asked.append(request)
        size += len(answer.out.encode())
        assert answer.json["ok"], answer.out
        found: Json = answer.json
        return found

    came = ask({"op": "import", "sources": list(map(str, pages)), "brief": True})
    assert (came["totals"]["new"], came["total"], "changed" in came) == (60, 60, False)
    seen = ask({"op": "search", "limit": 50, "fields": ["id", "title", "year", "tags"]})
    assert (len(seen["papers"]), seen["total"]) == (50, 60)
    ids = [paper["id"] for paper in seen["papers"]]
    close = ask({"op": "show", "papers": ids[:5], "fields": ["title", "abstract"]})
    assert [len(paper["abstract"]) > 800 for paper in close["papers"]] == [True] * 5
    ask({"op": "tag", "papers": ids[:20], "add": ["week 48", "to discuss"]})
    ask({"op": "note", "paper": ids[0], "text": "**Read this first.**"})
    for at, name in enumerate(("Heaps", "Caches", "Locks")):
        first, second, third = (ids[at * 12 + step : at * 12 + step + 4] for step in (0, 4, 8))
        sections = {"Basics": second, "Further": third}
        made = ask({"op": "list", "action": "new", "name": name, "papers": first, "sections": sections})
        assert made["say"] == f"Made the reading list '{name}' of 12 papers"
    ask({"op": "export", "list": "Heaps", "path": str(exported)})
    exported.write_text(exported.read_text().replace("**Read this first.**", "**Read this second.**"))
    back = ask({"op": "sync", "path": str(exported)})
    assert back["changed"] == [ids[0]]
    (held,) = ask({"op": "list", "name": "Heaps", "limit": 1, "fields": ["id", "note", "section"]})["papers"]
    assert held == {"id": ids[0], "note": "**Read this second.**", "section": ""}
    gone = ask({"op": "undo", "to": came["step"], "brief": True})
    assert (gone["steps"], gone["total"], "changed" in gone) == (7, 63, False)
    assert reader.batch({"op": "count"})[0]["papers"] == 0
    assert reader.batch({"op": "list"})[0] == {"ok": True, "lists": [], "total": 0}
    assert len(asked) <= 12
    assert size <= 30_000


@pytest.fixture
def three(reader: Reader) -> Reader:
    """Three papers with a word in common."""
    reader.take({f"2405.0000{n}": f"Heaps of {word}" for n, word in enumerate(("Trees", "Stones", "Words"), 1)})
    return reader


def test_an_answer_is_cut_and_says_how_much_there_is(three: Reader) -> None:
    """`fields` are of each paper, `limit` and `offset` of the rows, `total` counts them all: of every list of rows."""
    three("tag", "--query", "*", "--add", "a", "--add", "b", "--add", "c", "--yes")
    three("list", "add", "L", "--query", "*", "--yes")
    three("list", "add", "M", "--query", "*", "--yes")
    three("list", "add", "N", "2405.00001")
    cut = {"limit": 1, "offset": 1}
    asked: list[tuple[str, Json]] = [
        ("papers", {"op": "search", "query": "heaps"}),
        ("papers", {"op": "search", "query": "heaps zebra"}),
        ("papers", {"op": "list", "name": "L"}),
        ("lists", {"op": "list"}),
        ("papers", {"op": "recommend"}),
        ("papers", {"op": "next"}),
        ("papers", {"op": "next", "name": "L"}),
        ("tags", {"op": "tags"}),
    ]
    for key, request in asked:
        whole, part = three.batch({"limit": 0, **request}, {**request, **cut})
        assert (len(whole[key]), whole["total"], part["total"]) == (3, 3, 3), request
        assert part[key] == whole[key][1:2], request
    for request in ({"op": "history"}, {"op": "backup"}):
        (whole,) = three.batch(request)
        assert whole["ok"]
    whole, part = three.batch({"op": "history"}, {"op": "history", **cut})
    assert part == {"ok": True, "steps": whole["steps"][1:2], "total": whole["total"]}


def test_fields_are_those_that_were_asked_for_in_that_order(three: Reader) -> None:
    """Those of a paper, and what says how it was found or where it stands; one that a paper has not is null."""
    three("list", "add", "L", "2405.00001", "--section", "S")
    found, listed, near, one = three.batch(
        {"op": "search", "query": "stones", "fields": ["score", "id", "corrected"]},
        {"op": "list", "name": "L", "fields": ["section", "title"]},
        {"op": "related", "paper": "2405.00001", "fields": ["abstract", "reasons"]},
        {"op": "show", "paper": "2405.00001", "fields": "title"},
    )
    assert list(found["papers"][0]) == ["score", "id", "corrected"]
    assert found["papers"][0]["corrected"] is None
    assert listed["papers"] == [{"section": "S", "title": "Heaps of Trees"}]
    assert all(list(paper) == ["abstract", "reasons"] for paper in near["papers"])
    assert one["paper"] == {"title": "Heaps of Trees"}


def test_an_import_has_a_dry_run_and_says_what_came(three: Reader, tmp_path: Path) -> None:
    """Of texts, files and folders; what is only tried changes nothing, and what came is undone by its step."""
    (tmp_path / "new").mkdir()
    for at in (1, 2):
        (tmp_path / "new" / f"{at}.jsonl").write_text(f'{{"title": "Of Lamps {at}", "arxiv_id": "2406.0000{at}"}}\n')
    request = {"op": "import", "sources": str(tmp_path / "new"), "tags": ["lamps"], "list": "Lamps"}
    tried, before, done, again, after = three.batch(
        {**request, "dry_run": True},
        {"op": "count"},
        request,
        {"op": "import", "sources": ["nowhere.txt"]},
        {"op": "count"},
    )
    assert (tried["totals"], tried["dry_run"], before["papers"]) == (done["totals"], True, 3)
    assert sorted(tried["changed"]) == sorted(done["changed"])
    assert "2 papers would get the tag 'lamps'." in tried["notes"]
    assert (again["ok"], again["error"]["kind"], after["papers"]) == (False, "input", 5)
    assert [paper["tags"] for paper in three.batch({"op": "list", "name": "Lamps"})[0]["papers"]] == [["lamps"]] * 2
    undone, left = three.batch({"op": "undo", "step": done["step"]}, {"op": "count"})
    assert (sorted(undone["changed"]), left["papers"]) == (sorted(done["changed"]), 3)


def test_a_file_of_ours_says_in_a_dry_run_what_would_come_back(three: Reader, tmp_path: Path) -> None:
    three("list", "add", "L", "--query", "*", "--yes")
    path = tmp_path / "l.md"
    three.batch({"op": "export", "list": "L", "style": "tasks", "path": str(path)})
    path.write_text(path.read_text().replace("- [ ]", "- [x]", 1))
    tried, done = three.batch(
        {"op": "import", "sources": [str(path)], "dry_run": True}, {"op": "import", "sources": [str(path)]}
    )
    assert tried["changed"] == done["changed"]
    assert len(done["changed"]) == 1


@pytest.mark.parametrize("op", ["sync", "import"])
def test_a_dry_run_names_what_another_order_changes_as_the_run_does(three: Reader, tmp_path: Path, op: str) -> None:
    """The papers that move, as `list move` does."""
    three("list", "add", "L", "--query", "*", "--yes")
    path = tmp_path / "l.md"
    three.batch({"op": "export", "list": "L", "path": str(path)})
    head, *items, rest = re.split(r"(?m)(?=^- \[|^<!-- reader-base)", path.read_text())
    path.write_text("".join((head, *items[::-1], rest)))
    request = {"op": op, "path": str(path)} if op == "sync" else {"op": op, "sources": [str(path)]}
    tried, done = three.batch({**request, "dry_run": True}, request)
    assert tried["changed"] == done["changed"]
    assert set(done["changed"]) < {"2405.00001", "2405.00002", "2405.00003"}


def test_a_list_is_made_whole_or_not_at_all(three: Reader) -> None:
    """A paper in two places, a heading twice, a smart list with papers, an unknown paper: nothing is made."""
    new = {"op": "list", "action": "new", "name": "L"}
    wrong: list[tuple[Json, str]] = [
        ({"papers": ["2405.00001"], "sections": {"A": ["2405.00001"]}}, "stands in two places"),
        ({"sections": {"A": [], "a": []}}, "already has a section 'A'"),
        ({"sections": {"": ["2405.00001"]}}, "cannot be empty"),
        ({"query": "heaps", "sections": {"A": []}}, "exclude each other"),
        ({"sections": {"A": ["nobody"]}}, "no paper called 'nobody'"),
    ]
    for more, told in wrong:
        (answer,) = three.batch({**new, **more})
        assert told in answer["error"]["message"]
    made, shown = three.batch(
        {**new, "description": "All.", "papers": "2405.00002", "sections": {"A": ["2405.00001"], "B": []}},
        {"op": "list", "name": "L", "fields": ["title", "section"]},
    )
    assert "list:l" in made["changed"]
    assert (shown["sections"], shown["description"]) == (["A", "B"], "All.")
    assert [paper["section"] for paper in shown["papers"]] == ["", "A"]


def test_what_is_read_is_unread_again_on_a_queue_that_is_made_of_it(three: Reader) -> None:
    three("mark", "read", "2405.00001")
    made, shown = three.batch(
        {"op": "list", "action": "new", "name": "Queue", "papers": ["2405.00001", "2405.00002"]},
        {"op": "list", "name": "Queue", "fields": ["status", "triage"]},
    )
    assert made["say"] == "Made the reading list 'Queue' of 2 papers, and marked 1 of them as unread"
    assert shown["papers"] == [{"status": "unread", "triage": "queued"}] * 2


def test_papers_that_are_one_are_merged_and_others_told_apart(reader: Reader) -> None:
    """The list of pairs, what stays of them, and each step back."""
    for words, tag in (("heaps grow", "a"), ("caches shrink", "b"), ("locks wait", "c")):
        record = {"title": "Heaps and Other Trees", "abstract": f"{words} " * 20, "tags": [tag]}
        reader("import", "-", stdin=json.dumps(record))
    one, two, three = (reader("search", "--ids", f"tag:{tag}").lines[0] for tag in "abc")
    found, done, left, undone, apart, again = reader.batch(
        {"op": "duplicates"},
        {"op": "duplicates", "action": "merge", "keep": one, "papers": [two, three]},
        {"op": "search", "fields": ["id", "tags"]},
        {"op": "undo"},
        {"op": "duplicates", "action": "different", "papers": [one, two]},
        {"op": "duplicates"},
    )
    assert (found["total"], found["pairs"][0]["reason"]) == (3, "equal titles, different abstracts")
    assert done["say"] == "Merged 3 papers into 'Heaps and Other Trees'"
    assert left["papers"] == [{"id": one, "tags": ["a", "b", "c"]}]
    assert (undone["steps"], apart["ok"], again["total"]) == (1, True, 2)


def test_a_history_is_that_of_some_papers(three: Reader) -> None:
    three("star", "2405.00001")
    three("mark", "read", "2405.00002")
    (found,) = three.batch({"op": "history", "query": "trees"})
    assert [step["say"].partition(" ")[0] for step in found["steps"]] == ["Starred", "Imported"]


def test_all_that_was_done_from_a_step_on_is_undone(three: Reader) -> None:
    """In one request, newest first; one that does not stand is refused."""
    first, *_ = three.batch(
        {"op": "star", "papers": "2405.00001"},
        {"op": "mark", "papers": "2405.00002", "status": "read"},
        {"op": "tag", "papers": "2405.00003", "add": ["x"]},
    )
    tried, undone, again = three.batch(
        {"op": "undo", "to": first["step"], "dry_run": True},
        {"op": "undo", "to": first["step"]},
        {"op": "undo", "to": first["step"]},
    )
    assert (sorted(tried["changed"]), tried["steps"]) == (sorted(undone["changed"]), undone["steps"])
    assert (undone["steps"], len(undone["say"]), again["error"]["kind"]) == (3, 3, "refused")
    assert three("search", "--ids", "is:starred OR is:read OR tag:x").lines == []


def test_an_edit_that_is_asked_briefly_tells_how_many_changed(three: Reader) -> None:
    """A dry run, an import that is partly refused and an edit of nothing, too; nothing else of the answer goes."""
    records = '{"title": "Heaps of Rain", "arxiv_id": "2405.00009"}\n{"abstract": "untitled"}\n'
    tag = {"op": "tag", "query": "*", "add": "x"}
    tried, whole, again, strict = three.batch(
        {**tag, "dry_run": True, "brief": True},
        {**tag, "brief": False},
        {**tag, "brief": True},
        {"op": "import", "text": records, "format": "jsonl", "strict": True, "brief": True},
    )
    assert (tried["total"], len(whole["changed"]), again["total"], strict["total"]) == (3, 3, 0, 1)
    assert [sorted({"changed", "total"} & answer.keys()) for answer in (tried, whole)] == [["total"], ["changed"]]
    assert (strict["error"]["kind"], "changed" in strict) == ("input", False)
