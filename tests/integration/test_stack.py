"""The stack itself: doors, rights and parts, before any business."""

import json
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from infra.deploy import DeploymentError, deploy
from infra.layer import ROOT
from infra.local_stack import FUNCTIONS, LocalStack
from infra.package import for_local_stack
from infra.stack import Answer, Stack


def test_health_answers_without_a_token(stack: Stack) -> None:
    answer = stack.call("GET", "/health")
    assert (answer.status, answer.body) == (200, {"status": "ok"})


@pytest.mark.parametrize("token", [None, "not-a-token"])
def test_any_other_route_without_a_good_token_is_401(stack: Stack, token: str | None) -> None:
    assert stack.call("GET", "/v1/customers/4711/block", token=token).status == 401


def test_a_token_opens_only_what_its_scope_says(stack: Stack, token: Callable[..., str]) -> None:
    reader = token("blocks/read")
    assert stack.call("GET", "/v1/customers/4711/block", token=reader).status == 404
    assert stack.call("DELETE", "/v1/customers/4711", token=reader).status in (401, 403)


def test_order_systems_cannot_get_a_token_for_more_than_asking(stack: Stack) -> None:
    pool = stack.client("cognito-idp").describe_user_pool_client(
        UserPoolId=stack.outputs["UserPoolId"], ClientId=stack.outputs["OrderSystemsClientId"]
    )
    assert pool["UserPoolClient"]["AllowedOAuthScopes"] == ["blocks/read", "credit/check"]


@pytest.mark.parametrize(
    ("function", "action", "resource"),
    [
        ("RelayChanges", "dynamodb:GetItem", "table"),
        ("StartPolls", "dynamodb:DeleteItem", "table"),
        ("FollowBooks", "sqs:SendMessage", "AlertsQueueUrl"),
        ("StartPolls", "sqs:SendMessage", "AlertsQueueUrl"),
        ("PollRegister", "s3:GetObject", "EvidenceBucketName"),
        ("PollRegister", "dynamodb:DeleteItem", "table"),
        ("MatchNotices", "sns:Publish", "OrderSystemsTopicArn"),
        ("CheckSources", "sqs:SendMessage", "PollsQueueUrl"),
        ("APIHandler", "sns:Publish", "OrderSystemsTopicArn"),
        ("APIHandler", "dynamodb:Scan", "table"),
    ],
)
def test_a_role_lacks_what_it_was_not_given(stack: Stack, function: str, action: str, resource: str) -> None:
    assert not stack.may(function, action, _arn(stack, resource))


@pytest.mark.parametrize(
    ("function", "action", "resource"),
    [
        ("StartPolls", "sqs:SendMessage", "PollsQueueUrl"),
        ("PollRegister", "s3:PutObject", "EvidenceBucketName"),
        ("PollRegister", "sqs:SendMessage", "PollsDeadLettersUrl"),
        ("RelayChanges", "sqs:SendMessage", "AlertsQueueUrl"),
        ("MatchNotices", "dynamodb:UpdateItem", "table"),
        ("SendAlerts", "sns:Publish", "OrderSystemsTopicArn"),
        ("APIHandler", "dynamodb:GetItem", "table"),
    ],
)
def test_a_role_has_what_its_step_needs(stack: Stack, function: str, action: str, resource: str) -> None:
    assert stack.may(function, action, _arn(stack, resource))


def _arn(stack: Stack, resource: str) -> str:
    name = stack.outputs.get(resource, "")
    if resource == "table":
        return str(stack.client("dynamodb").describe_table(TableName=stack.outputs["TableName"])["Table"]["TableArn"])
    if resource.endswith("Url"):
        got = stack.client("sqs").get_queue_attributes(QueueUrl=name, AttributeNames=["QueueArn"])
        return str(got["Attributes"]["QueueArn"])
    return f"arn:aws:s3:::{name}/x" if resource.endswith("BucketName") else name


def test_a_right_taken_away_shows_as_a_failure_never_as_not_blocked(stack: Stack, token: Callable[..., str]) -> None:
    path, reader = "/v1/customers/4711/block", token("blocks/read")
    assert stack.call("GET", path, token=reader).status == 404
    with stack.deny("APIHandler", "dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"):
        answer = stack.wait(lambda: _unless(404, stack.call("GET", path, token=reader)), 30, "the right to be gone")
    assert answer.status == 503
    stack.wait(lambda: stack.call("GET", path, token=reader).status == 404, 30, "the right to be back")


def _unless(status: int, answer: Answer) -> Answer | None:
    """The answer, or None as long as IAM has not spread the change (a matter of seconds on AWS)."""
    return None if answer.status == status else answer


def test_functions_see_only_the_layer_and_boto3() -> None:
    """With the layer taken away, each of its packages is missing: a package forgotten there would be missed here."""
    for package in ("pydantic", "httpx", "aws_lambda_powertools", "lxml", "chalice"):
        assert "ModuleNotFoundError" in _run(f"import {package}", {}), package
    assert not _run("import boto3", {})


def test_every_step_can_be_imported_from_the_zip_and_the_layer_alone(tmp_path: Path) -> None:
    built = for_local_stack()
    with zipfile.ZipFile(built.template.with_name("deployment.zip")) as zipped:
        zipped.extractall(tmp_path)
    steps = [f"functions.{path.stem}" for path in (ROOT / "functions").glob("*.py") if path.stem != "__init__"]
    program = "import sys, importlib\nfor name in sys.argv[1:]: importlib.import_module(name)"
    path = f"{tmp_path}:{built.layer.packages}"
    assert not _run(program, {"PYTHONPATH": path, "AWS_DEFAULT_REGION": "eu-central-1"}, "app", *steps)


def _run(program: str, environment: dict[str, str], *arguments: str) -> str:
    """What the functions' interpreter writes to stderr; nothing when all went well."""
    command = [str(FUNCTIONS), "-c", program, *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False).stderr  # noqa: S603  # our own


def test_production_refuses_other_origins(local_stack: LocalStack, tmp_path: Path) -> None:
    """The template itself refuses, whoever calls: a prod stack never asks a stand-in for a register."""
    parameters = local_stack.parameters | {"Stage": "prod", "ReplacedOrigins": '{"https://a.example": "http://b"}'}
    packaged = ROOT / ".build" / "local" / "template.json"
    template = tmp_path / "template.json"
    template.write_text(without_saved_queries(packaged.read_text()))
    for archive in ("deployment.zip", "layer.zip"):
        (tmp_path / archive).symlink_to(packaged.with_name(archive))
    with pytest.raises(DeploymentError, match="ReplacedOrigins"):
        deploy(local_stack.session, local_stack.endpoint, "insolvency-watch-prod", template, parameters)


def without_saved_queries(template: str) -> str:
    """The template without the one kind of resource that the emulator does not know."""
    parsed = json.loads(template)
    for name in [name for name, each in parsed["Resources"].items() if each["Type"] == "AWS::Logs::QueryDefinition"]:
        del parsed["Resources"][name]
    return json.dumps(parsed)


def test_deploying_the_same_package_again_changes_nothing(local_stack: LocalStack) -> None:
    local_stack.deploy()  # somebody may have edited a file since the stack was started
    assert local_stack.deploy() == []
