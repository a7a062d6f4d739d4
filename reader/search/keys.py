"""Texts in order, read where they lie: which place a text has, which begin so."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from reader.search.blocks import Blocks

_CODE = ("utf-8", "surrogatepass")
"""In UTF-8 texts have the order that they have as texts."""
_NOTED = 20_000
"""So many texts, and those of one beginning, are kept."""


def key_blocks(name: str, texts: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """The blocks that `Keys` reads under a name; the texts are in order, none twice."""
    coded = [text.encode(*_CODE) for text in texts]
    starts = array("I", [0])
    at = 0
    for code in coded:
        at += len(code)
        starts.append(at)
    mask = (1 << max(1, (2 * len(coded)).bit_length())) - 1
    table = array("I", bytes(4 * (mask + 1)))
    for place, code in enumerate(coded, 1):
        slot = zlib.crc32(code) & mask
        while table[slot]:
            slot = (slot + 1) & mask
        table[slot] = place
    yield f"{name}.texts", b"".join(coded)
    yield f"{name}.starts", starts.tobytes()
    yield f"{name}.hashed", table.tobytes()


class Keys(Sequence[str]):
    """Texts in order. What was looked at lately is kept as text."""

    def __init__(self, blocks: Blocks, name: str) -> None:
        self._texts = blocks.block(f"{name}.texts")
        self._starts = blocks.numbers(f"{name}.starts")
        self._hashed = blocks.numbers(f"{name}.hashed")
        self._mask = len(self._hashed) - 1
        self._places: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, place: int) -> str:  # type: ignore[override]  # never asked for a slice
        text = str(self._texts[self._starts[place] : self._starts[place + 1]], *_CODE)
        self._note([text], [place])
        return text

    def run(self, places: range) -> list[str]:
        """The texts at places that follow each other."""
        starts = self._starts[places.start : places.stop + 1].tolist() if places else [0]
        code = bytes(self._texts[starts[0] : starts[-1]])
        if code.isascii():
            whole, first = code.decode(), starts[0]
            texts = [whole[start - first : end - first] for start, end in pairwise(starts)]
        else:
            texts = [code[start - starts[0] : end - starts[0]].decode(*_CODE) for start, end in pairwise(starts)]
        self._note(texts, places)
        return texts

    def several(self, places: Iterable[int]) -> list[str]:
        """The texts at some places, which are not likely to be asked for next."""
        texts, starts = self._texts, self._starts
        return [str(texts[starts[place] : starts[place + 1]], *_CODE) for place in places]

    def _note(self, texts: Sequence[str], places: Iterable[int]) -> None:
        """Keep where texts are that were looked at: they are asked for next."""
        if len(self._places) > _NOTED:
            self._places.clear()
        self._places.update(zip(texts, places, strict=True))

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and self.place(text) >= 0

    def place(self, text: str) -> int:
        """The place of a text, -1 where it is none of them."""
        held = self._places.get(text)
        if held is not None:
            return held
        code = text.encode(*_CODE)
        slot = zlib.crc32(code) & self._mask
        while found := self._hashed[slot]:
            if self._code(found - 1) == code:
                self._note([text], [found - 1])
                return found - 1
            slot = (slot + 1) & self._mask
        return -1

    def places(self, texts: Iterable[str]) -> list[int]:
        """The place of each text, -1 for one that is none of them."""
        known, place = self._places.get, self.place
        return [found if (found := known(text)) is not None else place(text) for text in texts]

    def _code(self, place: int) -> memoryview:
        return self._texts[self._starts[place] : self._starts[place + 1]]

    def beginning(self, start: str) -> range:
        """The places of the texts that begin so."""
        code = start.encode(*_CODE)
        low = self._first(code, 0)
        return range(low, self._first(code + b"\xff", low))

    def _first(self, code: bytes, low: int) -> int:
        high = len(self)
        while low < high:
            middle = (low + high) // 2
            if bytes(self._code(middle)) < code:
                low = middle + 1
            else:
                high = middle
        return low
