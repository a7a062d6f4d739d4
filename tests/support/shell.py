"""Lines of a shell as the examples of the help and the README have them, run without a shell and without a process."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from tests.support.cli import Answer, Reader

_REDIRECTION = ("<", ">")


def run(reader: Reader, line: str, home: Path) -> Answer:
    """What the last command of a line gives; "~" is `home`. Commands are `reader`, and what gives text to the first of
    them: `cat FILE`, `echo TEXT` and `printf '%s\\n' TEXT...`. What asks on a terminal is told --yes."""
    if inner := re.fullmatch(r'(?:eval|vim) "\$\((.*)\)"', line):
        line = inner[1]
    answer = Answer(0, "", "")
    for words in _piped(shlex.split(line, comments=True)):
        answer = _one(reader, [word.replace("~", str(home)) for word in words], answer.out)
        if answer.status:
            break
    return answer


def _piped(words: list[str]) -> list[list[str]]:
    commands: list[list[str]] = [[]]
    for word in words:
        if word == "|":
            commands.append([])
        else:
            commands[-1].append(word)
    return commands


def _one(reader: Reader, words: list[str], given: str) -> Answer:
    name, *words = words
    if name == "cat":
        return Answer(0, Path(words[0]).read_text(encoding="utf-8"), "")
    if name == "echo":
        return Answer(0, " ".join(words) + "\n", "")
    if name == "printf":
        return Answer(0, "".join(f"{word}\n" for word in words[1:]), "")
    assert name == "reader", name
    target = ""
    for sign in _REDIRECTION:
        if sign in words:
            at = words.index(sign)
            path, words = words[at + 1], [*words[:at], *words[at + 2 :]]
            given = Path(path).read_text(encoding="utf-8") if sign == "<" else given
            target = path if sign == ">" else target
    answer = reader(*words, stdin=given, check=False)
    if answer.status == 2 and "that takes --yes" in answer.err:
        answer = reader(*words, "--yes", stdin=given, check=False)
    if target:
        Path(target).parent.mkdir(parents=True, exist_ok=True)
        Path(target).write_text(answer.out, encoding="utf-8")
    return answer


def last_call(line: str) -> list[str]:
    """The words of the last command of a line behind `reader`, without what leads elsewhere."""
    if inner := re.fullmatch(r'(?:eval|vim) "\$\((.*)\)"', line):
        line = inner[1]
    words = _piped(shlex.split(line, comments=True))[-1]
    end = min((words.index(sign) for sign in _REDIRECTION if sign in words), default=len(words))
    return words[1:end]
