"""Scans come window by window, and come whole."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from runfake.contract.clause import clause
from runfake.contract.clauses.windows import bare, windows, with_steps
from runfake.contract.judging import same, that
from runfake.contract.port import ClientError, NoAnswer
from runfake.contract.stage import Stage
from runfake.contract.strategies import metrics, page_sizes, repeating, rows, stepped, values
from runfake.wire import when, which
from runfake.wire.faults import graphql_error

ROW_11 = "Run.scan_history: every history record, page_size of them a request"
SIX = [{"_step": step, "loss": step} for step in range(6)]
APART = [{"_step": step, "loss": step} for step in (0, 2, 3, 11, 12)]


@clause(
    "pagination.scan-whole",
    title="Every row of a history comes, once and in order, whatever the page size",
    source=ROW_11,
    verbs="scan_history",
    given={"history": rows(), "page_size": page_sizes},
    tried=[{"history": [{"loss": n} for n in range(6)], "page_size": size} for size in (1, 2, 4, 7)],
)
def scan_whole(stage: Stage, history: list[Any], page_size: int) -> None:
    came = stage.call("scan_history", run=stage.run(history=history), page_size=page_size)
    same(f"what scan_history(page_size={page_size}) gave of {len(history)} rows", bare(came), history)


@clause(
    "pagination.scan-gaps",
    title="Steps without rows, even whole pages of them, do not end a scan",
    source=f"{ROW_11}; users choose steps by log(step=)",
    verbs="scan_history",
    given={"history": stepped(widest=12), "page_size": page_sizes},
    tried=[{"history": APART, "page_size": 2}, {"history": [{"_step": 9, "loss": 0}], "page_size": 3}],
)
def scan_gaps(stage: Stage, history: list[Any], page_size: int) -> None:
    came = stage.call("scan_history", run=stage.run(history=history), page_size=page_size)
    same(
        f"what scan_history(page_size={page_size}) gave of {len(history)} rows with gaps between their steps",
        with_steps(came),
        history,
        "A page covers steps, not rows: only the last step of the run says where a scan ends.",
    )


@clause(
    "pagination.scan-repeated-steps",
    title="Rows that have the same step all come, once",
    source=f"{ROW_11}; the server answers with every row of a window, also where steps repeat",
    verbs="scan_history",
    given={"history": repeating(), "page_size": page_sizes},
    tried=[{"history": [{"_step": step, "loss": n} for n, step in enumerate([0, 1, 1, 1, 2])], "page_size": 2}],
)
def scan_repeated_steps(stage: Stage, history: list[Any], page_size: int) -> None:
    came = stage.call("scan_history", run=stage.run(history=history), page_size=page_size)
    same(
        f"what scan_history(page_size={page_size}) gave of {len(history)} rows, of which some have the same step",
        sorted(with_steps(came), key=lambda row: row["loss"]),
        history,
    )


@clause(
    "pagination.scan-values",
    title="Values come as they were logged: numbers, texts, booleans, null, lists and objects",
    source="Run.scan_history: history records, as dicts",
    verbs="scan_history",
    given={"history": rows(6, values=values)},
    tried=[{"history": [{"a": None, "b": True, "c": "größe\n"}, {"a": [1, [2.5]], "b": {"c": {"d": [None, False]}}}]}],
)
def scan_values(stage: Stage, history: list[Any]) -> None:
    came = stage.call("scan_history", run=stage.run(history=history))
    same("the rows that scan_history() gave", bare(came), history)


@clause(
    "pagination.scan-non-finite",
    title="NaN and infinities in a history are read",
    source="clients log NaN, Infinity and -Infinity, and histories hold them as such, beyond what JSON can write",
    verbs="scan_history",
    given={"losses": st.lists(st.sampled_from(["NaN", "Infinity", "-Infinity", "0.5"]), min_size=1, max_size=5)},
    tried=[{"losses": ["0.5", "NaN"]}, {"losses": ["-Infinity", "Infinity"]}],
)
def scan_non_finite(stage: Stage, losses: list[str]) -> None:
    history = [{"loss": float(loss)} for loss in losses]
    came = stage.call("scan_history", run=stage.run(history=history))
    same("the rows that scan_history() gave", bare(came), history, "The lines of a history may hold a bare NaN.")


@clause(
    "pagination.scan-empty",
    title="The scan of a run that logged nothing is empty, and no error",
    source="Run.scan_history: every history record, of which there may be none",
    verbs="scan_history",
    given={"keys": st.none() | st.lists(metrics, min_size=1, max_size=2, unique=True)},
    tried=[{"keys": None}, {"keys": ["loss"]}],
)
def scan_empty(stage: Stage, keys: list[str] | None) -> None:
    asked: dict[str, Any] = {} if keys is None else {"keys": keys}
    row = dict.fromkeys(keys or ["loss"], 1)
    empty, other = stage.run("a"), stage.run("b", history=[row])
    same("what scan_history() gave of a run that logged nothing", stage.call("scan_history", run=empty, **asked), [])
    same("what it gave of a run with one row", bare(stage.call("scan_history", run=other, **asked)), [row])


@clause(
    "pagination.scan-lazy",
    title="No page of a scan is fetched before one of its rows is wanted",
    source=f"{ROW_11}; an iterable",
    verbs="scan_history",
    given={"history": stepped().filter(bool), "page_size": page_sizes, "take": st.integers(1, 6)},
    tried=[{"history": SIX, "page_size": 2, "take": 2}, {"history": APART, "page_size": 2, "take": 3}],
    inside=True,
    most=30,
)
def scan_lazy(stage: Stage, history: list[Any], page_size: int, take: int) -> None:
    take = min(take, len(history))
    came = stage.call("scan_history", run=stage.run(history=history), page_size=page_size, take=take)
    same(f"the first {take} rows", with_steps(came), history[:take])
    step = history[take - 1]["_step"]
    begun = [asked.first for asked in windows(stage)]
    that(
        bool(begun) and max(begun) <= step,
        f"the first steps of the pages that were fetched for rows up to step {step}",
        expected=f"none beyond {step}",
        came=begun,
        hint="Fetch a page when its first row is asked for.",
    )


@clause(
    "pagination.scan-page-size",
    title="A page of a scan covers no more steps than the page size that the caller chose",
    source=ROW_11,
    verbs="scan_history",
    given={"history": stepped().filter(bool), "page_size": page_sizes},
    tried=[{"history": SIX, "page_size": 2}],
    inside=True,
    most=30,
)
def scan_page_size(stage: Stage, history: list[Any], page_size: int) -> None:
    stage.call("scan_history", run=stage.run(history=history), page_size=page_size)
    steps = [asked.steps for asked in windows(stage)]
    that(
        bool(steps) and max(steps) <= page_size,
        f"how many steps the pages covered that scan_history(page_size={page_size}) fetched",
        expected=f"at most {page_size} each",
        came=steps,
    )


@clause(
    "pagination.scan-default-size",
    title="A page of a scan covers 1000 steps, where the caller chose no size",
    source="Run.scan_history: page_size=1000",
    verbs="scan_history",
    inside=True,
)
def scan_default_size(stage: Stage) -> None:
    came = stage.call("scan_history", run=stage.run(history=[{"loss": number} for number in range(1001)]))
    same("how many rows scan_history() gave", len(came), 1001)
    same("how many steps the largest page covered", max(asked.steps for asked in windows(stage)), 1000)


@clause(
    "pagination.scan-once",
    title="No step is asked for by two pages of a scan",
    source=ROW_11,
    verbs="scan_history",
    given={"history": stepped().filter(bool), "page_size": page_sizes},
    tried=[{"history": SIX, "page_size": 2}, {"history": APART, "page_size": 2}],
    inside=True,
    most=30,
)
def scan_once(stage: Stage, history: list[Any], page_size: int) -> None:
    stage.call("scan_history", run=stage.run(history=history), page_size=page_size)
    asked = sorted((window.first, window.end) for window in windows(stage))
    that(
        bool(asked) and all(end <= first for (_, end), (first, _) in pairwise(asked)),
        "the pages of a scan, as first step and the step that it ends before",
        expected="each begins where the one before it ended, or later",
        came=asked,
    )


@clause(
    "pagination.scan-end",
    title="No page of a scan is asked for beyond the last step of the run",
    source=f"{ROW_11}; the server tells the last step (historyKeys)",
    verbs="scan_history",
    given={"history": stepped().filter(bool), "page_size": page_sizes},
    tried=[{"history": SIX, "page_size": 2}, {"history": SIX, "page_size": 7}],
    inside=True,
    most=30,
)
def scan_end(stage: Stage, history: list[Any], page_size: int) -> None:
    stage.call("scan_history", run=stage.run(history=history), page_size=page_size)
    last = history[-1]["_step"]
    begun = [asked.first for asked in windows(stage)]
    that(
        bool(begun) and max(begun) <= last,
        f"the first steps of the pages of a run whose last step is {last}",
        expected=f"none beyond {last}",
        came=begun,
    )


@clause(
    "pagination.scan-failing-page",
    title="A page of a scan that fails is an error, never the end of the history",
    source=f"{ROW_11}; clients take what comes for the whole",
    verbs="scan_history",
    given={"count": st.integers(2, 10), "page_size": st.integers(1, 5), "keys": st.sampled_from([None, ["loss"]])},
    tried=[{"count": 5, "page_size": 2, "keys": None}, {"count": 5, "page_size": 2, "keys": ["loss"]}],
    inside=True,
    most=30,
)
def scan_failing_page(stage: Stage, count: int, page_size: int, keys: list[str] | None) -> None:
    history = [{"loss": number} for number in range(count)]
    asked: dict[str, Any] = {"run": stage.run(history=history), "page_size": page_size, "keys": keys}
    what = f"what scan_history(page_size={page_size}) gave of {count} rows"
    same(f"{what}, while nothing fails", bare(stage.call("scan_history", **asked)), history)
    # Nobody asks again after such a status.
    error = graphql_error("the second page cannot be read", status=400)
    page_of = "Run.sampledHistory" if keys else "Run.history"
    stage.after_page(page_of, lambda: stage.fault(which.anything(), error, when.always()))
    try:
        came = stage.call("scan_history", **asked)
    except NoAnswer:
        raise
    except ClientError:
        return
    hint = "Let the error of a page reach the caller, who otherwise takes the history for whole."
    same(f"{what}, whose second page fails", bare(came), history, hint)
