"""Papers that a file has under other ids than a library: its marks and its comment with those ids, and back again.

Who wrote a file gave each of its papers an id, and another library may have the same paper under one of its own. The
file keeps its ids, whoever writes it: it is read with the library's in their place and written with its own. Nothing
within a quote is a mark, so that a note which speaks of marks stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from reader.formats.markdown import footer
from reader.formats.markdown.escaping import decode_id, encode_id
from reader.formats.markdown.footer import ExportRecord

_MARK = re.compile(r"(<!--\s*reader(?::|-(?:note|remark|abstract)\s+))(\S{1,300}?)(?=\s|-->)")
"""A mark that names a paper."""


def under(text: str, ids: Mapping[str, str]) -> str:
    """The text of an export with some ids in the place of others."""
    if not ids:
        return text

    def named(mark: re.Match[str]) -> str:
        id = ids.get(decode_id(mark[2]))
        return mark[0] if id is None else f"{mark[1]}{encode_id(id)}"

    before, comment, after = footer.split(text)
    lines = before.split("\n")
    lines = [_MARK.sub(named, line) if "<!--" in line and not line.lstrip().startswith(">") else line for line in lines]
    return "".join(["\n".join(lines), footer.with_ids(comment, ids), after])


def record_under(record: ExportRecord, ids: Mapping[str, str]) -> ExportRecord:
    """What a comment says, likewise."""
    return replace(
        record,
        papers={ids.get(id, id): said for id, said in record.papers.items()},
        places=tuple((section, ids.get(id, id)) for section, id in record.places),
        back=tuple(replace(each, id=ids.get(each.id, each.id)) for each in record.back),
    )
