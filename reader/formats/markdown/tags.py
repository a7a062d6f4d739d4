"""The tags that a line shows, matched against those that went out before anything is made of its separators."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reader.formats.markdown.escaping import escape_tags, split_tags, unescape
from reader.formats.markdown.lines import spelt
from reader.text import fold_name, new_tag, words

_SIGNS = re.compile(
    r"\\.?|&(?:#\w{1,8}|\w{1,32});|(?P<between>\s*(?:[,;·]|<br\s*/?>)\s*|\s+[/|]\s+)|[^\\&,;·<\s]+|.", re.DOTALL
)
_BETWEEN = re.compile(r"\s*([,;·/|])\s*")
_AROUND = re.compile(r"(`+|\*\*|\*|__|_|\")(.+)\1", re.DOTALL)
_LONGEST = 20_000
"""Characters of a line of tags that are looked at: more than all tags that a paper may have."""
_PIECE = 200
"""A piece that is longer is no tag."""
_BREAK = re.compile(r"(?<!\\)((?:\\\\)*)\\$")
"""A hard break at the end."""
_MARKUP = re.compile(r"(?<!\\)[][<>`{}]")
_BARE_SIGNS = re.compile(r"[!-/:-@[-`{-~\s–—−…]*")


@dataclass(frozen=True, slots=True)
class ShownTags:
    """The tags in a text."""

    tags: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    """What stands behind a dot that parts fields, and is no part of a tag that went out."""
    doubt: bool = False
    """Whether a tag that went out stands within what is none, so that nobody can tell what was meant."""
    ends_known: bool = True
    """Whether the last of them went out."""


NONE = ShownTags()


@dataclass(slots=True)
class _Piece:
    text: str
    before: str
    """The separator that stands before it, with the blanks around it."""
    known: bool = False


@lru_cache(maxsize=4096)
def read_tags(text: str, known: tuple[str, ...]) -> ShownTags:
    """The tags of a text that an export wrote, or a person or program since, `known` ones in their own spelling.

    Commas and line breaks of HTML always part tags; other separators do where a known tag stands beside one. What an
    export writes of the known tags is these, without a closer look.
    """
    if len(text) > _LONGEST:
        return ShownTags(doubt=True)
    text = _BREAK.sub(r"\1", " ".join(text.split())).strip()
    if text == escape_tags(known):
        return ShownTags(known)
    inner = text[1:-1] if text.startswith("[") and text.endswith("]") and "](" not in text else text
    both = [_matched(each, known) for each in dict.fromkeys((inner, text))]
    return _told(min(both, key=lambda pieces: len(_missing(pieces, known))), known)


def _pieces(text: str) -> list[_Piece]:
    found = [_Piece("", "")]
    for match in _SIGNS.finditer(text):
        if match["between"]:
            found.append(_Piece("", match[0]))
        else:
            found[-1].text += match[0]
    return found


def _matched(text: str, known: Sequence[str]) -> list[_Piece]:
    """The pieces of a text, those that are a known tag in one piece: first what is spelt as it went out."""
    pieces = _pieces(text)
    keys = {_key(tag) for tag in known}
    order = sorted(dict.fromkeys(known), key=len, reverse=True)
    for exactly in (True, False):
        for tag in order:
            if any(piece.known and piece.text == tag for piece in pieces):
                continue
            if (run := _run(pieces, tag, keys, exactly)) is not None:
                pieces[run] = [_Piece(tag, pieces[run.start].before, known=True)]
    return pieces


def _run(pieces: Sequence[_Piece], tag: str, keys: Container[str], exactly: bool) -> slice | None:
    """Where a tag stands; a part of it that is a known tag itself must stand elsewhere too."""
    wanted = _key(tag)
    for size in range(1, len(_BETWEEN.findall(tag)) + 2):
        for at in range(len(pieces) - size + 1):
            run = pieces[at : at + size]
            text = _joined(run)
            if any(piece.known for piece in run) or not text:
                continue
            if split_tags(text) == [tag]:
                return slice(at, at + size)
            if (exactly and size == 1) or not wanted or wanted not in (_key(text), _key(_undecorated(text))):
                continue
            elsewhere = {_key(piece.text) for piece in (*pieces[:at], *pieces[at + size :])}
            if size == 1 or all(_key(piece.text) not in keys or _key(piece.text) in elsewhere for piece in run):
                return slice(at, at + size)
    return None


def _joined(run: Iterable[_Piece]) -> str:
    return "".join(f"{piece.before if at else ''}{piece.text}" for at, piece in enumerate(run)).strip()


def _undecorated(text: str) -> str:
    """A tag without what people put around it to be seen as one; a sign that is escaped belongs to it."""
    text = text.strip()
    while len(text) < _PIECE and (match := _AROUND.fullmatch(text)):
        text = match[2].strip()
    return text


def _missing(pieces: Iterable[_Piece], known: Iterable[str]) -> list[str]:
    shown = {fold_name(piece.text) for piece in pieces if piece.known}
    return [tag for tag in known if fold_name(tag) not in shown]


def _told(pieces: Sequence[_Piece], known: Sequence[str]) -> ShownTags:
    missing = _missing(pieces, known)
    tags: list[str] = []
    fields: list[str] = []
    doubt = has_signs = False
    for cluster in _clusters(pieces):
        parted = any(piece.known for piece in cluster)
        for piece in cluster if parted else [_Piece(_joined(cluster), cluster[0].before)]:
            if piece.known:
                tags.append(piece.text)
            elif piece.before.strip() == "·":
                fields.append(piece.text.strip())
            elif _BARE_SIGNS.fullmatch(unescape(piece.text).replace("\\", "")):
                has_signs = has_signs or bool(piece.text.strip())
            else:
                found = [tag for tag in map(new_tag, split_tags(_undecorated(piece.text))) if tag]
                shown = {fold_name(tag) for tag in found}
                doubt = doubt or _hides(piece.text, [tag for tag in missing if fold_name(tag) not in shown])
                tags += found
    # Signs in the place of all tags may say that there are none, or anything else.
    doubt = doubt or (has_signs and bool(known) and not tags)
    ends_known = next((piece.known for piece in reversed(pieces) if piece.text.strip()), True)
    return ShownTags(tuple(tags), tuple(fields), doubt, ends_known)


def _clusters(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """The pieces in stretches between separators that are beyond doubt."""
    found: list[list[_Piece]] = []
    for piece in pieces:
        if found and piece.before.strip() in (";", "/", "|"):
            found[-1].append(piece)
        else:
            found.append([piece])
    return found


def _hides(text: str, missing: Iterable[str]) -> bool:
    """Whether a text holds several known tags that are missing, or one among signs that nobody types into a tag."""
    line = f" {' '.join(words(spelt(text)))} "
    held = [tag for tag in missing if (found := words(spelt(tag))) and f" {' '.join(found)} " in line]
    return len(held) > 1 or bool(held and _MARKUP.search(text))


def regroup(found: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """Tags that stand one by one, `known` ones in their own spelling and in one piece.

    A formatter that drops the backslash of `a\\,b` makes two of one tag; a known tag that the line does not show, but
    whose parts stand there side by side, is that tag. So is one that differs in escapes, quotes and dashes only.
    """
    tags = list(found)
    shown = {fold_name(tag) for tag in tags}
    known_keys = {fold_name(tag) for tag in known}
    for tag in sorted(known, key=len, reverse=True):
        if fold_name(tag) in shown:
            continue
        at = _run_of(tags, tag, known_keys)
        if at is not None:
            tags[at] = [tag]
            shown = {fold_name(each) for each in tags}
    return tuple(tags)


def _key(tag: str) -> str:
    """What a tag is known by however a formatter wrote it; a `#` before it is taken for decoration on the way back."""
    return _BETWEEN.sub(r"\1", spelt(tag)).removeprefix("#").strip()


def _run_of(tags: Sequence[str], tag: str, known: set[str]) -> slice | None:
    """Where the parts of a tag stand side by side; a part that is a known tag itself must stand elsewhere too."""
    wanted = _key(tag)
    keys = [_key(each) for each in tags]
    longest = tag.count(",") + 1
    for start in range(len(tags)):
        for end in range(start + 1, min(start + longest, len(tags)) + 1):
            if ",".join(keys[start:end]) != wanted:
                continue
            rest = {fold_name(each) for each in (*tags[:start], *tags[end:])}
            if all(fold_name(part) not in known or fold_name(part) in rest for part in tags[start:end]):
                return slice(start, end)
    return None
