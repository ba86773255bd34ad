import base64
import json
from urllib.request import Request, urlopen

from runfake.contract import check

QUERY = """query Files($entity: String!, $project: String!, $run: String!, $first: Int, $after: String) {
  project(entityName: $entity, name: $project) { run(name: $run) { files(first: $first, after: $after) {
    edges { node { name sizeBytes } } pageInfo { hasNextPage endCursor } } } } }"""


class Client:
    def __init__(self, base_url, api_key):
        credentials = base64.b64encode(f"api:{api_key}".encode()).decode()
        self.headers = {"Authorization": f"Basic {credentials}", "Content-Type": "application/json"}
        self.url = f"{base_url}/graphql"

    def page(self, run, first, after=None):
        names = dict(zip(("entity", "project", "run"), run.split("/"), strict=True))
        body = json.dumps({"query": QUERY, "variables": {**names, "first": first, "after": after}}).encode()
        with urlopen(Request(self.url, body, self.headers)) as answer:
            return json.load(answer)["data"]["project"]["run"]["files"]

    def files(self, run, per_page=50):
        for edge in self.page(run, per_page)["edges"]:
            yield {"name": edge["node"]["name"], "size": int(edge["node"]["sizeBytes"])}


class Mended(Client):
    def files(self, run, per_page=50):
        info = {"hasNextPage": True, "endCursor": None}
        while info["hasNextPage"]:
            page = self.page(run, per_page, info["endCursor"])
            for edge in page["edges"]:
                yield {"name": edge["node"]["name"], "size": int(edge["node"]["sizeBytes"])}
            info = page["pageInfo"]


CLAUSES = ["pagination.files-whole", "pagination.files-lazy"]


def test_the_kit_says_what_is_wrong():
    report = check(Client, clauses=CLAUSES, profile="quick")
    assert [(verdict.clause.id, verdict.status) for verdict in report.verdicts] == [
        ("pagination.files-whole", "broken"),
        ("pagination.files-lazy", "holds"),
    ]
    assert "per_page is how many a page has, not how many there are" in str(report.verdicts[0].failure)


def test_a_client_that_keeps_what_it_claims():
    assert check(Mended, clauses=CLAUSES, profile="quick").holds
