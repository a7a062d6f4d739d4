"""The operations of `reader batch` and the keys that each takes; the help of the verb names them and loads no more."""

from __future__ import annotations

LINK_KEYS = ("pdf", "code", "project")
"""The keys that say which of a paper's links is meant."""
PAPER_KEYS = ("papers", "paper", "query")
"""The keys that say which papers are meant, one of the three."""
FETCH_KEYS: dict[str, tuple[str, ...]] = {
    "hf": ("date", "week", "month"),
    "arxiv": ("ids", "search", "category", "since", "limit"),
    "doi": ("dois",),
}
"""The keys that say what is fetched, by the service that has it."""
TELLING_KEYS = ("title", "authors", "year", "venue", "doi", "url", "abstract")
"""The keys by which a paper is told by hand."""
OPERATION_KEYS: dict[str, tuple[str, ...]] = {
    "search": ("query", "sort", "limit"),
    "show": ("paper",),
    "link": ("paper", *LINK_KEYS),
    "tag": (*PAPER_KEYS, "add", "remove", "dry_run"),
    "star": (*PAPER_KEYS, "on", "dry_run"),
    "mark": (*PAPER_KEYS, "status", "dry_run"),
    "triage": (*PAPER_KEYS, "decision", "dry_run"),
    "note": ("paper", "text", "append", "settle", "started_from", "dry_run"),
    "import": ("text", "format", "keywords", "accept_removals"),
    "edit": ("paper", "set", "clear", "reset", "dry_run"),
    "add": ("texts", *TELLING_KEYS, "offline", "tags", "list", "dry_run"),
    "fetch": ("service", *(key for keys in FETCH_KEYS.values() for key in keys), "tags", "list", "dry_run"),
    "complete": (*PAPER_KEYS, "dry_run"),
    "remove": (*PAPER_KEYS, "dry_run"),
    "undo": ("steps", "step", "dry_run"),
    "redo": ("steps", "dry_run"),
    "related": (*PAPER_KEYS, "limit"),
    "recommend": ("query", "limit", "explore"),
    "next": ("name", "limit", "explore"),
    "suggest_tags": (*PAPER_KEYS, "limit"),
    "stats": ("by", "since", "week"),
    "backup": ("action", "date", "dry_run"),
    "count": (),
}
"""The keys that each operation takes besides "op" and "id"; those of "list" are in `LIST_KEYS`."""
LIST_KEYS: dict[str, tuple[str, ...]] = {
    "show": (),
    "new": ("query", "dry_run"),
    "add": (*PAPER_KEYS, "section", "position", "dry_run"),
    "remove": (*PAPER_KEYS, "dry_run"),
    "move": (*PAPER_KEYS, "position", "dry_run"),
    "rename": ("to", "dry_run"),
    "delete": ("dry_run",),
}
"""The keys that each action on a list takes besides "action" and "name"."""
