"""What is answered depends on what is asked, not on who asks: no client's version, no text of an operation."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import runfake

PACKAGE = Path(runfake.__file__).parent
# What answers requests. The kit's own clients are clients, and may look at the release that they drive.
ANSWERING = sorted(path for part in ("world", "wire", "transports") for path in (PACKAGE / part).rglob("*.py"))
# How a client says which it is.
TELLTALE = ("user-agent", "x-wandb-version", "cli_version", "cli-version", "wandb.__version__")


def complaints(source: str, operations: frozenset[str]) -> Iterator[str]:
    """What in a module looks at who asks, or decides by the name or the text of an operation."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "__version__":
            yield f"line {node.lineno} looks at the version of {ast.unparse(node.value)}"
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.lower() in TELLTALE:
            yield f"line {node.lineno} has {node.value!r}"
        if isinstance(node, (ast.Compare, ast.match_case, ast.Dict, ast.Subscript)):
            for inner in _decided_by(node):
                if isinstance(inner, ast.Constant) and inner.value in operations:
                    yield f"line {inner.lineno} decides by the operation {inner.value!r}"


def _decided_by(node: ast.AST) -> Iterator[ast.AST]:
    """What a comparison compares, a case matches, a table or a look-up has for keys."""
    if isinstance(node, ast.Compare):
        yield from (part for side in (node.left, *node.comparators) for part in ast.walk(side))
    elif isinstance(node, ast.match_case):
        yield from ast.walk(node.pattern)
    elif isinstance(node, ast.Dict):
        yield from (key for key in node.keys if key is not None)
    elif isinstance(node, ast.Subscript):
        yield node.slice


@pytest.fixture(scope="module")
def operations() -> frozenset[str]:
    """The names of operations that clients send and that are no names of the schema besides."""
    from runfake.wire.graphql.schema import bare_schema

    schema = bare_schema()
    known = set(schema.type_map)
    for kind in schema.type_map.values():
        known |= set(getattr(kind, "fields", {}))
    lines = (PACKAGE / "wire" / "graphql" / "operations.txt").read_text("utf-8").split()
    return frozenset(lines) - known


@pytest.mark.parametrize("path", ANSWERING, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_looks_at_who_asks(path: Path, operations: frozenset[str]) -> None:
    assert list(complaints(path.read_text("utf-8"), operations)) == []


@pytest.mark.parametrize(
    "source",
    [
        'if head.headers.get("user-agent", "").startswith("wandb"): ...',
        "old = wandb.__version__ < '0.26'",
        'if entry.operations[0] == "UpsertBucket": ...',
        'if "UpsertBucket" in query: ...',
        'answers = {"UpsertBucket": make_run}',
        'match name:\n    case "UpsertBucket":\n        ...',
    ],
)
def test_one_that_did_would_be_found(source: str, operations: frozenset[str]) -> None:
    assert list(complaints(source, operations))
