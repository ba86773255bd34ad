"""What a name may look like, and paths made of names: ``entity/project/run_id``."""

from __future__ import annotations

from unicodedata import category

from runfake.world import errors

LONGEST_NAME = 128
_RESERVED = frozenset("/\\#?%:")


def check_name(kind: str, name: str) -> str:
    """``name`` itself, if it may name a ``kind`` ("run id", "project", "entity").

    The rule is the client's, at most 128 characters and none of ``/ \\ # ? % :``, and besides no control
    characters or lone surrogates, and no spaces around it.

    Raises:
        Invalid: it may not.
    """
    if not isinstance(name, str):
        raise errors.bad_name(kind, repr(name), "expected a string")
    if not name or name != name.strip():
        raise errors.bad_name(kind, name, "expected some characters, without spaces around them")
    if len(name) > LONGEST_NAME:
        raise errors.bad_name(kind, name, f"expected at most {LONGEST_NAME} characters, not {len(name)}")
    if bad := sorted({c for c in name if c in _RESERVED or category(c) in ("Cc", "Cs")}):
        shown = ", ".join(map(repr, bad))
        raise errors.bad_name(kind, name, f"expected none of / \\ # ? % : in it, but it has {shown}")
    return name


def split_path(path: str, entity: str, shape: tuple[str, ...]) -> tuple[str, ...]:
    """The names in ``path``, with ``entity`` put in front where the path leaves it out.

    ``shape`` says what the parts are, for example ``("entity", "project", "run id")``.

    Raises:
        Invalid: the number of parts is wrong, or a part may not be a name.
    """
    if not isinstance(path, str):
        raise errors.bad_name("path", repr(path), f"expected a string like {'/'.join(shape)}")
    parts = tuple(path.split("/"))
    if len(parts) == len(shape) - 1:
        parts = (entity, *parts)
    if len(parts) != len(shape):
        raise errors.bad_name("path", path, f"expected {'/'.join(shape)}, where the entity may be left out")
    for kind, part in zip(shape, parts, strict=True):
        check_name(kind, part)
    return parts
