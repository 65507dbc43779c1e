"""Uploads a package and brings a stack to it by a change set; the same calls serve AWS and the local stack.

python -m infra.deploy --stage dev --set MailSender=watch@example.com --set OperationsAddress=ops@example.com
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
from botocore.exceptions import BotoCoreError, ClientError, WaiterError

from infra.package import for_production

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient

PRODUCT = "insolvency-watch"


class DeploymentError(Exception):
    """The stack is not what the package says; the message tells which resource failed and why."""


def deploy(
    session: boto3.Session, endpoint: str | None, stack: str, template: Path, parameters: Mapping[str, str]
) -> list[str]:
    """The changes made to the stack, one line each; empty when it was already as packaged.

    Raises:
        DeploymentError: a change failed; AWS has taken the stack back to its former state.
    """
    bucket = artifact_bucket(session, endpoint, stack)
    url = _upload(session, endpoint, bucket, template)
    cloudformation = session.client("cloudformation", endpoint_url=endpoint)
    kind = "UPDATE" if _exists(cloudformation, stack) else "CREATE"
    name = f"package-{int(time.time())}"
    cloudformation.create_change_set(
        StackName=stack,
        ChangeSetName=name,
        ChangeSetType="UPDATE" if kind == "UPDATE" else "CREATE",
        TemplateURL=url,
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
        Tags=[{"Key": "product", "Value": PRODUCT}, {"Key": "stage", "Value": parameters["Stage"]}],
    )
    try:
        cloudformation.get_waiter("change_set_create_complete").wait(
            StackName=stack, ChangeSetName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 300}
        )
    except WaiterError as error:
        return _nothing_to_do(cloudformation, stack, name, error)
    changes = _changes(cloudformation, stack, name)
    cloudformation.execute_change_set(StackName=stack, ChangeSetName=name)
    _wait(cloudformation, stack)
    return changes


def outputs(session: boto3.Session, endpoint: str | None, stack: str) -> dict[str, str]:
    """What the stack tells about itself: names, URLs, ids."""
    described = session.client("cloudformation", endpoint_url=endpoint).describe_stacks(StackName=stack)
    return {each["OutputKey"]: each["OutputValue"] for each in described["Stacks"][0].get("Outputs", [])}


def artifact_bucket(session: boto3.Session, endpoint: str | None, stack: str) -> str:
    """The private bucket that holds the stack's packages; made when it is missing."""
    account = session.client("sts", endpoint_url=endpoint).get_caller_identity()["Account"]
    bucket = f"{stack}-packages-{account}"
    s3 = session.client("s3", endpoint_url=endpoint)
    try:
        s3.head_bucket(Bucket=bucket)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:
            raise
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": session.region_name})  # type: ignore[typeddict-item]  # a name only known when it runs
        s3.put_public_access_block(
            Bucket=bucket,
            PublicAccessBlockConfiguration={
                "BlockPublicAcls": True,
                "IgnorePublicAcls": True,
                "BlockPublicPolicy": True,
                "RestrictPublicBuckets": True,
            },
        )
    return bucket


def _upload(session: boto3.Session, endpoint: str | None, bucket: str, template: Path) -> str:
    """`aws cloudformation package`, then the packaged template's own address in the bucket."""
    packaged = template.with_name("packaged.json")
    command = [str(Path(sys.executable).with_name("aws")), "cloudformation", "package", "--use-json"]
    command += ["--template-file", str(template), "--s3-bucket", bucket, "--output-template-file", str(packaged)]
    environment = _environment(session) | ({"AWS_ENDPOINT_URL": endpoint} if endpoint else {})
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise DeploymentError(f"aws cloudformation package: {done.stderr.strip()}")
    s3 = session.client("s3", endpoint_url=endpoint)
    compact = json.dumps(json.loads(packaged.read_text()), separators=(",", ":"))
    s3.put_object(Bucket=bucket, Key="template.json", Body=compact.encode())
    base = endpoint or f"https://s3.{session.region_name}.amazonaws.com"
    return f"{base}/{bucket}/template.json"


def _environment(session: boto3.Session) -> dict[str, str]:
    """The session's identity for the AWS CLI, which knows nothing of boto3 sessions."""
    credentials = session.get_credentials()
    if credentials is None:
        raise DeploymentError("no AWS credentials found")
    frozen = credentials.get_frozen_credentials()
    identity = {
        "AWS_ACCESS_KEY_ID": frozen.access_key or "",
        "AWS_SECRET_ACCESS_KEY": frozen.secret_key or "",
    }
    identity |= {"AWS_SESSION_TOKEN": frozen.token} if frozen.token else {}
    rest = {key: value for key, value in os.environ.items() if key not in ("AWS_SESSION_TOKEN", "AWS_PROFILE")}
    return rest | identity | {"AWS_DEFAULT_REGION": session.region_name, "AWS_REGION": session.region_name}


def _exists(cloudformation: "CloudFormationClient", stack: str) -> bool:
    try:
        status = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]
    except ClientError as error:
        if "does not exist" in str(error):
            return False
        raise
    return status != "REVIEW_IN_PROGRESS"


def _nothing_to_do(cloudformation: "CloudFormationClient", stack: str, name: str, error: WaiterError) -> list[str]:
    """An empty list when the change set holds no change; CloudFormation calls that a failure."""
    reason = cloudformation.describe_change_set(StackName=stack, ChangeSetName=name).get("StatusReason", "")
    cloudformation.delete_change_set(StackName=stack, ChangeSetName=name)
    if "didn't contain changes" in reason or "No updates are to be performed" in reason:
        return []
    raise DeploymentError(f"the change set could not be made: {reason}") from error


def _changes(cloudformation: "CloudFormationClient", stack: str, name: str) -> list[str]:
    pages = cloudformation.get_paginator("describe_change_set").paginate(StackName=stack, ChangeSetName=name)
    return [
        f"{change['Action']:<7} {change['LogicalResourceId']} ({change['ResourceType']})"
        for page in pages
        for change in (each["ResourceChange"] for each in page.get("Changes", []))
    ]


def _wait(cloudformation: "CloudFormationClient", stack: str) -> None:
    while True:
        found = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
        if found["StackStatus"] in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            return
        if not found["StackStatus"].endswith("_IN_PROGRESS") or "ROLLBACK" in found["StackStatus"]:
            raise DeploymentError(f"{stack} is {found['StackStatus']}: {_first_failure(cloudformation, stack)}")
        time.sleep(
            0.2
            if "localhost" in cloudformation.meta.endpoint_url or "127.0.0.1" in cloudformation.meta.endpoint_url
            else 5
        )


def _first_failure(cloudformation: "CloudFormationClient", stack: str) -> str:
    events = cloudformation.describe_stack_events(StackName=stack)["StackEvents"]
    failed = [each for each in reversed(events) if each.get("ResourceStatus", "").endswith("_FAILED")]
    reasons = [f"{each['LogicalResourceId']}: {each.get('ResourceStatusReason', '')}" for each in failed]
    return next((reason for reason in reasons if "cancelled" not in reason), "no reason given")


def main() -> None:
    """Deploys the production package to the account of the caller's credentials."""
    options = argparse.ArgumentParser(description="Deploys one stage to AWS.")
    options.add_argument("--stage", required=True)
    options.add_argument("--set", action="append", default=[], metavar="PARAMETER=VALUE")
    chosen = options.parse_args()
    parameters = {"Stage": chosen.stage} | dict(each.split("=", 1) for each in chosen.set)
    if chosen.stage == "prod" and parameters.get("ReplacedOrigins", "{}") != "{}":
        sys.exit("ReplacedOrigins must be empty in stage prod.")
    session = boto3.Session()
    if session.get_credentials() is None or session.region_name is None:
        sys.exit(
            "No AWS credentials or region found: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_REGION, then try again."
        )
    stack = f"{PRODUCT}-{chosen.stage}"
    try:
        changes = deploy(session, None, stack, for_production().template, parameters)
    except (DeploymentError, ClientError, BotoCoreError) as error:
        sys.exit(f"{stack} was not deployed: {error}")
    print("\n".join(changes) or f"{stack} is already up to date.")
    for name, value in sorted(outputs(session, None, stack).items()):
        print(f"{name:<24} {value}")


if __name__ == "__main__":
    main()
