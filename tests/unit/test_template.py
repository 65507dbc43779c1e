"""What must be true of the template that is deployed, whatever else changes in it."""

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cfnlint.api import lint_by_config  # type: ignore[import-untyped]  # ships no type information
from cfnlint.config import ManualArgs  # type: ignore[import-untyped]  # ships no type information

from chalicelib.settings import Settings
from infra.deploy import DeploymentError, parameters
from infra.layer import ROOT
from infra.package import merged_template
from infra.zips import write_zip

Resources = dict[str, dict[str, Any]]
STEPS = {
    path.stem
    for path in (ROOT / "functions").glob("*.py")
    if re.search(r"^(def handler\(|handler = )", path.read_text(), re.MULTILINE)
}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The merged template, as `make package` writes it."""
    folder = tmp_path_factory.mktemp("template")
    merged = merged_template(folder)
    (folder / "template.json").write_text(json.dumps(merged))
    return merged | {"folder": str(folder)}


@pytest.fixture(scope="module")
def resources(template: dict[str, Any]) -> Resources:
    found: Resources = template["Resources"]
    return found


def of_type(resources: Resources, kind: str) -> dict[str, Any]:
    """The properties of every resource of a type."""
    return {name: each["Properties"] for name, each in resources.items() if each["Type"] == kind}


def functions(resources: Resources) -> dict[str, Any]:
    return of_type(resources, "AWS::Serverless::Function")


def steps(resources: Resources) -> dict[str, Any]:
    return {name: each for name, each in functions(resources).items() if name != "APIHandler"}


def statements(resources: Resources, role: str) -> Iterator[dict[str, Any]]:
    for policy in resources[role]["Properties"]["Policies"]:
        yield from policy["PolicyDocument"]["Statement"]


def events(function: dict[str, Any]) -> list[dict[str, Any]]:
    return list(function.get("Events", {}).values())


def logical_id(reference: dict[str, Any]) -> str:
    """The resource a Ref or Fn::GetAtt speaks of."""
    return str(reference["Ref"] if "Ref" in reference else reference["Fn::GetAtt"][0])


def test_every_resource_has_a_type(resources: Resources) -> None:
    """A merge under a wrong name would make a resource that nobody defined."""
    assert [name for name, each in resources.items() if "Type" not in each] == []


def test_cfn_lint_has_nothing_to_say(template: dict[str, Any]) -> None:
    path = Path(template["folder"]) / "template.json"
    found = lint_by_config(ManualArgs(templates=[str(path)], regions=["eu-central-1"]))
    assert [str(each) for each in found] == []


def test_the_zip_is_our_code_for_lambda_and_nothing_else(template: dict[str, Any]) -> None:
    with zipfile.ZipFile(Path(template["folder"]) / "deployment.zip") as zipped:
        names = zipped.namelist()
    assert {"app.py", "chalice/app.py", "chalicelib/settings.py", *(f"functions/{step}.py" for step in STEPS)} <= set(
        names
    )
    assert {name.partition("/")[0] for name in names} == {"app.py", "chalice", "chalicelib", "functions"}
    assert [name for name in names if "__pycache__" in name or name.startswith("chalicelib/commands/")] == []


def test_the_same_code_makes_the_same_zip(template: dict[str, Any], tmp_path: Path) -> None:
    """Otherwise each deployment would replace every function."""
    first, second = Path(template["folder"]) / "deployment.zip", tmp_path / "deployment.zip"
    with zipfile.ZipFile(first) as zipped:
        zipped.extractall(tmp_path / "code")
    write_zip(second, ((path, path.relative_to(tmp_path / "code")) for path in (tmp_path / "code").rglob("*")))
    assert first.read_bytes() == second.read_bytes()


def test_a_deployment_keeps_the_parameters_that_are_not_given_again(template: dict[str, Any]) -> None:
    path = Path(template["folder"]) / "template.json"
    asked = parameters(path, {"Stage": "dev"}, {"Stage", "MailSender", "GoneSinceThen"})
    assert asked == [
        {"ParameterKey": "Stage", "ParameterValue": "dev"},
        {"ParameterKey": "MailSender", "UsePreviousValue": True},
    ]
    with pytest.raises(DeploymentError, match="no such parameter: MailSendr"):
        parameters(path, {"MailSendr": "x"}, set())


def test_every_step_is_a_function_and_every_function_a_step(resources: Resources) -> None:
    handlers = {each["Handler"] for each in steps(resources).values()}
    assert handlers == {f"functions.{step}.handler" for step in STEPS}


def test_functions_share_one_zip_one_runtime_and_one_layer(template: dict[str, Any], resources: Resources) -> None:
    shared = template["Globals"]["Function"]
    assert shared["Runtime"] == {"Ref": "PythonRuntime"}
    assert shared["Layers"] == [{"Ref": "DependenciesLayer"}]
    assert template["Parameters"]["PythonRuntime"]["Default"] == "python3.13"
    for name, each in functions(resources).items():
        assert each["CodeUri"].removeprefix("./") == "deployment.zip", name
        assert each.get("Runtime", shared["Runtime"]) == shared["Runtime"], name


def test_each_function_has_a_role_and_a_log_of_its_own(resources: Resources) -> None:
    for name, each in functions(resources).items():
        assert logical_id(each["Role"]) == f"{name}Role"
        assert logical_id(each["LoggingConfig"]["LogGroup"]) == f"{name}Log"
        assert resources[f"{name}Log"]["Properties"]["RetentionInDays"] == 90


def test_no_role_may_do_everything_or_touch_everything(resources: Resources) -> None:
    for role in of_type(resources, "AWS::IAM::Role"):
        assert "ManagedPolicyArns" not in resources[role]["Properties"], role
        for statement in statements(resources, role):
            actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
            assert [action for action in actions if "*" in action] == [], role
            assert statement["Effect"] == "Allow"
            assert statement["Resource"] != "*" or all(action.startswith("xray:") for action in actions), role


def test_a_function_gets_only_queues_it_may_use(resources: Resources) -> None:
    """An environment variable that names a queue or topic and a right to use it belong together."""
    for name, each in steps(resources).items():
        text = json.dumps(list(statements(resources, f"{name}Role")))
        for variable, value in each.get("Environment", {}).get("Variables", {}).items():
            if variable.endswith(("_QUEUE_URL", "_TOPIC_ARN")):
                assert f'"{logical_id(value)}"' in text, f"{name} has {variable} but no right to it"


def test_nothing_is_lost_when_a_step_fails(resources: Resources) -> None:
    for name, function in steps(resources).items():
        for event in events(function):
            properties = event["Properties"]
            if event["Type"] == "SQS":
                queue = resources[logical_id(properties["Queue"])]["Properties"]
                assert properties["FunctionResponseTypes"] == ["ReportBatchItemFailures"], name
                letters = queue["RedrivePolicy"]["deadLetterTargetArn"]
                assert function["Environment"]["Variables"]["DEAD_LETTER_QUEUE_URL"] == {"Ref": logical_id(letters)}
            elif event["Type"] == "DynamoDB":
                assert properties["DestinationConfig"]["OnFailure"]["Type"] == "SQS", name
            else:
                assert function["DeadLetterQueue"]["Type"] == "SQS", name


def test_queues_wait_six_times_as_long_as_their_reader_may_take(template: dict[str, Any], resources: Resources) -> None:
    for name, function in steps(resources).items():
        timeout = function.get("Timeout", template["Globals"]["Function"]["Timeout"])
        for event in events(function):
            if event["Type"] == "SQS":
                queue = resources[logical_id(event["Properties"]["Queue"])]["Properties"]
                assert queue["VisibilityTimeout"] >= 6 * timeout, name
                received = int(function["Environment"]["Variables"]["MAX_RECEIVES"])
                assert received == queue["RedrivePolicy"]["maxReceiveCount"], name


def test_each_queue_has_dead_letters_of_its_own_with_an_alarm(resources: Resources) -> None:
    queues = of_type(resources, "AWS::SQS::Queue")
    letters = [
        logical_id(each["RedrivePolicy"]["deadLetterTargetArn"]) for each in queues.values() if "RedrivePolicy" in each
    ]
    assert len(letters) == len(set(letters))
    watched = {
        logical_id(dimension["Value"])
        for alarm in of_type(resources, "AWS::CloudWatch::Alarm").values()
        for dimension in alarm["Dimensions"]
        if isinstance(dimension["Value"], dict)
    }
    assert set(queues) | set(functions(resources)) <= watched


def test_data_is_encrypted_private_and_can_be_brought_back(resources: Resources) -> None:
    for name, table in of_type(resources, "AWS::DynamoDB::Table").items():
        assert table["BillingMode"] == "PAY_PER_REQUEST", name
        assert table["SSESpecification"]["SSEEnabled"], name
        assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"], name
        assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}, name
    assert all(each["SqsManagedSseEnabled"] for each in of_type(resources, "AWS::SQS::Queue").values())
    for name, bucket in of_type(resources, "AWS::S3::Bucket").items():
        assert all(bucket["PublicAccessBlockConfiguration"].values()), name
        assert "BucketEncryption" in bucket, name


def test_letters_never_expire_and_only_the_api_writes_them(resources: Resources) -> None:
    bucket = resources["DocumentsBucket"]
    assert (bucket["DeletionPolicy"], bucket["UpdateReplacePolicy"]) == ("Retain", "Retain")
    assert bucket["Properties"]["VersioningConfiguration"] == {"Status": "Enabled"}
    rules = bucket["Properties"]["LifecycleConfiguration"]["Rules"]
    expiring = [rule for rule in rules if "ExpirationInDays" in rule or "NoncurrentVersionExpiration" in rule]
    assert [rule["Prefix"] for rule in expiring] == ["drafts/"]
    roles = [name for name, each in resources.items() if each["Type"] == "AWS::IAM::Role"]
    users = {name for name in roles for each in statements(resources, name) if "DocumentsBucket" in str(each)}
    assert users == {"APIHandlerRole", "PurgeExpiredRole"}
    (right,) = [each for each in statements(resources, "APIHandlerRole") if "DocumentsBucket" in str(each)]
    assert right["Action"] == ["s3:GetObject", "s3:PutObject"]
    purge = [each for each in statements(resources, "PurgeExpiredRole") if "DocumentsBucket" in str(each)]
    deleting = [each for each in purge if set(each["Action"]) - {"s3:ListBucket", "s3:ListBucketVersions"}]
    assert [(each["Action"], each["Resource"]) for each in deleting] == [
        (["s3:DeleteObject", "s3:DeleteObjectVersion"], {"Fn::Sub": "${DocumentsBucket.Arn}/drafts/*"})
    ]


def test_only_the_relay_reads_the_stream_and_only_the_main_table_has_one(resources: Resources) -> None:
    readers = [
        name for name, each in steps(resources).items() if any(event["Type"] == "DynamoDB" for event in events(each))
    ]
    tables = of_type(resources, "AWS::DynamoDB::Table")
    assert readers == ["RelayChanges"]
    assert [name for name, table in tables.items() if "StreamSpecification" in table] == ["WatchTable"]


def test_every_route_but_health_and_signed_links_asks_for_a_token_with_a_scope(resources: Resources) -> None:
    definition = resources["RestAPI"]["Properties"]["DefinitionBody"]
    open_routes = [
        f"{method.upper()} {path}"
        for path, methods in definition["paths"].items()
        for method, operation in methods.items()
        if not any(each.get("UserPool") for each in operation.get("security", [])) and not _of_the_cockpit(path)
    ]
    by_signed_link = ["GET /v1/acknowledge/{token}", "POST /v1/acknowledge/{token}", "GET /v1/calendars/{calendar}"]
    assert open_routes == ["GET /health", *by_signed_link]
    assert list(definition["securityDefinitions"]) == ["UserPool"]
    authorizer = definition["securityDefinitions"]["UserPool"]["x-amazon-apigateway-authorizer"]
    assert authorizer["providerARNs"] == [{"Fn::GetAtt": ["UserPool", "Arn"]}]


def _of_the_cockpit(path: str) -> bool:
    """Its pages ask for a session by themselves: tests/unit/cockpit walks all of them."""
    return path == "/" or path.startswith("/cockpit")


def test_every_scope_a_route_asks_for_can_be_had(resources: Resources) -> None:
    servers = of_type(resources, "AWS::Cognito::UserPoolResourceServer").values()
    known = {f"{server['Identifier']}/{scope['ScopeName']}" for server in servers for scope in server["Scopes"]}
    asked = {
        scope
        for methods in resources["RestAPI"]["Properties"]["DefinitionBody"]["paths"].values()
        for operation in methods.values()
        for each in operation.get("security", [])
        for scope in each.get("UserPool", [])
    }
    assert asked <= known
    clients = of_type(resources, "AWS::Cognito::UserPoolClient")
    programs = [client for client in clients.values() if client["AllowedOAuthFlows"] == ["client_credentials"]]
    assert {scope for client in programs for scope in client["AllowedOAuthScopes"]} == known
    people = [client for client in clients.values() if client not in programs]
    assert [client["AllowedOAuthFlows"] for client in people] == [["code"]]
    assert {scope for client in people for scope in client["AllowedOAuthScopes"]} == {"openid", "email", "profile"}


def test_environment_variables_are_those_that_settings_reads(template: dict[str, Any], resources: Resources) -> None:
    """A variable nobody reads, or a misspelt one, would be a setting that silently does nothing."""
    known = {name.upper() for name in Settings.model_fields}
    given = set(template["Globals"]["Function"]["Environment"]["Variables"])
    for function in functions(resources).values():
        given |= set(function.get("Environment", {}).get("Variables", {}))
    assert {name for name in given if not name.startswith("POWERTOOLS_")} == known


def test_whoever_looks_whether_all_is_compared_may_look_at_those_queues_alone(resources: Resources) -> None:
    looked_at = resources["CheckSources"]["Properties"]["Environment"]["Variables"]["DEAD_LETTER_QUEUES"]["Fn::Sub"]
    (right,) = [one for one in statements(resources, "CheckSourcesRole") if one["Action"] == "sqs:GetQueueAttributes"]
    allowed = {one["Fn::GetAtt"][0] for one in right["Resource"]}
    assert allowed == set(re.findall(r"\w+(?=})", looked_at))
    assert {"NoticesQueue", "CustomersQueue", "NoticesDeadLetters", "CustomersDeadLetters"} < allowed


def test_the_api_sets_the_plan_of_reminders_and_no_other_parameter(resources: Resources) -> None:
    """Bureaus' credentials lie beside it."""
    setting = [
        (role, str(one["Resource"]))
        for role in of_type(resources, "AWS::IAM::Role")
        for one in statements(resources, role)
        if "ssm:PutParameter" in one["Action"]
    ]
    assert [role for role, _ in setting] == ["APIHandlerRole"]
    assert setting[0][1].endswith("parameter/insolvency-watch/${Stage}/reminder-plan'}")
