"""Lineage: what a run logged and what it used, as lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from runfake.contract.clause import clause
from runfake.contract.judging import same
from runfake.contract.stage import Stage
from runfake.contract.strategies import labels

ROW_9 = "Run.logged_artifacts: every artifact logged by the run, its outputs"
ROW_17 = "Run.used_artifacts: only the artifacts explicitly declared as inputs of the run"
collections = st.sampled_from(["data", "model", "data-2", "a.b"])
some = st.integers(1, 4)
few = st.integers(0, 3)


def versions(stage: Stage, count: int, name: str = "data", **how: Any) -> list[str]:
    """Makes so many versions of one artifact; gives their names, ``data:v0`` and so on."""
    made = [stage.artifact(name, files={"n.txt": f"{name} {number}"}, **how) for number in range(count)]
    return [path.rsplit("/", maxsplit=1)[-1] for path in made]


def names(artifacts: Sequence[Any]) -> list[str]:
    """Of artifacts as a client gives them, in one order."""
    return sorted(artifact["name"] for artifact in artifacts)


@clause(
    "lineage.logged-are-the-outputs",
    title="logged_artifacts gives every output of the run, and no input",
    source=ROW_9,
    verbs="logged_artifacts",
    given={"outputs": some, "inputs": few},
    tried=[{"outputs": 2, "inputs": 1}],
)
def logged_are_the_outputs(stage: Stage, outputs: int, inputs: int) -> None:
    run = stage.run()
    expected = versions(stage, outputs, "out", logged_by=run)
    versions(stage, inputs, "in", used_by=[run])
    came = stage.call("logged_artifacts", run=run)
    same(f"what logged_artifacts gave for a run with {outputs} outputs and {inputs} inputs", names(came), expected)


@clause(
    "lineage.used-are-the-inputs",
    title="used_artifacts gives every input of the run, and no output",
    source=ROW_17,
    verbs="used_artifacts",
    given={"outputs": few, "inputs": some},
    tried=[{"outputs": 1, "inputs": 2}],
)
def used_are_the_inputs(stage: Stage, outputs: int, inputs: int) -> None:
    run = stage.run()
    expected = versions(stage, inputs, "in", used_by=[run])
    versions(stage, outputs, "out", logged_by=run)
    came = stage.call("used_artifacts", run=run)
    same(f"what used_artifacts gave for a run with {outputs} outputs and {inputs} inputs", names(came), expected)


@clause(
    "lineage.logged-by-this-run",
    title="logged_artifacts gives nothing that another run of the project logged",
    source=ROW_9,
    verbs="logged_artifacts",
    given={"own": some, "others": some},
    tried=[{"own": 1, "others": 2}],
)
def logged_by_this_run(stage: Stage, own: int, others: int) -> None:
    run, other = stage.run("a"), stage.run("b")
    # The same collection: its versions are told apart by who logged them alone.
    expected = versions(stage, own, logged_by=run)
    stage.artifact("data", files={"n.txt": "other"}, logged_by=other)
    versions(stage, others, "more", logged_by=other)
    came = stage.call("logged_artifacts", run=run)
    same(f"what logged_artifacts gave for {run}, while {other} logged {others + 1} others", names(came), expected)


@clause(
    "lineage.used-by-this-run",
    title="used_artifacts gives nothing that another run of the project used",
    source=ROW_17,
    verbs="used_artifacts",
    given={"own": some, "others": some},
    tried=[{"own": 1, "others": 2}],
)
def used_by_this_run(stage: Stage, own: int, others: int) -> None:
    run, other = stage.run("a"), stage.run("b")
    expected = versions(stage, own, used_by=[run])
    versions(stage, others, "more", used_by=[other])
    came = stage.call("used_artifacts", run=run)
    same(f"what used_artifacts gave for {run}, while {other} used {others} others", names(came), expected)


@clause(
    "lineage.logging-is-no-use",
    title="An artifact that the run logs does not become one of its inputs",
    source=f"{ROW_17}; it was logged, not declared as used",
    verbs="used_artifacts log_artifact",
    given={"declared": few},
    tried=[{"declared": 1}],
)
def logging_is_no_use(stage: Stage, declared: int) -> None:
    run = stage.run()
    expected = versions(stage, declared, "in", used_by=[run])
    logged = stage.artifact("out")
    stage.call("log_artifact", run=run, artifact=logged)
    came = stage.call("used_artifacts", run=run)
    same(f"what used_artifacts gave after log_artifact({logged!r})", names(came), expected)


@clause(
    "lineage.logged-and-used",
    title="An artifact that the run both logged and used is among both",
    source=f"{ROW_9}; {ROW_17}",
    verbs="logged_artifacts used_artifacts",
    given={"both": some},
    tried=[{"both": 1}],
)
def logged_and_used(stage: Stage, both: int) -> None:
    run = stage.run()
    expected = versions(stage, both, logged_by=run, used_by=[run])
    same("logged_artifacts, of what is also used", names(stage.call("logged_artifacts", run=run)), expected)
    same("used_artifacts, of what is also logged", names(stage.call("used_artifacts", run=run)), expected)


@clause(
    "lineage.versions",
    title="Several versions of one artifact are several artifacts, each with the number of its version",
    source=f"{ROW_9}; versions of a collection are v0, v1, ...",
    verbs="logged_artifacts",
    given={"count": st.integers(2, 5), "skipped": few},
    tried=[{"count": 3, "skipped": 1}],
)
def several_versions(stage: Stage, count: int, skipped: int) -> None:
    run = stage.run()
    for number in range(skipped):
        stage.artifact("data", files={"n.txt": f"earlier {number}"})
    expected = versions(stage, count, logged_by=run)
    came = stage.call("logged_artifacts", run=run)
    same(f"the {count} versions of one artifact that logged_artifacts gave", names(came), expected)


@clause(
    "lineage.types",
    title="An artifact is shown with its type",
    source=ROW_9,
    verbs="logged_artifacts",
    given={"types": st.lists(st.sampled_from(["dataset", "model", "result", "my type"]), min_size=1, max_size=3)},
    tried=[{"types": ["dataset", "model"]}],
)
def types(stage: Stage, types: list[str]) -> None:
    run = stage.run()
    for number, type in enumerate(types):
        stage.artifact(f"art{number}", type=type, logged_by=run)
    came = stage.call("logged_artifacts", run=run)
    same(
        "the types of the artifacts that logged_artifacts gave, by name",
        {artifact["name"]: artifact["type"] for artifact in came},
        {f"art{number}:v0": type for number, type in enumerate(types)},
    )


@clause(
    "lineage.aliases",
    title="An artifact is shown with all of its aliases, and with none of another version",
    source=f"{ROW_17}; clients show the aliases of each",
    verbs="used_artifacts",
    given={
        "older": st.lists(labels, unique=True, max_size=2),
        "newer": st.lists(labels, unique=True, max_size=3),
    },
    tried=[{"older": ["best"], "newer": ["prod", "final"]}],
)
def shown_aliases(stage: Stage, older: list[str], newer: list[str]) -> None:
    run = stage.run()
    used = [
        stage.artifact("data", files={"n.txt": "1"}, aliases=older, used_by=[run]),
        stage.artifact("data", files={"n.txt": "2"}, aliases=newer, used_by=[run]),
    ]
    came = stage.call("used_artifacts", run=run)
    same(
        "the aliases of the artifacts that used_artifacts gave, by name",
        {artifact["name"]: sorted(artifact["aliases"]) for artifact in came},
        {path.rsplit("/", maxsplit=1)[-1]: stage.aliases(path) for path in used},
    )
