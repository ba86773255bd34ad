"""Small programs that stand for clients, most of which misbehave."""

from __future__ import annotations

import sys
from pathlib import Path

OPENED = '{"id": 1, "result": {"verbs": ["files"]}}'


def program(folder: Path, body: str) -> list[str]:
    """The command of a program that answers ``"open"`` and then does ``body``, in which ``asked`` is what came."""
    path = folder / "client.py"
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    path.write_text(
        "import json, sys, time\n"
        "for line in sys.stdin:\n"
        "    asked = json.loads(line)\n"
        '    if asked["verb"] == "open":\n'
        '        print(json.dumps({"id": asked["id"], "result": {"verbs": ["files"]}}), flush=True)\n'
        f"        continue\n{lines}\n"
    )
    return [sys.executable, str(path)]
