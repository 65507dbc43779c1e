"""No right reaches further than its reason: every `*` of the merged template is in the list below."""

from collections.abc import Iterator
from typing import Any

from tests.unit.security.merged import as_list, of_type, statements, words

_SSM = "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/insolvency-watch/${Stage}"
# Resource with a `*` -> why nothing narrower does.
JUSTIFIED = {
    "*": "X-Ray has no resources: IAM knows xray:Put... on * alone",
    "not OverTls: *": "the emulator judges every mail on *; in AWS the condition OverTls names the two identities",
    "${EvidenceBucket.Arn}/*": "payloads are stored under their day and digest, which nobody knows before",
    "${DocumentsBucket.Arn}/*": "letters are stored under their digest, which nobody knows before",
    "${DocumentsBucket.Arn}/drafts/*": "only drafts may be deleted; their names are digests",
    "${ImportBucket.Arn}/incoming/*": "the firm names its files",
    "${ImportBucket.Arn}/results/*": "results are named after the firm's files",
    "${ImportBucket.Arn}/parts/*": "how far an import is, named after the firm's file",
    "${ImportBucket.Arn}/drafts/*": "files that a person has not confirmed yet, named by the browser",
    "${WatchTable.Arn}/stream/*": "ListStreams is judged on stream/*, and a stream turned on anew has a new name",
    f"{_SSM}/??_*": "a register's credentials, named like its file: country first; no bureau fits",
    f"{_SSM}/bureaus/*": "a bureau's credentials and plan, found by its file's name",
    f"{_SSM}/cockpit/*": "what the web pages are set up with; nothing secret is below it",
}
# Rights on * whose actions IAM knows no resources for.
WITHOUT_RESOURCES = {"xray:PutTraceSegments", "xray:PutTelemetryRecords"}
# Who else is let in by a policy on a resource: AWS' own services, for this account alone.
SERVICES = {
    "lambda.amazonaws.com": "assumes the roles of our functions",
    "s3.amazonaws.com": "tells the imports queue of a new file",
    "cloudwatch.amazonaws.com": "sends alarms to the operations topic",
}
NEVER = {"iam", "sts", "kms", "lambda", "cognito-idp", "cloudformation", "ec2", "organizations"}


def allowed() -> Iterator[tuple[str, dict[str, Any]]]:
    return ((name, each) for name, each in statements() if each["Effect"] == "Allow")


def actions(statement: dict[str, Any]) -> list[str]:
    return [str(each) for each in as_list(statement.get("Action", []))]


def test_every_wildcard_in_a_resource_has_its_reason() -> None:
    found = {
        f"{name}: {', '.join(actions(each))} on {word}"
        for name, each in allowed()
        for word in words(each.get("Resource", []))
        if ("*" in word or "?" in word) and word not in JUSTIFIED
    }
    assert sorted(found) == []


def test_no_action_is_a_wildcard_and_none_is_left_to_what_is_not_named() -> None:
    assert [(name, each) for name, each in allowed() if any("*" in action for action in actions(each))] == []
    assert [name for name, each in allowed() if {"NotAction", "NotResource", "NotPrincipal"} & set(each)] == []


def test_everything_is_allowed_only_where_iam_knows_no_resource() -> None:
    for name, each in allowed():
        if "*" in words(each.get("Resource", [])):
            assert set(actions(each)) <= WITHOUT_RESOURCES, name


def test_no_function_may_change_rights_users_keys_or_code() -> None:
    found = {
        f"{name}: {action}"
        for name, each in allowed()
        if "Principal" not in each
        for action in actions(each)
        if action.partition(":")[0] in NEVER
    }
    assert sorted(found) == []


def test_roles_have_no_rights_but_those_written_in_them() -> None:
    for name, role in of_type("AWS::IAM::Role").items():
        assert not {"ManagedPolicyArns", "PermissionsBoundary"} & set(role), name
        for each in role["AssumeRolePolicyDocument"]["Statement"]:
            assert each["Principal"] == {"Service": "lambda.amazonaws.com"}, name
            assert each["Action"] == "sts:AssumeRole", name
    kinds = ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::User", "AWS::IAM::Group", "AWS::IAM::AccessKey")
    assert [name for kind in kinds for name in of_type(kind)] == []
    for name, function in of_type("AWS::Serverless::Function").items():
        assert "Policies" not in function, f"{name}: SAM would add rights to its role"


def test_a_policy_on_a_resource_lets_in_no_account_and_no_service_without_a_condition() -> None:
    for name, each in allowed():
        if "Principal" not in each:
            continue
        assert list(each["Principal"]) == ["Service"], f"{name} lets in {each['Principal']}"
        service = each["Principal"]["Service"]
        assert service in SERVICES, f"{name} lets in {service}"
        if service != "lambda.amazonaws.com":
            conditions = {key for condition in each["Condition"].values() for key in condition}
            assert conditions == {"aws:SourceAccount", "aws:SourceArn"}, name


def test_only_our_api_may_call_the_function_behind_it() -> None:
    (permission,) = of_type("AWS::Lambda::Permission").values()
    assert (permission["Principal"], permission["Action"]) == ("apigateway.amazonaws.com", "lambda:InvokeFunction")
    source, names = permission["SourceArn"]["Fn::Sub"]
    assert source.endswith(":${RestAPIId}/*")
    assert names == {"RestAPIId": {"Ref": "RestAPI"}}


def test_a_list_of_reasons_that_justifies_nothing_would_be_a_hole() -> None:
    """The finder sees a wildcard wherever it hides: as a choice, in a substitution, beside others."""
    hidden = {"Fn::If": ["Big", [{"Fn::Sub": "${A.Arn}/*"}, {"Ref": "B"}], "*"]}
    assert words(hidden) == ["Big: ${A.Arn}/*", "Big: ${B}", "not Big: *"]
    assert words([{"Fn::Join": ["", [{"Fn::GetAtt": ["A", "Arn"]}, "/*"]]}])[-1] == "/*"
    assert len(list(statements())) > 100
