"""What goes wrong with requests: kinds of faults, and plans of them. ``runfake.faults.add`` takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runfake.wire.faults.fault import Fault
from runfake.wire.faults.kinds import (
    delay,
    drip,
    drop_after,
    drop_before,
    garbage,
    graphql_error,
    status,
    truncate,
    wrong_length,
)
from runfake.wire.faults.plan import RECOVERABLE, Plan, plan
from runfake.wire.faults.registry import Faults
from runfake.wire.vocabulary import refuse_unknown

__all__ = [
    "RECOVERABLE",
    "Fault",
    "Faults",
    "Plan",
    "delay",
    "drip",
    "drop_after",
    "drop_before",
    "garbage",
    "graphql_error",
    "plan",
    "status",
    "truncate",
    "wrong_length",
]


if not TYPE_CHECKING:  # which finds such a thing by itself

    def __getattr__(name: str) -> object:
        raise refuse_unknown("faults", name, __all__)
