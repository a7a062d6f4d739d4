"""TeX made readable: the bits that stand in titles and abstracts become plain characters. For the eye only."""

from __future__ import annotations

import re
from functools import lru_cache

_SYMBOLS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ",
    "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ",
    "Psi": "Ψ", "Omega": "Ω", "times": "×", "cdot": "·", "pm": "±", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥",
    "neq": "≠", "ne": "≠", "approx": "≈", "sim": "∼", "infty": "∞", "to": "→", "rightarrow": "→", "leftarrow": "←",
    "Rightarrow": "⇒", "in": "∈", "sum": "∑", "prod": "∏", "int": "∫", "partial": "∂", "nabla": "∇", "sqrt": "√",
    "ell": "ℓ", "forall": "∀", "exists": "∃", "cup": "∪", "cap": "∩", "subset": "⊂", "ldots": "…", "dots": "…",
    "cdots": "⋯", "star": "⋆", "ast": "∗", "circ": "∘", "dagger": "†", "ll": "≪", "gg": "≫", "equiv": "≡",
    "propto": "∝", "otimes": "⊗", "oplus": "⊕", "mid": "|", "quad": " ", "degree": "°", "textdegree": "°", "log": "log",
    "min": "min", "max": "max", "exp": "exp", "lim": "lim", "prime": "′", "uparrow": "↑", "downarrow": "↓",
    "checkmark": "✓", "textasciitilde": "~", "textbackslash": "\\",
}  # fmt: skip
_SUPER = str.maketrans("0123456789+-=()nibdkTx*", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵇᵈᵏᵀˣ*")
_SUB = str.maketrans("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
_CAN_RISE = frozenset("0123456789+-=()nibdkTx*")
_CAN_SINK = frozenset("0123456789+-=()aehijklmnoprstuvx")
_DROPPED = re.compile(
    r"\\(?:text(?:bf|it|tt|sc|rm|sf|sl)?|emph|math(?:bf|rm|cal|bb|it|sf|tt|frak|scr)|boldsymbol|bm|operatorname|url"
    r"|underline|mbox|hat|tilde|bar|vec|overline|widehat|widetilde)\s*\{([^{}]*)\}"
)
_HREF = re.compile(r"\\href\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_COMMAND = re.compile(r"\\([A-Za-z]+)(?![A-Za-z])\s?")
_ESCAPED = re.compile(r"\\([%$&#_{}~^ ,;!])")
_MATH = re.compile(r"(?<!\\)\$\$?([^$\n]{1,200}?)\$\$?")
_SCRIPT = re.compile(r"([_^])(?:\{([^{}]{1,24})\}|([A-Za-z0-9*+-]))")
_ACCENT = re.compile(r"\\([`'^\"~=.cvuH])\s*\{?\\?([A-Za-z])\}?")
_MARKS = {"`": "\u0300", "'": "\u0301", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
          "c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b"}  # fmt: skip


@lru_cache(512)
def readable(text: str) -> str:
    """The text with its TeX as plain characters: "$\\\\pi_0$" is "π₀", "\\\\url{x}" is "x"; money stays money."""
    if "\\" not in text and "$" not in text and "~" not in text:
        return text
    text = _HREF.sub(r"\2 (\1)", text)
    text = _MATH.sub(lambda found: _math(found[0], found[1]), text)
    text = _plain(text)
    text = re.sub(r"(?<=\S)~(?=\S)", " ", text)
    return text.replace("``", "“").replace("''", "”")


def _math(whole: str, inner: str) -> str:
    """The inside of `$…$`; what does not look like mathematics ("$5 and $6") is left as it is."""
    if inner[0].isspace() or inner[-1].isspace() or (inner[0].isdigit() and " " in inner and "\\" not in inner):
        return whole
    return _scripts(_plain(inner)).replace("{", "").replace("}", "")


def _plain(text: str) -> str:
    for _ in range(3):
        text, changed = _DROPPED.subn(r"\1", text)
        if not changed:
            break
    text = _FRACTION.sub(r"\1/\2", text)
    text = _ACCENT.sub(lambda found: found[2] + _MARKS[found[1]] if not _is_command(found[0]) else found[0], text)
    text = _COMMAND.sub(_symbol, text)
    return _ESCAPED.sub(r"\1", text)


def _is_command(text: str) -> bool:
    return text[1].isalpha() and "{" not in text


def _symbol(found: re.Match[str]) -> str:
    name = found[1]
    if name in _SYMBOLS:
        return _SYMBOLS[name]
    return "" if name in ("left", "right", "big", "Big", "displaystyle", "mathrm", "rm", "bf", "it") else found[0]


def _scripts(text: str) -> str:
    def script(found: re.Match[str]) -> str:
        inner = found[2] or found[3]
        rises = found[1] == "^"
        if set(inner) <= (_CAN_RISE if rises else _CAN_SINK):
            return inner.translate(_SUPER if rises else _SUB)
        return f"{found[1]}{inner}" if len(inner) == 1 else f"{found[1]}({inner})"

    return _SCRIPT.sub(script, text)
