import json
import os

import pytest
import requests
import responses

import runfake
from runfake import faults, which

QUERY = """query Summary($project: String!, $run: String!) {
  project(name: $project) { run(name: $run) { summaryMetrics } }
}"""


def loss_of(project, run_id):
    """The code under test: a client of its own, built on requests."""
    answer = requests.post(
        os.environ["WANDB_BASE_URL"] + "/graphql",
        json={"query": QUERY, "variables": {"project": project, "run": run_id}},
        auth=("api", os.environ["WANDB_API_KEY"]),
        timeout=10,
    )
    answer.raise_for_status()
    return json.loads(answer.json()["data"]["project"]["run"]["summaryMetrics"])["loss"]


def test_a_client_of_ones_own(runfake_intercept):
    runfake_intercept.run("demo/a", history=[{"loss": 0.5}])
    assert loss_of("demo", "a") == 0.5
    runfake_intercept.journal.assert_seen(which.operation("Summary"), times=1)


def test_an_answer_that_is_lost(runfake_intercept):
    runfake_intercept.run("demo/a", history=[{"loss": 0.5}])
    runfake_intercept.faults.add(which.operation("Summary"), faults.drop_after())
    with pytest.raises(requests.ConnectionError, match="reset by peer"):
        loss_of("demo", "a")


@responses.activate
def test_other_hosts_are_yours(runfake_intercept):
    runfake_intercept.run("demo/a", history=[{"loss": 0.5}])
    responses.get("https://data.example/limit", "0.6")
    assert loss_of("demo", "a") < float(requests.get("https://data.example/limit", timeout=10).text)


def test_without_the_fixture():
    world = runfake.World()
    world.run("demo/a", history=[{"loss": 0.5}])
    with runfake.intercept(world) as here:
        assert loss_of("demo", "a") == 0.5
    assert [entry.operations for entry in here.journal] == [("Summary",)]


WORLD = runfake.World(seed=7)
WORLD.run("demo/a", history=[{"loss": 0.5}])


@runfake.intercept(WORLD)
def test_as_a_decorator():
    assert loss_of("demo", "a") == 0.5
