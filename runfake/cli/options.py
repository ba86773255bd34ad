"""The options that commands share."""

from __future__ import annotations

import argparse

from runfake.transports.addresses import public_url


def add_server_options(parser: argparse.ArgumentParser) -> None:
    """``--host``, ``--port``, ``--base-url`` and ``--seed``."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=port_number, default=0, help="port to listen on (default: any free one)")
    parser.add_argument(
        "--base-url", type=address, help="address that clients reach it by, if not the one it listens on"
    )
    parser.add_argument("--seed", type=int, default=0, help="seed of all that is invented (default: %(default)s)")


def port_number(text: str) -> int:
    """A TCP port, 0 for any free one."""
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"expected a port from 0 to 65535, not {text!r}")
    return int(text)


def address(text: str) -> str:
    """The address of a server."""
    try:
        return public_url(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
