"""One paper on its way back: what its mentions in a file say against what was exported and what the library holds."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace

from reader.counting import count
from reader.formats.markdown.alike import renders_alike
from reader.formats.markdown.footer import ExportedPaper, ExportRecord, digest, matches_digest
from reader.formats.markdown.misplaced import are_in_pieces, copied_blocks
from reader.formats.markdown.scan import Mention
from reader.formats.markdown.standing import LooseLines
from reader.formats.markdown.tags import ShownTags, read_tags, regroup
from reader.formats.markdown.three_way import Before, TextsOf, both_changed, merge_tags, no_texts, settle_since
from reader.formats.parsed import Problem, excerpt
from reader.library import change
from reader.library.change import Change
from reader.paper import Paper, Status
from reader.text import NOTE_LIMIT, TAG_LIMIT, clean_line, fold_name

NOT_TAKEN = "were not taken; give them a mark of their own paper, or none"
"""What is said of words in a copy of a note or remark."""
IN_PIECES = "stands here in pieces, each between marks of its own, so it was left as it was"
"""What is said of words that several notes or remarks of one paper share among them."""
IN_VAIN = "in a file from which no notes are taken; a note goes into the paper's own file or into Reader"
"""What is said of a note in a file that shows none."""
_PROGRESS = (Status.UNREAD, Status.READING, Status.READ)


class PaperBack:
    """One paper on its way back, from any of the forms a file can have."""

    def __init__(
        self,
        paper: Paper,
        exported: ExportedPaper | None,
        record: ExportRecord | None,
        source: str,
        standing: LooseLines,
        foreign: bool = False,
        emptied: Container[tuple[str, str]] = (),
        ever: TextsOf = no_texts,
    ) -> None:
        """With `foreign`, another library wrote the file: only what is empty here is taken. What was `emptied` is not
        filled again by such a file, nor by one that has no record. `ever` tells what notes the library ever had."""
        self.paper = paper
        self.foreign = foreign
        self._is_unsure = foreign or record is None
        """Whether it is not known what the file said when this library wrote it."""
        self._emptied = emptied
        self.standing = standing
        self.loses = False
        """Whether something is taken away because no mention shows it."""
        self.exported = exported
        self._was_here = record.own_paper(paper.id) if record is not None and exported is not None else None
        """What the library said when it last met the file."""
        self._before = Before("note", paper.id, record.texts if record is not None else {}, ever)
        self.said = record.papers.get(paper.id, ExportedPaper()) if record is not None else ExportedPaper()
        """What the file says by now, as far as it can be taken."""
        self.texts: list[str] = []
        """The texts of which `said` has the digests, where they are others than those that went out."""
        self.stripped = record is not None and record.stripped
        self.hidden = record.hidden if record is not None else frozenset()
        held = exported.status if exported is not None else Status.UNREAD
        self._shown = record.shown.get(paper.id, held) if record is not None else held
        """How it stood in the file when that was written."""
        self.grouped = record is not None and bool(record.form.group)
        """Whether a paper is mentioned several times because that was asked for, so that each may be edited."""
        self.source = source
        self.not_taken: list[int] = []
        """Where the mentions begin whose notes were not taken, as the paper's own stands elsewhere."""
        self.changes: list[Change] = []
        self.problems: list[Problem] = []
        self.conflicts: list[str] = []
        self.diff: list[str] = []

    def read(self, mentions: Sequence[Mention]) -> None:
        """Compare what the mentions of this paper say."""
        if "status" not in self.hidden:
            self._status(mentions)
        if "star" not in self.hidden:
            self._star([mention for mention in mentions if mention.starred is not None])
        if "tags" not in self.hidden:
            self._tags([mention for mention in mentions if mention.tags is not None])
        if "note" not in self.hidden:
            self._note([mention for mention in mentions if mention.note is not None], mentions)
        else:
            self._noted_in_vain(mentions)

    def _noted_in_vain(self, mentions: Sequence[Mention]) -> None:
        """Say of a note that somebody wrote where the file shows none that it was not taken."""
        if self.exported is not None and self.exported.note:
            return
        for mention in mentions:
            if mention.note and mention.note != self.paper.note:
                message = f"a note of '{excerpt(self.paper.title)}' stands here, {IN_VAIN}"
                self.problems.append(Problem(mention.line + 1, message, excerpt(clean_line(mention.note))))

    def _status(self, mentions: Sequence[Mention]) -> None:
        was = self.exported.status if self.exported else None
        unsaid = [mention for mention in mentions if mention.unsaid]
        if unsaid and was not in (None, Status.UNREAD) and self._said_nearby(unsaid, was.value, "the status"):
            mentions = [mention for mention in mentions if not mention.unsaid]
        stood = self._shown if self.exported is not None else None
        shown = [word for mention in mentions if (word := said_status(mention, stood)) is not None]
        edited = list(dict.fromkeys(word for word in shown if word is not was))
        wanted = next(iter(edited), was)
        self.said = replace(self.said, status=wanted or self.said.status)
        if was is not None and len(edited) > 1:
            self._conflict(f"it stands here as {' and as '.join(edited)}; the first counts")
        if wanted is None or wanted is was or wanted is self.paper.status:
            return
        held = self.paper.status
        behind = was is None and _PROGRESS.index(wanted) < _PROGRESS.index(held)
        if behind or (self.foreign and held is not Status.UNREAD) or self._was_emptied("status"):
            self._conflict(f"the file says {wanted}, the library {held}; the library's status stays")
        elif self._was_here is not None and held is not self._was_here.status:
            self._conflict(f"the status was changed to {wanted} in the file and to {held} in the library, which stays")
        else:
            self.changes += change.status(self.paper, wanted)
            self.loses = self.loses or any(mention.unsaid for mention in mentions)
            self._tell(f"{held} → {wanted}")

    def _star(self, mentions: Sequence[Mention]) -> None:
        was = self.exported.starred if self.exported else None
        wanted = next((mention.starred for mention in mentions if mention.starred is not was), was)
        if was is None or wanted is self.paper.starred:
            self.said = replace(self.said, starred=bool(wanted))
        if wanted is None or wanted is was or wanted is self.paper.starred:
            return
        if was is None and not wanted:
            if self.foreign:
                self._conflict("the library has a star, the file none; it stays")
            return
        if not wanted and self._said_nearby(mentions, "★", "the star"):
            return
        if self._was_emptied("star"):
            self._conflict("the file has a star, which was taken away in the library, where it stays away")
            return
        self.said = replace(self.said, starred=wanted)
        if self._was_here is not None and self.paper.starred is not self._was_here.starred:
            self._conflict(
                f"the star was {'set' if wanted else 'taken away'} in the file and not in the library,"
                f" where it stays {'away' if wanted else ''}".rstrip()
            )
            return
        self.changes += change.star(self.paper, wanted)
        self.loses = self.loses or not wanted
        self._tell("★ set" if wanted else "★ taken away")

    def _said_nearby(self, mentions: Sequence[Mention], sign: str, what: str) -> bool:
        """Whether a sign or tag stands in a line beneath one of these mentions that is not ours; then that is said."""
        for mention in mentions:
            if self.standing.shows(mention.line, sign):
                self.problems.append(Problem(mention.line + 1, f"{what} stands beneath, out of its place, and stays"))
                return True
        return False

    def _tags(self, mentions: Sequence[Mention]) -> None:
        was = self.exported.tags if self.exported else None
        own = self._was_here.tags if self._was_here else None
        add: list[str] = []
        remove: list[str] = []
        more_shown: list[str] = []
        less_shown: set[str] = set()
        everywhere = (
            {fold_name(tag) for mention in mentions for tag in mention.tags or ()} if not self.grouped else set()
        )
        for mention in mentions:
            known = (*mention.known, *(was or ()), *self.paper.tags)
            shown = (
                ShownTags(regroup(mention.tags or (), known))
                if mention.shown is None
                else read_tags(mention.shown, known)
            )
            tags = shown.tags
            if shown.doubt:
                message = "its tags cannot be told apart, as they are by commas; they stay as they were"
                self.problems.append(Problem(mention.line + 1, message))
                continue
            for tag in tags:
                if len(tag) > TAG_LIMIT:
                    message = f"a tag has more than {TAG_LIMIT} characters and was left out"
                    self.problems.append(Problem(mention.line + 1, message, excerpt(tag)))
            shown_more, shown_less = merge_tags(was or (), tags, was or ())
            more_shown += shown_more
            less_shown |= {tag for tag in shown_less if fold_name(tag) not in everywhere}
            if self.foreign and self.paper.tags:
                self._differing_tags(tags)
                continue
            if off := [tag for tag in tags if self._was_emptied(f"tag:{fold_name(tag)}")]:
                self._conflict(f"the file says {', '.join(off)}, which the library gave up; it stays away")
                tags = tuple(tag for tag in tags if tag not in off)
            tags = tuple(tag for tag in tags if len(tag) <= TAG_LIMIT)
            more, less = merge_tags(was, tags, self.paper.tags, own)
            add += more
            less = [tag for tag in less if fold_name(tag) not in everywhere]
            nearby = [tag for tag in less if self._said_nearby([mention], tag, f"the tag '{tag}'")]
            stand_nearby = set(map(fold_name, nearby))
            less_shown -= {tag for tag in less_shown if fold_name(tag) in stand_nearby}
            remove += [tag for tag in less if tag not in nearby]
        if mentions:
            stay = [tag for tag in was or () if tag not in less_shown]
            self.said = replace(self.said, tags=tuple(dict.fromkeys([*stay, *more_shown])))
        if edits := change.tag(self.paper, tuple(dict.fromkeys(add)), tuple(dict.fromkeys(remove))):
            self.changes += edits
            self.loses = self.loses or len(remove) > len(add)
            self._tell("tags " + " ".join([f"+{e.after}" if e.before is None else f"−{e.before}" for e in edits]))

    def _differing_tags(self, tags: Sequence[str]) -> None:
        theirs, mine = ({fold_name(tag) for tag in tags}, {fold_name(tag) for tag in self.paper.tags})
        if theirs != mine:
            theirs_shown, held = (", ".join(found) or "no tags" for found in (tags, self.paper.tags))
            self._conflict(f"the file says {theirs_shown}, the library {held}; the library's tags stay")

    def _note(self, found: Sequence[Mention], mentions: Sequence[Mention]) -> None:
        was = self.exported.note if self.exported else None
        found = self._own([self._as_held(mention, was) for mention in found])
        if not found and (was is None or not any(mention.listed for mention in mentions)):
            if was is None:
                self._see_note("")
            return
        line = found[0].line if found else mentions[0].line
        notes = [mention.note or "" for mention in found] or [""]
        edited = [note for note in notes if was is None or not matches_digest(note, was, self.stripped)]
        # One that is empty counts only where no other mention of the paper still shows the note.
        text = next(filter(None, edited), next(filter(None, notes), ""))
        if was is None:
            self._see_note(text)
        if len(text) > NOTE_LIMIT:
            self.problems.append(Problem(line + 1, f"the note has more than {NOTE_LIMIT} characters and was left out"))
            return
        held = self.paper.note
        others = [note for note in edited if note != text]
        if was and are_in_pieces(text, held, others):
            what = f"the note of '{excerpt(self.paper.title)}'"
            self.problems.append(Problem(line + 1, f"{what} {IN_PIECES}"))
            self.not_taken += [mention.line for mention in found]
            return
        if text and self._was_emptied("note"):
            theirs = excerpt(clean_line(text))
            self._conflict(f"the note of the file says “{theirs}”, the library's was taken away, where it stays away")
            return
        if self.foreign and held:
            if text and text != held and not renders_alike(text, held):
                theirs, mine = (excerpt(clean_line(note)) for note in (text, held))
                self._conflict(f"the note of the file says “{theirs}”, the library's “{mine}”, which stays")
            return
        marked = any(not mention.typed for mention in found)
        above = [*(mention.line for mention in mentions), *self.standing.comments_on(self.paper.id)] if held else []
        settled, now = settle_since(
            was, self._was_here.note if self._was_here is not None else was, text, held,
            before=self._before, stripped=self.stripped, source=self.source,
            standing=self.standing, marked=marked, above=above,
        )  # fmt: skip
        if now is not None:
            self._see_note(now)
        if settled.stands is not None:
            what = f"the note of '{excerpt(self.paper.title)}'"
            message = f"{what} stands here without its marks, so it was left as it was"
            self.problems.append(Problem(settled.stands + 1, message))
            self.not_taken += [mention.line for mention in found if mention.note]
        if settled.kept:
            self._conflict("the note was taken out of the file and changed in the library, where it stays")
        if settled.both:
            self._conflict(f"the note {both_changed(was)}")
        if edits := change.note(self.paper, settled.text):
            self.changes += edits
            self.loses = self.loses or not settled.text
            self._tell(_note_diff(held, settled.text))

    def _as_held(self, mention: Mention, was: str | None) -> Mention:
        """A mention, its note as the user typed it where it has no marks."""
        if not mention.typed or not mention.note:
            return mention
        return replace(mention, note=self._before.as_held(mention.note, self.paper.note, was))

    def _own(self, found: Sequence[Mention]) -> Sequence[Mention]:
        """The mentions whose note counts: those with marks where there are any, without copies that were typed over."""
        found = [mention for mention in found if not mention.typed] or found
        notes = [(mention, mention.note or "") for mention in found]
        was = self.exported.note if self.exported else ""
        copies = [] if self.grouped else copied_blocks(notes, self.paper.note, was, self._before.text, self.stripped)
        for mention, text in copies:
            message = f"the note of '{excerpt(self.paper.title)}' stands here again with other words, which {NOT_TAKEN}"
            self.problems.append(Problem(mention.line + 1, message, excerpt(clean_line(text))))
        self.not_taken += [copy.line for copy, _ in copies]
        return [mention for mention in found if all(mention is not copy for copy, _ in copies)]

    def _see_note(self, text: str) -> None:
        """That the file says this by now."""
        self.said = replace(self.said, note=digest(text))
        self.texts += [text] if text else []

    def _was_emptied(self, key: str) -> bool:
        return self._is_unsure and (self.paper.id, key) in self._emptied

    def _conflict(self, what: str) -> None:
        self.conflicts.append(f"{excerpt(self.paper.title)}: {what}")

    def _tell(self, what: str) -> None:
        self.diff.append(f"{excerpt(self.paper.title)}: {what}")


def is_as_it_went_out(mentions: Sequence[Mention], exported: ExportedPaper, record: ExportRecord) -> bool:
    """Whether all that the mentions of a paper say is what went out, as is so of most: then nothing need be compared.
    Where the library said something else than that, it need be."""
    shown = record.shown.get(mentions[0].id, exported.status)
    has_note = False
    for mention in mentions:
        if mention.tags is not None and mention.tags != exported.tags:
            return False
        if mention.starred not in (None, exported.starred):
            return False
        if said_status(mention, shown) not in (None, exported.status):
            return False
        if mention.note is not None:
            has_note = True
            if mention.typed or not matches_digest(mention.note, exported.note, record.stripped):
                return False
    return (has_note or not exported.note) and record.own_paper(mentions[0].id) == exported


def said_status(mention: Mention, shown: Status | None) -> Status | None:
    """What box and word say together: when they disagree, the one that was changed since it was `shown` counts, but an
    empty box takes nothing from a paper whose word still says that it is read."""
    if mention.box is None:
        return mention.status
    if shown is None:
        return Status.READ if mention.box else mention.status
    if mention.box is not (shown is Status.READ):
        return Status.READ if mention.box else mention.status or Status.UNREAD
    return shown if mention.status is None else mention.status


def _note_diff(before: str, after: str) -> str:
    if not before or not after:
        text = after or before
        lines = text.count("\n") + 1
        return f"note {'added' if after else 'removed'} ({count(lines, 'line')})"
    return f"note changed ({before.count(chr(10)) + 1} → {after.count(chr(10)) + 1} lines)"
