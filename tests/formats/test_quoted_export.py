"""What a note, an abstract or a cell quotes of an export of ours makes no export of the file that it stands in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import Refused
from reader.formats import FORMATS, detect, recognition
from reader.formats.beginnings import without_code
from reader.formats.markdown import document_of, render_document
from reader.io.read import read_text
from reader.io.write import read_export, write_file
from reader.paper import ListEntry, Paper, ReadingList
from tests.support.laws import law

LINE = "- [x] [BERT](https://arxiv.org/abs/1810.04805) <!-- reader:1810.04805 -->"
HELD = {"1810.04805": Paper("1810.04805", "BERT", arxiv_id="1810.04805", note="Two\n\n- [ ] lines, and `more`")}
EDGE = ReadingList("Edge", "Words", entries=(ListEntry("1810.04805"),))
WHOLE = render_document(document_of(EDGE, HELD), style="tasks")
QUOTED = {
    "bibtex": f"@misc{{a,\n  title = {{Lamps}},\n  year = 2001,\n  annote = {{see\n{LINE}\n}}\n}}\n",
    "csv": f'title,authors,year,note\nLamps,Ada Vale,2001,"see\n{LINE}"\n',
    "jsonl": '{"title": "Lamps", "arxiv_id": "2401.00011", "note": "<!-- reader:1810.04805 -->"}\n{"title": "Beds"}\n',
    "ris": f"TY  - JOUR\nTI  - Lamps\nN1  - see\n      {LINE}\nER  - \n",
    "csl-json": '[\n  {"type": "article", "title": "Lamps", "author": [{"family": "Vale"}],'
    ' "annote": "<!-- reader:1810.04805 -->"}\n]\n',
    "arxiv-atom": '<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><entry>'
    "<id>http://arxiv.org/abs/2401.00001v1</id><title>Lamps</title>"
    "<summary>see &lt;!-- reader: <!-- reader:1810.04805 --></summary></entry></feed>\n",
}


@pytest.mark.parametrize("above", ["", "\n\n", "\ufeff"])
@pytest.mark.parametrize("name", QUOTED)
def test_a_line_of_an_export_within_a_record_is_its_text(name: str, above: str) -> None:
    source = read_text(above + QUOTED[name], "x")
    assert (source.format, source.error, source.papers[0].title) == (name, None, "Lamps")


@pytest.mark.parametrize("name", QUOTED)
def test_a_file_whose_records_quote_an_export_is_neither_synced_nor_written_over(name: str, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text(QUOTED[name], "utf-8")
    assert read_export(path) is None
    with pytest.raises(Refused, match="--force replaces it"):
        write_file(path, WHOLE, markdown=True)
    assert path.read_text("utf-8") == QUOTED[name]


@pytest.mark.parametrize("name", ["bibtex", "ris"])
def test_records_below_some_words_that_hold_every_mark_are_records(name: str) -> None:
    assert detect("% Written by hand\n" + QUOTED[name]) == name
    assert detect(f"Lamps and beds\n\n{QUOTED[name]}") == name


@pytest.mark.parametrize(
    "damaged",
    [
        f"TY  - JOUR\nTI  - Lamps\nN1  - see\n{LINE}\nER  - \n",
        f"title,authors,year,note\nLamps,Ada Vale,2001,see\n{LINE}\n",
        f"@misc{{a, title = {{Lamps}}, year = 2001}}\n\n% {LINE}\n",
    ],
)
def test_a_mark_beside_damaged_records_makes_no_export_of_them(damaged: str) -> None:
    assert read_text(damaged, "x").papers[0].title == "Lamps"


@pytest.mark.parametrize("name", ["bibtex", "ris", "csv", "jsonl", "csl-json"])
def test_an_export_with_records_typed_above_it_stays_one(name: str) -> None:
    assert detect(QUOTED[name] + "\n" + WHOLE) == "markdown"


@pytest.mark.parametrize("name", ["bibtex", "ris"])
def test_an_export_with_records_among_its_papers_stays_one(name: str) -> None:
    plain = f"# Mine\n\n{QUOTED[name]}\n{LINE}\n"
    assert detect(plain) == "markdown"
    assert detect(f"# Mine\n\n{LINE}\n\n{QUOTED[name]}") == "markdown"
    assert detect(f"# Mine\n\n```\n{QUOTED[name]}```\n\n{LINE}\n") == "markdown"


@law(40)
@given(
    st.sampled_from(["bibtex", "ris", "csl-json", "csv", "jsonl"]),
    st.sampled_from(["", "A note\n\n", "TY  - JOUR\nTI  - No\nER  - \n", "@misc{a,\n  title = {No}\n}\n", "]}\n"]),
    st.sampled_from(["", "\n@book{b, title={No}}", "\n> quoted", "\n\\", "\n}", '\n"']),
)
def test_papers_whose_notes_quote_a_whole_export_all_come_back(name: str, before: str, after: str) -> None:
    noted = Paper("", "Lamps", authors=("Ada Vale",), published="2001", note=f"{before}{WHOLE.strip()}{after}")
    papers = [noted, Paper("", "Beds", authors=("Bo Ash",)), noted]
    dump = FORMATS[name].dump
    assert dump is not None
    source = read_text(dump(papers), "x")
    assert (source.format, source.problems) == (name, ())
    assert [(paper.title, paper.note) for paper in source.papers] == [(paper.title, paper.note) for paper in papers]


@pytest.mark.parametrize("name", ["ris", "csv", "jsonl", "csl-json", "bibtex"])
@pytest.mark.parametrize(
    "quoted", ["@misc{b, title={No}}", "TY  - JOUR\nTI  - No\nER  - ", "title,authors,year\nNo,Bo Ash,2001"]
)
def test_papers_whose_note_quotes_a_record_and_a_mark_come_back(name: str, quoted: str) -> None:
    papers = [Paper("", "Lamps", authors=("Ada Vale",), published="2001", note=f"See\n\n{quoted}\n\n{LINE}\nthere.")]
    papers += [Paper("", "Beds", authors=("Bo Ash",), published="2002")]
    dump = FORMATS[name].dump
    assert dump is not None
    source = read_text(dump(papers), "x")
    assert (source.format, source.problems) == (name, ())
    assert [(paper.title, paper.note) for paper in source.papers] == [(paper.title, paper.note) for paper in papers]


BESIDE = {
    "bibtex": "@misc{b, title={Beds}, author={Bo Ash}, year={2002}}\n",
    "ris": "TY  - JOUR\nTI  - Beds\nAU  - Ash, Bo\nER  - \n",
    "csv": "title,authors,year\nBeds,Bo Ash,2002\n",
    "jsonl": '{"title": "Beds", "authors": ["Bo Ash"], "year": 2002}\n',
    "csl-json": '[{"type": "book", "title": "Beds", "author": [{"family": "Ash", "given": "Bo"}]}]\n',
}


@pytest.mark.parametrize("name", BESIDE)
def test_what_stands_below_an_export_in_one_file_is_read_in_its_own_format(name: str) -> None:
    source = read_text(WHOLE + BESIDE[name] + "@misc{bad, title={No, year={2002}}\n", "x")
    assert (source.format, source.text[:7]) == ("markdown", WHOLE[:7])
    assert source.beside is not None
    assert source.beside.format == name
    assert [paper.title for paper in source.beside.papers][:1] == ["Beds"]
    lines = [problem.line for problem in source.beside.problems]
    assert min(lines) > WHOLE.count("\n")


@pytest.mark.parametrize("name", ["bibtex", "ris", "csv"])
def test_what_stands_above_an_export_in_one_file_is_read_in_its_own_format(name: str) -> None:
    source = read_text(f"{BESIDE[name]}\n{WHOLE}", "x")
    assert source.format == "markdown"
    assert source.beside is not None
    assert (source.beside.format, source.beside.problems) == (name, ())
    assert [paper.title for paper in source.beside.papers] == ["Beds"]


def test_what_an_export_quotes_itself_is_no_part_beside_it() -> None:
    held = {"1810.04805": replace(HELD["1810.04805"], note=f"See\n\n{BESIDE['bibtex']}")}
    edge = replace(EDGE, description=BESIDE["bibtex"])
    source = read_text(render_document(document_of(edge, held), style="list"), "x")
    assert (source.format, source.beside) == ("markdown", None)


def test_of_a_long_export_only_its_beginning_is_looked_at_for_records(monkeypatch: pytest.MonkeyPatch) -> None:
    papers = {f"2401.{n:05d}": Paper(f"2401.{n:05d}", f"Lamp {n}", note="Bright.") for n in range(900)}
    text = render_document(document_of(ReadingList("Edge", entries=tuple(map(ListEntry, papers))), papers))
    seen: list[int] = []

    def counted(part: str) -> str:
        seen.append(len(part))
        return without_code(part)

    monkeypatch.setattr(recognition, "without_code", counted)
    assert detect(text) == "markdown"
    assert 0 < sum(seen) < len(text) / 4


@pytest.mark.parametrize("name", ["bibtex", "ris"])
@pytest.mark.parametrize("lines", [1, 900])
def test_records_above_a_long_quoted_export_are_records(name: str, lines: int) -> None:
    assert detect(QUOTED[name].replace(LINE, "\n      ".join([LINE] * lines))) == name
