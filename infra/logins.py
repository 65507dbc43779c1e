"""Logins for people of the local stack, made as an admin makes them in the console: the pool sends no mail here."""

import secrets

from infra.stack import Stack


def give_login(stack: Stack, email: str, name: str, *, admin: bool = False) -> str:
    """The password of a new login with a verified address; as a member of the pool's group `admin` when asked."""
    pool, cognito = stack.outputs["UserPoolId"], stack.client("cognito-idp")
    password = f"Aa1-{secrets.token_urlsafe(18)}"
    attributes = {"email": email, "email_verified": "true", "name": name}
    cognito.admin_create_user(
        UserPoolId=pool,
        Username=email,
        UserAttributes=[{"Name": key, "Value": value} for key, value in attributes.items()],
        TemporaryPassword=password,
        MessageAction="SUPPRESS",
    )
    cognito.admin_set_user_password(UserPoolId=pool, Username=email, Password=password, Permanent=True)
    if admin:
        cognito.admin_add_user_to_group(UserPoolId=pool, Username=email, GroupName="admin")
    return password
