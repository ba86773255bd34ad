"""The fixture of worlds that are reached without a socket."""

from __future__ import annotations

import os
from typing import Any

import pytest
import requests
import responses

from runfake import faults, which
from runfake.pytest_plugin.fixture import Runfake

# The inner sessions run in processes of their own, with the plugin as it is installed.
pytestmark = pytest.mark.filterwarnings("default")
QUERY = {"query": "query Who { viewer { entity } }"}


def ask(**more: Any) -> requests.Response:
    """Asks as a program does that is led by the environment."""
    key = os.environ["WANDB_API_KEY"]
    return requests.post(os.environ["WANDB_BASE_URL"] + "/graphql", json=QUERY, auth=("api", key), timeout=20, **more)


def inner(pytester: pytest.Pytester, source: str, *arguments: str, **counts: int) -> pytest.RunResult:
    """Runs a test file in a process of its own, and checks its outcomes."""
    pytester.makepyfile(source)
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", *arguments)
    result.assert_outcomes(**counts)
    return result


@pytest.mark.parametrize("number", [1, 2])
def test_each_test_has_a_world_of_its_own(runfake_intercept: Runfake, number: int) -> None:
    assert runfake_intercept.runs() == []
    runfake_intercept.run(f"demo/{number}")
    assert ask().json() == {"data": {"viewer": {"entity": runfake_intercept.entity}}}
    assert len(runfake_intercept.journal) == 1
    assert os.environ["WANDB_BASE_URL"] == runfake_intercept.url == "http://runfake.test"


@pytest.mark.runfake(
    seed=7, clock="2026-01-31T12:00:00Z", faults=[(which.operation("Who"), faults.drop_before())], world="lineage"
)
def test_the_mark_says_what_the_world_is_like(runfake_intercept: Runfake) -> None:
    assert len(runfake_intercept.runs()) == 5
    assert runfake_intercept.world.clock.now().isoformat() == "2026-01-31T12:00:00+00:00"
    with pytest.raises(requests.ConnectionError):
        ask()
    assert ask().ok


@responses.activate
def test_mocks_of_the_test_go_on(runfake_intercept: Runfake) -> None:
    responses.get("http://data.example/", "rows")
    assert requests.get("http://data.example/", timeout=20).text == "rows"
    assert ask().ok
    assert len(runfake_intercept.journal) == 1


def test_no_server_starts_for_it(pytester: pytest.Pytester) -> None:
    inner(
        pytester,
        """
        import sys

        def test_it(runfake_intercept):
            assert runfake_intercept.runs() == []
            assert "uvicorn" not in sys.modules
            assert "wandb" not in sys.modules
        """,
        passed=1,
    )


def test_nothing_of_it_is_loaded_where_it_is_not_asked_for(pytester: pytest.Pytester) -> None:
    inner(
        pytester,
        """
        import sys

        def test_it():
            assert {"responses", "requests", "graphql"}.isdisjoint(sys.modules)
        """,
        passed=1,
    )


def test_without_responses_it_says_what_to_install(pytester: pytest.Pytester) -> None:
    result = inner(
        pytester,
        """
        import sys
        sys.modules["responses"] = None

        def test_it(runfake_intercept): ...
        """,
        errors=1,
    )
    result.stdout.fnmatch_lines(["*runfake_intercept needs the library `responses`: pip install 'runfake?intercept?'*"])


def test_both_fixtures_are_too_many(pytester: pytest.Pytester) -> None:
    result = inner(pytester, "def test_it(runfake, runfake_intercept): ...", errors=1)
    result.stdout.fnmatch_lines(["*not both: each sets WANDB_BASE_URL*"])


def test_a_test_fails_for_what_its_client_swallowed_and_shows_what_it_asked(pytester: pytest.Pytester) -> None:
    result = inner(
        pytester,
        """
        import requests

        def test_it(runfake_intercept):
            auth = ("api", runfake_intercept.api_key)
            requests.post(runfake_intercept.url + "/graphql", json={"query": "{ nobody }"}, auth=auth)

        def test_fails(runfake_intercept):
            requests.get(runfake_intercept.url + "/nowhere", auth=("api", runfake_intercept.api_key))
            assert False
        """,
        passed=1,
        errors=1,
        failed=1,
    )
    result.stdout.fnmatch_lines(["*The client asked for what runfake does not know or lacks*", "*GET /nowhere*"])


@pytest.mark.parametrize("order", ["runfake_intercept, runfake", "runfake, runfake_intercept"])
def test_tests_with_a_server_come_before_and_after(pytester: pytest.Pytester, order: str) -> None:
    first, second = order.split(", ")
    source = """
        import pytest, wandb

        def log(world):
            with wandb.init(project="demo", id="a") as run:
                run.log({"loss": 0.5})
            assert world.get_run("demo/a").summary["loss"] == 0.5

        def refuse(world):
            with pytest.raises(Exception, match="cannot be intercepted"):
                wandb.init(project="demo")

        does = {"runfake": log, "runfake_intercept": refuse}

        def test_1(FIRST): does["FIRST"](FIRST)
        def test_2(SECOND): does["SECOND"](SECOND)
        def test_3(FIRST): does["FIRST"](FIRST)
        """
    inner(pytester, source.replace("FIRST", first).replace("SECOND", second), passed=3)


@pytest.mark.runfake(sealed=True)
def test_a_sealed_test_asks_its_world(runfake_intercept: Runfake) -> None:
    assert ask().ok
    assert runfake_intercept.escapes == []
