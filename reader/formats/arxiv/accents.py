"""The accents in the titles and abstracts of arXiv, which come as their authors typed them.

>>> accented(r"Mori \\'etale $\\bar{x}$ by H\\"older")
'Mori étale $\\\\bar{x}$ by Hölder'
"""

from __future__ import annotations

import re

from reader.latex import decode

_ACCENT = re.compile(
    r"""\{?\\(?:[`'^"~=.]\s?(?:\{\s?\\?[A-Za-z]\s?\}|\\?[A-Za-z])|[uvHcdbkr]\s?\{\s?\\?[A-Za-z]\s?\}"""
    r"""|(?:ss|o|O|l|L|ae|AE|oe|OE|aa|AA)(?![A-Za-z]))(?:\{\})?\}?"""
)
_MATH = re.compile(r"(\$[^$]*\$)")


def accented(text: str) -> str:
    """A text whose accents in TeX are letters; all else, math above all, stays as it came."""
    parts = _MATH.split(text)
    return "".join(part if at % 2 else _ACCENT.sub(lambda tex: decode(tex[0]), part) for at, part in enumerate(parts))
