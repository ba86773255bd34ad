"""What a test says of its world."""

from __future__ import annotations

import pytest

# The inner sessions run in processes of their own, with the plugin as it is installed.
pytestmark = pytest.mark.filterwarnings("default")


def run(pytester: pytest.Pytester, source: str, ini: str = "", **counts: int) -> pytest.RunResult:
    """Runs a test file in a process of its own, and checks its outcomes."""
    pytester.makeini(f"[pytest]\n{ini}")
    pytester.makepyfile(source)
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "--strict-markers")
    result.assert_outcomes(**counts)
    return result


def test_what_cannot_be_is_told_with_what_could(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
import pytest

@pytest.mark.runfake(sed=1)
def test_a(runfake): ...

@pytest.mark.runfake(7)
def test_b(runfake): ...

@pytest.mark.runfake(seed="7")
def test_c(runfake): ...

@pytest.mark.runfake(strict="no")
def test_d(runfake): ...

@pytest.mark.runfake(clock="noon")
def test_e(runfake): ...

@pytest.mark.runfake(world=7)
def test_f(runfake): ...

@pytest.mark.runfake(faults=["all"])
def test_g(runfake): ...

@pytest.mark.runfake(sealled=True)
def test_without_the_fixture(): ...

def test_further(runfake_world):
    runfake_world(clok="2026-01-31")
""",
        errors=8,
        failed=1,
    )
    lines = (
        "has no argument 'sed'. Did you mean 'seed'? It takes seed, world, *, disabled_features.",
        "takes named arguments only, not 7. It takes seed, world, *, disabled_features.",
        "seed of @pytest.mark.runfake must be an integer, not '7'.",
        "strict of @pytest.mark.runfake must be True or False, not 'no'.",
        "clock of @pytest.mark.runfake must be a datetime, text like '2026-01-31T12:00:00Z', or a Clock, not 'noon'.",
        "world of @pytest.mark.runfake must be a name, a folder, or a function that fills a world, not 7.",
        "faults of @pytest.mark.runfake must be a list of tuples, as *, not ['all'].".replace("[", "[[]"),
        "has no argument 'sealled'. Did you mean 'sealed'?*",
        "has no argument 'clok'. Did you mean 'clock'?*",
    )
    for line in lines:
        result.stdout.fnmatch_lines([f"*{line}"])


def test_the_nearest_mark_says_it_and_the_options_what_is_left(pytester: pytest.Pytester) -> None:
    run(
        pytester,
        """
import pytest
from datetime import UTC, datetime
from runfake import World, faults, which

pytestmark = pytest.mark.runfake(seed=1, clock="2026-01-31T12:00:00")

def fill(world):
    world.run("demo/a", config={"lr": 0.1})

@pytest.mark.runfake(seed=2)
class TestIt:
    def test_of_the_class(self, runfake):
        assert runfake.world.seed == 2

    @pytest.mark.runfake(seed=3, world=fill)
    def test_of_its_own(self, runfake):
        assert runfake.world.seed == 3
        assert runfake.world.clock.now() == datetime(2026, 1, 31, 12, tzinfo=UTC)
        assert [run.config for run in runfake.runs()] == [{"lr": 0.1}]

@pytest.fixture
def exported(tmp_path):
    world = World(seed=8, entity="ada")
    world.run("demo/kept")
    return world.export(tmp_path / "world")

def test_an_exported_world(runfake_world, exported):
    import wandb
    made = [runfake_world(world=exported) for _ in range(2)]
    made[0].run("demo/more")
    assert [wandb.Api(api_key=one.api_key).viewer.username for one in made] == ["ada", "ada"]
    assert [len(wandb.Api(api_key=one.api_key).runs("ada/demo")) for one in made] == [2, 1]

def test_of_the_module(runfake):
    assert runfake.world.seed == 1
    assert runfake.run("demo/b").display_name == World(seed=1).run("demo/b").display_name

@pytest.mark.runfake(faults=[(which.field("viewer"), faults.status(403))])
def test_faults(runfake):
    import wandb
    with pytest.raises(Exception):
        wandb.Api().viewer
    assert [entry.status for entry in runfake.journal] == [403]

def test_sealed_by_the_option(runfake):
    import urllib.request
    with pytest.raises(OSError):
        urllib.request.build_opener().open("http://example.test/")
    assert runfake.escapes == ["GET http://example.test/"]
    runfake.escapes.clear()

def test_seal_that_is_broken(runfake):
    import urllib.request
    with pytest.raises(OSError):
        urllib.request.build_opener().open("http://example.test/")
""",
        "runfake_sealed = true\nrunfake_seed = 9",
        passed=7,
        errors=1,
    ).stdout.fnmatch_lines(["*The test is sealed*", "  [*] GET http://example.test/"])


def test_an_option_that_cannot_be_is_told(pytester: pytest.Pytester) -> None:
    result = run(pytester, "def test_it(runfake): ...", "runfake_seed = many", errors=1)
    result.stdout.fnmatch_lines(["*the ini option runfake_seed must be an integer, not 'many'."])


def test_a_server_may_be_an_older_one(pytester: pytest.Pytester) -> None:
    result = run(
        pytester,
        """
import pytest

@pytest.mark.runfake(world="lineage", server_version="0.60.0", disabled_features={"CLIENT_IDS", "Run.projectId"})
def test_a(runfake, runfake_world):
    assert runfake.world.server.version == "0.60.0"
    assert runfake.world.server.lacking == {"Run.projectId"}
    assert "CLIENT_IDS" not in runfake.world.server.flags
    assert runfake_world(disabled_features=["ARTIFACT_TAGS"]).world.server.disabled == {"ARTIFACT_TAGS"}
    assert len(runfake.runs()) == 5

@pytest.mark.runfake(disabled_features={"CLIENT_ID"})
def test_b(runfake): ...

@pytest.mark.runfake(server_version=6)
def test_c(runfake): ...
""",
        passed=1,
        errors=2,
    )
    result.stdout.fnmatch_lines(["*unknown feature 'CLIENT_ID'. Did you mean 'CLIENT_IDS'?*"])
    result.stdout.fnmatch_lines(["*the version of a server is like '0.60.0', not 6.*"])
