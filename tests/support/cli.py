"""Running the command line within a test, without a new process."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from reader.cli.main import main

_ANSWERS: dict[object, str] = {}
"""What libraries answered, by the question and all that lay in the folder."""


@dataclass(frozen=True)
class Answer:
    """What a command gave back."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        """Standard output, line by line."""
        return self.out.splitlines()


class Reader:
    """The command `reader` on a library of its own."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(self, *arguments: str, stdin: str = "", check: bool = True) -> Answer:
        """Run it; with `check`, anything but exit status 0 fails the test."""
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(["--library", str(self.folder), *arguments])
        out, err = self._capsys.readouterr()
        answer = Answer(int(ended.value.code or 0), out, err)
        if check:
            assert answer.status == 0, answer
        return answer

    def holds(self, *question: str) -> Any:
        """What the library answers as JSON; asked again only where a byte of its folder is another than the last time.

        For what is only read, and follows from the folder alone: `search`, `show`, `list show`.
        """
        files = [path for path in sorted(self.folder.rglob("*")) if path.is_file()]
        key = question, tuple((str(path.relative_to(self.folder)), path.read_bytes()) for path in files)
        if key not in _ANSWERS:
            _ANSWERS[key] = self(*question, "--json").out
        return json.loads(_ANSWERS[key])

    def take(self, titles: Mapping[str, str]) -> None:
        """Import papers: arXiv id -> title."""
        page = "".join(json.dumps({"title": title, "arxiv_id": id}) + "\n" for id, title in titles.items())
        self("import", "-", "--format", "jsonl", stdin=page)

    def batch(self, *requests: dict[str, Any]) -> list[Any]:
        """Run `reader batch` with these requests; the answers."""
        answer = self("batch", stdin="".join(json.dumps(request) + "\n" for request in requests))
        return [json.loads(line) for line in answer.lines]


Copies = Callable[[Callable[[Reader], None]], Reader]
"""What gives the command line on a copy of the library that a function makes."""
