import os

import pytest
import requests
import wandb

from runfake import which


def who_am_i():
    """The code under test: it asks W&B in its own words, has a typo in them, and does not look at errors."""
    question = {"query": "query WhoAmI { viewer { usrname } }"}
    url, key = os.environ["WANDB_BASE_URL"], os.environ["WANDB_API_KEY"]
    return requests.post(f"{url}/graphql", json=question, auth=("api", key), timeout=10).json()


def test_a_refusal_that_is_expected(runfake):
    runfake.journal.allow(which.operation("WhoAmI", own=True))
    (error,) = who_am_i()["errors"]
    assert error["message"] == "Cannot query field 'usrname' on type 'User'. Did you mean 'username' or 'name'?"


@pytest.mark.runfake(strict=False)
def test_whatever_is_refused(runfake):
    runfake.run("demo/a")
    with pytest.raises(Exception, match="runfake does not implement the GraphQL field"):
        list(wandb.Api().reports("demo"))
    assert "errors" in who_am_i()
