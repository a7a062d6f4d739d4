"""Runs that lie over what was kept are, after any changes, those that plain lists and tables of arrays would be."""

from __future__ import annotations

import random
from array import array

import pytest

from reader.relevance.runs import NumberRuns, RunTable, run_blocks, table_blocks
from reader.search.blocks import Blocks, Unsound, packed


def some(chance: random.Random) -> array[int]:
    return array("I", [chance.randrange(9) for _ in range(chance.randrange(4))])


def read(blocks: dict[str, bytes]) -> Blocks:
    return Blocks(memoryview(b"".join(packed(blocks, {}))))


@pytest.mark.parametrize("seed", range(20))
def test_runs_are_as_a_list_of_them(seed: int) -> None:
    chance = random.Random(seed)
    plain = [some(chance) for _ in range(chance.randrange(6))]
    runs = NumberRuns(read(dict(run_blocks("r", (run.tobytes() for run in plain)))), "r")
    for _ in range(12):
        act, at = chance.randrange(3), chance.randrange(max(1, len(plain)))
        if act == 0 or not plain:
            new = some(chance)
            plain.append(array("I", new))
            runs.append(new)
        elif act == 1:
            plain[at].append(7)
            runs.own(at).append(7)
        else:
            plain[at] = some(chance)
            runs[at] = array("I", plain[at])
        assert [run.tolist() for run in runs] == [run.tolist() for run in plain]
        assert len(runs) == len(plain)


@pytest.mark.parametrize("seed", range(40))
def test_a_table_of_runs_is_as_one_of_arrays(seed: int) -> None:
    chance = random.Random(seed)
    first = RunTable()
    plain = {chance.randrange(12) << 40: some(chance) for _ in range(chance.randrange(8))}
    for key, run in plain.items():
        first[key] = array("I", run)
    table = RunTable(read(dict(table_blocks("t", first, lambda run: array("I", run)))), "t")
    for _ in range(20):
        act, key = chance.randrange(4), chance.randrange(12) << 40
        if act == 0:
            plain[key] = some(chance)
            table[key] = array("I", plain[key])
        elif act == 1 and key in plain:
            del plain[key]
            del table[key]
        elif act == 2 and (own := table.own(key)) is not None:
            own.append(5)
            plain[key].append(5)
        assert {one: run.tolist() for one, run in table.items()} == {one: run.tolist() for one, run in plain.items()}
        assert len(table) == len(plain)
        assert {at << 40 for at in range(12) if table.get(at << 40) is not None} == set(plain)


def test_blocks_that_do_not_fit_one_another_are_refused() -> None:
    whole = dict(run_blocks("r", [b"\0" * 8, b"\0" * 4]))
    with pytest.raises(Unsound):
        NumberRuns(read(whole | {"r": whole["r"][:-4]}), "r")
    with pytest.raises(Unsound):
        RunTable(read({"t": b"\0" * 8, **dict(run_blocks("t.holders", [b"", b""]))}), "t")
