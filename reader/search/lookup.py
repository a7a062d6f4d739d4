"""What a line names is looked up, before anything is searched: an arXiv id, a DOI, an address, a citation key, a title.

The table of names grows and shrinks paper by paper, so that a name is found at once however large the library is. A key
that is made of a paper's facts stands in no table: the words in it lead to the few papers that may have it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from reader.citation_keys import forms_of
from reader.identity import normal_doi
from reader.naming import LIKE_YEAR, file_named, id_begun, kind_of_name, names_of, names_told
from reader.paper import Paper
from reader.persons import sound
from reader.query import Filter, Node, Or, Phrase, Query, Word, parse
from reader.query.line import is_link, slug_words
from reader.query.nodes import all_of, tops, wanted
from reader.search.entries import Entries
from reader.search.hits import Hits
from reader.search.names import KEYED
from reader.search.otherwise import free_text
from reader.search.postings import AUTHORS, TITLE
from reader.search.titled import bearers, whole_titles
from reader.text import fold, shortened, words

_CITED = re.compile(r"\\[a-zA-Z]*cite[a-zA-Z]*\*?\s*(?:\[[^\]]*\]\s*)*\{(?P<keys>[^{}]+)\}")
"""A command of LaTeX that cites."""
_RECORD = re.compile(r"\s*@[a-zA-Z]+\s*[{(]\s*(?P<key>[^\s,{}()]+)\s*,")
"""The beginning of a record of BibTeX."""
_MARKED = re.compile(
    r"\[?\s*-?@\{?(?P<key>[\w:.#$%&+?<>~/-]+?)\}?(?:,[^;@\]]*)?\s*(?:[;,]\s*(?=-?@)|\s(?=-?@)|\]?\s*$)"
)
"""A key as pandoc cites it, alone or in a list."""
_NUMBERED = re.compile(r"\d[\d.]|[a-z]/\d", re.IGNORECASE)
"""What stands in the beginning of an arXiv id."""
_KEY = re.compile(r"[^\W_][\w:.+/-]{3,}")
_DOI_END = re.compile(r"(?=[^\W\d_]*\d)(?=\d*[^\W\d_])[^\W_][\w.()-]{5,}")
"""A word of letters and digits that the end of a DOI may be."""
_OTHER_WORDS = frozenset(
    """
    abs abstract access acl ad al and arxiv at available cl com conference cs cv doi edition eprint et eess fig from
    html http https in id journal lg ml online open org page paper pdf pp preprint print proc proceedings published see
    stat the url version vol volume www
    """.split()  # noqa: SIM905
)
"""Words that stand beside the name of a paper and say nothing of what it is about."""
_TOPICAL = frozenset(
    "abstract access conference edition journal online open page stat version volume".split()  # noqa: SIM905
)
BESIDE_NAMES = _OTHER_WORDS - _TOPICAL
"""Those of them that a line is never about."""
_TELLING = 4
"""So many other words beside a name that no paper has are the title of a paper, maybe."""
_SHOWN = 60
"""Characters of a name in a sentence about it."""
_SAID = 2
"""So many names stand in it."""
_OTHERS = frozenset((("et", "al"), ("and", "others"), ("and", "colleagues"), ("and", "coauthors")))
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_PAGES = ("p", "pp", "page", "pages")
_FIRST_AND_LAST = 2
_BETWEEN_NAMES = ("and", "with", "und", "et", "al")
_BESIDE_CITED = 2
"""So many words of a citation are no names: its year, and what joins two people."""
_BEST = 20
"""So many of the hits may be of the month that is meant."""
_LED = 100
"""So many of the hits may be of the first author that is meant."""
_MOST = 300
"""Where more papers than this may have a key, it is none."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, and the papers among which it is to be answered."""

    query: Query
    papers: Mapping[str, Paper]
    named: bool = False
    """Whether they are papers that it names."""
    sentence: str = ""
    """That no paper has what it names, where nothing is found."""
    shown: Query | None = None
    """What is shown in the papers where that is not what the query asks for."""
    first_author: str = ""
    """The name of whom it says that there are more authors."""
    month: str = ""
    """The month that it names beside a year, as dates are written."""


def asked(entries: Entries, query: Query, papers: Mapping[str, Paper], key_of: Callable[[Paper], str]) -> Asked:
    """A query without the names of papers in it, and the papers that have them.

    The words beside a name are about it, so that they are no more asked for where a paper has the name; where none has
    it they are, if they are enough for a title.
    """
    if _NUMBERED.search(query.text) and (begun := id_begun(free_text(query, named=True))):
        ids = begun_by(entries, begun, papers)
        sentence = "" if ids else f"No paper has an arXiv id that begins with {begun}."
        return Asked(replace(query, root=None), _held(ids, papers), named=True, sentence=sentence, shown=parse(begun))
    query, first = (query, "") if query.exact else _without_others(query)
    query = query if query.exact else _without_pages(query)
    query, month = (query, "") if query.exact else _without_month(query)
    nodes = tops(query.root)
    names = [name for node in nodes for name in bare(node)]
    if not names:
        keys = cited(query.text) if not query.exact else ()
        ids = [id for key in keys for id in keyed(entries, key, papers, key_of) or doi_ended(entries, key, papers)]
        if not ids:
            return Asked(query, papers, first_author=first, month=month)
        shown = replace(query, root=all_of([Word(run) for key in keys for run in _runs(key)]))
        return Asked(replace(query, root=None), _held(ids, papers), named=True, shown=shown)
    rest = [node for node in nodes if not bare(node)]
    found = {name: [id for id in named(entries, name, papers) if id in papers] for name in names}
    ids = [id for name in names for id in found[name]]
    if not (ids or query.exact) and len(names) == 1 and (doi := normal_doi(names[0].value)):
        ids = begun_by(entries, doi, papers)
    if ids or query.exact:
        return Asked(replace(query, root=all_of(rest) if query.exact else None), _held(ids, papers), named=True)
    about = [node for node in rest if isinstance(node, Word | Phrase)]
    telling = sum(isinstance(node, Phrase) or node.text not in _OTHER_WORDS for node in about)
    sentence = _sentence(names)
    if telling >= _TELLING or (telling and (is_link(query.text) or _is_title(entries, about, papers))):
        return Asked(replace(query, root=all_of(rest)), papers, first_author=first, sentence=sentence)
    if not about and (slug := next(filter(None, (_words_in(entries, name.value, papers) for name in names)), "")):
        read = parse(slug)
        return Asked(replace(read, root=all_of([*tops(read.root), *rest]), sort=query.sort), papers, sentence=sentence)
    return Asked(replace(query, root=None), {}, named=True, sentence=sentence)


def _is_title(entries: Entries, about: Sequence[Node], papers: Mapping[str, Paper]) -> bool:
    """Whether the words beside a name are the title of a paper, or the name that one begins with."""
    words = [node.text for node in about if isinstance(node, Word) and node.text not in BESIDE_NAMES]
    return bool(_titled(entries, " ".join(words), papers))


def _titled(entries: Entries, line: str, papers: Mapping[str, Paper]) -> list[str]:
    return whole_titles(entries, line, papers) or bearers(entries, line, papers)


def _words_in(entries: Entries, name: str, papers: Mapping[str, Paper]) -> str:
    """The words of a title in the name of a paper: those of an address, or behind the id that a file is named by."""
    id, behind = file_named(name)
    if not id:
        return slug_words(name)
    return behind if len(behind.split()) >= _TELLING or _titled(entries, behind, papers) else ""


def _without_others(query: Query) -> tuple[Query, str]:
    """A query without "et al." and the like beside other words, and the word before that: the name of a first author,
    or ""."""
    nodes, first = list(tops(query.root)), ""
    texts = [node.text if isinstance(node, Word) else "" for node in nodes]
    for at in range(len(texts) - 1, 0, -1):
        if (texts[at - 1], texts[at]) in _OTHERS and len(nodes) > 2:
            del nodes[at - 1 : at + 1]
            first = texts[at - 2] if at > 1 else ""
    return (replace(query, root=all_of(nodes)), first) if len(nodes) < len(texts) else (query, "")


def _without_month(query: Query) -> tuple[Query, str]:
    """A query without a month beside a year, and both as a date begins with them ("2024-12"); or the query and ""."""
    nodes = [part for node in tops(query.root) for part in tops(node)]
    texts = [node.text if isinstance(node, Word) else "" for node in nodes]
    for at, text in enumerate(texts):
        for beside in (at - 1, at + 1):
            if not LIKE_YEAR.fullmatch(text) or not 0 <= beside < len(texts):
                continue
            written = re.search(rf"\b{text}[-/]{texts[beside]}\b", query.text) if beside > at else None
            number = int(texts[beside]) if written and texts[beside].isdecimal() else _month(texts[beside])
            if 1 <= number <= len(_MONTHS):
                kept = [node for place, node in enumerate(nodes) if place != beside]
                return replace(query, root=all_of(kept)), f"{text}-{number:02}"
    return query, ""


def _without_pages(query: Query) -> Query:
    """A query without the pages that a citation gives behind its year: "Shapley, 1953, p. 3", "(1953, pp. 3-9)"."""
    nodes = [part for node in tops(query.root) for part in tops(node)]
    texts = [node.text if isinstance(node, Word) else "" for node in nodes]
    for at in range(1, len(texts) - 1):
        if LIKE_YEAR.fullmatch(texts[at]) and texts[at + 1] in _PAGES:
            numbers = list(takewhile(str.isdecimal, texts[at + 2 :]))
            if at + 2 + len(numbers) == len(texts) and 0 < len(numbers) <= _FIRST_AND_LAST:
                return replace(query, root=all_of(nodes[: at + 1]))
    return query


def _month(word: str) -> int:
    """Which month a word names, whole or by its first letters; 0 for none."""
    found = (at for at, month in enumerate(_MONTHS, 1) if word in (month, month[:3], month[:4]) and len(word) > 2)
    return next(found, 0)


def led_by_month(hits: Hits, papers: Mapping[str, Paper], month: str) -> Hits:
    """The hits with those of the best first that are of a month."""
    return hits.led([id for id in hits.ids[:_BEST] if papers[id].published.startswith(month)]) if month else hits


def led_by_author(hits: Hits, papers: Mapping[str, Paper], query: Query, name: str = "") -> Hits:
    """The hits with those first that are by a first author of this name; by default those that the query cites (see
    `_cites`), else those by the word before the year with which a query begins."""
    said = query.words
    dated = not name and any(map(LIKE_YEAR.fullmatch, said))
    if dated and (cited := [id for id in hits.ids[:_LED] if _cites(said, papers[id])]):
        return hits.led(cited)
    if not name and len(said) > 2 and LIKE_YEAR.fullmatch(said[1]):
        name = said[0]
    if not name:
        return hits
    return hits.led([id for id in hits.ids[:_LED] if name in words(next(iter(papers[id].authors), ""))])


def _cites(said: Sequence[str], paper: Paper) -> bool:
    """Whether words are nothing but the names of a paper's authors, that of the first one among them, and its year:
    "(Bell, 1964)", "Garcia Lopez and Kim 2013"."""
    names = [word for word in said if not LIKE_YEAR.fullmatch(word) and word not in _BETWEEN_NAMES]
    if not names or str(paper.year or "") not in said or len(said) - len(names) > _BESIDE_CITED:
        return False
    first, held = (
        {sound(word) for name in some for word in words(name)} for some in (paper.authors[:1], paper.authors)
    )
    letters = {word[0] for word in held}
    told = list(map(sound, names))
    return not first.isdisjoint(told) and all(word in held or word in letters for word in told)


def bare(node: Node) -> tuple[Filter, ...]:
    """The names that a part of a query is made of, () for any other part."""
    found = node.nodes if isinstance(node, Or) else (node,)
    names = tuple(one for one in found if isinstance(one, Filter) and one.bare)
    return names if len(names) == len(found) else ()


def named(entries: Entries, name: Filter, papers: Mapping[str, Paper]) -> Iterable[str]:
    """The ids of the papers that have a name: those by which it most surely tells one."""
    if not entries.count:  # An index that knows no paper.
        told = names_told(name.value)
        held = {id: names_of(paper) for id, paper in papers.items()}
        return next(filter(None, ([id for id, names in held.items() if one in names] for one in told)), ())
    return next(filter(None, map(entries.names.papers, names_told(name.value))), ())


def begun_by(entries: Entries, begun: str, papers: Mapping[str, Paper]) -> list[str]:
    """The ids of the papers whose arXiv ids begin so, in the order of these."""
    if not entries.count:
        found = sorted((paper.arxiv_id, id) for id, paper in papers.items() if paper.arxiv_id.startswith(begun))
        return [id for _, id in found]
    return [id for name in entries.names.beginning(begun) for id in entries.names.papers(name) if id in papers]


def doi_ended(entries: Entries, end: str, papers: Mapping[str, Paper]) -> list[str]:
    """The ids of the papers with a DOI that ends so behind a slash, as files of a publisher are called ("nmat4270")."""
    if _DOI_END.fullmatch(end) is None or end.lower() in entries.vocabulary:
        return []
    behind = f"/{end.lower()}"
    names: list[str] = entries.noted(
        ("doi", behind), lambda: [name for name in entries.names.beginning("10.") if name.endswith(behind)]
    )
    return [id for name in names for id in entries.names.papers(name) if id in papers]


def cited(text: str) -> tuple[str, ...]:
    """The citation keys that a line is made of; one that nothing marks is the whole of it."""
    if match := _RECORD.match(text):
        return (match["key"],)
    if found := _CITED.findall(text):
        return tuple(key.strip() for keys in found for key in keys.split(",") if key.strip())
    if "@" in text:
        marked = list(_MARKED.finditer(text))
        return tuple(one["key"] for one in marked) if "".join(one[0] for one in marked) == text.strip() else ()
    plain = text.strip()
    return (plain,) if _KEY.fullmatch(plain) and not plain.isalpha() else ()


def keyed(entries: Entries, key: str, papers: Mapping[str, Paper], key_of: Callable[[Paper], str]) -> list[str]:
    """The ids of the papers that a citation key names: that with which they came, or that which is made of them."""
    if came := [id for id in entries.names.papers(KEYED + key.lower()) if id in papers]:
        return came
    if key.lower() in entries.vocabulary:
        return []
    starts, titles = entries.postings.table(AUTHORS), entries.postings.table(TITLE)
    found: set[int] = set()
    for form in {key, key.rpartition("-")[0]}:
        held = [set(starts.get(run, ())).union(titles.get(run, ())) for run in _runs(form)]
        fitting = set.intersection(*filter(None, held)) if any(held) else set()
        found |= fitting if len(fitting) <= _MOST else set()
    wanted = key.lower()
    likely = [
        paper for slot in entries.ordered(found) if (paper := entries.papers[slot]) is not None and paper.id in papers
    ]
    return [paper.id for paper in likely if key_of(paper).lower() in map(str.lower, forms_of(wanted, paper.id))]


def _runs(key: str) -> list[str]:
    """The words in a citation key: what stands between signs and the year."""
    return [run for run in re.split(r"(?<!\d)(?:19|20)?\d\d(?!\d)|[\W_]+", fold(key)) if run]


def named_spans(paper: Paper, query: Query) -> dict[str, list[tuple[int, int]]]:
    """The facts of a paper, whole, by which a query names it."""
    asked_for = [leaf.value for leaf in wanted(query.root) if isinstance(leaf, Filter) and leaf.field == "id"]
    told = {name for value in asked_for for name in names_told(value)}
    keys = {key.lower() for key in (*asked_for, *cited(query.text))}
    found = {
        "arxiv_id": paper.arxiv_id if paper.arxiv_id in told else "",
        "doi": paper.doi if paper.doi in told else "",
        "url": paper.url if told and not told.isdisjoint(names_of(replace(paper, arxiv_id="", doi=""))) else "",
        "citation_key": paper.citation_key if paper.citation_key.lower() in keys else "",
    }
    return {field: [(0, len(text))] for field, text in found.items() if text}


def _sentence(names: list[Filter]) -> str:
    """That no paper has any of the names."""
    values = [file_named(name.value)[0] or name.value for name in names[:_SAID]]
    said = [f"the {kind_of_name(value)} {shortened(value, _SHOWN)}" for value in values]
    more = f" or any of {len(names) - _SAID} more" if len(names) > _SAID else ""
    return f"No paper has {' or '.join(said)}{more}."


def _held(ids: Iterable[str], papers: Mapping[str, Paper]) -> dict[str, Paper]:
    return {id: papers[id] for id in ids}
