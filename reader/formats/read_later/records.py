"""Saved pages as JSON: bookmarks of Firefox and Chrome, and what services give: Omnivore, Pinboard, Raindrop, Readwise,
wallabag, linkding.

    >>> text = '[{"href": "https://arxiv.org/abs/2401.00011", "description": "Lamps", "tags": "a b", "toread": "no"}]'
    >>> parse(text).papers[0].tags, parse(text).papers[0].status.value
    (('a', 'b'), 'read')
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reader.formats.field_names import not_read, texts_in
from reader.formats.json_rows import Lines, rows
from reader.formats.parsed import Parsed, Problem
from reader.formats.plain_records import as_text
from reader.formats.read_later.saved import SavedPage, own_folders, papers_of
from reader.formats.remainder import AskedObject
from reader.formats.user_fields import yes_or_no
from reader.paper import Status
from reader.text import clean_line

_BEGINS = re.compile(r"[\s\ufeff]*[\[{]")
_LOOKED_AT = 200_000
_KEPT_UNDER = ("items", "results", "data", "bookmarks", "articles")
"""Keys under which services keep their lists."""
_CONTAINERS = ("children", "roots", "bookmark_bar", "other", "synced")
_MOST = 1_000_000
"""Folders and pages of a browser's tree that are looked at."""

_Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Sender:
    """Who writes such records."""

    keys: frozenset[str]
    """Keys that its records have, and others have not all."""
    read: Callable[[int, _Record], SavedPage]
    mere: frozenset[str] = frozenset()
    """Keys of what it keeps for itself: its numbers, when a page was saved, what its page shows and how."""


def _text(record: _Record, *keys: str) -> str:
    return next((value for key in keys if isinstance(value := record.get(key), str) and value.strip()), "")


def _names(value: object) -> tuple[str, ...]:
    """Names from a list of texts or of objects that have one, or from a text with commas."""
    if isinstance(value, str):
        return tuple(value.split(","))
    if isinstance(value, Mapping):
        return tuple(str(key) for key in value)
    if not isinstance(value, list):
        return ()
    named = (_text(one, "name", "label", "title") if isinstance(one, Mapping) else one for one in value)
    return tuple(name for name in named if isinstance(name, str) and name)


def _status(*, read: object, begun: object = None) -> Status:
    if read:
        return Status.READ
    return Status.READING if isinstance(begun, int | float) and begun > 0 else Status.UNREAD


def _omnivore(line: int, record: _Record) -> SavedPage:
    return SavedPage(
        line, _text(record, "url", "originalArticleUrl"), _text(record, "title"), _text(record, "author"),
        _text(record, "publishedAt"), _names(record.get("labels")), notes=_marks(record.get("highlights")),
        status=_status(read=_text(record, "state").lower() == "archived", begun=record.get("readingProgress")),
    )  # fmt: skip


def _pinboard(line: int, record: _Record) -> SavedPage:
    return SavedPage(
        line, _text(record, "href"), _text(record, "description"), tags=tuple(_text(record, "tags").split()),
        notes=(_text(record, "extended"),), status=_status(read=_text(record, "toread") == "no"),
    )  # fmt: skip


def _raindrop(line: int, record: _Record) -> SavedPage:
    note = (_text(record, "note"), *_marks(record.get("highlights")))
    return SavedPage(
        line, _text(record, "link"), _text(record, "title"), tags=_names(record.get("tags")), notes=note,
        starred=record.get("important") is True,
    )  # fmt: skip


def _says_yes(value: object) -> bool:
    return yes_or_no(str(value)) is True


def _wallabag(line: int, record: _Record) -> SavedPage:
    return SavedPage(
        line, _text(record, "url", "given_url"), _text(record, "title"), tags=_names(record.get("tags")),
        notes=_marks(record.get("annotations")), starred=_says_yes(record.get("is_starred")),
        status=_status(read=_says_yes(record.get("is_archived"))),
    )  # fmt: skip


def _linkding(line: int, record: _Record) -> SavedPage:
    return SavedPage(
        line, _text(record, "url"), _text(record, "title", "website_title"), tags=_names(record.get("tag_names")),
        notes=(_text(record, "notes"),), status=_status(read=record.get("unread") is False),
    )  # fmt: skip


def _readwise(line: int, record: _Record) -> SavedPage:
    return SavedPage(
        line, _text(record, "source_url", "unique_url"), _text(record, "title"), _text(record, "author"),
        tags=_names(record.get("book_tags")), notes=(_text(record, "document_note"), *_marks(record.get("highlights"))),
        written=_text(record, "category").lower() in ("articles", "supplementals") and not _text(record, "asin"),
    )  # fmt: skip


def _readwise_reader(line: int, record: _Record) -> SavedPage:
    status = _status(read=record.get("location") == "archive", begun=record.get("reading_progress"))
    return SavedPage(
        line, _text(record, "source_url", "url"), _text(record, "title"), _text(record, "author"),
        tags=_names(record.get("tags")), notes=(_text(record, "notes"),), status=status,
    )  # fmt: skip


def _marks(value: object) -> tuple[str, ...]:
    """What somebody marked in a text, each with the note on it."""
    found: list[str] = []
    for one in value if isinstance(value, list) else ():
        if isinstance(one, Mapping):
            quoted = _text(one, "quote", "text").strip()
            found.append("\n".join(f"> {line}" for line in quoted.splitlines()))
            found.append(_text(one, "annotation", "note") or (_text(one, "text") if "quote" in one else ""))
    return tuple(found)


def _keys(names: str) -> frozenset[str]:
    return frozenset(names.split())


_OF_OMNIVORE = _keys("""
id slug savedAt createdAt updatedAt readAt archivedAt description thumbnail image siteName siteIcon pageType
contentReader originalArticleUrl readingProgressAnchorIndex readingProgressTopPercent wordsCount isArchived language
folder subscription
""")
_OF_RAINDROP = _keys("""
_id excerpt collection collectionId created lastUpdate cover media type domain user creatorRef sort removed cache broken
""")
_OF_WALLABAG = _keys("""
id uid given_url hashed_url hashed_given_url content created_at updated_at archived_at starred_at mimetype language
reading_time domain_name preview_picture http_status headers is_public origin_url user_name user_email user_id _links
""")
_OF_LINKDING = _keys("""
id description website_title website_description web_archive_snapshot_url favicon_url preview_image_url is_archived
shared date_added date_modified
""")
_OF_READWISE = _keys("""
user_book_id id source cover_image_url unique_url source_url readable_title readwise_url summary external_id updated
""")
_OF_READER = _keys("""
id url source category created_at updated_at site_name word_count summary image_url content parent_id first_opened_at
last_opened_at saved_at last_moved_at reading_time html_content
""")
_SOURCES = (
    _Sender(_keys("slug url savedAt"), _omnivore, _OF_OMNIVORE),
    _Sender(_keys("href description toread"), _pinboard, _keys("meta hash time shared")),
    _Sender(_keys("link title excerpt collection"), _raindrop, _OF_RAINDROP),
    _Sender(_keys("link title excerpt collectionId"), _raindrop, _OF_RAINDROP),
    _Sender(_keys("url is_archived is_starred"), _wallabag, _OF_WALLABAG),
    _Sender(_keys("url tag_names unread"), _linkding, _OF_LINKDING),
    _Sender(_keys("title author book_tags highlights"), _readwise, _OF_READWISE),
    _Sender(_keys("title category location reading_progress"), _readwise_reader, _OF_READER),
)


def sniff(text: str) -> bool:
    """Whether the text is JSON with the keys of such records, or a browser's bookmarks."""
    head = text[:_LOOKED_AT]
    if _BEGINS.match(head) is None:
        return False
    if '"text/x-moz-place' in head or ('"roots"' in head and '"bookmark_bar"' in head):
        return True
    return any(all(f'"{key}"' in head for key in source.keys) for source in _SOURCES)


def parse(text: str) -> Parsed:
    """Read the records that lead to papers; every other one is a problem."""
    pages: list[SavedPage] = []
    problems: list[Problem] = []
    unread: dict[str, None] = {}
    for row in rows(text, keys=_KEPT_UNDER):
        if isinstance(row, Problem):
            problems.append(row)
            continue
        line, record = row
        if not isinstance(record, dict):
            problems.append(Problem(line, "a record that is no saved page, skipped"))
            continue
        source = next((source for source in _SOURCES if source.keys <= record.keys()), None)
        if source is not None:
            asked = AskedObject(record)
            pages.append(source.read(line, asked))
            known = asked.asked | source.mere
            unread |= dict.fromkeys(
                name for name, value in record.items() if name not in known and texts_in(as_text(value))
            )
        elif any(name in record for name in _CONTAINERS):
            pages += _bookmarks(record, text)
        else:
            problems.append(Problem(line, "a record that is no saved page, skipped"))
    return papers_of(pages, [*problems, *not_read("keys", unread)])


def _bookmarks(tree: _Record, text: str) -> Iterator[SavedPage]:
    """The pages in a browser's tree of folders, in order, each with the folders that somebody made around it."""
    lines, at = Lines(text), 0
    waiting: list[tuple[object, tuple[str, ...]]] = [(tree, ())]
    for _ in range(_MOST):
        if not waiting:
            return
        node, folders = waiting.pop()
        if not isinstance(node, Mapping):
            continue
        title = clean_line(_text(node, "title", "name"))
        if url := _text(node, "uri", "url"):
            at = max(text.find(json.dumps(url, ensure_ascii=False), at), at)
            tags = _names(node.get("tags"))
            yield SavedPage(lines.number(at), url, title, tags=tags, folders=folders)
            continue
        inner = [node[name] for name in _CONTAINERS if name in node]
        below = [child for one in inner for child in (one if isinstance(one, list) else [one])]
        inside = folders if "root" in node else (*folders, *own_folders([title]))
        waiting += [(child, inside) for child in reversed(below)]
