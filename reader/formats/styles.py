"""The looks in which our own Markdown can be written, in the order in which they are offered, for whom, and under what
names."""

from __future__ import annotations

STYLES = ("list", "tasks", "table")
"""Each is the name of a template in `markdown/styles/`; the first is the usual one."""

AUDIENCES = ("me", "others")
"""Who reads an export: the user, or also others, who get nothing of what `paper.PRIVATE` names."""

SUFFIXES = (".md", ".markdown")
"""How names of its files end; the first is the one that they are given."""

TEMPLATES = (*STYLES, "html", "latex", "text")
"""The built-in templates: those of Markdown, and one for each other language."""
