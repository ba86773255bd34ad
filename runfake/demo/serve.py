"""What a person is told who starts the demo's server."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from textwrap import indent

from runfake.demo.projects import PROJECTS
from runfake.transports.server import Server
from runfake.world.projects import Project

_TEXT = """\
runfake demo: a W&B of its own at {url}

{projects}

In another shell:

  export WANDB_BASE_URL={url}
  export WANDB_API_KEY={api_key}

Then, in {python}:

{snippet}

Ctrl-C ends it; nothing is kept.
"""


def instructions(server: Server) -> str:
    """What is in the server's world, and how to reach it."""
    return _TEXT.format(
        url=server.url,
        api_key=server.api_key,
        python=_python(),
        projects=indent("\n".join(map(_line, _projects(server))), "  "),
        snippet=indent(snippet(server), "  "),
    )


def _python() -> str:
    """Which Python to try it in: this one, where it has wandb."""
    return f"Python ({sys.executable} has wandb)" if find_spec("wandb") else "a Python that has wandb"


def snippet(server: Server) -> str:
    """Three lines of Python to try."""
    return "\n".join(
        (
            "import wandb",
            f'for run in wandb.Api().runs("{server.entity}/{PROJECTS[0].name}"):',
            f'    print(run.name, run.state, run.summary.get("{PROJECTS[0].headline}"))',
        )
    )


def _projects(server: Server) -> list[Project]:
    return list(server.world.entity.projects.values())


def _line(project: Project) -> str:
    return f"{project.path:<28} {len(project.runs):>3} runs   {project.description or ''}".rstrip()
