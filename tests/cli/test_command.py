"""What the command line makes of errors of the system."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from runfake.cli import main


def test_nothing_is_said_where_nobody_listens_any_more() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        line = [sys.executable, "-c", "import sys; from runfake.cli import main; sys.exit(main())", "import", "lineage"]
        done = subprocess.run(line, stdout=writing, stderr=subprocess.PIPE, text=True, check=False, timeout=60)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (1, "")


def test_what_is_told_of_a_file_is_about_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("x")
    assert main(["export", "lineage", str(tmp_path / "file" / "world")]) == 1
    said = capsys.readouterr().err
    assert str(tmp_path / "file") in said
    assert "port" not in said
