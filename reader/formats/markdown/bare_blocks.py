"""Notes and remarks whose marks an editor took, and whose words a person edited then: where each stands by now.

What stands beneath a paper is its note where every paragraph there has most of its words from that note, and most of
the note's words stand there; with a remark beside it each paragraph is of the one with which it shares more. Where that
cannot be told, nothing is found: then the words are named, and the file is left.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from reader.formats.markdown import marks
from reader.formats.markdown.beneath import places_of_words, says_words
from reader.formats.markdown.contained import as_typed, contained
from reader.formats.markdown.footer import matches_digest
from reader.formats.markdown.scan import NO_NOTE, File, Mention
from reader.formats.markdown.standing import in_common
from reader.formats.markdown.three_way import Before, TextsOf, is_unmarked, run_of
from reader.paper import Paper
from reader.text import clean_text, words

KINDS_OF_BLOCKS = ("remark", "note")
NO_REMARKS: Mapping[str, str] = {}


class BareBlock(NamedTuple):
    """A note or remark without marks."""

    kind: str
    id: str
    lines: range
    text: str
    """As the user typed it."""


def bare_blocks(file: File, texts: Mapping[str, Mapping[str, str]]) -> Iterator[BareBlock]:
    """The notes and remarks of some papers that stand without marks. `texts` has what they said by ids and kinds; an
    abstract is told there too, so that its lines are known for what they are."""
    places = places_of_words(file) if texts else {}
    for id, said in texts.items():
        yield from _in_place(file, id, said, places.get(id, []))


def shown_without_marks(
    file: File, papers: Mapping[str, Paper], ever: TextsOf, remarks: Mapping[str, str] = NO_REMARKS
) -> File:
    """A file that shows the notes and remarks that it went out with and that stand without marks as those of its
    mentions, where they are no more what they were. `remarks` has those of its list by the ids of the papers; what went
    out is what the library holds, or what it `ever` held.

    Where no block in the file has a mark any more, other words beneath a paper may be what was made of a note that does
    not stand there (`File.unclear`).
    """
    lost = {id: kinds for id, kinds in lost_kinds(file).items() if id in papers}
    if not lost:
        return file
    texts: dict[str, dict[str, str]] = {}
    for id, kinds in lost.items():
        held = {"note": papers[id].note, "remark": remarks.get(id, ""), "abstract": papers[id].abstract}
        texts[id] = {**held, **{kind: _went_out(file, id, kind, held[kind], ever) for kind in kinds}}
    edited: dict[tuple[str, str], str] = {}
    read: set[int] = set()
    for block in bare_blocks(file, texts):
        said = texts[block.id][block.kind]
        read.update(block.lines)
        if block.kind in lost[block.id] and run_of(block.text) != run_of(said) and not is_unmarked(block.text, said):
            edited[block.id, block.kind] = block.text
    mentions: list[Mention] = []
    for mention in file.mentions:
        note = edited.pop((mention.id, "note"), None) if mention.listed else None
        remark = edited.pop((mention.id, "remark"), None) if mention.listed else None
        mentions.append(replace(mention, note=mention.note or note, remark=mention.remark or remark))
    unclear = {} if has_blocks(file) else _unclear(file, texts, lost)
    told = [each for each in file.problems if each.message != NO_NOTE or each.line - 1 not in read]
    return replace(file, mentions=mentions, problems=told, bare=read, unclear=unclear)


def _unclear(
    file: File, texts: Mapping[str, Mapping[str, str]], lost: Mapping[str, Collection[str]]
) -> dict[tuple[str, str], int]:
    """The notes and remarks that are lost -> the index of a line beneath their paper with words that are of none."""
    places = places_of_words(file)
    found: dict[tuple[str, str], int] = {}
    for id, kinds in lost.items():
        if (at := strange_words(file, places.get(id, ()), texts[id].values())) is not None:
            found.update({(kind, id): at for kind in kinds})
    return found


def has_blocks(file: File) -> bool:
    """Whether a note, remark or description in a file has a mark."""
    lines = (line for line in file.lines if "<!--" in line)
    return any(marks.OPENING.fullmatch(line) or marks.CLOSING.fullmatch(line) for line in lines)


def strange_words(file: File, place: Iterable[int], texts: Iterable[str]) -> int | None:
    """The index of the first of some lines with words that stand in none of some texts; None for none."""
    runs = [run_of(text) for text in texts]
    said = (at for at in place if says_words(file.lines, at) and run_of(file.lines[at]).strip())
    return next((at for at in said if not any(run_of(file.lines[at]) in run for run in runs)), None)


def lost_kinds(file: File) -> Mapping[str, Collection[str]]:
    """Which of its note and its remark each paper of a file went out with and does not show any more, by id; none in
    a user's own form."""
    if file.record is None or file.record.form.style == "template":
        return {}
    went_out = file.record.papers
    kinds = KINDS_OF_BLOCKS
    shown = {(mention.id, kind) for mention in file.mentions for kind in kinds if getattr(mention, kind) is not None}
    there = dict.fromkeys(mention.id for mention in file.mentions if mention.listed)
    found = {
        id: [kind for kind in kinds if getattr(went_out[id], kind) and (id, kind) not in shown]
        for id in there
        if id in went_out
    }
    return {id: kinds for id, kinds in found.items() if kinds}


def _went_out(file: File, id: str, kind: str, held: str, ever: TextsOf) -> str:
    """What a note or remark said when the file was written."""
    record = file.record
    if record is None:
        return ""
    was = str(getattr(record.papers[id], kind))
    return held if matches_digest(held, was, False) else Before(kind, id, record.texts, ever).text(was) or ""


def _in_place(file: File, id: str, said: Mapping[str, str], place: Sequence[int]) -> Iterator[BareBlock]:
    """The blocks that stand in the lines that belong to a paper."""
    told = {kind: words(text) for kind, text in said.items() if words(text)}
    spans: dict[str, list[range]] = {}
    last = ""
    for paragraph in _paragraphs(file.lines, place):
        kind = _whose(words("\n".join(file.lines[at] for at in paragraph)), told)
        if not kind or (kind in spans and kind != last):
            return
        spans.setdefault(kind, []).append(paragraph)
        last = kind
    for kind in KINDS_OF_BLOCKS:
        if kind not in spans:
            continue
        lines = range(spans[kind][0].start, spans[kind][-1].stop)
        if any("<!--" in file.lines[at] for at in lines):
            continue
        text = _disclosed(file.lines, lines, said[kind])
        # What was edited on both sides holds both.
        least = 0 if said[kind].startswith("<<<<<<< ") else len(told[kind])
        if in_common(told[kind], words(text)) * 2 >= least:
            yield BareBlock(kind, id, lines, text)


def _paragraphs(lines: list[str], place: Sequence[int]) -> Iterator[range]:
    """The stretches of lines that are neither empty nor what is left of marks."""
    said = [at for at in place if lines[at].strip().strip("> ") and not marks.CLOSING.fullmatch(lines[at])]
    starts = [at for at in said if at - 1 not in said]
    ends = [at + 1 for at in said if at + 1 not in said]
    return map(range, starts, ends)


def _whose(said: list[str], told: Mapping[str, list[str]]) -> str:
    """Which text most words of a paragraph are of; "" for none, and for two alike."""
    shares = sorted(((in_common(said, text), kind) for kind, text in told.items()), reverse=True)
    if not shares or not shares[0][0] or shares[0][0] * 2 < len(said):
        return ""
    return shares[0][1] if len(shares) == 1 or shares[0][0] > shares[1][0] else ""


def is_quoted(lines: list[str]) -> bool:
    """Whether all lines that say something are in a quote."""
    return all(line.lstrip().startswith(">") for line in lines if line.strip())


def _disclosed(lines: list[str], where: range, said: str) -> str:
    """The text of a block that went out as `said` and stands in some lines."""
    held = lines[where.start : where.stop]
    indent = len(held[0]) - len(held[0].lstrip())
    return as_typed(clean_text(marks.disclose(held, indent, is_quoted(held))), contained(said)[1])
