"""The environment while a test has the fixture."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest


@contextmanager
def put_in_place(variables: Mapping[str, str]) -> Iterator[None]:
    """Sets the variables in the place of every ``WANDB_*`` one there is; then restores all."""
    with pytest.MonkeyPatch.context() as patch:
        for name in _set_now():
            patch.delenv(name)
        for name, value in variables.items():
            patch.setenv(name, value)
        yield
        # What the client set for its own child processes must not outlive the test, nor come back.
        for name in _set_now():
            del os.environ[name]


def _set_now() -> list[str]:
    return [name for name in os.environ if name.startswith("WANDB_")]
