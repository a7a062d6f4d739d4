"""The library folder: durable, shared between processes and machines, plain to read without this program.

    library/                    mode 0700, its files 0600
      catalogue.json            the facts of each paper: a TinyDB file, one paper a line
      catalogue.json.1          the catalogue before its last change
      journal/<device>.jsonl    what you say: one line a step, only ever appended to, one file a device
      exports/<file>.<device>   what this library last saw of an exported file; may be lost at any time
      library-<id>.id           which library this is, wherever it lies; given at the first edit
      .gitattributes            lets Git leave the ends of lines as they are; made once, then yours
      .lock                     held while something is saved; never deleted
      .lock-held                there while something is saved, where the file system has no locks: it names who saves
      set-aside/                what `reader doctor --repair` took out of damaged files, under the date

Catalogue
    {
    "state": {"format": {"version": 1}, "import": {"id": "<step>", "line": "<its journal line>"}},
    "papers": {
    "2408.07990": {"title": "...", "abstract": "...", "authors": ["..."], "published": "2024-08-15", ...},
    ...
    }
    }
Two TinyDB tables with text ids (in TinyDB: `Table.document_id_class = str`). A paper has `title` and, unless empty,
`abstract`, `authors`, `published` ("YYYY[-MM[-DD]]"), `venue`, `arxiv_id`, `doi`, `url`, `keywords`, `upvotes`,
`sources`, `metadata`, `records` (marks of records that find this paper again), `names` (parts of its authors' names),
`more_authors`, `kind`, `citation_key`, `links` (to its `code` and `project`), `machine_summary`, `kept` (what a
format brought and nobody understands, and how an entry was spelled), `added`. Other keys, other tables and entries
that are no papers are kept as they are. Any other layout of the same JSON is read as well. Only an import writes this
file: whole, to a temporary file that then takes its place. The line of the last import stands here too, so that an
import is there whole or not at all.

Journal
    {"reader":"journal","version":1,"device":"k3v9x2m7qa","c":"1f0c9a77"}
    {"i":"9f2c41d07b3e-4","t":17,"w":1795254495897,"say":"Starred 1 paper","ops":[["2408.07990","star",true,null]],
     "p":"1f0c9a77","c":"5d0b83e2"}
`i` is the step's id (session and number), `t` a Lamport clock, `w` milliseconds since 1970 (for people only), `say` the
step in words, `c` the CRC-32 in hexadecimal of the line up to `,"c"`. Each op is [subject, key, new value, old value],
the subject a paper's id, a list of ids, "list:<name>" or "search:<name>" (a search that an older program saved, a smart
list by now). Keys of papers: `star`, `status`, `note`, `triage`, `gone`, `world` (facts of an import that can be
undone), `when` (the moments of your words that came with the paper, or with one that is this paper now), `tag:<name>`,
`list:<name>` (position, section and remark in a reading list), `differs:<id>`, `alike:<id>`, `corrected:<fact>` (what
you put right of a fact), `told:<fact>` (what an import said of such a one); of lists and searches: `name`,
`description`, `sections`, `query`. Names in keys are folded to lower case. `u` or `r` names the step that this one
undoes or redoes, `d` the device of a line that may stand in another device's journal, `by` the program that made the
step where it was not you. `p`, last but for `c`, is the `c` of the line before it in the file, so that lines taken out
of the middle are told (an older version writes none: nothing is known of what stood before its lines). What is true now
is, for each subject and key, the value of the line with the greatest (t, i), of `world` fact by fact (at the last `t`
that there is, 2^60, each line gets an `i` above all others). Every file in `journal/` with ".jsonl" in its name is
read, in capitals too: what sync tools, editors and Git leave there ("x (1).jsonl", "x.jsonl~HEAD", "x.jsonl.orig",
".x.jsonl.AbC123") may hold what stands nowhere else, and a step counts once however often it stands there. Blanks
around a line, a carriage return before a newline, a byte order mark and UTF-16 are no damage. A last line without its
newline is no step: the next writer closes it with "~" and a newline. Only where this machine remembers that the step
was there has it lost its newline: it counts, and gets it back before the next line. A line that fails its checksum, or
whose clock is beyond 2^48 and does not say in `after` that it followed upon the one below, is left out and reported,
never deleted. `without` names what was lost and you went on without: the steps of a device ("journal/<device>"), papers
("catalogue"), or lines between two others ("gap/<c above>-<c of the last one that is missing>"). A device goes on
without papers and steps that it had only where it said so itself.

Version. A larger `version` than 1 in either place makes the library read-only for this program, and nothing is ever
rewritten in it. Within a version only keys are added, and keys that are not known are kept.

This machine keeps its device's id and the backups outside the library, in the platform's folders for state and data.
A backup is all journals in one file, and the catalogue in a file beside it, both as `gunzip` unpacks them: put into
`journal/`, and beside `catalogue.json` as `catalogue-back.json`, they bring its steps and papers back. One is made
before the first edit of a day and one when a session that edited ends (of commands in the shell and batches one in ten
minutes, and more once 20 steps are in none). They stay for 7 days and 4 weeks, and the last one of what the library has
lost until it has it again.
This machine also remembers how many steps of each device and which papers a library had, by the id of it, or the
words in it where that file is gone, or its papers where these are, too: also where its folder is moved or called by
another path. Its own id stands there as well, and is taken from there where its file is lost. A copy goes by itself,
where the library was still in its own place when the copy was first opened. What is less than that is told; while steps
of this machine or papers are missing the library can only be read, until the files are back (also under other names in
`journal/`), `reader backup restore` puts them back or `reader doctor --repair` goes on without them; papers that come
meanwhile, which may stand in a catalogue that is the wrong one, are remembered after that. Of a long history it keeps
in its cache folder what came of the steps, which is never needed.

Example
    >>> from tempfile import TemporaryDirectory
    >>> from reader.library.change import Change, Draft
    >>> from reader.paper import Paper
    >>> with TemporaryDirectory() as place:
    ...     here = Path(place)
    ...     folder = open_library(here / "library", state_dir=here, data_dir=here, clock=lambda: 1_700_000_000_000)
    ...     shown = Change("2312.00752", "gone", True, None)
    ...     step = folder.push(lambda news: Draft("Imported 1 paper", (shown,), (Paper("2312.00752", "Mamba"),)))
    ...     again = open_library(here / "library", state_dir=here, data_dir=here).pull()
    ...     print(again.papers[0].title, again.steps == (step,))
    Mamba True
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from reader import paths
from reader.errors import UsageError
from reader.store import disk
from reader.store.library_id import ids_in, library_ids, library_keys
from reader.text import for_terminal, with_unseen

if TYPE_CHECKING:
    from reader.store.folder import Folder

__all__ = ["LONG_HISTORY", "ids_in", "library_ids", "library_keys", "open_library"]

LONG_HISTORY = 10_000_000
"""Bytes of journals from which on what came of them is kept: reading as many takes half a second."""


def _now() -> int:
    return time.time_ns() // 1_000_000


def _must_be_typable(where: str) -> None:
    """Raises `UsageError` for a folder that is to be made and in whose name, or in one above it that is to be made,
    stands what nobody sees or could type again: a key that a terminal sent, a line end."""
    while not os.path.lexists(where) and (name := os.path.basename(where)):
        if (seen := with_unseen(name)) != name:
            shown = for_terminal(seen)
            raise UsageError(f"The name '{shown}' holds a character that nobody sees: no library is made there.")
        where = os.path.dirname(where)


def open_library(
    path: Path,
    *,
    state_dir: Path | None = None,
    data_dir: Path | None = None,
    cache_dir: Path | None = None,
    clock: disk.Clock = _now,
    patience: float = disk.PATIENCE,
    long: int = LONG_HISTORY,
    returning: bool = False,
) -> Folder:
    """Open the library folder at `path`, which is made at its first use.

    `state_dir` keeps this device's id and what is remembered of libraries, `data_dir` the backups (the platform's
    folders by default), `cache_dir` what came of a long history. `clock` tells the time in milliseconds since 1970;
    `patience` is how many seconds an edit waits for another process; a history is `long` from so many bytes of journals
    on. Raises `StoreError` when there can be no library there, or when one is remembered that is not there; unless that
    one is `returning`: it is opened as a library of which nothing is left, so that a backup can be put back.
    """
    # Who finds what is sought in the index that was kept opens nothing.
    from reader.store.backup import Backups  # noqa: PLC0415
    from reader.store.device import this_device  # noqa: PLC0415
    from reader.store.folder import Folder  # noqa: PLC0415
    from reader.store.memory import Memory  # noqa: PLC0415

    where = os.path.abspath(path)
    _must_be_typable(where)
    state = str(state_dir or paths.state_dir())
    memory = Memory(state, where)
    backups = Backups(where, str(data_dir or paths.data_dir()), state)
    cache = str(cache_dir or paths.cache_dir())
    device = this_device(state)
    return Folder(
        where, device.id, backups, memory, cache, clock, patience, long, returning=returning, notice=device.trouble
    )
