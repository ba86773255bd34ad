"""Attributes: loading them, again and again."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from runfake.contract.clause import clause
from runfake.contract.clauses.attributes import ROW_7, loaded
from runfake.contract.clauses.updates import full_run, objects, tag_lists
from runfake.contract.judging import same
from runfake.contract.stage import Stage


@clause(
    "attributes.fresh",
    title="load asks the backend again: it gives what changed since it was called last",
    source=ROW_7,
    verbs="load",
    given={"config": objects, "tags": tag_lists, "steps": st.integers(1, 3)},
    tried=[{"config": {"lr": 2}, "tags": ["new"], "steps": 1}],
)
def fresh(stage: Stage, config: dict[str, Any], tags: list[str], steps: int) -> None:
    run = stage.run(config={"held": 1}, tags=["old"], notes="old", state="running")
    stage.call("load", run=run)
    # A tag at least, for no tags would be no change to some stages.
    stage.run(config=config, tags=[*tags, "more"], notes="new", history=[{"loss": 1}] * steps)
    truth = stage.truth(run) or {}
    expected = {name: truth[name] for name in ("state", "config", "tags", "notes")} | {"last_history_step": steps - 1}
    same("the run after others changed it", loaded(stage, run, *expected), expected)


@clause(
    "attributes.of-this-run",
    title="load gives the attributes of the run that is asked for, though others have been loaded",
    source=ROW_7,
    verbs="load",
    given={"count": st.integers(2, 4)},
    tried=[{"count": 2}],
)
def of_this_run(stage: Stage, count: int) -> None:
    runs = [stage.run(f"r{number}", config={"n": number}, notes=f"note {number}") for number in range(count)]
    for _ in range(2):
        came = [loaded(stage, run, "id", "config", "notes") for run in runs]
        same(
            "the attributes of several runs, one after the other",
            came,
            [{"id": f"r{n}", "config": {"n": n}, "notes": f"note {n}"} for n in range(count)],
        )


@clause(
    "attributes.loading-changes-nothing",
    title="load changes nothing of the run",
    source=ROW_7,
    verbs="load",
    given={"times": st.integers(1, 2)},
    tried=[{"times": 1}],
)
def loading_changes_nothing(stage: Stage, times: int) -> None:
    run = full_run(stage)
    before = stage.whole(run)
    for _ in range(times):
        stage.call("load", run=run)
    same("the run after load", stage.whole(run), before)
    same("the runs of the project", stage.runs(), [run])


@clause(
    "attributes.of-nothing",
    title="Loading a run, or from a project, that does not exist is an error",
    source=ROW_7,
    verbs="load",
    given={"run_id": st.sampled_from(["b", "aa", "A"]), "project": st.booleans()},
    tried=[{"run_id": "b", "project": True}, {"run_id": "a", "project": False}],
)
def of_nothing(stage: Stage, run_id: str, project: bool) -> None:
    stage.run("a")
    home = stage.project if project else f"{stage.project}-missing"
    stage.refused("load", "of a run that does not exist", run=f"{stage.entity}/{home}/{run_id}")
    same("the runs of the project afterwards", stage.runs(), [stage.path("a")])
