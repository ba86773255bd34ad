"""YAML, in which clients send the configuration of a sweep: read safely, written plainly."""

from __future__ import annotations

from typing import Any

from runfake.world.errors import Invalid
from runfake.world.jsontext import dumps

DEEPEST = 64


def load_mapping(text: str, what: str) -> dict[str, Any]:
    """The mapping that ``text`` holds; ``what`` names the text in the error.

    Raises:
        Invalid: it is no YAML, no mapping, holds what JSON has no form for, repeats parts by aliases, or is
            nested deeper than 64 levels.
    """
    # Loaded when the first sweep is made, so that a world without sweeps needs no library.
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _check_shape(yaml.parse(text, Loader=loader), what)
        value = yaml.load(text, Loader=loader)
    except (yaml.YAMLError, ValueError) as error:
        raise Invalid(f"{what} is not valid YAML: {_line(error)}.") from None
    if not isinstance(value, dict):
        raise Invalid(f"{what} must be a mapping such as {{method: grid, parameters: ...}}, not {value!r:.60}.")
    dumps(value, what)
    return value


def _check_shape(events: Any, what: str) -> None:
    """Refuses what would grow or nest without bound, event by event, before anything is built of it."""
    import yaml

    depth = 0
    for event in events:
        if isinstance(event, yaml.AliasEvent):
            raise Invalid(f"{what} repeats a part by the alias *{event.anchor}: write the part out.")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise Invalid(f"{what} is nested too deeply: expected at most {DEEPEST} levels.")


def _line(error: Exception) -> str:
    return " ".join(str(error).split())


def dump(values: dict[str, Any]) -> str:
    """``values``, which JSON can hold, as YAML; keys keep their order."""
    import yaml

    return yaml.safe_dump(values, sort_keys=False, allow_unicode=True)
