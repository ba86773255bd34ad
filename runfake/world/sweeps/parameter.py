"""One parameter of a sweep: what values it can have, and how one is drawn."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any, Protocol

from runfake.world.errors import Invalid, nearest
from runfake.world.jsontext import dumps
from runfake.world.sweeps.distributions import (
    DEFAULT_QUANTUM,
    DEFAULT_QUANTUM_OF_BETA,
    DISTRIBUTIONS,
    QUANTIZED,
    Distribution,
)
from runfake.world.sweeps.quantum import Multiples

CHOSEN = ("constant", "categorical", "categorical_w_probabilities")
NAMES = (*CHOSEN, "int_uniform", *DISTRIBUTIONS, *QUANTIZED)


class Parameter(Protocol):
    """A parameter that can be drawn; ``choices`` is what a grid goes through, None where that has no end."""

    choices: Sequence[Any] | None

    def draw(self, random: Random) -> Any:
        """One value."""


class Choice:
    """One of some values, each as likely as the next or as ``weights`` say; equal values count once in a grid."""

    def __init__(self, values: Sequence[Any], weights: Sequence[float] | None = None) -> None:
        self._values = values
        self._weights = weights
        self.choices: Sequence[Any] | None = Values(values)

    def draw(self, random: Random) -> Any:
        """One of the values."""
        return random.choices(self._values, self._weights)[0]


class Values(Sequence[Any]):
    """Some values in their order, each once; 1, 1.0 and true are three."""

    def __init__(self, values: Sequence[Any]) -> None:
        self._places: dict[str, int] = {}
        self._values: list[Any] = []
        for value in values:
            if self._places.setdefault(_text(value), len(self._values)) == len(self._values):
                self._values.append(value)

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, number: Any) -> Any:
        return self._values[number]

    def index(self, value: Any, start: int = 0, stop: int | None = None) -> int:  # noqa: ARG002
        """The position of ``value``; ValueError if it is none of them."""
        try:
            return self._places[_text(value)]
        except KeyError:
            raise ValueError(f"{value!r} is none of the values.") from None


def _text(value: Any) -> str:
    return dumps(value)


class WholeNumber:
    """A whole number between two, both inclusive."""

    def __init__(self, low: int, high: int) -> None:
        self._low, self._high = low, high
        self.choices: Sequence[Any] | None = range(low, high + 1)

    def draw(self, random: Random) -> int:
        """Each as likely as the next."""
        return random.randint(self._low, self._high)


class Number:
    """A number from a distribution, rounded to multiples where there is a quantum."""

    def __init__(
        self, distribution: Distribution, settings: Mapping[str, float], quantum: float | None, *, grid: bool
    ) -> None:
        self._distribution = distribution
        self._settings = settings
        self._bounds = distribution.bounds(settings)
        self._multiples = None if quantum is None else Multiples(quantum, *self._bounds)
        self.choices: Sequence[Any] | None = self._multiples if grid else None

    @property
    def impossible(self) -> bool:
        """Whether no multiple of the quantum lies within the bounds."""
        return self._multiples is not None and self._multiples.empty

    def draw(self, random: Random) -> float:
        """A number within the bounds."""
        low, high = self._bounds
        number = min(max(self._distribution.draw(random, self._settings), low), high)
        return number if self._multiples is None else self._multiples.nearest(number)


# -- reading ---------------------------------------------------------------------------------------


def read_parameter(where: str, given: Any) -> Parameter:
    """The parameter that ``given`` describes; ``where`` names it in errors, as ``parameters.lr``.

    Raises:
        Invalid: it describes none.
    """
    if not isinstance(given, Mapping):
        raise Invalid(f"{where} must be a mapping such as {{values: [1, 2]}} or {{min: 0, max: 1}}, not {given!r:.60}.")
    name = _distribution_of(where, given)
    if name == "constant":
        return Choice([_needed(where, given, "value", name)])
    if name in CHOSEN:
        return _choice(where, given, name)
    return _whole_number(where, given) if name == "int_uniform" else _number(where, given, name)


def _distribution_of(where: str, given: Mapping[str, Any]) -> str:
    """The name it gives, else the one that its settings mean."""
    name = given.get("distribution")
    if name is not None:
        if not isinstance(name, str) or name not in NAMES:
            hint = nearest(str(name), NAMES)
            raise Invalid(f"{where}: unknown distribution {name!r}: expected one of {', '.join(NAMES)}.{hint}")
        return name
    if "values" in given:
        return "categorical"
    if "value" in given:
        return "constant"
    if "min" in given and "max" in given:
        whole = all(isinstance(given[key], int) for key in ("min", "max"))
        return "int_uniform" if whole else "uniform"
    raise Invalid(
        f"{where} needs value, values, min and max, a distribution, or parameters of its own; "
        f"it has {', '.join(map(str, given)) or 'nothing'}."
    )


def _needed(where: str, given: Mapping[str, Any], key: str, name: str) -> Any:
    if key not in given:
        raise Invalid(f"{where}: the distribution {name!r} needs {key!r}, which is missing.")
    return given[key]


def _choice(where: str, given: Mapping[str, Any], name: str) -> Choice:
    values = _needed(where, given, "values", name)
    if not isinstance(values, list) or not values:
        raise Invalid(f"{where}.values must be a list of at least one value, not {values!r:.60}.")
    weights = given.get("probabilities")
    if weights is None:
        return Choice(values)
    if not isinstance(weights, list) or len(weights) != len(values):
        raise Invalid(f"{where}.probabilities must be a list of {len(values)} numbers, one for each value.")
    checked = [_number_at(f"{where}.probabilities[{i}]", weight) for i, weight in enumerate(weights)]
    if min(checked) < 0 or not math.isclose(sum(checked), 1, abs_tol=1e-6):
        raise Invalid(f"{where}.probabilities must be at least 0 and add up to 1, not {sum(checked)}.")
    choice = Choice(values, checked)
    # Some of the values may never come: a grid would try them all the same.
    choice.choices = None
    return choice


def _whole_number(where: str, given: Mapping[str, Any]) -> WholeNumber:
    low, high = (_number_at(f"{where}.{key}", _needed(where, given, key, "int_uniform")) for key in ("min", "max"))
    for key, bound in (("min", low), ("max", high)):
        if bound != int(bound):
            raise Invalid(f"{where}.{key} must be a whole number for the distribution 'int_uniform', not {bound!r}.")
    _check_order(where, low, high)
    return WholeNumber(int(low), int(high))


def _number(where: str, given: Mapping[str, Any], name: str) -> Number:
    distribution = DISTRIBUTIONS[QUANTIZED.get(name, name)]
    for key in distribution.needs:
        _needed(where, given, key, name)
    keys = [*distribution.needs, *distribution.defaults]
    settings = {k: _number_at(f"{where}.{k}", given.get(k, distribution.defaults.get(k))) for k in keys}
    for key in distribution.positive:
        if settings[key] <= 0:
            raise Invalid(f"{where}.{key} must be above 0 for the distribution {name!r}, not {settings[key]!r}.")
    for key in distribution.exponents:
        if abs(settings[key]) > 700:
            raise Invalid(
                f"{where}.{key} is an exponent of e for the distribution {name!r}, and {settings[key]!r} is too "
                f"large; for plain bounds there is {name + '_values'!r}."
            )
    if "min" in settings:
        _check_order(where, settings["min"], settings["max"])
    number = Number(distribution, settings, _quantum(where, given, name), grid=name == "q_uniform")
    if number.impossible:
        raise Invalid(f"{where}: no multiple of q lies between its bounds: choose a smaller q.")
    return number


def _quantum(where: str, given: Mapping[str, Any], name: str) -> float | None:
    if name not in QUANTIZED:
        return None
    default = DEFAULT_QUANTUM_OF_BETA if name == "q_beta" else DEFAULT_QUANTUM
    quantum = _number_at(f"{where}.q", given.get("q", default))
    if quantum <= 0:
        raise Invalid(f"{where}.q must be above 0, not {quantum!r}.")
    return quantum


def _check_order(where: str, low: float, high: float) -> None:
    if low > high:
        raise Invalid(f"{where}: min must not be above max, but {low!r} is above {high!r}.")


def _number_at(where: str, value: Any) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        return value
    hint = ""
    if isinstance(value, str):
        hint = " YAML reads 1e-3 as text: write 1.0e-3 or 0.001."
    raise Invalid(f"{where} must be a number, not {value!r}.{hint}")
