"""The tag dialog: find, make, mixed states, suggestions; and the reading-list dialog, which works alike."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from reader.commands.questions import AskList, AskTags, InList, ListChoice, TagEdit
from reader.operations.tag_suggestions import TagCount, TagSuggestion
from reader.tui.dialogs.paper_tags import TagDialog
from reader.tui.dialogs.pick_list import PickList
from reader.tui.dialogs.tag_board import Has, TagBoard
from reader.tui.model.name_search import BEGINS, EQUAL, HAS_LETTERS, HOLDS, WORD_BEGINS, rank
from tests.support.dialog_host import HOSTILE, asking, fits_every_size, paper, press_hint, text, type_in
from tests.support.laws import law
from tests.support.screen import until

KNOWN = (TagCount("rl", 14), TagCount("reinforcement learning", 8), TagCount("ml/nlp", 7), TagCount("Vision", 1))
PAPERS = (paper(1, tags=("rl", "ml/nlp")), paper(2, tags=("rl",)))
OFFERED = (
    TagSuggestion("Vision", 9.0, "stands in the title"),
    TagSuggestion("reinforcement learning", 5.0, "4 of the 5 nearest papers have it"),
)
SOME = AskTags(PAPERS, KNOWN, OFFERED)
LISTS = (ListChoice("Edge models", ("Intro", "Later"), 22, 1), ListChoice("RL", (), 3, 0))


async def test_a_typed_tag_is_completed_by_tab_and_saved_by_enter() -> None:
    async with asking(SOME) as (host, pilot):
        await type_in(pilot, "rein")
        await pilot.press("tab", "enter")
        assert host.answer == TagEdit(("reinforcement learning",))


async def test_a_match_is_chosen_with_the_arrows() -> None:
    async with asking(SOME) as (host, pilot):
        await type_in(pilot, "rein")
        await pilot.press("down", "enter")
        assert host.answer == TagEdit(("reinforcement learning",))


async def test_a_new_tag_is_made_as_typed_though_another_begins_alike() -> None:
    async with asking(SOME) as (host, pilot):
        await type_in(pilot, "rei")
        await pilot.press("enter")
        assert host.answer == TagEdit(("rei",))


async def test_a_new_tag_is_shown_as_it_is_made_and_a_known_one_is_found_so() -> None:
    """Without empty parts."""
    async with asking(SOME) as (host, pilot):
        await type_in(pilot, "a//b")
        assert "new tag 'a/b'" in text(host)
        await type_in(pilot, ", vision/")
        assert "new tag" not in text(host)
        await pilot.press("enter")
        assert host.answer == TagEdit(("a/b", "Vision"))


@pytest.mark.parametrize(("typed", "given"), [("#", ""), ("##", ""), ("# ", ""), ("x, #", ""), ("/", "ml/nlp")])
async def test_enter_does_what_its_line_says_of_what_only_marks_a_tag(typed: str, given: str) -> None:
    """Or says why not, and it stays typed."""
    async with asking(AskTags(PAPERS[1:], KNOWN, OFFERED)) as (host, pilot):
        await type_in(pilot, typed)
        shown = text(host)
        assert "make '" not in shown
        assert ("add 'ml/nlp'" in shown) == bool(given)
        await pilot.press("enter")
        if given:
            assert host.answer == TagEdit((given,))
        else:
            assert not host.answered
            assert "is no tag: it only marks one" in text(host)


async def test_typing_a_tag_that_all_have_takes_it_off_nobody() -> None:
    async with asking(SOME) as (host, pilot):
        await type_in(pilot, "rl")
        await pilot.press("enter")
        assert host.answer == TagEdit()


async def test_several_tags_are_typed_at_once_in_the_known_spelling() -> None:
    async with asking(SOME) as (host, pilot):
        await type_in(pilot, "vision,")
        await pilot.press("space")
        await type_in(pilot, "#new one")
        await pilot.press("ctrl+s")
        assert host.answer == TagEdit(("Vision", "new one"))


async def test_a_mixed_tag_is_shown_and_stays_so_unless_touched() -> None:
    async with asking(SOME) as (host, pilot):
        assert "[✓] rl" in text(host)
        assert "[~] ml/nlp" in text(host)
        await pilot.press("down", "down", "space", "enter")
        assert host.answer == TagEdit(("ml/nlp",))


async def test_a_tag_is_taken_off_with_a_click_and_saved_with_another() -> None:
    async with asking(SOME) as (host, pilot):
        await pilot.click("#tags", offset=(5, 0))
        await pilot.pause()
        await press_hint(host, pilot, "save")
        assert host.answer == TagEdit((), ("rl",))


async def test_a_digit_takes_a_suggestion_and_a_click_does_too() -> None:
    async with asking(SOME) as (host, pilot):
        assert "1 [ ] Vision" in text(host)
        assert "stands in the title" in text(host)
        assert "  [ ] ml/nlp" not in text(host)
        await pilot.press("2")
        assert "2 [✓] reinforcement learning" in text(host)
        await pilot.click("#tags", offset=(8, 2))
        await pilot.press("enter")
        assert host.answer == TagEdit(("reinforcement learning", "Vision"))


async def test_what_is_typed_behind_a_digit_makes_text_of_it() -> None:
    for typed in ("1d", "2bit", "3dgs", "1-bit", "4bit", "20", "11", "#2"):
        async with asking(SOME) as (host, pilot):
            await type_in(pilot, typed)
            await pilot.press("enter")
            assert host.answer == TagEdit((typed.lstrip("#"),))


async def test_a_digit_that_takes_nothing_makes_no_tag() -> None:
    """Typed ahead of the suggestions, it was meant to take one of them."""
    cold = AskTags(PAPERS, KNOWN)
    for typed in ("1", "x, 3"):
        async with asking(cold) as (host, pilot):
            await type_in(pilot, typed)
            await pilot.press("enter", "ctrl+s")
            assert f"No tag is offered as {typed[-1]} here; #{typed[-1]} is a tag of that name." in text(host)
            assert f"Enter make '{typed[-1]}'" not in text(host)
            await pilot.press("escape")
            assert host.answer is None
    async with asking(AskTags(PAPERS, (*KNOWN, TagCount("2", 1)))) as (host, pilot):
        await type_in(pilot, "2")
        await pilot.press("enter")
        assert host.answer == TagEdit(("2",))


@pytest.mark.parametrize("found", [OFFERED, ()])
async def test_a_digit_waits_for_the_suggestion_that_it_takes_and_enter_with_it(
    found: Sequence[TagSuggestion],
) -> None:
    told: list[Sequence[TagSuggestion] | None] = [None]
    enter, letter, escape = (events.Key(key, None) for key in ("enter", "d", "escape"))
    async with asking(AskTags(PAPERS, KNOWN, (), lambda: told[0])) as (host, pilot):
        await pilot.press("1")
        assert "Which tags fit is being worked out: one moment." in text(host)
        assert "1 [" not in text(host)
        dialog = host.screen
        assert isinstance(dialog, TagDialog)
        assert [dialog.waits(key) for key in (enter, letter, escape)] == [True, False, False]
        assert dialog.gives_up(escape)
        told[0] = found
        await until(pilot, lambda: not dialog.waits(enter))
        assert ("1 [✓] Vision" in text(host)) is bool(found)
        assert ("No tag is offered as 1 here; #1 is a tag of that name." in text(host)) is not bool(found)
        await pilot.press("enter")
        assert (host.answer == TagEdit(("Vision",))) is bool(found)


async def test_what_is_typed_in_place_of_a_digit_waits_for_nothing() -> None:
    async with asking(AskTags(PAPERS, KNOWN, (), lambda: None)) as (host, pilot):
        await type_in(pilot, "1d")
        assert "worked out" not in text(host)
        await pilot.press("enter")
        assert host.answer == TagEdit(("1d",))


async def test_several_digits_take_several_and_backspace_lets_one_go() -> None:
    for typed, taken in (
        ("12", ("Vision", "reinforcement learning")),
        ("2, 1", ("Vision", "reinforcement learning")),
        ("x, 2", ("x", "reinforcement learning")),
        ("2, x", ("reinforcement learning", "x")),
        ("1 ", ("Vision",)),
        ("1, 2024", ("Vision", "2024")),
    ):
        async with asking(SOME) as (host, pilot):
            await type_in(pilot, typed)
            assert ("make '2024', add 'Vision'" in text(host)) is ("2024" in typed)
            await pilot.press("enter")
            assert host.answer == TagEdit(taken)
    async with asking(SOME) as (host, pilot):
        await pilot.press("1", "2", "backspace")
        assert "1 [✓] Vision" in text(host)
        assert "2 [ ] reinforcement learning" in text(host)
        await pilot.press("backspace")
        assert "1 [ ] Vision" in text(host)
        await pilot.press("enter")
        assert host.answer == TagEdit()
    async with asking(AskTags(PAPERS, (*KNOWN, TagCount("12", 1), TagCount("2", 1)), OFFERED)) as (host, pilot):
        await pilot.press("1", "2", "ctrl+s")
        assert host.answer == TagEdit(("12",))
    async with asking(AskTags(PAPERS, (*KNOWN, TagCount("12", 1), TagCount("2", 1)), OFFERED)) as (host, pilot):
        await pilot.press("2", "ctrl+s")
        assert host.answer == TagEdit(("reinforcement learning",))


async def test_what_a_digit_took_is_kept_by_its_name() -> None:
    """Another time the digit may stand before another tag."""
    async with asking(SOME) as (host, pilot):
        await type_in(pilot, "x, 2")
        words = host.screen.words()  # type: ignore[attr-defined]
        assert (words["field"], words["add"]) == ("x", "reinforcement learning")


async def test_a_digit_behind_a_letter_is_text() -> None:
    async with asking(SOME) as (host, pilot):
        await pilot.press("v", "1")
        assert "1 [" not in text(host)
        await pilot.press("enter")
        assert host.answer == TagEdit(("v1",))


async def test_a_tag_that_was_likely_meant_stands_before_a_new_one() -> None:
    async with asking(SOME) as (host, pilot):
        await type_in(pilot, "visoin")
        shown = text(host)
        assert shown.index("near to what you typed") < shown.index("new tag 'visoin'")
        await pilot.press("enter")
        assert host.answer == TagEdit(("Vision",))
    async with asking(SOME) as (host, pilot):
        await type_in(pilot, "visoin")
        await pilot.press("down", "enter")
        assert host.answer == TagEdit(("visoin",))


async def test_a_tag_that_is_two_slips_away_stands_behind_the_new_one() -> None:
    async with asking(SOME) as (host, pilot):
        await type_in(pilot, "reinforcment learnign")
        shown = text(host)
        assert shown.index("new tag 'reinforcment learnign'") < shown.index("near to what you typed")
        await pilot.press("enter")
        assert host.answer == TagEdit(("reinforcment learnign",))
    async with asking(SOME) as (host, pilot):
        await type_in(pilot, "reinforcment learnign")
        await pilot.press("down", "enter")
        assert host.answer == TagEdit(("reinforcement learning",))


async def test_escape_changes_no_tags_and_nothing_touched_is_no_edit() -> None:
    async with asking(SOME) as (host, pilot):
        await pilot.press("1", "escape")
        assert host.answer is None
    async with asking(SOME) as (host, pilot):
        await pilot.press("enter")
        assert host.answer == TagEdit()


async def test_tab_completes_and_nested_tags_are_found_by_their_last_part() -> None:
    async with asking(SOME) as (host, pilot):
        await type_in(pilot, "nlp")
        await pilot.press("tab")
        await type_in(pilot, "/old")
        await pilot.press("enter")
        assert host.answer == TagEdit(("ml/nlp/old",))


async def test_a_tag_that_is_too_long_is_refused_where_it_is_typed() -> None:
    async with asking(AskTags(PAPERS, ())) as (host, pilot):
        await pilot.press(*"x" * 3)
        host.screen.query_one("#field").put("x" * 65)  # type: ignore[attr-defined]
        await pilot.press("enter")
        assert "at most 64 characters" in text(host)
        assert not host.answered


async def test_ten_thousand_tags_are_drawn_by_line() -> None:
    """No widget per tag, and the end of the list is one key away."""
    many = tuple(TagCount(f"tag {number}", 1) for number in range(10_000))
    async with asking(AskTags(PAPERS, many)) as (host, pilot):
        assert len(host.screen.query("*")) < 20
        await type_in(pilot, "tag 9999")
        await pilot.pause()
        assert host.screen.query_one(PickList).rows[0].value == "tag 9999"


async def test_tags_fit_and_stay_text() -> None:
    await fits_every_size(
        AskTags(
            (paper(1, title=HOSTILE, tags=(HOSTILE[:40],)),), KNOWN, (TagSuggestion(HOSTILE[:30], 1.0, HOSTILE),) * 9
        )
    )


async def test_a_paper_is_added_to_the_list_used_last() -> None:
    async with asking(AskList(PAPERS, LISTS)) as (host, pilot):
        await pilot.press("enter")
        assert host.answer == InList("Edge models")


async def test_a_new_list_and_a_new_section_are_made_by_their_names() -> None:
    async with asking(AskList(PAPERS, LISTS)) as (host, pilot):
        await type_in(pilot, "Rla")
        await pilot.press("tab")
        await type_in(pilot, "Basics")
        await pilot.press("enter")
        assert host.answer == InList("Rla", "Basics")


async def test_an_old_section_is_chosen() -> None:
    async with asking(AskList(PAPERS, LISTS)) as (host, pilot):
        await pilot.press("tab", "down", "down", "enter")
        assert host.answer == InList("Edge models", "Later")


async def test_a_list_is_clicked() -> None:
    async with asking(AskList(PAPERS, LISTS)) as (host, pilot):
        await pilot.click("#choices", offset=(5, 1))
        await pilot.pause()
        assert host.answer == InList("RL")


async def test_no_list_without_a_name() -> None:
    async with asking(AskList(PAPERS, ())) as (host, pilot):
        await pilot.press("enter")
        assert not host.answered
        await pilot.press("escape")
        assert host.answer is None


async def test_lists_fit_and_stay_text() -> None:
    await fits_every_size(AskList((paper(1, title=HOSTILE),), (ListChoice(HOSTILE, (HOSTILE,), 3, 1),) * 30))


def test_what_begins_alike_is_better_than_what_contains() -> None:
    ranks = [rank(name, "rl") for name in ("rl", "rlhf", "ml/rl", "world", "real", "vision")]
    assert ranks == [EQUAL, BEGINS, WORD_BEGINS, HOLDS, HAS_LETTERS, None]


NAMES = st.sampled_from(["a", "A", "b", "ml/a", "ü", "new"])


@law(60)
@given(st.lists(st.lists(NAMES, max_size=3), min_size=1, max_size=4), st.lists(NAMES, max_size=12))
def test_the_edit_makes_the_papers_what_the_board_shows(tags: list[list[str]], toggles: list[str]) -> None:
    """Whatever is toggled, adding and removing brings each tag to the state that was shown, or leaves it mixed."""
    papers = tuple(paper(n, tags=tuple({tag.casefold(): tag for tag in own}.values())) for n, own in enumerate(tags))
    board = TagBoard(AskTags(papers, ()))
    for tag in toggles:
        board.toggle(board.known(tag) or tag)
    edit = board.edit()
    add, remove = {t.casefold() for t in edit.add}, {t.casefold() for t in edit.remove}
    assert not add & remove
    for name in board.names:
        key = name.casefold()
        has = [(key in {t.casefold() for t in p.tags} or key in add) and key not in remove for p in papers]
        assert board.after(name) is (Has.ALL if all(has) else Has.SOME if any(has) else Has.NONE)
