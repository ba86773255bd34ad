"""Rows 3, 12 and 13: the run's page, and names in camel case."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import wandb

from runfake.pytest_plugin.fixture import Runfake

# In a process of its own, for a shell that looks like a notebook stays for the process's life.
_NOTEBOOK = """
import sys
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config
InteractiveShell.instance(config=Config({"IPKernelApp": {"connection_file": "jupyter-kernel.json"}}))
from IPython.utils.capture import capture_output
import wandb
run = wandb.Api().run("shop/a")
with capture_output() as shown:
    answer = run.display(height=99, hidden=True)
html = "".join(output.data["text/html"] for output in shown.outputs)
print(answer, run.to_html(height=99, hidden=True) == html, len(shown.outputs))
"""


def test_display_outside_of_a_notebook_says_that_it_could_not(runfake: Runfake, api: wandb.Api) -> None:
    runfake.run("shop/a")
    assert api.run("shop/a").display() is False


def test_display_in_a_notebook_shows_the_page(runfake: Runfake) -> None:
    runfake.run("shop/a")
    done = subprocess.run([sys.executable, "-c", _NOTEBOOK], capture_output=True, text=True, check=False)
    assert done.stdout.strip().splitlines()[-1:] == ["True True 1"], done.stderr


def test_to_html_frames_the_page_of_this_run(runfake: Runfake, api: wandb.Api) -> None:
    runfake.run("shop/a")
    run = api.run("shop/a")
    page = f"{runfake.url}/{runfake.entity}/shop/runs/a?jupyter=true"
    assert page in run.to_html()
    assert "height:420px" in run.to_html()
    assert "height:99px" in run.to_html(height=99)
    assert "<button" in run.to_html(hidden=True)
    assert "<button" not in run.to_html()


def test_snake_case_becomes_camel_case(runfake: Runfake, api: wandb.Api) -> None:
    runfake.run("shop/a", history=[{"loss": 1.0}])
    run: Any = api.run("shop/a")
    assert run.snake_to_camel("history_line_count") == "historyLineCount"
    assert run.history_line_count == 1
