"""What of a text tells what it is about: the stems of its words, but for those that any text may hold.

>>> stems_of("We propose quantized attention for efficient models")
['quantiz', 'attention']
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from reader.query.scripts import is_unspaced, parts
from reader.relevance.unspaced import NOT_ALONE, entries
from reader.search.stems import derived, inflected
from reader.text import without_plural, words

ROOT = 6
"""Two words that begin with the same so many letters tell the same."""
FUNCTION_WORDS = frozenset(
    words("""
    a about above across after again against all almost along already also although always am among an and
    another any anyone anything are as at be because become becomes been before behind being below beside
    besides between beyond both but by can cannot could did do does doing done down due during each either else
    especially etc even ever every few finally first for former from further furthermore had has have having he
    hence her here his how however i if in indeed instead into is it its itself just last latter least less let
    like likely many may me meanwhile might more moreover most mostly much must my namely near nearly neither
    never nevertheless next no nor not nothing now of off often on once one only onto or other others otherwise
    our out over own per perhaps quite rather really respectively same second several shall she should simply
    since so some somewhat still such than that the their them then there thereby therefore these they third
    this those though three through throughout thus to together too toward towards two under unless unlike until
    up upon us usually very via was we well were what whatever when where whereas whereby whether which while
    who whole whom whose why will with within without would yet you your
    """)
)
"""Words that hold sentences together."""
COMMONPLACES = frozenset(
    words("""
    ability able accordingly account accurate achieve act actual add additional address adopt advance advantage
    aim allow alternative amount analyze analysis answer apparent appear apply approach appropriate argue aspect
    assess assume attempt available avoid aware base basis begin behave benefit best better bring broad build
    call capable capability capacity capture carefully case cause central certain challenge change
    characteristic choose clear close code combine come common compare comparable competitive complement
    complete complex component comprehensive comprise concept concern conduct confirm consequently consider
    consist consistent constitute construct contain contribute contribution core correct cover create critical
    crucial current date deal decide decrease deep define degree deliver demand demonstrate depend describe
    design desire despite detail determine develop difference different difficult direct discover discuss
    display diverse drive easy effect effective efficient effort eliminate emerge empirical employ enable
    encounter encourage enhance ensure entire equip essential establish evaluate evident evolve exceed excel
    excellent exhibit exist existing expand expect experiment experience explain explicit exploit explore extend
    extensive extent face facilitate fact factor fail fair far fast fact feasible feature field figure find
    findings flexible focus follow form forward foundation framework frequent full fully fundamental future gain
    gap general generally get give go goal good great grow guarantee handle hard help high highlight hold
    holistic idea identify illustrate impact implement implication importance important impressive improve
    include incorporate increase independent indicate individual inherent initial innovate insight inspire
    integrate intend interest introduce intuitive investigate involve issue kind key know lack large late later
    lead leading learn left lend leverage lie light limit limitation little long look low main maintain major
    make manner match matter mean means measure meet method methodology mitigate model modern modify moderate
    motivate move multiple name natural necessary need new note notable novel number numerous observe obtain
    occur offer open opportunity optimal order original outperform overall overcome overlook paper part
    particular past perform performance perspective pipeline pivotal play point popular pose possess possible
    potential power powerful practical practice precise predominant prefer prepare present previous primarily
    primary principal principle prior probable problem procedure process produce project promise promote
    prominent proper property propose prove provide public publicly purpose pursue push put question raise range
    rapid reach real realize reason recent recently recognize reduce refer regard relate relative release
    relevant rely remain remarkable remove report represent require research resolve respect respectively result
    retain reveal rich rigorous rise robust role run satisfy scenario scope seamless seek seem select sense
    separate serve set setting severe shape share shift short show showcase side significant similar simple
    single simultaneous situation slight small solution solve sophisticated source specific specify stage
    standard start state step straightforward strategy strength strengthen strive strong struggle study
    subsequent substantial succeed success suffer sufficient suggest suit suitable superior support surpass
    surprise system systematic tackle tailor take target task technique tend term test thorough time total train
    training traditional true try turn type typical ultimate underlie underscore understand understanding
    undergo unified unify unique unlock unprecedented use useful user utility utilize valid validate valuable
    value variant variety various vary vast verify versatile viable view way wide widely widespread work world
    worse worst write year yield
    """)
)
"""Words that any abstract may hold: what it did, that it is new, and how well it went."""


VAGUE = frozenset(
    words("""
    absolute accuracy accurately activate adapt adaptive adhere adherence aligned amongst annotate architecture
    automate autonomous auxiliary average benchmark block bridge careful challenging chance cheap check co
    collect collection comparison complexity computation computational conclude concrete condition consistency
    content convergence correctness cost costly couple create creation curate data dataset demonstration deploy
    deployment development dimension discriminative distribution diversity domain dynamic dynamically
    effectively effectiveness efficiency efficiently element error evaluation evolution exhibit experimental
    explicitly exploitation exploration extensively external extract extraction fidelity final fine first five
    foster four fundamentally generate generation global guidance guide hope hour human identification image
    improvement increasingly induce information inherently initialize input instance integration intensive
    internal justification label language layer length level linear list local logical long loss lower margin
    mechanism metric minimal minimum minute mode module multi negative network nine non object objective outcome
    output overhead page pair paradigm parameter pattern percent phase plan positive possibility pre predict
    prediction predominantly pretrained prompt proprietary quality quantify quantitative quick random rapidly
    rate ratio realistic reference region reliability reliable rely replace requirement resource response sample
    scalable scale score search select selection self semantic seven share sheet shot significantly
    simultaneously six size slow slowly space speed stability stable stem step store strategic strategically
    structure structured sub substantially successfully synthetic ten text theoretical theory three token tool
    top transform transformation transparent two typically underlying update validation view vision visual vs
    weak weight wise zero
    ai application art baseline behavior bottleneck community degradation downstream expansion expensive failure
    family inter intermediate intra item literature llm llms manual multi pass post pre professional reduction scheme
    self sensitive setup sota statement sub topic uni usage
    function
    """)
)
"""Words that tell something beside others and say little alone: none is given as a reason by itself."""
SAYS_NOTHING = frozenset(
    words("""
    ability absence accelerate access accomplish advent alleviate alone arise arises article been began
    billion boost brief built chosen compromise consecutive constrain counterpart current currently cutting
    degrade devise distinct dozen draw drawback drawn drew driven drop early efficacy empower end era et
    example exceptional faster fastest fed feed feeding feel fell felt fewer found free gave given gone
    grain grew grown half held higher highest hinder hundred illuminate impractical inability inefficient
    influence introduction kept knew known larger largest latest led left lengthy less longer lost lowest
    made met million modest necessitate neglect negligible online outstanding paid pave phenomenon
    practitioner preliminary preserve proven put ran regardless right rise risen rose runs sacrifice said
    satisfactory saves see seen sent shown smaller smallest sometimes sought span spent stood super sure
    taken thank thing thought thousand told took trade ubiquitous uncover underexplored understood used
    using went wherein wider wise won worst writes written wrote
    correspond corresponding derive derived plausible
    choice com fall github http https io keep non org vs www
    """)
)
"""Words, irregular forms among them, that say nothing beside others either."""
IDIOMS = tuple(
    " ".join(map(without_plural, words(idiom)))
    for idiom in [
        "brand-new",
        "built-in",
        "cost-effective",
        "cutting-edge",
        "data-driven",
        "day-to-day",
        "de-facto",
        "full-fledged",
        "hand-in-hand",
        "hands-on",
        "in-depth",
        "labor-intensive",
        "labour-intensive",
        "long-standing",
        "multi-faceted",
        "non-trivial",
        "off-the-shelf",
        "on-the-fly",
        "out-of-the-box",
        "plug-and-play",
        "state-of-the-art",
        "time-consuming",
        "top-tier",
        "trade-off",
        "two-fold",
    ]
)
"""What hyphens join and says nothing, without hyphens and plurals, though a word of it alone may tell something."""
OTHERS = frozenset(
    words("""
    active adapter align annotate cause character competition compute correspond creative critic depend differ
    discriminator distribute emerge explain extract fact fair formal general help learn local logic mechanics
    multiple plan play position prefer probe project robust sensor sentence serve static token transform
    transparent variation
    """)
)
"""Vague words from which others are derived that tell something (transformer, activation, tokenizer)."""
_SIZE = re.compile(r"[0-9]+[bkmgtx]b?")
"""A number with a unit, as of parameters (7b) and times (6x)."""
_SITE = re.compile(r"\.(?:com|org|io|net|co)/", re.IGNORECASE)
"""What stands in an address that begins with the name of a site."""
_ADDRESS = re.compile(rf"(?:https?://|www\.)\S+|\b[\w.-]+{_SITE.pattern}\S*", re.IGNORECASE)


def without_addresses(text: str) -> str:
    """A text without the addresses in it: what stands in them is no word of it."""
    if "/" not in text or not ("://" in text or "www." in text.lower() or _SITE.search(text)):
        return text  # Most texts: it takes long to look for a whole address from each letter on.
    return _ADDRESS.sub(" . ", text)


NO_ADVERBS = frozenset(
    words("anomaly apply assembly butterfly dragonfly family fly jelly july monopoly multiply poly reply supply")
)
"""Words that look like adverbs and are none; an adverb says little alone."""


def _forms(vague: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The stems of words, and the roots of what is derived of them."""
    return frozenset(map(inflected, vague)) | vague, frozenset(map(derived, vague)) - frozenset(map(derived, OTHERS))


@lru_cache(1)
def _idle_forms() -> tuple[frozenset[str], frozenset[str]]:
    return _forms(FUNCTION_WORDS | COMMONPLACES | SAYS_NOTHING)


@lru_cache(1)
def _vague_forms() -> tuple[frozenset[str], frozenset[str]]:
    return _forms(VAGUE)


@lru_cache(1 << 14)
def is_idle(stem: str) -> bool:
    """Whether a stem says nothing, beside others too: that of an adverb, a form of a word that may stand anywhere, or a
    number with a unit."""
    stems, roots = _idle_forms()
    if len(stem) < 2 or stem in stems or (stem.endswith("ly") and stem not in NO_ADVERBS):
        return True
    return derived(stem) in roots or _SIZE.fullmatch(stem) is not None


@lru_cache(1 << 14)
def is_vague(stem: str) -> bool:
    """Whether a stem says little alone: it is idle, or a form of a vague word."""
    stems, roots = _vague_forms()
    return is_idle(stem) or stem in stems or derived(stem) in roots or stem in NOT_ALONE


def is_idiom(plain: Sequence[str]) -> bool:
    """Whether words that stand side by side, without their plurals, hold something that hyphens join and that says
    nothing."""
    said = f" {' '.join(plain)} "
    return any(f" {idiom} " in said for idiom in IDIOMS)


def root_of(stem: str) -> str:
    """What words begin with that tell the same."""
    return stem[:ROOT]


@lru_cache(1 << 15)
def stem_of(word: str) -> str:
    """The stem under which a folded word counts; "" for one that says nothing."""
    if word.isdigit() or (len(word) < 2 and word.isascii()):
        return ""
    stem = inflected(word)
    return "" if stem in _plain_stems() else stem


def forget_words() -> None:
    """Forget the stems of the words that were looked up last: many papers have been entered, and few will be soon."""
    stem_of.cache_clear()


@lru_cache(1)
def _plain_stems() -> frozenset[str]:
    return frozenset(map(inflected, FUNCTION_WORDS | COMMONPLACES))


def stems_of(text: str) -> list[str]:
    """The stems of a text in order, repeats included."""
    found = parts(without_addresses(text))
    if text.isascii() or not any(map(is_unspaced, found)):
        return [stem for stem in map(stem_of, found) if stem]
    runs = (entries(word) if is_unspaced(word) else [stem_of(word)] for word in found)
    return [stem for run in runs for stem in run if stem]
