"""How much may come of what a text says once and uses again: abbreviations, anchors, what entries inherit.

A few lines of such a text can stand for more than any machine holds (https://en.wikipedia.org/wiki/Billion_laughs_attack).

>>> growth = Growth(length=100)
>>> growth.takes(1_000_000), growth.takes(1_000), growth.takes(1)
(True, True, False)
"""

from __future__ import annotations

_TIMES = 10
"""Characters for each one of the text: what people write comes to two or three."""
_ALWAYS = 1_000_000
"""Characters that any text may come to besides."""


class Growth:
    """What one text may still come to."""

    def __init__(self, length: int) -> None:
        """`length` is how many characters the text has."""
        self._left = _ALWAYS + _TIMES * length

    def takes(self, more: int) -> bool:
        """Whether so many further characters may come of it; they then count."""
        if more > self._left:
            return False
        self._left -= more
        return True
