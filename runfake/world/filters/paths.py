"""What stands at a dotted path inside of a JSON value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

# More digits than any list has items for.
_LONGEST_INDEX = 9


def values_at(value: Any, path: Sequence[str]) -> Sequence[Any]:
    """The values at ``path``; none where nothing is there, several where it leads through a list.

    In an object a key that has dots in its name goes before the nested one. In a list a number is an
    index; any other part is looked up in each of its objects.
    """
    if not path:
        return (value,)
    if isinstance(value, dict):
        return _in_object(value, path)
    if isinstance(value, list):
        return _in_list(value, path)
    return ()


def opener(path: Sequence[str]) -> Callable[[dict[str, Any]], Sequence[Any]]:
    """Like :func:`values_at` for one path into many objects, which is read only once."""
    if len(path) != 1:
        return lambda held: values_at(held, path)
    (key,) = path
    return lambda held: (held[key],) if key in held else ()


def splits(path: Sequence[str]) -> list[tuple[str, Sequence[str]]]:
    """Every way to read the begin of ``path`` as one key, the longest first, each with what is left."""
    return [(".".join(path[:i]), path[i:]) for i in range(len(path), 0, -1)]


def _in_object(value: dict[str, Any], path: Sequence[str]) -> Sequence[Any]:
    for key, rest in splits(path):
        if key in value and (found := values_at(value[key], rest)):
            return found
    return ()


def _in_list(value: list[Any], path: Sequence[str]) -> Sequence[Any]:
    index = path[0]
    if index.isascii() and index.isdigit() and len(index) <= _LONGEST_INDEX and int(index) < len(value):
        return values_at(value[int(index)], path[1:])
    return [found for item in value if isinstance(item, dict) for found in _in_object(item, path)]
