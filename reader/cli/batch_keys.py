"""The operations of `reader batch` and `reader mcp`: what each does, the keys that it takes, and of what kind they are.

One table is what a request is checked by (`checked`), what `{"op": "help"}` tells, and what an assistant is given as
tools. The help of the verbs reads it too and loads no more.

>>> checked("search", {"query": "mamba", "limit": 3})
>>> checked("search", {"limits": 3})
Traceback (most recent call last):
...
reader.errors.UsageError: 'limits' is no key of 'search'; did you mean 'limit'?
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from reader.errors import UsageError
from reader.paper import DECISIONS, Status
from reader.paper_json import JSON_KEYS
from reader.suggestions import perhaps_of

KeyType = Literal["text", "texts", "flag", "number", "steps", "place", "value", "values", "sections"]
"""What a key holds: "texts" is a list of texts or one, "place" a number from 1 on or a word, "value" a text, a number
or texts, "values" an object of values, "sections" an object of headings and texts."""
NUMBER_LIMIT = 1_000_000_000
"""The largest number that a request may hold."""
_PLACES = ("top", "bottom", "up", "down")


class Key(NamedTuple):
    """What a key of a request is."""

    type: KeyType
    about: str
    choices: tuple[str, ...] = ()
    """The texts that it may hold; () for any."""
    on_disk: bool = False
    """Whether it leads to files beside the library: it is not for an assistant, who has tools of its own for them."""


class Operation(NamedTuple):
    """What a request can ask for."""

    about: str
    keys: Mapping[str, Key]
    needs: tuple[tuple[str, ...], ...] = ()
    """Of each of these groups of keys just one must be given."""
    excludes: tuple[tuple[str, ...], ...] = ()
    """Of each of these at most one may be given."""
    edits: bool = True
    """Whether it may change the library."""
    tries: bool = True
    """Whether its dry run is the same with a library that only tries what it does; others foretell it."""
    on_disk: bool = False
    """As with `Key`, of the whole operation."""
    asks_network: bool = False


def _text(about: str, *choices: str, on_disk: bool = False) -> Key:
    return Key("text", about, choices, on_disk)


def _texts(about: str, *choices: str, on_disk: bool = False) -> Key:
    return Key("texts", about, choices, on_disk)


def _flag(about: str, *, on_disk: bool = False) -> Key:
    return Key("flag", about, on_disk=on_disk)


LINK_KEYS = ("pdf", "code", "project")
"""The keys that say which of a paper's links is meant."""
PAPER_KEYS = ("papers", "paper", "query")
"""The keys that say which papers are meant, one of the three."""
_NAME_OF_PAPER = "an id, the start of one, an arXiv id, a DOI, an address or a citation key"
_PAPER = {"paper": _text(f"The paper: {_NAME_OF_PAPER}.")}
_PAPERS = {
    "papers": _texts(f"The papers, each by {_NAME_OF_PAPER}."),
    **_PAPER,
    "query": _text("All papers that match, in place of 'papers'."),
}
_EDIT = {
    "dry_run": _flag("Only say what would change."),
    "brief": _flag("A `total` in place of the ids."),
}
_CUT = {
    "limit": Key("number", "At most so many; 0: all."),
    "offset": Key("number", "Leave out so many at the beginning."),
}


def _fields(*more: str) -> Mapping[str, Key]:
    """The fields of a paper, and those that its object has besides them there."""
    return {"fields": _texts("Only these fields of each paper.", *JSON_KEYS, *more)}


_JOINING = {
    "tags": _texts("Tags for every paper of it."),
    "list": _text("The reading list that every paper of it joins."),
}
_NAME = {"name": _text("The reading list.")}
_HEADING = {"heading": _text("The section of the list.")}
_SETTLE = {"settle": _text("Join both texts, keep the shown or take the other.", "join", "shown", "other")}
_LIST_NAMED = (("name",),)
_ONE_NAMED = (PAPER_KEYS,)
TELLING_KEYS = ("title", "authors", "year", "venue", "doi", "url", "abstract")
"""The keys by which a paper is told by hand."""
_EXPLORE = {"explore": _flag("One in five from outside of what was starred and read.")}

OPERATIONS: dict[str, Operation] = {
    "help": Operation(
        "What can be asked for, with the schemas (JSON Schema 2020-12) of requests and answers.",
        {
            "ops": _texts("Only these operations, as `op` or `op action` names them."),
            "brief": _flag("Only what each does, in a line, without the schemas."),
        },
        edits=False,
    ),
    "search": Operation(
        "Find papers by words and filters, best first; without a query, all.",
        {
            "query": _text('Words and filters: kv cache tag:rl is:unread year:2023.. list:"Edge models".'),
            "sort": _text("A key of `sort:`; a leading - reverses."),
            **_CUT, **_fields("score", "matches", "nearest"),
        },
        edits=False,
    ),
    "show": Operation(
        "Everything about one paper, or about several.", {**_PAPERS, **_CUT, **_fields("unseen_notes")}, _ONE_NAMED,
        excludes=(("paper", "limit"), ("paper", "offset")), edits=False,
    ),
    "link": Operation(
        "The address of a paper's page, or of what belongs to it.",
        {**_PAPER, **{kind: _flag(f"That of its {kind}.") for kind in LINK_KEYS}},
        (("paper",),), (LINK_KEYS,), edits=False,
    ),
    "related": Operation(
        "The papers near to some, the nearest first, with reasons.",
        {**_PAPERS, **_CUT, **_fields("score", "reasons")}, _ONE_NAMED, edits=False,
    ),
    "recommend": Operation(
        "The papers that wait, in the order in which they are likely to be wanted, with reasons.",
        {"query": _text("Only those that match."), **_EXPLORE, **_CUT, **_fields("score", "reasons")}, edits=False,
    ),
    "next": Operation(
        "What to read next: what is unread on a list, or on the Queue and then of all.",
        {
            "name": _text("The reading list; without it, the Queue and then all."),
            **_EXPLORE, **_CUT, **_fields("reason"),
        },
        excludes=(("name", "explore"),), edits=False,
    ),
    "suggest_tags": Operation(
        "Tags of the library that may fit papers and none of them has; `tags suggest` gives the likely ones.",
        {**_PAPERS, **_CUT}, _ONE_NAMED, edits=False,
    ),
    "count": Operation("How many papers there are.", {}, edits=False),
    "tag": Operation(
        "Add tags to papers, or take them off.",
        {**_PAPERS, "add": _texts("Tags to add."), "remove": _texts("Tags to take off."), **_EDIT}, _ONE_NAMED,
    ),
    "tags list": Operation("All tags with their numbers of papers.", _CUT, edits=False),
    "tags rename": Operation(
        "Rename a tag everywhere; one that exists takes the papers in.",
        {"tag": _text("The tag."), "to": _text("Its new name."), **_EDIT}, (("tag",), ("to",)),
    ),
    "tags delete": Operation("Take a tag off every paper.", {"tag": _text("The tag."), **_EDIT}, (("tag",),)),
    "tags suggest": Operation(
        "Tags of the library that fit papers and none of them has, with reasons.", {**_PAPERS, **_CUT}, _ONE_NAMED,
        edits=False,
    ),
    "star": Operation(
        "Star papers, or take their stars away.",
        {**_PAPERS, "on": _flag("false takes the stars away."), "off": _flag("true takes the stars away."), **_EDIT},
        _ONE_NAMED, (("on", "off"),),
    ),
    "mark": Operation(
        "Mark papers as unread, reading or read.",
        {**_PAPERS, "status": _text("What they are then.", *(status.value for status in Status)), **_EDIT},
        (("status",), PAPER_KEYS),
    ),
    "triage": Operation(
        "Decide on papers, as one step.",
        {**_PAPERS, "decision": _text("What becomes of them.", *DECISIONS), **_EDIT},
        (("decision",), PAPER_KEYS),
    ),
    "note": Operation(
        "Write the note of a paper (Markdown): replace it, add a paragraph, or settle texts written at once.",
        {
            **_PAPER,
            "text": _text('The new note; "" removes it.'),
            "set": _text("The same as `text`."),
            "append": _text("A paragraph to add."),
            **_SETTLE,
            "started_from": _text("The note that `text` started from: where it is another by now, nothing is changed."),
            **_EDIT,
        },
        (("paper",), ("text", "set", "append", "settle")),
    ),
    "edit": Operation(
        "Put right what is wrong in a paper's title, authors, year and the like.",
        {
            **_PAPER,
            "set": Key("values", "Fields and their values."),
            "clear": _texts("Fields of which nothing is known."),
            "reset": _texts("Fields to take back what was put right."),
            **_EDIT,
        },
        (("paper",),),
    ),
    "remove": Operation("Remove papers; undo brings them back.", {**_PAPERS, **_EDIT}, _ONE_NAMED),
    "duplicates list": Operation("Pairs of papers that may be one, with the reason.", _CUT, edits=False),
    "duplicates merge": Operation(
        "Make papers one: the one that is kept gains what the others have, and they go.",
        {"keep": _text("The paper that stays."), "papers": _texts("The papers that are the same."), **_EDIT},
        (("keep",), ("papers",)),
    ),
    "duplicates different": Operation(
        "Remember that papers are different ones.", {"papers": _texts("The two papers."), **_EDIT}, (("papers",),)
    ),
    "list show": Operation(
        "The papers of a reading list in order; without a name, all lists.",
        {"name": _text("The list; without it, all lists."), **_CUT,
         **_fields("section", "entry_note", "unseen_remarks")}, edits=False,
    ),
    "list new": Operation(
        "Make a reading list, filled if you like, or a smart list by a query; one step.",
        {
            **_NAME,
            "query": _text("Makes it a smart list: all that match, always up to date."),
            "description": _text("Markdown under its heading."),
            "papers": _texts("The papers above its first section, in order."),
            "sections": Key("sections", "Its headings in order, each with its papers."),
            **_EDIT,
        },
        _LIST_NAMED, (("query", "papers"), ("query", "sections")),
    ),
    "list add": Operation(
        "Put papers on a list, which is made where it is new.",
        {
            **_NAME, **_PAPERS,
            "section": _text("Under this heading, which is made where it is new."),
            "position": Key("number", "From this place on; 1 is the top."),
            **_EDIT,
        },
        (("name",), PAPER_KEYS),
    ),
    "list remove": Operation("Take papers off a list.", {**_NAME, **_PAPERS, **_EDIT}, (("name",), PAPER_KEYS)),
    "list move": Operation(
        "Move papers to a place of a list.",
        {**_NAME, **_PAPERS, "position": Key("place", "A number from 1 on, or a word.", _PLACES), **_EDIT},
        (("name",), PAPER_KEYS, ("position",)),
    ),
    "list rename": Operation(
        "Give a list another name.", {**_NAME, "to": _text("Its new name."), **_EDIT}, (("name",), ("to",))
    ),
    "list delete": Operation("Delete a list; its papers stay.", {**_NAME, **_EDIT}, _LIST_NAMED),
    "list describe": Operation(
        "Replace a list's description, or settle texts written at once.",
        {**_NAME, "text": _text("Markdown."), **_SETTLE, **_EDIT}, (("name",), ("text", "settle")),
    ),
    "list annotate": Operation(
        "Write a remark on a paper that belongs to this list only, or settle texts written at once.",
        {**_NAME, **_PAPER, "text": _text("The remark."), **_SETTLE, **_EDIT},
        (("name",), ("paper",), ("text", "settle")),
    ),
    "list section add": Operation(
        "Add a heading at the end of a list.", {**_NAME, **_HEADING, **_EDIT}, (("name",), ("heading",))
    ),
    "list section rename": Operation(
        "Give a heading another name.",
        {**_NAME, **_HEADING, "to": _text("Its new name."), **_EDIT}, (("name",), ("heading",), ("to",)),
    ),
    "list section remove": Operation(
        "Remove a heading; its papers join the section before it.",
        {**_NAME, **_HEADING, **_EDIT}, (("name",), ("heading",)),
    ),
    "list section put": Operation(
        'Move papers of a list under a heading; "" is the part before the first.',
        {**_NAME, **_HEADING, **_PAPERS, **_EDIT}, (("name",), ("heading",), PAPER_KEYS),
    ),
    "import": Operation(
        "Import papers from text in any format that is read, or from files, folders and addresses.",
        {
            "text": _texts("What is to be read, or several such texts."),
            "sources": _texts("Files, folders and addresses.", on_disk=True),
            "format": _text("Do not guess the format."),
            **_JOINING,
            "strict": _flag("Fail when any record could not be read; the others are imported."),
            "keywords": _text("What becomes of the keywords of papers that are new.", "as-tags"),
            "accept_removals": _flag("Take an exported file that lacks very much as it is."),
            **_EDIT,
        },
        (("text", "sources"),), tries=False,
    ),
    "add": Operation(
        "Add papers by arXiv id, DOI, address or title, or one that is told by hand.",
        {
            "texts": _texts("Ids, DOIs, addresses, titles."),
            **{word: Key("value", f"Of a paper that is told by hand: its {word}.") for word in TELLING_KEYS},
            "authors": _texts("Of a paper that is told by hand: its authors."),
            "offline": _flag("Ask nobody: note what is known."),
            **_JOINING, **_EDIT,
        },
        tries=False, asks_network=True,
    ),
    "fetch hf": Operation(
        "Get the papers that Hugging Face lists for a day, a week or a month; for today without one.",
        {"date": _text("A day."), "week": _text("A week: 2026-W10."), "month": _text("A month."), **_JOINING, **_EDIT},
        excludes=(("date", "week", "month"),), tries=False, asks_network=True,
    ),
    "fetch arxiv": Operation(
        "Get papers of arXiv: by ids, by a search, or of a category.",
        {
            "ids": _texts("arXiv ids."),
            "search": _text("A search of arXiv."),
            "category": _text("A category: cs.LG."),
            "since": _text("The first day, with a category."),
            "limit": Key("number", "At most so many of a search."),
            **_JOINING, **_EDIT,
        },
        tries=False, asks_network=True,
    ),
    "fetch doi": Operation(
        "Get works by their DOIs.", {"dois": _texts("DOIs."), **_JOINING, **_EDIT}, tries=False, asks_network=True
    ),
    "complete": Operation(
        "Fill in authors, dates, links and abstracts from the network; of all papers where none is named.",
        {**_PAPERS, **_EDIT}, excludes=_ONE_NAMED, tries=False, asks_network=True,
    ),
    "export": Operation(
        "Write a list, or all that match a query, or all papers, in a format; the text is in the answer.",
        {
            "query": _text("All papers that match."),
            "list": _text("The papers of this reading list, in its order."),
            "format": _text("The format; markdown without one."),
            "style": _text("How Markdown looks.", "list", "tasks", "table"),
            "template": _text("The file of your own Jinja2 template in place of a style.", on_disk=True),
            "for": _text("Others get no status, star or note; a file stays for whom it was.", "me", "others"),
            "group": _text("Headings by this.", "section", "tag", "status", "year"),
            "title": _text("The document's heading, in place of the list's name."),
            "authors": _text("So many authors of each paper: a number, or all."),
            "abstracts": _flag("With abstracts."),
            "front_matter": _flag("Begin Markdown with YAML properties."),
            "bom": _flag("Begin CSV with a byte order mark."),
            "path": _text("The file or folder to write; the answer then says so and has no text.", on_disk=True),
            "force": _flag("Write over a file that this library did not write last or did not read.", on_disk=True),
        },
        excludes=(("query", "list"), ("style", "template")), edits=False,
    ),
    "sync": Operation(
        "Bring an exported Markdown file or Obsidian folder and the library to the same state.",
        {
            "path": _text("The file or folder."),
            "accept_removals": _flag("Take a file that lacks very much as it is."),
            "force": _flag("Write a file that another library wrote last or that holds unread words."),
            **_EDIT,
        },
        (("path",),), tries=False, on_disk=True,
    ),
    "stats": Operation(
        "The reading in figures, or a week of it as Markdown.",
        {
            "by": _text("What a column is.", "week", "month", "year", "all"),
            "since": _text("From this day on: 2026-09-01, 2026-09, 2026, or 90d."),
            "week": _text("A day of the week whose digest is wanted: today, 7d, 2026-11-25."),
        },
        edits=False,
    ),
    "history": Operation(
        "What was done, newest first, each step with its id and, where it was not the user, its author.",
        {"query": _text("Only steps that touch papers which match."), **_CUT}, edits=False,
    ),
    "undo": Operation(
        "Take back the last step, several, one by its id, or all from one on.",
        {
            "steps": Key("steps", "How many steps; one without it."),
            "step": _text("The id of the one step."),
            "to": _text("The id of a step that is taken back with all that were made since."),
            **_EDIT,
        },
        excludes=(("step", "steps", "to"),),
    ),
    "undo_session": Operation(
        "Take back all that was done since this session began, or all of one that the history names.",
        {"session": _text("The session of a step in the history; without it, this one."), **_EDIT},
    ),
    "redo": Operation(
        "Bring back what undo took back.", {"steps": Key("steps", "How many steps; one without it."), **_EDIT}
    ),
    "doctor": Operation(
        "Check every promise about the library's files.",
        {"repair": _flag("Set damaged parts aside, recover what is readable.", on_disk=True)}, edits=False,
    ),
    "backup list": Operation("The backups, the oldest first.", {}, edits=False),
    "backup restore": Operation(
        "Put a backup back: what the library has lost of it, or else what was removed since.",
        {"date": _text("A day, or a name of the list."), **_EDIT}, (("date",),), tries=False,
    ),
}  # fmt: skip
"""Every operation by its name, with the action behind it as the command line has it."""

ACTION_KEYS = {"fetch": "service"}
"""What the key is called that says which action is meant, where it is not "action"."""
USUAL_ACTIONS = {"tags": "list", "duplicates": "list", "list": "show", "backup": "list"}
"""The action that is meant where none is named."""
ACTIONS: dict[str, tuple[str, ...]] = {
    op: tuple(name.removeprefix(f"{op} ") for name in OPERATIONS if name.startswith(f"{op} "))
    for op in dict.fromkeys(name.partition(" ")[0] for name in OPERATIONS if " " in name)
}
"""The actions of each op that has several."""
OPS = tuple(dict.fromkeys(name.partition(" ")[0] for name in OPERATIONS))
"""What "op" may be."""
_LIKE = {
    "text": "a text", "texts": "a list of texts", "flag": "true or false",
    "number": f"a whole number from 0 to {NUMBER_LIMIT:,}", "value": "a text, a number or a list of texts",
    "steps": f"a whole number from 1 to {NUMBER_LIMIT:,}",
    "place": "a whole number from 1 on, or top, bottom, up or down", "values": "an object of fields and their values",
    "sections": "an object of headings and lists of texts",
}  # fmt: skip


_CALLED = {"by": "period", "fields": "field of a paper", "group": "group of headings"}
"""How the words of a key are called where it is not by its name."""


def action_key(op: str) -> str:
    """What the key of an op is called that says which action is meant."""
    return ACTION_KEYS.get(op, "action")


def operation_of(request: Mapping[str, Any]) -> str:
    """The name of the operation that a request asks for. Raises `UsageError` where there is none, with the nearest."""
    op = request.get("op")
    if not isinstance(op, str):
        raise UsageError('A request is an object with an "op".')
    if op not in OPS:
        raise UsageError(f"'{op}' is no operation{perhaps_of(op, OPS)}")
    if op not in ACTIONS:
        return op
    key = action_key(op)
    action = request.get(key, USUAL_ACTIONS.get(op))
    if not isinstance(action, str):
        raise UsageError(f"'{key}' must be a text{perhaps_of('', ACTIONS[op])}")
    if action not in ACTIONS[op]:
        raise UsageError(f"'{action}' is no {key} of '{op}'{perhaps_of(action, ACTIONS[op])}")
    return f"{op} {action}"


def checked(name: str, request: Mapping[str, Any]) -> None:
    """Raises `UsageError` for what an operation does not take: a key, the kind of its value, a word that is none of the
    few, and too few keys or too many of a group."""
    operation, op = OPERATIONS[name], name.partition(" ")[0]
    own = (*([action_key(op)] if op in ACTIONS else []), *operation.keys)
    strange = [key for key in request if key not in ("op", "id", *own)]
    if strange:
        # One that no action takes is told first: it may be the mistyped action.
        raise UsageError(_stranger(next((key for key in strange if not _takers(op, key)), strange[0]), name, own))
    for key, value in request.items():
        if key in operation.keys:
            _must_be_right(key, operation.keys[key], value)
    given = [
        key for key, value in request.items() if key in operation.keys and not _is_unsaid(operation.keys[key], value)
    ]
    for group in operation.needs:
        found = [key for key in given if key in group]
        if len(found) != 1:
            raise UsageError(_needed(name, group))
    for group in operation.excludes:
        found = [key for key in given if key in group]
        if len(found) > 1:
            raise UsageError(f"'{found[0]}' and '{found[1]}' exclude each other.")


def _is_unsaid(key: Key, value: Any) -> bool:
    """Whether a value stands for nothing, as null does for a number."""
    return value is None and key.type in ("number", "place")


def _takers(op: str, key: str) -> list[str]:
    """The actions of an op that take a key."""
    return [each for each in ACTIONS.get(op, ()) if key in OPERATIONS[f"{op} {each}"].keys]


def _stranger(key: str, name: str, own: Sequence[str]) -> str:
    """What is said of a key that an operation does not take."""
    op, _, action = name.partition(" ")
    if others := _takers(op, key):
        where = " or ".join(f"'{each}'" for each in others)
        return f"'{key}' goes with the {action_key(op)} {where}, not with '{action}'."
    return f"'{key}' is no key of '{name}'{perhaps_of(key, own)}"


def _needed(name: str, group: Sequence[str]) -> str:
    if group == PAPER_KEYS:
        return "Name 'papers', or give a 'query', one of the two."
    if len(group) == 1:
        return f"'{name}' needs '{group[0]}': {_LIKE[OPERATIONS[name].keys[group[0]].type]}."
    *most, last = (f"'{key}'" for key in group)
    return f"'{name}' takes {', '.join(most)} or {last}, one of them."


def _must_be_right(name: str, key: Key, value: Any) -> None:
    if _is_unsaid(key, value):
        return
    if not _FITS[key.type](value):
        raise UsageError(f"'{name}' must be {_LIKE[key.type]}.")
    for word in _words(value) if key.choices else ():
        if word not in key.choices:
            raise UsageError(f"'{word}' is no {_CALLED.get(name, name)}{perhaps_of(word, key.choices)}")


def _words(value: Any) -> Iterable[str]:
    return [value] if isinstance(value, str) else value if isinstance(value, list) else []


def _is_number(value: Any, least: int = 0) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= NUMBER_LIMIT


def _are_texts(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(one, str) for one in value))


_FITS: dict[KeyType, Callable[[Any], bool]] = {
    "text": lambda value: isinstance(value, str),
    "texts": _are_texts,
    "flag": lambda value: isinstance(value, bool),
    "number": _is_number,
    "steps": lambda value: _is_number(value, 1),
    "place": lambda value: isinstance(value, str) or _is_number(value, 1),
    "value": lambda value: _are_texts(value) or _is_number(value),
    "values": lambda value: isinstance(value, dict),
    "sections": lambda value: isinstance(value, dict) and all(map(_are_texts, value.values())),
}
"""Whether a value is of a kind."""
