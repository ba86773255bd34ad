"""Who there is: users, their keys, and the entities they belong to."""

from __future__ import annotations

from runfake.world import errors
from runfake.world.entities import Entity, Kind
from runfake.world.ids import Ids
from runfake.world.names import check_name
from runfake.world.users import ApiKey, User


class People:
    """Every user and entity of a world, by name.

    Attributes:
        users, entities: by name, in the order they came.
    """

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self.users: dict[str, User] = {}
        self.entities: dict[str, Entity] = {}
        self._owner_of_key: dict[str, User] = {}

    def add_user(self, username: str) -> User:
        """A new user with a personal entity of the same name.

        Raises:
            Invalid: that is no name.
            Conflict: the name is taken.
        """
        self._check_free(username)
        user = User(self._ids.number("User"), username, username, f"{username}@example.com")
        self.users[username] = user
        self._add_entity(username, "user", [user])
        return user

    def add_team(self, name: str, members: list[User]) -> Entity:
        """A new team.

        Raises:
            Invalid: that is no name.
            Conflict: the name is taken.
        """
        self._check_free(name)
        return self._add_entity(name, "team", members)

    def _add_entity(self, name: str, kind: Kind, members: list[User]) -> Entity:
        entity = Entity(self._ids.number("Entity"), name, kind, members)
        self.entities[name] = entity
        return entity

    def _check_free(self, name: str) -> None:
        if check_name("entity", name) in self.entities:
            raise errors.Conflict(f"entity {name!r} exists already: choose another name.")

    def entity(self, name: str) -> Entity:
        """The entity of that name.

        Raises:
            NotFound: there is none; the error names the one most like it.
        """
        if name not in self.entities:
            raise errors.entity_not_found(name, self.entities)
        return self.entities[name]

    def teams_of(self, user: User) -> list[Entity]:
        """The entities that ``user`` belongs to, the personal one among them."""
        return [entity for entity in self.entities.values() if user in entity.members]

    def issue_key(self, user: User, secret: str | None = None) -> ApiKey:
        """A new API key for ``user``: the one given, else an invented one.

        Raises:
            Conflict: somebody has that key already.
        """
        secret = secret or self._ids.api_key()
        if secret in self._owner_of_key:
            raise errors.Conflict("this API key exists already in this world: give another one.")
        key = ApiKey(self._ids.number("ApiKey"), secret)
        user.keys.append(key)
        self._owner_of_key[secret] = user
        return key

    def owner_of_key(self, secret: str) -> User | None:
        """Whose key that is; None if nobody's."""
        return self._owner_of_key.get(secret)
