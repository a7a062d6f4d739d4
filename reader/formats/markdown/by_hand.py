"""Papers that a person typed into an export: an item at the list's own level, or a row, with a title and what leads to
the paper.

It is strict, as nobody types a mark: what leads to a paper is a link that surely is one's, or to a PDF, an arXiv id or
a DOI. An item that only has the title of a paper may be of one that the library knows. What stands deeper, in code, in
a quote or outside the list is of the page. An item with a mark of a paper that the library has not is read in the same
way: another library made it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from reader.formats.markdown import marks
from reader.formats.markdown.escaping import unescape
from reader.formats.markdown.lines import after_front_matter, code_blocks, heading_at
from reader.formats.markdown.opened_export import OpenedExport
from reader.formats.markdown.scan import HEADER, File, Stretch, cells_of
from reader.formats.markdown.state import ITEM, after_bullet, parse_state
from reader.formats.parsed import Problem, excerpt
from reader.identity import arxiv_year, doi_at, find_arxiv_id, normal_arxiv_id, normal_doi, normal_url
from reader.paper import Paper, leads_to_pdf
from reader.paper_json import links_of
from reader.text import TITLE_LIMIT, clean_line, words
from reader.titles import title_key

_LINK = re.compile(r"(\*\*|__|\*|_)?\[((?:\\.|[^\]\\]|\[[^\]\[]*\])+)\]\(\s*<?([^\s<>]*?)>?(?:\s+\"[^\"]*\")?\s*\)\1?")
"""A link that an item begins with, maybe in bold: its text and its address."""
_BOLD = re.compile(r"\*\*((?:\\.|[^*\\])+)\*\*")
"""The title of a paper without an address."""
_BARE = re.compile(r"<?(https?://[^\s<>()|]+)>?|(arxiv:\s*\S+)|(?:doi:\s*)?(10\.\d{4,9}/[^\s<>|()]+)", re.IGNORECASE)
"""What leads to a paper and is no link in words."""
_BARE_ID = re.compile(r"(?:\[|\()?\b(\d{4}\.\d{4,5})(?:v\d+)?(?:\]|\))?\.?\Z")
"""An arXiv id at the end of an item."""
_ID_FIRST = re.compile(
    r"[*_`(<]*(?:\[[^\]\[]*\]\(\s*<?(https?://[^\s<>()]+)>?\s*\)|\[?(https?://[^\s<>()|\]]+|(?:arxiv:\s?)?\d{4}\.\d{4,5}(?:v\d+)?"
    r"|arxiv:\s?[\w./-]+|(?:doi:\s?)?10\.\d{4,9}/[^\s<>|()\]*`]+))[*_`)>\]]*\s*(?:[:.,|]|[—–]|-{1,3}(?=\s))?\s+(?=\S)",
    re.IGNORECASE,
)
"""What leads to a paper at the beginning of an item, before what may be the title."""
_TITLED = re.compile(r"[\"“'‘(\[¿¡*_]*[^\W_a-z]")
"""How a title begins, and hardly what else is said of a paper: with a capital, a digit or a letter without case."""
_NOTE = re.compile(r"\[\[(?:[^\]|]*\|)?([^\]|]+)\]\]")
"""A link to a note in a vault, and what it shows."""
_WITHIN_PAGE = re.compile(r"[*_~`]*\[(?:\\.|[^\]\\])*\]\(\s*<?#")
"""A link to a heading of the page, as a table of contents has them."""
_DASH = re.compile(r"\s*(?:[—–]|-{1,3}(?=\s)|[:·,.](?=\s|\Z))\s*")
_YEAR = re.compile(r"(?:\A|[\s,(;.]+)((?:19|20)\d\d)[\s).]*\Z")
_YEAR_BEHIND = re.compile(r"[,(]\s*((?:19|20)\d\d)\s*\)?\.?\s*\Z")
"""A year that surely is behind a title, and not in it."""
_MORE = re.compile(r"[\s,]*\bet\.?\s*al\.?[\s,]*\Z", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,\s*(?:and\s+|&\s*)?|;\s*|\s(?:and|&)\s)\s*")
_BESIDE = re.compile(r"\[(pdf|code|project)\]\(\s*<?([^\s<>]*?)>?\s*\)", re.IGNORECASE)
"""A link behind a title to what belongs to its paper."""
_ENDS_NAMES = re.compile(r"(?<=[^\W\d_]{2})\.\s+|\bet\.?\s*al\.?(?:\s+|\Z)")
"""Where the names in a byline end and a venue begins."""
_NAME = re.compile(r"[^\W\d_a-z][\w.’'-]*(?: (?:[a-z]{1,3} )*[^\W\d_][\w.’'-]*){1,4}")
_ANY_NAME = re.compile(r"(?=.*[^\W\d_])[^\d<>\[\]()|/@#*_`~^\\]{1,80}")
"""What may be a name where names are expected."""
_ENDS_SENTENCE = re.compile(
    r"\b(?:about|also|and|as|at|by|for|from|in|is|of|on|or|see|the|to|via|with)\s*:?\Z|:\Z", re.I
)
_SIGNS = re.compile(r"~~|#(?=\w)|[\u2190-\u2bff\U0001f000-\U0001faff]")
"""What people set beside a title that is no word and no punctuation: stars, arrows, pictures, a strike, the sign of a
tag."""
_SHORT = 3
"""Words in front of an address that are fewer are no title."""
_IGNORED = Counter(dict.fromkeys(("arxiv", "doi", "et", "al", "pdf", "abs", "https", "http", "and"), 9))
"""Words that say nothing which a paper does not."""
UNLINKED = "has no link to a paper, arXiv id or DOI, and no paper of the library has this title; it was not taken"
UNTITLED = "has no title, only what leads to a paper, which the library does not have; it was not taken"
NO_PAPER = (
    "leads to what is not known to be a paper; it was not taken (an arXiv id or a DOI beside the title says that)"
)
TWICE = "was typed here a second time; the first counts"
HAS_MARK = "stands here again, without a mark; the place with its mark counts"
_MANY = 5
"""So many items that were not taken are named one by one."""


@dataclass(frozen=True, slots=True)
class TypedItem:
    """An item or row without a mark, or with the mark of a paper that is not here."""

    line: int
    """Index of its line."""
    paper: Paper
    """What it tells; its `id` is that of its mark, "" for none."""
    leads: bool
    """Whether it leads to a paper."""
    rest: tuple[str, ...] = ()
    """The words beside the title that are neither authors, nor a year, nor what leads to a paper."""


class Arrived(NamedTuple):
    """Papers that were typed, as they come."""

    export: OpenedExport
    """With their marks."""
    papers: Mapping[str, Paper]
    """Those that the library does not have, by their ids."""
    problems: tuple[Problem, ...] = ()


TypedFinder = Callable[[Sequence[Paper]], Sequence[Paper | str]]
"""What finds the paper of each item: one of the library's, one that it would get, with its id, or why none is taken, as
a clause behind its title."""


def typed_items(file: File, known: Iterable[str] = ()) -> Iterator[TypedItem]:
    """The items of a file that have no mark, and those with the mark of a paper that is not among the `known` ids.

    Of items that lead to no paper those are left out that stand in a list of the user's own: below a paragraph or a
    heading that heads no papers.
    """
    held = set(known)
    ours: dict[int, str] = {}
    marked: dict[int, Stretch] = {}
    for piece in file.pieces:
        if piece.key[0] == "item" and piece.key[1] not in held:
            marked[piece.start] = piece
        ours.update(dict.fromkeys(range(piece.start, piece.end), piece.key[0]))
    deep = min((_indent(file.lines[p.start]) for p in file.pieces if p.key[0] == "item"), default=0)
    code = {index for block in code_blocks(file.lines) for index in block}
    columns: Sequence[str] = HEADER
    is_among_ours = False
    for at in range(after_front_matter(file.lines), len(file.lines)):
        line = file.lines[at]
        if at in marked:
            item = read_item(marks.ANCHOR.sub("", _whole(file, marked[at])), columns, marked=True)
            if item is not None:
                yield replace(item, line=at, paper=replace(item.paper, id=marked[at].key[1]))
        if at in ours:
            is_among_ours = True
            columns = cells_of(line) if ours[at] == "table" and ours.get(at - 1) != "table" else columns
            continue
        if not line.strip() or at in code or line.lstrip().startswith("<!--"):
            continue
        if _indent(line) > deep + 1:
            continue
        if heading_at(file.lines, at)[0] or not (ITEM.match(line) or line.lstrip().startswith("|")):
            is_among_ours = False
            continue
        bare = marks.COMMENT.sub("", line)
        row, beyond = _fitted(bare, len(columns)) if is_among_ours else (bare, "")
        item = read_item(row, columns)
        if item is not None and (item.leads or is_among_ours):
            comments = words(" ".join(marks.COMMENT.findall(line)))
            yield replace(item, line=at, rest=(*item.rest, *words(beyond), *comments))


def _whole(file: File, item: Stretch) -> str:
    """The line of an item up to its mark, wherever a formatter broke it."""
    line = file.lines[item.start]
    for more in file.lines[item.start + 1 : item.end]:
        if marks.ANCHOR.search(line):
            break
        line = f"{line} {more.strip()}"
    return line


def arrived(export: OpenedExport, find: TypedFinder, known: Mapping[str, Paper], place: str = "") -> Arrived:
    """An export with marks on the lines of papers that a person typed, and what is to be said of those that were not
    taken. `known` are the library's papers; `place` says why none has a place in this file, "" where they have; an item
    with the mark of another library was not typed, and comes in all the same."""
    items = list(typed_items(export.file, known))
    left = [(item, place) for item in items if place and item.leads and not item.paper.id]
    items = [item for item in items if item.paper.id or not place]
    if not items:
        return Arrived(export, {}, tuple(_told(export.file, left)))
    found = find([item.paper for item in items])
    there = {piece.key[1] for piece in export.file.pieces if piece.key[0] == "item"}
    there |= {each.id for each in export.file.elsewhere}
    marks_of: dict[int, str] = {}
    fresh: dict[str, Paper] = {}
    untaken: list[tuple[TypedItem, str]] = []
    for item, paper in zip(items, found, strict=True):
        if item.paper.id:
            if isinstance(paper, Paper) and paper.id == item.paper.id:
                fresh[paper.id] = paper
        elif isinstance(paper, str):
            untaken.append((item, paper))
        elif paper.id in there or paper.id in marks_of.values():
            untaken.append((item, HAS_MARK if paper.id in there else TWICE))
        else:
            marks_of[item.line] = paper.id
            fresh |= {} if paper.id in known else {paper.id: paper}
    marked, marks_of = with_marks(export, marks_of)
    kept = {*marks_of.values(), *there}
    outside = {item.line for item in items if not item.paper.id} - set(marks_of)
    untaken = [(item, why) for item, why in untaken if item.line in outside]
    beside = [
        (item, f"“{' '.join(item.rest)}” beside it says nothing that a paper has; it was not taken")
        for item in items
        if item.line in marks_of and item.rest
    ]
    papers = {id: paper for id, paper in fresh.items() if id in kept}
    return Arrived(marked, papers, tuple(_told(export.file, [*left, *untaken, *beside])))


def _told(file: File, untaken: Sequence[tuple[TypedItem, str]]) -> Iterator[Problem]:
    """What is said of items that were not taken; many alike are named together."""
    by_reason: dict[str, list[TypedItem]] = {}
    for item, why in untaken:
        by_reason.setdefault(why, []).append(item)
    for why, items in by_reason.items():
        if len(items) > _MANY:
            message = f"this and {len(items) - 1} more items were not taken, each for one reason: it {why}"
            yield Problem(items[0].line + 1, message, excerpt(items[0].paper.title))
            continue
        for item in items:
            name = f"'{excerpt(item.paper.title)}'" if item.paper.title else "this item"
            yield Problem(item.line + 1, f"{name} {why}", excerpt(clean_line(file.lines[item.line])))


def with_marks(export: OpenedExport, found: Mapping[int, str]) -> tuple[OpenedExport, dict[int, str]]:
    """An export with the marks of papers on some lines, and those lines without any outside the list, which are of the
    page."""
    left = dict(found)
    while left:
        lines = export.text.split("\n")
        for at, id in left.items():
            lines[at] = with_mark(lines[at], id)
        marked = export.with_text("\n".join(lines))
        outside = {each.line for each in marked.file.elsewhere}
        if outside.isdisjoint(left):
            return marked, left
        left = {at: id for at, id in left.items() if at not in outside}
    return export, {}


_BROKEN = re.compile(r"\s*<!--\s*/?r\w{0,4}der\S*\s*-->(?=[\s\\]*(?:\||\Z))")
"""What is left of a mark at the end of a line or cell."""
_FIRST_CELL = re.compile(r"\s*\|?(?:\\.|[^|\\])*")
"""What a row begins with, up to the end of its first cell."""


def with_mark(line: str, id: str) -> str:
    """A line with the mark of a paper where an export has it: in the first cell of a row, or before what breaks it."""
    line = _BROKEN.sub("", line, count=1)
    if line.lstrip().startswith("|") and (cell := _FIRST_CELL.match(line)) is not None:
        at = cell.end()
    else:
        at = len(bare := line.rstrip())
        at -= (len(bare) - len(bare.rstrip("\\"))) % 2
    at = len(line[:at].rstrip())
    return f"{line[:at]} {marks.anchor(id)}{line[at:]}"


def signs_of(line: str, id: str = "") -> frozenset[str]:
    """By what the line of an item or row is known: the arXiv id, DOI or address that it leads to, or else its title;
    `id` is that of its paper. Two lines of one paper have a sign in common."""
    line = marks.COMMENT.sub("", line)
    is_row = line.lstrip().startswith("|")
    item = _item(cells_of(line)[0]) if is_row else read_item(line, HEADER)
    note = _NOTE.search(line) if item is None else None
    if item is None and note is None:
        return frozenset()
    paper = item.paper if item is not None else Paper("", (note[1] if note is not None else "").strip())
    ids = {paper.arxiv_id, paper.doi.lower(), normal_url(paper.url), normal_arxiv_id(id)} - {""}
    ids |= {id.replace("-", "/", 1)} if id.startswith("10.") else set()
    title = title_key(paper.title)
    return frozenset(ids if ids and not id else ids | ({f"title {title}"} if title else set()))


def is_told_by(line: str, paper: Paper, columns: Sequence[str] = HEADER) -> bool:
    """Whether all that a person typed of a paper in a line, or in the row of a table with such columns, is what the
    paper says."""
    item = read_item(marks.COMMENT.sub("", line), columns)
    if item is None or item.rest or marks.COMMENT.search(marks.ANCHOR.sub("", line)):
        return False
    said = item.paper
    agrees = (not said.arxiv_id or said.arxiv_id == paper.arxiv_id) and (not said.doi or said.doi == paper.doi)
    names = {title_key(name) for name in paper.authors}
    return (
        agrees
        and (not said.title or title_key(said.title) == title_key(paper.title))
        and all(title_key(name) in names for name in said.authors)
        and said.venue in ("", paper.venue)
        and all(link in paper.links for link in said.links)
        and said.published[:4] in ("", arxiv_year(said.arxiv_id), paper.published[:4])
    )


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def read_item(line: str, columns: Sequence[str], *, marked: bool = False) -> TypedItem | None:
    """What the line of an item or a row, without marks, tells; None where it is no item and no row of ours. That
    it had a mark (`marked`) says that an export wrote it."""
    if line.lstrip().startswith("|"):
        return _row(line, columns, marked=marked)
    return _item(after_bullet(line).strip().rstrip("\\").rstrip(), marked=marked)


def _fitted(line: str, count: int) -> tuple[str, str]:
    """The row of a table with so many cells, and what stands in those beyond: renderers fill a short row with empty
    cells and leave out what is too many. Any other line as it is."""
    cells = cells_of(line) if line.lstrip().startswith("|") else ()
    if not cells or len(cells) == count:
        return line, ""
    fitted = [*cells[:count], *[""] * (count - len(cells))]
    return f"| {' | '.join(fitted)} |", " ".join(cells[count:])


def _row(line: str, columns: Sequence[str], *, marked: bool) -> TypedItem | None:
    cells = cells_of(line)
    if len(cells) != len(columns) or "Title" not in columns or not any(cells):
        return None
    said = dict(zip(columns, cells, strict=True))
    item = _item(said["Title"], marked=marked)
    if item is None or set(said["Title"]) <= {"-", ":", " "} or cells == list(columns):
        return None
    authors, more = _people(said.get("Authors", ""), marked=marked) if marked else _listed(said.get("Authors", ""))
    beside = {found[1].casefold(): normal_url(unescape(found[2])) for found in _BESIDE.finditer(said.get("Links", ""))}
    year = said.get("Year", "").strip()
    paper = replace(
        item.paper,
        authors=authors or item.paper.authors,
        more_authors=more,
        venue=clean_line(unescape(said.get("Venue", ""))),
        links=links_of({what: url for what, url in beside.items() if url}),
        published=year if year.isdigit() and len(year) == 4 else item.paper.published,
    )
    beside_title = [cell for name, cell in said.items() if name in ("Authors", "Year")]
    rest = () if marked else _left_of(" ".join(beside_title), replace(paper, title=""))
    return replace(item, paper=paper, rest=(*item.rest, *rest))


def _item(text: str, *, marked: bool = False) -> TypedItem | None:
    """What the text of an item tells; None for an empty one, and for a link to a note or within the page."""
    if not text or text.startswith("[[") or (not marked and _WITHIN_PAGE.match(text)):
        return None
    if (link := _LINK.match(text)) is not None and _is_title(link[2]):
        paper = led_to(clean_line(unescape(link[2])), unescape(link[3]))
        return _with_byline(paper, text[link.end() :], marked=marked)
    if marked and (bold := _BOLD.match(text)) is not None:
        return _with_byline(Paper("", clean_line(unescape(bold[1]))[:TITLE_LIMIT]), text[bold.end() :], marked=True)
    if marked:
        return TypedItem(-1, Paper("", clean_line(unescape(text))[:TITLE_LIMIT]), leads=False)
    if (found := _titled(text)) is not None:
        return found
    if (first := _ID_FIRST.match(text)) is not None and is_led_to(leading := _led_by(first[1] or first[2])):
        return _behind_id(leading, text[first.end() :])
    if (bare := _BARE.search(text)) is not None or (bare := _BARE_ID.search(text)) is not None:
        leading = led_to("", bare[0].strip("<>()[]."))
        title = clean_line(unescape(text[: bare.start()])).strip(" .,;:—–-(*_")
        behind = words(text[bare.end() :])
        is_title = (
            len(title.split()) >= _SHORT
            and not behind
            and "](" not in text[: bare.start()]
            and not _ENDS_SENTENCE.search(text[: bare.start()].strip())
        )
        if is_title and is_led_to(leading):
            return TypedItem(-1, replace(leading, title=title[:TITLE_LIMIT]), leads=True)
        is_alone = not title and not behind
        return TypedItem(
            -1, leading if is_alone else Paper("", clean_line(unescape(text))[:TITLE_LIMIT]), leads=is_alone
        )
    title, _, more = clean_line(unescape(text)).strip("*_ ").partition(" — ")
    return TypedItem(-1, Paper("", title.strip("*_ ")[:TITLE_LIMIT]), leads=False, rest=tuple(words(more)))


def _led_by(text: str) -> Paper:
    """A paper without a title, by what leads to it."""
    return led_to("", text.strip("<>()[].,:;`*_"))


def _behind_id(leading: Paper, text: str) -> TypedItem:
    """An item that begins with what leads to its paper: behind it stand the title and what belongs to it, or words that
    are none."""
    told, _, more = text.strip().partition(" — ")
    if not more and (year := _YEAR_BEHIND.search(told)) is not None:
        told, more = told[: year.start()], year[1]
    title = clean_line(unescape(told)).strip('*_`"“” ').rstrip(".,;:")
    if len(title.split()) < _SHORT or not _TITLED.match(title) or "](" in told or _BARE.search(told):
        return TypedItem(-1, leading, leads=False, rest=_left_of(text, leading))
    return _with_byline(replace(leading, title=title[:TITLE_LIMIT]), f" — {more}" if more else "")


def _is_title(text: str) -> bool:
    """Whether the text of a link may be a title, and is not what links beside papers are called."""
    from reader.formats.list_item import GENERIC  # noqa: PLC0415  few exports have what was typed by hand

    plain = unescape(text).strip()
    is_id = find_arxiv_id(plain) or normal_doi(plain) or "://" in plain or _BARE_ID.fullmatch(plain)
    return not is_id and GENERIC.fullmatch(plain) is None and any(map(str.isalpha, plain))


def _titled(text: str) -> TypedItem | None:
    """An item in a form of other people's lists, with its title in bold or in quotes beside a link."""
    from reader.formats.list_item import entry_in  # noqa: PLC0415  as above

    found = entry_in(text)
    if found is None or found.loose or not found.sure:
        return None
    paper = replace(found.paper, metadata=())
    return TypedItem(-1, paper, leads=True, rest=_left_of(text, paper))


def led_to(title: str, address: str) -> Paper:
    """A paper by its title and what leads to it."""
    url = normal_url(address)
    arxiv_id = find_arxiv_id(address)
    doi = doi_at(url) if url else normal_doi(address)
    url = url or (f"https://arxiv.org/abs/{arxiv_id}" if arxiv_id else "")
    return Paper("", title[:TITLE_LIMIT], published=arxiv_year(arxiv_id), arxiv_id=arxiv_id, doi=doi, url=url)


def is_led_to(paper: Paper) -> bool:
    """Whether what a paper was typed with surely leads to it."""
    from reader.formats.evidence import leads_to_paper  # noqa: PLC0415  as above

    return bool(paper.arxiv_id or paper.doi) or leads_to_paper(paper.url) or leads_to_pdf(paper.url)


def _with_byline(paper: Paper, text: str, *, marked: bool = False) -> TypedItem:
    """A paper with the authors, the venue, the year and the links behind its title; `marked` says that an export wrote
    them."""
    text = marks.COMMENT.sub("", text)
    beside = {found[1].casefold(): normal_url(unescape(found[2])) for found in _BESIDE.finditer(text)}
    said = clean_line(unescape(_BESIDE.sub(" ", text))).rstrip(" ·,")
    if (state := parse_state(said.strip())) is not None and (state.status is not None or state.starred or state.shown):
        said = ""
    dash = _DASH.match(said)
    body = said[dash.end() :] if dash is not None else said.strip()
    year = _YEAR.search(body)
    told = body[: year.start()] if year is not None else body
    end = next(_ENDS_NAMES.finditer(told), None)
    names, venue = (told[: end.end()], told[end.end() :]) if end is not None else (told, "")
    authors, more = _people(names.strip(" ;·") if end is None else names.strip(), dated=year is not None, marked=marked)
    venue = venue.strip(" .,;·") if authors else ""
    if marked and not authors and told.strip(" .,;·"):
        venue = told.strip(" .,;·")
    found = replace(
        paper,
        authors=authors,
        more_authors=more,
        venue=clean_line(venue),
        published=year[1] if year is not None else paper.published,
        links=links_of({what: url for what, url in beside.items() if url}),
    )
    rest = _left_of(_BESIDE.sub(" ", text), replace(found, title=""))
    return TypedItem(-1, found, is_led_to(found), () if marked else rest)


def _people(text: str, *, dated: bool = True, marked: bool = False) -> tuple[tuple[str, ...], bool]:
    """The names in a byline, and whether there are more; none where it is not sure that they are names. In a line with
    a mark it is sure of all that commas part, and of more than one."""
    from reader.formats.bylines import shows_persons  # noqa: PLC0415  as above

    text = clean_line(unescape(text))
    more = _MORE.search(text)
    held = (text[: more.start()] if more is not None else text).strip(" ,;")
    held = held.removesuffix(".") if re.search(r"[^\W\d_]{2}\.\Z", held) else held
    names = tuple(filter(None, held.split(", ") if marked else _AND.split(held)))
    if not names or not (marked or all(map(_NAME.fullmatch, names))):
        return (), False
    sure = marked or dated or more is not None or len(names) > 1 or shows_persons(names, joined=False)
    return (names, more is not None) if sure else ((), False)


def _listed(cell: str) -> tuple[tuple[str, ...], bool]:
    """The names in a cell of authors, where nothing else is expected: those of houses and single words too, and family
    names before given ones where semicolons part them. None where a part is no name."""
    from reader.persons import listed_name  # noqa: PLC0415  as above

    text = clean_line(unescape(cell))
    more = _MORE.search(text)
    held = (text[: more.start()] if more is not None else text).strip(" ,;.")
    parts = held.split(";") if ";" in held else _AND.split(held)
    names = tuple(listed_name(part).printed if ";" in held else part.strip() for part in parts if part.strip())
    if not all(_ANY_NAME.fullmatch(name) for name in names):
        return (), False
    return names, more is not None and bool(names)


def _left_of(text: str, paper: Paper) -> tuple[str, ...]:
    """The words and signs of a text that a paper does not say."""
    left = Counter(_words_of(text)) - Counter(_words_of_paper(paper)) - _IGNORED
    return (*left, *dict.fromkeys(_SIGNS.findall(text)))


def _words_of(text: str) -> list[str]:
    """The words of a text without addresses."""
    return words(unescape(_BARE.sub(" ", re.sub(r"\]\([^)]*\)", " ", text))))


def _words_of_paper(paper: Paper) -> list[str]:
    return words(" ".join([paper.title, *paper.authors, paper.published[:4], paper.venue, paper.arxiv_id, paper.doi]))
