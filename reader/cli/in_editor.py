"""A text that a person edits in $VISUAL or $EDITOR, for the verbs that take one so."""

from __future__ import annotations

from collections.abc import Callable

from reader.cli.output import say
from reader.errors import InputError, NoteConflict, ReaderError
from reader.text import for_terminal


def edit_in_editor(
    text: str, id: str, save: Callable[[str], None], *, verb: str, what: str, instead: str, mending: str = ""
) -> None:
    """Open a text about the paper `id` in the user's editor, and `save` what comes back; `what` is edited ("note"),
    `reader VERB ID --file FILE` takes it from a file, and `instead` names the options that need no editor.

    Raises `InputError` when there is no editor or it fails, and what `save` raises, followed by `mending`, what to do
    in the file, where that is told; the error names the file in which the text is kept.
    """
    from reader.tui.outside_programs import discard, edit_text, has_editor  # noqa: PLC0415  few verbs open an editor

    if not has_editor():
        raise InputError(f"Set $VISUAL or $EDITOR, or give {instead}.")
    edited = edit_text(text, id)
    kept = f" Your text is kept in {edited.path}." if edited.path is not None else ""
    if edited.trouble or edited.text is None:
        raise InputError(f"{edited.trouble} The {what} is as it was.{kept}")
    taking = f"reader {verb} {id} --file {for_terminal(str(edited.path))}"
    if edited.open_still:
        say(f"The {what} is as it was. If the editor is open still, save, then: {taking}")
        say(edited.open_still)
        return
    try:
        save(edited.text)
    except ReaderError as error:
        kind = ReaderError if isinstance(error, NoteConflict) else type(error)
        raise kind(f"{error}{kept}{f' {mending}: {taking}' if mending else ''}") from error
    discard(edited.path)
