"""`Run.to_html`: an iframe that shows this run."""

from __future__ import annotations

import wandb

from runfake.pytest_plugin.fixture import Runfake


def test_it_shows_this_run(backend: Runfake) -> None:
    backend.run("demo/a")
    run = wandb.Api().run("demo/a")
    html = run.to_html(height=300)
    assert "<iframe" in html
    assert "300px" in html
    assert f"{run.url}?jupyter=true" in html
    assert "<button" not in html


def test_or_hides_it(backend: Runfake) -> None:
    backend.run("demo/a")
    html = wandb.Api().run("demo/a").to_html(hidden=True)
    assert "display:none" in html.replace(" ", "")
    assert "<button" in html
