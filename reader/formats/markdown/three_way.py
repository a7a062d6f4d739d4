"""Three-way comparison: what was exported, what the text says now, what the library says now.

Every function here answers with the value to hold from now on and, where both sides changed the same thing, with a
sentence about it. When it is not known what was exported (None), nothing is ever taken away on the text's word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import partial

from reader.formats.markdown.alike import renders_alike
from reader.formats.markdown.contained import as_typed, contained
from reader.formats.markdown.escaping import unescape
from reader.formats.markdown.footer import ExportedPaper, ExportRecord, matches_digest, strip_ends
from reader.formats.markdown.standing import LooseLines, end_of_definition
from reader.library.reading_lists import arrange, rename_section, subject
from reader.paper import ListEntry, ReadingList
from reader.text import clean_text, fold_name, words

TextsOf = Callable[[str, str], Collection[str]]
"""What a paper's "note" or "remark" was at any time in the library, by its id, or the "description" of any list."""
_THEIRS = re.compile(r"^=======\n((?:(?!=======\n|>>>>>>> ).*\n)*)>>>>>>> (.*)$", re.MULTILINE)
"""The file's side of a note that holds both."""
_COMMENT = re.compile(r"<!--.*?-->[ \t]*", re.DOTALL)
_FOOTNOTE = re.compile(r"\[(\^[^\]\s]+)\]")
_DEFINED = re.compile(r"^ {0,3}\[(\^[^\]\s]+)\]:", re.MULTILINE)


def merge_tags(
    was: Sequence[str] | None, text: Sequence[str], held: Sequence[str], own: Sequence[str] | None = None
) -> tuple[list[str], list[str]]:
    """Tags to add and to remove: each tag is a thing of its own, so two sides conflict only where the library had
    others (`own`) than the file: then its own edit counts."""
    text_keys, held_keys = {fold_name(tag): tag for tag in text}, {fold_name(tag): tag for tag in held}
    was_keys = set(held_keys) & set(text_keys) if was is None else {fold_name(tag) for tag in was}
    own_keys = was_keys if own is None else {fold_name(tag) for tag in own}
    add = [tag for key, tag in text_keys.items() if not (key in was_keys or key in own_keys or key in held_keys)]
    gone = () if was is None else was_keys & own_keys & held_keys.keys() - text_keys.keys()
    return add, sorted([held_keys[key] for key in gone], key=fold_name)


def both_changed(was: str | None) -> str:
    """That a text was changed on both sides, or, where it is not known what it was, that nobody can tell; a clause."""
    if was is None:
        return "is otherwise here and in the file, and what was exported is not known any more; it now holds both"
    return "was changed in the file and in the library; it now holds both"


def no_texts(kind: str, id: str) -> Collection[str]:
    """Where it is not known what the library ever had (see `TextsOf`)."""
    return ()


def matching(fingerprint: str, texts: Iterable[str]) -> str | None:
    """The one of some texts that a digest was made of, None where there is none."""
    return next((text for text in map(clean_text, texts) if text and matches_digest(text, fingerprint, False)), None)


@dataclass(frozen=True, slots=True)
class Before:
    """What a note, remark or description was before, as far as the library knows."""

    kind: str
    id: str
    """Of its paper, "" for a description."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """Texts of the file by their digests, where the library had others."""
    ever: TextsOf = no_texts

    def text(self, fingerprint: str) -> str | None:
        """The text that a digest was made of, None where it is not known any more."""
        if not fingerprint:
            return ""
        return self.texts.get(fingerprint) or matching(fingerprint, self.ever(self.kind, self.id))

    def was(self, text: str) -> bool:
        """Whether the library ever had a text, be it in another form of the same."""
        return any(renders_alike(text, held) for held in map(clean_text, self.ever(self.kind, self.id)))

    def as_held(self, text: str, held: str, was: str | None) -> str:
        """A text that stands in a file without marks as the user typed it (see `contained`): one that is `held`, or
        went out with the digest `was`, or was before where that is not known, word for word."""
        if is_unmarked(text, held):
            return held
        earlier = self.ever(self.kind, self.id) if was is None else filter(None, [self.text(was)])
        found = next((each for each in map(clean_text, earlier) if is_unmarked(text, each)), "")
        return found or as_typed(text, contained(held)[1])


def is_unmarked(text: str, held: str) -> bool:
    """Whether a text is what is left of another that went out, where an editor took all comments."""
    texts = {text, as_typed(text, contained(held)[1])}
    bare = _COMMENT.sub("", held) if "<!--" in held else held
    return any(renders_alike(each, held) or renders_alike(each, bare) for each in texts)


def merge_note(was: str | None, text: str, held: str, stripped: bool, source: str) -> tuple[str, bool]:
    """The note to hold, and whether both sides changed it: then it keeps both, each between markers that name it.

    `was` is the digest of what was exported; `stripped` says that the text lost the blanks at its lines' ends.
    """
    if text == held or (was is not None and matches_digest(text, was, stripped)):
        return held, False
    if was is not None and matches_digest(held, was, False):
        return (_with_ends(text, held) if stripped else text), False
    # Where nothing was there, nobody took anything away: what holds all of the other is both.
    if not was and (not text or text in held):
        return held, False
    if not was and held in text:
        return text, False
    theirs = f"=======\n{text}\n>>>>>>> {source}"
    told = (match[1] for match in _THEIRS.finditer(held) if match[2] == source)
    if theirs in held or any(renders_alike(text, each) for each in told):
        return held, False
    return f"<<<<<<< library\n{held}\n{theirs}", True


@dataclass(frozen=True, slots=True)
class Settled:
    """A note, remark or description after a comparison."""

    text: str
    """What is to be held."""
    both: bool = False
    """Whether both sides changed it, so that it now holds both."""
    stands: int | None = None
    """The index of the line where it still stands though its mention does not show it; None when it does not."""
    kept: bool = False
    """Whether the file took it away while the library changed it, so that the library's stays."""


def settle(
    was: str | None,
    text: str,
    held: str,
    *,
    stripped: bool,
    source: str,
    standing: LooseLines,
    marked: bool = True,
    above: Collection[int] = (),
) -> Settled:
    """A note, remark or description, three ways: it goes only when nothing of it stands in the file any more.

    `marked` is False when `text` did not stand between marks of ours; `above` are the indices of the lines beneath
    which it would stand if its marks were damaged. What is rendered alike is the same.
    """
    if text == held or renders_alike(text, held) or _went_out_alike(text, held):
        return Settled(held)
    if text and held and not (was and matches_digest(text, was, stripped)):
        line = _moved_out(text, held, standing)
        line = renumbered(text, held, standing) if line is None else line
        if line is not None:
            return Settled(held, stands=line)
    if marked and text and was and matches_digest(held, was, False) and not matches_digest(text, was, stripped):
        if (line := standing.beyond_block(text, held, above)) is not None:
            return Settled(held, stands=line)
        kept, line = _with_standing(text, held, standing)
        if renders_alike(kept, held) or renders_alike(standing.resolved(kept), standing.resolved(held)):
            return Settled(held)
        if kept != text:
            return Settled(kept, stands=line)
        text = standing.resolved(text, only_used=True)
    if was and held and (not text or (not marked and not matches_digest(text, was, stripped))):
        if (line := standing.line_of(held)) is not None:
            return Settled(held, stands=line)
        if not text and (line := standing.some_of(held, above)) is not None:
            return Settled(held, stands=line)
        if not text and not matches_digest(held, was, False):
            return Settled(held, kept=True)
    return Settled(*merge_note(was, text, held, stripped, source))


def settle_since(
    was: str | None,
    own: str | None,
    text: str,
    held: str,
    *,
    before: Before,
    stripped: bool,
    source: str,
    standing: LooseLines,
    marked: bool = True,
    above: Collection[int] = (),
) -> tuple[Settled, str | None]:
    """The same where the library said `own` (a digest) when the file said `was`, and what the file says by now: None
    where that is what it said then.

    What it was `before` is asked where both sides are otherwise than they were: then only the text that went out shows
    whether more than a formatter was at the file's. Where it is not known what went out, what the library had before is
    no news to it.
    """
    if was and held and not text and (line := standing.may_be(before.kind, before.id)) is not None:
        return Settled(held, stands=line), None
    if was and held and (line := standing.cut_off(before.kind, before.id, text, held)) is not None:
        return Settled(held, stands=line), None
    if was and not marked and (line := standing.goes_on(text, held, above)) is not None:
        return Settled(held, stands=line), None
    how = partial(settle, stripped=stripped, source=source, standing=standing, marked=marked, above=above)
    if was is None:
        return Settled(held) if text and held and before.was(text) else how(None, text, held), None
    own = was if own is None else own
    is_as_it_was, is_apart = matches_digest(text, was, stripped), own != was
    is_asked = is_apart or (was != "" and not is_as_it_was and not matches_digest(held, was, False))
    there = before.text(was) if is_asked else None
    if there is None:
        found = how(was if is_as_it_was else own, text, held)
        is_news = found.stands is None and not is_as_it_was and not renders_alike(text, held)
        return found, text if is_news else None
    found, now = _settle_apart(how(was, text, there), own, there, held, source)
    return found, now if now != there else None


def _went_out_alike(text: str, held: str) -> bool:
    """Whether two texts, one of which is not as it was typed in a file, are rendered alike there: lines below a tag
    that is left open are a paragraph there, which a formatter may wrap."""
    one, other = contained(text), contained(held)
    return bool(one[1] and other[1]) and renders_alike(one[0], other[0])


def _settle_apart(found: Settled, own: str, there: str, held: str, source: str) -> tuple[Settled, str]:
    """What is to be held where the library had a text with the digest `own` beside the file's `there`, of which by now
    is `found`; and what the file says by now."""
    now = found.text
    if now in (there, held) or renders_alike(now, held):
        return Settled(held, stands=found.stands), now
    if matches_digest(held, own, False):
        return found, now
    if not now:
        return Settled(held, kept=True), now
    return Settled(*merge_note("", now, held, False, source)), now


def _moved_out(text: str, held: str, standing: LooseLines) -> int | None:
    """Where the first line stands that `held` has and `text` lost; None unless all of those stand elsewhere in the file
    and nothing else is different."""
    has = run_of(text)
    stands: list[int] = []
    rest: list[str] = []
    for line in held.split("\n"):
        at = standing.line_of(line) if _is_lost(line, has) else None
        if at is None:
            rest.append(line)
        else:
            stands.append(at)
            rest.append("")
    return stands[0] if stands and renders_alike("\n".join(rest), text) else None


def renumbered(text: str, held: str, standing: LooseLines) -> int | None:
    """Where the first footnote of `text` is defined outside it, when nothing but the labels and definitions of its
    footnotes is different; None otherwise.

    A formatter takes the notes of a file for one text: of two footnotes with one label it keeps one definition for
    both, so that what is defined there under a new label need not be what the note said.
    """
    (rest, labels), (before, were) = _without_labels(text), _without_labels(held)
    if len(labels) != len(were) or not renders_alike(rest, before):
        return None
    own = _DEFINED.findall(text)
    return next(
        (at for label in labels if label not in own and (at := standing.definition_of(label)) is not None), None
    )


def _without_labels(text: str) -> tuple[str, list[str]]:
    """A text whose footnotes have no definitions and all one label, and the labels that they have."""
    lines = text.split("\n")
    for start in [at for at, line in enumerate(lines) if _DEFINED.match(line)]:
        end = end_of_definition(lines, start)
        lines[start:end] = [""] * (end - start)
    bare = "\n".join(lines)
    return _FOOTNOTE.sub("[^0]", bare), _FOOTNOTE.findall(bare)


def _with_standing(text: str, held: str, standing: LooseLines) -> tuple[str, int | None]:
    """`text` with the lines of `held` that it lost and that still stand elsewhere in the file, each where it was with
    the empty lines around it, and the index of the first line where one stands."""
    lines, before = text.split("\n"), held.split("\n")
    has = run_of(text)
    woven: list[str] = []
    first: int | None = None
    for kind, start, end, begin, stop in SequenceMatcher(None, before, lines, autojunk=False).get_opcodes():
        lost = before[start:end] if kind != "equal" else []
        stands = {line: at for line in lost if _is_lost(line, has) and (at := standing.line_of(line)) is not None}
        first = next(iter(stands.values()), None) if first is None else first
        ahead = next(filter(str.strip, lost), "") not in stands
        woven += lines[begin:stop] if ahead else []
        for line in lost if stands else ():
            if line in stands or (not line.strip() and woven and woven[-1].strip()):
                woven.append(line)
        woven += [] if ahead else lines[begin:stop]
    return ("\n".join(woven).strip("\n"), first) if first is not None else (text, None)


def run_of(text: str) -> str:
    """The words of a text with a blank before and after each."""
    return f" {' '.join(words(unescape(text)))} "


def _is_lost(line: str, has: str) -> bool:
    """Whether a line says something that is not among the words of a text, given as `run_of` has them."""
    run = run_of(line)
    return bool(run.strip()) and run not in has


def _with_ends(text: str, held: str) -> str:
    """`text` with the blanks that an editor took from the ends of lines that are otherwise as in `held`."""
    lines, before = text.split("\n"), held.split("\n")
    bare = [strip_ends(line) for line in before]
    for block in SequenceMatcher(None, lines, bare, autojunk=False).get_matching_blocks():
        lines[block.a : block.a + block.size] = before[block.b : block.b + block.size]
    return "\n".join(lines)


def merge_list(
    was: ExportRecord | None,
    text: ReadingList,
    held: ReadingList,
    stay: Collection[str] = (),
    called: Callable[[str], str] = str,
    remarked: Collection[str] = (),
) -> tuple[ReadingList, list[str]]:
    """The list to hold, and sentences about what both sides changed, where papers are `called` by their titles.

    `text` has the entries and sections as the file has them, remarks already merged; the papers in `stay` are not
    taken off the list though the file does not mention them, and those that were `remarked` on in the file come back
    where the library took them off.
    """
    conflicts: list[str] = []
    held_ids, text_ids = set(held.papers), set(text.papers)
    known, own = (set(was.papers), set(was.own_order)) if was is not None else (held_ids, held_ids)
    off = (held_ids & known) - text_ids - set(stay) if was is not None else set()
    gone, on = off & own, text_ids & own - known - held_ids
    conflicts += [
        f"{called(id)} was taken off the list in the file and put on it in the library, where it stays"
        for id in sorted(off - own)
    ]
    conflicts += [
        f"{called(id)} was put on the list in the file and taken off it in the library, where it stays off"
        for id in sorted(on)
    ]
    for entry in held.entries:
        exported = was.papers[entry.paper] if was is not None and entry.paper in gone else None
        if exported is not None and entry.note and not matches_digest(entry.note, exported.remark, False):
            gone.remove(entry.paper)
            conflicts.append(
                f"{called(entry.paper)} was taken off the list in the file, and its remark was changed in the library,"
                " where both stay"
            )
    back = text_ids & known & own & set(remarked) - held_ids
    conflicts += [
        f"{called(id)} was taken off the list in the library, and its remark was changed in the file, where both stay"
        for id in sorted(back)
    ]
    stays, went = held_ids | back, known | on
    theirs = [id for id in text.papers if id in stays or id not in went]
    ours = [id for id in held.papers if id not in gone]
    order = _merge_order(None if was is None else [*was.papers], None if was is None else was.own_order, theirs, ours)
    if order is None:
        conflicts.append("The order was changed both in the file and in the library; the library's stays")
    order = weave(order or ours, theirs)
    in_text, in_held = ({entry.paper: entry for entry in lst.entries} for lst in (text, held))
    went_out = {id: (said, was.own_paper(id)) for id, said in was.papers.items()} if was is not None else {}
    entries = [_merge_entry(went_out.get(id), in_text.get(id), in_held.get(id), conflicts, called) for id in order]
    sections = _merge_sections(was, text.sections, held.sections, entries)
    return arrange(replace(held, sections=tuple(sections)), entries), conflicts


def recase_sections(merged: ReadingList, names: Mapping[str, str]) -> tuple[ReadingList, list[str]]:
    """A merged list with the capitals that a file gave to its sections, and sentences about those that the library
    renamed or took away meanwhile."""
    conflicts: list[str] = []
    for was, name in names.items():
        if was in merged.sections:
            merged = rename_section(merged, was, name)
        elif name not in merged.sections:
            conflicts.append(
                f"The section '{was}' was renamed to '{name}' in the file, and renamed or taken away in the library,"
                " which stays so"
            )
    return merged, conflicts


def without_emptied(
    text: ReadingList,
    held: ReadingList,
    emptied: Container[tuple[str, str]],
    called: Callable[[str], str] = str,
) -> tuple[ReadingList, list[str]]:
    """A list as a file has it, without the papers, remarks, sections and description that the library had there and
    gave up (`emptied`), and a sentence about each but the sections; a section that a new paper joins in comes back."""
    name = subject(held.name)
    off = [entry.paper for entry in text.entries if (entry.paper, name) in emptied]
    bare = [entry for entry in text.entries if entry.paper not in off]
    silent = [entry.paper for entry in bare if entry.note and (entry.paper, f"remark:{name}") in emptied]
    bare = [replace(entry, note="") if entry.paper in silent else entry for entry in bare]
    used = {entry.section for entry in bare if entry.paper not in held.papers}
    sections = [each for each in text.sections if each in used or (name, f"section:{each}") not in emptied]
    lost = [f"{called(paper)} was taken off the list in the library and stays off" for paper in off]
    lost += [f"The remark on {called(paper)} was taken away in the library and stays away" for paper in silent]
    if text.description and (name, "description") in emptied:
        lost.append("The description was taken away in the library and stays away")
        text = replace(text, description="")
    return replace(text, entries=tuple(bare), sections=tuple(sections)), lost


def with_unshown(was: ExportRecord, text: ReadingList, held: ReadingList, is_described: bool) -> ReadingList:
    """A list as the file of a user's template has it, with what such a file may not have shown when it went out: the
    sections without papers, and the description where none stands there (`is_described`) or not as it is."""
    full = {paper.section for paper in was.papers.values()}
    there = {*text.sections, *(name for name in was.sections if name not in full)}
    sections = weave(list(text.sections), [name for name in held.sections if name in there])
    description = text.description if is_described and "description" not in was.hidden else held.description
    return replace(text, sections=tuple(sections), description=description)


def join_list(
    text: ReadingList,
    held: ReadingList,
    emptied: Container[tuple[str, str]] = (),
    called: Callable[[str], str] = str,
) -> tuple[ReadingList, list[str]]:
    """A list with what it gains from another library's file, and sentences about what differs there.

    Papers that it has not join at their position; remarks, sections and description that are empty here are filled.
    What it says itself stays, and what was `emptied` stays empty.
    """
    text, lost = without_emptied(text, held, emptied, called)
    in_text, in_held = ({entry.paper: entry for entry in lst.entries} for lst in (text, held))
    differing = [f"The remark on {called(id)} differs" for id, entry in in_held.items()
                 if entry.note and (other := in_text.get(id)) and other.note and other.note != entry.note]  # fmt: skip
    order = weave(list(in_held), list(in_text))
    entries = [
        replace(in_held[id], note=in_held[id].note or in_text[id].note)
        if id in in_held and id in in_text
        else in_held.get(id) or in_text[id]
        for id in order
    ]
    both = [id for id in in_text if id in in_held]
    if both != [id for id in in_held if id in in_text]:
        differing.append("The order differs")
    if any(in_text[id].section != in_held[id].section for id in both):
        differing.append("The sections differ")
    if text.description and held.description and text.description != held.description:
        differing.append("The description differs")
    fresh = replace(held, description=held.description or text.description)
    fresh = replace(fresh, sections=tuple(weave(list(held.sections), text.sections)))
    return arrange(fresh, entries), [*lost, *(f"{what} in the file; the library's stays" for what in differing)]


def _merge_order(
    was: Sequence[str] | None, own: Sequence[str] | None, text: Sequence[str], held: list[str]
) -> list[str] | None:
    """The order of the ids in `held`: the text's where only the text moved something since it was as in `was`, and the
    library as in `own`; None where both did."""
    both = set(text) & set(held)
    both &= both if was is None or own is None else set(was) & set(own)
    in_text, in_held = ([id for id in ids if id in both] for ids in (text, held))
    before, own_before = (in_held if ids is None else [id for id in ids if id in both] for ids in (was, own))
    if in_text in (in_held, before):
        return held
    if in_held != own_before:
        return None
    present = set(held)
    return weave([id for id in text if id in present], held)


def weave(order: list[str], model: Sequence[str]) -> list[str]:
    """`order`, and each id that only `model` has behind the one that stands before it there."""
    present = set(order)
    behind: dict[str, list[str]] = {}
    previous = ""
    for id in model:
        if id in present:
            previous = id
        else:
            behind.setdefault(previous, []).append(id)
    if not behind:
        return order
    woven = behind.get("", [])
    for id in order:
        woven += [id, *behind.get(id, [])]
    return woven


def _merge_entry(
    sides: tuple[ExportedPaper, ExportedPaper] | None,
    text: ListEntry | None,
    held: ListEntry | None,
    conflicts: list[str],
    called: Callable[[str], str],
) -> ListEntry:
    """One entry: its section three ways; its remark is the text's, which was merged before."""
    if text is None or held is None:
        entry = held or text
        assert entry is not None, "the id comes from one of the two lists"
        return entry
    section = held.section
    if sides is not None and text.section not in (sides[0].section, held.section):
        if held.section == sides[1].section:
            section = text.section
        else:
            conflicts.append(f"{called(held.paper)} was moved to another section in both; the library's stays")
    return replace(held, section=section, note=text.note)


def _merge_sections(
    was: ExportRecord | None, text: Sequence[str], held: Sequence[str], entries: Sequence[ListEntry]
) -> list[str]:
    before, own = (list(held), held) if was is None else (list(was.sections), was.own_sections)
    used = {entry.section for entry in entries}
    went_out = set(before) & set(own)
    stay = [name for name in held if was is None or name in text or name not in went_out or name in used]
    added = [name for name in text if name not in before or name in held]
    order = _merge_order(before, own, added, stay)
    return weave(order or stay, added)
