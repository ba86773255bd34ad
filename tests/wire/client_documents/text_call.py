"""The calls whose result is computed for real: Python's own ways to put a text together."""

import textwrap
from collections.abc import Callable, Iterator
from functools import partial
from string import Template

METHODS = frozenset(
    {"format", "format_map", "join", "replace", "removeprefix", "removesuffix"}
    | {"strip", "lstrip", "rstrip", "substitute", "safe_substitute"}
)
CHANGING_METHODS = frozenset({"append", "extend", "insert"})


def _whole(text: object, **_dropped: object) -> object:
    return text


# The last two are the package's own: they drop parts of a document that a server may not
# know, and all parts are to be looked at.
FUNCTIONS: dict[str, Callable[..., object]] = {
    "Template": Template,
    "dedent": textwrap.dedent,
    "indent": textwrap.indent,
    "str": str,
    "gql_compat": _whole,
    "print_ast": _whole,
}


def text_call(name: str, receiver: object) -> Callable[..., object] | None:
    """Find what a call by that name does, where `receiver` is what stands before the dot."""
    if isinstance(receiver, str) and name == "join":
        return partial(_join, receiver)
    if isinstance(receiver, str | Template) and name in METHODS:
        return partial(_method, receiver, name)
    if isinstance(receiver, list) and name in CHANGING_METHODS:
        return partial(_method, receiver, name)
    return FUNCTIONS.get(name)


def _join(separator: str, parts: object) -> str:
    """Join like `str.join`, but let parts that are no texts say what they are."""
    return separator.join(map(str, parts)) if isinstance(parts, list | tuple) else str(parts)


def _method(receiver: object, name: str, *args: object, **kwargs: object) -> object:
    result: object = getattr(receiver, name)(*args, **kwargs)
    return result


def texts_in(value: object) -> Iterator[str]:
    """Walk all texts that a value holds."""
    match value:
        case str():
            yield value
        case Template():
            yield value.template
        case dict():
            yield from texts_in(list(value.values()))
        case list() | tuple():
            for item in value:
                yield from texts_in(item)
