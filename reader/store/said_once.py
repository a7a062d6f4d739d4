"""What was told of a library already: each sentence is told once, as long as what it says is so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class SaidOnce:
    """The sentences that were told of an open library."""

    def __init__(self) -> None:
        self._all: set[str] = set()
        self.holding: set[str] = set()
        """What was said of how the library stands, as long as it stands so."""
        self._read_of: set[str] = set()
        """What was said of what stands in the files since they were last read from the beginning."""

    def __bool__(self) -> bool:
        return bool(self._all)

    def once(self, sentences: Iterable[str]) -> tuple[str, ...]:
        """Those of the sentences that were not told yet; they are from now on."""
        fresh = [sentence for sentence in dict.fromkeys(sentences) if sentence not in self._all]
        self._all.update(fresh)
        return tuple(fresh)

    def standing(self, sentences: Iterable[str]) -> tuple[str, ...]:
        """Those of the sentences, which tell all that there is to say of how the library stands now, that are to be
        said: what no longer holds is forgotten, so that it is said again when it comes back."""
        now = [sentence for sentence in sentences if sentence]
        self.over(now)
        self.holding = set(now)
        return self.once(now)

    def over(self, now: Iterable[str]) -> set[str]:
        """What holds no longer of how the library stands, where this does `now`; it is forgotten."""
        over = self.holding.difference(now)
        self._all -= over
        return over

    def read(self, sentences: Sequence[str], *, anew: bool) -> tuple[str, ...]:
        """Those of the sentences on what stands in the files that are to be said. Read `anew`, from the beginning, all
        that there is to say of them is among these, and the rest is forgotten."""
        read_of = set(sentences)
        if anew:
            self._all -= self._read_of - read_of - self.holding
            self._read_of = read_of
        else:
            self._read_of |= read_of
        return self.once(sentences)
