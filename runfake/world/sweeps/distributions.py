"""The distributions that a parameter's values can be drawn from, by the names that W&B documents."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random

Settings = Mapping[str, float]
Bounds = tuple[float, float]

# exp() of more than this is no number any more.
LARGEST_EXPONENT = 709.0
_EVERYTHING = (-math.inf, math.inf)


@dataclass(frozen=True, slots=True)
class Distribution:
    """How a number is drawn.

    Attributes:
        draw: a number, from what the parameter sets.
        bounds: the least and the greatest number that can be drawn.
        needs: what the parameter has to set.
        defaults: what it may set.
        positive: which of its settings have to be above 0.
        exponents: which of them are exponents of e.
    """

    draw: Callable[[Random, Settings], float]
    bounds: Callable[[Settings], Bounds]
    needs: tuple[str, ...] = ()
    defaults: Settings = field(default_factory=dict)
    positive: tuple[str, ...] = ()
    exponents: tuple[str, ...] = ()


def _exp(exponent: float) -> float:
    return math.exp(min(exponent, LARGEST_EXPONENT))


def _within(settings: Settings) -> Bounds:
    return settings["min"], settings["max"]


def _between(random: Random, settings: Settings) -> float:
    return random.uniform(settings["min"], settings["max"])


def _log_between(random: Random, settings: Settings) -> float:
    return math.exp(random.uniform(math.log(settings["min"]), math.log(settings["max"])))


def _normal(random: Random, settings: Settings) -> float:
    return random.gauss(settings["mu"], settings["sigma"])


_MIN_MAX = ("min", "max")
_MU_SIGMA = {"mu": 0.0, "sigma": 1.0}
_VALUES = Distribution(_log_between, _within, _MIN_MAX, positive=_MIN_MAX)

# A name with ``q_`` before it draws in the same way, and rounds to multiples of ``q``.
DISTRIBUTIONS = {
    "uniform": Distribution(_between, _within, _MIN_MAX),
    "log_uniform": Distribution(
        lambda random, s: _exp(_between(random, s)), lambda s: (_exp(s["min"]), _exp(s["max"])),
        _MIN_MAX, exponents=_MIN_MAX,
    ),
    "log_uniform_values": _VALUES,
    "inv_log_uniform": Distribution(
        lambda random, s: _exp(-_between(random, s)), lambda s: (_exp(-s["max"]), _exp(-s["min"])),
        _MIN_MAX, exponents=_MIN_MAX,
    ),
    # log(1/x) is uniform where log(x) is.
    "inv_log_uniform_values": _VALUES,
    "normal": Distribution(_normal, lambda _: _EVERYTHING, defaults=_MU_SIGMA, positive=("sigma",)),
    "log_normal": Distribution(
        lambda random, s: _exp(_normal(random, s)), lambda _: (0.0, math.inf), defaults=_MU_SIGMA, positive=("sigma",),
    ),
    "beta": Distribution(
        lambda random, s: random.betavariate(s["a"], s["b"]), lambda _: (0.0, 1.0),
        defaults={"a": 1.0, "b": 1.0}, positive=("a", "b"),
    ),
}  # fmt: skip
QUANTIZED = {
    f"q_{name}": name for name in ("uniform", "log_uniform", "log_uniform_values", "normal", "log_normal", "beta")
}
DEFAULT_QUANTUM = 1
DEFAULT_QUANTUM_OF_BETA = 0.1
