"""What a person changed in our stretches of a file and nobody took, so that writing the file again would lose it.

One rule, field by field: what stands there is what the file to be written says there, or what that field was at some
time in the library or went out as, or it was taken, as boxes, tags, notes and remarks are. What else stands in such a
stretch stands in the new file too, as words side by side. Anything else is named, and the file is left.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import Protocol
from unicodedata import category, normalize

from reader.formats.markdown import marks
from reader.formats.markdown.alike import line_as_shown, renders_alike
from reader.formats.markdown.bare_blocks import has_blocks, strange_words
from reader.formats.markdown.beneath import parted, places_of_words
from reader.formats.markdown.by_hand import is_told_by
from reader.formats.markdown.document import AUTHORS_NAMED
from reader.formats.markdown.escaping import encode_id, escape, unescape
from reader.formats.markdown.faces import COLUMNS_OF_FACTS
from reader.formats.markdown.footer import ExportedPaper, ExportRecord, matches_digest
from reader.formats.markdown.lines import TYPED, heading_at, is_underlined
from reader.formats.markdown.marked_again import enclosed_again, lines_of_papers, marked_again
from reader.formats.markdown.note_names import note_link, stem_of
from reader.formats.markdown.one_way import one_way_edits
from reader.formats.markdown.opened_export import OpenedExport, opened
from reader.formats.markdown.render import byline_of, contents_of, former_byline, link, links, names_of
from reader.formats.markdown.scan import HEADER, File, Mention, Stretch, cells_of, is_header
from reader.formats.markdown.standing import LooseLines
from reader.formats.markdown.state import STARS, TAGS, abstract_line, after_bullet
from reader.formats.markdown.tags import read_tags
from reader.formats.markdown.three_way import renumbered
from reader.formats.parsed import Problem, excerpt
from reader.headings import heading_in
from reader.paper import Paper, Status
from reader.text import clean_line, fold_name, words

_COMMENT = re.compile(r"(?<!\\)<!--.*?(?:-->|\Z)|\A(?:(?!<!--).)*-->", re.DOTALL)
"""A comment, or as much of it as stands in some lines."""
_DEFINITION = re.compile(r"\s{0,3}\[[^\]]+\]:\s")
"""Where the address of a link may stand that is named in the text."""
_SIGNS = re.compile("[★⭐☆☐☑☒✅✓✔]")
"""Signs that say as much as a word."""
_MUTE = frozenset("·•,;:.\\|/-–—_*()[]'\"`")
"""What parts, sets off or escapes words, and says nothing by itself."""
_DRESS = re.compile(r"\*\*|~~|==|`|\[\[|\]\(|<")
"""What begins or ends what is struck out, marked, linked or set off."""
_BLOCK = re.compile(r"\s{1,8}>|<!--\s*/?reader-|\A\s*\Z")
"""What no longer belongs to the lines of title and state."""
_KINDS = ("note", "remark")
LEFT = "what was changed here could not be taken"
"""What is said of such a line."""
ALONE = "put this paper back into its list, or take it off the list in the library"
"""What is said of the line of a paper that stands outside its list and no more in it."""


OFF = "this paper lost its mark here and has left the list or query; delete its lines, or put it back in Reader"
"""What is said of the line of a paper that has left, whose mark is gone."""
AGAIN = "the paper would stand in the file a second time; put its mark or its title back"
"""What is said of a line with the address of a paper, without its mark and with another title."""


BARE = "these words may be of a note, remark or description that has lost its marks; put"
"""What is said of words that would stand in the file beside what is written there."""


class Known(Protocol):
    """What a library holds, or ever held, of its papers and lists."""

    def is_here(self, id: str) -> bool:
        """Whether a paper is in the library now."""

    def versions_of(self, id: str) -> Collection[Paper]:
        """The facts of a paper at any time; none for one that was never there."""

    def texts_of(self, kind: str, id: str) -> Collection[str]:
        """What a paper's note, remarks or tags ("note", "remark", "tag") were at any time, or the "description" of any
        list."""

    def titles_of(self, id: str) -> Collection[str]:
        """What the title of a paper was at any time, letter by letter."""

    def namesake_of(self, record: ExportRecord) -> str:
        """Why the list that bears the name of a file's list is another one, as a clause; "" where it is not."""


def typed_over(existing: str | OpenedExport, merged: str | OpenedExport, known: Known) -> tuple[Problem, ...]:
    """The lines of ours in `existing` that say what neither `merged` says in their place nor the library ever said
    there, and what was not taken; each with its line.

    Headings of sections are not looked at, nor properties, which `obsidian.typed_over_properties` looks at.
    """
    export, new = opened(existing), opened(merged).file
    if not export.edited:
        return ()
    marked, _ = marked_again(export, lines_of_papers(new))
    enclosed, origins = enclosed_again(marked, new)
    old = enclosed.file
    found = _Comparison(old, new, known, export.kept)
    left = {index + 1: Problem(index + 1, LEFT, excerpt(clean_line(old.lines[index]))) for index in found.lines()}
    left |= {
        problem.line: problem
        for problem in (
            *found.elsewhere(),
            *found.unmarked(),
            *found.bare(marked.file),
            *parted(old, found.new),
            *one_way_edits(old, found.new, known),
        )
    }
    return tuple(replace(left[line], line=origins[line - 1] + 1) for line in sorted(left))


class _Comparison:
    """One file against the one that is to take its place."""

    def __init__(self, old: File, new: File, known: Known, kept: Container[str] = ()) -> None:
        """`kept` are the papers that the file shows as another library has them."""
        self.old, self.new, self.known, self.kept = old, new, known, kept
        self.exported = old.record.papers if old.record is not None else {}
        self.went_out = frozenset(old.written.papers if old.written is not None else ())
        """The papers that stood in it when it was last written: what was read since may have brought more."""
        self.style = old.record.form.style if old.record is not None else ""
        self.of_vault = old.record is not None and old.record.is_list_of_vault
        self.fresh = {piece.key: new.lines[piece.start : piece.end] for piece in new.pieces}
        self.now: dict[str, Mention] = {}
        self.all_now: dict[str, list[Mention]] = {}
        for mention in new.mentions:
            self.all_now.setdefault(mention.id, []).append(mention)
            if mention.listed:
                self.now.setdefault(mention.id, mention)
        self.definitions = [line for line in old.lines if _DEFINITION.match(line)]
        self.columns: list[str] = [*HEADER]
        tables = (piece for piece in new.pieces if piece.key[0] == "table")
        self.new_columns = next((cells_of(new.lines[piece.start]) for piece in tables), [*HEADER])
        self.authors = old.record.form.authors if old.record is not None else AUTHORS_NAMED
        self.is_shared = old.record is not None and old.record.form.audience == "others"

    @cached_property
    def loose(self) -> LooseLines:
        """The lines that belong to no stretch of ours."""
        return LooseLines(self.old, {piece.key[1] for piece in self.old.pieces if len(piece.key) > 1})

    def lines(self) -> Iterator[int]:
        """The indices of the lines that say what would be lost."""
        mentions = {mention.line: mention for mention in self.old.mentions}
        unread = {problem.line - 1 for problem in self.old.problems} - self.old.settled
        for piece in self.old.pieces:
            lines = range(piece.start, piece.end)
            mention = next((mentions[index] for index in lines if index in mentions), None)
            if piece.key[0] == "table":
                self.columns = cells_of(self.old.lines[piece.start])
            found = unread.intersection(lines) if piece.key[0] in ("item", "noted", "description") else set()
            if mention is not None and piece.key[0] in ("item", "noted"):
                found.update(self._blocks(mention, lines))
            stays = self.fresh.get(piece.key) == self.old.lines[piece.start : piece.end]
            if not stays:
                found.update(self._changed(piece, mention))
            if not found and mention is not None and mention.listed and self.style != "template":
                if self._is_state_lost(mention):
                    found.add(piece.start)
                elif not (stays and self.known.is_here(mention.id)) and self._are_tags_lost(mention):
                    found.add(next((n for n in lines if TAGS.search(self.old.lines[n])), piece.start))
            yield from found

    def elsewhere(self) -> Iterator[Problem]:
        """The lines with papers that stand outside the list alone, and in the new file in the list."""
        for each in self.old.alone:
            if each.id in self.now:
                yield Problem(each.line + 1, ALONE, excerpt(clean_line(self.old.lines[each.line])))

    def unmarked(self) -> Iterator[Problem]:
        """The lines of papers that went out in the list and have lost their mark: of those that are not in the new file
        where they show all that they did, of the others where they still lead to the paper."""
        if self.style == "template" or self.of_vault:
            return
        there = {piece.key[1] for piece in self.old.pieces if piece.key[0] == "item"}
        there |= {each.id for each in self.old.elsewhere}
        for id in self.exported:
            if id in there or (paper := next(iter(self.known.versions_of(id)), None)) is None:
                continue
            if id in self.now:
                at, why = self.loose.item_line(paper.link), AGAIN
            else:
                at, why = self.loose.item_line(paper.link, paper.title), OFF
            if at is not None:
                yield Problem(at + 1, why, excerpt(clean_line(self.old.lines[at])))

    def bare(self, before: File) -> Iterator[Problem]:
        """The lines with words that may be of a note, remark or description of the new file, which had no marks in a
        file as it stood `before` marks were put around words that are as they were."""
        if self.style == "template":
            return
        shown, enclosed = ({(m.id, kind) for m in file.mentions for kind in _KINDS if _text(m, kind) is not None}
                           for file in (before, self.old))  # fmt: skip
        above: dict[str, list[int]] = {}
        for mention in self.old.mentions:
            above.setdefault(mention.id, []).append(mention.line)
        for mention in self.new.mentions:
            told: list[tuple[bool, int, int | None]] = []
            for order, kind in enumerate(_KINDS):
                text, said = _text(mention, kind), self.exported.get(mention.id)
                went_out = self.old.record is None or (said is not None and getattr(said, kind))
                if not text or not went_out or (mention.id, kind) in shown or mention.id not in above:
                    continue
                quoted = self._quoted(mention.id, text) if kind == "note" else None
                is_as_it_was = (mention.id, kind) in enclosed and quoted is None
                at = quoted
                if at is None and not is_as_it_was:
                    at = self.loose.much_beneath(text, above[mention.id])
                if at is None and (self.old.record is not None if is_as_it_was else not has_blocks(before)):
                    at = self._strange_beneath(mention.id)
                told.append((is_as_it_was, order, at))
            # What is told last of a line counts: it is the likeliest to have been edited.
            for _, order, at in sorted(told, key=lambda each: each[:2], reverse=True):
                yield from self._bare(_KINDS[order], at, mention.id)
        was = self.old.record is None or self.old.record.description
        if self.new.description and self.old.description is None and was and self.old.title is not None:
            yield from self._bare("description", self.loose.much_beneath(self.new.description, [self.old.title[1]]))

    def _quoted(self, id: str, text: str) -> int | None:
        """The index of the first line of a quote that stands for the note of a paper and says something else."""
        said = self._typed.get(id)
        if said is None or said.note is None or renders_alike(said.note, text):
            return None
        return next(
            (at for at in range(said.line, len(self.old.lines)) if self.old.lines[at].lstrip()[:1] == ">"), None
        )

    def _strange_beneath(self, id: str) -> int | None:
        """The index of the first line beneath a paper with words that are of none of its texts."""
        texts = [text for mention in self.all_now.get(id, ()) for kind in _KINDS if (text := _text(mention, kind))]
        texts += (paper.abstract for paper in self.known.versions_of(id))
        return strange_words(self.old, self._places.get(id, ()), texts)

    @cached_property
    def _typed(self) -> Mapping[str, Mention]:
        return {mention.id: mention for mention in self.old.mentions if mention.typed}

    @cached_property
    def _places(self) -> Mapping[str, Sequence[int]]:
        return places_of_words(self.old)

    def _bare(self, kind: str, at: int | None, id: str = "") -> Iterator[Problem]:
        if at is not None:
            name = f"reader-{kind} {encode_id(id)}".strip()
            why = f"{BARE} <!-- {name} --> and <!-- /reader-{kind} --> around them, or say them in Reader"
            yield Problem(at + 1, why, excerpt(clean_line(self.old.lines[at])))

    def _changed(self, piece: Stretch, mention: Mention | None) -> Iterator[int]:
        """The same for a stretch that is not in the new file as it is."""
        first = self.old.lines[piece.start]
        if piece.key[0] == "item":
            if first.lstrip().startswith("|"):
                yield from [] if self._is_row(first, piece.key[1]) else [piece.start]
            elif mention is not None:
                yield from self._item(piece, mention)
        elif piece.key[0] in ("noted", "titled"):
            _, _, end = heading_at(self.old.lines, piece.start)
            if end and not self._is_heading(first, piece):
                yield piece.start
            yield from self._rest(range(max(end, piece.start), piece.end), piece.key[1], mention)
        elif piece.key[0] == "table":
            shown = self.fresh.get(piece.key)
            known = shown is not None and sorted(cells_of(first)) == sorted(cells_of(shown[0]))
            if not known and not is_header(cells_of(first), shared=self.is_shared):
                yield piece.start
        elif piece.key[0] == "notes":
            shown = self.fresh.get(piece.key, ["## Notes"])
            if self._heading(first) != self._heading(shown[0]):
                yield piece.start
        elif piece.key[0] == "contents":
            yield from [] if self._are_contents(piece) else [piece.start]
        elif piece.key[0] == "description":
            text = self.old.description or ""
            was = self.old.record.description if self.old.record is not None else ""
            if not self._is_held(text, was, self.new.description or "", "description", ""):
                yield self._line_of(text, self.new.description or "", range(piece.start, piece.end))

    def _are_contents(self, piece: Stretch) -> bool:
        """Whether a table of contents is, once it is rendered, the one that went out or the new file's."""
        sections = self.old.record.sections if self.old.record is not None else ()
        made = (str(contents_of(sections)), "\n".join(self.fresh.get(piece.key, [])))
        text = "\n".join(self.old.lines[piece.start : piece.end])
        bare = [_COMMENT.sub("", each).strip() for each in (text, *made)]
        return any(renders_alike(bare[0], each) for each in bare[1:])

    # Title, authors, year and link

    def _item(self, piece: Stretch, mention: Mention) -> Iterator[int]:
        """The indices of the lines of an item whose title, authors, year, link or state are not as they were, and of
        what stands between its blocks."""
        text = "\n".join(self.old.lines[piece.start : piece.end])
        anchor = marks.ANCHOR.search(text)
        if anchor is None:
            return
        if self.style == "template":
            yield from self._strange(piece)
            return
        if not self._is_face(text[: anchor.start()], piece):
            yield piece.start
        last = piece.start + text[: anchor.end()].count("\n")
        lines = range(last + 1 + is_underlined(self.old.lines, last), piece.end)
        end = next((index for index in lines if _BLOCK.search(self.old.lines[index])), piece.end)
        beside = text[anchor.end() :].split("\n", 1)[0]
        shown = {last: beside} | {n: self.old.lines[n] for n in range(lines.start, end) if n not in self.old.torn}
        said = Counter(_said(shown.values()))
        was = self.exported.get(mention.id)
        is_tagged = mention.tags is not None or (was is not None and bool(was.tags))
        more = said - _state_of(mention, "★" in said, is_tagged)
        signs = _marks_in(" ".join([*STARS, *(mention.tags or ())]))
        yield from [] if more else [index for index, line in shown.items() if _marks_in(_bare(line)) - signs]
        if more:
            more_at = (n for n in range(lines.start, end) if not more.keys().isdisjoint(_said([self.old.lines[n]])))
            yield last if not more.keys().isdisjoint(_said([beside])) else next(more_at, last)
        yield from self._rest(range(end, piece.end), piece.key[1], mention)

    def _is_face(self, text: str, piece: Stretch) -> bool:
        """Whether what stands before an anchor is what the new file has there, or what it was at any time."""
        if piece.key[1] in self.kept:
            return True
        fresh = "\n".join(self.fresh.get(piece.key, []))
        now = marks.ANCHOR.search(fresh)
        face = fresh[: now.start()] if now is not None else ""
        shown = self._shown(text) if text != face else ""
        if text == face or shown == self._shown(face):
            return True
        versions = self.known.versions_of(piece.key[1])
        if self._is_as_typed(text, piece.key[1], versions):
            return True
        if self.of_vault:
            said, there = (note_link(after_bullet(line).strip()) for line in (text, fresh.partition("<!--")[0]))
            if said is None:
                return False
            file = stem_of(said.target)
            whose = words(file)[-len(words(piece.key[1])) :] == words(piece.key[1])
            if not whose and (there is None or file != stem_of(there.target)):
                return False
            # A link without an alias says nothing of the title.
            titles = {line_as_shown(escape(paper.title)) for paper in versions}
            return not said.shown or line_as_shown(said.shown) in titles
        if text.startswith("#") or is_underlined(self.old.lines, piece.start + text.count("\n")):
            return any(shown == line_as_shown(str(link(paper, strong=False))) for paper in versions)
        bylines = (former_byline, partial(byline_of, authors=self.authors))
        return any(
            shown == line_as_shown(f"{link(paper)}{byline(paper, ' — ')}") for byline in bylines for paper in versions
        )

    def _is_as_typed(self, line: str, id: str, versions: Iterable[Paper]) -> bool:
        """Whether a line that a person typed for a paper that did not go out says nothing but what that says."""
        return id not in self.went_out and any(is_told_by(line, paper, self.columns) for paper in versions)

    def _is_row(self, line: str, id: str) -> bool:
        """The same for a row: its title, authors and year."""
        cells = cells_of(line)
        if self.style == "template" or len(cells) != len(self.columns) or id in self.kept:
            return True
        if self._is_as_typed(line, id, self.known.versions_of(id)):
            return True
        there = dict(zip(self.columns, (self._shown(_COMMENT.sub("", cell)) for cell in cells), strict=True))
        if self.new.lines and (now := self.now.get(id)) is not None:
            fresh = [self._shown(_COMMENT.sub("", cell)) for cell in cells_of(self.new.lines[now.line])]
            now_there = dict(zip(self.new_columns, fresh, strict=False))
            if len(fresh) == len(self.new_columns) and all(
                there.get(name) == now_there.get(name)
                for name in COLUMNS_OF_FACTS
                if name in there or name in now_there
            ):
                return True
        for paper in self.known.versions_of(id):
            for authors in (0, self.authors):
                title, names = str(link(paper, strong=False)), names_of(paper, authors)
                said = (title, names, escape(paper.venue), str(paper.year or ""), str(links(paper)))
                if all(
                    there.get(name, shown) == shown
                    for name, shown in zip(COLUMNS_OF_FACTS, map(line_as_shown, said), strict=True)
                ):
                    return True
        return False

    def _shown(self, text: str) -> str:
        """The title's lines of an item as they are shown, without bullet, box and the signs of a heading."""
        level, start, _ = heading_in(text) if text.startswith("#") else (0, 0, 0)
        return line_as_shown(text[start:] if level else after_bullet(text), self.definitions)

    def _heading(self, line: str) -> str:
        level, start, end = heading_in(line) if line.startswith("#") else (0, 0, len(line))
        return line_as_shown(line[start:end] if level else line, self.definitions)

    def _is_heading(self, line: str, piece: Stretch) -> bool:
        """Whether a heading above a paper's blocks is what the new file has there, or its title at any time."""
        shown = self._heading(line)
        fresh = self.fresh.get(piece.key)
        if piece.key[1] in self.kept:
            return True
        if fresh is not None and self._heading(fresh[0]) == shown:
            return True
        return any(shown == line_as_shown(escape(paper.title)) for paper in self.known.versions_of(piece.key[1]))

    # Status, star and tags

    def _is_state_lost(self, mention: Mention) -> bool:
        """Whether a paper lacks a box or status that went out, or is gone and has another state than went out."""
        said, now = self.exported.get(mention.id), self.now.get(mention.id)
        if said is None:
            return False
        if not self.known.is_here(mention.id) and not _is_as_exported(mention, said):
            return True
        hidden = self.old.record is None or "status" in self.old.record.hidden
        lines, at = self.old.lines, mention.line
        is_on_its_own = lines[at].startswith("#") or is_underlined(lines, at)
        if now is None or hidden or is_on_its_own or mention.id not in self.went_out:
            return False
        tasks = self.style == "tasks"
        silent = mention.status is None and not mention.box and not (tasks and said.status is Status.READ)
        return (silent or (tasks and mention.box is None)) and not self._is_told_again(mention)

    def _is_told_again(self, mention: Mention) -> bool:
        """Whether a state stands at another place of the same paper, as where a merge kept the lines of two sides."""
        return self._states[mention.id] > (mention.tags is not None)

    @cached_property
    def _states(self) -> Counter[str]:
        """At how many places of a paper its state stands."""
        return Counter(mention.id for mention in self.old.mentions if mention.tags is not None)

    def _are_tags_lost(self, mention: Mention) -> bool:
        """Whether tags were not taken, cannot be told apart, or stand there dressed or in other capitals."""
        said, now = self.exported.get(mention.id), self.now.get(mention.id)
        if not mention.shown or now is None:
            return False
        there = dict.fromkeys((*(said.tags if said is not None else ()), *(now.tags or ())))
        read = read_tags(mention.shown, (*there,))
        held = {fold_name(tag) for tag in (*there, *self.known.texts_of("tag", mention.id))}
        lost = read.doubt or not held.issuperset(map(fold_name, read.tags)) or _is_recased(mention.shown, there)
        return lost or bool(_dress(unescape(mention.shown)) - _dress(", ".join(there)))

    # Notes, remarks and abstracts

    def _blocks(self, mention: Mention, lines: range) -> Iterator[int]:
        """The indices of the lines where a note or remark begins to differ from what was taken."""
        hidden = self.old.record.hidden if self.old.record is not None else frozenset()
        said = self.exported.get(mention.id)
        for kind in _KINDS:
            was = (said.note if kind == "note" else said.remark) if said is not None else ""
            if (text := _text(mention, kind)) and (kind not in hidden or not was):
                now = next((found for each in self.all_now.get(mention.id, ()) if (found := _text(each, kind))), "")
                if not self._is_held(text, was, now, kind, mention.id):
                    yield self._line_of(text, now, lines)

    def _is_held(self, text: str, was: str, now: str, kind: str, id: str) -> bool:
        """Whether a text is what went out (`was` is its digest), what the new file has (`now`), or what was held at any
        time; or all its lines are in one of these, and what that has more stands elsewhere in the file, or is the other
        side of a conflict."""
        stripped = self.old.record is not None and self.old.record.stripped
        if not text or text == now or matches_digest(text, was, stripped):
            return True
        if now.startswith("<<<<<<< ") and not _lines_without(text, now):
            return True
        return any(self._says_all(text, held) for held in (now, *self.known.texts_of(kind, id)))

    def _says_all(self, text: str, held: str) -> bool:
        """Whether a text is another, which may have lost lines that stand elsewhere in the file, as where a formatter
        puts footnotes at its end."""
        if renders_alike(text, held) or renumbered(text, held, self.loose) is not None:
            return True
        if not held or _lines_without(text, held):
            return False
        return all(self.loose.line_of(line) is not None for line in _lines_without(held, text))

    def _line_of(self, text: str, now: str, lines: range) -> int:
        """The index of the first of some lines that is of a text and not of the one that takes its place."""
        strange = _lines_without(text, now)
        return next((index for index in lines if _plain(self.old.lines[index]) in strange), lines.start)

    def _rest(self, lines: range, id: str, mention: Mention | None) -> Iterator[int]:
        """The indices of the lines from a paper's blocks on with another abstract than it ever had, or with words that
        are in none of its blocks and not in the new file."""
        at = lines.start
        while at < lines.stop:
            line = self.old.lines[at]
            opening = marks.OPENING.fullmatch(line)
            end = abstract_line(self.old.lines, at)
            if opening is not None:
                closed = (n for n in range(at + 1, lines.stop) if self._closes(n, opening))
                at = next(closed, lines.stop) + 1
                continue
            if end < lines.stop and marks.ABSTRACT.search(self.old.lines[end]):
                text = "\n".join(self.old.lines[at : end + 1])
                if not self._is_abstract(_COMMENT.sub("", text), id):
                    yield at
                at = end
            elif not (mention is not None and mention.typed and marks.QUOTED.fullmatch(line)) and _said([line]):
                yield from [] if self._is_in_new(line) else [at]
            at += 1

    def _closes(self, at: int, opening: re.Match[str]) -> bool:
        closing = marks.CLOSING.fullmatch(self.old.lines[at])
        return closing is not None and closing[1] == opening[1]

    def _is_abstract(self, text: str, id: str) -> bool:
        """Whether a text is the abstract of a paper at any time."""
        shown = line_as_shown(text, self.definitions)
        versions = self.known.versions_of(id)
        return id in self.kept or any(shown == line_as_shown(escape(paper.abstract)) for paper in versions)

    def _is_in_new(self, line: str) -> bool:
        """Whether the words of a line stand side by side in the new file."""
        return f" {' '.join(_said([line]))} " in self._new_words

    @cached_property
    def _new_words(self) -> str:
        return f" {' '.join(_said(self.new.lines))} "

    def _strange(self, piece: Stretch) -> Iterator[int]:
        """The indices of the lines of a paper in a user's own form with a word that stands with it neither in the new
        file nor in what the library ever held of it, since nobody knows what is whose there."""
        id = piece.key[1]
        told: set[str] = {*_said([line for key, lines in self.fresh.items() if id in key for line in lines]), "tags"}
        for paper in self.known.versions_of(id):
            fields = [*paper.authors, paper.published, paper.link, paper.abstract, paper.venue, *Status, *STARS]
            told.update(_said([paper.title, *fields]))
        if (said := self.exported.get(id)) is not None:
            told.update(_said(said.tags))
        for kind in _KINDS:
            told.update(_said(self.known.texts_of(kind, id)))
        yield from (n for n in range(piece.start, piece.end) if not told.issuperset(_said([self.old.lines[n]])))


def _state_of(mention: Mention, starred: bool, tagged: bool) -> Counter[str]:
    """The words and signs of a state that was read; `starred` where its star is the one that an export has, `tagged`
    where its tags were read, be there none, or it had some."""
    tags = [*(["tags"] if tagged else []), *_words_and_signs(" ".join(mention.tags or ()))]
    status = [] if mention.status is None else [mention.status.value]
    stars = {"★"} if starred else {*_said(STARS)}
    return Counter([*tags, *status, *(stars if mention.starred else ())])


def _is_as_exported(mention: Mention, said: ExportedPaper) -> bool:
    """Whether a mention says of its paper what went out, as far as it says something."""
    ticked = mention.box is not None and mention.box is not (said.status is Status.READ)
    tags = None if mention.tags is None else {fold_name(tag) for tag in mention.tags}
    return (
        not ticked
        and mention.status in (None, said.status)
        and mention.starred in (None, said.starred)
        and (tags is None or tags == {fold_name(tag) for tag in said.tags})
    )


def _is_recased(shown: str, tags: Iterable[str]) -> bool:
    """Whether a tag stands in a text in capitals only that none of some tags has."""
    text = normalize("NFC", unescape(shown)).translate(TYPED)
    held: dict[str, set[str]] = {}
    for tag in tags:
        held.setdefault(fold_name(tag), set()).add(normalize("NFC", tag).translate(TYPED))
    spellings = held.values()
    return any(
        not any(tag in text for tag in same) and any(tag.casefold() in text.casefold() for tag in same)
        for same in spellings
    )


def _dress(text: str) -> Counter[str]:
    return Counter(_DRESS.findall(text))


def _text(mention: Mention, kind: str) -> str | None:
    return mention.note if kind == "note" else mention.remark


def _lines_without(text: str, other: str) -> list[str]:
    """The lines of a text, as `_plain`, that do not stand in another, wherever that breaks its lines."""
    run = f" {' '.join(map(_plain, other.split(chr(10))))} "
    return [plain for line in text.split("\n") if (plain := _plain(line)) and f" {plain} " not in run]


def _plain(line: str) -> str:
    """A line without what stands before its text, escapes and the form of typed signs."""
    text = normalize("NFC", _bare(line)).translate(TYPED)
    return " ".join(text.lstrip(" \t>").split())


def _said(lines: Iterable[str]) -> list[str]:
    """The words of some lines, and the signs that say as much."""
    text = "\n".join(lines)
    return _words_and_signs(_bare(text) if "<!--" in text or "\\" in text or "&" in text else text)


def _bare(text: str) -> str:
    """A text without comments and escapes."""
    return unescape(_COMMENT.sub("", text))


def _marks_in(text: str) -> set[str]:
    """The signs in a text that are neither of words nor between them."""
    return {sign for sign in text if category(sign)[0] in "SP" and sign not in _MUTE}


def _words_and_signs(text: str) -> list[str]:
    return [*words(text), *_SIGNS.findall(text)]
