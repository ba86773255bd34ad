"""Who may read and write what, told by real clients with keys of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import wandb
from wandb.sdk.lib.service.service_connection import WandbApiFailedError

from runfake.pytest_plugin.fixture import Runfake


@pytest.fixture
def apis(runfake: Runfake) -> dict[str, wandb.Api]:
    """Clients: of ada, who administers the team ``vision``, of vic, a viewer in it, and of eve, a stranger.

    ``vision/p`` has a run that logged a version and used another.
    """
    world = runfake.world
    keys = {name: world.user(name).api_key for name in ("ada", "vic", "eve")}
    world.team("vision", members={"ada": "admin", "vic": "viewer"})
    run = world.run(
        "vision/p/r", config={"lr": 1}, history=[{"loss": 1}], files={"f.txt": "content"}, tags=["t"], state="running"
    )
    world.artifact("vision/p/data", files={"d.txt": "data"}, logged_by=run, aliases=["gold"])
    return {name: wandb.Api(api_key=key) for name, key in keys.items()}


# What people do to read: each raises what the client raises for things that are not there, or gives what there is.
READS: dict[str, Callable[[wandb.Api], Any]] = {
    "the run": lambda api: api.run("vision/p/r").config,
    "its history": lambda api: list(api.run("vision/p/r").scan_history()),
    "its files": lambda api: [file.name for file in api.run("vision/p/r").files()],
    "the runs": lambda api: [run.id for run in api.runs("vision/p")],
    "the project": lambda api: api.project("p", "vision").id,
    "the version": lambda api: api.artifact("vision/p/data:gold").digest,
    "its users": lambda api: api.artifact("vision/p/data:gold").used_by(),
    "the types": lambda api: [kind.name for kind in api.artifact_types("vision/p")],
    "the collections": lambda api: [c.name for c in api.artifact_type("dataset", "vision/p").collections()],
}

# What people do to write.
WRITES: dict[str, Callable[[wandb.Api, Path], Any]] = {
    "a new run": lambda api, _: api.create_run(run_id="new", project="p", entity="vision"),
    "a new project": lambda api, _: api.create_project("new", "vision"),
    "an edit": lambda api, _: _edited(api),
    "the summary": lambda api, _: _summed(api),
    "a state": lambda api, _: api.run("vision/p/r").update_state("pending"),
    "a stop": lambda api, _: api.run("vision/p/r").stop(),
    "a deletion": lambda api, _: api.run("vision/p/r").delete(),
    "an upload": lambda api, path: api.run("vision/p/r").upload_file(str(path), root=str(path.parent)),
    "a file's deletion": lambda api, _: api.run("vision/p/r").file("f.txt").delete(),
    "an alias": lambda api, _: _aliased(api),
    "a version's deletion": lambda api, _: api.artifact("vision/p/data:gold").delete(delete_aliases=True),
    "a collection's deletion": lambda api, _: api.artifact_collection("dataset", "vision/p/data").delete(),
    "a use": lambda api, _: api.run("vision/p/r").use_artifact(api.artifact("vision/p/data:gold")),
}


def _edited(api: wandb.Api) -> None:
    run = api.run("vision/p/r")
    run.tags.append("mine")
    run.update()


def _summed(api: wandb.Api) -> None:
    api.run("vision/p/r").summary.update({"loss": 2})  # type: ignore[no-untyped-call]


def _aliased(api: wandb.Api) -> None:
    version = api.artifact("vision/p/data:gold")
    version.aliases.append("mine")
    version.save()


def state(runfake: Runfake) -> Any:
    """What the writes would change."""
    project = runfake.world.project("vision/p")
    lineage = runfake.world.artifacts.lineage
    return (
        list(runfake.world.team("vision").projects),
        [(r.id, list(r.tags), r.summary, r.state, r.stop_requested, list(r.files)) for r in project.runs.values()],
        [(c.name, sorted(c.aliases), [lineage.users(m.artifact) for m in c.memberships])
         for c in project.collections.values()],
    )  # fmt: skip


@pytest.mark.parametrize("what", READS)
def test_a_viewer_reads_and_to_a_stranger_nothing_is_there(apis: dict[str, wandb.Api], what: str) -> None:
    assert READS[what](apis["vic"]) == READS[what](apis["ada"])
    with pytest.raises((ValueError, wandb.errors.CommError), match=r"(?i)not found|could not find|unable to parse"):
        READS[what](apis["eve"])


@pytest.mark.parametrize("what", WRITES)
def test_only_who_may_write_does(runfake: Runfake, apis: dict[str, wandb.Api], what: str, tmp_path: Path) -> None:
    path = tmp_path / "g.txt"
    path.write_text("new")
    before = state(runfake)
    for name, text in (("vic", "user 'vic' may not write to the (project|entity) 'vision"), ("eve", ".")):
        with pytest.raises((WandbApiFailedError, wandb.errors.CommError, ValueError), match=text):
            WRITES[what](apis[name], path)
        assert state(runfake) == before
    WRITES[what](apis["ada"], path)
    assert state(runfake) != before


def test_lists_leave_out_what_is_hidden(runfake: Runfake, apis: dict[str, wandb.Api]) -> None:
    runfake.world.project("vision/open", access="USER_READ")
    assert [project.name for project in apis["vic"].projects("vision")] == ["p", "open"]
    assert [project.name for project in apis["eve"].projects("vision")] == ["open"]
    assert apis["eve"].team("vision").members == []


def test_a_public_project_is_read_by_everyone_and_an_open_one_written(
    runfake: Runfake, apis: dict[str, wandb.Api]
) -> None:
    eve = apis["eve"]
    runfake.world.project("vision/p", access="USER_READ")
    assert eve.run("vision/p/r").config == {"lr": 1}
    with pytest.raises(wandb.errors.CommError, match="may not write to the project 'vision/p' \\(USER_READ\\)"):
        _edited(eve)
    runfake.world.project("vision/p", access="USER_WRITE")
    _edited(wandb.Api(api_key=eve.api_key))
    assert runfake.get_run("vision/p/r").tags == ["t", "mine"]
    runfake.world.project("vision/p", access="PRIVATE")
    with pytest.raises(wandb.errors.CommError, match="Could not find run"):
        wandb.Api(api_key=runfake.world.user("eve").api_key).run("vision/p/r")


def test_lineage_shows_only_what_the_viewer_may_see(runfake: Runfake, apis: dict[str, wandb.Api]) -> None:
    world = runfake.world
    world.project("vision/open", access="USER_READ")
    shown = world.artifact("vision/open/model", files={"m": "1"}, logged_by=world.run("vision/p/r"))
    for path in ("vision/p/r", "eve/own/r"):
        world.artifacts.lineage.record_input(world.run(path), shown, None)
    world.artifacts.link(shown, world.project("vision/p"), "picks", [])
    seen = {name: api.artifact("vision/open/model:v0") for name, api in apis.items()}
    assert [run.id for run in seen["eve"].used_by()] == ["r"]
    assert seen["eve"].used_by()[0].entity == "eve"
    assert [run.entity for run in seen["ada"].used_by()] == ["vision"]
    assert (seen["eve"].logged_by(), seen["ada"].logged_by().id) == (None, "r")
    assert len(seen["vic"].linked_artifacts) == 1
    assert len(seen["eve"].linked_artifacts) == 0


def test_logging_to_where_one_may_not_is_refused_at_once(
    runfake: Runfake, apis: dict[str, wandb.Api], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WANDB_API_KEY", apis["eve"].api_key or "")
    with pytest.raises(wandb.errors.CommError, match="may not write to the entity 'vision'"):
        wandb.init(entity="vision", project="new")
    with wandb.init(entity="eve", project="own") as run:
        run.log({"loss": 1})
    assert runfake.get_run(f"eve/own/{run.id}").user is runfake.world.user("eve")
    assert "new" not in runfake.world.team("vision").projects


def test_an_admin_of_the_instance_may_do_everything(runfake: Runfake, apis: dict[str, wandb.Api]) -> None:
    boss = wandb.Api(api_key=runfake.world.user("boss", admin=True).api_key)
    assert all(read(boss) == read(apis["ada"]) for read in READS.values())
    _edited(boss)
    assert boss.team("vision").invite("boss") is True
    assert runfake.get_run("vision/p/r").tags == ["t", "mine"]
