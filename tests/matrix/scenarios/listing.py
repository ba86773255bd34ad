"""`Api.runs`: filters, orders and pages."""

from __future__ import annotations

from typing import Any

import pytest
import wandb
from wandb.errors import CommError

from runfake.pytest_plugin.fixture import Runfake

Filter = dict[str, Any]


@pytest.fixture(autouse=True)
def shop(backend: Runfake) -> None:
    """Four runs, an hour apart."""
    backend.run(
        "shop/a",
        display_name="quiet-otter",
        config={"lr": 0.1, "opt": {"name": "adam"}},
        summary={"loss": 0.5},
        tags=["gold", "new"],
        group="g1",
        job_type="train",
    )
    backend.world.clock.advance(3600)
    backend.run(
        "shop/b", display_name="bold-otter", config={"lr": 0.01}, summary={"loss": 0.9}, tags=["gold"], state="failed"
    )
    backend.world.clock.advance(3600)
    backend.run("shop/c", display_name="Calm Fern", config={"lr": "0.1"}, summary={"loss": 0.7})
    backend.world.clock.advance(3600)
    backend.run("shop/d", display_name="dusk", state="running")


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, "abcd"),
        (None, "abcd"),
        ({"state": "finished"}, "ac"),
        ({"config.lr": 0.1}, "a"),
        ({"config.lr": {"$gte": 0.01}}, "ab"),
        ({"config.opt.name": "adam"}, "a"),
        ({"summary_metrics.loss": {"$lt": 0.8}}, "ac"),
        ({"tags": "gold"}, "ab"),
        ({"tags": {"$in": ["new", "other"]}}, "a"),
        ({"display_name": {"$regex": "otter$"}}, "ab"),
        ({"group": "g1", "jobType": "train"}, "a"),
        ({"$or": [{"tags": "new"}, {"state": "running"}]}, "ad"),
        ({"$and": [{"tags": "gold"}, {"state": {"$ne": "failed"}}]}, "a"),
        ({"name": {"$in": ["b", "d"]}}, "bd"),
    ],
)
def test_what_a_filter_finds(filters: Filter | None, found: str) -> None:
    runs = wandb.Api().runs("shop", filters=filters)
    assert "".join(sorted(run.id for run in runs)) == found
    assert len(runs) == len(found)


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ("+created_at", "abcd"),
        ("-created_at", "dcba"),
        ("+summary_metrics.loss", "acb"),
        ("-summary_metrics.loss", "bca"),
    ],
)
def test_what_order_they_come_in(order: str, found: str) -> None:
    ids = "".join(run.id for run in wandb.Api().runs("shop", order=order))
    assert [id for id in ids if id in found] == list(found)
    assert sorted(ids) == list("abcd")


@pytest.mark.parametrize("per_page", [1, 3, 4, 50])
def test_pages_never_limit_the_whole(per_page: int) -> None:
    runs = wandb.Api().runs("shop", order="+created_at", per_page=per_page)
    assert [run.id for run in runs] == list("abcd")
    assert runs[2].id == "c"


def test_each_has_what_a_run_has() -> None:
    (run,) = wandb.Api().runs("shop", {"tags": "new"})
    assert (run.config, run.summary["loss"], run.tags) == ({"lr": 0.1, "opt": {"name": "adam"}}, 0.5, ["gold", "new"])


def test_of_a_project_that_is_not_there() -> None:
    with pytest.raises((CommError, ValueError), match="shop2"):
        list(wandb.Api().runs("shop2"))


def test_the_projects(backend: Runfake) -> None:
    assert [project.name for project in wandb.Api().projects(backend.entity)] == ["shop"]
