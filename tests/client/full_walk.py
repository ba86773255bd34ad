"""A script like a user's: logs a run, reads it back, edits it, deletes it.

It uses the real client alone; where the server is, it takes from ``WANDB_BASE_URL`` and ``WANDB_API_KEY``.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import wandb
from wandb.errors import CommError

STEPS = 2000
CONFIG: dict[str, Any] = {"lr": 0.1, "layers": [64, 32], "optimizer": {"name": "adam", "betas": [0.9, 0.999]}}


def row(i: int) -> dict[str, Any]:
    """The i-th row: gaps in the steps, nested values, big integers, and now and then what is not finite."""
    logged: dict[str, Any] = {"loss": 1 / (i + 1), "nested": {"a": {"b": i}}, "größe 📏": i, "big": 2**53 + 1 + i}
    if i % 10 == 0:
        logged["val/acc"] = i / STEPS
    if i == 500:
        logged |= {"odd": math.nan}
    if i in (501, 502):
        logged |= {"odd": math.inf if i == 501 else -math.inf}
    return logged


def step(i: int) -> int:
    """Steps leave a gap of five after every hundred rows."""
    return i + 5 * (i // 100)


def log() -> str:
    """Logs the run; returns its path."""
    Path("notes.txt").write_text("saved by the run\n")
    with wandb.init(
        project="walk", config=CONFIG, tags=["one", "two"], notes="a walk", group="walks", job_type="train"
    ) as run:
        for i in range(STEPS):
            run.log(row(i), step=step(i))
        run.save("notes.txt")
        return str(run.path)


def read(run: Any) -> None:
    """Checks what the run reads as."""
    assert run.config == CONFIG
    assert (run.tags, run.notes, run.group, run.job_type) == (["one", "two"], "a walk", "walks", "train")
    assert run.state == "finished"
    assert run.summary["loss"] == 1 / STEPS
    assert run.summary["big"] == 2**53 + STEPS
    assert run.summary["nested"]["a"]["b"] == STEPS - 1
    assert run.summary["odd"] == -math.inf
    assert run.lastHistoryStep == step(STEPS - 1)

    rows = list(run.scan_history())
    assert [r["_step"] for r in rows] == [step(i) for i in range(STEPS)]
    assert [r["big"] for r in rows] == [2**53 + 1 + i for i in range(STEPS)]
    assert [r["größe 📏"] for r in rows] == list(range(STEPS))
    assert [r["nested"] for r in rows] == [{"a": {"b": i}} for i in range(STEPS)]
    assert math.isnan(rows[500]["odd"])
    assert (rows[501]["odd"], rows[502]["odd"]) == (math.inf, -math.inf)
    keyed = list(run.scan_history(keys=["loss", "val/acc"]))
    assert keyed == [{"_step": step(i), "loss": 1 / (i + 1), "val/acc": i / STEPS} for i in range(0, STEPS, 10)]
    assert len(run.history(samples=100)) == 100
    system = run.history(stream="system", pandas=False)
    assert system
    assert any(key.startswith("system.") for key in system[0])


def read_files(run: Any) -> None:
    """Checks the files and their bytes."""
    assert {"notes.txt", "config.yaml", "wandb-metadata.json", "wandb-summary.json"} <= {f.name for f in run.files()}
    with run.file("notes.txt").download(root="back") as file:
        assert file.read() == "saved by the run\n"


def edit(run: Any) -> None:
    """Edits the run, reloads it, uploads a file to it."""
    run.config["lr"] = 0.2
    run.tags.append("three")
    run.summary["best"] = 0.5
    run.name = "renamed"
    run.update()
    run.load(force=True)
    assert (run.config["lr"], run.tags, run.name) == (0.2, ["one", "two", "three"], "renamed")
    assert run.summary["best"] == 0.5
    Path("my_dir").mkdir()
    Path("my_dir/file.txt").write_text("uploaded")
    uploaded = run.upload_file("my_dir/file.txt", root=".")
    assert (uploaded.name, uploaded.size) == ("my_dir/file.txt", 8)


def main() -> None:
    """The whole walk."""
    path = log()
    run = wandb.Api().run(path)
    read(run)
    read_files(run)
    edit(run)
    run.delete()
    print("walked" if not found(path) else "the deleted run was found")


def found(path: str) -> bool:
    """Whether there is a run at ``path``; any other complaint than that there is none is raised."""
    try:
        wandb.Api().run(path)
    except CommError as error:
        if "Could not find run" in str(error):
            return False
        raise
    return True


if __name__ == "__main__":
    main()
