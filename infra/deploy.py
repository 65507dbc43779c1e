"""Uploads a package and brings a stack to it by a change set; the same calls serve AWS and the local stack.

python -m infra.deploy --stage dev --set MailSender=watch@example.com --set OperationsAddress=ops@example.com
"""

import argparse
import contextlib
import hashlib
import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError, WaiterError

from infra.package import for_production

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudformation.type_defs import ParameterTypeDef, TagTypeDef
    from mypy_boto3_s3 import S3Client

PRODUCT = "insolvency-watch"


class DeploymentError(Exception):
    """The stack is not what the package says; the message tells which resource failed and why."""


def deploy(
    session: boto3.Session,
    endpoint: str | None,
    stack: str,
    template: Path,
    given: Mapping[str, str],
    own_tags: Mapping[str, str] = MappingProxyType({}),
) -> list[str]:
    """The changes made to the stack, one line each; empty when it was already as packaged.

    Tags stand on the stack, from which CloudFormation writes them on each resource that can carry any.

    Raises:
        DeploymentError: a change failed; AWS has taken the stack back to its former state.
    """
    url = _upload(session, endpoint, _package_bucket(session, endpoint, stack), template)
    cloudformation = session.client("cloudformation", endpoint_url=endpoint)
    kept = _parameters_in_force(cloudformation, stack)
    name = f"package-{int(time.time())}"
    try:
        cloudformation.create_change_set(
            StackName=stack,
            ChangeSetName=name,
            ChangeSetType="CREATE" if kept is None else "UPDATE",
            TemplateURL=url,
            Parameters=parameters(template, given, kept or set()),
            Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
            Tags=_tags(cloudformation, stack, {**own_tags, "product": PRODUCT, "stage": given["Stage"]}),
        )
        cloudformation.get_waiter("change_set_create_complete").wait(
            StackName=stack, ChangeSetName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 300}
        )
    except WaiterError as error:
        return _nothing_to_do(cloudformation, stack, name, error)
    except ClientError as error:
        raise DeploymentError(str(error)) from error
    changes = _changes(cloudformation, stack, name)
    cloudformation.execute_change_set(StackName=stack, ChangeSetName=name)
    _wait(cloudformation, stack, pause=0.1 if endpoint else 5.0)
    return changes


def parameters(template: Path, given: Mapping[str, str], kept: set[str]) -> list["ParameterTypeDef"]:
    """What is given, and for the rest what the stack has already: a deployment forgets no setting.

    Raises:
        DeploymentError: a name the template does not have.
    """
    known = json.loads(template.read_text())["Parameters"]
    if unknown := sorted(set(given) - set(known)):
        raise DeploymentError(f"no such parameter: {', '.join(unknown)}; known: {', '.join(sorted(known))}")
    new: list[ParameterTypeDef] = [{"ParameterKey": key, "ParameterValue": value} for key, value in given.items()]
    return new + [{"ParameterKey": key, "UsePreviousValue": True} for key in known if key in kept - set(given)]


def _tags(cloudformation: "CloudFormationClient", stack: str, given: Mapping[str, str]) -> list["TagTypeDef"]:
    """What is given over what the stack has: an update writes all of them, and no deployment forgets one."""
    try:
        found = cloudformation.describe_stacks(StackName=stack)["Stacks"][0].get("Tags", [])
    except ClientError as error:
        if "does not exist" not in str(error):
            raise
        found = []
    tags = {each["Key"]: each["Value"] for each in found} | dict(given)
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def outputs(session: boto3.Session, endpoint: str | None, stack: str) -> dict[str, str]:
    """What the stack tells about itself: names, URLs, ids."""
    described = session.client("cloudformation", endpoint_url=endpoint).describe_stacks(StackName=stack)
    return {each["OutputKey"]: each["OutputValue"] for each in described["Stacks"][0].get("Outputs", [])}


def _package_bucket(session: boto3.Session, endpoint: str | None, stack: str) -> str:
    """The private bucket that holds the stack's packages; made when it is missing."""
    account = session.client("sts", endpoint_url=endpoint).get_caller_identity()["Account"]
    bucket, region = f"{stack}-packages-{account}", session.region_name
    s3 = session.client("s3", endpoint_url=endpoint)
    try:
        s3.head_bucket(Bucket=bucket)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:
            raise
        where: Any = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        s3.create_bucket(Bucket=bucket, **where)
        blocked = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
        private: Any = dict.fromkeys(blocked, True)
        s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=private)
    return bucket


def _upload(session: boto3.Session, endpoint: str | None, bucket: str, template: Path) -> str:
    """Puts code, layer and template into the bucket, each under its own digest; the template's address.

    What lies there already is not sent again, and unchanged content keeps its name: no change for CloudFormation.
    """
    s3 = session.client("s3", endpoint_url=endpoint)
    packaged = json.loads(template.read_text())
    for resource in packaged["Resources"].values():
        for name in ("CodeUri", "ContentUri"):
            if name in resource.get("Properties", {}):
                archive = template.parent / resource["Properties"][name]
                resource["Properties"][name] = f"s3://{bucket}/{_put(s3, bucket, archive.read_bytes(), '.zip')}"
    text = json.dumps(packaged, separators=(",", ":"), sort_keys=True)
    return f"{endpoint or s3.meta.endpoint_url}/{bucket}/{_put(s3, bucket, text.encode(), '.json')}"


def _put(s3: "S3Client", bucket: str, data: bytes, ending: str) -> str:
    key = hashlib.sha256(data).hexdigest() + ending
    try:
        s3.head_object(Bucket=bucket, Key=key)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:
            raise
        s3.put_object(Bucket=bucket, Key=key, Body=data)
    return key


def _parameters_in_force(cloudformation: "CloudFormationClient", stack: str) -> set[str] | None:
    """Names of the parameters the stack has values for; None when there is no stack yet."""
    try:
        found = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise
    if found["StackStatus"] == "REVIEW_IN_PROGRESS":
        return None
    return {each["ParameterKey"] for each in found.get("Parameters", [])}


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


def _wait(cloudformation: "CloudFormationClient", stack: str, pause: float) -> None:
    while True:
        status = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]
        if status in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            return
        # UPDATE_COMPLETE_CLEANUP_IN_PROGRESS still ends well; every other roll-back is the end of this deployment.
        if not status.endswith("_IN_PROGRESS") or "ROLLBACK" in status:
            raise DeploymentError(f"{stack} is {status}: {_first_failure(cloudformation, stack)}")
        time.sleep(pause)


def _first_failure(cloudformation: "CloudFormationClient", stack: str) -> str:
    events = cloudformation.describe_stack_events(StackName=stack)["StackEvents"]
    failed = [each for each in reversed(events) if each.get("ResourceStatus", "").endswith("_FAILED")]
    reasons = [f"{each['LogicalResourceId']}: {each.get('ResourceStatusReason', '')}" for each in failed]
    return next((reason for reason in reasons if "cancelled" not in reason), "no reason given")


def _session() -> boto3.Session:
    """The caller's identity; ends the program with a sentence when there is none."""
    with contextlib.suppress(BotoCoreError):
        session = boto3.Session()
        if session.get_credentials() is not None and session.region_name is not None:
            return session
    sys.exit("No AWS credentials or no region: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_REGION, then try again.")


def main() -> None:
    """Deploys the production package to the account of the caller's credentials."""
    options = argparse.ArgumentParser(description="Deploys one stage to AWS.")
    options.add_argument("--stage", required=True)
    options.add_argument("--set", action="append", default=[], metavar="PARAMETER=VALUE")
    options.add_argument("--tag", action="append", default=[], metavar="KEY=VALUE", help="on every resource")
    chosen = options.parse_args()
    given = {"Stage": chosen.stage} | dict(each.split("=", 1) for each in chosen.set)
    if chosen.stage == "prod" and given.get("ReplacedOrigins", "{}") != "{}":
        sys.exit("ReplacedOrigins must be empty in stage prod.")
    session = _session()
    stack = f"{PRODUCT}-{chosen.stage}"
    try:
        tags = dict(each.split("=", 1) for each in chosen.tag)
        changes = deploy(session, None, stack, for_production().template, given, tags)
    except (DeploymentError, ClientError, BotoCoreError) as error:
        sys.exit(f"{stack} was not deployed: {error}")
    print("\n".join(changes) or f"{stack} is already up to date.")
    for name, value in sorted(outputs(session, None, stack).items()):
        print(f"{name:<24} {value}")


if __name__ == "__main__":
    main()
