"""The installed `wandb`, searched once for all who ask."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from .findings import Findings
from .search import search


@cache
def installed_wandb() -> Path | None:
    """Return the directory of the package, which is not imported."""
    spec = find_spec("wandb")
    return Path(spec.origin).parent if spec and spec.origin else None


@cache
def found_in_wandb() -> Findings:
    """Search it; there is nothing in it where it is not installed."""
    package_dir = installed_wandb()
    return search(package_dir) if package_dir else Findings((), ())
