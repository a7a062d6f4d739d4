"""The user's way round: papers come in, go out in a format that a library can read, and come into an empty library."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import pytest

from reader.formats import FORMATS
from tests.support.cli import Reader
from tests.support.grids import crossed

ROUND = tuple(name for name, known in FORMATS.items() if known.reads and known.writes)
"""The formats that a library writes and reads."""
Back = Callable[..., Reader]


@pytest.fixture
def back(reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Back:
    """Export the library in a format, import that into an empty one, and give the latter."""

    def came_back(format: str, *wish: str) -> Reader:
        file = tmp_path / f"out-{format}{FORMATS[format].suffix}"
        reader("export", *(wish or ("*",)), "--format", format, "-o", str(file))
        other = Reader(tmp_path / f"other-{format}", monkeypatch, capsys)
        other("import", str(file))
        return other

    return came_back


def imported(reader: Reader, tmp_path: Path, *records: dict[str, Any]) -> None:
    """Import some records of JSON Lines."""
    file = tmp_path / "in.jsonl"
    file.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    reader("import", str(file))


def lines_of(reader: Reader) -> list[Any]:
    """All that a library holds of its papers, in the order of their ids."""
    records = [json.loads(line) for line in reader("export", "*", "--format", "jsonl").lines]
    return sorted(records, key=lambda record: str(record["id"]))


@pytest.mark.parametrize("name", ["csv", "jsonl"])
@pytest.mark.parametrize("wish", [("*",), ("--list", "Zoo; plain")])
def test_places_in_lists_come_back(
    reader: Reader, back: Back, tmp_path: Path, name: str, wish: tuple[str, ...]
) -> None:
    imported(reader, tmp_path, *({"title": f"Paper {one}", "authors": ["Ada Vale"], "year": 2001} for one in "abc"))
    a, b, c = reader("search", "--ids").lines
    reader("list", "add", "Zoo; plain", c, a)
    reader("list", "add", "Zoo; plain", b, "--section", "Later; or never")
    reader("list", "annotate", "Zoo; plain", a, "first\\;\nof all")
    reader("list", "add", "Other", b)
    other = back(name, *wish)
    # A table does not tell when its papers were changed.
    timeless = {"changed_at": ANY} if name == "csv" else {}
    assert lines_of(other) == [{**line, **timeless} for line in lines_of(reader)]
    shown = reader("list", "show", "Zoo; plain", "--json").json
    shown["papers"] = [{**paper, **timeless} for paper in shown["papers"]]
    assert other("list", "show", "Zoo; plain", "--json").json == shown


def test_a_list_of_a_table_without_places_takes_the_order_of_arrival(reader: Reader, tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    file.write_text("title,authors,year,lists,list places\nA,Ada Vale,2001,Zoo; Other,7\nB,Bo Ash,2002,Zoo,\n")
    told = reader("import", str(file)).err
    assert "in.csv:2: 'list places' does not tell one thing of each of its lists, left out “7”" in told
    assert [paper["title"] for paper in reader("list", "show", "Zoo", "--json").json["papers"]] == ["A", "B"]


TEMPLATE = {"title": "Title", "authors": ["Author"], "venue": "Journal"}
BETA = {"title": "Beta waves", "authors": ["B. Foo"], "year": 2002, "doi": "10.1000/b", "note": "mine",
        "starred": True, "tags": ["x"]}  # fmt: skip


@crossed
@pytest.mark.parametrize("name", ROUND)
@pytest.mark.parametrize("more", [{"year": 2000}, {}, {"doi": "10.1000/t"}, {"url": "https://example.org/t"}])
def test_a_paper_whose_words_are_names_of_columns_is_a_paper(
    reader: Reader, back: Back, tmp_path: Path, name: str, more: dict[str, Any]
) -> None:
    imported(reader, tmp_path, TEMPLATE | more, BETA)
    found = {record["title"]: record for record in lines_of(back(name))}
    assert sorted(found) == ["Beta waves", "Title"]
    assert found["Title"]["venue"] == "Journal"
    assert (found["Beta waves"]["doi"], found["Beta waves"]["note"]) == ("10.1000/b", "mine")


@pytest.mark.parametrize(
    "row",
    ["Title,Author,Journal,2000,", "Title,Author,Journal,,10.1000/t", "Title,Author,,,",
     "Title,,Journal,arXiv:2001.00001,", "Title,Author,Abstract,https://example.org,"],
)  # fmt: skip
def test_a_template_in_the_table_of_others_is_no_header(reader: Reader, tmp_path: Path, row: str) -> None:
    file = tmp_path / "in.csv"
    head = "title,authors,venue,year,doi"
    file.write_text(f"{head}\nLamps,Ada Vale,Attic,2001,10.1000/a\n{row}\nBeds,Bo Ash,Cellar,2002,10.1000/b\n")
    reader("import", str(file))
    found = {record["title"]: record for record in lines_of(reader)}
    assert sorted(found) == ["Beds", "Lamps", "Title"]
    assert (found["Beds"]["venue"], found["Beds"]["year"], found["Beds"]["doi"]) == ("Cellar", 2002, "10.1000/b")


def test_tags_that_read_like_a_header_begin_no_other_table(reader: Reader, back: Back, tmp_path: Path) -> None:
    tags = ["abstract", "doi", "journal", "title", *(f"w{at}" for at in range(40))]
    imported(reader, tmp_path, {"title": "Beds", "authors": ["B. Foo"], "year": 2001, "tags": tags}, BETA)
    assert lines_of(back("csv")) == lines_of(reader)


@pytest.mark.parametrize("name", ROUND)
def test_two_authors_of_one_name_stay_two(reader: Reader, back: Back, tmp_path: Path, name: str) -> None:
    names = ["Tao Zhang", "Keer Lu", "Tao Zhang"]
    imported(reader, tmp_path, {"title": "Two men", "authors": names, "year": 2024})
    assert [record["authors"] for record in lines_of(back(name))] == [names]


@pytest.mark.parametrize("name", ROUND)
def test_reports_that_differ_in_their_number_come_back_as_many(
    reader: Reader, back: Back, tmp_path: Path, name: str
) -> None:
    file = tmp_path / "in.bib"
    head = "title={Progress report}, author={Foo, A.}, year={2001}"
    file.write_text(
        f"@techreport{{a, {head}, number={{TR-1}}, institution={{MIT}}}}\n"
        f"@techreport{{b, {head}, number={{TR-2}}, institution={{MIT}}}}\n"
        f"@report{{c, {head}, number={{TR-3}}, volume={{4}}, institution={{MIT}}}}\n"
        f"@book{{d, {head}, number={{7}}, publisher={{Springer}}, chapter={{3}}, pmid={{77}}, pmcid={{PMC78}}}}\n"
        f"@book{{e, {head}, number={{7}}, publisher={{Springer}}, chapter={{3}}, pmid={{79}}, edition={{2001}}}}\n"
        f"@misc{{f, {head}, number={{arXiv}}, part={{2}}}}\n"
    )
    reader("import", str(file))
    told, again = (
        [(record["venue"], sorted({**record["metadata"], "publisher": ""}.items())) for record in records]
        for records in (lines_of(reader), lines_of(back(name)))
    )  # The publisher is the venue here.
    assert len(told) == 6
    assert sorted(map(str, told)) == sorted(map(str, again))


def test_an_import_of_known_papers_stands_in_the_history_with_what_it_did(reader: Reader, tmp_path: Path) -> None:
    known = {"title": "Beds", "authors": ["B. Foo"], "year": 2001}
    imported(reader, tmp_path, known, BETA)
    imported(reader, tmp_path, known, BETA)
    assert len(reader("history").lines) == 1
    file = str(tmp_path / "in.jsonl")
    dry = reader("import", file, "--tag", "a,b", "--tag", "A,B", "--tag", "X", "--list", "Zoo", "--dry-run").err
    assert [line for line in dry.splitlines() if " would " in line] == [
        "2 papers would get the tag 'a,b'.",
        "1 paper would get the tag 'x'.",
        "2 papers would join the new list 'Zoo'.",
    ]
    reader("import", file, "--tag", "a,b", "--tag", "A,B", "--list", "Zoo")
    imported(reader, tmp_path, known, {"title": "Oaks", "authors": ["C. Bar"], "year": 2003})
    reader("import", file, "--tag", "new")
    reader("import", file, "--list", "Zoo")
    told = [step["say"].replace(file, "in.jsonl") for step in reader("history", "--json").json]
    assert told == [
        "Put 1 known paper on the list 'Zoo' from in.jsonl",
        "Tagged 2 known papers 'new' from in.jsonl",
        "Imported 1 paper from in.jsonl",
        "Tagged 2 known papers 'a,b' and put 2 known papers on the list 'Zoo' from in.jsonl",
        "Imported 2 papers from in.jsonl",
    ]
    assert [record["tags"] for record in lines_of(reader) if record["title"] == "Beds"] == [["a,b", "new"]]


@pytest.mark.parametrize(
    "options",
    [["markdown"], ["markdown", "--style", "tasks"], ["markdown", "--style", "table"], ["obsidian"]],
    ids=" ".join,
)
def test_own_markdown_brings_a_library_the_papers_that_it_lacks_on_no_list(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    options: list[str],
) -> None:  # fmt: skip
    """In every form the same, and only once."""
    imported(reader, tmp_path, BETA, {"title": "Oaks", "authors": ["C. Bar"], "year": 2003})
    path = tmp_path / "out"
    reader("export", "*", "--format", *options, "-o", str(path))
    assert reader("import", str(path)).status == 0
    other = Reader(tmp_path / "other", monkeypatch, capsys)
    assert "Oaks: comes into the library" in other("import", str(path), "--dry-run").out
    assert other("search", "--ids").lines == []
    other("import", str(path))
    told = ("id", "title", "authors", "year", "doi", "note", "starred", "tags", "status", "lists")
    came, sent = ([{key: record[key] for key in told} for record in lines_of(each)] for each in (other, reader))
    assert came == sent
    other("import", str(path))
    assert len(other("history").lines) == 1


@pytest.mark.parametrize("name", ["markdown", "obsidian"])
@pytest.mark.parametrize("papers", [1, 2])
def test_own_markdown_of_papers_that_were_removed_gives_nothing_and_says_so(
    reader: Reader, tmp_path: Path, name: str, papers: int
) -> None:
    """Nobody typed them, and an older file does not bring back what its reader removed."""
    imported(reader, tmp_path, *[BETA, {"title": "Oaks", "authors": ["C. Bar"], "year": 2003}][:papers])
    path = tmp_path / f"out{FORMATS[name].suffix}"
    reader("export", "*", "--format", name, "-o", str(path))
    reader("remove", "--query", "*", "--yes")
    for file in [path] if path.is_file() else path.glob("Beta*"):
        file.write_text(file.read_text().replace("mine", "mine still"))
    answer = reader("import", str(path), check=False)
    assert answer.status == 1
    which = "the paper that it shows is not" if papers == 1 else "none of the 2 papers that it shows is"
    assert f"{path}: {which} in this library" in answer.err
    assert reader("search", "--ids").lines == []
