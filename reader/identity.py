"""Who is who: arXiv ids, DOIs and addresses in their one spelling, a paper's id, and whether two records are one paper.

arXiv ids follow https://info.arxiv.org/help/arxiv_identifier.html (both schemes), DOIs the DOI Handbook, section 2.2.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import replace
from difflib import SequenceMatcher
from enum import Enum
from urllib.parse import unquote, urlsplit

from reader.paper import Paper
from reader.persons import name_key
from reader.text import fold, words

_ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga"
    "|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph"
    "|q-alg|q-bio|quant-ph|solv-int|supr-con"
)
_NEW_STYLE = r"\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}"
_OLD_STYLE = rf"(?:{_ARCHIVES})(?:\.[a-z]{{2}})?/\d{{2}}(?:0[1-9]|1[0-2])\d{{3}}"
_ARXIV_ID = rf"(?P<id>{_NEW_STYLE}|{_OLD_STYLE})(?:v\d{{1,3}})?(?!\d)"
_ARXIV_BARE = re.compile(rf"(?:arxiv:\s*)?{_ARXIV_ID}", re.IGNORECASE)
_ARXIV_MARKED = re.compile(
    r"(?:arxiv\s*[:.]\s*|arxiv\.org/[a-z]+/|(?:huggingface\.co|hf\.co)/papers/|alphaxiv\.org/[a-z]+/"
    rf"|ar5iv(?:\.labs\.arxiv)?\.org/[a-z]+/|10\.48550/arxiv\.){_ARXIV_ID}",
    re.IGNORECASE,
)
_DOI = re.compile(r"(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:?\s*)?(10\.\d{4,9}(?:\.\d+)*/\S+)", re.IGNORECASE)
_ARXIV_DOI = "10.48550/arxiv."
_TITLE_WORD = re.compile(r"[^\W_]+[+#]*")
_ID = re.compile(r"(?:\d{4}\.\d{4,5}|[a-z-]+-\d{7}|10\.[0-9.]+-[a-z0-9.-]+|[a-z0-9.-]+-[0-9a-f]{10})(?:-\d{1,3})?")

_SLUG_LENGTH = 40
_DIGEST_LENGTH = 10
_NEARLY_EQUAL = 0.8
"""Share of words in common from which two abstracts under one title are revisions of one text."""
_TELLING_ABSTRACT = 10
"""Words from which an abstract tells papers apart ("No abstract available." does not)."""
_PREPRINTS = re.compile(r"^(?:arxiv\b|corr$|ssrn\b|biorxiv\b|medrxiv\b)|://", re.IGNORECASE)
_SMALL_WORDS = frozenset("""
a an and at by for from in of on or the to with der die das und le la les et de
""".split())  # noqa: SIM905  (a list of this length reads best as text)
_GENERIC_WORDS = frozenset("""
introduction introductory editorial editor editors s guest preface foreword prologue epilogue afterword contents
content table index author subject book books review reviews reviewers letter letters correspondence correction
corrections corrigendum corrigenda erratum errata addendum abstract abstracts calendar events event upcoming news
announcement announcements obituary obituaries memoriam memory discussion comment comments commentary reply response
rejoinder conclusion conclusions concluding remarks opening closing summary overview appendix appendices
acknowledgment acknowledgments acknowledgement acknowledgements president chairman chair treasurer secretary message
report reports annual minutes meeting special issue section front back matter cover title page pages program
programme proceedings workshop notes note background glossary bibliography references contributors column questions
answers q advertisement welcome perspective perspectives viewpoint retraction notice supplement supplementary
material materials part chapter volume number untitled paper article vorwort einleitung einfuhrung geleitwort
leitartikel inhalt inhaltsverzeichnis zusammenfassung avant propos resume introduccion prologo prefacio introduzione
prefazione 前言 序 序言 引言 绪论 社论 编者按 卷首语 はじめに まえがき 巻頭言
""".split())  # noqa: SIM905  (a list of this length reads best as text)
_DISTINCT_TITLE = 4
"""Words from which a title can stand for a paper whose authors are unknown."""
_ALIKE_TITLES = 0.6
"""Share of telling words in common below which two titles of one DOI are plainly different."""
_COUNTED = frozenset(["vol", "volume", "no", "number", "issue", "nr", "band", "heft", "pp", "p"])


class Verdict(Enum):
    """Whether two records describe one paper."""

    SAME = "same"
    DIFFERENT = "different"
    POSSIBLE = "possible"
    """One title or one DOI, but nothing proves that they are one paper: the user decides."""


def normal_arxiv_id(text: str) -> str:
    """The arXiv id that the whole of `text` names, without version, prefix and subject class; "" when it names none."""
    match = _ARXIV_BARE.fullmatch(text.strip())
    return _settle_arxiv(match["id"]) if match else ""


def find_arxiv_id(text: str) -> str:
    """The first arXiv id in a text: the text itself, or one marked as such (`arXiv:`, an address); "" when none is."""
    if bare := normal_arxiv_id(text):
        return bare
    match = _ARXIV_MARKED.search(text)
    return _settle_arxiv(match["id"]) if match else ""


def _settle_arxiv(found: str) -> str:
    archive, slash, number = found.lower().partition("/")
    return f"{archive.partition('.')[0]}/{number}" if slash else found


def arxiv_year(arxiv_id: str) -> str:
    """The year in which an arXiv id was given, "YYYY"; "" for "" (ids begin with the year, since 1991)."""
    digits = arxiv_id.rpartition("/")[2][:2]
    if not digits.isdigit():
        return ""
    return f"{'19' if digits >= '91' else '20'}{digits}"


def normal_doi(text: str) -> str:
    """The bare DOI that the whole of `text` names, lower case; "" when it names none."""
    match = _DOI.fullmatch(text.strip())
    if match is None:
        return ""
    doi = unquote(match[1]) if "doi.org/" in text.lower() else match[1]
    doi = doi.rstrip(".,;\"'")
    if doi.endswith(")") and doi.count("(") < doi.count(")"):
        doi = doi[:-1]
    return doi.lower() if " " not in doi and doi.isprintable() else ""


def normal_url(text: str) -> str:
    """An http or https address as it came, "" for everything else (`javascript:` among it)."""
    url = text.strip()
    if not url.isprintable() or any(c in url for c in ' <>"{}|\\^`'):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme.lower() in ("http", "https") and parts.netloc else ""


def identified(paper: Paper) -> Paper:
    """The paper with arXiv id, DOI and address in their one spelling; an arXiv id is also found in the other two."""
    doi, url = normal_doi(paper.doi), normal_url(paper.url)
    arxiv_id = next(filter(None, map(find_arxiv_id, (paper.arxiv_id, doi, url))), "")
    if (arxiv_id, doi, url) == (paper.arxiv_id, paper.doi, paper.url):
        return paper
    return replace(paper, arxiv_id=arxiv_id, doi=doi, url=url)


def title_key(title: str) -> str:
    """A title as it is compared: blind to case, accents, punctuation and spacing ("C++" and "C" stay apart)."""
    folded = fold(title)
    return " ".join(_TITLE_WORD.findall(folded)) or " ".join(folded.split())


def own_doi(paper: Paper) -> str:
    """The DOI that tells papers apart: arXiv's own DOIs only repeat the arXiv id, so they do not count."""
    return "" if paper.doi.startswith(_ARXIV_DOI) else paper.doi


def make_id(paper: Paper) -> str:
    """The id of a paper: from its arXiv id, else its DOI, else its title and abstract.

    Deterministic, of `a-z 0-9 . -` only, never beginning with a dash. Without an abstract the authors' names take part,
    so that two texts called "Introduction" are told apart.
    """
    if paper.arxiv_id:
        return paper.arxiv_id.replace("/", "-")
    if paper.doi:
        plain = paper.doi.replace("/", "-", 1)
        if re.fullmatch(r"10\.[a-z0-9.-]{1,80}", plain):
            return plain
        return f"{_slug(plain)}-{_digest(paper.doi)}"
    rest = " ".join(words(paper.abstract)) or " ".join(sorted(family_names(paper)))
    return f"{_slug(title_key(paper.title)) or 'paper'}-{_digest(title_key(paper.title), rest)}"


def is_id(text: str) -> bool:
    """Whether a text has the shape that `make_id` gives, so that an id carried by a file can be kept."""
    return len(text) <= 100 and _ID.fullmatch(text) is not None


def _slug(text: str) -> str:
    kept = re.sub(r"[^a-z0-9.]+", "-", text).strip("-.")
    if len(kept) > _SLUG_LENGTH:
        kept = kept[: _SLUG_LENGTH + 1].rpartition("-")[0] or kept[:_SLUG_LENGTH]
    return kept.strip("-.")


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:_DIGEST_LENGTH]


def family_names(paper: Paper) -> set[str]:
    """The authors' last words, folded: enough to say that two groups of authors have nobody in common."""
    return {found[-1] for author in paper.authors if (found := words(author))}


def same_abstract(a: str, b: str) -> float:
    """How alike two abstracts are: 1.0 when equal after folding or one is the beginning of the other, else the share
    of words they have in common (Dice's coefficient over bags of words)."""
    if a == b:
        return 1.0
    left, right = words(a), words(b)
    shorter, longer = sorted((left, right), key=len)
    if len(shorter) >= 10 and longer[: len(shorter) - 1] == shorter[:-1]:
        return 1.0
    if left == right:
        return 1.0
    common = (Counter(left) & Counter(right)).total()
    return 2 * common / (len(left) + len(right)) if left or right else 1.0


def same_paper(a: Paper, b: Paper) -> Verdict:
    """Whether two records (`identified`) are one paper.

    Equal arXiv ids: yes. Equal DOIs: yes, unless the titles are plainly different, as those of chapters that carry the
    DOI of their book are, or the arXiv ids differ. Different identifiers: no. Otherwise titles must be equal, and
    `same_text` has the word.
    """
    left, right = own_doi(a), own_doi(b)
    if a.arxiv_id and b.arxiv_id:
        if a.arxiv_id == b.arxiv_id:
            return Verdict.SAME
        return Verdict.POSSIBLE if left and left == right else Verdict.DIFFERENT
    if left and right:
        if left != right:
            return Verdict.DIFFERENT
        mine, others = title_key(a.title), title_key(b.title)
        alike = alike_titles(mine, others)
        if mine == others and is_generic(mine):
            alike = authors_agree(a, b) is not False and not stand_apart(a, b)
        elif not alike and (_is_main_title(a.title, b.title) or _is_main_title(b.title, a.title)):
            alike = authors_agree(a, b) is True and not stand_apart(a, b)
        return Verdict.SAME if alike else Verdict.POSSIBLE
    if title_key(a.title) != title_key(b.title):
        return Verdict.DIFFERENT
    return same_text(a, b)


def same_text(a: Paper, b: Paper) -> Verdict:
    """The verdict on two records of one title that have no identifier in common.

    Abstracts decide where both have one. Without a second abstract the authors must agree by family name and initials,
    the years be at most one apart (the same within one journal), and nothing else may speak against it; where authors
    are unknown the title must be a telling one and the year the same. A title that many papers bear ("Editorial")
    proves nothing.
    """
    if a.abstract and b.abstract:
        if same_abstract(a.abstract, b.abstract) < _NEARLY_EQUAL:
            return Verdict.POSSIBLE
        if has_telling_abstract(a) and has_telling_abstract(b):
            return Verdict.SAME
    key = title_key(a.title)
    agreed = authors_agree(a, b)
    if agreed is None:
        years = {paper.published[:4] for paper in (a, b) if paper.published}
        agreed = len(years) < 2 and _is_distinct(key)
    apart = stand_apart(a, b) or not _venues_agree(a.venue, b.venue) or _may_recur(a, b)
    if not agreed or is_generic(key) or apart:
        return Verdict.POSSIBLE
    return Verdict.SAME


def has_telling_abstract(paper: Paper) -> bool:
    """Whether the abstract is long enough to tell the paper from others of its title."""
    text = paper.abstract
    return len(text.split(None, _TELLING_ABSTRACT)) >= _TELLING_ABSTRACT or (len(text) > 40 and not text.isascii())


def evidence_mark(paper: Paper) -> str:
    """A mark of what a record tells of its identity; equal for records that tell the same.

    Title and abstract make it; without a telling abstract also authors, year, venue, place in it, and identifiers.
    """
    parts = [title_key(paper.title), " ".join(words(paper.abstract))]
    if not has_telling_abstract(paper):
        parts += [" ".join(sorted(f"{family},{initials}" for family, initials in _names(paper)))]
        parts += [paper.published[:4], fold(paper.venue), paper.arxiv_id, own_doi(paper), paper.url]
        parts += [f"{name}={fold(value)}" for name, value in paper.metadata]
    return _digest(*parts)


def stand_apart(a: Paper, b: Paper) -> bool:
    """Whether two records of one title stand in other places: years more than one apart, or another volume, issue,
    number or page. What only one of them tells says nothing."""
    if a.year and b.year and abs(a.year - b.year) > 1:
        return True
    if not a.metadata or not b.metadata:
        return False
    mine, others = dict(a.metadata), dict(b.metadata)
    both = [name for name in ("volume", "issue", "number") if name in mine and name in others]
    return any(_place(mine[name]) != _place(others[name]) for name in both) or not _pages_agree(
        mine.get("page", ""), others.get("page", "")
    )


def _may_recur(a: Paper, b: Paper) -> bool:
    """Whether two records that stand nowhere apart may be a column of two years: a journal prints a paper in one year,
    unless both records tell the same volume or pages (the paper was online the year before)."""
    if not a.year or not b.year or a.year == b.year:
        return False
    if any(not paper.venue or is_preprint_venue(paper.venue) for paper in (a, b)):
        return False
    return not any(a.about(name) and b.about(name) for name in ("volume", "page"))


def _place(value: str) -> tuple[str, ...]:
    """A volume or issue as it is compared: "Vol. 03" and "3" agree."""
    return tuple(word.lstrip("0") or "0" for word in words(value) if word not in _COUNTED)


def _pages_agree(a: str, b: str) -> bool:
    left, right = _pages(a), _pages(b)
    return left == right or not left or not right or (left[0] == right[0] and 1 in (len(left), len(right)))


def _pages(value: str) -> tuple[str, ...]:
    """First and last page: "230-9" is 230 to 239, "3-3" is page 3."""
    found = _place(value)
    if len(found) == 2 and all(map(str.isdecimal, found)) and len(found[1]) < len(found[0]):
        found = (found[0], found[0][: -len(found[1])] + found[1])
    return found[:1] if len(set(found)) == 1 else found


def is_preprint_venue(venue: str) -> bool:
    """Whether a venue only stands for one: a server of preprints, or an address."""
    return _PREPRINTS.search(venue) is not None


def _venues_agree(a: str, b: str) -> bool:
    """Whether two venues may be one: "J. Lamp Lett." and "Journal of Lamp Letters" may. A preprint's says nothing."""
    named = ([] if is_preprint_venue(venue) else words(venue) for venue in (a, b))
    shorter, longer = sorted(([word for word in venue if word not in _SMALL_WORDS] for venue in named), key=len)
    rest = longer[len(shorter) :] if shorter else []
    return all(map(_abbreviates, shorter, longer)) and all(any(map(str.isdigit, word)) for word in rest)


def _abbreviates(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return short == long or (long.startswith(short) and (len(short) > 1 or long == "journal"))


def is_generic(key: str) -> bool:
    """Whether a title (`title_key`) is one that many papers bear: "editorial", "letter to the editor"."""
    return all(word in _GENERIC_WORDS or word in _SMALL_WORDS or word.isdigit() for word in key.split())


def _is_distinct(key: str) -> bool:
    long_script = not key.isascii() and len(key) >= 2 * _DISTINCT_TITLE and len(key.split()) <= 2
    return not is_generic(key) and (len(key.split()) >= _DISTINCT_TITLE or long_script)


def alike_titles(a: str, b: str) -> bool:
    """Whether two titles (`title_key`) of one DOI are not plainly different."""
    if a == b:
        return True
    mine, others = (
        {word for word in key.split() if word not in _SMALL_WORDS and not word.isdigit()} for key in (a, b)
    )
    numbers = [{word for word in key.split() if word.isdigit()} for key in (a, b)]
    if all(numbers) and numbers[0] != numbers[1]:
        return False
    common = len(mine & others)
    if min(len(mine), len(others)) >= 3 and common == min(len(mine), len(others)):
        return True
    if mine and others and 2 * common >= _ALIKE_TITLES * (len(mine) + len(others)):
        return True
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.8


def _is_main_title(short: str, long: str) -> bool:
    """Whether one title is the other without its subtitle."""
    head, sign, _ = re.sub(r"\s*(?:[:.?!]|[-–—](?=\s))\s+", "\0", long, count=1).partition("\0")
    return bool(sign) and title_key(head) == title_key(short) and not is_generic(title_key(short))


def authors_agree(a: Paper, b: Paper) -> bool | None:
    """Whether all authors of one record are, by family name and initials, among those of the other; None when either
    names none."""
    left, right = _names(a), _names(b)
    if not left or not right:
        return None
    shorter, longer = sorted((left, right), key=len)
    initials: dict[str, list[str]] = {}
    for family, given in longer:
        initials.setdefault(family, []).append(given)
    return all(any(_one_given(given, other) for other in initials.get(family, ())) for family, given in shorter)


def _one_given(a: str, b: str) -> bool:
    return bool(a) == bool(b) and (a.startswith(b) or b.startswith(a))


def _names(paper: Paper) -> list[tuple[str, str]]:
    return [key for key in map(name_key, paper.authors) if key[0]]
