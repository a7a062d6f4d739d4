"""What shows that a record or a row is a paper's, whatever the format: an address that leads to one.

Of each known host it is known what the page of a paper looks like there: a volume, an author, a search or a call for
papers has numbers in its address, too, so numbers prove nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from reader.identity import find_arxiv_id, normal_doi, normal_url, wrong_arxiv_id
from reader.paper import DOI_PREFIX, leads_to_pdf

_DOI = rf"{DOI_PREFIX}(?:/|%2f)"
_BY_DOI = rf"(?<!/book)(?<!/proceedings)(?<!/series)(?<!/toc)[/=]{_DOI}"
"""The page of a DOI, which a book or an issue has as well: those are said to be one."""
_BY_PAGE = r"/content/(?:[a-z]+/)*(?:\d+/\d+/\w|early/\d)"
"""A page at HighWire: volume, issue and first page; without the page it is an issue."""
_HAL = r"^/(?:[\w-]+/)?[a-z_]+-\d{5,}(?:v\d+)?(?:/|$)"
_BMVC = r"^(?:/proceedings)?/(?:\d{4}\.pdf|(?!19|20)\d{1,4}/?$)|/papers?/?[\w/-]*\d"
_AT_MEETING = r"/virtual/\d{4}/(?:poster|oral|spotlight)/\d"
_NEURIPS = rf"/paper(?:_files/paper)?/(?:\d{{4}}/(?:hash|file)/\w|\d+-\w)|/papers/\d+\.pdf|{_AT_MEETING}"
_PAPERS = {
    "aaai.org": r"/(?:article|paper)/(?:view\w*|download)/\d|^/papers/.*\d|^/(?:ojs|aaai|icaps|icwsm)/.*\.pdf",
    "aclanthology.info aclanthology.org aclweb.org": r"/[a-z]\d\d-\d{4}(?!\d)|/\d{4}\.[\w-]+\.[1-9]",
    "acm.org": rf"{_BY_DOI}|/(?:citation|ft_gateway|detail)\.cfm\?.*id=\d|/magazines/\d{{4}}/\d+/\d+-",
    "alphaxiv.org": r"^/(?:abs|pdf|overview)/\w",
    "amazon.science": r"^/publications/\w|^/(?:[\da-f]+/)+.*\.pdf",
    "ams.org": r"/s\d{4}-\d{4}-|/notices/\d{6}/(?!\w*full).*\.pdf|getitem\?mr=\d",
    "aps.org": rf"{_BY_DOI}|/abstract/\w+/v\d+/i\d+/p\d",
    "archives-ouvertes.fr hal.science": _HAL,
    "biomedcentral.com springer.com springeropen.com": (
        rf"{_BY_DOI}(?!97[89][\d-]+(?:\.pdf)?/?(?:$|\?))|^/\d{{4}}-\d{{3}}[\dx]/\d+/\w"
    ),
    "biorxiv.org medrxiv.org": rf"{_BY_DOI}|{_BY_PAGE}",
    "bmva-archive.org.uk bmva.org": _BMVC,
    "citeseer.ist.psu.edu citeseerx.ist.psu.edu": r"[?&]doi=|/doc(?:_view/pid)?/\w|^/pdf/\w",
    "computer.org": (
        r"/csdl/(?:proceedings-article/\w+/\d{4}|(?:journal|magazine)/\w+/\d{4}/\d\w*)/[\w.]+/\w"
        r"|/csdl/.*\d(?:-abs\.html|\.pdf)|/debull/\w+/\w+\.pdf"
    ),
    "cv-foundation.org thecvf.com": rf"/content[\w-]*/(?:[\w-]+/)*(?:html|papers)/\w|{_AT_MEETING}",
    "dblp.dagstuhl.de dblp.org dblp.uni-trier.de": r"/rec/(?:[\w-]+/)+(?=[\d-]*[a-z])[\w-]+(?:\.\w+)?$",
    "ecva.net": rf"^/papers/.*\d.*\.(?:pdf|php)|{_AT_MEETING}",
    "elifesciences.org": r"/(?:articles|reviewed-preprints)/\d|/content/\d+/e\d",
    "europepmc.org": r"/(?:abstract|article|articles)/(?:[a-z]{3}/\w|pmc\d)",
    "frontiersin.org plos.org siam.org tandfonline.com wiley.com": _BY_DOI,
    "hf.co huggingface.co": r"^/papers/\d{4}\.\d{4}",
    "iclr.cc icml.cc mlsys.org neurips.cc nips.cc": _NEURIPS,
    "ieee.org": r"/document/\d|[?&]arnumber=\d|/ielx?\d+/.*\.pdf",
    "ijcai.org": r"/proceedings[/-]\d{2,4}(?:-\d)?/(?:papers/)?\d+(?:\.pdf)?/?$|/abstract/\d+/\d",
    "iop.org": rf"{_BY_DOI}|/\d{{4}}-\d{{3}}[\dx]/\d+/(?:\d+/\w|.*\ba=\w)",
    "isca-archive.org isca-speech.org": (
        r"/[\w-]+_\d{4}\w*/(?:(?:abstracts|pdfs)/)?[\w-]*\d[\w-]*\.(?:html|pdf)|/archive(?:_papers|/pdfs)/.*\.pdf"
    ),
    "jmlr.org": r"^/(?:proceedings/)?papers/v(?:olume)?\d+/[\w-]*\d",
    "jstor.org": r"/stable/(?:[a-z]+/)?(?:\d|10\.|j\.\w+\.\d|resrep\d)",
    "kr.org": r"^/\d{4}/\d",
    "mdpi.com": r"^/\d{4}-\d{3}[\dx]/\d+/\d+/\d",
    "miccai.org": r"/\d+-paper\d|/paper/\d+_paper\.pdf",
    "mlr.press": r"^/[vr]\d+/[a-z][\w-]*?\d\d[a-z]*(?:[/.]|$)",
    "nature.com": r"^/articles/(?!d\d)[\w.-]*\d|/journal/v\w+/n\w+/(?:abs|full|pdf)/\w",
    "ncbi.nlm.nih.gov": r"/pubmed/\d|/pmc/articles/pmc\d",
    "openreview.net": r"^/(?:attachment|forum|pdf|references/pdf)\?(?:.*&)?id=[\w-]|^/pdf/\w+\.pdf",
    "oup.com": r"/(?:advance-)?article(?:-abstract|-lookup|-pdf)?/.*\d|/book/\d+/chapter(?:-abstract|-pdf)?/\d",
    "pmc.ncbi.nlm.nih.gov": r"^/articles/pmc\d",
    "pnas.org sagepub.com science.org sciencemag.org": rf"{_BY_DOI}|{_BY_PAGE}",
    "projecteuclid.org": rf"{_BY_DOI}|/euclid\.\w+/\d",
    "pubmed.ncbi.nlm.nih.gov": r"^/\d{5,}",
    "roboticsproceedings.org": r"^/rss\d+/p\d",
    "sciencedirect.com": r"/article/(?:[a-z]+/)*pii/\w",
    "semanticscholar.org": r"^/(?:arxiv[:/]|(?:paper|pdf|reader)/)\w|^/corpusid:\d|^/[\da-f]{4}/\w+\.pdf|/v1/paper/\w",
    "ssrn.com": r"abstract(?:_?id)?[=/]\d",
    "usenix.org": (
        r"/presentation/\w|^/system/files/(?:[\w-]+/)*(?![\w-]*(?:errata|proceedings|slides))[\w-]+\.pdf"
        r"|/(?:full_papers|papers|tech)/.*\.(?:html|pdf)"
    ),
}
"""Hosts of publishers, conferences and archives, and what the address of a paper's page has after its host there."""
_HOSTS = {host: page for hosts, page in _PAPERS.items() for host in hosts.split()}
_NAMED_HOSTS = ((r"(?:^|\.)bmvc\d*\.", _BMVC), (r"^hal\.", _HAL))
"""The same of hosts that only a part of their names tells: a meeting's of each year, an archive's."""
_PROCEEDINGS = re.compile(r"(?:www\.)?(?:papers|proceedings)\.")
"""Hosts where a file of PDF is a paper."""
_OTHER_HOST = re.compile(r"(?:^|\.)arxiv\.org$|^scholar\.google\.|(?:^|\.)orcid\.org$")
"""Hosts whose pages of papers are known by an id in their address, or which have none."""
_OTHER_PAGE = re.compile(
    r"^/(?:[\w-]+/){0,2}(?:about|authors?|category|categories|contact|faq|help|log-?in|people|persons?|profiles?|register"
    r"|search|sign-?up|tags?|topics?|users?)(?:/[^/?]*)?/?(?:$|\?)|[?&](?:q|query|search)=",
    re.IGNORECASE,
)
"""What the address of a listing, a search, a profile or a page of help has after its host, wherever."""
_OTHER_SITES = frozenset(
    """
    amazon.com amazon.co.uk amazon.de apple.com bbc.co.uk bbc.com bitbucket.org blogspot.com bsky.app cnn.com dev.to
    discord.com ebay.com etsy.com facebook.com github.com github.blog gitlab.com goodreads.com imdb.com instagram.com
    lemonde.fr linkedin.com medium.com netflix.com nytimes.com pinterest.com quora.com reddit.com soundcloud.com
    spiegel.de spotify.com stackexchange.com stackoverflow.com substack.com techcrunch.com theguardian.com tiktok.com
    tumblr.com twitch.tv twitter.com vimeo.com washingtonpost.com wikipedia.org wired.com wordpress.com x.com
    ycombinator.com youtu.be youtube.com zeit.de
    """.split()  # noqa: SIM905  (a list of this length reads best as text)
)
"""Sites of films, programs, shops, talk and news."""
_BLOG = re.compile(r"^blogs?\.|^[^/]+/(?:[\w-]+/)*blogs?(?:[/?]|$)", re.IGNORECASE)
_LONGEST = 1_000
"""Characters of an address that are looked at."""


@lru_cache(maxsize=1024)
def leads_to_paper(url: str) -> bool:
    """Whether an address is surely that of a paper: it is an arXiv id or a DOI, or has the form of one at its host.
    That of an arXiv id which was mistyped was meant to be one.

    A line is asked about by each format that may be meant, so that what was found is kept for a while.
    """
    if not normal_url(url):
        return False
    if find_arxiv_id(url) or normal_doi(url) or wrong_arxiv_id(url):
        return True
    host, rest = _parts(url)
    page = _page_at(host)
    if page is None:
        return _PROCEEDINGS.match(host) is not None and leads_to_pdf(url)
    return page.search(rest) is not None


def leads_elsewhere(url: str) -> bool:
    """Whether an address is surely that of no paper: of another page of a host where a paper's is known, but for a
    file of PDF, or of a home page, a listing, a search, a profile or help anywhere."""
    if leads_to_paper(url) or leads_to_pdf(url) or not normal_url(url):
        return False
    host, rest = _parts(url)
    if not rest.strip("/") and urlsplit(url).fragment[:1] not in ("/", "!"):
        return True
    return _page_at(host) is not None or _OTHER_HOST.search(host) is not None or _OTHER_PAGE.search(rest) is not None


def is_of_other_site(url: str) -> bool:
    """Whether an address that nothing shows to be a paper's is at a site of films, programs, shops, talk or news, or
    of a blog: among links to papers it is none."""
    if leads_to_paper(url):
        return False
    host, rest = _parts(url)
    labels = host.split(".")
    above = {".".join(labels[at:]) for at in range(len(labels))}
    return not above.isdisjoint(_OTHER_SITES) or _BLOG.search(host + rest) is not None


def _parts(url: str) -> tuple[str, str]:
    """The host of an address, and what stands after it: path and query."""
    parts = urlsplit(url)
    rest = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return parts.hostname or "", rest[:_LONGEST]


@lru_cache(maxsize=500)
def _page_at(host: str) -> re.Pattern[str] | None:
    """What the address of a paper's page has after this host, None where that is not known."""
    labels = host.split(".")
    above = (".".join(labels[at:]) for at in range(len(labels)))
    page = next((_HOSTS[name] for name in above if name in _HOSTS), "")
    page = page or next((page for name, page in _NAMED_HOSTS if re.search(name, host)), "")
    return re.compile(page, re.IGNORECASE) if page else None
