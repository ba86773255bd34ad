"""Clients are told at once what does not work: nothing is sent again."""

from __future__ import annotations

import pytest
import wandb
from wandb.errors import AuthenticationError
from wandb.sdk.lib.service.service_connection import WandbApiFailedError

from runfake import Server, which
from runfake.pytest_plugin.fixture import Runfake


def test_a_key_that_nobody_has(runfake: Runfake, runfake_server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WANDB_API_KEY", "f00d" * 10)
    with pytest.raises(AuthenticationError):
        wandb.Api()
    # Other tests' late requests are among the stray ones too.
    asked = [entry for entry in runfake_server.stray_requests if "key f00d... is not known" in (entry.error or "")]
    assert [entry.status for entry in asked] == [401]
    assert len(runfake.journal) == 0


def test_what_runfake_lacks(runfake: Runfake, api: wandb.Api) -> None:
    runfake.world.project("shop")
    runfake.journal.allow(which.operation("ProjectViews"))
    with pytest.raises(WandbApiFailedError, match="runfake does not implement"):
        next(iter(api.reports("shop")))
    assert len(runfake.journal.unbuilt()) == 1


def test_an_entity_that_is_not_there(runfake: Runfake, api: wandb.Api) -> None:
    with pytest.raises(WandbApiFailedError, match=r"entity 'runfaek' not found.*Did you mean 'runfake'"):
        api.create_project("shop", "runfaek")
    assert [entry.status for entry in runfake.journal.refused()] == [404]
