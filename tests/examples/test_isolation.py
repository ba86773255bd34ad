import multiprocessing
import threading
import urllib.request

import pytest
import wandb


def train(run_id):
    """The code under test."""
    with wandb.init(project="demo", id=run_id) as run:
        run.log({"loss": 0.25})


@pytest.mark.parametrize("loss", [0.5, 0.25])
def test_each_test_has_a_world_of_its_own(runfake, loss):
    assert runfake.runs() == []
    with wandb.init(project="demo", id="same") as run:
        run.log({"loss": loss})
    assert [run.summary["loss"] for run in runfake.runs()] == [loss]


def test_processes_that_it_starts_log_to_it(runfake):
    child = multiprocessing.get_context("spawn").Process(target=train, args=["child"])
    child.start()
    child.join()
    assert runfake.get_run("demo/child").state == "finished"


def test_so_do_its_threads(runfake):
    def train_one(number):
        with wandb.init(project="demo", id=f"run{number}", reinit="create_new") as run:
            run.log({"number": number})

    wandb.setup()  # the client itself must not be started by several threads at once
    threads = [threading.Thread(target=train_one, args=[number]) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {run.id: run.summary["number"] for run in runfake.runs()} == {"run0": 0, "run1": 1, "run2": 2}


def test_two_worlds(runfake, runfake_world):
    runfake.run("demo/here")
    other = runfake_world(seed=7)
    other.run("demo/there")
    assert [run.id for run in wandb.Api().runs("demo")] == ["here"]
    assert [run.id for run in wandb.Api(api_key=other.api_key).runs("demo")] == ["there"]


def test_a_ready_api(runfake, runfake_api):
    runfake.run("demo/a", config={"lr": 0.1})
    assert runfake_api.run("demo/a").config == {"lr": 0.1}


@pytest.mark.runfake(sealed=True)
def test_that_nothing_leaves_for_elsewhere(runfake):
    train("a")
    wandb.Api().run("demo/a")
    assert runfake.escapes == []


@pytest.mark.runfake(sealed=True)
def test_what_would_leave_is_refused_and_told(runfake):
    with pytest.raises(OSError, match="403"):
        urllib.request.build_opener().open("http://api.wandb.ai/graphql")
    assert runfake.escapes.pop() == "GET http://api.wandb.ai/graphql"
