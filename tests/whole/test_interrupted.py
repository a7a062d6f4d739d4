"""A few of the signals that `python -m tests.proof T21` sends to the interface in the middle of something."""

from __future__ import annotations

import io
import signal
from contextlib import chdir, redirect_stderr, redirect_stdout

import pytest

from reader.cli.main import main
from tests.proof.interrupted import EXPORTED, FIRST, Place, Trial, tried
from tests.support.laws import by_turns
from tests.tui.test_signals import PATIENT


class QuickPlace(Place):
    """A place whose commands run in this process, which has loaded the program."""

    def run(self, *arguments: str) -> str:
        """As in any place."""
        out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        with (
            pytest.MonkeyPatch.context() as machine,
            chdir(self.root),
            redirect_stdout(out),
            redirect_stderr(io.StringIO()) as said,
        ):
            for variable, value in self.environment.items():
                machine.setenv(variable, value)
            with pytest.raises(SystemExit) as ended:
                main(["--library", "library", *arguments])
        out.seek(0)
        told = out.read()
        assert not ended.value.code, f"{arguments}: {told}{said.getvalue()}"
        return told


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A library with an exported file, and papers to import."""
    place = QuickPlace(tmp_path_factory.mktemp("interrupted"), 40, before=PATIENT)
    place.run("star", FIRST)
    place.run("export", "--title", "All papers", "--for", "others", "-o", EXPORTED)  # As the dialog proposes.
    place.exported = place.file.read_text(encoding="utf-8")
    return place


ENDED = [
    ("note", signal.SIGKILL, 1.3),
    ("import", signal.SIGKILL, 0.06),
    ("sync", signal.SIGHUP, 0.09),
    ("export", signal.SIGTERM, 0.06),
]


@pytest.mark.long
@pytest.mark.parametrize(("work", "ending", "at"), by_turns(ENDED, 2))
def test_what_ends_the_interface_in_the_middle_leaves_what_it_said_and_half_of_nothing(
    place: Place, work: str, ending: signal.Signals, at: float
) -> None:
    """The files, the terminal, the next start and the exit status are as they must be. In a usual run two are sent."""
    trial = tried(place, Trial(work, ending, at))
    assert not trial.wrong, str(trial)


def test_typing_that_is_never_kept_would_be_noticed(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what was typed for longer than a second, something must be kept."""
    monkeypatch.setattr(place, "_before", f"{PATIENT}; from reader.tui.dialogs import note; note.KEEP_EVERY = 60.0")
    trial = tried(place, Trial("note", signal.SIGKILL, 1.2))
    assert any("letters" in what for what in trial.wrong), str(trial)
