import wandb


def best_run(project):
    """The code under test: finds the run with the lowest loss."""
    return min(wandb.Api().runs(project), key=lambda run: run.summary["loss"])


def test_best_run_is_found(runfake):
    runfake.run("demo/a", config={"lr": 0.1}, history=[{"loss": 0.9}, {"loss": 0.5}])
    runfake.run("demo/b", config={"lr": 0.01}, history=[{"loss": 0.8}, {"loss": 0.2}])
    assert best_run("demo").id == "b"
