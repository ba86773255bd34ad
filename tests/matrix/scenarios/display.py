"""`Run.display`: shows the run's page in a notebook, and says whether it could."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import wandb

from runfake.pytest_plugin.fixture import Runfake


def test_outside_of_a_notebook(backend: Runfake) -> None:
    backend.run("demo/a")
    assert wandb.Api().run("demo/a").display() is False


def test_inside_of_one(backend: Runfake, monkeypatch: pytest.MonkeyPatch) -> None:
    from IPython.core import display_functions

    shown: list[Any] = []
    take: Callable[[Any], None] = shown.append
    monkeypatch.setattr(display_functions, "display", take)
    monkeypatch.setattr("IPython.display.display", take)
    for module in ("wandb.apis.public.runs", "wandb.apis.attrs", "wandb.sdk.lib.ipython", "wandb.util"):
        for name in ("in_jupyter", "_get_python_type"):
            if hasattr(pytest.importorskip(module), name):
                answer = True if name == "in_jupyter" else "jupyter"
                monkeypatch.setattr(f"{module}.{name}", lambda answer=answer: answer)
    backend.run("demo/a")
    assert wandb.Api().run("demo/a").display(height=300) is True
    assert "300px" in shown[0].data
