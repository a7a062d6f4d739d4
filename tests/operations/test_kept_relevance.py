"""What tells which papers are near is left for the next run, and thrown away where it is in doubt."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reader.operations import kept_relevance
from reader.operations.kept_relevance import RelevanceKeeper
from reader.paper import Paper
from reader.relevance.space import Space
from reader.store.index_file import IndexFile
from tests.relevance.test_relevance import made
from tests.support.cli import Reader


@pytest.fixture
def file(tmp_path: Path) -> IndexFile:
    """Where it is kept."""
    return IndexFile(tmp_path / "library", tmp_path / "cache", "near")


def test_the_next_run_enters_only_what_changed(file: IndexFile) -> None:
    papers = made()
    first = RelevanceKeeper(file)
    first.keep(first.relevance(papers))
    changed = [replace(papers[0], title="Another title of video"), *papers[1:]]
    next_ = RelevanceKeeper(file)
    again = next_.relevance(changed)
    assert again.changes == 2
    assert again.related(["q1"]) == RelevanceKeeper(IndexFile("nowhere", Path("nowhere"))).relevance(changed).related(
        ["q1"]
    )


def test_a_file_is_written_again_when_much_has_changed(file: IndexFile, monkeypatch: pytest.MonkeyPatch) -> None:
    papers = made()
    first = RelevanceKeeper(file)
    first.keep(first.relevance(papers))
    written = Path(file.path).read_bytes()
    next_ = RelevanceKeeper(file)
    again = next_.relevance(papers[1:])
    next_.keep(again)
    assert Path(file.path).read_bytes() == written
    monkeypatch.setattr(kept_relevance, "WRITTEN_FROM", 1)
    next_.keep(again)
    assert Path(file.path).read_bytes() != written


@pytest.mark.parametrize("harm", [b"", b"nothing of ours", None])
def test_what_is_harmed_is_made_anew(file: IndexFile, harm: bytes | None) -> None:
    papers = made()
    first = RelevanceKeeper(file)
    first.keep(first.relevance(papers))
    path = Path(file.path)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data) if harm is None else harm)
    again = RelevanceKeeper(file).relevance(papers)
    assert again.related(["q0"]) == first.relevance(papers).related(["q0"])


def test_what_fits_by_its_checksums_and_not_in_itself_is_removed(file: IndexFile) -> None:
    file.write({"ids": b"[]"}, {})
    assert len(RelevanceKeeper(file).relevance(made())) == len(made())
    assert not Path(file.path).exists()


def test_a_second_run_of_the_command_line_answers_the_same_from_it(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.take({f"2401.{at:05d}": paper.abstract for at, paper in enumerate(made())})
    first = reader("related", "2401.00000", "--json").json
    entered: list[str] = []
    usual = Space.enter

    def enter(space: Space, paper: Paper) -> int:
        entered.append(paper.id)
        return usual(space, paper)

    monkeypatch.setattr(Space, "enter", enter)
    assert reader("related", "2401.00000", "--json").json == first
    assert entered == []
    reader("edit", "2401.00001", check=False)
    reader("import", "-", stdin='{"title": "Quantization of arms", "arxiv_id": "2402.00001"}')
    reader("related", "2401.00000")
    assert entered == ["2402.00001"]
