"""`Run.snake_to_camel`: snake_case becomes camelCase."""

from __future__ import annotations

import pytest
import wandb

from runfake.pytest_plugin.fixture import Runfake


@pytest.mark.parametrize(
    ("snake", "camel"),
    [("history_line_count", "historyLineCount"), ("state", "state"), ("display_name", "displayName")],
)
def test_it_is(backend: Runfake, snake: str, camel: str) -> None:
    backend.run("demo/a")
    assert wandb.Api().run("demo/a").snake_to_camel(snake) == camel
