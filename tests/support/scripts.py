"""Words of many scripts, in pairs that a mark tells apart and pairs that it does not, and strategies that make more."""

from __future__ import annotations

from hypothesis import strategies as st

APART = (
    ("रोम", "राम"),
    ("राज़", "राज"),
    ("ガラス", "カラス"),
    ("ﾊﾟﾝ", "ﾊﾝ"),
    ("เสือ", "เสื่อ"),
    ("พี", "พี่"),
    ("ป้า", "ปา"),
    ("Строй", "Строи"),
    ("їх", "іх"),
    ("ѓон", "гон"),
    ("কলি", "কালি"),
    ("கல்", "கால்"),
    ("ਰੋਮ", "ਰਾਮ"),
    ("ລ້ານ", "ລານ"),
    ("សើ", "សី"),
    ("မာ", "မား"),
    ("བོད", "བད"),
    ("ሰላም", "ሰላሙ"),
    ("سئل", "سيل"),
    ("ދިވެހި", "ދވހ"),
)
"""Two words of one script; in most pairs a mark is all that tells them apart."""

ALIKE = (
    ("Łukasz Gödel", "lukasz godel"),
    ("Ἀθῆναι", "αθηναι"),
    ("Việt Nam", "viet nam"),
    ("ещё", "еще"),
    ("за\u0301мок", "замок"),
    ("שָׁלוֹם", "שלום"),
    ("مُحَمَّد", "محمد"),
    ("أحمد", "احمد"),
    ("ܫܠܳܡܳܐ", "ܫܠܡܐ"),
    ("葛\U000e0100城", "葛城"),
    ("ශ්\u200dරී", "ශ්රී"),
    ("می\u200cخواهم", "می خواهم"),
    ("x\u0302", "x"),
    ("ﾃﾞｰﾀ", "データ"),
)
"""One word as it is written with and without what people leave out."""

_SYLLABLES = {
    "Devanagari": ("करमन", ("", "ा", "ि", "ो", "्", "़")),
    "Tamil": ("கமரல", ("", "ா", "ோ", "்")),
    "Thai": ("กมรส", ("", "ิ", "ี", "ี่", "้")),
    "Burmese": ("ကမရ", ("", "ာ", "ို", "း")),
    "kana": ("かはカハ", ("", "\u3099")),
    "Cyrillic": ("иугк", ("", "\u0306")),
}

MARKED_WORDS = st.one_of(
    [
        st.lists(st.sampled_from([letter + mark for letter in letters for mark in marks]), min_size=2, max_size=4).map(
            "".join
        )
        for letters, marks in _SYLLABLES.values()
    ]
)
"""Words of scripts in which another mark makes another word."""
