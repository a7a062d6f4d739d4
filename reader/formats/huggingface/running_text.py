"""Whether lines and the paragraphs under them are the parts of one text, as of a draft, a thesis, a report or a review,
and not titles and abstracts of papers.

Research is told in the same words in both. What differs is what stands above the paragraphs: parts are called by what
they do ("Introduction", "Chapter 2: Background", "3.1 Training") or in a few words of which only the first has a
capital; and that one paragraph follows another, and leads to a figure or to another part. Of 4,024 titles of papers
none names a part, and 97 of 100 tell what the paper is about.

    >>> names_part("Discussion and limitations"), names_part("3.1 Foxes"), names_part("Appendix B: Foxes")
    (True, True, True)
    >>> names_part("Limitations of Foxes"), tells_subject("Limitations of Foxes in Gardens")
    (False, True)
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.titles import is_generic, title_key

_WORDS_OF_PARTS = frozenset(
    """
ablation ablations additional aim aims algorithm algorithms analyses analysis application applications approach
approaches architecture architectures art assumptions availability baselines broader budget case challenges concepts
considerations context contribution contributions current data dataset datasets definition definitions deliverables
description design details directions ethical ethics evaluation evaluations example examples expected experiment
experimental experiments final findings formulation foundations framework further future general goal goals
home hypotheses hypothesis impact impacts implementation implications improvements inference instruments key lessons
learned learnt limitation limitations literature main measures message method methodological methodology methods metrics
milestones model models motivation motivations next notation objective objectives our outcome outcomes outlook
participants plan plans preliminaries previous prior problem problems procedure procedures progress proof proofs
proposed prospects purpose question rationale recommendations related reproducibility requirements research result
results review risks sample schedule scope setting settings setup significance societal state statement statistical step
steps strategy strengths structure studies study summary system systems take takeaway takeaways task tasks thank thanks
theorem theoretical theory thesis thoughts threats timeline training us validation validity weaknesses work works you

abschluss analyse anhang ansatz arbeit arbeiten aufbau ausblick auswertung daten danksagung diskussion durchfuhrung
eigener einfuhrung ergebnisse evaluierung experimente fazit forschung forschungsfrage forschungsfragen forschungsstand
fragestellung gliederung grundlagen hintergrund hypothesen implementierung kurzfassung limitationen literatur methode
methoden methodik methodisches modell problemstellung schluss schlussbetrachtung schlussfolgerung schlussfolgerungen
stand stichprobe technik theoretische theoretischer theorie umsetzung verwandte vorgehen versuche versuchsaufbau ziel
ziele zielsetzung

annexe annexes approche cadre connexes contexte demarche discussions donnees etat etude experience experiences
generale hypotheses l limites methode methodes methodologie modele objectif objectifs perspectives positionnement
problematique proposee recherche remerciements resultats revue solution synthese theorique travaux travail anterieurs

agradecimientos analisis anexo anexos antecedentes arte conclusiones datos del discusion diseno estado estudio
evaluacion experimentacion experimentos futuro futuros hipotesis justificacion limitaciones lineas marco materiales
metodo metodologia metodos modelo objetivo objetivos planteamiento problema propuesta recomendaciones relacionado
relacionados resultados resumen revision teorico trabajo trabajos

appendice bibliografica conclusione conclusioni contesto correlati correlato dati dell della discussione esperimenti
futuri lavori lavoro limiti metodi metodo metodologia modello obiettivi obiettivo proposto ringraziamenti risultati
sommario sperimentazione sperimentali stato sviluppi teoria teorici valutazione

agradecimentos analise avaliacao conclusao conclusoes consideracoes dados discussao experimentais finais fundamentacao
introducao materiais metodo metodologia objetivos proposta referencial relacionados resultados resumo revisao teorica
trabalhos

aanleiding aanbevelingen achtergrond conclusie conclusies dankwoord discussie doelstelling gerelateerd inleiding
methodologie onderzoek onderzoeksvraag probleemstelling resultaten samenvatting theoretisch kader werk

bakgrund diskussion forord indledning inledning innledning konklusion konklusjon metod metode resultat resultater
slutsats wstep metody metodologia wyniki dyskusja wnioski podsumowanie streszczenie

введение обзор литературы метод методы методика методология материалы результаты исследования эксперимент эксперименты
экспериментов обсуждение заключение выводы постановка задачи аннотация и

引言 介绍 简介 背景 研究背景 相关工作 文献综述 方法 研究方法 方法论 模型 实验 实验结果 实验设置 结果 结果与讨论 讨论
结论 总结 展望 总结与展望 结论与展望 摘要 致谢 关键词
序論 背景 研究背景 関連研究 先行研究 提案手法 手法 方法 実験 実験結果 評価 結果 考察 結論 おわりに まとめ
概要 要旨 今後の課題 謝辞
서론 배경 관련 연구 관련연구 방법 방법론 실험 결과 논의 결론 요약 초록
""".split()  # noqa: SIM905  (a list of this length reads best as text)
)
"""Words of which nothing but headings of parts are made, beside those that stand in many titles (`is_generic`)."""
_NUMBER = r"(?:\d{1,3}(?:\.\d{1,3}){0,3}|[IVXivx]{1,5}|[A-Z])"
_PART = re.compile(
    r"(?:(?:chapter|section|part|appendix|annex|lecture|lesson|module|unit|week|day|step|phase|stage|aim|objective|goal"
    r"|task|hypothesis|(?:research )?question|study|experiment|case study|work package|milestone|reviewer|referee"
    r"|comment|point|claim|finding|contribution|kapitel|abschnitt|teil|anhang|chapitre|partie|section|annexe"
    r"|cap[ií]tulo|secci[oó]n|se[cç][aã]o|anexo|capitolo|sezione|hoofdstuk|rozdział|глава|раздел)"
    rf" #?{_NUMBER}(?:\s*[:.)]|\s+[|–—-]\s|$)|(?:WP|RQ|[HRQ])\d{{1,2}}(?:\.\d{{1,2}})?(?:[:.)]|$)"
    r"|第\s*[\d一二三四五六七八九十]+\s*[章节節部])",
    re.IGNORECASE,
)
"""What counts the parts of a text."""
_COUNTED = re.compile(r"(?:§ ?\d|\d{1,2}(?:\.\d{1,2}){1,3}\.?\s+(?!(?:years?|months?|days?|hours?)\b)|[A-Z]\.\d"
                      r"|(?:[IVX]{1,5}|[A-H])\.\s)", re.IGNORECASE)  # fmt: skip
"""A number with another below it, a Roman one or a letter before a heading."""
_PLAIN = re.compile(r"\d{1,2}\s+(?=[^\W\d_])")
"""A number alone, as the titles of a few papers have it too."""
_WORD = re.compile(r"[^\W_][\w'’-]*")
_OWN = re.compile(r"\b(?:we|our|ours|us|this|these)\b", re.IGNORECASE)
"""Words by which a text speaks of itself."""
_ASKING = re.compile(r"(?:how|what|why|when|where|which|who)\b", re.IGNORECASE)
_FEW_WORDS = 4
"""Words from which a title tells what a paper is about."""
_MANY_WORDS = 7
"""The same where it has no capital but the first."""
_LITTLE_WORD = 4
"""A word of fewer letters may be without a capital in a title that has them."""
_WIDE_LETTERS = 8
"""The same in a script that writes words without blanks."""
_WITHIN = re.compile(
    r"\b(?:Fig(?:ure|s?\.)|Tab(?:le|s?\.)|Sec(?:tion|t?\.)|Eq(?:uation|s?\.)|Chapter|Appendix|Algorithm|Theorem|Lemma)"
    r"[ ~]?\(?(?:\d|[A-Z]\b|[IVX]+\b|\\ref)|\\(?:cite[pt]?|ref)\b"
    r"|\((?:see |cf\.? |e\.g\.,? )?[A-Z][\w'’-]+(?: et al\.?| (?:and|&) [A-Z][\w'’-]+)?,? (?:19|20)\d\d[a-z]?\)"
    r"|\[\d{1,3}(?:[,–-] ?\d{1,3})*\]"
    r"|\b(?:this|previous|next|following|last|earlier|later|preceding) (?:section|chapter|subsection|paragraph)s?\b"
    r"|\b(?:rest|remainder) of (?:the|this) (?:paper|thesis|report|article|chapter)\b|\borgani[sz]ed as follows\b"
    r"|\b(?:stated|described|mentioned|defined|introduced|discussed|shown|given|see|as) (?:above|below)\b"
)
"""What leads to another place of the text; so do 8 of 1,000 abstracts."""
_PARTS = 0.1
"""The share of headings that name a part from which on a text is a whole of parts."""
_TELLING = 0.65
"""The share of titles that must tell what a paper is about."""
_LEADING = 0.2
"""The share of abstracts from which on what leads elsewhere shows that they are none."""
_FEW = 4
"""So few titles and abstracts must be long, each of them, and stand alone."""
_LONG_ABSTRACT = 500
"""Characters that each abstract of these must have: 997 of 1,000 have them, and few paragraphs."""
_SEVERAL = 10
"""Of so few, abstracts must be long on the whole."""
_USUAL_ABSTRACT = 400
"""Characters that abstracts have on the whole: of 4,024 four have less."""


def is_running_text(headings: Sequence[str], titles: Sequence[str], abstracts: Sequence[str], untitled: int) -> bool:
    """Whether a text that says nothing of itself is a whole of parts, or too little to tell.

    `headings` are its lines that may be titles, `titles` those of them, without the signs of a list, that have a
    paragraph each, `abstracts` these paragraphs, and `untitled` counts those that follow other paragraphs.
    """
    count = len(titles)
    if count < _FEW and (untitled or min(map(len, abstracts), default=0) < _LONG_ABSTRACT):
        return True
    if count < _SEVERAL and sum(map(len, abstracts)) < _USUAL_ABSTRACT * count:
        return True
    untelling = [title for title in titles if not tells_subject(title)]
    telling = count - len(untelling) + (count < _FEW and any(map(_is_capitalised, untelling)))
    parts = sum(map(names_part, headings))
    counted = sum(_PLAIN.match(line) is not None for line in titles)
    leading = sum(_WITHIN.search(text) is not None for text in abstracts)
    return (
        max(parts, counted if counted > 1 else 0) >= _PARTS * len(headings)
        or telling < _TELLING * count
        or leading >= _LEADING * count
        or untitled > _LEADING * count
    )


def names_part(heading: str) -> bool:
    """Whether a line names a part of a text by what it does or by its number, and not a paper."""
    plain = heading.strip("#*_ ")
    if _PART.match(plain) or _COUNTED.match(plain):
        return True
    head, *behind = re.split(r"[:：]\s|\s[–—-]\s", _PLAIN.sub("", plain), maxsplit=1)
    if any(map(_is_short_form, _WORD.findall(head))) and (behind or not head.isupper()):
        return False
    key = title_key(head)
    return bool(key) and is_generic(" ".join(word for word in key.split() if word not in _WORDS_OF_PARTS))


def _is_short_form(word: str) -> bool:
    """Whether a word is a name by its capitals, as of a method: "SCOPE", "ReVision"."""
    return any(letter.isupper() for letter in word[1:])


def _is_capitalised(title: str) -> bool:
    """Whether all but the little words of a short title begin with a capital, as of one paper in thirty: "Segment
    Anything"."""
    words = [word for word in _WORD.findall(title) if len(word) >= _LITTLE_WORD]
    return len(words) > 1 and all(word[0].isupper() for word in words)


def may_tell_paper(title: str) -> bool:
    """Whether a line may be the title of one paper: it tells what that is about, or is its name, and none of a part."""
    return not names_part(title) and (tells_subject(title) or _is_capitalised(title))


def tells_subject(title: str) -> bool:
    """Whether a line tells what a paper is about, as its title does: in some words, with capitals or many, and without
    speaking of the text itself ("What we learned")."""
    words = _WORD.findall(title)
    if len(words) < _FEW_WORDS and sum(len(word) for word in words if not word.isascii()) >= _WIDE_LETTERS:
        return True
    has_capital = any(letter.isupper() for word in words[1:] for letter in word)
    is_parted = ":" in title
    return (
        len(words) + is_parted >= _FEW_WORDS
        and (has_capital or is_parted or len(words) >= _MANY_WORDS)
        and _OWN.search(title) is None
        and (_ASKING.match(title) is None or is_parted or "?" in title)
    )
