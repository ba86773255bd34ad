"""The space of a sweep: its parameters, some of them inside of others."""

from __future__ import annotations

import math
from collections.abc import Mapping
from random import Random
from typing import Any

from runfake.world.errors import Invalid
from runfake.world.sweeps.parameter import Parameter, read_parameter

Path = tuple[str, ...]


class Space:
    """All parameters of a sweep, by the path that leads to each.

    Values come as they are nested: ``{"optimizer": {"lr": 0.1}}``.
    """

    def __init__(self, parameters: Mapping[Path, Parameter]) -> None:
        self._parameters = parameters
        self.names = {path[0] for path in parameters}

    @classmethod
    def read(cls, given: Any) -> Space:
        """The space that ``parameters`` of a sweep's configuration describe.

        Raises:
            Invalid: they describe none.
        """
        found: dict[Path, Parameter] = {}
        _collect((), given, found)
        return cls(found)

    def draw(self, random: Random) -> dict[str, Any]:
        """A value for each parameter, as its distribution has it."""
        return _nested({path: parameter.draw(random) for path, parameter in self._parameters.items()})

    # -- as a grid -----------------------------------------------------------------------------

    def endless(self) -> list[str]:
        """The names of the parameters that a grid cannot go through."""
        return [".".join(path) for path, parameter in self._parameters.items() if parameter.choices is None]

    @property
    def size(self) -> int:
        """How many combinations there are; the parameters have to have an end."""
        return math.prod(len(choices) for _, choices in self._choices())

    def combination(self, number: int) -> dict[str, Any]:
        """The combination of that number, from 0: the last parameter changes fastest."""
        values: dict[Path, Any] = {}
        for path, choices in reversed(self._choices()):
            number, place = divmod(number, len(choices))
            values[path] = choices[place]
        return _nested({path: values[path] for path in self._parameters})

    def number_of(self, values: Mapping[str, Any]) -> int | None:
        """The number of the combination that ``values`` holds, beside others; None if it holds none."""
        number = 0
        for path, choices in self._choices():
            try:
                number = number * len(choices) + choices.index(_at(values, path))
            except (KeyError, TypeError, ValueError):
                return None
        return number

    def _choices(self) -> list[tuple[Path, Any]]:
        return [(path, parameter.choices) for path, parameter in self._parameters.items()]


def _collect(path: Path, given: Any, found: dict[Path, Parameter]) -> None:
    where = ".".join(("parameters", *path))
    if not isinstance(given, Mapping) or not given:
        raise Invalid(f"{where} must be a mapping of at least one name to a parameter, not {given!r:.60}.")
    for name, inner in given.items():
        if not isinstance(name, str) or not name:
            raise Invalid(f"the names in {where} must be text, not {name!r}: put it in quotes.")
        if isinstance(inner, Mapping) and isinstance(inner.get("parameters"), Mapping):
            _collect((*path, name), inner["parameters"], found)
        else:
            found[(*path, name)] = read_parameter(f"{where}.{name}", inner)


def _nested(values: Mapping[Path, Any]) -> dict[str, Any]:
    whole: dict[str, Any] = {}
    for path, value in values.items():
        place = whole
        for name in path[:-1]:
            place = place.setdefault(name, {})
        place[path[-1]] = value
    return whole


def _at(values: Mapping[str, Any], path: Path) -> Any:
    held: Any = values
    for name in path:
        held = held[name]
    return held
