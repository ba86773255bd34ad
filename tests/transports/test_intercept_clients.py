"""Releases of ``wandb`` whose public API asks by itself, without a socket."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.matrix import borrowing

BEGIN = """
import json, os, socket
from runfake import World, faults, intercept, when, which

def refuse(*arguments):
    raise AssertionError(f"somebody used the network: {arguments}")

socket.socket.connect = socket.getaddrinfo = refuse
os.environ["WANDB_SILENT"] = "true"
world = World()
held = world.run("demo/a", config={"lr": 0.1}, history=[{"loss": 1 / (i + 1)} for i in range(30)], tags=["x"],
                 files={"notes.txt": "hello " * 100})
"""

READ = """
with intercept(world) as hosting:
    import wandb
    run = wandb.Api().run("demo/a")
    assert (run.config, run.tags, run.state) == ({"lr": 0.1}, ["x"], "finished")
    assert run.summary["loss"] == 1 / 30
    assert [row["loss"] for row in run.scan_history(page_size=7)] == [1 / (i + 1) for i in range(30)]
    assert [row["loss"] for row in run.history(samples=1000, pandas=False)] == [1 / (i + 1) for i in range(30)]
    assert [listed.id for listed in wandb.Api().runs("demo", {"config.lr": 0.1})] == ["a"]
    assert run.file("notes.txt").download(root="back").read() == "hello " * 100
    assert len(hosting.journal.find(which.route("graphql"))) > 5
    assert hosting.journal.complained_of() == []
"""

WRITE = """
with intercept(world) as hosting:
    import wandb
    run = wandb.Api().run("demo/a")
    run.tags.append("y")
    run.config["new"] = 1
    run.summary["best"] = 0.5
    run.update()
    assert (held.tags, held.config, held.summary["best"]) == (["x", "y"], {"lr": 0.1, "new": 1}, 0.5)
    with open("up.txt", "w") as file:
        file.write("up " * 1000)
    run.upload_file("up.txt")
    assert held.files["up.txt"].content == b"up " * 1000
    run.file("up.txt").delete()
    assert "up.txt" not in held.files
    world.artifact("demo/data", files={f"{i}.txt": f"{i}" * 100 for i in range(20)}, logged_by=held)
    artifact = run.logged_artifacts()[0]
    folder = artifact.download(root="artifact")
    assert sorted(os.listdir(folder)) == sorted(f"{i}.txt" for i in range(20))
    artifact.aliases.append("gold")
    artifact.save()
    assert world.artifacts.lineage.outputs(held)[0].aliases == ["latest", "gold"]
    run.delete()
    assert world.runs() == []
"""

GO_WRONG = """
with intercept(world) as hosting:
    import wandb
    asked = which.operation("Run")
    rule = hosting.faults.add(asked, faults.status(503), when.times(2))
    assert wandb.Api().run("demo/a").config == {"lr": 0.1}
    assert (rule.fired, len(hosting.journal.find(asked))) == (2, 3)
    rule = hosting.faults.add(asked, faults.drop_after())
    assert wandb.Api().run("demo/a").config == {"lr": 0.1}
    assert rule.fired == 1
    hosting.faults.add(asked, faults.graphql_error("no such thing"))
    try:
        wandb.Api().run("demo/a")
    except wandb.errors.CommError as error:
        assert "no such thing" in str(error)
    else:
        raise AssertionError("it went unnoticed")
    hosting.stubs.answer(which.field("viewer"), {"viewer": {"id": "VXNlcjox", "entity": "ann", "username": "ann"}})
    assert wandb.Api().default_entity == "ann"
    world.artifact("demo/data", files={"x.txt": "x" * 1000})
    artifact = wandb.Api().artifact("demo/data:v0")
    lost = hosting.faults.add(which.method("GET"), faults.status(503), when.nth(2))
    assert open(os.path.join(artifact.download(root="artifact"), "x.txt")).read() == "x" * 1000
    assert lost.fired == 1
"""

INIT = """
with intercept(world) as hosting:
    import wandb
    try:
        wandb.init(project="demo")
    except Exception as error:
        # The oldest wrap it.
        said = f"{error} {error.__cause__}"
        assert "cannot be intercepted" in said and "fixture `runfake`" in said, said
    else:
        raise AssertionError("it was intercepted")
    assert wandb.run is None
    # Reading goes on, and a run that is disabled needs nobody.
    assert wandb.Api().run("demo/a").config == {"lr": 0.1}
    with wandb.init(mode="disabled") as run:
        run.log({"loss": 1})
"""

AGAIN = """
import wandb
for seed in range(3):
    world = World(seed=seed, entity=f"user{seed}")
    world.run("demo/a", config={"seed": seed})
    with intercept(world, base_url=f"http://world{seed}.test") as hosting:
        assert wandb.Api().run("demo/a").config == {"seed": seed}
        assert wandb.Api().api_key == hosting.api_key
        if hasattr(wandb, "api"):
            assert wandb.api.settings("base_url") == hosting.url
            assert wandb.api.viewer()["entity"] == f"user{seed}"
"""


@pytest.mark.parametrize("version", ["0.16.6", "0.19.11", "0.26.1"])
def test_a_release_reads(version: str, tmp_path: Path) -> None:
    borrowing.run(version, BEGIN + READ, folder=tmp_path)


@pytest.mark.parametrize("program", [WRITE, GO_WRONG, INIT, AGAIN], ids=["write", "go wrong", "init", "again"])
def test_what_a_program_does(program: str, tmp_path: Path) -> None:
    borrowing.run("0.19.11", BEGIN + program, folder=tmp_path)


@pytest.mark.parametrize("version", ["0.16.6", "0.26.1"])
def test_no_release_logs_there(version: str, tmp_path: Path) -> None:
    borrowing.run(version, BEGIN + INIT, folder=tmp_path)
