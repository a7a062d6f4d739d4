"""What shows that words beside a title are its authors: the head of their column, or what names have and remarks lack.

It is enough that nothing speaks against people in a column of authors. Elsewhere something must speak for them: words
that only look like names ("Visual Genome, Pascal Voc") are no authors, unless the whole page has such a place for them.

    >>> says_authors("Title & Authors"), says_authors("Presenter")
    (True, False)
    >>> may_be_persons(["Ada Sample", "Bo Sample"]), may_be_persons(["Must Read", "Highly Recommended"])
    (True, False)
    >>> may_be_persons(["Ada Sample"]), may_be_persons(["Ada Sample"], dated=True), may_be_persons(["A. Sample"])
    (False, True, True)
    >>> shows_persons(["Ada Sample", "Bo Sample"]), shows_persons(["Pascal Voc"]), shows_persons(["A. Sample"])
    (True, False, True)
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.formats.huggingface.page_evidence import says_words

_AUTHORS_COLUMN = re.compile(
    r"(?:(?:all|first|lead|main|paper|the) )?authors?(?: (?:list|names?))?|(?:written )?by", re.IGNORECASE
)
_PARTS = re.compile(r"[&/,;:+(]|<br\s*/?>|\band\b", re.IGNORECASE)
"""What stands between the words of a head that says several things."""
_BESIDE_AUTHORS = re.compile(
    r"|s\)?|years?|dates?|published|titles?|papers?|names?|links?|code|(?:and )?(?:others|et\.? ?al\.?)", re.IGNORECASE
)
"""What a head may say beside authors, so that whatever else stands there in words is their names."""
_INITIAL = re.compile(r"(?:^|[\s.-])[^\W\d_a-z]\.")
_SPELT = re.compile(r"[^\W\d_]+")
_SMALL = frozenset("a an and as at but by can for has in is it no not of on or so the to via was we AI".split())  # noqa: SIM905
"""Words that are names when they are spelt otherwise ("An", "Ai")."""
_NO_PERSONS = frozenset(
    """
    about after again all also always amazing and another any apple awesome bad beats before big both breaks but
    cheap classic clean clear code comes cool could day days did does done each easy enough ever every everything
    excellent fantastic fast finally first for from full fun funny gets gives great had has have hello here high
    higher highly how ideas important interesting into its large last late later lots lower makes many most much
    must neat needs never new newest next nice nothing now official often oldest one only open other our out over
    own part parts perfect please pretty quite really recent same second seems shows simple solid some stuff sure
    that their them then these they things third this those three thus todo too top two under unread until useful
    uses very via was were what when where which while who why with without wonderful works worse worst would yet
    your

    academy alibaba amazon anthropic baidu bytedance center centre china college company deepmind department
    facebook google group huawei ibm inc institute intel lab laboratory labs mellon meta microsoft mistral mit
    nvidia openai oxford salesforce samsung school stanford team tencent tsinghua university

    advances annals communications conference findings journal letters magazine nature proceedings science
    symposium transactions workshop workshops
    """.split()  # noqa: SIM905  (a list of this length reads best as text)
)
"""Words of remarks, of houses where people work and of what papers appear in, which hardly are a person's name."""
_KNOWN_FAMILIES = frozenset(
    """
    Cai Cao Chang Chen Cheng Chu Cui Deng Ding Dong Duan Fang Feng Gao Gu Guo Han Hao Hou Hsieh Hsu Hu Huang Jia Jiang
    Jin Lei Li Liang Liao Lin Ling Liu Lu Luo Ma Ng Pan Peng Qian Qiao Qin Qiu Ren Shao Shen Su Tang Tao Tian Tsai
    Wang Wei Wu Xia Xiang Xiao Xie Xiong Xu Xue Yan Yang Yao Ye Yin Yu Yuan Zeng Zhang Zhao Zheng Zhong Zhou Zhu Zou

    Ahn Bae Choi Chung Hwang Jang Jeong Jung Kang Kim Kwon Lee Lim Park Seo Shin Yoo Yoon Inoue Ito Kato Kobayashi
    Kondo Matsumoto Nakamura Saito Sasaki Sato Suzuki Takahashi Tanaka Watanabe Yamada Yamamoto Yoshida Dang Hoang
    Nguyen Pham Phan Tran Vu Agarwal Aggarwal Banerjee Bansal Bhattacharya Chakraborty Desai Ghosh Goyal Gupta Iyer
    Joshi Kapoor Kumar Mehta Mishra Mukherjee Patel Reddy Roy Shah Sharma Singh Sinha Srivastava Verma Abdullah Ahmad
    Ahmed Ali Hassan Hussain Ibrahim Khan Mohamed Mohammad Muhammad Rahman

    Anderson Andersson Barbieri Bianchi Collins Davies Davis Dubois Edwards Fernandez Fernández Ferrari Garcia García
    Gomez Gómez Gonzalez González Gutierrez Hernandez Hernández Hughes Ivanov Ivanova Johansson Jones Keller Kowalski
    Larsen Lopez López Martinez Martínez Moreau Morris Müller Murphy Nielsen Nilsson Novak Oliveira Olsen Pereira
    Perez Pérez Peters Phillips Ramirez Robinson Rodrigues Rodriguez Rodríguez Rossi Russo Sanchez Sánchez Santos
    Schneider Schulz Silva Smirnov Sousa Torres Yilmaz
    """.split()  # noqa: SIM905
)
"""Family names that very many people have, and that are no English words and in no method's name."""
_KNOWN_GIVEN = frozenset(
    """
    Aaron Ada Akira Alan Alejandro Aleksandr Aleksandra Alessandro Alex Alexander Alexandre Alexey Alice Amanda Amir
    Amit Amy Anastasia Anders Andrea Andreas Andrei Andrew Andrey Anil Ann Anna Anne Antoine Anton Antonio Arjun
    Arthur Benjamin Bernhard Bjorn Björn Bob Brian Bruno Carlos Caroline Catherine Chris Christian Christina Christoph
    Christopher Clara Claudia Daniel Daniela Daniele David Denis Diego Dieter Dmitri Dmitry Edward Ekaterina Elena
    Elias Elizabeth Emily Emma Eric Erik Eva Fabian Federico Felipe Fernando Florian Francesca Francesco François
    Gabriel Geoffrey George Giovanni Giulia Gregory Guillaume Hamid Hannah Hans Helen Henry Hiroshi Ilya Ingrid Isabel
    Ivan Jacob James Jana Jane Jason Javier Jean Jeffrey Jennifer Jens Jeremy Jessica Joachim Johan Johannes John
    Jonas Jonathan Jorge Joseph Joshua José Juan Julia Julian Julien Justin Jörg Jürgen Karen Karl Katarzyna Katherine
    Kenji Kenneth Kevin Lars Laura Lauren Laurent Lorenzo Louis Luca Lucas Luis Lukas Manuel Marc Marco Marcus Maria
    Marie Markus Martin Martina María Mathias Mats Matteo Matthew Matthias Matthieu Maxim Mehdi Melanie Michael Michal
    Michel Michele Miguel Mikhail Natalia Nathan Nicholas Nicolas Nicole Niklas Nikolai Nikolaos Oleg Olga Oliver
    Olivier Omar Pablo Paolo Patrick Paul Paula Pavel Pedro Peter Philip Philipp Philippe Pierre Pietro Piotr Priya
    Rachel Rafael Rahul Raj Rajesh Rebecca Reza Ricardo Riccardo Richard Robert Roberto Ryan Samantha Samuel Sanjay
    Sara Sarah Scott Sebastian Sergei Sergey Sergio Simon Simone Sofia Sophie Stefan Stefano Stephan Stephanie Stephen
    Steven Susan Sylvain Takashi Thomas Timothy Tobias Tomas Valentina Vijay Vladimir Walter William Wolfgang Xavier
    Yann Yannick Yoshua Youssef Yuki Yuri
    """.split()  # noqa: SIM905
)
"""The same of given names."""
_KNOWN = _KNOWN_FAMILIES | _KNOWN_GIVEN
_MAC = re.compile(r"\b(?:Mc|O['’])[^\W\d_a-z][^\W\d_]+")
_HOUSES = frozenset(
    """
    agency association authors co collaboration committee consortium corp corporation council dept division faculty
    foundation gmbh hospital incorporated limited llc ltd ministry office organisation organization project research
    society team unit usa working

    akademie amt arbeitsgemeinschaft arbeitsgruppe arbeitskreis ausschuss behörde bundesamt bundesanstalt fakultät
    gesellschaft hochschule institut kommission ministerium stiftung universität verband verein
    académie association comité commission conseil école fondation institut laboratoire ministère société université
    academia asociación comisión consejo facultad fundación instituto ministerio sociedad universidad
    associazione comitato commissione consiglio fondazione istituto ministero società università
    """.split()  # noqa: SIM905
)
_HOUSE_ENDS = ("gesellschaft", "verband", "verein", "institut", "ministerium", "stiftung", "universität", "hochschule")
"""What German words for houses end with."""
"""More words of houses, which stand in their names beside a comma."""
_PINYIN = re.compile(
    r"(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:[iu]?ang|i?ong|[ei]ng|[iu]?an|[eiu]n|i?ao|u?ai|[eu]i|[io]u|[iu]e|[iu]a|uo|[aeiu])[bpmdtnljqxy]ing",
    re.IGNORECASE,
)
"""Chinese names of two syllables that end as English words do ("Haiming")."""
_GIVEN = re.compile(r"^[^\W\d_a-z]{1,3} |\b(?:Charles|Dieter|V[ií][ck]tor|Walter)\b")
"""Initials without points, and given names, that read like words."""
_COUPLE = 2
_WORDY_NAMES = 0.25
"""The share of names in a long list that may have a word in them: a team, a house."""


def says_authors(head: str) -> bool:
    """Whether the head of a column says that authors stand in it, perhaps with something else."""
    return any(_AUTHORS_COLUMN.fullmatch(" ".join(part.strip(" *_").split())) for part in _PARTS.split(head))


def says_nothing_else(head: str) -> bool:
    """Whether the head of a column that says authors says nothing beside them that may be taken for a name, as a place
    or a house may."""
    parts = (" ".join(part.strip(" *_").split()) for part in _PARTS.split(head))
    return all(_AUTHORS_COLUMN.fullmatch(part) or _BESIDE_AUTHORS.fullmatch(part) for part in parts)


def shows_persons(names: Sequence[str], *, joined: bool = False) -> bool:
    """Whether some of the names are those of people for sure: one with initials, half of them with a name that very
    many people have, or one of them where they are `joined` by an "and" or a year stands behind them."""
    if any(_INITIAL.search(name) for name in names):
        return True
    known = sum(not _KNOWN.isdisjoint(_SPELT.findall(name)) or _MAC.search(name) is not None for name in names)
    return known >= (1 if joined else max(1, 0.5 * len(names)))


def may_be_persons(names: Sequence[str], *, introduced: bool = False, dated: bool = False) -> bool:
    """Whether nothing in words in the form of names speaks against people: three or more that are not made of words,
    two none of which is, one with initials.

    Where "by" stands before them or "et al." after (`introduced`), or a year (`dated`), one is enough.
    """
    wordy = sum(any(map(_is_no_name, _SPELT.findall(name))) for name in names)
    long = len(names) > _COUPLE
    if wordy > (_WORDY_NAMES * len(names) if long else 0):
        return False
    if introduced or any(_INITIAL.search(name) for name in names):
        return True
    plain = [_without_given(name) for name in names]
    if long:
        return not says_words(", ".join(plain))
    return (dated or len(names) == _COUPLE) and not any(map(says_words, plain))


def is_known_given(word: str) -> bool:
    """Whether a word is a given name that very many people have."""
    return word in _KNOWN_GIVEN


def has_known_family(name: str) -> bool:
    """Whether a name has a family name in it that very many people have."""
    return not _KNOWN_FAMILIES.isdisjoint(_SPELT.findall(name))


def names_a_house(name: str) -> bool:
    """Whether a word of a name is one of houses where people work, or of remarks, and hardly a person's."""
    words = [word.lower() for word in _SPELT.findall(name)]
    if any(map(_is_no_name, _SPELT.findall(name))) or not _HOUSES.isdisjoint(words):
        return True
    return any(word.endswith(_HOUSE_ENDS) for word in words)


def _is_no_name(word: str) -> bool:
    return word in _SMALL or word.lower() in _NO_PERSONS


def _without_given(name: str) -> str:
    """A name without those words that end as English words do and are known to be names, and without initials."""
    return " ".join(word for word in _GIVEN.sub("", name).split() if not _PINYIN.fullmatch(word))
