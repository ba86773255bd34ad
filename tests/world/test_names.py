"""What may be a name, and paths made of names."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runfake.world.errors import Invalid
from runfake.world.names import check_name, split_path

letters = st.sampled_from("ab é漢-_.@ /\\#?%:\n\t\0\u00a0\u200b\ud800")
names = st.text("abc09-_.", min_size=1, max_size=6)
RUN_PATH = ("entity", "project", "run id")


def is_name(text: str) -> bool:
    """The rule, from the categories of Unicode: no control characters and no surrogates."""
    allowed = all(unicodedata.category(c) not in ("Cc", "Cs") for c in text)
    return allowed and 0 < len(text) <= 128 and text.strip() == text and not any(c in "/\\#?%:" for c in text)


@given(st.text(letters, max_size=4) | st.text(max_size=6) | st.integers(126, 130).map("x".__mul__))
def test_a_name_is_what_the_client_allows(text: str) -> None:
    if is_name(text):
        assert check_name("run id", text) == text
        return
    with pytest.raises(Invalid, match="bad run id"):
        check_name("run id", text)


@pytest.mark.parametrize("bad", "/\\#?%:\n\0")
def test_the_error_shows_what_is_bad(bad: str) -> None:
    with pytest.raises(Invalid) as caught:
        check_name("project", f"a{bad}b")
    assert "bad project" in str(caught.value)
    assert f"has {bad!r}" in str(caught.value)


def test_the_error_for_a_long_name_is_short() -> None:
    with pytest.raises(Invalid, match="at most 128 characters, not 5000") as caught:
        check_name("project", "x" * 5000)
    assert len(str(caught.value)) < 200


@given(names, names, names, names)
def test_a_path_may_leave_the_entity_out(default: str, entity: str, project: str, run_id: str) -> None:
    assert split_path(f"{entity}/{project}/{run_id}", default, RUN_PATH) == (entity, project, run_id)
    assert split_path(f"{project}/{run_id}", default, RUN_PATH) == (default, project, run_id)


@pytest.mark.parametrize("path", ["", "r", "a/b/c/d", "a//c", "/b/c", "a/b/", "a/b/c ", "a/b:c/d"])
def test_a_path_of_another_shape_is_refused(path: str) -> None:
    with pytest.raises(Invalid):
        split_path(path, "me", RUN_PATH)


def test_the_error_for_a_path_says_its_shape() -> None:
    with pytest.raises(Invalid, match="bad path 'r': expected entity/project/run id, where the entity may be left out"):
        split_path("r", "me", RUN_PATH)
