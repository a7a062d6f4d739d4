"""What may stand where one presses Tab: commands, options, their choices, papers, tags, lists, filters, files.

A shell asks at each Tab, so that next to nothing is loaded: the commands stand in a table (`calls.json`, made of them
by `tests.support.calls`), the names of the library in a file of the cache. Nothing is written, made or locked, and
whatever goes wrong completes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from reader import paths
from reader.begun_word import begun_word, phrase, written
from reader.names_file import names_path, read_names

Call = Mapping[str, Any]
"""A command in the table: its `help`, `options` ({name: [kind, help, whether it may be repeated]}), the kinds of its
`arguments`, of which the last may end with "*", and the `commands` under it."""
MOST_OFFERS = 200
"""So many names are offered at most; of more, those that show how far all of them agree."""
TITLE_BEGINS = 2
"""Letters from which on a title is looked for."""


class Offer(NamedTuple):
    """One thing that may stand there."""

    text: str
    """The whole word, as the program is to get it."""
    about: str = ""
    """What it is, for people."""
    open: bool = False
    """Whether more belongs to the word."""


class Offers(NamedTuple):
    """What may stand there: these, or what there is of files or folders."""

    found: Sequence[Offer] = ()
    place: str = ""
    """"files" or "folders" where those of the disk may stand there."""


class LibraryNames:
    """The names in a library, read when they are asked for."""

    def __init__(self, library: Callable[[], Path]) -> None:
        self._library = library

    @cached_property
    def folder(self) -> Path:
        """Where the library is."""
        return self._library()

    @cached_property
    def _rows(self) -> Sequence[Sequence[str]]:
        # Of a library that is gone no name is offered.
        return read_names(names_path(self.folder, paths.cache_dir())) if self.folder.is_dir() else []

    def of(self, kind: str) -> list[Sequence[str]]:
        """The rows of one kind, without it."""
        return [row[1:] for row in self._rows if row[0] == kind]


def library_folder(given: str | None) -> Path:
    """The folder of the library as a command finds it; of the settings only this one is read. Raises `InputError`,
    `ValueError` or OSError where that is not known."""
    if (named := paths.named_folder(given)) is not None:
        return named
    config, _ = paths.config_file()
    if config.is_file():
        import tomllib  # noqa: PLC0415  most have no settings

        stated = tomllib.loads(config.read_text(encoding="utf-8")).get("library")
        if isinstance(stated, str) and stated:
            return paths.expanded(stated)
    return paths.usual_folder()


def table() -> Call:
    """All commands, as they were when the table was made."""
    found: Call = json.loads((Path(__file__).parent / "calls.json").read_bytes())
    return found


class _CallSoFar:
    """Where one is in a call: the command, and what stands of it."""

    def __init__(self, command: Call) -> None:
        self.command = command
        self.positional: list[str] = []
        self.given: set[str] = set()
        self.waiting = ""
        """The kind of value that an option waits for."""
        self.only_words = False
        self.library: str | None = None

    def take(self, word: str) -> bool:
        """Go on behind a whole word; False where it is no command where one must be."""
        if self.waiting:
            self._value(word)
        elif self.only_words or not word.startswith("-") or word == "-":
            return self._word(word)
        elif word == "--":
            self.only_words = True
        else:
            self._option(word)
        return True

    def _value(self, word: str) -> None:
        if self.waiting == "library":
            self.library = word
        self.waiting = ""

    def _word(self, word: str) -> bool:
        under = self.command.get("commands")
        if not under:
            self.positional.append(word)
            return True
        if word not in under:
            return False
        self.command, self.given = under[word], set()
        return True

    def _option(self, word: str) -> None:
        name, equals, value = word.partition("=")
        option = self.command["options"].get(name)
        if option is None:
            self.positional.append(word)
            return
        self.given.add(name)
        if option[0] != "flag":
            self.waiting = option[0]
            if equals:
                self._value(value)

    @property
    def argument(self) -> str:
        """The kind of the next argument, "" where there is none."""
        kinds = self.command.get("arguments", ())
        if len(self.positional) < len(kinds):
            kind = kinds[len(self.positional)]
        else:
            kind = kinds[-1] if kinds and kinds[-1].endswith("*") else ""
        return str(kind).removesuffix("*")


def offered(calls: Call, words: Sequence[str], typed: str) -> Offers:
    """What may stand in place of `typed`, the last word of a call, behind these."""
    place = _CallSoFar(calls)
    for word in words:
        if not place.take(word):
            return Offers()
    names = LibraryNames(lambda: library_folder(place.library))
    values = _Values(calls, place, names)
    if place.waiting:
        return values.of(place.waiting, typed)
    if typed.startswith("-") and not place.only_words:
        name, equals, value = typed.partition("=")
        option = place.command["options"].get(name)
        if equals and option is not None:
            return _behind(f"{name}=", values.of(option[0], value))
        found = _options(place, typed)
        return Offers(found) if found or place.argument != "query" else values.of("query", typed)
    if under := place.command.get("commands"):
        return Offers([Offer(name, call["help"]) for name, call in under.items() if name.startswith(typed)])
    found_there = values.of(place.argument, typed)
    return found_there if typed or found_there.found or found_there.place else Offers(_options(place, typed))


def _options(place: _CallSoFar, typed: str) -> list[Offer]:
    return [
        Offer(name, about)
        for name, (_, about, again) in place.command["options"].items()
        if name.startswith(typed) and (name.startswith("--") or typed == name) and (again or name not in place.given)
    ]


def _behind(start: str, offers: Offers) -> Offers:
    return Offers([one._replace(text=start + one.text) for one in offers.found], offers.place)


class _Values:
    """The values that there are of each kind."""

    def __init__(self, calls: Call, place: _CallSoFar, names: LibraryNames) -> None:
        self._calls, self._place, self._names = calls, place, names

    def of(self, kind: str, typed: str) -> Offers:
        """Those that begin with what is typed, whatever its capitals."""
        if kind in ("files", "folders", "library"):
            return Offers(place="folders" if kind == "library" else kind)
        if kind.startswith("="):
            return Offers(_begun(((word, "") for word in kind[1:].split("|")), typed))
        found: Callable[[str], list[Offer]] | None = getattr(self, f"_{kind}", None)
        return Offers(found(typed)) if found is not None else Offers()

    def _paper(self, typed: str) -> list[Offer]:
        """By id or citation key, else by the beginning of the title."""
        rows = [row for row in self._names.of("paper") if row[0] not in self._place.positional]
        found = [Offer(id, title) for id, _, title in rows if id.startswith(typed)]
        found += [Offer(key, title) for _, key, title in rows if typed and key.startswith(typed)]
        if not found and len(typed) >= TITLE_BEGINS:
            folded = typed.casefold()
            found = [Offer(id, title) for id, _, title in rows if title.casefold().startswith(folded)]
        return _few(found)

    def _tag(self, typed: str) -> list[Offer]:
        return _begun(((row[0], "") for row in self._names.of("tag")), typed)

    def _list(self, typed: str) -> list[Offer]:
        return _begun(((row[0], "") for row in self._names.of("list")), typed)

    def _step(self, typed: str) -> list[Offer]:
        """The steps that undo would take back, the next one first."""
        return _few([Offer(id, said) for id, said in self._names.of("step") if id.startswith(typed)])

    def _backup(self, typed: str) -> list[Offer]:
        """The backups, the newest first, by their dates."""
        from reader.store.backup import Backups  # noqa: PLC0415  no other Tab looks for them

        folder = str(self._names.folder)
        found = Backups(folder, str(paths.data_dir()), str(paths.state_dir())).found()
        return _few([Offer(one.name) for one in reversed(found) if one.name.startswith(typed)])

    def _section(self, typed: str) -> list[Offer]:
        """Of the list that the call names."""
        wanted = self._place.positional[0].casefold() if self._place.positional else ""
        headings = (one for row in self._names.of("list") if row[0].casefold() == wanted for one in row[1:])
        return _begun(((heading, "") for heading in headings), typed)

    def _sort(self, typed: str) -> list[Offer]:
        sign = "-" if typed.startswith("-") else ""
        return _begun(((sign + word, "") for word in self._calls["sorts"]), typed)

    def _fields(self, typed: str) -> list[Offer]:
        """Several, with commas between them."""
        before, comma, last = typed.rpartition(",")
        known = self._place.command.get("fields", ())
        chosen = before.split(",")
        return _begun(((before + comma + word, "") for word in known if word not in chosen), before + comma + last)

    def _field(self, typed: str) -> list[Offer]:
        return _begun(((word, "") for word in self._calls["corrections"]), typed)

    def _correction(self, typed: str) -> list[Offer]:
        """What is to be put right, and the sign behind it."""
        return [one._replace(text=f"{one.text}=", open=True) for one in self._field(typed)]

    def _command(self, typed: str) -> list[Offer]:
        """The commands under those that are named, for help."""
        under = self._calls["commands"]
        for word in self._place.positional:
            under = under.get(word, {}).get("commands", {})
        return [Offer(name, call["help"]) for name, call in under.items() if name.startswith(typed)]

    def _query(self, typed: str) -> list[Offer]:
        """The last word of a query: a filter, its value, a title."""
        begun = begun_word(typed)
        if begun is None:
            return []
        before = typed[: begun.start] + begun.minus + begun.prefix
        if begun.field is None:
            filters = [] if begun.quoted else self._filters(begun.typed)
            titles = self._titles(begun.typed) if not before and len(begun.typed) >= TITLE_BEGINS else []
            return [one._replace(text=before + one.text) for one in filters] + titles
        name = begun.field.lower()
        if name in ("tag", "#", "list"):
            found = self._list(begun.typed) if name == "list" else self._tag(begun.typed)
            return [Offer(before + written(one.text), one.about) for one in found]
        if name in ("id", "like"):
            return [Offer(before + one.text, one.about) for one in self._paper(begun.typed)]
        values = self._calls["filters"].get(name, ["", []])[1]
        back = "-" if name == "sort" and begun.typed.startswith("-") else ""
        return [Offer(before + back + value, about) for value, about in values
                if (back + value).startswith(begun.typed.lower())]  # fmt: skip

    def _filters(self, typed: str) -> list[Offer]:
        filters: Mapping[str, Any] = self._calls["filters"]
        return [Offer(f"{name}:", about, True) for name, (about, _) in filters.items()
                if name.startswith(typed.lower())]  # fmt: skip

    def _titles(self, typed: str) -> list[Offer]:
        """Titles as a query finds them: as an exact phrase."""
        folded = typed.casefold()
        rows = self._names.of("paper")
        return _few([Offer(phrase(title), id) for id, _, title in rows if title.casefold().startswith(folded)])


def _begun(words: Iterable[tuple[str, str]], typed: str) -> list[Offer]:
    folded = typed.casefold()
    return _few([Offer(word, about) for word, about in words if word.casefold().startswith(folded)])


def _few(found: list[Offer]) -> list[Offer]:
    """At most `MOST_OFFERS` of them. The first and the last in order agree in just so many letters as all do, so that a
    shell completes no further than it would."""
    if len(found) <= MOST_OFFERS:
        return found
    ordered = sorted(found, key=lambda one: one.text)
    return [*ordered[: MOST_OFFERS - 1], ordered[-1]]
