"""Projects and their runs, page by page."""

from __future__ import annotations

import pytest
import wandb

from runfake import which
from runfake.pytest_plugin.fixture import Runfake


@pytest.mark.parametrize("per_page", [1, 3, 7, 50])
@pytest.mark.parametrize("order", ["+created_at", "-created_at"])
def test_runs_come_once_and_in_order(runfake: Runfake, api: wandb.Api, per_page: int, order: str) -> None:
    ids = [f"run{i}" for i in range(7)]
    for run_id in ids:
        runfake.run(f"shop/{run_id}", config={"id": run_id})
    runs = api.runs("shop", order=order, per_page=per_page)
    assert len(runs) == 7
    wanted = ids if order[0] == "+" else ids[::-1]
    assert [(run.id, run.config) for run in runs] == [(run_id, {"id": run_id}) for run_id in wanted]


def test_runs_added_and_deleted_between_pages_disturb_no_other(runfake: Runfake, api: wandb.Api) -> None:
    held = [runfake.run(f"shop/run{i}") for i in range(6)]
    runs = api.runs("shop", per_page=2)
    got = [next(runs).id, next(runs).id]
    runfake.world.delete_run(held[0].storage_id)
    runfake.world.delete_run(held[4].storage_id)
    runfake.run("shop/late")
    # Going on with next(): the client starts anew at each iter().
    while run := next(runs, None):
        got.append(run.id)
    assert got == ["run0", "run1", "run2", "run3", "run5", "late"]


def test_a_project_that_is_not_there_is_said_to_be_not_found(runfake: Runfake, api: wandb.Api) -> None:
    assert runfake.runs() == []
    with pytest.raises(ValueError, match="Could not find project nowhere"):
        list(api.runs("nowhere"))


def test_projects_are_listed_and_made(runfake: Runfake, api: wandb.Api) -> None:
    runfake.world.project("shop")
    api.create_project("till", runfake.entity)
    assert [project.name for project in api.projects(runfake.entity, per_page=1)] == ["shop", "till"]
    assert api.project("till", runfake.entity).id == runfake.world.project("till").id


def test_the_viewer_is_the_owner_of_the_key(runfake: Runfake, api: wandb.Api) -> None:
    assert api.viewer.username == runfake.entity
    assert api.default_entity == runfake.entity
    assert api.viewer.teams == [runfake.entity]


def test_what_runfake_lacks_fails_at_once_and_says_so(runfake: Runfake, api: wandb.Api) -> None:
    runfake.run("shop/a")
    runfake.journal.allow(which.operation("ProjectViews"))
    with pytest.raises(Exception, match=r"runfake does not implement the GraphQL field Project\.allViews yet"):
        list(api.reports("shop"))
    (refused,) = runfake.journal.refused()
    assert refused.unbuilt
    assert refused.operations == ("ProjectViews",)
