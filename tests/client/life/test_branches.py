"""Forking a run, and rewinding it."""

from __future__ import annotations

from typing import Any

import pytest
import wandb
from wandb.errors import CommError, UsageError

from runfake.pytest_plugin.fixture import Runfake
from runfake.world.runs import Run


def steps(run: Run) -> list[tuple[int, Any]]:
    return [(row["_step"], row["v"]) for row in run.history]


@pytest.fixture(params=["client", "author"])
def parent(runfake: Runfake, request: pytest.FixtureRequest) -> Run:
    """Four rows, logged by a client or given by an author."""
    if request.param == "author":
        return runfake.run(
            "shop/parent", config={"lr": 0.1}, history=[{"v": i, f"at {i}": 1} for i in range(4)], files={"f": "x"}
        )
    with wandb.init(project="shop", id="parent", config={"lr": 0.1}) as run:
        for i in range(4):
            run.log({"v": i, f"at {i}": 1})
    return runfake.get_run("shop/parent")


def test_a_forked_run_begins_with_the_history_of_its_parent(runfake: Runfake, parent: Run) -> None:
    before = list(parent.history)
    with wandb.init(project="shop", id="child", fork_from="parent?_step=1", config={"lr": 0.2}) as run:
        held = runfake.get_run("shop/child")
        assert (steps(held), held.summary["v"]) == ([(0, 0), (1, 1)], 1)
        run.log({"v": 10})
    assert steps(held) == [(0, 0), (1, 1), (2, 10)]
    assert (held.config, held.summary["v"], held.state) == ({"lr": 0.2}, 10, "finished")
    assert held.wire_config.internal(["branch_point"]) == {"branch_point": {"run_id": "parent", "step": 1}}
    assert list(parent.history) == before
    read: Any = wandb.Api().run("shop/child")
    assert [row["v"] for row in read.scan_history()] == [0, 1, 10]
    assert read.rawconfig["_wandb"]["branch_point"] == {"run_id": "parent", "step": 1}


def test_a_rewound_run_goes_on_from_there(runfake: Runfake, parent: Run) -> None:
    with wandb.init(project="shop", resume_from="parent?_step=1", config={"batch": 8}) as run:
        assert run.id == "parent"
        assert (steps(parent), parent.summary["v"], parent.state) == ([(0, 0), (1, 1)], 1, "running")
        assert "at 2" not in parent.summary
        run.log({"v": 10})
    assert steps(parent) == [(0, 0), (1, 1), (2, 10)]
    assert (parent.config, parent.summary["v"], parent.state) == ({"lr": 0.1, "batch": 8}, 10, "finished")
    assert len(runfake.runs()) == 1
    assert [row["v"] for row in wandb.Api().run("shop/parent").scan_history()] == [0, 1, 10]


def test_a_branch_can_be_resumed_and_branched_off_again(runfake: Runfake, parent: Run) -> None:
    with wandb.init(project="shop", id="child", fork_from=f"{parent.id}?_step=1") as run:
        run.log({"v": 10})
    with wandb.init(project="shop", id="child", resume="must") as run:
        run.log({"v": 11})
    with wandb.init(project="shop", id="grandchild", fork_from="child?_step=2") as run:
        run.log({"v": 100})
    with wandb.init(project="shop", resume_from="child?_step=0") as run:
        run.log({"v": 12})
    assert [v for _, v in steps(runfake.get_run("shop/child"))] == [0, 12]
    assert [v for _, v in steps(runfake.get_run("shop/grandchild"))] == [0, 1, 10, 100]


@pytest.mark.parametrize(
    ("moment", "told"),
    [("prent?_step=1", "'runfake/shop/prent' not found"), ("parent?_step=7", "has not got to step 7")],
)
def test_what_cannot_be_forked_is_told(runfake: Runfake, moment: str, told: str) -> None:
    runfake.run("shop/parent", history=[{"v": 0}])
    with pytest.raises(CommError, match=told):
        wandb.init(project="shop", id="child", fork_from=moment)
    assert [run.id for run in runfake.runs()] == ["parent"]


@pytest.mark.parametrize(
    ("moment", "told"), [("prent?_step=1", "run not found"), ("parent?_step=7", "has not got to step 7")]
)
def test_what_cannot_be_rewound_is_told(runfake: Runfake, moment: str, told: str) -> None:
    held = runfake.run("shop/parent", history=[{"v": 0}])
    with pytest.raises((CommError, UsageError), match=told):
        wandb.init(project="shop", resume_from=moment)
    assert len(held.history) == 1
