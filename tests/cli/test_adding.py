"""`reader add`: single papers by id, DOI, address or title, and by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reader.errors import NetworkError
from reader.io.fetch import WebAnswer
from tests.operations.test_completion import knowing
from tests.operations.test_likely_records import RECORD
from tests.support.cli import Reader
from tests.support.services import Question, Services, atom, said, serving


@pytest.fixture
def arxiv(monkeypatch: pytest.MonkeyPatch) -> Services:
    """An arXiv that knows 2408.07990 only, and a doi.org that knows nothing."""

    def answer(question: Question) -> WebAnswer:
        if question.path.startswith("/arxiv"):
            ids = question.query.get("id_list", "").split(",")
            return said(atom(*((f"{id}v1", "On Light") for id in ids if id == "2408.07990")))
        return said("Resource not found.", status=404)

    return serving(monkeypatch, answer)


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> None:
    """No network."""

    def refuse(question: Question) -> WebAnswer:
        raise NetworkError("arXiv cannot be reached: no network.")

    serving(monkeypatch, refuse)


def test_an_id_is_asked_for_and_a_title_is_noted(reader: Reader, arxiv: Services) -> None:
    added = reader("add", "https://arxiv.org/abs/2408.07990v2", "Of Shadows", "--tag", "new", "--list", "Read")
    assert [question.query["id_list"] for question in arxiv.asked if "id_list" in question.query] == ["2408.07990"]
    assert "Nothing is known of 'Of Shadows' yet; it is noted by its title." in added.err
    assert [line.split(maxsplit=1)[1] for line in added.lines] == ["On Light (Bean, 2025) #new", "Of Shadows #new"]
    assert added.err.splitlines()[-1] == "Added: 2 new."
    papers = {paper["title"]: paper for paper in reader("search", "--json").json}
    assert papers["On Light"]["authors"] == ["Ada Bean"]
    assert [paper["lists"] for paper in papers.values()] == [["Read"], ["Read"]]


def test_what_a_service_does_not_have_is_told_by_name_and_the_rest_is_added(reader: Reader, arxiv: Services) -> None:
    added = reader("add", "2408.07990", "2408.07991", "10.1234/lamp.5", check=False)
    assert added.status == 1
    assert "2408.07991" in added.err
    assert "10.1234/lamp.5" in added.err
    assert [paper["title"] for paper in reader("search", "--json").json] == ["On Light"]


@pytest.mark.usefixtures("away")
def test_without_a_network_a_paper_is_noted_and_said(reader: Reader) -> None:
    added = reader("add", "2408.07990")
    assert "cannot be reached" in added.err
    assert "`reader complete` goes on" in added.err
    assert [paper["title"] for paper in reader("search", "--json").json] == ["arXiv:2408.07990"]


def test_offline_nobody_is_asked(reader: Reader, arxiv: Services) -> None:
    answer = reader("add", "--offline", "-", "--json", stdin="2408.07990\n\n10.1234/lamp.5\nOf Shadows\n").json
    assert arxiv.asked == []
    assert answer["totals"] == {"new": 3, "updated": 0, "unchanged": 0, "problems": 0}
    assert answer["papers"] == [paper["id"] for paper in reader("search", "--json").json]


def test_a_paper_is_told_by_hand(reader: Reader, arxiv: Services) -> None:
    reader("add", "--title", "On Light", "--author", "Vale, Ada", "--author", "Bo Ash", "--year", "2024-05",
           "--venue", "J. Lamps", "--abstract", "It burns.")  # fmt: skip
    reader("add", "--title", "Of Shadows", "--author", "Oak, Cy")
    light, shadows = reader("search", "--json", "sort:title").json[::-1]
    assert arxiv.asked == []
    assert (light["authors"], light["published"], light["venue"]) == (["Ada Vale", "Bo Ash"], "2024-05", "J. Lamps")
    assert (shadows["authors"], shadows["sources"]) == (["Cy Oak"], ["by hand"])
    assert reader("history").lines[0].endswith("Added 'Of Shadows'")


@pytest.mark.parametrize(
    "arguments", [(), ("2408.07990", "--title", "x"), ("--author", "Ada Vale"), ("--tag", "new"), ("-",)]
)
def test_a_call_that_is_unclear_adds_nothing(reader: Reader, arguments: tuple[str, ...]) -> None:
    refused = reader("add", *arguments, check=False)
    assert refused.status == 2
    assert reader("search", "--ids").lines == []


def test_what_is_empty_is_told_from_an_empty_standard_input(reader: Reader) -> None:
    for argument, why in (
        (" ", "TEXT names no paper: it is empty."),
        ("-", "There is no paper to add on standard input."),
    ):
        assert why in reader("add", argument, check=False).err


def test_what_names_no_paper_is_told_and_the_rest_is_added(reader: Reader, arxiv: Services) -> None:
    added = reader("add", "2408.07990", "arxiv:nonsense", "2024", check=False)
    assert (added.status, "'arxiv:nonsense' is no whole arXiv id" in added.err, "'2024' is" in added.err) == (
        1,
        True,
        True,
    )
    assert added.err.splitlines()[-1] == "Added: 1 new, 2 refused."
    assert [paper["title"] for paper in reader("search", "--json").json] == ["On Light"]
    answer = reader("add", "-", "--offline", "--json", stdin="On Light, again\nid:foo\n", check=False)
    assert (answer.status, answer.json["totals"]["new"], len(answer.json["refused"])) == (1, 1, 1)


RIS = "TY  - JOUR\nTI  - One\nAU  - X, Y\nPY  - 2001\nER  - \n"
BIBTEX = "@article{k,\n title={Foo bar},\n author={A, B},\n year={2001}\n}"


@pytest.mark.parametrize(("arguments", "stdin"), [(("-",), RIS), ((BIBTEX,), ""), ((BIBTEX.replace("\n", ""),), "")])
def test_a_record_names_no_paper_and_is_imported(reader: Reader, arguments: tuple[str, ...], stdin: str) -> None:
    refused = reader("add", "--offline", *arguments, stdin=stdin, check=False)
    assert (refused.status, "`reader import -` reads it." in refused.err) == (1, True)
    (answer,) = reader.batch({"op": "add", "texts": [stdin or arguments[0]], "offline": True})
    assert (answer["ok"], "`reader import -` reads it." in answer["error"]["message"]) == (False, True)
    assert reader("search", "--ids").lines == []


def test_what_is_left_of_a_text_beside_its_id_is_told(reader: Reader, arxiv: Services) -> None:
    added = reader("add", "--offline", "see arXiv:2408.07990 for lamps")
    assert "Of 'see arXiv:2408.07990 for lamps' only arXiv:2408.07990 was taken." in added.err
    assert arxiv.asked == []
    other = reader("add", "Of Shadows and Their Lengths arXiv:2408.07990", "--json").json
    assert "'Of Shadows and Their Lengths' is called 'On Light' by arXiv." in other["notes"]
    assert reader("search", "--ids").lines == ["2408.07990"]


def test_where_nothing_names_a_paper_nobody_is_asked(reader: Reader, arxiv: Services) -> None:
    refused = reader("add", "arxiv:nonsense", "id:foo", check=False)
    assert (refused.status, len(refused.err.splitlines())) == (1, 2)
    assert (arxiv.asked, reader("search", "--ids").lines) == ([], [])
    (answer,) = reader.batch({"op": "add", "texts": ["id:foo", "On Light"], "offline": True})
    assert (answer["ok"], answer["totals"]["new"], len(answer["refused"])) == (True, 1, 1)
    (answer,) = reader.batch({"op": "add", "texts": ["id:foo"], "offline": True})
    assert (answer["ok"], answer["error"]["kind"]) == (False, "input")


@pytest.mark.parametrize("path", ["~/lamps.bib", "./lamps", "papers/lamps", "lamps.ris", "On Light.pdf"])
def test_a_path_where_no_file_is_names_no_paper(reader: Reader, path: str) -> None:
    refused = reader("add", "--offline", path, check=False)
    assert (refused.status, f"'{path}' is written like a path, and no file is there." in refused.err) == (1, True)
    assert reader("search", "--ids").lines == []
    assert reader("add", "--offline", "--title", path).status == 0


def test_several_ids_of_one_text_are_asked_for_at_once(reader: Reader, arxiv: Services) -> None:
    added = reader("add", "-", stdin="2408.07990, 2408.07991\n", check=False)
    assert [question.query["id_list"] for question in arxiv.asked] == ["2408.07990,2408.07991"]
    assert (added.status, "2408.07991" in added.err) == (1, True)


def test_what_would_be_added_is_only_said(reader: Reader, arxiv: Services) -> None:
    assert "Would add: 2 new." in reader("add", "2408.07990", "Of Shadows", "--dry-run").err
    assert len(arxiv.asked) == 1
    assert reader("search", "--ids").lines == []


def test_batch_adds(reader: Reader, arxiv: Services) -> None:
    named, told, unclear, noted = reader.batch(
        {"op": "add", "texts": ["2408.07990"], "tags": ["new"]},
        {"op": "add", "title": "Of Shadows", "authors": ["Oak, Cy"], "year": "2020", "list": "Read"},
        {"op": "add", "texts": ["x y"], "title": "Both"},
        {"op": "add", "texts": ["2408.07991"], "offline": True, "dry_run": True},
    )
    assert len(arxiv.asked) == 1
    assert (named["totals"]["new"], told["totals"]["new"], noted["totals"]["new"]) == (1, 1, 1)
    assert unclear["error"]["kind"] == "usage"
    papers = {paper["title"]: paper for paper in reader("search", "--json").json}
    assert papers.keys() == {"On Light", "Of Shadows"}
    assert (papers["Of Shadows"]["authors"], papers["Of Shadows"]["lists"]) == (["Cy Oak"], ["Read"])
    assert papers["On Light"]["tags"] == ["new"]


def test_a_title_is_looked_for_and_what_it_may_be_is_said(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    serving(monkeypatch, knowing(RECORD, replace(RECORD, arxiv_id="2403.00002", authors=("Cy Oak",))))
    added = reader("add", RECORD.title)
    assert RECORD.arxiv_id in added.err
    assert "`reader edit PAPER --set arxiv=ID`" in added.err
    (paper,) = reader("search", "--json").json
    assert paper["arxiv_id"] == ""
    reader("edit", paper["id"], "--set", f"arxiv={RECORD.arxiv_id}")
    reader("complete", paper["id"])
    assert reader("show", paper["id"], "--json").json["authors"] == [*RECORD.authors]


def test_the_only_paper_of_a_title_is_taken_and_said(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    serving(monkeypatch, knowing(RECORD))
    added = reader("add", RECORD.title)
    assert f"is the only one of that title: https://arxiv.org/abs/{RECORD.arxiv_id}" in added.err
    (paper,) = reader("search", "--json").json
    assert (paper["arxiv_id"], paper["authors"]) == (RECORD.arxiv_id, [*RECORD.authors])
    reader("undo")
    assert reader("search", "--ids").lines == []


WICK = "Lamps That Learn to Burn Without a Wick"
OIL = "Lamps Which Learn to Burn Without Oil"


@pytest.fixture
def lamps(reader: Reader, tmp_path: Path) -> Reader:
    """The command line on a library of one paper that is known in full."""
    bib = f"@article{{a, title={{{WICK}}}, author={{Ada Vale and Bo Ash}}, year=2021, journal={{J. Lamps}}"
    (tmp_path / "a.bib").write_text(bib + ", eprint={2101.00009}}")
    reader("import", str(tmp_path / "a.bib"))
    return reader


def test_what_is_told_of_a_known_paper_and_not_taken_is_told(lamps: Reader) -> None:
    told = ["--title", WICK.lower(), "--author", "Vale, Ada", "--author", "Ash, B.", "--year", "2021-05",
            "--venue", "Other", "--url", "https://arxiv.org/abs/2101.00009", "--abstract", "They learn."]  # fmt: skip
    dry = lamps("add", *told, "--dry-run")
    added = lamps("add", *told)
    for text in (dry.err, added.err):
        assert f"The venue of '{WICK}' stays 'J. Lamps', and not 'Other': `reader edit 2101.00009`" in text
        assert f"'{WICK}' (2101.00009) was known, and gained: date, url and abstract." in text
        assert text.count("stays") == 1
    assert added.err.splitlines()[-1] == "Added: 0 new, 1 completed."
    again = lamps("add", *told, "--json").json
    assert again["facts_not_taken"] == {"2101.00009": ["venue"]}
    assert len(again["notes"]) == 1
    (answer,) = lamps.batch({"op": "add", "title": "Wicks", "url": "https://arxiv.org/abs/2101.00009", "year": 2020})
    assert answer["facts_not_taken"] == {"2101.00009": ["title", "date"]}


def test_what_may_be_a_known_paper_by_its_title_alone_completes_none(lamps: Reader) -> None:
    lamps("edit", "a", "--set", f"title={OIL}")
    for title in (WICK, OIL):
        refused = lamps("add", "--title", title, "--doi", "10.5555/qqq", check=False)
        assert (refused.status, "its title alone does not prove it" in refused.err) == (1, True)
        assert "(2101.00009)" in refused.err
    (answer,) = lamps.batch({"op": "add", "title": OIL, "doi": "10.5555/qqq"})
    assert (answer["ok"], answer["error"]["kind"]) == (False, "refused")
    (paper,) = lamps("search", "--json").json
    assert (paper["doi"], "Corrected the title" in lamps("history").lines[0]) == ("", True)


def test_what_becomes_of_a_known_paper_is_told(lamps: Reader) -> None:
    known = lamps("add", WICK, "--offline", "--tag", "new", "--list", "Read")
    assert known.err.splitlines() == [
        "Tagged 1 known paper 'new' and put 1 known paper on the list 'Read'.", "Added: 0 new, 1 known already.",
    ]  # fmt: skip
    lamps("add", "--title", OIL)
    noted = lamps("add", "--title", OIL, "--doi", "10.5555/rrr")
    assert "was known, and gained: doi." in noted.err


def test_what_was_noted_by_its_title_is_completed_later_as_it_is_at_once(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    serving(monkeypatch, knowing(RECORD))
    reader("add", "--offline", RECORD.title)
    completed = reader("complete")
    assert f"is the only one of that title: https://arxiv.org/abs/{RECORD.arxiv_id}. `reader undo`" in completed.err
    assert "1 completed" in completed.err
    (paper,) = reader("search", "--json").json
    assert (paper["arxiv_id"], paper["authors"]) == (RECORD.arxiv_id, [*RECORD.authors])
    assert "by hand" in paper["sources"]
