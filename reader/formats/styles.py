"""The looks in which our own Markdown can be written, in the order in which they are offered."""

from __future__ import annotations

STYLES = ("list", "tasks", "table")
"""Each is the name of a template in `markdown/styles/`; the first is the usual one."""
