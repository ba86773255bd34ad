"""What an author gives, turned into what a client would have logged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runfake.world.errors import Invalid
from runfake.world.given import file_bytes, stamped_rows

from .values import NOON, exact, metrics

stamps = st.fixed_dictionaries(
    {}, optional={"_step": st.integers(0, 9), "_runtime": st.floats(0, 9), "_timestamp": st.floats(0, 9)}
)


@given(st.lists(st.builds(lambda stamp, row: stamp | row, stamps, metrics), max_size=5), st.integers(-1, 9))
def test_rows_keep_what_they_have_and_get_what_they_lack(rows: list[dict[str, Any]], last_step: int) -> None:
    step = last_step
    stamped = stamped_rows(rows, last_step, NOON)
    assert len(stamped) == len(rows)
    for number, (row, made) in enumerate(zip(rows, stamped, strict=True)):
        step = row.get("_step", step + 1)
        lacking = {"_step": step, "_runtime": float(number), "_timestamp": NOON.timestamp() + number}
        expected = lacking | row
        assert {key: exact(value) for key, value in made.items()} == {k: exact(v) for k, v in expected.items()}


def test_the_rows_that_were_given_stay_as_they_were() -> None:
    row = {"loss": 1}
    stamped_rows([row], -1, NOON)
    assert row == {"loss": 1}


@pytest.mark.parametrize("rows", [{"loss": 1}, [{"loss": 1}, 2], [None], ["x"], [[("loss", 1)]]])
def test_rows_that_are_no_dicts_are_refused(rows: Any) -> None:
    with pytest.raises(Invalid, match="history must be a list of dicts"):
        stamped_rows(rows, -1, NOON)


@pytest.mark.parametrize("step", ["x", None, [1]])
def test_a_step_that_is_no_number_is_refused_whatever_follows(step: Any) -> None:
    with pytest.raises(Invalid, match="_step"):
        stamped_rows([{"_step": step}, {"loss": 1}], -1, NOON)


def test_a_file_is_given_as_bytes_as_text_or_as_a_path(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"\0\xff")
    assert file_bytes("a", b"\0\xff") == file_bytes("a", path) == b"\0\xff"
    assert file_bytes("a", "é") == b"\xc3\xa9"


@pytest.mark.parametrize("content", [None, 1, bytearray(b"x"), ["x"]])
def test_a_file_given_as_anything_else_is_refused_by_name(content: Any) -> None:
    with pytest.raises(Invalid, match=rf"file 'a\.txt' must be given as .*, not {type(content).__name__}"):
        file_bytes("a.txt", content)
