"""A venue on a server that is somebody else's."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from runfake.contract.port import Address, Port, Session
from runfake.contract.reference.author import Author
from runfake.contract.remote_stage import RemoteStage
from runfake.contract.stage import Stage


class RemoteVenue:
    """Plays each example in a project that is made for it, and deleted after it.

    Args:
        base_url, api_key: of the server, and of the user in whose default entity the projects are.
    """

    inside = False

    def __init__(self, base_url: str, api_key: str) -> None:
        self._author = Author(base_url, api_key)
        self._address = Address(base_url.rstrip("/"), api_key, self._author.entity)
        self._name = f"runfake-contract-{secrets.token_hex(4)}"
        self._numbers = count(1)

    @contextmanager
    def session(self, port: Port) -> Iterator[Session]:
        client = port.open(self._address)
        try:
            yield client
        finally:
            client.close()

    @contextmanager
    def stage(self, port: Port) -> Iterator[Stage]:
        entity, project = self._address.entity, f"{self._name}-{next(self._numbers)}"
        with self.session(port) as client:
            stage = RemoteStage(client, self._author, entity, project)
            try:
                yield stage
            finally:
                for each in stage.projects:
                    self._author.delete_project(entity, each)

    def journal(self, stage: Stage) -> list[str]:
        """Nothing is known of what was asked there."""
        del stage
        return []

    def close(self) -> None:
        """Closes its connections."""
        self._author.close()
