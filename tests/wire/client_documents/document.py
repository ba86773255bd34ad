"""The document: one complete operation with all the fragments it needs."""

from dataclasses import dataclass
from typing import Literal, Self

from graphql import (
    GraphQLSyntaxError,
    OperationDefinitionNode,
    build_schema,
    parse,
    validate,
)
from graphql.validation import KnownFragmentNamesRule, NoUnusedFragmentsRule

Kind = Literal["query", "mutation"]

# The two rules look at the document only, but `validate` wants some schema.
_ANY_SCHEMA = build_schema("type Query { anything: Int }")
_CONSISTENCY = (KnownFragmentNamesRule, NoUnusedFragmentsRule)


@dataclass(frozen=True)
class ClientDocument:
    """A document and where it is written.

    `source` is `apis/public/runs.py:115` or `bin/wandb-core@0x1234`; `name` is the name of
    the operation, or "" when it has none.
    """

    source: str
    name: str
    kind: Kind
    text: str

    @classmethod
    def read(cls, source: str, text: str) -> Self:
        """Make the document of a text; ValueError says why the text is no whole document."""
        operation = _operation(text)
        name = operation.name.value if operation.name else ""
        kind: Kind = "mutation" if operation.operation.value == "mutation" else "query"
        return cls(source, name, kind, text)


def _operation(text: str) -> OperationDefinitionNode:
    try:
        parsed = parse(text)
    except GraphQLSyntaxError as error:
        raise ValueError(error.message) from error
    for flaw in validate(_ANY_SCHEMA, parsed, _CONSISTENCY):
        raise ValueError(flaw.message)
    operations = [d for d in parsed.definitions if isinstance(d, OperationDefinitionNode)]
    if len(operations) != 1:
        raise ValueError(f"{len(operations)} operations in one document")
    return operations[0]
