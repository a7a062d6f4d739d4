"""What a record says for the user (tags, a note, lists, a status, times) and cannot be kept: it is named, never lost.

Each function gives what is kept, and adds a problem with the record's line for what is not.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from reader.dates import is_cut, is_date, is_moment
from reader.formats.parsed import Problem, excerpt
from reader.paper import Decision, IncomingEntry, Paper, Stage, Status
from reader.paper_json import sorted_tags
from reader.suggestions import near_name
from reader.text import ABSTRACT_LIMIT, NAME_LIMIT, NOTE_LIMIT, TAG_LIMIT, TITLE_LIMIT, clean_line, clean_text, new_tag

_KEYS = ("tags", "note", "starred", "status", "triage", "lists", "authors")
_STATUS_WORDS = {
    Status.UNREAD: frozenset(
        ("unread", "to read", "toread", "not started", "not read", "to do", "todo", "new", "inbox", "backlog", "queue",
         "queued", "later", "want to read", "read later", "pending", "reading list", "shortlist", "open")
    ),
    Status.READING: frozenset(
        ("reading", "skimmed", "in progress", "started", "doing", "currently reading", "ongoing", "wip", "partly read")
    ),
    Status.READ: frozenset(("read", "done", "finished", "complete", "completed", "archive", "archived")),
}  # fmt: skip
_ANSWERS = {
    True: frozenset(
        ("true", "yes", "y", "1", "on", "x", "[x]", "done", "*", "★", "⭐", "🌟", "✓", "✔", "✅", "☑", "ja", "j",
         "wahr", "oui", "vrai", "si", "sí", "verdadero", "да", "是", "对", "對", "はい", "예", "네")
    ),
    False: frozenset(
        ("", "false", "no", "n", "0", "off", "[ ]", "[]", "none", "null", "n/a", "never", "not yet", "-", "–", "—",
         "☆", "☐", "✗", "✘", "❌", "nein", "falsch", "noch nicht", "non", "faux", "pas encore", "todavía no",
         "нет", "否", "不", "不是", "いいえ", "아니오", "아니요")
    ),
}  # fmt: skip
"""What somebody writes for yes and for no, in small letters."""
_BETWEEN_TAGS = re.compile(r"[,;]|\s+(?=#)")
_NO_WORD = re.compile(r"[\W_]+")
_BREAKS = re.compile(r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|blockquote)\b[^<>]{0,500}>", re.IGNORECASE)
_MARKUP = re.compile(r"</?[a-z][^<>]{0,500}>", re.IGNORECASE)
_WHOLE = re.compile(r"\s*<(p|div|h[1-6]|ul|ol|blockquote)\b[^<>]{0,500}>.*</\1>\s*", re.IGNORECASE | re.DOTALL)
_BETWEEN = re.compile(r"(</(?:p|div|ul|ol|h[1-6]|blockquote)>)\s*;\s*(?=<[a-z])", re.IGNORECASE)
"""Between two notes in one cell of Zotero's tables."""
_EMPTY = re.compile(r"\n\s*\n\s*")
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?")


def kept_tags(line: int, given: Iterable[str], problems: list[Problem]) -> tuple[str, ...]:
    """The tags that can be kept, in their one order."""
    named = {tag: new_tag(tag) for tag in given}
    problems += [
        Problem(line, "a tag of nothing but signs, left out", excerpt(clean_line(tag)))
        for tag, name in named.items()
        if not name and clean_line(tag)
    ]
    found = named.values()
    problems += [
        Problem(line, f"a tag of {len(tag):,} characters ({TAG_LIMIT} are allowed), left out", excerpt(tag))
        for tag in dict.fromkeys(found)
        if len(tag) > TAG_LIMIT
    ]
    return sorted_tags(found)


def tags_in(text: str) -> Iterator[str]:
    """The tags or keywords of a text, between commas or semicolons; what begins with "#" is one by itself."""
    parts = (clean_line(part).strip("\"'") for part in _BETWEEN_TAGS.split(text))
    yield from filter(None, (part.lstrip("#").strip() for part in parts))


def kept_note(line: int, given: str, problems: list[Problem], what: str = "a note") -> str:
    """The note, cut where it is too long."""
    text = clean_text(given)
    if len(text) > NOTE_LIMIT:
        message = f"{what} of {len(text):,} characters, cut at {NOTE_LIMIT:,}"
        problems.append(Problem(line, message, excerpt(clean_line(text[:300]))))
    return text[:NOTE_LIMIT]


def kept_lists(line: int, given: Iterable[object], problems: list[Problem]) -> tuple[str, ...]:
    """The names of reading lists that can be kept, each once."""
    names = []
    for value in given:
        name = clean_line(value) if isinstance(value, str) else ""
        if isinstance(value, str) and len(name) <= NAME_LIMIT:
            names += [name] if name else []
        else:
            what = f"of {len(name):,} characters ({NAME_LIMIT} are allowed)" if name else "that is not text"
            problems.append(Problem(line, f"the name of a list {what}, left out", excerpt(name or str(value)[:300])))
    return tuple(dict.fromkeys(names))


def kept_entry(line: int, name: str, at: int, section: str, note: str, problems: list[Problem]) -> IncomingEntry:
    """Where a paper stands in the list `name`, as far as it can be kept."""
    heading = clean_line(section)
    if len(heading) > NAME_LIMIT:
        message = f"the name of a section of {len(heading):,} characters ({NAME_LIMIT} are allowed), left out"
        problems.append(Problem(line, message, excerpt(heading)))
        heading = ""
    return IncomingEntry(name, max(at, 0), heading, kept_note(line, note, problems, "a remark"))


def kept_decision(
    line: int, given: object, problems: list[Problem], *, starred: bool, undecided: Collection[str] = (Stage.INBOX,)
) -> str:
    """What was decided of a paper, by the word for its state; "" for the inbox, and where its status says it. That
    nothing was decided of a starred one, which `undecided` are the words for, is "inbox": else the star keeps it."""
    if given and given not in tuple(Stage):
        message = f"triage is none of {', '.join(Stage)}, left out"
        problems.append(Problem(line, message, excerpt(clean_line(str(given)[:300]))))
    if starred and given in undecided:
        return Stage.INBOX
    return str(given) if given in tuple(Decision) else ""


def kept_time(line: int, name: str, given: str, problems: list[Problem]) -> str:
    """A time of the form in which the library keeps it, "" for any other, and for one that is still to come."""
    match = _TIME.fullmatch(given)
    if given and (match is None or not is_date(match[1])):
        problems.append(Problem(line, f"{name} is no time, left out", excerpt(given)))
        return ""
    if given and given[:10] > _day_after():
        problems.append(Problem(line, f"{name} is still to come, left out", excerpt(given)))
        return ""
    return given


def kept_moment(line: int, name: str, told: object, problems: list[Problem]) -> str:
    """A moment of UTC as the library keeps it ("2026-11-26T12:30:00Z"), "" as by `kept_time`."""
    if not told:
        return ""
    given = clean_line(str(told)[:300])
    if not is_moment(given):
        problems.append(Problem(line, f"{name} is no moment like 2026-11-26T12:30:00Z, left out", excerpt(given)))
        return ""
    return kept_time(line, name, given, problems)


def _day_after() -> str:
    """The day after this one, by UTC: what is dated later was not written by a clock that is only ahead."""
    return (datetime.now(UTC) + timedelta(1)).date().isoformat()


def note_of(markup: str) -> str:
    """A note of Zotero or Mendeley, which is HTML, as plain text with its paragraphs; several in one text stand below
    each other."""
    parted = _BETWEEN.sub(r"\1", markup)
    text = html.unescape(_MARKUP.sub("", _BREAKS.sub("\n", parted))) if "<" in parted or "&" in parted else parted
    return _EMPTY.sub("\n\n", clean_text(text)).strip()


def is_markup(note: str) -> bool:
    """Whether a note is HTML as a whole, as those of Zotero and Mendeley are in every format."""
    return _WHOLE.fullmatch(note) is not None


def status_of(word: str) -> Status | None:
    """How far somebody has come with a text, in the words of a program or a person ("Done", "to-read"); None for words
    that say something else."""
    plain = _NO_WORD.sub(" ", word).strip().lower()
    return next((status for status, words in _STATUS_WORDS.items() if plain in words), None)


def yes_or_no(text: str) -> bool | None:
    """What a word or a sign answers, "" with no; None for what is neither yes nor no.

    >>> yes_or_no("Yes"), yes_or_no("✔"), yes_or_no("off"), yes_or_no("☆"), yes_or_no("perhaps")
    (True, True, False, False, None)
    """
    plain = clean_line(text).replace("\ufe0f", "").casefold()
    return next((answer for answer, words in _ANSWERS.items() if plain in words), None)


def kept_answer(line: int, name: str, given: str, problems: list[Problem]) -> bool:
    """Whether a record answers with yes; what is neither yes nor no is named and counts as no."""
    answer = yes_or_no(given)
    if answer is None:
        problems.append(Problem(line, f"{name} is neither yes nor no, left out", excerpt(clean_line(given[:300]))))
    return answer is True


@lru_cache(512)
def meant_key(name: str) -> str:
    """The key of the user's words, or of the authors, that a name is but for a slip of the hand; "" for any other."""
    return near_name(name, _KEYS) if name not in _KEYS else ""


def no_such_day(line: int, given: str, kept: str) -> Iterator[Problem]:
    """That the day or month which a record gives stands in no calendar, where only the rest of it was kept."""
    if kept and is_cut(given, kept):
        yield Problem(line, f"no calendar has this date, kept as {kept}", excerpt(clean_line(given[:300])))


def cut_short(line: int, paper: Paper) -> Iterator[Problem]:
    """What of a paper is as long as is allowed, so that the rest of it, if there was any, is not there."""
    for name, limit in (("title", TITLE_LIMIT), ("abstract", ABSTRACT_LIMIT), ("note", NOTE_LIMIT)):
        value: str = getattr(paper, name)
        if len(value) >= limit - 1:
            yield Problem(line, f"{name} of {limit:,} characters or more, cut there", excerpt(clean_line(value[:300])))
