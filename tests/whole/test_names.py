"""A name says one thing: no two classes share one, no module hides, and a docstring says what comes out."""

from __future__ import annotations

import ast
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import reader
from tests.support import sources

ROOMS = Path(__file__).parent.parent.parent / "reader"
MODULES = [found.name for found in pkgutil.walk_packages(reader.__path__, "reader.") if not found.name.endswith("__")]
PATHS = sorted(ROOMS.rglob("*.py"))
Trees = dict[str, ast.Module]
_Named = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@pytest.fixture(scope="module")
def trees() -> Trees:
    """Every file of the program, by its path."""
    return {str(path.relative_to(ROOMS)): sources.tree(path) for path in PATHS}


def test_no_module_hides_behind_a_name_of_its_package() -> None:
    """`reader.query.parser` is a module however it is reached: its package's face holds nothing else by that name."""
    for name in MODULES:
        package, _, own = name.rpartition(".")
        module: ModuleType = import_module(name)
        assert getattr(import_module(package), own) is module, name


def test_no_two_classes_share_a_name(trees: Trees) -> None:
    """Whoever reads a class's name knows which one is meant, a message within its widget and a name of a type too."""
    found: dict[str, list[str]] = defaultdict(list)
    for path, tree in trees.items():
        names = [node.name for node in sources.statements(tree) if isinstance(node, ast.ClassDef)]
        names += [name for node in tree.body if (name := type_name(node))]
        for name in names:
            found[name].append(path)
    assert {name: paths for name, paths in found.items() if len(paths) > 1} == {}


def test_no_two_constants_share_a_name(trees: Trees) -> None:
    """A name that any room may import says one thing; what stands in each module of a table under one name is one."""
    found: dict[str, list[str]] = defaultdict(list)
    for path, tree in trees.items():
        for node in tree.body:
            target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
            if isinstance(target, ast.Name) and re.fullmatch(r"[A-Z][A-Z0-9_]+", target.id):
                found[target.id].append(path)
    del found["CLICK_COMMANDS"]
    assert {name: paths for name, paths in found.items() if len(paths) > 1} == {}


def type_name(node: ast.stmt) -> str:
    """The name that a statement gives to a type (`Slots = list[int]`), "" for none and for a type's variable."""
    target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
    if not isinstance(target, ast.Name) or not re.fullmatch(r"[A-Z]\w*[a-z]\w*", target.id):
        return ""
    return target.id


def test_nothing_of_ours_goes_by_two_names(trees: Trees) -> None:
    """What a module imports from another keeps its name, where no name of that module's own is in the way."""
    renamed = [
        (path, alias.name, alias.asname)
        for path, tree in trees.items()
        for node in sources.statements(tree)
        if isinstance(node, ast.ImportFrom) and str(node.module).partition(".")[0] == "reader"
        for alias in node.names
        if alias.asname not in (None, alias.name)
    ]
    assert renamed
    own = {path: set(own_names(trees[path])) for path, _, _ in renamed}
    assert [f"{path}: {name} as {other}" for path, name, other in renamed if name not in own[path]] == []


def own_names(tree: ast.Module) -> Iterator[str]:
    """The names that a module uses or gives."""
    for node in sources.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, _Named):
            yield node.name


def test_no_more_than_two_modules_share_a_name() -> None:
    """And then their rooms say the difference."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in PATHS:
        if not path.stem.startswith("__"):
            found[path.stem].append(str(path.relative_to(ROOMS)))
    assert {name: paths for name, paths in found.items() if len(paths) > 2} == {}


def public(node: ast.AST, prefix: str = "") -> Iterator[tuple[str, str]]:
    """The docstrings of what has a public name, functions within functions aside."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, _Named) and not child.name.startswith("_"):
            if (said := ast.get_docstring(child)) is not None:
                yield prefix + child.name, said
            if isinstance(child, ast.ClassDef):
                yield from public(child, f"{prefix}{child.name}.")


def silent(node: ast.AST, prefix: str = "") -> Iterator[str]:
    """What has a public name and no docstring, functions within functions aside."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, _Named) and not child.name.startswith("_"):
            if ast.get_docstring(child) is None:
                yield prefix + child.name
            if isinstance(child, ast.ClassDef):
                yield from silent(child, f"{prefix}{child.name}.")


def test_what_is_public_has_a_docstring(trees: Trees) -> None:
    """A module, a class, a function; what a protocol asks for is told there, once."""
    classes = [node for tree in trees.values() for node in sources.statements(tree) if isinstance(node, ast.ClassDef)]
    protocols = [node for node in classes if any(ast.unparse(base).startswith("Protocol") for base in node.bases)]
    told = {name for protocol in protocols for name, _ in public(protocol)}
    assert [path for path, tree in trees.items() if ast.get_docstring(tree) is None] == []
    assert [f"{path}: {name}" for path, tree in trees.items() for name in silent(tree)
            if "." not in name or name.rpartition(".")[2] not in told] == []  # fmt: skip


def test_no_function_only_hands_its_arguments_on(trees: Trees) -> None:
    """Who calls it may call the other one."""
    found = []
    for path, tree in trees.items():
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef) or node.decorator_list:
                continue
            last = node.body[-1]
            call = last.value if isinstance(last, ast.Return | ast.Expr) else None
            taken = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
            if len(node.body) - (ast.get_docstring(node) is not None) == 1 and isinstance(call, ast.Call):
                given = [ast.unparse(one) for one in (*call.args, *(keyword.value for keyword in call.keywords))]
                if taken and given == taken and isinstance(call.func, ast.Name | ast.Attribute):
                    found.append(f"{path}: {node.name} -> {ast.unparse(call)}")
    assert found == []


def test_a_public_docstring_says_more_than_three_words(trees: Trees) -> None:
    """A docstring tells what the name does not: what comes out."""
    told = [(path, name, said) for path, tree in trees.items() for name, said in public(tree)]
    assert len(told) > 300
    assert [(path, name) for path, name, said in told if len(said.split()) <= 3] == []


def test_no_comprehension_puts_a_collection_together_anew_for_each_member(trees: Trees) -> None:
    """`if id in set(ids)` takes time that grows with the square: the set is made before."""
    found = []
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.comprehension):
                own = {name.id for name in ast.walk(node.target) if isinstance(name, ast.Name)}
                tests = (each for test in node.ifs for each in ast.walk(test) if isinstance(each, ast.Compare))
                held = (each.comparators[0] for each in tests if isinstance(each.ops[0], ast.In | ast.NotIn))
                found += [
                    f"{path}: {ast.unparse(each)}" for each in held if is_made_anew(each) and not names_in(each) & own
                ]
    assert found == []


def is_made_anew(node: ast.expr) -> bool:
    """Whether an expression puts a collection together."""
    makers = ("set", "frozenset", "list", "tuple", "dict", "sorted", "map", "filter")
    is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in makers
    return is_call or isinstance(node, ast.BinOp | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp)


def names_in(node: ast.expr) -> set[str]:
    """The names in an expression."""
    return {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}
