"""Who is who: arXiv ids, DOIs and addresses in their one spelling, a paper's id, and whether two records are one paper.

arXiv ids follow https://info.arxiv.org/help/arxiv_identifier.html (both schemes), DOIs the DOI Handbook, section 2.2.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import replace
from enum import Enum
from urllib.parse import unquote, urlsplit

from reader.paper import Paper
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


class Verdict(Enum):
    """Whether two records describe one paper."""

    SAME = "same"
    DIFFERENT = "different"
    POSSIBLE = "possible"
    """One title, but nothing proves that they are one paper: the user decides."""


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

    Equal arXiv ids or DOIs: yes; different ones: no, whatever the titles. Otherwise equal titles with abstracts that
    are equal, nearly equal, or missing on one side: yes. Equal titles with really different abstracts may be two
    papers, and so may equal titles without abstracts when no author is common to both.
    """
    if a.arxiv_id and b.arxiv_id:
        return Verdict.SAME if a.arxiv_id == b.arxiv_id else Verdict.DIFFERENT
    left, right = own_doi(a), own_doi(b)
    if left and right:
        return Verdict.SAME if left == right else Verdict.DIFFERENT
    if title_key(a.title) != title_key(b.title):
        return Verdict.DIFFERENT
    return same_text(a, b)


def same_text(a: Paper, b: Paper) -> Verdict:
    """The verdict on two records of one title that have no identifier in common."""
    if a.abstract and b.abstract:
        return Verdict.SAME if same_abstract(a.abstract, b.abstract) >= _NEARLY_EQUAL else Verdict.POSSIBLE
    left, right = family_names(a), family_names(b)
    return Verdict.POSSIBLE if left and right and not left & right else Verdict.SAME
