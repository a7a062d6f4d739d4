"""Words of a list that two devices wrote at once, from the shell: both texts can be had, and they can be settled."""

from __future__ import annotations

import pytest

from reader.library.change import Change, Step
from reader.store.lines import encode, encode_header
from tests.support.cli import Reader

ID = "2405.00001"
RECORD = f'{{"title": "Heaps and Other Trees", "arxiv_id": "{ID}"}}\n'
KEY = "list:my list"


@pytest.fixture
def two(reader: Reader) -> Reader:
    """A list of whose description and of a remark in which this device wrote, and another one without sight of that."""
    reader("import", "-", "--list", "My list", stdin=RECORD)
    reader("list", "annotate", "My list", ID, "Remark here.")
    reader("list", "describe", "My list", "Described here.")
    place = {"at": "V"}
    theirs = Step(
        "desk-1",
        0,
        1_790_000_000_000,
        "Annotated",
        (
            Change(ID, KEY, place, {**place, "note": "Remark elsewhere."}),
            Change(KEY, "description", None, "Described elsewhere."),
        ),
    )
    journal = reader.folder / "journal" / "deskxxxxxx.jsonl"
    journal.write_bytes(encode_header("deskxxxxxx") + encode(theirs))
    return reader


def test_both_texts_can_be_had(two: Reader) -> None:
    """In words, as JSON, by the doctor, and as a sentence of every command."""
    shown = two("list", "show", "My list")
    where = "written on the machine 'deskxxxxxx' on 2026-09-21 without sight of that above"
    title = "Heaps and Other Trees"
    assert f"Description of 'My list'\nDescribed here.\n\nOther, {where}\nDescribed elsewhere.\n" in shown.out
    assert f"Remark on '{title}' in 'My list'\nRemark here.\n\nOther, {where}\nRemark elsewhere.\n" in shown.out
    assert f"`reader list annotate 'My list' {ID} --settle join|shown|other` settles it." in shown.err
    told = two("list", "show", "My list", "--json").json
    (other,) = told["unseen_descriptions"]
    assert (told["description"], other["text"]) == ("Described here.", "Described elsewhere.")
    (row,) = told["papers"]
    assert (row["entry_note"], row["unseen_remarks"][0]["text"]) == ("Remark here.", "Remark elsewhere.")
    assert two("list", "--json").json[0]["unseen_descriptions"] == told["unseen_descriptions"]
    answer, every = two.batch({"op": "list", "action": "show", "name": "My list"}, {"op": "list"})
    assert (answer["papers"], answer["unseen_descriptions"]) == (told["papers"], told["unseen_descriptions"])
    assert every["lists"][0]["unseen_descriptions"] == told["unseen_descriptions"]
    found = {one["kind"]: one["message"] for one in two("doctor", "--json").json["findings"]}
    assert "“Remark elsewhere.”" in found["remark"]
    assert "`reader list describe 'My list' --settle join|shown|other`" in found["description"]
    assert "2 notes, remarks and descriptions have texts that are not shown" in two("tags").err


@pytest.mark.parametrize(
    ("how", "remark"),
    [
        ("shown", "Remark here."),
        ("other", "Remark elsewhere."),
        ("join", "Remark here.\nRemark elsewhere."),
    ],
)
def test_they_are_settled_once_and_undo_opens_them_again(two: Reader, how: str, remark: str) -> None:
    """From the shell and in a batch; what is written over the shown one settles nothing, nor does a paper's move."""

    def row() -> dict[str, object]:
        (found,) = two("list", "show", "My list", "--json").json["papers"]
        return {name: found[name] for name in ("entry_note", "unseen_remarks") if name in found}

    two("list", "annotate", "My list", ID, "--settle", how)
    assert row() == {"entry_note": remark}
    assert two("list", "annotate", "My list", ID, "--settle", how, check=False).status == 1
    two("undo")
    assert "unseen_remarks" in row()
    two("list", "section", "put", "My list", "Further", ID)
    two("list", "annotate", "My list", ID, "Anew.")
    assert "unseen_remarks" in row()
    (answer,) = two.batch({"op": "list", "action": "annotate", "name": "My list", "paper": ID, "settle": how})
    assert answer["ok"]
    assert "unseen_remarks" not in row()
    two("list", "describe", "My list", "--settle", how)
    told = two("list", "show", "My list", "--json").json
    assert told["description"] == remark.replace("Remark", "Described")
    assert "unseen_descriptions" not in told
    assert "without sight" not in two("tags").err


def test_with_another_name_of_the_list_all_texts_go(two: Reader) -> None:
    """They belong to the list of that name, so they are joined."""
    two("list", "rename", "My list", "Ours")
    told = two("list", "show", "Ours", "--json").json
    assert told["description"] == "Described here.\nDescribed elsewhere."
    assert told["papers"][0]["entry_note"] == "Remark here.\nRemark elsewhere."
    assert "without sight" not in two("tags").err


def test_a_text_is_given_or_settled(two: Reader) -> None:
    """One of both, and not neither."""
    for given in ((), ("Text.", "--settle", "join")):
        assert "Give one of TEXT and --settle." in two("list", "describe", "My list", *given, check=False).err
        assert two("list", "annotate", "My list", ID, *given, check=False).status == 2
