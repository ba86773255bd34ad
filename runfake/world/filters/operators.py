"""The operators that stand below a field: what each takes, and when it holds."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from runfake.world.errors import Invalid
from runfake.world.filters.comparison import canonical
from runfake.world.filters.fields import Field
from runfake.world.filters.patterns import compile_pattern
from runfake.world.filters.times import shown_text

# Whether one value fits.
Test = Callable[[Any], bool]
# Whether the values of a field fit; there are none where it is missing.
Condition = Callable[[Sequence[Any]], bool]
Builder = Callable[[Any, Field[Any]], Condition]

_ORDERED: tuple[tuple[type, ...], ...] = ((int, float), (str,), (bool,), (datetime,))


def anywhere(test: Test) -> Condition:
    """Whether a value passes, or an item of a value that is a list."""

    def holds(values: Sequence[Any]) -> bool:
        for value in values:  # noqa: SIM110 - a generator costs more than the test
            if test(value) or (type(value) is list and any(map(test, value))):
                return True
        return False

    return holds


def _negated(positive: Builder) -> Builder:
    def build(operand: Any, field: Field[Any]) -> Condition:
        holds = positive(operand, field)
        return lambda values: not holds(values)

    return build


def _equal(name: str) -> Builder:
    return lambda operand, field: _one_of([field.operand(name, operand)])


def _within(name: str) -> Builder:
    def build(operand: Any, field: Field[Any]) -> Condition:
        return _one_of(field.operand(name, _listed(name, operand, field)))

    return build


def _one_of(wanted: list[Any]) -> Condition:
    """Holds where a value equals one of them; null stands for what is missing too."""
    keys = frozenset(map(canonical, wanted))
    found = anywhere(lambda value: canonical(value) in keys)
    if None not in keys:
        return found
    return lambda values: not values or found(values)


def _all_of(operand: Any, field: Field[Any]) -> Condition:
    wanted = field.operand("$all", _listed("$all", operand, field))
    each = [_one_of([item]) for item in wanted]
    # As in MongoDB: what names nothing finds nothing.
    return lambda values: bool(each) and all(holds(values) for holds in each)


def _ordering(name: str, compare: Callable[[Any, Any], bool]) -> Builder:
    def build(operand: Any, field: Field[Any]) -> Condition:
        bound = field.operand(name, operand)
        kinds = next((kinds for kinds in _ORDERED if type(bound) in kinds), None)
        if kinds is None:
            raise _refused(name, operand, field, "a number, a string or a boolean")
        return anywhere(lambda value: type(value) in kinds and compare(value, bound))

    return build


def _exists(operand: Any, field: Field[Any]) -> Condition:
    if not isinstance(operand, bool):
        raise _refused("$exists", operand, field, "true or false")
    return lambda values: bool(values) is operand


def _contains(operand: Any, field: Field[Any]) -> Condition:
    if not isinstance(operand, str):
        raise _refused("$contains", operand, field, "a string")
    return _text_passes(lambda text: operand in text)


def _text_passes(test: Callable[[str], bool]) -> Condition:
    def passes(value: Any) -> bool:
        if isinstance(value, datetime):
            value = shown_text(value)
        return isinstance(value, str) and test(value)

    return anywhere(passes)


def _size(operand: Any, field: Field[Any]) -> Condition:
    if not isinstance(operand, int) or isinstance(operand, bool) or operand < 0:
        raise _refused("$size", operand, field, "an integer of at least 0")
    return lambda values: any(isinstance(value, list) and len(value) == operand for value in values)


def regex(operand: Any, field: Field[Any], options: Any = "") -> Condition:
    """Holds where a text has a match of the RE2 pattern ``operand`` anywhere in it."""
    if not isinstance(operand, str):
        raise _refused("$regex", operand, field, "a string")
    if not isinstance(options, str) or not set(options) <= set("ims"):
        raise _refused("$options", options, field, "a string of the letters i, m and s")
    search = compile_pattern(operand, options, field.name).search
    return _text_passes(lambda text: search(text) is not None)


def _listed(name: str, operand: Any, field: Field[Any]) -> list[Any]:
    if not isinstance(operand, list):
        raise _refused(name, operand, field, "a list")
    return operand


def _refused(name: str, operand: Any, field: Field[Any], expected: str) -> Invalid:
    return Invalid(f"the operand of {name} on {field.name!r} must be {expected}, not {operand!r}.")


# Each raises Invalid for an operand that it does not take.
OPERATORS: dict[str, Builder] = {
    "$eq": _equal("$eq"),
    "$ne": _negated(_equal("$ne")),
    "$in": _within("$in"),
    "$nin": _negated(_within("$nin")),
    "$gt": _ordering("$gt", operator.gt),
    "$gte": _ordering("$gte", operator.ge),
    "$lt": _ordering("$lt", operator.lt),
    "$lte": _ordering("$lte", operator.le),
    "$exists": _exists,
    "$regex": regex,
    "$contains": _contains,
    "$size": _size,
    "$all": _all_of,
}
