"""The fields of a command, checked one by one as they are asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from runfake.world.errors import Invalid, nearest


@dataclass(frozen=True, slots=True)
class Fields:
    """A JSON object of a command; fields that the command does not ask for are not looked at.

    Whatever asks for a field raises ``Invalid`` where it is missing, or of another type.

    Attributes:
        where: what the object is, for errors.
    """

    where: str
    values: Mapping[str, Any]

    def text(self, name: str) -> str:
        """A string that has to be there."""
        value = self._present(name, "a string")
        if not isinstance(value, str):
            raise self._wrong(name, "a string", value)
        return value

    def text_or_none(self, name: str) -> str | None:
        """A string, or None where it is null or missing."""
        return None if self.values.get(name) is None else self.text(name)

    def flag_or_none(self, name: str) -> bool | None:
        """True or false, or None where it is null or missing."""
        value = self.values.get(name)
        if not isinstance(value, bool | None):
            raise self._wrong(name, "true, false or null", value)
        return value

    def object(self, name: str) -> Fields:
        """An object that has to be there."""
        return self._inner(name, self._present(name, "an object"))

    def objects(self, name: str) -> list[Fields]:
        """A list of objects that has to be there, if an empty one."""
        value = self._present(name, "a list of objects")
        if not isinstance(value, list):
            raise self._wrong(name, "a list of objects", value)
        return [self._inner(f"{name}[{number}]", item) for number, item in enumerate(value)]

    def _inner(self, name: str, value: Any) -> Fields:
        if not isinstance(value, dict):
            raise self._wrong(name, "an object", value)
        return Fields(f"{self.where}, {name}", value)

    def _present(self, name: str, kind: str) -> Any:
        if name not in self.values:
            came = ", ".join(map(repr, self.values)) or "no field"
            raise Invalid(f"{self.where}: expected {name!r}, {kind}; there came {came}.{nearest(name, self.values)}")
        return self.values[name]

    def _wrong(self, name: str, kind: str, value: Any) -> Invalid:
        return Invalid(f"{self.where}: {name!r} must be {kind}, not {json.dumps(value)[:60]}.")
