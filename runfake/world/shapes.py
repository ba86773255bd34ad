"""What keys a history row defines, and how a key is looked up in it."""

from __future__ import annotations

from typing import Any

MISSING = object()


def row_keys(row: dict[str, Any]) -> tuple[str, ...]:
    """Every key that ``row`` defines, nested ones dotted: ``{"a": {"b": 1}}`` defines ``a`` and ``a.b``.

    Media objects (those with a ``_type``) are values, their insides define no keys.
    """
    if dict not in map(type, row.values()):
        return tuple(row)
    keys: dict[str, None] = {}
    _collect(row, "", keys)
    return tuple(keys)


def _collect(node: dict[str, Any], prefix: str, keys: dict[str, None]) -> None:
    for name, value in node.items():
        keys[prefix + name] = None
        if isinstance(value, dict) and "_type" not in value:
            _collect(value, f"{prefix}{name}.", keys)


def lookup(row: dict[str, Any], key: str) -> Any:
    """The value of ``key`` in ``row``: a key of exactly that name, else the nested one; or ``MISSING``."""
    if key in row:
        return row[key]
    head, dot, rest = key.partition(".")
    while dot:
        inner = row.get(head)
        if isinstance(inner, dict) and "_type" not in inner and (value := lookup(inner, rest)) is not MISSING:
            return value
        part, dot, rest = rest.partition(".")
        head = f"{head}.{part}"
    return MISSING
