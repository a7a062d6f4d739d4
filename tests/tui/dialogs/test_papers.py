"""Triage, duplicates and note conflicts: one key a decision, and nothing is lost by any of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reader.commands.questions import AskConflict, Duplicates, PairDecision, Triage
from reader.errors import Refused, UnknownPaper
from reader.library.note_versions import join
from reader.operations.duplicates import DuplicatePair
from reader.operations.tag_suggestions import TagSuggestion
from reader.paper import Decision, Status
from reader.tui.dialogs.field_choice import CHOOSABLE, Side, differing, fuller, merged
from tests.support.dialog_host import HOSTILE, asking, fits_every_size, lines, paper, press_hint, text
from tests.support.laws import law
from tests.support.screen import resize, until


class Inbox:
    """What triage decided, as the library would hold it."""

    def __init__(self) -> None:
        self.decided: list[tuple[str, Decision]] = []
        self.gone = ""

    def decide(self, ids: Sequence[str], decision: Decision) -> str:
        """Decide, but never dismiss p3 alone."""
        id = " ".join(ids)
        if (id, decision) == ("p3", Decision.DISMISS):
            raise Refused("The library is read-only.")
        if id == self.gone:
            raise UnknownPaper("It was removed meanwhile.")
        self.decided.append((id, decision))
        return f"{decision.value} {id} {HOSTILE}"

    def undo(self) -> str:
        """Take the last one back."""
        return f"Took back {self.decided.pop()[0]}"

    def ask(self, count: int = 4) -> Triage:
        """The question."""
        papers = tuple(paper(n, title=f"{HOSTILE} {n}", authors=("Ann B",)) for n in range(count))
        return Triage(papers, "Next", self.decide, self.undo)


async def test_each_key_decides_and_goes_on_to_the_next_paper() -> None:
    inbox = Inbox()
    async with asking(inbox.ask()) as (host, pilot):
        assert "1 of 4, 4 left" in text(host)
        await pilot.press("+", ">", "s")
        assert "4 of 4, 1 left" in text(host)
        await pilot.press("-")
        assert "The library is read-only." in text(host)
        await pilot.press(">")
        await pilot.pause()
        assert "1 queued, 2 for later, 1 starred" in text(host)
        await pilot.press("enter")
        assert host.answer == 4
    assert [decision.value for _, decision in inbox.decided] == ["queued", "later", "kept", "later"]


async def test_the_keys_of_the_list_decide_in_triage_too() -> None:
    inbox = Inbox()
    async with asking(inbox.ask()) as (host, pilot):
        await pilot.press("plus", "equals_sign", "greater_than_sign")
        assert "4 of 4, 1 left" in text(host)
        await pilot.press("left", "greater_than_sign", "enter")
        assert host.answer == 4
    inbox.decided.clear()
    async with asking(inbox.ask(1)) as (host, pilot):
        await pilot.press("minus", "enter")
    assert [decision.value for _, decision in inbox.decided] == ["dismissed"]


async def test_a_paper_that_is_gone_is_passed_and_not_counted() -> None:
    inbox = Inbox()
    inbox.gone = "p1"
    async with asking(inbox.ask(3)) as (host, pilot):
        await pilot.press(">", "+")
        assert "3 of 3, 1 left" in text(host)
        assert "It was removed meanwhile." in text(host)
        await pilot.press("left")
        assert "3 of 3, 1 left" in text(host)
        await pilot.press(">", "enter")
        assert host.answer == 2


async def test_undo_goes_back_to_the_paper_that_it_frees() -> None:
    inbox = Inbox()
    async with asking(inbox.ask()) as (host, pilot):
        await pilot.press("-", "+", "right", "u")
        assert "2 of 4, 3 left" in text(host)
        await pilot.press("u", "u")
        assert "There is no decision to take back." in text(host)
        await pilot.press("s", "escape")
        assert host.answer == 1
    assert inbox.decided == [("p0", Decision.STAR)]


async def test_a_skipped_paper_stays_and_comes_again() -> None:
    inbox = Inbox()
    async with asking(inbox.ask(2)) as (host, pilot):
        await pilot.press("n", ">", ">", "escape")
        assert host.answer == 2
    assert [id for id, _ in inbox.decided] == ["p1", "p0"]


async def test_decisions_are_made_with_the_mouse() -> None:
    inbox = Inbox()
    async with asking(inbox.ask(2)) as (host, pilot):
        await press_hint(host, pilot, "queue")
        await press_hint(host, pilot, "not for me")
        await press_hint(host, pilot, "finish")
        assert host.answer == 2


async def test_the_keys_of_the_list_decide_as_well() -> None:
    inbox = Inbox()
    async with asking(inbox.ask(3)) as (host, pilot):
        await pilot.press("plus", "greater_than_sign", "minus")
        assert "1 queued, 1 for later, 1 not for you" in text(host)
    assert [decision.value for _, decision in inbox.decided] == ["queued", "later", "dismissed"]


async def test_a_digit_gives_a_tag_that_is_offered_and_undo_takes_it_back_first() -> None:
    inbox = Inbox()
    given: list[tuple[str, str]] = []

    def offered(id: str) -> tuple[TagSuggestion, ...]:
        fitting = (TagSuggestion("rl", 9.0, "stands in the text"), TagSuggestion("vlm", 5.0, "4 of 5 have it"))
        return tuple(one for one in fitting if (id, one.tag) not in given)

    def give(id: str, tag: str, on: bool) -> str:
        given.append((id, tag))
        inbox.decided.append((id, Decision.LATER))
        return f"Tagged {tag}"

    async with asking(replace(inbox.ask(3), suggest=offered, tag=give)) as (host, pilot):
        assert "1 #rl (stands in the text)   2 #vlm (4 of 5 have it)" in text(host)
        await pilot.press("2", "9")
        assert given == [("p0", "vlm")]
        assert "1 #rl (stands in the text)   2 ✓ #vlm" in text(host)
        assert "1 of 3, 3 left" in text(host)
        await pilot.press("1", "s", "u")
        assert "1 of 3, 3 left" in text(host)
        await pilot.press("u", "u", "u")
        assert "There is no decision to take back." in text(host)
        await pilot.press("-", "u", "escape")
        assert host.answer == 0
    assert given == [("p0", "vlm"), ("p0", "rl")]


async def test_the_likeliest_come_first_where_that_is_asked_for_each_with_its_reason() -> None:
    inbox = Inbox()
    order: list[str] = []
    asked = replace(inbox.ask(4), likeliest=lambda: order, place="For you", by=lambda: "likeliest first")
    asked = replace(asked, why=lambda id: "flows · like ★ B" if id == "p2" else "")
    async with asking(asked) as (host, pilot):
        assert "━ Triage · For you ━" in text(host)
        await pilot.press(">", "S")
        assert "is being worked out" in text(host)
        order[:] = ["p2", "p0"]
        await pilot.press("S")
        assert "1 of 4, 3 left, likeliest first" in text(host)
        assert "Because: flows · like ★ B" in text(host)
        await pilot.press("+")
        assert "3 of 4, 2 left, likeliest first" in text(host)
        assert "Because" not in text(host)
        await pilot.press("S")
        assert "2 of 4, 2 left" in text(host)
        await pilot.press("-", "right")
        assert "4 of 4, 1 left" in text(host)
        await pilot.press(">", "S", "enter")
        assert host.answer == 4
    assert [id for id, _ in inbox.decided] == ["p0", "p2", "p1", "p3"]


async def test_a_digit_before_it_is_known_which_tags_fit_gives_none_and_shows_them_as_soon_as_they_are() -> None:
    """Nobody has seen yet what it would give."""
    inbox = Inbox()
    given: list[str] = []
    told: list[tuple[TagSuggestion, ...] | None] = [None]

    def give(id: str, tag: str, on: bool) -> str:
        given.append(tag)
        return f"Tagged {tag}"

    async with asking(replace(inbox.ask(3), suggest=lambda id: told[0], tag=give)) as (host, pilot):
        await pilot.press("1")
        assert "Which tags fit is being worked out: one moment." in text(host)
        told[0] = (TagSuggestion("rl", 1.0, "fits"),)
        await until(pilot, lambda: "1 #rl (fits)" in text(host))
        assert "These tags fit: a digit takes one." in text(host)
        assert not given
        await pilot.press("2")
        assert "No tag is offered as 2 here." in text(host)
        await pilot.press("1")
        assert given == ["rl"]


async def test_each_tag_keeps_its_digit_and_the_digit_again_takes_it_off() -> None:
    inbox = Inbox()
    acts: list[tuple[str, bool]] = []

    def give(id: str, tag: str, on: bool) -> str:
        acts.append((tag, on))
        inbox.decided.append((id, Decision.LATER))
        return tag

    offered = tuple(TagSuggestion(tag, 1.0, "fits") for tag in ("rl", "vlm", "kv"))
    question = replace(
        inbox.ask(2), suggest=lambda id: tuple(one for one in offered if (one.tag, True) not in acts), tag=give
    )
    async with asking(question, (120, 30)) as (host, pilot):
        await pilot.press("1", "2")
        assert acts == [("rl", True), ("vlm", True)]
        assert "1 ✓ #rl   2 ✓ #vlm   3 #kv (fits)" in text(host)
        await pilot.press("1")
        assert acts[-1] == ("rl", False)
        assert "1 #rl (fits)   2 ✓ #vlm" in text(host)
        await pilot.press("u")
        assert "1 ✓ #rl   2 ✓ #vlm" in text(host)
        await pilot.press("right")
        assert "1 #kv (fits)" in text(host)


async def test_keys_that_mean_something_else_in_the_list_decide_nothing() -> None:
    inbox = Inbox()
    async with asking(inbox.ask(2)) as (host, pilot):
        await pilot.press("d")
        assert "- says that it is not for you" in text(host)
        await pilot.press("l")
        assert "> puts it off" in text(host)
        await pilot.press("q")
        assert host.answer == 0
    assert inbox.decided == []


async def test_what_was_skipped_is_behind_one_in_the_other_order() -> None:
    inbox = Inbox()
    question = replace(inbox.ask(3), likeliest=lambda: ["p0", "p2", "p1"], by=lambda: "a first guess")
    async with asking(question) as (host, pilot):
        await pilot.press("right", "S")
        assert "2 of 3, 3 left, a first guess" in text(host)
        await pilot.press("S")
        assert "2 of 3, 3 left" in text(host)
        await pilot.press("right", "right", "S")
        assert "1 of 3, 3 left" in text(host)
    async with asking(replace(question, is_sorted=True)) as (host, pilot):
        assert "S likeliest" not in text(host)
        await pilot.press("right", "S")
        assert "in this order already" in text(host)
        assert "2 of 3, 3 left" in text(host)


async def test_a_paper_in_triage_ends_before_the_scroll_bar_that_a_lower_terminal_needs() -> None:
    async with asking(Triage((paper(1, abstract="a" * 900),), "Next", Inbox().decide, str)) as (host, pilot):
        assert "▐" not in text(host)
        await resize(pilot, 80, 18)
        barred = [line for line in lines(host) if line.endswith("▐")]
        assert barred
        assert [line for line in barred if line[-2] != " "] == []


async def test_triage_fits_and_stays_text() -> None:
    await fits_every_size(Inbox().ask(), "s")


# -- duplicates --------------------------------------------------------------------------------------------------------

LEFT = paper(1, title="Deep nets", abstract="Left words. " * 30, venue="ICML", tags=("a",), note="mine")
RIGHT = paper(2, title=HOSTILE, abstract="Right words. " * 30, doi="10.1/x", tags=("b",), added="2024")
PAIRS = (DuplicatePair(LEFT, RIGHT, HOSTILE), DuplicatePair(paper(3), paper(4, title="Paper 3"), "equal titles"))


async def test_enter_merges_what_is_fuller() -> None:
    async with asking(Duplicates(PAIRS), (120, 36)) as (host, pilot):
        await pilot.press("enter")
        assert host.answer.same
        kept = host.answer.merged
        assert (kept.id, kept.title, kept.doi, kept.venue, kept.note) == ("p1", "Deep nets", "10.1/x", "ICML", "mine")


async def test_each_field_is_chosen_with_arrows_or_a_click() -> None:
    async with asking(Duplicates(PAIRS), (120, 36)) as (host, pilot):
        await pilot.press("right", "down", "space")
        venue = next(number for number, line in enumerate(lines(host)) if "ICML" in line)
        await pilot.click(offset=(80, venue))
        await pilot.pause()
        await press_hint(host, pilot, "merge")
        kept = host.answer.merged
        assert (kept.id, kept.title, kept.venue) == ("p2", HOSTILE, "")


async def test_a_pair_is_remembered_as_different_and_others_can_be_looked_at() -> None:
    async with asking(Duplicates(PAIRS)) as (host, pilot):
        await pilot.press("n")
        assert "2 of 2" in text(host)
        assert "equal titles" in text(host)
        await pilot.press("d")
        assert host.answer == PairDecision("p3", "p4", same=False)


async def test_no_duplicates_is_no_dead_end() -> None:
    async with asking(Duplicates(())) as (host, pilot):
        await pilot.press("enter", "n", "down", "space", "d", "escape")
        assert host.answer is None


async def test_duplicates_fit_and_stay_text() -> None:
    await fits_every_size(Duplicates(PAIRS), "down")


PAPERS = st.builds(
    paper, st.integers(0, 1), title=st.sampled_from("ab"), abstract=st.sampled_from(["", "x"]),
    doi=st.sampled_from(["", "10.1/x"]), starred=st.booleans(), status=st.sampled_from(Status),
    note=st.sampled_from(["", "n"]), keywords=st.lists(st.sampled_from("kl"), unique=True).map(tuple),
    upvotes=st.sampled_from([None, 1, 2]), added=st.sampled_from(["", "2024", "2025"]),
)  # fmt: skip


@law(80)
@given(PAPERS, PAPERS, st.data())
def test_a_merged_paper_has_exactly_the_chosen_values(left: object, right: object, data: st.DataObject) -> None:
    assert isinstance(left, type(LEFT))
    assert isinstance(right, type(LEFT))
    choice = {field: data.draw(st.sampled_from(Side)) for field in differing(left, right)}
    paper = merged(left, right, choice)
    for field in CHOOSABLE:
        side = right if choice.get(field) is Side.RIGHT else left
        assert getattr(paper, field) == getattr(side, field)
    assert set(paper.keywords) == {*left.keywords, *right.keywords}
    best = merged(left, right, fuller(left, right))
    assert best.doi == (left.doi or right.doi)
    assert bool(best.abstract) == bool(left.abstract or right.abstract)


# -- conflicts ---------------------------------------------------------------------------------------------------------

CONFLICT = AskConflict(HOSTILE, "same\nmine\nend", "same\ntheirs\nend\nmore")


async def test_a_conflict_keeps_mine_theirs_or_both() -> None:
    for key, answer in (("m", CONFLICT.mine), ("t", CONFLICT.stored), ("enter", "same\ntheirs\nmine\nend\nmore")):
        async with asking(CONFLICT) as (host, pilot):
            await pilot.press(key)
            assert host.answer == answer


async def test_a_conflict_is_settled_by_click_or_left_for_later() -> None:
    async with asking(CONFLICT) as (host, pilot):
        await press_hint(host, pilot, "keep theirs")
        assert host.answer == CONFLICT.stored
    async with asking(CONFLICT, (40, 12)) as (host, pilot):
        assert "theirs" not in text(host).split("keep")[0]
        await pilot.press("tab")
        await pilot.pause()
        assert "theirs" in text(host).split("keep")[0]
        await pilot.press("escape")
        assert host.answer is None


async def test_keys_of_a_conflict_call_the_texts_as_the_question_does() -> None:
    async with asking(AskConflict("", "one", "two", names=("the other", "the shown"))) as (host, pilot):
        assert "mine" not in text(host)
        await press_hint(host, pilot, "keep the shown")
        assert host.answer == "two"


async def test_a_conflict_fits_and_stays_text() -> None:
    await fits_every_size(AskConflict(HOSTILE, HOSTILE * 20, HOSTILE * 30))


@law(100)
@given(st.lists(st.sampled_from("abc"), max_size=6), st.lists(st.sampled_from("abc"), max_size=6))
def test_joining_loses_no_line_of_either(mine: list[str], stored: list[str]) -> None:
    """Both texts are subsequences of the joined one, and equal texts join to themselves."""

    def within(lines: list[str], all_lines: list[str]) -> bool:
        rest = iter(all_lines)
        return all(line in rest for line in lines)

    joined = join("\n".join(mine), "\n".join(stored)).split("\n")
    assert within("\n".join(mine).split("\n"), joined)
    assert within("\n".join(stored).split("\n"), joined)
    assert join("\n".join(mine), "\n".join(mine)) == "\n".join(mine)
