"""Creation: a new run is where it should be, and there is one."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from runfake.contract.clause import clause
from runfake.contract.judging import same, that
from runfake.contract.stage import Stage
from runfake.contract.strategies import run_ids

ROW_1 = "Run.create: a run is created in the given project"


@clause(
    "creation.with-an-id",
    title="create makes a run with the id that it was given, in the given project, and says where",
    source=ROW_1,
    verbs="create",
    given={"run_id": run_ids | st.sampled_from(["A.b-c_d", "x" * 64])},
    tried=[{"run_id": "abc"}, {"run_id": "A.b-c_d"}],
)
def with_an_id(stage: Stage, run_id: str) -> None:
    came = stage.call("create", project=stage.project, entity=stage.entity, run_id=run_id)
    expected = stage.path(run_id)
    same("the path that create gave, and the runs of the project", [came, stage.runs()], [expected, [expected]])


@clause(
    "creation.generates-ids",
    title="Without an id create generates one, another each time",
    source="Run.create: without run_id one is generated",
    verbs="create",
    given={"times": st.integers(1, 4)},
    tried=[{"times": 3}],
)
def generates_ids(stage: Stage, times: int) -> None:
    came = [stage.call("create", project=stage.project, entity=stage.entity) for _ in range(times)]
    that(
        len(set(came)) == times and all(path.startswith(stage.path("")) and path != stage.path("") for path in came),
        f"the paths that create gave, {times} times without an id",
        expected=f"{times} different ones, each {stage.path('<id>')}",
        came=came,
    )
    same("the runs of the project", sorted(stage.runs()), sorted(came))


@clause(
    "creation.in-another-project",
    title="create makes the run in the project that it names, which need not be there yet",
    source=f"{ROW_1}; clients make projects by making runs",
    verbs="create",
    given={"with_id": st.booleans()},
    tried=[{"with_id": True}],
)
def in_another_project(stage: Stage, with_id: bool) -> None:
    project = stage.elsewhere("fresh")
    named: dict[str, Any] = {"run_id": "abc"} if with_id else {}
    came = stage.call("create", project=project, entity=stage.entity, **named)
    entity, made_in, run_id = came.split("/")
    same("entity and project of the path that create gave", [entity, made_in], [stage.entity, project])
    same("the id of the run that is there", (stage.truth(f"{stage.entity}/{project}/{run_id}") or {}).get("id"), run_id)
    same("the runs of the project that was not named", stage.runs(), [])


@clause(
    "creation.default-entity",
    title="Without an entity create makes the run in the default entity, and says which that is",
    source="Run.create: entity=None",
    verbs="create",
    given={"run_id": run_ids},
    tried=[{"run_id": "abc"}],
)
def default_entity(stage: Stage, run_id: str) -> None:
    came = stage.call("create", project=stage.project, run_id=run_id)
    same("the path that create gave", came, stage.path(run_id))
    same("the runs of the project in the default entity", stage.runs(), [stage.path(run_id)])


@clause(
    "creation.in-another-entity",
    title="create makes the run in the entity that it names, though another is the default",
    source="Run.create: entity says where",
    verbs="create",
    given={"entity": st.sampled_from(["other-team", "lab"])},
    tried=[{"entity": "lab"}],
    inside=True,
)
def in_another_entity(stage: Stage, entity: str) -> None:
    stage.world.team(entity)
    came = stage.call("create", project="theirs", entity=entity, run_id="abc")
    made = [run.path for run in stage.world.runs()]
    same("the path that create gave, and all runs", [came, made], [f"{entity}/theirs/abc", [f"{entity}/theirs/abc"]])


@clause(
    "creation.of-what-is-there",
    title="create with the id of a run that is there changes nothing of it",
    source=f"{ROW_1}; servers answer with the run that is there",
    verbs="create",
    given={"state": st.sampled_from(["finished", "running", "failed"]), "rows": st.integers(0, 3)},
    tried=[{"state": "finished", "rows": 2}],
)
def of_what_is_there(stage: Stage, state: str, rows: int) -> None:
    run = stage.run(
        "abc", history=[{"loss": 1}] * rows, config={"lr": 1}, tags=["x"], notes="n", files={"a.txt": "x"}, state=state
    )
    before = stage.whole(run)
    came = stage.call("create", project=stage.project, entity=stage.entity, run_id="abc")
    same("the path that create gave, and the runs of the project", [came, stage.runs()], [run, [run]])
    same("the run that was there before", stage.whole(run), before)


@clause(
    "creation.can-be-loaded",
    title="What create gives can be loaded: a run that is running, and that nothing was logged to",
    source=f"{ROW_1}; a new run is running",
    verbs="create load",
    given={"with_id": st.booleans()},
    tried=[{"with_id": True}, {"with_id": False}],
)
def can_be_loaded(stage: Stage, with_id: bool) -> None:
    named: dict[str, Any] = {"run_id": "abc"} if with_id else {}
    path = stage.call("create", project=stage.project, entity=stage.entity, **named)
    came = stage.call("load", run=path)
    expected = {"id": path.split("/")[-1], "state": "running", "config": {}, "tags": [], "last_history_step": -1}
    same(f"the run that create gave as {path}", {name: came[name] for name in expected}, expected)


@clause(
    "creation.running",
    title="A run that was created is running",
    source=f"{ROW_1}; a new run is running",
    verbs="create",
    given={"run_id": run_ids},
    tried=[{"run_id": "abc"}],
)
def running(stage: Stage, run_id: str) -> None:
    stage.call("create", project=stage.project, entity=stage.entity, run_id=run_id)
    same("the state of the new run", (stage.truth(stage.path(run_id)) or {}).get("state"), "running")


@clause(
    "creation.leaves-others",
    title="create leaves the other runs of the project as they are",
    source=ROW_1,
    verbs="create",
    given={"others": st.lists(run_ids.filter(lambda id: id != "abc"), unique=True, min_size=1, max_size=3)},
    tried=[{"others": ["ab", "abcd"]}],
)
def leaves_others(stage: Stage, others: list[str]) -> None:
    runs = [stage.run(run_id, config={"n": number}) for number, run_id in enumerate(others)]
    before = [stage.whole(run) for run in runs]
    stage.call("create", project=stage.project, entity=stage.entity, run_id="abc")
    same("the runs of the project", stage.runs(), [*runs, stage.path("abc")])
    same("the runs that were there before", [stage.whole(run) for run in runs], before)
