"""What was likely meant by a mistyped word or name: one rule for what is proposed and for what is refused.

nearest      a word of a few that are known: commands, options, fields, values
meant_name   a name of the user's: tags, lists, sections
told_name    the same, or one that begins so (`begun_name`): what is only told
any_slip     the same where a slip costs most: of what is to be left out
several_slips  the same for a word of a text, more than one slip away
near_name    the name that a new one is hardly to be told from
slipped_name  the long name of which a new one is two slips away
is_slip      whether a word is another but for one slip of the hand
is_near      as is_slip, for words that people write: another first letter makes another word of a short one

>>> nearest("sarch", ["search", "show"])
'search'
>>> meant_name("chapter 3", ["chapter 2"])
''
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from itertools import takewhile

from reader.patterns import regex
from reader.text import NAME_LIMIT, fold, fold_name, words

TELLING = 4
"""What a name tells (`tells`) from which on one letter more or less, or another, is a slip: short names are many and
alike."""
_FEW = 2
"""Names of so many letters are slips of one another by chance only."""
_LONG = 6
"""What a word tells from which on another first letter is a slip."""
_CLOSE, _FAR = 0.85, 4
"""How much of two words is the same, and by how many letters they differ at most, where several slips may be between
them; "evolution" is none of "evaluation"."""
_IDEOGRAPH, _SYLLABLE = 3, 2
"""How many letters of an alphabet tell as much as one of these."""
_IDEOGRAPHS = regex("[\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_SYLLABLES = regex("[\u3041-\u30ff\u31f0-\u31ff\uac00-\ud7a3]")
"""Kana and Hangul."""
_LOOK_ALIKE = str.maketrans(
    "\u0643\u064a\u0649\u06d2\u0629\u06c1\u06be\u06d5"
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u03bf\u03bd\u03c1",
    "\u06a9\u06cc\u06cc\u06cc\u0647\u0647\u0647\u0647aeopcyxijsovp",
)
"""Letters that two keyboards write for one: of Arabic for those of Persian and Urdu, of Cyrillic and Greek for Latin
(https://www.unicode.org/Public/security/latest/confusables.txt)."""
_CLOSE_ENOUGH = 0.66
"""How close a word is by `difflib` that begins otherwise and is no part of the other: "remark" is hardly "year"."""
_AFFIX = 3
"""So many letters are a beginning or an ending of its own."""


def nearest(word: str, known: Iterable[str]) -> str:
    """The one of `known` that was most likely meant by a mistyped word, "" where none is like it.

    Blind to case. The same letters in another order come first, then a slip of the hand, then what `difflib` finds
    close.
    """
    import difflib  # noqa: PLC0415  nobody who types well waits for it

    by_folded = {fold(name): name for name in _in_order(known)}
    wanted = fold(word[:NAME_LIMIT])
    if wanted in by_folded:
        return by_folded[wanted]
    mixed = [folded for folded in by_folded if sorted(folded) == sorted(wanted)]
    slips = [folded for folded in by_folded if min(len(wanted), len(folded)) > _FEW and is_slip(wanted, folded)]
    close = mixed or difflib.get_close_matches(wanted, slips or by_folded)
    near = set(mixed or slips or difflib.get_close_matches(wanted, close, cutoff=_CLOSE_ENOUGH))
    begin = (other for other in close if other[:1] == wanted[:1] or other in near or other in wanted)
    return next((by_folded[other] for other in begin), "")


def near_name(name: str, known: Iterable[str]) -> str:
    """The name that a new one is like but for accents, signs, blanks or a slip of the hand; "" where there is none.

    A single letter is like nothing: "C++" is no slip of "C", nor "É" of "Q".
    """
    wanted = _bare(name)
    if len(wanted) <= 1:
        return ""
    bare = ((other, _bare(other)) for other in _in_order(known))
    slips = ((other, its, min(len(wanted), len(its)) > _FEW) for other, its in bare)
    return next((other for other, its, telling in slips if wanted == its or (telling and is_slip(wanted, its))), "")


def meant_name(name: str, known: Iterable[str]) -> str:
    """The name that one which is not known was likely meant to be; "" where none is like it.

    One rule for what is proposed and for what is refused: what is like a name and hardly a slip of it is a name of
    its own.
    """
    others = [other for other in _in_order(known) if not _is_another(fold_name(name), fold_name(other))]
    return near_name(name, others) or nearest(name, others)


def told_name(name: str, known: Iterable[str]) -> str:
    """As `meant_name`, for what is told beside a name that is not known, or new: one that begins so counts, too.

    >>> told_name("Edge", ["Edge models"]), told_name("Edge models 2", ["Edge models"])
    ('Edge models', '')
    """
    known = _in_order(known)
    return meant_name(name, known) or begun_name(name, known)


def any_slip(name: str, known: Iterable[str]) -> str:
    """As `told_name`, for what is to be left out: what exists nowhere leaves nothing out, so that every slip counts,
    one of the first letter too, one of two ideographs, and the plural of a short name ("llms")."""
    known = _in_order(known)
    bare = _bare(name)
    telling = (other for other in known if min(tells(bare), tells(_bare(other))) >= TELLING)
    slip = next((other for other in telling if is_slip(bare, _bare(other))), "")
    plural = next((other for other in known if len(bare) > _FEW and bare == _bare(other) + "s"), "")
    return meant_name(name, known) or slip or plural or begun_name(name, known)


def begun_name(name: str, known: Iterable[str]) -> str:
    """The first of the known names that begins as one of three letters or more, "" where there is none."""
    begun = _bare(name)
    return next((other for other in known if _bare(other).startswith(begun)), "") if tells(begun) > _FEW else ""


def _in_order(known: Iterable[str]) -> list[str]:
    """Names as they come; those of a set, which come otherwise in each run, by the alphabet."""
    return sorted(known) if isinstance(known, set | frozenset) else list(known)


def several_slips(word: str, known: Iterable[str]) -> str:
    """The long word of a text that one to be left out was likely meant to be, more than one slip away from it
    ("adaption" of "adaptation"); "" where none is. Both are folded, and begin and end alike."""
    import difflib  # noqa: PLC0415  nobody who types well waits for it

    if len(word) < _LONG:
        return ""
    like = (one for one in known if one[:2] == word[:2] and one[-1:] == word[-1:] and abs(len(one) - len(word)) < _FAR)
    return next(iter(difflib.get_close_matches(word, sorted(like), 1, _CLOSE)), "")


def slipped_name(name: str, known: Iterable[str]) -> str:
    """The long name of which a new one is two slips of the hand away, "" where there is none.

    >>> slipped_name("quantisaton", ["quantization"]), slipped_name("evolution", ["evaluation"])
    ('quantization', '')
    """
    bare = _bare(name)
    if len(bare) < _LONG:
        return ""
    near = (other for other in _in_order(known) if _is_two_slips(bare, _bare(other)))
    return next((other for other in near if not _is_another(fold_name(name), fold_name(other))), "")


def _is_two_slips(word: str, meant: str) -> bool:
    """Whether two words that begin alike are two slips of the hand apart at most, and much of them is the same."""
    import difflib  # noqa: PLC0415  nobody who types well waits for it

    if word[:2] != meant[:2] or re.sub(r"\D", "", word) != re.sub(r"\D", "", meant):
        return False
    if not _is_within(word, meant, 2):
        return False
    return difflib.SequenceMatcher(None, word, meant).ratio() >= _CLOSE


def _is_within(word: str, meant: str, slips: int) -> bool:
    """Whether a word is another but for so many slips: where they begin to differ, there is one."""
    left, right, _, _ = _differing(word, meant)
    if not slips or abs(len(left) - len(right)) > slips:
        return left == right
    ways = [(left[1:], right[1:]), (left[1:], right), (left, right[1:])]
    if len(left) > 1 and left[:2] == right[1::-1]:
        ways.append((left[2:], right[2:]))
    return any(_is_within(*way, slips - 1) for way in ways)


def tells(word: str) -> int:
    """How much a word tells, in letters of an alphabet."""
    if word.isascii():
        return len(word)
    more = len(_IDEOGRAPHS.findall(word)) * (_IDEOGRAPH - 1) + len(_SYLLABLES.findall(word)) * (_SYLLABLE - 1)
    return len(word) + more


def _is_another(name: str, other: str) -> bool:
    """Whether a folded name is like another and yet hardly a slip of it: other digits, a beginning or an ending of its
    own ("unread", "important" and "imported"), a known name that goes on, and most of what is like a short one."""
    bare, its = _bare(name), _bare(other)
    if bare == its:
        return False
    digits, its_digits = (re.sub(r"\d+", "0", one) for one in (name, other))
    if digits == its_digits and "0" in digits:
        return True
    if min(tells(bare), tells(its)) < TELLING:
        return not (sorted(bare) == sorted(its) or _letters(bare) == _letters(its))
    return (
        (name.startswith(other) and len(name) > len(other) + 1) or _has_affix(bare, its) or _is_other_start(bare, its)
    )


def is_near(word: str, other: str) -> bool:
    """Whether a folded word is another but for a slip; another first letter makes another word of a short one."""
    return is_slip(word, other) and not _is_other_start(word, other)


def _is_other_start(word: str, other: str) -> bool:
    return len(word) == len(other) and tells(word) < _LONG and word[:1] != other[:1] and word[1:] == other[1:]


def _has_affix(name: str, other: str) -> bool:
    """Whether two names differ by a beginning of one ("unread"), or by a beginning or an ending of each ("imported",
    "important")."""
    left, right, start, end = _differing(name, other)
    fewer, more = sorted((len(left), len(right)))
    of_each = 1 < fewer <= more <= _AFFIX and sorted(left) != sorted(right)
    return (start == 0 and fewer == 0 and more > 1) or ((start == 0) is not (end == 0) and of_each)


def _letters(name: str) -> str:
    """A name without digits, and each letter that is doubled once."""
    return re.sub(r"(.)\1+", r"\1", re.sub(r"\d", "", name))


def _bare(name: str) -> str:
    bare = "".join(words(name)) or fold_name(name)
    return bare if bare.isascii() else bare.translate(_LOOK_ALIKE)


def is_slip(word: str, meant: str) -> bool:
    """Whether a folded word is another but for a slip of the hand: a letter too many, too few or another, or two that
    changed places. Other digits make another word."""
    left, right, _, _ = _differing(word, meant)
    return not (left + right).isdecimal() and _is_one_slip(left, right)


def is_any_slip(name: str, meant: str) -> bool:
    """The same where another digit is a slip as well, as in a number that is to be left out and that nothing has."""
    left, right, _, _ = _differing(name, meant)
    return _is_one_slip(left, right)


def _is_one_slip(left: str, right: str) -> bool:
    return max(len(left), len(right)) <= 1 or (len(left) == 2 and left == right[::-1])


def _differing(word: str, meant: str) -> tuple[str, str, int, int]:
    """What differs between two words, once for each, and with how many letters both begin and end."""
    start = _alike(word, meant)
    left, right = word[start:], meant[start:]
    end = _alike(left[::-1], right[::-1])
    return left[: len(left) - end], right[: len(right) - end], start, end


def _alike(left: str, right: str) -> int:
    """With how many letters both begin."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False)))


def perhaps(meant: str) -> str:
    """The end of a sentence about a word that is not known: what was likely meant, where that is not ""."""
    return f"; did you mean '{meant}'?" if meant else "."


def perhaps_among(word: str, known: Iterable[str]) -> str:
    """The same where all that is allowed is to be named as well."""
    few = _in_order(known)
    near = nearest(word, few)
    return f"{perhaps(near)} There are {', '.join(few)}." if near else f"; there are {', '.join(few)}."


def perhaps_of(word: str, known: Iterable[str]) -> str:
    """The end of a sentence about a word that is none of a few: the nearest of them, else all."""
    few = _in_order(known)
    if near := nearest(word, few):
        return perhaps(near)
    return f"; one of {', '.join(few)}." if few else "."


def called_tags(tags: Collection[str]) -> dict[str, str]:
    """What may be typed for a tag, the whole names first, then those that others are nested under, and both without
    what they are nested under themselves; each with the tag."""
    whole = dict.fromkeys((*tags, *(tag[: slash.start()] for tag in tags for slash in re.finditer("/", tag))))
    inner = {tag[slash.end() :]: tag for tag in whole for slash in re.finditer("/", tag)}
    return {tag: tag for tag in whole} | {name: tag for name, tag in inner.items() if name not in whole}
