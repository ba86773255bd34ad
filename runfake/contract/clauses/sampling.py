"""Sampling: a history in few rows."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from runfake.contract.clause import clause
from runfake.contract.clauses.windows import bare, with_all, with_steps
from runfake.contract.judging import same, that
from runfake.contract.stage import Stage
from runfake.contract.strategies import metrics, rows, stepped, values

ROW_6 = "Run.history: sampled history metrics; samples is how many rows are returned"
KEYED = st.sampled_from([{}, {"keys": ["loss"]}])
BOTH: tuple[dict[str, Any], ...] = ({}, {"keys": ["loss"]})
SAMPLES = st.integers(1, 12)


def _counted(count: int) -> list[dict[str, Any]]:
    return [{"loss": number} for number in range(count)]


def _text(given: dict[str, Any]) -> str:
    return f"history({', '.join(f'{name}={value!r}' for name, value in given.items())})"


@clause(
    "sampling.at-most",
    title="No more rows come than samples were asked for, with keys and without",
    source=ROW_6,
    verbs="history",
    given={"count": st.integers(1, 30), "samples": SAMPLES, "keys": KEYED},
    tried=[{"count": 9, "samples": 4, "keys": keys} for keys in BOTH],
)
def at_most(stage: Stage, count: int, samples: int, keys: dict[str, Any]) -> None:
    given = {"samples": samples, **keys}
    came = stage.call("history", run=stage.run(history=_counted(count)), **given)
    that(
        1 <= len(came) <= samples,
        f"how many rows {_text(given)} gave of {count}",
        expected=f"at least 1, at most {samples}",
        came=len(came),
    )


@clause(
    "sampling.all-where-few",
    title="Where there are no more rows than samples, all of them come, in order",
    source=f"{ROW_6}; servers leave out nothing where nothing has to be",
    verbs="history",
    given={"history": rows(10), "more": st.integers(0, 10)},
    tried=[{"history": [{"loss": n} for n in range(5)], "more": 0}, {"history": [{"a": 1}, {"b": 2}], "more": 7}],
)
def all_where_few(stage: Stage, history: list[Any], more: int) -> None:
    samples = max(len(history) + more, 1)
    came = stage.call("history", run=stage.run(history=history), samples=samples)
    same(f"what history(samples={samples}) gave of {len(history)} rows", bare(came), history)


@clause(
    "sampling.as-logged",
    title="What a sample holds are rows as they were logged, in order, none of them twice",
    source=ROW_6,
    verbs="history",
    given={"history": stepped(24).filter(bool), "samples": SAMPLES, "keys": KEYED},
    tried=[{"history": [{"_step": 2 * n, "loss": n} for n in range(9)], "samples": 4, "keys": keys} for keys in BOTH],
)
def as_logged(stage: Stage, history: list[Any], samples: int, keys: dict[str, Any]) -> None:
    given = {"samples": samples, **keys}
    came = with_steps(stage.call("history", run=stage.run(history=history), **given))
    that(bool(came), f"rows that {_text(given)} gave", expected="at least one", came=came)
    steps = {row["_step"] for row in came if "_step" in row}
    expected = [row for row in history if row["_step"] in steps]
    same(f"the rows that {_text(given)} gave, beside those that were logged at these steps", came, expected)


@clause(
    "sampling.spread",
    title="A sample is spread over the whole history, and not a part of it",
    source="Run.history: sampled history metrics of the run",
    verbs="history",
    given={"samples": st.integers(2, 6), "times": st.integers(3, 8), "keys": KEYED},
    tried=[{"samples": 3, "times": 4, "keys": keys} for keys in BOTH],
)
def spread(stage: Stage, samples: int, times: int, keys: dict[str, Any]) -> None:
    # Whatever a server chooses of each of its parts: the first part is in the first half, the last in the second.
    count = samples * times
    given = {"samples": samples, **keys}
    came = [row["loss"] for row in stage.call("history", run=stage.run(history=_counted(count)), **given)]
    that(
        any(number < count / 2 for number in came) and any(number >= count / 2 for number in came),
        f"the numbers of the rows that {_text(given)} gave of {count}",
        expected="some from the first half, and some from the second",
        came=came,
        hint="Let the server choose the sample: ask once, with samples, and without bounds.",
    )


@clause(
    "sampling.passed-on",
    title="The server is asked for as many samples as the caller chose, and all come that it gives",
    source=ROW_6,
    verbs="history",
    given={"count": st.integers(1, 30), "samples": SAMPLES, "keys": KEYED},
    tried=[{"count": 9, "samples": 4, "keys": keys} for keys in BOTH],
    inside=True,
    most=30,
)
def passed_on(stage: Stage, count: int, samples: int, keys: dict[str, Any]) -> None:
    given = {"samples": samples, **keys}
    came = stage.call("history", run=stage.run(history=_counted(count)), **given)
    pages = stage.pages("Run.sampledHistory" if keys else "Run.history")
    asked = [_samples_of(page.arguments) for page in pages]
    same(f"the samples that {_text(given)} asked the server for", asked, [samples])
    same(f"how many rows {_text(given)} gave", len(came), pages[0].given)


def _samples_of(arguments: Any) -> Any:
    if "specs" not in arguments:
        return arguments.get("samples")
    (spec,) = arguments["specs"]
    return (json.loads(spec) if isinstance(spec, str) else spec).get("samples")


@clause(
    "sampling.default-size",
    title="Where the caller does not say how many samples, it is 500",
    source="Run.history: samples=500",
    verbs="history",
    given={"keys": KEYED},
    tried=[{"keys": keys} for keys in BOTH],
    inside=True,
    # There is nothing else to draw.
    most=1,
)
def default_size(stage: Stage, keys: dict[str, Any]) -> None:
    stage.call("history", run=stage.run(history=_counted(501)), **keys)
    given = [page.given for page in stage.pages("Run.history", "Run.sampledHistory")]
    same(f"how many rows {_text(keys)} was given of 501", given, [500])


@clause(
    "sampling.one-request",
    title="A sample is asked for at once, and not collected page by page",
    source="Run.history: a sample, of which the server chooses the rows",
    verbs="history",
    given={"count": st.integers(1, 30), "samples": SAMPLES, "keys": KEYED},
    tried=[{"count": 9, "samples": 4, "keys": keys} for keys in BOTH],
    inside=True,
    most=30,
)
def one_request(stage: Stage, count: int, samples: int, keys: dict[str, Any]) -> None:
    given = {"samples": samples, **keys}
    stage.call("history", run=stage.run(history=_counted(count)), **given)
    asked = len(stage.pages("Run.history", "Run.sampledHistory"))
    that(asked == 1, f"how often {_text(given)} asked for rows", expected="once", came=asked)


@clause(
    "sampling.x-axis",
    title="With keys, rows hold the metric of the x axis too, and those without it do not come",
    source="Run.history: x_axis is the metric used as x; keys returns only these metrics",
    verbs="history",
    given={
        "history": rows(10, keys=st.sampled_from(["epoch", "loss", "acc"])),
        "keys": st.lists(st.sampled_from(["loss", "acc", "epoch"]), min_size=1, max_size=2, unique=True),
    },
    tried=[
        {
            "history": [{"loss": 1}, {"loss": 2, "epoch": 0}, {"epoch": 1}, {"loss": 3, "epoch": 2, "acc": 4}],
            "keys": keys,
        }
        for keys in (["loss"], ["epoch", "loss"], ["epoch"])
    ],
)
def x_axis(stage: Stage, history: list[Any], keys: list[str]) -> None:
    came = stage.call("history", run=stage.run(history=history), keys=keys, x_axis="epoch")
    expected = with_all(history, {"epoch", *keys})
    same(f'what history(keys={keys}, x_axis="epoch") gave of {history}', bare(came), expected)


@clause(
    "sampling.values",
    title="Values of a sample come as they were logged: numbers, texts, booleans, null, lists and objects",
    source="Run.history: rows, as dicts",
    verbs="history",
    given={"history": rows(6, values=values)},
    tried=[{"history": [{"a": None, "b": True, "c": "größe\n"}, {"a": [1, [2.5]], "b": {"c": {"d": [None, False]}}}]}],
)
def values_kept(stage: Stage, history: list[Any]) -> None:
    same("the rows that history() gave", bare(stage.call("history", run=stage.run(history=history))), history)


@clause(
    "sampling.non-finite",
    title="NaN and infinities come with a sample, with keys and without",
    source="clients log NaN and infinities; rows hold them as such without keys, and as texts with keys",
    verbs="history",
    given={
        "losses": st.lists(st.sampled_from(["NaN", "Infinity", "-Infinity", "0.5"]), min_size=1, max_size=5),
        "keys": KEYED,
    },
    tried=[{"losses": ["0.5", "NaN", "-Infinity", "Infinity"], "keys": keys} for keys in BOTH],
)
def non_finite(stage: Stage, losses: list[str], keys: dict[str, Any]) -> None:
    history = [{"loss": float(loss)} for loss in losses]
    came = stage.call("history", run=stage.run(history=history), **keys)
    same(f"the rows that {_text(keys)} gave", bare(came), history)


@clause(
    "sampling.empty",
    title="The sampled history of a run that logged nothing is empty, and no error",
    source="Run.history: a list of rows, of which there may be none",
    verbs="history",
    given={"keys": st.lists(metrics, max_size=2, unique=True), "samples": SAMPLES},
    tried=[{"keys": [], "samples": 5}, {"keys": ["loss"], "samples": 5}],
)
def empty(stage: Stage, keys: list[str], samples: int) -> None:
    given: dict[str, Any] = {"samples": samples} | ({"keys": keys} if keys else {})
    row = dict.fromkeys(keys or ["loss"], 1)
    nothing, other = stage.run("a"), stage.run("b", history=[row])
    same(f"what {_text(given)} gave of a run that logged nothing", stage.call("history", run=nothing, **given), [])
    same("what it gave of a run with one row", bare(stage.call("history", run=other, **given)), [row])


@clause(
    "sampling.system-stream",
    title='stream="system" gives the metrics of the machine, and not those that were logged',
    source='Run.history: stream="system" gives machine metrics instead; "default" what was logged',
    verbs="history",
    given={"loads": st.lists(st.integers(0, 100), max_size=6), "losses": st.lists(st.integers(0, 9), max_size=6)},
    tried=[{"loads": [10, 20], "losses": [1, 2, 3]}, {"loads": [], "losses": [1]}, {"loads": [5], "losses": []}],
)
def system_stream(stage: Stage, loads: list[int], losses: list[int]) -> None:
    machine = [{"system.cpu": load} for load in loads]
    history = [{"loss": loss} for loss in losses]
    run = stage.run(history=history, system_metrics=machine)
    same('what history(stream="system") gave', bare(stage.call("history", run=run, stream="system")), machine)
    same('what history(stream="default") gave', bare(stage.call("history", run=run, stream="default")), history)


@clause(
    "sampling.system-at-most",
    title="No more rows of machine metrics come than samples were asked for",
    source=f'{ROW_6}; stream="system"',
    verbs="history",
    given={"count": st.integers(1, 30), "samples": SAMPLES},
    tried=[{"count": 9, "samples": 4}],
)
def system_at_most(stage: Stage, count: int, samples: int) -> None:
    run = stage.run(system_metrics=[{"system.cpu": number} for number in range(count)])
    came = [row["system.cpu"] for row in stage.call("history", run=run, stream="system", samples=samples)]
    that(
        1 <= len(came) <= samples and came == sorted(set(came)),
        f'the rows that history(stream="system", samples={samples}) gave of {count}, by their numbers',
        expected=f"at least 1, at most {samples}, in order and none twice",
        came=came,
    )
