"""Which text the registers and archives of the world say that a record is of: JSTOR, HAL, MathSciNet, WorldCat."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from itertools import chain
from urllib.parse import unquote

from reader.paper import Paper
from reader.patterns import regex
from reader.text import words

_REGISTERS: Mapping[str, tuple[str, re.Pattern[str]]] = {
    name: (names.split()[0], regex(form, re.IGNORECASE))
    for names, form in {
        "hal halid": r"(?:.*/)?([a-z]+-\d{4,}?)(?:v\d+)?",
        "mr mrnumber": r"(?:MR)?\s*0*(\d+)(?:\s*\(.*\))?",
        "zbl zblnumber zblno zbmath": r"(?:Zbl)?\s*0*(\d+\.\d+)",
        "jfm": r"(?:JFM)?\s*(\d\d\.\d+(?:\.\d+)?)",
        "hdl handle": r"(?:.*handle\.net/|hdl:\s*)?([\d.]+/\S+)",
        "urn": r"(?:.*/)?(urn:\S+)",
        "bibcode adsurl adsnote": r"(?:.*/abs/)?(\d{4}[^\s/]+)(?:/abstract)?",
        "ssrn ssrnid": r"\D*(\d+)",
        "jstor jstorid": r"(?:.*/)?(?:jstor[.:]\s*)?(\d+)",
        "oclc oclcnumber worldcat": r"\D*0*(\d+)",
        "lccn": r"(?:.*/)?([a-z]*\s*\d[\d -]*)",
        "ascl": r"(?:ascl:)?(\d{4}\.\d+)",
        "pmid pubmed": r"\D*(\d+)",
    }.items()
    for name in names.split()
}
"""For each name of the id of a register, with nothing but letters, the one of that register, and how the id is told
from what people write around it."""
_SUBMITTED = regex(r"\d{4}(?:arxiv|[a-z.]{5}(?:ph|th|ex|gr|qc|co)\.)", re.IGNORECASE)
"""How the bibcode of a preprint begins, which ADS gives beside that of its publication."""
_IN_NOTE = regex(
    r"(?<![\w-])(hal(?:[ _-]?id)?|mr(?:[ _]?number)?|zbl|jfm|hdl|handle|urn|bibcode|ssrn|jstor|oclc|lccn)\s?[:=]\s*"
    r"([^\s;,]{1,200})",
    re.IGNORECASE,
)
"""An id with its name, as programs write one into a note that have no field for it."""
_MAY_BE_ARXIV = regex(r"\d{4}\.\d{4,5}|\d{7}")
_GIVEN_BY = {"hdl": regex(r"[^/]+"), "urn": regex(r"urn:nbn:[^-]+|urn:[^:]+", re.IGNORECASE)}
"""What those ids begin with of which each library that has a text gives one."""
_OF_ARCHIVE = {"eprint": ("eprinttype", "archiveprefix"), "archivelocation": ("archive",), "archiveid": ("archive",)}
"""Names under which an archive's id stands, each with those under which the archive is named."""


def are_registered_apart(a: Paper, b: Paper) -> bool:
    """Whether one register has the texts of two records under two ids. A DOI that both have says that they are one."""
    if not (a.kept or a.metadata) or not (b.kept or b.metadata) or (a.doi and a.doi == b.doi):
        return False
    mine, its = _registered(a.kept, a.about("note")), _registered(b.kept, b.about("note"))
    return any(mine[register].isdisjoint(its[register]) for register in mine.keys() & its.keys())


def register_ids(paper: Paper) -> list[str]:
    """The ids of a record in registers, each in its one spelling with its register."""
    found = _registered(paper.kept, paper.about("note"))
    return [f"{register}:{id}" for register, ids in found.items() for id in sorted(ids)]


@lru_cache(4096)
def _registered(kept: tuple[tuple[str, str], ...], note: str) -> Mapping[str, set[str]]:
    told = [(_bare(name), value.strip('"')) for name, value in kept]
    named = dict(told)
    noted = ((_bare(match[1]), match[2]) for match in _IN_NOTE.finditer(note))
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name, value in chain(told, noted):
        if name in _OF_ARCHIVE:
            archives = [_bare(named[one]) for one in _OF_ARCHIVE[name] if one in named]
            register, id = _in_archive(archives[0] if archives else "", value, is_any=name == "eprint")
        else:
            register, id = _settled(name, value) if name in _REGISTERS else ("", "")
        if id:
            found[register].add(id)
    return found


@lru_cache(4096)
def _bare(name: str) -> str:
    return "".join(filter(str.isalpha, name.rpartition("/")[2].lower()))


def _in_archive(archive: str, value: str, *, is_any: bool) -> tuple[str, str]:
    """The same of an id in an archive, of those without a register's name only where it may be any: an address is
    none, and arXiv's are compared elsewhere."""
    if archive in _REGISTERS:
        return _settled(archive, value)
    if archive.startswith("arxiv") or not is_any or "://" in value or (not archive and _MAY_BE_ARXIV.search(value)):
        return "", ""
    return f"eprint {archive}", " ".join(words(value))


def _settled(name: str, value: str) -> tuple[str, str]:
    """The register of this name with the id in its one spelling, ("", "") where there is none. An id in another form
    than that of its register is compared with such ids only."""
    plain = unquote(re.sub(r"[\\{}]", "", value)).strip()
    register, form = _REGISTERS[name]
    match = form.fullmatch(plain)
    if match is None:
        return f"{register} otherwise", " ".join(words(plain))
    id = match[1].lower().strip()
    if register == "bibcode" and _SUBMITTED.match(id):
        return "", ""
    prefix = _GIVEN_BY[register].match(id) if register in _GIVEN_BY else None
    return (f"{register} {prefix[0]}" if prefix is not None else register), id
