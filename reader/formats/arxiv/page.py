"""Pages of arXiv as people have them: lists of new or found papers, and the page of one paper; as copied text, as the
source of the page, or as the Markdown that a reader service makes of it.

A list has an entry for each paper (https://info.arxiv.org/help/submit/index.html#availability):

    [3] arXiv:2401.00011 (cross-list from math.ST) [pdf, html, other]
    Title: Lamps that learn
    Authors: Ada Sample, Bo Muster
    Comments: 12 pages
    Subjects: Computation and Language (cs.CL)
    We show that lamps learn.

The pages of today leave out the word before the authors. The page of a paper has all its words, and the id above the
title or behind "Cite as".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from reader.counting import count
from reader.dates import date_written
from reader.formats import html
from reader.formats.arxiv.authors import are_more, names
from reader.formats.beginnings import is_page
from reader.formats.bylines import may_be_persons
from reader.formats.huggingface.page_evidence import reads_like_abstract
from reader.formats.parsed import Parsed, Problem, excerpt, split_lines
from reader.formats.user_fields import cut_short
from reader.identity import arxiv_year, find_arxiv_id, normal_doi
from reader.paper import Paper
from reader.text import ABSTRACT_LIMIT, TITLE_LIMIT, clean_line

_ID = r"arXiv:\s?(?P<id>[\w.-]+(?:/\d{7})?)"
_ANY_ID = re.compile(r"arxiv:\s?[\w.-]+|ar(?:x|5)iv\.org/|/abs/[a-z.-]+/\d{7}", re.IGNORECASE)
_LISTED = re.compile(
    r"(?:\[\d{1,5}\]|\d{1,5}\.)?\s*(?:arXiv:\s?|(?=[a-z-]+(?:\.[A-Za-z]{2})?/\d{7}\s*\[abs\b))"
    r"(?P<id>[\w.-]+(?:/\d{7})?)\s*(?:\((?:cross-list|replaced|withdrawn)[^()]{0,60}\)\s*)?"
    r"(?:\[[^\[\]]{0,3}\[?(?:abs|pdf|ps|html|src|txt|view|other|format)\b.*)?",
    re.IGNORECASE,
)
"""The head of an entry of a list."""
_MARKED = re.compile(r"^\[?\d{1,5}[\].]|\[", re.ASCII)
"""What stands beside the id in such a head."""
_SHOWING = re.compile(r"\(showing (?:first )?(\d{1,5}) of \d{1,6} entries\)", re.IGNORECASE)
"""How many entries a list shows below a heading."""
_TITLE_WITHIN = 4
"""Lines below the head of an entry in which its title stands."""
_LABEL = re.compile(
    r"(Title|Authors?|Comments?|Subjects?|Journal[- ]ref(?:erence)?|(?:Related )?DOI|Report[- ](?:no|number)"
    r"|(?:MSC|ACM)[- ]class(?:es)?|Abstract|Cite as|Submitted|License)"
    r"(?:\s*:\s*\|?\s*|\s+(?=\d{1,2} [A-Z][a-z]+,? \d{4};))(.*)"
)
_SHORT, _FULL = "▽ More", "△ Less"
"""What stands behind the beginning of an abstract among the results of a search, and behind the whole."""
_LONG = 200
"""Characters of a paragraph that may be nothing but an abstract."""
_SPOKEN = re.compile(r"\b(?:I|my|me|your?)\b|^(?:note|todo)\b", re.IGNORECASE)
"""Words of somebody who speaks for themselves or to a reader, as few abstracts do."""
_MOST = 0.5
"""The share of a list's entries beyond which they have abstracts, so that what stands below one is its own."""
_ENDED = re.compile(
    r"\[? ?(?:total of \d|showing (?:up to|new|first)|links to:)|(?:new|cross|replace)[- ]?\w* ?(?:submissions|lists?)?"
    r" (?:\(?showing|for (?:mon|tue|wed|thu|fri|sat|sun))|(?:mon|tue|wed|thu|fri|sat|sun)\w*, \d{1,2} \w+ \d{4}\b"
    r"|(?:about|help|contact|next|prev(?:ious)?)$",
    re.IGNORECASE,
)
"""A line that is none of an entry's."""
_CITED = re.compile(rf"Cite as\s*:\s*\|?\s*{_ID}\b.*", re.DOTALL)
_OWN_ID = (
    re.compile(rf"\*?\*?{_ID}\*?\*?\s*\([a-z-]+(?:\.[A-Za-z-]+)?\)"),
    re.compile(rf".{{0,80}}>\s*{_ID}", re.DOTALL),
    re.compile(r"\[(?P<id>[\w.-]+(?:/\d{7})?)\]\s.*", re.DOTALL),
)
"""How the page of a paper says above its title which it is of; below it stands how to cite it."""
_CLASSES = re.compile(r"(?:\s+[a-z-]+(?:\.[A-Za-z-]+)?)+")
"""The classes behind the head of an entry, among the results of a search."""
_SOURCE = re.compile(r"URL Source:\s*(https?://(?:[\w-]+\.)*(?:arxiv|ar5iv)\.org/\S+)", re.IGNORECASE)
"""How a reader service (https://github.com/jina-ai/reader) names the page that it read, below the title."""
_OWN_TITLE = re.compile(r"^\[[\w./-]+\]\s+|(?<!\s)\s+[|-]\s+arXiv(?:\.org)?$")
_FILE = re.compile(r"|\S+|arXiv:.*", re.IGNORECASE)
"""The title of a file in place of a paper's."""
_INTRODUCTION = re.compile(r"(?:1|I)?\.?\s*Introduction$", re.IGNORECASE)
_NUMBER = re.compile(r"^\[\d{1,2}\]\s+(?=(?:Title|URL Source|Description|Published Time):)")
_BESIDE_ABSTRACT = re.compile(r"^(?:View PDF|Download PDF|PDF)?\s*+(?:HTML \(experimental\)\s*+)?(?=Abstract:)")
_SUBMITTED = re.compile(r"[\[(]Submitted on (\d{1,2} \w+ \d{4})")
_ALONE = re.compile(r"\[Submitted on [^\[\]]{1,200}\]")
_UNSHOWN = ("Title", "Authors", "Abstract")
"""Labels that a browser does not show on the page of a paper, in their order."""
_FIRST_OF = re.compile(r"v1 submitted (\d{1,2} \w+,? \d{4})")
_ASIDE = re.compile(r"(?:View|Download) (?:a )?PDF|\[Submitted|\(Submitted|HTML \(exp|TeX Source")
_LINK = re.compile(r"!?\[([^\[\]]{0,500})\]\(([^()\s]{0,1000})(?:\s+\"[^\"]{0,300}\")?\)")
_IMAGE = re.compile(r"!\[[^\[\]]{0,500}\]\([^()]{0,1000}\)")
_DRESS = re.compile(r"^\s*(?:>\s*)*(?:#{1,6}\s+)?(?:[*+-]\s+(?=\[?\d|arXiv:))?|\*\*")
_WITHIN = 80
"""Lines between what the page of a paper says of it, and of an abstract before what follows it."""

_Line = tuple[int, str]
"""(number of a line, from 1; what it shows)"""


@dataclass(slots=True)
class _Found:
    """What a page says of a paper."""

    line: int
    arxiv_id: str
    fields: dict[str, str] = field(default_factory=dict)
    below: _Line = (0, "")
    """The paragraph that stands below the entry of a list without a label: its abstract, or somebody's words."""


def sniff(text: str) -> bool:
    """Whether the text is a page of arXiv with a paper on it."""
    return begins(text) > 0


def begins(text: str) -> int:
    """The line where the page begins to tell of its first paper, 0 for any other text."""
    return next((found.line for found in _found(text)), 0)


def signs(text: str) -> Iterator[tuple[int, str]]:
    """The lines where entries of lists, pages of one paper, and pages as a reader service gives them begin."""
    if (lines := _lines_of(text)) is None:
        return
    heads = {lines[at][0]: "list" for at in range(len(lines)) if _head(lines, at)}
    served = {lines[at][0]: id for at in range(len(lines)) if (id := _source_id(lines, at))}
    # A page that is served tells its paper as the page itself does.
    single = {found.line for found in _single(lines) if found.arxiv_id not in served.values()}
    yield from sorted([*heads.items(), *((line, "served") for line in served), *((line, "single") for line in single)])


def _lines_of(text: str) -> list[_Line] | None:
    """The lines of a text, with labels; None where none is of such a page."""
    if ("Title:" not in text and "[Submitted on " not in text) or _ANY_ID.search(text) is None:
        return None
    return _labelled(list(_lines(text)))


def parse(text: str) -> Parsed:
    """Read every paper of the page."""
    papers: list[Paper] = []
    problems = list(_lost(text))
    entries = list(_found(text))
    with_abstracts = sum("abstract" in found.fields or _is_paragraph(found.below[1]) for found in entries)
    for found in entries:
        if not found.fields.get("title"):
            problems.append(Problem(found.line, "an entry without a title, skipped", excerpt(found.arxiv_id)))
            continue
        line, below = found.below
        if _is_paragraph(below) and (with_abstracts > _MOST * len(entries) or reads_like_abstract(below)):
            found.fields.setdefault("abstract", below)
        elif _is_sentence(below) or _SPOKEN.search(below):
            problems.append(
                Problem(line, "words below an entry that need not be its abstract, not read", excerpt(below))
            )
        papers.append(_paper(found))
        problems += cut_short(found.line, papers[-1])
    return Parsed(tuple(papers), tuple(sorted(problems, key=lambda problem: problem.line)))


def _lost(text: str) -> Iterator[Problem]:
    """Where a list says that it shows more entries than there are below, as far as the next that says so."""
    lines = _lines_of(text) or []
    said = [(at, int(mark[1])) for at, (_, line) in enumerate(lines) if (mark := _SHOWING.search(line))]
    heads = [at for at in range(len(lines)) if _head(lines, at)] if said else []
    for (at, shown), (end, _) in pairwise([*said, (len(lines), 0)]):
        if (found := sum(at < head < end for head in heads)) < shown:
            message = f"the page says that it shows {count(shown, 'entry', 'entries')}, of which {found} can be read"
            yield Problem(lines[at][0], message, excerpt(lines[at][1]))


def _found(text: str) -> Iterator[_Found]:
    """What the page says of each paper: the entries of a list, else those of pages of one."""
    if (lines := _lines_of(text)) is None:
        return
    heads = [at for at in range(len(lines)) if _head(lines, at)]
    if not heads:
        if sources := [at for at in range(len(lines)) if _source_id(lines, at)]:
            yield from _single(lines[: sources[0]])
            yield from _served(lines, sources)
            return
        yield from _single(lines)
        return
    served = [at for at in range(len(lines)) if _is_served(lines, at)]
    for start, end in pairwise([*heads, len(lines)]):
        yield _listed(lines[start : next((at for at in served if start < at < end), end)], _head(lines, start))


def _lines(text: str) -> Iterator[_Line]:
    """The lines that a page shows: those of its source, or of a text without the marks of Markdown."""
    if is_page(text):
        for number, line in html.lines(text):
            yield number, line
            yield number, ""
        return
    for number, raw in enumerate(split_lines(text), start=1):
        line = raw
        if "](" in raw:
            line = _LINK.sub(r"\1", _LINK.sub(r"\1", _IMAGE.sub("", raw)))
        if line.startswith("|"):
            line = line.strip("| \t")
        yield number, _BESIDE_ABSTRACT.sub("", _NUMBER.sub("", clean_line(_DRESS.sub("", line))))


def _labelled(lines: list[_Line]) -> list[_Line]:
    """The lines with the labels that the page of one paper does not show: what is copied from a browser has the title,
    the authors and the abstract below each other, between the day of submission and how to cite it."""
    for at in (at for at, (_, line) in enumerate(lines) if _ALONE.fullmatch(line)):
        end = next((below for below in range(at + 1, min(len(lines), at + _WITHIN)) if _is_below(lines[below][1])), at)
        said = [mark[1] for _, line in lines[at + 1 : end] if (mark := _LABEL.match(line))]
        unsaid = [label for label in _UNSHOWN if label not in said]
        told = [n for n in range(at + 1, end) if lines[n][1] and not _ASIDE.match(lines[n][1])]
        free = [n for n in told if not _LABEL.match(lines[n][1])]
        cited = any(_id_in(line, _CITED) for _, line in lines[end : end + _WITHIN])
        if "Title" in unsaid and len(free) >= len(unsaid) and cited:
            for number, label in zip(free, unsaid, strict=False):
                lines[number] = (lines[number][0], f"{label}: {lines[number][1]}")
    return lines


def _head(lines: Sequence[_Line], at: int) -> str:
    """The arXiv id of the entry of a list that begins in a line, "" where none does."""
    line = lines[at][1]
    if len(line) > 300 or (match := _LISTED.match(line)) is None or not _MARKED.search(line):
        return ""
    if match.end() < len(line) and "[" not in line[match.start("id") :]:
        return ""
    arxiv_id = find_arxiv_id(f"arXiv:{match['id']}")
    below = [shown for _, shown in lines[at + 1 : at + 4 * _TITLE_WITHIN] if shown][:_TITLE_WITHIN]
    return arxiv_id if any(shown.startswith("Title:") for shown in below) else ""


def _listed(lines: Sequence[_Line], arxiv_id: str) -> _Found:
    """An entry of a list; a line below its title is of it, or the authors where nothing else says who they are."""
    found = _Found(lines[0][0], arxiv_id)
    if classes := _CLASSES.fullmatch(lines[0][1].rpartition("]")[2]):
        found.fields["classes"] = classes[0]
    name, broken = "", False
    unlabelled: list[str] = []
    labels = (label for _, line in lines if (label := _LABEL.match(line)))
    names_follow = any(_name(label[1]) == "authors" for label in labels)
    for at, (number, line) in enumerate(lines[1:], start=1):
        if not line:
            broken = True
            continue
        if _ENDED.match(line):
            break
        if (label := _LABEL.match(line)) is not None:
            name, broken = _name(label[1]), not label[2] and broken
            found.fields.setdefault(name, label[2])
        elif name and not found.fields[name]:
            found.fields[name] = line
        elif _goes_on(name, found.fields.get(name, ""), broken=broken) or (name == "title" and names_follow):
            found.fields[name] += f" {line}"
            if name == "authors":
                unlabelled.append(line)
        elif name == "title" and "authors" not in found.fields:
            name, unlabelled = "authors", [line]
            found.fields[name] = line
        elif "subjects" in found.fields and name != "abstract":
            paragraph = _first_lines(lines[at : at + _WITHIN])
            found.below = (number, paragraph) if _is_paragraph(paragraph) or not found.below[0] else found.below
            if _is_paragraph(paragraph):
                break
        else:
            continue  # What stands below an empty line and says nothing of the paper ends there, if not before a label.
        broken = False
    if len(unlabelled) > 1 and not names_follow:
        _part_title(found, unlabelled)
    return found


def _part_title(found: _Found, below: Sequence[str]) -> None:
    """Part the lines below a title into those that go on with it and the authors: these begin with the first line that
    lists several names, and are the last line where none does."""
    at = next((at for at, line in enumerate(below) if _lists_names(line)), len(below) - 1)
    found.fields["title"] = " ".join([found.fields["title"], *below[:at]])
    found.fields["authors"] = " ".join(below[at:])


def _lists_names(line: str) -> bool:
    """Whether a line lists several names, of which the last may be cut."""
    parts = [part.strip() for part in line.split(",") if part.strip()]
    return "," in line and not line[0].islower() and may_be_persons(parts, introduced=True)


def _first_lines(lines: Sequence[_Line]) -> str:
    """The first paragraph of some lines, up to one that is none of an entry's."""
    return " ".join(line for _, line in takewhile(lambda told: told[1] and not _ENDED.match(told[1]), lines))


def _is_paragraph(text: str) -> bool:
    """Whether a text is long, or ends as sentences do, and nobody speaks there for themselves."""
    return len(text) > _LONG or (_is_sentence(text) and not _SPOKEN.search(text))


def _is_sentence(text: str) -> bool:
    return text.removesuffix(_FULL).rstrip().endswith((".", "?", "!", "…", _SHORT))


def _goes_on(name: str, told: str, *, broken: bool) -> bool:
    """Whether a line that says nothing else goes on with what stands above it."""
    if broken or not name or name == "title":
        return False
    return name != "subjects" or not told.endswith(")")


def _single(lines: Sequence[_Line]) -> Iterator[_Found]:
    """What pages of one paper say: each has a title and an abstract, and authors or when it was submitted."""
    titles = [at for at, (_, line) in enumerate(lines) if line.startswith("Title:")]
    before = 0
    for title, following in pairwise([*titles, len(lines)]):
        end = min(following, title + _WITHIN)
        abstract = next((below for below in range(title, end) if lines[below][1].startswith("Abstract")), -1)
        if abstract < 0:
            continue
        authors = next((at for at in range(title, abstract) if lines[at][1].startswith("Author")), title)
        top = max(before, title - _WITHIN)
        if authors == title and not any(_SUBMITTED.search(line) for _, line in lines[max(top, title - 4) : abstract]):
            continue
        cited = (_id_in(lines[below][1], _CITED) for below in range(abstract, following))
        dated = next((at for at in range(max(top, title - 4), title) if _SUBMITTED.search(lines[at][1])), title)
        above, own = next(
            ((line, id) for line in range(title, top - 1, -1) if (id := _id_in(lines[line][1], *_OWN_ID))), (dated, "")
        )
        if arxiv_id := next(filter(None, cited), own):
            yield _page_of(lines[above:following], title - above, authors - above, abstract - above, arxiv_id)
            before = abstract + 1


def _served(lines: Sequence[_Line], starts: Sequence[int]) -> Iterator[_Found]:
    """What a reader service tells of pages, each below a title and an address; () of those that are no paper's."""
    for start, end in pairwise([*starts, len(lines)]):
        number, title = lines[start]
        arxiv_id = _source_id(lines, start)
        told = next(_single(lines[start:end]), None) or next(_single(lines[start + 1 : end]), None)
        found = told or _Found(number, arxiv_id, {"title": _OWN_TITLE.sub("", title.partition(":")[2].strip())})
        found.line, found.arxiv_id = number, arxiv_id
        if told is None:
            heading = (at for at in range(start, end) if lines[at][1].rstrip(":.").lower() == "abstract")
            label = (at for at in range(start, end) if lines[at][1].startswith("Abstract:"))
            if (at := next(label, -1)) >= 0:
                found.fields["abstract"] = _abstract(lines, at)
            elif (at := next(heading, -1)) >= 0:
                found.fields["abstract"] = _first_paragraph(lines[at + 1 : at + _WITHIN])
        if arxiv_id and not _FILE.fullmatch(found.fields["title"]):
            yield found


def _source_id(lines: Sequence[_Line], at: int) -> str:
    """The arXiv id of the address that a reader service names below a title, "" where none does."""
    below = [line for _, line in lines[at + 1 : at + 5] if line][:1] if _is_served(lines, at) else []
    return next((id for line in below if (match := _SOURCE.fullmatch(line)) and (id := find_arxiv_id(match[1]))), "")


def _is_served(lines: Sequence[_Line], at: int) -> bool:
    """Whether a page begins in a line as a reader service gives it: with its title, and below that its address."""
    below = next((line for _, line in lines[at + 1 : at + 5] if line), "")
    return lines[at][1].startswith("Title:") and below.startswith("URL Source:")


def _first_paragraph(lines: Sequence[_Line]) -> str:
    """The first paragraph, where it ends before the lines do; "" where it reads like no abstract."""
    told: list[str] = []
    for _, line in lines:
        if (not line and told) or _INTRODUCTION.match(line):
            text = " ".join(told)
            return text if reads_like_abstract(text) else ""
        if line:
            told.append(line)
    return ""


def _id_in(line: str, *patterns: re.Pattern[str]) -> str:
    """The arXiv id that a line of one of these forms tells, "" for any other."""
    matches = (pattern.fullmatch(line) for pattern in patterns)
    return next((id for match in matches if match and (id := find_arxiv_id(f"arXiv:{match['id']}"))), "")


def _page_of(lines: Sequence[_Line], title: int, authors: int, abstract: int, arxiv_id: str) -> _Found:
    """The page of one paper, of which these lines are known."""
    found = _Found(lines[0][0], arxiv_id)
    found.fields["title"] = _paragraph(lines, title, authors if authors != title else abstract)
    found.fields["authors"] = _paragraph(lines, authors, abstract) if authors != title else ""
    found.fields["abstract"] = _abstract(lines, abstract)
    for at, (_, line) in enumerate(lines):
        if (label := _LABEL.match(line)) is not None and (name := _name(label[1])) not in found.fields:
            found.fields[name] = label[2] or next((shown for _, shown in lines[at + 1 : at + 4] if shown), "")
        if (date := _SUBMITTED.search(line)) is not None:
            found.fields.setdefault("submitted", date[1])
    return found


def _paragraph(lines: Sequence[_Line], start: int, end: int) -> str:
    """What a label says: the rest of its line, or the next that says something, and what goes on with it."""
    told = [lines[start][1].partition(":")[2].strip()]
    for _, line in lines[start + 1 : end]:
        if (not line and any(told)) or _LABEL.match(line) or _ASIDE.match(line):
            break
        told.append(line)
    return " ".join(filter(None, told))


def _abstract(lines: Sequence[_Line], start: int) -> str:
    """The abstract up to what a page says below it; its first paragraph where nothing of that follows."""
    end = next((at for at in range(start + 1, min(len(lines), start + _WITHIN)) if _is_below(lines[at][1])), 0)
    if not end:
        return _paragraph(lines, start, len(lines))
    first = lines[start][1].partition("Abstract")[2].removeprefix(":")
    return " ".join(filter(None, [first.strip(), *(line for _, line in lines[start + 1 : end])]))


def _is_below(line: str) -> bool:
    label = _LABEL.match(line)
    return label is not None and _name(label[1]) in ("comments", "subjects", "cite as", "journal", "doi")


def _name(label: str) -> str:
    """The one name of what arXiv has called differently over the years."""
    name = label.lower()
    for known in ("author", "comment", "subject"):
        if name.startswith(known):
            return f"{known}s"
    if name.startswith("journal"):
        return "journal"
    return "doi" if name.endswith("doi") else name


def _paper(found: _Found) -> Paper:
    told = found.fields
    abstract = told.get("abstract", "")
    if _SHORT in abstract:
        abstract = abstract.partition(_SHORT)[2] or abstract
    submitted = told.get("submitted", "")
    first = _FIRST_OF.search(submitted)
    classes = re.findall(r"\(([a-z-]+(?:\.[A-Za-z-]+)?)\)", told.get("subjects", ""))
    doi = told.get("doi", "").removesuffix(" Focus to learn more").split(" ")[0]
    return Paper(
        id="",
        title=told["title"][:TITLE_LIMIT],
        abstract=clean_line(abstract.partition(_FULL)[0])[:ABSTRACT_LIMIT],
        authors=names(told.get("authors", "")),
        more_authors=are_more(told.get("authors", "")),
        published=date_written(first[1] if first else submitted.partition(";")[0]) or arxiv_year(found.arxiv_id),
        venue=told.get("journal", ""),
        arxiv_id=found.arxiv_id,
        doi=normal_doi(doi),
        keywords=tuple(dict.fromkeys(classes or told.get("classes", "").split())),
    )
