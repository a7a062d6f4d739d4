"""Fifty queries that a reader of these very papers would type, each with the paper meant.

The library is real: the three Hugging Face pages and a year of daily papers. Each query must bring its paper to the
top, and it may come second or third in a few cases only.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.formats.huggingface import daily_json, page
from reader.paper import Paper
from reader.query import parse
from reader.search import Index

CORPUS = Path(__file__).parent.parent.parent.parent / "shared" / "corpus"

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not (CORPUS / "hf-json").is_dir(), reason="the shared corpus is absent"),
]

MEANT = [
    # the method's name, as it sticks
    ("flatquant", "FlatQuant: Flatness Matters for LLM Quantization"),
    ("ragas", "RAGAS: Automated Evaluation of Retrieval Augmented Generation"),
    ("llava mini", "LLaVA-Mini: Efficient Image and Video Large Multimodal Models with One Vision Token"),
    ("gemma scope", "Gemma Scope: Open Sparse Autoencoders Everywhere All At Once on Gemma 2"),
    ("opendevin", "OpenDevin: An Open Platform for AI Software Developers as Generalist Agents"),
    ("songgen", "SongGen: A Single Stage Auto-regressive Transformer for Text-to-Song Generation"),
    ("halogen", "HALoGEN: Fantastic LLM Hallucinations and Where to Find Them"),
    ("seed tts", "Seed-TTS: A Family of High-Quality Versatile Speech Generation Models"),
    ("bitmod", "BitMoD: Bit-serial Mixture-of-Datatype LLM Acceleration"),
    ("mblip", "mBLIP: Efficient Bootstrapping of Multilingual Vision-LLMs"),
    # its name, mistyped or written otherwise
    ("flatqunat", "FlatQuant: Flatness Matters for LLM Quantization"),
    ("smothquant", "SmoothQuant+: Accurate and Efficient 4-bit Post-Training WeightQuantization for LLM"),
    (
        "skyeye gpt",
        "SkyEyeGPT: Unifying Remote Sensing Vision-Language Tasks via Instruction Tuning with Large Language Model",
    ),
    ("autelix", "Autellix: An Efficient Serving Engine for LLM Agents as General Programs"),
    (
        "compactify ai",
        "CompactifAI: Extreme Compression of Large Language Models using Quantum-Inspired Tensor Networks",
    ),
    ("graph translater", "GraphTranslator: Aligning Graph Model to Large Language Model for Open-ended Tasks"),
    ("metachunking", "Meta-Chunking: Learning Efficient Text Segmentation via Logical Perception"),
    ("o3 mini vs deepseek", "o3-mini vs DeepSeek-R1: Which One is Safer?"),
    # the words that are remembered, in any order
    ("humanitys last exam", "Humanity's Last Exam"),
    ("spark joy", "Does your data spark joy? Performance gains from domain upsampling at the end of training"),
    (
        "mixture of agents rethinking",
        "Rethinking Mixture-of-Agents: Is Mixing Different Large Language Models Beneficial?",
    ),
    ("knowledge cutoffs", "Dated Data: Tracing Knowledge Cutoffs in Large Language Models"),
    ("tensor product attention", "Tensor Product Attention Is All You Need"),
    ("weak judging strong", "On scalable oversight with weak LLMs judging strong LLMs"),
    ("frame dependent agency", "Agency Is Frame-Dependent"),
    (
        "rl really incentivize reasoning",
        "Does Reinforcement Learning Really Incentivize Reasoning Capacity in LLMs Beyond the Base Model?",
    ),
    ("claude computer use", "The Dawn of GUI Agent: A Preliminary Case Study with Claude 3.5 Computer Use"),
    ("wider deeper fairer", "Wider and Deeper LLM Networks are Fairer LLM Evaluators"),
    ("walk before you run", "Walk Before You Run! Concise LLM Reasoning via Reinforcement Learning"),
    ("show dont tell", "Show, Don't Tell: Aligning Language Models with Demonstrated Feedback"),
    (
        "100% named entity medical",
        "How far is Language Model from 100% Few-shot Named Entity Recognition in Medical Domain",
    ),
    ("small models self correct", "Small Language Model Can Self-correct"),
    # slips of the keyboard
    ("transcodrs feature circuits", "Transcoders Find Interpretable LLM Feature Circuits"),
    ("masked difusion text", "Scaling up Masked Diffusion Models on Text"),
    (
        "resume clasification",
        "ResumeAtlas: Revisiting Resume Classification with Large-Scale Datasets and Large Language Models",
    ),
    ("generatve color constncy", "GCC: Generative Color Constancy via Diffusing a Color Checker"),
    ("korean visoin language", "VARCO-VISION: Expanding Frontiers in Korean Vision-Language Models"),
    ("lifelong knowlege editing", "Lifelong Sequential Knowledge Editing without Model Degradation"),
    # begun, cut short, abbreviated
    ("on-device agent for text rew", "Towards an On-device Agent for Text Rewriting"),
    ("rout transf sparse att", "Efficient Content-Based Sparse Attention with Routing Transformers"),
    ("vocab parallelism pip", "Balancing Pipeline Parallelism with Vocabulary Parallelism"),
    ("tokenization counts ari", "Tokenization counts: the impact of tokenization on arithmetic in frontier LLMs"),
    (
        "rec flow transf resol",
        "I-Max: Maximize the Resolution Potential of Pre-trained Rectified Flow Transformers with Projected Flow",
    ),
    ("pretraining distillation", "Pre-training Distillation for Large Language Models: A Design Space Exploration"),
    # other spellings
    (
        "ＨＥＡＤ ＡＶＡＴＡＲＳ zero-1-to-a",
        "Zero-1-to-A: Zero-Shot One Image to Animatable Head Avatars Using Video Diffusion",
    ),
    ("FEDERATED CELLM", "CELLM: An Efficient Communication in Large Language Models Training for Federated Learning"),
    (
        "end‑to‑end driving 3dgs",
        "RAD: Training an End-to-End Driving Policy via Large-Scale 3DGS-based Reinforcement Learning",
    ),
    # what only the abstract or the authors tell
    (
        "llm serving agentic programs scheduler",
        "Autellix: An Efficient Serving Engine for LLM Agents as General Programs",
    ),
    ("bordes vision language introduction", "An Introduction to Vision-Language Modeling"),
    ("kurtosis rotation", "KurTail : Kurtosis-based LLM Quantization"),
]


@pytest.fixture(scope="module")
def library() -> tuple[Index, dict[str, Paper]]:
    """The index and the papers, the same title once."""
    read: list[Paper] = []
    for path in sorted((CORPUS / "hf-page").glob("0*.txt")):
        read += page.parse(path.read_text(encoding="utf-8")).papers
    for path in sorted((CORPUS / "hf-json").glob("*.json")):
        read += daily_json.parse(path.read_text(encoding="utf-8")).papers
    papers = {paper.title: Paper(paper.title, paper.title, paper.abstract, paper.authors) for paper in read}
    return Index(papers.values()), papers


def test_there_are_fifty_queries() -> None:
    """Fifty queries are asked."""
    assert len(MEANT) == len(set(MEANT)) == 50


@pytest.mark.parametrize(("text", "title"), MEANT)
def test_the_paper_meant_is_among_the_first_three(
    library: tuple[Index, dict[str, Paper]], text: str, title: str
) -> None:
    """The paper meant is among the first three."""
    index, papers = library
    assert title in list(index.search(parse(text), papers, limit=3).hits.ids)


def test_the_paper_meant_comes_first_nearly_always(library: tuple[Index, dict[str, Paper]]) -> None:
    """In at least 48 of the fifty the paper meant is the first."""
    index, papers = library
    missed = [text for text, title in MEANT if index.search(parse(text), papers, limit=1).hits.ids[0] != title]
    assert len(missed) <= 2, missed
