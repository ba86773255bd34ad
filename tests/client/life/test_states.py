"""How a run ends, or does not: by itself, by exception, interrupted, killed, silent, stopped, preempted."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import wandb
from wandb.apis.public import runs as client_runs
from wandb.errors import CommError
from wandb.sdk.wandb_alerts import AlertLevel

from runfake.pytest_plugin.fixture import Runfake
from runfake.world.life import LONGEST_SILENCE
from runfake.world.states import STATES
from tests.client.processes import until

from .logging import EVERY_SECOND, every_second, logger


@pytest.mark.parametrize(("exit_code", "state"), [(None, "finished"), (0, "finished"), (1, "failed"), (7, "failed")])
def test_the_exit_code_tells_how_a_run_ended(runfake: Runfake, exit_code: int | None, state: str) -> None:
    wandb.init(project="shop", id="a").finish(exit_code)
    held = runfake.get_run("shop/a")
    assert (held.state, held.exit_code) == (state, exit_code or 0)


def test_a_process_that_exits_without_finishing_its_run_tells_its_exit_code(runfake: Runfake, tmp_path: Path) -> None:
    with logger(tmp_path / "train", project="shop", id="a") as process:
        assert process.log({"v": 1}).do("exit 3").ends() == 3
    held = runfake.get_run("shop/a")
    assert (held.state, held.exit_code, len(held.history)) == ("failed", 3, 1)


def test_a_process_that_is_interrupted_leaves_a_failed_run(runfake: Runfake, tmp_path: Path) -> None:
    with logger(tmp_path / "train", project="shop", id="a") as process:
        process.log({"v": 1})
        process.interrupt()
        assert process.ends() != 0
    held = runfake.get_run("shop/a")
    assert (held.state, held.exit_code, len(held.history)) == ("failed", 255, 1)


def test_a_process_that_is_killed_leaves_a_crashed_run(runfake: Runfake, api: wandb.Api, tmp_path: Path) -> None:
    with logger(tmp_path / "train", project="shop", id="a") as process:
        process.log({"v": 1})
        process.child.kill()
    run: Any = api.run("shop/a")
    assert (runfake.get_run("shop/a").state, run.state) == ("running", "running")
    runfake.world.clock.advance(LONGEST_SILENCE)
    assert (runfake.get_run("shop/a").state, runfake.get_run("shop/a").exit_code) == ("crashed", None)
    run.load(force=True)
    assert run.state == "crashed"
    assert [found.state for found in api.runs("shop")] == ["crashed"]
    assert [found.id for found in api.runs("shop", filters={"state": "crashed"})] == ["a"]
    assert len(api.runs("shop", filters={"state": "running"})) == 0
    with wandb.init(project="shop", id="a", resume="must"):
        assert runfake.get_run("shop/a").state == "running"
    assert runfake.get_run("shop/a").state == "finished"


def test_a_sign_of_life_revives_a_run_that_was_taken_for_dead(runfake: Runfake) -> None:
    with wandb.init(project="shop", id="a", settings=every_second()) as run:
        held = runfake.get_run("shop/a")
        runfake.world.clock.advance(LONGEST_SILENCE)
        run.log({"v": 1})
        until(lambda: held.state == "running", "the run to be revived")
    assert held.state == "finished"


@pytest.mark.parametrize(("exit_code", "state"), [(0, "finished"), (1, "preempted")])
def test_a_run_that_was_marked_as_preempting_may_get_done_before(runfake: Runfake, exit_code: int, state: str) -> None:
    run = wandb.init(project="shop", id="a", settings=every_second())
    run.mark_preempting()
    held = runfake.get_run("shop/a")
    until(lambda: held.state == "preempting", "the run to be preempting")
    runfake.world.clock.advance(LONGEST_SILENCE)
    assert held.state == "preempted"
    run.finish(exit_code)
    assert held.state == state


def test_a_preempted_run_can_be_resumed(runfake: Runfake) -> None:
    runfake.run("shop/a", state="preempted", history=[{"v": 1}])
    with wandb.init(project="shop", id="a", resume="must") as run:
        assert runfake.get_run("shop/a").state == "running"
        run.log({"v": 2})
    assert (runfake.get_run("shop/a").state, len(runfake.get_run("shop/a").history)) == ("finished", 2)


def test_stop_ends_the_process(runfake: Runfake, api: wandb.Api, tmp_path: Path) -> None:
    with logger(tmp_path / "train", project="shop", id="a", settings=EVERY_SECOND) as process:
        process.log({"v": 1})
        held = runfake.get_run("shop/a")
        process.child.tell("work 300")
        api.run("shop/a").stop()
        assert process.ends() != 0
    assert (held.state, held.exit_code, len(held.history)) == ("killed", 255, 1)
    assert wandb.Api().run("shop/a").state == "killed"


def test_by_hand_a_run_goes_where_that_is_allowed_and_nowhere_else(runfake: Runfake, api: wandb.Api) -> None:
    allowed = {"pending": {"running", "failed", "crashed", "preempted"}, "failed": {"pending", "running"}}
    held = runfake.run("shop/a")
    run: Any = api.run("shop/a")
    for old in STATES:
        for new in STATES:
            held.state = old
            if old in allowed.get(new, ()):
                assert run.update_state(new)
                assert held.state == new
            else:
                with pytest.raises(CommError, match=f"'{old}' cannot become '{new}'"):
                    run.update_state(new)
                assert held.state == old


def test_waiting_ends_when_a_run_falls_silent(
    runfake: Runfake, api: wandb.Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    run: Any = api.create_run(project="shop", run_id="a")
    naps: list[float] = []

    def nap(seconds: float) -> None:
        naps.append(seconds)
        runfake.world.clock.advance(LONGEST_SILENCE / 2)

    # The client polls every five seconds.
    monkeypatch.setattr(client_runs, "time", SimpleNamespace(sleep=nap))
    run.wait_until_finished()
    assert (run.state, naps) == ("crashed", [5, 5])


def test_a_run_that_a_process_left_behind_can_be_put_to_rest(runfake: Runfake, api: wandb.Api) -> None:
    api.create_run(project="shop", run_id="a")
    runfake.world.clock.advance(LONGEST_SILENCE)
    assert api.run("shop/a").update_state("pending")
    runfake.world.clock.advance(LONGEST_SILENCE)
    assert runfake.get_run("shop/a").state == "pending"


def test_alerts_tell_their_level_and_wait_their_time(runfake: Runfake) -> None:
    with wandb.init(project="shop", id="a") as run:
        held = runfake.get_run("shop/a").alerts
        run.alert("plain", "text")
        run.alert("bad", "worse", level=AlertLevel.ERROR, wait_duration=60)
        run.alert("bad", "worse still", level=AlertLevel.WARN, wait_duration=60)
        run.alert("other", "text", level="WARN")
        until(lambda: len(held) == 3, "the alerts")
        runfake.world.clock.advance(60)
        run.alert("bad", "worst", level=AlertLevel.WARN, wait_duration=60)
    assert [(alert.title, alert.text, alert.level) for alert in held] == [
        ("plain", "text", "INFO"),
        ("bad", "worse", "ERROR"),
        ("other", "text", "WARN"),
        ("bad", "worst", "WARN"),
    ]
