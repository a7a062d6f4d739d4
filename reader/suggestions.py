"""What was likely meant by a mistyped word or name: one rule for what is proposed and for what is refused.

nearest      a word of a few that are known: commands, options, fields, values
meant_name   a name of the user's: tags, lists, sections, saved searches
near_name    the name that a new one is hardly to be told from
is_slip      whether a word is another but for one slip of the hand

>>> nearest("sarch", ["search", "show"])
'search'
>>> meant_name("chapter 3", ["chapter 2"])
''
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import takewhile

from reader.text import NAME_LIMIT, fold, fold_name


def nearest(word: str, known: Iterable[str]) -> str:
    """The one of `known` that was most likely meant by a mistyped word, "" where none is like it.

    Blind to case. The same letters in another order come first, then what `difflib` finds close.
    """
    import difflib  # noqa: PLC0415  nobody who types well waits for it

    by_folded = {fold(name): name for name in known}
    wanted = fold(word[:NAME_LIMIT])
    if wanted in by_folded:
        return by_folded[wanted]
    mixed = [folded for folded in by_folded if sorted(folded) == sorted(wanted)]
    close = mixed or difflib.get_close_matches(wanted, by_folded, 1)
    return by_folded[close[0]] if close else ""


def near_name(name: str, known: Iterable[str]) -> str:
    """The name that a new one is like but for accents, signs, blanks or a slip of the hand; "" where there is none."""
    wanted = _bare(name)
    bare = ((other, _bare(other)) for other in known)
    return next((other for other, its in bare if wanted and (wanted == its or is_slip(wanted, its))), "")


def meant_name(name: str, known: Iterable[str]) -> str:
    """The name that one which is not known was likely meant to be; "" where none is like it.

    One rule for what is proposed and for what is refused. What differs in its digits alone, and what begins as a known
    name does and goes on for more than a letter, is a name of its own.
    """
    others = [other for other in known if not _is_another(fold_name(name), fold_name(other))]
    return near_name(name, others) or nearest(name, others)


def _is_another(name: str, other: str) -> bool:
    longer = name.startswith(other) and _bare(name) != _bare(other) and len(name) > len(other) + 1
    digits, its = (re.sub(r"\d+", "0", one) for one in (name, other))
    return longer or (digits == its and "0" in digits)


def _bare(name: str) -> str:
    return re.sub(r"[\W_]", "", fold(name)) or fold_name(name)


def is_slip(word: str, meant: str) -> bool:
    """Whether a folded word is another but for a slip of the hand: a letter too many, too few or another, or two that
    changed places. Other digits make another word."""
    start = _alike(word, meant)
    left, right = word[start:], meant[start:]
    end = _alike(left[::-1], right[::-1])
    left, right = left[: len(left) - end], right[: len(right) - end]
    if (left + right).isdecimal():
        return False
    return max(len(left), len(right)) <= 1 or (len(left) == 2 and left == right[::-1])


def _alike(left: str, right: str) -> int:
    """With how many letters both begin."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False)))


def perhaps(meant: str) -> str:
    """The end of a sentence about a word that is not known: what was likely meant, where that is not ""."""
    return f"; did you mean '{meant}'?" if meant else "."


def perhaps_of(word: str, known: Iterable[str]) -> str:
    """The end of a sentence about a word that is none of a few: the nearest of them, else all."""
    few = list(known)
    if near := nearest(word, few):
        return perhaps(near)
    return f"; one of {', '.join(few)}." if few else "."
