"""What a worker tells the process that started it: of three reports a test, two say only that nothing went wrong."""

from __future__ import annotations

import pytest
from _pytest.runner import runtestprotocol


def run(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """Run a test of a worker, and say whether this is one. All is told where somebody asks how long tests take."""
    config = item.config
    if not hasattr(config, "workerinput") or config.getoption("durations") or config.getoption("xmlpath"):
        return False
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    for report in runtestprotocol(item, log=False, nextitem=nextitem):
        if report.when == "call" or not report.passed:
            item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True
