"""Code, project and votes of a paper, from an import to every way out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reader.cli.batch_keys import LINK_KEYS
from reader.operations.links import LINKS
from tests.support.cli import Reader

CODE, PROJECT, PDF = "https://github.com/example/lamps", "https://example.org/lamps", "https://arxiv.org/pdf/2611.04001"


def day(path: Path, **changed: Any) -> str:
    """A day of Hugging Face with one paper."""
    record = {"id": "2611.04001", "title": "Lamps with Code", "summary": "A lamp with code.", "upvotes": 7,
              "githubRepo": CODE, "projectPage": PROJECT, "ai_summary": "Lamps get code."} | changed  # fmt: skip
    path.write_text(json.dumps([{"title": "T", "paper": record}]), encoding="utf-8")
    return str(path)


@pytest.fixture
def shelf(reader: Reader, tmp_path: Path) -> Reader:
    """A library with one paper that has code and a project."""
    reader("import", day(tmp_path / "day.json"))
    return reader


def test_the_address_of_what_belongs_to_a_paper_is_printed(shelf: Reader) -> None:
    assert shelf("link", "2611.04001").out == "https://arxiv.org/abs/2611.04001\n"
    for kind, address in (("--pdf", PDF), ("--code", CODE), ("--project", PROJECT)):
        assert shelf("link", "2611.04001", kind).out == address + "\n"
    assert shelf("link", "2611.04001", "--pdf", "--code", check=False).status == 2
    assert shelf("link", "nobody", "--code", check=False).status == 1


def test_what_is_not_known_is_refused(reader: Reader, tmp_path: Path) -> None:
    reader("import", day(tmp_path / "day.json", githubRepo=None, projectPage="x"))
    answer = reader("link", "2611.04001", "--code", check=False)
    assert (answer.status, answer.out, answer.err) == (1, "", "reader: No code is known for this paper.\n")


@pytest.mark.parametrize("there", [True, False])
def test_an_address_is_opened_where_there_is_a_browser(
    shelf: Reader, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    """The address is printed all the same."""
    asked: list[str] = []
    monkeypatch.setattr("reader.tui.outside_programs.has_browser", lambda: there)
    monkeypatch.setattr("reader.tui.outside_programs.browse", lambda address: not asked.append(address))  # type: ignore[func-returns-value]
    answer = shelf("link", "2611.04001", "--code", "--open", check=False)
    assert (answer.status, answer.out, asked) == (0 if there else 1, CODE + "\n", [CODE] * there)


def test_a_batch_gives_the_address_too(shelf: Reader) -> None:
    wanted: list[dict[str, bool]] = [{}, {"code": True}, {"code": False}, {"code": True, "pdf": True}, {"page": True}]
    answers = shelf.batch(*({"op": "link", "paper": "2611.04001", **kind} for kind in wanted))
    assert [answer.get("address", answer.get("error", {}).get("kind")) for answer in answers] == [
        "https://arxiv.org/abs/2611.04001", CODE, "https://arxiv.org/abs/2611.04001", "usage", "usage",
    ]  # fmt: skip


def test_links_votes_and_the_summary_by_a_machine_are_shown_and_found(shelf: Reader) -> None:
    """The summary is shown as that, and no word of it is the abstract's."""
    paper = shelf("show", "2611.04001", "--json").json
    assert paper["links"] == {"pdf": PDF, "code": CODE, "project": PROJECT}
    assert (paper["upvotes"], paper["abstract"], paper["machine_summary"]) == (
        7,
        "A lamp with code.",
        "Lamps get code.",
    )
    shown = shelf("show", "2611.04001").out
    assert f"Code:      {CODE}\nProject:   {PROJECT}\nVotes:     7\n" in shown
    assert "\n\nSummary (by machine)\nLamps get code.\n" in shown
    for query, number in (("has:code", 1), ("has:project", 1), ("has:tag", 0), ("has:list", 0), ("upvotes:>6", 1),
                          ("abstract:get", 0), ("-has:code", 0)):  # fmt: skip
        assert len(shelf("search", query, "--ids").lines) == number
    shelf("tag", "2611.04001", "--add", "x")
    shelf("list", "add", "Lamps", "2611.04001")
    assert shelf("search", "has:tag has:list", "--ids").lines == ["2611.04001"]


def test_the_same_file_again_changes_nothing_and_more_votes_are_taken(shelf: Reader, tmp_path: Path) -> None:
    """Fewer are those of a day before; links and summary of the first stay, what was missing is filled."""
    path = tmp_path / "day.json"

    def again(**changed: Any) -> tuple[int, int, Any]:
        counts = shelf("import", day(path, **changed), "--json").json["totals"]
        return counts["updated"], counts["unchanged"], shelf("show", "2611.04001", "--json").json

    before = shelf("show", "2611.04001", "--json").json
    assert again() == (0, 1, before)
    assert again(upvotes=9) == (1, 0, {**before, "upvotes": 9})
    assert again(upvotes=3) == (0, 1, {**before, "upvotes": 9})
    assert again(githubRepo="https://github.com/other/lamps", ai_summary="Else.") == (0, 1, {**before, "upvotes": 9})
    shelf("undo")
    assert shelf("show", "2611.04001", "--json").json == before


@pytest.mark.parametrize(
    ("told", "published", "url"),
    [
        ({"arxiv_id": "2611.04001", "published": "2026-11-10"}, "2026-11-10", "https://arxiv.org/abs/2611.04001"),
        ({"doi": "10.1000/lamps", "year": 2026}, "2026", "https://doi.org/10.1000/lamps"),
        ({"arxiv_id": "2611.04001", "url": "https://lamps.org/p"}, None, "https://lamps.org/p"),
        (
            {"arxiv_id": "2611.04001", "url": "https://arxiv.org/abs/2611.04001"},
            None,
            "https://arxiv.org/abs/2611.04001",
        ),
        ({"authors": ["Ada Vale"], "published": "2026-11"}, "2026-11", ""),
    ],
)
def test_a_paper_has_every_key_and_comes_back_as_it_is(
    reader: Reader, tmp_path: Path, told: dict[str, Any], published: str | None, url: str
) -> None:
    """A date as fine as it is known, and an address made from others where none came."""
    (tmp_path / "in.jsonl").write_text(json.dumps({"title": "Lamps", **told}), encoding="utf-8")
    reader("import", str(tmp_path / "in.jsonl"))
    (paper,) = reader("search", "--json").json
    assert (paper["published"], paper["url"]) == (published, url)
    wanted = (
        "id title abstract authors year published venue kind arxiv_id doi url links citation_key keywords upvotes tags "
        "starred status triage note lists added starred_at read_at changed_at sources metadata"
    )
    assert {*wanted.split()} - {*paper} == set()
    out = tmp_path / "out.jsonl"
    reader("export", "*", "--format", "jsonl", "-o", str(out))
    assert reader("import", str(out), "--json").json["totals"] == {
        "new": 0, "updated": 0, "unchanged": 1, "problems": 0,
    }  # fmt: skip


def test_json_lines_bring_links_and_say_which_are_none(reader: Reader, tmp_path: Path) -> None:
    """A PDF that follows from the arXiv id is told and not kept."""
    path = tmp_path / "in.jsonl"
    told = {"title": "Lamps", "arxiv_id": "2611.04001", "links": {"pdf": PDF, "code": CODE, "slides": "", "x y": CODE}}
    path.write_text(json.dumps(told) + "\n" + json.dumps({"title": "Beds", "links": {"pdf": "https://x.org/p"}}))
    problems = reader("import", str(path), "--json").json["sources"][0]["problems"]
    assert [problem["message"] for problem in problems] == [
        "links that are no http or https addresses under a word, left out"
    ]
    lamps, beds = reader("search", "--json").json
    assert (lamps["links"], beds["links"]) == ({"pdf": PDF, "code": CODE}, {"pdf": "https://x.org/p"})
    catalogue = (reader.folder / "catalogue.json").read_text(encoding="utf-8")
    assert (PDF in catalogue, "https://x.org/p" in catalogue) == (False, True)


def test_batch_takes_every_kind_of_link() -> None:
    """The table that its help reads loads no operation."""
    assert [*LINK_KEYS] == [kind for kind in LINKS if kind != "page"]
