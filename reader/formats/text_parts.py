"""Read a text part by part: each part in the format that it is surely in, what stands between them and what is left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING

from reader.formats.beginnings import blank, enclosed, from_line, in_code, is_page, without_code
from reader.formats.between import TextPart, told_paragraphs
from reader.formats.cutting import (
    BLANKS,
    below_sheet,
    cut_off,
    first_part,
    held_in,
    line_of_sign,
    loose_pieces,
    pairs_in,
    text_above,
)
from reader.formats.parsed import Parsed, Problem, excerpt, split_lines
from reader.formats.recognition import detect, first_mark
from reader.formats.sheets import JoinedPage, PageSign, sheets, signs_in
from reader.formats.table import DATA, FORMATS, JSON, LOOSE, RECORDS, SHEETS, TAGGED, XML
from reader.identity import identified, wrong_arxiv_id
from reader.text import clean_line
from reader.titles import title_key

if TYPE_CHECKING:
    from reader.paper import Paper

_LIST = "markdown-lists"

_IN_PROSE = ("arxiv-mail", "arxiv-page", "hf-page", _LIST)
"""Formats of pages and mails, whose words may name further papers."""

_IN_ROWS = (*JSON, "read-later", "csv")
"""Formats that end where a mail or a page begins, but for one in quotes."""

_BELOW_CODE = (*DATA, "csv")
"""Formats that say nothing of a block of code above them."""

_MARKED = ("bibtex", *TAGGED)
"""Formats whose records begin with a sign of their own, whatever stands above them."""

_QUOTING = ("note", "bookmarks")
"""Formats whose words may be any text."""

_PERHAPS_ITS_OWN = (
    "papers are named below a mail or a page, which may be of it: not read, put them into a file of their own"
)

_AMONG_ITS_OWN = (
    "papers are named among titles and abstracts, which may be these: not read, put them into a file of their own"
)

_PERHAPS_PAPERS = (
    "lines and paragraphs that may be titles and abstracts, too few or too short to tell: not read, put them into a"
    " file of their own, with --format hf-page"
)

_NAMES_TITLE = re.compile(r"\btitle[\"']{0,2}\s{0,9}:")

_NO_OBJECT = "a line that is no whole object of JSON, skipped"

_ENDLESS = ("pubmed", "endnote", "refworks", "arxiv-mail", "arxiv-page", "nep")
"""Formats whose records may end with their titles, and have no sign of their end."""

_NAME_OF_ID = re.compile(r"\W(?:eprint|arxiv(?:_?id)?)$", re.IGNORECASE)
"""Names under which a format keeps an arXiv id and nothing else beside it."""
_SHOWN = 300

_MOST = 100
"""Parts of one text."""


def read(text: str, name: str, *, told: bool = False) -> Parsed:
    """Read a text in a format, and what that leaves in the format that it is surely in, part by part.

    What is left of a text whose format is `told`, and what stands in a block of code, by which a list asks to be cited,
    is not read but is a problem.
    """
    parsed = _read_parts(text, name, told=told)
    beside = [*(_cut_title(text, parsed) if name in _ENDLESS else ()), *_wrong_ids(text, parsed)]
    return _joined([parsed, Parsed(problems=tuple(beside))]) if beside else parsed


def _wrong_ids(text: str, parsed: Parsed) -> Iterator[Problem]:
    """That papers have no arXiv id because what stands for it is none, be it kept among their other words or not."""
    for paper in parsed.papers:
        if paper.arxiv_id:
            continue
        told = [paper.url, *dict(paper.links).values(), *dict(paper.metadata).values()]
        wrong = [*map(wrong_arxiv_id, told)]
        for name, value in paper.kept:
            wrong.append(wrong_arxiv_id(value, bare=_NAME_OF_ID.search(name) is not None))
        if id := next(filter(None, wrong), ""):
            line = text.count("\n", 0, max(0, text.find(id))) + 1
            yield Problem(line, f"'{id}' is no arXiv id, so that the paper has none", excerpt(paper.title))


def _cut_title(text: str, parsed: Parsed) -> Iterator[Problem]:
    """That a text without the end of a line ends in the title of its last record, which may go on."""
    number, line = text.count("\n") + 1, clean_line(text.rpartition("\n")[2])
    if not line or not parsed.papers or any(problem.line == number for problem in parsed.problems):
        return
    title = parsed.papers[-1].title
    if line.endswith(title) or title.endswith(line):
        yield Problem(number, "the text ends in this title, which may be cut", excerpt(title))


def _read_parts(text: str, name: str, *, told: bool) -> Parsed:
    """The same, but for what its end says."""
    if not told and not is_page(text) and name not in _QUOTING and (parsed := _with_sheets(text)) is not None:
        return parsed
    if name in _QUOTING or is_page(text):
        parsed = FORMATS[name].read(text, told=told)
        return _joined([parsed, Parsed(problems=tuple(_quoted(text, parsed)))]) if name == "note" else parsed
    if told:
        parts = [_told(sheet, name) for sheet in sheets(text)] if name in SHEETS else []
        parts = parts if len(parts) > 1 else [FORMATS[name].read(text, told=True)]
        left = parts[0].left if len(parts) == 1 else ""
    elif name in LOOSE:
        return _read_loose(text, name)
    else:
        parts, left = _begun(text, name)
    prose = name in _IN_PROSE
    problems = list(_names_on_page(text)) if name == "hf-page" and not told else []
    listed = name == _LIST
    perhaps: list[str] = []
    count = len(parts)
    while left.strip(BLANKS) and (begun := first_part(left)) is not None:
        line, other = begun
        passed, left = _past_code(left, line)
        problems += passed
        if count >= _MOST:
            parts.append(Parsed(problems=(Problem(line, f"more than {_MOST} parts; from here on none was read"),)))
            break
        if other not in ("hf-page", "arxiv-page"):
            parts += _between(text_above(left, line), told=told, prose=prose)
            perhaps += [text_above(left, line)] if listed else []
        # A page begins above its first sign, with a title perhaps.
        cut, rest = cut_off(other, left if other == "hf-page" else from_line(left, line))
        parts += [_part(one, part, line, told=told) for one, part in cut]
        count += len(cut)
        left = from_line(parts[-1].left or rest, line + 1)
        prose, listed = prose or other in _IN_PROSE, listed or other == _LIST
    else:
        parts += _between(without_code(left), told=told, prose=prose)
        perhaps += [without_code(left)] if listed else []
    problems += _in_code(left)
    problems += _links_beside(perhaps, parts)
    return _joined([*parts, Parsed(problems=tuple(problems))])


def _with_sheets(text: str) -> Parsed | None:
    """A text of mails or pages and of what was joined to them, each read by itself: they go on to the end of a text, so
    that one would be all that is read, or hide what is beside it. None for a text without one, or of one only."""
    if not (signs := signs_in(text)):
        return None
    parts, rest = _apart(text, signs)
    found = sheets(rest, signs if rest == text else None)
    if not found:
        return None
    for sheet in found:
        parts += _of_sheet(sheet)
    parts += _above(text_above(rest, found[0].line))
    if len(parts) < 2:
        return None
    return _joined([parsed for _, parsed in sorted(parts, key=itemgetter(0))])


def _told(sheet: JoinedPage, name: str) -> Parsed:
    """A mail or a page of a text whose format the user told: read where it is in that, else a problem."""
    if sheet.format == name:
        return FORMATS[name].read(sheet.text, told=True)
    return Parsed(problems=(Problem(sheet.line, _not_read(sheet.format)),))


def _not_read(name: str) -> str:
    return f"{FORMATS[name].label} in a text of another format, not read"


def _of_sheet(sheet: JoinedPage) -> Iterator[tuple[int, Parsed]]:
    """What a mail or a page gives, and what stands below it and is none of it, each with its line."""
    below, perhaps = below_sheet(sheet)
    lines = sheet.text.split("\n")
    told = (Problem(line, _PERHAPS_ITS_OWN, excerpt(clean_line(lines[line - 1]))) for line in perhaps)
    parsed = FORMATS[sheet.format].read(text_above(sheet.text, below) if below else sheet.text)
    yield sheet.line, parsed
    for problem in told:
        yield problem.line, Parsed(problems=(problem,))
    rest = from_line(sheet.text, below) if below else parsed.left
    if rest.strip(BLANKS) and (name := detect(rest)) is not None:
        yield below or sheet.last, read(rest, name)


def _above(text: str) -> Iterator[tuple[int, Parsed]]:
    """What stands above the first mail or page of a text and is none of it: in a known format, or bare names of papers
    that begin the text."""
    if name := detect(text):
        yield 1, read(text, name)
        return
    parts, left = loose_pieces(text)
    first = next((number for number, line in enumerate(left.split("\n"), start=1) if line.strip(BLANKS)), 0)
    yield from ((part.line, FORMATS[part.format].read(part.text)) for part in parts if part.line < first)


def _apart(text: str, signs: Sequence[PageSign]) -> tuple[list[tuple[int, Parsed]], str]:
    """The records and the data in a text that each begin with a sign of their own, with the line where they do, and the
    text without them; its lines stay. `signs` are those of the mails and pages in it."""
    found: list[tuple[int, Parsed]] = []
    whole = text
    for _ in range(_MOST):
        if (begun := first_part(text, among=RECORDS)) is None:
            break
        line, name = begun
        part = from_line(text, line)
        known = signs if part == whole else None  # Elsewhere a line above may have told of others.
        if name in _IN_ROWS and (page := next((sheet.line for sheet in sheets(part, known)), 0)):
            above = text_above(part, page)
            part = above if name in JSON or above.count('"') % 2 == 0 else part
        cut, rest = cut_off(name, part)
        parts = [FORMATS[one].read(part) for one, part in cut]
        if not any(part.papers for part in parts):
            break
        found += ((line, part) for part in parts)
        left = (parts[-1].left or rest) + from_line(text, line)[len(part) :]
        text = text_above(text, line) + "\n" * (line > 1) + "\n".join(left.split("\n")[line - 1 :])
    return found, text


def _quoted(text: str, parsed: Parsed) -> Iterator[Problem]:
    """The records below the properties of a note, which stay a part of its words, but for those of its own paper."""
    own = {sign for paper in parsed.papers for sign in _signs_of(paper)}
    for piece in _records_in(text):
        papers = FORMATS[piece.format].read(piece.text).papers
        if any(own.isdisjoint(_signs_of(paper)) for paper in papers):
            message = f"{FORMATS[piece.format].label} in a note, kept in its words and not read"
            yield Problem(piece.line, message, excerpt(papers[0].title))
    for sheet in sheets(from_line(text, enclosed(text.split("\n")) + 1)):
        papers = FORMATS[sheet.format].read(sheet.text).papers
        if any(own.isdisjoint(_signs_of(paper)) for paper in papers):
            message = f"{FORMATS[sheet.format].label} in a note, kept in its words and not read"
            yield Problem(sheet.line, message, excerpt(papers[0].title))


def _signs_of(paper: Paper) -> set[str]:
    """By what a record is known as that of a paper: its arXiv id, DOI or title."""
    paper = identified(paper)
    return {paper.arxiv_id, paper.doi, title_key(paper.title)} - {""}


def _records_in(text: str) -> Iterator[TextPart]:
    """The records in the words of a note, each run of one format."""
    left, above = text, enclosed(text.split("\n"))
    for _ in range(_MOST):
        begun = first_part(left, among=RECORDS)
        between = left if begun is None else text_above(left, begun[0])
        yield from (piece for piece in loose_pieces(from_line(between, above + 1))[0] if piece.format == "yaml")
        if begun is None:
            return
        above, name = begun
        cut, rest = cut_off(name, from_line(left, above))
        yield from (TextPart(above, one, part) for one, part in cut)
        left = from_line(FORMATS[cut[-1][0]].read(cut[-1][1]).left or rest, above + 1)


def _begun(text: str, name: str) -> tuple[list[Parsed], str]:
    """The first part of a text, in a format that begins it, and what is left; nothing yet where it begins further
    below, in a format that does not say what stands above it."""
    from_top = name in XML and text.lstrip(BLANKS).startswith("<")
    begun = first_part(text) if name in _BELOW_CODE and not from_top else None
    if begun is not None and begun[1] == name and text_above(text, begun[0]).strip(BLANKS):
        return [], text
    cut, rest = cut_off(name, text)
    parts = [FORMATS[one].read(part) for one, part in cut]
    return parts, (parts[-1].left if parts else "") or rest


def _read_loose(text: str, name: str) -> Parsed:
    """Read a text whose paragraphs each may be a part: as a whole where it is in one format, else by paragraphs."""
    begun = first_part(text, among=held_in(name))
    above = text if begun is None else text_above(text, begun[0])
    parts = [FORMATS[name].read(above)]
    if name != "yaml" or not FORMATS[name].load().is_whole(above):
        formats, by_paragraphs = _by_paragraph(above)
        gain = sum(len(part.papers) for part in by_paragraphs) - len(parts[0].papers)
        if gain > 0 or (gain == 0 and formats - {name}):
            parts = by_paragraphs
    if begun is not None:
        parts.append(read(from_line(text, begun[0]), begun[1]))
    return _joined(parts)


def _by_paragraph(text: str) -> tuple[set[str], list[Parsed]]:
    """The formats that the paragraphs of a text are in, and what each gives."""
    found, left = loose_pieces(text)
    parts = [FORMATS[piece.format].read(piece.text) for piece in found]
    below = first_part(left)
    message = "no record, note or name of a paper, skipped"
    others = told_paragraphs(left if below is None else text_above(left, below[0]))
    parts.append(Parsed(problems=tuple(Problem(line, message, shown) for line, shown in others)))
    if below is not None:
        parts.append(read(from_line(left, below[0]), below[1]))
    return {piece.format for piece in found}, parts


def _between(text: str, *, told: bool, prose: bool) -> Iterator[Parsed]:
    """What stands in a text above, between and below parts in other formats: read, or a problem where the format of
    the whole is `told`. In a list or a page, `prose` may name other papers."""
    found, left = loose_pieces(text)
    for piece in found:
        yield _part(piece.format, piece.text, piece.line, told=told)
    if (pairs := pairs_in(left)) is not None:
        line, title, _ = pairs.pairs[0]
        if pairs.is_page:
            yield _part("hf-page", from_line(left, line), line, told=told)
        else:
            yield Parsed(problems=(Problem(line, _PERHAPS_PAPERS, excerpt(title)),))
        left = text_above(left, line)
    yield Parsed(problems=tuple(_broken_objects(left)))
    if not prose:
        yield Parsed(problems=tuple(FORMATS["ids"].load().mentions(left)))


def _links_beside(texts: Sequence[str], parts: Sequence[Parsed]) -> Iterator[Problem]:
    """The lines between the items of lists, and around them, that lead to papers of which nothing is read."""
    papers = [paper for part in parts for paper in part.papers]
    for text in texts:
        found = list(FORMATS[_LIST].load().links_outside(text, papers))
        left = loose_pieces(text)[1].split("\n") if found else []
        yield from (one for one in found if left[one.line - 1].strip())


def _broken_objects(text: str) -> Iterator[Problem]:
    """The lines that were objects of JSON with a title before they were damaged."""
    for number, line in enumerate(split_lines(text), start=1):
        bare = line.strip()
        begins, ends = bare.startswith("{"), bare.endswith("}")
        if (begins or (ends and '":' in bare)) and _NAMES_TITLE.search(bare):
            yield Problem(number, _NO_OBJECT, excerpt(clean_line(line[:_SHOWN])))


def _names_on_page(text: str) -> Iterator[Problem]:
    """What names papers on a page without a header, which its pairs of titles and abstracts are read without."""
    if line_of_sign(FORMATS["hf-page"].sniff, text):
        return
    for piece in loose_pieces(text)[0]:
        named = text.split("\n")[piece.line - 1]
        yield Problem(piece.line, _AMONG_ITS_OWN, excerpt(clean_line(named)))


def _past_code(text: str, line: int) -> tuple[list[Problem], str]:
    """What stands in blocks of code above a line and would be read elsewhere, and the text without those blocks."""
    above = text_above(text, line)
    return list(_in_code(above)), without_code(above) + text[len(above) :]


def _part(name: str, text: str, line: int, *, told: bool) -> Parsed:
    """A part of a text that begins in a line; a problem where it may not be read, or gave nothing."""
    parsed = FORMATS[name].read(text) if FORMATS[name].reads else Parsed()
    if told or not FORMATS[name].reads:
        return Parsed(problems=(Problem(line, _not_read(name)),), left=parsed.left)
    if parsed.papers or parsed.problems:
        return parsed
    message = f"from here on stands what looks like {FORMATS[name].label}; nothing of it was read"
    return Parsed(problems=(Problem(line, message),), left=parsed.left)


def _in_code(left: str) -> Iterator[Problem]:
    """What stands in blocks of code and would be read elsewhere."""
    for start, end in in_code(left):
        body = left[:start].count("\n") + 1
        if (begun := first_part(left[left.find("\n", start, end) + 1 : end], code=True)) is not None:
            yield Problem(body + begun[0], f"{FORMATS[begun[1]].label} in a block of code, not read")


def _joined(parts: Sequence[Parsed]) -> Parsed:
    """The parts of one text as one."""
    if len(parts) == 1:
        return parts[0]
    papers = tuple(paper for part in parts for paper in part.papers)
    told = dict.fromkeys(problem for part in parts for problem in part.problems)
    lines = {problem.line for problem in told if problem.message != _NO_OBJECT}
    problems = sorted(
        (one for one in told if one.message != _NO_OBJECT or one.line not in lines), key=lambda problem: problem.line
    )
    entries = tuple(entry for part in parts for entry in (part.entries or ((),) * len(part.papers)))
    return Parsed(papers, tuple(problems), entries if any(entries) else ())


def beside_export(text: str) -> tuple[str, Parsed]:
    """What stands in other formats above and below an export of ours, as files that were joined into one have it: the
    format of the first part, and what was read; "" where nothing does.

    Between its heading and its comment stands the export, whose notes may quote anything.
    """
    body, comment, below = FORMATS["markdown"].load().opened(text).parts
    mark = first_mark(body)
    heading = body.rfind("\n# ", 0, mark) + 1
    if not heading and not body.startswith("# "):
        heading = body.rfind("\n", 0, mark) + 1
    inner = body[heading:] + comment
    parts: list[tuple[str, Parsed]] = []
    for above, piece in (("", body[:heading]), (blank(body[:heading] + inner), below)):
        if (begun := first_part(piece[: first_mark(piece)], among=RECORDS)) is not None:
            line, name = begun
            parts.append((name, read(from_line(above + piece, above.count("\n") + line), name)))
    return (parts[0][0], _joined([parsed for _, parsed in parts])) if parts else ("", Parsed())
