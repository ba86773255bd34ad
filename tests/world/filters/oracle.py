"""A second reading of the filter language, written for the tests: slow, plain, and over plain documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from runfake.world.runs import Run

Json = dict[str, Any]


def document(run: Run) -> Json:
    """What a run looks like to a filter; what it lacks is not there."""
    held = {
        "name": run.id,
        "state": run.state,
        "group": run.group,
        "tags": run.tags,
        "config": run.config,
        "summary_metrics": run.summary,
    }
    return {key: value for key, value in held.items() if value is not None}


def fits(held: Json, wanted: Json) -> bool:
    """Whether a document passes a filter."""
    for key, value in wanted.items():
        if key == "$and":
            passed = all(fits(held, one) for one in value)
        elif key == "$or":
            passed = any(fits(held, one) for one in value)
        elif key == "$nor":
            passed = not any(fits(held, one) for one in value)
        else:
            passed = below(list(walk(held, key.split("."))), value)
        if not passed:
            return False
    return True


def walk(value: Any, path: list[str]) -> Iterator[Any]:
    """Every value at a path."""
    if not path:
        yield value
    elif isinstance(value, dict) and path[0] in value:
        yield from walk(value[path[0]], path[1:])
    elif isinstance(value, list):
        if path[0].isdigit() and int(path[0]) < len(value):
            yield from walk(value[int(path[0])], path[1:])
        for item in value:
            if isinstance(item, dict):
                yield from walk(item, path)


def below(found: list[Any], wanted: Any) -> bool:
    if not isinstance(wanted, dict):
        return holds(found, "$eq", wanted)
    return all(holds(found, name, operand) for name, operand in wanted.items())


def holds(found: list[Any], name: str, operand: Any) -> bool:
    each = found + [item for value in found if isinstance(value, list) for item in value]
    match name:
        case "$not":
            return not below(found, operand)
        case "$eq":
            return any(same(value, operand) for value in each) or (operand is None and not found)
        case "$ne":
            return not holds(found, "$eq", operand)
        case "$in":
            return any(holds(found, "$eq", one) for one in operand)
        case "$nin":
            return not holds(found, "$in", operand)
        case "$all":
            return all(holds(found, "$eq", one) for one in operand)
        case "$exists":
            return bool(found) is operand
        case "$size":
            return any(isinstance(value, list) and len(value) == operand for value in found)
        case "$regex":
            return any(isinstance(value, str) and re.search(operand, value) for value in each)
        case "$contains":
            return any(isinstance(value, str) and operand in value for value in each)
    return any(kind(value) == kind(operand) and compare(name, value, operand) for value in each)


def compare(name: str, value: Any, operand: Any) -> bool:
    match name:
        case "$gt":
            return bool(value > operand)
        case "$gte":
            return bool(value >= operand)
        case "$lt":
            return bool(value < operand)
    assert name == "$lte"
    return bool(value <= operand)


def same(one: Any, other: Any) -> bool:
    return kind(one) == kind(other) and bool(one == other)


def kind(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    return "number" if isinstance(value, (int, float)) else type(value).__name__
