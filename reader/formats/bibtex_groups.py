"""The groups of BibDesk and JabRef that stand in an `@comment` and name their entries by key.

BibDesk keeps its static groups as a property list, JabRef its groups as a tree of which each line ends with `;` and
parts what it tells by `\\;` (`ExplicitGroup` has keys up to JabRef 3; later the entries name their groups).

    >>> comment = "jabref-meta: groupstree:\\n0 AllEntriesGroup:;\\n1 ExplicitGroup:Thesis\\\\;0\\\\;vale20\\\\;;"
    >>> groups_in(comment)
    [StaticGroup(name='Thesis', keys=('vale20',))]
"""

from __future__ import annotations

import plistlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.parsers.expat import ExpatError

from reader.formats.bibtex_blocks import Comment
from reader.formats.folders import names_of_folders
from reader.formats.parsed import Problem, excerpt
from reader.formats.user_fields import kept_entry, kept_lists
from reader.latex import decode
from reader.paper import IncomingEntry
from reader.text import clean_line

_BIBDESK = re.compile(r"\s*BibDesk (\w+) Groups\s*\{(.*)\}\s*", re.DOTALL)
_JABREF = re.compile(r"\s*jabref-meta: *(?:groupstree|grouping):(.*)", re.DOTALL)
_IN_TREE = re.compile(r"\s*(\d{1,9}) (\w+):(.*)", re.DOTALL)
_END = re.compile(r"\\.|;", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_WITH_KEYS = "ExplicitGroup"
_EVERY_ENTRY = "AllEntriesGroup"


@dataclass(frozen=True, slots=True)
class StaticGroup:
    """A group of entries; of one that a rule makes no keys are told."""

    name: str
    keys: tuple[str, ...] = ()


def groups_in(comment: str) -> list[StaticGroup]:
    """The groups that an `@comment` defines, [] for one that tells of none.

    Raises `ValueError` for groups that are not in the form of their program.
    """
    if bibdesk := _BIBDESK.fullmatch(comment):
        return list(_of_bibdesk(bibdesk[2].strip()))
    jabref = _JABREF.fullmatch(comment)
    return list(_of_jabref(jabref[1])) if jabref else []


def _of_bibdesk(text: str) -> Iterator[StaticGroup]:
    try:
        told = plistlib.loads(text.encode(), fmt=plistlib.FMT_XML)
    except (ExpatError, ValueError, KeyError, IndexError, AttributeError, TypeError) as error:
        raise ValueError("no property list") from error
    for group in told if isinstance(told, list) else []:
        if isinstance(group, dict) and (name := clean_line(str(group.get("group name", "")))):
            yield StaticGroup(name, _keys(str(group.get("keys", "")).split(",")))


def _of_jabref(text: str) -> Iterator[StaticGroup]:
    paths: list[tuple[str, ...]] = []
    keys: list[tuple[str, ...]] = []
    above: list[tuple[int, str]] = []
    for item in _parts(text.replace("\n", "")):
        group = _IN_TREE.fullmatch(item)
        if group is None or group[2] == _EVERY_ENTRY:
            continue
        name, *rest = (_ESCAPED.sub(r"\1", part) for part in _parts(_ESCAPED.sub(r"\1", group[3])))
        if name := clean_line(decode(name)):
            level = int(group[1])
            while above and above[-1][0] >= level:
                above.pop()
            above.append((level, name))
            paths.append(tuple(one for _, one in above))
            keys.append(_keys(rest[1:]) if group[2] == _WITH_KEYS else ())
    yield from map(StaticGroup, names_of_folders(paths), keys)


def _parts(text: str) -> Iterator[str]:
    """What stands between semicolons that no backslash keeps."""
    start = 0
    for found in _END.finditer(text):
        if found[0] == ";":
            yield text[start : found.start()]
            start = found.end()
    yield text[start:]


def _keys(found: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(str.strip, found))))


def grouped(
    comments: Sequence[Comment],
    keys: Sequence[str],
    places: Sequence[tuple[IncomingEntry, ...]],
    problems: list[Problem],
) -> list[tuple[IncomingEntry, ...]]:
    """The `places` of the entries with these `keys`, with those that the groups of comments give them. Groups of which
    no entry is known to be a member are named once, and so are the keys of entries that are nowhere."""
    members: dict[str, list[str]] = {}
    empty: dict[str, int] = {}
    astray: dict[str, int] = {}
    have, named = {*keys}, {place.list for own in places for place in own}
    for comment in comments:
        for group in _read(comment, problems):
            astray |= {key: comment.line for key in group.keys if key not in have}
            if have.isdisjoint(group.keys):
                empty |= {group.name: comment.line} if group.name not in named else {}
                continue
            for name in kept_lists(comment.line, [group.name], problems):
                for key in group.keys:
                    members.setdefault(key, []).append(name)
    problems += _told("{} of a comment without the key of an entry that is here, left out", "a group", "groups", empty)
    problems += _told("{} in the groups of a comment without an entry of this text", "a key", "keys", astray)
    return [_joined(own, members.get(key, ()), problems) for key, own in zip(keys, places, strict=True)]


def _read(comment: Comment, problems: list[Problem]) -> list[StaticGroup]:
    try:
        return groups_in(comment.text)
    except ValueError:
        message = "groups that are not written as their program does, left out"
        problems.append(Problem(comment.line, message, excerpt(clean_line(comment.text[:300]))))
        return []


def _told(message: str, one: str, several: str, found: Mapping[str, int]) -> Iterator[Problem]:
    if found:
        what = one if len(found) == 1 else f"{len(found)} {several}"
        yield Problem(min(found.values()), message.format(what), excerpt(", ".join(found)))


def _joined(own: tuple[IncomingEntry, ...], names: Sequence[str], problems: list[Problem]) -> tuple[IncomingEntry, ...]:
    have = {place.list for place in own}
    more = (name for name in dict.fromkeys(names) if name not in have)
    return (*own, *(kept_entry(0, name, 0, "", "", problems) for name in more))
