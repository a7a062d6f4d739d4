"""What a record says for the user is kept when it comes in, or named under the problems with its line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.formats import bibtex, csl_json, csv, jsonl, notes, other_yaml, plain_json, read, ris
from reader.formats.parsed import Parsed
from reader.formats.read_later import tables
from reader.paper import Decision, Stage, Status
from reader.text import NAME_LIMIT, NOTE_LIMIT, TAG_LIMIT, TITLE_LIMIT
from tests.support.cli import Reader

LONGEST, TOO_LONG = "t" * TAG_LIMIT, "u" * (TAG_LIMIT + 1)


def lines(**fields: object) -> Parsed:
    """What JSON Lines give for a record with these fields, on the second line."""
    return jsonl.parse(json.dumps({"title": "One"}) + "\n" + json.dumps({"title": "Two", **fields}) + "\n")


def table(column: str, cell: str) -> Parsed:
    """What a table gives with this cell in its second row."""
    return csv.parse(f'title,abstract,{column}\nOne,A,\nTwo,B,"{cell}"\n')


def told(parsed: Parsed) -> list[tuple[int, str]]:
    """The line of each problem, and what it says."""
    return [(problem.line, problem.message) for problem in parsed.problems]


@pytest.mark.parametrize("parsed", [lines(tags=["ok", LONGEST, TOO_LONG]), table("tags", f"ok; {LONGEST}; {TOO_LONG}")])
def test_a_tag_that_is_too_long_is_named_and_the_others_are_kept(parsed: Parsed) -> None:
    assert parsed.papers[1].tags == ("ok", LONGEST)
    ((line, message),) = told(parsed)
    assert line in {2, 3}
    assert "a tag of 65 characters (64 are allowed)" in message


def test_it_is_named_on_the_way_through_the_command_and_a_batch(reader: Reader, tmp_path: Path) -> None:
    text = json.dumps({"title": "Gardens that prune", "arxiv_id": "2401.00011", "tags": ["ok", TOO_LONG]})
    path = tmp_path / "a.jsonl"
    path.write_text(text)
    done = reader("import", str(path))
    assert "a.jsonl:1: a tag of 65 characters" in done.err
    assert [paper["tags"] for paper in reader("search", "--json").json] == [["ok"]]
    assert reader("import", str(path), "--strict", check=False).status == 1
    (answer,) = reader.batch({"op": "import", "text": text})
    assert "a tag of 65 characters" in json.dumps(answer)


@pytest.mark.parametrize("arguments", [("import", "{}", "--tag", TOO_LONG), ("tag", "--query", "*", "--add", TOO_LONG)])
def test_a_tag_that_is_typed_and_too_long_is_refused(
    reader: Reader, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"title": "Gardens that prune", "arxiv_id": "2401.00011"}\n')
    reader("import", str(path))
    done = reader(*(part.format(path) for part in arguments), check=False)
    assert done.status == 1
    assert "at most 64 characters" in done.err
    assert reader("tags", "--json").json == []


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"triage": "perhaps"}, "triage is none of inbox, queued, reading, read, later, dismissed, kept, left out"),
        ({"read_at": "gestern"}, "read_at is no moment like 2026-11-26T12:30:00Z, left out"),
        ({"starred_at": "2026-02-30T10:00:00Z"}, "starred_at is no moment"),
        ({"changed_at": 5}, "changed_at is no moment"),
        ({"reading_at": "2999-01-01T00:00:00Z"}, "reading_at is still to come, left out"),
        ({"added": "2999-01-01"}, "added is still to come, left out"),
        ({"added": "yesterday"}, "added is no time"),
        ({"published": "soon"}, "published is no date"),
        ({"url": "javascript:alert(1)"}, "url is no http or https address"),
        ({"year": "2020"}, "year is no year"),
        ({"upvotes": "12"}, "upvotes is no number"),
        ({"metadata": {"volume": "3", "page": ["1"], "issue": ""}}, "metadata that is not text"),
        ({"metadata": "volume 3"}, "metadata that is not text"),
        ({"lists": "Edge models"}, "lists is not a list of names"),
        ({"lists": ["Edge models", 5]}, "the name of a list that is not text"),
        ({"lists": ["n" * (NAME_LIMIT + 1)]}, "the name of a list of 101 characters"),
        ({"lists": ["Edge"], "places": {"Edge": {"section": "s" * 101}}}, "the name of a section of 101 characters"),
        ({"status": "done"}, "status is not unread, reading or read"),
        ({"starred": "yes"}, "starred is neither true nor false"),
        ({"tags": "rl"}, "tags is not a list of texts"),
    ],
)
def test_what_json_lines_cannot_keep_is_named(fields: dict[str, object], says: str) -> None:
    ((line, message),) = told(lines(**fields))
    assert line == 2
    assert says in message


@pytest.mark.parametrize("word", Stage)
def test_every_word_for_a_state_is_taken_without_a_complaint(word: str) -> None:
    parsed = lines(triage=word)
    assert parsed.problems == ()
    assert parsed.papers[1].triage == (word if word in tuple(Decision) else "")


def test_moments_of_json_lines_are_kept_but_those_to_come() -> None:
    told_at = "2020-01-01T00:00:00Z"
    known = dict.fromkeys(("starred_at", "read_at", "changed_at", "added"), told_at)
    paper = lines(**known, reading_at="2999-01-01T00:00:00Z").papers[1]
    assert (paper.starred_at, paper.read_at, paper.changed_at, paper.added, paper.reading_at) == (*[told_at] * 4, "")


def test_the_rest_of_such_a_record_is_kept() -> None:
    parsed = lines(triage="perhaps", added="yesterday", lists=["Edge", "n" * 101], tags=["rl"])
    assert (parsed.papers[1].triage, parsed.papers[1].added, parsed.papers[1].tags) == ("", "", ("rl",))
    assert [place.list for place in parsed.entries[1]] == ["Edge"]


@pytest.mark.parametrize(
    ("column", "cell", "says"),
    [
        ("status", "perhaps", "status is none of unread, reading, read"),
        ("starred", "perhaps", "starred is neither yes nor no"),
        ("added", "yesterday", "added is no time"),
        ("published", "soon", "a date that says no year, kept as it is typed"),
        ("lists", "n" * 101, "the name of a list of 101 characters"),
    ],
)
def test_what_a_table_cannot_keep_is_named(column: str, cell: str, says: str) -> None:
    parsed = table(column, cell)
    ((line, message),) = told(parsed)
    assert line == 3
    assert says in message
    assert len(parsed.papers) == 2


@pytest.mark.parametrize(("cell", "star"), [("yes", True), ("x", True), ("no", False), ("", False), ("0", False)])
def test_a_star_is_yes_or_no(cell: str, star: bool) -> None:
    parsed = table("starred", cell)
    assert (parsed.papers[1].starred, parsed.problems) == (star, ())


LONG_NOTE = "n" * (NOTE_LIMIT + 5)
LONG_TITLE = "Hedge " * 200


@pytest.mark.parametrize(
    "parsed",
    [
        jsonl.parse(json.dumps({"title": "One", "note": LONG_NOTE})),
        csv.parse(f"title,abstract,note\nOne,A,{LONG_NOTE}\n"),
        bibtex.parse(f"@misc{{a, title = {{One}}, annote = {{{LONG_NOTE}}}}}\n"),
        ris.parse(f"TY  - JOUR\nTI  - One\nN1  - {LONG_NOTE}\nER  - \n"),
        csl_json.parse(json.dumps([{"type": "book", "title": "One", "annote": LONG_NOTE}])),
    ],
    ids=["jsonl", "csv", "bibtex", "ris", "csl-json"],
)
def test_a_note_that_is_too_long_is_cut_and_that_is_told(parsed: Parsed) -> None:
    assert len(parsed.papers[0].note) == NOTE_LIMIT
    assert ["note" in message and "cut" in message for _, message in told(parsed)] == [True]


@pytest.mark.parametrize(
    "parsed",
    [
        csv.parse(f"title,abstract\n{LONG_TITLE},A\n"),
        bibtex.parse(f"@misc{{a, title = {{{LONG_TITLE}}}}}\n"),
        ris.parse(f"TY  - JOUR\nTI  - {LONG_TITLE}\nER  - \n"),
        csl_json.parse(json.dumps([{"type": "book", "title": LONG_TITLE}])),
        jsonl.parse(json.dumps({"title": LONG_TITLE})),
    ],
    ids=["csv", "bibtex", "ris", "csl-json", "jsonl"],
)
def test_a_title_that_is_too_long_is_cut_and_that_is_told(parsed: Parsed) -> None:
    assert len(parsed.papers[0].title) <= TITLE_LIMIT
    assert ["title" in message and "cut" in message for _, message in told(parsed)] == [True]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("csv", "title,authors,year,tags\nDeep Trees,Ada Sample,2024,#woods; deep / trees; /\n"),
        ("jsonl", '{"title": "Deep Trees", "tags": ["#woods", "deep / trees", "/"]}\n'),
    ],
)
def test_a_tag_comes_in_as_it_is_stored_and_looked_for(name: str, text: str) -> None:
    """What is nothing but signs is told."""
    parsed = read(text, name)
    assert parsed.papers[0].tags == ("deep/trees", "woods")
    assert [(problem.message, problem.excerpt) for problem in parsed.problems] == [
        ("a tag of nothing but signs, left out", "/")
    ]


@pytest.mark.parametrize(
    ("name", "meant"),
    [("nots", "note"), ("stared", "starred"), ("list", "lists"), ("staus", "status")],
)
def test_a_key_that_is_ours_but_for_a_slip_is_named_with_its_line(name: str, meant: str) -> None:
    (problem,) = lines(doi="10.1000/two", **{name: "read"}).problems
    assert (problem.line, problem.excerpt) == (2, "read")
    assert problem.message == f"{name} is no key of this format, '{meant}' is: left out"
    (problem,) = table(name, "read").problems
    assert (problem.line, problem.excerpt) == (3, "read")
    assert problem.message == f"'{name}' is no column of this format, '{meant}' is: left out from here on"


@pytest.mark.parametrize("name", ["text", "stars", "state", "codes", "score"])
def test_a_key_of_another_meaning_is_no_slip(name: str) -> None:
    assert not any(problem.line for problem in lines(doi="10.1000/two", **{name: "read"}).problems)


YES = ["true", "Yes", "y", "1", "x", "[x]", "✓", "✔", "✔️", "★", "⭐", "done", "ja", "oui", "sí", "是"]
NO = ["", "false", "No", "n", "0", "off", "none", "-", "☆", "[ ]", "not yet", "nein", "non", "否"]
NEITHER = ["perhaps", "3", "★★☆", "later"]


def starred_in_csv(answer: str) -> Parsed:
    return csv.parse(f"Title,Year,DOI,Starred\nLamps,2001,10.1234/a,{answer}\n")


def starred_in_yaml(answer: str) -> Parsed:
    told = json.dumps(answer, ensure_ascii=False)
    return other_yaml.parse(f"- title: Lamps that learn\n  doi: 10.1234/a\n  starred: {told}\n")


def starred_in_json(answer: str) -> Parsed:
    return plain_json.parse(json.dumps([{"title": "Lamps that learn", "doi": "10.1234/a", "starred": answer}]))


def starred_in_a_note(answer: str) -> Parsed:
    told = json.dumps(answer, ensure_ascii=False)
    return notes.parse(f"---\ntitle: Lamps that learn\ndoi: 10.1234/a\nstarred: {told}\n---\nMine.\n")


def starred_in_matter(answer: str) -> Parsed:
    head = "Title,Author,Publisher,URL,Tags,Word Count,In Queue,Favorited,Read"
    return tables.parse(f"{head}\nLamps that learn,,,https://arxiv.org/abs/2401.00011,,10,False,{answer},False\n")


def starred_in_raindrop(answer: str) -> Parsed:
    head = "id,title,note,excerpt,url,folder,tags,created,favorite"
    return tables.parse(f"{head}\n1,Lamps that learn,,,https://arxiv.org/abs/2401.00011,,,,{answer}\n")


@pytest.mark.parametrize(
    "read",
    [starred_in_csv, starred_in_yaml, starred_in_json, starred_in_a_note, starred_in_matter, starred_in_raindrop],
)
def test_yes_and_no_are_the_same_words_everywhere_and_any_other_is_named(read: Callable[[str], Parsed]) -> None:
    for answers, meant in ((YES, True), (NO, False), (NEITHER, False)):
        for answer in answers:
            parsed = read(answer)
            assert [paper.starred for paper in parsed.papers] == [meant], answer
            named = [problem for problem in parsed.problems if re.search("starred|favorite", problem.message)]
            assert bool(named) is (answers is NEITHER), answer


@pytest.mark.parametrize("answer", [*YES, *NO, *NEITHER])
def test_read_is_answered_in_the_same_words(answer: str) -> None:
    """In tables, records, notes and lists of saved pages alike."""
    told = json.dumps(answer, ensure_ascii=False)
    head = "Title,Author,Publisher,URL,Tags,Word Count,In Queue,Favorited,Read"
    found = [
        csv.parse(f"Title,Year,DOI,Read\nLamps,2001,10.1234/a,{answer}\n"),
        other_yaml.parse(f"- title: Lamps that learn\n  doi: 10.1234/a\n  read: {told}\n"),
        notes.parse(f"---\ntitle: Lamps that learn\ndoi: 10.1234/a\nread: {told}\n---\nMine.\n"),
        tables.parse(f"{head}\nLamps,,,https://arxiv.org/abs/2401.00011,,10,False,False,{answer}\n"),
    ]
    meant = Status.READ if answer in YES else Status.UNREAD
    assert [paper.status for parsed in found for paper in parsed.papers] == [meant] * 4
    assert [bool(parsed.problems) for parsed in found] == [answer in NEITHER] * 4
