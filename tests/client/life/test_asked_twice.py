"""A run's life, where every request is handled twice and the client is given the second answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import wandb

from runfake.pytest_plugin.fixture import Runfake
from runfake.wire.backend import Backend
from tests.client.test_asked_twice import Open, Twice


@pytest.fixture(autouse=True)
def _twice(monkeypatch: pytest.MonkeyPatch) -> None:
    once: Open = Backend.open
    monkeypatch.setattr(Backend, "open", lambda backend, head: Twice(once(backend, head), once(backend, head)))


def log(value: int, **init: Any) -> None:
    with wandb.init(project="shop", **init) as run:
        run.log({"v": value})


LIVES: dict[str, tuple[Callable[[], None], list[int]]] = {
    "resumed": (lambda: log(2, id="a", resume="must"), [0, 1, 2]),
    "overwritten": (lambda: log(2, id="a"), [2]),
    "rewound": (lambda: log(2, resume_from="a?_step=0"), [0, 2]),
    "forked": (lambda: log(2, id="b", fork_from="a?_step=0"), [0, 2]),
    "shared": (lambda: log(2, id="a", settings=wandb.Settings(mode="shared")), [0, 1, 2]),
}


@pytest.mark.parametrize("life", LIVES)
def test_what_is_asked_twice_is_done_once(runfake: Runfake, life: str) -> None:
    log(0, id="a", config={"lr": 0.1}, notes="n")
    log(1, id="a", resume="must")
    go_on, values = LIVES[life]
    go_on()
    held = runfake.runs()[-1]
    assert [(row["_step"], row["v"]) for row in held.history] == list(enumerate(values))
    assert (held.state, held.exit_code, held.summary["v"]) == ("finished", 0, 2)
    assert runfake.get_run("shop/a").notes == "n"
