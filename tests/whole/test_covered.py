"""How much of the program the tests must run."""

from __future__ import annotations

import pytest

from tests.covered import IN_ALL, IN_EACH, told


def test_enough_is_enough() -> None:
    summary = {"percent_covered": IN_EACH}
    measured = {"totals": {"percent_covered": IN_ALL}, "files": {"a.py": {"summary": summary, "missing_lines": [3]}}}
    assert told(measured) == (True, ["Coverage: 96.00 % of all statements and branches; 96 % are asked for."])


@pytest.mark.parametrize(("total", "module"), [(IN_ALL - 0.01, 100.0), (100.0, IN_EACH - 0.01)])
def test_too_little_in_all_or_in_one_module_fails(total: float, module: float) -> None:
    one = {"summary": {"percent_covered": module}, "missing_lines": [3, 7]}
    enough, said = told({"totals": {"percent_covered": total}, "files": {"a.py": one}})
    assert not enough
    assert ("a.py: 85.0 %, 85 % are asked for; no test runs the lines 3, 7." in said) == (module < IN_EACH)
