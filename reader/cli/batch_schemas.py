"""What the operations of a batch take and answer, as JSON Schema (https://json-schema.org/draft/2020-12/schema).

>>> request_schema("list section put")["properties"]["action"]
{'const': 'section put'}
>>> request_schema("remove")["oneOf"][1]
{'required': ['paper']}
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from reader.cli.batch_keys import NUMBER_LIMIT, OPERATIONS, OPS, USUAL_ACTIONS, Key, action_key
from reader.errors import UsageError
from reader.formats import TOLD, WRITTEN
from reader.paper import Status
from reader.suggestions import perhaps_of

Schema = dict[str, Any]
_ANYTHING: Schema = {}
"""What allows any value."""
DIALECT = "https://json-schema.org/draft/2020-12/schema"
"""The version of JSON Schema in which all of it is."""
_BRIEF = 50
"""A schema of fewer characters is told where it stands."""
_TEXT: Schema = {"type": "string"}
_FLAG: Schema = {"type": "boolean"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_FORMATS: Mapping[str, Iterable[str]] = {"import": sorted(TOLD), "export": [known.name for known in WRITTEN]}
"""The formats of the operations that take one."""


def _array(of: Schema) -> Schema:
    return {"type": "array", "items": of}


_TEXTS = _array(_TEXT)
_TEXTS_BY_NAME: Schema = {"type": "object", "additionalProperties": _TEXTS}
_MOMENT: Schema = {"type": ["string", "null"]}


def _object(required: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None) -> Schema:
    """An object with these keys and no others."""
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        **({"required": list(required)} if required else {}),
        "additionalProperties": False,
    }


def key_schema(key: Key, choices: Iterable[str] = ()) -> Schema:
    """What a key holds. `choices` are its words where they are not in the table."""
    words = list(key.choices or choices)
    one: Schema = {**_TEXT, **({"enum": words} if words else {})}
    texts: Schema = {"anyOf": [_array(one), one]}
    number: Schema = {"type": "integer", "minimum": 0, "maximum": NUMBER_LIMIT}
    or_null = {**number, "type": ["integer", "null"]}
    kinds: dict[str, Schema] = {
        "text": one,
        "texts": texts,
        "flag": _FLAG,
        "number": or_null,
        "steps": {**number, "minimum": 1},
        "place": {"anyOf": [{**or_null, "minimum": 1}, one]},
        "value": {"anyOf": [_TEXT, number, _TEXTS]},
        "values": {"type": "object", "additionalProperties": {"anyOf": [_TEXT, number, _TEXTS]}},
        "sections": {"type": "object", "additionalProperties": {"anyOf": [_TEXTS, _TEXT]}},
    }
    return {**kinds[key.type], "description": key.about}


def properties(name: str, *, on_disk: bool = True) -> dict[str, Schema]:
    """The keys of an operation; without those that lead to files, where `on_disk` is False."""
    keys = OPERATIONS[name].keys
    return {
        key: key_schema(keys[key], _FORMATS.get(name, ()) if key == "format" else ())
        for key in keys
        if on_disk or not keys[key].on_disk
    }


def request_schema(name: str) -> Schema:
    """What a request is that asks for an operation."""
    operation = OPERATIONS[name]
    op, _, action = name.partition(" ")
    chosen = {action_key(op): {"const": action}} if action else {}
    needed = [group[0] for group in operation.needs if len(group) == 1]
    needed += list(chosen) if action != USUAL_ACTIONS.get(op, "") else []
    found = {
        **_object({"op": {"const": op}}, {**chosen, "id": _ANYTHING, **properties(name)}),
        "required": ["op", *needed],
    }
    groups = [_one_of(group) for group in operation.needs if len(group) > 1]
    groups += [_at_most_one(group) for group in operation.excludes]
    if len(groups) == 1:
        return {**found, **groups[0]}
    return {**found, "allOf": groups} if groups else found


def _one_of(group: Iterable[str]) -> Schema:
    """That of some keys just one is given."""
    return {"oneOf": [{"required": [key]} for key in group]}


def _at_most_one(group: tuple[str, ...]) -> Schema:
    pairs = [[one, other] for at, one in enumerate(group) for other in group[at + 1 :]]
    return {"not": {"anyOf": [{"required": pair} for pair in pairs]}}


_REASON = _object({"kind": _TEXT, "value": _TEXT, "paper": {"type": ["string", "null"]}})
_PAPER_PROPERTIES: dict[str, Schema] = {
    "id": _TEXT, "title": _TEXT, "abstract": _TEXT, "authors": _TEXTS, "year": {"type": ["integer", "null"]},
    "published": {"type": ["string", "null"]}, "venue": _TEXT, "kind": _TEXT, "arxiv_id": _TEXT, "doi": _TEXT,
    "url": _TEXT, "links": {"type": "object", "additionalProperties": _TEXT}, "citation_key": _TEXT, "keywords": _TEXTS,
    "upvotes": {"type": ["integer", "null"]}, "tags": _TEXTS, "starred": _FLAG,
    "status": {"enum": [status.value for status in Status]}, "triage": _TEXT, "note": _TEXT, "lists": _TEXTS,
    "added": _MOMENT, "starred_at": _MOMENT, "reading_at": _MOMENT, "read_at": _MOMENT, "changed_at": _MOMENT,
    "sources": _TEXTS, "metadata": {"type": "object", "additionalProperties": _TEXT}, "corrected": _TEXTS,
    "machine_summary": _TEXT, "kept": {"type": "object"}, "names": {"type": "object"}, "more_authors": _FLAG,
    "score": {"type": "number", "minimum": 0, "maximum": 100},
    "matches": {"type": "object", "additionalProperties": _array({"type": "array", "items": _COUNT})}, "nearest": _FLAG,
    "reason": {"type": ["string", "null"]}, "reasons": _array(_REASON), "section": _TEXT, "entry_note": _TEXT,
    "unseen_notes": _array({"type": "object"}), "unseen_remarks": _array({"type": "object"}),
}  # fmt: skip
_PAPER = _object({}, {key: {"anyOf": [schema, {"type": "null"}]} for key, schema in _PAPER_PROPERTIES.items()})
"""An object of a paper; what is asked for by `fields` and is not there is null."""
_NAMED_PAPER = _object({"id": _TEXT, "title": _TEXT})
_STEPS: dict[str, Schema] = {"step": _TEXT, "steps": _TEXTS, "skipped": _TEXTS}
_PROBLEM = _object({"line": {"type": "integer"}, "message": _TEXT, "excerpt": _TEXT})
_SOURCE = _object(
    {
        "source": _TEXT, "format": _TEXT, "new": _COUNT, "updated": _COUNT, "unchanged": _COUNT,
        "possible_duplicates": _array(_TEXTS), "problems": _array(_PROBLEM),
    },
    {
        "joined": _array(_TEXTS), "words_not_taken": _TEXTS_BY_NAME, "edits": _TEXTS,
    },
)  # fmt: skip
_REPORT: dict[str, Schema] = {
    "sources": _array({"$ref": "#/$defs/source"}),
    "totals": _object({"new": _COUNT, "updated": _COUNT, "unchanged": _COUNT, "problems": _COUNT}),
}
_FOUND: dict[str, Schema] = {"papers": _array({"$ref": "#/$defs/paper"}), "total": _COUNT}
_SAID: Schema = {"anyOf": [_TEXT, _TEXTS]}
_CHANGED: dict[str, Schema] = {"changed": _TEXTS, "total": _COUNT, "dry_run": {"const": True}}
"""The ids of what changed, or where it is asked briefly their number."""
_EDITED = ({"say": _SAID}, {**_STEPS, **_CHANGED})
_CAME: dict[str, Schema] = {**_STEPS, **_CHANGED}
_REVISITED = ({"say": _TEXTS, "steps": _COUNT, "skipped": _TEXTS}, {"step": _TEXT, **_CHANGED})
_TAGS: tuple[Mapping[str, Schema], Mapping[str, Schema]] = (
    {"tags": _array(_object({"tag": _TEXT, "score": {"type": "number"}, "reason": _TEXT})), "total": _COUNT},
    {},
)
_ANY: Schema = {"type": "object"}
_UNSEEN = {"unseen_descriptions": _array({"type": "object"})}
_LIST = {"name": _TEXT, "description": _TEXT, "query": _TEXT, "sections": _TEXTS}
_ANSWERS: dict[str, tuple[Mapping[str, Schema], Mapping[str, Schema]]] = {
    "help": ({"ops": _ANY}, {"$schema": _TEXT, "$defs": _ANY, "refusal": _ANY}),
    "search": (_FOUND, {"nearest": {"const": True}}),
    "show": ({}, {"paper": {"$ref": "#/$defs/paper"}, **_FOUND}),
    "link": ({"address": _TEXT}, {}),
    "related": (_FOUND, {}),
    "recommend": ({**_FOUND, "enough": _FLAG}, {"message": _TEXT}),
    "next": (_FOUND, {"message": _TEXT}),
    "suggest_tags": _TAGS,
    "tags list": ({"tags": _array(_object({"tag": _TEXT, "papers": _COUNT})), "total": _COUNT}, {}),
    "tags suggest": _TAGS,
    "count": ({"papers": _COUNT}, {}),
    "edit": (_EDITED[0], {**_EDITED[1], "rows": _TEXTS}),
    "triage": ({"say": _TEXT}, {**_EDITED[1], "papers": _TEXTS, "unread": _TEXTS}),
    "list show": (
        {"total": _COUNT},
        {
            "lists": _array(_object({**_LIST, "papers": _TEXTS, "read": _COUNT}, _UNSEEN)),
            **_LIST, **_UNSEEN, "papers": _array({"$ref": "#/$defs/paper"}),
        },
    ),
    "duplicates list": (
        {"pairs": _array(_object({"left": _NAMED_PAPER, "right": _NAMED_PAPER, "reason": _TEXT})), "total": _COUNT}, {}
    ),
    "export": ({"total": _COUNT}, {"text": _TEXT, "say": _TEXT}),
    "import": (_REPORT, _CAME),
    "add": (
        {**_REPORT, "papers": _TEXTS},
        {**_CAME, "missing": _TEXTS, "refused": _TEXTS, "facts_not_taken": _TEXTS_BY_NAME},
    ),
    "fetch hf": (_REPORT, {**_CAME, "note": _TEXT}),
    "fetch arxiv": (_REPORT, {**_CAME, "note": _TEXT}),
    "fetch doi": (_REPORT, {**_CAME, "note": _TEXT}),
    "complete": (
        {},
        {
            **_CAME, "asked": _COUNT, "completed": _TEXTS, "doubtful": _array(_ANY), "not_found": _TEXTS,
            "told": _array(_object({"id": _TEXT, "message": _TEXT})), "problems": _TEXTS, "error": _ANY,
            "requests": {"anyOf": [_COUNT, _object({"least": _COUNT, "most": _COUNT})]}, "unasked": _TEXTS,
            "papers": _array(_object({"id": _TEXT, "title": _TEXT, "lacks": _TEXTS, "by": _TEXT})),
        },
    ),
    "stats": (
        {},
        {
            "digest": _TEXT,
            **dict.fromkeys(
                (
                    "period", "unit", "since", "until", "before", "came_in", "not_for_me", "read", "to_read", "columns",
                    "read_a_week", "growth_a_week", "queue", "goal", "ages", "tags", "lists", "days_from_queue_to_read",
                    "read_this_week", "left_out", "ahead",
                ),
                _ANYTHING,
            ),
        },
    ),
    "history": (
        {
            "steps": _array(
                _object(
                    {"id": _TEXT, "when": _TEXT, "say": _TEXT, "undone": _FLAG, "own": _FLAG, "session": _TEXT},
                    {"author": _TEXT},
                )
            ),
            "total": _COUNT,
        },
        {},
    ),
    "undo": _REVISITED,
    "undo_session": _REVISITED,
    "redo": _REVISITED,
    "doctor": (
        {
            "folder": _TEXT, "well": _FLAG, "repaired": _TEXTS,
            "findings": _array(_object({"kind": _TEXT, "where": _TEXT, "message": _TEXT, "repairable": _FLAG})),
        },
        {},
    ),
    "backup list": (
        {
            "backups": _array(
                _object(
                    {
                        "name": _TEXT, "date": _TEXT, "made": _TEXT, "kind": _TEXT, "steps": _COUNT,
                        "own_steps": {"type": ["integer", "null"]}, "papers": _COUNT, "size": _COUNT, "readable": _FLAG,
                        "flaws": _TEXTS, "place": _TEXT, "former": _FLAG,
                    }
                )
            )
        },
        {},
    ),
    "backup restore": ({**_EDITED[0], "backup": _TEXT}, _EDITED[1]),
}  # fmt: skip
"""What an operation answers besides `ok`, `id` and `notes`: the keys that are always there, and those that may be. What
is not here answers as an edit does."""


def answer_schema(name: str) -> Schema:
    """What the answer to a request is, where it could be done."""
    always, sometimes = _ANSWERS.get(name, _EDITED)
    return _object({"ok": {"const": True}, **always}, {"id": _ANYTHING, "notes": _TEXTS, **sometimes})


REFUSAL = _object(
    {
        "ok": {"const": False},
        "error": _object(
            {"message": _TEXT, "kind": _TEXT}, {"stored": _TEXT, "mine": _TEXT, "candidates": _array(_NAMED_PAPER)}
        ),
    },
    {"id": _ANYTHING, "notes": _TEXTS, **_ANSWERS["import"][0], **_ANSWERS["import"][1]},
)
"""What the answer is where it could not; that to a strict import holds what was imported, too."""


def described(names: Iterable[str]) -> dict[str, Any]:
    """What `{"op": "help"}` answers: the schemas of all operations, or of some (of all actions of an op). Raises
    `UsageError` for another name."""
    shared = _Shared({"paper": _PAPER, "source": _SOURCE})
    ops = {
        name: {
            "about": OPERATIONS[name].about,
            "edits": OPERATIONS[name].edits,
            "request": shared.briefly(request_schema(name)),
            "answer": shared.once("answer", answer_schema(name)),
        }
        for name in _meant(names)
    }
    return {"$schema": DIALECT, "$defs": shared.definitions, "ops": ops, "refusal": REFUSAL}


def in_brief(names: Iterable[str]) -> dict[str, Any]:
    """What the same answers where only a line of each is wanted."""
    return {"ops": {name: OPERATIONS[name].about for name in _meant(names)}}


def _meant(names: Iterable[str]) -> Iterable[str]:
    """All operations, or those that are named. Raises `UsageError`."""
    wanted: dict[str, None] = {}
    for name in names or OPERATIONS:
        found = [each for each in OPERATIONS if name in (each, each.partition(" ")[0])]
        if not found:
            raise UsageError(f"'{name}' is no operation{perhaps_of(name, dict.fromkeys((*OPS, *OPERATIONS)))}")
        wanted |= dict.fromkeys(found)
    return wanted


class _Shared:
    """The schemas that stand in several places, each told once."""

    def __init__(self, definitions: Mapping[str, Schema]) -> None:
        self.definitions = dict(definitions)
        """Each under a name of its own."""

    def briefly(self, schema: Schema) -> Schema:
        """The schema of an object, with what its keys hold told elsewhere where that is long."""
        told = {key: self.once(key, held) for key, held in schema["properties"].items()}
        return {**schema, "properties": told}

    def once(self, name: str, schema: Schema) -> Schema:
        """What leads to a schema, which is told under a name like this one; a short one itself."""
        if len(str(schema)) < _BRIEF:
            return schema
        number = 1
        while self.definitions.setdefault(label := name if number == 1 else f"{name}_{number}", schema) != schema:
            number += 1
        return {"$ref": f"#/$defs/{label}"}
