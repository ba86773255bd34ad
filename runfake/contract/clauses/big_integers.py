"""Integers beyond 2^53, for clients that claim to keep them."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from hypothesis import strategies as st

from runfake.contract.clause import clause
from runfake.contract.clauses.windows import bare
from runfake.contract.judging import same
from runfake.contract.stage import Stage

SOURCE = "clients log and send integers with all of their digits, and servers keep them"
HINT = "Doubles hold whole numbers up to 2^53; read integers as integers."

# Odd, so that no double is equal.
large = st.builds(lambda half, sign: sign * (2 * half + 1), st.integers(2**52, 2**62 - 1), st.sampled_from([1, -1]))
ODD = 2**53 + 1
promise = partial(clause, source=SOURCE, claims="big_integers", most=20)
of_rows = partial(
    promise,
    given={"numbers": st.lists(large, min_size=1, max_size=4)},
    tried=[{"numbers": [ODD, -ODD]}, {"numbers": [2**63 - 1]}],
)
of_a_run = partial(promise, given={"number": large}, tried=[{"number": ODD}])


def _logged(stage: Stage, verb: str, numbers: list[int], **keys: Any) -> None:
    history = [{"seed": number} for number in numbers]
    came = bare(stage.call(verb, run=stage.run(history=history), **keys))
    asked = "".join(f"{name}={json.dumps(value)}" for name, value in keys.items())
    same(f"what {verb}({asked}) gave", came, history, HINT)


@of_rows(
    "keys.big-integers-scan",
    title="Large integers of a scan keep every digit",
    verbs="scan_history",
)
def in_scan(stage: Stage, numbers: list[int]) -> None:
    _logged(stage, "scan_history", numbers)


@of_rows(
    "keys.big-integers-scan-keyed",
    title="Large integers of a scan with keys keep every digit",
    verbs="scan_history",
)
def in_keyed_scan(stage: Stage, numbers: list[int]) -> None:
    _logged(stage, "scan_history", numbers, keys=["seed"])


@of_rows(
    "keys.big-integers-history",
    title="Large integers of the sampled history keep every digit",
    verbs="history",
)
def in_history(stage: Stage, numbers: list[int]) -> None:
    _logged(stage, "history", numbers)


@of_rows(
    "keys.big-integers-history-keyed",
    title="Large integers of the sampled history with keys keep every digit",
    verbs="history",
)
def in_keyed_history(stage: Stage, numbers: list[int]) -> None:
    _logged(stage, "history", numbers, keys=["seed"])


def _loaded(stage: Stage, name: str, number: int) -> None:
    logged = {"seed": number, "deep": {"seeds": [number]}}
    run = stage.run(config=logged) if name == "config" else stage.run(summary=logged)
    came = stage.call("load", run=run)
    found = came.get(name) if isinstance(came, dict) else came
    same(f"the {name} that load() gave", found, logged, HINT)


@of_a_run(
    "keys.big-integers-summary",
    title="Large integers of the summary keep every digit",
    verbs="load",
)
def in_summary(stage: Stage, number: int) -> None:
    _loaded(stage, "summary", number)


@of_a_run(
    "keys.big-integers-config",
    title="Large integers of the config keep every digit",
    verbs="load",
)
def in_config(stage: Stage, number: int) -> None:
    _loaded(stage, "config", number)
