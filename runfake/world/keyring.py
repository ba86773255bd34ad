"""Every API key of a world: whose it is, and how keys come and go."""

from __future__ import annotations

from hashlib import sha256
from threading import RLock

from runfake.world import errors
from runfake.world.errors import NotFound
from runfake.world.ids import Ids
from runfake.world.locking import atomic
from runfake.world.users import ApiKey, User


def key_from(text: str) -> str:
    """An API key that belongs to a text: the same each time, and that of no other text."""
    return sha256(text.encode()).hexdigest()[:40]


class Keyring:
    """Gives out keys and takes them back; a key works from the one until the other."""

    def __init__(self, ids: Ids, lock: RLock) -> None:
        self.lock = lock
        self._ids = ids
        self._owners: dict[str, User] = {}

    def owner(self, secret: str) -> User | None:
        """Whose key that is; None if nobody's."""
        return self._owners.get(secret)

    def check(self, secret: str, user: User | None = None) -> str:
        """``secret`` itself, if it may be a new key, or a key that ``user`` has already.

        Raises:
            Conflict: somebody has that key already.
            Invalid: it is empty.
        """
        if not isinstance(secret, str) or not secret:
            raise errors.Invalid("an API key has to be a string of at least one character.")
        owner = self._owners.get(secret)
        if owner is not None and owner is not user:
            raise errors.key_taken()
        return secret

    @atomic
    def issue(self, user: User, secret: str | None = None, description: str | None = None) -> ApiKey:
        """A new key for ``user``: the one given, of any length, else an invented one.

        Raises:
            Conflict: somebody has that key already.
            Invalid: it is empty.
        """
        secret = self.check(self._invented() if secret is None else secret)
        key = ApiKey(self._ids.number("ApiKey"), secret, description)
        user.keys.append(key)
        self._owners[secret] = user
        return key

    def _invented(self) -> str:
        """Of the seed, and of the keys there are: worlds of one seed that were given keys share none."""
        drawn = self._ids.api_key()
        return key_from(" ".join([drawn, *sorted(self._owners)])) if self._owners else drawn

    @atomic
    def give(self, user: User, secret: str) -> ApiKey:
        """Like :meth:`issue`, but a key that ``user`` has already is found again."""
        held = next((key for key in user.keys if key.secret == secret), None)
        return held or self.issue(user, secret)

    @atomic
    def replace(self, user: User, secret: str) -> ApiKey:
        """Makes ``secret`` the one key of ``user``: every other stops working at once.

        Raises:
            Conflict: somebody else has that key; nothing has changed then.
            Invalid: it is empty.
        """
        kept = self.give(user, secret)
        for key in [key for key in user.keys if key is not kept]:
            self.revoke(user, key)
        return kept

    @atomic
    def revoke(self, user: User, key: ApiKey) -> None:
        """Takes a key back: it stops working at once.

        Raises:
            NotFound: the user has no such key.
        """
        if key not in user.keys:
            raise NotFound(f"user {user.username!r} has no API key {key.name}... (any more).")
        user.keys.remove(key)
        del self._owners[key.secret]

    @atomic
    def revoke_all(self, user: User) -> None:
        """Takes back every key of ``user``."""
        for key in list(user.keys):
            self.revoke(user, key)
