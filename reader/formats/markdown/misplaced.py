"""Marks that came to stand beside another paper: an item or a note that was copied to type another over it, marks that
changed places, a mark that was typed twice. What stands there is not of the paper that the mark names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from urllib.parse import unquote

from reader.formats.markdown.alike import renders_alike
from reader.formats.markdown.escaping import unescape
from reader.formats.markdown.footer import matches_digest
from reader.formats.markdown.marks import COMMENT
from reader.formats.markdown.scan import File, Mention
from reader.formats.markdown.standing import FEW, are_in_order
from reader.paper import Paper
from reader.text import words

_ADDRESS = re.compile(r"\]\(|https?://", re.IGNORECASE)
"""Where a line leads somewhere."""
_WEB_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
"""The same in the list of a vault, where a link to a note is one to the paper."""


def misplaced(file: File, papers: Mapping[str, Paper]) -> dict[int, str]:
    """The lines of the listed mentions that show another paper than their mark names, each with the id of the paper
    that it shows; "" for one that the file did not show before.

    Such a mention shows neither the title nor the address of its own paper. It leads somewhere else, shows the title
    of another one, or its own paper stands elsewhere in the file.
    """
    faces = _Faces(file, papers)
    listed = [mention for mention in file.mentions if mention.listed and mention.id in papers]
    strays = [mention for mention in listed if not faces.shows(mention, mention.id)]
    if not strays:
        return {}
    own = file.record is None or file.record.form.style != "template"
    astray = {mention.line for mention in strays}
    at_home = {mention.id for mention in listed if mention.line not in astray}
    wanted = {mention.id for mention in strays} | (set(file.record.papers) if file.record is not None else set())
    found: dict[int, str] = {}
    for mention in strays:
        others = (id for id in wanted if id != mention.id and id in papers)
        other = next((id for id in others if faces.shows(mention, id, surely=True)), "")
        if other or (own and (mention.id in at_home or faces.leads(mention))):
            found[mention.line] = other
    return found


def copied_blocks(
    blocks: Sequence[tuple[Mention, str]], held: str, was: str, went_out: Callable[[str], str | None], stripped: bool
) -> list[tuple[Mention, str]]:
    """Of the notes (or remarks) that one paper has in a file, those that somebody copied away from its place and typed
    over, or set before the one that it has, while one still stands that is the library's (`held`) or what went out
    (`was`, its digest, of which `went_out` gives the text; `stripped` as for `matches_digest`), be it in the form that
    a formatter gave it. An empty copy says nothing, and one in a further place that has no words but those of the other
    is a part of it that was left there. Where none is the library's, those are copies that have few words of it while
    another is mostly made of them.
    """
    if len(blocks) < 2:
        return []
    before = (went_out(was) if was else None) or held
    every = [
        (
            mention,
            text,
            bool(was and matches_digest(text, was, stripped))
            or renders_alike(text, held)
            or renders_alike(text, before),
        )
        for mention, text in blocks
    ]
    originals = [mention for mention, _, original in every if original]
    if not originals:
        others = [block for block in blocks if not is_mostly_of(block[1], before)]
        return [block for block in others if block[1]] if len(others) < len(blocks) else []
    away = not any(mention.listed for mention in originals)
    whole = next(text for _, text, original in every if original)
    return [
        (mention, text)
        for mention, text, original in every
        if text and not original
        if away or not mention.listed or are_in_order(words(unescape(text)), words(unescape(whole)))
    ]


def is_mostly_of(text: str, held: str) -> bool:
    """Whether half of the words of a text are those of another."""
    said = set(words(unescape(text)))
    return bool(said) and len(said & set(words(unescape(held)))) * 2 >= len(said)


def are_in_pieces(text: str, held: str, others: Iterable[str]) -> bool:
    """Whether a note (or remark) lacks words that the library `held`, and one of the others that the paper has in the
    file has them: marks that were copied cut it in two."""
    lost = set(words(unescape(held))) - set(words(unescape(text)))
    return not lost.isdisjoint(chain.from_iterable(words(unescape(other)) for other in others))


class _Faces:
    """What the mentions of a file show of a paper: their lines up to the mark."""

    def __init__(self, file: File, papers: Mapping[str, Paper]) -> None:
        self._file = file
        self._papers = papers
        self._starts = {
            line: piece.start
            for piece in file.pieces
            if piece.key[0] == "item"
            for line in range(piece.start, piece.end)
        }
        self._runs: dict[int, str] = {}

    def shows(self, mention: Mention, id: str, *, surely: bool = False) -> bool:
        """Whether a mention shows the title or the address of a paper; `surely` leaves out titles of few words, which
        are soon part of another one."""
        paper = self._papers[id]
        wanted = words(paper.title)
        if len(wanted) >= FEW and paper.title in self._text(mention):
            return True
        run = self._run(mention)
        if (not wanted and not surely) or ((len(wanted) >= FEW or not surely) and f" {' '.join(wanted)} " in run):
            return True
        return bool(paper.link) and any(
            f" {' '.join(words(link))} " in run for link in (paper.link, unquote(paper.link))
        )

    def leads(self, mention: Mention) -> bool:
        """Whether a mention has an address."""
        of_vault = self._file.record is not None and self._file.record.is_list_of_vault
        return (_WEB_ADDRESS if of_vault else _ADDRESS).search(self._text(mention)) is not None

    def _text(self, mention: Mention) -> str:
        lines = self._file.lines[self._starts.get(mention.line, mention.line) : mention.line + 1]
        return unescape(COMMENT.sub("", "\n".join(lines)))

    def _run(self, mention: Mention) -> str:
        """The words of a mention, also those of its address, with a blank before and after each."""
        if mention.line not in self._runs:
            text = self._text(mention)
            self._runs[mention.line] = f" {' '.join([*words(text), *words(unquote(text))])} "
        return self._runs[mention.line]
