"""Waiting to be told to end."""

from __future__ import annotations

import signal
from threading import Event


class Ending:
    """Comes with SIGTERM or SIGINT; made before the server says that it is ready, so that none is missed."""

    def __init__(self) -> None:
        self._event = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._event.set())

    def wait(self) -> None:
        """Returns once the process was told to end."""
        self._event.wait()
