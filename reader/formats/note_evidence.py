"""What shows that a note with properties is on a paper, and not a recipe, a clipping, a meeting or a list of papers.

A title, an author and a year, or a place, anything may have; so may any note lead to a paper in a property such as
`link`. Each of them shows a paper only beside more that does.

    >>> names_venue("NeurIPS 2023"), names_venue("Journal of Lamps"), names_venue("The Atlantic"), names_venue("A pub")
    (True, True, False, False)
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from reader.formats import awesome_list, identifiers
from reader.formats.beginnings import begins_record
from reader.headings import heading_in

_OF_PAPERS = frozenset({
    "journal", "journaltitle", "journal title", "booktitle", "container title", "proceedings", "proceedings title",
    "publication title", "publicationtitle",
})  # fmt: skip
"""Properties that say where a work of research appeared, whatever they hold."""
_VENUE = re.compile(
    r"\b(?:journal|proceedings|proc|transactions|trans|conf|symposium|workshop|letters|annals|lecture notes|ACM|IEEE"
    r"|(?:ar|bio|med|chem|psy)[xr]+iv|preprint|AAAI|ACL|AISTATS|CAV|CHI|COLING|COLT|COLM|CoRL|CVPR|EACL|ECCV|EMNLP|ICASSP"
    r"|ICCV|ICDE|ICLR|ICML|ICRA|ICSE|IJCAI|Interspeech|IROS|KDD|MICCAI|MLSys|NAACL|NeurIPS|NIPS|OOPSLA|OSDI|PLDI|PNAS"
    r"|POPL|RSS|SIG[A-Z]{2,7}|SOSP|STOC|TACL|TMLR|UAI|USENIX|VLDB|WACV|WSDM)\b|conference on\b",
    re.IGNORECASE,
)
_KINDS = ("type", "item type", "itemtype", "note type", "entry type", "category", "categories", "kind", "tags", "tag")
"""Properties that say of what kind a note is."""
_KIND = re.compile(
    r"(?:(?:research|journal|conference|academic|scientific) ?)?(?:paper|article|publication)s?|preprints?|literature"
    r"|inproceedings|(?:literature|paper|reference|source) ?notes?",
    re.IGNORECASE,
)
_TOO_COMMON = re.compile(r"article|publication", re.IGNORECASE)
"""What tags call posts and pages of news, too."""
_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")
_SEVERAL = 2
"""So many authors, and so many papers of a list."""
_ASIDE = re.compile(
    r"\W*(?:\w+ ){0,3}(?:related|references?|citations?|cit(?:es|ed)|see also|similar|links?|further reading|backlinks"
    r"|connections|follow[- ]?ups?|prior|background|bibliography)\b",
    re.IGNORECASE,
)
"""Headings below which a note on a paper names others."""


def names_venue(text: str) -> bool:
    """Whether a text is surely the name of a journal, a conference or a server of preprints."""
    return _VENUE.search(text) is not None


def is_dated_work(properties: Mapping[str, Sequence[str]], told: Mapping[str, Sequence[str]], authors: int) -> bool:
    """Whether a year, beside its authors, is that of a paper: where it appeared is told as only papers have it, or two
    and more people stand in a property `authors`.

    `properties` are the texts by the plain names of the note's own, `told` those by what they tell.
    """
    if not any(map(_YEAR.search, (*told.get("year", ()), *told.get("published", ()), *told.get("date", ())))):
        return False
    if any(properties.get(name) for name in _OF_PAPERS) or any(map(names_venue, told.get("venue", ()))):
        return True
    if told.get("venue") and any(told.get(name) for name in ("volume", "issue", "ISSN")):
        return True
    return bool(told.get("year")) and bool(properties.get("authors")) and authors >= _SEVERAL


def is_on_its_paper(properties: Mapping[str, Sequence[str]], told: Mapping[str, Sequence[str]], authors: int) -> bool:
    """Whether a note that leads to a paper in a property such as `link` or `source` is one on that paper: it tells
    several authors, or when or where the work appeared, what it says or how it is cited, or calls itself one."""
    if authors >= _SEVERAL or any(told.get(name) for name in ("key", "abstract")):
        return True
    if any(map(_YEAR.search, (*told.get("year", ()), *told.get("published", ())))) and authors:
        return True
    if any(map(names_venue, told.get("venue", ()))) or any(
        properties.get(name) for name in (*_OF_PAPERS, "full title")
    ):
        return True
    return any(_is_kind(name, text) for name in _KINDS for text in properties.get(name, ()))


def _is_kind(name: str, text: str) -> bool:
    """Whether a property calls a note one on a paper; of its tags, any of them."""
    common = name in ("tags", "tag", "category", "categories")
    return any(_KIND.fullmatch(word) and not (common and _TOO_COMMON.match(word)) for word in _words(text))


def is_kind(text: str) -> bool:
    """Whether a text says nothing but that something is a paper, an article or a note on one."""
    return all(map(_KIND.fullmatch, _words(text)))


def _words(text: str) -> list[str]:
    """What stands between commas or the signs of tags."""
    return [re.sub(r"[\W_]+", " ", word).strip() for word in re.split(r"[,;\s]\s*#|[,;]", text.removeprefix("#"))]


def lists_papers(body: Sequence[str]) -> bool:
    """Whether what stands below properties is a list of papers rather than a note that names some: so many as, or more
    than, there are paragraphs of other words, but for those below a heading such as "Related work"."""
    text = "\n".join(_without_asides(body))
    if sum(map(begins_record, body)) >= _SEVERAL:
        return True
    if identifiers.sniff(text) and len(identifiers.parse(text).papers) >= _SEVERAL:
        return True
    if awesome_list.begins(text) == 0:
        return False
    found = awesome_list.parse(text)
    papers = len({paper.arxiv_id or paper.doi or paper.url or paper.title for paper in found.papers})
    return papers >= max(_SEVERAL, _paragraphs(found.left))


def _without_asides(body: Sequence[str]) -> list[str]:
    """The lines without the parts whose headings say that others are named there."""
    kept, aside = [], 0
    for line in body:
        level = heading_in(line).level
        if level and (not aside or level <= aside):
            aside = level if _ASIDE.match(line) else 0
        if not aside:
            kept.append(line)
    return kept


def _paragraphs(text: str) -> int:
    """How many paragraphs a text has, but for headings and the heads of tables."""
    found, inside = 0, False
    for line in text.split("\n"):
        says = bool(line.strip()) and not heading_in(line).level and not line.lstrip().startswith("|")
        found += says and not inside
        inside = says
    return found
