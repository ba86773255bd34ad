import pytest
import wandb


@pytest.mark.runfake(clock="2026-01-31T12:00:00Z", seed=7)
def test_times_and_names_are_always_the_same(runfake):
    run = runfake.run("demo/a")
    assert run.created_at.isoformat() == "2026-01-31T12:00:00+00:00"
    runfake.world.clock.advance(90)
    assert runfake.run("demo/b").created_at.isoformat() == "2026-01-31T12:01:30+00:00"
    assert wandb.Api().run("demo/a").name == run.display_name == "noble-falcon-1"


@pytest.mark.runfake(clock="2026-01-31T12:00:00Z")
def test_a_run_without_a_sign_of_life_crashes(runfake):
    run = wandb.init(project="demo", id="a")
    assert wandb.Api().run("demo/a").state == "running"
    runfake.world.clock.advance(600)
    assert wandb.Api().run("demo/a").state == "crashed"
    run.finish()
    assert wandb.Api().run("demo/a").state == "finished"
