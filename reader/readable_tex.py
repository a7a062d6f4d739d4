"""TeX made readable: the bits that stand in titles and abstracts become plain characters. For the eye only.

What a command stands for is told where bibliographies are read (`latex`); here is what is different for text
that may be no TeX at all: braces, dashes and money stay, while math is written in characters. The libraries for it
(pylatexenc, unicodeit) lose text that is no TeX.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from reader.latex import Decoder
from reader.patterns import regex

_MATH_SYMBOLS = {
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
_DRESS = regex(
    r"text(?:bf|it|tt|sc|rm|sf|sl)?|emph|math(?:bf|rm|cal|bb|it|sf|tt|frak|scr)|boldsymbol|bm|operatorname"
    r"|underline|mbox|hat|tilde|bar|vec|overline|widehat|widetilde"
)
"""Commands whose argument is shown without them."""
_GONE = frozenset(("left", "right", "big", "Big", "displaystyle", "rm", "bf", "it"))
_LONGEST = 200
"""Characters of a formula."""
_SCRIPT = regex(r"([_^])(?:\{([^{}]{1,24})\}|([A-Za-z0-9*+-]))")
_LITERAL = str.maketrans({"{": "\x01", "}": "\x02"})
_SHOWN = str.maketrans({"{": "", "}": "", "\x01": "{", "\x02": "}"})


@lru_cache(512)
def readable(text: str) -> str:
    """The text with its TeX as plain characters: "$\\\\pi_0$" is "π₀", "\\\\url{x}" is "x"; money stays money."""
    if not any(sign in text for sign in ("\\", "$", "~", "``", "''")):
        return text
    return unicodedata.normalize("NFC", _ForTheEye(text).text())


class _ForTheEye(Decoder):
    """What is surely TeX in a text, decoded."""

    symbols = Decoder.symbols | _MATH_SYMBOLS

    def mark(self, kind: str, match: re.Match[str]) -> str:
        if kind == "math":
            return self._formula(match)
        if kind == "tie":
            around = self._tex[max(0, match.start() - 1) : match.start()], self._tex[match.end() : match.end() + 1]
            return " " if all(sign.strip() for sign in around) else match[0]
        if kind == "open" and self._tex.startswith("\\", match.end()):
            self._at = match.start()
            return self.group()
        return super().mark(kind, match) if kind in ("left", "right") else match[0]

    def dressed(self, name: str) -> str | None:
        if name in ("frac", "dfrac", "tfrac"):
            return f"{self.group()}/{self.group()}"
        if _DRESS.fullmatch(name):
            return self.group()
        return "" if name in _GONE else None

    def _formula(self, match: re.Match[str]) -> str:
        """A formula in characters; where it does not look like one ("$5 and $6") only its first sign is taken."""
        inner = match[0].strip("$")
        amount = inner[:1].isdigit() and " " in inner and "\\" not in inner
        if not inner or inner != inner.strip() or amount or len(inner) > _LONGEST:
            self._at = match.start() + 1
            return "$"
        return _scripts(_Formula(inner, self._depth + 1).text()).translate(_SHOWN)


class _Formula(_ForTheEye):
    """The inside of a formula."""

    def mark(self, kind: str, match: re.Match[str]) -> str:
        return " " if kind == "tie" else match[0]

    def _sign(self, sign: str) -> None:
        if sign in "{}":
            self._out.append(sign.translate(_LITERAL))
        else:
            super()._sign(sign)


def _scripts(text: str) -> str:
    def script(found: re.Match[str]) -> str:
        inner = found[2] or found[3]
        rises = found[1] == "^"
        if set(inner) <= (_CAN_RISE if rises else _CAN_SINK):
            return inner.translate(_SUPER if rises else _SUB)
        return f"{found[1]}{inner}" if len(inner) == 1 else f"{found[1]}({inner})"

    return _SCRIPT.sub(script, text)
