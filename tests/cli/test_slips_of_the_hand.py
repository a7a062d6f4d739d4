"""One slip of the hand in any call of the help's examples: exit 2, the nearest right one named, and nothing is done.

The calls come from the table of examples, the options, choices and commands from click's own tables, so that a command
that is new is tried as well.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click
import pytest
from hypothesis import HealthCheck, assume, given
from hypothesis import strategies as st

from reader.cli.batch_keys import OPERATIONS, action_key
from reader.cli.examples import EXAMPLES
from reader.cli.main import reader as commands
from reader.cli.mistakes import OneOf, commands_under
from reader.cli.querying import WritingCommand
from reader.query.fields import FIELDS, field_of, full_rows
from reader.suggestions import is_slip
from tests.cli.test_teaching import ROOT, shelf
from tests.support import shell
from tests.support.cli import Reader
from tests.support.laws import law

__all__ = ["shelf"]
LEAVES = {" ".join(path): command for path, command in commands_under(commands, ROOT)}
LETTERS = "abcdefghijklmnopqrstuvwxyz"
OPENS = "open"
"""What would open the interface, had it a terminal."""


class Try(NamedTuple):
    """A call that works but for one word, which is to be mistyped."""

    words: tuple[str, ...]
    at: int
    """Which of the words."""
    meant: str
    """What is to be named in place of what it became, the part of the word that is mistyped."""
    others: tuple[str, ...]
    """What else could be meant by it."""


def calls() -> Iterator[tuple[str, list[str]]]:
    """Each command with the words of its examples."""
    for path, lines in EXAMPLES.items():
        for line in lines if path else ():
            words = shell.last_call(line)
            named = len(path.split(" "))
            goes_on = isinstance(LEAVES[path], click.Group) and len(words) > named
            if words[:named] == path.split(" ") and not goes_on:
                yield path, words


def long_options(path: str) -> tuple[str, ...]:
    params = (param for param in LEAVES[path].params if isinstance(param, click.Option))
    return tuple(name for param in params for name in param.opts if name.startswith("--"))


def option_tries() -> Iterator[Try]:
    """Every option of every command, behind a call that works without it."""
    for path, words in calls():
        for option in long_options(path):
            yield Try((*words, option), len(words), option, long_options(path))


def command_tries() -> Iterator[Try]:
    """Every word that names a command."""
    for path, words in calls():
        for at, name in enumerate(path.split(" ")):
            group = commands if at == 0 else LEAVES[" ".join(path.split(" ")[:at])]
            assert isinstance(group, click.Group)
            yield Try(tuple(words), at, name, tuple(group.list_commands(ROOT)))


def choice_tries() -> Iterator[Try]:
    """Every word that is one of a few, behind its option or as an argument."""
    for path, words in calls():
        for param in LEAVES[path].params:
            if not isinstance(param.type, OneOf):
                continue
            for choice in param.type.choices:
                if isinstance(param, click.Option):
                    if not set(param.opts) & set(words):
                        yield Try(
                            (*words, max(param.opts, key=len), choice), len(words) + 1, choice, param.type.choices
                        )
                else:
                    at = len(path.split(" "))
                    yield Try((*words[:at], choice, *words[at + 1 :]), at, choice, param.type.choices)


TRIES = {"options": list(option_tries()), "commands": list(command_tries()), "choices": list(choice_tries())}


@st.composite
def slip_of(draw: st.DrawFn, word: str, others: Sequence[str]) -> str:
    """What a word became, which is no slip of another: a letter too many, too few, another, or two that changed
    places."""
    at = draw(st.integers(0, len(word) - 1))
    letter = draw(st.sampled_from(LETTERS))
    made = draw(
        st.sampled_from([
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :],
        ])
    )  # fmt: skip
    assume(len(made) > 1)
    assume(made not in others)
    assume(not any(is_slip(made, other) or sorted(made) == sorted(other) for other in others if other != word))
    return made


@st.composite
def slipped(draw: st.DrawFn, of: str) -> tuple[Try, str]:
    """A call, and what its word became."""
    one = TRIES[of][draw(st.integers(0, len(TRIES[of]) - 1))]
    dashes = "-" * (len(one.meant) - len(one.meant.lstrip("-")))
    others = [other.removeprefix(dashes) for other in (*one.others, f"{dashes}help")]
    return one, dashes + draw(slip_of(one.meant.removeprefix(dashes), others))


def held(reader: Reader, here: Path) -> dict[str, bytes]:
    """Every byte of the library, and of the folder where one is."""
    return {str(path): path.read_bytes() for folder in (reader.folder, here) for path in sorted(folder.rglob("*"))
            if path.is_file()}  # fmt: skip


def refused(reader: Reader, words: tuple[str, ...]) -> str:
    """What is said to a call that is to be wrong usage and to do nothing."""
    before = held(reader, Path.cwd())
    answer = reader(*words, check=False)
    assert answer.status == 2, (shlex.join(words), answer)
    told = answer.json["error"]["message"] if "--json" in words else answer.err
    assert (answer.out + answer.err).count("\n") == 1
    assert held(reader, Path.cwd()) == before
    return str(told)


def is_refused_with_what_was_meant(reader: Reader, tried: tuple[Try, str]) -> None:
    """A call with what its word became does nothing and names the word."""
    one, typed = tried
    told = refused(reader, (*one.words[: one.at], typed, *one.words[one.at + 1 :]))
    assert one.meant in told


@law(100, HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much)
@given(slipped("options"))
def test_an_option_that_is_mistyped_does_nothing(shelf: Reader, tried: tuple[Try, str]) -> None:
    is_refused_with_what_was_meant(shelf, tried)


@law(100, HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much)
@given(slipped("commands"))
def test_a_command_that_is_mistyped_does_nothing(shelf: Reader, tried: tuple[Try, str]) -> None:
    is_refused_with_what_was_meant(shelf, tried)


@law(100, HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much)
@given(slipped("choices"))
def test_a_choice_that_is_mistyped_does_nothing(shelf: Reader, tried: tuple[Try, str]) -> None:
    is_refused_with_what_was_meant(shelf, tried)


TEXTS = tuple(
    (words, max(param.opts, key=len))
    for path, words in calls()
    for param in LEAVES[path].params
    if isinstance(param, click.Option) and type(param.type) is click.types.StringParamType and param.callback is None
    if not set(param.opts) & {word.partition("=")[0] for word in words}
)
"""The options of the examples' commands that any text is a value of, behind a call that works without them."""


@law(100, HealthCheck.function_scoped_fixture)
@given(st.sampled_from(TEXTS), st.sampled_from(["x", "note", '"a b"', "-", "#x", "=", "", "2024"]))
def test_an_equals_sign_too_many_is_no_part_of_a_value(
    shelf: Reader, called: tuple[list[str], str], value: str
) -> None:
    words, option = called
    assert f"{option}=" in refused(shelf, (*words, f"{option}=={value}"))


@law(50, HealthCheck.function_scoped_fixture)
@given(st.sampled_from(TEXTS))
def test_standard_input_is_not_taken_for_a_sign(shelf: Reader, called: tuple[list[str], str]) -> None:
    words, option = called
    assert f"{option}=-" in refused(shelf, (*words, option, "-"))


VALUES: dict[str, Any] = {
    "papers": ["2408.07990"], "paper": "2408.07990", "keep": "2306.00978", "query": "*", "name": "Edge models",
    "status": "read", "decision": "later", "text": "Words", "add": ["x"], "set": {"venue": "Lights"}, "to": "Other",
    "tag": "rl", "heading": "Attention", "position": 1, "action": "list", "path": "out.md", "date": "2026-11-25",
    "texts": ["On Lamps"], "ids": ["2501.00001"], "dois": ["10.1000/1"], "session": "x", "limit": 3, "steps": 1,
}  # fmt: skip
"""What keys of requests hold."""
EDITING = {name: operation for name, operation in OPERATIONS.items() if operation.edits or operation.on_disk}


@st.composite
def slipped_key(draw: st.DrawFn) -> tuple[dict[str, Any], str, str]:
    """A request that edits, exports or saves, what a key of it became, and the key."""
    name = draw(st.sampled_from(sorted(EDITING)))
    operation = EDITING[name]
    op, _, action = name.partition(" ")
    meant = draw(st.sampled_from(sorted(operation.keys)))
    typed = draw(slip_of(meant, (*operation.keys, "op", "id", "action", "service")))
    assume(not any(typed in other.keys for other in OPERATIONS.values()))
    needed = {key: VALUES[key] for key in (group[0] for group in operation.needs) if key != meant}
    request = {"op": op, **({action_key(op): action} if action else {}), **needed}
    return {**request, typed: VALUES.get(meant, True)}, typed, meant


@law(100, HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much)
@given(slipped_key())
def test_a_request_with_a_key_that_is_mistyped_does_nothing(
    shelf: Reader, tried: tuple[dict[str, Any], str, str]
) -> None:
    """Whatever else it holds."""
    request, typed, meant = tried
    before = held(shelf, Path.cwd())
    (answer,) = shelf.batch(request)
    assert (answer["ok"], answer["error"]["kind"]) == (False, "usage"), request
    assert f"'{typed}'" in answer["error"]["message"]
    assert meant in answer["error"]["message"]
    assert held(shelf, Path.cwd()) == before


FILTERS = [
    filter
    for typed, _ in full_rows()
    for filter in typed
    if re.fullmatch(r"[a-z]+:[a-z]+", filter) and not filter.startswith(("sort:", "like:", "source:"))
]
"""Filters with a word as their value, as the table of the query language has them."""


def query_tries() -> Iterator[Try]:
    """Every filter, in the query of every call that has one and changes, exports or saves; mistyped is its name, or a
    value that is one of a few."""
    for path, words in calls():
        for at, word in enumerate(words):
            if words[at - 1] == "--query" and "--dry-run" not in words:
                for filter in FILTERS:
                    yield Try((*words[:at], f"({word}) OR {filter}", *words[at + 1 :]), at, filter, ())
        if isinstance(LEAVES[path], WritingCommand) and "--list" not in words:
            yield from (Try((*words, filter), len(words), filter, ()) for filter in FILTERS)


@st.composite
def slipped_filter(draw: st.DrawFn) -> tuple[Try, str]:
    """A call with a query, and what its filter became."""
    one = QUERIES[draw(st.integers(0, len(QUERIES) - 1))]
    name, _, value = one.meant.partition(":")
    field = FIELDS[name]
    if field.one_of and draw(st.booleans()):
        made = draw(slip_of(value, field.examples))
        return one, f"{name}:{made}"
    made = draw(slip_of(name, tuple(FIELDS)))
    assume(not field_of(made))
    return one, f"{made}:{value}"


QUERIES = list(query_tries())


@law(100, HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much)
@given(slipped_filter())
def test_a_filter_that_is_mistyped_changes_exports_and_saves_nothing(shelf: Reader, tried: tuple[Try, str]) -> None:
    """It is refused with the right one, whatever the rest of the query finds."""
    one, typed = tried
    query = one.words[one.at].replace(one.meant, typed)
    told = refused(shelf, (*one.words[: one.at], query, *one.words[one.at + 1 :]))
    assert f"'{typed}'" in told
    assert f"'{one.meant}'" in told


SLIPS = {
    "tag:quantizaton": "quantization",
    "#quantisation": "quantization",
    "list:Edgemodels": "Edge models",
    "author:smaple": "author:sample",
    "id:2408.07991": "2408.07990",
    "source:standart": 'source:"standard input"',
}
"""Values that nothing in the library has, and those that they are slips of."""


@pytest.mark.parametrize("one", {one.words[: one.at]: one for one in QUERIES}.values(), ids=lambda one: one.words[0])
def test_a_name_that_is_mistyped_in_a_query_changes_exports_and_saves_nothing(shelf: Reader, one: Try) -> None:
    """It is refused with the right one, whatever the rest of the query finds."""
    shelf("tag", "2408.07990", "--add", "quantization")
    for typed, meant in SLIPS.items():
        query = one.words[one.at].replace(one.meant, typed)
        assert meant in refused(shelf, (*one.words[: one.at], query, *one.words[one.at + 1 :]))
