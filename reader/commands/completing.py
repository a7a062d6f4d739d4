"""Completing: what papers lack is asked of the services that know them, and where that is in doubt a person says which
paper it is."""

from __future__ import annotations

from collections.abc import Sequence

from reader.commands.context import CommandContext, targets
from reader.commands.questions import AskChoice, AskDoubts, Choice, Confirm, Progress
from reader.commands.shown_query import must_be_understood
from reader.counting import count
from reader.errors import ReaderError
from reader.operations import completion
from reader.operations.completion import CompletionDoubt, CompletionPlan, CompletionReport
from reader.operations.sentences import name
from reader.paper import Paper


async def complete(context: CommandContext) -> None:
    """Ask what papers lack: those that are selected or under the cursor, all that are shown, or all. Raises
    `UsageError` where those that are shown are meant, and what shows them is not understood."""
    library = context.library
    scopes = {key: (label, papers) for key, label, papers in _scopes(context) if papers}
    plans = {key: completion.plan_completion(library, papers) for key, (_, papers) in scopes.items()}
    if not any(plan.papers for plan in plans.values()):
        context.say("There is nothing to complete: no paper lacks what a service could tell.")
        return
    chosen = await context.ask(
        AskChoice(
            "Complete from the network",
            tuple(Choice(key, label, _foretold(plans[key])) for key, (label, _) in scopes.items()),
            "Authors, date, abstract and address are asked of arXiv, Hugging Face, Crossref and doi.org.",
            initial=next(key for key, plan in plans.items() if plan.papers),
        )
    )
    if chosen is None:
        return
    if chosen == "shown":
        must_be_understood(context)
    plan = completion.plan_completion(library, library.held(paper.id for paper in scopes[chosen][1]))
    if not plan.papers:
        context.say("There is nothing to complete there.")
        return
    report = await _carried_out(context, plan)
    if report is None:
        return
    context.done(*report.outcomes, quiet=True)
    context.say(_said(report, plan), error=report.error is not None)
    if details := _details(report):
        await context.ask(
            Confirm(
                report.summary.capitalize(), details=details, yes="go on", unforeseen=True, news=True, sentences=True
            )
        )
    await _decide(context, report.doubts)


def _scopes(context: CommandContext) -> list[tuple[str, str, Sequence[Paper]]]:
    """What can be completed: a key, what it is called, and its papers."""
    here, shown, everything = targets(context), context.matching, tuple(context.library.papers.values())
    found = [("here", name(here) if len(here) == 1 else f"The {count(len(here), 'paper')} selected", here)]
    if len(shown) not in (len(here), len(everything)):
        found.append(("shown", f"All {len(shown)} shown", shown))
    if len(everything) != len(here):
        found.append(("all", f"All {len(everything)} of the library", everything))
    return found


def _foretold(plan: CompletionPlan) -> str:
    """How many papers would be asked for, and how often."""
    if not plan.papers:
        return "lacks nothing" if len(plan.whole) == 1 else "nothing to ask for"
    return f"{completion.requests_words(plan)} for {len(plan.papers)}"


async def _carried_out(context: CommandContext, plan: CompletionPlan) -> CompletionReport | None:
    library = context.library

    def carry_out(progress: Progress) -> CompletionReport:
        done, completed, total = 0, 0, len(plan.papers)

        def tell(what: str = "") -> None:
            progress.report(done, total, f"{done} of {total}, {what or f'{completed} completed'}")

        def told(asked: int, total: int, so_far: int) -> None:
            nonlocal done, completed
            done, completed = asked, so_far
            tell()

        client = context.service_client(tell, progress.given_up)
        return completion.complete_papers(library, client, plan, progress=told)

    return await context.work("Completing", carry_out)


def _said(report: CompletionReport, plan: CompletionPlan) -> str:
    """A sentence on what came of it."""
    summary = f"{report.summary}."
    if report.given_up and not report.steps:
        return "Stopped; nothing was changed."
    if report.given_up:
        return f"Stopped after {report.asked} of {count(len(plan.papers), 'paper')}: {summary} What came stays."
    if report.error is not None:
        return f"{summary} {report.error}"
    return summary


def _details(report: CompletionReport) -> tuple[str, ...]:
    """What is worth a look besides: what became of papers, what could not be read, what was not found."""
    told = [*(sentence for _, sentence in report.told), *(f"{problem.message}." for problem in report.problems)]
    absent = [f"Not found: {paper.title}" for paper in report.absent]
    return (*told, *(absent if len(absent) > 1 or told else []))


async def _decide(context: CommandContext, doubts: Sequence[CompletionDoubt]) -> None:
    """Have a person say for each paper which record is it, if any; Esc leaves the rest."""
    left, at = list(doubts), 0
    while left:
        decision = await context.ask(AskDoubts(tuple(left), min(at, len(left) - 1)))
        if decision is None:
            return
        at = decision.at
        doubt = left.pop(at)
        if decision.record is None:
            continue
        try:
            result = completion.take_record(context.library, doubt.paper, doubt.records[decision.record])
        except ReaderError as error:
            context.say(str(error), error=True)
        else:
            context.done(*result.outcomes)
