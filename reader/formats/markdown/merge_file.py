"""A fresh export put into an existing file: our stretches are replaced, every other byte stays as it was.

What stands between two of our stretches (a gap: empty lines, and whatever a person wrote there) stays with the stretch
before it and moves with it. When that one leaves the document, its gap joins the one before, parted by one empty line;
but what belongs to a paper (`beneath`) goes to another place of that paper, or with it: who writes a file asks before
what would be `parted` from its paper. In a table, where nothing but rows may stand between rows, a gap goes below the
table.

From a heading of the person's own on that is as high as those of sections, a gap is a part of the document instead
(`_OwnPart`): no paper may come to stand below it, so it stays above the stretch that follows it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from reader.errors import Refused
from reader.formats.markdown import footer, marks
from reader.formats.markdown.as_formatted import AsFormatted
from reader.formats.markdown.beneath import beneath, headings_of_parts, is_row
from reader.formats.markdown.escaping import unescape
from reader.formats.markdown.faces import tell_otherwise, with_faces
from reader.formats.markdown.footer import ExportRecord, WritingDevice
from reader.formats.markdown.front_matter import merge_front
from reader.formats.markdown.lines import at_front_matter, heading_at, recased, spelt
from reader.formats.markdown.marked_again import enclosed_again, lines_of_papers, marked_again
from reader.formats.markdown.opened_export import OpenedExport, opened
from reader.formats.markdown.scan import File, Stretch, cells_of
from reader.formats.markdown.state import after_bullet
from reader.formats.markdown.unmerged import must_be_merged, must_be_one
from reader.text import words

FileWriter = Callable[[OpenedExport], WritingDevice]
"""Given a file that is written, who writes it."""


def nobody(export: OpenedExport) -> WritingDevice:
    """A writer who is not counted."""
    return WritingDevice()


def merge_into(existing: str | OpenedExport, fresh: str | OpenedExport, *, writer: FileWriter = nobody) -> OpenedExport:
    """`existing` with its exported parts as in `fresh`, a whole export.

    It stays the file that it is; where anything becomes different, `writer` is counted in its comment. Line ends follow
    the existing file's. Raises Refused when the file is somebody else's, when it holds the marks of an
    unfinished merge, and when a text made by a user's template was edited since, because there it cannot be told what
    is whose.
    """
    export = opened(existing)
    merged = merge_uncounted(export, fresh)
    return export if merged is export else counted(merged, export, writer)


def counted(
    merged: OpenedExport, existing: OpenedExport, writer: FileWriter, *, is_other: bool = False
) -> OpenedExport:
    """A text that takes the place of an existing one, with the count of who writes it where that says other things, in
    its comment, of a paper's title and the like, or elsewhere (`is_other`)."""
    is_other = is_other or tell_otherwise(merged, existing)
    return merged.with_text(footer.written_by(merged.text, existing.text, writer(existing), is_other=is_other))


def merge_uncounted(export: OpenedExport, fresh: str | OpenedExport) -> OpenedExport:
    """The same before anybody is counted as having written it; the very `export` where nothing becomes different."""
    if not export.is_ours:
        raise Refused("The file was not made by Reader, so it was left as it is; --force replaces it.")
    must_be_merged(export.text, "the file that is there", export.record)
    must_be_one(export.text, "the file that is there")
    mark = "\ufeff" if export.text.startswith("\ufeff") else ""
    existing = export.text.removeprefix("\ufeff")
    made = opened(fresh)
    after = made.with_text(footer.going_on(made.text, existing, export.strange))
    after.record = made.record
    if export.kept:
        after = with_faces(after, export, export.kept)
    fresh, new = after.text, after.file
    windows = existing.count("\r\n") * 2 > existing.count("\n")
    if ("front",) in {piece.key for piece in new.pieces}:
        existing, old = at_front_matter(existing), export.with_properties
    else:
        old = export.file
    if new.foreign or not after.has_comment:
        if old.record is None or old.record.body != old.body:
            raise Refused(
                "The file was edited since it was exported with a template of your own, so it was left as it is;"
                " import it first, or replace it with --force."
            )
        fresh = mark + (fresh.replace("\n", "\r\n") if windows else fresh)
        return export if fresh == export.text else after.with_text(fresh)
    marked, _ = marked_again(export.with_text(existing), lines_of_papers(new))
    marked, _ = enclosed_again(marked, new)
    formatted = AsFormatted(old, new) if marked.text == existing else None
    if formatted is None:
        existing, old = marked.text, marked.file
    old_lines = existing.split("\n") if "\r" in existing else old.lines
    lines = _Weaving(old, new, old_lines, fresh.split("\n"), windows, export.strange, formatted).lines()
    merged = mark + "\n".join(lines)
    return export if merged == export.text else after.with_text(merged)


def _face(line: str) -> tuple[str, ...]:
    """What a paper's line shows of it, as words: all but its box, or the first cell of a row."""
    line = marks.COMMENT.sub("", line)
    shown = cells_of(line)[0] if line.lstrip().startswith("|") else after_bullet(line)
    return tuple(words(unescape(shown)))


_PARTING = (("section",), ("notes",), ("base",))
"""How the keys of stretches begin above which any part of a document may stand, as no paper is theirs."""


@dataclass(slots=True)
class _OwnPart:
    """What a person wrote between two stretches, from a heading on that is as high as those of sections."""

    above: tuple[str, ...]
    """The key of the last stretch above it that goes on."""
    lines: list[str]
    below: tuple[str, ...] = ()
    """The key of the first stretch below it that goes on, or of a section before that; () for none."""


class _Weaving:
    """One merge."""

    def __init__(self, old: File, new: File, old_lines: list[str], new_lines: list[str], windows: bool,
        strange: Collection[str], formatted: AsFormatted | None,
    ) -> None:  # fmt: skip
        """`formatted` tells what keeps the form that it has in the file; nothing does without."""
        self.old, self.new = old, new
        self.old_lines, self.new_lines = old_lines, new_lines
        self.end = "\r" if windows else ""
        self.strange = strange
        self.fresh = {piece.key for piece in new.pieces}
        self.renamed = {**_renamed(old.written, new.record), **old.recased}
        self.old_pieces = [self._as_called(piece) for piece in old.pieces]
        self.before = {piece.key: piece for piece in self.old_pieces}
        self.pieces = [part for piece in new.pieces for part in self._parts(piece)]
        wanted = {piece.key for piece in self.pieces}
        self.kept = [piece for piece in self.old_pieces if not self._is_foreign(piece, wanted)]
        self.held = {piece.key: piece for piece in self.kept}
        self.formatted = formatted
        self.beneath = beneath(old)
        self.prefix, self.gaps, parts = self._gaps(wanted)
        self.parts = self._placed(parts)
        """Key of a stretch -> the parts that stand above it."""

    def _as_called(self, piece: Stretch) -> Stretch:
        """An old stretch, named as the fresh text names it where a section has another name there."""
        kind, *named = piece.key
        name = self.renamed.get(named[0]) if kind == "section" else None
        key = (kind, name, *named[1:]) if name else piece.key
        return replace(piece, key=key) if key in self.fresh else piece

    def _is_recased(self, piece: Stretch | None, said: str, name: str) -> bool:
        """Whether a stretch is a section of a list whose capitals the library has otherwise by now: left as they are,
        the next way back would take them."""
        is_of_list = self.new.record is not None and bool(self.new.record.list_name)
        return is_of_list and piece is not None and piece.key[0] == "section" and recased(said, name)

    def _parts(self, piece: Stretch) -> list[Stretch]:
        """A fresh stretch, in two where a person's own lines stand between a paper and its note: there they stay."""
        title = ("titled", *piece.key[1:])
        if piece.key[0] == "noted" and title in self.before and title not in self.fresh:
            return [Stretch(title, piece.start, piece.start + 1), Stretch(piece.key, piece.start + 2, piece.end)]
        if piece.key[0] != "item":
            return [piece]
        away = ("noted", *piece.key[1:])
        old = self.before.get(away)
        if old is None or away in self.fresh:
            return [piece]
        kind = marks.OPENING.fullmatch(self.old.lines[old.start])
        for at in range(piece.start + 1, piece.end):
            match = marks.OPENING.fullmatch(self.new.lines[at])
            if match and kind and match[1] == kind[1]:
                end = at
                while not self.new.lines[end - 1].strip():
                    end -= 1
                return [Stretch(piece.key, piece.start, end), Stretch(away, at, piece.end)]
        return [piece]

    def _is_foreign(self, piece: Stretch, wanted: set[tuple[str, ...]]) -> bool:
        """Whether a stretch that looks like ours was written by a person, so that it must stay."""
        if piece.key in wanted:
            return False
        if piece.key[0] in ("item", "noted", "titled") and piece.key[1] in self.strange:
            return True
        was = self.old.written
        if piece.key[0] == "section":
            return was is None or piece.key[1] not in was.sections
        if piece.key[0] in ("item", "noted", "titled"):
            return was is None or piece.key[1] not in was.papers
        if piece.key == ("head",):
            titles = {_face(self.new_lines[item.start]) for item in self.new.pieces if item.key[0] == "item"}
            return _face(self.old_lines[piece.start]) not in titles
        return piece.key[0] == "front"

    def _gaps(self, wanted: set[tuple[str, ...]]) -> tuple[list[str], dict[tuple[str, ...], list[str]], list[_OwnPart]]:
        """What stands before the first stretch, and after each one that goes on; and the parts that gaps end in."""
        starts = [piece.start for piece in self.kept] + [len(self.old_lines)]
        prefix = list(self.old_lines[: starts[0]])
        gaps: dict[tuple[str, ...], list[str]] = {}
        parts: list[_OwnPart] = []
        headings = headings_of_parts(self.old)
        moving: list[tuple[tuple[str, ...], list[str]]] = []
        last = prefix
        above: tuple[str, ...] = ("base",)
        for piece, following in zip(self.kept, starts[1:], strict=True):
            goes_on = piece.key in wanted
            start = piece.end if goes_on else self.beneath.get(piece.key, piece.end)
            if start > piece.end and (heir := self._heir(piece)) is not None:
                moving.append((heir, self._between(piece.end, start)))
            if parts and not parts[-1].below and (goes_on or piece.key[0] == "section"):
                parts[-1].below = piece.key
            if goes_on:
                last, above = gaps.setdefault(piece.key, []), piece.key
            elif not _says(self._between(start, following)):
                continue
            if above == ("base",) or (parts and last is parts[-1].lines):
                end = following
            else:
                end = next((at for at in range(start, following) if at in headings), following)
            gap = self._between(start, end)
            if goes_on or _says(gap):
                apart = start == piece.end or _is_empty(gap[0]) or (last and _is_empty(last[-1]))
                last += gap if goes_on else _parted(last, gap if apart else [self.end, *gap])
            if end < following:
                last = self.old_lines[end:following]
                parts.append(_OwnPart(above, last))
        for heir, lines in moving:
            self._move_to(heir, lines, gaps)
        return prefix, gaps, parts

    def _between(self, start: int, end: int) -> list[str]:
        """The lines of a gap, without those that a merge of two sides tore off a paper, which are taken."""
        return [self.old_lines[at] for at in range(start, end) if at not in self.old.torn]

    def _heir(self, piece: Stretch) -> tuple[str, ...] | None:
        """The place that goes on of a paper whose stretch does not, where its words may stand; None for none."""
        heirs = (each for each in self.pieces if each.key[0] in ("item", "titled", "noted"))
        own = [each.key for each in heirs if each.key[1] == piece.key[1] and not is_row(each, self.new)]
        return next((key for key in own if key[0] == piece.key[0]), next(iter(own), None))

    def _move_to(self, heir: tuple[str, ...], lines: list[str], gaps: dict[tuple[str, ...], list[str]]) -> None:
        """Put words beneath another place of their paper, behind those that belong to it there."""
        held = self.held.get(heir)
        after = self.beneath.get(heir, held.end) - held.end if held is not None else 0
        gap = gaps.setdefault(heir, [self.end])
        gap[after:after] = _parted(gap[:after], [self.end, *lines]) if after else lines

    def _placed(self, parts: list[_OwnPart]) -> dict[tuple[str, ...], list[_OwnPart]]:
        """Above which stretch each part stands: the one that it stood above, where that is no paper or still comes
        later than the stretch above the part; else the next that begins a section, the notes or the comment."""
        order = {piece.key: index for index, piece in enumerate(self.pieces)}
        found: dict[tuple[str, ...], list[_OwnPart]] = {}
        for part in parts:
            at = order.get(part.below, -1)
            if part.below[:1] not in _PARTING and (at <= order[part.above] or self._is_row(self.pieces[at])):
                at = -1
            if at < 0:
                at = next(n for n in range(order[part.above] + 1, len(order)) if self.pieces[n].key[:1] in _PARTING)
            found.setdefault(self.pieces[at].key, []).append(part)
        return found

    def lines(self) -> list[str]:
        """The merged file's lines."""
        pieces = self.pieces
        if pieces[0].key == ("front",) and ("front",) not in self.held:
            self.gaps["front",] = [self.end, *self.prefix]
            self.prefix = []
        following = {piece.key: after.key for piece, after in zip(self.kept, self.kept[1:], strict=False)}
        done = list(self.prefix)
        deferred: list[str] = []
        for index, piece in enumerate(pieces):
            after = pieces[index + 1] if index + 1 < len(pieces) else None
            for part in self.parts.get(piece.key, ()):
                steady = pieces[index - 1].key == part.above and following.get(part.above) == piece.key
                done += part.lines if steady or _is_empty(done[-1]) else [self.end, *part.lines]
                if piece.key != part.below and not _is_empty(done[-1]):
                    done.append(self.end)
            done += self._core(piece)
            plain = self.new_lines[piece.end : after.start if after else len(self.new_lines)]
            plain = [line + self.end for line in plain[:-1]] + plain[-1:] if after is None else [
                line + self.end for line in plain
            ]  # fmt: skip
            gap = self.gaps.get(piece.key)
            steady = gap is not None and following.get(piece.key) == (after.key if after else None)
            if gap is None or not (steady or _says(gap)):
                gap = plain
            if after is not None and self._is_row(after):
                rows = _leading_rows(gap)
                deferred += gap[rows:] if _says(gap[rows:]) else []
                done += gap[:rows]
                continue
            done += gap
            if deferred:
                apart = _is_empty(done[-1]) or _is_empty(deferred[0])
                done += _parted(done, deferred) if apart else [self.end, *deferred]
                gap, steady, deferred = deferred, False, []
            if after is not None and not steady and _says(gap) and not _is_empty(done[-1]):
                done.append(self.end)
        return done

    def _is_row(self, piece: Stretch) -> bool:
        return piece.key[0] == "item" and self.new_lines[piece.start].startswith("|")

    def _core(self, piece: Stretch) -> list[str]:
        """The lines of a stretch: the fresh ones, save for what a person may set for good, and where nothing but its
        form is otherwise than in the file."""
        core = self.new_lines[piece.start : piece.end]
        before = self.held.get(piece.key)
        if before is not None and piece.key == ("front",):
            core = merge_front(self.old.lines[before.start : before.end], core)
        elif before is not None and piece.key == ("head",) and self.old.title:
            was = self.old.written.name if self.old.written is not None else ""
            if self.old.title[0] != was:
                return self.old_lines[before.start : before.end]
        elif before is not None and self.formatted is not None and self.formatted.stays(before, piece):
            return self.old_lines[before.start : before.end]
        return [line + self.end for line in self._with_heading(before, core)]

    def _with_heading(self, before: Stretch | None, core: list[str]) -> list[str]:
        """The lines of a stretch that begins with a heading, at the height and in the form that it has in the file; a
        new one stands as much lower as the file's own heading does."""
        level, name, end = heading_at(core, 0) if core and core[0].startswith("#") else (0, "", 0)
        if not level:
            return core
        held, said, stop = heading_at(self.old.lines, before.start) if before is not None else (0, "", 0)
        if held and spelt(said) == spelt(name) and not self._is_recased(before, said, name):
            return [*self.old.lines[before.start : stop], *core[end:]] if before is not None else core
        head = self.old.title[1] if self.old.title and ("head",) in self.held else -1
        lower = heading_at(self.old.lines, head)[0] - 1 if head >= 0 else 0
        return ["#" * (held or min(level + lower, 6)) + core[0][level:], *core[1:]]


def _renamed(was: ExportRecord | None, now: ExportRecord | None) -> dict[str, str]:
    """The sections that have another name since: as many there are, in the same place, with the same papers."""
    if was is None or now is None or len(was.sections) != len(now.sections):
        return {}
    held: tuple[dict[str, set[str]], ...] = ({}, {})
    for id in was.papers.keys() & now.papers.keys():
        for record, found in zip((was, now), held, strict=True):
            found.setdefault(record.papers[id].section, set()).add(id)
    pairs = zip(was.sections, now.sections, strict=True)
    changed = [(one, other) for one, other in pairs if one not in now.sections and other not in was.sections]
    return {one: other for one, other in changed if held[0].get(one) == held[1].get(other)}


def _says(lines: list[str]) -> bool:
    return any(line.strip() for line in lines)


def _parted(above: list[str], lines: list[str]) -> list[str]:
    """Lines as they follow others, without the empty one at their head where those end in one."""
    return lines[1:] if above and _is_empty(above[-1]) and _is_empty(lines[0]) else lines


def _is_empty(line: str) -> bool:
    return not line.strip()


def _leading_rows(lines: list[str]) -> int:
    """How many lines at the beginning are rows of a table."""
    count = 0
    while count < len(lines) and lines[count].lstrip().startswith("|"):
        count += 1
    return count
