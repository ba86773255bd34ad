import wandb

from runfake import when, which


def test_one_answer_is_given_and_all_else_is_real(runfake):
    runfake.run("demo/a")
    runfake.stubs.answer(which.field("viewer"), {"viewer": {"id": "VXNlcjox", "username": "ann", "name": "Ann"}})
    api = wandb.Api()
    assert api.viewer.username == "ann"
    assert api.run("demo/a").state == "finished"


def test_an_answer_that_is_given_once(runfake):
    runfake.run("demo/a", state="running")
    run = wandb.Api().run("demo/a")
    runfake.stubs.answer(which.operation("RunState"), {"project": {"run": {"state": "crashed"}}}, when.next())
    run.wait_until_finished()
    assert run.state == "crashed"
    assert runfake.get_run("demo/a").state == "running"


def test_answers_one_after_another(runfake):
    runfake.run("demo/a")
    none = {"models": {"edges": [], "pageInfo": {"hasNextPage": False}}}
    runfake.stubs.sequence(which.field("models"), [none, none])
    seen = [[project.name for project in wandb.Api().projects()] for _ in range(3)]
    assert seen == [[], [], ["demo"]]
