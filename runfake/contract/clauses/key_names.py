"""Keys may be called anything; and the sampled history takes keys, too."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from runfake.contract.clause import clause
from runfake.contract.clauses.keys import KEYS_HINT, MIXED, abc, some_of_abc
from runfake.contract.clauses.windows import bare, with_all, with_steps
from runfake.contract.judging import same, that
from runfake.contract.stage import Stage
from runfake.contract.strategies import numbers, rows

ROW_6 = "Run.history: keys returns only those metrics"
ODD = ["a b", "val/loss", "größe", '"quoted"', "back\\slash", "{x}", "50%", "日本", "a,b", "&=?#"]


@clause(
    "keys.odd-names",
    title="Keys are found by exactly their names, with spaces, slashes, quotes and letters of any script",
    source="Run.scan_history: keys; a metric may have any name",
    verbs="scan_history",
    given={"key": st.sampled_from(ODD), "other": st.sampled_from(ODD)},
    tried=[{"key": key, "other": "a b"} for key in ODD],
)
def odd_names(stage: Stage, key: str, other: str) -> None:
    history = [{key: 1}, {other: 2}, {key: 3, other: 4}]
    came = bare(stage.call("scan_history", run=stage.run(history=history), keys=[key]))
    what = f"what scan_history(keys={[key]}) gave of {history}"
    same(what, came, with_all(history, [key]), "Write keys as JSON and as GraphQL variables, not into a text.")


@clause(
    "keys.nested",
    title="A value inside of an object is found by the names on the way, parted by dots",
    source="users log nested metrics as objects and ask for them with dots, which the server looks up",
    verbs="scan_history",
    given={"numbers": st.lists(st.none() | numbers, min_size=1, max_size=6)},
    tried=[{"numbers": [1, None, 2.5]}],
)
def nested(stage: Stage, numbers: list[Any]) -> None:
    # None: the row has the object, but not this in it.
    history = [{"val": {"acc": 0} if number is None else {"loss": number}} for number in numbers]
    came = bare(stage.call("scan_history", run=stage.run(history=history), keys=["val.loss"]))
    same(
        f'what scan_history(keys=["val.loss"]) gave of {history}',
        came,
        [{"val.loss": number} for number in numbers if number is not None],
        "Pass the key on as it is: the server looks it up.",
    )


@clause(
    "keys.history-all-of-them",
    title="The sampled history with keys gives the rows that define all of them",
    source=f"{ROW_6}; clients rely on getting rows that have all of them",
    verbs="history",
    given={"history": rows(keys=abc), "keys": some_of_abc},
    tried=[{"history": MIXED, "keys": ["a", "b"]}, {"history": MIXED, "keys": ["c"]}],
)
def history_all_of_them(stage: Stage, history: list[Any], keys: list[str]) -> None:
    came = bare(stage.call("history", run=stage.run(history=history), keys=keys))
    came = [{key: value for key, value in row.items() if key in keys} for row in came]
    same(f"what history(keys={keys}) gave of {history}", came, with_all(history, keys), KEYS_HINT)


@clause(
    "keys.history-nothing-else",
    title="Rows of the sampled history with keys hold these and the x axis, and nothing else",
    source=f"{ROW_6}; x_axis (_step) is the metric used as x",
    verbs="history",
    given={"history": rows(keys=abc), "keys": some_of_abc},
    tried=[{"history": MIXED, "keys": ["b"]}],
)
def history_nothing_else(stage: Stage, history: list[Any], keys: list[str]) -> None:
    history = [*history, dict.fromkeys("abc", 0)]
    came = stage.call("history", run=stage.run(history=history), keys=keys)
    that(bool(came), f"rows that history(keys={keys}) gave", expected="at least one", came=came)
    named = [*sorted(keys), "_step"]
    wrong = [sorted(row) for row in came if set(row) != set(named)]
    that(not wrong, f"the names in the rows that history(keys={keys}) gave", expected=f"{named} in each", came=wrong)


@clause(
    "keys.history-steps",
    title="Rows of the sampled history with keys have the step that they were logged at",
    source="Run.history: x_axis is _step unless the caller says otherwise",
    verbs="history",
    given={"steps": st.sets(st.integers(0, 40), min_size=1, max_size=8).map(sorted)},
    tried=[{"steps": [0, 3, 7]}],
)
def history_steps(stage: Stage, steps: list[int]) -> None:
    history = [{"_step": step, "a": step * 10} for step in steps]
    came = stage.call("history", run=stage.run(history=history), keys=["a"])
    same('what history(keys=["a"]) gave', with_steps(came), history)
