"""What must be true of the user pool and of the client through which people sign in."""

from typing import Any

from tests.unit.test_template import Resources, of_type, resources, template

__all__ = ["resources", "template"]  # fixtures of the template's other tests


def test_the_pool_has_only_what_a_pool_made_long_ago_can_be_given(resources: Resources) -> None:
    """Cognito takes these when a pool is made, never after: an update of a running stack would fail or lose logins."""
    at_creation = {"AliasAttributes", "UsernameAttributes", "UsernameConfiguration", "Schema"}
    assert {name for name in resources["UserPool"]["Properties"] if name in at_creation} == set()
    assert resources["UserPool"]["Properties"]["UserPoolName"] == {"Ref": "AWS::StackName"}
    domain = resources["UserPoolDomain"]["Properties"]
    assert domain["Domain"] == {"Fn::Sub": "${AWS::StackName}-${AWS::AccountId}"}, "another one would move the login"
    client = of_type(resources, "AWS::Cognito::UserPoolClient")
    assert {name: one.get("GenerateSecret") for name, one in client.items()} == {
        "BackOfficeClient": True, "CockpitClient": False, "OrderSystemsClient": True,
    }  # fmt: skip


def test_people_sign_in_by_the_page_alone_and_do_not_rewrite_who_they_are(
    template: dict[str, Any], resources: Resources
) -> None:
    client = resources["CockpitClient"]["Properties"]
    assert client["ExplicitAuthFlows"] == ["ALLOW_REFRESH_TOKEN_AUTH"]
    assert set(client["ReadAttributes"]) == {"email", "email_verified", "name"}
    own, others = client["WriteAttributes"]["Fn::If"][1:]
    assert own == ["locale"], "an empty list would be all of them"
    assert "email_verified" not in others
    assert "aws.cognito.signin.user.admin" not in client["AllowedOAuthScopes"], "it lets tokens write attributes"
    assert client["SupportedIdentityProviders"] == {"Ref": "CockpitIdentityProviders"}
    assert template["Parameters"]["CockpitIdentityProviders"]["Default"] == "COGNITO"
