"""The page as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from runfake.wire.graphql.schema import executable_schema
from tests.reference.client import method_tables, operation_rows
from tests.reference.graphql import summary, type_tables
from tests.reference.judge import YES, Judge
from tests.wire.client_documents import ClientDocument

PAGE = Path(__file__).parents[2] / "docs" / "reference.md"
CLIENT = "## The client"

_INTRO = """# What is supported

Written by `make reference` from the code; a test fails when it is not what the code gives.
It says what is built, not how it behaves: see [semantics](semantics.md) for that. Whatever is not built is refused,
loudly and by name.
"""
_CLIENT_INTRO = """
Of wandb {version}. A document that the client sends is judged by the fields it asks for:

* **yes**: all of them are built
* **partly**: some deeper ones are not; a query is refused if its answer gets that far, so that a run without
  them reads well. Of a method: some of what it may send is answered whole, and some is not
* **no**: it starts from a field that is not built, or is a mutation that asks for one, and is refused
* **not told**: all documents that were found are answered whole, but the method also has the client's
  binary do something, written *(core)*, and which operations that sends cannot be read from the code

{answered} of {total} operations are answered whole.

### How methods were linked to operations

By the names in the client's Python code: what a method refers to, calls on its own object, and makes (an object that it
makes counts with what going through it and looking into it sends). Calls on other objects are not followed,
so a method may send more than its row says; a method without a row sends nothing, or nothing that was found.
The operations of the client's binary stand in the table of operations alone.
"""


def page(package_dir: Path, documents: Sequence[ClientDocument], version: str) -> str:
    """The whole page, for a client in `package_dir` that can send those documents."""
    return graphql_part() + client_part(package_dir, documents, version)


def graphql_part() -> str:
    """All that stands before the client."""
    schema = executable_schema()
    return "\n".join([_INTRO, "## GraphQL", "", summary(schema), *type_tables(schema), "", ""])


def client_part(package_dir: Path, documents: Sequence[ClientDocument], version: str) -> str:
    """The rest of the page, from the heading `CLIENT` on."""
    judge = Judge(executable_schema())
    rows = list(operation_rows(documents, judge))
    answered = sum(f"| {YES} |" in row for row in rows)
    lines = [CLIENT, _CLIENT_INTRO.format(version=version, answered=answered, total=len(rows)).rstrip()]
    lines += method_tables(package_dir, documents, judge)
    lines += ["", "## Operations", "", "| operation | kind | written in | supported | lacks |", "|---|---|---|---|---|"]
    return "\n".join([*lines, *rows, ""])
