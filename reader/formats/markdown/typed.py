"""What a person changed in our stretches of a file and nobody took, so that writing the file again would lose it.

A word beside a title or in the line of the tags, a remark on a paper that has left the list, a note that is too long, a
title in other words, an author taken out, a box that is neither empty nor ticked: the way back cannot take them, and a
fresh export has no place for them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import reduce
from operator import or_
from typing import Protocol
from unicodedata import normalize

from reader.formats.markdown.beneath import parted
from reader.formats.markdown.escaping import unescape
from reader.formats.markdown.footer import ExportRecord
from reader.formats.markdown.lines import spelt
from reader.formats.markdown.marks import ANCHOR
from reader.formats.markdown.misplaced import copied_blocks
from reader.formats.markdown.one_way import one_way_edits
from reader.formats.markdown.opened_export import OpenedExport, opened
from reader.formats.markdown.scan import HEADER, File, Mention, Stretch, cells_of
from reader.formats.markdown.state import STARS, TAGS, after_bullet, anchor_line, odd_box
from reader.formats.markdown.tags import read_tags
from reader.formats.parsed import Problem, excerpt
from reader.paper import Status
from reader.text import clean_line, spelt_words, words

_COMMENT = re.compile(r"<!--.*?(?:-->|$)|\A(?:(?!<!--).)*-->|\A\s*reader:\S+\s*\Z")
"""A comment, or as much of it as stands in a line."""
_REFERENCE = re.compile(r"(?<=\])\[[^\]]*\]")
"""The name of a definition elsewhere, behind the text of a link."""
_PROPERTIES = "title authors year published arxiv_id doi url tags status starred added aliases true false null"
_OURS = frozenset(words(" ".join([*HEADER, *Status, *STARS, _PROPERTIES, "notes abstract"])))
"""Words that an export has of itself."""
_DEFINITION = re.compile(r"\s{0,3}\[[^\]]+\]:\s")
"""Where the address of a link may stand that is named in the text."""
_SIGNS = re.compile("[★⭐☆☐☑☒✅✓✔]")
"""Signs that say as much as a word."""
_DRESS = re.compile(r"(?<![\\~=])(?:~~|==)(?![~=])")
"""Signs around words that are struck out or marked."""
_BLOCK = re.compile(r"\s{1,8}>|<!--\s*/?reader-|\A\s*\Z")
"""What no longer belongs to the lines of title and state."""
LEFT = "what was changed here could not be taken"
"""What is said of such a line."""
ALONE = "put this paper back into its list, or take it off the list in the library"
"""What is said of the line of a paper that stands outside its list and no more in it."""


class Known(Protocol):
    """What a library holds, or ever held, of its papers."""

    def words_of(self, id: str) -> Collection[str]:
        """Every word about a paper; "" for those about lists."""

    def shown_of(self, id: str) -> Collection[Collection[str]]:
        """For its title, its authors and its year, what each was at any time, as words with blanks between them."""

    def titles_of(self, id: str) -> Collection[str]:
        """What the title of a paper was at any time, letter by letter."""

    def links_of(self, id: str) -> Collection[str]:
        """The address that its title led to, at any time, as words with blanks between them; "" for none."""

    def namesake_of(self, record: ExportRecord) -> str:
        """Why the list that bears the name of a file's list is another one, as a clause; "" where it is not."""


def typed_over(existing: str | OpenedExport, merged: str | OpenedExport, known: Known) -> tuple[Problem, ...]:
    """The lines of ours in `existing` that say what `merged` does not say of the same paper and the library never held:
    a word, a title or authors in another order or shortened, a box of a person's own; each with its line.

    Headings that went out are not looked at, nor lists of tags and aliases among the properties, which
    `obsidian.typed_over_properties` looks at.
    """
    old = opened(existing).file
    if old.record is not None and old.record.body == old.body:
        return ()
    new = opened(merged).file
    found = set(_strange_words(old, new, known)) | set(_unread(old)) | set(_recast(old, new))
    found |= set(_doubtful(old, new)) | set(_copied(old, new))
    found |= {lines.start for lines in _crowded(old, new, known) if found.isdisjoint(lines)}
    found |= {lines.start for lines in _lacking(old, new) if found.isdisjoint(lines)}
    found |= {face.start for face in _changed_faces(old, new, known) if found.isdisjoint(face)}
    left = {index + 1: Problem(index + 1, LEFT, excerpt(clean_line(old.lines[index]))) for index in found}
    left |= {
        problem.line: problem for problem in (*_elsewhere(old, new), *parted(old, new), *one_way_edits(old, new, known))
    }
    return tuple(left[line] for line in sorted(left))


def _strange_words(old: File, new: File, known: Known) -> Iterator[int]:
    """The indices of the lines with a word that stands with the paper in neither the new file nor the library."""
    fresh: dict[str, set[str]] = {}
    for piece in new.pieces:
        for index in range(piece.start, piece.end):
            fresh.setdefault(_about(piece, new), set()).update(_words(new.lines[index]))
    for piece in old.pieces:
        if _went_out(piece, old):
            continue
        id = _about(piece, old)
        property = ""
        for index in range(piece.start, piece.end):
            line = old.lines[index]
            if piece.key[0] == "front":
                property = _property(line) or property
                if not _property(line) and property != "authors":
                    continue
            strange = set(_words(line)) - _OURS - fresh.get(id, set())
            if strange and not strange <= set(known.words_of(id)):
                yield index


def _changed_faces(old: File, new: File, known: Known) -> Iterator[range]:
    """The indices of the lines, mention by mention, where a paper's title, authors or year are not what they were at
    any time, though the new file shows them there, and of those with a box of a person's own."""
    fresh: dict[tuple[str, str], str] = {}
    definitions = [f" {' '.join(words(line))} " for line in old.lines if _DEFINITION.match(line)]
    exact: dict[tuple[str, str], str] = {}
    dressed: dict[tuple[str, str], Counter[str]] = {}
    for what, id, lines in _faces(new):
        fresh.setdefault((what, id), _face(new, lines))
        exact.setdefault((what, id), _letters(new, lines))
        dressed.setdefault((what, id), _dressed(new, lines))
    for what, id, lines in _faces(old):
        now, face = fresh.get((what, id), ""), _face(old, lines)
        boxed = bool(now) and odd_box(old.lines[lines.start]) is not None
        letters = exact.get((what, id), "")
        if (
            boxed
            or (bool(now) and _dressed(old, lines) - dressed.get((what, id), Counter()))
            or _recased(_letters(old, lines), letters, known.titles_of(id))
            or (what == "item" and _unlinked(definitions, face, now, known.links_of(id)))
            or any(_shows(now, held) and not ("" in held or _shows(face, held)) for held in known.shown_of(id))
        ):
            yield lines


def _letters(file: File, lines: range) -> str:
    """The words of some lines as they are written, with a blank before and after each."""
    text = "\n".join(unescape(_COMMENT.sub("", file.lines[index])) for index in lines)
    return f" {' '.join(spelt_words(normalize('NFC', text)))} "


def _recased(face: str, now: str, titles: Collection[str]) -> bool:
    """Whether a title, which the new file shows letter by letter, stands in a face in capitals that it never had."""
    runs = [f" {' '.join(spelt_words(normalize('NFC', title)))} " for title in titles]
    if not any(run.strip() and run in now for run in runs) or any(run in face for run in runs):
        return False
    return any(run.casefold() in face.casefold() for run in runs)


def _dressed(file: File, lines: range) -> Counter[str]:
    """How often some lines strike out or mark words, which no formatter does of itself."""
    return Counter(sign for index in lines for sign in _DRESS.findall(file.lines[index]))


def _unlinked(definitions: Sequence[str], face: str, now: str, links: Collection[str]) -> bool:
    """Whether a paper's address, which the new file shows with it, stands neither there nor in a definition."""
    if not _shows(now, links) or "" in links or _shows(face, links):
        return False
    return not any(_shows(definition, links) for definition in definitions)


def _unread(file: File) -> Iterator[int]:
    """The indices of the lines of papers and of the description that could not be read."""
    ours = (piece for piece in file.pieces if piece.key[0] in ("item", "noted", "description"))
    lines = {index for piece in ours for index in range(piece.start, piece.end)}
    yield from (p.line - 1 for p in file.problems if p.line - 1 in lines and p.line - 1 not in file.settled)


def _lacking(old: File, new: File) -> Iterator[range]:
    """The indices of the lines, mention by mention, of papers that lack a box or status that went out."""
    if old.record is None or old.record.form.style == "template" or "status" in old.record.hidden:
        return
    tasks = old.record.form.style == "tasks"
    now = {mention.id for mention in new.mentions if mention.listed}
    for mention, lines in _heads(old):
        said = old.record.papers.get(mention.id)
        if said is None or mention.id not in now or old.lines[mention.line].startswith("#"):
            continue
        silent = mention.status is None and not mention.box and not (tasks and said.status is Status.READ)
        if silent or (tasks and mention.box is None):
            yield lines


def _heads(file: File) -> Iterator[tuple[Mention, range]]:
    """Each mention of a paper with the indices of its lines up to its first block."""
    mentions = {mention.line: mention for mention in file.mentions if mention.listed}
    for piece in file.pieces:
        if piece.key[0] == "item":
            lines = range(piece.start, piece.end)
            mention = next(mentions[index] for index in lines if index in mentions)
            begun = (index for index in lines if index > mention.line and _BLOCK.search(file.lines[index]))
            yield mention, range(piece.start, next(begun, piece.end))


def _crowded(old: File, new: File, known: Known) -> Iterator[range]:
    """The indices of the lines, mention by mention and from the first such line on, where a word stands more often than
    the new file has it there, than it went out, and than the library ever had it in title, authors, year and address.
    """
    fresh: dict[str, range] = {}
    for mention, lines in _heads(new):
        fresh.setdefault(mention.id, lines)
    for mention, lines in _heads(old):
        said = old.record.papers.get(mention.id) if old.record is not None else None
        if said is None or mention.id not in fresh:
            continue
        said_here = Counter(_said(old, lines))
        more = said_here - Counter(_said(new, fresh[mention.id]))
        if not more:
            continue
        row = old.lines[lines.start].lstrip().startswith("|")
        named = not row and (mention.shown or any(TAGS.search(old.lines[n]) for n in lines))
        state = Counter(words(" ".join(said.tags))) + Counter(["tags"] if named else [])
        state += Counter([str(mention.status)] if mention.status is not None else [])
        stars = "★" if "★" in said_here else [*words(" ".join(STARS)), *STARS]
        state |= Counter(stars if mention.starred else [])
        for held in (*known.shown_of(mention.id), known.links_of(mention.id)):
            state += reduce(or_, (Counter(run.split()) for run in held), Counter())
        if over := {word for word in more if said_here[word] > state[word]}:
            index = next((n for n in lines if not over.isdisjoint(_signs_and_words(old.lines[n]))), lines.start)
            yield range(index, lines.stop)


def _recast(old: File, new: File) -> Iterator[int]:
    """The indices of the lines that head tables and notes and do not say what the new file says."""
    fresh = {piece.key: new.lines[piece.start] for piece in new.pieces}
    for piece in old.pieces:
        said, shown = old.lines[piece.start], fresh.get(piece.key)
        if shown is None:
            continue
        if piece.key[0] == "noted":
            other = said.startswith("#") and shown.startswith("#") and _signs_and_words(said) != _signs_and_words(shown)
        elif piece.key[0] == "table":
            other = sorted(cells_of(said)) != sorted(cells_of(shown))
        else:
            other = piece.key[0] == "notes" and _signs_and_words(said) != _signs_and_words(shown)
        if other:
            yield piece.start


def _doubtful(old: File, new: File) -> Iterator[int]:
    """The indices of the lines of papers whose tags cannot be told apart."""
    now = {mention.id: mention.tags or () for mention in new.mentions if mention.listed}
    for mention in old.mentions:
        if mention.id in now and mention.shown is not None:
            said = old.record.papers.get(mention.id) if old.record is not None else None
            if read_tags(mention.shown, (*(said.tags if said is not None else ()), *now[mention.id])).doubt:
                yield mention.line


def _elsewhere(old: File, new: File) -> Iterator[Problem]:
    """The lines with papers that stand outside the list alone, and in the new file in the list."""
    now = {mention.id for mention in new.mentions if mention.listed}
    for each in old.alone:
        if each.id in now:
            yield Problem(each.line + 1, ALONE, excerpt(clean_line(old.lines[each.line])))


def _copied(old: File, new: File) -> Iterator[int]:
    """The indices of the lines with the first words of notes and remarks that were copied and typed over."""
    if old.record is None or old.record.form.group:
        return
    for kind in ("note", "remark"):
        now = {mention.id: text for mention in new.mentions if (text := _text(mention, kind))}
        blocks: dict[str, list[tuple[Mention, str]]] = {}
        for mention in old.mentions:
            if mention.id in now and (text := _text(mention, kind)) and not mention.typed:
                blocks.setdefault(mention.id, []).append((mention, text))
        for id, found in blocks.items():
            said = old.record.papers.get(id)
            was = (said.note if kind == "note" else said.remark) if said is not None else ""
            for mention, text in copied_blocks(found, now[id], was, old.record.stripped):
                first = spelt(text.split("\n")[0])
                lines = range(mention.line, len(old.lines))
                yield next((at for at in lines if first in spelt(old.lines[at])), mention.line)


def _text(mention: Mention, kind: str) -> str | None:
    return mention.note if kind == "note" else mention.remark


def _said(file: File, lines: range) -> list[str]:
    return [word for index in lines for word in _signs_and_words(file.lines[index])]


def _signs_and_words(line: str) -> list[str]:
    return [*_words(line), *_SIGNS.findall(after_bullet(_COMMENT.sub("", line)))]


def _shows(face: str, held: Collection[str]) -> bool:
    """Whether one of some texts stands in a face whole."""
    return any(one and f" {one} " in face for one in held)


def _faces(file: File) -> Iterator[tuple[str, str, range]]:
    """Where the file shows a paper's title or authors: what they stand in ("item", or a property), the id, and the
    indices of the lines."""
    for piece in file.pieces:
        lines = range(piece.start, piece.end)
        if piece.key[0] == "item":
            anchored = (index for index in lines if ANCHOR.search(anchor_line(file.lines, index)[0]))
            yield "item", piece.key[1], range(piece.start, next(anchored, piece.start) + 1)
        elif piece.key[0] == "front" and not _went_out(piece, file):
            starts = [index for index in lines if _property(file.lines[index])]
            for start, end in zip(starts, [*starts[1:], piece.end], strict=True):
                if (property := _property(file.lines[start])) in ("title", "authors"):
                    yield property, _about(piece, file), range(start, end)


def _face(file: File, lines: range) -> str:
    """The words of some lines, with a blank before and after each."""
    return f" {' '.join(word for index in lines for word in _words(file.lines[index]))} "


def _property(line: str) -> str:
    """The property that begins in a line, "" where one goes on."""
    return "" if line[:1] in (" ", "-") and line.strip() != "---" else line.partition(":")[0].strip("\"'") or "---"


def _about(piece: Stretch, file: File) -> str:
    """The id of the paper that a stretch is about, "" for none; properties are about the first paper of their file."""
    if piece.key[0] in ("item", "noted"):
        return piece.key[1]
    return file.mentions[0].id if piece.key[0] == "front" and file.mentions else ""


def _went_out(piece: Stretch, file: File) -> bool:
    """Whether a stretch is as it was exported, is kept when the file is written again, or holds a list's properties."""
    if piece.key[0] == "section":
        return file.record is not None and spelt(piece.key[1]) in {spelt(name) for name in file.record.sections}
    if piece.key[0] == "front":
        return not (file.mentions and file.lines[file.mentions[0].line].startswith("# "))
    return piece.key[0] in ("base", "head")


def _words(line: str) -> list[str]:
    return words(unescape(_REFERENCE.sub("", after_bullet(_COMMENT.sub("", line)))))
