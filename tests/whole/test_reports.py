"""What a worker tells of a test is all that anybody asks for."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tests.support import reports


class Hooks:
    """Keeps what is told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def pytest_runtest_logstart(self, **_: object) -> None:
        """A test begins."""
        self.told.append("begins")

    def pytest_runtest_logreport(self, report: SimpleNamespace) -> None:
        """What became of a part of it."""
        self.told.append(f"{report.when} {report.passed}")

    def pytest_runtest_logfinish(self, **_: object) -> None:
        """It has ended."""
        self.told.append("ends")


def told(monkeypatch: pytest.MonkeyPatch, parts: dict[str, bool], *, worker: bool = True, **options: object) -> Any:
    """What is told of a test, by which of its parts passed; None where pytest tells it."""
    found = [SimpleNamespace(when=when, passed=passed) for when, passed in parts.items()]
    monkeypatch.setattr(reports, "runtestprotocol", lambda item, log, nextitem: found)
    config = SimpleNamespace(getoption=options.get, **({"workerinput": {}} if worker else {}))
    item: Any = SimpleNamespace(config=config, ihook=Hooks(), nodeid="it", location=("it", 1, "it"))
    return item.ihook.told if reports.run(item, None) else None


def test_a_beginning_and_an_end_are_told_where_they_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = {"setup": True, "call": True, "teardown": True}
    assert told(monkeypatch, whole) == ["begins", "call True", "ends"]
    assert told(monkeypatch, {**whole, "call": False}) == ["begins", "call False", "ends"]
    assert told(monkeypatch, {**whole, "teardown": False}) == ["begins", "call True", "teardown False", "ends"]
    assert told(monkeypatch, {"setup": False, "teardown": True}) == ["begins", "setup False", "ends"]


def test_all_is_told_where_times_are_asked_for_and_where_no_worker_is(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = {"setup": True, "call": True, "teardown": True}
    assert told(monkeypatch, whole, worker=False) is None
    assert told(monkeypatch, whole, durations=5) is None
    assert told(monkeypatch, whole, xmlpath="report.xml") is None
