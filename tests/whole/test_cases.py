"""The cases of a test that only looks at values are run as one item, and nothing of them is passed over."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import pytest

from tests.support import cases

# What is to fail compares nothing: pytest 9.0 asks a terminal how both sides differ, and here is none.
TESTS = """
import os, pytest

RUN = []

@pytest.fixture(scope="module")
def held():
    return RUN

@pytest.fixture
def fresh(number, held):
    if number == 3:
        pytest.skip("it is three")
    yield [number]
    held.append(f"end of {number}")
    assert number - 2, "left behind"

@pytest.fixture
def doubled(request):
    return 2 * request.param

@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("letter", "ab")
def test_that_holds(number, letter, held):
    held.append((number, letter, os.environ["HERE"]))

@pytest.mark.parametrize("number", [1, 2, 3])
def test_that_fails(number):
    assert not number % 2, "not two"

@pytest.mark.parametrize("number", [1, 2, 3])
def test_that_is_failed(number):
    if number == 3:
        pytest.fail("it is three")

@pytest.mark.parametrize("number", [1, 2, 3])
def test_that_skips(number, held):
    if number == 1:
        pytest.skip("it is one")
    held.append(number)

@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_with_a_fixture_of_its_own(fresh, held):
    held.append([*fresh, os.environ["HERE"]])
    assert not fresh.count(4), "four"

@pytest.mark.parametrize("number", [1, 2])
def test_in_its_home(number, own_home):
    print(number, own_home)

def test_in_its_homes(held):
    print(held[-9:])

@pytest.mark.parametrize("doubled", [1, 2], indirect=True)
def test_by_a_fixture(doubled): ...

@pytest.mark.parametrize("number", [1, pytest.param(2, marks=pytest.mark.filterwarnings("error"))])
def test_marked_in_a_case(number): ...

@pytest.mark.parametrize("number", [pytest.param(n, marks=pytest.mark.filterwarnings("error")) for n in (1, 2)])
def test_marked_in_each_case(number): ...

@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("form", ["list", "table", "obsidian"])
def test_in_a_form(form, number, held):
    held.append((form, number))

def test_in_which_forms(held):
    print(held[-2:])

@pytest.mark.parametrize("number", [1])
def test_of_one_case(number): ...

def test_of_no_case():
    print(RUN[:8])
"""


class Told:
    """Pytest's hooks as the suite has them, and what was said of each test."""

    def __init__(self) -> None:
        self.said: dict[str, tuple[str, str]] = {}
        self.homes = 0

    def pytest_configure(self, config: pytest.Config) -> None:
        """As in the suite."""
        cases.begin(config)

    @pytest.hookimpl(trylast=True)
    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """As in the suite."""
        cases.fold(metafunc, but={"own_home"})

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool | None:
        """As in the suite."""
        return cases.run(pyfuncitem, self._new_home) or None

    def _new_home(self) -> str:
        self.homes += 1
        os.environ["HERE"] = str(self.homes)
        return os.environ["HERE"]

    @pytest.fixture(autouse=True)
    def own_home(self) -> str:
        """As in the suite."""
        return self._new_home()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keeps what became of a test."""
        if report.when == "call":
            told = str(report.longrepr or report.capstdout)
            self.said[report.nodeid.partition("::test_")[2]] = report.outcome, told


Run = Callable[..., dict[str, tuple[str, str]]]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs these tests by a pytest within this one."""
    return ran_in(tmp_path_factory)


def ran_in(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """What runs them in a folder of its own."""
    folder = tmp_path_factory.mktemp("cases")
    (folder / "test_it.py").write_text(TESTS, encoding="utf-8")
    without = ("terminal", "cacheprovider", "faulthandler", "unraisableexception", "threadexception", "tmpdir")

    def run(*options: str, name: str = "test_it.py") -> dict[str, tuple[str, str]]:
        told = Told()
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
            patch.delenv("PYTEST_ADDOPTS", raising=False)
            patch.setenv("HERE", "")
            patch.chdir(folder)
            unloaded = [word for one in without for word in ("-p", f"no:{one}")]
            where = ("-c", os.devnull, f"--rootdir={folder}", f"--confcutdir={folder}")  # It looks at nothing above it.
            pytest.main([*unloaded, *where, name, *options], plugins=[told])
        sys.modules.pop("test_it", None)  # In another folder it is another module, where the cases are made anew.
        return told.said

    return run


@pytest.fixture(scope="module")
def said(run: Run) -> dict[str, tuple[str, str]]:
    """What becomes of all of them."""
    return run()


def test_cases_that_need_no_fixture_of_their_own_are_one_test_and_all_others_stay_apart(
    said: dict[str, tuple[str, str]],
) -> None:
    assert list(said) == [
        "that_holds[6 cases]", "that_fails[3 cases]", "that_is_failed[3 cases]", "that_skips[3 cases]",
        "with_a_fixture_of_its_own[5 cases]", "in_its_home[2 cases]", "in_its_homes",
        "by_a_fixture[1]", "by_a_fixture[2]", "marked_in_a_case[1]", "marked_in_a_case[2]",
        "marked_in_each_case[2 cases]", "in_a_form[2 cases]", "in_which_forms",
        "of_one_case[1]", "of_no_case",
    ]  # fmt: skip


def test_each_case_is_run_in_a_home_of_its_own_with_what_a_file_shares(said: dict[str, tuple[str, str]]) -> None:
    assert said["that_holds[6 cases]"][0] == "passed"
    run = [(1, "a", "2"), (2, "a", "3"), (3, "a", "4"), (1, "b", "5"), (2, "b", "6"), (3, "b", "7"), 2, 3]
    assert said["of_no_case"] == ("passed", f"{run}\n")


def test_what_is_made_for_a_test_anew_is_made_for_each_case_and_ends_with_it(said: dict[str, tuple[str, str]]) -> None:
    outcome, told = said["with_a_fixture_of_its_own[5 cases]"]
    assert outcome == "failed"
    assert "2 of 5 cases failed:" in told
    assert "[2] AssertionError: left behind" in told
    assert "[4] AssertionError: four" in told
    run = [[1, "20"], "end of 1", [2, "21"], "end of 2", [4, "23"], "end of 4", [5, "24"], "end of 5"]
    assert said["in_its_homes"] == ("passed", f"{[3, *run]}\n")
    assert said["in_its_home[2 cases]"] == ("passed", "1 25\n2 26\n")


def test_of_cases_that_differ_in_the_form_of_an_export_one_is_tried_by_turns_but_in_a_long_run(
    said: dict[str, tuple[str, str]], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said["in_which_forms"] == ("passed", "[('table', 1), ('obsidian', 2)]\n")
    assert list(run("-m", "long")) == ["in_a_form[2 cases]"]
    assert len(run("-k", "in_a_form and list")) == 2
    assert list(run("test_it.py::test_of_one_case[1]", name="test_it.py::test_in_a_form")) == [
        "in_a_form[table-1]", "in_a_form[obsidian-2]", "of_one_case[1]",
    ]  # fmt: skip
    monkeypatch.setattr(cases, "is_long", lambda: True)
    assert list(run("-m", "long")) == ["in_a_form[6 cases]"]


def test_a_failing_case_hides_no_other_and_each_is_named(said: dict[str, tuple[str, str]]) -> None:
    outcome, told = said["that_fails[3 cases]"]
    assert outcome == "failed"
    assert "2 of 3 cases failed:" in told
    assert "[1] AssertionError: not two" in told
    assert "[3] AssertionError: not two" in told
    outcome, told = said["that_is_failed[3 cases]"]
    assert outcome == "failed"
    assert "1 of 3 cases failed:" in told
    assert "[3] Failed: it is three" in told


def test_a_case_that_is_skipped_is_told_of_and_the_others_are_run(said: dict[str, tuple[str, str]]) -> None:
    outcome, told = said["that_skips[3 cases]"]
    assert outcome == "skipped"
    assert "1 of 3 cases: it is one" in told


def test_where_the_first_failure_ends_all_no_further_case_is_run(run: Run) -> None:
    [(outcome, told)] = run("-x", name="test_it.py::test_that_fails").values()
    assert outcome == "failed"
    assert "1 of 3 cases failed:" in told
    assert "[3]" not in told


@pytest.mark.parametrize(
    ("options", "name", "tests"),
    [
        (["-k", "holds and -2]"], "test_it.py", ["that_holds[a-2]", "that_holds[b-2]"]),
        ([], "test_it.py::test_that_holds[a-2]", ["that_holds[a-2]"]),
        ([], "test_it.py::test_that_holds[6 cases]", ["that_holds[6 cases]"]),
    ],
)
def test_who_asks_for_some_cases_gets_each_of_them(run: Run, options: list[str], name: str, tests: list[str]) -> None:
    assert list(run(*options, name=name)) == tests


def test_a_whole_test_is_asked_for_beside_a_single_case_of_another(run: Run) -> None:
    """As the search for untested conditions asks for them, which has their names from a run of all."""
    names = map(cases.asked_for, ("test_that_fails[3 cases]", "test_of_one_case[1]"))
    asked = [f"test_it.py::{name}" for name in names]
    assert list(run(*asked[1:], name=asked[0])) == [
        "that_fails[1]", "that_fails[2]", "that_fails[3]", "of_one_case[1]",
    ]  # fmt: skip


def test_they_are_run_in_another_folder_too(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Pytest makes what a file shares anew where tests of other files come in between."""
    first, second = ran_in(tmp_path_factory), ran_in(tmp_path_factory)
    name = "test_it.py::test_of_one_case"
    assert list(first(name=name)) == list(second(name=name)) == ["of_one_case[1]"]


def test_of_very_many_failures_the_first_are_named() -> None:
    failed = [cases.Failed(str(number), ValueError("wrong\nat length")) for number in range(25)]
    told = cases._told(failed, 30).split("\n")
    assert (told[0], told[1], told[-1]) == ("25 of 30 cases failed:", "  [0] ValueError: wrong", "  and 5 more")
    assert len(told) == 22


def test_the_suite_is_run_so(request: pytest.FixtureRequest) -> None:
    """The hooks are those of the suite: of this file's own test of several cases one item is left, where all run."""
    if not cases._some_asked(request.config):
        names = [item.name for item in request.session.items if "some_cases" in item.name]
        assert names == ["test_who_asks_for_some_cases_gets_each_of_them[3 cases]"]
