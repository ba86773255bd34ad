"""Forking a run, and rewinding it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from runfake.world import Clock, World
from runfake.world.branches import BranchPoint
from runfake.world.config import Config
from runfake.world.errors import Invalid, NotFound
from runfake.world.runs import Run, RunEdit
from runfake.world.stream import HISTORY, Chunk, StreamRequest

from .snapshot import view, view_of_run
from .values import NOON

STEPS = [0, 2, 4, 6]


@pytest.fixture
def world() -> World:
    world = World(clock=Clock(NOON))
    rows: list[dict[str, Any]] = [{"_step": step, "loss": 10 - step, f"at {step}": 1} for step in STEPS]
    world.run("p/parent", history=rows, console=["a", "b"], system_metrics=[{"cpu": 1}], files={"f": "x"})
    return world


def config(point: Any) -> Config:
    return Config(json.dumps({"_wandb": {"value": {"t": {}, "branch_point": point}}}))


def fork(world: World, step: Any, parent: str = "parent", run_id: str = "child", **how: Any) -> Run:
    edit = RunEdit(host="node", config=config({"run_id": parent, "step": step}))
    run, _ = world.run_writes.upsert(world.default_user, entity=None, project="p", run_id=run_id, edit=edit, **how)
    return run


def rewind(world: World, value: float, run_id: str = "parent", metric: str = "_step") -> Run:
    run = world.get_run(f"p/{run_id}")
    world.run_writes.rewind(run, metric, value)
    return run


@pytest.mark.parametrize(
    ("step", "kept"),
    [(0, STEPS[:1]), (1, STEPS[:1]), (2, STEPS[:2]), (2.0, STEPS[:2]), (5.9, STEPS[:3]), (6, STEPS)],
)
def test_history_is_kept_up_to_the_step(world: World, step: float, kept: list[int]) -> None:
    before = view_of_run(world.get_run("p/parent"))
    child = fork(world, step)
    assert view_of_run(world.get_run("p/parent")) == before
    rewound = rewind(world, step)
    for run in (child, rewound):
        assert run.history.steps() == kept
        assert run.summary["loss"] == 10 - kept[-1]
        assert [key for key in run.summary if key.startswith("at")] == [f"at {s}" for s in kept]
        assert (len(run.events), len(run.console)) == (0, 0)
    assert (list(child.files), list(rewound.files)) == ([], ["f"])


def test_a_forked_run_goes_on_by_itself(world: World) -> None:
    child = fork(world, 2)
    world.run_writes.stream(child, StreamRequest({HISTORY: Chunk(2, ['{"_step":3,"loss":0}'])}))
    assert child.history.steps() == [0, 2, 3]
    assert world.get_run("p/parent").history.steps() == STEPS
    assert BranchPoint.of(child.wire_config) == BranchPoint("parent", 2)


def test_the_branch_point_counts_when_the_run_begins_and_not_again(world: World) -> None:
    child = fork(world, 2)
    world.run_writes.stream(child, StreamRequest({HISTORY: Chunk(2, ['{"_step":3}'])}))
    later = RunEdit(config=config({"run_id": "parent", "step": 2}))
    world.run_writes.upsert(world.default_user, entity=None, project="p", run_id="child", edit=later)
    world.run_writes.edit(child.storage_id, later)
    fork(world, 2, storage_id=child.storage_id)
    fork(world, 2, shared=True)
    assert child.history.steps() == [0, 2, 3]
    fork(world, 2)
    assert child.history.steps() == [0, 2]


def test_of_several_writers_the_first_forks(world: World) -> None:
    child = fork(world, 2, shared=True)
    request = StreamRequest({HISTORY: Chunk(2, ['{"_step":3}'])}, writer="w")
    world.run_writes.stream(child, request)
    fork(world, 2, shared=True)
    assert child.history.steps() == [0, 2, 3]


def test_a_branch_point_of_its_own_is_no_fork(world: World) -> None:
    """So a process says that it rewound the run."""
    run = world.get_run("p/parent")
    fork(world, 2, run_id="parent", storage_id=run.storage_id)
    assert run.history.steps() == STEPS


def test_a_rewound_run_forgets_what_several_writers_sent(world: World) -> None:
    run = world.get_run("p/parent")
    world.run_writes.stream(run, StreamRequest({HISTORY: Chunk(0, ['{"_step":0}'])}, writer="w"))
    rewind(world, 2)
    world.run_writes.stream(run, StreamRequest({HISTORY: Chunk(5, ['{"_step":3,"x":1}'])}, writer="w"))
    assert run.history.steps() == [0, 2, 3]


def test_steps_out_of_order_are_kept_in_order(world: World) -> None:
    run = world.run("p/odd", history=[{"_step": 5}, {"_step": 1}, {"_step": 3}], state="running")
    rewind(world, 3, run_id="odd")
    assert run.history.steps() == [1, 3]


@pytest.mark.parametrize(
    ("value", "metric", "told"),
    [
        (7, "_step", "has not got to step 7, where it is to be branched off: its last step is 6"),
        (-1, "_step", "a number from 0 on, not -1"),
        (float("nan"), "_step", "a number from 0 on, not nan"),
        (float("inf"), "_step", "a number from 0 on, not inf"),
        (2, "loss", "not to a value of 'loss'"),
    ],
)
def test_a_bad_rewind_changes_nothing(world: World, value: float, metric: str, told: str) -> None:
    before = view(world)
    with pytest.raises(Invalid, match=told):
        rewind(world, value, metric=metric)
    assert view(world) == before


def test_a_run_without_history_cannot_be_branched_off(world: World) -> None:
    world.run("p/empty")
    with pytest.raises(Invalid, match="nothing was logged to it"):
        rewind(world, 0, run_id="empty")
    with pytest.raises(Invalid, match="nothing was logged to it"):
        fork(world, 0, parent="empty")


@pytest.mark.parametrize(
    ("parent", "step", "error", "told"),
    [
        ("prent", 2, NotFound, "'runfake/p/prent' not found. Did you mean 'runfake/p/parent'"),
        ("parent", 7, Invalid, "has not got to step 7"),
        ("parent", "2", Invalid, "a number from 0 on, not '2'"),
        ("parent", True, Invalid, "a number from 0 on, not True"),
        ("parent", None, Invalid, "a number from 0 on, not None"),
        (7, 2, Invalid, "must name a run_id and a step"),
    ],
)
@pytest.mark.parametrize("run_id", ["child", "old"])
def test_a_bad_fork_changes_nothing(
    world: World, run_id: str, *, parent: Any, step: Any, error: type[Exception], told: str
) -> None:
    world.run("p/old", history=[{"loss": 1}])
    before = view(world)
    with pytest.raises(error, match=told):
        fork(world, step, parent, run_id)
    assert view(world) == before


def test_a_branch_point_that_is_none_is_refused() -> None:
    with pytest.raises(Invalid, match="must name a run_id and a step, not 'x'"):
        BranchPoint.of(config("x"))
    assert BranchPoint.of(config(None)) is None
    assert BranchPoint.of(Config("{}")) is None


def test_a_parent_is_looked_for_in_the_project_of_the_fork(world: World) -> None:
    edit = RunEdit(host="node", config=config({"run_id": "parent", "step": 0}))
    with pytest.raises(NotFound, match="'runfake/q/parent' not found"):
        world.run_writes.upsert(world.default_user, entity=None, project="q", run_id="child", edit=edit)
    assert world.projects.find("runfake", "q") is None
