"""Which world a request is for: the API key says it, or the token that storage URLs carry."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

from runfake.wire import refusals
from runfake.wire.faults.registry import Faults
from runfake.wire.journal import KEEP, Journal
from runfake.wire.stubs import Stubs
from runfake.wire.urls import StorageUrls
from runfake.world.keyring import key_from
from runfake.world.users import User
from runfake.world.world import World


@dataclass(frozen=True, slots=True)
class Tenant:
    """A world behind a backend, with what is the backend's own for it.

    Attributes:
        api_key: a key of the world's default user that no other world of the backend has.
        name: what the journal calls it.
        token: what stands in its storage URLs; made from the key, so that it is as hard to guess.
        urls: makes the storage URLs of this world.
        journal: what was asked of it.
        faults: what is to go wrong with that.
        stubs: what is answered with something given.
        made_key: whether the backend made ``api_key``, which the world then does not know.
    """

    world: World
    api_key: str
    name: str
    token: str
    urls: StorageUrls
    journal: Journal
    faults: Faults
    stubs: Stubs
    made_key: bool = False

    def owner_of_key(self, key: str) -> User | None:
        """Whose key that is here; None if nobody's (any more)."""
        if self.made_key and key == self.api_key:
            return self.world.default_user
        return self.world.people.owner_of_key(key)


class Tenants:
    """The worlds of one backend."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._tenants: list[Tenant] = []
        self._by_token: dict[str, Tenant] = {}
        self._of_key: dict[str, Tenant] = {}

    def add(self, world: World, base_url: str, keep: int | None = KEEP, key: str | None = None) -> Tenant:
        """Takes in a world; where another world has its key already, it is reached by one made from that.

        Args:
            keep: how many requests its journal keeps; None keeps all.
            key: what it is to be reached by for its default user, instead of that user's own.
        """
        own = key or world.api_key
        with self._lock:
            key, number = own, 1
            while self._find(key):
                number += 1
                key = key_from(f"{own} {number}")
            token = sha256(key.encode()).hexdigest()[:24]
            journal = Journal(keep)
            tenant = Tenant(
                world,
                key,
                f"{world.entity.name} seed={world.seed}",
                token,
                StorageUrls(base_url, token, secret=sha256(f"{key} storage".encode()).digest()),
                journal,
                Faults(world.seed, journal),
                Stubs(world.seed, journal),
                made_key=key != world.api_key,
            )
            self._tenants.append(tenant)
            self._by_token[token] = tenant
            self._of_key[key] = tenant
            return tenant

    def remove(self, tenant: Tenant) -> None:
        """Forgets a world; requests for it are refused from then on."""
        with self._lock:
            self._tenants.remove(tenant)
            del self._by_token[tenant.token]
            self._of_key = {key: held for key, held in self._of_key.items() if held is not tenant}

    def _find(self, key: str) -> tuple[Tenant, User] | None:
        known = self._of_key.get(key)
        if known is not None and (user := known.owner_of_key(key)) is not None:
            return known, user
        for tenant in self._tenants:
            if (user := tenant.owner_of_key(key)) is not None:
                self._of_key[key] = tenant
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
        with self._lock:
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
    except ValueError:
        return ""
