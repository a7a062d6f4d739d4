"""The dialogs: each shows a question and answers it, and changes nothing itself.

A question is a value of `reader.commands.questions`; the table below says which dialog puts it. `frame` is what all
dialogs have in common, `field`, `pick_list`, `pane`, `cycler` and `note_area` are the widgets in them, and `typed`
keeps what stands typed in one that goes away without an answer.

    >>> from reader.commands.questions import AskText
    >>> type(screen_for(AskText("Rename the list"))).__name__
    'TextDialog'
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar, cast

if TYPE_CHECKING:
    from textual.geometry import Region
    from textual.screen import ModalScreen

    from reader.commands.questions import Question
    from reader.tui.dialogs.kept_words import Keeper

A = TypeVar("A")

_SCREENS = {
    "AskText": ("small", "TextDialog"),
    "AskChoice": ("small", "ChoiceDialog"),
    "Confirm": ("small", "ConfirmDialog"),
    "AskTags": ("paper_tags", "TagDialog"),
    "AskNote": ("note", "NoteDialog"),
    "AskCorrections": ("put_right", "CorrectionsDialog"),
    "AskList": ("choose_list", "ListDialog"),
    "AskImport": ("import_", "ImportDialog"),
    "AskExport": ("export", "ExportDialog"),
    "AskSync": ("sync", "SyncDialog"),
    "ShowHistory": ("history", "HistoryDialog"),
    "ShowReading": ("reading", "ReadingScreen"),
    "AskConflict": ("conflict", "ConflictDialog"),
    "AskPlaceLook": ("place_look", "PlaceLookDialog"),
    "Triage": ("triage", "TriageScreen"),
    "AskDoubts": ("doubts", "DoubtsDialog"),
    "Duplicates": ("duplicates", "DuplicatesDialog"),
    "TagHygiene": ("all_tags", "TagHygieneDialog"),
    "ListSettings": ("list_settings", "ListSettingsDialog"),
}
"""Question -> (module, class) of its dialog."""


def screen_for(
    question: Question[A],
    keeper: Keeper | None = None,
    answered: Callable[[str], None] | None = None,
    places: Callable[[], tuple[Region, Region] | None] = lambda: None,
    key: Callable[[str], str] | None = None,
) -> ModalScreen[A | None]:
    """The screen that puts a question; it is dismissed with the answer, or with None on Esc.

    `keeper` keeps what stands typed in it when it goes away otherwise, and after an answer until the command that asked
    is at its end: `answered` is told the subject. Without it an answer is the end. `places` gives those of the list and
    of the preview beside it, None where they are not side by side; `key`, the
    key of a command as people read it, where the settings may change it.

    A dialog's module is imported when it is first asked for, so that the first paint does not wait for it.
    """
    module, name = _SCREENS[type(question).__name__]
    dialog: Any = getattr(import_module(f"reader.tui.dialogs.{module}"), name)
    screen = dialog(question)
    screen.keeper, screen.answered, screen.places = keeper, answered, places
    if key is not None:
        screen.key = key
    return cast("ModalScreen[A | None]", screen)
