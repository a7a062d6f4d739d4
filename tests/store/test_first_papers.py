"""The first papers of a catalogue are read without the rest, and whatever stands there is no error."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.cli.main import main
from reader.paper import Paper
from reader.store.catalogue import first_papers


def test_the_first_papers_are_those_of_the_library(tmp_path: Path, fixtures: Path) -> None:
    """In its order, with what the world says of them."""
    folder = tmp_path / "library"
    with pytest.raises(SystemExit):
        main(["--library", str(folder), "import", str(fixtures / "page-compact.txt")])
    found = first_papers(folder, 5)
    assert len(found) == 5
    assert found[0].title.startswith("Revisiting Block-based Quantisation")
    assert found[0].abstract.startswith("Serving a large language model")
    assert all(isinstance(paper, Paper) and paper.id for paper in found)


DEEP = b'{\n"papers": {\n"a": ' + b'{"a":' * 30_000 + b"1" + b"}" * 30_000 + b"\n}\n}\n"
FOREIGN = [None, b"", b"null", DEEP, b'{\n"papers": {\n"a": 5,\n"b"', b"\xff\xfe" * 50, b'{"papers": {}}']


@pytest.mark.parametrize("content", FOREIGN)
def test_what_is_not_understood_gives_nothing(tmp_path: Path, content: bytes | None) -> None:
    """A missing, empty, foreign or damaged file is for the store to judge."""
    if content is not None:
        (tmp_path / "catalogue.json").write_bytes(content)
    assert first_papers(tmp_path, 5) == []
