"""The library's id: a file of its own whose name says it, so that it goes wherever the library goes.

    library/library-k3v9x2m7qa.id

What stands in the file is the same for every library, so that no sync tool or Git ever has two versions of one to
merge: two machines that each give an id to one library leave two files, and everybody takes the id that sorts first. It
is made from the library's first step, so that they will mostly give the same.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection
from contextlib import suppress

from reader import paths
from reader.patterns import regex
from reader.store import disk

_NAME = regex(r"library-([a-z2-7]{10})\.id")
_TEXT = b"This file says which library of reader this is. Leave it here, and copy it along.\n"
_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"


def library_ids(folder: str | os.PathLike[str]) -> tuple[str, ...]:
    """The ids that the library in `folder` carries, the one that counts first.

    Empty where it carries none: a new library, or one of an older version that was not edited since. Only the names in
    the folder are looked at; nothing is written, and no error is raised.
    """
    try:
        return ids_in(folder)
    except OSError:
        return ()


def ids_in(folder: str | os.PathLike[str]) -> tuple[str, ...]:
    """The same for those to whom a folder that cannot be looked into, or is not there, is none without an id. Raises
    OSError for it."""
    return tuple(match[1] for match in map(_NAME.fullmatch, disk.names_there(os.fspath(folder))) if match)


def are_of_two(one: Collection[str], other: Collection[str]) -> bool:
    """Whether these are the ids of two libraries: there are some on both sides, and none is on both."""
    return bool(one and other) and set(one).isdisjoint(other)


def library_keys(folder: str | os.PathLike[str]) -> tuple[str, ...]:
    """The names under which what this machine keeps for the library in `folder` may stand, the one to use first.

    Plain lower-case letters and digits with "-": the ids, then a name made of the path, which is the only one until the
    library has been edited. A copy of a library carries the same id; the last name tells the two apart.
    """
    place = os.path.abspath(os.fspath(folder))
    return (*library_ids(place), paths.place_key(place))


def id_path(folder: str, id: str) -> str:
    """The file that says this id."""
    return os.path.join(folder, f"library-{id}.id")


def made_from(first: str) -> str:
    """The id of a library whose first step is `first`."""
    digest = hashlib.sha256(f"library {first}".encode("utf-8", "replace")).digest()
    return "".join(_ALPHABET[byte % 32] for byte in digest[:10])


def give_id(folder: str, id: str) -> None:
    """Let the library in `folder` carry an id from now on. Raises OSError; it may be given at once by others too."""
    with suppress(FileExistsError):
        disk.create(id_path(folder, id), _TEXT)
