"""The items of Zotero's JSON, with the notes, files and annotations that are of them and the collections that hold them
(https://www.zotero.org/support/dev/web_api/v3/basics)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from reader.formats.csl_variables import pages
from reader.formats.folders import names_of_folders, path_in
from reader.formats.json_values import JsonObject, all_of, object_of, person_of, shown_as, text_of, texts_of
from reader.formats.parsed import Problem, excerpt
from reader.formats.publication_dates import of_one_day
from reader.formats.references import Reference
from reader.formats.remainder import Form, taken
from reader.formats.user_fields import note_of
from reader.formats.zotero import NUMBERS, PARTS, VARIABLES, VENUES, alone, take_extra
from reader.persons import names_as_variable
from reader.text import clean_line


def item_of(record: Any) -> JsonObject:
    """The fields of an item of Zotero, which the web API keeps a level below; empty for anything else."""
    held = object_of(record)
    data = object_of(held.get("data"))
    item = data if "itemType" in data else held
    return item if isinstance(item.get("itemType"), str) else {}


def is_part(record: Any) -> bool:
    """Whether a record is a note, a file or an annotation, which is of an item."""
    return item_of(record).get("itemType") in PARTS


def _keys(record: Any) -> list[str]:
    """By what the notes of an item, and its collections, name it."""
    item = item_of(record)
    return [key for name in ("key", "itemKey", "itemID") if (key := text_of(item.get(name)))]


def _words_of_part(part: JsonObject) -> list[str]:
    """What somebody wrote in a note, on a file, or at a place in it, whose words are quoted above."""
    marked = "\n".join(f"> {line}" for line in note_of(text_of(part.get("annotationText"))).splitlines())
    own = [marked, note_of(text_of(part.get("annotationComment"))), note_of(text_of(part.get("note")))]
    below = (text for one in all_of(part.get("annotations")) for text in _words_of_part(object_of(one)))
    return list(filter(None, ("\n\n".join(filter(None, own)), *below)))


class PartsOfItems:
    """The notes, files and annotations that stand beside the items that they are of, or below one another."""

    def __init__(self, records: Iterable[JsonObject]) -> None:
        items = list(map(item_of, records))
        parts = [item for item in items if item.get("itemType") in PARTS]
        self._known = {key for item in items if item.get("itemType") not in PARTS for key in _keys(item)}
        self._above = {key: text_of(part.get("parentItem")) for part in parts for key in _keys(part)}
        self._of_item: dict[str, list[JsonObject]] = {}
        for part in parts:
            self._of_item.setdefault(self._item_of(part), []).append(part)

    def _item_of(self, part: JsonObject) -> str:
        """The key of the item that a part is of, "" for one that is not here."""
        above, seen = text_of(part.get("parentItem")), set[str]()
        while above not in self._known and above in self._above and above not in seen:
            seen.add(above)
            above = self._above[above]
        return above if above in self._known else ""

    def without_item(self, line: int, record: Any) -> Iterator[Problem]:
        """What is said of a part that is of no item here."""
        part = item_of(record)
        if self._item_of(part):
            return
        told = _words_of_part(part)
        for written in told:
            yield from alone(line, written)
        if not told and part.get("itemType") == "attachment":
            yield Problem(line, "a file that belongs to no item, skipped", excerpt(clean_line(shown_as(part)[:300])))

    def add_to(self, reference: Reference, record: Any) -> None:
        """Put what its parts say to an item, with the tags that they have."""
        within = [object_of(one) for one in all_of(item_of(record).get("attachments"))]
        parts = [part for key in _keys(record) for part in self._of_item.get(key, ())]
        for part in (*within, *parts):
            reference.notes += _words_of_part(part)
        for part in (*within, *parts, *map(object_of, all_of(item_of(record).get("notes")))):
            reference.keywords += texts_of(part.get("tags"), "tag")


ZOTERO_JSON = Form(
    "zotero",
    {
        "it numbers, dates or files the item in the program": "key version itemKey itemID libraryID library uri select"
        " links meta dateAdded dateModified inPublications parentItem collections relations seeAlso attachments",
        "it says how it was found, and on which terms": "accessDate libraryCatalog rights",
        "the same of a note, which is read": "notes/key notes/version notes/itemKey notes/itemID notes/itemType"
        " notes/uri notes/parentItem notes/dateAdded notes/dateModified notes/tags notes/relations notes/collections",
    },
    within="data",
    beside="creatorType fieldMode type",
    variables={"conferenceName": "event-title"},
)


def is_item(record: JsonObject) -> bool:
    """Whether a record has the keys of an item."""
    item = item_of(record)
    return bool(item) and not item.keys().isdisjoint(
        ("creators", "dateAdded", "abstractNote", "key", "itemKey", "version")
    )


def read_item(line: int, record: JsonObject) -> Reference:
    """What an item says of its text, without its parts and collections."""
    item = item_of(record)
    reference = Reference(
        line=line,
        title=text_of(item.get("title")) or text_of(item.get("caseName")) or text_of(item.get("subject")),
        kind=text_of(item.get("itemType")),
        key=text_of(item.get("citationKey")) or text_of(item.get("citekey")),
        abstract=text_of(item.get("abstractNote")),
        authors=_creators(item.get("creators")),
        editors=_creators(item.get("creators"), "editor"),
        dates=of_one_day(
            [text_of(item.get("date")), text_of(object_of(object_of(record).get("meta")).get("parsedDate"))]
        ),
        venues=[text_of(item.get(name)) for name in VENUES],
        named=[text_of(item.get("archiveID")), text_of(item.get("reportNumber")), text_of(item.get("url"))],
        dois=[text_of(item.get("DOI"))],
        urls=[text_of(item.get("url"))],
        keywords=texts_of(item.get("tags"), "tag"),
        notes=[note_of(note) for note in texts_of(item.get("notes"), "note")],
        metadata={variable: text_of(item.get(name)) for variable, name in VARIABLES.items()},
    )
    reference.metadata["page"] = pages(reference.metadata["page"])
    reference.metadata["number"] = next(filter(None, (text_of(item.get(name)) for name in NUMBERS)), "")
    reference.metadata["translator"] = names_as_variable(_creators(item.get("creators"), "translator"))
    if extra := text_of(item.get("extra")):
        take_extra(reference, extra)
        taken(item, "extra")
    return reference


def _creators(value: Any, role: str = "") -> list[str]:
    """Those of a role among the creators; without one the authors, or whoever stands first in their place."""
    people = [member for member in all_of(value) if isinstance(member, dict)]
    kinds = [text_of(person.get("creatorType")) for person in people]
    wanted = role or next((kind for kind in ("author", *kinds) if kind in kinds), "")
    return [person_of(person) for person, kind in zip(people, kinds, strict=True) if kind == wanted]


class Collections:
    """The names of Zotero's collections, and what is in them."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._above: dict[str, str] = {}
        self._of_item: dict[str, list[str]] = {}
        self.unnamed = 0
        """Records with a collection whose name the file does not tell."""

    def learn(self, value: Any) -> None:
        """What one JSON text, or one member of an array, says of collections."""
        held = object_of(value)
        for key, collection in object_of(held.get("collections")).items():
            self._names[key] = text_of(object_of(collection).get("name"))
            self._above[key] = text_of(object_of(collection).get("parent"))
            for item in all_of(object_of(collection).get("items")):
                self._of_item.setdefault(text_of(item), []).append(key)

    @cached_property
    def _lists(self) -> dict[str, str]:
        """The names of the reading lists that collections become."""
        keys = [key for key, name in self._names.items() if name]
        paths = [path_in(self._above, self._names, key) for key in keys]
        return dict(zip(keys, names_of_folders(paths), strict=True))

    def add_to(self, reference: Reference, record: JsonObject) -> None:
        """Put a record into its collections."""
        item = item_of(record)
        if not item:
            return
        keys = [text_of(key) for key in all_of(item.get("collections"))]
        names = [self._lists[key] for key in keys if key in self._lists]
        self.unnamed += len(names) < len(keys)
        for key in _keys(record):
            names += (self._lists[one] for one in self._of_item.get(key, ()) if one in self._lists)
        reference.lists += dict.fromkeys(names)
