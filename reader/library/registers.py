"""The state of a library: what the catalogue says, with the steps of all journals folded over it.

Each register is a last-writer-wins register ordered by the stamp (clock, id) of the step that set it, so that any order
of arrival gives the same state (Shapiro et al., "A comprehensive study of convergent and commutative replicated data
types", INRIA RR-7506, 2011); what imports completed is one such register for each fact (see `completions`). Values from
the files are read with care: one of the wrong type counts as empty.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any

from reader.library.change import Change, Stamp, Step, Value
from reader.library.completions import WORLD, completed, word_of
from reader.library.corrections import PREFIX, corrected
from reader.library.frozen import Frozen, ShownWords, UnseenTexts, Words, blocks_of, piece_of
from reader.library.moments import (
    DESCRIPTION,
    NOTE,
    Earlier,
    Register,
    Start,
    TakenBackBy,
    Writer,
    holds_text,
    moments,
    noted_at,
    text_of,
    texts_of,
)
from reader.library.note_versions import UnseenText, WrittenText, is_open, unseen_texts
from reader.library.positions import is_position
from reader.paper import OF_WORLD, QUEUE, Decision, ListEntry, Paper, ReadingList, SavedSearch, Status
from reader.paper_json import from_facts, sorted_tags, to_facts
from reader.text import clean_line, clean_text, fold_name


class Tally:
    """How many papers have each tag, in each of its spellings; kept up to date paper by paper."""

    def __init__(self, papers: Iterable[Paper] = ()) -> None:
        self._spellings: dict[str, dict[str, int]] = {}
        for paper in papers:
            self.count(paper.tags, 1)

    def count(self, tags: Iterable[str], by: int) -> None:
        """One paper's tags come (1) or go (-1)."""
        for tag in tags:
            key = fold_name(tag)
            spellings = self._spellings.setdefault(key, {})
            spellings[tag] = spellings.get(tag, 0) + by
            if not spellings[tag]:
                del spellings[tag]
            if not spellings:
                del self._spellings[key]

    def __contains__(self, tag: str) -> bool:
        return fold_name(tag) in self._spellings

    def spelling(self, tag: str) -> str:
        """The commonest spelling of a tag; `tag` itself when no paper has it."""
        spellings = self._spellings.get(fold_name(tag))
        return _commonest(spellings) if spellings else tag

    def counts(self) -> dict[str, int]:
        """Every tag, in its commonest spelling and in order, with the number of papers that have it."""
        return {_commonest(held): sum(held.values()) for _, held in sorted(self._spellings.items()) if held}


def _commonest(spellings: dict[str, int]) -> str:
    return max(list(spellings), key=lambda tag: (spellings.get(tag, 0), tag))


_WORLD = attrgetter(*OF_WORLD)
_WORDS = attrgetter(*Words._fields[1:-1])
"""What of the words a shown paper has as it is."""


class State:
    """Papers and lists as they stand after the steps folded so far."""

    def __init__(self) -> None:
        self._papers: dict[str, Paper] = {}
        self.merged: dict[str, str] = {}
        self._facts: dict[str, Paper] = {}
        self._registers: dict[str, dict[str, Register]] = {}
        self._earlier: dict[str, dict[str, list[Register]]] = {}
        """What registers held before, in the order of the steps; only of those that were set twice."""
        self._entries: dict[str, dict[str, dict[str, str]]] = {}
        self._own_lists: dict[str, ReadingList] = {}
        self._lists: dict[str, ReadingList] = {}
        self._behind: dict[str, list[str]] = {}
        """The saved searches that a list stands for, by its subject: it is one of them, or has the query of each."""
        self._shown_searches: set[str] = set()
        """The subjects of the lists that are but such searches."""
        self._searched: set[str] = set()
        self._stale: set[str] = set()
        self._tally: Tally | None = None
        self._unseen: UnseenTexts = {}
        self._rewritten: set[tuple[str, str]] = set()
        """The subjects and keys of texts of which others may be unseen by now, or seen."""
        self._revisits: dict[str, Writer] = {}
        """The steps that were ever undone or brought back, by their ids: the last step that did it."""
        self._frozen: Frozen | None = None
        """The subjects of which nobody has said anything since their registers were frozen."""

    # -- frozen and taken up again ------------------------------------------------------------------------------------

    def frozen(self) -> dict[str, bytes]:
        """What came of the steps folded so far, without the facts, for `taken_up`."""
        pieces: dict[str, bytes | memoryview] = {}
        shown: dict[str, ShownWords] = {}
        pairs: list[str] = []
        if self._frozen is not None:
            pieces.update((subject, self._frozen.piece(subject)) for subject in self._frozen)
            shown.update((subject, told) for subject in pieces for told in self._frozen.shown(subject))
            pairs += self._frozen.pairs
        for subject, registers in self._registers.items():
            pieces[subject] = piece_of(registers, self._earlier.get(subject, {}))
            if subject in self._facts:
                shown[subject] = self._shown_of(subject, registers)
            if any(key.startswith(("alike:", "differs:")) for key in registers):
                pairs.append(subject)
        return blocks_of(pieces, shown, self._entries, pairs, self._unseen, self._revisits)

    def _shown_of(self, id: str, registers: Mapping[str, Register]) -> ShownWords:
        """What is shown of a paper that has facts, so that it needs no registers to be shown again."""
        gone = _value(registers, "gone")
        if gone:
            return gone if isinstance(gone, str) else True
        if registers.keys() == {"gone"} and id not in self._earlier:
            return None
        words = Words(self.completed(id), *_WORDS(self._papers[id]))
        return words._replace(corrections=_corrections(registers))

    @classmethod
    def taken_up(cls, blocks: Mapping[str, bytes]) -> State:
        """A state that knows no facts yet, of what `frozen` gave. Raises ValueError, TypeError and LookupError for
        anything else."""
        state = cls()
        state._frozen = Frozen(blocks)
        state._entries = state._frozen.places
        state._unseen = state._frozen.unseen
        state._revisits = state._frozen.revisits
        for subject in state._frozen:
            if subject.startswith(("list:", "search:")):
                state._thaw(subject)
                state._stale.add(subject)
            if subject.startswith("search:"):
                state._searched.add(subject)
        state._stale.update(state._entries)
        return state

    def copied(self) -> State:
        """A state of its own that stands as this one does."""
        state = State.taken_up(self.frozen())
        state.fold(self._facts.values(), ())
        return state

    @property
    def known(self) -> Mapping[str, Paper]:
        """What the catalogue says about all papers, removed or not, by their ids."""
        return self._facts

    def _thaw(self, subject: str) -> None:
        """Take up the registers of a subject, where they are frozen."""
        if self._frozen is not None and subject in self._frozen:
            registers, earlier = self._frozen.take(subject)
            self._registers[subject] = registers
            if earlier:
                self._earlier[subject] = earlier

    # -- folding ------------------------------------------------------------------------------------------------------

    def fold(self, facts: Iterable[Paper], steps: Iterable[Step]) -> set[str]:
        """Take in papers of the catalogue and steps; returns the ids of the papers that look different now."""
        touched = set()
        for paper in facts:
            self._facts[paper.id] = paper
            touched.add(paper.id)
        for step in steps:
            by = Writer.of(step)
            if by.revisits:
                self._revisits[by.revisits] = max(by, self._revisits.get(by.revisits, by))
            for change in step.changes:
                self._set(change, by._replace(stamp=step.stamp_of(change)) if step.times else by, step.device)
                touched.add(change.subject)
        return self._redraw(touched) | self._look_for_unseen()

    def _set(self, change: Change, by: Writer, device: str) -> None:
        if self._frozen is not None:
            self._thaw(change.subject)
        registers = self._registers.setdefault(change.subject, {})
        held = registers.get(change.key)
        is_completion = change.key == WORLD and not by.revisits
        register = Register(by, word_of(change) if is_completion else change.after)
        if holds_text(change):
            register = self._written(change, register, held, device)
        if held is not None and held.by.stamp > by.stamp:
            self._remember(change, register)
            return
        if held is not None and held.by.stamp < by.stamp:
            self._remember(change, held)
        registers[change.key] = register
        if change.subject.startswith(("list:", "search:")):
            self._stale.add(change.subject)
        if change.subject.startswith("search:"):
            self._searched.add(change.subject)
        if change.key.startswith("list:"):
            self._place(change.subject, change.key, change.after)

    def _remember(self, change: Change, register: Register) -> None:
        """Keep what a register held, which a later step replaced."""
        earlier = self._earlier.setdefault(change.subject, {}).setdefault(change.key, [])
        at = bisect_left(earlier, register.by.stamp, key=attrgetter("by.stamp"))
        known = at < len(earlier) and earlier[at].by.stamp == register.by.stamp
        earlier[at : at + known] = [register]

    def _written(self, change: Change, register: Register, held: Register | None, device: str) -> Register:
        """What a step makes of a text: with all those from which it started, and whose step it is."""
        there = "" if held is None else text_of(held.value)
        if not (there or text_of(change.after) or text_of(change.before)):
            if register.by.revisits and any(one.start is not None for one in self.held(change.subject, change.key)):
                self._rewritten.add((change.subject, change.key))
            return register  # Most places in lists have no remark.
        by, texts = register.by, texts_of(change.before)
        if held is not None:
            follows = held.by.stamp < by.stamp and there == text_of(change.before) and not by.revisits
            if not follows or change.key in self._unseen.get(change.subject, ()):
                self._rewritten.add((change.subject, change.key))
            same = self._set_by(change, held, by.stamp)
            if same is not None and same.by.stamp == by.stamp and same.start is not None:
                texts = tuple(dict.fromkeys((*same.start.texts, *texts)))
        return register._replace(start=Start(device, texts))

    def _set_by(self, change: Change, held: Register, stamp: Stamp) -> Register | None:
        """What a step with that stamp has made of a register already."""
        if held.by.stamp <= stamp:
            return held
        earlier = self._earlier.get(change.subject, {}).get(change.key, [])
        at = bisect_left(earlier, stamp, key=attrgetter("by.stamp"))
        return earlier[at] if at < len(earlier) else None

    def _look_for_unseen(self) -> set[str]:
        """Find what was written unseen on the texts that were rewritten; returns the ids of the papers of which that is
        something else now."""
        changed = set()
        for subject, key in self._rewritten:
            found = unseen_texts(self.held(subject, key))
            if found == self._unseen.get(subject, {}).get(key, ()):
                continue
            changed.add(subject)
            self._unseen.setdefault(subject, {}).pop(key, None)
            if found:
                self._unseen[subject][key] = found
            elif not self._unseen[subject]:
                del self._unseen[subject]
        self._rewritten = set()
        return changed & self._papers.keys()

    def unseen(self, subject: str, key: str = NOTE) -> Sequence[UnseenText]:
        """The texts of a paper's note, or of the text in another register, that were written unseen and are not shown,
        the last first, each once, without those that their writers took back."""
        written = self._unseen.get(subject, {}).get(key, ())
        found: dict[str, UnseenText] = {}
        for one in written:
            if is_open(one, self.held(subject, key), self.is_taken_back):
                found.setdefault(one.text, one)
        return tuple(found.values())

    @property
    def with_unseen(self) -> list[tuple[str, str]]:
        """The subjects and keys of the texts that are shown and on which something was written unseen."""
        return sorted(at for subject in self._unseen for at in self.unseen_of(subject))

    def unseen_of(self, subject: str) -> list[tuple[str, str]]:
        """Those of one subject, the note before the remarks."""
        keys = [key for key in self._unseen.get(subject, ()) if self.unseen(subject, key)]
        at = [(subject, key) for key in keys if self.shows_text(subject, key)]
        return sorted(at, key=lambda found: (found[1] != NOTE, found))

    def shows_text(self, subject: str, key: str) -> bool:
        """Whether a text stands where people see it: on a paper or a list that is there."""
        lst = self.lists.get(key if key.startswith("list:") else subject)
        if subject not in self._papers:
            return lst is not None and key == DESCRIPTION
        return key == NOTE or (lst is not None and subject in self._entries.get(key, ()))

    def shown_text(self, subject: str, key: str) -> str:
        """The text that is shown of a register that holds one, clean."""
        return clean_text(text_of(self.value(subject, key)))

    def text_at(self, subject: str, key: str) -> WrittenText:
        """What people know a text by, also where its paper or its list has gone since."""
        where = subject if key == DESCRIPTION else "" if key == NOTE else key
        lst = self.lists.get(where)
        called = lst.name if lst is not None else where.partition(":")[2]
        if key == DESCRIPTION:
            return WrittenText(list=called)
        paper = self._papers.get(subject)
        return WrittenText(subject, paper.title if paper is not None else subject, called)

    def _place(self, paper: str, key: str, value: Value) -> None:
        self._stale.add(key)
        entries = self._entries.setdefault(key, {})
        if _is_place(value):
            entries[paper] = {name: text for name, text in value.items() if isinstance(text, str)}
        else:
            entries.pop(paper, None)

    def _redraw(self, touched: Iterable[str]) -> set[str]:
        changed: set[str] = set()
        appeared: dict[str, Paper] = {}
        vanished: set[str] = set()
        for id in touched:
            facts = self._facts.get(id)
            if facts is None:
                continue
            view, shown = self._view(facts), self._papers.get(id)
            if view == shown:
                continue
            changed.add(id)
            if self._tally is not None:
                self._tally.count(shown.tags if shown else (), -1)
                self._tally.count(view.tags if view else (), 1)
            if view is None:
                vanished.add(id)
            elif shown is None:
                appeared[id] = view
            else:
                self._papers[id] = view
        if appeared or vanished:
            # A new mapping, so that whoever iterates over the old one is not disturbed.
            everything = {**self._papers, **appeared}
            in_order = self._facts if appeared else everything
            self._papers = {id: everything[id] for id in in_order if id in everything and id not in vanished}
            for id in (*appeared, *vanished):
                self._stale.update(self._list_keys(id))
        return changed

    def _view(self, facts: Paper) -> Paper | None:
        """The paper as the user sees it; None when it was removed."""
        if self._frozen is not None and facts.id in self._frozen:
            for shown in self._frozen.shown(facts.id):
                return self._view_of(facts, shown)
            self._thaw(facts.id)
        registers = self._registers.get(facts.id)
        if not registers:
            return facts
        gone = registers.get("gone")
        earlier = self._earlier.get(facts.id, {})
        if gone is not None and (gone.value or (len(registers) == 1 and not earlier)):
            return self._view_of(facts, gone.value)
        told = self.completed(facts.id) if WORLD in registers else None
        return self._view_of(facts, _words(told, registers, earlier, self.taken_back_by))

    def _view_of(self, facts: Paper, shown: ShownWords) -> Paper | None:
        """A paper of which that is shown."""
        self.merged.pop(facts.id, None)
        if isinstance(shown, Words):
            return _with_words(facts, shown)
        if isinstance(shown, str):
            self.merged[facts.id] = shown
        return None if shown else facts

    @property
    def papers(self) -> Mapping[str, Paper]:
        """The papers by id, as the user sees them."""
        return self._papers

    @property
    def tally(self) -> Tally:
        """The tags of all papers."""
        if self._tally is None:
            self._tally = Tally(self.papers.values())
        return self._tally

    def value(self, subject: str, key: str) -> Value:
        """What a register holds now; None when it is empty."""
        register = self.register(subject, key)
        return None if register is None else register.value

    def register(self, subject: str, key: str) -> Register | None:
        """A register with the step that set it; None where none ever did."""
        self._thaw(subject)
        return self._registers.get(subject, {}).get(key)

    def time(self, subject: str, key: str) -> tuple[int, str]:
        """The stamp of the last word of a register (see `Writer.time`); one before all words where none was said."""
        register = self.register(subject, key)
        return (0, "") if register is None else register.by.time

    def registers(self) -> Iterator[tuple[str, str, Register]]:
        """All registers that were ever set, each with its subject and key."""
        for subject in self._frozen or ():
            self._thaw(subject)
        for subject, registers in self._registers.items():
            for key, register in registers.items():
                yield subject, key, register

    def held(self, id: str, key: str) -> Sequence[Register]:
        """All that a register has held, in the order of the steps, what it holds now the last; () where it was never
        set."""
        register = self.register(id, key)
        if register is None:
            return ()
        earlier = self._earlier.get(id)
        return (register,) if earlier is None else (*earlier.get(key, ()), register)

    def noted_at(self, id: str) -> str:
        """When the note of a paper was written (see `moments.noted_at`)."""
        return noted_at(self.held(id, NOTE), self.held(id, "gone"), self.register(id, "when"), self.taken_back_by)

    def completed(self, id: str) -> dict[str, Any] | None:
        """The facts of a paper that are otherwise than the catalogue may say; None where nothing is told of them."""
        return completed(held, self.is_taken_back) if (held := self.held(id, WORLD)) else None

    def is_taken_back(self, step: str) -> bool:
        """Whether the step with this id was undone, by whomever, and not brought back since."""
        return self.taken_back_by(step) is not None

    def taken_back_by(self, step: str) -> Writer | None:
        """The step that undid the one with this id; None where that stands."""
        last = self._revisits.get(step)
        return last if last is not None and last.undoes else None

    def was_revisited_since(self, step: str, by: Writer) -> bool:
        """Whether the step with this id was undone or brought back later than `by`."""
        last = self._revisits.get(step)
        return last is not None and last.stamp > by.stamp

    def facts(self, id: str) -> Paper | None:
        """What the catalogue says about a paper, removed or not."""
        return self._facts.get(id)

    def beneath(self, paper: Paper) -> Paper:
        """A paper that is shown, as the world tells it: without what the user put right."""
        facts = self._facts[paper.id]
        self._thaw(paper.id)
        held = self._registers.get(paper.id, {}), self._earlier.get(paper.id, {})
        words = _words(self.completed(paper.id), *held, self.taken_back_by)
        return _with_words(facts, words._replace(corrections={}))

    def lost(self, ids: Iterable[str]) -> set[str]:
        """Those of which the library, which named them once, knows nothing any more: neither were they removed nor did
        they become one with others."""
        return {id for id in ids if id not in self._facts and id not in self.merged}

    def pairs(self, key: str) -> set[frozenset[str]]:
        """The pairs of papers that the user said are not the same ("differs"), or that a record linked ("alike"): it
        had the arXiv id of the one and the DOI of the other."""
        prefix = f"{key}:"
        for subject in () if self._frozen is None else self._frozen.pairs:
            self._thaw(subject)
        return {
            frozenset((id, key.removeprefix(prefix)))
            for id, registers in self._registers.items()
            for key, register in registers.items()
            if key.startswith(prefix) and register.value
        }

    def is_paired(self, one: str, other: str) -> bool:
        """Whether two papers are noted as alike, or were told apart."""
        both = ((one, other), (other, one))
        return any(self.value(left, f"{key}:{right}") for left, right in both for key in ("alike", "differs"))

    @property
    def hidden(self) -> dict[str, Paper]:
        """The papers that were removed and can come back."""
        return {id: paper for id, paper in self._facts.items() if id not in self.papers}

    @property
    def orphans(self) -> list[str]:
        """Ids that the user's words speak of and no catalogue knows."""
        for subject in self._frozen or ():
            if subject not in self._facts:
                self._thaw(subject)
        return sorted(
            subject
            for subject, registers in self._registers.items()
            if not subject.startswith(("list:", "search:"))
            and subject not in self._facts
            and any(register.value is not None for key, register in registers.items() if key != "gone")
        )

    def entries(self, key: str) -> dict[str, dict[str, str]]:
        """The entry registers of the list with the subject `key`: paper id -> {"at", "section", "note"}."""
        return dict(self._entries.get(key, {}))

    @property
    def lists(self) -> dict[str, ReadingList]:
        """The reading lists by subject ("list:<folded name>"), in the order of their names; the searches that an older
        program saved are smart lists among them."""
        if self._stale:
            lists = {key: lst for key, lst in self._own_lists.items() if key not in self._stale}
            for key in self._stale:
                registers = self._registers.get(key, {})
                named = key.startswith("list:") and _name(registers, key)
                if named and (self._entries.get(key) or _value(registers, "name")):
                    lists[key] = self._list(key)
            self._own_lists = lists
            self._behind, self._shown_searches = {}, set()
            shown = {**lists, **self._saved(lists)}
            self._lists = {key: shown[key] for key in sorted(shown)}
            self._stale = set()
        return self._lists

    def _saved(self, own: Mapping[str, ReadingList]) -> dict[str, ReadingList]:
        """The searches that an older program saved, as smart lists. One that is called like another list, or like the
        Queue, which may come at any time, says that it is a search; where two have the same query, they are one."""
        found: dict[str, ReadingList] = {}
        for subject, search in self.searches.items():
            if not search.query:
                continue
            name, number = search.name, 1
            while _list_key(name) == _ON_QUEUE or (
                (held := own.get(_list_key(name)) or found.get(_list_key(name))) and held.query != search.query
            ):
                name = f"{search.name} (search{'' if number == 1 else f' {number}'})"
                number += 1
            self._behind.setdefault(_list_key(name), []).append(subject)
            if held is None:
                found[_list_key(name)] = ReadingList(name, query=search.query)
                self._shown_searches.add(_list_key(name))
        return found

    def is_search(self, key: str) -> bool:
        """Whether the list with the subject `key` is shown for a saved search, and is none of its own yet."""
        return key in self.lists and key in self._shown_searches

    def searches_behind(self, key: str) -> Sequence[str]:
        """The subjects of the saved searches that the list with the subject `key` stands for."""
        return self._behind.get(key, ()) if key in self.lists else ()

    def _list(self, key: str) -> ReadingList:
        registers = self._registers.get(key, {})
        raw = _value(registers, "sections")
        stated = [clean_line(text) for text in raw if isinstance(text, str)] if isinstance(raw, list) else []
        placed = sorted(self._entries.get(key, {}).items(), key=lambda item: (item[1]["at"], item[0]))
        entries = [
            ListEntry(id, clean_line(value.get("section", "")), clean_text(value.get("note", "")))
            for id, value in placed
            if id in self._papers
        ]
        sections = tuple(dict.fromkeys([*(s for s in stated if s), *(e.section for e in entries if e.section)]))
        rank = {section: place for place, section in enumerate(["", *sections])}
        entries.sort(key=lambda entry: rank[entry.section])
        return ReadingList(
            name=self._called(key),
            description=_text(registers, "description"),
            sections=sections,
            entries=tuple(entries),
            query=_line(registers, "query"),
        )

    def lists_of(self, id: str) -> tuple[str, ...]:
        """The names of the ordinary reading lists that hold a paper, in the order of the lists."""
        keys = sorted(key for key in self._list_keys(id) if id in self._entries.get(key, {}))
        return tuple(filter(None, map(self._called, keys)))

    def _called(self, key: str) -> str:
        """The name of the list with the subject `key`. Where its name was taken back, papers on it keep it as it was
        called last."""
        registers = self._registers.get(key, {})
        if _line(registers, "name") or "name" not in registers:
            return _name(registers, key)
        said = (_name({"name": one}, key) for one in reversed(self.held(key, "name")) if isinstance(one.value, str))
        return next(said, _name({}, key))

    def _list_keys(self, id: str) -> list[str]:
        """The subjects of the lists that hold a paper; perhaps of others that held it."""
        if self._frozen is not None and id in self._frozen:
            return [key for key, entries in self._entries.items() if id in entries]
        return [key for key in self._registers.get(id, ()) if key.startswith("list:")]

    @property
    def searches(self) -> dict[str, SavedSearch]:
        """The searches that an older program saved, by subject, in the order of their names."""
        found = {}
        for subject in sorted(self._searched):
            registers = self._registers[subject]
            if _line(registers, "name") and (name := _name(registers, subject)):
                found[subject] = SavedSearch(name, _line(registers, "query"))
        return found


def _list_key(name: str) -> str:
    return f"list:{fold_name(name)}"


def overlay(paper: Paper, facts: Value) -> Paper:
    """The paper with some of its facts replaced; facts that cannot be read are left as they were."""
    if not isinstance(facts, Mapping) or not facts:
        return paper
    try:
        merged: dict[str, Any] = {**to_facts(paper), **facts}
        return from_facts(paper.id, merged)
    except ValueError:
        return paper


def _value(registers: Mapping[str, Register], key: str) -> Value:
    register = registers.get(key)
    return None if register is None else register.value


def _line(registers: Mapping[str, Register], key: str) -> str:
    value = _value(registers, key)
    return clean_line(value) if isinstance(value, str) else ""


def _name(registers: Mapping[str, Register], subject: str) -> str:
    """The name of a list or a search, under which an edit finds it again; "" when there is none of that kind."""
    key = subject.partition(":")[2]
    return next((name for name in (_line(registers, "name"), key) if name and fold_name(name) == key), "")


def _text(registers: Mapping[str, Register], key: str) -> str:
    value = _value(registers, key)
    return clean_text(value) if isinstance(value, str) else ""


_DECIDED = frozenset(Decision)
_ON_QUEUE = _list_key(QUEUE)


def _is_place(value: Value) -> bool:
    """Whether a register that holds a place in a list says one."""
    return isinstance(value, dict) and is_position(value.get("at"))


def _is_on_list(registers: Mapping[str, Register]) -> bool:
    """Whether a paper with these registers stands on a reading list."""
    places = (key for key, register in registers.items() if key.startswith("list:") and _is_place(register.value))
    return any(_name({}, key) for key in places)


def _decision(registers: Mapping[str, Register]) -> str:
    """What was decided of a paper.

    Who stands on the Queue is queued, and nobody else: a paper that left it while an older program looked after it was
    put off. Kept is what a star or a list holds; without both it waits in the inbox again.
    """
    if _is_place(_value(registers, _ON_QUEUE)):
        return Decision.QUEUE
    stored = _line(registers, "triage")
    if stored in (Decision.STAR, Decision.QUEUE):
        if _value(registers, "star") is True or _is_on_list(registers):
            return Decision.STAR
        return Decision.LATER if stored == Decision.QUEUE else ""
    return stored if stored in _DECIDED else ""


def _words(
    facts: dict[str, Any] | None, registers: Mapping[str, Register], earlier: Earlier, taken_back_by: TakenBackBy
) -> Words:
    """What the user says about a paper, and the `facts` that imports completed."""
    named = [
        (key.removeprefix("tag:"), clean_line(register.value))
        for key, register in registers.items()
        if key.startswith("tag:") and isinstance(register.value, str)
    ]
    stated = _value(registers, "status")
    status = Status(stated) if stated in ("reading", "read") else Status.UNREAD
    starred, when = _value(registers, "star") is True, moments(registers, earlier, taken_back_by)
    return Words(
        world=facts,
        # A tag that no edit would find under its name is none.
        tags=sorted_tags(tag for key, tag in named if fold_name(tag) == key),
        starred=starred,
        status=status,
        note=_text(registers, "note"),
        starred_at=when.starred if starred else "",
        reading_at=when.status if status is Status.READING else "",
        read_at=when.status if status is Status.READ else "",
        changed_at=when.changed,
        added=when.added,
        triage=_decision(registers),
        corrections=_corrections(registers),
    )


def _corrections(registers: Mapping[str, Register]) -> dict[str, Value]:
    """What the user put right, by what it corrects."""
    return {
        key.removeprefix(PREFIX): register.value
        for key, register in registers.items()
        if key.startswith(PREFIX) and register.value is not None
    }


def _with_words(facts: Paper, words: Words) -> Paper:
    """The paper with what the user says about it."""
    world, tags, starred, status, note, *times, added, triage, corrections = words
    paper = overlay(facts, world)
    paper = corrected(paper, corrections) if corrections else paper
    # The fields of a paper in their order.
    return Paper(  # type: ignore[call-arg]
        *_WORLD(paper), tags, starred, status, note, added or paper.added, *times, triage, paper.corrected
    )
