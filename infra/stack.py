"""A deployed stack seen from outside: clients, outputs, tokens, logs. The same for AWS and for the local stack."""

import base64
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import boto3
from botocore.config import Config

from infra.deploy import outputs

T = TypeVar("T")


@dataclass(frozen=True)
class Answer:
    """An HTTP answer: status, headers and the decoded JSON (or the text when it is none)."""

    status: int
    headers: dict[str, str]
    body: Any


@dataclass
class Stack:
    """One deployed stack. Without an endpoint it is one in the account of the caller's credentials."""

    name: str
    session: boto3.Session = field(default_factory=boto3.Session)
    endpoint: str | None = None

    @cached_property
    def outputs(self) -> dict[str, str]:
        """The stack's outputs by name."""
        return outputs(self.session, self.endpoint, self.name)

    @cached_property
    def _physical_ids(self) -> dict[str, str]:
        pages = self.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=self.name)
        return {
            each["LogicalResourceId"]: each["PhysicalResourceId"]
            for page in pages
            for each in page["StackResourceSummaries"]
        }

    def resource(self, logical_id: str) -> str:
        """The physical name of a resource of infra/template.yaml."""
        return self._physical_ids[logical_id]

    def client(self, service: str) -> Any:
        """A boto3 client for the account the stack is in."""
        config = Config(s3={"addressing_style": "path"}) if self.endpoint else None
        return self.session.client(service, endpoint_url=self.endpoint, config=config)  # type: ignore[call-overload]  # the name is only known when it runs

    @property
    def api_url(self) -> str:
        """The API's address without a slash at its end."""
        return self.outputs["EndpointURL"].rstrip("/")

    @property
    def token_url(self) -> str:
        """Where tokens are given out."""
        return (
            f"https://{self.outputs['UserPoolDomain']}.auth.{self.session.region_name}.amazoncognito.com/oauth2/token"
        )

    def token(self, *scopes: str) -> str:
        """An access token with the scopes, asked for over HTTP as a program of ours would (client credentials)."""
        client_id, secret = self._credentials(frozenset(scopes))
        basic = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
        form = urllib.parse.urlencode({"grant_type": "client_credentials", "scope": " ".join(scopes)}).encode()
        headers = {"Authorization": f"Basic {basic}", "Content-Type": "application/x-www-form-urlencoded"}
        answer = _fetch("POST", self.token_url, form, headers)
        if answer.status != 200:
            raise PermissionError(f"no token for {' '.join(scopes)}: {answer.status} {answer.body}")
        return str(answer.body["access_token"])

    def _credentials(self, scopes: frozenset[str]) -> tuple[str, str]:
        """Id and secret of the least powerful app client that may have the scopes."""
        for client_id in (self.outputs["OrderSystemsClientId"], self.outputs["BackOfficeClientId"]):
            described = self.client("cognito-idp").describe_user_pool_client(
                UserPoolId=self.outputs["UserPoolId"], ClientId=client_id
            )["UserPoolClient"]
            if scopes <= set(described["AllowedOAuthScopes"]):
                return client_id, described["ClientSecret"]
        raise PermissionError(f"no app client has the scopes {sorted(scopes)}")

    def call(self, method: str, path: str, *, token: str | None = None, body: object = None) -> Answer:
        """What the API answers over HTTP; a status of 400 and more is an answer, too."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        return _fetch(method, self.api_url + path, data, headers)

    def invoke(self, function: str, event: object) -> Any:
        """A function's answer to an event, for steps that a test cannot wait for (schedules).

        Raises:
            RuntimeError: the function failed; the message is its own.
        """
        answer = self.client("lambda").invoke(FunctionName=self.resource(function), Payload=json.dumps(event).encode())
        payload = json.loads(answer["Payload"].read() or b"null")
        if "FunctionError" in answer:
            raise RuntimeError(f"{function}: {payload}")
        return payload

    def logs(self, function: str) -> list[str]:
        """The lines the function has logged, oldest first."""
        pages = (
            self.client("logs")
            .get_paginator("filter_log_events")
            .paginate(logGroupName=self.resource(f"{function}Log"))
        )
        events = sorted((each for page in pages for each in page["events"]), key=lambda event: event["timestamp"])
        return [event["message"].rstrip("\n") for event in events]

    def messages(self, queue_output: str) -> list[dict[str, Any]]:
        """What waits in a queue (its URL is the named output), read without taking anything out."""
        queue = self.outputs[queue_output]
        found: dict[str, dict[str, Any]] = {}
        while (
            batch := self.client("sqs")
            .receive_message(
                QueueUrl=queue,
                MaxNumberOfMessages=10,
                VisibilityTimeout=2,
                WaitTimeSeconds=0,
                MessageAttributeNames=["All"],
                AttributeNames=["All"],
            )
            .get("Messages")
        ):
            found |= {message["MessageId"]: message for message in batch}
        return list(found.values())

    @contextmanager
    def deny(self, function: str, *actions: str) -> Iterator[None]:
        """Takes actions away from a function's role as long as the block runs."""
        role, iam = self.resource(f"{function}Role"), self.client("iam")
        statement = {"Effect": "Deny", "Action": list(actions), "Resource": "*"}
        document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        iam.put_role_policy(RoleName=role, PolicyName="taken-away", PolicyDocument=document)
        try:
            yield
        finally:
            iam.delete_role_policy(RoleName=role, PolicyName="taken-away")

    def may(self, function: str, action: str, resource: str) -> bool:
        """Whether a function's role allows the action on the resource (its ARN), as IAM itself judges."""
        role = self.client("iam").get_role(RoleName=self.resource(f"{function}Role"))["Role"]["Arn"]
        judged = self.client("iam").simulate_principal_policy(
            PolicySourceArn=role, ActionNames=[action], ResourceArns=[resource]
        )
        return all(each["EvalDecision"] == "allowed" for each in judged["EvaluationResults"])

    def wait(self, condition: Callable[[], T | None], seconds: float = 30.0, what: str = "") -> T:
        """The condition's first true answer.

        Raises:
            TimeoutError: it stayed false; the message says what was waited for and what was last seen.
        """
        deadline = time.monotonic() + seconds
        while True:
            seen = condition()
            if seen:
                return seen
            if time.monotonic() > deadline:
                raise TimeoutError(f"waited {seconds:g} s for {what or 'a condition'}; last seen: {seen!r}")
            time.sleep(0.1)


def _fetch(method: str, url: str, data: bytes | None, headers: dict[str, str]) -> Answer:
    request = urllib.request.Request(url, data, headers, method=method)  # noqa: S310  # addresses come from the stack's outputs
    try:
        with urllib.request.urlopen(request, timeout=40) as response:  # noqa: S310  # addresses come from the stack's outputs
            return Answer(response.status, dict(response.headers), _decoded(response.read()))
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, dict(error.headers), _decoded(error.read()))


def _decoded(data: bytes) -> Any:
    try:
        return json.loads(data)
    except ValueError:
        return data.decode("utf-8", "replace")
