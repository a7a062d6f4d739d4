"""What was taken from a file before it was written again: which mentions, and which copies of the file, say that still.

The edits that `import` took stand in the file and not in its comment, so that what was read last is what a later
reading is held against. But another mention of the paper, in an export by tag or where an item was pasted, and another
copy of the file say what went out and were never edited: what they say is no edit back. Nor is what stands in a second
place since others wrote the file, as Git puts two items beside each other that two people added.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from reader.formats.markdown.footer import ExportedPaper, ExportRecord, matches_digest
from reader.formats.markdown.read_back_paper import said_status
from reader.formats.markdown.scan import File, Mention
from reader.formats.markdown.three_way import TextsOf, merge_note
from reader.paper import Paper, Status
from reader.text import fold_name


class _TakenField(NamedTuple):
    """Something that a mention says of its paper."""

    name: str
    """As `ExportedPaper` has it."""
    says: Callable[[Mention, ExportedPaper], bool | None]
    """Whether a mention says the same as a record; None where it says nothing."""
    nothing: dict[str, Any]
    """What a mention has that says nothing of it."""


def without_repeats(file: File, papers: Mapping[str, Paper], ever: TextsOf, source: str) -> File:
    """A file of whose papers that stand several times only those mentions say something that count, field by field.

    Where it is as it was read, those say it that say what was taken, or else other things than what went out. Where
    others wrote it since, what each place says may be somebody's who had no sight of the other (see `_side_by_side`).
    `papers` are the library's, `ever` tells what it ever held, `source` names the file in what holds two texts.
    """
    was, wrote = file.record, file.written
    if was is None or wrote is None or was is wrote:
        return file
    wanted = _taken_papers(wrote, was) if not was.is_news else set() if was.form.group else was.papers.keys()
    places: dict[str, list[int]] = {}
    for at, mention in enumerate(file.mentions):
        if mention.id in wanted:
            places.setdefault(mention.id, []).append(at)
    mentions = list(file.mentions)
    for id, found in places.items():
        told = [mentions[at] for at in found]
        if len(found) > 1 and was.is_news:
            note = papers[id].note if id in papers else ""
            told = _side_by_side(told, was, note, ever, source)
        elif len(found) > 1:
            for field in _fields(was, wrote.papers[id], was.papers[id]):
                told = _counting(told, field, wrote.papers[id], was.papers[id])
            if was.form.group:
                told = _with_tags_of_all(told, wrote.papers[id], was.papers[id])
        for at, mention in zip(found, told, strict=True):
            mentions[at] = mention
    return file if mentions == file.mentions else replace(file, mentions=mentions)


def _side_by_side(
    mentions: Sequence[Mention], was: ExportRecord, note: str, ever: TextsOf, source: str
) -> list[Mention]:
    """The mentions of one paper where one of them says what this library does, and another one what others do: a place
    without a star or status takes neither away, and a text that is new stands beside the library's own (its `note`)."""
    told = list(mentions)
    if any(mention.starred for mention in told):
        told = [mention if mention.starred else replace(mention, starred=None) for mention in told]
    shown = [said_status(mention, was.papers[mention.id].status) for mention in told]
    if not {*shown} <= {None, Status.UNREAD}:
        none: dict[str, Any] = {"status": None, "box": None, "unsaid": False}
        told = [
            replace(each, **none) if said is Status.UNREAD else each for each, said in zip(told, shown, strict=True)
        ]
    for kind, held in (("note", note), ("remark", "")):
        told = _with_both(told, kind, held, was, ever, source)
    return told


def _with_both(
    mentions: Sequence[Mention], kind: str, held: str, was: ExportRecord, ever: TextsOf, source: str
) -> list[Mention]:  # fmt: skip
    """Mentions of which one has the library's own text beside those that it never held; all as they are where none has
    its own."""
    went_out = getattr(was.papers[mentions[0].id], kind)
    texts = [text for mention in mentions if (text := getattr(mention, kind))]
    own = next((text for text in texts if text == held or matches_digest(text, went_out, was.stripped)), "")
    if not own or len({*texts}) < 2:
        return list(mentions)
    both = own
    for text in dict.fromkeys(texts):
        if text != own and text not in ever(kind, mentions[0].id):
            both, _ = merge_note("", text, both, was.stripped, source)
    at = next(n for n, mention in enumerate(mentions) if getattr(mention, kind) == own)
    shown: list[dict[str, Any]] = [{kind: both if n == at else None} for n in range(len(mentions))]
    return [replace(mention, **told) for mention, told in zip(mentions, shown, strict=True)]


def _counting(
    mentions: Sequence[Mention], field: _TakenField, wrote: ExportedPaper, taken: ExportedPaper
) -> list[Mention]:  # fmt: skip
    counts = [field.says(mention, taken) is True for mention in mentions]
    if not any(counts):
        counts = [field.says(mention, wrote) is False for mention in mentions]
    if not any(counts):
        return list(mentions)
    return [one if count else replace(one, **field.nothing) for one, count in zip(mentions, counts, strict=True)]


def _with_tags_of_all(
    mentions: Sequence[Mention], wrote: ExportedPaper, taken: ExportedPaper
) -> list[Mention]:  # fmt: skip
    """The mentions of a paper of which each may have tags of its own added and taken away: the first shows what came of
    all, where that is not what was taken. Elsewhere a tag that one of several mentions shows is there."""
    was, tags = {fold_name(tag): tag for tag in wrote.tags}, {fold_name(tag): tag for tag in wrote.tags}
    shown = [{fold_name(tag): tag for tag in mention.tags} for mention in mentions if mention.tags is not None]
    for each in shown:
        tags |= {key: tag for key, tag in each.items() if key not in was}
    for key in {key for each in shown for key in was if key not in each}:
        del tags[key]
    said = None if tags.keys() == {*map(fold_name, taken.tags)} else tuple(tags.values())
    first = next((n for n, mention in enumerate(mentions) if mention.tags is not None), 0)
    found = [replace(mention, tags=None, shown=None) for mention in mentions]
    return [*found[:first], replace(found[first], tags=said), *found[first + 1 :]]


def shows_taken(file: File, taken: ExportRecord) -> bool:
    """Whether a file shows anything of what was taken since it was written, also where that is nothing; `taken` is what
    was read then."""
    wrote = file.written
    if wrote is None:
        return True
    papers = _taken_papers(wrote, taken)
    listed = dict.fromkeys(mention.id for mention in file.mentions if mention.listed)
    came, went = taken.papers.keys() - wrote.papers.keys(), wrote.papers.keys() - taken.papers.keys()
    signs: list[bool] = [id in listed for id in came] + [id not in listed for id in went]
    for mention in file.mentions:
        if mention.id in papers:
            sides = (wrote.papers[mention.id], taken.papers[mention.id])
            signs += [field.says(mention, sides[1]) is True for field in _fields(taken, *sides)]
            signs += [_differ(*(side.tags for side in sides)) and _says_tags(mention, sides[1])]
            signs += [mention.listed and sides[0].section != sides[1].section == mention.section]
    if taken.sections != wrote.sections:
        signs.append(taken.sections == tuple(name for name, _ in file.sections))
    if taken.description != wrote.description:
        signs.append(matches_digest(file.description or "", taken.description, taken.stripped))
    both = wrote.papers.keys() & taken.papers.keys() & listed.keys()
    before, after, here = ([id for id in order if id in both] for order in (wrote.papers, taken.papers, listed))
    signs += [here == after] if before != after else []
    return any(signs) or not signs


def _taken_papers(wrote: ExportRecord, taken: ExportRecord) -> set[str]:
    """The papers of which something was taken."""
    return {id for id, said in taken.papers.items() if id in wrote.papers and wrote.papers[id] != said}


def _fields(record: ExportRecord, wrote: ExportedPaper, taken: ExportedPaper) -> list[_TakenField]:
    """The fields of a paper in which something was taken."""

    def text(name: str, nothing: dict[str, Any]) -> _TakenField:
        def says(mention: Mention, said: ExportedPaper) -> bool | None:
            shown = getattr(mention, name)
            return matches_digest(shown, getattr(said, name), record.stripped) if shown else None

        return _TakenField(name, says, {name: None, **nothing})

    def status(mention: Mention, said: ExportedPaper) -> bool | None:
        return _same(said_status(mention, wrote.status), said.status)

    fields = [
        _TakenField("status", status, {"status": None, "box": None, "unsaid": False}),
        _TakenField("starred", lambda mention, said: _same(mention.starred, said.starred), {"starred": None}),
        text("note", {"typed": False}),
        text("remark", {}),
    ]
    return [field for field in fields if getattr(wrote, field.name) != getattr(taken, field.name)]


def _same(shown: object, said: object) -> bool | None:
    return None if shown is None else shown == said


def _says_tags(mention: Mention, said: ExportedPaper) -> bool:
    return mention.tags is not None and not _differ(mention.tags, said.tags)


def _differ(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two groups of tags are not the same tags."""
    return {*map(fold_name, one)} != {*map(fold_name, other)}
