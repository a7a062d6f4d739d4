"""Help that teaches: `reader help`, whole summaries, and examples of which every line is run."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest

from reader.cli.examples import EXAMPLES
from reader.cli.front import VERBS
from reader.cli.main import reader as commands
from reader.cli.mistakes import commands_under
from reader.cli.teaching import Taught, first_sentence, summary
from reader.io.fetch import WebAnswer
from tests.support import shell
from tests.support.cli import Answer, Copies, Reader
from tests.support.services import Question, atom, listed, said, serving, work

ROOT = click.Context(commands, info_name="reader")
PATHS = [" ".join(path) for path, _ in commands_under(commands, ROOT)]

PAPERS = [
    {"arxiv_id": "2408.07990", "title": "FuseChat: Knowledge Fusion", "abstract": "Fusing chat models.", "year": 2024,
     "tags": ["rl", "march", "thesis"], "authors": ["Ada Sample"], "doi": "10.1000/fuse"},
    {"arxiv_id": "2205.14135", "title": "FlashAttention: Exact Attention", "abstract": "Attention with tiling.",
     "tags": ["march"], "upvotes": 60},
    {"arxiv_id": "2312.00752", "title": "Mamba: State Spaces", "abstract": "A small language model.", "upvotes": 70},
    {"arxiv_id": "2305.18290", "title": "DPO: Preferences", "abstract": "Your language model.", "upvotes": 1},
    {"arxiv_id": "2306.00978", "title": "AWQ: Weight Quantization", "abstract": "Quantization of weights.",
     "triage": "dismissed"},
    {"doi": "10.1000/awq", "title": "AWQ: Weight Quantization", "abstract": "The journal's version."},
    {"doi": "10.1000/awq-talk", "title": "AWQ: Weight Quantization", "abstract": "The talk of it."},
    {"arxiv_id": "2205.14136", "title": "FlashAttention: Exact Attention", "abstract": "Of another kind."},
]  # fmt: skip


def made(reader: Reader) -> None:
    reader("import", "-", stdin="".join(json.dumps(paper) + "\n" for paper in PAPERS))
    reader("list", "add", "Edge models", "2408.07990", "2205.14135", "2312.00752")
    reader("list", "section", "add", "Edge models", "Attention")
    reader("triage", "queue", "2408.07990")
    reader("list", "section", "add", "Queue", "This week")
    reader("list", "new", "Unread", "--query", "is:unread")
    reader("mark", "read", "2312.00752")
    reader("mark", "reading", "2408.07990")
    reader("star", "2205.14135")


@pytest.fixture
def shelf(copy_of: Copies, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, fixtures: Path) -> Reader:
    """A library with what the examples speak of, files in the folder where one is, and services that answer."""
    reader = copy_of(made)
    serving(monkeypatch, answered)
    here = tmp_path / "here"
    (here / "papers").mkdir(parents=True)
    monkeypatch.chdir(here)
    for name in ("page.txt", "papers/page.txt"):
        shutil.copy(fixtures / "page-compact.txt", here / name)
    Path("refs.bib").write_text("@article{lamps, title = {On Lamps}, author = {Sample, Ada}, year = 2024}\n")
    Path("remarks.md").write_text("Some remarks.\n")
    Path("requests.jsonl").write_text('{"op": "count"}\n')
    return reader


def answered(question: Question) -> WebAnswer:
    """What services say of whatever they are asked."""
    if question.path.startswith("/arxiv"):
        ids = question.query.get("id_list", "2501.00001").split(",")
        return said(atom(*((f"{id.partition('v')[0]}v1", f"Beans {id}") for id in ids)))
    if question.path.startswith("/hf"):
        return said(json.dumps(listed(("2501.00002", "Beans"))))
    if question.path.startswith("/crossref"):
        doi = question.path.partition("/works/")[2]
        if not doi:
            return said(json.dumps({"message-type": "work-list", "message": {"items": []}}))
        return said(json.dumps({"message-type": "work", "message": work(doi, "Beans")}))
    return said("not there", 404)


def ran(reader: Reader, line: str) -> Answer:
    """What a line gives, with today's date for that of the examples."""
    return shell.run(reader, line.replace("2026-11-25", f"{datetime.now(UTC):%F}"), Path.cwd())


BEFORE = {"redo": ("undo 4",), "sync": ("export --list Queue -o models.md",)}
"""What comes before the examples of a command."""


@pytest.mark.parametrize("path", EXAMPLES)
def test_every_example_works(shelf: Reader, path: str) -> None:
    """One after the other, as they stand there; the interface is all that is missing here."""
    for call in BEFORE.get(path, ()):
        shelf(*call.split(" "))
    for line in EXAMPLES[path]:
        answer = ran(shelf, line)
        assert answer.status == (path == "open"), (line, answer)
        assert ("The interface needs a terminal" in answer.err) == (path == "open")
        assert "Nothing to change" not in answer.err, (line, answer)
    assert 2 <= len(EXAMPLES[path]) <= 3
    assert max(map(len, EXAMPLES[path])) <= 76


def test_every_command_has_examples_of_its_own() -> None:
    """None is forgotten, none is left over, and each line calls the command under which it stands."""
    assert sorted(EXAMPLES) == sorted(["", *PATHS])
    for path, calls in EXAMPLES.items():
        assert all(f"reader {path}".strip() in call for call in calls), path


@pytest.mark.parametrize("path", PATHS)
def test_help_says_what_the_option_says_and_ends_with_the_examples(reader: Reader, path: str) -> None:
    """At the end, unbroken."""
    told = reader("help", *path.split(" ")).out
    assert told == reader(*path.split(" "), "--help").out
    assert told.rstrip().endswith("\n  ".join(["Examples:", *EXAMPLES[path]]))


def test_help_alone_is_that_of_the_program(reader: Reader) -> None:
    assert reader("help").out == reader("--help").out
    assert reader("help").out.rstrip().endswith("\n  ".join(["Examples:", *EXAMPLES[""]]))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("serach", "There is no command 'serach'; did you mean 'search'?"),
        ("list ad", "There is no command 'list ad'; did you mean 'add'?"),
        ("list zzz", "There is no command 'list zzz'; one of add, annotate, "),
        ("search x", "'reader search' has no commands under it, so that 'x' is none."),
        ("rename", "did you mean 'tags rename' or 'list rename' or 'list section rename'?"),
        ("suggst", "did you mean 'tags suggest'?"),
    ],
)
def test_help_of_what_there_is_not_names_the_nearest(reader: Reader, words: str, said: str) -> None:
    """As a call of it does, with the same exit status."""
    answer = reader("help", *words.split(" "), check=False)
    assert (answer.status, answer.out, said in answer.err) == (2, "", True)
    if "no commands under" not in said:
        assert said in reader(*words.split(" "), check=False).err


def test_help_fits_a_terminal_of_forty_columns() -> None:
    """But for calls to be copied, and the names of options with all that they take; what is said has room enough."""
    for path, command in commands_under(commands, ROOT):
        context = Taught.context_class(command, info_name=" ".join(("reader", *path)), terminal_width=38)
        for line in command.get_help(context).split("\nExamples:")[0].splitlines():
            if not line.startswith(("  -", "Usage:")):
                assert len(line) <= 40, (path, line)
            assert len(line) - len(line.lstrip()) < 20, (path, line)


def test_every_summary_is_whole_in_eighty_columns() -> None:
    """Of the commands under a command, in one line each; a shell that completes them shows the same."""
    for path, command in commands_under(commands, ROOT):
        assert isinstance(command, Taught), path
        if not isinstance(command, click.Group):
            continue
        inner = {name: command.get_command(ROOT, name) for name in command.list_commands(ROOT)}
        room = 78 - 2 - 2 - max(map(len, inner))
        for name, under in inner.items():
            assert under is not None
            assert 0 < len(summary(under)) <= room, (path, name)
            assert under.get_short_help_str(10) == summary(under)
            assert summary(under).endswith((".", "…")), (path, name)


def test_the_first_sentence_of_a_help_ends_with_its_stop() -> None:
    assert first_sentence('Print it: eval "$(a b)".\n\n  And more.') == 'Print it: eval "$(a b)".'
    assert first_sentence("A version 8.2 and\n    more") == "A version 8.2 and more"


def test_every_verb_is_told_in_a_sentence() -> None:
    assert all(verb.help.endswith((".", "…")) for verb in VERBS.values())
