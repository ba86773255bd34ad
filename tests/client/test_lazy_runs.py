"""What ``api.runs()`` fetches at once, what it leaves for later, and what it gathers over all its runs."""

from __future__ import annotations

import pytest
import wandb

from runfake.pytest_plugin.fixture import Runfake


class Watch:
    """Tells which operations about runs came since it was asked last."""

    def __init__(self, runfake: Runfake) -> None:
        self._runfake = runfake
        self._seen = 0

    def __call__(self) -> list[str]:
        operations = self._runfake.journal.operations()
        fresh, self._seen = operations[self._seen :], len(operations)
        return [name for name in fresh if name in ("Runs", "Run")]


@pytest.fixture
def asked(shop: Runfake) -> Watch:
    return Watch(shop)


@pytest.fixture
def shop(runfake: Runfake) -> Runfake:
    for i in range(3):
        runfake.run(
            f"shop/r{i}",
            config={"lr": i},
            history=[{"loss": i + 0.5, "step": n} for n in range(4)],
            system_metrics=[{"system.cpu": i}],
        )
    return runfake


def test_a_run_of_a_list_fetches_the_rest_of_itself_once_and_when_asked(asked: Watch, api: wandb.Api) -> None:
    first, *_ = runs = list(api.runs("shop"))
    assert [run.id for run in runs] == ["r0", "r1", "r2"]
    assert [run.state for run in runs] == ["finished"] * 3
    assert asked() == ["Runs"]
    assert first.config == {"lr": 0}
    assert first.summary["loss"] == 0.5
    assert first.system_metrics == {"system.cpu": 0}
    assert asked() == ["Run"]


def test_a_full_list_fetches_all_at_once(asked: Watch, api: wandb.Api) -> None:
    runs = api.runs("shop", lazy=False)
    assert [(run.config, run.summary["loss"]) for run in runs] == [({"lr": i}, i + 0.5) for i in range(3)]
    assert asked() == ["Runs"]


def test_a_list_is_upgraded_with_the_runs_that_it_has_already(asked: Watch, api: wandb.Api) -> None:
    runs = api.runs("shop", per_page=2)
    held = [next(runs), next(runs)]
    asked()
    runs.upgrade_to_full()
    assert asked() == ["Run", "Run"]
    held.append(next(runs))
    assert [run.config for run in held] == [{"lr": 0}, {"lr": 1}, {"lr": 2}]
    assert asked() == ["Runs"]


def test_asking_for_the_full_list_upgrades_the_lazy_one(asked: Watch, api: wandb.Api) -> None:
    lazy = api.runs("shop")
    assert len(lazy) == 3
    full = api.runs("shop", lazy=False)
    assert full is lazy
    assert [run.config for run in full] == [{"lr": 0}, {"lr": 1}, {"lr": 2}]
    assert asked() == ["Runs", "Run", "Run", "Run"]


@pytest.mark.usefixtures("shop")
@pytest.mark.filterwarnings("ignore:The inplace keyword")  # the client, with the newest pandas
def test_histories_gather_the_rows_of_the_runs_that_a_filter_finds(api: wandb.Api) -> None:
    runs = api.runs("shop", filters={"config.lr": {"$gte": 1}})
    rows = runs.histories(samples=2, keys=["loss"])
    assert [(row["run_id"], row["_step"], row["loss"]) for row in rows] == [
        ("r1", 0, 1.5), ("r1", 3, 1.5), ("r2", 0, 2.5), ("r2", 3, 2.5),
    ]  # fmt: skip
    frame = runs.histories(format="pandas")
    assert list(frame["run_id"]) == ["r1"] * 4 + ["r2"] * 4
    assert list(frame["loss"]) == [1.5] * 4 + [2.5] * 4
    assert [row["system.cpu"] for row in runs.histories(stream="system")] == [1, 2]
