"""The step of a history row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runfake.world.errors import Invalid

LARGEST_STEP = 2**63 - 1


def step_of(row: Mapping[str, Any], default: int) -> int:
    """The ``_step`` of ``row``, a 64-bit integer; ``default`` where it names none.

    Raises:
        Invalid: it is something else.
    """
    step = row.get("_step", default)
    if type(step) is int and -LARGEST_STEP <= step <= LARGEST_STEP:
        return step
    if isinstance(step, float) and step.is_integer():
        step = int(step)
    if not isinstance(step, int) or isinstance(step, bool) or abs(step) > LARGEST_STEP:
        raise Invalid(f"_step must be a 64-bit integer, not {step!r}.")
    return step
