"""The documents of the kit are as the code is."""

from __future__ import annotations

import pytest

from tests.contract.written import PLACES, ROOT, renewed


@pytest.mark.parametrize("document", PLACES)
def test_what_is_written_from_the_code_is_up_to_date(document: str) -> None:
    assert (ROOT / document).read_text("utf-8") == renewed(document), "run: make reference"
