"""Parameters of every distribution for Hypothesis, each with what has to hold for its values."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

NUMBERS = st.one_of(st.integers(-1000, 1000), st.floats(-1000, 1000, allow_subnormal=False).map(lambda x: round(x, 3)))
POSITIVE = st.floats(0.001, 1000).map(lambda x: round(x, 3))
EXPONENTS = st.integers(-20, 20)
QUANTA = st.sampled_from([1, 2, 7, 0.1, 0.5, 0.25, 0.01, 3.0])
VALUES = st.one_of(
    st.integers(-5, 5), st.booleans(), st.none(), st.text(max_size=3), st.lists(st.integers(), max_size=2)
)


@dataclass(frozen=True)
class Described:
    """A parameter as a user writes it, and a check of a value of it."""

    given: dict[str, Any]
    fits: Callable[[Any], bool]


def ordered(numbers: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, Any]]:
    """Two of ``numbers``, the lower first."""
    return st.tuples(numbers, numbers).map(lambda pair: (min(pair), max(pair)))


def whole_multiple(value: float, quantum: float) -> bool:
    """Whether ``value``, as it is written, is a multiple of ``quantum``, as it is written."""
    return (Fraction(str(value)) / Fraction(str(quantum))).denominator == 1


def _bounded(name: str, bounds: tuple[Any, Any], low: float, high: float) -> Described:
    given = {"distribution": name, "min": bounds[0], "max": bounds[1]}
    return Described(given, lambda value: low <= value <= high)


def _quantized(name: str, bounds: tuple[Any, Any], quantum: float, low: float, high: float) -> Described | None:
    if math.floor(Fraction(str(high)) / Fraction(str(quantum))) < math.ceil(
        Fraction(str(low)) / Fraction(str(quantum))
    ):
        return None
    given = {"distribution": name, "min": bounds[0], "max": bounds[1], "q": quantum}
    return Described(given, lambda value: low <= value <= high and whole_multiple(value, quantum))


def _spread(name: str, mu: float, sigma: float, least: float) -> Described:
    return Described({"distribution": name, "mu": mu, "sigma": sigma}, lambda value: value >= least)


def _rounded(settings: dict[str, Any], quantum: float, least: float, most: float) -> Described:
    return Described(settings | {"q": quantum}, lambda value: least <= value <= most and whole_multiple(value, quantum))


def _is_whole_between(bounds: tuple[int, int]) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and bounds[0] <= value <= bounds[1]


def _bounded_ones() -> st.SearchStrategy[Described]:
    return st.one_of(
        ordered(st.integers(-50, 50)).map(lambda b: Described({"min": b[0], "max": b[1]}, _is_whole_between(b))),
        ordered(NUMBERS).map(lambda b: _bounded("uniform", b, *b)),
        ordered(EXPONENTS).map(lambda b: _bounded("log_uniform", b, math.exp(b[0]), math.exp(b[1]))),
        ordered(POSITIVE).map(lambda b: _bounded("log_uniform_values", b, *b)),
        ordered(EXPONENTS).map(lambda b: _bounded("inv_log_uniform", b, math.exp(-b[1]), math.exp(-b[0]))),
        ordered(POSITIVE).map(lambda b: _bounded("inv_log_uniform_values", b, *b)),
    )


def _quantized_ones() -> st.SearchStrategy[Described]:
    maybe = st.one_of(
        st.builds(lambda b, q: _quantized("q_uniform", b, q, *b), ordered(NUMBERS), QUANTA),
        st.builds(
            lambda b, q: _quantized("q_log_uniform", b, q, math.exp(b[0]), math.exp(b[1])), ordered(EXPONENTS), QUANTA
        ),
        st.builds(lambda b, q: _quantized("q_log_uniform_values", b, q, *b), ordered(POSITIVE), QUANTA),
    )
    return maybe.flatmap(lambda found: st.nothing() if found is None else st.just(found))


def _open_ones() -> st.SearchStrategy[Described]:
    spread = st.floats(0.1, 2).map(lambda sigma: round(sigma, 2))
    normal = st.builds(lambda mu, sigma: {"distribution": "q_normal", "mu": mu, "sigma": sigma}, NUMBERS, POSITIVE)
    log_normal = spread.map(lambda sigma: {"distribution": "q_log_normal", "sigma": sigma})
    beta = st.builds(lambda a, b: {"distribution": "beta", "a": a, "b": b}, POSITIVE, POSITIVE)
    return st.one_of(
        st.builds(lambda mu, sigma: _spread("normal", mu, sigma, -math.inf), NUMBERS, POSITIVE),
        st.builds(lambda mu, sigma: _spread("log_normal", mu, sigma, 0.0), st.integers(-5, 5), spread),
        beta.map(lambda settings: Described(settings, lambda value: 0 <= value <= 1)),
        st.builds(lambda settings, q: _rounded(settings, q, -math.inf, math.inf), normal, QUANTA),
        st.builds(lambda settings, q: _rounded(settings, q, 0, math.inf), log_normal, QUANTA),
        st.builds(lambda settings, q: _rounded(settings | {"distribution": "q_beta"}, q, 0, 1), beta, QUANTA),
    )


def described() -> st.SearchStrategy[Described]:
    """Any parameter."""
    return st.one_of(choices(), _bounded_ones(), _quantized_ones(), _open_ones())


def choices() -> st.SearchStrategy[Described]:
    """A parameter that is constant or one of some values."""
    return st.one_of(
        VALUES.map(lambda value: Described({"value": value}, lambda v: v == value and type(v) is type(value))),
        st.lists(VALUES, min_size=1, max_size=4).map(lambda vs: Described({"values": vs}, lambda v: v in vs)),
    )


def grid_parameters() -> st.SearchStrategy[dict[str, Any]]:
    """A parameter that a grid can go through, with few values."""
    return st.one_of(
        choices().map(lambda d: d.given),
        st.tuples(st.integers(-5, 5), st.integers(0, 3)).map(lambda p: {"min": p[0], "max": p[0] + p[1]}),
        st.tuples(st.integers(-5, 5), st.integers(0, 3)).map(
            lambda p: {"distribution": "q_uniform", "min": p[0] / 10, "max": (p[0] + p[1]) / 10, "q": 0.1}
        ),
    )


NAMES = st.text(st.characters(categories=("L", "N"), include_characters="._-"), min_size=1, max_size=5)


def grids() -> st.SearchStrategy[dict[str, Any]]:
    """The parameters of a grid, some inside of others."""
    flat = st.dictionaries(NAMES, grid_parameters(), min_size=1, max_size=3)
    nested = st.builds(lambda inner: {"parameters": inner}, flat)
    return st.dictionaries(NAMES, st.one_of(grid_parameters(), nested), min_size=1, max_size=3)
