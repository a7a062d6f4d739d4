"""One item of another's list, or one row of its table -> the paper that it tells: title, links, authors, year, venue.

>>> found = entry_in("**Gardens that prune.** ICML 2020. *Ada Sample, Bo Jones* [[pdf](https://arxiv.org/abs/2003.00001)]")
>>> found.paper.title, found.paper.arxiv_id, found.sure
('Gardens that prune', '2003.00001', True)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple
from urllib.parse import unquote

from reader.formats.author_lists import LEFT_OUT, authors_in, names_in, said_of, without_places
from reader.formats.bylines import may_be_persons, says_authors, says_nothing_else, shows_persons
from reader.formats.evidence import leads_elsewhere, leads_to_paper
from reader.formats.links import referred
from reader.formats.list_columns import OtherCells, told_in_columns
from reader.formats.markdown.escaping import unescape
from reader.formats.markdown.scan import cells_of
from reader.formats.parsed import Problem, excerpt
from reader.formats.printed_reference import CITED, reference_in
from reader.formats.title_labels import is_label, shows_title, title_begins, title_ends, venue_behind
from reader.identity import arxiv_year, doi_at, find_arxiv_id, is_preprint_venue, normal_doi, normal_url
from reader.paper import Name, Paper, leads_to_pdf
from reader.paper_json import links_of
from reader.persons import told_parts, without_others
from reader.text import NOTE_LIMIT, TITLE_LIMIT, clean_line

_TO_BRACKET = r"[^)\[]*(?:\[[^)\[]*){0,5}\)"
"""The rest of a link or an image. Where nothing closes it, only a few of those behind it are looked through."""
_IMAGE = re.compile(rf"\[?!\[[^\[\]]*\]\({_TO_BRACKET}(?:\]\({_TO_BRACKET})?|<img\b[^<>]*>", re.IGNORECASE)
_LINK = re.compile(
    r"\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]\(\s*<?([^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)>?" + _TO_BRACKET
)
GENERIC = re.compile(
    r"\W*(?:paper|github|code|project|page|project page|home\s?page|pdf|view pdf|download pdf|full text|html|arxiv"
    r"|arxiv page|tex source|other formats|nasa ads|google scholar|semantic scholar|dblp|abs|website|web|blog|demo"
    r"|video|slides?|data|dataset|datasets|model|models|weights|checkpoint|here|link|poster|talk|hf|hugging\s?face|colab"
    r"|pytorch|tensorflow|jax|code \d|unofficial code|official code|official|tweet|bibtex|openreview|supp|\d+)\W*",
    re.IGNORECASE,
)
"""What a link beside a paper is called, never a paper."""
_LEADS_TO = {
    "code": re.compile(r"\W*(?:official |source )?(?:code|github)\W*", re.IGNORECASE),
    "project": re.compile(r"\W*project(?: page)?\W*", re.IGNORECASE),
}
"""What a link beside a paper, or the head of its column, is called, by what it leads to."""
_MAY_LEAD = re.compile("code|github|project", re.IGNORECASE)
_PAPER_LINK = re.compile(r"\W*(?:paper|pdf|arxiv|abs|link)\b.*", re.IGNORECASE)
_VENUE = re.compile(r"badge/(?:Conference|Journal|Publish|Venue)-([^-)\s]+)-", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_a-z][\w.’'-]*(?: (?:[a-z]{1,3} )*[^\W\d_][\w.’'-]*){1,4}")
_SMALL_WORD = re.compile(r"\s(?:an?|and|as|at|by|for|in|is|of|on|or|the|to|via)\s")
"""A word that no name has within it."""
_AND = re.compile(r"\s(?:and|&)\s", re.IGNORECASE)
_CITATION_NUMBER = re.compile(r"(?<!\W)\W*\[\d{1,4}\]\W*(?=[\w\"“])")
_QUOTED = re.compile(r"(?P<before>.*?)[\"“](?P<title>[^\"“”]+)[\"”](?P<after>.*)")
_TOLD = re.compile(
    r"\b(?:cited|discuss(?:ed)?|forwarded|found|mentioned|presented|read|recommend(?:s|ed)?|saw|see|sent(?: me)?|shared"
    r"|suggest(?:s|ed)?|told me about)\s*:?\s*$",
    re.IGNORECASE,
)
"""What somebody did with a paper whose title stands in quotes behind it."""
_ENDED = ("", ".", ",", ";", "(", ")")
"""What stands beside a title in quotes: nothing, or what ends the words before it, or those of the title."""
AUTHORS = re.compile(r"\W*authors?\W", re.IGNORECASE)
"""How a line of authors begins."""
AROUND_WORDS = " .,:;*_-—–·|"
_AROUND = " .,:;*_-—–·"
_WHOLE = re.compile(r"\(([^()]+(?:\(\d{4}\))?)\)")
"""What stands in brackets as a whole."""
_DATED = re.compile(
    r"(?:(?:^|[,.;(·—–-])\s*(?P<venue>arXiv|[A-Z][a-z]*[A-Z][A-Za-z]*)[\s,’']+|(?:^|[\s,.;(·—–-]))"
    r"(?P<year>(?:19|20)\d\d)[\s).]*$"
)
"""A year at the end, perhaps behind the short name of a venue ("NeurIPS 2023")."""
_MARKUP = re.compile(r"(\*\*|__|`|~~)")
_TAG = re.compile(r"</?[a-z]+[^<>]*>", re.IGNORECASE)
_NOTHING = re.compile(r"(?:\[[xX]\] )?(?::\w+:|\W|\d)*")
"""What may stand before a title: the box of a task, an emoji's code, a number, signs."""
_SEGMENT = re.compile(r"<br\s*/?>|(?<!\\)\|", re.IGNORECASE)
_REFERENCE = re.compile(r"\[([^\[\]]+)\]\[[^\[\]]*\]")
"""A link whose address stands elsewhere on the page."""
_BY = re.compile(r"^(?:by:?|authors?\W{0,4}[:：]\W{0,3})\s*(?<=[\s:：*_])", re.IGNORECASE)
_ANCHOR = re.compile(
    r"<a\b(?>[^<>]*?\bhref\s*=\s*[\"']?(?P<url>https?://[^\s\"'<>]+))[^<>]*+>(?P<text>(?:(?!</a>|<a\b).)*)</a>",
    re.IGNORECASE,
)
_ALT = re.compile(r"<img\b[^<>]*?\balt\s*=\s*[\"']([^\"'<>]*)[^<>]*>", re.IGNORECASE)
_BADGE = re.compile(r"\[\s*!\[([^\[\]]*)\]\([^()]*\)\s*\]\(\s*<?([^\s()<>]*)>?[^()]*\)")
"""An image that is a link."""
_BARE = re.compile(
    r"(?P<url>https?://[^\s<>()\[\]|\"'`*]+)|\b(?P<id>arxiv:\s?\d{4}\.\d{4,5})(?:v\d+)?"
    r"|(?:(?<=[.,;)] )|(?<=[(\[]))doi:\s?(?P<doi>10\.\d{4,9}/[^\s<>\[\]|\"'`*,;]+)",
    re.IGNORECASE,
)
"""An address, an arXiv id, or a DOI behind other words, that stands in no link."""
_NAMED = re.compile(r"arxiv:|(?:[.,;)] |[(\[])doi:", re.IGNORECASE)
_LABEL = re.compile(r"\W*(?:[\w.+'’&/-]+ ?){1,5}\W*?(?::|：| [–—-])\W*")
"""What may stand before a title that leads to a paper: what the item is, or is about ("Paper:", "**LoRA** -")."""
_VENUE_BEFORE = re.compile(r"\W*[\[(`*]+[\w .'’&@/-]{2,30}[\])`*]+[\W\d]*")
"""And where it appeared ("[ICML 2024]", "`NeurIPS`")."""
_LONGEST_LABEL = 80
"""Characters of either."""
_LONGEST_SLANTED = 400
"""Characters in which a title in italics ends."""
_TITLE_COLUMN = re.compile(
    r"(?:paper |article |document )?titles?(?: of (?:the )?papers?)?|papers?|articles?", re.IGNORECASE
)
_NAMES_ID = re.compile(r"(?:(?P<doi>doi)|(?P<arxiv>arxiv))(?:[ -]?(?:id|number|no\.?|link))?", re.IGNORECASE)
"""The head of a column of identifiers."""
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_COUNT = re.compile(
    r"^\W*(?:\d{1,3}[.)]|[(\[]?(?:19|20)\d\d(?:[-./]\d{1,2}){1,2}[)\]]?|[(\[](?:19|20)\d\d[)\]])[\s:,.-]+"
)
"""The number, or the date, before a title."""
_WORDY = 3
"""Blanks from which a text beside a paper's identifier is no person's name."""
_SHORT, _LONG = 3, 8
"""Characters of a title that is surely one, and of one that may be."""
_ET_AL_GLUED = re.compile(r"\bet\.\s?al\b", re.IGNORECASE)
_YEAR_BEHIND = re.compile(r"\s*\((?P<year>(?:19|20)\d\d)\)$")
_CITED_BEHIND = re.compile(rf"\s*\((?:{CITED.pattern})")
_CITED_BEHIND_COMMA = re.compile(
    r"[,.]\s+(?:[^\W\d_a-z][\w.’'-]{0,30}\s+){1,3}et\.? ?al\b[\s.,(]{0,4}(?P<year>(?:19|20)\d\d)[a-z]?[\s.)]{0,4}$"
)
_LONGEST_CITED = 120
"""Characters at the end of a title in which its paper is named by authors and year."""
_LOCAL_PDF = re.compile(r"(?!/|\w+:)[^\s<>]+\.pdf", re.IGNORECASE)
"""A file beside the list."""
_PLACE = "\ufffc"
"""What stands for a link."""
_EMPTY = re.compile(rf"[(\[（【]\s*{_PLACE}[\s{_PLACE},;|/·&+-]*[)\]）】]")
"""Brackets around nothing but links."""
LINE_END = "<br>"
"""What stands between the lines of an item that has several."""
_SEGMENTS = 3
"""Segments behind a title in which its authors may stand; in an item of several lines twice as many."""
_EMPHASIS = re.compile(r"(?<![\w*_])[*_](?=[^\s*_])([^*_]+)[*_](?![\w*_])")


class _Byline(NamedTuple):
    """What stands beside a title."""

    authors: tuple[str, ...] = ()
    year: str = ""
    venue: str = ""
    doubted: Problem | None = None
    """What is to be said of the authors."""
    proved: bool = True
    """Something shows that the authors are people, and they do not only look like names."""
    more: bool = False
    """Whether it says that there are more authors."""
    names: tuple[tuple[str, Name], ...] = ()
    """The parts of those authors of whom they are told."""
    columns: OtherCells = OtherCells()
    """What the other columns of a table say."""


_NO_BYLINE = _Byline()


@dataclass(frozen=True, slots=True)
class ItemLink:
    """A link of an item."""

    text: str
    """What it is called; "" for an address that stands in no link."""
    url: str
    start: int
    end: int
    own: bool = True
    """Whether it is a link in words, and no badge, address or id."""


@dataclass(frozen=True, slots=True)
class _Title:
    text: str
    url: str
    end: int
    loose: bool = False
    """Whether nothing but its place before an address shows that it is a title."""


@dataclass(frozen=True, slots=True)
class TitledItem:
    """What an item or a row that has what a paper's has tells."""

    paper: Paper
    sure: bool = True
    """A link leads to a paper (an arXiv id, a DOI, a publisher), or to a PDF and is called "Paper"."""
    elsewhere: bool = False
    """All links lead to what surely is no paper: a listing, a profile, a home page."""
    pdf: bool = False
    """It is not sure, and its title is that of a PDF somewhere."""
    loose: bool = False
    """A title that nothing shows to be one but its place before an address."""
    called: bool = True
    """A link in words is called "Paper" or the like."""
    doubted: Problem | None = None
    """What is to be said of its authors."""
    untold: str = ""
    """What may be the title of a reference, and nobody can say where it ends."""
    printed: bool = False
    """It is a reference as it is printed."""
    columns: tuple[str, ...] = ()
    """The heads of the columns in which something stands that is not read."""
    alone: Paper | None = None
    """The paper without what stands beside its title, where only the other titles of its page can show that those are
    authors; else None."""


def has_link(line: str) -> bool:
    """Whether a line may hold a link, so that it is worth looking at."""
    return "](" in line or "://" in line or _NAMED.search(line) is not None


def with_addresses(row: str, head: Sequence[str]) -> str:
    """The cells of a row with the bare ids in those columns that are called "DOI" or "arXiv" as addresses."""
    cells = cells_of(f"|{row}")
    for at, name in enumerate(head[: len(cells)]):
        named = _NAMES_ID.fullmatch(name.strip(" *_"))
        text = unescape(cells[at]).strip(" `") if named is not None else ""
        if named is not None and named["doi"] and (doi := normal_doi(text)):
            cells[at] = f"<https://doi.org/{doi}>"
        elif named is not None and named["arxiv"] and (arxiv_id := find_arxiv_id(text)):
            cells[at] = f"<https://arxiv.org/abs/{arxiv_id}>"
    return f"{' | '.join(cells)} |"


def plain_text(markdown: str) -> str:
    """Markdown's text without tags: links give their words, emphasis and escapes go."""
    return _text(_TAG.sub(" ", markdown))


def without_images(markdown: str) -> str:
    """Markdown without images, be they links or not."""
    return _IMAGE.sub("", markdown)


def only_links(markdown: str) -> list[str]:
    """The addresses of a line of nothing but links that are called "Paper", "Code" or the like, or that stand alone;
    none of any other line."""
    if any(map(str.isalpha, _BARE.sub("", _LINK.sub("", _IMAGE.sub("", markdown))))):
        return []
    links = _links(markdown)[1]
    said = all(not link.own or GENERIC.fullmatch(link.text) or _is_paper_link(link) for link in links)
    return [url for link in links if said and (url := normal_url(link.url))]


def words_beside_links(line: str) -> str:
    """What a line says that is no link alone, no image and no line of authors; "" for nothing."""
    words = plain_text(without_images(line)).strip(AROUND_WORDS)
    called = all(GENERIC.fullmatch(part) for part in re.split(r"[:：|,]", words) if part.strip())
    return "" if called or only_links(line) or AUTHORS.match(line) or not any(map(str.isalpha, words)) else words


def addresses_in(markdown: str) -> list[str]:
    """The addresses that a line of Markdown holds, those of its links and those that stand in it."""
    return [url for link in links_in(markdown)[1] if (url := normal_url(link.url))]


def links_in(markdown: str) -> tuple[str, list[ItemLink]]:
    """A line of Markdown without its images, and its links and the addresses that stand in it, in their order."""
    return _links(with_links(markdown))


def with_links(markdown: str) -> str:
    """Markdown with the links of HTML in it as its own."""
    return _ANCHOR.sub(_as_markdown, markdown) if "<a" in markdown.lower() else markdown


def leads_aside(link: ItemLink) -> bool:
    """Whether a link beside a title is called by something else than its paper: "Code", "Dataset", "Slides"."""
    return link.own and GENERIC.fullmatch(link.text) is not None and _PAPER_LINK.fullmatch(link.text) is None


def leads_to_its_paper(link: ItemLink) -> bool:
    """Whether a link beside a title is called by what its paper has: "PDF", an identifier, where it appeared; or is
    called by nothing."""
    words = link.text
    return not link.own or _PAPER_LINK.fullmatch(words) is not None or _names_address(words) or is_label(words)


def reads_like_title(words: str) -> bool:
    """Whether what a link is called may be the title of a paper."""
    if GENERIC.fullmatch(words) or CITED.fullmatch(words) or is_label(words):
        return False
    return " " in words and len(words) >= _LONG


def entry_in(item: str, head: Sequence[str] | None = None) -> TitledItem | None:
    """What the text of an item tells, or that of a row whose columns are called `head`; None where it has not what a
    paper's has."""
    row = with_links(item)
    found = _entry(item, row, head)
    if found is None or not (addresses := _leading_elsewhere(row, head)):
        return found
    paper, alone = (paper and replace(paper, links=addresses) for paper in (found.paper, found.alone))
    return replace(found, paper=paper or found.paper, alone=alone)


def _leading_elsewhere(row: str, head: Sequence[str] | None) -> tuple[tuple[str, str], ...]:
    """The links of a row to what belongs to its paper, by their words and the heads of their columns."""
    if not _MAY_LEAD.search("\n".join((row, *(head or ())))):
        return ()
    cells = [("", row)] if head is None else zip((*head, *[""] * row.count("|")), cells_of(f"|{row}|"), strict=False)
    named = [(words, link.url) for name, cell in cells for link in _links(cell)[1] for words in (link.text, name)]
    addresses = {
        what: normal_url(url)
        for what, called in _LEADS_TO.items()
        for words, url in reversed(named)
        if called.fullmatch(words) and not leads_to_paper(url)
    }
    return links_of(addresses)


def _entry(item: str, row: str, head: Sequence[str] | None) -> TitledItem | None:
    """As `entry_in`, without its links to what is no paper; `row` is the item with links as Markdown has them."""
    plain, links = _links(row)
    rest = partial(_rest_of_item, plain) if head is None else partial(_rest_of_row, plain, head)
    if head is None and (found := _reference(plain, links)) is not None:
        return found
    title = _title(plain, links, rest, head)
    if title is None:
        return None
    addresses = [title.url, *(link.url for link in links if _is_paper_link(link))]
    urls = [url for url in map(normal_url, addresses) if url]
    ids = dict.fromkeys(filter(None, map(find_arxiv_id, urls)))
    if LINE_END in item and len(ids) > 1:
        return None
    arxiv_id = next(iter(ids), "")
    badge = _VENUE.search(row)
    beside = rest(title.end)
    behind = _YEAR_BEHIND.search(title.text) or _cited_behind(title.text)
    paper = Paper(
        id="",
        title=(title.text[: behind.start()] if behind else title.text)[:TITLE_LIMIT],
        published=arxiv_year(arxiv_id) or (behind["year"] or "" if behind else ""),
        venue=clean_line(unquote(badge[1]).replace("_", " ")) if badge else "",
        arxiv_id=arxiv_id,
        doi=next(filter(None, map(doi_at, urls)), ""),
        url=next(filter(_scholarly, urls), urls[0] if urls else ""),
    )
    marked = any(link.text.strip(" []").lower() == "paper" and leads_to_pdf(link.url) for link in links)
    sure = marked or any(leads_to_paper(url) for url in urls)
    elsewhere = not sure and bool(urls) and all(map(leads_elsewhere, urls))
    pdf = not sure and leads_to_pdf(title.url)
    called = any(_PAPER_LINK.fullmatch(link.text) for link in links)
    paper = _in_columns(paper, beside.columns)
    if (reference := reference_in(title.text)) is not None:
        paper = referred(paper, reference)
        unread = tuple(beside.columns.unread_beside(paper))
        return TitledItem(paper, sure, elsewhere, pdf, untold=reference.unread, printed=True, columns=unread)
    alone = None if beside.proved else paper
    whole = _with(paper, beside)
    unread = tuple(beside.columns.unread_beside(whole))
    return TitledItem(whole, sure, elsewhere, pdf, title.loose, called, beside.doubted, columns=unread, alone=alone)


def _cited_behind(title: str) -> re.Match[str] | None:
    """What stands behind a title and names its paper by its authors and year: "(Vaswani et al., 2017)", ", Vaswani et
    al., 2017"."""
    begin = title.rfind("(")
    found = _CITED_BEHIND.fullmatch(title, len(title[:begin].rstrip())) if begin > 0 else None
    return found or _CITED_BEHIND_COMMA.search(title, max(1, len(title) - _LONGEST_CITED))


def _reference(row: str, links: Sequence[ItemLink]) -> TitledItem | None:
    """What an item tells that is a reference as it is printed, with a link to its paper; None for any other."""
    told = [url for link in links if leads_to_paper(link.url) and (url := normal_url(link.url))]
    ids = {find_arxiv_id(url) or doi_at(url) or url for url in told}
    if len(ids) != 1:
        return None
    words = _LINK.sub(lambda link: _PLACE if _is_beside(_text(link[1])) else link[1], row)
    words = _EMPTY.sub(" ", _BARE.sub("", words)).replace(_PLACE, " ")
    found = reference_in(_text(_TAG.sub(" ", words)).rstrip(" ([<"))
    if found is None or not (found.title or found.place or (found.unread and not _bold(row))):
        return None  # Authors alone may be those of a talk about it.
    arxiv_id = next(filter(None, map(find_arxiv_id, told)), "")
    paper = Paper(
        "", "", published=arxiv_year(arxiv_id), arxiv_id=arxiv_id,
        doi=next(filter(None, map(doi_at, told)), ""), url=told[0],
    )  # fmt: skip
    return TitledItem(referred(paper, found), untold=found.unread, printed=True)


def _is_beside(text: str) -> bool:
    """Whether the words of a link name nothing but the link."""
    return _names_address(text) or GENERIC.fullmatch(text) is not None


def _names_address(text: str) -> bool:
    """Whether the words of a link are an identifier, an address, or "DOI"."""
    return bool(normal_url(text) or find_arxiv_id(text) or normal_doi(text)) or text.lower() == "doi"


def _in_columns(paper: Paper, columns: OtherCells) -> Paper:
    """A paper with what the other columns of its table say."""
    published = paper.published if paper.published.startswith(columns.year) else columns.year
    return replace(
        paper,
        published=published,
        venue=columns.venue or paper.venue,
        note=columns.note[:NOTE_LIMIT],
        status=columns.status,
        starred=columns.starred,
    )


def _with(paper: Paper, beside: _Byline) -> Paper:
    """A paper with what stands beside its title."""
    venue = "" if is_preprint_venue(beside.venue) else beside.venue
    return replace(
        paper,
        authors=beside.authors,
        names=beside.names,
        more_authors=beside.more,
        published=paper.published or beside.year,
        venue=paper.venue or venue,
    )


def _as_markdown(anchor: re.Match[str]) -> str:
    """A link of HTML as one of Markdown; one around an image is a badge."""
    image = _ALT.search(anchor["text"])
    text = clean_line(_TAG.sub(" ", anchor["text"])).replace("[", "(").replace("]", ")")
    if image or not text:
        alt = clean_line(image[1]) if image else "link"
        return f"[![{alt.replace('[', '').replace(']', '')}](x)]({anchor['url']})"
    return f"[{text}]({anchor['url']})"


def _links(row: str) -> tuple[str, list[ItemLink]]:
    """A row without its images, and its links in their order."""
    links = [
        ItemLink(_text(badge[1]), badge[2], badge.start(), badge.end(), own=False) for badge in _BADGE.finditer(row)
    ]
    plain = _IMAGE.sub(_blank, row)
    for match in _LINK.finditer(plain):
        words = match[1].replace(LINE_END, " ")
        links.append(ItemLink(_text(words), match[2], match.start(), match.end()))
    if "://" in plain or _NAMED.search(plain):
        for match in _BARE.finditer(_LINK.sub(_blank, plain)):
            url = (match["url"] or "").rstrip(".,;:!?")
            if match["doi"]:
                url = f"https://doi.org/{normal_doi(match['doi'])}"
            elif match["id"]:
                url = f"https://arxiv.org/abs/{match['id'].partition(':')[2].strip()}"
            links.append(ItemLink("", url, match.start(), match.end(), own=False))
    return plain, sorted(links, key=lambda link: link.start)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _is_paper_link(link: ItemLink) -> bool:
    """Whether a link is that to the paper beside its title."""
    if _PAPER_LINK.fullmatch(link.text):
        return True
    return leads_to_paper(link.url) and (not link.own or _names_address(link.text) or is_label(link.text))


def _scholarly(url: str) -> bool:
    return leads_to_paper(url) or leads_to_pdf(url)


def _title(
    row: str, links: list[ItemLink], byline: Callable[[int], _Byline], head: Sequence[str] | None
) -> _Title | None:
    """The words of the column of titles; the link that is the title; or, beside a link to the paper, the text before
    it. `byline` reads what stands beside a title that ends at an index."""
    scholarly = any(_scholarly(link.url) for link in links)
    papers = [link for link in links if _is_paper_link(link) and normal_url(link.url)]
    if head and scholarly and (found := _in_column(row, links, head)):
        return found
    for link in links:
        local = _LOCAL_PDF.fullmatch(link.url) is not None
        if not link.own or not (local or normal_url(link.url)) or not reads_like_title(link.text):
            continue
        before = _TAG.sub(" ", _LINK.sub(_without_signs, row[: link.start]))
        leads = local or _scholarly(link.url) or papers or len(byline(link.end).authors) > 1
        if leads and (_NOTHING.fullmatch(before) or (leads_to_paper(link.url) and _may_precede(before, link.text))):
            return _Title(link.text, link.url, link.end)
    if not papers or not scholarly:
        return None
    return _before(row, links, papers[0])


def _without_signs(link: re.Match[str]) -> str:
    """A link in words as it is; nothing for one of a sign."""
    return "" if _NOTHING.fullmatch(link[1]) else link[0]


def _may_precede(before: str, title: str) -> bool:
    """Whether a text may stand before a title that leads to a paper: a label, a venue."""
    if len(before) > _LONGEST_LABEL or (not title[:1].isupper() and title[:1].isalpha()):
        return False
    if _LABEL.fullmatch(before) or _VENUE_BEFORE.fullmatch(before):
        return True
    people = before.rstrip(" .,:;-")
    return without_others(people) != people or may_be_persons(names_in(people) or ())


def _in_column(row: str, links: Sequence[ItemLink], head: Sequence[str]) -> _Title | None:
    """The title in the column whose head says that titles stand there."""
    cells = cells_of(f"|{row}")
    named = [at for at, name in enumerate(head[: len(cells)]) if _TITLE_COLUMN.fullmatch(name.strip(" *_"))]
    told = any(map(_NAMES_ID.fullmatch, head))
    for at in sorted(named, key=lambda at: "title" not in head[at].lower()):
        cell = cells[at]
        own = next(
            (link for link in links if link.own and f"]({link.url}" in cell and not GENERIC.fullmatch(link.text)), None
        )
        words = _slanted(_text(_entitled(_without_links(re.split(_SEGMENT, cell)[0]))))
        bold = _bold(_entitled(cell))
        text = own.text if own else _unnumbered(bold or words).strip(' .,:;-|"“”')
        sure = own is not None or "title" in head[at].lower() or bold != ""
        if GENERIC.fullmatch(text) or CITED.fullmatch(text) or len(text) < (_SHORT if sure else _LONG):
            continue
        if not sure and (" " not in text or (_is_like_a_name(text) and not (told and text.count(" ") >= _WORDY))):
            continue
        start = row.find(cell)
        return _Title(text, own.url if own else "", own.end if own else max(start, 0) + len(cell))
    return None


def _slanted(text: str) -> str:
    """A text without the signs of emphasis around the whole of it."""
    whole = _EMPHASIS.fullmatch(text)
    return whole[1] if whole is not None else text


def _is_like_a_name(text: str) -> bool:
    """Whether a text reads like the name of a person, though it may be a title."""
    return _NAME.fullmatch(text) is not None and _SMALL_WORD.search(text) is None


def _without_links(cell: str) -> str:
    """The words of a cell outside of its links, without brackets that hold nothing but links."""
    return _EMPTY.sub(" ", _LINK.sub(_PLACE, cell)).replace(_PLACE, " ").rstrip(" ([")


def _unnumbered(text: str) -> str:
    """A text without the number or the date that counts it."""
    return _COUNT.sub("", text)


def _before(row: str, links: Sequence[ItemLink], paper: ItemLink) -> _Title | None:
    """The title in the text before the link to its paper: what is bold, in quotes, or all of it."""
    aside = (link.start for link in links if link.own and (GENERIC.fullmatch(link.text) or is_label(link.text)))
    first_aside = next((at for at in aside if any(map(str.isalpha, row[:at]))), paper.start)
    above = row[: min(first_aside, paper.start)].rstrip(" [(|<").split(LINE_END)
    parts = [part for part in map(_entitled, above) if any(map(str.isalpha, part))]
    first = parts[0] if parts else ""
    bold = next(filter(None, map(_bold, parts)), "")
    slanted = _EMPHASIS.match(_unnumbered(_CITATION_NUMBER.sub("", first.strip()[:_LONGEST_SLANTED])))
    before = _text(slanted[1] if slanted and slanted[1].count(" ") > 1 else first)
    quoted = _QUOTED.fullmatch(before) is not None
    text = bold.strip(' .,:;-|"“”') if bold else _unquoted(_unnumbered(_CITATION_NUMBER.sub("", before)))
    if CITED.fullmatch(text):
        return None
    blanks, letters = (1, 8) if bold else (2, 15)
    if text.count(" ") < blanks or len(text) < letters or GENERIC.fullmatch(text) or is_label(text):
        return None
    place = row.find(text[-10:])
    loose = not paper.text and not paper.own and not bold and not quoted
    loose = loose and not (text[:1].isupper() and (is_label(row[: title_begins(row)]) or shows_title(above[0])))
    return _Title(text, paper.url, place + 10 if place >= 0 else paper.start, loose)


def _entitled(markdown: str, *, within: bool = False) -> str:
    """Markdown without tags, and without labels, venues, boxes and names before and behind the title in it; `within`:
    it is marked as a title."""
    plain = _TAG.sub(" ", markdown)
    begun = plain[title_begins(plain, within=within) :]
    return begun[: title_ends(begun)]


def _bold(markdown: str) -> str:
    """The first words in bold that may be a title: no label, and no words within a sentence."""
    for mark in _BOLD.finditer(markdown):
        before, after = markdown[: mark.start()], markdown[mark.end() :]
        within = before[-2:-1].isalnum() and before[-1:] == " " and after[:1] == " " and after[1:2].isalnum()
        if any(map(str.isalpha, mark[1])) and not within and not is_label(mark[1]):
            slanted = mark[1].startswith("*") and after.startswith("*")
            return _text(_entitled(mark[1][slanted:], within=True))
    return ""


def title_told(text: str) -> str:
    """The title in quotes at the end of a sentence that says what somebody did with the paper, "" for other words."""
    quoted = _QUOTED.fullmatch(text)
    said = quoted and not quoted["after"].strip() and " " in quoted["title"] and _TOLD.search(quoted["before"])
    return quoted["title"].strip(" .,:;-|") if quoted and said else ""


def _unquoted(text: str) -> str:
    """The title in a text: what stands in quotes as a whole, alone, behind authors or before them; else all of the
    text up to its first full stop."""
    if told := title_told(text):
        return told
    quoted = _QUOTED.fullmatch(text)
    if quoted and " " in quoted["title"]:
        before, after = quoted["before"].rstrip()[-1:], quoted["after"].lstrip()[:1]
        if before in _ENDED and (after in _ENDED or quoted["title"][-1] in ".,"):
            return quoted["title"].strip(" .,:;-|")
    text = re.split(r"\. (?=[A-Z])| \| ", text)[0].strip(" .,:;-|")
    whole = text.count('"') > 1 or ("“" in text and "”" in text)
    return text if whole else text.strip(' .,:;-|"“”')


def _text(markdown: str) -> str:
    """Markdown's text: links give their words, emphasis and escapes go."""
    linked = _LINK.sub(lambda match: match[1], markdown)
    return clean_line(unescape(_MARKUP.sub("", linked)))


def _rest_of_item(item: str, end: int) -> _Byline:
    """Authors, year and venue in an item whose title ends at an index."""
    return _byline(item[end:])


def _rest_of_row(row: str, head: Sequence[str], end: int) -> _Byline:
    """Authors, year and venue in the row of a table whose title ends at an index: in the columns whose heads say that
    authors stand there; else behind the title, but never in a column that is called something else."""
    before, after = cells_of(f"|{row[:end]}."), cells_of(f"|{row[end:]}")
    cells = (*before[:-1], *after)
    columns = [*head, *[""] * len(cells)]
    own = len(before) - 1
    others = [(columns[at], _words_of(cell)) for at, cell in enumerate(cells) if at != own]
    told = told_in_columns([name for name, _ in others], [text for _, text in others])
    authored = [
        _told(cell, name, beside_title=at == own)
        for at, (cell, name) in enumerate(zip(cells, columns, strict=False))
        if says_authors(name)
    ]
    fullest = max(authored, key=lambda found: (len(found.authors), found.doubted is not None), default=_NO_BYLINE)
    if fullest.authors or fullest.doubted:
        return fullest._replace(columns=told)
    nameless = [cell for cell, name in zip(after[1:], columns[own + 1 :], strict=False) if not name]
    return _byline("|".join((after[0], *nameless)))._replace(columns=told)


def _words_of(cell: str) -> str:
    """The words of a cell, without images and without links that are called "Paper", "Code" or the like."""
    links = _links(cell)[1]
    plain = _IMAGE.sub("", cell)
    words = _LINK.sub(lambda link: "" if GENERIC.fullmatch(_text(link[1])) else link[1], plain)
    return _text(_TAG.sub(" ", _BARE.sub("", words) if links else words))


def _told(cell: str, head: str, *, beside_title: bool) -> _Byline:
    """Authors, year and venue in a cell whose head says that authors stand there: below its title, where that stands
    there as well."""
    cell = _ET_AL_GLUED.sub("et al", cell)
    words = _LINK.sub(lambda link: "" if GENERIC.fullmatch(_text(link[1])) else link[1], cell)
    lines = [_stripped(_text(_TAG.sub(" ", line))) for line in _SEGMENT.split(_REFERENCE.sub(r"\1", words))]
    lines = list(filter(None, lines))
    if not lines:
        return _NO_BYLINE
    if not says_nothing_else(head):
        found = _byline(cell, told=True)
        silent = found.authors or beside_title or names_in(lines[0]) == ()
        return found if silent else _Byline(doubted=Problem(0, LEFT_OUT, excerpt(" ".join(lines))))
    line, venue, year = _dated(lines[0] if beside_title else "\n".join(lines))
    line = _stripped(_BY.sub("", line).strip("("))
    people = authors_in(line)
    doubted, names = said_of(people, line), people.parts
    if not people.reads_well:
        return _Byline(doubted=doubted)
    printed = tuple(name.printed for name in names)
    return _Byline(printed, year, venue, more=people.more, doubted=doubted, names=told_parts(names))


def _stripped(text: str) -> str:
    """A text without signs around it, but for the point of an initial."""
    return text.lstrip(_AROUND).rstrip(_AROUND.replace(".", ""))


def _byline(rest: str, *, told: bool = False) -> _Byline:
    """Authors, year and venue right after the title, when that is nothing but names, and perhaps where and when.

    Unless it is told that these are authors they must read like people.
    """
    several, at = LINE_END in rest, ("", "")
    likely = _NO_BYLINE
    for segment in _SEGMENT.split(rest)[: _SEGMENTS * (1 + several)]:
        line = _text(re.split(r"\[\[|\[|<|_\((?!\s*(?:19|20)\d\d\s*\))", segment)[0]).strip(_AROUND)
        inner = _WHOLE.fullmatch(line)
        line, venue, year = _dated(inner[1] if inner else line)
        line = (line.partition("(")[0] if "(" in without_places(line) else line).strip(_AROUND)
        line, by = _BY.subn("", line)
        if not line:
            at = (at[0] or year, at[1] or venue) if venue else at
            continue
        people = authors_in(line)
        names = people.printed
        named = bool(names) and people.sure and all(_NAME.fullmatch(name) for name in names)
        introduced = by > 0 or people.more
        if named and (told or may_be_persons(names, introduced=introduced, dated=year != "")):
            proved = told or introduced or shows_persons(names, joined=year != "" or _AND.search(line) is not None)
            found = _Byline(names, year or at[0], venue or at[1], proved=proved, more=people.more)
            if proved or not several:
                return found
            likely = likely if likely.authors else found
        if not several:
            return _Byline((), *at)
        at = (at[0] or year, at[1] or venue)
    return likely if likely.authors else _Byline((), *at)


def _dated(line: str) -> tuple[str, str, str]:
    """A line without the year at its end, alone or behind the name of a venue; that venue, and that year."""
    match = _DATED.search(line)
    if (found := venue_behind(line)) and not (match and match["venue"]):
        return line[: found.start].strip(_AROUND), clean_line(found.name.replace("*", "")), found.year
    return (line[: match.start()].strip(_AROUND), match["venue"] or "", match["year"]) if match else (line, "", "")
