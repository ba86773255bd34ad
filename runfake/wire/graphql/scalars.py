"""How the schema's own scalars travel."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from graphql import GraphQLError, GraphQLScalarType, GraphQLSchema

Coercer = Callable[[Any], Any]
Text = Callable[[Any], str]


def bind_scalars(schema: GraphQLSchema) -> None:
    """Gives every scalar of the schema that is not GraphQL's own its coercion, both ways."""
    for name, (output, intake) in _SCALARS.items():
        scalar = schema.type_map[name]
        assert isinstance(scalar, GraphQLScalarType)
        # graphql-core 3.3 renamed these; the old names stay for 3.2.
        _set(scalar, ("coerce_output_value", "serialize"), output)
        _set(scalar, ("coerce_input_value", "parse_value"), intake)


def _set(scalar: GraphQLScalarType, names: tuple[str, ...], coercer: Coercer) -> None:
    for name in names:
        if hasattr(scalar, name):
            setattr(scalar, name, coercer)


def _int64(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise GraphQLError(f"Int64 cannot represent {value!r}: expected a 64-bit integer.")
    try:
        number = int(value)
    except ValueError:
        raise GraphQLError(f"Int64 cannot represent {value!r}: expected a 64-bit integer.") from None
    if not -(2**63) <= number < 2**63:
        raise GraphQLError(f"Int64 cannot represent {value!r}: it does not fit in 64 bits.")
    return number


def _text(kind: str) -> Text:
    def coerce(value: Any) -> str:
        if not isinstance(value, str):
            raise GraphQLError(f"{kind} cannot represent {value!r}: expected a string.")
        return value

    return coerce


def _datetime(value: Any) -> str:
    if isinstance(value, datetime):
        # Clients parse this strictly: UTC, to the second, without a zone.
        return value.isoformat(timespec="seconds")[:19]
    return _text("DateTime")(value)


def _same(value: Any) -> Any:
    return value


_SCALARS: dict[str, tuple[Coercer, Coercer]] = {
    "Int64": (_int64, _int64),
    "JSON": (_same, _same),
    "JSONString": (_text("JSONString"), _text("JSONString")),
    "DateTime": (_datetime, _text("DateTime")),
    "Duration": (_int64, _int64),
}
