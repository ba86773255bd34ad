"""The orders of ``api.runs(order=...)``, with the real client."""

from __future__ import annotations

import pytest
import wandb

from runfake.pytest_plugin.fixture import Runfake


@pytest.fixture
def shop(runfake: Runfake) -> Runfake:
    """Five runs; what they are ordered by is of several types, and lacking in some."""
    runfake.run("shop/a", config={"lr": 0.1, "opt": {"b": 2}}, summary={"loss": 3, "_runtime": 5}, display_name="y")
    runfake.run("shop/b", config={"lr": 0.01, "opt": {"b": 1}}, summary={"loss": float("nan")}, display_name="x")
    runfake.run("shop/c", config={"lr": "low"}, summary={"loss": -1.5, "_runtime": 9}, tags=["best"])
    runfake.run("shop/d", summary={"loss": None}, display_name="z", state="failed")
    runfake.run("shop/e", config={"lr": True, "opt": None}, summary={"loss": 3, "_runtime": 1})
    for run_id in "caedb":
        runfake.world.clock.advance(1)
        runfake.run(f"shop/{run_id}", history=[{"x": 1}])
    return runfake


ORDERS = {
    "created_at": "abcde",
    "+created_at": "abcde",
    "-created_at": "edcba",
    "+createdAt": "abcde",
    "": "abcde",
    "+heartbeat_at": "caedb",
    "-heartbeat_at": "bdeac",
    "-heartbeatAt": "bdeac",
    "+config.lr": "baced",
    "+config.lr.value": "baced",
    "-config.lr.value": "ecabd",
    "+config.opt.b": "bacde",
    "-config.opt.value.b": "abcde",
    "+summary_metrics.loss": "caebd",
    "-summary_metrics.loss": "aecbd",
    "+summaryMetrics.loss": "caebd",
    "+duration": "edabc",
    "-name": "edcba",
    "+state": "dabce",
    "-tags.best": "cabde",
}


def test_an_order_arranges_the_runs(shop: Runfake, api: wandb.Api) -> None:
    assert shop.runs()
    assert {order: "".join(run.id for run in api.runs("shop", order=order)) for order in ORDERS} == ORDERS


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("per_page", [1, 2, 4])
def test_the_size_of_the_pages_changes_nothing(api: wandb.Api, per_page: int) -> None:
    orders = ["+summary_metrics.loss", "-summary_metrics.loss", "-config.lr.value", "+heartbeat_at"]
    got = {order: "".join(run.id for run in api.runs("shop", order=order, per_page=per_page)) for order in orders}
    assert got == {order: ORDERS[order] for order in orders}


@pytest.mark.parametrize("order", ["+summary_metrics.rank", "-summary_metrics.rank"])
def test_runs_added_and_deleted_between_pages_disturb_no_other_in_any_order(
    runfake: Runfake, api: wandb.Api, order: str
) -> None:
    held = {rank: runfake.run(f"shop/r{rank}", summary={"rank": rank}) for rank in (5, 3, 1, 4, 2, 0)}
    runs = api.runs("shop", order=order, per_page=2)
    got = [next(runs).summary["rank"], next(runs).summary["rank"]]
    last = got[-1]
    runfake.world.run_writes.delete(held[last].storage_id)
    runfake.world.run_writes.delete(held[3].storage_id)
    runfake.run("shop/late", summary={"rank": 2.5})
    while run := next(runs, None):
        got.append(run.summary["rank"])
    assert got == ([0, 1, 2, 2.5, 4, 5] if order[0] == "+" else [5, 4, 2.5, 2, 1, 0])


def test_a_filter_and_an_order_go_together(shop: Runfake, api: wandb.Api) -> None:
    runs = api.runs("shop", filters={"summary_metrics.loss": {"$gt": 0}}, order="-config.lr", per_page=1)
    assert [run.id for run in runs] == ["e", "a"]
    assert len(runs) == 2
    assert shop.journal.refused() == []


@pytest.mark.parametrize("order", ["+loss", "-speed.x"])
def test_an_unknown_order_is_refused(runfake: Runfake, api: wandb.Api, order: str) -> None:
    runfake.run("shop/a")
    with pytest.raises(Exception, match=rf"unknown order '{order[1:]}' of runs.*summary_metrics\.<name>"):
        list(api.runs("shop", order=order))
    assert [entry.status for entry in runfake.journal.refused()] == [400]
