"""Steps: a scan may be bounded."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from runfake.contract.clause import clause
from runfake.contract.clauses.windows import bare, windows, with_steps
from runfake.contract.judging import same, that
from runfake.contract.stage import Stage
from runfake.contract.strategies import page_sizes, repeating, stepped

ROW_11 = "Run.scan_history: min_step and max_step bound the scan"
HALF_OPEN = f"{ROW_11}; clients of every release include min_step and exclude max_step"
HINT = "min_step is the first step that is wanted, max_step the first that is not."

bounds = st.integers(0, 30)
histories = stepped(widest=4).filter(bool)
TEN = [{"_step": step, "loss": step} for step in range(10)]
APART = [{"_step": step, "loss": step} for step in (0, 3, 4, 9, 10, 20)]


def _within(history: list[Any], low: int | None, high: int | None) -> list[Any]:
    return [row for row in history if (low or 0) <= row["_step"] and (high is None or row["_step"] < high)]


def _judged(stage: Stage, history: list[Any], low: int | None, high: int | None, **more: Any) -> None:
    """The rows within the bounds have to come; bounds that are None are not given."""
    given = {name: bound for name, bound in (("min_step", low), ("max_step", high)) if bound is not None} | more
    came = stage.call("scan_history", run=stage.run(history=history), **given)
    text = ", ".join(f"{name}={value!r}" for name, value in given.items())
    steps = [row["_step"] for row in history]
    what = f"what scan_history({text}) gave of the steps {steps}"
    expected = _within(history, low, high)
    # With keys, the step need not come.
    told = bare if "keys" in given else with_steps
    same(what, told(came), told(expected), HINT)


@clause(
    "steps.min-included",
    title="A scan begins with the row at min_step itself, if there is one, and gives none before",
    source=HALF_OPEN,
    verbs="scan_history",
    given={"history": histories, "place": st.integers(0, 11), "page_size": page_sizes},
    tried=[{"history": TEN, "place": 3, "page_size": 2}, {"history": APART, "place": 1, "page_size": 7}],
)
def min_included(stage: Stage, history: list[Any], place: int, page_size: int) -> None:
    _judged(stage, history, history[place % len(history)]["_step"], None, page_size=page_size)


@clause(
    "steps.max-excluded",
    title="A scan ends before the row at max_step",
    source=HALF_OPEN,
    verbs="scan_history",
    given={"history": histories, "place": st.integers(0, 11), "page_size": page_sizes},
    tried=[{"history": TEN, "place": 4, "page_size": 2}, {"history": TEN, "place": 5, "page_size": 7}],
)
def max_excluded(stage: Stage, history: list[Any], place: int, page_size: int) -> None:
    _judged(stage, history, None, history[place % len(history)]["_step"], page_size=page_size)


BETWEEN = {"history": histories, "low": bounds, "width": st.integers(0, 15), "page_size": page_sizes}
BETWEEN_TRIED = [
    {"history": TEN, "low": 3, "width": 4, "page_size": 2},
    {"history": TEN, "low": 3, "width": 5, "page_size": 3},
    {"history": APART, "low": 1, "width": 9, "page_size": 4},
]


@clause(
    "steps.window",
    title="A scan with both bounds gives every row between them, wherever the pages end",
    source=HALF_OPEN,
    verbs="scan_history",
    given=BETWEEN,
    tried=BETWEEN_TRIED,
)
def window(stage: Stage, history: list[Any], low: int, width: int, page_size: int) -> None:
    _judged(stage, history, low, low + width, page_size=page_size)


@clause(
    "steps.keyed-window",
    title="A scan with both bounds and keys gives every row between them that has the keys",
    source=HALF_OPEN,
    verbs="scan_history",
    given=BETWEEN,
    tried=BETWEEN_TRIED,
)
def keyed_window(stage: Stage, history: list[Any], low: int, width: int, page_size: int) -> None:
    _judged(stage, history, low, low + width, page_size=page_size, keys=["loss"])


@clause(
    "steps.equal-bounds",
    title="A scan whose bounds are equal gives nothing, with keys and without",
    source=HALF_OPEN,
    verbs="scan_history",
    given={"history": histories, "place": st.integers(0, 11), "keys": st.sampled_from([{}, {"keys": ["loss"]}])},
    tried=[{"history": TEN, "place": 5, "keys": {}}, {"history": TEN, "place": 5, "keys": {"keys": ["loss"]}}],
)
def equal_bounds(stage: Stage, history: list[Any], place: int, keys: dict[str, Any]) -> None:
    step = history[place % len(history)]["_step"]
    _judged(stage, history, step, step, **keys)
    # One step more lets the row there come: it is the bounds that leave nothing.
    came = stage.call("scan_history", run=stage.path("a"), min_step=step, max_step=step + 1, **keys)
    that(bool(came), f"rows that came from step {step} to before {step + 1}", expected="the one there", came=came)


@clause(
    "steps.max-beyond-end",
    title="A max_step behind the last row adds nothing, and leaves nothing out",
    source=ROW_11,
    verbs="scan_history",
    given={"history": histories, "beyond": st.integers(1, 50), "page_size": page_sizes},
    tried=[{"history": TEN, "beyond": 1, "page_size": 3}, {"history": TEN, "beyond": 20, "page_size": 4}],
)
def max_beyond_end(stage: Stage, history: list[Any], beyond: int, page_size: int) -> None:
    _judged(stage, history, None, history[-1]["_step"] + beyond, page_size=page_size)


@clause(
    "steps.min-beyond-end",
    title="A min_step behind the last row leaves nothing, and is no error",
    source=ROW_11,
    verbs="scan_history",
    given={"history": histories, "beyond": st.integers(1, 50)},
    tried=[{"history": TEN, "beyond": 1}, {"history": TEN, "beyond": 30}],
)
def min_beyond_end(stage: Stage, history: list[Any], beyond: int) -> None:
    last = history[-1]["_step"]
    _judged(stage, history, last + beyond, None)
    came = stage.call("scan_history", run=stage.path("a"), min_step=last)
    same(f"what scan_history(min_step={last}) gave", with_steps(came), history[-1:], HINT)


@clause(
    "steps.zero",
    title="A bound of 0 is a bound: min_step=0 leaves out nothing, max_step=0 everything",
    source=HALF_OPEN,
    verbs="scan_history",
    given={"history": histories},
    tried=[{"history": TEN}],
)
def zero(stage: Stage, history: list[Any]) -> None:
    run = stage.run(history=history)
    from_zero = with_steps(stage.call("scan_history", run=run, min_step=0))
    same("what scan_history(min_step=0) gave", from_zero, history)
    to_zero = stage.call("scan_history", run=run, max_step=0)
    same("what scan_history(max_step=0) gave", to_zero, [], "0 is not the same as no bound.")


@clause(
    "steps.repeated",
    title="Of rows that have the same step, all come or none",
    source=HALF_OPEN,
    verbs="scan_history",
    given={"history": repeating(), "low": st.integers(0, 6), "width": st.integers(0, 6), "page_size": page_sizes},
    tried=[
        {
            "history": [{"_step": step, "loss": number} for number, step in enumerate([0, 1, 1, 2, 2, 3])],
            "low": 1,
            "width": 1,
            "page_size": 3,
        }
    ],
)
def repeated(stage: Stage, history: list[Any], low: int, width: int, page_size: int) -> None:
    given = {"min_step": low, "max_step": low + width, "page_size": page_size}
    came = stage.call("scan_history", run=stage.run(history=history), **given)
    came = sorted(with_steps(came), key=lambda row: row["loss"])
    steps = [row["_step"] for row in history]
    same(f"what scan_history({given}) gave of the steps {steps}", came, _within(history, low, low + width), HINT)


@clause(
    "steps.no-page-outside",
    title="No page of a bounded scan is asked for that lies outside of the bounds",
    source=f"{ROW_11}: what the caller does not want is not fetched",
    verbs="scan_history",
    given={"low": st.integers(0, 8), "width": st.integers(1, 8), "page_size": page_sizes},
    tried=[{"low": 4, "width": 3, "page_size": 2}, {"low": 5, "width": 4, "page_size": 3}],
    inside=True,
    most=30,
)
def no_page_outside(stage: Stage, low: int, width: int, page_size: int) -> None:
    history = [{"loss": number} for number in range(30)]
    high = low + width
    stage.call("scan_history", run=stage.run(history=history), min_step=low, max_step=high, page_size=page_size)
    asked = [(page.first, page.end) for page in windows(stage)]
    that(
        # A page may reach over a bound; one that lies wholly outside serves nobody.
        bool(asked) and all(low < end and first < high for first, end in asked),
        f"the pages of a scan from step {low} to before {high}, as first step and the step that it ends before",
        expected="at least one, and each with some of these steps",
        came=asked,
    )
