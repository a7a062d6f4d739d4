"""What is compiled of the tests and of the program is kept, and each test file is compiled once for all workers.

To rewrite the assertions of all test files takes longer than to import them, and every start of the program in a
terminal would compile the program.
"""

from __future__ import annotations

import importlib
import os
import sys
from contextlib import suppress
from pathlib import Path

import pytest

VARIABLES = ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")
"""What tells Python where what it compiles may lie."""


def keep(config: pytest.Config) -> None:
    """Keep what is compiled, for the children too, in pytest's cache where it may not lie beside the sources.

    Where pytest keeps no cache, nothing is changed.
    """
    cache = getattr(config, "cache", None)
    if sys.dont_write_bytecode and cache is not None:
        sys.pycache_prefix = os.environ["PYTHONPYCACHEPREFIX"] = str(cache.mkdir("bytecode"))
        sys.dont_write_bytecode = False
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def share(config: pytest.Config) -> None:
    """In a worker, import first those test files that are its share; what the others compile meanwhile is there then.

    A file that cannot be imported is told of when it is collected.
    """
    worker = getattr(config, "workerinput", None)
    if worker is None:
        return
    root = config.rootpath
    asked = [config.invocation_params.dir / argument.partition("::")[0] for argument in config.args]
    files = {file for path in asked for file in ([path] if path.is_file() else path.rglob("test_*.py"))}
    own = int(worker["workerid"].removeprefix("gw"))
    for file in sorted(files)[own :: worker["workercount"]]:
        if file.is_relative_to(root):
            with suppress(Exception, pytest.skip.Exception):
                importlib.import_module(".".join(Path(file).relative_to(root).with_suffix("").parts))
