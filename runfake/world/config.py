"""A run's config in its two forms: plain values for people, ``{"key": {"value": ...}}`` on the wire."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from runfake.world.jsontext import dumps, load_object

INTERNAL_KEYS = frozenset(("_wandb", "wandb_version"))


class Config:
    """The config of one run.

    Attributes:
        text: the JSON text in wire form, exactly as it was sent.
        entries: the same, read.
    """

    __slots__ = ("entries", "text")

    def __init__(self, text: str = "{}") -> None:
        """Takes the wire form.

        Raises:
            Invalid: ``text`` is not a JSON object.
        """
        self.entries = load_object(text, "config")
        self.text = text

    @classmethod
    def of(cls, values: dict[str, Any], keep: Config | None = None) -> Config:
        """The config with these plain values, and the internal entries of ``keep``."""
        internal = {k: v for k, v in keep.entries.items() if k in INTERNAL_KEYS} if keep else {}
        entries = {key: {"value": value, "desc": None} for key, value in values.items()}
        return cls(dumps(internal | entries, "config"))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Config) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def joined(self, other: Config) -> Config:
        """This config with the entries of ``other``, which win; of the clients' own both keep what they have."""
        entries = self.entries | other.entries
        if "_wandb" in self.entries and "_wandb" in other.entries:
            entries["_wandb"] = {"value": _union(self.internal(None), other.internal(None))}
        return Config(dumps(entries, "config"))

    @property
    def values(self) -> dict[str, Any]:
        """The plain values, without W&B's own keys; a copy."""
        return {key: plain_value(entry) for key, entry in deepcopy(self.entries).items() if key not in INTERNAL_KEYS}

    def internal(self, keys: list[str] | None) -> dict[str, Any]:
        """What the client keeps for itself under ``_wandb``, reduced to ``keys`` where they are given."""
        held = plain_value(self.entries.get("_wandb"))
        if not isinstance(held, dict):
            return {}
        return held if keys is None else {key: held[key] for key in keys if key in held}


def plain_value(entry: Any) -> Any:
    """What an entry of the wire form stands for."""
    return entry["value"] if isinstance(entry, dict) and "value" in entry else entry


def _union(old: Any, new: Any) -> Any:
    """Objects and lists with what is in either; of other things the new one."""
    if isinstance(old, dict) and isinstance(new, dict):
        return old | {key: _union(old[key], value) if key in old else value for key, value in new.items()}
    if isinstance(old, list) and isinstance(new, list):
        return [*old, *(item for item in new if item not in old)]
    return new
