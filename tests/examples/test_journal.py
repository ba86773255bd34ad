import pytest
import wandb

from runfake import which


def train(run_id):
    """The code under test."""
    with wandb.init(project="demo", id=run_id) as run:
        run.log({"loss": 0.25})


def test_what_the_client_asked(runfake):
    train("a")
    made = which.operation("UpsertBucket") & which.run("demo/a")
    streamed = which.route("file_stream") & which.run("demo/a")
    runfake.journal.assert_seen(made, at_least=1)
    runfake.journal.assert_in_order(made, streamed)
    runfake.journal.assert_never(which.operation("DeleteRun") | which.field("deleteFiles"))
    assert runfake.journal.find(made)[0].variables["project"] == "demo"


def test_one_part_of_a_test(runfake):
    runfake.run("demo/a", history=[{"loss": 0.5}])
    run = wandb.Api().run("demo/a")
    before = len(runfake.journal)
    list(run.scan_history())
    runfake.journal[before:].assert_seen(which.operation("HistoryPage"), times=1)
    runfake.journal[before:].assert_never(~which.run("demo/a"))


def test_what_a_failure_says(runfake):
    train("a")
    with pytest.raises(AssertionError) as failure:
        runfake.journal.assert_seen(which.operation("UpsertBucket") & which.run("demo/b"))
    assert "run: expected 'demo/b', came 'demo/a'" in str(failure.value)


def test_waiting_for_what_comes_later(runfake):
    run = wandb.init(project="demo", id="a")
    run.log({"loss": 0.25})
    run.alert("Diverged", "The loss is not a number.")
    (alert,) = runfake.journal.wait_for(which.field("notifyScriptableRunAlert"), timeout=30)
    assert alert.variables["title"] == "Diverged"
    run.finish()


def test_a_typo_is_told(runfake):
    with pytest.raises(ValueError, match="Did you mean 'UpsertBucket'"):
        runfake.journal.count(which.operation("UpsertBuckt"))
