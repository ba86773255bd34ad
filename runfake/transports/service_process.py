"""The service process of ``wandb``: what it sends cannot be intercepted."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import PurePath
from typing import Any
from unittest import mock

_TEXT = """\
wandb wants to start its service process ({command}), and what that sends cannot be intercepted: \
runfake.intercept reaches only what Python sends with `requests`, in this process.
What works in it is wandb.Api() of the releases that ask by themselves, which are those before 0.27. \
For wandb.init(), and for all else, use the server: `with runfake.serve(world)`, or the fixture `runfake` \
in place of `runfake_intercept`."""


class CannotIntercept(RuntimeError):
    """``wandb`` is about to send something past :func:`runfake.intercept`."""


@contextmanager
def none_starts() -> Iterator[None]:
    """Lets no service process of ``wandb`` start within the block; other processes do.

    Raises:
        CannotIntercept: in the place where one would have started.
    """
    start = subprocess.Popen.__init__

    def start_others(process: Any, args: Any, *more: Any, **options: Any) -> None:
        if _is_service(args):
            raise CannotIntercept(_TEXT.format(command=PurePath(args[0]).name))
        start(process, args, *more, **options)

    with mock.patch.object(subprocess.Popen, "__init__", start_others):
        yield


def _is_service(command: Any) -> bool:
    """Whether that starts ``wandb-core``, or ``wandb service``, which it was before."""
    if isinstance(command, (str, bytes)) or not isinstance(command, Sequence) or not command:
        return False
    words = [str(word) for word in command]
    return PurePath(words[0]).stem == "wandb-core" or ("wandb", "service") in pairwise(words)
