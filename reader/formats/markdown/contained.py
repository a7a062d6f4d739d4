"""Blocks of the user's Markdown that change nothing beyond themselves, and back to what the user typed.

A quote ends all that Markdown opens in it, but no HTML: a tag that is left open, one that closes what the page has
open, a comment or a script that does not end go on behind it in every browser. So do code of Liquid and Jinja, which
a site fills in before any Markdown is read, and in Obsidian a comment or a formula that is left open. The first sign of
each such thing goes out as a character reference, in a spelling that the block has nowhere else, so that nothing else
is changed on its way back: `&#60;`, or with as many zeros as it takes, `&#060;`. Code shows references as they are,
and its HTML opens nothing, so code stays as it is; so do tags that are complete and harmless.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from reader.fences import fenced_lines

_SIGNS = re.compile(
    r"(?P<escaped>\\<(?=[A-Za-z/!?]))|\\[!-/:-@\[-`{-~]"
    r"|(?P<code>`+)"
    r"|(?P<address><(?:https?://[^\s<>]*|[\w.+-]+@[\w.-]+)>)"
    r"|(?P<comment><!--(?!-?>)(?:(?!--).)*-->)"
    r"|(?P<tag><(?P<closes>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)"
    r"(?:\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:[^\s\"'=<>`{]+|'[^'<`{]*'|\"[^\"<`{]*\"))?)*\s*/?>)"
    r"|(?P<html><(?=[A-Za-z/!?]))"
    r"|(?P<template>\{(?=[{%#]))"
    r"|(?P<pair>\$\$|%%)"
)
_WITHIN_LINES = frozenset(
    "a abbr b big cite code del dfn em font i ins kbd mark q s samp small span strike strong sub sup tt u var".split()  # noqa: SIM905
)
_AROUND_LINES = frozenset("center details div h1 h2 h3 h4 h5 h6 p summary".split())  # noqa: SIM905
"""These end with the line where they begin, or both stand at the head of a line: between them may be items of lists,
which a browser closes together with what is open in them."""
_EMPTY = frozenset("br hr img wbr".split())  # noqa: SIM905
_ZEROS = 4
"""Zeros before the number of a reference to any of these signs, of which CommonMark (2.5) reads seven digits."""
_REFERENCE = re.compile(r"&#(0*)(?:36|37|60|123);|&#x(0*)3c;")
_MAYBE_CODE = re.compile(r" {4}|\t|.*~~~")
_ESCAPED = re.compile(r"\\(?=[<>{$%])")
_HEAD = re.compile(r"[\s>*+-]*(?:\d{1,9}[.)]\s+)?<[A-Za-z/!?]")
"""The head of a line at which HTML may begin a block, in which Markdown means nothing."""
_HAZARDOUS = re.compile(r"<[A-Za-z/!?]|\{[{%#]|\$\$|%%")


class _Tag(NamedTuple):
    line: int
    at: int
    name: str
    closes: bool

    @property
    def is_at_head(self) -> bool:
        """Whether it begins its line."""
        return self.at == 0


def contained(text: str) -> tuple[str, str]:
    """A text that changes nothing beyond itself, and the reference that stands for `<` in it, "" where it is as it was.

    One that has every spelling of a reference already goes out as it is.
    """
    if not _HAZARDOUS.search(text):
        return text, ""
    lines = text.split("\n")
    marks, is_sure = _marks_of(lines)
    complete = _complete(marks) if is_sure else set()
    spared = complete | _paired(marks)
    used = {_zeros_of(match) for match in _REFERENCE.finditer(text)}
    zeros = next((count for count in range(_ZEROS + 1) if count not in used), None)
    hazards = [
        [match.start() for match in found if _is_hazard(match) and (at, match.start()) not in spared]
        for at, found in enumerate(marks)
    ]
    if zeros is None or not any(hazards):
        return text, ""
    done = [_referred(line, starts, "0" * zeros) for line, starts in zip(lines, hazards, strict=True)]
    return "\n".join(done), f"&#{'0' * zeros}60;"


def _is_hazard(match: re.Match[str]) -> bool:
    return (
        match["address"] is None and match["comment"] is None and (match[0][0] != "\\" or match["escaped"] is not None)
    )


def as_typed(text: str, reference: str) -> str:
    """The text that `contained` changed; `reference` is what it gave with it. Where no such reference is left, a
    formatter has made escapes of them."""
    if not reference:
        return text
    zeros = len(reference.removeprefix("&#").removesuffix("60;"))
    if all(_zeros_of(match) != zeros for match in _REFERENCE.finditer(text)):
        return _ESCAPED.sub("", text)

    def sign(match: re.Match[str]) -> str:
        if _zeros_of(match) != zeros:
            return match[0]
        return chr(int(match[0][2:-1])) if match[1] is not None else "\\<"

    return _REFERENCE.sub(sign, text)


def _zeros_of(reference: re.Match[str]) -> int:
    return len(reference[1] if reference[1] is not None else reference[2])


def _marks_of(lines: list[str]) -> tuple[list[list[re.Match[str]]], bool]:
    """What stands in each line outside of code and may reach beyond it, and whether all renderers agree on what is
    code: where not, either half of a tag may be.

    In a paragraph that HTML begins nothing is code, and where a fence is opened there, in the whole text.
    """
    fenced = fenced_lines(lines, closed=True)
    bare: set[int] = set()
    begun = False
    for at, line in enumerate(lines):
        begun = bool(line.strip()) and (begun or (at not in fenced and _HEAD.match(line) is not None))
        if begun:
            bare.add(at)
    if any("```" in lines[at] or "~~~" in lines[at] for at in bare):
        fenced, bare = set(), set(range(len(lines)))
    found = [_marks_in(line, at not in bare) if at not in fenced else ([], True) for at, line in enumerate(lines)]
    loose = (line for at, line in enumerate(lines) if at not in fenced)
    is_sure = not any(_MAYBE_CODE.match(line) for line in loose) and all(sure for _, sure in found)
    return [marks for marks, _ in found], is_sure


def _marks_in(line: str, has_code: bool) -> tuple[list[re.Match[str]], bool]:
    """The same of one line, other escapes and addresses aside."""
    found: list[re.Match[str]] = []
    at, is_sure = 0, True
    while (match := _SIGNS.search(line, at)) is not None:
        at = match.end()
        if not match["code"]:
            found.append(match)
            continue
        closing = re.compile(rf"(?<!`){match['code']}(?!`)").search(line, at) if has_code else None
        is_sure = is_sure and closing is not None
        at = closing.end() if closing is not None else at
    return found, is_sure


def _complete(marks: list[list[re.Match[str]]]) -> set[tuple[int, int]]:
    """The line and place of each tag that is harmless and whose other half stands where it must."""
    found: set[tuple[int, int]] = set()
    opened: list[_Tag] = []
    count: Counter[str] = Counter()
    tags = (
        _Tag(at, m.start(), m["name"].lower(), bool(m["closes"]))
        for at, line in enumerate(marks)
        for m in line
        if m["tag"]
    )
    for tag in tags:
        if tag.name in _EMPTY and not tag.closes:
            found.add(tag[:2])
        elif not tag.closes:
            opened.append(tag)
            count[tag.name] += 1
        elif count[tag.name]:
            while (other := opened.pop()).name != tag.name:
                count[other.name] -= 1
            count[tag.name] -= 1
            beside = other.line == tag.line or (other.is_at_head and tag.is_at_head)
            if tag.name in _WITHIN_LINES or (tag.name in _AROUND_LINES and beside):
                found |= {other[:2], tag[:2]}
    return found


def _paired(marks: list[list[re.Match[str]]]) -> set[tuple[int, int]]:
    """The line and place of each sign that is one of a pair, all but the last of an odd number of each kind."""
    spared: set[tuple[int, int]] = set()
    for sign in ("$$", "%%"):
        found = [(at, match.start()) for at, line in enumerate(marks) for match in line if match["pair"] == sign]
        spared.update(found[: len(found) // 2 * 2])
    return spared


def _referred(line: str, starts: list[int], zeros: str) -> str:
    """A line with the signs at some places as references; both where they are a pair, since one is enough to open."""
    done: list[str] = []
    end = 0
    for at in starts:
        size = 1 if line[at] in "<{" else 2
        escaped = line[at] == "\\"
        references = [f"&#x{zeros}3c;"] if escaped else [f"&#{zeros}{ord(sign)};" for sign in line[at : at + size]]
        done += [line[end:at], *references]
        end = at + size
    return "".join([*done, line[end:]])
