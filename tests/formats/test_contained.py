"""An error that nobody foresaw, in one text, is told of that text and loses nothing of the others."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest

from reader.errors import InputError
from reader.formats import FORMATS, bibtex, detect, mail_parts
from reader.formats.arxiv import atom
from reader.formats.parsed import Parsed, contained
from reader.io import read as reading
from reader.io.read import read, read_text
from reader.latex import decode
from reader.operations import roundtrip
from tests.support.cli import Reader
from tests.support.grids import crossed
from tests.support.some_papers import SENTENCES

ABSTRACT = " ".join(SENTENCES[:4])
GOOD = "TY  - JOUR\nTI  - Gardens that prune themselves\nER  - \n"
BROKEN = "@misc{hedge, title = {A bound on hedges}}\n"
UNFORESEEN = (ZeroDivisionError("no"), RecursionError(), MemoryError(), KeyError("x"), AssertionError())


def raising(error: Exception) -> Callable[[str], Parsed]:
    """A parser in which an error waits."""

    def parse(text: str) -> Parsed:
        raise error

    return parse


@pytest.fixture
def two(tmp_path: Path) -> tuple[str, str]:
    """A source whose parser will fail, and a good one."""
    (tmp_path / "broken.bib").write_text(BROKEN)
    (tmp_path / "good.ris").write_text(GOOD)
    return str(tmp_path / "broken.bib"), str(tmp_path / "good.ris")


@crossed
@pytest.mark.parametrize("error", UNFORESEEN, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("turned", [False, True])
def test_the_other_sources_are_imported_whatever_a_parser_raises(
    reader: Reader, two: tuple[str, str], monkeypatch: pytest.MonkeyPatch, error: Exception, turned: bool
) -> None:
    monkeypatch.setattr(bibtex, "parse", raising(error))
    done = reader("import", *(reversed(two) if turned else two), check=False)
    assert done.status == 1
    assert "broken.bib cannot be read" in done.err
    assert "does not know" not in done.err
    assert [paper["title"] for paper in reader("search", "--json").json] == ["Gardens that prune themselves"]


@pytest.mark.parametrize("error", UNFORESEEN, ids=lambda error: type(error).__name__)
def test_nor_whatever_happens_where_a_mail_is_looked_for(
    reader: Reader, two: tuple[str, str], monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """Before any parser is asked."""

    def letters(text: str) -> object:
        if "hedge" in text:
            raise error
        return mail_parts.letters(text)

    monkeypatch.setattr(reading, "letters", letters)
    done = reader("import", *two, check=False)
    assert done.status == 1
    assert "broken.bib cannot be read" in done.err
    assert [paper["title"] for paper in reader("search", "--json").json] == ["Gardens that prune themselves"]


def test_so_are_the_other_files_of_a_folder(two: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bibtex, "parse", raising(RecursionError()))
    broken, good = read(Path(two[0]).parent)
    assert "nested too deeply" in str(broken.error)
    assert len(good.papers) == 1


def test_a_batch_goes_on_after_it(reader: Reader, two: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bibtex, "parse", raising(ZeroDivisionError("no")))
    first, second, third = reader.batch(
        {"op": "import", "text": BROKEN}, {"op": "import", "text": GOOD}, {"op": "search"}
    )
    assert "cannot be read" in json.dumps(first)
    assert second["ok"]
    assert len(third["papers"]) == 1


@pytest.mark.parametrize("format", [name for name, known in FORMATS.items() if known.reads])
def test_no_sign_of_a_format_stops_another_from_being_found(format: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FORMATS[format].load(), "sniff", raising(RecursionError()))
    text, name = (BROKEN, "bibtex") if format == "ris" else (GOOD, "ris")
    if format != name:
        assert detect(text) == name


def test_an_export_that_comes_back_is_contained_too(
    reader: Reader, tmp_path: Path, two: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    reader("import", two[1])
    path = tmp_path / "list.md"
    reader("export", "-o", str(path))
    monkeypatch.setattr(roundtrip, "read_back_text", raising(ZeroDivisionError("no")))
    done = reader("import", str(path), two[0], check=False)
    assert done.status == 1
    assert "list.md cannot be read" in done.err
    assert len(reader("search", "--json").json) == 2


def test_errors_with_a_sentence_of_their_own_pass() -> None:
    with pytest.raises(InputError, match=r"^mine$"), contained("x"):
        raise InputError("mine")


def test_a_folder_that_may_not_be_looked_into_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "good.ris").write_text(GOOD)
    look = os.scandir

    def scandir(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return look(path)

    monkeypatch.setattr(os, "scandir", scandir)
    closed, good = read(tmp_path)
    assert "no permission to read" in str(closed.error)
    assert len(good.papers) == 1


def test_a_file_that_is_cut_while_it_is_read_gives_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "growing.ris"
    path.write_text(GOOD)
    limited = reading._limited

    def grow(file: IO[bytes], shown: str) -> bytes:
        data = limited(file, shown)
        with path.open("a") as more:
            more.write(GOOD)
        return data

    monkeypatch.setattr(reading, "_limited", grow)
    (source,) = read(path)
    assert source.papers == ()
    assert "changed while it was read" in str(source.error)


# -- the causes --------------------------------------------------------------------------------------------------------


def test_a_card_under_two_signs_is_read() -> None:
    text = f"## [A title about hedges](https://huggingface.co/papers/2603.00011)\n\n{ABSTRACT}\n"
    assert [paper.arxiv_id for paper in read_text(text, "x.md").papers] == ["2603.00011"]


def test_tex_that_is_nested_without_end_stays_as_it_is_and_the_next_entry_is_read() -> None:
    deep = "\\hedge{" * 3_000 + "x" + "}" * 3_000
    assert decode(deep).startswith("\\hedge{\\hedge{")
    parsed = bibtex.parse(f"@misc{{a, title = {{Deep {deep}}}}}\n{BROKEN}")
    assert parsed.papers[-1].title == "A bound on hedges"
    assert [problem.message for problem in parsed.problems] == ["title of 1,000 characters or more, cut there"]


def test_a_line_of_nothing_but_banners_is_read() -> None:
    assert read_text("Get trending papers in your email inbox! " * 5_000, "x").papers == ()


def test_every_whole_entry_of_a_damaged_feed_is_read_with_its_line() -> None:
    entry = "<entry><id>http://arxiv.org/abs/2603.000{}</id>\n<title>Hedge {}</title></entry>\n"
    head = '<feed xmlns="http://www.w3.org/2005/Atom">\n'
    parsed = atom.parse(head + entry.format(11, 1) + "<entry><title>cut\n" + entry.format(12, 2) + "<entry>")
    assert [paper.title for paper in parsed.papers] == ["Hedge 1", "Hedge 2"]


def test_a_feed_of_openings_only_is_looked_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert atom.parse('<feed xmlns="http://www.w3.org/2005/Atom">' + "<entry><title>" * 100_000).papers == ()


def test_a_text_with_bare_carriage_returns_is_read_like_any_other() -> None:
    assert "it is in none of" in str(read_text("A letter\rfrom an old machine\rwith its line ends\r", "x.txt").error)
    assert len(read_text("title,doi\rGardens that prune,10.1234/g.1\r", "x.csv").papers) == 1
