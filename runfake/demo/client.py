"""The client's side of the demo: logs a run with the real ``wandb`` package, reads it back, says what it saw.

``python -m runfake.demo.client``, with ``WANDB_BASE_URL`` and ``WANDB_API_KEY`` set: a process of its own,
because the package keeps what it once read from the environment. Its exit status is 1 where it did not
see what it had logged.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import wandb

PROJECT, RUN_ID = "first-steps", "hello"
STEPS = 50
CONFIG = {"learning_rate": 0.003, "layers": [64, 32], "optimizer": "adam"}
TAGS = ["demo", "real-client"]
FILE_NAME, FILE_TEXT = "notes.txt", "Logged by the real wandb client.\n"


def main() -> int:
    """Logs the run, reads it back; returns the exit status."""
    import wandb

    log_run()
    api = wandb.Api()
    seen = api.run(f"{PROJECT}/{RUN_ID}")
    files, rows = download(seen), len(list(seen.scan_history()))
    show(seen, files, rows, [project.name for project in api.projects(seen.entity)])
    missing = differences(seen, files, rows)
    for problem in missing:
        print(f"the client read back something else than it logged: {problem}", file=sys.stderr)
    return 1 if missing else 0


def log_run() -> None:
    """Logs the run as any training script would."""
    import wandb

    with wandb.init(project=PROJECT, id=RUN_ID, config=CONFIG, tags=TAGS) as run:
        for step in range(STEPS):
            run.log({"loss": 1 / (step + 1), "accuracy": step / STEPS})
        file = Path(run.dir, FILE_NAME)
        file.write_text(FILE_TEXT)
        run.save(str(file), base_path=run.dir)


def download(run: wandb.apis.public.Run) -> dict[str, bytes]:
    """The run's files, name to bytes."""
    with TemporaryDirectory() as folder:
        for file in run.files():
            file.download(root=folder)
        return {file.name: Path(folder, file.name).read_bytes() for file in run.files()}


def show(run: wandb.apis.public.Run, files: dict[str, bytes], rows: int, projects: list[str]) -> None:
    """Prints what the client sees."""
    metrics = {key: value for key, value in dict(run.summary).items() if not key.startswith("_")}
    print(f"run       {'/'.join(run.path)} ({run.state}), tags {', '.join(run.tags)}")
    print(f"config    {shown(run.config)}")
    print(f"summary   {shown(metrics)}")
    print(f"history   {rows} rows")
    print(f"files     {', '.join(f'{name} ({len(content)} bytes)' for name, content in files.items())}")
    print(f"{FILE_NAME} {files.get(FILE_NAME, b'')!r}")
    print(f"projects  {', '.join(sorted(projects))}")


def shown(values: dict[str, Any]) -> str:
    """``key=value``, in the order of the keys."""
    return ", ".join(f"{key}={values[key]}" for key in sorted(values))


def differences(run: wandb.apis.public.Run, files: dict[str, bytes], rows: int) -> list[str]:
    """What is not as it was logged."""
    found = {
        "config": (run.config, CONFIG),
        "tags": (sorted(run.tags), TAGS),
        "last accuracy": (dict(run.summary).get("accuracy"), (STEPS - 1) / STEPS),
        "number of rows": (rows, STEPS),
        FILE_NAME: (files.get(FILE_NAME), FILE_TEXT.encode()),
    }
    return [f"{what} {read!r}, not {logged!r}" for what, (read, logged) in found.items() if read != logged]


if __name__ == "__main__":
    sys.exit(main())
