"""Keys: a scan may be narrowed to some metrics, and then gives the rows that have all of them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from runfake.contract.clause import clause
from runfake.contract.clauses.windows import bare, with_all
from runfake.contract.judging import same, that
from runfake.contract.stage import Stage
from runfake.contract.strategies import page_sizes, repeating, rows, stepped, values

ROW_11 = "Run.scan_history: with keys, only those keys, and only rows that define all of them"
KEYS_HINT = "A row counts if it defines every key, not just some."

abc = st.sampled_from(["a", "b", "c"])
some_of_abc = st.lists(abc, min_size=1, max_size=3, unique=True)
MIXED = [{"a": 1}, {"a": 2, "b": 3}, {"b": 4, "c": 5}, {"a": 6, "b": 7, "c": 8}, {"c": 9}]


def _scanned(stage: Stage, history: list[Any], keys: list[str], **more: Any) -> list[dict[str, Any]]:
    return bare(stage.call("scan_history", run=stage.run(history=history), keys=keys, **more))


@clause(
    "keys.all-of-them",
    title="A scan with keys gives every row that defines all of them, and no other",
    source=ROW_11,
    verbs="scan_history",
    given={"history": rows(keys=abc), "keys": some_of_abc, "page_size": page_sizes},
    tried=[{"history": MIXED, "keys": keys, "page_size": 2} for keys in (["a"], ["a", "b"], ["c", "b", "a"])],
)
def all_of_them(stage: Stage, history: list[Any], keys: list[str], page_size: int) -> None:
    came = _scanned(stage, history, keys, page_size=page_size)
    # Whether anything else comes along is judged by another clause.
    came = [{key: value for key, value in row.items() if key in keys} for row in came]
    same(f"what scan_history(keys={keys}) gave of {history}", came, with_all(history, keys), KEYS_HINT)


@clause(
    "keys.nothing-else",
    title="Rows of a scan with keys hold these keys, and nothing else",
    source="Run.scan_history: with keys, only those keys",
    verbs="scan_history",
    given={"history": rows(keys=abc), "keys": some_of_abc},
    tried=[{"history": MIXED, "keys": ["b"]}],
)
def nothing_else(stage: Stage, history: list[Any], keys: list[str]) -> None:
    history = [*history, dict.fromkeys("abc", 0)]
    came = stage.call("scan_history", run=stage.run(history=history), keys=keys)
    that(bool(came), f"rows that scan_history(keys={keys}) gave", expected="at least one", came=came)
    wrong = [sorted(row) for row in came if sorted(row) != sorted(keys)]
    that(
        not wrong,
        f"the names in the rows that scan_history(keys={keys}) gave",
        expected=f"{sorted(keys)} in each",
        came=wrong,
        hint="_step, _runtime and _timestamp belong to the row only if they are among the keys.",
    )


@clause(
    "keys.step-among-them",
    title="The step may be one of the keys, and comes then",
    source="Run.scan_history: keys names metrics, and _step is logged with every row",
    verbs="scan_history",
    given={"history": stepped(), "page_size": page_sizes},
    tried=[{"history": [{"_step": 2, "loss": 0}, {"_step": 5, "loss": 1}], "page_size": 2}],
)
def step_among_them(stage: Stage, history: list[Any], page_size: int) -> None:
    keys = ["_step", "loss"]
    came = stage.call("scan_history", run=stage.run(history=history), keys=keys, page_size=page_size)
    same(f"what scan_history(keys={keys}) gave", came, history)


@clause(
    "keys.values",
    title="Values of a scan with keys come as they were logged",
    source="Run.scan_history: history records, as dicts",
    verbs="scan_history",
    given={"logged": st.lists(values, min_size=1, max_size=6)},
    tried=[{"logged": [[1, [2.5]], {"b": {"c": True}}, "größe\n", ""]}],
)
def values_kept(stage: Stage, logged: list[Any]) -> None:
    history = [{"a": value, "b": number} for number, value in enumerate(logged)]
    same('what scan_history(keys=["a"]) gave', _scanned(stage, history, ["a"]), with_all(history, "a"))


@clause(
    "keys.null-counts",
    title="A row that logged null for a key defines that key",
    source="Run.scan_history: rows that define all of the keys; the server has null among the values",
    verbs="scan_history",
    given={"logged": st.lists(st.none() | st.integers(0, 3), min_size=1, max_size=8)},
    tried=[{"logged": [1, None, 2]}],
)
def null_counts(stage: Stage, logged: list[Any]) -> None:
    history = [{"a": value, "b": 1} for value in logged]
    came = _scanned(stage, history, ["a", "b"])
    same('what scan_history(keys=["a", "b"]) gave', came, history, "null is a value; a key that is not there is none.")


@clause(
    "keys.falsy-counts",
    title="A row that logged 0, false or an empty text for a key defines that key",
    source=ROW_11,
    verbs="scan_history",
    given={"logged": st.lists(st.sampled_from([0, 0.0, False, "", [], 1, "x"]), min_size=1, max_size=8)},
    tried=[{"logged": [1, 0, 2]}, {"logged": ["", False]}],
)
def falsy_counts(stage: Stage, logged: list[Any]) -> None:
    history = [{"a": value, "b": 1} for value in logged]
    same('what scan_history(keys=["a", "b"]) gave', _scanned(stage, history, ["a", "b"]), history)


@clause(
    "keys.non-finite",
    title="NaN and infinities come with a scan with keys, too",
    source="clients log NaN and infinities; the server writes them as the texts NaN, Infinity and -Infinity here",
    verbs="scan_history",
    given={"losses": st.lists(st.sampled_from(["NaN", "Infinity", "-Infinity", "0.5"]), min_size=1, max_size=5)},
    tried=[{"losses": ["0.5", "NaN", "1.5"]}, {"losses": ["-Infinity", "Infinity"]}],
)
def non_finite(stage: Stage, losses: list[str]) -> None:
    history = [{"loss": float(loss)} for loss in losses]
    same('what scan_history(keys=["loss"]) gave', _scanned(stage, history, ["loss"]), history)


@clause(
    "keys.unknown",
    title="A key that no row has leaves nothing, alone or with others",
    source=ROW_11,
    verbs="scan_history",
    given={"history": rows(keys=abc), "keys": st.lists(abc, max_size=2, unique=True)},
    tried=[{"history": MIXED, "keys": []}, {"history": MIXED, "keys": ["a"]}],
)
def unknown(stage: Stage, history: list[Any], keys: list[str]) -> None:
    history = [*history, dict.fromkeys("abc", 0)]
    run = stage.run(history=history)
    asked = [*keys, "nobody"]
    same(f"what scan_history(keys={asked}) gave", stage.call("scan_history", run=run, keys=asked), [], KEYS_HINT)
    # The rows are there, so that it is the key that leaves nothing.
    came = bare(stage.call("scan_history", run=run, keys=["a"]))
    same('what scan_history(keys=["a"]) gave', came, with_all(history, "a"))


@clause(
    "keys.any-order",
    title="It makes no difference in which order the keys are given",
    source=ROW_11,
    verbs="scan_history",
    given={"history": rows(keys=abc), "keys": st.permutations(["a", "b"]) | st.permutations(["a", "b", "c"])},
    tried=[{"history": MIXED, "keys": ["b", "a"]}, {"history": MIXED, "keys": ["c", "a", "b"]}],
)
def any_order(stage: Stage, history: list[Any], keys: list[str]) -> None:
    came = _scanned(stage, history, keys)
    same(f"what scan_history(keys={keys}) gave of {history}", came, with_all(history, keys))


@clause(
    "keys.named-twice",
    title="A key that is named twice counts once",
    source=ROW_11,
    verbs="scan_history",
    given={"history": rows(keys=abc), "keys": some_of_abc},
    tried=[{"history": MIXED, "keys": ["a", "b"]}, {"history": MIXED, "keys": ["c"]}],
)
def named_twice(stage: Stage, history: list[Any], keys: list[str]) -> None:
    twice = [*keys, keys[0]]
    came = _scanned(stage, history, twice)
    same(f"what scan_history(keys={twice}) gave of {history}", came, with_all(history, keys))


@clause(
    "keys.page-edges",
    title="With keys, rows at the edges of pages come, and come once",
    source=f"{ROW_11}; the server includes maxStep in a page with keys, and excludes it from one without",
    verbs="scan_history",
    given={"history": stepped(widest=3), "page_size": page_sizes},
    tried=[{"history": [{"_step": n, "loss": n} for n in range(7)], "page_size": size} for size in (1, 2, 3)],
)
def page_edges(stage: Stage, history: list[Any], page_size: int) -> None:
    same(
        f'what scan_history(keys=["loss"], page_size={page_size}) gave of {len(history)} rows',
        _scanned(stage, history, ["loss"], page_size=page_size),
        bare(history),
        "maxStep of sampledHistory is the last step that is wanted.",
    )


@clause(
    "keys.sparse",
    title="Pages without a row that has the keys do not end a scan",
    source=ROW_11,
    verbs="scan_history",
    given={"logged": st.sets(st.integers(0, 24), max_size=4).map(sorted), "page_size": page_sizes},
    tried=[{"logged": [1, 20], "page_size": 3}, {"logged": [24], "page_size": 1}],
)
def sparse(stage: Stage, logged: list[int], page_size: int) -> None:
    history = [{"other": step} | ({"rare": step} if step in logged else {}) for step in range(25)]
    came = _scanned(stage, history, ["rare"], page_size=page_size)
    same(
        f'what scan_history(keys=["rare"], page_size={page_size}) gave, logged at the steps {logged}',
        came,
        with_all(history, ["rare"]),
        "Only the last step of the run says where a scan ends.",
    )


@clause(
    "keys.repeated-steps",
    title="With keys, rows that have the same step all come, once",
    source=f"{ROW_11}; the server answers with every row of a window, also where steps repeat",
    verbs="scan_history",
    given={"history": repeating(), "page_size": page_sizes},
    tried=[{"history": [{"_step": step, "loss": n} for n, step in enumerate([0, 1, 1, 1, 2])], "page_size": 2}],
)
def repeated_steps(stage: Stage, history: list[Any], page_size: int) -> None:
    came = _scanned(stage, history, ["loss"], page_size=page_size)
    what = f'what scan_history(keys=["loss"], page_size={page_size}) gave, where some rows have the same step'
    same(what, sorted(came, key=lambda row: row["loss"]), bare(history))
