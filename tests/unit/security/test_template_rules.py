"""What checkers of templates ask for, on the merged template: encryption, TLS, retention, no secret, no open door."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.unit.security.merged import as_list, of_type, statements, template, words

# Resource -> why it is not encrypted with a key of its own; see docs/decisions/0004-encryption.md.
WITHOUT_A_KEY = {"OperationsTopic": "names of alarms only, and alarms cannot publish under alias/aws/sns"}
# Bucket -> why it keeps no earlier versions.
WITHOUT_VERSIONS = {
    "ImportBucket": "customer files are personal data that are deleted after 30 days; the firm has them"
}
# What an environment variable may say in the template itself; everything else refers to a resource or parameter.
LITERALS = {
    "MAX_RECEIVES": r"\d",
    "DEAD_LETTER_QUEUES": r"[a-z]+=\$\{\w+\}(=\$\{\w+\})?(,[a-z]+=\$\{\w+\}(=\$\{\w+\})?)*",
    "POWERTOOLS_SERVICE_NAME": r"insolvency-watch",
    "POWERTOOLS_METRICS_NAMESPACE": r"InsolvencyWatch/\$\{Stage\}",
    "POWERTOOLS_LOG_LEVEL": r"INFO",
    "PARAMETER_PREFIX": r"/insolvency-watch/\$\{Stage\}",
    "PUBLIC_URL": r"\$\{PublicUrl\}|OwnAddress: \$\{PublicUrl\}|not OwnAddress: https://\$\{RestAPI\}.*",
}
# What the cockpit shows before anybody has signed in. Its other routes ask for a session (tests/unit/cockpit).
OPEN_IN_THE_COCKPIT = {
    "GET /cockpit/login",
    "GET /cockpit/signed-in",
    "GET /cockpit/signed-out",
    "GET /cockpit/static/{mark}/{name}",
}
_SECRET_NAME = re.compile(r"secret|passw|token|credential|api_?key|private", re.IGNORECASE)
_SECRET_VALUE = re.compile(r"AKIA[0-9A-Z]{16}|-----BEGIN|xox[bp]-|gh[pousr]_\w{30}|eyJ[\w-]{20}|://[^/\s:@]+:[^/\s@]+@")


def texts(value: Any) -> Iterator[str]:
    """Every text in a part of the template."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield str(name)
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)
    else:
        yield str(value)


def test_tables_and_queues_and_topics_are_encrypted() -> None:
    for name, table in of_type("AWS::DynamoDB::Table").items():
        assert table["SSESpecification"] == {"SSEEnabled": True, "SSEType": "KMS"}, name
        assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}, name
    for name, queue in of_type("AWS::SQS::Queue").items():
        assert queue["SqsManagedSseEnabled"] is True, name
    topics = of_type("AWS::SNS::Topic")
    assert {name for name, topic in topics.items() if not topic.get("KmsMasterKeyId")} == set(WITHOUT_A_KEY)


def test_buckets_are_encrypted_private_owned_and_versioned() -> None:
    for name, bucket in of_type("AWS::S3::Bucket").items():
        (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] in {"AES256", "aws:kms"}, name
        blocked = bucket["PublicAccessBlockConfiguration"]
        wanted = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
        assert blocked == dict.fromkeys(wanted, True), name
        assert bucket["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}, name
        assert (
            not {"AccessControl", "WebsiteConfiguration", "CorsConfiguration"} & set(bucket) or name == "ImportBucket"
        )
        assert bucket.get("VersioningConfiguration") == {"Status": "Enabled"} or name in WITHOUT_VERSIONS, name


@pytest.mark.parametrize(
    ("kind", "policy", "names"),
    [
        ("AWS::S3::Bucket", "AWS::S3::BucketPolicy", "Bucket"),
        ("AWS::SQS::Queue", "AWS::SQS::QueuePolicy", "Queues"),
        ("AWS::SNS::Topic", "AWS::SNS::TopicPolicy", "Topics"),
    ],
)
def test_nobody_reaches_a_bucket_queue_or_topic_without_tls(kind: str, policy: str, names: str) -> None:
    """Each has exactly one policy, because a second one would silently take the first one's place."""
    held = [each["Ref"] for one in of_type(policy).values() for each in as_list(one[names])]
    assert sorted(held) == sorted(of_type(kind))
    denying = {name for name, each in statements() if _denies_plain_http(each)}
    assert {name for name in of_type(policy) if name not in denying} == set()


def _denies_plain_http(statement: dict[str, Any]) -> bool:
    everybody = statement["Effect"] == "Deny" and statement.get("Principal") == "*"
    everything = statement.get("NotAction") == ["s3:DeleteBucketPolicy"] or statement.get("Action") in (
        "sqs:*",
        "sns:Publish",
    )
    return everybody and everything and statement.get("Condition") == {"Bool": {"aws:SecureTransport": "false"}}


def test_policies_on_resources_are_left_out_only_on_the_local_stack() -> None:
    """The condition that drops them is true wherever the stage is not `local`."""
    conditions = template()["Conditions"]
    assert conditions["OverTls"] == {"Fn::Not": [{"Fn::Equals": [{"Ref": "Stage"}, "local"]}]}
    given = {
        each.get("Condition") for each in template()["Resources"].values() if "Policy" in each["Type"].split("::")[2]
    }
    assert given <= {None, "OverTls"}


def test_logs_end_and_every_function_writes_its_own() -> None:
    groups = of_type("AWS::Logs::LogGroup")
    assert all(1 <= group["RetentionInDays"] <= 365 for group in groups.values())
    for name, function in of_type("AWS::Serverless::Function").items():
        assert words(function["LoggingConfig"]["LogGroup"]) == [f"${{{name}Log}}"]
        assert f"{name}Log" in groups


def test_every_function_is_traced_and_may_say_so() -> None:
    assert template()["Globals"]["Function"]["Tracing"] == "Active"
    for name, function in of_type("AWS::Serverless::Function").items():
        assert function.get("Tracing", "Active") == "Active", name
    tracing = {name for name, each in statements() if "xray:PutTraceSegments" in as_list(each.get("Action", []))}
    assert tracing == {f"{name}Role" for name in of_type("AWS::Serverless::Function")}


def test_no_secret_stands_in_the_template_or_an_environment() -> None:
    whole = template()
    assert [text for text in texts(whole) if _SECRET_VALUE.search(text)] == []
    for name, parameter in whole["Parameters"].items():
        assert not _SECRET_NAME.search(name), f"{name}: keep it in SSM or Secrets Manager, not in a parameter"
        assert "NoEcho" not in parameter, name
    assert _SECRET_VALUE.search("https://user:pass@db.example") and not _SECRET_VALUE.search("https://a.example/b@c")  # noqa: PT018 - one thought
    environments = [whole["Globals"]["Function"], *of_type("AWS::Serverless::Function").values()]
    for each in environments:
        for name, value in each.get("Environment", {}).get("Variables", {}).items():
            for word in words(value):
                plain = LITERALS.get(name)
                assert re.fullmatch(plain or r"\$\{[A-Za-z.]+\}", word), f"{name} says {word!r} itself"


def test_secrets_are_made_by_aws_and_no_output_gives_one_away() -> None:
    secrets = of_type("AWS::SecretsManager::Secret")
    assert secrets
    for name, secret in secrets.items():
        assert "SecretString" not in secret, name
        assert secret["GenerateSecretString"]["PasswordLength"] >= 32, name
    for name, output in template()["Outputs"].items():
        for word in words(output["Value"]):
            assert not any(secret in word for secret in secrets) and "ClientSecret" not in word, name  # noqa: PT018 - one thought


def test_the_api_is_the_only_door_and_no_function_has_an_address() -> None:
    assert of_type("AWS::Lambda::Url") == {}
    for name, function in of_type("AWS::Serverless::Function").items():
        assert "FunctionUrlConfig" not in function, name
        kinds = {event["Type"] for event in function.get("Events", {}).values()}
        assert kinds <= {"SQS", "DynamoDB", "Schedule", "ScheduleV2"}, name
    doors = ("AWS::Serverless::Api", "AWS::ApiGateway::RestApi", "AWS::Serverless::HttpApi", "AWS::ApiGatewayV2::Api")
    assert [name for kind in doors for name in of_type(kind)] == ["RestAPI"]


def test_the_api_lets_nobody_use_up_what_all_need() -> None:
    api = of_type("AWS::Serverless::Api")["RestAPI"]
    limits = {
        f"{each['HttpMethod']} {each['ResourcePath'].replace('~1', '/').replace('//', '/')}": each
        for each in api["MethodSettings"]
    }
    usual = limits.pop("* /*")
    assert 0 < usual["ThrottlingRateLimit"] <= 1000
    assert 0 < usual["ThrottlingBurstLimit"] <= 2000
    for route, limit in limits.items():
        assert limit["ThrottlingRateLimit"] < usual["ThrottlingRateLimit"], route
    without_token = {
        f"{method.upper()} {path}"
        for path, methods in api["DefinitionBody"]["paths"].items()
        for method, operation in methods.items()
        if not any("UserPool" in each for each in operation.get("security", []))
    }
    behind_a_session = {route for route in without_token if "/cockpit" in route} - OPEN_IN_THE_COCKPIT
    assert without_token - behind_a_session == set(limits)
    assert api["TracingEnabled"] is True


def test_people_come_in_with_long_passwords_and_by_invitation_only() -> None:
    (pool,) = of_type("AWS::Cognito::UserPool").values()
    policy = pool["Policies"]["PasswordPolicy"]
    assert policy["MinimumLength"] >= 14
    assert policy["TemporaryPasswordValidityDays"] <= 7
    assert pool["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}


def test_programs_get_short_tokens_and_nobody_gets_one_in_an_address() -> None:
    for name, client in of_type("AWS::Cognito::UserPoolClient").items():
        flows = client["AllowedOAuthFlows"]
        assert flows in (["client_credentials"], ["code"]), name
        assert client["TokenValidityUnits"]["AccessToken"] == "minutes", name
        assert client["AccessTokenValidity"] <= 60, name
        explicit = set(client.get("ExplicitAuthFlows", []))
        assert explicit <= {"ALLOW_REFRESH_TOKEN_AUTH"}, f"{name}: passwords go to the sign-in page alone"
        if flows == ["client_credentials"]:
            assert client["GenerateSecret"] is True, name
        else:
            assert client["PreventUserExistenceErrors"] == "ENABLED", name


def test_what_cannot_be_made_again_outlives_the_stack() -> None:
    kept = {"WatchTable", "EvidenceBucket", "DocumentsBucket", "ImportBucket", "UserPool"}
    resources = template()["Resources"]
    assert kept <= {name for name, each in resources.items() if each.get("DeletionPolicy") == "Retain"}
    assert resources["WatchTable"]["Properties"]["DeletionProtectionEnabled"] == {"Fn::If": ["Production", True, False]}
