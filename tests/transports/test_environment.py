"""What a client's environment makes of it."""

from __future__ import annotations

import wandb

from runfake.transports.environment import QUICK_RETRIES


def test_a_client_that_is_told_to_be_quick_listens() -> None:
    settings = wandb.Settings()
    settings.update_from_env_vars(QUICK_RETRIES)
    named = [name.removeprefix("WANDB_").lower() for name in QUICK_RETRIES]
    assert {name: getattr(settings, name) for name in named} == dict.fromkeys(named, 1.0)
