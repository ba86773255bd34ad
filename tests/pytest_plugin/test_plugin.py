"""The pytest plugin, in test sessions of its own."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import wandb

from runfake.pytest_plugin.fixture import Runfake

# The inner sessions run in processes of their own, with the plugin as it is installed.
pytestmark = pytest.mark.filterwarnings("default")


def outcomes(pytester: pytest.Pytester, source: str, *arguments: str, **counts: int) -> pytest.RunResult:
    """Runs ``source`` as a test file in a process of its own, and checks its outcomes."""
    pytester.makepyfile(source)
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", *arguments)
    result.assert_outcomes(**counts)
    return result


def test_a_test_of_three_lines_works(pytester: pytest.Pytester) -> None:
    outcomes(
        pytester,
        """
        import wandb

        def test_report(runfake):
            with wandb.init(project="demo", id="first") as run:
                run.log({"loss": 0.25})
            assert runfake.get_run("demo/first").summary["loss"] == 0.25
        """,
        passed=1,
    )


def test_tests_with_the_same_names_never_see_each_others_data(pytester: pytest.Pytester) -> None:
    outcomes(
        pytester,
        """
        import pytest, wandb

        @pytest.mark.parametrize("value", [1, 2, 3])
        def test_it(runfake, value):
            assert runfake.runs() == []
            with wandb.init(project="demo", id="same", config={"value": value}) as run:
                for i in range(value):
                    run.log({"value": value})
            read = wandb.Api().run("demo/same")
            assert read.config == {"value": value}
            assert [row["value"] for row in read.scan_history()] == [value] * value
            assert [row["value"] for row in read.history(pandas=False)] == [value] * value
        """,
        passed=3,
    )


def test_what_another_user_sends_late_reaches_no_later_test(
    runfake: Runfake, runfake_world: Callable[..., Runfake]
) -> None:
    first, second = (made.world.user("ada").api_key for made in (runfake, runfake_world()))
    runfake.run("ada/demo/a")
    assert wandb.Api(api_key=first).run("ada/demo/a").id == "a"
    with pytest.raises(wandb.errors.CommError, match="Could not find run"):
        wandb.Api(api_key=second).run("ada/demo/a")


def test_artifacts_with_the_same_ids_are_each_tests_own(pytester: pytest.Pytester) -> None:
    outcomes(
        pytester,
        """
        import pathlib, pytest, wandb

        urls = []

        @pytest.mark.parametrize("value", ["1", "22"])
        def test_it(runfake, value, tmp_path):
            runfake.artifact("demo/source", files={"a": value})
            if not urls:  # it holds the id, by which the client may find what it saw in the test before
                urls.append(wandb.Api().artifact("demo/source:latest").get_entry("a").ref_url())
            with wandb.init(project="demo") as run:
                referring = wandb.Artifact("referring", type="dataset")
                referring.add_reference(urls[0], name="b")
                run.log_artifact(referring)
            entry = wandb.Api().artifact("demo/referring:latest").get_entry("b")
            assert pathlib.Path(entry.download(root=str(tmp_path))).read_text() == value
        """,
        passed=2,
    )


def test_a_run_that_was_left_open_ends_with_its_test(pytester: pytest.Pytester) -> None:
    outcomes(
        pytester,
        """
        import wandb
        held = []

        def test_leaves_it_open(runfake):
            held.append(runfake.world)
            wandb.init(project="demo", id="open").log({"x": 1})

        def test_comes_after(runfake):
            assert wandb.run is None
            assert runfake.runs() == []
            (run,) = held[0].runs()
            assert (run.state, run.summary["x"]) == ("finished", 1)
        """,
        passed=2,
    )


def test_a_test_that_does_not_ask_pays_nothing(pytester: pytest.Pytester) -> None:
    outcomes(
        pytester,
        """
        import sys

        def test_it():
            loaded = {name.split(".")[0] for name in sys.modules}
            assert loaded.isdisjoint({"graphql", "uvicorn", "httptools", "wandb"})
        """,
        passed=1,
    )


def test_the_plugin_is_found_without_wandb(pytester: pytest.Pytester) -> None:
    outcomes(
        pytester,
        """
        import sys, urllib.request

        def test_it(runfake):
            with urllib.request.urlopen(runfake.url + "/ready") as answer:
                assert answer.status == 200
            assert "wandb" not in sys.modules
        """,
        passed=1,
    )


def test_the_environment_is_the_worlds(runfake: Runfake, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert os.environ["WANDB_BASE_URL"] == runfake.url
    assert os.environ["WANDB_API_KEY"] == runfake.api_key
    assert os.environ["WANDB_ENTITY"] == runfake.entity
    base = tmp_path_factory.getbasetemp()
    for name in ("WANDB_DIR", "WANDB_CACHE_DIR", "WANDB_CONFIG_DIR", "WANDB_DATA_DIR", "NETRC"):
        assert base in Path(os.environ[name]).parents


def test_the_environment_is_restored(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(("WANDB_", "NETRC"))]:
        monkeypatch.delenv(name)  # such as an earlier test's service, where that test had no fixture
    monkeypatch.setenv("WANDB_MODE", "disabled")
    monkeypatch.setenv("WANDB_API_KEY", "mine")
    outcomes(
        pytester,
        """
        import os, pytest, wandb

        def wandb_variables():
            return {name: value for name, value in os.environ.items() if name.startswith(("WANDB_", "NETRC"))}

        before = wandb_variables()

        def test_with(runfake):
            assert "WANDB_MODE" not in os.environ
            wandb.init(project="demo", id="x").finish()
            assert [run.id for run in runfake.runs()] == ["x"]

        def test_without():
            assert wandb_variables() == before == {"WANDB_MODE": "disabled", "WANDB_API_KEY": "mine"}
        """,
        passed=2,
    )


def test_what_comes_between_tests_has_a_service_of_its_own(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1,localhost")  # as the fixture sets it, so that nothing else is another
    outcomes(
        pytester,
        """
        import os, wandb

        def log():
            with wandb.init(project="demo", mode="offline") as run:
                run.log({"loss": 0.5})

        def test_without():
            log()
            assert "WANDB_SERVICE" in os.environ

        def test_with(runfake):
            log()

        def test_without_again():
            assert "WANDB_SERVICE" not in os.environ
            log()
            assert "WANDB_SERVICE" in os.environ
        """,
        passed=3,
    )


def train(run_id: str) -> None:
    """What a child process does."""
    with wandb.init(project="demo", id=run_id) as run:
        run.log({"loss": 0.25})


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_forked_and_spawned_children_log_to_the_same_world(runfake: Runfake, method: str) -> None:
    train("parent")
    context: Any = multiprocessing.get_context(method)
    child = context.Process(target=train, args=["child"])
    child.start()
    child.join()
    assert child.exitcode == 0
    assert {run.id: (run.state, run.summary["loss"]) for run in runfake.runs()} == {
        "parent": ("finished", 0.25),
        "child": ("finished", 0.25),
    }


def test_children_that_inherit_the_environment_log_to_the_same_world(runfake: Runfake) -> None:
    code = "import wandb; wandb.init(project='demo', id='child').finish()"
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    assert [run.path for run in runfake.runs()] == [f"{runfake.entity}/demo/child"]
