"""The interface in a terminal of its own: what reaches it, byte for byte."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest

from reader.cli.main import main
from tests.support import terminal as terminals

EVIL = "\x1b]52;c;eA==\x07\x1b[2J\x1b]0;pwned\x07\x1bP+q\x9b31m\u202e\u2066 [@click=app.quit]y[/] [/nope] \x1b[6n"
CANARIES = ("52;c;eA", "\x1b[2J", "]0;pwned", "\x1bP+q", "\x9b", "\u202e", "\u2066", "\x1b[6n")
CLICK = "\x1b[<0;{0};{1}M\x1b[<0;{0};{1}m"


def test_no_byte_of_a_hostile_paper_steers_the_terminal_and_its_markup_is_inert(tmp_path: Path) -> None:
    """Imported, drawn in list, sidebar and detail, clicked, told in a notice; leaving puts the terminal back."""
    source, library = tmp_path / "evil.jsonl", tmp_path / "library"
    record = {"title": f"Second {EVIL}", "abstract": EVIL, "tags": [EVIL], "note": EVIL, "lists": [EVIL]}
    source.write_text(json.dumps(record) + "\n", encoding="utf-8")
    with pytest.raises(SystemExit) as done:
        main(["--library", str(library), "import", str(source)])
    assert done.value.code == 0
    terminal = terminals.Terminal("--library", str(library))
    try:
        terminal.read(lambda seen: "Second" in seen and "1 paper" in seen)
        terminal.press(CLICK.format(40, 3) + "s", "Starred")
        assert terminal.end("q") == 0
    finally:
        terminal.stop()
    written = terminal.bytes.decode(errors="replace")
    assert [canary for canary in CANARIES if canary in written] == []
    assert written.rindex("\x1b[?1049l") > written.rindex("\x1b[?1049h")


def shelf_of_two(folder: Path) -> Path:
    """A library of two papers in a folder of its own."""
    source, library = folder / "two.jsonl", folder / "library"
    titles = ("Machine unlearning, surveyed", "A second paper")
    source.write_text("".join(json.dumps({"title": title}) + "\n" for title in titles), encoding="utf-8")
    with pytest.raises(SystemExit) as done:
        main(["--library", str(library), "import", str(source)])
    assert done.value.code == 0
    return library


def steps(library: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What the history of a library says, the first step first."""
    capsys.readouterr()
    with pytest.raises(SystemExit) as done:
        main(["--library", str(library), "history"])
    assert done.value.code == 0
    return [line.split("  ", 1)[1] for line in reversed(capsys.readouterr().out.splitlines())]


def test_keys_that_come_in_one_packet_go_where_the_first_of_them_leads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Through the bytes of a terminal: letters go into the dialog, the search line, the note that a key opens."""
    library = shelf_of_two(tmp_path)
    first = steps(library, capsys)
    terminal = terminals.Terminal("--library", str(library))
    try:
        terminal.read(lambda seen: "2 papers" in seen)
        terminal.press("tdnu\r", "Tagged 'Machine unlearning, surveyed' 'dnu'.")
        terminal.press("eabc\x1b", "Wrote a note on")
        terminal.press("/unlearning", "1 of 2")
        terminal.press("\x1b[200~ and q\x1b[201~", "unlearningand q")
        terminal.press("\x1b", "A second paper")
        terminal.press("?q/unlearning", "1 of 2")
        terminal.press("\x1b", "A second paper")
        terminal.press("\x1b[200~tsrdq\x1b[201~", "paste a page")
        terminal.press("\x1b", "? keys")
        terminal.press("xq", "Export")
        assert terminal.end("\x11") == 0
    finally:
        terminal.stop()
    assert steps(library, capsys)[len(first) :] == [
        "Tagged 'Machine unlearning, surveyed' 'dnu'",
        "Wrote a note on 'Machine unlearning, surveyed': “abc”",
    ]


def test_every_character_of_a_text_is_taken_as_a_terminal_sends_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In UTF-8, blanks of other kinds and joiners too, in a note, a tag and the search line."""
    library, words = shelf_of_two(tmp_path), "東京\u3000大学 می\u200cخواهم 5\xa0GB \U0001f468\u200d\U0001f467"
    terminal = terminals.Terminal("--library", str(library))
    try:
        terminal.read(lambda seen: "2 papers" in seen)
        terminal.press(f"e{words}\x1b", "Wrote a note on")
        terminal.press("t東京\u3000大学\r", "Tagged 'Machine unlearning, surveyed' '東京 大学'.")
        terminal.press('/tag:"東京\u3000大学"', "1 of 2")
        assert terminal.end("\x11") == 0
    finally:
        terminal.stop()
    capsys.readouterr()
    with pytest.raises(SystemExit) as done:
        main(["--library", str(library), "search", "unlearning", "--json"])
    assert done.value.code == 0
    assert [paper["note"] for paper in json.loads(capsys.readouterr().out)] == [words]


def test_a_paste_that_holds_an_escape_character_is_taken_in_its_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Some terminals paste the colours of a program's output too; a slow line may cut the marks of a paste."""
    library = shelf_of_two(tmp_path)
    terminal = terminals.Terminal("--library", str(library))
    try:
        terminal.read(lambda seen: "2 papers" in seen)
        terminal.press("e\x1b[200~one \x1b[31mtwo\rthree\x1b[0m four\rfive\x1b[20", "Note on")
        terminal.press("1~ six", "five six")
        terminal.press("\x1b", "Wrote a note on")
        assert terminal.end("q") == 0
    finally:
        terminal.stop()
    with pytest.raises(SystemExit):
        main(["--library", str(library), "search", "unlearning", "--json"])
    assert "one two\\nthree four\\nfive six" in capsys.readouterr().out


def test_what_is_typed_before_the_first_frame_is_taken_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Also Enter, which a terminal that nobody has set up yet turns into a line feed; also to quit."""
    library = shelf_of_two(tmp_path)
    for keys in ("q", "tearly\rq"):
        terminal = terminals.Terminal("--library", str(library), command=terminals.ANEW)
        try:
            assert terminal.end(keys) == 0
        finally:
            terminal.stop()
    assert steps(library, capsys)[-1] == "Tagged 'Machine unlearning, surveyed' 'early'"


def test_what_was_typed_before_the_first_frame_is_taken_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also where the terminal is lent to an editor and comes back."""
    library = shelf_of_two(tmp_path)
    terminal = terminals.Terminal("--library", str(library), command=terminals.ANEW, EDITOR="true", VISUAL="")
    try:
        terminal.press("s", "Starred")
        terminal.send("E")
        terminal.read(lambda seen: "\x1b[?1049h" in seen)
        assert terminal.shows_within(1, "not taken") is None
        assert terminal.end("q") == 0
    finally:
        terminal.stop()
    assert [step for step in steps(library, capsys) if "tarred" in step] == ["Starred 'Machine unlearning, surveyed'"]


def test_keys_in_the_packet_that_opens_an_editor_are_no_commands_when_it_ends(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """They were typed for the editor."""
    library = shelf_of_two(tmp_path)
    first = steps(library, capsys)
    terminal = terminals.Terminal("--library", str(library), EDITOR="true", VISUAL="")
    try:
        terminal.read(lambda seen: "2 papers" in seen)
        terminal.press("Esdq", "not taken: s d q")
        terminal.press("/second", "second")
        assert terminal.end("\x11") == 0
    finally:
        terminal.stop()
    assert steps(library, capsys) == first


@pytest.mark.parametrize(
    ("number", "keys", "title", "shown"),
    [
        (signal.SIGTSTP, "e", "Note on", "2 papers"),
        (signal.SIGTSTP, "T", "Triage", "Machine unlearning"),
        (signal.SIGSTOP, "/second", "second", "A second paper"),
    ],
)
def test_the_whole_screen_is_drawn_anew_when_the_program_goes_on(
    number: signal.Signals, keys: str, title: str, shown: str, tmp_path: Path
) -> None:
    """Whoever stopped it, whatever is open and however often; the terminal is put back at the end."""
    terminal = terminals.Terminal("--library", str(shelf_of_two(tmp_path)))
    try:
        terminal.wait_for("2 papers")
        terminal.press(keys, title)
        for _ in range(2):
            terminal.halt(number)
            terminal.go_on(title, shown)
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.end() == 128 + signal.SIGTERM
        assert terminal.restored
    finally:
        terminal.stop()


def test_what_is_drawn_in_the_packet_that_takes_the_terminal_is_drawn_since_then() -> None:
    """A machine that is busy reads both at once; what was drawn before it was stopped does not count."""
    program = (
        "import os, signal, time\n"
        f"signal.signal(signal.SIGCONT, lambda *_: os.write(1, {terminals.TAKEN + 'anew'!r}.encode()))\n"
        "os.write(1, b'before')\n"
        "while True: time.sleep(60)\n"
    )
    terminal = terminals.Terminal(command=("-c", program))
    try:
        terminal.wait_for("before")
        terminal.halt(signal.SIGSTOP)
        terminal.go_on("anew")
        assert terminal.bytes.endswith(b"anew")
    finally:
        terminal.stop()


def test_a_program_that_stops_when_its_frame_is_written_is_read_meanwhile() -> None:
    """A terminal holds little that nobody has read; a program waits there for more room."""
    program = (
        "import os, signal\n"
        "def stop(*_):\n"
        "    for _ in range(100): os.write(1, b'a line of a frame' * 100)\n"
        "    os.kill(os.getpid(), signal.SIGSTOP)\n"
        "signal.signal(signal.SIGTSTP, stop)\n"
        "os.write(1, b'before')\n"
        "while True: signal.pause()\n"
    )
    terminal = terminals.Terminal(command=("-c", program))
    try:
        terminal.wait_for("before")
        terminal.halt(signal.SIGTSTP)
        assert terminal.bytes.count(b"a line of a frame") == 10_000
    finally:
        terminal.stop()


def test_a_paper_moves_with_alt_and_an_arrow_as_a_terminal_sends_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the kitty protocol is off, they are no Esc, which would leave the list."""
    library = str(shelf_of_two(tmp_path))
    for words in (["list", "new", "L"], ["list", "add", "L", "--query", "*", "--yes"]):
        with pytest.raises(SystemExit):
            main(["--library", library, *words])
    terminal = terminals.Terminal("--library", library)
    try:
        terminal.wait_for("2 papers")
        terminal.press("'", "Go to")
        terminal.press("L\r", "2 of 2 papers")
        assert terminal.end("\x1b[1;3B\x11") == 0
    finally:
        terminal.stop()
    assert "Moved" in steps(Path(library), capsys)[-1]


def test_all_is_drawn_anew_where_somebody_asks_for_it(tmp_path: Path) -> None:
    """Another program may have written over what stands there: else only what differs would be written."""
    terminal = terminals.Terminal("--library", str(shelf_of_two(tmp_path)))
    try:
        terminal.wait_for("? keys")
        terminal.press("j", "Paper 2 of 2")
        for words in ("Machine unlearning, surveyed", "? keys"):
            terminal.press("\x0c", words)
        assert terminal.end("q") == 0
    finally:
        terminal.stop()


def test_a_dialog_that_closes_costs_no_screen(tmp_path: Path) -> None:
    """Nor does it with all that comes to rest beneath it: what stands there already is not written again."""
    terminal = terminals.Terminal("--library", str(shelf_of_two(tmp_path)))
    try:
        terminal.wait_for("? keys")
        terminal.press("t", "Enter")
        before = len(terminal.bytes)
        terminal.press("\x1b", "? keys")
        assert len(terminal.bytes) - before < 6_000
        assert terminal.end("q") == 0
    finally:
        terminal.stop()
