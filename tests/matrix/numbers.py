"""The numbers of releases of ``wandb``."""

from __future__ import annotations

#: The newest release of each minor line.
RELEASES = tuple(
    "0.16.6 0.17.9 0.18.7 0.19.11 0.20.1 0.21.4 0.22.3 0.23.1 "
    "0.24.2 0.25.1 0.26.1 0.27.2 0.28.2 0.29.0 0.30.0 0.31.0".split()
)


def number(version: str) -> tuple[int, ...]:
    """A release as numbers, to be compared: ``(0, 19, 11)``."""
    return tuple(int(part) for part in version.split("."))
