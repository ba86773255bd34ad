"""The options of ``pytest --pyargs runfake.contract``; they say which client is judged, and how."""

from __future__ import annotations

import pytest

# Name to help; the values are those of ``runfake contract``.
OPTIONS = {
    "client": "judge this client by the contract of Run: package.module:factory",
    "client-command": "judge this program, which speaks JSON lines",
    "wandb": "judge the wandb of this Python interpreter",
    "profile": "how long to look for a broken promise: quick, default or thorough",
    "contract-seed": "what the examples are drawn from",
}
DEFAULTS = {"profile": "default", "contract-seed": "0"}


def add_options(parser: pytest.Parser) -> None:
    """Adds them; the tests that read them are in :mod:`runfake.contract`."""
    group = parser.getgroup("runfake", "runfake: the contract kit (with --pyargs runfake.contract)")
    for name, text in OPTIONS.items():
        group.addoption(f"--runfake-{name}", metavar=name.upper(), default=DEFAULTS.get(name), help=text)
