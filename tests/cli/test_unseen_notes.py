"""A note that two devices wrote at once, from the shell: both texts can be had, and it can be settled."""

from __future__ import annotations

import pytest

from reader.library.change import Change, Step
from reader.store.lines import encode, encode_header
from tests.support.cli import Reader

ID = "2405.00001"
RECORD = f'{{"title": "Heaps and Other Trees", "arxiv_id": "{ID}"}}\n'


@pytest.fixture
def two(reader: Reader) -> Reader:
    """A paper on whose note this device wrote, and another one without sight of that."""
    reader("import", "-", stdin=RECORD)
    reader("note", ID, "--set", "Written here.")
    theirs = Step("desk-1", 0, 1_790_000_000_000, "Wrote a note on 'Heaps and Other Trees'",
                  (Change(ID, "note", None, "Written\nelsewhere."),))  # fmt: skip
    journal = reader.folder / "journal" / "deskxxxxxx.jsonl"
    journal.write_bytes(encode_header("deskxxxxxx") + encode(theirs))
    return reader


def test_both_texts_can_be_had(two: Reader) -> None:
    """In words, as JSON, by the doctor, in the history, and as a sentence of every command."""
    shown = two("show", ID)
    heading = "Note, written on the machine 'deskxxxxxx' on 2026-09-21 without sight of that above"
    assert shown.out.endswith(f"Note\nWritten here.\n\n{heading}\nWritten\nelsewhere.\n")
    assert "without sight" in shown.err
    told = two("show", ID, "--json").json
    (other,) = told["unseen_notes"]
    assert (told["note"], other["text"], other["device"]) == ("Written here.", "Written\nelsewhere.", "deskxxxxxx")
    assert other["written"].startswith("2026-09-21T")
    (answer,) = two.batch({"op": "show", "paper": ID})
    assert answer["paper"]["unseen_notes"] == told["unseen_notes"]
    (finding,) = [one for one in two("doctor", "--json").json["findings"] if one["kind"] == "note"]
    assert "“Written elsewhere.”" in finding["message"]
    assert f"`reader note {ID} --settle join|shown|other`" in finding["message"]
    said = [line.partition("Z  ")[2] for line in two("history").lines if "note" in line]
    assert said == [
        "Wrote a note on 'Heaps and Other Trees': “Written here.”",
        "Wrote a note on 'Heaps and Other Trees': “Written elsewhere.”",
    ]
    assert f"reader show {ID}" in two("tags").err


@pytest.mark.parametrize(
    ("how", "text"),
    [("shown", "Written here."), ("other", "Written\nelsewhere."), ("join", "Written here.\nWritten\nelsewhere.")],
)
def test_it_is_settled_once_and_undo_opens_it_again(two: Reader, how: str, text: str) -> None:
    """From the shell and in a batch; a note written over the shown one settles nothing."""
    two("note", ID, "--settle", how)
    settled = two("show", ID, "--json").json
    assert (settled["note"], "unseen_notes" in settled) == (text, False)
    assert "without sight" not in two("tags").err
    assert two("note", ID, "--settle", how, check=False).status == 1
    two("undo")
    assert [one["text"] for one in two("show", ID, "--json").json["unseen_notes"]] == ["Written\nelsewhere."]
    two("note", ID, "--set", "Anew.")
    assert "unseen_notes" in two("show", ID, "--json").json
    (answer,) = two.batch({"op": "note", "paper": ID, "settle": how})
    assert answer["ok"]
    assert "unseen_notes" not in two("show", ID, "--json").json


def test_an_export_that_comes_back_settles_nothing(two: Reader) -> None:
    """It holds the shown note, and an edit of that leaves the other open."""
    path = two.folder.parent / "out.md"
    two("export", "-o", str(path))
    written = path.read_text("utf-8")
    assert "elsewhere" not in written.partition("<!-- reader")[0]
    path.write_text(written.replace("Written here.", "Written in the file.", 1), "utf-8")
    two("sync", str(path))
    told = two("show", ID, "--json").json
    assert (told["note"], len(told["unseen_notes"])) == ("Written in the file.", 1)
