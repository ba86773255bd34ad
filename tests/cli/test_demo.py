"""``runfake demo``."""

from __future__ import annotations

import subprocess
import sys

from tests.cli.test_serve import command, first_line


def test_demo_serves_until_it_is_told_to_end() -> None:
    with command("demo") as child:
        output = first_line(child)
        child.terminate()
        assert child.stdout is not None
        output += child.stdout.read()
        assert child.wait(20) == 0
    assert "export WANDB_BASE_URL=http://127.0.0.1:" in output
    assert "export WANDB_API_KEY=" in output


def test_demo_tells_the_address_that_clients_know() -> None:
    with command("demo", "--base-url", "http://runfake.example") as child:
        assert first_line(child) == "runfake demo: a W&B of its own at http://runfake.example\n"


def test_demo_once_logs_and_reads_with_the_real_client() -> None:
    with command("demo", "--once") as child:
        output, complaint = child.communicate(timeout=120)
    assert child.returncode == 0, complaint
    assert "wandb" in output


def test_demo_without_faker_says_what_to_install() -> None:
    code = "import sys; sys.modules['faker'] = None; from runfake.cli import main; sys.exit(main(['demo']))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "runfake demo needs Faker: pip install 'runfake[demo]'\n")
