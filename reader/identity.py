"""Who is who: arXiv ids, DOIs and addresses in their one spelling, a paper's id, and whether two records are one paper.

arXiv ids follow https://info.arxiv.org/help/arxiv_identifier.html (both schemes), DOIs the DOI Handbook, section 2.2.
"""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from enum import Enum
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from reader.address_secrets import without_secrets
from reader.other_texts import (
    are_counted_apart,
    are_dated_apart,
    are_issued_apart,
    are_kept_apart,
    are_lettered_apart,
    are_notice_and_text,
    are_other_translations,
    are_other_versions,
    are_talk_and_print,
    marks_of_text,
    texts_told_beside,
)
from reader.paper import DOI_PREFIX, Paper, leads_to_pdf
from reader.patterns import regex
from reader.persons import is_by_editors, may_be_one_person, name_key, sound, without_others
from reader.register_ids import are_registered_apart
from reader.text import JOINERS, clean_line, fold, words
from reader.title_signs import lacks_signs, tell_other_signs
from reader.titles import (
    DAMAGE,
    SMALL_WORDS,
    alike_titles,
    comes_every_year,
    is_damaged,
    is_distinct,
    is_generic,
    is_main_title,
    names_another,
    ordinal,
    parts,
    puts_other_words,
    same_signs,
    spelling_key,
    title_key,
)

ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|dg-ga"
    "|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|plasm-ph"
    "|q-alg|q-bio|quant-ph|solv-int|supr-con"
)
"""The archives that old arXiv ids begin with, as a part of a regular expression."""
_MONTH = r"(?:0[1-9]|1[0-2])"
_NEW_STYLE = rf"(?:(?:07(?:0[4-9]|1[0-2])|(?:0[89]|1[0-4]){_MONTH})\.\d{{4}}|(?:1[5-9]|[2-8]\d|90){_MONTH}\.\d{{5}})"
"""An id that is a number, as those from April 2007 on are: of four digits behind the month, from 2015 on of five. A
number with one too few or too many was never given."""
_OLD_STYLE = rf"(?:{ARCHIVES})(?:\.[a-z]{{2}})?/(?:(?:9[1-9]|0[0-6]){_MONTH}|070[1-3])\d{{3}}"
_ARXIV_ID = rf"(?P<id>{_NEW_STYLE}|{_OLD_STYLE})(?:v\d{{1,3}})?(?!\d)"
_ARXIV_BARE = regex(rf"(?:arxiv:\s*)?{_ARXIV_ID}", re.IGNORECASE)
_ARXIV_MARK = regex(r"arxiv|alphaxiv|ar5iv|abs/|/papers/", re.IGNORECASE)
_ARXIV_MARKS = (
    r"(?:(?:https?://)?(?:(?:[a-z0-9-]{1,63}\.){0,3}arxiv\.org/[a-z]+/(?:arxiv:)?|(?:www\.)?alphaxiv\.org/[a-z]+/"
    r"|ar5iv\.org/[a-z]+/|(?:(?:www|api)\.)?semanticscholar\.org/(?:[a-z0-9]{1,20}/){0,3}arxiv[:/]|(?:huggingface\.co|hf\.co)/papers/|(?:(?:dx\.|www\.)?doi\.org/)?10\.48550/arxiv\.)"
    r"|arxiv\s*[:.]\s*|corr[\s,:]+abs/)"
)
_ARXIV_NAMED = regex(rf"{_ARXIV_MARKS}{_ARXIV_ID}(?:\.pdf|\.html?)?(?:[?#]\S*)?", re.IGNORECASE)
"""An arXiv id with what says that it is one: a mark, or the address of a page that arXiv or a mirror has of it."""
_ARXIV_LIKE = rf"(?P<id>\d{{4}}\.\d{{1,9}}|(?:{ARCHIVES})(?:\.[a-z]{{2}})?/\d{{5,8}})(?:v\d{{1,3}})?(?![\d.]*\d)"
_LIKE_ARXIV_BARE = regex(rf"(?:arxiv:\s*)?{_ARXIV_LIKE}", re.IGNORECASE)
_LIKE_ARXIV_NAMED = regex(rf"{_ARXIV_MARKS}{_ARXIV_LIKE}", re.IGNORECASE)
"""The same of what is written like an id, be it one or not."""
_SUBJECT = rf"(?:{ARCHIVES}|stat|eess|econ|q-fin)(?:\.[a-z]{{2,5}}(?:-[a-z]{{2,4}})?)?"
_BESIDE_ARXIV_ID = regex(
    rf"(?:[\s,;:.()\[\]<>{{}}\"'/]|\b(?:arxiv(?:\.org)?|(?:e-)?prints?|preprints?|eprints?|corr|doi|url|available|online"
    rf"|published|posted|technical|reports?|also|at|as|in|on|from|p|v(?:ersion)?:?\s?\d{{1,3}}|(?:19|20)\d\d|{_SUBJECT})(?![\w-]))*+",
    re.IGNORECASE,
)
"""What may stand beside the id of the paper itself: words, a subject class, a version and a year, which all say what
the id is. Any other word may speak of another paper ("Reply to arXiv:2101.00009")."""
_REMARK = regex(r"\bComments?:")
"""What arXiv puts before its authors' remark ("15 pages"), which Zotero writes behind the id."""
_DOI = regex(rf"(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:?\s*)?({DOI_PREFIX}(?:/|%2f)\S+)", re.IGNORECASE)
_RESOLVER = "https://doi.org/"
_ENTITY_IN_DOI = regex("&(?:lt|gt|amp);")
_DOI_BEHIND = rf"(?P<doi>{DOI_PREFIX}/[^/\s]+?(?:/[^/\s]+?){{0,4}}?)"
_ATYPON = (
    rf"/doi/(?:(?:abs|abstract|full|fullhtml|pdf|pdfdirect|pdfplus|epdf|epub|reader|ref|citedby|figure)/)?{_DOI_BEHIND}"
)
_OPENRXIV = (
    r"/content/(?:early/[\d/]{1,12}/)?(?P<doi>10\.(?:1101|64898)/[\d.]*?\d)(?:v\d{1,3})?"
    r"(?:\.(?:full(?:-text)?|abstract|short|article-info|article-metrics|supplementary-material))?"
)
_DOI_PAGES = {
    host: regex(page + r"(?:/(?:abstract|full|fulltext|meta|pdf|epdf))?(?:\.pdf)?/?", re.IGNORECASE)
    for hosts, page in {
        "acm.org acs.org ahajournals.org annualreviews.org informs.org pnas.org royalsocietypublishing.org sagepub.com"
        " science.org siam.org tandfonline.com wiley.com worldscientific.com link.aps.org": _ATYPON,
        "springer.com": rf"/(?:article|chapter|content/pdf|referenceworkentry)/{_DOI_BEHIND}",
        "journals.aps.org": rf"/\w+/(?:abstract|pdf|accepted)/{_DOI_BEHIND}",
        "iopscience.iop.org": rf"/article/{_DOI_BEHIND}",
        "frontiersin.org": rf"(?:/journals/[\w-]+)?/articles/{_DOI_BEHIND}",
        "biorxiv.org medrxiv.org": _OPENRXIV,
    }.items()
    for host in hosts.split()
}
"""Publishers whose pages of papers have the DOI in their address, and what stands there after the host."""
_ARXIV_DOI = "10.48550/arxiv."
_ID = regex(r"(?:\d{4}\.\d{4,5}|[a-z-]+-\d{7}|10\.[0-9.]+-[a-z0-9.-]+|[a-z0-9.-]+-[0-9a-f]{10})(?:-\d{1,3})?")

_SLUG_LENGTH = 40
_DIGEST_LENGTH = 10
NEARLY_EQUAL = 0.8
"""Share of words in common from which two abstracts under one title are revisions of one text."""
_TELLING_ABSTRACT = 10
"""Words from which an abstract tells papers apart ("No abstract available." does not)."""
_FILLER = regex(
    r"\b(?:no|not an?) abstract\b|\babstract\b(?: \w+){0,4} (?:not|un)[ -]?(?:available|provided|supplied)"
    r"|\bpreview has been provided\b|\bresumen no disponible\b|\bpas de résumé\b|\bkeine zusammenfassung\b",
    re.IGNORECASE,
)
"""What sites and libraries write where there is no abstract."""
_FILLER_LENGTH = 200
_LOST = 10
"""An abstract tells nothing where more than one of so many of its letters were lost."""
_YEARS_OF_ONE_DOI = 3
"""A text is online so many years before it is printed at most."""
_THESIS = "thesis"
_NO_PRINTED_TEXTS = frozenset(
    ("dataset", "software", "patent", "map", "motion_picture", "song", "broadcast", "graphic", "figure")
)
"""Types of CSL of what is no text that may be printed elsewhere too."""
_PARTS_OF_BOOKS = frozenset(("chapter", "entry", "entry-dictionary", "entry-encyclopedia"))
"""Types of CSL of what stands in a book."""
_IN_JOURNALS = frozenset(("article-journal", "article-magazine", "article-newspaper", "review", "review-book"))
"""Types of CSL of what stands in a journal, as the review of a book does that has the title of that book."""
_ANY_KIND = frozenset(("", "document", "webpage", "post", "speech"))
"""Types of CSL by which programs call whatever they have no type for."""
_DEGREES = {
    "master": regex(r"master|magister|diplom|\bm\.?\s?(?:sc|a|s)\b"),
    "bachelor": regex(r"bachelor|\bb\.?\s?(?:sc|a|s)\b"),
    "doctor": regex(r"ph\.?\s?d|do[ck]tor|dissertation"),
}
"""The degree of a thesis, by what tells of it in a folded text."""
_LANGUAGES = {
    name: names.split()[0]
    for names in (
        "en eng english american british usenglish ukenglish englisch anglais",
        "de ger deu german ngerman deutsch naustrian swissgerman allemand",
        "fr fre fra french francais franzosisch", "es spa spanish espanol castellano", "it ita italian italiano",
        "pt por portuguese portugues brazilian brazil", "ru rus russian русскии русский", "zh chi zho chinese 中文",
        "ja jpn japanese 日本語", "ko kor korean 한국어", "nl dut nld dutch nederlands", "pl pol polish polski",
        "sv swe swedish svenska", "da dan danish dansk", "fi fin finnish suomi", "cs cze ces czech",
        "uk ukr ukrainian", "tr tur turkish", "ar ara arabic", "el gre ell greek", "hu hun hungarian magyar",
        "no nor norwegian norsk nb nn", "he heb hebrew", "la lat latin",
    )
    for name in names.split()
}  # fmt: skip
"""The codes of languages by their names."""
_PART_A = regex(r"\w\W{1,2}A\b")
"""The letter of the first part of a journal; a name begins with the article."""
_DIGITS_OF_ISSN = regex(r"\d{7}[\dX]")
_PREPRINTS = regex(r"^(?:arxiv\b|corr$|ssrn\b|biorxiv\b|medrxiv\b)|://", re.IGNORECASE)
_ISBN = regex(r"97[89](?:[- ]?\d){10}|\d(?:[- ]?\d){8}[- ]?[\dX]")
_PLACES = ("volume", "issue", "number", "part-number", "chapter-number", "PMID", "PMCID")
"""Variables of which two records of one paper have the same value."""
_LEFT_OUT = ("language", "ISSN", "volume", "part-number", "edition")
"""Variables that tell texts apart and are not, or not always, part of an `evidence_mark`."""
_FORMS_OF_PAGES = frozenset(
    """
abs abstract anthology article article-pdf articledetails articles attachment chapter citation content core default
display doc document download early epdf epub fichier file fileasset files forum ft_gateway full full-text fulltext
getpdf hash htm html index landing meta navigation page paper paper_files papers pdf pdfdirect pdfs pii printable reader
record sol3 stamp text view viewcontent viewpdf xpl xpls
""".split()  # noqa: SIM905  (a list of this length reads best as text)
)
"""Parts of an address that say in which form, or by which program, a site shows a page."""
_SUFFIX = r"(?:\.(?:full|abstract|pdf|x?html?|php|aspx?|jsp|cfm|do)){0,2}"
_FORM_OF_PAGE = regex(
    rf"^v(?:olume)?(?=\d+$)|(?:[-_.](?:abstract|paper|full|full-text|supplemental)(?:-conference)?)?{_SUFFIX}"
    rf"(?:(?<=\d)v\d{{1,2}})?{_SUFFIX}$",
    re.IGNORECASE,
)
"""What a part of an address ends with that says the same, or which version it is; and what names a volume."""
_NO_SIGN_OF_ADDRESS = regex(r"[<>\"{}|\\^`]")
_OF_VISIT = regex(
    r"utm_\w+|fbclid|gclid|casa_token|ref|referrer|source|src|via|from|lang|language|hl|locale|needaccess|download|seq"
    r"|format|type|cookieset|isallowed|journalcode",
    re.IGNORECASE,
)
"""Parameters of an address that say how somebody came to a page, or how it is shown."""
_OF_TRACKING = regex(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|_hsenc|_hsmi|mkt_tok|casa_token|ref_src|rss", re.IGNORECASE
)
"""Those of them by which links are counted."""
_MAY_NAME = regex(r"ref|source|src|via|from|seq|download|type", re.IGNORECASE)
"""Those that name the page itself, by a number, where nothing else in the address does."""
_ROUTE = regex(r"!?/(?=.)")
"""What a fragment begins with that is the route to a page, and no place on it."""
_DOI_IN_ADDRESS = regex(rf"{DOI_PREFIX}/")
_BODY = regex(
    r"\s(?:AI|(?i:agency|association|bureau|center|centre|collaboration|college|committee|company|consortium|corporation"
    r"|council|department|federation|foundation|group|inc|institute|institution|labs?|laboratory|ministry|network"
    r"|organi[sz]ation|project|society|team|university))\.?$"
)
"""What the names of those authors end with who are groups, also where nothing told so."""
_NAMESAKES_HELD = 100
"""People of one family name and first initial in one list that a name is held against at most."""
_EDITION = frozenset(["ed", "edition"])
_NTH = regex(r"(\d+)(?:st|nd|rd|th)")
_NO_ADDRESS = regex(r'[ <>"{}|\\^`]')
"""What no address holds as it stands."""
_COUNTED = frozenset(["vol", "volume", "no", "number", "issue", "nr", "band", "heft", "pp", "p"])


class Verdict(Enum):
    """Whether two records describe one paper."""

    SAME = "same"
    DIFFERENT = "different"
    POSSIBLE = "possible"
    """One title or one DOI, but nothing proves that they are one paper: the user decides."""


def normal_arxiv_id(text: str) -> str:
    """The arXiv id that the whole of `text` names, without version, prefix and subject class; "" when it names none."""
    match = _ARXIV_BARE.fullmatch(clean_line(text))
    return _settle_arxiv(match["id"]) if match else ""


def find_arxiv_id(text: str) -> str:
    """The one arXiv id that the whole of `text` gives as its own paper's, bare or marked; "" when it gives none."""
    return normal_arxiv_id(text) or marked_arxiv_id(text)


def marked_arxiv_id(text: str) -> str:
    """The same where a bare number may be anything, so that the id must be marked: "arXiv preprint arXiv:2101.00009",
    "arXiv:2101.00009 [cs.CL]", "CoRR abs/2101.00009", the address of arXiv's page of it, or a mirror's.

    A text that only mentions a paper gives none.
    """
    if _ARXIV_MARK.search(text) is None:
        return ""
    named = _REMARK.split(clean_line(text), maxsplit=1)[0]
    found = {_settle_arxiv(match["id"]) for match in _ARXIV_NAMED.finditer(named)}
    if len(found) != 1 or _BESIDE_ARXIV_ID.fullmatch(_ARXIV_NAMED.sub(" ", named)) is None:
        return ""
    return found.pop()


def wrong_arxiv_id(text: str, *, bare: bool = False) -> str:
    """What stands in `text` for an arXiv id, marked as one or the whole of it (`bare`), and is none ever given:
    it has a digit too few or too many for its month, or there is no such month; "" where nothing does."""
    if not bare and _ARXIV_MARK.search(text) is None:
        return ""
    line = clean_line(text)
    match = (_LIKE_ARXIV_BARE.fullmatch(line) if bare else None) or _LIKE_ARXIV_NAMED.search(line)
    return match["id"] if match is not None and not normal_arxiv_id(match["id"]) else ""


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
    """The bare DOI that the whole of `text` names, lower case; "" when it names none.

    In an address, what stands behind `?` or `#` is no part of it (one that has such a sign is encoded there); elsewhere
    a query is none that only says how somebody came to the page. Signs that are encoded as in an address or in HTML are
    decoded everywhere. What lets whoever has it in is none, either. Where arXiv's own DOI names no id, it is none.
    """
    match = _DOI.fullmatch(clean_line(text))
    if match is None:
        return ""
    doi = match[1]
    if "doi.org/" in text.lower():
        doi = unquote(re.split(r"[?#]", doi, maxsplit=1)[0]).rstrip("/")
    doi = _without_visit(_decoded(doi))
    if "=" in doi:
        doi = without_secrets(f"{_RESOLVER}{doi}", pages=True).removeprefix(_RESOLVER)
    while (shorter := _without_last(doi)) != doi:
        doi = shorter
    whole = " " not in doi and "://" not in doi and "/" in doi.strip("/") and not wrong_arxiv_id(doi)
    return doi.lower() if whole and doi.isprintable() else ""


def _decoded(doi: str) -> str:
    """A DOI with its signs as they are, as long as it is one then, however often they were encoded."""
    while ("%" in doi or "&" in doi) and (plain := _ENTITY_IN_DOI.sub(_character, unquote(doi))) != doi:
        if not plain.isprintable() or " " in plain or DAMAGE in plain:
            break
        doi = plain
    return doi


def _character(entity: re.Match[str]) -> str:
    return html.unescape(entity[0])


def doi_at(url: str) -> str:
    """The DOI that an address names: that of the resolver, or the page of one paper at a publisher whose addresses have
    it ("https://dl.acm.org/doi/pdf/10.1145/1.2"); "" for any other, and for the page of a book or an issue."""
    if doi := normal_doi(url):
        return doi
    if not normal_url(url):
        return ""
    address = urlsplit(url)
    host = (address.hostname or "").removeprefix("www.")
    form = next((form for name, form in _DOI_PAGES.items() if host == name or host.endswith(f".{name}")), None)
    match = form.fullmatch(unquote(address.path)) if form is not None else None
    return normal_doi(match["doi"]) if match is not None else ""


def _without_last(doi: str) -> str:
    """A DOI without what a sentence, a quote or a bracket that is not its own puts behind it."""
    doi = doi.rstrip(".,;\"'")
    opened = {")": "(", "]": "[", "}": "{"}.get(doi[-1:], "")
    return doi[:-1] if opened and doi.count(opened) < doi.count(doi[-1]) else doi


def _without_visit(text: str) -> str:
    """A DOI or an address without a query that only says how somebody came there."""
    begin, sign, query = text.partition("?")
    names = [part.partition("=")[0] for part in query.partition("#")[0].split("&") if part]
    return begin if sign and names and all(map(_OF_TRACKING.fullmatch, names)) else text


def untracked(url: str) -> str:
    """An address without the parameters by which a mail, a feed or a shared link is counted."""
    if "?" not in url:
        return url
    begin, _, rest = url.partition("?")
    query, sign, place = rest.partition("#")
    kept = [part for part in query.split("&") if not _OF_TRACKING.fullmatch(part.partition("=")[0])]
    if len(kept) == query.count("&") + 1:
        return url
    return f"{begin}{'?' * bool(kept)}{'&'.join(kept)}{sign}{place}"


def normal_url(text: str) -> str:
    """An http or https address as it came, "" for everything else (`javascript:` among it)."""
    url = text.strip()
    if not url.isprintable() or _NO_ADDRESS.search(url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme.lower() in ("http", "https") and parts.netloc else ""


def web_address(text: str) -> str:
    """The same of a text that is told to be an address: signs that none may have are encoded in it, as browsers do
    ("<" in the old addresses of Wiley's).

    >>> web_address("https://lamps.example/(SICI)3:1<16::AID>3.0"), web_address("https://lamps.example/a b")
    ('https://lamps.example/(SICI)3:1%3C16::AID%3E3.0', '')
    """
    return normal_url(text) or normal_url(_NO_SIGN_OF_ADDRESS.sub(lambda sign: quote(sign[0]), text))


def identified(paper: Paper) -> Paper:
    """The paper with arXiv id, DOI and address in their one spelling; a DOI is also found in the address, unless the
    user took it away, and an arXiv id in both."""
    url = web_address(paper.url)
    doi = normal_doi(paper.doi) or _doi_in_address(paper, url)
    arxiv_id = next(filter(None, map(find_arxiv_id, (paper.arxiv_id, doi, url))), "")
    if (arxiv_id, doi, url) == (paper.arxiv_id, paper.doi, paper.url):
        return paper
    return replace(paper, arxiv_id=arxiv_id, doi=doi, url=url)


def own_doi(paper: Paper) -> str:
    """The DOI that tells papers apart: arXiv's own DOIs only repeat the arXiv id, so they do not count. Older libraries
    have some with signs encoded, and some in the address alone."""
    doi = _decoded(paper.doi) if paper.doi else _doi_in_address(paper, paper.url)
    return "" if doi.startswith(_ARXIV_DOI) else doi


def _doi_in_address(paper: Paper, url: str) -> str:
    """The DOI that a paper's address names, unless the user took its DOI away."""
    return doi_at(url) if "10." in url and "doi" not in paper.corrected else ""


def is_untitled(paper: Paper) -> bool:
    """Whether a paper's title only repeats its arXiv id, its DOI or its address: more of it is not known yet."""
    title = paper.title
    if paper.arxiv_id and find_arxiv_id(title) == paper.arxiv_id:
        return True
    return bool(paper.doi and normal_doi(title) == paper.doi) or title == paper.url


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
    DOI of their book are, or the arXiv ids differ. Different identifiers: no. Otherwise titles must be equal, or two
    spellings of one where people or abstracts agree, and `same_text` has the word.
    """
    left, right = own_doi(a), own_doi(b)
    if a.arxiv_id and b.arxiv_id:
        if a.arxiv_id == b.arxiv_id:
            return Verdict.SAME
        return Verdict.POSSIBLE if left and left == right else Verdict.DIFFERENT
    if left and right:
        if left != right:
            return Verdict.DIFFERENT
        return Verdict.SAME if _may_share_doi(a, b) else Verdict.POSSIBLE
    if not (equal := title_key(a.title) == title_key(b.title)) and spelling_key(a.title) != spelling_key(b.title):
        return Verdict.DIFFERENT
    if are_other_texts(a, b) or not (equal or authors_agree(a, b) or _tell_one_abstract(a, b)):
        return Verdict.POSSIBLE
    return same_text(a, b)


def _may_share_doi(a: Paper, b: Paper) -> bool:
    """Whether two records of one DOI are not plainly different. A title with a number that the other lacks may be that
    of a part, and one without its subtitle that of a book: there nothing else may speak against it, but for the years
    of a preprint and its publication. A record without a title of its own says nothing but its DOI, and a title with
    letters lost is that of any chapter."""
    if is_untitled(a) or is_untitled(b):
        return True
    if are_other_texts(a, b):
        return False
    if (_share_nobody(a, b) or _are_years_apart(a, b)) and not _tell_one_abstract(a, b):
        return False
    if is_damaged(a.title) or is_damaged(b.title):
        return authors_agree(a, b) is not False and not stand_apart(a, b)
    mine, others = title_key(a.title), title_key(b.title)
    if same_signs(mine, others):
        return not is_generic(mine) or (authors_agree(a, b) is not False and not stand_apart(a, b))
    if alike_titles(mine, others):
        undated = replace(a, published="") if any(map(_is_preprint, (a, b))) else a
        if _begins_other(mine, others) and (stand_apart(undated, b) or authors_agree(a, b) is False):
            return False
        if puts_other_words(mine, others) and not _is_one_revised(a, b):
            return False
        return parts(mine) == parts(others) or not stand_apart(undated, b)
    if names_another(mine, others) or not (is_main_title(a.title, b.title) or is_main_title(b.title, a.title)):
        return False
    return authors_agree(a, b) is True and not stand_apart(a, b)


def _is_one_revised(a: Paper, b: Paper) -> bool:
    """Whether two records of one DOI, whose titles each have words of their own, may be of one text that got another
    title: its abstract, its pages or its people and a preprint show it. Chapters have the DOI of their book."""
    if spelling_key(a.title) == spelling_key(b.title) or _tell_one_abstract(a, b) or _stand_on_the_same_pages(a, b):
        return True
    return any(map(_is_preprint, (a, b))) and authors_agree(a, b) is True


class Facet(NamedTuple):
    """What one record tells by which another one of its DOI and its title is another paper than it."""

    name: str
    told: frozenset[object]
    """What the record is found by; nothing where any finds it."""
    asked: frozenset[object]
    """What it finds others by; nothing where it finds any."""
    unless_one_text: bool = False
    """Whether it says nothing where the abstracts tell one text."""


def facets_of_one_doi(paper: Paper) -> Iterator[Facet]:
    """What `same_paper` asks of two records of one DOI and one `title_key`, so that of many not each need be compared
    with all: it calls no two one of which one does not find the other by one of these."""
    yield _facet("arXiv id", paper.arxiv_id)
    printed = not _is_preprint(paper)
    yield _facet("edition", printed and _edition(paper.about("edition")))
    volume = _place(paper.about("volume"))
    told = _facet("volume of a book", printed and (_is_book(paper) or not paper.kind) and volume)
    yield told if _is_book(paper) else told._replace(asked=frozenset())
    yield from _facets_beside_title(paper)
    if is_generic(title_key(paper.title)):
        yield Facet("year", *_years_around(paper.year, 1))
        yield from (_facet(name, _place(paper.about(name))) for name in _PLACES)
        yield _facet("page", _pages(paper.about("page"))[:1])
        return
    yield _facet_of_people(paper)
    years, around = _years_around(printed and paper.year, _YEARS_OF_ONE_DOI)
    places = {(name, place) for name in ("volume", "page") if years and (place := _place(paper.about(name)))}
    yield Facet("year", years | places, around | places, unless_one_text=True)


def _facets_beside_title(paper: Paper) -> Iterator[Facet]:
    """By what else beside their title records of one DOI may be of other texts, where this one tells something of it.

    Of two ISSNs only records that name no journal may be of two.
    """
    language = _language(paper.about("language"))
    told = [*texts_told_beside(paper), ("language", frozenset[object]((language,) if language else ()))]
    told += [] if paper.venue else [("ISSN", frozenset[object](_numbers_of_issn(paper)))]
    yield from (Facet(name, values, values, unless_one_text=True) for name, values in told)


def _facet(name: str, told: object) -> Facet:
    """What two records tell alike that are of one paper; an empty one tells nothing."""
    held = frozenset((told,) if told else ())
    return Facet(name, held, held)


def _years_around(year: int | None, far: int) -> tuple[frozenset[object], frozenset[object]]:
    """A year, and those that are at most so far from it."""
    return (frozenset((year,)), frozenset(range(year - far, year + far + 1))) if year else (frozenset(), frozenset())


def _facet_of_people(paper: Paper) -> Facet:
    """By whose names records may `_share_nobody`: of those who stand in one place, and in one alphabet."""
    words_of_names, families = _sounds(paper.authors)
    if not words_of_names:
        return Facet("people", frozenset(), frozenset(), unless_one_text=True)
    sort = (is_by_editors(paper), _are_bodies(paper), any(map(str.isascii, words_of_names)))
    other_sorts = {*product((False, True), repeat=3)} - {sort}
    told = {(sort, "word", word) for word in words_of_names} | {(sort, "family", name) for name in families} | {sort}
    asked = {(sort, "family", word) for word in words_of_names} | {(sort, "word", name) for name in families}
    return Facet("people", frozenset(told), frozenset(asked | other_sorts), unless_one_text=True)


def are_other_texts(a: Paper, b: Paper) -> bool:
    """Whether two records of one title or one DOI say what no two records of one text do: that it is a dataset and an
    article, a book and a part of one, a thesis of one degree and of another, another volume, edition or translation,
    another version of a program, a notice and what it is one of; or, unless one abstract speaks for one text, a talk
    and what is printed, or another language, journal, version, letter of its year, id in a register or sign in the
    title."""
    if a.kind != b.kind or a.kind == _THESIS:
        sort, other = _sort(a), _sort(b)
        if sort and other and sort != other and not other.startswith(f"{sort}/") and not sort.startswith(f"{other}/"):
            return True
        if _are_book_and_article(a, b) or _are_book_and_article(b, a):
            return True
    if are_notice_and_text(a, b):
        return True
    differ = bool(a.metadata) and bool(b.metadata) and a.metadata != b.metadata
    if differ and (_are_other_volumes(a, b) or are_other_translations(a, b)):
        return True
    told = tell_other_signs(a.title, b.title) or (differ and _tell_other_origin(a, b))
    told = told or (lacks_signs(a.title, b.title) and not _are_printed_in_one_place(a, b))
    if (a.kept or b.kept or differ) and not told:
        if are_other_versions(a, b) and _NO_PRINTED_TEXTS & {a.kind, b.kind}:
            return True
        told = are_other_versions(a, b) or are_counted_apart(a, b) or are_lettered_apart(a, b)
        told = told or are_dated_apart(a, b)
        told = told or are_registered_apart(a, b) or are_kept_apart(a, b) or are_issued_apart(a, b)
    told = told or are_talk_and_print(a, b)
    return told and not _tell_one_abstract(a, b)


def contradict(a: Paper, b: Paper) -> bool:
    """Whether two records of one `evidence_mark` are of two papers: their people have the same initials only, or they
    are other texts, or print one abstract in two places."""
    if are_other_texts(a, b) or _are_printed_apart(a, b):
        return True
    return authors_agree(a, b) is False and not _tell_one_abstract(a, b)


def _are_printed_apart(a: Paper, b: Paper) -> bool:
    """Whether two records of one title and one abstract are printed as no text is twice: by wholly other people in
    another place, or in one journal in another volume and on another page, of which one is enough years later, as a
    column is that has the same words above it each time."""
    if any(map(_is_preprint, (a, b))):
        return False
    if _share_nobody(a, b) and (stand_apart(a, b) or not venues_agree(a.venue, b.venue)):
        return True
    if not a.venue or not b.venue or not venues_agree(a.venue, b.venue):
        return False
    places = [(_place(a.about(name)), _place(b.about(name))) for name in ("volume", "page")]
    others = [bool(mine and its) and mine != its for mine, its in places]
    if a.year and b.year and abs(a.year - b.year) > 1:
        return any(others)
    return all(others)


def _tell_one_abstract(a: Paper, b: Paper) -> bool:
    if not has_telling_abstract(a) or not has_telling_abstract(b):
        return False
    return same_abstract(a.abstract, b.abstract) >= NEARLY_EQUAL


def _sort(paper: Paper) -> str:
    """What sort of thing a record says that its paper is, "" where that may be any: a text, with "book" or "part"
    behind it where it is that of one, a thesis with its degree where that is told, or what is no text."""
    kind = paper.kind
    if _is_book(paper):
        return "text/book"
    if kind in _PARTS_OF_BOOKS:  # BibTeX's @inbook has the title of its book.
        return "text/part"
    if kind != _THESIS:
        return kind if kind in _NO_PRINTED_TEXTS else "text" * (kind not in _ANY_KIND)
    told = fold(paper.about("genre") or paper.kept_from("bibtex").get("@", "").partition(" ")[0])
    degree = next((degree for degree, form in _DEGREES.items() if form.search(told)), "")
    return f"{kind}/{degree}" if degree else kind


def _are_book_and_article(book: Paper, article: Paper) -> bool:
    """Whether one record is of a book and the other of what stands in a journal: the review of that book, for one, or
    the article of which it came. A DOI that both have says that they are one."""
    if not _is_book(book) or book.about("container-title") or article.kind not in _IN_JOURNALS:
        return False
    in_journal = article.kind == "review-book" or (article.venue != "" and not venues_agree(article.venue, book.venue))
    return in_journal and not (own_doi(book) and own_doi(book) == own_doi(article))


def _are_other_volumes(a: Paper, b: Paper) -> bool:
    """Whether two records are of other volumes or editions of a book. A preprint's tell nothing."""
    if any(map(_is_preprint, (a, b))):
        return False
    if not _editions_agree(a.about("edition"), b.about("edition")):
        return True
    if not any(_is_book(paper) for paper in (a, b)) or not all(_is_book(paper) or not paper.kind for paper in (a, b)):
        return False
    pairs = ((_place(a.about(name)), _place(b.about(name))) for name in ("volume", "part-number"))
    return any(mine and its and mine != its for mine, its in pairs)


def _is_book(paper: Paper) -> bool:
    return paper.kind in ("book", "collection")


def _tell_other_origin(a: Paper, b: Paper) -> bool:
    """Whether two records are in two languages, or of two journals: one has two ISSNs, in print and online."""
    language, other = _language(a.about("language")), _language(b.about("language"))
    if language and other and language != other:
        return True
    mine, its = map(_numbers_of_issn, (a, b))
    if not mine or not its or not mine.isdisjoint(its):
        return False
    return min(len(mine), len(its)) > 1 or not (a.venue and b.venue)


def _numbers_of_issn(paper: Paper) -> frozenset[str]:
    return frozenset(_DIGITS_OF_ISSN.findall(paper.about("ISSN").replace("-", "").upper()))


def _language(told: str) -> str:
    """The code of the one language that is told by its name, by a code or as LaTeX calls it; "" for others."""
    found = {_LANGUAGES.get(word, word if len(word) == 2 and at == 0 else "") for at, word in enumerate(words(told))}
    found.discard("")
    return found.pop() if len(found) == 1 else ""


@lru_cache(maxsize=1 << 12)
def _sounds(authors: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """The words in the names of some people, and their family names, as they sound: of many records of one title each
    is compared with many others."""
    named = [author for author in authors if name_key(author)[0]]
    said = frozenset(sound(word) for author in named for word in words(author) if len(word) > 1)
    return said, frozenset(sound(name_key(author)[0]) for author in named)


def _share_nobody(a: Paper, b: Paper) -> bool:
    """Whether two records name wholly other people, whose names are in one alphabet: nobody's family name stands in a
    name of the other. A group stands for its members, and editors for authors."""
    if not a.authors or not b.authors or is_by_editors(a) != is_by_editors(b):
        return False
    if _are_bodies(a) != _are_bodies(b):
        return False
    (mine, families), (its, others) = _sounds(a.authors), _sounds(b.authors)
    if not mine or not its or not mine.isdisjoint(others) or not its.isdisjoint(families):
        return False
    return any(map(str.isascii, mine)) == any(map(str.isascii, its))


def _are_years_apart(a: Paper, b: Paper) -> bool:
    """Whether two records of one DOI are of years too far apart for one printing, unless they stand in one place."""
    if not a.year or not b.year or abs(a.year - b.year) <= _YEARS_OF_ONE_DOI or any(map(_is_preprint, (a, b))):
        return False
    return not any((place := _place(a.about(name))) and place == _place(b.about(name)) for name in ("volume", "page"))


def are_plainly_others(a: Paper, b: Paper) -> bool:
    """Whether two records of one identifier are of two papers by title, people and abstract, so that one of them has an
    identifier that is not its own."""
    return _share_nobody(a, b) and not may_be_one_title(a, b)


def are_unlike(a: Paper, b: Paper) -> bool:
    """Whether two records of one identifier, of which one names nobody, have no telling word of their titles in common.
    Short titles may be names that somebody gave the paper, and those of two alphabets translations."""
    if authors_agree(a, b) is not None or may_be_one_title(a, b):
        return False
    mine, others = title_key(a.title), title_key(b.title)
    left, right = (frozenset(key.split()) - SMALL_WORDS for key in (mine, others))
    is_told = is_distinct(mine) and is_distinct(others) and mine.isascii() == others.isascii()
    return is_told and left.isdisjoint(right)


def may_be_one_title(a: Paper, b: Paper) -> bool:
    """Whether the titles of two records may be one, or their abstracts say that the text is."""
    if any(is_untitled(paper) or is_damaged(paper.title) for paper in (a, b)):
        return True
    return alike_titles(title_key(a.title), title_key(b.title)) or _tell_one_abstract(a, b)


def _begins_other(mine: str, others: str) -> bool:
    """Whether one title is the beginning of the other, as those of two chapters of a book may be."""
    shorter, longer = sorted((mine.split(), others.split()), key=len)
    return longer[: len(shorter)] == shorter


def is_linked(a: Paper, b: Paper) -> bool:
    """Whether two papers are one of which a record has an identifier of each, so that it says that they are: no other
    identifier, no people and no plainly different title speak against it, and the title is not one that many bear.

    A record may name a DOI that is not its own: that of its book, or of the authors' last paper.
    """
    if (a.arxiv_id and b.arxiv_id) or (own_doi(a) and own_doi(b) not in ("", own_doi(a))):
        return False
    people, others = family_names(a), family_names(b)
    if people and others and people.isdisjoint(others):
        return False
    if is_untitled(a) or is_untitled(b):
        return True
    mine, other = title_key(a.title), title_key(b.title)
    return not is_generic(mine) and alike_titles(mine, other) and parts(mine) == parts(other)


def same_text(a: Paper, b: Paper) -> Verdict:
    """The verdict on two records of one title that have no identifier in common.

    Abstracts decide where both have one, unless wholly other people print it in another place, or one journal in
    another volume and on another page or years later, or many papers bear the title ("Editorial"): those may share a
    text that says nothing, so nothing else may speak against it. Without a second abstract the authors must agree by
    family name and initials, the years be at most one apart (the same within one journal), no other page of one site be
    told, and nothing else may speak against it; a whole list that names more people than another needs the same venue
    and year; where authors are unknown the title must be a telling one, the year the same (at most one off where only
    an arXiv id tells it), and no other page anywhere told as theirs. A title that many papers bear proves nothing then,
    nor does one of which letters were lost.
    """
    key, other = title_key(a.title), title_key(b.title)
    generic = is_generic(key) or is_generic(other) or is_damaged(a.title) or is_damaged(b.title)
    agreed = authors_agree(a, b)
    if agreed and _name_other_people(a, b) and not _share_place(a, b):
        agreed = False
    one_venue = venues_agree(a.venue, b.venue) or (agreed and _stand_on_the_same_pages(a, b))
    apart = stand_apart(a, b) or tell_other_pages(a, b) or not one_venue or may_recur(a, b)
    if a.abstract and b.abstract:
        if same_abstract(a.abstract, b.abstract) < NEARLY_EQUAL:
            return Verdict.POSSIBLE
        if has_telling_abstract(a) and has_telling_abstract(b):
            against = agreed is False or apart or (a.year and b.year and a.year != b.year)
            return Verdict.POSSIBLE if (generic and against) or _are_printed_apart(a, b) else Verdict.SAME
    if agreed is None and _addresses_speak_against(a, b):
        agreed = False
    if agreed is None:
        agreed = _years_agree(a, b) and is_distinct(key)
    return Verdict.SAME if agreed and not generic and not apart else Verdict.POSSIBLE


def _are_printed_in_one_place(a: Paper, b: Paper) -> bool:
    """Whether two records tell one DOI, or one year and the same pages, so that one may have lost a sign."""
    return (own_doi(a) != "" and own_doi(a) == own_doi(b)) or _stand_on_the_same_pages(a, b)


def _stand_on_the_same_pages(a: Paper, b: Paper) -> bool:
    """Whether two records tell one year and the same pages from first to last, so that one may name the venue in short.
    Pages that begin with the first are counted in each text anew."""
    pages = _pages(a.about("page"))
    return bool(a.year) and a.year == b.year and _same_pages(a.about("page"), b.about("page")) and pages[0] != "1"


def _years_agree(a: Paper, b: Paper) -> bool:
    """Whether two records may be of one year; that of an arXiv id may be the one before the publication."""
    if a.year and b.year:
        return a.year == b.year
    mine, its = (paper.year or int(arxiv_year(paper.arxiv_id) or 0) for paper in (a, b))
    return not mine or not its or abs(mine - its) <= 1


def _addresses_speak_against(a: Paper, b: Paper) -> bool:
    """Whether two records without authors tell different pages: two of one site, or of any where neither has an
    identifier beside its address, which a preprint has beside its publication elsewhere. A DOI that only repeats the
    address is none: some formats tell it, and others do not."""
    if tell_other_pages(a, b):
        return True
    if not a.url or not b.url or _page(a.url)[0] == _page(b.url)[0]:
        return False
    return not any(paper.arxiv_id or paper.doi not in ("", normal_doi(paper.url)) for paper in (a, b))


def are_told_apart(a: Paper, b: Paper) -> bool:
    """Whether two records that tell the same people, date and place are all the same of two texts or of two pages."""
    return tell_other_pages(a, b) or are_other_texts(a, b)


def tell_other_pages(a: Paper, b: Paper) -> bool:
    """Whether two records tell two pages of one site, neither of which only says what the other does: a site has the
    text of a paper and a PDF below it, and its page by an identifier and by a number of the site's own."""
    if not a.url or not b.url or a.url == b.url:
        return False
    (host, by_identifier, mine), (other, its_by_identifier, its) = _page(a.url), _page(b.url)
    if host != other or by_identifier != its_by_identifier or mine == its:
        return False
    return not (_lies_below(its, mine, b.url) or _lies_below(mine, its, a.url))


def _lies_below(page: tuple[str, ...], above: tuple[str, ...], url: str) -> bool:
    """Whether a page is a PDF below another that is no home page."""
    rest = iter(page)
    return 0 < len(above) < len(page) and all(part in rest for part in above) and leads_to_pdf(url)


@lru_cache(maxsize=4096)
def _page(url: str) -> tuple[str, bool, tuple[str, ...]]:
    """(host, whether it names an identifier, what tells the page there, in order) of an address; a text, its PDF and
    its abstract have one."""
    address = urlsplit(url)
    route = address.fragment if _ROUTE.match(address.fragment) else ""
    path, _, asked = route.partition("?")
    parts = [*address.path.split("/"), *path.split("/")]
    queries = sorted((*parse_qsl(address.query), *parse_qsl(asked)), key=lambda query: query[0])
    told = _telling([unquote(part) for part in parts if part != "!"])
    told += _telling([value for name, value in queries if not _OF_VISIT.fullmatch(name)])
    if not told:
        told = _telling([value for name, value in queries if _MAY_NAME.fullmatch(name) and value.isdecimal()])
    host = (address.hostname or "").removeprefix("www.")
    by_identifier = find_arxiv_id(url) != "" or _DOI_IN_ADDRESS.search(unquote(url)) is not None
    return host, by_identifier, tuple(told)


def page_named(url: str) -> str:
    """The one spelling of what an address names: its host, and what tells the page there; "" where that is nothing."""
    host, _, told = _page(url)
    return "/".join((host, *told)) if told else ""


def without_form(part: str) -> str:
    """A part of an address without what says in which form, or as which version, the page is shown."""
    return _FORM_OF_PAGE.sub("", part)


def _telling(parts: Iterable[str]) -> list[str]:
    """What parts of an address tell but for the form of the page; a file that is called as its folder tells no more."""
    told: list[tuple[str, str]] = []
    for part in parts:
        plain = without_form(part)
        again = told and told[-1][1] == plain and told[-1][0] != part
        if plain and plain.lower() not in _FORMS_OF_PAGES and not again:
            told.append((part, plain))
    return [plain for _, plain in told]


def is_filler(text: str) -> bool:
    """Whether an abstract is what sites and libraries write where there is none."""
    return len(text) < _FILLER_LENGTH and _FILLER.search(text) is not None


def has_telling_abstract(paper: Paper) -> bool:
    """Whether the abstract is long enough to tell the paper from others of its title."""
    text = paper.abstract
    if _LOST * text.count(DAMAGE) > len(text) or is_filler(text):
        return False
    return len(text.split(None, _TELLING_ABSTRACT)) >= _TELLING_ABSTRACT or (len(text) > 40 and not text.isascii())


def tells_itself(paper: Paper) -> bool:
    """Whether title and abstract alone tell the paper: an abstract that says something, a title that few bear and of
    which no letter was lost."""
    return has_telling_abstract(paper) and not is_damaged(paper.title) and not is_generic(title_key(paper.title))


def evidence_mark(paper: Paper) -> str:
    """A mark of what a record tells of its identity; equal for records that tell the same.

    Title and abstract make it; where they do not tell the paper also authors, date, venue, place in it, identifiers.
    """
    return _mark(paper, of_itself=tells_itself(paper))


def full_mark(paper: Paper) -> str:
    """A mark of all that a record tells of its identity, also of what an `evidence_mark` leaves out and by which two
    records of one such mark may `contradict` each other."""
    told = (paper.title, *paper.authors, paper.kind, _sort(paper), *(paper.about(name) for name in _LEFT_OUT))
    return _digest(evidence_mark(paper), *told, *marks_of_text(paper))


def former_mark(paper: Paper) -> str:
    """The `evidence_mark` of a record from the time when words were compared without the marks of any script, and ended
    where one stood that does not combine: papers of older libraries have it."""
    bare = replace(
        paper, title=_broken(paper.title), abstract=_broken(paper.abstract), venue=_markless(paper.venue),
        authors=tuple(map(_broken, paper.authors)),
        metadata=tuple((name, _markless(value)) for name, value in paper.metadata),
    )  # fmt: skip
    return _mark(bare, of_itself=tells_itself(paper))


def _markless(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _broken(text: str) -> str:
    return "".join(" " if unicodedata.category(c)[0] == "M" or c in JOINERS else c for c in _markless(text))


def _mark(paper: Paper, *, of_itself: bool) -> str:
    told = [title_key(paper.title), " ".join(words(paper.abstract))]
    if not of_itself:
        told += [" ".join(sorted(f"{family},{initials}" for family, initials in _names(paper)))]
        told += [paper.published, fold(paper.venue), paper.arxiv_id, own_doi(paper), paper.url]
        told += [f"{name}={fold(value)}" for name, value in paper.places]
        told += filter(is_damaged, (paper.title, *paper.authors))
    return _digest(*told)


def stand_apart(a: Paper, b: Paper) -> bool:
    """Whether two records of one title stand in other places: years more than one apart, another volume, issue, number,
    part, chapter, edition or page, or another number that names one text or book. What only one of them tells says
    nothing."""
    if a.year and b.year and abs(a.year - b.year) > 1:
        return True
    if not a.metadata or not b.metadata:
        return False
    mine, others = dict(a.metadata), dict(b.metadata)
    both = [name for name in _PLACES if name in mine and name in others]
    if any(_place(mine[name]) != _place(others[name]) for name in both):
        return True
    if not _editions_agree(mine.get("edition", ""), others.get("edition", "")):
        return True
    left, right = mine.get("page", ""), others.get("page", "")
    if _same_pages(left, right):
        return False  # Papers of one volume of proceedings, whose ISBN depends on its binding.
    return not _pages_agree(left, right) or _other_books(mine.get("ISBN", ""), others.get("ISBN", ""))


def _other_books(a: str, b: str) -> bool:
    left, right = _books(a), _books(b)
    return bool(left) and bool(right) and left.isdisjoint(right)


def _books(isbn: str) -> set[str]:
    """The ISBNs of a text, without their check digit and the 978 that the longer ones begin with."""
    found = (re.sub("[- ]", "", number) for number in _ISBN.findall(isbn.upper()))
    return {digits[:-1].removeprefix("978") if len(digits) == 13 else digits[:-1] for digits in found}


def may_recur(a: Paper, b: Paper) -> bool:
    """Whether two records that stand nowhere apart may be a column of two years, months or days: a journal prints a
    paper once, unless the place says that it is the same (the paper was online before). Preprints come before. What has
    editors only, or is called so, comes every year wherever it is printed."""
    if _dates_agree(a.published, b.published) or any(map(_is_preprint, (a, b))) or not venues_agree(a.venue, b.venue):
        return False
    if a.year != b.year:
        recurs = all((a.venue, b.venue)) or all(map(is_by_editors, (a, b))) or comes_every_year(title_key(a.title))
        return recurs and not any(a.about(name) and b.about(name) for name in ("volume", "page"))
    # A column has one volume, and maybe one page, all the year.
    return not (a.about("issue") and b.about("issue")) and not _same_pages(a.about("page"), b.about("page"))


def _dates_agree(a: str, b: str) -> bool:
    """Whether two dates may be one, of which one may be rougher: "2020" and "2020-03"."""
    return a.startswith(b) or b.startswith(a)


def _is_preprint(paper: Paper) -> bool:
    return bool(paper.arxiv_id) or is_preprint_venue(paper.venue)


def _place(value: str) -> tuple[str, ...]:
    """A volume or issue as it is compared: "Vol. 03" and "3" agree."""
    told = words(value)
    return tuple(word.lstrip("0") or "0" for word in told if word not in _COUNTED or len(told) == 1)


def _editions_agree(a: str, b: str) -> bool:
    left, right = _edition(a), _edition(b)
    return left == right or not left or not right


def _edition(value: str) -> tuple[str, ...]:
    """An edition as it is compared: "2nd ed.", "Second Edition" and "2" agree."""
    return tuple(ordinal(word) or _NTH.sub(r"\1", word) for word in _place(value) if word not in _EDITION)


def _pages_agree(a: str, b: str) -> bool:
    left, right = _pages(a), _pages(b)
    return left == right or not left or not right or (left[0] == right[0] and 1 in (len(left), len(right)))


def _same_pages(a: str, b: str) -> bool:
    """Whether two records tell the same pages, from the first to the last."""
    return len(_pages(a)) > 1 and _pages(a) == _pages(b)


def _pages(value: str) -> tuple[str, ...]:
    """First and last page: "230-9" is 230 to 239, "3-3" is page 3."""
    found = _place(value)
    if len(found) == 2 and all(map(str.isdecimal, found)) and len(found[1]) < len(found[0]):
        found = (found[0], found[0][: -len(found[1])] + found[1])
    return found[:1] if len(set(found)) == 1 else found


def is_preprint_venue(venue: str) -> bool:
    """Whether a venue only stands for one: a server of preprints, or an address."""
    return _PREPRINTS.search(venue) is not None


def venues_agree(a: str, b: str) -> bool:
    """Whether two venues may be one: "J. Lamp Lett." and "Journal of Lamp Letters" may. A preprint's says nothing."""
    shorter, longer = sorted((_words_of_venue(venue) for venue in (a, b)), key=len)
    rest = longer[len(shorter) :] if shorter else []
    return all(map(_abbreviates, shorter, longer)) and all(any(map(str.isdigit, word)) for word in rest)


def _words_of_venue(venue: str) -> list[str]:
    """The words of a venue that tell it: the letter of a part is one ("Phys. Rev. A", "Part A: Lamps"), an article is
    none; a preprint's server tells nothing."""
    if is_preprint_venue(venue):
        return []
    told = words(venue)
    letters = {"a"} if told[-1:] == ["a"] or _PART_A.search(venue) else frozenset[str]()
    return [word for word in told if word not in SMALL_WORDS or word in letters]


def _abbreviates(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return short == long or (long.startswith(short) and (len(short) > 1 or long == "journal"))


def authors_agree(a: Paper, b: Paper) -> bool | None:
    """Whether all authors of one record are, by family name and initials, or by all words of a group's name, among
    those of the other; None when either names none."""
    left, right = _people(a), _people(b)
    if not left or not right:
        return None
    # What only says that there are more of them counts as nobody.
    (fewer, shorter), (more, longer) = sorted(((a, left), (b, right)), key=lambda named: len(named[1]))
    alike = len(left) == len(right)
    if not _bodies(fewer) <= _whole_names(more) or (alike and not _bodies(more) <= _whole_names(fewer)):
        return False
    return all(map(_finder(longer), shorter)) and (not alike or all(map(_finder(shorter), longer)))


def _finder(people: Sequence[_Person]) -> Callable[[_Person], bool]:
    """What says of a person whether one of some people may be the same."""
    by_initial: dict[tuple[str, str], dict[_Person, None]] = {}
    for person in people:
        by_initial.setdefault((person[0], person[1][:1]), {})[person] = None

    def may_be_there(person: _Person) -> bool:
        namesakes = by_initial.get((person[0], person[1][:1]), {})
        return person in namesakes or any(_is_one_person(person, other) for other in islice(namesakes, _NAMESAKES_HELD))

    return may_be_there


def _bodies(paper: Paper) -> set[tuple[str, ...]]:
    """The authors who are no persons, each by all words of its name."""
    groups = {name for name, told in paper.names if told.literal}
    return {_whole_name(author) for author in paper.authors if author in groups or _BODY.search(author)}


def _are_bodies(paper: Paper) -> bool:
    """Whether none of the authors is a person; what only says that there are more of them is nobody."""
    return len(_bodies(paper)) == len(_people(paper))


def _whole_names(paper: Paper) -> set[tuple[str, ...]]:
    return set(map(_whole_name, paper.authors))


def _whole_name(author: str) -> tuple[str, ...]:
    return tuple(word for word in words(author) if word not in SMALL_WORDS)


def _name_other_people(a: Paper, b: Paper) -> bool:
    """Whether two lists of authors that agree are both whole, and one names somebody whom the other does not."""
    if a.more_authors or b.more_authors or not all(map(_is_whole_name, (*a.authors, *b.authors))):
        return False
    shorter, longer = sorted((_people(a), _people(b)), key=len)
    return not all(map(_finder(shorter), longer))


def _is_whole_name(author: str) -> bool:
    """Whether an author is one known person or group, and nothing says there that there are more."""
    return name_key(author)[0] != "" and without_others(author) == author


def _share_place(a: Paper, b: Paper) -> bool:
    """Whether two records tell one year and one venue that is no preprint's."""
    named = a.venue and b.venue and not any(map(is_preprint_venue, (a.venue, b.venue)))
    return bool(named) and a.year == b.year and venues_agree(a.venue, b.venue)


def _is_one_person(a: _Person, b: _Person) -> bool:
    """Whether two people of one family may be one."""
    (_, mine, name), (_, its, other) = a, b
    agree = bool(mine) == bool(its) and (mine.startswith(its) or its.startswith(mine))
    return agree and (name == other or may_be_one_person(*sorted((name, other))))


_Person = tuple[str, str, str]
"""(family name, initials, name)."""


def _people(paper: Paper) -> list[_Person]:
    return [(*key, author) for author in paper.authors if (key := name_key(author))[0]]


def _names(paper: Paper) -> list[tuple[str, str]]:
    return [key for key in map(name_key, paper.authors) if key[0]]
