"""Environments of releases of ``wandb``: a virtual environment each, made once, under ``.matrix/VERSION``."""

import fcntl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.matrix.numbers import number

HOME = Path(__file__).parents[2] / ".matrix"


@dataclass(frozen=True)
class Pin:
    """A requirement beside ``wandb`` itself, for releases before ``before``; for all if that is empty."""

    requirement: str
    before: tuple[int, ...] = ()

    def concerns(self, version: str) -> bool:
        return not self.before or number(version) < self.before


PINS = (
    # `Run.history` gives a data frame where pandas is installed, and a list where it is not.
    Pin("pandas"),
    # They use `np.float_`, which numpy 2 has no more.
    Pin("numpy<2", before=(0, 17)),
    # They compare versions with `pkg_resources`, which setuptools has no more.
    Pin("setuptools<81", before=(0, 17)),
    # They show pages with `IPython.core.display.display`, which IPython 9 has no more.
    Pin("ipython<9", before=(0, 19)),
)


def requirements(version: str) -> list[str]:
    """What pip is to install for a release."""
    return [f"wandb=={version}", *(pin.requirement for pin in PINS if pin.concerns(version))]


def environment(version: str) -> Path:
    """The Python of an environment with this release, which is made if there is none, or one with other requirements.

    It takes some 15 s, and what pip has downloaded before is not downloaded again. Processes that ask at the same time
    wait for the one that makes it.

    Raises:
        EnvironmentBroken: pip could not install what is asked for; its own words are in the text.
    """
    folder = HOME / version
    ready, wanted = folder / "ready", "\n".join(requirements(version))
    with _alone(version):
        if not (ready.exists() and ready.read_text() == wanted):
            _make(folder, version)
            ready.write_text(wanted)
    return folder / "bin" / "python"


class EnvironmentBroken(Exception):
    """An environment could not be made."""


@contextmanager
def _alone(version: str) -> Iterator[None]:
    HOME.mkdir(exist_ok=True)
    with (HOME / f"{version}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _make(folder: Path, version: str) -> None:
    # pip of this environment serves the others, and what is compiled is what is imported: both save seconds.
    _run("-m", "venv", "--clear", "--without-pip", str(folder))
    python = str(folder / "bin" / "python")
    _run("-m", "pip", "--python", python, "install", "-qq", "--no-compile", *requirements(version))


def _run(*arguments: str) -> None:
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise EnvironmentBroken(f"python {' '.join(arguments)} ended with {done.returncode}:\n{done.stderr}")
