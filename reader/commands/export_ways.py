"""For whom an export may be: the ways that the interface offers, each with the forms that it can take."""

from __future__ import annotations

from reader.commands.questions import ExportAnswer, ExportWay, WayForm

OTHERS_WAY = ExportWay(
    "page", "Others, on GitHub or a wiki", "Markdown",
    (WayForm("markdown", "list", "a list"), WayForm("markdown", "table", "a table"),
     WayForm("markdown", "tasks", "tasks")),
    "others",
)  # fmt: skip
EXPORT_WAYS = (
    OTHERS_WAY,
    ExportWay("browser", "Others, with a browser", "HTML", (WayForm("html", "", "one page"),), "others"),
    ExportWay("tasks", "Me, to tick off", "tasks",
              (WayForm("markdown", "tasks", "tasks"), WayForm("markdown", "list", "a list"),
               WayForm("markdown", "table", "a table"))),
    ExportWay("vault", "Me, my notes in Obsidian", "a folder", (WayForm("obsidian", "", "a folder"),)),
    ExportWay("latex", "Me, my paper in LaTeX", "BibTeX", (WayForm("bibtex", "", "BibTeX"),)),
    ExportWay("manager", "Zotero, JabRef, EndNote", "RIS",
              (WayForm("ris", "", "RIS"), WayForm("bibtex", "", "BibTeX"), WayForm("csl-json", "", "CSL JSON"))),
    ExportWay("sheet", "A spreadsheet", "CSV", (WayForm("csv", "", "CSV"),)),
    ExportWay("program", "Another program", "JSON Lines",
              (WayForm("jsonl", "", "JSON Lines"), WayForm("csl-json", "", "CSL JSON"))),
    ExportWay("template", "My own template", "a file", (WayForm("markdown", "list", "a file"),), has_template=True),
)  # fmt: skip
"""In the order in which they are offered."""


def way_of(answer: ExportAnswer) -> ExportWay:
    """The way that an answer goes: the first that takes its form, for whom it is where there is one for each."""
    fitting = [way for way in EXPORT_WAYS if way.has_template == bool(answer.template)]
    taking = [way for way in fitting if any(form.format == answer.format for form in way.forms)] or fitting
    return next((way for way in taking if way.audience == (answer.audience or "me")), taking[0])


def default_answer(way: ExportWay, scope: str) -> ExportAnswer:
    """The answer with which a way begins, without a path."""
    form = way.forms[0]
    return ExportAnswer(scope, form.format, form.style, audience=way.audience)
