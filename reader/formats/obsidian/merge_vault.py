"""A fresh vault in a folder that has one: which file is whose, and each file's merge."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from typing import Any

from reader.formats.markdown import marks
from reader.formats.markdown.alike import line_as_shown
from reader.formats.markdown.escaping import escape
from reader.formats.markdown.footer import with_name_of
from reader.formats.markdown.front_matter import blocks, merge_front
from reader.formats.markdown.lines import after_front_matter, at_front_matter
from reader.formats.markdown.marked_again import lines_of_papers, marked_again
from reader.formats.markdown.merge_file import FileWriter, counted, merge_uncounted, nobody
from reader.formats.markdown.note_names import NoteLink, note_link, stem_of
from reader.formats.markdown.opened_export import OpenedExport, opened
from reader.formats.markdown.state import after_bullet
from reader.formats.obsidian import file_names, properties
from reader.formats.obsidian.paper_file import paper_mention, that_count
from reader.formats.obsidian.properties import KEYS, KEYS_OF_FACTS
from reader.text import fold_name

_GONE = frozenset(KEYS) - {"aliases", "tags"}
"""Properties of ours that leave a file when the fresh one has none."""
_LINK = re.compile(r"(?<!!)\[\[([^\[\]|#^]+)")
"""A link to a file, up to the end of its name."""


def is_of_vault(text: str | OpenedExport, name: str = "") -> bool:
    """Whether a text is a file of a vault: a paper's, or the one that lists them. `name` is evidence too."""
    export = opened(text)
    if not export.is_ours:
        return False
    file = export.file
    return paper_mention(file, name) is not None or (file.record is not None and file.record.is_list_of_vault)


def ids_of(files: Mapping[str, str | OpenedExport], list_name: str) -> dict[str, str]:
    """Whose the files of a folder are: id -> file name, and "" -> the file of the list called `list_name`.

    Of two files with one paper that counts which `that_count` says.
    """
    papers, lists = that_count({name: opened(text) for name, text in files.items()})
    held = lists.get(fold_name(list_name))
    return papers if held is None else {**papers, "": held}


def with_links_to(
    export: OpenedExport, papers: Mapping[str, str], names: Collection[str]
) -> tuple[OpenedExport, list[tuple[int, str, str]]]:
    """The file that lists a vault, with its links to files that were renamed outside Obsidian led to those; and those
    that lead nowhere but may be a person's own: the number of the line, that name, and the file's name now.

    `papers` maps ids to names of files, `names` are all that are there. A name that no file has any more is ours where
    it ends in the paper's id, as an export gives it.
    """
    lines = export.text.split("\n")
    there = {stem_of(name) for name in names}
    strange: list[tuple[int, str, str]] = []
    for mention in export.file.mentions:
        link = _LINK.search(lines[mention.line]) if mention.listed and mention.id in papers else None
        was = stem_of(link[1].strip()) if link is not None else ""
        if link is None or was in there:
            continue
        now = stem_of(papers[mention.id])
        if file_names.ends_in_id(was, mention.id):
            lines[mention.line] = f"{lines[mention.line][: link.start(1)]}{now}{lines[mention.line][link.end(1) :]}"
        else:
            strange.append((mention.line + 1, was, now))
    text = "\n".join(lines)
    return export if text == export.text else export.with_text(text), strange


def with_own_links(
    fresh: str, export: OpenedExport, papers: Mapping[str, str], titles_of: Callable[[str], Collection[str]]
) -> str:
    """A fresh file that lists a vault, with the links of the file that it is to go into where those lead to the same
    notes: a folder before the name, a heading behind it, or a text that is no title of the paper is a person's own.

    `papers` maps ids to names of files, `titles_of` tells what the title of a paper was at any time.
    """
    if not export.edited:
        return fresh
    new = opened(fresh)
    held = marked_again(export, lines_of_papers(new.file))[0].file
    told = {piece.key: _link_in(held.lines[piece.start]) for piece in held.pieces if piece.key[0] == "item"}
    lines = new.text.split("\n")
    for piece in new.file.pieces:
        was, line = told.get(piece.key), lines[piece.start]
        if was is not None and (file := papers.get(piece.key[1])) and was.leads_to(file) and was.whole not in line:
            now = _link_in(line)
            if now is not None and (own := _own_link(was, now.shown, titles_of(piece.key[1]))):
                lines[piece.start] = line.replace(now.whole, own, 1)
    return "\n".join(lines)


def _link_in(line: str) -> NoteLink | None:
    """The link to a note that is all that a paper's line has between its bullet and its mark."""
    return note_link(after_bullet(marks.COMMENT.sub("", line)).strip())


def _own_link(was: NoteLink, title: str, titles: Collection[str]) -> str:
    """The link that stands there, with the title as it is shown now ("" for none) where it has one of any time; "" for
    a link as an export has it."""
    is_title = not was.shown or line_as_shown(was.shown) in {line_as_shown(escape(each)) for each in titles}
    if not is_title:
        return was.whole
    return was.showing(title if was.shown else "") if was.is_special else ""


def merge_file(existing: str | OpenedExport, fresh: str | OpenedExport, *, writer: FileWriter = nobody) -> OpenedExport:
    """`existing` with its exported parts as in `fresh`: aliases that a person added stay, like unknown properties.

    Raises Refused when the file is somebody else's.
    """
    export = opened(existing)
    merged = _merged(export, fresh)
    return (
        export
        if merged.text == export.text
        else counted(merged, export, writer, is_other=facts_in(merged) != facts_in(export))
    )


def _merged(export: OpenedExport, fresh: str | OpenedExport) -> OpenedExport:
    fresh = with_facts(opened(fresh), export) if export.kept else fresh
    merged = merge_uncounted(export, fresh)
    lines, fresh_lines = merged.text.split("\n"), opened(fresh).text.split("\n")
    end = after_front_matter([line.rstrip("\r") for line in lines])
    fresh_end = after_front_matter(fresh_lines)
    if not end or not fresh_end:
        return merged
    mark = "\r" if lines[0].endswith("\r") else ""
    old = [line.rstrip("\r") for line in at_front_matter(export.text.removeprefix("\ufeff")).split("\n")]
    old = old[: after_front_matter(old)]
    ours = _as_spelt(old, _with_aliases(old, fresh_lines[:fresh_end]))
    head = merge_front([line.rstrip("\r") for line in lines[:end]], ours, gone=_GONE)
    return merged.with_text("\n".join([*(line + mark for line in head), *lines[end:]]))


def facts_in(export: OpenedExport) -> dict[str, tuple[str, ...]]:
    """What the properties of a paper's file tell that no user says, under its id; nothing of another file."""
    file = export.with_properties
    mention, end = paper_mention(file), after_front_matter(file.lines)
    held = properties.read(file.lines[1 : end - 1]) if mention is not None and end else None
    if mention is None or held is None:
        return {}
    return {mention.id: tuple(_as_text(held.get(key)) for key in KEYS_OF_FACTS)}


def with_facts(fresh: OpenedExport, old: OpenedExport) -> OpenedExport:
    """A fresh file of a paper with what the properties of the file that it is to go into tell and no user says."""
    lines, held = fresh.text.split("\n"), old.with_properties.lines
    end, was = after_front_matter(lines), after_front_matter(held)
    if not (end and was):
        return fresh
    own = [line for key, _, of_key in blocks(lines[1 : end - 1]) if key not in KEYS_OF_FACTS for line in of_key]
    kept = [line for key, _, of_key in blocks(held[1 : was - 1]) if key in KEYS_OF_FACTS for line in of_key]
    text = "\n".join([lines[0], *kept, *own, *lines[end - 1 :]])
    return fresh.with_text(with_name_of(text, old.text))


def _with_aliases(old: list[str], fresh: list[str]) -> list[str]:
    """Fresh properties with the aliases that a person had added to the old ones."""
    before, now = properties.read(old[1:-1]) or {}, properties.read(fresh[1:-1]) or {}
    held = before.get("aliases") or []
    known = [_as_text(before.get("title")), *now.get("aliases", ())]
    added = [alias for alias in map(_as_text, held if isinstance(held, list) else [held]) if alias not in known]
    if not added:
        return fresh
    lines = properties.alias_lines([*now.get("aliases", ()), *added])
    return merge_front(fresh, ["---", *lines, "---"])


def _as_spelt(old: list[str], fresh: list[str]) -> list[str]:
    """Fresh properties, of which those that say what the old ones said are spelt as these are."""
    there = blocks(old[1:-1])
    known = Counter(key for key, _, _ in there)
    spelt = {key: lines for key, _, lines in there if known[key] == 1 and properties.read(lines) is not None}
    kept: list[str] = []
    for key, _, lines in blocks(fresh[1:-1]):
        is_same = key in spelt and properties.read(spelt[key]) == properties.read(lines)
        kept += spelt[key] if is_same else lines
    return [fresh[0], *kept, fresh[-1]]


def _as_text(value: Any) -> str:
    """A name as a person typed it: `- LoRA: a primer` without quotes is a mapping to YAML, `- [LoRA]` a list."""
    if isinstance(value, dict):
        return ", ".join(f"{_as_text(key)}: {_as_text(held)}" for key, held in value.items())
    if isinstance(value, list):
        return ", ".join(map(_as_text, value))
    return "" if value is None else str(value)
