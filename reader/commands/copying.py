"""The command that copies: it asks what of the papers, then gives that to the clipboard."""

from __future__ import annotations

from collections.abc import Sequence

from reader.commands.context import CommandContext, targets
from reader.commands.questions import AskChoice, Choice
from reader.errors import Refused
from reader.operations.copies import copied, has_copy, needs_keys
from reader.operations.sentences import name
from reader.paper import Paper

COPIES = (
    Choice("citation", "Citation", "Author, Author. Title. Year."),
    Choice("markdown", "Markdown link", "[Title](address)"),
    Choice("key", "Citation key"),
    Choice("cite", r"\cite{}", "for LaTeX"),
    Choice("bibtex", "BibTeX", "as an export has it"),
    Choice("quote", "Quote", "the abstract, in Markdown"),
    Choice("title", "Title"),
    Choice("address", "Address"),
    Choice("note", "Note"),
)
_CALLED = {choice.value: "BibTeX" if choice.value == "bibtex" else choice.label.lower() for choice in COPIES}
_REMEMBERED = "copy"
"""The name under which the kind that was copied last is remembered."""


async def copy(context: CommandContext) -> None:
    """Ask what of the papers to copy; the key that asked takes what was copied last."""
    papers = targets(context)
    last = context.kept(_REMEMBERED)
    initial = last if last in _CALLED else COPIES[0].value
    what = await context.ask(
        AskChoice(f"Copy of {name(papers)}", COPIES, initial=initial, again=context.key("paper.copy"))
    )
    if what is None:
        return
    context.follow_others()
    given = [
        paper for paper in (context.library.papers.get(paper.id, paper) for paper in papers) if has_copy(paper, what)
    ]
    if not given:
        raise Refused(f"There is no {_CALLED[what]} to copy.")
    text = await context.work("Copying", lambda progress: _text(context, given, what))
    if text is None:
        return
    context.keep(_REMEMBERED, what)
    context.copy(text, f"The {_CALLED[what]} of {name(given)}")


def _text(context: CommandContext, papers: Sequence[Paper], what: str) -> str:
    return copied(papers, what, context.library.citation_keys if needs_keys(what) else {})
