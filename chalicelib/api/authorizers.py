"""Who may call a route: a Cognito access token with one of the named scopes, checked at API Gateway."""

from enum import StrEnum
from typing import Any

from chalice.app import Authorizer, CognitoUserPoolAuthorizer

# infra/template.yaml fills in the user pool under this name when it is merged with what Chalice writes.
_SECURITY_DEFINITION = "UserPool"


class Scope(StrEnum):
    """Scopes as Cognito spells them: resource server, slash, scope."""

    BLOCKS_READ = "blocks/read"
    CUSTOMERS_READ = "customers/read"
    CUSTOMERS_WRITE = "customers/write"
    CASES_READ = "cases/read"
    CASES_WRITE = "cases/write"
    SOURCES_READ = "sources/read"
    CREDIT_READ = "credit/read"
    CREDIT_CHECK = "credit/check"
    LEDGER_READ = "ledger/read"
    LEDGER_WRITE = "ledger/write"
    PEOPLE_READ = "people/read"
    PEOPLE_WRITE = "people/write"


def needs_any(*scopes: Scope) -> Authorizer:
    """An authorizer that lets a token with at least one of the scopes pass."""
    authorizer = CognitoUserPoolAuthorizer(_SECURITY_DEFINITION, provider_arns=[])
    return authorizer.with_scopes([str(scope) for scope in scopes])


def scopes_of(context: dict[str, Any]) -> frozenset[str]:
    """The scopes in the token that API Gateway checked; none where no gateway stood in front."""
    claims = context.get("authorizer", {}).get("claims", {})
    return frozenset(str(claims.get("scope") or "").split())


def client_of(context: dict[str, Any]) -> str:
    """The client id in the token that API Gateway checked; `unknown` where no gateway stood in front."""
    claims = context.get("authorizer", {}).get("claims", {})
    return str(claims.get("client_id") or "unknown")
