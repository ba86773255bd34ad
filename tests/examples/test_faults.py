import pytest
import wandb

from runfake import faults, when, which


def train(run_id="a"):
    """The code under test."""
    with wandb.init(project="demo", id=run_id) as run:
        run.log({"loss": 0.25})


def losses(runfake):
    return [row["loss"] for row in runfake.get_run("demo/a").history]


def test_the_server_is_busy(runfake):
    runfake.faults.add(which.operation("UpsertBucket"), faults.status(503), when.times(2))
    train()
    assert losses(runfake) == [0.25]


def test_an_answer_is_lost(runfake):
    rows = which.streams("wandb-history.jsonl")
    runfake.faults.add(rows, faults.drop_after())
    train()
    assert [entry.fault for entry in runfake.journal.find(rows)] == ["faults.drop_after()", None]
    assert losses(runfake) == [0.25]


def test_a_run_that_cannot_be_read(runfake):
    runfake.run("demo/a")
    runfake.faults.add(which.field("project") & which.run("demo/a"), faults.status(403))
    with pytest.raises(wandb.errors.CommError, match="403 Forbidden"):
        wandb.Api().run("demo/a")


def test_a_bad_day(runfake):
    errors = [faults.status(500), faults.status(502), faults.status(503, handled=True)]
    runfake.faults.add(which.anything(), faults.plan(rate=0.3, kinds=errors, seed=7))
    train()
    assert losses(runfake) == [0.25]


def test_a_typo_is_told(runfake):
    with pytest.raises(ValueError, match="Did you mean 'file_stream'"):
        runfake.faults.add(which.route("file_strem"), faults.drop_after())
    with pytest.raises(ValueError, match="from 0 to 1"):
        when.chance(50)
