"""Lineage: declaring what exists as an input of a run."""

from __future__ import annotations

from hypothesis import strategies as st

from runfake.contract.clause import clause
from runfake.contract.clauses.declaring import (
    MISSING,
    MISSING_TRIED,
    RETURNED,
    RETURNED_TRIED,
    listed,
    of_nothing,
    returned,
)
from runfake.contract.clauses.lineage import collections, versions
from runfake.contract.judging import same
from runfake.contract.stage import Stage
from runfake.contract.strategies import labels

ROW_16 = "Run.use_artifact: declares an existing artifact as an input of the run"


@clause(
    "lineage.use-declares-an-input",
    title="use_artifact makes that very version an input of the run",
    source=ROW_16,
    verbs="use_artifact",
    given={"name": collections, "count": st.integers(1, 3), "which": st.integers(0, 2)},
    tried=[{"name": "data", "count": 2, "which": 0}],
)
def use_declares(stage: Stage, name: str, count: int, which: int) -> None:
    run = stage.run()
    chosen = versions(stage, count, name)[which % count]
    stage.call("use_artifact", run=run, artifact=stage.path(chosen))
    same(
        f"inputs and outputs of the run after use_artifact of {chosen}",
        [stage.inputs(run), stage.outputs(run)],
        [[chosen], []],
    )


@clause(
    "lineage.use-adds",
    title="use_artifact leaves the other inputs of the run as they are",
    source=ROW_16,
    verbs="use_artifact",
    given={"earlier": st.integers(1, 3)},
    tried=[{"earlier": 1}],
)
def use_adds(stage: Stage, earlier: int) -> None:
    run = stage.run()
    held = versions(stage, earlier, "held", used_by=[run])
    stage.call("use_artifact", run=run, artifact=stage.artifact("data"))
    same("the inputs of the run after use_artifact of data:v0", sorted(stage.inputs(run)), sorted([*held, "data:v0"]))


@clause(
    "lineage.use-by-alias",
    title="use_artifact takes an alias for the version that has it",
    source=f'{ROW_16}; the page\'s own example: use_artifact("test_artifact:latest")',
    verbs="use_artifact",
    given={"alias": labels | st.just("latest"), "newer": st.integers(0, 2)},
    tried=[{"alias": "latest", "newer": 0}, {"alias": "best", "newer": 1}],
)
def use_by_alias(stage: Stage, alias: str, newer: int) -> None:
    run = stage.run()
    stage.artifact("data", files={"n.txt": "older"})
    stage.artifact("data", files={"n.txt": "meant"}, aliases=[] if alias == "latest" else [alias])
    if alias != "latest":
        versions(stage, newer)
    stage.call("use_artifact", run=run, artifact=stage.path(f"data:{alias}"))
    same(f"the inputs of the run after use_artifact of data:{alias}", stage.inputs(run), ["data:v1"])


@clause(
    "lineage.use-as",
    title="use_as says how the artifact is used, and that is kept",
    source="Run.use_artifact: use_as says how the script uses it",
    verbs="use_artifact",
    given={"use_as": labels},
    tried=[{"use_as": "train-set"}],
    inside=True,
)
def use_as_is_kept(stage: Stage, use_as: str) -> None:
    run = stage.run()
    stage.call("use_artifact", run=run, artifact=stage.artifact("data"), use_as=use_as)
    lineage = stage.world.artifacts.lineage
    user = stage.world.get_run(run)
    same(
        "the inputs of the run, and as what they are used",
        [[artifact.name, lineage.used_as(user, artifact)] for artifact in lineage.inputs(user)],
        [["data:v0", use_as]],
    )


@clause(
    "lineage.use-twice",
    title="Using an artifact again changes nothing",
    source=f"{ROW_16}; clients call it whenever a script begins",
    verbs="use_artifact",
    given={"times": st.integers(2, 4)},
    tried=[{"times": 2}],
)
def use_twice(stage: Stage, times: int) -> None:
    run = stage.run()
    artifact = stage.artifact("data")
    for _ in range(times):
        stage.call("use_artifact", run=run, artifact=artifact)
    same(f"the inputs of the run after {times} times the same use_artifact", stage.inputs(run), ["data:v0"])


@clause(
    "lineage.use-from-another-project",
    title="An artifact of another project can be used, and keeps its name",
    source=f"{ROW_16}; inputs keep their own project",
    verbs="use_artifact",
    given={"here": st.booleans()},
    tried=[{"here": True}],
)
def use_from_another_project(stage: Stage, here: bool) -> None:
    run, project = stage.run(), stage.elsewhere("shared")
    stage.artifact("data", files={"n.txt": "0"}, project=project)
    artifact = stage.artifact("data", files={"n.txt": "1"}, project=project)
    if here:
        versions(stage, 3)
    stage.call("use_artifact", run=run, artifact=artifact)
    same(f"the inputs of the run after use_artifact of {artifact}", stage.inputs(run), ["data:v1"])


@clause(
    "lineage.use-is-seen-from-the-artifact",
    title="After use_artifact the run is among those that used the artifact, and no other is",
    source=f"{ROW_16}; lineage goes both ways",
    verbs="use_artifact",
    given={"others": st.integers(0, 2)},
    tried=[{"others": 1}],
    inside=True,
)
def use_is_seen(stage: Stage, others: int) -> None:
    run = stage.run("a")
    stage.run("bystander")
    users = [stage.run(f"b{number}") for number in range(others)]
    artifact = stage.artifact("data", used_by=users)
    stage.call("use_artifact", run=run, artifact=artifact)
    lineage = stage.world.artifacts.lineage
    came = [user.path for used in lineage.inputs(stage.world.get_run(run)) for user in lineage.users(used)]
    same("the runs that used the artifact", sorted(came), sorted([run, *users]))


@clause(
    "lineage.use-returns-the-artifact",
    title="use_artifact gives the artifact, with name and type",
    source="Run.use_artifact: returns an Artifact",
    verbs="use_artifact",
    given=RETURNED,
    tried=RETURNED_TRIED,
)
def use_returns(stage: Stage, name: str, type: str, earlier: int) -> None:
    returned(stage, "use_artifact", name, type, earlier)


@clause(
    "lineage.use-of-nothing",
    title="use_artifact of an artifact that does not exist is an error, and declares nothing",
    source=f"{ROW_16}; an existing one",
    verbs="use_artifact",
    given=MISSING,
    tried=MISSING_TRIED,
)
def use_of_nothing(stage: Stage, missing: str) -> None:
    run = of_nothing(stage, "use_artifact", missing)
    same("the inputs of the run afterwards", stage.inputs(run), [])


@clause(
    "lineage.use-is-listed",
    title="What use_artifact declared, used_artifacts gives",
    source=f"{ROW_16}; Run.used_artifacts: the artifacts declared as inputs of the run",
    verbs="used_artifacts use_artifact",
    given={"looked": st.booleans()},
    tried=[{"looked": True}],
)
def use_is_listed(stage: Stage, looked: bool) -> None:
    run = stage.run()
    listed(stage, "use_artifact", "used_artifacts", looked, used_by=[run])
