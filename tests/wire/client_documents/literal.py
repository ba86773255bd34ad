"""The literals in Python code that hold pieces of GraphQL."""

import ast
import re

# `query Name(`, `mutation Name {` or `query {`; in an f-string the name may be a hole, and
# `%s` or `$variables` may stand for all that is between the name and the selection.
_OPERATION = re.compile(r"\b(?:query|mutation)(?:\s+[_A-Za-z]\w*)?\s*[({%$]")
_FRAGMENT = re.compile(r"\bfragment\s+[_A-Za-z]\w*\s+on\b")


def skeleton(node: ast.AST) -> str | None:
    """Return the text of a string literal, with `_` for each value in an f-string."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(skeleton(part) or "_" for part in parts)
        case _:
            return None


def starts_operation(node: ast.AST) -> bool:
    """Tell whether a node is a literal in which an operation starts."""
    return bool(_OPERATION.search(skeleton(node) or ""))


def is_graphql(node: ast.AST) -> bool:
    """Tell whether a node is a literal in which an operation or a fragment starts."""
    return starts_operation(node) or bool(_FRAGMENT.search(skeleton(node) or ""))


def is_docstring(node: ast.AST) -> bool:
    """Tell whether a statement is nothing but a string."""
    return isinstance(node, ast.Expr) and skeleton(node.value) is not None
