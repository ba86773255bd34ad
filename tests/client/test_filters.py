"""What ``api.runs(filters=...)`` finds: every operator and every field, with the real client."""

from __future__ import annotations

from typing import Any

import pytest
import wandb

from runfake import World
from runfake.pytest_plugin.fixture import Runfake

Filter = dict[str, Any]


@pytest.fixture
def shop(runfake: Runfake) -> World:
    """Four runs, an hour apart: two finished, one failed, and a bare one that still runs."""
    runfake.run(
        "shop/a",
        display_name="quiet-otter",
        config={"lr": 0.1, "opt": {"name": "adam", "betas": [0.9, 0.99]}, "layers": [{"size": 64}, {"size": 32}]},
        summary={"loss": 0.5, "val": {"loss": 0.6}, "best.step": 7, "_runtime": 120},
        tags=["gold", "new"],
        group="g1",
        job_type="train",
        notes="the first",
    )
    runfake.world.clock.advance(3600)
    runfake.run(
        "shop/b",
        display_name="bold-otter",
        config={"lr": 0.01, "opt": "sgd", "debug": True},
        summary={"loss": 0.9, "_runtime": 60},
        tags=["gold"],
        state="failed",
        group="g2",
    )
    runfake.world.clock.advance(3600)
    runfake.run("shop/c", display_name="Calm Fern", config={"lr": "0.1", "none": None}, summary={"loss": float("nan")})
    runfake.world.clock.advance(3600)
    runfake.run("shop/d", display_name="dusk", state="running")
    return runfake.world


OPERATORS: list[tuple[Filter, str]] = [
    ({}, "abcd"),
    ({"state": "finished"}, "ac"),
    ({"state": {"$eq": "failed"}}, "b"),
    ({"state": {"$ne": "finished"}}, "bd"),
    ({"config.lr": {"$gt": 0.01}}, "a"),
    ({"config.lr": {"$gte": 0.01}}, "ab"),
    ({"config.lr": {"$lt": 0.1}}, "b"),
    ({"config.lr": {"$lte": 0.1}}, "ab"),
    ({"config.lr": {"$gt": "0"}}, "c"),
    ({"config.lr": {"$gt": 0, "$lt": 0.05}}, "b"),
    ({"state": {"$in": ["failed", "running", "crashed"]}}, "bd"),
    ({"state": {"$nin": ["failed", "running"]}}, "ac"),
    ({"config.lr": {"$exists": True}}, "abc"),
    ({"config.lr": {"$exists": False}}, "d"),
    ({"display_name": {"$regex": "otter$"}}, "ab"),
    ({"display_name": {"$regex": "(?i)^c"}}, "c"),
    ({"display_name": {"$regex": "^c", "$options": "i"}}, "c"),
    ({"display_name": {"$contains": "-o"}}, "ab"),
    ({"tags": {"$size": 2}}, "a"),
    ({"tags": {"$all": ["new", "gold"]}}, "a"),
    ({"$and": [{"tags": "gold"}, {"state": "failed"}]}, "b"),
    ({"$or": [{"tags": "new"}, {"state": "running"}]}, "ad"),
    ({"$nor": [{"tags": "new"}, {"state": "running"}]}, "bc"),
    ({"$not": {"tags": "gold"}}, "cd"),
    ({"config.lr": {"$not": {"$gt": 0.05}}}, "bcd"),
    ({"tags": "gold", "state": "finished"}, "a"),
    ({"$or": [{"$and": []}]}, "abcd"),
    ({"$or": [{"$and": [None, {"state": "running"}]}]}, "d"),
]

FIELDS: list[tuple[Filter, str]] = [
    ({"name": "b"}, "b"),
    ({"display_name": "dusk"}, "d"),
    ({"displayName": "dusk"}, "d"),
    ({"group": "g1"}, "a"),
    ({"group": None}, "cd"),
    ({"jobType": "train"}, "a"),
    ({"job_type": {"$exists": False}}, "bcd"),
    ({"notes": {"$regex": "first"}}, "a"),
    ({"username": "runfake", "entity": "runfake", "project": "shop"}, "abcd"),
    ({"entity": "other"}, ""),
    ({"host": {"$exists": True}}, ""),
    ({"duration": {"$gte": 100}}, "a"),
    ({"sweep": None}, "abcd"),
    ({"sweep": {"$exists": True}}, ""),
    ({"keys_info.keys.loss": {"$exists": True}}, ""),
    ({"tags": "gold"}, "ab"),
    ({"tags": {"$in": ["new"]}}, "a"),
    ({"tags": {"$ne": "gold"}}, "cd"),
    ({"tags": ["gold"]}, "b"),
    ({"config.lr": 0.1}, "a"),
    ({"config.lr.value": 0.1}, "a"),
    ({"config.lr": "0.1"}, "c"),
    ({"config.opt.name": "adam"}, "a"),
    ({"config.opt.value.name": "adam"}, "a"),
    ({"config.opt": "sgd"}, "b"),
    ({"config.opt.betas": 0.99}, "a"),
    ({"config.opt.betas.0": 0.9}, "a"),
    ({"config.opt.betas.1": 0.9}, ""),
    ({"config.layers.size": 32}, "a"),
    ({"config.debug": True}, "b"),
    ({"config.debug": 1}, ""),
    ({"config.none": None}, "abcd"),
    ({"config.none": {"$exists": True}}, "c"),
    ({"summary_metrics.loss": {"$lt": 0.6}}, "a"),
    ({"summaryMetrics.loss": 0.9}, "b"),
    ({"summary_metrics.loss": float("nan")}, "c"),
    ({"summary_metrics.val.loss": 0.6}, "a"),
    ({"summary_metrics.best.step": 7}, "a"),
]


def found(api: wandb.Api, cases: list[tuple[Filter, str]]) -> list[tuple[Filter, str]]:
    return [(filters, "".join(run.id for run in api.runs("shop", filters=filters))) for filters, _ in cases]


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("cases", [OPERATORS, FIELDS], ids=["operators", "fields"])
def test_a_filter_finds_its_runs(api: wandb.Api, cases: list[tuple[Filter, str]]) -> None:
    # As text, for NaN is not equal to itself.
    assert str(found(api, cases)) == str(cases)


@pytest.mark.usefixtures("shop")
def test_times_are_compared_as_times_to_the_second(api: wandb.Api) -> None:
    shown = {run.id: run.created_at for run in api.runs("shop")}
    second = shown["b"]
    cases: list[tuple[Filter, str]] = [
        ({"createdAt": second}, "b"),
        ({"created_at": {"$gt": second}}, "cd"),
        ({"created_at": {"$lte": second + "Z"}}, "ab"),
        ({"createdAt": {"$gte": f"{second}+01:00"}}, "abcd"),
        ({"createdAt": {"$gt": f"{second}-01:00"}}, "d"),
        ({"heartbeatAt": {"$lt": second}}, "a"),
        ({"createdAt": {"$in": [second, shown["d"]]}}, "bd"),
        ({"createdAt": {"$regex": f"^{second}$"}}, "b"),
        ({"createdAt": {"$lt": "2000-01-01"}}, ""),
    ]
    assert found(api, cases) == cases


@pytest.mark.usefixtures("shop")
def test_the_length_counts_what_the_filter_finds(api: wandb.Api) -> None:
    assert len(api.runs("shop")) == 4
    assert len(api.runs("shop", filters={"tags": "gold"}, per_page=1)) == 2
    assert len(api.runs("shop", filters={"tags": "nobody's"})) == 0


REFUSED: list[tuple[Any, str]] = [
    ({"state": {"$gtr": 1}}, r"unknown operator '\$gtr'.*Did you mean '\$gt'"),
    ({"$where": "1"}, r"unknown operator '\$where'"),
    ({"$gt": 1}, r"the operator \$gt belongs below a field"),
    ({"state": {"$or": []}}, r"cannot stand below the field 'state'"),
    ({"stat": "finished"}, r"unknown field 'stat' of runs.*Did you mean 'state'"),
    ({"loss": 1}, r"unknown field 'loss' of runs.*summary_metrics.<name>"),
    ({"state.x": 1}, r"'state' of runs has no parts"),
    ({"state": {"$regex": "("}}, r"a \( is not closed"),
    ({"state": {"$regex": "(?=a)"}}, r"RE2 has no lookaround"),
    ({"state": {"$in": "finished"}}, r"\$in on 'state' must be a list, not 'finished'"),
    ({"state": {"$exists": 1}}, r"\$exists on 'state' must be true or false"),
    ({"config.lr": {"$lt": None}}, r"\$lt on 'config.lr' must be a number, a string or a boolean"),
    ({"createdAt": {"$gt": "yesterday"}}, r"must be a time in ISO 8601"),
    ({"$and": {"state": "finished"}}, r"\$and must be a list of filters"),
    ({"$or": ["finished"]}, r"each member of \$or must be a filter"),
    ({"state": {"$eq": 1, "x": 2}}, r"both operators and values"),
    ([{"state": "finished"}], "filters must be a JSON object, not list"),
]


@pytest.mark.parametrize(("filters", "text"), REFUSED, ids=[str(filters) for filters, _ in REFUSED])
def test_a_filter_that_is_none_is_refused(runfake: Runfake, api: wandb.Api, filters: Any, text: str) -> None:
    runfake.run("shop/a")
    with pytest.raises(Exception, match=text):
        len(api.runs("shop", filters=filters))
    assert [entry.status for entry in runfake.journal.refused()] == [400]
