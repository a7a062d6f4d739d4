"""`--fields` and `--format`: what of each paper is put out is what one asks for, and what there is not is an error."""

from __future__ import annotations

import json
import subprocess
import sys
import tracemalloc
from contextlib import suppress

import pytest

from reader.errors import InputError
from reader.formats.markdown.sandbox import names_in
from reader.paper import Paper
from reader.paper_json import JSON_KEYS, from_json, to_json
from tests.support.cli import Copies, Reader

ROWS = [
    {"title": "Of Lamps & <Mazes>", "arxiv_id": "2401.00001", "authors": ["Ada Vale", "Bo Lind"], "year": 2024,
     "tags": ["dim", "to read"], "note": "one\n* two\tthree", "abstract": "Lamps."},
    {"title": "Of Doors", "arxiv_id": "2401.00002", "authors": ["Ada Vale"], "starred": True,
     "lists": ["Edge"], "abstract": "Doors."},
]  # fmt: skip


@pytest.fixture
def two(copy_of: Copies) -> Reader:
    """A library of two papers."""
    return copy_of(made)


def made(reader: Reader) -> None:
    """Two papers, one of them on a list."""
    reader("import", "-", "--format", "jsonl", stdin="".join(json.dumps(row) + "\n" for row in ROWS))
    reader("star", "2401.00002")


def test_fields_stand_in_their_order_with_tabs_between_them(two: Reader) -> None:
    """Several texts with semicolons, an object as JSON, nothing as nothing; no text breaks its row."""
    out = two("search", "lamps", "--fields", "title,authors, year,tags,note,links,read_at,id").out
    assert out.split("\t") == [
        "Of Lamps & <Mazes>", "Ada Vale; Bo Lind", "2024", "dim; to read", "one * two three",
        '{"pdf": "https://arxiv.org/pdf/2401.00001"}', "", "2401.00001\n",
    ]  # fmt: skip
    assert two("show", "2401.00002", "--fields", "starred,lists").out == "true\tEdge\n"
    assert two("list", "show", "edge", "--fields", "id,section,entry_note").out == "2401.00002\t\t\n"
    assert two("next", "--limit", "0", "--fields", "id").lines == ["2401.00001", "2401.00002"]


def test_with_json_the_objects_have_the_chosen_keys_alone(two: Reader) -> None:
    """Each of them, null where there is nothing, in the order of the call."""
    assert list(two("search", "lamps", "--json", "--fields", "year,corrected,id").json[0].items()) == [
        ("year", 2024), ("corrected", None), ("id", "2401.00001"),
    ]  # fmt: skip
    assert two("show", "2401.00001", "--json", "--fields", "title").json == {"title": "Of Lamps & <Mazes>"}
    shown = two("list", "show", "edge", "--json", "--fields", "id").json
    assert (shown["name"], shown["papers"]) == ("Edge", [{"id": "2401.00002"}])
    assert two("next", "--json", "--fields", "id,reason").json.keys() == {"id", "reason"}
    assert set(two("search", "lamps", "--json").json[0]) > {"score", "matches", "abstract"}


def test_a_template_is_filled_in_for_each_paper_and_nothing_is_escaped(two: Reader) -> None:
    """It ends with its line, whether it has a line end or not, and its own lines stay as they are written."""
    template = "{{ id }}: {{ title | upper }} ~ {{ authors }}{% if starred %} *{% endif %}"
    assert two("search", "--sort", "title", "--format", template).lines == [
        "2401.00002: OF DOORS ~ Ada Vale *", "2401.00001: OF LAMPS & <MAZES> ~ Ada Vale; Bo Lind",
    ]  # fmt: skip
    lines = "{% for tag in tags %}\n  - {{ tag ~ '*' }}{% endfor %}\n"
    assert two("show", "2401.00001", "--format", lines).out == "\n  - dim*\n  - to read*\n"
    assert two("show", "2401.00001", "--format", "{{ note }}").out == "one\n* two\tthree\n"
    assert two("list", "show", "Edge", "--format", "{{ starred }} {{ year }}|").out == "true |\n"
    assert two("search", "nothing-of-the-kind", "--format", "{{ id }}").out == ""


@pytest.mark.parametrize(
    ("option", "value", "why"),
    [
        ("--fields", "id,titel", "There is no field 'titel'; did you mean 'title'?"),
        ("--fields", "", "There is no field ''; one of id,"),
        ("--format", "{{ titel }}", "there is no 'titel' here; did you mean 'title'?"),
        ("--format", "{{ title", "The template, line 1: unexpected end of template"),
        ("--format", " ", "The template is empty."),
        ("--format", "json", "The template 'json' has no field in it; did you mean '--json'?"),
        ("--format", "{titel}", "has no field in it; did you mean '{{ title }}'?"),
        ("--format", "yes", "The template 'yes' has no field in it."),
        ("--format", "{{ ().__class__ }}", "The template: access to attribute '__class__'"),
        ("--format", "{{ links }}{{ [[title]] }}", "a list cannot be shown as text"),
        ("--format", "{% include 'x' %}", "The template: no loader"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_wrong_usage(two: Reader, option: str, value: str, why: str) -> None:
    """An unknown field is so even where nothing is found: a script fails at once, not on the day that something is."""
    answer = two("show", "2401.00001", option, value, check=False)
    assert (answer.status, answer.out) == (2, "")
    assert why in answer.err
    if "titel" in value:
        assert two("search", "no-such-word", option, value, check=False).status == 2


@pytest.mark.parametrize(
    "options",
    [
        ("--ids", "--fields", "id"), ("--ids", "--format", "{{ id }}"), ("--json", "--format", "x"),
        ("--fields", "id", "--format", "x"),
    ],
)  # fmt: skip
def test_two_ways_to_put_papers_out_exclude_each_other(two: Reader, options: tuple[str, ...]) -> None:
    answer = two("search", *options, check=False)
    assert (answer.status, "exclude each other" in answer.err + answer.out) == (2, True)


def test_papers_that_only_come_near_are_shown_where_something_tells_them_apart(two: Reader) -> None:
    """A script never takes them for what it sought."""
    near = "lamps doors"
    assert two("search", near, "--fields", "id").out == ""
    assert two("search", near, "--json", "--fields", "id").json == []
    assert two("search", near, "--format", "{{ id }}").out == ""
    assert {row["nearest"] for row in two("search", near, "--json", "--fields", "id,nearest").json} == {True}
    assert two("search", near, "--fields", "nearest").lines == ["true", "true"]
    assert two("search", near, "--format", "{{ nearest }}").lines == ["true", "true"]


def test_every_key_that_a_paper_may_have_is_a_field() -> None:
    """And no field is left over from a key that went."""
    rich = from_json(
        {"title": "T", "authors": ["A. B"], "names": {"A. B": {"literal": "A. B"}}, "more_authors": True,
         "kind": "book", "citation_key": "k", "machine_summary": "s", "kept": {"ris/M3": "x"}, "corrected": ["title"]}
    )  # fmt: skip
    assert sorted(JSON_KEYS) == sorted({**to_json(rich), **to_json(Paper("i", "t"))})


def test_only_a_template_loads_what_fills_it_in(two: Reader) -> None:
    code = (
        "import sys; from reader.cli.main import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "sys.exit('jinja2' in sys.modules)"
    )
    call = ["--library", str(two.folder), "search", "--fields", "id"]
    assert subprocess.run([sys.executable, "-c", code, *call], stdout=subprocess.DEVNULL, check=False).returncode == 0


@pytest.mark.parametrize(
    "template",
    [
        '{{ "x" * 9000000 }}',
        "{{ [1] * 9000000 }}",
        '{{ "%9000000d" % 1 }}',
        '{{ -("x" * 9000000) }}',
        '{{ ("x" * 9000000) | upper }}',
        '{% set x = "x" * 9000000 %}',
        '{% for x in "x" * 9000000 %}{% endfor %}',
        f"{{{{ '{'a' * 3000}' | join('{'b' * 3000}') }}}}",
        f"{{% autoescape '{'a' * 3000}' | join('{'b' * 3000}') %}}{{% endautoescape %}}",
    ],
)
def test_no_constant_is_worked_out_while_a_template_is_read(template: str) -> None:
    """Only where it is filled in are steps and bytes counted, in a process of its own."""
    tracemalloc.start()
    try:
        with suppress(InputError):
            assert names_in(template, (), "The template") == frozenset()
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()


def test_a_link_that_a_paper_does_not_have_is_empty_in_a_template(two: Reader) -> None:
    """As any other field; what is no kind of link is an error."""
    answer = two("search", "--format", "{{ links.pdf or '' }}|{{ links.code }}|{{ links.project or 'none' }}")
    assert sorted(answer.lines) == [f"https://arxiv.org/pdf/2401.0000{at}||none" for at in (1, 2)]
    wrong = two("search", "--format", "{{ links.cod }}", check=False)
    assert (wrong.status, "a table has no 'cod'; did you mean 'code'" in wrong.err) == (2, True)
    assert "has no 'volum'" in two("search", "--format", "{{ metadata.volum }}", check=False).err


def test_a_variable_that_a_paper_does_not_have_is_empty_in_a_template(two: Reader) -> None:
    """A script that asks for volumes must not end at the first paper without one; a name that is mistyped is named."""
    template = "{{ metadata.volume }}|{{ metadata['container-title-short'] }}|{{ metadata.editor }}"
    assert set(two("search", "--format", template).lines) == {"||"}
    wrong = two("search", "--format", "{{ metadata.volum }}", check=False)
    assert (wrong.status, "a table has no 'volum'; did you mean 'volume'" in wrong.err) == (2, True)
