"""What a local controller (``wandb.controller``) asks of the backend, as JSON on the sweep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from runfake.world.errors import Invalid
from runfake.world.jsontext import load_object

_WHAT = "controller"


@dataclass(frozen=True, slots=True)
class Wishes:
    """Runs to make and runs to stop.

    Attributes:
        text: all of it, as it came.
        schedule: values to try by the id that the controller gave them; None says that no more will come.
        early_stop: ids of runs that are to stop.
    """

    text: str
    schedule: dict[str, dict[str, Any] | None]
    early_stop: list[str]


def read_wishes(text: str) -> Wishes:
    """What the controller wrote.

    Raises:
        Invalid: it is not of the form ``{"schedule": [{"id": ..., "data": {"args": ...}}], "earlystop": [...]}``.
    """
    said = load_object(text, _WHAT)
    schedule = {}
    for entry in _list_at(said, "schedule"):
        if not isinstance(entry, dict) or not isinstance(entry.get("id"), str):
            raise Invalid(f"{_WHAT}.schedule must hold entries with an id, not {entry!r:.60}.")
        data = entry.get("data")
        arguments = data.get("args") if isinstance(data, dict) else None
        if arguments is not None and not isinstance(arguments, dict):
            raise Invalid(f"{_WHAT}.schedule: args must be a mapping of parameters, not {arguments!r:.60}.")
        schedule[entry["id"]] = None if arguments is None else {k: plain(v) for k, v in arguments.items()}
    return Wishes(text, schedule, [str(run_id) for run_id in _list_at(said, "earlystop")])


def plain(entry: Any) -> Any:
    """The value in ``{"value": ...}``, or the entry itself where it comes without."""
    return entry["value"] if isinstance(entry, dict) and "value" in entry else entry


def _list_at(said: dict[str, Any], key: str) -> list[Any]:
    held = said.get(key) or []
    if not isinstance(held, list):
        raise Invalid(f"{_WHAT}.{key} must be a list, not {held!r:.60}.")
    return held
