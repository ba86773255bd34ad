"""``wandb.init`` to ``finish``: what a training script logs, as the world holds it."""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import wandb

from runfake import World, serve
from runfake.pytest_plugin.fixture import Runfake
from runfake.transports.environment import child_environment


def test_everything_given_to_init_arrives(runfake: Runfake) -> None:
    config: dict[str, Any] = {"lr": 0.1, "deep": {"list": [1, "x", None]}, "a.b/c d": True, "big": 2**62}
    with wandb.init(project="shop", id="a", name="Named", config=config, tags=["t1", "t2"], notes="n", group="g",
                    job_type="train"):  # fmt: skip
        assert runfake.get_run("shop/a").state == "running"
    held = runfake.get_run("shop/a")
    assert held.config == config
    assert (held.display_name, held.tags, held.notes) == ("Named", ["t1", "t2"], "n")
    assert (held.group, held.job_type, held.state, held.exit_code) == ("g", "train", "finished", 0)
    assert held.user is runfake.world.default_user
    assert runfake.journal.refused() == []


def test_rows_arrive_as_they_were_logged(runfake: Runfake) -> None:
    rows: list[dict[str, Any]] = [
        {"loss": 0.5, "ключ 🔑": 1, "nested": {"k": {"deep": 1}}},
        {"x": math.nan, "y": math.inf, "z": -math.inf},
        {"big": 2**53 + 1, "text": "line\nline", "flag": True, "none": None},
    ]
    with wandb.init(project="shop", id="a") as run:
        for row in rows:
            run.log(row)
        run.log({"late": 1}, step=10)
    got = [
        {k: v for k, v in row.items() if k not in ("_runtime", "_timestamp")}
        for row in runfake.get_run("shop/a").history
    ]
    assert [row.pop("_step") for row in got] == [0, 1, 2, 10]
    assert got[0] == rows[0]
    assert math.isnan(got[1]["x"])
    assert (got[1]["y"], got[1]["z"]) == (math.inf, -math.inf)
    assert got[2] == rows[2]
    assert got[3] == {"late": 1}


def test_a_script_that_fails_leaves_a_failed_run(runfake: Runfake) -> None:
    with pytest.raises(ZeroDivisionError), wandb.init(project="shop", id="a"):
        raise ZeroDivisionError
    held = runfake.get_run("shop/a")
    assert (held.state, held.exit_code) == ("failed", 1)


def test_files_that_were_saved_arrive(runfake: Runfake, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "model.txt").write_text("weights")
    with wandb.init(project="shop", id="a") as run:
        run.save(str(tmp_path / "sub" / "model.txt"), base_path=str(tmp_path))
    files = runfake.get_run("shop/a").files
    assert files["sub/model.txt"].content == b"weights"
    assert {"config.yaml", "wandb-metadata.json", "wandb-summary.json"} <= set(files)


def test_console_lines_arrive(runfake: Runfake) -> None:
    # In a process of its own: the client takes hold of standard output once, which pytest replaces at each test.
    code = "import wandb\nwith wandb.init(project='shop', id='a'): print('to be seen')"
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    console = runfake.get_run("shop/a").console
    assert "to be seen" in [line.text for line in console]
    read = list(wandb.Api().run("shop/a").console_logs())
    assert [line.content for line in read] == [line.text for line in console]


def test_a_run_goes_on_under_the_same_id(runfake: Runfake) -> None:
    for value in (1, 2):
        with wandb.init(project="shop", id="a", resume="allow") as run:
            run.log({"v": value})
    held = runfake.get_run("shop/a")
    assert [(row["_step"], row["v"]) for row in held.history] == [(0, 1), (1, 2)]
    assert held.state == "finished"


_SCRIPT = """
import sys, wandb
with wandb.init(project="shop", id="same", config={"who": sys.argv[1]}) as run:
    for i in range(50):
        run.log({"who": sys.argv[1], "i": i})
"""


def script(folder: Path, url: str, key: str, name: str) -> subprocess.Popen[str]:
    """A process that runs the script with this key, and keeps its own files below ``folder``."""
    environment = child_environment(url, key, "runfake", folder)
    line = [sys.executable, "-c", _SCRIPT, name]
    return subprocess.Popen(line, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def test_the_same_run_logged_into_two_worlds_at_once_stays_apart(tmp_path: Path) -> None:
    first, second = World(seed=1), World(seed=1)
    with serve(first) as server:
        keys = (server.api_key, server.add(second).api_key)
        children = [script(tmp_path / name, server.url, key, name) for name, key in zip("ab", keys, strict=True)]
        outputs = [child.communicate(timeout=120)[0] for child in children]
    assert [child.returncode for child in children] == [0, 0], outputs
    for name, world in zip("ab", (first, second), strict=True):
        held = world.get_run("shop/same")
        assert held.config == {"who": name}
        assert [(row["who"], row["i"]) for row in held.history] == [(name, i) for i in range(50)]
