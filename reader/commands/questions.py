"""What a command may ask the user: each question is a value, and names the type of its answer.

A dialog shows the question and answers it; it changes nothing itself. Where it must show what would come of an answer
(an import, an export), the question carries a function for that, which may take long and touches no widget.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reader.commands.asking import Cancelled as Cancelled
from reader.commands.asking import Choice as Choice
from reader.commands.asking import Progress as Progress
from reader.commands.asking import Question as Question
from reader.operations.annotate import TagChange
from reader.operations.collection import Collection
from reader.operations.duplicates import DuplicatePair
from reader.operations.list_settings import ListEdit
from reader.operations.tag_suggestions import TagCount, TagSuggestion
from reader.paper import Decision, Paper, ReadingList

if TYPE_CHECKING:
    from reader.operations.completion import CompletionDoubt
    from reader.operations.foreseen_exports import Beginning, Destination
    from reader.operations.imports import ImportResult
    from reader.operations.reading_figures import Period, ReadingFigures

# -- small questions ---------------------------------------------------------------------------------------------------


def no_complaint(text: str) -> str:
    """Any text will do."""
    return ""


def no_completion(text: str) -> Sequence[str]:
    """There is nothing to complete with."""
    return ()


def no_reason(id: str) -> str:
    """Nothing is known of the paper."""
    return ""


def no_paper(id: str) -> Paper | None:
    """The paper is as it was."""
    return None


def none_settled(ids: Sequence[str]) -> Sequence[str]:
    """They all wait still."""
    return ()


def no_suggestions(id: str) -> Sequence[TagSuggestion]:
    """No tag is known to fit."""
    return ()


@dataclass(frozen=True, slots=True)
class AskText(Question[str]):
    """One line of text."""

    title: str
    prompt: str = ""
    """A sentence above the field."""
    initial: str = ""
    placeholder: str = ""
    complaint: Callable[[str], str] = no_complaint
    """What is wrong with a text, in a sentence; "" when it will do. Asked at every key, so it must be quick."""
    complete: Callable[[str], Sequence[str]] = no_completion
    """Whole texts that the given one may become, best first."""
    about: tuple[str, ...] = ()
    """What is asked about, where the title does not tell it from others: ids, names."""
    prose: bool = False
    """Whether the answer is a sentence of the user's own, no name or query."""


@dataclass(frozen=True, slots=True)
class AskChoice(Question[str]):
    """One of several; the answer is the `value` of a choice."""

    title: str
    choices: tuple[Choice, ...]
    text: str = ""
    """A sentence above the choices."""
    initial: str = ""
    """The value that is marked at first; "" marks the first."""
    preview: Callable[[str], None] | None = None
    """Called with the value under the cursor as it moves (and with `initial` when the user leaves with Esc)."""
    find: bool = False
    """Whether the choices have names of the user's, which are found by typing."""
    letters: bool = False
    """Whether each choice has a letter before it, which answers it at once."""
    again: str = ""
    """The key, as people read it, that answers `initial` whatever is under the cursor; "" for none."""
    unforeseen: bool = False
    """Whether it comes only sometimes, so that what was typed before it was seen is no answer to it."""


@dataclass(frozen=True, slots=True)
class Confirm(Question[bool]):
    """Yes or no, only where undo cannot help or very many papers are meant; Enter means yes."""

    title: str
    text: str = ""
    details: tuple[str, ...] = ()
    """Lines below, scrolled when they are many: the papers meant."""
    yes: str = "Yes"
    no: str = "No"
    grave: bool = False
    """Whether it cannot be taken back: then Enter means no."""
    news: bool = False
    """Whether nothing is asked, and there is no no."""
    sentences: bool = False
    """Whether the details are sentences, to be read whole, and not lines that may be cut."""
    unforeseen: bool = False
    """As of `AskChoice`."""


# -- papers ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TagEdit:
    """Tags to give to and to take from every paper asked about."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskCorrections(Question[Mapping[str, Any]]):
    """What is to be put right of a paper: the answer has the new values by their fields (see `library.corrections`)."""

    paper: Paper
    """One without a title is told from the beginning, and needs one."""
    beneath: Paper
    """The paper as the world tells it."""
    typed: Mapping[str, str] = field(default_factory=dict)
    """What stands in fields from the beginning in place of what the paper has, by their words."""


@dataclass(frozen=True, slots=True)
class AskTags(Question[TagEdit]):
    """The tags of one or more papers; a tag that only some have is shown as mixed, and stays so unless touched."""

    papers: tuple[Paper, ...]
    known: tuple[TagCount, ...]
    """Every tag of the library, the most useful first (recent and frequent)."""
    suggestions: Sequence[TagSuggestion] = ()
    """Tags of the library that fit the papers, best first, nine at most."""
    later: Callable[[], Sequence[TagSuggestion] | None] | None = None
    """What gives these where it is still worked out which fit: None as long as that lasts."""


@dataclass(frozen=True, slots=True)
class AskNote(Question[str]):
    """The note on a paper, Markdown of several lines. Leaving saves: Esc answers the text too.

    None is answered only when the user throws the edit away on purpose (or left the text as it was).
    """

    paper: Paper
    text: str
    """What the editor starts with."""
    recovered: bool = False
    """Whether `text` is a draft that a crash left behind, which is worth saying."""
    keep: Callable[[str], bool] | None = None
    """Remembers the text against a crash, and says whether it did; quick, to be called twice a second while
    typing."""
    trouble: str = ""
    """Why the text, which is nowhere else, could not be saved."""
    others: int = 0
    """How many papers are selected that it is not about."""


@dataclass(frozen=True, slots=True)
class AskConflict(Question[str]):
    """A text was changed elsewhere meanwhile. The answer is the one to save: mine, theirs, or both joined.

    Leaving with Esc must not lose `mine`: the caller asks again or keeps it as a draft.
    """

    what: str
    """"the note on 'Attention'"."""
    mine: str
    stored: str
    of_mine: str = "Mine"
    """What stands above it."""
    of_stored: str = "Theirs, in the library now"
    names: tuple[str, str] = ("mine", "theirs")
    """What the keys at the foot call the two."""


@dataclass(frozen=True, slots=True)
class ListChoice:
    """A reading list that papers can be added to."""

    name: str
    sections: tuple[str, ...]
    papers: int
    """How many it has."""
    holds: int
    """How many of the papers asked about it has already."""


@dataclass(frozen=True, slots=True)
class InList:
    """A list by name, old or new, and a section of it, old or new."""

    name: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class AskList(Question[InList]):
    """Which reading list to add papers to; a name that no list has yet makes one."""

    papers: tuple[Paper, ...]
    lists: tuple[ListChoice, ...]
    """The last used one first."""
    title: str = "Add to a reading list"


@dataclass(frozen=True, slots=True)
class Triage(Question[int]):
    """A screen of its own: one paper at a time, one key a decision. The answer is how many were decided.

    Each decision is durable at once, so that leaving at any time is safe and triage resumes where it was left.
    """

    papers: tuple[Paper, ...]
    """Those of the inbox that are gone through, in order."""
    queue: str
    """The name of the reading list that QUEUE fills."""
    decide: Callable[[Sequence[str], Decision], str]
    """Carries out a decision about papers by their ids, as one step; returns the sentence to say. Raises `ReaderError`,
    of which `UnknownPaper` means that the paper, where it is the only one, was removed meanwhile."""
    undo: Callable[[], str]
    """Takes the last decision back, or the last tag; returns the sentence to say. Raises `ReaderError`."""
    place: str = ""
    """Where these papers are shown, "" for the whole inbox."""
    likeliest: Callable[[], Sequence[str]] = tuple
    """The ids of these papers, the likeliest to be wanted first; () while that is not worked out."""
    why: Callable[[str], str] = no_reason
    """Why the paper with an id is likely to be wanted, in a line; "" where that is not known."""
    suggest: Callable[[str], Sequence[TagSuggestion] | None] = no_suggestions
    """The few tags that fit the paper with an id, best first; None while it is worked out which do."""
    tag: Callable[[str, str, bool], str] | None = None
    """Gives a tag to the paper with an id, or takes it off (False); returns the sentence to say. Raises as `decide`."""
    by: Callable[[], str] = str
    """What comes first in the order of `likeliest`, in words."""
    is_sorted: bool = False
    """Whether the papers come in that order anyway."""
    now: Callable[[str], Paper | None] = no_paper
    """The paper with an id as it is now; None where it is not known, or gone."""
    settled: Callable[[Sequence[str]], Sequence[str]] = none_settled
    """Those of the papers with these ids that wait no more, as they were decided on or removed elsewhere meanwhile."""
    run: Callable[[str, str, Callable[[str, bool], None], Callable[[], None]], None] | None = None
    """Runs a command, by its id, on the paper with an id. Told is what came of it, with whether it is a complaint, and
    at each edit that it was made. Raises as `decide`."""


@dataclass(frozen=True, slots=True)
class PairDecision:
    """What the user decided about a pair."""

    left: str
    right: str
    """The ids of the pair."""
    same: bool
    """False: remember that they are different."""
    merged: Paper | None = None
    """When `same`: the paper that stays, with the id of one of the two and the chosen fields; tags and lists of both
    are joined by the caller."""


@dataclass(frozen=True, slots=True)
class Duplicates(Question[PairDecision]):
    """Possible duplicates side by side: merge field by field, or remember as different. Asked again after each."""

    pairs: tuple[DuplicatePair, ...]
    at: int = 0
    """The pair to show first."""


@dataclass(frozen=True, slots=True)
class DoubtDecision:
    """What the user decided about a paper that may be one of several records."""

    at: int
    """Which of the papers, from 0."""
    record: int | None
    """The record that it is, from 0; None for none of them."""


@dataclass(frozen=True, slots=True)
class AskDoubts(Question[DoubtDecision]):
    """Papers with the records that they may be: which one, or none. Asked again after each; Esc leaves the rest."""

    doubts: tuple[CompletionDoubt, ...]
    at: int = 0
    """The paper to show first."""


# -- the library -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TagHygiene(Question[TagChange]):
    """All tags: rename, merge, delete, each after a preview; near duplicates pointed out. Asked again after each."""

    tags: tuple[TagCount, ...]
    near: tuple[tuple[str, ...], ...]
    """Groups of tags that look like one, the most used spelling first."""
    preview: Callable[[TagChange], tuple[str, ...]]
    """What a change would do, a line a paper or fact. Quick."""


@dataclass(frozen=True, slots=True)
class ListSettings(Question[ListEdit]):
    """Name, description, sections (or the query of a smart list)."""

    list: ReadingList
    complaint: Callable[[str], str] = no_complaint
    """Why a query will not do, in a sentence; "" when it will."""
    typed: ListEdit | None = None
    """What stands typed in it from the beginning; None for the list as it is."""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One step of the history."""

    id: str
    day: str
    """For people: "today", "Mon", "24 Nov 2023"; the same for all steps of a day."""
    time: str
    """The clock of that day here, "14:03"."""
    say: str
    undo: int
    """How many undos take it back, itself included; 0 when it is not this device's or is undone already."""
    undone: bool = False
    elsewhere: bool = False
    """Whether another device made it."""
    origin: str = ""
    """Where it was made, in a few words: "this window"."""
    author: str = ""
    """The program that made it where it was not the user."""


@dataclass(frozen=True, slots=True)
class HistoryWish:
    """What the user wants of the history."""

    undo: int = 0
    """How many steps to undo ("undo to here")."""
    papers_of: str = ""
    """The id of a step whose papers are to be shown instead; "" for none."""


@dataclass(frozen=True, slots=True)
class ShowHistory(Question[HistoryWish]):
    """What was done, newest first, with "undo to here" and the papers of a step."""

    lines: tuple[HistoryLine, ...]


@dataclass(frozen=True, slots=True)
class ReadingAnswer:
    """What the user wants of the page of figures, and where on it."""

    period: Period
    at: int
    """The number of the line with the cursor."""
    opens: Collection | None
    """The papers to be shown; None to have the week written as Markdown."""
    paper: str = ""
    """The id of the one of them that is meant, "" for all."""


@dataclass(frozen=True, slots=True)
class ShowReading(Question[ReadingAnswer]):
    """A screen of its own: one's reading in figures, over one period or another."""

    figures: Mapping[Period, ReadingFigures]
    papers: Mapping[str, Paper]
    """Those of the library, by id."""
    period: Period
    """The one that is shown first."""
    at: int = -1
    """The line that the cursor is put on; -1 for the first that opens something."""
    said: str = ""
    """What came of the last wish, as a sentence."""
    failed: bool = False
    """Whether that is a complaint."""


@dataclass(frozen=True, slots=True)
class ImportSource:
    """Where papers come from: a path or address, or pasted text."""

    path: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class ImportAnswer:
    """The preview that the user approved, with wishes."""

    preview: ImportResult
    """Of nothing where a paper is to be told by hand."""
    tags: tuple[str, ...] = ()
    """Tags for every paper of the import."""
    list_name: str = ""
    """A reading list for them; "" for none."""
    by_hand: str | None = None
    """What stood in the line where a paper is to be told by hand instead; None where it is not."""
    exported: str = ""
    """The path of what Reader exported itself, which is to be synced instead; "" for anything else."""


def as_it_is(preview: ImportResult, at: int, by: int) -> ImportResult:
    """There is nothing to choose."""
    return preview


def all_of_it(preview: ImportResult, left: frozenset[str]) -> ImportResult:
    """Nothing can be left out."""
    return preview


@dataclass(frozen=True, slots=True)
class AskImport(Question[ImportAnswer]):
    """Where from, then a preview. The answer is what to carry out."""

    read: Callable[[ImportSource, Progress], ImportResult]
    """Reads a source; may take long, so in a thread. Raises `ReaderError` (shown in the dialog) and `Cancelled`."""
    complete: Callable[[str], Sequence[str]]
    """Paths that a half-typed one may become."""
    turned: Callable[[ImportResult, int, int], ImportResult] = as_it_is
    """The preview with the next choice (1), or the one before (-1), for a paper that was named, by its number."""
    without: Callable[[ImportResult, frozenset[str]], ImportResult] = all_of_it
    """The preview without the papers of these ids. In a thread, too."""
    pasted: str = ""
    """What was pasted already, to be looked at first."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What can be exported."""

    value: str
    """"selection", "list", "shown" or "all"."""
    label: str
    papers: int
    name: str = ""
    """What it is called in a title; "" for its label."""


@dataclass(frozen=True, slots=True)
class WayForm:
    """A form that an export for somebody may take."""

    format: str
    style: str
    label: str


@dataclass(frozen=True, slots=True)
class ExportWay:
    """For whom an export may be."""

    name: str
    label: str
    hint: str
    """The form that it usually has, in a word or two."""
    forms: tuple[WayForm, ...]
    """The usual one first."""
    audience: str = "me"
    """Who reads it, one of `styles.AUDIENCES`."""
    has_template: bool = False
    """Whether it is made with a template of the user's own, which is asked for."""


@dataclass(frozen=True, slots=True)
class ExportAnswer:
    """What to write, how, and where."""

    scope: str
    format: str
    style: str = ""
    abstracts: bool = False
    path: str = ""
    """Where to write; "" copies to the clipboard."""
    audience: str = ""
    """As of `exports.Wish`, as what follows."""
    template: str = ""
    group: str = ""
    front_matter: bool = False
    authors: str = ""


@dataclass(frozen=True, slots=True)
class AskExport(Question[ExportAnswer]):
    """For whom an export is, with what would be written; then what exactly, how and where."""

    scopes: tuple[Scope, ...]
    ways: tuple[ExportWay, ...]
    begin: Callable[[ExportWay, str], ExportAnswer]
    """The answer with which a way begins for a scope: the last one from here that went this way."""
    suggest: Callable[[ExportAnswer], str]
    """A path that fits an answer."""
    render: Callable[[ExportAnswer], Beginning]
    """How that would begin. May take long: in a thread. Raises `ReaderError`."""
    look: Callable[[ExportAnswer, Progress], Destination]
    """What is there where it would be written. In a thread, too. Raises `Cancelled`."""
    carries: Callable[[ExportAnswer], str]
    """Which of the user's words it carries and which not, in a few words."""
    complete: Callable[[str], Sequence[str]]
    initial: ExportAnswer
    """The last export from here, so that repeating it is Enter."""
    about: tuple[str, ...] = ()
    """What can be exported: the collection that is open, the query, the papers that are selected."""


@dataclass(frozen=True, slots=True)
class SyncPreview:
    """What a sync would move."""

    into_library: tuple[str, ...]
    """A sentence for each thing that the file or folder changes in the library."""
    into_file: tuple[str, ...]
    conflicts: tuple[str, ...] = ()
    """A sentence for each thing that was changed on both sides, with what is made of it."""
    losses: tuple[str, ...] = ()
    """Those of `into_library` that take something away there."""
    untaken: tuple[str, ...] = ()
    """A sentence for each thing in the file that is not taken, with its line."""
    notes: tuple[str, ...] = ()
    """What else is to be said."""
    left: str = ""
    """Why the file or folder is not written, or keeps what it says, as a sentence."""
    brake: str = ""
    """Why it should be said that all of this is meant, as a sentence; "" where nobody need say it."""
    is_foreign: bool = False
    """Whether another library wrote it last and says other things, which are written over only where that is wished."""
    state: tuple[object, ...] = field(default=(), compare=False)
    """What tells whether file and library are still as they were when they were compared; () where nothing does."""


@dataclass(frozen=True, slots=True)
class SyncAnswer:
    """The preview that the user approved."""

    path: str
    preview: SyncPreview


@dataclass(frozen=True, slots=True)
class AskSync(Question[SyncAnswer]):
    """A Markdown file or folder that was exported: what goes which way."""

    plan: Callable[[str, Progress], SyncPreview]
    """Compares a path with the library; may take long: in a thread. Raises `ReaderError` and `Cancelled`."""
    complete: Callable[[str], Sequence[str]]
    known: tuple[str, ...] = ()
    """Paths that were exported to before, the last one first."""
    begun: str = ""
    """A path that is compared at once."""
    said: str = ""
    """Why it is asked again, as a sentence."""
