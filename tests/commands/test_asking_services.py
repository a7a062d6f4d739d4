"""Papers that are named, told by hand, or completed from the network, as the interface does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reader.commands.imports import is_named, reader_of
from reader.commands.questions import (
    AskChoice,
    AskCorrections,
    AskDoubts,
    AskImport,
    Confirm,
    DoubtDecision,
    ImportAnswer,
    ImportSource,
    Progress,
)
from reader.errors import Cancelled, InputError, NetworkError, Refused
from reader.io.fetch import WebAnswer
from reader.library.library import Library
from reader.operations.imports import ImportResult
from reader.operations.looking_up import LookupOutcome, NamedImport
from reader.paper import Paper
from tests.operations.test_completion import knowing
from tests.operations.test_likely_records import BEANS, RECORD
from tests.support.context import PlainContext, PlainProgress
from tests.support.memory import library
from tests.support.services import Question, Services, serving

TWIN = replace(RECORD, arxiv_id="2403.00002", authors=("Cy Oak",))


class Noted(PlainProgress):
    """Progress that is taken down, and given up once something is said."""

    def __init__(self, until: str = "") -> None:
        super().__init__()
        self.told: list[tuple[int, int | None, str]] = []
        self._until = until

    def report(self, done: int, total: int | None, what: str = "") -> None:
        self.told.append((done, total, what))
        if self._until and self._until in what:
            self.given_up.set()
            raise Cancelled


class Watched(PlainContext):
    """A context whose jobs are watched."""

    progress: Noted

    async def work(self, what: str, job: Callable[[Progress], Any]) -> Any:
        return job(self.progress)


def away(question: Question) -> WebAnswer:
    """No network."""
    raise NetworkError("arXiv cannot be reached: no network.")


def looked(held: Library, text: str, *, typed: bool = False, progress: PlainProgress | None = None) -> ImportResult:
    """The preview of what was typed or pasted."""
    read = reader_of(held, PlainContext(held).service_client)
    return read(ImportSource(text) if typed else ImportSource(text=text), progress or PlainProgress())


def standings(preview: ImportResult) -> list[LookupOutcome]:
    """What is known of each paper that was named."""
    assert isinstance(preview, NamedImport)
    return [one.standing for one in preview.lookup.named]


# -- naming papers -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "names"),
    [("2403.00001", True), ("2403.00001, 10.1234/lamp.5", True), ("https://arxiv.org/abs/2403.00001", True),
     ("https://arxiv.org/abs/2403.00001 https://doi.org/10.1/x", True), ("On Light", True), ("LoRA", True),
     ("https://example.org/page.html", False), ("/no/such/file", False), ("notes.bib", False), ("", False)],
)  # fmt: skip
def test_what_was_typed_names_papers_or_is_read(typed: str, names: bool) -> None:
    assert is_named(typed) is names


def test_a_file_that_is_there_is_read_whatever_it_is_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "On Light").write_text("@article{a, title={Of Beans}, author={Bean, Ada}}")
    monkeypatch.chdir(tmp_path)
    preview = looked(library(), "On Light", typed=True)
    assert [paper.title for paper in preview.new] == ["Of Beans"]


def test_what_is_written_as_a_path_and_is_not_there_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    services = serving(monkeypatch, knowing(RECORD))
    with pytest.raises(InputError, match="There is no file called"):
        looked(library(), "papers/light.bib", typed=True)
    assert services.asked == []


def test_pasted_ids_and_titles_are_asked_for_and_records_and_prose_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    services = serving(monkeypatch, knowing(RECORD, TWIN))
    assert standings(looked(library(), f"2403.00001\n{RECORD.title}")) == [LookupOutcome.CAME, LookupOutcome.DOUBTFUL]
    asked = len(services.asked)
    records = looked(library(), "@article{a, title={Of Beans}, author={Bean, Ada}}\n\n@article{b, title={Of Peas}}\n")
    assert not isinstance(records, NamedImport)
    with pytest.raises(InputError, match="The text is no list of ids"):
        looked(library(), "Dear Ada,\nplease read the paper on light.\nBo")
    assert len(services.asked) == asked


def test_what_is_asked_is_told_with_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    serving(monkeypatch, knowing(RECORD))
    progress = Noted()
    looked(library(), "2403.00001\nOn Light", progress=progress)
    assert (0, 2, "asking arXiv") in progress.told
    assert (1, 2, "asking Crossref") in progress.told
    assert progress.told[-1] == (2, 2, "")


def test_given_up_nothing_more_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    services = serving(monkeypatch, knowing(RECORD))
    with pytest.raises(Cancelled):
        looked(library(), "2403.00001\nOn Light", progress=Noted("asking Hugging Face"))
    assert [path.split("/")[1] for path in services.paths] == ["arxiv", "arxiv"]


def test_named_papers_are_one_step_with_tags_and_list(monkeypatch: pytest.MonkeyPatch) -> None:
    serving(monkeypatch, knowing(RECORD, TWIN))
    held = library()

    def answer(question: Any) -> ImportAnswer:
        assert isinstance(question, AskImport)
        preview = question.read(ImportSource(text=f"{RECORD.title}\n2403.00002"), PlainProgress())
        assert not held.papers
        return ImportAnswer(question.turned(preview, 0, 1), ("new",), "Beans")

    context = PlainContext(held, answer).run("import")
    assert context.said[-1] == "Added: 1 new."
    assert [(paper.arxiv_id, paper.tags) for paper in held.papers.values()] == [("2403.00002", ("new",))]
    assert [*held.lists["Beans"].papers] == [*held.papers]
    assert held.history()[0].say.startswith("Added")
    held.undo()
    assert held.papers == {}


def test_without_a_network_it_is_seen_before_anything_is_added(monkeypatch: pytest.MonkeyPatch) -> None:
    serving(monkeypatch, away)
    preview = looked(library(), "2403.00001", typed=True)
    assert isinstance(preview, NamedImport)
    assert preview.lookup.unasked == ("arXiv cannot be reached: no network.",)
    assert [paper.title for paper in preview.new] == ["arXiv:2403.00001"]


def test_a_paper_is_told_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    services = serving(monkeypatch, away)
    told = {"title": "On Light", "authors": {"authors": ["Ada Vale"]}, "published": "2024"}
    held = library()
    context = PlainContext(held, ImportAnswer(ImportResult(()), by_hand="On Ligt"), told).run("import")
    asked = context.asked[1]
    assert isinstance(asked, AskCorrections)
    assert asked.typed == {"title": "On Ligt"}
    (paper,) = held.papers.values()
    assert (paper.title, paper.authors, paper.year, paper.corrected) == ("On Light", ("Ada Vale",), 2024, ())
    assert context.said == ["Added 'On Light'"]
    assert context.navigator.calls == [("go_to", paper.id)]
    assert services.asked == []
    assert PlainContext(held, None).run("import.by-hand").said == []


def test_what_is_told_of_a_known_paper_by_hand_is_said_or_refused() -> None:
    bean = Paper("p", "On Light and the Shadows That It Throws", authors=("Ada Vale",), published="2024", venue="Lamps")
    held = library(bean)
    told = {"title": bean.title, "authors": {"authors": ["Ada Vale"]}}
    assert PlainContext(held, told).run("import.by-hand").said[-1] == "It is known already."
    assert (
        "stays '2024', and not '2023'"
        in PlainContext(held, {**told, "published": "2023"}).run("import.by-hand").said[-1]
    )
    gained = PlainContext(held, {**told, "doi": "10.1234/lamp.5"}).run("import.by-hand").said
    assert ["was known, and gained: doi." in sentence for sentence in gained] == [True]
    with pytest.raises(Refused, match="its title alone does not prove it"):
        PlainContext(held, {"title": bean.title, "url": "https://lamps.org/a"}).run("import.by-hand")


# -- completing --------------------------------------------------------------------------------------------------------


def test_the_paper_under_the_cursor_is_completed_after_it_is_said_what_that_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    services = serving(monkeypatch, knowing(RECORD))
    held = library(BEANS, Paper("other", "Another Paper of Peas"))
    context = PlainContext(held, "here").run("complete")
    asked = context.asked[0]
    assert isinstance(asked, AskChoice)
    assert [(choice.value, choice.label) for choice in asked.choices] == [
        ("here", "'Beans on Walls: A Study'"), ("all", "All 2 of the library")
    ]  # fmt: skip
    assert asked.choices[0].hint == "1 to 5 requests for 1"
    assert context.said == ["1 completed."]
    assert held.papers["beans"].authors == RECORD.authors
    assert held.papers["other"].authors == ()
    assert len(services.asked) == 1
    held.undo()
    assert held.papers["beans"].authors == ()


def test_left_with_esc_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    services = serving(monkeypatch, knowing(RECORD))
    assert PlainContext(library(BEANS), None).run("complete").said == []
    assert services.asked == []


def test_where_nothing_is_missing_that_is_said() -> None:
    whole = replace(RECORD, id="whole")
    assert PlainContext(library(whole), "here").run("complete").said == [
        "There is nothing to complete: no paper lacks what a service could tell."
    ]


def test_what_is_in_doubt_is_decided_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = replace(BEANS, abstract="")
    held = library(bare, replace(bare, id="again", title="Beans, Walls and Much Else"))
    serving(monkeypatch, knowing(RECORD, TWIN))

    def second(question: Any) -> DoubtDecision:
        assert isinstance(question, AskDoubts)
        return DoubtDecision(0, [record.identifier for record in question.doubts[0].records].index(TWIN.arxiv_id))

    context = PlainContext(held, "all", second, second).run("complete")
    assert context.said[0] == "0 completed, 1 in doubt, 1 not found."
    assert context.said[1] == "Completed 'Beans on Walls: A Study'"
    assert (held.papers["beans"].arxiv_id, held.papers["beans"].authors) == (TWIN.arxiv_id, TWIN.authors)
    held.undo()
    assert held.papers["beans"].arxiv_id == ""


def test_none_of_them_changes_nothing_and_esc_leaves_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = replace(BEANS, abstract="")
    held = library(bare)
    serving(monkeypatch, knowing(RECORD, TWIN))
    assert len(PlainContext(held, "here", DoubtDecision(0, None)).run("complete").asked) == 2
    assert len(PlainContext(held, "here", None).run("complete").asked) == 2
    assert held.papers == {"beans": bare}


def test_a_record_of_another_paper_of_the_library_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = replace(BEANS, abstract="")
    held = library(bare, replace(TWIN, id="twin", title="Peas"))
    serving(monkeypatch, knowing(RECORD, TWIN))

    def taken(question: Any) -> DoubtDecision:
        return DoubtDecision(0, [record.identifier for record in question.doubts[0].records].index(TWIN.arxiv_id))

    context = PlainContext(held, "here", taken).run("complete")
    assert "is 'Peas' (twin) of the library already" in context.said[-1]
    assert held.papers["beans"] == bare


def test_what_was_not_found_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    held = library(Paper("a", "Lamps of the North"), Paper("b", "Lamps of the South"))
    serving(monkeypatch, knowing())
    context = PlainContext(held, "all", True).run("complete")
    asked = context.asked[1]
    assert isinstance(asked, Confirm)
    assert asked.details == ("Not found: Lamps of the North", "Not found: Lamps of the South")


def many(number: int) -> list[Paper]:
    """So many papers of which no more than an id is known."""
    return [Paper(f"p{at}", f"arXiv:2403.{at:05}", arxiv_id=f"2403.{at:05}") for at in range(number)]


def test_it_moves_and_given_up_what_came_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    papers = many(250)
    records = [replace(RECORD, arxiv_id=one.arxiv_id, title=f"Beans, Part {one.id}") for one in papers]
    services = serving(monkeypatch, knowing(*records))
    held = library(*papers)
    context = Watched(held, "all")
    context.progress = Noted("100 of 250, asking arXiv")
    context.run("complete")
    assert context.said[-1] == "Stopped after 100 of 250 papers: 100 completed. What came stays."
    assert (100, 250, "100 of 250, 100 completed") in context.progress.told
    assert len(services.asked) == 1
    assert sum(paper.authors != () for paper in held.papers.values()) == 100
    held.undo()
    assert not any(paper.authors for paper in held.papers.values())


def test_given_up_before_anything_came_nothing_is_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    serving(monkeypatch, knowing(RECORD))
    held = library(*many(3))
    context = Watched(held, "all")
    context.progress = Noted("asking arXiv")
    assert context.run("complete").said == ["Stopped; nothing was changed."]
    assert not held.history()


def test_a_service_that_fails_later_is_told_with_what_came(monkeypatch: pytest.MonkeyPatch) -> None:
    papers = many(150)
    know = knowing(*(replace(RECORD, arxiv_id=one.arxiv_id, title=f"Beans, Part {one.id}") for one in papers))
    services: Services

    def answer(question: Question) -> WebAnswer:
        return know(question) if len(services.asked) == 1 else away(question)

    services = serving(monkeypatch, answer)
    context = PlainContext(library(*papers), "all").run("complete")
    assert context.said[-1] == "100 completed. arXiv cannot be reached: no network."
    serving(monkeypatch, away)
    with pytest.raises(NetworkError, match="cannot be reached"):
        PlainContext(library(*many(1)), "here").run("complete")


def test_a_paper_without_an_address_says_how_one_may_be_found() -> None:
    with pytest.raises(Refused, match=r"'On Light' has no address. Its title can be looked up: :complete"):
        PlainContext(library(Paper("a", "On Light"))).run("paper.open")
