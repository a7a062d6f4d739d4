"""A file, folder, text or address -> the papers it holds and what could not be read. No library is touched here."""

from __future__ import annotations

import codecs
import errno
import os
import re
import selectors
import stat
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from io import BufferedReader
from pathlib import Path
from typing import IO, Any

from reader.address_secrets import told_without_secrets, without_secrets
from reader.counting import form
from reader.errors import InputError, LimitError, ReaderError, Refused, UnknownForm, UsageError
from reader.formats import FORMATS, TOLD, beside_export, detect, pdf_page
from reader.formats import read as read_format
from reader.formats.beginnings import is_page
from reader.formats.mail_parts import letters
from reader.formats.markdown.unmerged import must_be_settled
from reader.formats.parsed import Parsed, Problem, contained, split_lines
from reader.formats.unread_forms import unread_form
from reader.io.fetch import fetch
from reader.paper import IncomingEntry, Name, Paper
from reader.suggestions import perhaps_of
from reader.text import for_terminal

SIZE_LIMIT = 50_000_000
"""Bytes of one source."""
RECORDS_LIMIT = 1_000_000_000
"""Bytes of one source of JSON, so that a whole library can come back from JSON Lines."""
STANDARD_INPUT = "standard input"
_CHUNK = 1 << 20
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_OPML = re.compile(
    r"\s*(?:<\?[^>]*>\s*|<!--(?:(?!-->).)*-->\s*|<!DOCTYPE[^>\[]*>\s*)*<opml\b", re.IGNORECASE | re.DOTALL
)
_OF_FEEDS = (None, "arxiv-atom", "feed")
"""Formats that such a list may be taken for."""
_PDF = b"%PDF-"
_BY_NAME = "pdf-names"
"""The format of a file whose name tells its paper."""
_MAGIC = (
    (_PDF, "a PDF file, not a text"),
    (b"\x1f\x8b", "a gzip-compressed file, not a text: unpack it first"),
    (b"PK\x03\x04", "a zip archive, not a text: unpack it first"),
    (b"PK\x05\x06", "an empty zip archive, not a text"),
    (b"BZh", "a bzip2-compressed file, not a text: unpack it first"),
    (b"\xfd7zXZ\x00", "an xz-compressed file, not a text: unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-zip archive, not a text: unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a zstd-compressed file, not a text: unpack it first"),
    (b"\x89PNG", "an image, not a text (binary)"),
    (b"\xff\xd8\xff", "an image, not a text (binary)"),
    (b"GIF8", "an image, not a text (binary)"),
    (b"SQLite format 3\x00", "a database, not a text (binary)"),
    (b"\x7fELF", "a program, not a text (binary)"),
)
_NAMELESS = "a pipe"
_PATIENCE = 0.1
"""Seconds after which whoever waits for a pipe is asked whether to go on."""
NO_INPUT = "There is no standard input to read."
_UTF16 = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_ZEROS = 0.25
"""Share of the characters of a text in UTF-16 that have a zero for their higher byte at least: line ends, blanks and
tags have it in every script."""
_ODD_ZEROS = 0.1
"""Share of them that have it for their lower byte at most, as U+4E00 has."""
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\ufdd0-\ufdef\ufffe\uffff]")
_DECLARED = re.compile(
    rb"^%+[ \t]*Encoding:[ \t]*([\w.:-]+)|-\*-[^\n]{0,80}?coding[:=][ \t]*([\w.:-]+)"
    rb"|^<\?xml[^>]{0,80}encoding=[\"']([\w.:-]+)"
    rb"|<meta[^>]{0,80}charset=[\"']?([\w.:-]+)|^%+ Saved with string encoding [^\n]{0,60}\(([\w -]+)\)",
    re.MULTILINE | re.IGNORECASE,
)
"""How a text says in which encoding it is: JabRef, Emacs, XML, HTML, BibDesk."""
_HEAD = 4_096
"""Bytes of a text in which it says so."""
_ENCODINGS = {"iso latin 1": "latin-1", "windows latin 1": "cp1252", "mac os roman": "mac-roman", "x-sjis": "cp932"}
"""The names of encodings that Python has not."""
_NOT_IN_BYTES = ("utf-8", "utf-8-sig", "utf-16", "utf-32", "rot13", "base64", "hex", "zlib", "bz2", "quopri", "uu")
_SWITCH = re.compile(rb"\x1b\$[@AB()]")
"""What begins signs of more than a byte in a text of seven bits, and nothing else: ECMA-35."""
_JAPANESE, _KOREAN = ("iso2022_jp", "iso2022_jp_2", "iso2022_jp_ext"), ("iso2022_kr",)
"""Encodings that do so."""
_LOST = 1 / 3
"""Share of a title's letters from which on, when they are lost, nobody knows any more which paper it is."""
_HIGH = re.compile(rb"[\x80-\xff]+")
_LONGEST_RUN = 3
"""So many letters beyond ASCII stand side by side in a text of Western Europe: "Größe", «É."""
_WESTERN = re.compile("[À-ÖØ-öø-ÿŠšŽžŒœŸƒ]")
_NOT_WESTERN = re.compile(
    r"(?<=[^\W\d_])[\u2021\u2030\u02c6\u02dc¡-§©-¬®-¶¸¹»-¿ªº×÷€‚ƒ„†‹›](?=[^\W\d_])|[ðþÐÞ]|õ(?!e)|[a-zß-öø-ÿ][À-ÖØ-ÞŠŽŒŸ]"
)
"""What no text of Western Europe has: a sign within a word, a capital behind a small letter, letters that are in other
encodings what stands more often in names."""
_IN_WORD = re.compile("[A-Za-z][À-ÖØ-öø-ÿ]|[À-ÖØ-öø-ÿ][A-Za-z]")
_LETTERS_SHOWN = 20
_LOOKED_AT = 1 << 16
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r\x0b\x0c\x1b")

_LABELS = tuple(known.label for known in FORMATS.values() if known.reads)
_LOOKED_FOR = f"in none of the forms that Reader looks for: {', '.join(_LABELS[:-1])} or {_LABELS[-1]}"
_LEFT_OF_A_MERGE = "a mark of a merge stands here alone, so both sides may have been read: settle it, and import again"
_ITEMS = "looked for were items and rows with a title and a link to a paper, or with an arXiv id or a DOI"
"""What a page of Markdown lacks in which no line looks like that of a paper."""
_NAME_IT = "if it is one all the same, name it with --format"

_PROSE = (None, "hf-page", "arxiv-mail", "arxiv-page", "markdown-lists")
"""Formats whose texts may have headings."""
_PROGRAMS = frozenset(
    """
    .bash .c .cc .cpp .cs .cxx .go .h .hpp .ipynb .java .jl .js .jsx .kt .lua .m .php .pl .pm .py .pyi .pyx .r .rb .rs
    .scala .sh .sql .swift .ts .tsx .vue
    """.split()  # noqa: SIM905
)
"""How names of programs end: a record in one is its example, or how it asks to be cited."""
_RUN_BY = re.compile(r"#!\s*/")
"""How a program says what runs it."""
_PLAIN = (".txt", ".text")
"""Names of plain texts, which may be saved pages."""

OnProgress = Callable[[int, int], None]
"""Told how much is done and how much there is: files of a folder, or bytes of an address (0: unknown)."""
OnWait = Callable[[float], None]
"""Told for how many seconds nothing came out of a pipe, as long as that is so; what it raises ends the reading."""


@dataclass(frozen=True, slots=True)
class Source:
    """One text that was read, or why it could not be."""

    name: str
    """The path or address as given (a file in a folder: its path), safe to print; `STANDARD_INPUT` for "-"."""
    format: str = ""
    """The name of its format; "" when it could not be told."""
    papers: tuple[Paper, ...] = ()
    """With `sources` naming the file or address."""
    problems: tuple[Problem, ...] = ()
    entries: tuple[tuple[IncomingEntry, ...], ...] = ()
    """Parallel to `papers` when the format carries reading lists, else ()."""
    text: str = ""
    """The text itself, for our own Markdown only, which is compared with the library instead of parsed here."""
    unmarked: str = ""
    """The text of a list of papers in Markdown, which may be an export of ours that has lost its marks."""
    beside: Source | None = None
    """What stands in other formats above and below our own Markdown; None for nothing."""
    error: ReaderError | None = None
    """Why the source gave nothing; `papers` is then empty."""


def read(
    source: str | Path,
    *,
    stdin: IO[bytes] | None = None,
    format: str | None = None,
    progress: OnProgress | None = None,
    waiting: OnWait | None = None,
) -> Iterator[Source]:
    """Read a file, a pipe, every recognised file of a folder (in the order of their paths), `-` or an http(s) address.

    What cannot be read comes as a `Source` with an error; what `progress` raises ends the reading, and it is asked
    while a pipe is waited for, where `waiting` is not. Raises `UsageError` for a format that does not exist.
    """
    _must_be_readable(format)
    return map(_bared, _read(source, stdin, format, progress, waiting))


def _must_be_readable(format: str | None) -> None:
    if format is not None and format not in TOLD:
        raise UsageError(f"There is no format called '{for_terminal(format)}' to import{perhaps_of(format, TOLD)}")


def _read(
    source: str | Path,
    stdin: IO[bytes] | None,
    format: str | None,
    progress: OnProgress | None,
    waiting: OnWait | None,
) -> Iterator[Source]:
    given = os.fspath(source)
    shown = for_terminal(given)
    try:
        if given == "-":
            if stdin is None:
                raise InputError(NO_INPUT)
            data = _limited(stdin, "Standard input")
            yield _source(data, STANDARD_INPUT, STANDARD_INPUT, format)
        elif _ADDRESS.match(given):
            data = fetch(given, limit=SIZE_LIMIT, progress=progress)
            yield _source(data, shown, shown, format)
        elif Path(given).is_dir():
            yield from _folder(Path(given), format, progress)
        else:
            if progress is not None:
                progress(0, 1)
            yield _source(read_file(given, waiting or _asking(progress)), shown, _name_of(given), format)
            if progress is not None:
                progress(1, 1)
    except ReaderError as error:
        yield Source(STANDARD_INPUT if given == "-" else told_without_secrets(shown), error=error)
    except OSError as error:
        name = STANDARD_INPUT if given == "-" else told_without_secrets(shown)
        yield Source(name, error=InputError(_why(name, error)))


def read_member(path: Path, format: str | None = None) -> Iterator[Source]:
    """Read a file of a folder as reading the whole folder does: what is in no known format gives nothing, and is no
    error unless its name says that it should be."""
    return map(_bared, _member(path, format))


def read_text(text: str, name: str, format: str | None = None) -> Source:
    """Read text that is in memory already (pasted, or sent through `reader batch`).

    Raises `UsageError` for a format that does not exist.
    """
    _must_be_readable(format)
    text = _plain_lines(text)
    try:
        if not text.strip():
            raise InputError(f"{name} is empty: there is nothing to import.")
        texts = _as_read(text, name)
        return _bared(_together(texts, lambda one: _parsed(one, name, name, format, ())))
    except ReaderError as error:
        return Source(name, error=error)


# -- bytes -------------------------------------------------------------------------------------------------------------


def _asking(progress: OnProgress | None) -> OnWait:
    """What is called while nothing comes out of a pipe: whoever is told of the progress may end it there."""
    return (lambda _: progress(0, 1)) if progress is not None else _patiently


def _patiently(seconds: float) -> None:
    """Wait until somebody writes, as `cat` does."""


def _name_of(path: str) -> str:
    """What a file is called as the source of its papers; a pipe that a shell made has a number only."""
    name = for_terminal(Path(path).name)
    return _NAMELESS if name.isdecimal() and Path(path).parent.name == "fd" else name


class _Pipe:
    """A pipe, read as what is written into it comes."""

    def __init__(self, descriptor: int, waiting: OnWait) -> None:
        self._descriptor = descriptor
        self._waiting = waiting

    def read(self, size: int) -> bytes:
        """What stands in the pipe, up to so many bytes; nothing when whoever wrote has left."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._descriptor, selectors.EVENT_READ)
            begun = time.monotonic()
            while True:
                while not selector.select(_PATIENCE):
                    self._waiting(time.monotonic() - begun)
                try:
                    return os.read(self._descriptor, size)
                except BlockingIOError:
                    continue  # Somebody else took it.


def read_file(path: str | Path, waiting: OnWait | None = None) -> bytes:
    """The bytes of a regular file, opened without blocking; and of a pipe, where `waiting` is given, which is called
    as long as nobody writes into it. Raises `InputError`, or `LimitError` when too large."""
    shown = for_terminal(os.fspath(path))
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        raise InputError(_why(shown, error)) from error
    try:
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(file.fileno())
            if waiting is not None and stat.S_ISFIFO(status.st_mode):
                return _limited(_Pipe(file.fileno(), waiting), shown)
            if not stat.S_ISREG(status.st_mode):
                kinds = "a regular file" if waiting is None else "a file or a pipe"
                raise InputError(f"{shown} is not {kinds}, so it is not read.")
            data = _limited(file, shown)
            # What /proc and its like give is longer than they say.
            if status.st_size and os.fstat(file.fileno()).st_size != len(data):
                raise InputError(f"{shown} changed while it was read, so nothing of it was taken: try again.")
            return data
    except OSError as error:
        raise InputError(_why(shown, error)) from error


def _why(shown: str, error: OSError | ValueError) -> str:
    number = error.errno if isinstance(error, OSError) else None
    reasons = {
        errno.ENOENT: f"There is no file called {shown}.",
        errno.EACCES: f"There is no permission to read {shown}.",
        errno.EPERM: f"There is no permission to read {shown}.",
        errno.ELOOP: f"{shown} is a symbolic link that leads back to itself.",
        errno.EISDIR: f"{shown} is a folder, not a file.",
        errno.ENXIO: f"{shown} is not a regular file, so it is not read.",
        errno.ENAMETOOLONG: "The name of the file is too long.",
    }
    detail = error.strerror if isinstance(error, OSError) else "its name is not allowed"
    return reasons.get(number or 0, f"{shown} cannot be read: {detail}.")


def _limited(file: IO[bytes] | _Pipe, shown: str) -> bytes:
    data, limit = bytearray(), 0
    while chunk := file.read(_CHUNK):
        data += chunk
        limit = limit or (RECORDS_LIMIT if data.lstrip()[:1] == b"{" else SIZE_LIMIT)
        if len(data) > limit:
            raise LimitError(f"{shown} is too large: the limit is {limit // 1_000_000} MB.")
        if isinstance(file, BufferedReader) and len(chunk) < _CHUNK:
            break  # That is the end; whoever types at a terminal would have to say so once more.
    return bytes(data)


def decode(data: bytes, shown: str) -> tuple[str, tuple[Problem, ...]]:
    """The text in some bytes: UTF-8, or UTF-16 where its bytes show that (see `utf_16`), or what they say themselves
    that they are in where they are no UTF-8 (see `declared_encoding`), or what their escapes show, as those of Japanese
    mails do; its lines end at "\\n".

    Text whose bytes are no UTF-8 and show the letters of Western Europe (see `western_letters`) is read by them, which
    a problem says. Other bytes that are not valid become U+FFFD and are counted in a problem. Raises `InputError` for
    what is not a text.
    """
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise InputError(f"{shown} is {what}.")
    encoding, data, problems = _encoding_of(data, shown)
    text = _plain_lines(data.decode(encoding, "replace"))
    replaced = text.count("\ufffd") - data.count("\ufffd".encode()) if encoding == "utf-8-sig" else text.count("\ufffd")
    if replaced > 0:
        if replaced > 0.3 * len(text):
            raise InputError(f"{shown} is not a text in UTF-8 (binary, or another encoding).")
        at = text.index("\ufffd")
        line = text.count("\n", 0, at) + 1
        what = form(replaced, "byte was", "bytes were")
        message = f"not valid UTF-8: {replaced:,} unreadable {what} replaced by \ufffd"
        problems.append(Problem(line, message))
    return text, tuple(problems)


def _encoding_of(data: bytes, shown: str) -> tuple[str, bytes, list[Problem]]:
    """The encoding in which some bytes are read, those of them that are, and what is to be said of it. Raises
    `InputError` for what is not a text."""
    problems: list[Problem] = []
    declared = declared_encoding(data)
    if not declared and data.isascii() and _SWITCH.search(data) is not None:
        known = _KOREAN if b"\x1b$)" in data else _JAPANESE
        encoding = next((name for name in known if _decodes(data, name)), "")
        if not encoding:
            raise InputError(f"{shown} is not a text in UTF-8 (it switches between sets of signs by escapes).")
        return encoding, data, [Problem(1, f"read as {encoding.upper().replace('_', '-')}, as its escapes show")]
    if told := utf_16(data) or declared:
        return told, data, problems
    whole = data.rstrip(b"\0")
    if whole and len(whole) < len(data):
        ends = len(data) - len(whole)
        message = f"the file ends in {ends:,} NUL {form(ends, 'byte', 'bytes')} (damaged?), skipped"
        problems.append(Problem(whole.count(b"\n") + 1, message))
        data = whole
    head = data[:_LOOKED_AT]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls > 0.02 * len(head) or head.count(0) > 0.005 * len(head) + 8:
        raise InputError(f"{shown} is not a text (binary, or in an encoding that is not UTF-8).")
    if letters := western_letters(data):
        line = data.count(b"\n", 0, data.index(letters[0].encode("cp1252"))) + 1
        told = ", ".join(dict.fromkeys(letters[:_LETTERS_SHOWN]))
        message = f"not valid UTF-8: read as Windows-1252 ({told}); if that is wrong, save it as UTF-8"
        return "cp1252", data, [*problems, Problem(line, message)]
    return "utf-8-sig", data, problems


def utf_16(data: bytes) -> str:
    """The form of UTF-16 that bytes are in, "" where they show none: by a byte order mark, or since many characters
    have a zero for their higher byte, next to none for their lower one, and all are those of a text."""
    if marked := next((name for mark, name in _UTF16 if data.startswith(mark)), ""):
        return marked
    head = data[:_LOOKED_AT]
    if b"\0" not in head or len(data) % 2:
        return ""
    pairs = len(head) // 2
    zeros = {"utf-16-be": head[0::2].count(0), "utf-16-le": head[1::2].count(0)}
    higher, lower = sorted(zeros, key=zeros.__getitem__, reverse=True)
    if zeros[higher] < _ZEROS * pairs or zeros[lower] > _ODD_ZEROS * pairs or not _decodes(data, higher):
        return ""
    return higher if _NO_TEXT.search(head[: 2 * pairs].decode(higher, "replace")) is None else ""


def western_letters(data: bytes) -> str:
    """The letters of a text in Windows-1252, of which Latin-1 is a part; "" for one in UTF-8, or that may be in another
    encoding.

    They stand alone or by twos among letters of ASCII, no sign stands within a word, no capital behind a small letter,
    and none is there that is more often another one of Central Europe or Turkey.
    """
    runs = _HIGH.findall(data)
    if not runs or max(map(len, runs)) > _LONGEST_RUN or _decodes(data, "utf-8") or not _decodes(data, "cp1252"):
        return ""
    text = data.decode("cp1252")
    found = _WESTERN.findall(text)
    rare = [letter for letter in found if letter in "ŠšŽžŒœŸƒ"]
    if 2 * len(rare) > len(found) or _NOT_WESTERN.search(text) or not _IN_WORD.search(text):
        return ""
    small = set("".join(found).lower())
    return "" if "ø" in small and not small.isdisjoint("èìùýšž") else "".join(found)


def declared_encoding(data: bytes) -> str:
    """The encoding that a text names in its head, as bibliographies do, where it is in that and not in UTF-8; ""
    else."""
    named = _DECLARED.search(data[:_HEAD])
    if named is None:
        return ""
    name = next(filter(None, named.groups())).decode("ascii", "replace").strip().lower()
    try:
        encoding = codecs.lookup(_ENCODINGS.get(name, name)).name
        if encoding in _NOT_IN_BYTES or (_decodes(data, "utf-8") and b"\x1b" not in data):
            return ""
        return encoding if _decodes(data, encoding) else ""
    except LookupError:
        return ""


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        str(data, encoding)
    except UnicodeError:
        return False
    return True


def _plain_lines(text: str) -> str:
    """The text with one kind of line end and no byte order marks where it, or a file joined to it, begins."""
    plain = "\n".join(split_lines(text)) if "\r" in text else text
    return plain.removeprefix("\ufeff").replace("\n\ufeff", "\n")


def saved_otherwise(data: bytes) -> str:
    """How the bytes of a text were saved where that is neither in UTF-8 nor with usual line ends, as words; else ""."""
    if utf_16(data):
        return "in UTF-16"
    return "with line ends of old Macs (CR)" if b"\r" in data and b"\n" not in data else ""


def must_be_in_form(data: bytes, shown: str) -> None:
    """Raise `Refused` when an exported file was saved in a form in which it is not written (see `saved_otherwise`)."""
    if how := saved_otherwise(data):
        raise Refused(f"{shown} was left as it is: it was saved {how}; save it as UTF-8 with usual line ends first.")


# -- texts -------------------------------------------------------------------------------------------------------------


def _source(data: bytes, shown: str, short: str, format: str | None) -> Source:
    if data.startswith(_PDF) and format in (None, _BY_NAME):
        return _pdf(data, shown, short)
    text, problems = decode(data, shown)
    if not text.strip():
        raise InputError(f"{shown} is empty: there is nothing to import.")
    texts = _as_read(text, short)
    return _as_saved(_together(texts, lambda one: _parsed(one, shown, short, format, problems)), data)


def _as_read(text: str, short: str) -> list[str]:
    """What a person reads of a text that is a mail with encoded parts: the page in it where that is in a known format,
    else the plain text. Those of a mailbox are put together that are pages in one format, or plain texts. Any other
    text as it is."""
    with contained(short):
        found: dict[str, list[str]] = {}
        for page, plain in letters(text):
            known = (page and detect(page, short)) or ""
            found.setdefault(known, []).append(page if known else plain or page)
    texts = ["\n".join(filter(None, parts)) for parts in found.values()]
    return [one for one in texts if one.strip()] or [text]


def _together(texts: Sequence[str], read_one: Callable[[str], Source]) -> Source:
    """What the mails of a mailbox give, each kind read by itself: those in no known format are letters like any other.
    Raises what the first raises where none gives a paper."""
    sources: list[Source] = []
    errors: list[InputError] = []
    for text in texts:
        try:
            sources.append(read_one(text))
        except InputError as error:
            errors.append(error)
    if not sources:
        raise errors[0]
    told = tuple(Problem(0, str(error).removesuffix(".")) for error in errors if not isinstance(error, UnknownForm))
    papers = tuple(paper for source in sources for paper in source.papers)
    entries = tuple(entry for one in sources for entry in (one.entries or ((),) * len(one.papers)))
    problems = tuple(dict.fromkeys(problem for source in sources for problem in source.problems))
    if len(texts) == 1:
        return sources[0]
    return replace(sources[0], papers=papers, problems=problems + told, entries=entries if any(entries) else ())


def _pdf(data: bytes, shown: str, short: str) -> Source:
    """The paper of a PDF file by its first page and its name. Raises `InputError` where neither tells one."""
    paper, problems = pdf_page.paper_of(data, short)
    if paper is None:
        readable = pdf_page.can_be_read()
        which = "neither its name nor its first page says" if readable else "its name does not say"
        how = "" if readable else f", have its first page read ({pdf_page.EXTRA})"
        raise InputError(
            f"{shown} is a PDF file, not a text, and {which} which paper is inside: call it after its arXiv id{how}, or"
            " import its record."
        )
    return Source(shown, _BY_NAME, _from((paper,), short), problems)


def _as_saved(source: Source, data: bytes) -> Source:
    """An exported file with the bytes that are no text as they are, so that no word with one is taken, and with usual
    line ends; any other source as it is. Raises `Refused` for one in UTF-16."""
    if not source.text:
        return source
    if utf_16(data):
        must_be_in_form(data, source.name)
    text = data.decode("utf-8", "surrogateescape") if source.problems else source.text
    return replace(source, text=with_line_ends(text))


def with_line_ends(text: str) -> str:
    """A text whose lines all end as on old Macs (CR), with the line ends of today; any other as it is."""
    return text.replace("\r", "\n") if "\r" in text and "\n" not in text else text


def _parsed(text: str, shown: str, short: str, format: str | None, problems: tuple[Problem, ...]) -> Source:
    found = format or detect(text, short)
    if format is None and found is not None and not _ADDRESS.match(shown) and is_program(text, short):
        raise InputError(
            f"{shown} is a program with {FORMATS[found].label} in it, and no list of papers: nothing of it was taken"
            f" (--format {found} reads it all the same)."
        )
    return _in_format(text, found, shown, short, problems, told=format is not None)


def is_program(text: str, name: str) -> bool:
    """Whether a text is the source of a program, by the name of its file or by its first line.

    >>> is_program("x = 1", "lamps.py"), is_program("#!/bin/sh\\n", "lamps"), is_program("x = 1", "lamps.bib")
    (True, True, False)
    """
    return Path(name).suffix.lower() in _PROGRAMS or _RUN_BY.match(text) is not None


def _in_format(
    text: str, name: str | None, shown: str, short: str, problems: tuple[Problem, ...], *, told: bool
) -> Source:
    """A text read in a format, None when it could not be detected; `told` when the user named it."""
    if is_page(text) and (name is None or not FORMATS[name].html):
        if '<meta name="generator" content="Reader">' in text[:2_000]:
            raise InputError(f"{shown} is a page that Reader exported, which does not come back; Markdown does.")
        raise InputError(
            f"{shown} is a web page (HTML) that does not say which paper it is of: save or copy the page as text."
        )
    if name is None or FORMATS[name].reads:
        left = must_be_settled(text, shown, prose=name in _PROSE)
        problems += tuple(Problem(line, _LEFT_OF_A_MERGE) for line in left)
    if name in _OF_FEEDS and _OPML.match(text[:_LOOKED_AT]):
        raise InputError(
            f"{shown} is a list of feeds (OPML), which holds no papers: import the address of a feed, or its file."
        )
    if name is None and (unread := unread_form(text)):
        raise InputError(f"{shown} is {unread}: export it as CSL JSON, BibTeX or RIS.")
    if name is None:
        raise UnknownForm(f"No papers were found in {shown}: it is {_LOOKED_FOR} ({_NAME_IT}).")
    if not FORMATS[name].reads:
        with contained(shown):
            other, parsed = beside_export(text)
        found = parsed.papers or parsed.problems
        beside = Source(shown, other, _from(parsed.papers, short), parsed.problems, parsed.entries) if found else None
        return Source(shown, name, problems=problems, text=text, beside=beside)
    with contained(shown):
        parsed = read_format(text, name, told=told)
    parsed = _with_titles(parsed) if problems and "\ufffd" in text else parsed
    every = problems + parsed.problems
    if parsed.papers and name == "jsonl" and not told and not FORMATS[name].load().shows_papers(text):
        raise InputError(
            f"No papers were found in {shown}: it is JSON, and nothing in it shows a paper (no arXiv id, DOI, abstract,"
            f" or authors with a year; --format {name} if it is one all the same)."
        )
    if not parsed.papers:
        raise InputError(_nothing(shown, name, parsed, told=told))
    unmarked = text if name == "markdown-lists" and not told else ""
    return Source(shown, name, _from(parsed.papers, short), every, parsed.entries, unmarked=unmarked)


def _with_titles(parsed: Parsed) -> Parsed:
    """What was read of a text in an encoding that nothing tells, without the papers of whose titles most is lost: they
    would be of no use, and others than those of the file once it is saved anew."""
    known = [at for at, paper in enumerate(parsed.papers) if not _is_lost(paper.title)]
    lost = len(parsed.papers) - len(known)
    if not lost:
        return parsed
    papers = tuple(parsed.papers[at] for at in known)
    entries = tuple(parsed.entries[at] for at in known) if parsed.entries else ()
    what = form(lost, "a paper whose title", f"{lost} papers whose titles")
    told = Problem(0, f"{what} cannot be read in UTF-8, left out: save the file as UTF-8 and import it again")
    return replace(parsed, papers=papers, problems=(told, *parsed.problems), entries=entries)


def _is_lost(title: str) -> bool:
    return title.count("\ufffd") > _LOST * len(title.replace(" ", ""))


def _nothing(shown: str, name: str, parsed: Parsed, *, told: bool) -> str:
    label = FORMATS[name].label
    said = [f"read as: {label}"]
    if parsed.problems:
        first = parsed.problems[0]
        said.append(f"line {first.line}: {first.message}" if first.line else first.message)
    elif name == "markdown-lists":
        said.append(_ITEMS)
    if FORMATS[name].doubts and not told:
        said.append(f"--format {name} if it is one all the same")
    return f"No papers were found in {shown} ({'; '.join(said)})."


def _bared(source: Source) -> Source:
    """A source in which no address has a secret: neither its own nor those that its records tell."""
    name = told_without_secrets(source.name)
    papers = tuple(map(_bared_paper, source.papers))
    problems = tuple(
        replace(one, message=told_without_secrets(one.message), excerpt=told_without_secrets(one.excerpt))
        for one in source.problems
    )
    beside = _bared(source.beside) if source.beside is not None else None
    if (name, papers, problems, beside) == (source.name, source.papers, source.problems, source.beside):
        return source
    return replace(source, name=name, papers=papers, problems=problems, beside=beside)


def _bared_paper(paper: Paper) -> Paper:
    """A paper in whose facts no address has a secret; words of a person stay as they are."""
    told: dict[str, Any] = {"sources": tuple(map(told_without_secrets, paper.sources))}
    told |= {name: without_secrets(getattr(paper, name), pages=True) for name in ("title", "url")}
    told |= {name: _bared_text(getattr(paper, name)) for name in ("abstract", "machine_summary", "venue")}
    told |= {name: tuple(map(_bared_text, getattr(paper, name))) for name in ("authors", "keywords")}
    told["names"] = tuple((_bared_text(printed), _bared_name(name)) for printed, name in paper.names)
    for name in ("links", "metadata", "kept"):
        told[name] = tuple((what, without_secrets(text, pages=True)) for what, text in getattr(paper, name))
    return paper if all(getattr(paper, name) == value for name, value in told.items()) else replace(paper, **told)


def _bared_name(name: Name) -> Name:
    if "://" not in name.printed:
        return name
    return replace(name, **{part: _bared_text(text) for part, text in asdict(name).items()})


def _bared_text(text: str) -> str:
    """A text, in which an address rarely stands, without its secrets."""
    return without_secrets(text, pages=True) if "://" in text else text


def _from(papers: tuple[Paper, ...], short: str) -> tuple[Paper, ...]:
    return tuple(paper if paper.sources else replace(paper, sources=(short,)) for paper in papers)


# -- folders -----------------------------------------------------------------------------------------------------------


def _folder(folder: Path, format: str | None, progress: OnProgress | None) -> Iterator[Source]:
    shown = for_terminal(os.fspath(folder))
    closed: list[OSError] = []
    files: list[Path] = []
    for path in files_below(folder, closed.append):
        files.append(path)
        if progress is not None:
            progress(0, 0)
    found = False
    for error in closed:
        found = True
        where = for_terminal(os.fspath(error.filename or folder))
        yield Source(where, error=InputError(_why(where, error)))
    for done, path in enumerate(files):
        if progress is not None:
            progress(done, len(files))
        for source in _member(path, format):
            found = True
            yield source
    if progress is not None:
        progress(len(files), len(files))
    if not found:
        raise InputError(f"The folder {shown} holds no file that Reader recognises.")


def files_below(folder: Path, closed: Callable[[OSError], None]) -> Iterator[Path]:
    """The regular files below a folder in the order of their paths; hidden ones and links to folders are left out.

    `closed` is told of what cannot be looked at.
    """
    for parent, folders, names in os.walk(folder, onerror=closed):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(parent, name)
            try:
                if not name.startswith(".") and stat.S_ISREG(path.stat().st_mode):
                    yield path
            except OSError as error:
                if error.errno not in (errno.ENOENT, errno.ELOOP):  # It is no link to nowhere.
                    closed(error)


def _member(path: Path, format: str | None) -> Iterator[Source]:
    """What a file of a folder gives: nothing when it is no text or in no known format, an error when it should be."""
    shown, short = for_terminal(os.fspath(path)), for_terminal(path.name)
    suffix = path.suffix.lower()
    expected = suffix in _PLAIN or any(suffix in known.extensions for known in FORMATS.values())
    try:
        data = read_file(path)
        if data.startswith(_PDF) and format is None and expected:
            yield _pdf(data, shown, short)
            return
        try:
            text, problems = decode(data, shown)
        except InputError:
            if format is None and not expected:
                return
            raise
        if not text.strip():
            return
        texts = _as_read(text, short)
        names = [format or (None if is_program(one, short) else detect(one, short)) for one in texts]
        if not any(names):
            if expected and not is_page(text):
                must_be_settled(text, shown, prose=True)
            return
        known = {one: name for one, name in zip(texts, names, strict=True) if name is not None}
        source = _together(
            [*known], lambda one: _in_format(one, known[one], shown, short, problems, told=format is not None)
        )
        source = _as_saved(source, data)
    except ReaderError as error:
        source = Source(shown, error=error)
    # A plain text without a paper (a note, a licence) is no source at all.
    told = format is not None or isinstance(source.error, Refused)
    if source.error is None or (expected and suffix not in (*_PLAIN, ".md")) or told:
        yield source


def read_plain(path: str, *, pipes: bool = False) -> str:
    """The text of a file, of a pipe if `pipes`, or of standard input for "-", whatever it is about, to the letter.

    Raises `InputError`, also where a byte of it is none of a text: there is no second place that keeps it, as there is
    of a source of papers. Raises `LimitError`."""
    shown = "standard input" if path == "-" else for_terminal(path)
    if path == "-" and sys.stdin is None:
        raise InputError(NO_INPUT)
    data = _limited(sys.stdin.buffer, shown) if path == "-" else read_file(path, _patiently if pipes else None)
    text, problems = decode(data, shown)
    if problems:
        raise InputError(f"{shown} is not a whole text in UTF-8: see line {problems[0].line}.")
    return text
