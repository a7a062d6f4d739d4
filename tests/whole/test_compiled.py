"""What is compiled is kept where it may be, and every test file is some worker's share."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.support import compiled


def configured(folder: Path, **more: Any) -> pytest.Config:
    """What a run of pytest knows in a folder that it was asked to look through."""
    invoked = SimpleNamespace(dir=folder)
    return cast(pytest.Config, SimpleNamespace(rootpath=folder, args=["."], invocation_params=invoked, **more))


@pytest.mark.parametrize(("forbidden", "cached"), [(True, True), (True, False), (False, True)])
def test_what_is_compiled_lies_in_the_cache_where_it_may_not_lie_beside_the_sources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forbidden: bool, cached: bool
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", forbidden)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", "")
    compiled.keep(configured(tmp_path, **({"cache": SimpleNamespace(mkdir=tmp_path.joinpath)} if cached else {})))
    moved = forbidden and cached
    assert sys.pycache_prefix == (str(tmp_path / "bytecode") if moved else None)
    assert sys.dont_write_bytecode is (forbidden and not cached)
    assert os.environ["PYTHONPYCACHEPREFIX"] == (sys.pycache_prefix or "")
    assert ("PYTHONDONTWRITEBYTECODE" in os.environ) is not moved


def test_every_test_file_is_imported_first_by_one_worker_and_none_by_a_run_without_workers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that cannot be imported hinders none of the others: it is told of when it is collected."""
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "below").mkdir()
    names = ["below.test_c", "test_a_share", "test_b_share", "test_d_share"]
    for name in names:
        (tmp_path / f"{name.replace('.', '/')}.py").write_text("1 / 0" if name == "test_b_share" else "")
    imported: list[list[str]] = []

    def note(name: str) -> None:
        imported[-1].append(name)
        if name == "test_b_share":
            raise ZeroDivisionError

    monkeypatch.setattr("importlib.import_module", note)
    for worker in ("gw0", "gw1"):
        imported.append([])
        compiled.share(configured(tmp_path, workerinput={"workerid": worker, "workercount": 2}))
    assert sorted(imported[0] + imported[1]) == names
    assert all(imported)
    imported.append([])
    compiled.share(configured(tmp_path))
    assert imported[-1] == []
