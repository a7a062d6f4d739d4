"""A little of what `python -m tests.proof.typed` and `python -m tests.proof.dialogs` type, and whether they would see
what they look for."""

from __future__ import annotations

from pathlib import Path
from random import Random

from tests.proof.dialogs import LETTERS, OPENERS, OTHERS, parts_of, pressed
from tests.proof.typed import SIZES, Place, Trial, Typist, drawn, keys_of, packets


def test_keys_typed_in_packets_land_where_the_model_says(tmp_path: Path) -> None:
    """Some of them at once, some in bursts; a key that is not typed is missed."""
    place = Place(tmp_path)
    typist = Typist(place, SIZES[1])
    random = Random(13)
    try:
        for pause in (0.0, -1.0):
            trial = Trial(drawn(typist.model, random).keys, pause)
            assert typist.type(trial, random) == ""
        typist.model.say(lambda said: type(said)(not said.starred, said.status, said.tags, said.lists, said.note))
        assert place.said() != typist.model.papers
        assert typist.type(Trial(("s",), 0.0), random) == ""
        assert pressed(typist, "paper.tag", ["q", "\t", "]"], random, typed=True) == ""
        assert "was meant" in pressed(typist, "go", ["x"], random, typed=True, leaving="\x1bs")
        assert typist.leave() == ""
    finally:
        typist.terminal.stop()


def test_no_key_is_left_out_of_the_packets() -> None:
    random = Random(1)
    typed = "ex\x1b\x1b[Bs/q\r\x1bu"
    for pause in (0.0, 0.05, -1.0):
        trial = Trial(tuple(keys_of(typed)), pause)
        assert "".join(packet for packet, _ in packets(trial, random)) == typed
    assert tuple(keys_of("\x1b[Bs\x1b")) == ("\x1b[B", "s", "\x1b")


def test_every_key_meets_every_dialog() -> None:
    for id in OPENERS:
        keys = [key for part, _ in parts_of(id) for key in part]
        assert sorted(keys) == sorted((*LETTERS, *OTHERS))
