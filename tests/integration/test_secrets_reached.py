"""Which function may read which credentials, as IAM judges it."""

import pytest

from infra.stack import Stack


@pytest.mark.parametrize(
    ("function", "parameter", "may"),
    [
        ("PollRegister", "gb_companies_house", True),
        ("PollRegister", "bureaus/creditsafe/credentials", False),
        ("PollRegister", "reminder-plan", False),
        ("WatchDeadlines", "reminder-plan", True),
        ("SendReports", "reminder-plan", True),
        ("APIHandler", "reminders", True),
        ("PollBureau", "bureaus/creditsafe/credentials", True),
        ("PollBureau", "gb_companies_house", False),
        ("APIHandler", "gb_companies_house", False),
        ("MatchNotices", "bureaus/creditsafe/credentials", False),
        ("SendAlerts", "gb_companies_house", False),
    ],
)
def test_credentials_are_read_by_the_step_that_needs_them(
    function: str, parameter: str, may: bool, stack: Stack
) -> None:
    table = stack.client("dynamodb").describe_table(TableName=stack.outputs["TableName"])["Table"]["TableArn"]
    account = table.split(":")[4]
    arn = f"arn:aws:ssm:{stack.session.region_name}:{account}:parameter{stack.outputs['ParameterPrefix']}/{parameter}"
    assert stack.may(function, "ssm:GetParameter", arn) is may
