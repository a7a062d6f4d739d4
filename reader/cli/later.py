"""Operations that are loaded when a verb first calls them: to read the help of one needs neither library nor store.

>>> (annotate,) = later("annotate")
>>> annotate.clean_tag(" state  spaces ")
'state spaces'
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


class _Later:
    """Stands for a module of `reader.operations`."""

    def __init__(self, name: str) -> None:
        self._name = f"reader.operations.{name}"

    def __getattr__(self, attribute: str) -> Any:
        return getattr(import_module(self._name), attribute)


def later(*names: str) -> list[Any]:
    """What stands for these modules of `reader.operations`, each loaded with the first use of it. Beside it, the same
    names are imported under `TYPE_CHECKING`, for whoever reads and checks."""
    return [_Later(name) for name in names]
