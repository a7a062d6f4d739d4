"""Which papers a line names by their titles: it is the title, the name that a title begins with, or holds a title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from reader.naming import LIKE_YEAR
from reader.paper import Paper
from reader.query.line import cleaned, is_dressed
from reader.query.scripts import index_words, is_unspaced, parts
from reader.search.entries import Entries
from reader.search.postings import START, TITLE
from reader.text import fold, words

_BESIDE_TITLES = frozenset(
    """
    abstract acad academia acl acm adv advances al alphaxiv and ann annals annu annual appendix applications applied
    archive art article arxiv assoc association at available bibtex biorxiv blog by chapter chrome citation cite
    code com comp comput computational computer conf conference corr cvpr data doi download eccv ed editor editors
    eds edu emnlp eprint et explained face fig firefox foundations github gitlab google handbook html http https
    hugging huggingface iccv iclr icml id ieee implementation in inf information inst institute int international
    isbn issn j jmlr journal lecture lett letters mach machine mag magazine medrxiv meeting mozilla naacl nat nature
    net neural neurips nips no notes online open openreview org page paper papers paperswithcode pdf pmc pmlr poster
    pp preprint preprints press proc proceedings process processing project pub publisher publishers pubmed pytorch
    reddit rep repo report repository research researchgate retrieved rev review reviews scholar sci science
    sciencedirect semantic series slides soc society springer ssrn summary supplement supplementary symp symposium
    syst systems talk tech technical technology the theory title tmlr trans transactions tutorial twitter university
    url video vol volume wikipedia with workshop www year youtube
    """.split()  # noqa: SIM905
)
"""Words that stand around a title in references and pages' titles, whatever it is."""
_TITLE = 4
"""Words from which a title can stand for a paper where no author of it is named."""
_NAME_ENDS = re.compile(r":\s|\s[-–—|]\s|\s(?:technical|tech) reports?\b|\s(?:system|model) cards?\b|$", re.IGNORECASE)
"""Where the name ends that a title begins with."""
_NAME, _LETTERS, _MOST_LETTERS = 5, 3, 80
"""Words that such a name has at most, and letters that it has at least and at most: each beginning of it is looked up,
with all that may follow."""
_BEARERS = 5
"""Of more papers than this the same name says nothing."""
_STOPS = re.compile(r"[.,;:|]\s+|[“”\"]")
_LONG = 200
"""Words of a line in which titles are looked for."""


def whole_titles(entries: Entries, line: str, papers: Mapping[str, Paper]) -> list[str]:
    """The ids of the papers of which a line is the whole title."""
    held = index_words(line)
    if not held or not (begun := entries.postings.table(START).get(held[0])):
        return []
    last = entries.postings.table(TITLE).get(held[-1], ())
    fitting = set(begun).intersection(last)
    found = [entries.papers[slot] for slot in entries.ordered(fitting) if entries.title(slot) == held]
    return [paper.id for paper in found if paper is not None and paper.id in papers]


def bearers(entries: Entries, line: str, papers: Mapping[str, Paper]) -> list[str]:
    """The ids of the papers whose title begins with the name that a line is, glued or split as it may be: "SAM2" and
    "sam 2" are one."""
    said = parts(line)
    name = "".join(said)
    if not (len(said) <= _NAME and _LETTERS <= len(name) <= _MOST_LETTERS):
        return []
    starts, titles = entries.postings.table(START), entries.postings.table(TITLE)
    found: set[int] = set(starts.get(name, ()))
    for end in range(1, len(name)):
        if begun := starts.get(name[:end]):
            seconds = (titles.get(name[end:stop]) for stop in range(end + 1, len(name) + 1))
            found.update(slot for second in seconds if second for slot in set(begun).intersection(second))
    held = (paper for slot in entries.ordered(found) if (paper := entries.papers[slot]) is not None)
    ids = [paper.id for paper in held if paper.id in papers and "".join(parts(_name_of(paper.title))) == name]
    return ids if len(ids) <= _BEARERS else []


def _name_of(title: str) -> str:
    """The name that a title begins with; the whole of it where nothing ends one."""
    match = _NAME_ENDS.search(title)
    return title[: match.start()] if match else title


def undressed(entries: Entries, line: str, papers: Mapping[str, Paper]) -> list[Paper]:
    """The papers of which a line is the whole title, but for what a program added to it."""
    return [papers[id] for id in whole_titles(entries, cleaned(line), papers)] if is_dressed(line) else []


def titles_in(entries: Entries, line: str, papers: Mapping[str, Paper]) -> list[Paper]:
    """The papers whose whole titles stand in a line that has nothing beside them but what references and pages' titles
    have: their authors, years, venues, sites."""
    said = parts(line)[:_LONG]
    text = f" {' '.join(said)} "
    found: dict[str, str] = {}
    for slot in _begun_in(entries, said):
        paper = entries.papers[slot]
        if paper is None or paper.id not in papers:
            continue
        title = " ".join(parts(paper.title))
        if f" {title} " in text and _is_cited(paper, title, text, line):
            found[paper.id] = title
    for part in _STOPS.split(line):  # A title of one word stands between signs.
        for id in whole_titles(entries, part, papers) if len(parts(part)) == 1 else ():
            if _is_cited(papers[id], parts(part)[0], text, line):
                found[id] = parts(part)[0]
    longest = [
        id for id, title in found.items() if not any(title != other and title in other for other in found.values())
    ]
    return [papers[id] for id in longest]


def _begun_in(entries: Entries, said: list[str]) -> Iterator[int]:
    """The slots of papers whose titles begin with two words that stand side by side in a line."""
    starts, titles = entries.postings.table(START), entries.postings.table(TITLE)
    seen: set[int] = set()
    for one, other in zip(said, [*said[1:], ""], strict=True):
        first, second = (one[:1], one[1:2]) if is_unspaced(one) else (one, other[:1] if is_unspaced(other) else other)
        if first in starts and second in titles:
            seen.update(set(starts[first]).intersection(titles[second]))
    yield from entries.ordered(seen)


def _is_cited(paper: Paper, title: str, text: str, line: str) -> bool:
    """Whether a line that holds a title cites it: it stands between signs, and beside an author of the paper (the
    family name of the first, where the title is short), or beside what is no part of a title."""
    before, _, behind = text.partition(f" {title} ")
    rest = f"{before} {behind}".split()
    if not rest:
        return True
    spelt = r"[\W_]+".join(map(re.escape, title.split()))
    stands = re.search(rf"(?:^|[^\w\s]|\d)\s*{spelt}\s*(?:$|[^\w\s]|\d)", fold(line))
    long = len(title.split()) >= _TITLE or is_unspaced(title)
    names = [words(author) for author in paper.authors]
    named = {word for name in (names if long else [name[-1:] for name in names[:1]]) for word in name if len(word) > 1}
    if not named.isdisjoint(set(rest) - {"et", "al"}):
        return stands is not None or long
    if not long:
        return False
    around = set(words(paper.venue)) | _BESIDE_TITLES
    strange = [word for word in rest if word not in around and len(word) > 1 and not word.isdecimal()]
    dated = any(LIKE_YEAR.fullmatch(word) for word in rest)
    return not strange or (dated and stands is not None)
