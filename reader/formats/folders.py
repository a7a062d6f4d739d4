"""What folders within folders are called as reading lists: by their own name, and by their whole path where two of them
have it, so that "Reading" of a thesis and "Reading" of a grant stay two.

    >>> names_of_folders([("Thesis",), ("Thesis", "Reading"), ("Grant", "Reading"), ("Thesis", "Reading")])
    ['Thesis', 'Thesis/Reading', 'Grant/Reading', 'Thesis/Reading']
    >>> path_in({"b": "a", "a": "b", "c": "a"}, {"a": "A", "b": "B", "c": "C"}, "c")
    ('B', 'A', 'C')
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reader.text import fold_name


def names_of_folders(paths: Sequence[tuple[str, ...]]) -> list[str]:
    """The names of folders, each given with the names of those that it lies in."""
    paths_of: dict[str, set[tuple[str, ...]]] = {}
    for path in paths:
        paths_of.setdefault(fold_name(path[-1]), set()).add(tuple(map(fold_name, path)))
    return [path[-1] if len(paths_of[fold_name(path[-1])]) == 1 else "/".join(path) for path in paths]


def path_in(above: Mapping[str, str], names: Mapping[str, str], folder: str) -> tuple[str, ...]:
    """The names of the folders that one lies in, and its own; `above` has for each folder the one that holds it."""
    path: list[str] = []
    seen: set[str] = set()
    while folder in names and folder not in seen:
        seen.add(folder)
        path.insert(0, names[folder])
        folder = above.get(folder, "")
    return tuple(path)
