"""Several processes that write to one run (``mode="shared"``), and summaries that are derived here."""

from __future__ import annotations

from collections import Counter
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import wandb

from runfake.pytest_plugin.fixture import Runfake
from tests.client.processes import until

from .logging import EVERY_SECOND, Logger, logger


def writer(folder: Path, label: str, *, primary: bool, **init: Any) -> AbstractContextManager[Logger]:
    settings = EVERY_SECOND | {"x_label": label, "x_primary": primary, "x_update_finish_state": primary}
    return logger(folder / label, project="shop", id="a", mode="shared", settings=settings, **init)


def test_what_two_processes_log_is_all_there_once(runfake: Runfake, tmp_path: Path) -> None:
    with (
        writer(tmp_path, "main", primary=True, config={"lr": 0.1}) as main,
        writer(tmp_path, "second", primary=False, config={"rank": 1}) as second,
    ):
        main.log({"m": 0}, {"m": 1}).do("print from main")
        second.log({"s": 0}).do("print from second", "save second.txt")
        held = runfake.get_run("shop/a")
        until(lambda: len(held.history) == 3, "three rows")
        assert (held.state, held.config) == ("running", {"lr": 0.1, "rank": 1})
        second.log({"s": 1}, {"s": 2})
        main.log({"m": 2}).do('summary {"best": 1}')
        second.done()
        assert held.state == "running"
        main.log({"m": 3}).done()
    assert (held.state, held.exit_code, len(runfake.runs())) == ("finished", 0, 1)
    rows = list(held.history)
    assert Counter(key for row in rows for key in row if key in "ms") == {"m": 4, "s": 3}
    assert [row["m"] for row in rows if "m" in row] == [0, 1, 2, 3]
    assert [row["s"] for row in rows if "s" in row] == [0, 1, 2]
    assert [row["_step"] for row in rows] == list(range(7))
    assert (held.summary["m"], held.summary["s"], held.summary["best"]) == (3, 2, 1)
    assert held.config == {"lr": 0.1, "rank": 1}
    assert "second.txt" in held.files
    console = {(line.label, line.text) for line in held.console if line.level is None}
    assert console == {("main", "from main"), ("second", "from second")}
    read: Any = wandb.Api().run("shop/a")
    assert [row["_step"] for row in read.scan_history()] == list(range(7))
    assert {(line.label, line.content) for line in read.console_logs() if not line.level} == console


def test_the_run_ends_when_its_primary_process_does(runfake: Runfake, tmp_path: Path) -> None:
    with (
        writer(tmp_path, "main", primary=True) as main,
        writer(tmp_path, "second", primary=False) as second,
    ):
        main.log({"m": 0})
        second.log({"s": 0})
        main.do("exit 3").ends()
        held = runfake.get_run("shop/a")
        assert (held.state, held.exit_code) == ("failed", 3)
        second.log({"s": 1}).done()
    assert sorted(key for row in held.history for key in row if key in "ms") == ["m", "s", "s"]
    assert (held.state, held.exit_code) == ("failed", 3)


def test_a_summary_is_derived_from_history_where_the_client_leaves_it_to_the_server(runfake: Runfake) -> None:
    rows: list[dict[str, Any]] = [{"loss": 3, "n": {"a": 1}}, {"loss": 2, "n": {"b": 1}}, {"acc": 1}]
    for derives in (False, True):
        settings = wandb.Settings(x_server_side_derived_summary=derives)
        with wandb.init(project="shop", id=f"derives-{derives}", settings=settings) as run:
            for row in rows:
                run.log(row)
            run.summary["best"] = 2
    own, derived = (
        {key: value for key, value in run.summary.items() if key not in ("_runtime", "_timestamp", "_wandb")}
        for run in runfake.runs()
    )
    assert own == derived == {"loss": 2, "n": {"a": 1, "b": 1}, "acc": 1, "best": 2, "_step": 2}


def test_a_derived_summary_has_the_last_value_however_the_metric_is_defined(runfake: Runfake) -> None:
    with wandb.init(project="shop", id="a", settings=wandb.Settings(x_server_side_derived_summary=True)) as run:
        run.define_metric("loss", summary="min")
        run.log({"loss": 1})
        run.log({"loss": 2})
    assert runfake.get_run("shop/a").summary["loss"] == 2
