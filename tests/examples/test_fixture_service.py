import json
from urllib.request import Request, urlopen

from runfake import World, serve


def test_a_suite_makes_a_user():
    with serve(World(), fixture_port=0) as server:
        command = {"command": "up", "username": "ada", "admin": False}
        with urlopen(Request(f"{server.fixture_url}/db/user", json.dumps(command).encode())) as answer:
            assert answer.status == 200
        assert "ada" in server.world.people.entities  # what the commands made
        assert [entry.status for entry in server.fixture_requests] == [200]  # the commands, as a journal
