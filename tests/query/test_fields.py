"""The query language is one table: what it says is parsed, found by, completed, helped with and documented."""

from __future__ import annotations

from datetime import date

import pytest

from reader.commands.context import Pane
from reader.paper import STANDINGS, Decision, Paper, Status
from reader.query import complete, parse
from reader.query.fields import CHOICES, FIELDS, brief_rows, field_of, full_rows
from reader.query.filters import Filter
from reader.tui.help import help_lines
from tests.support.cli import Reader

EXAMPLES = [(field.name, typed) for field in FIELDS.values() for typed in field.typed]
FILTERS = [name for name in FIELDS if name != "sort"]


@pytest.mark.parametrize(("field", "typed"), EXAMPLES, ids=[typed for _, typed in EXAMPLES])
def test_every_example_of_a_field_is_understood(field: str, typed: str) -> None:
    """It is a filter by that field, or an order, and nothing is in doubt."""
    query = parse(typed)
    assert not query.doubts
    assert [one.field for one in query.filters] == ([] if field == "sort" else [field])
    assert (query.sort is not None) == (field == "sort")


@pytest.mark.parametrize("query", [typed for examples, _ in full_rows() for typed in examples])
def test_every_example_of_the_language_is_understood(query: str) -> None:
    """What the help shows may be typed as it stands."""
    assert not parse(query).doubts


@pytest.mark.parametrize("field", FILTERS)
def test_every_field_tells_papers_apart(field: str) -> None:
    """There is a test for each field and each of its values; an empty paper passes none but those of the beginning."""
    for value in FIELDS[field].examples:
        found = Filter(field, value.strip('"')).accepts(Paper("p", "A title"), lambda id: [], date(2026, 1, 1))
        assert found is (value in ("unread", "inbox", "untagged"))


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, values in CHOICES.items() for value in values])
def test_every_word_that_a_field_takes_is_completed(field: str, value: str) -> None:
    """Also those of triage: `is:in` offers `is:inbox`."""
    text = f"{field}:{value[:-1]}"
    assert f"{field}:{value}" in [offer.text for offer in complete(text, len(text))]


def test_every_field_is_completed_with_all_of_its_values() -> None:
    """The label names what a value is, each of the few words where it is one of these."""
    for name, field in FIELDS.items():
        offers = {offer.text: offer.label for offer in complete(name, len(name))}
        assert offers[f"{name}:"] == f"{name}:  {field.values}"
        assert all(value in field.values for value in CHOICES.get(name, ()))


def test_the_help_of_the_interface_tells_the_whole_language() -> None:
    """`?` shows every row of the table."""
    shown = [" ".join(" ".join(text for text, _ in line).split()) for line in help_lines([], [], Pane.LIST, 400)]
    for typed, finds in brief_rows():
        assert f"{' '.join(typed.split())} {finds}" in shown


def test_the_help_of_the_command_line_tells_the_whole_language(reader: Reader) -> None:
    """`reader search --help` names every field, every sign and every word that a field takes."""
    told = " ".join(reader("search", "--help").out.split())
    for typed, finds in brief_rows():
        assert " ".join(typed.split()) in told
        assert finds in told
    assert all(value in told for values in CHOICES.values() for value in values)


def test_a_field_is_known_by_its_plural() -> None:
    """`tags:` is `tag:`, but nothing is `added` more than once."""
    assert (field_of("Tags"), field_of("addeds"), field_of("sorts")) == ("tag", "", "")
    assert [name for name in FIELDS if field_of(f"{name}s") == name] == [
        "tag", "list", "title", "author", "abstract", "note", "venue", "keyword", "year", "source",
    ]  # fmt: skip


def test_what_is_so_of_a_paper_has_one_word() -> None:
    """Every status and every decision of triage is a word of `is:`, and of each kind one is so."""
    paper = Paper("p", "A title")
    assert set(CHOICES["is"]) == {"starred", "inbox", "untagged", *Status, *Decision}
    assert [word for word, standing in STANDINGS.items() if standing.test(paper)] == ["unread", "inbox", "untagged"]
