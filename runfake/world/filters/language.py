"""Compiles a filter to a predicate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from runfake.world.errors import Invalid, nearest
from runfake.world.filters.fields import Field, FieldTable
from runfake.world.filters.operators import OPERATORS, Condition, regex
from runfake.world.jsontext import load_object

Item = TypeVar("Item")
# Whether an item is wanted. None stands for "every item is", so that nobody has to look at them.
Predicate = Callable[[Item], bool] | None

_GROUPS = ("$and", "$or", "$nor")
_EVERY_OPERATOR = sorted([*OPERATORS, *_GROUPS, "$not", "$options"])


def compile_filter(text: str, fields: FieldTable[Item]) -> Predicate[Item]:
    """The predicate that a filter in JSON stands for.

    Raises:
        Invalid: it is no filter, or names a field that is not in ``fields``.
    """
    return _filter(load_object(text, "filters"), fields)


def _filter(held: dict[str, Any], fields: FieldTable[Item]) -> Predicate[Item]:
    return _all([_entry(key, value, fields) for key, value in held.items()])


def _entry(key: str, value: Any, fields: FieldTable[Item]) -> Predicate[Item]:
    if key in _GROUPS:
        return _group(key, _members(key, value, fields))
    if key == "$not":
        return _none([_filter(_object(key, value), fields)])
    if key in OPERATORS or key == "$options":
        raise Invalid(f"the operator {key} belongs below a field: {{'some_field': {{{key!r}: ...}}}}.")
    if key.startswith("$"):
        raise _unknown_operator(key)
    field = fields.find(key)
    holds, read = _condition(value, field), field.shown
    return lambda item: holds(read(item))


# -- what combines filters -------------------------------------------------------------------------


def _members(key: str, value: Any, fields: FieldTable[Item]) -> list[Predicate[Item]]:
    """What a group combines; clients send null for filters that are switched off."""
    if not isinstance(value, list):
        raise Invalid(f"{key} must be a list of filters, not {value!r}.")
    return [_filter(_object(f"each member of {key}", member), fields) for member in value if member is not None]


def _object(what: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Invalid(f"{what} must be a filter, which is an object, not {value!r}.")
    return value


def _group(key: str, members: list[Predicate[Item]]) -> Predicate[Item]:
    if not members:
        return None
    return {"$and": _all, "$or": _any, "$nor": _none}[key](members)


def _all(members: list[Predicate[Item]]) -> Predicate[Item]:
    asked = [member for member in members if member is not None]
    if len(asked) < 2:
        return asked[0] if asked else None
    return lambda item: all(wanted(item) for wanted in asked)


def _any(members: list[Predicate[Item]]) -> Predicate[Item]:
    asked = [member for member in members if member is not None]
    if len(asked) < len(members) or len(asked) == 1:
        return None if len(asked) < len(members) else asked[0]
    return lambda item: any(wanted(item) for wanted in asked)


def _none(members: list[Predicate[Item]]) -> Predicate[Item]:
    wanted = _any(members)
    return (lambda _: False) if wanted is None else lambda item: not wanted(item)


# -- what stands below a field ---------------------------------------------------------------------


def _condition(value: Any, field: Field[Any]) -> Condition:
    operators = [key for key in value if key.startswith("$")] if isinstance(value, dict) else []
    if not operators:
        return OPERATORS["$eq"](value, field)
    if len(operators) < len(value):
        raise Invalid(f"{field.name!r} is given both operators and values: {value!r}. Put the values under $eq.")
    return _operators(dict(value), field)


def _operators(held: dict[str, Any], field: Field[Any]) -> Condition:
    conditions = []
    if "$options" in held:
        if "$regex" not in held:
            raise Invalid(f"$options on {field.name!r} stands beside a $regex only.")
        conditions.append(regex(held.pop("$regex"), field, held.pop("$options")))
    conditions += [_operator(key, value, field) for key, value in held.items()]
    if len(conditions) == 1:
        return conditions[0]
    return lambda values: all(holds(values) for holds in conditions)


def _operator(key: str, value: Any, field: Field[Any]) -> Condition:
    if key in OPERATORS:
        return OPERATORS[key](value, field)
    if key != "$not":
        if key in _GROUPS:
            raise Invalid(f"{key} combines whole filters, so it cannot stand below the field {field.name!r}.")
        raise _unknown_operator(key)
    if not isinstance(value, dict) or not value or not all(inner.startswith("$") for inner in value):
        raise Invalid(f"$not on {field.name!r} must be an object of operators, not {value!r}.")
    holds = _operators(dict(value), field)
    return lambda values: not holds(values)


def _unknown_operator(key: str) -> Invalid:
    return Invalid(
        f"unknown operator {key!r}: expected one of {', '.join(_EVERY_OPERATOR)}.{nearest(key, _EVERY_OPERATOR)}"
    )
