"""What stands in a text is read or told: joined files, cut files and cells left open lose nothing in silence."""

from __future__ import annotations

import json

import pytest

from reader.formats import csl_json, csv, jsonl, ris
from reader.formats.huggingface import daily_json
from reader.formats.parsed import Parsed
from reader.io.read import Source, decode, read_text
from reader.paper import Paper
from tests.formats import arxiv_texts
from tests.formats.huggingface.test_paper_page import COPIED
from tests.formats.test_nep import MAIL as NEP
from tests.formats.test_scholar_alert import TEXT as ALERT
from tests.support.some_papers import without_record

A, B = ({"title": title, "authors": ["Ada Vale"], "year": 2020} for title in ("Lamps", "Hedges"))


def titles(parsed: Parsed | Source) -> list[str]:
    """What was read."""
    return [paper.title for paper in parsed.papers]


def told(parsed: Parsed) -> list[tuple[int, str]]:
    """Line and beginning of every problem."""
    return [(problem.line, problem.message) for problem in parsed.problems]


@pytest.mark.parametrize("between", ["", "\n", "\n\n", "\ufeff", "\n\ufeff", ","])
@pytest.mark.parametrize(("first", "second"), [([A], [B]), (A, B), ([A], B), (A, [B])])
def test_joined_json_gives_what_each_part_gives(first: object, second: object, between: str) -> None:
    for text in (json.dumps(first) + between + json.dumps(second), between + json.dumps([A, B])):
        assert (titles(jsonl.parse(text)), told(jsonl.parse(text))) == (["Lamps", "Hedges"], [])


def test_joined_days_and_bibliographies_give_what_each_part_gives() -> None:
    days = [{"paper": {"id": f"2403.0000{n}", "title": f"Lamps {n}", "summary": "Dark."}} for n in (1, 2)]
    for text in ("\n".join(json.dumps([day]) for day in days), "".join(json.dumps({"data": [day]}) for day in days)):
        assert titles(daily_json.parse(text)) == ["Lamps 1", "Lamps 2"]
    written = "".join(csl_json.dump([Paper("", title, authors=("Ada Vale",))]) for title in ("Lamps", "Hedges"))
    assert titles(csl_json.parse(written)) == ["Lamps", "Hedges"]


def test_what_stands_behind_json_and_is_none_is_told_with_its_line() -> None:
    parsed = jsonl.parse(json.dumps([A]) + "\nSeen by Ada\n" + json.dumps([B]))
    assert titles(parsed) == ["Lamps", "Hedges"]
    ((line, message),) = told(parsed)
    assert (line, "not valid JSON" in message) == (2, True)


def test_a_damaged_record_does_not_take_the_joined_list_with_it() -> None:
    parsed = jsonl.parse('[{"title": Lamps}]\n' + json.dumps([B]))
    assert titles(parsed) == ["Hedges"]
    assert [line for line, _ in told(parsed)] == [1]


HEADER = "title,authors,year\n"


@pytest.mark.parametrize(
    ("rows", "read", "lines"),
    [
        ('"Lamps,Ada,2020\nBeds,Bo,2021\nCats,Cy,2022\n', [], (2, 4)),
        ('Lamps,Ada,2020\n"Beds\nand others', ["Lamps"], (3, 4)),
        ('"Lamps,Ada,2020\nBeds,Bo,2021\n"Cats, dogs",Cy,2022\nDens,Di,2021\n', ["Dens"], (2, 4)),
    ],
)
def test_a_quote_that_stays_open_makes_no_paper_of_the_rows_below(rows: str, read: list[str], lines: object) -> None:
    for text in (HEADER + rows, (HEADER + rows.replace(", d", " d")).replace(",", "\t")):
        parsed = csv.parse(text)
        assert titles(parsed) == read
        ((line, message),) = told(parsed)
        assert (line, int(message.split("line ")[1].split()[0])) == lines


def test_quotes_in_odd_places_that_leave_no_cell_open_are_read_as_before() -> None:
    parsed = csv.parse(HEADER + 'Lamp 6",Ada,2020\n"Be"ds,Bo,2021\n"Cats\nand ""dogs""",Cy,2022\n')
    assert (titles(parsed), told(parsed)) == (['Lamp 6"', "Beds", 'Cats and "dogs"'], [])


@pytest.mark.parametrize(
    "header", [HEADER, '"Title","Authors","Year"\n', "doi,title\n", "url,title,abstract\n", "title;authors;doi\n"]
)
def test_the_header_of_a_joined_table_is_no_paper(header: str) -> None:
    cells = header.strip().replace('"', "").lower().split(";" if ";" in header else ",")
    values = {"title": "Hedges", "authors": "Bo Ash", "year": "2021", "doi": "10.1000/x", "abstract": "Green."}
    row = (";" if ";" in header else ",").join(values.get(cell, "") for cell in cells)
    parsed = csv.parse(f"{HEADER}Lamps,Ada Vale,2020\n{header}{row}\n")
    assert (titles(parsed), told(parsed)) == (["Lamps", "Hedges"], [])
    for name in set(cells) & {"doi", "abstract"}:
        assert getattr(parsed.papers[1], name) == values[name]


def test_cells_beyond_the_header_are_told() -> None:
    parsed = csv.parse(HEADER + "Lamps,Ada Vale,2020,seen\nHedges,Bo Ash,2021,,\n")
    assert titles(parsed) == ["Lamps", "Hedges"]
    assert [line for line, _ in told(parsed)] == [2]


def test_problems_of_a_table_below_blank_lines_have_their_lines() -> None:
    assert [line for line, _ in told(csv.parse("\n\n" + HEADER + ",Ada Vale,2020\n"))] == [4]


@pytest.mark.parametrize(
    "note",
    [
        "Cited by everybody; ask Zoe for her copy.", "References from Bo are better", "doi:10.1000/x", "PMID: 12",
        "doi: 10.1000/x", "Cited By :12", "Export Date: 30 April 2020", "Accession number: 7; kept", "pmid: 12\nor 13",
        "Publication type: Article",
    ],
)  # fmt: skip
def test_a_note_that_reads_like_a_service_s_line_comes_back_from_ris(note: str) -> None:
    one = Paper("", "Lamps", note=note)
    assert tuple(map(without_record, ris.parse(ris.dump([one, one])).papers)) == (one, one)


@pytest.mark.parametrize(
    "line",
    [
        "doi: 10.1000/x",
        "Cited By :12",
        "Export Date: 30 April 2020",
        "PMID: 12",
        "Accession Number: 7; Vale, Ada; x: y",
    ],
)
def test_a_line_that_a_service_wrote_about_its_record_is_no_note(line: str) -> None:
    (paper,) = ris.parse(f"TY  - JOUR\nTI  - Lamps\nN1  - {line}\nN1  - Seen\nER  - \n").papers
    assert paper.note == "Seen"


def test_a_record_cut_at_the_end_is_read_and_told() -> None:
    whole = ris.dump([Paper("", "Lamps"), Paper("", "Hedges")])
    parsed = ris.parse(whole[: whole.rindex("ER")])
    assert titles(parsed) == ["Lamps", "Hedges"]
    ((line, message),) = told(parsed)
    assert (line, "no ER line" in message) == (6, True)
    assert told(ris.parse(whole.replace("ER  - \n", ""))) == []


@pytest.mark.parametrize(
    "field", ["AU  - Ash, Bo", "PY  - 2020", "AB  - Dim.", "KW  - dim", "UR  - https://a.example/1"]
)
@pytest.mark.parametrize("between", ["", "\n", "Provider: ACM\nDatabase: ACM DL\n\n", "\nContent: text/plain\n"])
def test_a_record_that_is_not_closed_above_another_is_told_and_takes_no_header_in(field: str, between: str) -> None:
    whole = f"TY  - JOUR\nTI  - Lamps\n{field}\nER  - \n"
    cut = whole.replace("ER  - \n", "") + between
    below = "TY  - JOUR\nTI  - Hedges\nER  - \n"
    (expected,) = ris.parse(whole).papers
    for above in ("", below):
        parsed = ris.parse(above + cut + below)
        ((line, message),) = told(parsed)
        assert (line, message) == (
            above.count("\n") + 1, "a record without its end (it has no ER line), read up to what begins below it"
        )  # fmt: skip
        assert expected in parsed.papers
    assert ris.parse(cut * 3).problems == ()


def test_the_last_line_of_an_abstract_may_say_what_it_is() -> None:
    text = "TY  - JOUR\nTI  - Lamps\nAB  - Dim.\nResults: dimmer.\nTY  - JOUR\nTI  - Hedges\nER  - \n"
    assert ris.parse(text).papers[0].abstract == "Dim. Results: dimmer."


PAGE = "Ada's Collections\n\nLamps that learn\n\nPaper • 2403.00001 • Published\n\nHedges\n\nPaper • 2403.00002 • 5\n"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_make_no_difference(end: str) -> None:
    page = PAGE.replace("\n", end)
    for text in (page, decode(page.encode(), "x")[0]):
        source = read_text(text, "x.txt")
        assert ([paper.title for paper in source.papers], source.problems) == (["Lamps that learn", "Hedges"], ())


def test_line_ends_and_marks_of_joined_files_are_plain_behind_the_door() -> None:
    text, (problem,) = decode(b"\xef\xbb\xbfa\r\nb\r\xef\xbb\xbfc\r\xff", "x")
    assert text == "a\nb\nc\n\ufffd"
    assert problem.line == 4


@pytest.mark.parametrize(
    "line",
    [
        "Total: 1 record", "Kind regards, Bo", "-- ", "Subject: more lamps", "<p>Error 503, try later</p>",
        "%T Beds in rain", "Source: Lamp Archive", '"Beds, of roses"', "Beds, Bo",
    ],
)  # fmt: skip
def test_a_line_below_a_table_that_is_no_row_of_it_is_told_and_no_paper(line: str) -> None:
    table = "title,authors,year,doi\nLamps,Ada Vale,2020,10.1000/x\n"
    for text, number in ((f"{table}{line}\n", 3), (f"{table}\n{line}", 4), (f"{table}{line}\n{table}", 3)):
        parsed = csv.parse(text)
        assert set(titles(parsed)) == {"Lamps"}
        cells = 2 if line in ("Kind regards, Bo", "<p>Error 503, try later</p>", "Beds, Bo") else 1
        assert told(parsed) == [(number, f"a row with {cells} of 4 cells, skipped")]
    tabs = csv.parse(table.replace(",", "\t") + line + "\n")
    assert (titles(tabs), [number for number, _ in told(tabs)]) == (["Lamps"], [3])


def test_many_lines_below_a_table_are_one_problem() -> None:
    parsed = csv.parse(HEADER + "Lamps,Ada Vale,2020\n" + "Lamps are dim.\n" * 9)
    assert told(parsed) == [(3, "9 lines in a row with less cells than the header names, skipped")]


def test_a_row_without_its_last_cells_is_a_paper_where_it_shows_one_and_is_not_cut() -> None:
    table = "title,authors,year,doi,note\nLamps,Ada Vale,2020,10.1000/x,\n"
    for row in ("Beds,Bo Ash,2021", "Beds,,,10.1000/y"):
        assert titles(csv.parse(f"{table}{row}\n")) == ["Lamps", "Beds"]
        assert titles(csv.parse(table + row)) == ["Lamps"]
        assert [line for line, _ in told(csv.parse(table + row))] == [3]
    assert titles(csv.parse("title,authors,year,,\nBeds,Bo Ash,\n")) == ["Beds"]
    assert titles(csv.parse("title\nBeds\n", told=True)) == ["Beds"]


@pytest.mark.parametrize(
    "line",
    [
        "@misc{beds, title={Beds}, year={2020}}",
        "- [Beds in rain](https://arxiv.org/abs/2603.00011)",
        "[",
        '{"title": "Beds"}',
        "| Beds | Bo Ash |",
        "title,authors,year",
        "<feed>",
    ],
)
@pytest.mark.parametrize("field", ["AB  - They are dim.", "KW  - dim", "AU  - Vale, Ada"])
def test_what_begins_something_else_continues_no_field_of_ris(field: str, line: str) -> None:
    for between in ("", "\n", "\nSome words\n"):
        parsed = ris.parse(f"TY  - JOUR\nTI  - Lamps\n{field}\n{between}{line}\nmore of it\nTY  - JOUR\nTI  - Dens\n")
        alone = ris.parse(f"TY  - JOUR\nTI  - Lamps\n{field}\nTY  - JOUR\nTI  - Dens\n")
        assert parsed.papers == alone.papers
        assert line in parsed.left.split("\n")


def test_a_paragraph_below_an_empty_line_continues_a_field_where_the_next_one_follows() -> None:
    text = "TY  - JOUR\nTI  - Lamps\nAB  - They are dim.\n\nThey are lit.\n[1] And\n{}TY  - JOUR\nTI  - Dens\nER  - \n"
    assert ris.parse(text.format("ER  - \n")).papers[0].abstract == "They are dim. They are lit. [1] And"
    assert ris.parse(text.format("")).papers[0].abstract == "They are dim."


PAGES = {
    "a mailing of arXiv": arxiv_texts.MAIL, "an older one": arxiv_texts.OLD_MAIL, "a list": arxiv_texts.LISTING,
    "a page of arXiv": arxiv_texts.ABSTRACT_PAGE, "an alert": ALERT, "working papers": NEP,
    "a page of Hugging Face": COPIED,
}  # fmt: skip
RECORDS_BESIDE = (
    "@article{lamps, title={Lamps of the tide}, author={Roe, Jane}, year=2019, journal={Tides}}",
    "TY  - JOUR\nTI  - Lamps of the tide\nAU  - Roe, Jane\nPY  - 2019\nER  - ",
    "%0 Journal Article\n%T Lamps of the tide\n%A Roe, Jane\n%D 2019\n%J Tides",
)


@pytest.mark.parametrize("record", RECORDS_BESIDE)
@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_record_above_or_below_a_mail_or_a_page_is_read_and_so_is_that(page: str, record: str) -> None:
    """Each alone gives the same."""
    alone = sorted(titles(read_text(page, "x.txt")))
    assert alone
    for text in (f"{record}\n\n{page}", f"{page.rstrip()}\n\n{record}\n"):
        assert sorted(titles(read_text(text, "x.txt"))) == sorted([*alone, "Lamps of the tide"])


def test_json_below_a_table_is_no_row_of_it_however_its_quotes_stand() -> None:
    line = '{"title": "Lamps", "authors": ["Ada Vale"], "year": 2016, "doi": "10.1234/l"}'
    compact = line.replace(": ", ":").replace(", ", ",")
    for text in (line, compact):
        assert titles(read_text(f"{HEADER}Hedges,Bo Ash,2014\n\n{text}\n", "x.csv")) == ["Hedges", "Lamps"]
