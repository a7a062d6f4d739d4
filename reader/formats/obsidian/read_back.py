"""The way back from a vault: properties, notes and the order of the list, as changes."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from reader.formats.markdown.bare_blocks import shown_without_marks
from reader.formats.markdown.beneath import says_words
from reader.formats.markdown.by_hand import TypedFinder
from reader.formats.markdown.footer import ExportRecord, digest
from reader.formats.markdown.lines import after_front_matter, heading_at, is_underlined
from reader.formats.markdown.marks import OPENING
from reader.formats.markdown.note_names import note_link
from reader.formats.markdown.opened_export import OpenedExport, opened
from reader.formats.markdown.read_back import Returned, read_back_text
from reader.formats.markdown.read_back_paper import PaperBack
from reader.formats.markdown.scan import NO_NOTE, NOT_SHARED, File, Mention
from reader.formats.markdown.standing import LooseLines
from reader.formats.markdown.state import after_bullet
from reader.formats.markdown.three_way import TextsOf, no_texts
from reader.formats.markdown.unmerged import must_be_merged, must_be_one, must_be_readable
from reader.formats.obsidian.paper_file import (
    BROKEN,
    PaperProperties,
    missing_properties,
    paper_mention,
    problems_of,
    state_of,
    that_count,
    with_mark,
    with_marks_again,
    without_marks,
)
from reader.formats.obsidian.tags import Origins
from reader.formats.obsidian.typed_notes import broken_notes, linked, papers_of_others, said_in, typed_notes
from reader.formats.obsidian.vault import wikilink
from reader.formats.parsed import Problem, excerpt
from reader.paper import Paper, ReadingList
from reader.text import clean_line, fold_name

_BARE = (
    "has lost the marks by which it is known, so it was not read and is left as it is; give it another name, and the"
    " next export writes it anew, or export with --force"
)
_MARKED_AGAIN = (
    "has lost the marks by which it is known and was read with care: nothing was taken away on its word; the next"
    " export puts them back"
)

_LIST_BARE = (
    "links to the papers' notes as a vault's list does, and has no mark by which one is known, so nothing was taken;"
    " give it another name, and the next export writes the list anew"
)
_OUTSIDE = "these words stand outside the note and were not taken for it; between its marks they would be"
_MANY = 5
"""So many files with words outside the note are named one by one."""
_NO_PAPER = "the properties of this note cannot be read, so its paper does not come in; it is left as it is"
_LINK_IT = "a link to its note in the list's file puts it there"


def read_back_vault(
    files: Mapping[str, str | OpenedExport],
    papers: Mapping[str, Paper],
    lists: Mapping[str, ReadingList],
    *,
    foreign: Collection[str] = (),
    emptied: Container[tuple[str, str]] = (),
    namesakes: Mapping[str, str] | None = None,
    find: TypedFinder | None = None,
    ever: TextsOf = no_texts,
) -> Returned:
    """What was changed in a vault since it was exported. `files` maps file names to their texts; others' are skipped.
    `foreign` names those that another library wrote last, with `emptied` as for `read_back_text`; `namesakes` maps file
    names to what is `namesake` there; `find` finds the papers that a person typed into its lists.

    Problems name their file. Of several files with one paper `that_count` says which is read.
    A paper whose file is gone while the list still names it stays in the list, since a folder may be half synced; that
    is a problem, too, and so is a file that has lost all our marks. Raises `Refused` for a file with the marks of a
    merge that was not finished, or with bytes that are no UTF-8.
    """
    found: list[Returned] = []
    listed: dict[str, tuple[str, int]] = {}
    origins = Origins(tag for paper in papers.values() for tag in paper.tags)
    exports = {name: opened(text) for name, text in sorted(files.items())}
    exports, again = with_marks_again(exports, papers.values())
    seen, lists_seen = that_count(exports)
    found += _marked_again(again, papers)
    came = _Came(exports, papers, find)
    papers = {**papers, **came.papers}
    found += came.told(emptied)
    for name, export in exports.items():
        if not export.is_ours:
            continue
        _must_be_whole(export, name)
        file, mention = _with_heading_marked(export, name)
        is_list = mention is None and file.record is not None and file.record.is_list_of_vault
        if mention is not None and seen[mention.id] != name:
            found.append(_second(name, "paper", seen[mention.id], mention.line))
        elif mention is not None:
            found.append(
                _named(_read_paper(file, mention, papers, origins, name, name in foreign, emptied, ever), name)
            )
        elif is_list and file.record is not None and name not in lists_seen.values():
            held = fold_name(file.record.list_name or file.record.name)
            found.append(_second(name, "list", lists_seen[held], file.title[1] if file.title else 0))
        else:
            links = _links(seen, came, papers) if is_list else None
            list_back = read_back_text(
                export, papers, lists, source=name, foreign=name in foreign, emptied=emptied,
                namesake=(namesakes or {}).get(name, ""), shown=links, find=find, ever=ever,
            )  # fmt: skip
            found.append(_named(list_back, name))
            listed.update({p.id: (name, p.line) for p in file.mentions if p.listed and is_list})
    found += _bare_lists(exports, seen) if not lists_seen else ()
    found += came.left({*listed, *(id for part in found for _, lst in part.lists for id in lst.papers)})
    gone = {id: at for id, at in listed.items() if id not in seen and id in papers}
    found += _without_file(gone, papers, without_marks(exports, (papers[id] for id in gone)), came)
    return _few_outside(_joined(found))


def _bare_lists(files: Mapping[str, OpenedExport], seen: Mapping[str, str]) -> Iterator[Returned]:
    """That files may be lists that lost all our marks, where no list is known: most of the notes are linked there."""
    for name, export in files.items():
        lines = () if export.is_ours else export.text.split("\n")
        links = [link for line in lines if (link := note_link(after_bullet(line).strip())) is not None]
        linked = sum(any(link.leads_to(file) for link in links) for file in seen.values()) if links else 0
        if linked * 2 > len(seen):
            yield Returned(problems=(Problem(1, _LIST_BARE, file=name),), edited=True)


def _marked_again(again: Mapping[str, str], papers: Mapping[str, Paper]) -> Iterator[Returned]:
    """That the files of these papers, named by their ids, had lost all our marks and get them back."""
    for id, name in again.items():
        problem = Problem(1, f"the file of '{excerpt(papers[id].title)}' {_MARKED_AGAIN}", file=name)
        yield Returned(problems=(problem,), edited=True)


def _links(seen: Mapping[str, str], came: _Came, papers: Mapping[str, Paper]) -> list[tuple[str, str]]:
    """How a list of the vault links each paper that has a file there, with the paper's id."""
    return [
        *((id, f"- {wikilink(name, papers[id].title)}") for id, name in seen.items() if id in papers),
        *((id, linked(name)) for id, name in came.notes.items()),
    ]


def _without_file(
    gone: Mapping[str, tuple[str, int]], papers: Mapping[str, Paper], bare: Mapping[str, str], came: _Came
) -> Iterator[Returned]:
    """That papers which lists name, each at a file and line, have no file any more; of `bare` ones the named file has
    lost all our marks."""
    for id, (name, line) in gone.items():
        title = clean_line(papers[id].title)[:60]
        if id in bare:
            yield Returned(problems=(Problem(1, f"the file of '{title}' {_BARE}", file=bare[id]),))
        elif id not in came.notes:
            problem = Problem(line + 1, f"the file of '{title}' is gone; it stays in the list", file=name)
            yield Returned(problems=(problem,))


def _few_outside(returned: Returned) -> Returned:
    """What came back, with very many files that have words outside the note named together."""
    outside = [problem for problem in returned.problems if problem.message == _OUTSIDE]
    if len(outside) <= _MANY:
        return returned
    first = replace(outside[0], message=f"{_OUTSIDE}; so do words in {len(outside) - 1} more files")
    kept = (first if problem is outside[0] else problem for problem in returned.problems)
    return replace(returned, problems=tuple(problem for problem in kept if problem.message != _OUTSIDE))


class _Came:
    """The papers that come into the library of a vault's files, and those that a person made notes of."""

    def __init__(self, files: Mapping[str, OpenedExport], known: Mapping[str, Paper], find: TypedFinder | None) -> None:
        self.files, self.can_come = files, find is not None
        told = papers_of_others(files, known) | typed_notes(files) if find is not None else {}
        found = dict(zip(told, find([*told.values()]), strict=True)) if find is not None and told else {}
        here = {name: paper for name, paper in found.items() if isinstance(paper, Paper)}
        self.papers = {paper.id: paper for paper in here.values() if paper.id not in known}
        """Those that the library does not have, by id."""
        self.notes = {paper.id: name for name, paper in here.items() if not told[name].id}
        """The notes without marks, by the id of their paper."""
        self.untaken = {name: why for name, why in found.items() if isinstance(why, str) and why and not told[name].id}

    def told(self, emptied: Container[tuple[str, str]]) -> Iterator[Returned]:
        """What comes in, with what the properties of notes without marks say of it."""
        papers = self.papers
        diff = tuple(f"{excerpt(paper.title)}: comes into the library" for paper in papers.values())
        yield Returned(incoming=tuple(papers.values()), diff=diff, edited=bool(papers))
        for id, name in self.notes.items():
            if id in papers:
                file = self.files[name].with_properties
                edits = PaperBack(papers[id], None, None, name, LooseLines(file, papers), emptied=emptied)
                edits.read([said_in(self.files[name], id)])
                yield Returned(tuple(edits.changes), diff=tuple(edits.diff), edited=True)
        for id, name in self.notes.items():
            if id in papers:
                file = self.files[name].with_properties
                end = after_front_matter(file.lines)
                unread = problems_of(file, state_of(file.lines[1 : end - 1]))
                yield Returned(problems=tuple(replace(problem, file=name) for problem in unread))
        for name, line in (broken_notes(self.files) if self.can_come else {}).items():
            yield Returned(problems=(Problem(line, _NO_PAPER, file=name),), edited=True)
        for name, why in self.untaken.items():
            yield Returned(problems=(Problem(1, f"this note {why}", file=name),), edited=True)

    def left(self, listed: Container[str]) -> Iterator[Returned]:
        """That papers of notes came in and are on no list."""
        for id, name in self.notes.items():
            if id in self.papers and id not in listed:
                message = f"'{excerpt(self.papers[id].title)}' comes into the library and on no list; {_LINK_IT}"
                yield Returned(problems=(Problem(1, message, file=name),))


def read_back_file(
    export: OpenedExport,
    papers: Mapping[str, Paper],
    lists: Mapping[str, ReadingList],
    *,
    source: str,
    foreign: bool = False,
    emptied: Container[tuple[str, str]] = (),
    namesake: str = "",
    find: TypedFinder | None = None,
    ever: TextsOf = no_texts,
) -> Returned:
    """The same for one file of a vault without the others. `source` names it in conflict markers; raises as
    `read_back_vault` does."""
    file, mention = _with_heading_marked(export)
    if mention is None:
        return read_back_text(
            export, papers, lists, source=source, foreign=foreign, emptied=emptied, namesake=namesake, find=find,
            ever=ever,
        )  # fmt: skip
    _must_be_whole(export, source)
    origins = Origins(tag for paper in papers.values() for tag in paper.tags)
    return _read_paper(file, mention, papers, origins, source, foreign, emptied, ever)


def _with_heading_marked(export: OpenedExport, name: str = "") -> tuple[File, Mention | None]:
    """A file of a vault and the mention of the paper that it is about, None for a list; the heading of one that is
    known by its comment only has the paper's mark again."""
    file = export.with_properties
    mention = paper_mention(file, name)
    if mention is None or any(each.listed for each in file.mentions):
        return file, mention
    again = with_mark(export, mention.id)
    return (file, mention) if again is None else (again.with_properties, paper_mention(again.with_properties, name))


def mentions_in(files: Mapping[str, OpenedExport], papers: Mapping[str, Paper]) -> list[Mention]:
    """What the files of papers in a vault that were edited say of them, with their properties."""
    found: list[Mention] = []
    origins = Origins(tag for paper in papers.values() for tag in paper.tags)
    for name in that_count(files)[0].values():
        export, file = files[name], files[name].with_properties
        mention = paper_mention(file, name)
        if mention is None or mention.id not in papers or not export.edited:
            continue
        if end := after_front_matter(file.lines):
            state = state_of(file.lines[1 : end - 1])
            mention = _with_properties(mention, state, _tags_of(file, papers[mention.id]), origins)
        found += [mention, *(other for other in file.mentions if not other.listed and other.id == mention.id)]
    return found


def _must_be_whole(export: OpenedExport, name: str) -> None:
    must_be_readable(export.text, name)
    must_be_merged(export.text, name, export.record)
    must_be_one(export.text, name)


def _second(name: str, what: str, counting: str, line: int) -> Returned:
    return Returned(problems=(Problem(line + 1, f"the same {what} as in {counting}, which counts", file=name),))


def _read_paper(
    file: File,
    mention: Mention,
    papers: Mapping[str, Paper],
    origins: Origins,
    name: str,
    foreign: bool,
    emptied: Container[tuple[str, str]],
    ever: TextsOf,
) -> Returned:
    paper = papers.get(mention.id)
    if paper is None and file.record is not None and mention.id in file.record.others:
        return Returned()
    if paper is None:
        message = f"no paper in the library has the id '{mention.id}'; its file was skipped"
        return Returned(problems=(Problem(mention.line + 1, message),))
    if file.record is not None and file.record.body == file.body and not foreign:
        return Returned()
    exported = file.record.papers.get(mention.id) if file.record is not None and not foreign else None
    if exported is not None:
        file = shown_without_marks(file, papers, ever)
        mention = next((each for each in file.mentions if each.listed), mention)
    problems = list(file.problems)
    end = after_front_matter(file.lines)
    if end:
        state = state_of(file.lines[1 : end - 1])
        if BROKEN in state.unread.values():
            file.unread.update(range(end))
        problems += problems_of(file, state)
        problems += missing_properties(file, state, paper, exported)
        problems += _not_shared(file, state)
        mention = _with_properties(mention, state, _tags_of(file, paper), origins)
    else:
        problems.append(Problem(1, BROKEN))
    edits = PaperBack(paper, exported, file.record, name, LooseLines(file, papers), foreign, emptied, ever)
    mentions = [mention, *(other for other in file.mentions if not other.listed and other.id == mention.id)]
    edits.read(mentions)
    if not any(problem.line > end for problem in edits.problems):
        marked = any(each.note is not None for each in mentions)
        noted = any(each.note for each in mentions)
        problems += _words_below_title(file, mention, _OUTSIDE if marked else NO_NOTE, until_note=noted or not marked)
    return Returned(
        tuple(edits.changes),
        (),
        (*problems, *edits.problems),
        tuple(edits.conflicts),
        tuple(edits.diff),
        frozenset([mention.id] if edits.loses else ()),
        papers=1,
        edited=True,
        says=_says(file.record, edits) if file.record is not None and (foreign or file.record.own) else {},
    )


def _says(record: ExportRecord, edits: PaperBack) -> dict[str, ExportRecord]:
    """What the file of a paper says by now, by its id."""
    texts = {digest(text): text for text in (*record.texts.values(), *edits.texts)}
    return {record.id: replace(record, papers={**record.papers, edits.paper.id: edits.said}, texts=texts)}


def _not_shared(file: File, state: PaperProperties) -> Iterator[Problem]:
    """A status or star that was typed into the properties of a file for others."""
    if file.record is None or file.record.form.audience != "others":
        return
    for at, line in enumerate(file.lines[: after_front_matter(file.lines)]):
        if (state.status is not None and line.startswith("status:")) or (state.starred and line.startswith("starred:")):
            yield Problem(at + 1, NOT_SHARED, excerpt(clean_line(line)))


def _words_below_title(file: File, mention: Mention, message: str, *, until_note: bool) -> Iterator[Problem]:
    """The first words of a person's own in a paper's file above the note, or up to the next heading where that has no
    marks or says nothing: they may have been meant for it. Below a note, and below the comment at the end, programs set
    theirs, too."""
    start = max(mention.line, after_front_matter(file.lines))
    start += file.lines[start : start + 1] != [] and file.lines[start].startswith("#")
    start += 2 * is_underlined(file.lines, start) if start < len(file.lines) else 0
    ours = {at for piece in file.pieces for at in range(piece.start, piece.end)} | file.bare
    end = next((piece.start for piece in file.pieces if piece.key == ("base",)), len(file.lines))
    for at in range(start, end):
        if heading_at(file.lines, at)[0] or (until_note and OPENING.fullmatch(file.lines[at])):
            return
        if at not in ours and says_words(file.lines, at):
            yield Problem(at + 1, message, excerpt(clean_line(file.lines[at])))
            return


def _tags_of(file: File, paper: Paper) -> list[Sequence[str]]:
    """The tags by which the forms in a paper's file are read: those that went out, by its comment and by what the
    library last saw of it; those of the paper where neither is known."""
    told = (record.papers.get(paper.id) for record in (file.written, file.record) if record is not None)
    return [said.tags for said in told if said is not None] or [paper.tags]


def _with_properties(
    mention: Mention, said: PaperProperties, went_out: Sequence[Sequence[str]], origins: Origins
) -> Mention:
    """A mention with what the properties say."""
    tags = None if said.forms is None else tuple(origins.origin(form, *went_out) for form in said.forms)
    return replace(mention, status=said.status, starred=said.starred, tags=tags)


def _named(returned: Returned, name: str) -> Returned:
    return replace(
        returned,
        problems=tuple(replace(p, file=name) for p in returned.problems),
    )


def _joined(found: Iterable[Returned]) -> Returned:
    parts = list(found)
    return Returned(
        tuple(change for part in parts for change in part.changes),
        tuple(pair for part in parts for pair in part.lists),
        tuple(problem for part in parts for problem in part.problems),
        tuple(text for part in parts for text in part.conflicts),
        tuple(line for part in parts for line in part.diff),
        frozenset(id for part in parts for id in part.losing),
        tuple({paper.id: paper for part in parts for paper in part.incoming}.values()),
        max([0, *(part.papers for part in parts), sum(part.papers == 1 for part in parts)]),
        any(part.bare for part in parts),
        tuple(sentence for part in parts for sentence in part.shrinking),
        any(part.edited for part in parts),
        frozenset(id for part in parts for id in part.ticked),
        {id: record for part in parts for id, record in part.says.items()},
    )
