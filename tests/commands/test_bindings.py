"""The one table of commands names every key of the contract once, and each row leads to a command."""

from __future__ import annotations

import inspect

import pytest

from reader.commands.bindings import COMMANDS, GROUPS, key_map, key_table, left_without, named, remapped, shown_key

CONTRACT = {
    "/": "search", "escape": "back", "j": "move.down", "k": "move.up", "down": "move.down", "up": "move.up",
    "g": "move.top", "G": "move.bottom", "ctrl+d": "move.half-down", "ctrl+u": "move.half-up",
    "pageup": "move.page-up", "pagedown": "move.page-down", "home": "move.top", "end": "move.bottom",
    "enter": "open", "l": "open", "space": "paper.select", "V": "paper.select-all", "t": "paper.tag",
    "s": "paper.star", "r": "paper.status", "e": "paper.note", "E": "paper.note-editor", "L": "list.add",
    "alt+up": "list.up", "alt+down": "list.down", "o": "paper.open", "y": "paper.copy", "i": "import", "x": "export",
    "S": "sort", "d": "paper.remove", "u": "undo", "ctrl+r": "redo", ":": "palette", "ctrl+p": "palette", "?": "help",
    "tab": "pane.next", "q": "quit",
}  # fmt: skip


def test_every_key_of_the_contract_does_what_it_says() -> None:
    keys = key_map(COMMANDS)
    assert {key: keys[key].id for key in CONTRACT} == CONTRACT


def test_no_key_and_no_id_is_given_twice() -> None:
    keys = [key for command in COMMANDS for key in command.keys]
    assert len(keys) == len(set(keys))
    assert len(COMMANDS) == len({command.id for command in COMMANDS})


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_every_row_leads_to_a_command_function(command: object) -> None:
    """The function named by the row exists; it is imported only when it is first run."""
    inner = inspect.getclosurevars(command.run).nonlocals  # type: ignore[attr-defined]
    module = __import__(f"reader.commands.{inner['module']}", fromlist=[inner["name"]])
    function = getattr(module, inner["name"])
    assert callable(function(*inner["given"]) if inner["given"] else function)
    assert function.__doc__


def test_every_command_has_a_title_and_a_group_that_help_shows() -> None:
    for command in COMMANDS:
        assert command.title
        assert not command.title.endswith(".")
        assert command.group in GROUPS


def test_keys_can_be_remapped_and_a_taken_key_leaves_its_owner() -> None:
    table, problems = remapped({"paper.tag": ("s",), "quit": ()})
    assert named(table, "paper.tag").keys == ("s",)
    assert named(table, "paper.star").keys == ()
    assert named(table, "quit").keys == ()
    assert problems == ()


def test_a_key_given_to_two_commands_is_named_with_both_and_the_first_has_it() -> None:
    table, problems = remapped({"paper.tag": ("z",), "paper.star": ("z",), "paper.note": ("z", "Z")})
    assert problems == tuple(
        f"keys.{id}: 'z' is given to 'paper.tag' already; a key does one thing." for id in ("paper.star", "paper.note")
    )
    keys = [named(table, id).keys for id in ("paper.tag", "paper.star", "paper.note")]
    assert keys == [("z",), ("s",), ("Z",)]


def test_a_command_that_does_not_exist_is_named_and_takes_no_key() -> None:
    table, problems = remapped({"paper.fly": ("s",), "quit": ("Q",)})
    assert [problem.partition(";")[0] for problem in problems] == ["keys.paper.fly: there is no such command"]
    assert named(table, "paper.star").keys == ("s",)
    assert named(table, "quit").keys == ("Q",)


def test_the_key_table_lists_every_command() -> None:
    table = key_table()
    for command in COMMANDS:
        assert f"| {command.title} |" in table
        assert all(f"`{shown_key(key)}`" in table for key in command.keys)


def test_the_settings_give_a_key_to_a_tag_a_list_and_a_search() -> None:
    """They stand behind the commands, with what they do; a key that they take is taken as by any command."""
    keys = {"tag:to-read": ("W",), "list:Edge models": ("M",), "search:small and new": ()}
    table, problems = remapped(keys)
    assert problems == ()
    assert [(command.id, command.keys, command.title) for command in table[len(COMMANDS) :]] == [
        ("tag:to-read", ("W",), "Tag 'to-read'"),
        ("list:Edge models", ("M",), "Put on the list 'Edge models'"),
        ("search:small and new", (), "Open the search 'small and new'"),
    ]
    assert named(table, "duplicates").keys == ()
    assert left_without(keys) == ["keys.list:Edge models: 'M' was the key of 'duplicates', which has none now."]


@pytest.mark.parametrize(
    ("id", "said"), [("tag:#", "tag"), ("list: ", "empty"), ("shelf:x", "there is no such command")]
)
def test_what_nothing_can_be_called_gets_no_key(id: str, said: str) -> None:
    table, (problem,) = remapped({id: ("W",)})
    assert problem.startswith(f"keys.{id}: ")
    assert said in problem
    assert len(table) == len(COMMANDS)
