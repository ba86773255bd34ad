"""What documents say of the kit, written from the code: ``python -m tests.contract.written`` writes it anew."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from runfake.contract.clause import Clause
from runfake.contract.clauses import CLAUSES
from runfake.contract.mutants import MUTANTS
from runfake.contract.port import ATTRIBUTES, CLAIMS, NEEDED, VERBS

ROOT = Path(__file__).parents[2]
# Document to what stands in it between <!-- name --> and <!-- /name -->.
PLACES = {"README.md": ("counts",), "docs/port.md": ("verbs", "attributes", "claims"), "docs/clauses.md": ("clauses",)}


def parts() -> dict[str, str]:
    """Each part by its name."""
    return {
        "counts": f"**{len(CLAUSES)} clauses**, each with at least one of **{len(MUTANTS)} mutants**",
        "verbs": "\n".join(["", "| verb | arguments | result |", "|---|---|---|", *map(_verb, VERBS), ""]),
        "attributes": _table("attribute", "what it is", ATTRIBUTES),
        "claims": _table("claim", "what it means", CLAIMS),
        "clauses": "\n".join(
            ["", "| clause | promise | source |", "|---|---|---|", *(_clause(clause) for clause in CLAUSES), ""]
        ),
    }


def _verb(name: str) -> str:
    verb = VERBS[name]
    given = [key if default == NEEDED else f"{key}={default!r}" for key, default in verb.arguments.items()]
    return (
        f"| `{name}` | {', '.join(f'`{text}`' for text in given)} | {verb.result}{' (items)' if verb.items else ''} |"
    )


def _clause(clause: Clause) -> str:
    return f"| `{clause.id}` | {clause.title} | {clause.source} |"


def _table(name: str, meaning: str, rows: Mapping[str, str]) -> str:
    lines = [f"| `{key}` | {text} |" for key, text in rows.items()]
    return "\n".join(["", f"| {name} | {meaning} |", "|---|---|", *lines, ""])


def renewed(document: str) -> str:
    """The text of a document, with its parts as they are to be."""
    text = (ROOT / document).read_text("utf-8")
    for name in PLACES[document]:
        pattern = rf"<!-- {name} -->.*?<!-- /{name} -->"
        assert re.search(pattern, text, re.DOTALL), f"{document} has no place for {name}"
        before, _, rest = text.partition(f"<!-- {name} -->")
        text = f"{before}<!-- {name} -->{parts()[name]}<!-- /{name} -->{rest.partition(f'<!-- /{name} -->')[2]}"
    return text


if __name__ == "__main__":
    for document in PLACES:
        (ROOT / document).write_text(renewed(document), "utf-8")
