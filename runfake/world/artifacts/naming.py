"""What aliases, tags and paths may be, and names of versions, such as ``collection:alias`` and ``collection:v3``."""

from __future__ import annotations

import re
from unicodedata import category

from runfake.world import errors
from runfake.world.files import check_file_name

LATEST = "latest"
LONGEST = 128
_VERSION = re.compile(r"v(\d+)")
_TAG = re.compile(r"[-\w]+([ ]+[-\w]+)*")


def check_alias(alias: str) -> str:
    """``alias`` itself, if it may be one: 1 to 128 characters without ``/`` and ``:``, and not like ``v3``.

    Raises:
        Invalid: it may not.
    """
    if not alias or len(alias) > LONGEST or "/" in alias or ":" in alias:
        raise errors.bad_name("alias", alias, f"expected 1 to {LONGEST} characters without / and :")
    if _VERSION.fullmatch(alias):
        raise errors.bad_name("alias", alias, "names like v0, v1 are kept for versions")
    return alias


def check_tag(tag: str) -> str:
    """``tag`` itself, if it may be one: words of letters, digits, ``-`` and ``_`` with spaces between them.

    Raises:
        Invalid: it may not; the text begins with "Invalid tag", which clients look for.
    """
    if len(tag) > LONGEST or not _TAG.fullmatch(tag):
        raise errors.Invalid(f"Invalid tag {tag!r}: expected words of letters, digits, - and _, up to {LONGEST} long.")
    return tag


def check_path(path: str) -> str:
    """``path`` itself, if a client could have logged a file under it: relative, tidy, and text.

    Raises:
        Invalid: it could not.
    """
    check_file_name(path)
    if not {"", ".", ".."}.isdisjoint(path.split("/")):
        raise errors.bad_name("artifact file path", path, "expected a relative path without empty parts, . and ..")
    if any(category(character) == "Cs" for character in path):
        raise errors.bad_name("artifact file path", path, "expected text without lone surrogates")
    return path


def version_number(text: str) -> int | None:
    """The number in ``v3``; None where ``text`` is something else."""
    match = _VERSION.fullmatch(text)
    return int(match[1]) if match else None


def split_name(name: str) -> tuple[str, str]:
    """Collection and alias of a name; the alias is ``latest`` where none is named."""
    collection, _, alias = name.partition(":")
    return collection, alias or LATEST
