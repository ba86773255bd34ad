"""The ``runfake`` command."""

from __future__ import annotations

import argparse
import errno
import os
import socket
import sys
from collections.abc import Sequence

from runfake import __version__
from runfake.cli import contract, demo, folders, serve


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; returns the exit status (0 done, 1 could not, 2 wrong usage)."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    from runfake.world.errors import WorldError

    try:
        status = int(chosen.run(chosen))
        sys.stdout.flush()
        return status
    except WorldError as error:
        print(f"runfake: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever reads what is printed has had enough; what is left must not be told of at the very end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        print(f"runfake: {_told(error)}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="runfake", description="A fake Weights & Biases backend, offline.")
    parser.add_argument("--version", action="version", version=f"runfake {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    serve.add_to(commands)
    demo.add_to(commands)
    folders.add_to(commands)
    contract.add_to(commands)
    return parser


def _told(error: OSError) -> str:
    about_an_address = error.errno in (errno.EADDRINUSE, errno.EADDRNOTAVAIL, errno.EACCES) and not error.filename
    if about_an_address or isinstance(error, socket.gaierror):
        return (
            f"{error.strerror}: is the port free, and the host one of this machine? (error {error.errno}) "
            "Try --port 0 for any free port."
        )
    return str(error)
