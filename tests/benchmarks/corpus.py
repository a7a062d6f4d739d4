"""A made-up library and the queries that people type to find its papers again; the same for the same seed.

Titles are a method's name and a line of the field's words, abstracts are sentences of common and rare words; rare words
are glued from halves of common ones, so that the vocabulary grows with the library as it does in life.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from reader.paper import Paper
from reader.text import words

CLASSES = ("prefix", "order", "typo", "typos", "name", "nametypo", "glue", "abstract", "partial", "abbrev", "skeleton",
           "note", "tag", "id", "author", "year", "venue", "extra", "piece", "cited", "nonsense")  # fmt: skip

_FIELD = """
attention quantization pruning decoding speculative inference training language models vision multimodal
retrieval augmented generation reasoning reinforcement learning alignment preference distillation compression
cache context long sparse mixture experts routing diffusion transformer recurrent state space embedding
tokenization benchmark evaluation survey efficient scalable robust adaptive dynamic hierarchical layer weight
activation gradient optimizer federated edge device hardware accelerator memory bandwidth kernel latency
throughput serving scheduling agent planning tool dialogue instruction tuning prompt hallucination detection
safety jailbreak bias fairness interpretability circuit probing knowledge editing graph molecule protein
medical clinical finance legal speech audio video image segmentation recognition translation summarization
classification recommendation continual transfer domain adaptation calibration uncertainty bayesian
variational causal theory convergence spectral manifold geometry symmetry entropy information
""".split()  # noqa: SIM905  (a list of this length reads best as text)
_COMMON = """
we propose method that show results improve performance over previous work on several tasks while reducing
cost our approach uses simple idea which allows large scale experiments demonstrate consistent gains across
settings further analysis reveals important role of data quality and size
""".split()  # noqa: SIM905  (a list of this length reads best as text)
_SYLLABLES = """
flat quant mam ba med usa swi ft lla va bit mod smo oth spar ky ori on nex us ve ga lu mi zen ith cor tex
""".split()  # noqa: SIM905  (a list of this length reads best as text)
_PEOPLE = ["Jürgen", "Maria", "Łukasz", "Priya", "Søren", "Aiko", "Renée", "Tomasz", "Fatima", "Chloé"]
_SURNAMES = "Wexler Haas Okafor Lindqvist Moreau Tanaka Novak Ferreira Iyer Castellanos Duarte Whitcombe".split()  # noqa: SIM905
_VENUES = ["Journal of Lamps", "Harbour Letters", "Proceedings of Rain", "Annals of Kites"]
_STRANGE = ["stanford", "github", "neurips", "improved", "paper"]
"""Words that are added to those of a title, and that hardly any paper has."""
_TAGS = """
to-read thesis baseline classic reproduce reading-group agents quantization kv-cache safety
""".split()  # noqa: SIM905  (a list of this length reads best as text)
_KEYS = {"a": "sq", "e": "wr", "i": "uo", "o": "ip", "n": "bm", "t": "ry", "r": "et", "s": "ad", "l": "ko", "d": "sf"}


def library(count: int, seed: int = 1) -> dict[str, Paper]:
    """So many papers, by id; a smaller library is the beginning of a larger one."""
    random = Random(seed)
    papers: dict[str, Paper] = {}
    seen: set[str] = set()
    while len(papers) < count:
        name = "".join(random.choice(_SYLLABLES) for _ in range(random.randint(2, 3))).capitalize()
        name += random.choice(("", "", "LLM", "KV", "-GPT", "Net"))
        line = " ".join(_word(random).capitalize() for _ in range(random.randint(4, 8)))
        title = f"{name}: {line}" if random.random() < 0.6 else line
        if title.lower() in seen:
            continue
        seen.add(title.lower())
        abstract = " ".join(_word(random) if random.random() < 0.4 else random.choice(_COMMON) for _ in range(140))
        note = f"{random.choice(_PEOPLE)} doubts the {_word(random)} ablation" if random.random() < 0.35 else ""
        id = str(len(papers))
        tags = (random.choice(_TAGS),) if random.random() < 0.6 else ()
        papers[id] = replace(_published(id, seed), title=title, abstract=abstract, tags=tags, note=note)
    return papers


def _published(id: str, seed: int) -> Paper:
    """A paper with authors, a year, an arXiv id and perhaps a venue."""
    random = Random(f"{seed}/{id}")
    authors = tuple(f"{random.choice(_PEOPLE)} {random.choice(_SURNAMES)}" for _ in range(random.randint(1, 4)))
    year = random.randint(2019, 2025)
    venue = f"{random.choice(_VENUES)} {year}" if random.random() < 0.5 else ""
    number = f"{year % 100}{random.randint(1, 12):02}.{int(id):05}"
    return Paper(id, "-", authors=authors, published=str(year), venue=venue, arxiv_id=number)


def _word(random: Random) -> str:
    if random.random() < 0.75:
        return random.choice(_FIELD)
    first, second = random.choice(_FIELD), random.choice(_FIELD)
    return first[: random.randint(3, 5)] + second[random.randint(2, 4) :]


def queries(papers: dict[str, Paper], each: int, seed: int = 1) -> dict[str, list[tuple[str, str]]]:
    """For each class so many (query, id of the paper meant, or ""); the query's whole words name one paper."""
    random = Random(seed)
    holders: dict[str, set[str]] = {}
    for id, paper in papers.items():
        facts = " ".join((*paper.authors, paper.venue, paper.published, paper.arxiv_id, *paper.tags))
        for word in {*words(paper.title), *words(paper.abstract), *words(paper.note), *words(facts)}:
            holders.setdefault(word, set()).add(id)
    made: dict[str, list[tuple[str, str]]] = {name: [] for name in CLASSES}
    ids = list(papers)
    for name, found in made.items():
        for _ in range(each * 60):
            if len(found) >= each:
                break
            paper = papers[random.choice(ids)]
            if name == "nonsense":
                text = " ".join("".join(random.choice("bcdfgjkpqvwxz") for _ in range(6)) for _ in range(2))
                found.append((text, ""))
                continue
            picked = _picked(paper, name, random)
            if picked and set.intersection(*(holders.get(word, set()) for word in picked)) == {paper.id}:
                text = _CHANGES.get(name, _plain)(picked, random)
                if text:
                    found.append((text, paper.id))
    return made


def _picked(paper: Paper, name: str, random: Random) -> list[str]:
    title = words(paper.title)
    if name == "prefix":
        return title[:4]
    if name in ("name", "nametypo"):
        return words(paper.title.split(":")[0]) if ":" in paper.title else []
    if name == "id":
        return words(paper.arxiv_id)
    if name == "piece":
        at = random.randrange(100)
        return words(paper.abstract)[at : at + 9]
    if name == "cited":
        return [*words(paper.authors[0]), *title, *words(paper.published)]
    if name == "note":
        return [word for word in words(paper.note) if word not in ("the", "doubts")][:2]
    pool = [word for word in dict.fromkeys(title) if len(word) >= 4]
    if name == "abstract":
        pool = [word for word in dict.fromkeys(words(paper.abstract)) if word not in title and len(word) >= 5]
    picked = random.sample(pool, min(3, len(pool)))
    picked.sort(key=pool.index)
    if name in ("author", "year", "venue"):
        facts = {"author": paper.authors[-1].split()[-1], "year": paper.published, "venue": paper.venue}
        return [*words(facts[name]), *picked[:2]] if facts[name] else []
    if name == "tag":
        return [*words(" ".join(paper.tags)), *picked[:2]] if paper.tags else []
    if name == "glue":
        at = random.randrange(max(1, len(title) - 1))
        return list(dict.fromkeys([*title[at : at + 2], *picked[:1]])) if len(title) > at + 1 else []
    return picked


def slip(word: str, random: Random) -> str:
    """The word with one slip of the fingers: two letters swapped, one left out, doubled, or a neighbouring key."""
    at = random.randrange(1, max(2, len(word) - 1))
    kind = random.randrange(4)
    if kind == 0 and at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == 1:
        return word[:at] + word[at + 1 :]
    if kind == 2:
        return word[:at] + word[at] + word[at:]
    return word[:at] + random.choice(_KEYS.get(word[at], "e")) + word[at + 1 :]


def _slips(count: int) -> Callable[[list[str], Random], str]:
    def change(picked: list[str], random: Random) -> str:
        for _ in range(count):
            at = max(range(len(picked)), key=lambda at: (len(picked[at]) >= 5, random.random()))
            picked[at] = slip(picked[at], random)
        return " ".join(picked)

    return change


def _plain(picked: list[str], random: Random) -> str:
    return " ".join(picked)


def _shuffled(picked: list[str], random: Random) -> str:
    return " ".join(picked[1:] + picked[:1])


def _skeleton(picked: list[str], random: Random) -> str:
    at = max(range(len(picked)), key=lambda at: len(picked[at]))
    word = picked[at]
    picked[at] = word[0] + "".join(c for c in word[1:-1] if c not in "aeiou") + word[-1]
    return " ".join(picked) if len(word) >= 7 else ""


def _cited(picked: list[str], random: Random) -> str:
    given, surname, *title, year = picked
    return f"{given[0].upper()}. {surname.title()}. {' '.join(title)}. {year}."


def _with_another(picked: list[str], random: Random) -> str:
    return " ".join([*picked[:1], random.choice(_STRANGE), *picked[1:]])


_CHANGES: dict[str, Callable[[list[str], Random], str]] = {
    "prefix": lambda picked, random: " ".join(picked)[:-1],
    "order": _shuffled,
    "id": lambda picked, random: f"https://arxiv.org/abs/{'.'.join(picked)}v2",
    "cited": _cited,
    "extra": _with_another,
    "typo": _slips(1),
    "typos": _slips(2),
    "nametypo": _slips(1),
    "glue": lambda picked, random: " ".join([picked[0] + picked[1], *picked[2:]]),
    "partial": lambda picked, random: " ".join([*picked[:-1], picked[-1][: max(3, len(picked[-1]) * 2 // 3)]]),
    "abbrev": lambda picked, random: " ".join(word[: random.randint(3, 5)] for word in picked),
    "skeleton": _skeleton,
}
