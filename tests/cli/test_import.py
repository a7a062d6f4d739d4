"""Papers in and out on the command line: exports in every format, and Markdown that comes back with its edits."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest

from reader.cli import batch_editing, importing
from tests.conftest import ROOT
from tests.support.cli import Copies, Reader


def made(reader: Reader) -> None:
    """The compact page, with a list of three papers that something was said about."""
    reader("import", str(ROOT / "fixtures" / "page-compact.txt"))
    a, b, c = reader("search", "--ids", "--limit", "3").lines
    reader("list", "add", "Edge models", c, a)
    reader("list", "add", "Edge models", b, "--section", "Later")
    reader("tag", a, "--add", "edge/phones")
    reader("star", a)
    reader("note", a, "--set", "zwei | Zeilen\n*ü* `bleibt`\n\n# keine Überschrift\n```")


@pytest.fixture
def shelf(copy_of: Copies) -> Reader:
    """A library of what was `made`."""
    return copy_of(made)


def ids(reader: Reader) -> list[str]:
    """The first three ids."""
    return reader("search", "--ids", "--limit", "3").lines


@pytest.mark.parametrize("style", ["list", "tasks", "table"])
def test_an_export_comes_back_with_nothing_changed(shelf: Reader, tmp_path: Path, style: str) -> None:
    """Export, import: no step. Export again: the same bytes."""
    path = tmp_path / "edge.md"
    shelf("export", "--list", "Edge models", "--style", style, "-o", str(path))
    before = path.read_bytes()
    steps = len(shelf("history").lines)
    shelf("import", str(path))
    shelf("export", "--list", "Edge models", "--style", style, "-o", str(path))
    assert path.read_bytes() == before
    assert len(shelf("history").lines) == steps


def test_a_ticked_box_comes_back_as_one_step(shelf: Reader, tmp_path: Path) -> None:
    """`--dry-run` shows it and changes nothing; the import takes it; one undo takes it back."""
    path = tmp_path / "edge.md"
    shelf("export", "--list", "Edge models", "--style", "tasks", "-o", str(path))
    path.write_text(path.read_text().replace("- [ ]", "- [x]", 1))
    first = shelf("list", "show", "Edge models", "--json").json["papers"][0]["id"]
    assert "unread → read" in shelf("import", str(path), "--dry-run").out
    assert shelf("show", first, "--json").json["status"] == "unread"
    shelf("import", str(path))
    assert shelf("show", first, "--json").json["status"] == "read"
    shelf("undo")
    assert shelf("show", first, "--json").json["status"] == "unread"


def test_sync_moves_both_ways(shelf: Reader, tmp_path: Path) -> None:
    """An edit in the file and one in the library meet; a second sync has nothing to do; own words stay."""
    path = tmp_path / "edge.md"
    a, b, _ = ids(shelf)
    shelf("export", "--list", "Edge models", "--style", "tasks", "-o", str(path))
    path.write_text(path.read_text().replace("- [ ]", "My own words.\n\n- [x]", 1))
    shelf("tag", b, "--add", "fresh")
    out = shelf("sync", str(path)).out
    assert "← " in out
    assert "→ " in out
    text = path.read_text()
    assert "tags: fresh" in text
    assert "My own words." in text
    assert "up to date" in shelf("sync", str(path)).out
    assert shelf("show", a, "--json").json["note"].endswith("```")


def test_a_vault_is_written_synced_and_read_back(shelf: Reader, tmp_path: Path) -> None:
    """One file a paper and the list; a property edited in one file comes back."""
    vault = tmp_path / "vault"
    shelf("export", "--list", "Edge models", "--format", "obsidian", "-o", str(vault))
    files = sorted(path.name for path in vault.iterdir())
    assert len(files) == 4
    a = ids(shelf)[1]
    (one,) = [path for path in vault.iterdir() if path.name != "Edge models.md" and f"reader:{a}" in path.read_text()]
    one.write_text(one.read_text().replace('status: "unread"', 'status: "reading"'))
    shelf("sync", str(vault))
    assert shelf("show", a, "--json").json["status"] == "reading"
    assert "4 unchanged" in shelf("sync", str(vault)).out


def test_somebody_elses_file_is_left_alone(shelf: Reader, tmp_path: Path) -> None:
    """Exit 1 and the same bytes, unless forced."""
    path = tmp_path / "mine.md"
    path.write_text("# Mine\n")
    answer = shelf("export", "-o", str(path), check=False)
    assert (answer.status, path.read_text()) == (1, "# Mine\n")
    shelf("export", "-o", str(path), "--force")
    assert "Mine" not in path.read_text()


def test_the_librarys_own_files_are_never_written(shelf: Reader) -> None:
    """Not even with force."""
    before = (shelf.folder / "catalogue.json").read_bytes()
    target = str(shelf.folder / "catalogue.json")
    assert shelf("export", "--format", "jsonl", "-o", target, "--force", check=False).status == 1
    assert (shelf.folder / "catalogue.json").read_bytes() == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_device_is_one_sentence(shelf: Reader) -> None:
    """Exit 1, no traceback."""
    answer = shelf("export", "-o", "/dev/full", check=False)
    assert (answer.status, answer.err.count("\n")) == (1, 1)


def test_json_lines_lose_nothing(shelf: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Out, and into an empty library: the same papers with tags, stars, notes, lists."""
    path = tmp_path / "all.jsonl"
    shelf("export", "--format", "jsonl", "-o", str(path))
    before = shelf("search", "--json").json
    monkeypatch.setattr(shelf, "folder", tmp_path / "other")
    shelf("import", str(path))
    assert shelf("search", "--json").json == before


@pytest.mark.parametrize("format", ["bibtex", "ris", "csl-json", "csv", "jsonl", "markdown"])
def test_every_format_is_written_to_standard_output(shelf: Reader, format: str) -> None:
    """Every title is there, whatever the format."""
    titles = [paper["title"] for paper in shelf("search", "--json", "--limit", "3").json]
    out = shelf("export", "--format", format).out
    assert all(title.split()[-1].strip("?}") in out for title in titles)


def test_a_style_can_be_printed_changed_and_used(shelf: Reader, tmp_path: Path) -> None:
    """The printed style as a template gives the same as the style; a changed one gives the change."""
    source = shelf("export", "--show-template", "list").out
    path = tmp_path / "mine.jinja"
    path.write_text(source)
    plain = shelf("export", "--list", "Edge models").out
    again = shelf("export", "--list", "Edge models", "--template", str(path)).out
    assert again.partition("<!-- reader-base")[0] == plain.partition("<!-- reader-base")[0]
    path.write_text("{% for paper in papers %}{{ paper.title }}\n{% endfor %}")
    assert len(shelf("export", "--list", "Edge models", "--template", str(path)).lines) >= 3
    path.write_text("{{ nonsense( }}")
    assert shelf("export", "--template", str(path), check=False).status == 1


def test_what_is_joined_to_an_exported_file_comes_in_beside_its_edits(shelf: Reader, tmp_path: Path) -> None:
    path = tmp_path / "edge.md"
    shelf("export", "--list", "Edge models", "--style", "tasks", "-o", str(path))
    other = "@misc{beds, title={Beds of rivers}, author={Bo Ash}, year={2002}}\n"
    path.write_text(path.read_text().replace("- [ ]", "- [x]", 1) + other)
    result = shelf("import", str(path), "--json").json
    assert [(source["format"], source["new"], source["updated"]) for source in result["sources"]] == [
        ("bibtex", 1, 0),
        ("markdown", 0, 1),
    ]
    assert shelf("search", "Beds of rivers", "--json").json[0]["authors"] == ["Bo Ash"]


LONG = "a keyword that goes on and on as those of some publishers do far beyond"
KEYWORDED = f"""@misc{{a, title={{Of lamps}}, author={{Vale, Ada}}, year=2001, keywords={{Light; {LONG}}}}}
@misc{{b, title={{Of mazes}}, author={{Lind, Bo}}, year=2003, keywords={{light, walls}}}}
"""


def test_keywords_become_tags_of_new_papers_where_that_is_asked(reader: Reader, tmp_path: Path) -> None:
    """One that cannot be a tag is told and stays a keyword; of a paper that came before they are told, not taken."""
    path = tmp_path / "a.bib"
    path.write_text(KEYWORDED.partition("\n")[2])
    reader("import", str(path))
    assert reader("tags", "--json").json == []
    path.write_text(KEYWORDED)
    for more in (("--dry-run",), ()):
        answer = reader("import", str(path), "--keywords", "as-tags", *more)
        assert "a tag of 71 characters (64 are allowed), left out “a keyword that goes on" in answer.err
        assert "words for 1 paper that came before were not taken (tags)" in answer.err
    assert reader("tags", "--json").json == [{"tag": "Light", "papers": 1}]
    lamps = reader("show", "a", "--json").json
    assert (lamps["tags"], lamps["keywords"]) == (["Light"], ["Light", LONG])
    assert reader("import", str(path), "--keywords", "no", check=False).status == 2


def test_keywords_become_tags_of_what_is_given_to_batch_too(reader: Reader) -> None:
    request = {"op": "import", "text": KEYWORDED.replace("Light", "light")}
    assert [answer["ok"] for answer in reader.batch({**request, "keywords": "tags"})] == [False]
    (answer,) = reader.batch({**request, "keywords": "as-tags"})
    assert answer["totals"]["new"] == 2
    assert reader("tags", "--json").json == [{"tag": "light", "papers": 2}, {"tag": "walls", "papers": 1}]


def test_a_table_begins_with_a_byte_order_mark_where_that_is_asked(shelf: Reader, tmp_path: Path) -> None:
    """As spreadsheets want it; it comes back as any other. No other format has a use for it."""
    path, plain = tmp_path / "all.csv", tmp_path / "plain.csv"
    shelf("export", "--format", "csv", "--bom", "-o", str(path))
    shelf("export", "--format", "csv", "-o", str(plain))
    assert path.read_bytes() == b"\xef\xbb\xbf" + plain.read_bytes()
    assert shelf("import", str(path), "--json").json["totals"] == {
        "new": 0, "updated": 0, "unchanged": len(shelf("search", "--ids").lines), "problems": 0,
    }  # fmt: skip
    answer = shelf("export", "--format", "bibtex", "--bom", check=False)
    assert (answer.status, "--bom goes with --format csv" in answer.err) == (2, True)


needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
ENTRY = "@article{a, title={Lamps of winter}, author={Vale, Ada}, year=2020}\n"


@needs_pipes
def test_it_is_said_that_a_pipe_is_waited_for_and_then_all_is_imported(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once, and not where somebody writes soon."""
    monkeypatch.setattr(importing, "SILENCE", 0.2)
    pipe, page = tmp_path / "pipe", tmp_path / "a.bib"
    os.mkfifo(pipe)
    page.write_text(ENTRY)
    for wait, said in ((0.8, 1), (0.0, 0)):
        writer = threading.Timer(wait, lambda: pipe.write_text(ENTRY.replace("winter", "spring")))
        writer.start()
        answer = reader("import", str(pipe), str(page))
        writer.join()
        assert answer.err.count(f"Nothing comes out of the pipe '{pipe}' yet") == said
        monkeypatch.setattr(importing, "SILENCE", 30)
    assert len(reader("search", "--ids").lines) == 2


@needs_pipes
def test_a_batch_gives_up_a_pipe_into_which_nobody_writes_and_imports_the_rest(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_editing, "PIPE_PATIENCE", 0.2)
    pipe, page = tmp_path / "pipe", tmp_path / "a.bib"
    os.mkfifo(pipe)
    page.write_text(ENTRY)
    requests = [{"op": "import", "sources": [str(pipe), str(page)]}, {"op": "import", "sources": [str(pipe)]}]
    both, alone = map(json.loads, reader("batch", stdin="\n".join(map(json.dumps, requests)), check=False).lines)
    assert (both["ok"], both["totals"]["new"], both["totals"]["problems"]) == (True, 1, 1)
    assert "Nothing came out of the pipe" in both["sources"][0]["problems"][0]["message"]
    assert not alone["ok"]
    assert "was not waited for any longer" in json.dumps(alone)
