"""What a person changed in the properties of an exported file and nobody took, so that writing it again would lose it:
the rule of `reader.formats.markdown.typed`, property by property.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any
from unicodedata import normalize

from reader.formats.markdown.alike import line_as_shown
from reader.formats.markdown.escaping import unescape
from reader.formats.markdown.front_matter import blocks, quoted
from reader.formats.markdown.lines import TYPED, after_front_matter
from reader.formats.markdown.opened_export import OpenedExport, opened
from reader.formats.markdown.scan import File
from reader.formats.markdown.typed import LEFT, Known
from reader.formats.obsidian import properties
from reader.formats.obsidian.paper_file import ABOUT_PAPERS, READ_BACK, paper_mention, state_of, tag_forms
from reader.formats.obsidian.tags import former, legal, legal_tags
from reader.formats.parsed import Problem, excerpt
from reader.paper import Status
from reader.suggestions import near_name
from reader.text import clean_line, fold_name, new_tag, words

_IN_SIGNS = re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>")
"""An address as Pandoc writes it, also among properties."""
_NULL = re.compile(r":\s+(?:null|Null|NULL|~)\s*\Z")
"""How a property says that it has no value."""
_DRESS = re.compile(r"[*=~`]|\[\[")


def typed_over_properties(
    existing: str | OpenedExport, merged: str | OpenedExport, known: Known
) -> tuple[Problem, ...]:  # fmt: skip
    """The lines of our properties in an exported file that say what neither `merged` says there nor the library ever
    said, nor what went out, and what was not taken."""
    file = opened(existing).with_properties
    if file.record is not None and file.record.body == file.body:
        return ()
    now = [line.rstrip("\r") for line in opened(merged).text.removeprefix("\ufeff").split("\n")]
    fresh = now[1 : after_front_matter(now) - 1]
    id = mention.id if (mention := paper_mention(file)) is not None else ""
    end = after_front_matter(file.lines)
    if not end:
        keys = [at for key, at, _ in blocks(file.lines[: mention.line]) if key in ABOUT_PAPERS] if mention else []
        return tuple(_left(file, at) for at in keys[:1])
    comparison = _PropertiesCompared(file.lines[1 : end - 1], fresh, file, id, known)
    return tuple(_left(file, at) for at in sorted(set(comparison.lost())))


class _PropertiesCompared:
    """The properties of one file against those that are to take their place."""

    def __init__(self, held: list[str], fresh: list[str], file: File, id: str, known: Known) -> None:
        """`id` is the paper's that the file is about, "" for a file that lists papers."""
        self.file, self.id, self.known = file, id, known
        self.blocks = [block for block in blocks(held) if block[0]]
        self.exported = file.record.papers.get(id) if file.record is not None else None
        self.unread = state_of(held).unread if id else {}
        versions = [properties.write(paper)[1:-1] for paper in known.versions_of(id)] if id else [self._of_list()]
        self.told = [fresh, *filter(None, versions)]
        """The lines of what the properties are and were."""
        self.values = [found for lines in self.told if (found := properties.read(lines)) is not None]
        hidden = file.record.hidden if file.record is not None else frozenset()
        self.taken = {key for key in READ_BACK if key.removesuffix("red") not in hidden}
        """The properties that are read back from it."""
        self.ours = frozenset(properties.KEYS if id else ("title", "papers", "read"))

    def _of_list(self) -> list[str]:
        """The properties with which a list went out; none where that is not known."""
        record = self.file.record
        if record is None:
            return []
        read = sum(paper.status is Status.READ for paper in record.papers.values())
        return [f"title: {quoted(record.name)}", f"papers: {len(record.papers)}", f"read: {read}"]

    def lost(self) -> Iterator[int]:
        """The indices of the lines that say what would be lost."""
        for key, at, lines in self.blocks:
            if key in self.ours and not self._is_held(key, lines):
                yield 1 + at + self._first_strange(key, lines)
        there = {key for key, _, _ in self.blocks}
        wanted = {key for key in self.ours if all(key in found for found in self.values)} - {*READ_BACK}
        gone = wanted - there if self.file.record is not None and not self.unread else set()
        if any(not near_name(key, [each for each in there if each not in self.ours]) for key in gone):
            yield 0  # Where it has another name, it stays under that.

    def _first_strange(self, key: str, lines: Sequence[str]) -> int:
        """Which of the lines of a property is not as any of its values has it: by a word, else by a sign."""
        told = [line for each in self.told for name, _, held in blocks(each) if name == key for line in held]
        said, shown = {*_words(*told)}, {line.strip() for line in told}
        strange = [n for n, line in enumerate(lines) if not said.issuperset(_words(line))]
        strange += [n for n, line in enumerate(lines) if line.strip() not in shown]
        return strange[0] if strange else 0

    def _is_held(self, key: str, lines: Sequence[str]) -> bool:
        """Whether what stands in the lines of a property was taken, is what takes its place, or is what it was."""
        found = properties.read([*lines])
        if found is None or "" in self.unread or key in self.unread:
            return self._is_spelt_so(key, lines)
        value = self._as_told(_plain(found.get(key)))
        told = [_plain(values.get(key)) for values in self.values]
        said = [*lines[:-1], _NULL.sub(":", lines[-1])] if found.get(key) is None else lines
        if "\\" not in "".join(lines) and Counter(_words(*said)) - Counter(_words(key, *value)):
            return False
        if key == "tags" and self.id:
            text = found.get(key)
            return self._are_tags((tag_forms(text) or ()) if isinstance(text, str) else value)
        if key == "aliases" and self.id:
            return value in told or any(title in value for values in self.values for title in _plain(values["title"]))
        return (key in self.taken and bool(self.id)) or value in told

    def _as_told(self, value: list[str]) -> list[str]:
        """A value, its texts as they are told where only their Markdown is in another form: Pandoc takes what stands in
        properties for Markdown and writes it in its own."""
        told = {text for values in self.values for each in values.values() for text in _plain(each)}
        if told.issuperset(value):
            return value
        shown = {line_as_shown(text): text for text in told}
        return [text if text in told else shown.get(line_as_shown(text), text) for text in value]

    def _is_spelt_so(self, key: str, lines: Sequence[str]) -> bool:
        """The same for a property that cannot be read: whether it has the words and signs of one of its values."""
        said = [_signs(*held) for told in self.told for name, _, held in blocks(told) if name == key]
        if self.exported is not None:
            went_out = [f"status {self.exported.status}", f"starred {str(self.exported.starred).lower()}"]
            went_out += [" ".join(["tags", *legal_tags(self.exported.tags, made)]) for made in (legal, former)]
            said += [_signs(text) for text in went_out]
        more = Counter(_signs(*lines))
        return _signs(*lines) in said or (key == "aliases" and not any(more - Counter(each) for each in said))

    def _are_tags(self, forms: Sequence[str]) -> bool:
        """Whether each tag is one that the new file has, as it is spelt there, or that went out or was taken away."""
        was = self.exported.tags if self.exported is not None else ()
        now = {form for values in self.values[:1] for form in _plain(values.get("tags"))}
        exactly = now | {form for made in (legal, former) for form in legal_tags(was, made)}
        exactly |= {*was, *self.known.texts_of("tag", self.id)}
        keys = {fold_name(form) for form in (*exactly, *legal_tags(exactly))}
        here = {fold_name(form) for form in now}
        return all(
            not exactly.isdisjoint((form, new_tag(form))) or (fold_name(form) in keys and fold_name(form) not in here)
            for form in forms
            if new_tag(form)
        )


def _plain(value: Any) -> list[str]:
    """A value as texts that are compared: a list's values, or the one text of any other; none of nothing."""
    found = value if isinstance(value, list) else [] if value is None else [value]
    texts = (str(each).lower() if isinstance(each, bool) else _IN_SIGNS.sub(r"\1", str(each)) for each in found)
    return [clean_line(normalize("NFC", unescape(text)).translate(TYPED)) for text in texts]


def _left(file: File, index: int) -> Problem:
    return Problem(index + 1, LEFT, excerpt(clean_line(file.lines[index])))


def _words(*lines: str) -> list[str]:
    """The words of some lines, whatever their order."""
    return sorted(word for line in lines for word in words(unescape(line)))


def _signs(*lines: str) -> list[str]:
    """The same with the signs around what is marked, struck out or linked."""
    return [*_words(*lines), *sorted(sign for line in lines for sign in _DRESS.findall(line))]
