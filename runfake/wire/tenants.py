"""Which world a request is for: the API key says it, or the token that storage URLs carry."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock

from runfake.wire import refusals
from runfake.wire.journal import Journal
from runfake.wire.urls import StorageUrls
from runfake.world.users import User
from runfake.world.world import World


@dataclass(frozen=True, slots=True)
class Tenant:
    """A world behind a backend, with what is the backend's own for it.

    Attributes:
        api_key: a key of the world's default user that no other world of the backend has.
        token: what stands in its storage URLs; made from the key, so that it is as hard to guess.
        urls: makes the storage URLs of this world.
    """

    world: World
    api_key: str
    token: str
    urls: StorageUrls
    journal: Journal = field(default_factory=Journal)


class Tenants:
    """The worlds of one backend."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._tenants: list[Tenant] = []
        self._by_token: dict[str, Tenant] = {}
        self._last_of_key: dict[str, Tenant] = {}

    def add(self, world: World, base_url: str) -> Tenant:
        """Takes in a world; where another world has its key already, its user gets one more key."""
        with self._lock:
            key = world.api_key
            while self._find(key):
                key = world.issue_key(world.user).secret
            token = sha256(key.encode()).hexdigest()[:24]
            tenant = Tenant(world, key, token, StorageUrls(base_url, token))
            self._tenants.append(tenant)
            self._by_token[token] = tenant
            return tenant

    def remove(self, tenant: Tenant) -> None:
        """Forgets a world; requests for it are refused from then on."""
        with self._lock:
            self._tenants.remove(tenant)
            del self._by_token[tenant.token]
            self._last_of_key = {key: held for key, held in self._last_of_key.items() if held is not tenant}

    def _find(self, key: str) -> tuple[Tenant, User] | None:
        last = self._last_of_key.get(key)
        for tenant in (last, *self._tenants) if last else self._tenants:
            if (user := tenant.world.people.owner_of_key(key)) is not None:
                self._last_of_key[key] = tenant
                return tenant, user
        return None

    def of_authorization(self, header: str | None) -> tuple[Tenant, User]:
        """The world and the user that an ``Authorization`` header stands for.

        Raises:
            Refusal: 401, no header, not basic auth, or a key of no world here.
        """
        key = _key_of(header)
        if not key:
            raise refusals.no_key()
        found = self._find(key)
        if found is None:
            raise refusals.unknown_key(key)
        return found

    def of_token(self, token: str) -> Tenant:
        """The world that a storage URL belongs to.

        Raises:
            Refusal: 404, no world here gave out that URL.
        """
        if token not in self._by_token:
            raise refusals.Refusal(404, "this storage URL is of no world here: ask the server for a fresh one.")
        return self._by_token[token]


def _key_of(header: str | None) -> str:
    scheme, _, value = (header or "").partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(value, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""
