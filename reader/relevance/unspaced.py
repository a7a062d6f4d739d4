"""Scripts without blanks between words: which of their letters say nothing, and what a text says without these.

Nobody tells here where their words end. What says nothing is cut out wherever it stands; of the rest each ideograph and
kana counts, and each pair of neighbours, but of an alphabet four letters together: fewer are no word there.

>>> entries("本文提出量化方法"), telling_run("を用いた量子化の", "量"), telling_run("方法的", "方")
(['量', '化', '量化'], '量子化', '')
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.query.scripts import pairs
from reader.suggestions import TELLING, tells
from reader.text import words

_WORDS = sorted(
    words("""
        我们 我們 我々 他们 他們 本文 本稿 本研究 本論文 本论文 论文 論文 文章 作者 一种 一種 一个 一個 一些
        这种 這種 这些 這些 那些 这个 這個 其中 以及 可以 能够 能夠 可能 通过 通過 基于 基於 使用 利用 采用
        採用 进行 進行 提出 提案 研究 方法 手法 结果 結果 实验 實驗 実験 表明 显示 顯示 示す 证明 證明 实现
        實現 実現 提高 提升 有效 有効 显著 顯著 问题 問題 工作 现有 現有 既存 従来 目前 当前 當前 首先 然后
        然後 最后 最後 因此 由于 由於 针对 針對 关于 關於 对于 對於 不同 各种 各種 多种 多種 具有 包括 主要
        重要 相关 相關 许多 許多 更多 此外 同时 同時 如何 为了 為了 没有 沒有 已经 已經 存在 分析 探讨 探討
        检讨 検討 介绍 介紹 面向 综述 綜述 技术 技術 应用 應用 応用 适用 適用 新的 广泛 廣泛 相比 达到 達到
        取得 解决 解決 进一步 進一步 常用 传统 傳統 必要 場合 報告 評価 评估 評估 影响 影響 发展 發展 开发
        開発 用いた 用いて การ ความ ที่ และ ใน ของ เป็น ได้ ให้ จาก โดย มี นี้ วิธี วิธีการ เพื่อ ด้วย กับ แบบ ซึ่ง หรือ ไม่ จะ
        ต่อ ว่า เรา คือ อย่าง ผล
        งานวิจัยนี้ งานวิจัย วิจัย นำเสนอ การศึกษา ศึกษา การวิเคราะห์ วิเคราะห์ ใช้ สำหรับ ทาง พบว่า พัฒนา ระบบ ผลการ
        """),
    key=len,
    reverse=True,
)
"""Words that hold sentences together or that any abstract may hold, the longest first."""
_LETTERS = "的了是与與及其该該此这這那我们們它之也且但而或将將把被"
"""Letters that are such words nearly wherever they stand."""
_HIRAGANA = "\u3041-\u309f"
"""What is between the words of a Japanese text, and the endings of some."""
_LAST = "和在为為对對從从以并於于等有由不一中"
"""Letters that are such words at the end of a run; at its head they may begin another one (对话, 不确定)."""
_IDLE = re.compile(rf"(?:{'|'.join(_WORDS)}|[{_HIRAGANA}{_LETTERS}])+")
_ALPHABET = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+")
"""Letters of Thai, Lao, Burmese and Khmer."""
NOT_ALONE = frozenset(
    words("""
        模型 学习 學習 学習 机器 機器 機械 系统 系統 数据 數據 训练 訓練 任务 任務 性能 语言 語言 言語 信息
        資訊 情報 算法 网络 網絡 图像 圖像 画像 特征 特徵 智能 深度 框架 能力 大規模 大规模 自动 自動 处理
        處理 処理 生成 效率 质量 用户 过程 知识 知識 计算 計算 优化 優化 最適 文本 データ モデル システム
        タスク 人工 人類 人类 环境 環境 时间 時間 空间 空間 结构 結構 構造
        """)
)
"""Words that tell something beside others and say little alone."""


def entries(run: str) -> list[str]:
    """What counts of a run of such letters, in order."""
    return [entry for piece in _pieces(run) for entry in _entries(piece)]


def telling_run(run: str, letters: str) -> str:
    """What of a run tells something about these letters in it; "" where nothing does."""
    pieces = [piece.rstrip(_LAST) for piece in _pieces(run)]
    told = (piece for piece in pieces if letters in piece and len(piece) > 1 and tells(piece) >= TELLING)
    return next((piece for piece in told if piece not in NOT_ALONE), "")


def is_of_alphabet(letters: str) -> bool:
    """Whether these are letters of which several make a syllable."""
    return _ALPHABET.fullmatch(letters) is not None


def _pieces(run: str) -> Iterator[str]:
    """A run without what says nothing."""
    return filter(None, _IDLE.split(run))


def _entries(piece: str) -> list[str]:
    if is_of_alphabet(piece):
        return [piece[at : at + TELLING] for at in range(len(piece) - TELLING + 1)]
    return [*piece, *pairs(piece)]
